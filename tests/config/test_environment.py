"""Addresses of servers as the environment names them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from chungtay.config.environment import MailServer, endpoint, mail_server, shared_store


def test_without_an_address_no_mail_leaves() -> None:
    assert mail_server("") == MailServer()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://thu.vi.du", MailServer("thu.vi.du", 25)),
        ("smtp+tls://a%40vi.du:b%2Fc@thu.vi.du", MailServer("thu.vi.du", 587, "a@vi.du", "b/c", begins_tls=True)),
        ("smtps://thu.vi.du:4650", MailServer("thu.vi.du", 4650, is_tls=True)),
    ],
)
def test_an_address_of_a_mail_server_is_read(url: str, expected: MailServer) -> None:
    assert mail_server(url) == expected


@pytest.mark.parametrize("url", ["http://thu.vi.du", "thu.vi.du", "smtp://"])
def test_any_other_address_is_refused_at_start(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="CHUNGTAY_SMTP_URL"):
        mail_server(url)


@pytest.mark.parametrize("named", ["", "s3://kho", "s3://kho/tinh", "/srv/kho-chung/"])
def test_a_shared_store_is_a_bucket_or_a_folder(named: str) -> None:
    assert shared_store(named) == named.rstrip("/")


@pytest.mark.parametrize("named", ["kho", "s3://", "https://kho.vi.du/thung", "s3://khoa:mat@kho", "s3://kho?key=a"])
def test_any_other_store_is_refused_at_start(named: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="CHUNGTAY_WAREHOUSE_STORE"):
        shared_store(named)


def test_a_store_without_tls_is_refused_where_that_is_not_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNGTAY_THERE", "http://kho.vi.du:9000")
    assert endpoint("THERE", may_be_plain=True) == "http://kho.vi.du:9000"
    with pytest.raises(ImproperlyConfigured, match="in the clear"):
        endpoint("THERE", may_be_plain=False)


def test_cookies_in_production_are_this_hosts_alone_by_tls_and_out_of_reach_of_scripts() -> None:
    """Read from the settings as they are with production's variables, in a process of its own."""
    import json
    import os
    import subprocess
    import sys

    names = [
        f"{cookie}_COOKIE_{what}"
        for cookie in ("SESSION", "CSRF", "LANGUAGE")
        for what in ("NAME", "SECURE", "HTTPONLY")
    ]
    asked = (
        f"from chungtay.config import settings as s; import json; print(json.dumps([getattr(s, n) for n in {names}]))"
    )
    own = {
        "ENV": "production",
        "SECRET_KEY": "s" * 50,
        "MASTER_KEY": "m" * 50,
        "ALLOWED_HOSTS": "a.vn",
        "DATA_DIR": "d",
    }
    others = {name: value for name, value in os.environ.items() if not name.startswith("CHUNGTAY_")}
    environment = {**others, **{f"CHUNGTAY_{name}": value for name, value in own.items()}}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    told = json.loads(subprocess.check_output([sys.executable, "-c", asked], env=environment))
    assert told[0::3] == ["__Host-session", "__Host-csrf", "__Host-language"]
    assert told[1::3] == told[2::3] == [True, True, True]
