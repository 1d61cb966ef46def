"""The programme that comes next: a draft made of the one whose years are over, edited until it is signed.

Parties, content areas and the targets last set are carried over. What is signed is a programme like any other, and open
tasks go on in it (`planning.plan_follow`); targets become figures only as a form of their own, entered and approved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from chungtay.gathering.programmes import lineage, queries, services
from chungtay.gathering.programmes.lineage import AreaEdit
from chungtay.gathering.programmes.models import Programme, SuccessorDraft
from chungtay.gathering.programmes.refusals import not_theirs, refusal
from chungtay.gathering.programmes.services import AreaDraft
from chungtay.kernel.errors import Both
from chungtay.kernel.periods import programme_term
from chungtay.kernel.text import squeeze
from chungtay.reference.actors.queries import Role
from chungtay.reference.forms.queries import form_get, form_indicators
from chungtay.reference.indicators.catalogue import catalogue
from chungtay.reference.places.queries import forerunners

if TYPE_CHECKING:
    from decimal import Decimal

    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.places.models import Place

TARGETS: Final = "plan-targets"
"""The form that sets targets: only what it asks for may be carried over."""
EARLY: Final = timedelta(days=366)
"""How long before its years are over the next programme may be prepared."""
LONGEST: Final = 20
_YEARS: Final = re.compile(r"\b(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d\b")
_WHOLE: Final = re.compile(r"\d{1,9}", re.ASCII)
"""Targets are counts of what is done."""


@dataclass(frozen=True)
class Content:
    """What is to be signed. `parties`: codes of bodies in the order of the heading; `targets`: by indicator, of the
    first year, as typed."""

    number: str
    title_vi: str
    title_en: str
    first_year: int
    last_year: int
    parties: tuple[str, ...]
    areas: tuple[AreaDraft, ...]
    targets: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        areas = [{"vi": one.name_vi, "en": one.name_en, "indicators": list(one.indicators)} for one in self.areas]
        return {**vars(self), "parties": list(self.parties), "areas": areas, "targets": dict(self.targets)}


def content_of(draft: SuccessorDraft) -> Content:
    """What the draft says now."""
    kept = dict(draft.content)
    areas = tuple(AreaDraft(one["vi"], one["en"], tuple(one["indicators"])) for one in kept["areas"])
    return Content(**{**kept, "parties": tuple(kept["parties"]), "areas": areas})


def may_prepare(by: User, programme: Programme) -> bool:
    """Whether the account prepares and signs what comes after the programme: an approver of its place, or of the one
    that was made from it, in the line of the party that stands first in the heading and so keeps the papers; from a
    year before its end on and while none follows."""
    place = by.body.place
    if not by.is_active or by.role != Role.APPROVER or not _is_of(place, programme):
        return False
    if (signed := queries.parties(programme)) and by.body.line != signed[0].line:
        return False
    above = _parent_next(programme)
    is_free = lineage.programme_after(programme) is None
    return is_free and is_near(programme) and (above is None or lineage.own_programme(above, place) is None)


def is_near(programme: Programme) -> bool:
    """Whether the programme's years are over, or will be within a year."""
    return programme.term_end <= timezone.localdate() + EARLY


def _is_of(place: Place, programme: Programme) -> bool:
    return place.pk == programme.place_id or programme.place_id in {one.pk for one in forerunners(place)}


def _parent_next(programme: Programme) -> Programme | None:
    """What the next programme will carry out: the one that follows the parent."""
    return lineage.programme_after(programme.parent) if programme.parent is not None else None


def draft_of(by: User, programme: Programme) -> SuccessorDraft | None:
    """The draft of the account's place, signed or not."""
    return SuccessorDraft.objects.filter(predecessor=programme, place=by.body.place).first()


def origin_of(programme: Programme) -> SuccessorDraft | None:
    """The draft that the programme was signed from."""
    return SuccessorDraft.objects.filter(became=programme).first()


