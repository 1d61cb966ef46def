"""Every address, asked with every method by every account, about objects near and far: the table says what it answers.

The table is `access_table.py`, the world that it is tried on `access_world.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Any

import pytest
from access_rows import HIDDEN, NEVER, NO_GET, SIGN_IN
from access_table import ROWS
from access_world import BODIES, RELATIONS, World, accounts, counted_rows
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotFound
from django.template.backends.django import Template
from django.urls import get_resolver, resolve, reverse
from django.views.defaults import page_not_found, permission_denied

from chungtay.config import urls
from drawn import TIMES

Account = tuple[str, str]
COMMUNES = {code for code, (level, *_) in BODIES.items() if level == "commune"}
OWNERS = {name: ["badinh"] if row.of_a_commune else list(RELATIONS) for name, row in ROWS.items()}
CELLS = [(name, owner) for name in ROWS for owner in OWNERS[name] if owner == "hanoi" or ROWS[name].names_an_object]
# Rights are decided in Python: every page is asked on PostgreSQL by the crawl of `test_access_pages`, every cell of the
# matrix in the long tests.
pytestmark = [pytest.mark.django_db, pytest.mark.postgres_long]


def test_every_address_has_a_row_in_the_table() -> None:
    named = {str(entry.name) for entry in get_resolver("chungtay.faces.desk.urls").url_patterns}
    assert named == {name.partition("/")[0] for name in ROWS}


def own_answers(name: str, role: str, said: str) -> str:
    """Two pages lead some accounts on: the first page those who have no work there, the door those who are inside."""
    if (name, role) == ("home", "administrator"):
        return "account"
    return "home" if name == "sign_in" and role else said


def answered(world: World, account: Account, method: str, name: str, owner: str) -> str:
    """What the desk answers, in the table's words; what was changed is taken back, by a refusal there is nothing."""
    row, made = ROWS[name], world.objects[owner]
    address = reverse(name.partition("/")[0], kwargs=row.args(made))
    changing: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        if not sql.startswith(("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO")):
            changing.append(sql)
        return execute(sql, *rest)

    with transaction.atomic():
        data = row.body(made) if method == "post" and row.post else {}
        with connection.execute_wrapper(note):
            answer = getattr(world.browser(*account), method)(address, data)
        said = in_words(answer)
        assert missing_guards(answer, is_signed_in=bool(account[1])) == [], name
        if method == "post" and said in (SIGN_IN, NEVER, HIDDEN) and changing:
            assert counted_rows() == world.rows, f"{account} is refused {name} and changes something"
        transaction.set_rollback(True)
    return said


def in_words(answer: Any) -> str:
    """The status, or the name of the address that the answer leads to."""
    if answer.status_code != 302:
        return str(answer.status_code)
    path, _, query = answer["Location"].partition("#")[0].partition("?")
    name = str(resolve(path).url_name)
    return SIGN_IN if name == "sign_in" and query.startswith("next=/") else name


def missing_guards(answer: Any, *, is_signed_in: bool) -> list[str]:
    """Headers that every answer of the desk bears, and this one does not."""
    policy, held = answer["Content-Security-Policy"], answer.headers
    guards = {
        "content policy": "default-src 'self'" in policy and "unsafe" not in policy and "'none'" in policy,
        "frames": held.get("X-Frame-Options") == "DENY",
        "sniffing": held.get("X-Content-Type-Options") == "nosniff",
        "referrer": held.get("Referrer-Policy") == "same-origin",
        "caches": not is_signed_in or answer.status_code != 200 or "no-store" in held.get("Cache-Control", ""),
    }
    return [name for name, stands in guards.items() if not stands]


