"""A passkey is made and taken in a real browser, whose telephone is a virtual one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from browsing import CHROMIUM, played
from chungtay.reference.actors.factors import passkeys_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.long,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium"),
]
PASSWORD = "mat-khau-chi-cho-thu-nghiem"
TELEPHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_made_on_the_page_opens_the_desk_without_a_password(cast: Any, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cast.chi.set_password(PASSWORD)
    cast.chi.save()
    reached: list[str] = []

    def scenario(pages: Mapping[str, Any], address: str) -> None:
        page, desk = pages["chi"], address.replace("127.0.0.1", "localhost")
        held = page.context.new_cdp_session(page)
        held.send("WebAuthn.enable")
        held.send("WebAuthn.addVirtualAuthenticator", {"options": TELEPHONE})
        page.goto(f"{desk}/vao/?next=/tai-khoan/bao-ve/")
        page.fill("#id_username", "chi")
        page.fill("#id_password", PASSWORD)
        page.click("form.sign-in button.button--main")
        page.fill("#key-shown", PASSWORD)
        page.click("text=Thêm khóa truy cập")
        page.wait_for_selector("text=Mười mã dự phòng")
        page.click("text=Thoát")
        page.click("text=Vào bằng khóa truy cập")
        page.wait_for_url(f"{desk}/")
        reached.append(page.url.removeprefix(desk))

    assert played(["chi"], scenario) == []
    assert reached == ["/"]
    assert [key.used_at is not None for key in passkeys_of(cast.chi)] == [True]
