"""The second half of the door: codes, sessions, tries that are counted, and what the audit tells of it."""

from __future__ import annotations

import time
from typing import Any

import pyotp
import pytest
from django.test import Client

from chungtay.faces.desk.passkeys import MAKING
from chungtay.reference.actors import factors, services, sessions
from chungtay.reference.actors.models import OpenSession
from chungtay.reference.audit import queries as audit
from chungtay.reference.audit.queries import Way
from chungtay.reference.audit.services import visiting

PASSWORD = "mat-khau-chi-cho-thu-nghiem"
FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def chi(cast: Any, settings: Any) -> Any:
    settings.PASSWORD_HASHERS = FAST
    cast.chi.set_password(PASSWORD)
    cast.chi.save()
    return cast.chi


def enter(client: Client, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/vao/", {"username": "chi", "password": password}, **more)


def deeds(**asked: Any) -> list[str]:
    return [entry.deed for entry in audit.entries(None, **asked)]


@pytest.fixture
def clock(chi: Any) -> pyotp.TOTP:
    """Six digits of half a minute ago, so that those of now are still good."""
    clock = pyotp.TOTP(factors.totp_begin(by=chi))
    chi.codes = factors.totp_confirm(by=chi, code=clock.at(time.time() - factors.STEP))
    return clock


def test_a_password_alone_no_longer_opens_the_desk(clock: pyotp.TOTP, client: Client) -> None:
    assert enter(client)["Location"] == "/vao/buoc-hai/"
    assert client.get("/tai-khoan/")["Location"].startswith("/vao/")
    assert client.post("/vao/buoc-hai/", {"code": clock.now()})["Location"] == "/"
    assert client.get("/tai-khoan/").status_code == 200


def test_six_digits_are_taken_once(chi: Any, clock: pyotp.TOTP) -> None:
    code = clock.now()
    assert [factors.code_taken(user=chi, code=code) for _ in range(2)] == ["totp", ""]


def test_a_code_on_paper_is_taken_once(chi: Any, clock: pyotp.TOTP) -> None:
    assert [factors.code_taken(user=chi, code=chi.codes[3]) for _ in range(2)] == ["recovery", ""]
    assert factors.codes_left(chi) == 9


def test_wrong_codes_count_as_wrong_passwords_do(clock: pyotp.TOTP, client: Client) -> None:
    enter(client)
    for _ in range(5):
        client.post("/vao/buoc-hai/", {"code": "nothing"})
    assert enter(client).status_code == 429
    assert deeds(refused_only=True, deed="door.second_refused") == ["door.second_refused"] * 5


def test_the_secret_of_the_clock_stands_nowhere_in_the_clear(chi: Any, clock: pyotp.TOTP) -> None:
    assert clock.secret.encode() not in bytes(factors.Totp.objects.get(account=chi).sealed_secret)


def test_inside_a_session_passwords_cannot_be_guessed_without_end_or_trace(chi: Any, client: Client) -> None:
    enter(client)
    said = [client.post("/tai-khoan/bao-ve/", {"do": "codes", "password": "x"}).status_code for _ in range(5)]
    assert said[0] == 422
    assert client.post("/tai-khoan/bao-ve/", {"do": "codes", "password": PASSWORD}).status_code == 429
    assert factors.codes_left(chi) == 0
    assert deeds(refused_only=True, account="chi") == ["account.password_refused"] * 5


def test_many_names_from_one_place_are_slowed_down(chi: Any, client: Client, settings: Any) -> None:
    for i in range(60):
        client.post("/vao/", {"username": f"nobody{i}", "password": "x"})
    assert enter(client).status_code == 429
    assert enter(client, REMOTE_ADDR="10.9.8.7")["Location"] == "/"


def test_one_name_from_many_places_is_slowed_down(chi: Any, client: Client) -> None:
    for i in range(20):
        enter(client, "x", REMOTE_ADDR=f"10.0.0.{i}")
    for name in ("chi", "chi ", " chi", "\uff43hi"):
        said = client.post("/vao/", {"username": name, "password": PASSWORD}, REMOTE_ADDR="10.9.8.7")
        assert (name, said.status_code) == (name, 429)


def test_after_five_wrong_codes_the_right_one_does_not_open(clock: pyotp.TOTP, client: Client) -> None:
    enter(client)
    for _ in range(5):
        client.post("/vao/buoc-hai/", {"code": "nothing"})
    assert client.post("/vao/buoc-hai/", {"code": clock.now()}).status_code == 429
    assert client.get("/vao/buoc-hai/")["Location"] == "/vao/"


def test_strangers_fill_no_audit_with_keys_that_nobody_has(chi: Any, client: Client) -> None:
    def tried() -> int:
        client.get("/vao/khoa/")
        return client.post("/vao/khoa/", {"id": "nobody"}, content_type="application/json").status_code

    for _ in range(60):
        tried()
    assert deeds() == []
    assert tried() == 429
    assert enter(client).status_code == 429


def test_a_role_that_needs_two_factors_gets_no_further_when_its_time_is_over(
    chi: Any, client: Client, settings: Any
) -> None:
    settings.SECOND_FACTOR_ROLES, settings.SECOND_FACTOR_GRACE_DAYS = ("reporter",), 0
    assert enter(client)["Location"] == "/tai-khoan/bao-ve/"
    assert client.get("/bao-cao/")["Location"] == "/tai-khoan/bao-ve/"
    clock = pyotp.TOTP(factors.totp_begin(by=chi))
    client.post("/tai-khoan/bao-ve/", {"do": "confirm", "code": clock.now()})
    assert "Mười mã dự phòng" in client.get("/tai-khoan/bao-ve/").content.decode()
    assert client.get("/bao-cao/").status_code == 200


def test_signing_out_everywhere_leaves_only_this_browser(chi: Any, client: Client) -> None:
    other = Client()
    for browser in (client, other):
        enter(browser, headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    assert [one.browser for one in sessions.sessions_of(chi)] == ["Firefox, Windows"] * 2
    client.post("/tai-khoan/bao-ve/", {"do": "out"})
    assert client.get("/tai-khoan/").status_code == 200
    assert other.get("/tai-khoan/").status_code == 302


@pytest.mark.parametrize(("name", "age"), [(sessions.SEEN, 3601), (sessions.BEGAN, 12 * 3600 + 1)])
def test_a_session_ends_when_nobody_works_in_it_and_at_the_end_of_a_day(
    chi: Any, client: Client, name: str, age: int
) -> None:
    enter(client)
    held = client.session
    held[name] = int(time.time()) - age
    held.save()
    assert client.get("/tai-khoan/")["Location"].startswith("/vao/")
    assert not OpenSession.objects.filter(account=chi).exists()


def test_what_weakens_an_account_asks_for_its_password(chi: Any, clock: pyotp.TOTP, client: Client) -> None:
    enter(client)
    client.post("/vao/buoc-hai/", {"code": clock.now()})
    told = client.post("/tai-khoan/bao-ve/", {"do": "totp-off", "password": "wrong"})
    assert (told.status_code, factors.totp_stands(chi)) == (422, True)
    client.post("/tai-khoan/bao-ve/", {"do": "totp-off", "password": PASSWORD})
    assert not factors.has_factor(chi)
    assert factors.codes_left(chi) == 0


def test_a_new_key_is_made_only_after_the_password(chi: Any, client: Client) -> None:
    def asked(**body: Any) -> Any:
        return client.post("/tai-khoan/bao-ve/khoa/", body, content_type="application/json")

    client.get("/vao/khoa/")
    enter(client)
    assert client.get("/tai-khoan/bao-ve/khoa/").status_code == 405
    assert [asked(password=word).status_code for word in ("", "wrong")] == [422, 422]
    assert MAKING not in client.session
    assert asked(password=PASSWORD).json()["challenge"] == client.session[MAKING]


@pytest.mark.parametrize("weak", ["Matkhau@123456", "ConganHanoi2024", "qwertyuiop123", "chi1990199019", "x" * 129])
def test_passwords_that_are_tried_first_here_are_refused(chi: Any, weak: str) -> None:
    from django.core.exceptions import ValidationError

    from chungtay.reference.actors.passwords import LocalPasswordValidator

    with pytest.raises(ValidationError):
        LocalPasswordValidator().validate(weak, chi)
    LocalPasswordValidator().validate("bon con meo tren mai nha", chi)


def test_closing_an_account_takes_away_what_it_signed_in_with(chi: Any, clock: pyotp.TOTP, client: Client) -> None:
    services.account_close(user=chi)
    assert not factors.has_factor(chi)
    assert deeds(thing="account:chi")[0] == "account.closed"


def test_the_audit_tells_who_came_from_where_and_no_secret(chi: Any, clock: pyotp.TOTP, client: Client) -> None:
    enter(client)
    client.post("/vao/buoc-hai/", {"code": clock.now()})
    found = list(audit.entries(None, account="chi"))
    assert [entry.deed for entry in found] == ["door.entered", "factor.codes_renewed", "factor.totp_added"]
    assert audit.origins_of(found[:1]) == {found[0].pk: "127.0.0.1"}
    said = "".join(f"{entry.__dict__}" for entry in found)
    assert not [secret for secret in (PASSWORD, clock.secret, *chi.codes) if secret in said]


def test_a_deed_on_the_desk_is_told_with_what_it_wrote(chi: Any, client: Client) -> None:
    enter(client)
    client.post("/tai-khoan/giao-quyen/", {})
    client.post("/thiet-lap/", {"email": "", "language": "vi", "digest": "off"})
    newest = audit.entries(None)[0]
    assert (newest.deed, newest.account, newest.way, newest.outcome) == ("mine", "chi", Way.DESK, "done")
    assert newest.after == {"status": 302, "wrote": ["update actors_user"]}


def test_no_origin_of_a_resident_is_ever_kept(cast: Any, client: Client) -> None:
    from chungtay.reference.audit.models import Origin

    with visiting(Way.DESK) as visit:
        client.post("/cong-khai/", {})
    assert (visit.seen, Origin.objects.count()) == ("", 0)
