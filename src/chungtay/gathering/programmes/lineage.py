"""Programmes among each other: who has issued theirs under which, what went before and what came after; and setting up
one's own under the one above, its content areas and its predecessor. What is changed is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from chungtay.gathering.programmes import life, queries, services
from chungtay.gathering.programmes.models import ContentArea, Paper, Programme, ProgrammeChange
from chungtay.gathering.programmes.refusals import not_theirs, refusal
from chungtay.gathering.programmes.services import AreaDraft
from chungtay.kernel.errors import Both
from chungtay.kernel.text import squeeze
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.actors.queries import Role
from chungtay.reference.indicators.catalogue import catalogue
from chungtay.reference.places.queries import forerunners, lies_within, places_in_force

if TYPE_CHECKING:
    from chungtay.gathering.programmes.life import Issued
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.places.models import Place

MOST_AREAS: Final = 20


@dataclass(frozen=True)
class Branch:
    """A place under a programme: what it has issued, and of the communes under it how many have; None where the place
    has none, or they are not shown."""

    issued: Issued
    below: tuple[int, int] | None


@dataclass(frozen=True)
class OwnDraft:
    """A programme of one's own as it is typed; `parties` sign it, in the order of the heading."""

    number: str
    title_vi: str
    title_en: str
    signed_on: date
    parties: tuple[Body, ...]


@dataclass(frozen=True)
class AreaEdit:
    """A content area as it is to be: `id` of one that is there, None for a new one. Of one that is to be struck, names
    and indicators say nothing: it keeps its own."""

    id: int | None
    name_vi: str
    name_en: str
    indicators: tuple[str, ...]
    is_struck: bool = False


def succession(programme: Programme) -> list[Programme]:
    """The programmes that follow each other, the earliest first, with this one among them."""
    line = list(reversed(queries.lineage(programme)))
    while (after := programme_after(line[-1])) is not None and after not in line:
        line.append(after)
    return line


def programme_after(programme: Programme) -> Programme | None:
    """The one that goes on from it; None while there is none."""
    return Programme.objects.select_related("place").filter(predecessor=programme).order_by("term_start").first()


def ancestors(programme: Programme) -> list[Programme]:
    """The programmes that this one carries out, the highest first."""
    line: list[Programme] = []
    above = programme.parent
    while above is not None and above not in line:
        line.append(above)
        above = above.parent
    return line[::-1]


def branches(by: User, programme: Programme, place: Place, on: date) -> list[Branch]:
    """The units under a place with what each has issued; of provinces, how many of their communes have as well."""
    lines = life.issued_by(by, programme, place, on)
    if place.level != "country" or not lines:
        return [Branch(line, None) for line in lines]
    counts = _below(programme, place, on)
    return [Branch(line, counts.get(line.place.pk)) for line in lines]


def _below(programme: Programme, country: Place, on: date) -> dict[int, tuple[int, int]]:
    """By province: of its communes on a day, how many have issued theirs, and how many there are."""
    family = life.family(programme)
    own = set(Programme.objects.filter(pk__in=family, place__level="commune").values_list("place", flat=True))
    taken = Paper.objects.filter(programme__in=family, kind__in=life.ISSUED, is_struck=False)
    own |= set(taken.filter(body__place__level="commune").values_list("body__place", flat=True))
    found: dict[int, tuple[int, int]] = {}
    for commune in places_in_force(country, level="commune", since=on):
        if life.in_force(commune, on) and commune.home_province_id is not None:
            issued, known = found.get(commune.home_province_id, (0, 0))
            found[commune.home_province_id] = (issued + (commune.pk in own), known + 1)
    return found


def may_register(by: User, parent: Programme) -> bool:
    """Whether the account sets up its place's own programme under this one: an approver of a place within it that has
    none yet."""
    place = by.body.place
    if not by.is_active or by.role != Role.APPROVER or place.level not in ("province", "commune"):
        return False
    is_under = place.pk != parent.place_id and lies_within(place, parent.place) and life.is_followed(by, parent)
    return is_under and own_programme(parent, place) is None


def own_programme(parent: Programme, place: Place) -> Programme | None:
    """The place's own programme that carries the parent out, at whatever distance."""
    found = Programme.objects.filter(pk__in=life.family(parent), place=place).exclude(pk=parent.pk)
    return found.first()


