"""Villages on behalf of an account: registered with the body that reports for each, renamed and ended with it.

A village's body is of the committees' line and reports to the People's Committee of its commune, which is set up here
where the commune has none yet. What is owed is the matter of `reference.forms.villages`, which is what faces call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from chungtay.kernel.errors import Both, NotAllowed
from chungtay.reference.actors.models import Body, Level, Line, Role
from chungtay.reference.actors.policies import may_keep_villages
from chungtay.reference.actors.queries import body_of_place
from chungtay.reference.actors.services import body_create
from chungtay.reference.places import services
from chungtay.reference.places.queries import place_get, place_label, villages_stranded

if TYPE_CHECKING:
    from datetime import date

    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place
    from chungtay.reference.places.queries import Stranded


def check_keep(by: User, commune: Place) -> None:
    """NotAllowed DIABAN-404 where `may_keep_villages` says no, like a commune that does not exist."""
    if not may_keep_villages(by, commune):
        raise not_theirs(commune)


def not_theirs(commune: Place) -> NotAllowed:
    """DIABAN-404."""
    return NotAllowed.of(
        "DIABAN-404",
        Both("thôn, tổ dân phố", "villages"),
        read=commune.full_name,
        expected=Both(
            "người duyệt của xã, hoặc quản trị tài khoản của địa bàn",
            "an approver of the commune, or an administrator of its territory",
        ),
        todo=Both("đề nghị xã ghi", "ask the commune to register it"),
        vi="tài khoản này không lập danh sách thôn của xã đó",
        en="this account does not keep the villages of that commune",
    )


@transaction.atomic
def villages_register(*, by: User, commune: Place, text: str, valid_from: date) -> list[Body]:
    """The villages of a list with their bodies, in the list's order: all or none. NotAllowed DIABAN-404; then as in
    `places.services.villages_import`."""
    check_keep(by, commune)
    made = services.villages_import(commune=commune, text=text, valid_from=valid_from)
    above = _committee_of(commune)
    return [_body(village, commune, above, valid_from) for village in made]


@transaction.atomic
def village_rename(*, by: User, village: Place, name: str, since: date) -> Place:
    """Another name from a day on, of the village and its body. NotAllowed DIABAN-404; then as in places."""
    commune = _commune_of(village)
    check_keep(by, commune)
    renamed = services.village_rename(village=village, name=name, since=since)
    names = _names(renamed, commune)
    Body.objects.filter(place=village, level=Level.VILLAGE).update(name_vi=names[0], name_en=names[1])
    return renamed


@transaction.atomic
def village_end(*, by: User, village: Place, valid_to: date) -> Place:
    """The last day of a village and of its body. NotAllowed DIABAN-404; then as in places."""
    check_keep(by, _commune_of(village))
    ended = services.village_end(village=village, valid_to=valid_to)
    Body.objects.filter(place=village, level=Level.VILLAGE).update(valid_to=valid_to)
    return ended


@transaction.atomic
def villages_follow(on: date) -> list[Stranded]:
    """Every village whose whole commune went into another one lies there, with its body, by a day; gives those that
    moved, with what they were under. Nobody is asked: there is nothing to decide."""
    moved: list[Stranded] = []
    while whole := [found for found in villages_stranded(on) if found.is_whole]:
        # Again where the commune that they went to has ended as well.
        moved += [_moved(found.village, found.heirs[0]) for found in whole]
    return moved


@transaction.atomic
def village_settle(*, by: User, village: Place, to: Place) -> Stranded:
    """A village of a commune that was split goes to one of the parts. NotAllowed DIABAN-404 unless an administrator of
    the old commune's land; Refusal DIABAN-046."""
    check_settle(by, _commune_of(village))
    return _moved(village, to)


def check_settle(by: User, commune: Place) -> None:
    """NotAllowed DIABAN-404 unless an administrator whose territory holds the commune."""
    if by.role != Role.ADMINISTRATOR:
        raise not_theirs(commune)
    check_keep(by, commune)


def _moved(village: Place, to: Place) -> Stranded:
    found = services.village_move(village=village, to=to)
    name_vi, name_en = _names(found.village, to)
    Body.objects.filter(place=village, level=Level.VILLAGE).update(
        name_vi=name_vi, name_en=name_en, parent=_committee_of(to)
    )
    return found


def bodies_of_villages(villages: list[Place]) -> dict[int, Body]:
    """The bodies that report for villages, by place id."""
    return {body.place_id: body for body in Body.objects.filter(place__in=villages, level=Level.VILLAGE)}


def _commune_of(village: Place) -> Place:
    return village.parent if village.parent is not None else village


def _committee_of(commune: Place) -> Body:
    """The People's Committee of the commune; a new one, below that of its province or of the centre, where it lacks."""
    known = body_of_place(commune, Line.COMMITTEE, Level.COMMUNE)
    if known is not None:
        return known
    province = commune.home_province
    above = body_of_place(province, Line.COMMITTEE, Level.PROVINCE) if province is not None else None
    return body_create(
        code=f"UB-{commune.code}",
        name_vi=f"Ủy ban nhân dân {commune.full_name[0].lower()}{commune.full_name[1:]}",
        name_en=f"People's Committee of {place_label(commune, 'en')}",
        line=Line.COMMITTEE,
        level=Level.COMMUNE,
        place=commune,
        parent=above or body_of_place(place_get("vn"), Line.COMMITTEE, Level.CENTRE),
        valid_from=commune.valid_from,
    )


def _body(village: Place, commune: Place, above: Body, valid_from: date) -> Body:
    name_vi, name_en = _names(village, commune)
    return body_create(
        code=f"THON-{village.code}",
        name_vi=name_vi,
        name_en=name_en,
        line=Line.COMMITTEE,
        level=Level.VILLAGE,
        place=village,
        parent=above,
        valid_from=valid_from,
    )


def _names(village: Place, commune: Place) -> tuple[str, str]:
    return f"{village.name}, {commune.full_name}", f"{village.name}, {place_label(commune, 'en')}"
