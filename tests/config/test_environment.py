"""Addresses of servers as the environment names them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from chungtay.config.environment import MailServer, mail_server


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