@transaction.atomic
def draft_begin(*, by: User, programme: Programme, targets: Mapping[str, Decimal]) -> SuccessorDraft:
    """The draft, made of the programme if there is none yet; `targets`: those last set. NotAllowed CTPH-403."""
    services.programme_hold(programme)
    _check_may(by, programme)
    content = _carried_over(by, programme, targets)
    draft, _made = SuccessorDraft.objects.get_or_create(
        predecessor=programme,
        place=by.body.place,
        defaults={"content": content.to_json(), "recorded_by": by, "recorded_at": timezone.now()},
    )
    return draft


def _carried_over(by: User, programme: Programme, targets: Mapping[str, Decimal]) -> Content:
    above = _parent_next(programme)
    length = programme.term_end.year - programme.term_start.year
    first = above.term_start.year if above is not None else programme.term_end.year
    last = above.term_end.year if above is not None else first + length
    known, may_be_set = set(catalogue()), settable()
    areas = tuple(
        AreaDraft(area.name_vi, area.name_en, tuple(code for code in area.indicators if code in known))
        for area in queries.areas(programme)
    )
    return Content(
        number="",
        title_vi=_renamed(programme.title_vi, f"{first}-{last}", ", giai đoạn "),
        title_en=_renamed(programme.title_en, f"{first}-{last}", ", "),
        first_year=first,
        last_year=last,
        parties=tuple(body.code for body in _parties_again(by, programme)),
        areas=areas,
        targets={code: f"{value:.0f}" for code, value in targets.items() if code in may_be_set and value == int(value)},
    )


def _renamed(title: str, years: str, joint: str) -> str:
    return _YEARS.sub(years, title) if _YEARS.search(title) else f"{title}{joint}{years}"[:300]


def _parties_again(by: User, programme: Programme) -> list[Body]:
    """The bodies of the place of the lines that signed: those that signed may have ended with their place."""
    lines = list(dict.fromkeys(body.line for body in queries.parties(programme)))
    found = [body for line in lines for body in lineage.parties_near(by) if body.line == line]
    return found or [by.body]


@transaction.atomic
def draft_save(*, by: User, programme: Programme, version: int, content: Content) -> SuccessorDraft:
    """The draft as it was edited; `version` is the one that was read.

    NotAllowed CTPH-403; Refusal CTPH-032 where somebody else saved meanwhile, -033 of years that cannot be, -034 of
    targets that may not be set or are no numbers, -018 of parties of another place, and those of `lineage.areas_set`.
    """
    draft = _held(by, programme, version)
    _check(by, programme, content)
    if content.to_json() != draft.content:
        draft.content, draft.version = content.to_json(), draft.version + 1
        draft.recorded_by, draft.recorded_at = by, timezone.now()
        draft.save()
    return draft


@transaction.atomic
def draft_sign(*, by: User, programme: Programme, version: int, signed_on: date) -> Programme:
    """The draft, signed: the programme that follows. NotAllowed CTPH-403.

    Refusal CTPH-035 where the programme above has no next one yet, -012 of a day before that or the programme before
    was signed or still to come, -032 where somebody saved meanwhile, -002, -004 and those of `draft_save`.
    """
    draft = _held(by, programme, version)
    content, above = content_of(draft), _parent_next(programme)
    _check(by, programme, content)
    if programme.parent is not None and above is None:
        expected = Both(f"chương trình tiếp nối {programme.parent.number}", f"what follows {programme.parent.number}")
        vi, en = "cấp trên chưa có chương trình giai đoạn sau", "the level above has no next programme yet"
        raise refusal("CTPH-035", programme.number, expected, vi, en)
    if not content.number:
        expected = Both("số, ký hiệu của văn bản đã ký", "number and symbol of the signed paper")
        raise refusal("CTPH-011", "", expected, "chương trình chưa có số", "the programme has no number")
    _check_signed_on(signed_on, programme, above)
    by_code = {body.code: body for body in lineage.parties_near(by)}
    made = services.programme_create(
        by=by,
        number=content.number,
        title_vi=content.title_vi,
        title_en=content.title_en,
        place=by.body.place,
        term=programme_term(content.first_year, content.last_year),
        parties=[by_code[code] for code in content.parties],
        areas=content.areas,
        signed_on=signed_on,
        parent=above,
        predecessor=programme,
    )
    draft.became = made
    draft.save(update_fields=["became"])
    return made