@pytest.fixture(scope="module", autouse=True)
def refusals_drawn_once() -> Iterator[None]:
    """Each account is shown either page of refusal once; drawn thousands of times, they took a third of it all."""
    shown: set[tuple[int, str]] = set()

    def drawn_once(draw: Any, plain: type[HttpResponse]) -> Any:
        def answer(request: HttpRequest, exception: Exception) -> HttpResponse:
            key = plain.status_code, str(getattr(request, "user", ""))
            if key in shown:
                return plain()
            shown.add(key)
            return draw(request, exception)

        return answer

    with pytest.MonkeyPatch.context() as patch:
        for draw, plain in ((permission_denied, HttpResponseForbidden), (page_not_found, HttpResponseNotFound)):
            patch.setattr(urls, f"handler{plain.status_code}", drawn_once(draw, plain), raising=False)
        yield


@pytest.fixture(scope="module", autouse=True)
def pages_drawn_once() -> Iterator[None]:
    """Everything that a view does is done for every account; the page of an address is then drawn for one account of
    each role and level, in the campaign of the long tests for all. The crawl draws what links lead everybody to."""
    drawn: set[tuple[str | None, ...]] = set()
    draw = Template.render

    def once(self: Template, context: Any = None, request: HttpRequest | None = None) -> Any:
        user = getattr(request, "user", None)
        if request is None or not getattr(user, "is_authenticated", False):
            return draw(self, context, request)
        key = (self.template.name, request.path, user.role, user.body.level)
        if key in drawn:
            return ""
        text = draw(self, context, request)
        drawn.add(key)
        return text

    with pytest.MonkeyPatch.context() as patch:
        if TIMES == 1:
            patch.setattr(Template, "render", once)
        yield


@pytest.fixture(autouse=True)
def who_asks_is_known(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sits at a browser is not read from its session each time: the door has tests of its own, beside this page."""
    held = {world.sessions[account]: user for account, user in world.users.items()}

    def known(request: HttpRequest) -> Any:
        user = held.get(request.COOKIES.get("sessionid", ""))
        return copy(user) if user is not None else AnonymousUser()

    monkeypatch.setattr(auth, "get_user", known)


def asked_by(method: str, name: str, owner: str) -> list[Account]:
    """Whom a day asks; the long tests ask all others. Who may do what with an object is asked of everybody. Where no
    object is meant, a role is answered alike in every body of a level and line; what a page that is only read answers
    to a POST, and a deed to a GET, is told before anybody looks at who asks, so a few of each role try it. That
    PostgreSQL understands what is asked of it, whoever stands at, above and away from the object tries."""
    row = ROWS[name]
    is_plain = row.get == NO_GET if method == "get" else row.post is None
    if connection.vendor != "sqlite" or (is_plain and row.names_an_object):
        bodies = {"badinh": ("badinh", "hanoi", "hatinh"), "hanoi": ("hanoi", "centre", "front")}[owner]
    elif not row.names_an_object:
        bodies = ("hanoi", "badinh") if is_plain else ("hanoi", "badinh", "centre", "front")
    else:
        bodies = tuple(BODIES)
    return [(body, role) for body, role in accounts() if not body or body in bodies]


def wrong(world: World, asking: list[Account], method: str, name: str, owner: str) -> list[str]:
    """Where an address answers one of these accounts otherwise than the table says."""
    found = []
    for body, role in asking:
        relation = RELATIONS[owner].get(body, "")
        said = answered(world, (body, role), method, name, owner)
        told = ROWS[name].answer(method, role, relation, is_commune=body in COMMUNES)
        if said != (should := own_answers(name, role, told)):
            found.append(f"{name}, {body} {role}, object {relation}: {said} instead of {should}")
    return found


@pytest.mark.parametrize(("name", "owner"), CELLS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_address_answers_everybody_as_the_table_says(world: World, name: str, method: str, owner: str) -> None:
    assert wrong(world, asked_by(method, name, owner), method, name, owner) == []


@pytest.mark.long
@pytest.mark.parametrize("owner", RELATIONS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_addresses_answer_all_others_as_well(world: World, method: str, owner: str) -> None:
    found = []
    for name in (name for name, of in CELLS if of == owner):
        others = [account for account in accounts() if account not in asked_by(method, name, owner)]
        found += wrong(world, others, method, name, owner)
    assert found == []
