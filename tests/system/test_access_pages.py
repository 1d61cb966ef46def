"""What no page gives away, and what no request slips past: neighbours' figures, links, forms, originals, the door."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import Any
from urllib.parse import urljoin

import pytest
from access_rows import NO_GET, NOTHING
from access_table import ROWS
from access_world import PASSWORD, SENTENCE, SESSIONS, World, counted_rows
from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.test import Client
from django.urls import resolve, reverse

from chungtay.kernel.numbers import number_words
from drawn import TIMES

pytestmark = pytest.mark.django_db
ELSEWHERE = "10.20.30.40"


def numbers_of(owner: str) -> set[str]:
    """The owner's figure as pages write it in both languages, and as the report has it."""
    value = SESSIONS[owner]
    return {number_words(value, "vi"), number_words(value, "en"), SENTENCE.format(value, "địa bàn")}


ASKED = 5 if TIMES == 1 else 24
"""Ways of asking one page that are followed: its orders, filters and sheets, but not each of 3.321 communes. In the
long tests five times as many."""
ASKED_OF_A_VIEW = 8 if TIMES == 1 else 10_000
"""Things of one sort that are opened: groups, kinds, versions. In the long tests all of them."""
FEWER = 2 if TIMES == 1 else 1
"""For whom nothing is hidden from, half as many of both: only whether links lead somewhere is asked of their pages, and
they are the largest."""

DRAWN = re.compile(r"^/kham-pha/hinh/(svg|png)/$")
"""Pictures as drawn: their specification, which is followed, holds every number and word that is in them."""


