"""Writing programmes: signing one, and loading those whose numbers are public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django.db import transaction

from chungtay.gathering.programmes.models import ContentArea, Party, Programme
from chungtay.gathering.programmes.papers import naming
from chungtay.gathering.programmes.tasks import quota_problems
from chungtay.kernel.errors import Both, NotAllowed, Refusal
from chungtay.kernel.periods import Period, parse_period
from chungtay.kernel.text import squeeze
from chungtay.reference.actors import queries as actors
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.indicators.catalogue import catalogue
from chungtay.reference.places.queries import place_get

if TYPE_CHECKING:
    from datetime import date

    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.places.models import Place

_DATA = Path(__file__).parent / "data" / "programmes.yaml"


@dataclass(frozen=True)
class AreaDraft:
    """A content area to be written: its names and the codes of the indicators that report on it."""

    name_vi: str
    name_en: str
    indicators: tuple[str, ...]


@transaction.atomic
def programme_create(
    *,
    by: User,
    number: str,
    title_vi: str,
    title_en: str,
    place: Place,
    term: Period,
    parties: Sequence[Body],
    areas: Sequence[AreaDraft],
    signed_on: date | None = None,
    parent: Programme | None = None,
    predecessor: Programme | None = None,
) -> Programme:
    """A signed programme with its parties in the order of the heading and its content areas.

    NotAllowed CTPH-001 unless an approver of a territory that holds the place asks; Refusal CTPH-002 for a
    number in use, CTPH-003 for indicators that the catalogue does not have, CTPH-004 without parties or areas, and
    those of `check_wordings` for its titles and the names of its areas.
    """
    if by.role != actors.Role.APPROVER or not sees_place(by, place):
        raise NotAllowed.of(
            "CTPH-001",
            Both("Tài khoản", "Account"),
            expected=Both("tài khoản duyệt của địa bàn", "an approver of the territory"),
            todo=Both("Chuyển cho tài khoản có thẩm quyền", "Leave it to the account that may"),
            vi="Tài khoản này không lập chương trình cho địa bàn đó",
            en="This account does not set up programmes there",
        )
    _check(number, parties, areas)
    check_wordings(title_vi, title_en, *(name for area in areas for name in (area.name_vi, area.name_en)))
    programme = Programme.objects.create(
        number=squeeze(number),
        title_vi=squeeze(title_vi),
        title_en=squeeze(title_en),
        place=place,
        signed_on=signed_on,
        term_start=term.start,
        term_end=term.end,
        parent=parent,
        predecessor=predecessor,
    )
    _parties_add(programme, parties)
    _areas_add(programme, areas)
    return programme


def check_wordings(*texts: str) -> None:
    """Refusal NGUON-106 where titles or names of areas may lead to a person, CTPH-019 where they set a quota."""
    words = [words for text in texts if (words := squeeze(text))]
    if problems := naming(*words) + quota_problems(*words):
        raise Refusal(problems)


def programme_hold(programme: Programme) -> None:
    """Waits until nobody else changes the programme or reads a plan into it, and keeps them waiting to the end of the
    transaction. Rows that only name the programme may be written meanwhile."""
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)


@transaction.atomic
def programmes_load() -> int:
    """The programmes of the shipped file, each once; gives how many there are now.

    May be run again: programmes that exist are left as they are, save that parties whose bodies did not exist
    earlier are linked. Places must have been loaded.
    """
    text = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    areas = {name: [_draft(item) for item in items] for name, items in text["areas"].items()}
    bodies = {body.code: body for body in actors.bodies_all()}
    known = {programme.number: programme for programme in Programme.objects.all()}
    for item in text["programmes"]:
        number = item["number"]
        if number not in known:
            known[number] = _load_one(item, known, areas[item["areas"]])
        if not Party.objects.filter(programme=known[number]).exists():
            _parties_add(known[number], [bodies[code] for code in item["parties"] if code in bodies])
    return len(known)


def _load_one(item: dict[str, Any], known: dict[str, Programme], areas: list[AreaDraft]) -> Programme:
    """One programme of the file, where parents and predecessors stand above those that name them."""
    term = parse_period(item["term"])
    programme = Programme.objects.create(
        number=item["number"],
        title_vi=item["title_vi"],
        title_en=item["title_en"],
        place=place_get(item["place"]),
        signed_on=item.get("signed_on"),
        term_start=term.start,
        term_end=term.end,
        parent=known.get(item.get("parent", "")),
        predecessor=known.get(item.get("predecessor", "")),
    )
    _areas_add(programme, areas)
    return programme


def _draft(item: dict[str, Any]) -> AreaDraft:
    return AreaDraft(item["vi"], item["en"], tuple(item["indicators"]))


def _parties_add(programme: Programme, bodies: Sequence[Body]) -> None:
    Party.objects.bulk_create(
        Party(programme=programme, body=body, position=position) for position, body in enumerate(bodies, start=1)
    )


def _areas_add(programme: Programme, areas: Sequence[AreaDraft]) -> None:
    ContentArea.objects.bulk_create(
        ContentArea(
            programme=programme,
            position=position,
            name_vi=area.name_vi,
            name_en=area.name_en,
            indicators=list(area.indicators),
        )
        for position, area in enumerate(areas, start=1)
    )


def _check(number: str, parties: Sequence[Body], areas: Sequence[AreaDraft]) -> None:
    if Programme.objects.filter(number=squeeze(number)).exists():
        raise Refusal.of(
            "CTPH-002",
            Both("Số chương trình", "Number"),
            read=number,
            todo=Both("Mở chương trình đã có", "Open the programme that exists"),
            vi="Số này đã có",
            en="This number is in use",
        )
    unknown = sorted({code for area in areas for code in area.indicators} - set(catalogue()))
    if unknown:
        raise Refusal.of(
            "CTPH-003",
            Both("Nội dung phối hợp", "Content areas"),
            read=", ".join(unknown),
            expected=Both("mã chỉ tiêu trong danh mục", "codes of the catalogue"),
            todo=Both("Chọn lại chỉ tiêu", "Choose the indicators again"),
            vi="Danh mục không có chỉ tiêu này",
            en="The catalogue has no such indicators",
        )
    if not parties or not areas:
        raise Refusal.of(
            "CTPH-004",
            number,
            expected=Both("ít nhất một bên ký và một nội dung", "at least one party and one content area"),
            todo=Both("Bổ sung rồi lưu lại", "Add them and save again"),
            vi="Thiếu bên ký hoặc nội dung phối hợp",
            en="Parties or content areas are missing",
        )
