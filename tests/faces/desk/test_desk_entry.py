"""The door, the frame of every page, and who may open which."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern

from chungtay.faces.desk import audience
from chungtay.faces.desk.urls import urlpatterns
from chungtay.reference.actors.queries import Role

PASSWORD = "mat-khau-chi-cho-thu-nghiem"
CRIME_LINE = 'href="tel:113"'


@pytest.fixture(autouse=True)
def known_password(request: Any) -> None:
    if "cast" in request.fixturenames:
        chi = request.getfixturevalue("cast").chi
        chi.set_password(PASSWORD)
        chi.save()


def sign_in(client: Client, password: str, **more: str) -> Any:
    return client.post("/vao/", {"username": "chi", "password": password, **more})


def test_the_right_password_opens_the_desk(cast: Any, client: Client) -> None:
    assert sign_in(client, PASSWORD)["Location"] == "/"


def test_a_wrong_password_says_nothing_of_which_was_wrong(cast: Any, client: Client) -> None:
    assert "Tên tài khoản hoặc mật khẩu không đúng." in sign_in(client, "sai").content.decode()


def test_sign_in_never_leads_to_another_site(cast: Any, client: Client) -> None:
    assert sign_in(client, PASSWORD, next="https://example.org/")["Location"] == "/"


def test_after_five_wrong_passwords_the_door_stays_shut(cast: Any, client: Client) -> None:
    answers = [sign_in(client, "sai") for _ in range(6)]
    assert answers[-1].status_code == 429
    assert "Tạm khóa đăng nhập" in answers[-1].content.decode()
    assert sign_in(client, PASSWORD).status_code == 429


def test_signing_out_ends_the_session(cast: Any, enter: Any) -> None:
    client = enter(cast.chi)
    client.post("/ra/")
    assert client.get("/")["Location"] == "/vao/?next=/"


def test_an_administrator_sees_no_figures(cast: Any, enter: Any) -> None:
    from chungtay.reference.actors.services import account_create

    keeper = account_create(
        username="quantri", password=PASSWORD, display_name="Quản trị", body=cast.chi.body, role=Role.ADMINISTRATOR
    )
    client = enter(keeper)
    assert client.get("/")["Location"] == "/tai-khoan/"
    assert client.get("/dot-so-lieu/").status_code == 403


def test_a_session_that_ended_sends_htmx_to_the_door(cast: Any, client: Client) -> None:
    answer = client.post("/bao-cao/1/so/1/", {"do": "drop"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/vao/?next=/")


def addresses() -> list[URLPattern]:
    return list(urlpatterns)


@pytest.mark.parametrize("entry", addresses(), ids=lambda entry: entry.name)
def test_every_address_declares_for_whom_it_is(entry: URLPattern) -> None:
    assert set(entry.callback.audience) <= set(audience.Audience)


@pytest.mark.django_db
@pytest.mark.parametrize("entry", addresses(), ids=lambda entry: entry.name)
def test_nobody_gets_in_without_an_account(client: Client, entry: URLPattern) -> None:
    from django.urls import reverse

    if audience.PUBLIC in entry.callback.audience:
        return
    kinds = {
        "code": "tips.received",
        "section": "a",
        "key": "a",
        "register": "mo-hinh",
        "kind": "docx",
    }
    wanted = {name: kinds.get(name, 1) for name in entry.pattern.converters}
    for ask in (client.get, client.post):
        assert ask(reverse(str(entry.name), kwargs=wanted))["Location"].startswith("/vao/")


def test_roles_and_audiences_bear_the_same_names() -> None:
    assert {who.value for who in audience.SIGNED_IN} == set(Role.values)


def test_every_page_says_that_it_is_a_demonstration_and_where_crimes_are_reported(cast: Any, enter: Any) -> None:
    client = enter(cast.chi)
    for page in ("/", "/chuong-trinh/", "/bao-cao/", "/bao-cao/moi/", "/dot-so-lieu/", "/tong-ket/", "/khong-co/"):
        text = client.get(page).content.decode()
        assert "BẢN MINH HỌA – KHÔNG PHẢI VĂN BẢN CHÍNH THỨC" in text
        assert CRIME_LINE in text


def test_an_instance_that_is_no_demonstration_does_not_say_so(cast: Any, enter: Any, settings: Any) -> None:
    settings.DEMO = False
    assert "BẢN MINH HỌA" not in enter(cast.chi).get("/").content.decode()


def test_pages_run_nothing_inline(cast: Any, enter: Any, reading: Any) -> None:
    client = enter(cast.chi)
    for page in ("/", f"/bao-cao/{reading.pk}/", "/bao-cao/moi/"):
        answer = client.get(page)
        text = answer.content.decode()
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert not any(mark in text for mark in (" style=", "<style", " onclick=", "javascript:", "<script>"))