def pages_reached(client: Client, language: str, fewer: int = 1) -> dict[str, Any]:
    """Every page that links lead to from the first one, by address without its anchor."""
    client.cookies["django_language"] = language
    found: dict[str, Any] = {}
    waiting, asked = ["/"], Counter[str]()
    while waiting:
        address = waiting.pop()
        path = address.partition("?")[0]
        view = resolve(path).view_name
        if (
            DRAWN.search(path)
            or address in found
            or asked[path] >= ASKED // fewer
            or (asked[view] >= ASKED_OF_A_VIEW // fewer and not asked[path])
        ):
            continue
        asked[view] += int(not asked[path])
        asked[path] += 1
        found[address] = answer = client.get(address, follow=True)
        if answer["Content-Type"].startswith("text/html"):
            links = re.findall(r'<a[^>]* href="([^"]+)"', answer.content.decode())
            joined = (urljoin(address, unescape(link)).partition("#")[0] for link in links)
            waiting += [link for link in joined if link.startswith("/")]
    return found


READERS = ("reporter", "approver", "partner", "administrator")
CRAWLS = [(body, role) for body in ("hatinh", "ngocha", "badinh", "front", "centre") for role in READERS]
ALL_SHOWN = [("front", "reporter"), ("front", "approver"), ("centre", "reporter"), ("centre", "partner")]
"""Nothing is hidden from them, and their links are those of a colleague who is followed on a day; in the long tests
they are followed as well."""


@pytest.mark.parametrize(
    ("body", "role"), [pytest.param(*one, marks=[pytest.mark.long] * (one in ALL_SHOWN)) for one in CRAWLS]
)
def test_every_link_leads_somewhere_and_no_page_shows_what_is_not_for_its_reader(
    world: World, body: str, role: str
) -> None:
    hidden = {"hatinh": ("badinh", "hanoi"), "ngocha": ("badinh", "hanoi"), "badinh": ("hanoi",)}.get(body, ())
    if role == "administrator":
        hidden = ("badinh", "hanoi")
    language = "en" if role == "partner" else "vi"
    pages = pages_reached(world.browser(body, role), language, fewer=1 if hidden else FEWER)
    assert {address: answer.status_code for address, answer in pages.items() if answer.status_code != 200} == {}
    shown = " ".join(a.content.decode() for a in pages.values() if a["Content-Type"].startswith("text/html"))
    assert [number for owner in hidden for number in numbers_of(owner) if number in shown] == []


@pytest.mark.postgres
def test_the_owners_approver_is_shown_the_figures_that_others_are_not(world: World) -> None:
    pages = pages_reached(world.browser("hanoi", "approver"), "vi")
    shown = " ".join(a.content.decode() for a in pages.values() if a["Content-Type"].startswith("text/html"))
    assert all(number_words(SESSIONS[owner], "vi") in shown for owner in ("badinh", "hanoi"))


# The secret in a calendar's address opens it to whoever holds it: calendar programs cannot sign in. Days off belong to
# every administrator. Kinds of model come with the catalogue; lists and templates are
# named by their register, files of a question by their format.
OF_ALL = ("calendar", "holiday_remove", "model_kind", "kind_effect", "kind_replication")
OF_ALL += ("list_bring", "list_template", "explore_file")
NAMED = [n for n, row in ROWS.items() if row.args is not NOTHING and row.get != NO_GET and n not in OF_ALL]


@pytest.mark.postgres_long
@pytest.mark.parametrize("name", NAMED)
def test_what_belongs_to_others_looks_like_what_does_not_exist(world: World, name: str) -> None:
    row, made = ROWS[name], world.objects["badinh"]
    there = row.args(made)
    nowhere = {key: 987654 if isinstance(value, int) else value for key, value in there.items()}
    role = next(iter(row.sees))
    answers = [world.browser("hatinh", role).get(reverse(name, kwargs=args)) for args in (there, nowhere)]
    texts = [re.sub(r'value="\w{64}"', "", a.content.decode()) for a in answers]
    texts = [re.sub(r"/[\w/-]*\d+/[\w./-]*", "", text) for text in texts]
    assert texts[0] == texts[1]
    assert [a.status_code for a in answers] == [404, 404]


@pytest.mark.postgres_long
@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.post])
def test_no_form_is_taken_from_another_site(world: World, name: str) -> None:
    row, made = ROWS[name], world.objects["badinh"]
    role = next(iter(row.may or row.sees))
    body = "hanoi" if role == "approver" else "badinh"
    client = world.browser(body, role, Client(enforce_csrf_checks=True))
    answer = client.post(reverse(name.partition("/")[0], kwargs=row.args(made)), row.body(made))
    assert answer.status_code == 403
    assert counted_rows() == world.rows


@pytest.mark.postgres
def test_a_form_from_elsewhere_is_answered_in_both_languages(world: World) -> None:
    client = world.browser("badinh", "reporter", Client(enforce_csrf_checks=True))
    text = client.post(reverse("sign_out")).content.decode()
    assert "Chung Tay" in text
    assert 'lang="en"' in text
    assert "<style" not in text


@pytest.mark.postgres
@pytest.mark.parametrize("target", ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)"])
def test_no_address_leads_on_to_another_site(world: World, target: str) -> None:
    inside, door = world.browser("badinh", "reporter"), Client()
    answers = [
        inside.get("/vao/", {"next": target}),
        door.post("/vao/", {"username": "hanoi.reporter", "password": PASSWORD, "next": target}),
        inside.post("/ngon-ngu/", {"language": "en", "next": target}),
    ]
    assert [answer["Location"] for answer in answers] == ["/", "/", "/"]


@pytest.mark.postgres
def test_an_original_is_handed_out_as_a_file_and_never_shown_by_the_browser(world: World) -> None:
    source = world.objects["badinh"].source_id
    answer = world.browser("badinh", "reporter").get(reverse("source_content", args=[source]))
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.postgres
def test_a_review_in_word_is_handed_out_as_a_file(world: World) -> None:
    answer = world.browser("badinh", "reporter").get(reverse("review_docx", args=[world.objects["badinh"].review.pk]))
    assert answer["Content-Disposition"].startswith("attachment;")


# --- the door ------------------------------------------------------------------------------------


