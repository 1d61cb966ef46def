"""Who takes part in tests: bodies over three levels and their accounts; see the head of `conftest.py`."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chungtay.reference.actors.models import Body, User

PASSWORD = "mat-khau-thu-nghiem-2025"


@dataclass(frozen=True)
class Cast:
    """Who takes part: bodies by code and accounts by first name."""

    bodies: dict[str, Body]
    an: User
    binh: User
    chi: User
    dung: User
    giang: User
    hoa: User
    khoa: User


def cast_made() -> Cast:
    """The same, for a fixture that stands over several tests.

    Made by the services once in a process; after that its rows are laid again, which takes a fifth of the time.
    """
    from django.conf import settings

    made = _MADE.get(hashing := settings.PASSWORD_HASHERS[0])
    if made is not None:
        return _laid_again(deepcopy(made))
    cast = _by_services()
    _MADE[hashing] = deepcopy(cast)
    return cast


_MADE: dict[str, Cast] = {}
"""By the first way of hashing passwords."""


def _laid_again(cast: Cast) -> Cast:
    """The rows of a copy, in the order in which they were made, under whatever ids are free."""
    from chungtay.reference.actors.models import Body, User

    centre, hanoi, hatinh, *below = cast.bodies.values()
    for bodies in ([centre], [hanoi, hatinh], below):
        for body in bodies:
            body.pk, body.parent = None, body.parent
        Body.objects.bulk_create(bodies)
    users = [cast.an, cast.binh, cast.chi, cast.dung, cast.giang, cast.hoa, cast.khoa]
    for user in users:
        user.pk, user.body = None, user.body
    User.objects.bulk_create(users)
    return cast


def _by_services() -> Cast:
    from chungtay.reference.actors.models import Level, Line, Role
    from chungtay.reference.actors.services import account_create, body_create
    from chungtay.reference.places.queries import place_by_code, place_get

    on = date(2025, 11, 1)

    def commune(code: str) -> Any:
        return place_by_code(code, on=on, level="commune")

    def body(code: str, level: Level, place: Any, parent: Body | None, line: Line = Line.POLICE) -> Body:
        return body_create(
            code=code,
            name_vi=f"Đơn vị {code}",
            name_en=f"Body {code}",
            line=line,
            level=level,
            place=place,
            parent=parent,
        )

    centre = body("BCA", Level.CENTRE, place_get("vn"), None)
    hanoi = body("CA-HN", Level.PROVINCE, place_get("p01@2025"), centre)
    hatinh = body("CA-HT", Level.PROVINCE, place_get("p42@2025"), centre)
    badinh = body("CA-BADINH", Level.COMMUNE, commune("00004"), hanoi)
    ngocha = body("CA-NGOCHA", Level.COMMUNE, commune("00008"), hanoi)
    front = body("MT-HN", Level.PROVINCE, place_get("p01@2025"), None, Line.FRONT)

    def account(name: str, of: Body, role: Role) -> User:
        return account_create(username=name, password=PASSWORD, display_name=f"Cán bộ {name}", body=of, role=role)

    return Cast(
        bodies={b.code: b for b in (centre, hanoi, hatinh, badinh, ngocha, front)},
        an=account("an", badinh, Role.REPORTER),
        binh=account("binh", hanoi, Role.APPROVER),
        chi=account("chi", hanoi, Role.REPORTER),
        dung=account("dung", centre, Role.APPROVER),
        giang=account("giang", hatinh, Role.APPROVER),
        hoa=account("hoa", front, Role.PARTNER),
        khoa=account("khoa", ngocha, Role.REPORTER),
    )
