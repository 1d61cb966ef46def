"""Writing groups of places: a new group, a member from a day on, the end of a membership, a list of names or codes.

Bodies live in a room above this one, so who may keep a group is decided there (`reference.actors.services`): here
`owner` is the territory of the body that keeps it (None: nationwide) and `keeper` its code, both plain data.
Nothing is deleted: members are added and ended. Used through `services`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.text import squeeze
from chungtay.reference.places.grouplist import MOST_LINES, ListLine, list_lines
from chungtay.reference.places.groupwords import forbidden_words
from chungtay.reference.places.listfinding import ListFinder
from chungtay.reference.places.models import GroupKind, Place, PlaceGroup, PlaceGroupMember, PlaceLevel
from chungtay.reference.places.names import holds_on
from chungtay.reference.places.territory import lies_within

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_BATCH = 1000
_LONGEST_KEY, _LONGEST_NAME = 40, 100
_WHERE = Both("nhóm địa bàn", "group of places")
LEVELS = (PlaceLevel.PROVINCE, PlaceLevel.DISTRICT, PlaceLevel.COMMUNE)
"""Levels whose places may be members: villages are never public, and the country is no part of anything."""


@transaction.atomic
def group_create(*, key: str, name_vi: str, name_en: str, kind: str, owner: Place | None, keeper: str) -> PlaceGroup:
    """A new, empty group.

    Refusals, all at once: DIABAN-021 key taken or not a-z, 0-9 and '-'; DIABAN-022 unknown kind or a name lacks;
    DIABAN-023 key or name is about faith, ethnicity, origin or opinion.
    """
    name_vi, name_en = squeeze(name_vi), squeeze(name_en)
    problems = [*_key_problems(key), *_name_problems(name_vi, name_en, kind)]
    for text in (key, name_vi, name_en):
        if found := forbidden_words(text):
            problems.append(_about_people(text, found))
    if problems:
        raise Refusal(problems)
    return PlaceGroup.objects.create(key=key, name_vi=name_vi, name_en=name_en, kind=kind, owner=owner, keeper=keeper)


def _key_problems(key: str) -> list[Problem]:
    if _KEY.fullmatch(key) and len(key) <= _LONGEST_KEY and not PlaceGroup.objects.filter(key=key).exists():
        return []
    return [
        _problem(
            "DIABAN-021",
            key,
            Both(
                "khóa chưa dùng, gồm a-z, 0-9, '-', nhiều nhất 40 ký tự", "an unused key of a-z, 0-9, '-', 40 at most"
            ),
            "khóa của nhóm không dùng được",
            "the key of the group cannot be used",
        )
    ]


def _name_problems(name_vi: str, name_en: str, kind: str) -> list[Problem]:
    if kind in GroupKind.values and all(0 < len(name) <= _LONGEST_NAME for name in (name_vi, name_en)):
        return []
    return [
        _problem(
            "DIABAN-022",
            ", ".join(filter(None, (kind, name_vi, name_en))),
            Both(
                f"{', '.join(GroupKind.values)}; tên hai thứ tiếng, tối đa {_LONGEST_NAME} ký tự",
                f"{', '.join(GroupKind.values)}; names in two languages, at most {_LONGEST_NAME} characters",
            ),
            "loại nhóm hoặc tên không đúng",
            "the kind or a name is not right",
        )
    ]


def _about_people(text: str, found: list[str]) -> Problem:
    return _problem(
        "DIABAN-023",
        f"{text} ({', '.join(found)})",
        Both("nhóm theo địa lý hoặc loại đơn vị", "a group by geography or kind of unit"),
        "không lập nhóm theo tôn giáo, dân tộc, nguồn gốc, chính kiến",
        "no groups by faith, ethnicity, origin or opinion",
    )


@transaction.atomic
def group_member_add(
    *, group: PlaceGroup, place: Place, valid_from: date, by_body: str, valid_to: date | None = None
) -> PlaceGroupMember:
    """A place belongs to a group from a day on, or between two days.

    Refusals: DIABAN-024 the group follows flags; DIABAN-025 the place lies outside the group's territory; DIABAN-026
    it belongs already on some of these days; DIABAN-027 days run backward; DIABAN-028 a village, the country, or
    another level than the members of these days; DIABAN-029 not in force on the first day.
    """
    _kept(group)
    problems = _member_problems(place, _Days.of(group, valid_from, valid_to))
    if problems:
        raise Refusal(problems)
    member = _member(group, place, valid_from, valid_to, by_body)
    member.save()
    return member


def _kept(group: PlaceGroup) -> None:
    """The row is locked, so that two who add at once cannot both find the place missing."""
    held = PlaceGroup.objects.select_for_update().get(pk=group.pk)
    if not held.keeper:
        raise Refusal(
            [
                _problem(
                    "DIABAN-024",
                    group.key,
                    Both("nhóm do một cơ quan lập", "a group that a body keeps"),
                    "nhóm này theo danh mục kèm phần mềm, không sửa tay",
                    "this group follows the shipped tables and is not edited by hand",
                )
            ]
        )


def _member(group: PlaceGroup, place: Place, valid_from: date, valid_to: date | None, by_body: str) -> PlaceGroupMember:
    now = timezone.now()
    return PlaceGroupMember(
        group=group,
        place=place,
        valid_from=valid_from,
        valid_to=valid_to,
        added_at=now,
        added_by=by_body,
        ended_at=now if valid_to else None,
        ended_by=by_body if valid_to else "",
    )


@dataclass
class _Days:
    """The days of a new membership, and who belongs on some of them already: ids of places, and their levels."""

    owner: Place | None
    first: date
    last: date | None
    places: set[int]
    levels: set[str]

    @classmethod
    def of(cls, group: PlaceGroup, first: date, last: date | None) -> Self:
        # One that was taken back ended before it began: it holds on none of the days that its ends enclose.
        held = Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from"))
        ends = Q(valid_to__isnull=True) | Q(valid_to__gte=first)
        begins = Q() if last is None else Q(valid_from__isnull=True) | Q(valid_from__lte=last)
        rows = PlaceGroupMember.objects.filter(held & ends & begins, group=group).values_list("place", "place__level")
        return cls(group.owner, first, last, {place for place, _ in rows}, {level for _, level in rows})


def _member_problems(place: Place, days: _Days) -> list[Problem]:
    read, owner, first = place.full_name, days.owner, days.first
    if days.last is not None and days.last < first:
        return [_backward(f"{read} {first} - {days.last}")]
    problems = []
    if owner is not None and not lies_within(place, owner):
        expected = Both(f"địa bàn thuộc {owner.full_name}", f"a place of {owner.full_name}")
        problems.append(
            _problem("DIABAN-025", read, expected, "ngoài địa bàn của nhóm", "outside the group's territory")
        )
    if not holds_on(place.valid_from, place.valid_to, first):
        expected = Both(f"đơn vị có hiệu lực ngày {first:%d/%m/%Y}", f"a unit in force on {first.isoformat()}")
        problems.append(
            _problem("DIABAN-029", read, expected, "đơn vị không có vào ngày đó", "the unit is not there that day")
        )
    if place.pk in days.places:
        problems.append(
            _problem("DIABAN-026", read, "", "đã thuộc nhóm trong những ngày này", "it belongs already on these days")
        )
    others = days.levels - {place.level}
    if place.level not in LEVELS or others:
        expected = Both(
            f"cùng một cấp: {', '.join(sorted(others) or LEVELS)}", f"one level: {', '.join(sorted(others) or LEVELS)}"
        )
        problems.append(
            _problem("DIABAN-028", f"{read} ({place.level})", expected, "không đúng cấp của nhóm", "not of its level")
        )
    return problems


@transaction.atomic
def group_member_end(*, member: PlaceGroupMember, valid_to: date, by_body: str) -> PlaceGroupMember:
    """The last day of an open membership. The day before its first takes it back: it then never held.

    Refusals: DIABAN-024 the group follows flags; DIABAN-027 the membership has ended, or the day is too early.
    """
    _kept(member.group)
    held = PlaceGroupMember.objects.select_for_update().get(pk=member.pk)
    first = held.valid_from
    if held.valid_to is not None or (first is not None and valid_to < first - timedelta(days=1)):
        raise Refusal([_backward(f"{held.place.full_name} {first} - {held.valid_to or valid_to}")])
    held.valid_to, held.ended_at, held.ended_by = valid_to, timezone.now(), by_body
    held.save(update_fields=["valid_to", "ended_at", "ended_by"])
    return held


def _backward(read: str) -> Problem:
    return _problem(
        "DIABAN-027",
        read,
        Both(
            "tư cách chưa kết thúc, ngày cuối không trước ngày đầu",
            "an open membership, a last day not before its first",
        ),
        "không ghi được ngày này",
        "this day cannot be written",
    )


@transaction.atomic
def group_import(
    *, group: PlaceGroup, text: str, valid_from: date, by_body: str, valid_to: date | None = None
) -> list[PlaceGroupMember]:
    """The places of a list become members: all of its lines, or none.

    A line is a name ('Ba Đình', 'Hà Nội/Ba Đình', 'phường Trúc Bạch, Hà Nội'), a code in force on `valid_from`, or
    both as columns of a CSV. Every line that cannot be taken is refused with its number: DIABAN-001 to -006 as in
    `place_by_code` and `place_one`, -025 to -029 as in `group_member_add`; DIABAN-030 for a place named twice,
    DIABAN-031 for a list without lines or with too many.
    """
    _kept(group)
    lines = list_lines(text)
    if not 0 < len(lines) <= MOST_LINES:
        expected = Both(
            f"1 - {MOST_LINES} dòng, mỗi dòng một tên hoặc mã", f"1 - {MOST_LINES} lines, a name or code on each"
        )
        raise Refusal([_problem("DIABAN-031", str(len(lines)), expected, "danh sách không đọc được", "no such list")])
    problems: list[Problem] = []
    added: dict[int, PlaceGroupMember] = {}
    days = _Days.of(group, valid_from, valid_to)
    finder = ListFinder(lines, group.owner, valid_from)
    for line in lines:
        try:
            place = finder.place(line)
        except Refusal as refusal:
            problems += _in_line(refusal.problems, line)
            continue
        wrong = [_twice(line)] if place.pk in added else _member_problems(place, days)
        problems += _in_line(wrong, line)
        if not wrong:
            added[place.pk] = _member(group, place, valid_from, valid_to, by_body)
            days.levels.add(place.level)
    if problems:
        raise Refusal(problems)
    return PlaceGroupMember.objects.bulk_create(added.values(), batch_size=_BATCH)


def _twice(line: ListLine) -> Problem:
    return _problem("DIABAN-030", line.text, "", "tên lặp lại trong danh sách", "the list names it twice")


def _in_line(problems: Iterable[Problem], line: ListLine) -> Iterator[Problem]:
    for problem in problems:
        where = Both(f"dòng {line.number}", f"line {line.number}")
        yield Problem(
            problem.code,
            where,
            problem.read if problem.read == line.text else f"{line.text} → {problem.read}",
            problem.expected,
            problem.todo,
            problem.message_vi,
            problem.message_en,
        )


def _problem(code: str, read: str, expected: str, vi: str, en: str) -> Problem:
    return Problem(code, _WHERE, read, expected, Both("sửa rồi thử lại", "mend it and try again"), vi, en)