def parties_near(by: User) -> list[Body]:
    """Bodies that may sign with the account's own: those of the same place."""
    return [body for body in queries.bodies_near(by, with_own=True) if body.place_id == by.body.place_id]


@transaction.atomic
def programme_register(*, by: User, parent: Programme, draft: OwnDraft) -> Programme:
    """The own programme of the account's place, with the parent's years and, to begin with, its content areas.

    NotAllowed CTPH-403; Refusal CTPH-026 where there is one already, -002 of a number in use, -012 of a day of signing
    before the parent's or to come, -018 of a party of another place, -004 without parties, -019, NGUON-106.
    """
    services.programme_hold(parent)
    if (known := own_programme(parent, by.body.place)) is not None:
        expected = Both("một chương trình cho mỗi địa bàn", "one programme for a place")
        raise refusal("CTPH-026", known.number, expected, "địa bàn đã có chương trình", "the place has its programme")
    if not may_register(by, parent):
        raise not_theirs(parent.number)
    first = parent.signed_on or parent.term_start
    if not first <= draft.signed_on <= timezone.localdate():
        expected = Both(f"từ {first:%d/%m/%Y} đến hôm nay", f"from {first:%d/%m/%Y} until today")
        vi, en = "ngày ký không hợp", "not a day of signing"
        raise refusal("CTPH-012", f"{draft.signed_on:%d/%m/%Y}", expected, vi, en)
    if others := [body.code for body in draft.parties if body.place_id != by.body.place_id]:
        expected = Both("cơ quan của cùng địa bàn", "bodies of the same place")
        raise refusal("CTPH-018", ", ".join(others), expected, "bên ký không hợp", "parties do not fit")
    areas = [AreaDraft(area.name_vi, area.name_en, tuple(area.indicators)) for area in queries.areas(parent)]
    return services.programme_create(
        by=by,
        number=draft.number,
        title_vi=draft.title_vi,
        title_en=draft.title_en or draft.title_vi,
        place=by.body.place,
        term=queries.term(parent),
        parties=draft.parties,
        areas=areas,
        signed_on=draft.signed_on,
        parent=parent,
    )


def may_edit(by: User, programme: Programme) -> bool:
    """Whether the account changes content areas and predecessor: an approver in whose territory the programme is, as
    for setting one up. What holds for the whole country is the centre's."""
    return by.is_active and by.role == Role.APPROVER and sees_place(by, programme.place)


def predecessors_possible(programme: Programme) -> list[Programme]:
    """Programmes of the same place, or of one that it was made from, whose years began earlier."""
    places = [programme.place_id, *(place.pk for place in forerunners(programme.place))]
    found = Programme.objects.filter(place__in=places, term_start__lt=programme.term_start)
    return list(found.exclude(pk=programme.pk).select_related("place").order_by("-term_start", "number"))


@transaction.atomic
def predecessor_set(*, by: User, programme: Programme, predecessor: Programme | None) -> Programme:
    """What the programme goes on from. NotAllowed CTPH-403; Refusal CTPH-027 where it cannot have gone before."""
    if not may_edit(by, programme):
        raise not_theirs(programme.number)
    if predecessor is not None and predecessor not in predecessors_possible(programme):
        expected = Both("chương trình trước đó của cùng địa bàn", "an earlier programme of the same place")
        vi, en = "không thể là chương trình trước", "it cannot have gone before"
        raise refusal("CTPH-027", predecessor.number, expected, vi, en)
    before = programme.predecessor.number if programme.predecessor is not None else ""
    after = predecessor.number if predecessor is not None else ""
    if before != after:
        programme.predecessor = predecessor
        programme.save(update_fields=["predecessor"])
        _write_down(by, programme, {"predecessor": before}, {"predecessor": after})
    return programme


