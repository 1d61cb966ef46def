"""Coming in through another provider: a real one, in a process of its own, over HTTP."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.test import Client
from openid_provider import CLIENT, PASSWORD, SECRET

from chungtay.faces.desk import provider
from chungtay.reference.actors.identities import identities_of, identity_link
from chungtay.reference.audit.queries import entries

pytestmark = pytest.mark.django_db
SHOWN = "mat-khau-chi-cho-thu-nghiem"
BACK = "http://testserver/vao/khac/ve/"


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The provider's address, while it lives."""
    script, folder = Path(__file__).with_name("openid_provider.py"), tmp_path_factory.mktemp("provider")
    called = [sys.executable, script.name, str(folder), BACK]
    with subprocess.Popen(called, cwd=script.parent, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.kill()


@pytest.fixture(autouse=True)
def is_set(issuer: str, settings: Any) -> None:
    settings.OIDC_ISSUER, settings.OIDC_NAME = issuer, "Một cửa"
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
    provider._metadata.cache_clear()


@pytest.fixture
def lan(issuer: str) -> requests.Session:
    """Somebody signed in at the provider."""
    browser = requests.Session()
    door = f"{issuer.removesuffix('/o')}/in/"
    assert browser.get(door, params={"password": PASSWORD}).text == "in"
    return browser


def vouched(client: Client, lan: requests.Session) -> str:
    """The address that the provider sends the browser back to."""
    return back_from(lan, client.get("/vao/khac/")["Location"])


def back_from(lan: requests.Session, asked: str) -> str:
    """The same, from where the browser was sent."""
    answer = lan.get(asked, allow_redirects=False)
    assert answer.headers["Location"].startswith(BACK)
    return answer.headers["Location"].removeprefix("http://testserver")


def test_an_account_that_is_linked_comes_in(cast: Any, enter: Any, client: Client, lan: requests.Session) -> None:
    cast.chi.set_password(SHOWN)
    cast.chi.save()
    inside = enter(cast.chi)
    inside.post("/tai-khoan/bao-ve/", {"do": "link", "password": SHOWN})
    asked = inside.get("/tai-khoan/bao-ve/").context["link"]
    assert inside.get(back_from(lan, asked))["Location"] == "/tai-khoan/bao-ve/"
    assert [urlsplit(one.issuer).path for one in identities_of(cast.chi)] == ["/o"]
    assert client.get(vouched(client, lan))["Location"] == "/"
    assert client.get("/tai-khoan/").context["user"] == cast.chi


def test_no_address_alone_links_an_account(cast: Any, enter: Any, client: Client, lan: requests.Session) -> None:
    inside = enter(cast.chi)
    assert inside.get("/vao/khac/")["Location"] == "/tai-khoan/bao-ve/"
    assert inside.post("/tai-khoan/bao-ve/", {"do": "link", "password": "wrong"}).status_code == 422
    address = vouched(client, lan)
    # Asked for in order to come in, and answered in the browser of somebody who is inside.
    client.force_login(cast.chi, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address)["Location"] == "/tai-khoan/bao-ve/"
    assert identities_of(cast.chi) == []


def test_whom_no_account_knows_stays_outside_and_none_is_made(cast: Any, client: Client, lan: requests.Session) -> None:
    accounts = type(cast.chi).objects.count()
    assert client.get(vouched(client, lan))["Location"] == "/vao/"
    assert client.get("/tai-khoan/").status_code == 302
    assert type(cast.chi).objects.count() == accounts
    assert entries(None, refused_only=True)[0].deed == "door.provider_unknown"


def test_an_answer_to_somebody_else_is_refused(cast: Any, client: Client, lan: requests.Session, issuer: str) -> None:
    identity_link(by=cast.chi, issuer=issuer, subject="1")
    other = Client()
    other.get("/vao/khac/")
    address = vouched(client, lan)
    assert other.get(address)["Location"] == "/vao/"
    assert other.get("/tai-khoan/").status_code == 302
    assert client.get(address)["Location"] == "/"
    assert client.get(address)["Location"] == "/vao/"


def test_a_token_for_another_client_or_of_another_time_is_refused(settings: Any, client: Client, lan: Any) -> None:
    address = vouched(client, lan)
    settings.OIDC_CLIENT_ID = "somebody-else"
    assert client.get(address)["Location"] == "/vao/"
    assert entries(None, refused_only=True)[0].deed == "door.provider_refused"


def test_a_closed_account_and_its_second_factor_are_not_passed_by(
    cast: Any, client: Client, lan: Any, issuer: str
) -> None:
    import time

    import pyotp

    from chungtay.reference.actors import factors, services

    identity_link(by=cast.chi, issuer=issuer, subject="1")
    clock = pyotp.TOTP(factors.totp_begin(by=cast.chi))
    factors.totp_confirm(by=cast.chi, code=clock.at(time.time()))
    assert client.get(vouched(client, lan))["Location"] == "/vao/buoc-hai/"
    services.account_close(user=cast.chi)
    assert client.get(vouched(client, lan))["Location"] == "/vao/"