def targets_year(programme: Programme, on: date) -> int:
    """The year that carried targets are for: the programme's first, or this one where it was signed late."""
    return min(max(programme.term_start.year, on.year), programme.term_end.year)


def targets_carried(programme: Programme) -> dict[str, str]:
    """The targets that stood in the draft which the programme was signed from, by indicator, as typed."""
    draft = origin_of(programme)
    return dict(content_of(draft).targets) if draft is not None else {}


def settable() -> list[str]:
    """What a target may be set for, in the order of the form."""
    return form_indicators(form_get(TARGETS, timezone.localdate()))


def _check_may(by: User, programme: Programme) -> None:
    if not may_prepare(by, programme):
        raise not_theirs(programme.number)


def _held(by: User, programme: Programme, version: int) -> SuccessorDraft:
    services.programme_hold(programme)
    _check_may(by, programme)
    found = SuccessorDraft.objects.filter(predecessor=programme, place=by.body.place, became=None).first()
    if found is None:
        raise not_theirs(programme.number)
    if found.version != version:
        expected = Both(f"bản {found.version}, mở lại rồi sửa", f"version {found.version}; open it again")
        raise refusal("CTPH-032", str(version), expected, "người khác vừa lưu dự thảo", "somebody else saved the draft")
    return found


def _check(by: User, programme: Programme, content: Content) -> None:
    if not squeeze(content.title_vi) or not squeeze(content.title_en):
        expected = Both("tên tiếng Việt và tiếng Anh", "a title in Vietnamese and in English")
        raise refusal("CTPH-011", content.title_vi, expected, "chương trình chưa có tên", "the programme has no title")
    services.check_wordings(content.number, content.title_vi, content.title_en)
    edits = [AreaEdit(None, area.name_vi, area.name_en, area.indicators) for area in content.areas]
    lineage.areas_check(programme, edits)
    _check_years(programme, content)
    here = {body.code for body in lineage.parties_near(by)}
    if not content.parties or (others := [code for code in content.parties if code not in here]):
        read = ", ".join(others) if content.parties else ""
        expected = Both("ít nhất một cơ quan của cùng địa bàn", "at least one body of the same place")
        raise refusal("CTPH-018", read, expected, "bên ký không hợp", "parties do not fit")
    if wrong := [f"{code} = {text}" for code, text in _wrong_targets(content.targets)]:
        expected = Both("số nguyên, của chỉ tiêu được đặt mức", "whole numbers of what a target may be set for")
        raise refusal("CTPH-034", "; ".join(wrong)[:120], expected, "chỉ tiêu không hợp", "targets do not fit")


def _wrong_targets(targets: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    may_be_set = set(settable())
    yield from ((code, text) for code, text in targets.items() if code not in may_be_set or not _WHOLE.fullmatch(text))


def _check_years(programme: Programme, content: Content) -> None:
    above = _parent_next(programme)
    least, most = programme.term_start.year + 1, programme.term_end.year + 2
    first, last = content.first_year, content.last_year
    fits = least <= first <= most and first < last <= first + LONGEST
    if above is not None:
        least, most = above.term_start.year, above.term_end.year
        fits = programme.term_start.year < first and least <= first < last <= most
    if not fits:
        expected = Both(f"năm đầu từ {least} đến {most}, năm cuối sau đó", f"from {least} to {most}, then a later one")
        raise refusal("CTPH-033", f"{first}-{last}", expected, "thời hạn không hợp", "the years do not fit")


def _check_signed_on(signed_on: date, programme: Programme, above: Programme | None) -> None:
    before = [one.signed_on or one.term_start for one in (programme, above) if one is not None]
    if not max(before) <= signed_on <= timezone.localdate():
        expected = Both(f"từ {max(before):%d/%m/%Y} đến hôm nay", f"from {max(before):%d/%m/%Y} until today")
        vi, en = "ngày ký không hợp", "not a day of signing"
        raise refusal("CTPH-012", f"{signed_on:%d/%m/%Y}", expected, vi, en)