def enter(name: str, password: str, *, address: str = "127.0.0.1", language: str = "vi") -> Any:
    """One try at the door."""
    client = Client(REMOTE_ADDR=address)
    client.cookies["django_language"] = language
    return client.post("/vao/", {"username": name, "password": password})


@pytest.mark.postgres
@pytest.mark.parametrize(("language", "words"), [("vi", "Tạm khóa đăng nhập"), ("en", "Sign-in is shut for a while")])
def test_after_too_many_wrong_passwords_the_right_one_does_not_help(world: World, language: str, words: str) -> None:
    tries = [enter("badinh.reporter", "sai-mat-khau") for _ in range(settings.AXES_FAILURE_LIMIT)]
    locked = enter("badinh.reporter", PASSWORD, language=language)
    assert [answer.status_code for answer in tries] == [200] * (settings.AXES_FAILURE_LIMIT - 1) + [429]
    assert locked.status_code == 429
    assert words in locked.content.decode()
    assert "sessionid" not in locked.cookies


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("name", "address"),
    [("hanoi.reporter", "127.0.0.1"), ("hanoi.reporter", ELSEWHERE), ("badinh.reporter", ELSEWHERE)],
)
@pytest.mark.postgres
def test_who_locked_one_account_from_one_machine_locks_nobody_else(world: World, name: str, address: str) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        enter("badinh.reporter", "sai-mat-khau")
    assert enter(name, PASSWORD, address=address)["Location"] == "/"


@pytest.mark.postgres
def test_behind_a_proxy_tries_are_counted_by_the_address_that_the_proxy_saw(world: World, settings: Any) -> None:
    settings.AXES_CLIENT_IP_CALLABLE = "chungtay.faces.desk.middleware.address_behind_proxy"
    form = {"username": "badinh.reporter", "password": "sai-mat-khau"}
    for number in range(settings.AXES_FAILURE_LIMIT):
        shut = Client().post("/vao/", form, headers={"x-forwarded-for": f"192.0.2.{number}, {ELSEWHERE}"})
    assert shut.status_code == 429
    form["password"] = PASSWORD
    answer = Client().post("/vao/", form, headers={"x-forwarded-for": "10.20.30.41"})
    assert answer["Location"] == "/"


@pytest.mark.postgres
def test_cookies_of_a_session_are_out_of_reach_of_scripts_and_other_sites(world: World) -> None:
    session = enter("badinh.reporter", PASSWORD).cookies["sessionid"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    assert bool(session["secure"]) is settings.SESSION_COOKIE_SECURE


@pytest.mark.postgres
def test_signing_in_gives_a_new_session(world: World) -> None:
    client = Client()
    client.get("/vao/")
    before = client.session.session_key
    client.post("/vao/", {"username": "badinh.reporter", "password": PASSWORD})
    assert client.session.session_key not in ("", None, before)


# --- originals coming in -------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.parametrize("files", [[26], [20, 6]])
def test_more_than_the_limit_is_refused_and_nothing_of_it_touches_the_disk(world: World, files: list[int]) -> None:
    sent = [SimpleUploadedFile("bao-cao.txt", b"a" * (size * 1024 * 1024)) for size in files]
    answer = world.browser("badinh", "reporter").post("/bao-cao/moi/", {"file": sent, "place": "x"})
    assert answer.status_code == 422
    assert "Tệp lớn hơn 25 MB." in answer.content.decode()
    assert {type(file) for file in answer.wsgi_request.FILES.getlist("file")} == {InMemoryUploadedFile}


@pytest.mark.postgres
def test_a_calendar_opens_by_its_whole_secret_alone(world: World) -> None:
    secret, client = world.objects["badinh"].calendar, world.browser("", "")
    tried = [secret, secret[:-1], secret + "A", secret.swapcase()]
    assert [client.get(reverse("calendar", args=[key])).status_code for key in tried] == [200, 404, 404, 404]