@transaction.atomic
def areas_set(*, by: User, programme: Programme, edits: Sequence[AreaEdit]) -> list[ContentArea]:
    """The content areas as they are to be, in this order. NotAllowed CTPH-403; Refusal CTPH-003 of indicators that
    there are none of, -004 without any area, -011 of one without both names, -028 of too many, -019, NGUON-106."""
    if not may_edit(by, programme):
        raise not_theirs(programme.number)
    services.programme_hold(programme)
    areas_check(programme, edits)
    before = [_as_json(area) for area in queries.areas(programme)]
    known = {area.pk: area for area in ContentArea.objects.filter(programme=programme)}
    for position, edit in enumerate(edits, start=1):
        area = known[edit.id] if edit.id is not None else ContentArea(programme=programme)
        area.position, area.is_struck = position, edit.is_struck
        if not edit.is_struck:
            # One that is struck keeps what it was called: tasks go on naming it.
            area.name_vi, area.name_en = squeeze(edit.name_vi)[:200], squeeze(edit.name_en)[:200]
            area.indicators = list(edit.indicators)
        area.save()
    return _areas_written(by, programme, before)


def areas_struck(programme: Programme) -> list[ContentArea]:
    """The content areas that are offered no more and can be had back."""
    return list(ContentArea.objects.filter(programme=programme, is_struck=True).order_by("position", "pk"))


@transaction.atomic
def area_take_back(*, by: User, programme: Programme, id: int) -> list[ContentArea]:
    """A struck content area stands again, after the others. NotAllowed CTPH-403; Refusal CTPH-028 of too many."""
    services.programme_hold(programme)
    area = ContentArea.objects.filter(programme=programme, pk=id, is_struck=True).first()
    if area is None or not may_edit(by, programme):
        raise not_theirs(programme.number)
    standing = queries.areas(programme)
    _check_how_many(len(standing) + 1)
    area.position, area.is_struck = standing[-1].position + 1 if standing else 1, False
    area.save(update_fields=["position", "is_struck"])
    return _areas_written(by, programme, [_as_json(one) for one in standing])


def _areas_written(by: User, programme: Programme, before: list[dict[str, object]]) -> list[ContentArea]:
    kept = queries.areas(programme)
    after = [_as_json(area) for area in kept]
    if before != after:
        _write_down(by, programme, {"areas": before}, {"areas": after})
    return kept


def areas_check(programme: Programme, edits: Sequence[AreaEdit]) -> None:
    """The refusals of `areas_set`."""
    theirs = set(ContentArea.objects.filter(programme=programme).values_list("pk", flat=True))
    if any(edit.id is not None and edit.id not in theirs for edit in edits):
        raise not_theirs(programme.number)
    _check_how_many(len(edits))
    standing = [edit for edit in edits if not edit.is_struck]
    if not standing:
        expected = Both("ít nhất một nội dung", "at least one content area")
        raise refusal("CTPH-004", programme.number, expected, "không còn nội dung nào", "no content area is left")
    if unnamed := [edit for edit in standing if not squeeze(edit.name_vi) or not squeeze(edit.name_en)]:
        expected = Both("tên tiếng Việt và tiếng Anh", "a name in Vietnamese and in English")
        read = unnamed[0].name_vi or unnamed[0].name_en
        raise refusal("CTPH-011", read, expected, "nội dung chưa có tên", "a content area has no name")
    services.check_wordings(*(name for edit in standing for name in (edit.name_vi, edit.name_en)))
    unknown = sorted({code for edit in edits for code in edit.indicators} - set(catalogue()))
    if unknown:
        expected = Both("mã chỉ tiêu trong danh mục", "codes of the catalogue")
        vi, en = "danh mục không có chỉ tiêu này", "the catalogue has no such indicators"
        raise refusal("CTPH-003", ", ".join(unknown)[:120], expected, vi, en)


def _check_how_many(n: int) -> None:
    if n > MOST_AREAS:
        expected = Both(f"≤ {MOST_AREAS} nội dung", f"≤ {MOST_AREAS} areas")
        raise refusal("CTPH-028", str(n), expected, "quá nhiều nội dung", "too many content areas")


def _as_json(area: ContentArea) -> dict[str, object]:
    return {"vi": area.name_vi, "en": area.name_en, "indicators": area.indicators}


def _write_down(by: User, programme: Programme, before: dict[str, object], after: dict[str, object]) -> None:
    ProgrammeChange.objects.create(
        programme=programme, before=before, after=after, recorded_by=by, recorded_at=timezone.now()
    )


def changes_of(programme: Programme) -> list[ProgrammeChange]:
    """What was changed of a programme, latest first."""
    found = ProgrammeChange.objects.filter(programme=programme).select_related("recorded_by__body")
    return list(found.order_by("-pk"))
