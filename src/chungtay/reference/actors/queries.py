"""Reading bodies and accounts. The closed vocabularies of this room are given out here as well."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.text import squeeze
from chungtay.reference.actors.models import Body, Digest, Level, Line, Role, User
from chungtay.reference.actors.policies import in_force
from chungtay.reference.places.queries import territory_q

if TYPE_CHECKING:
    from datetime import date

    from chungtay.reference.places.models import Place

__all__ = [
    "Digest",
    "Level",
    "Line",
    "Role",
    "account_of_calendar",
    "account_open",
    "accounts_of",
    "accounts_with_mailbox",
    "approvers_of_the_centre",
    "bodies_all",
    "bodies_by_id",
    "body_codes_within",
    "body_get",
    "body_ids_below",
    "body_ids_reporting_to",
    "body_of_place",
    "calendar_digest",
    "reporters_with_mailbox",
    "user_get",
    "user_known",
]

_NAMED = 500
"""Bodies that one statement names."""
_BODIES = Body.objects.select_related("place", "parent")


def body_get(code: str) -> Body:
    """The body with a code ('CA-HN'). Refusal DONVI-001 when there is none."""
    body = _BODIES.filter(code=squeeze(code)).first()
    if body is None:
        raise Refusal.of(
            "DONVI-001",
            Both("đơn vị", "body"),
            read=code,
            expected=Both("mã đơn vị đã có", "the code of a known body"),
            todo=Both("xem danh sách đơn vị", "see the list of bodies"),
            vi="không có đơn vị này",
            en="there is no such body",
        )
    return body


def bodies_all() -> list[Body]:
    """All bodies with their places: the centre first, then provinces, then communes, each by code."""
    order = {level: i for i, level in enumerate(Level.values)}
    return sorted(_BODIES.all(), key=lambda body: (order[body.level], body.code))


def bodies_by_id(ids: Iterable[int]) -> dict[int, Body]:
    """The bodies with these ids and their places, in one query; unknown ids are left out."""
    return _BODIES.in_bulk(set(ids))


def body_lines(ids: Iterable[int]) -> dict[int, str]:
    """The lines of the bodies with these ids, in one query; unknown ids are left out."""
    wanted = set(ids)
    # Naming thousands of them costs more than reading all.
    found = Body.objects.all() if len(wanted) > _NAMED else Body.objects.filter(pk__in=wanted)
    return {pk: line for pk, line in found.order_by().values_list("pk", "line") if pk in wanted}


def bodies_open_to(body_id: int) -> frozenset[tuple[int, str]]:
    """The bodies whose small counts the accounts of a body may read (see `policies.reads_small_counts`), each with the
    key of its place."""
    return frozenset(bodies_open(body_id).values_list("pk", "place__key"))


def bodies_open(body_id: Any) -> QuerySet[Body]:
    """The same to be asked within another question, where the body may be an expression."""
    return Body.objects.filter(Q(pk=body_id) | Q(parent_id=body_id)).order_by()


def body_of_place(place: Place, line: str, level: str | None = None) -> Body | None:
    """The body of a line whose territory is just this place; the lowest one unless a level is named."""
    found = [body for body in _BODIES.filter(place=place, line=line) if level in (None, body.level)]
    return max(found, key=lambda body: Level.values.index(body.level), default=None)


def body_ids_reporting_to(body: Body, on: date) -> set[int]:
    """Ids of the bodies whose reports come to this one on a day: those directly below it, and those below bodies in
    between that have ended by then (a commune of a district that is no more). At the top of a line also itself."""
    if not in_force(body, on):
        return set()
    found: set[int] = set()
    above = [body.pk]
    while above:
        below = list(Body.objects.filter(parent__in=above).values_list("pk", "valid_to"))
        found.update(pk for pk, _ in below)
        above = [pk for pk, valid_to in below if valid_to is not None and valid_to < on]
    return found | ({body.pk} if body.parent_id is None else set())


def body_ids_below(body: Body) -> set[int]:
    """Ids of all bodies that report up to this one, directly or over bodies between; a question for each level."""
    found: set[int] = set()
    above = {body.pk}
    while above:
        above = set(Body.objects.filter(parent__in=above).values_list("pk", flat=True)) - found
        found |= above
    return found


def user_get(username: str) -> User:
    """The account with a name. Refusal TAIKHOAN-001 when there is none."""
    user = _accounts().filter(username=username).first()
    if user is None:
        raise Refusal.of(
            "TAIKHOAN-001",
            Both("tài khoản", "account"),
            read=username,
            expected=Both("tên tài khoản đã có", "the name of a known account"),
            todo=Both("xem danh sách tài khoản", "see the list of accounts"),
            vi="không có tài khoản này",
            en="there is no such account",
        )
    return user


def user_known(username: str) -> User | None:
    """The same, or None; for the door, which must not say whether there is one."""
    return _accounts().filter(username=username).first()


def account_open(id: int) -> User | None:
    """The account with a key while it is open; None else."""
    return _accounts().filter(pk=id, is_active=True).first()


def body_codes_within(place: Place) -> set[str] | None:
    """Codes of the bodies of all lines whose territory lies within a place; None: the country, so all of them."""
    if place.level == "country":
        return None
    return set(Body.objects.filter(territory_q(place)).values_list("code", flat=True))


def accounts_of(body: Body) -> list[User]:
    """All accounts of a body by name, closed ones among them."""
    return list(_accounts().filter(body=body).order_by("username"))


def accounts_with_mailbox() -> list[User]:
    """Open accounts to which mail may be written, oldest first."""
    return list(_accounts().filter(is_active=True).exclude(email="").order_by("pk"))


def reporters_with_mailbox(body_ids: Iterable[int]) -> dict[int, list[User]]:
    """By body, its open accounts of reporters to which mail may be written; bodies without any are left out."""
    found: dict[int, list[User]] = {}
    asked = _accounts().filter(body__in=set(body_ids), role=Role.REPORTER, is_active=True).exclude(email="")
    for user in asked.order_by("pk"):
        found.setdefault(user.body_id, []).append(user)
    return found


def account_of_calendar(secret: str) -> User | None:
    """The open account whose calendar has this secret in its address; None where none has."""
    digest = calendar_digest(secret)
    return _accounts().filter(calendar_key=digest, is_active=True).first() if secret else None


def calendar_digest(secret: str) -> str:
    """What is kept of the secret in a calendar's address: whoever reads the database cannot open it."""
    return sha256(secret.encode()).hexdigest()


def approvers_of_the_centre() -> list[User]:
    """Open accounts of approvers in bodies of the centre, police before the others, oldest first."""
    found = _accounts().filter(role=Role.APPROVER, is_active=True, body__level=Level.CENTRE).order_by("pk")
    return sorted(found, key=lambda user: Line.values.index(user.body.line))


def _accounts() -> QuerySet[User]:
    return User.objects.select_related("body__place", "body__parent")
