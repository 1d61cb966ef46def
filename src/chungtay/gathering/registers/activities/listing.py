"""Activities as a body's own list has them: what a row of it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chungtay.gathering.registers.activities import policies
from chungtay.gathering.registers.activities.bringing import ListRow, activities_bring, bringing_undo
from chungtay.gathering.registers.activities.checking import text_problems
from chungtay.gathering.registers.activities.kinds import kinds, partners
from chungtay.gathering.registers.activities.listfields import FIELDS, KINDS, NAMES, PARTNERS, PLANNED, STATES
from chungtay.gathering.registers.activities.models import State
from chungtay.gathering.registers.activities.types import ActivityDraft
from chungtay.gathering.registers.lists.cells import (
    count_of,
    day_of,
    hour_of,
    needed,
    rows_read,
    text_of,
    word_of,
    wrong,
)
from chungtay.gathering.registers.lists.places import Places
from chungtay.gathering.registers.lists.types import Finding, Outcome
from chungtay.kernel.errors import Both
from chungtay.kernel.text import match_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chungtay.gathering.registers.lists.columns import Value
    from chungtay.kernel.errors import Problem
    from chungtay.reference.actors.models import User

_BETWEEN = re.compile(r"[;\n+]")
_FIELD_OF = {
    "HDG-002": "on",
    "HDG-003": "on",
    "HDG-004": "state",
    "HDG-005": "place",
    "HDG-006": "village",
    "HDG-403": "place",
}


class ActivityLists:
    """The register of activities as it takes lists in."""

    fields = FIELDS

    def may_bring(self, by: User) -> bool:
        """Whether the account writes down activities of its body."""
        return policies.may_register(by, by.body.place)

    def bring(
        self,
        *,
        by: User,
        rows: Sequence[tuple[int, Mapping[str, Value]]],
        file_name: str,
        is_trial: bool,
        is_illustration: bool,
    ) -> Outcome:
        """The good rows come in, or are only counted. Codes are DSA-21…, and those of `activities_bring`."""
        places = Places(by.body.place)
        told, findings = rows_read(rows, lambda number, cells: _row(places, number, cells))
        brought = activities_bring(
            by=by, rows=told, file_name=file_name, is_trial=is_trial, is_illustration=is_illustration
        )
        by_row = {row.row: row.draft for row in told}
        findings += [Finding(row, _field_of(problem, by_row[row]), problem) for row, problem in brought.problems]
        return Outcome(brought.activities, tuple(findings), brought.id)

    def undo(self, *, by: User, id: int) -> tuple[int, int]:
        """See `bringing_undo`."""
        return bringing_undo(by=by, id=id)


def _field_of(problem: Problem, draft: ActivityDraft) -> str:
    """Which field the register speaks of."""
    if problem.code in ("HDG-007", "HDG-008"):
        return "participations" if problem.read == str(draft.participations) else "amount"
    if problem.code == "HDG-009":
        return "amount" if problem.read == str(draft.amount) else "part"
    if problem.code in ("HDG-010", "HDG-011") or problem.code.startswith("NGUON-"):
        return "title" if draft.title and (text_problems(draft.title) or not draft.venue) else "venue"
    return _FIELD_OF.get(problem.code, "")


def _row(places: Places, row: int, cells: Mapping[str, Value]) -> ListRow:
    """What a row says. Raises CellWrong at the first cell that cannot be used."""

    def cell(field: str) -> Value:
        return cells.get(field, "")

    on = day_of("on", cell("on"))
    if on is None:
        needed("on", "", NAMES["on"])
        raise AssertionError
    names = Both(*(", ".join(getattr(kind, lang) for kind in kinds().values()) for lang in ("vi", "en")))
    kind = int(word_of("kind", needed("kind", text_of("kind", cell("kind")), NAMES["kind"]), KINDS, names))
    named = text_of("place", cell("place"))
    if named and places.own.level != "commune" and places.is_own(named):
        place = places.own  # A province's own conference.
    else:
        place, _ = places.found(cells, on)
    draft = ActivityDraft(
        kind=kind,
        on=on,
        place=place,
        hour=hour_of("hour", cell("hour")),
        village=places.village("village", place, text_of("village", cell("village"))),
        part=_part(kind, text_of("part", cell("part"))),
        partners=_partners(text_of("partners", cell("partners"))),
        participations=count_of("participations", cell("participations")),
        amount=count_of("amount", cell("amount")),
        title=text_of("title", cell("title")),
        venue=text_of("venue", cell("venue")),
    )
    words = Both("đã diễn ra, dự kiến, hoặc để trống", "held, planned, or empty")
    state = word_of("state", cell("state"), STATES, words)
    return ListRow(row, draft, State.PLANNED if state == PLANNED else State.HELD)


def _part(kind: int, text: str) -> str:
    dimension = kinds()[kind].dimension
    if not text:
        return ""
    if dimension is None:
        expected = Both("để trống với loại này", "empty for this kind")
        raise wrong("part", "DSA-215", text, expected, "loại này không chia theo chủ đề", "this kind has no topics")
    words = {match_key(name): m.key for m in dimension.members for name in (m.name_vi, m.name_en, m.key)}
    names = Both(", ".join(m.name_vi for m in dimension.members), ", ".join(m.name_en for m in dimension.members))
    return word_of("part", text, words, names)


def _partners(text: str) -> tuple[str, ...]:
    """Names of organisations hold commas: of what stands between two signs, the longest known name leads."""
    found: list[str] = []
    for piece in _BETWEEN.split(text):
        words = [word.strip() for word in piece.split(",") if word.strip()]
        while words:
            ends = (end for end in range(len(words), 0, -1) if match_key(", ".join(words[:end])) in PARTNERS)
            end = next(ends, 0)
            if not end:
                expected = Both(*(", ".join(p.name(lang) for p in partners().values()) for lang in ("vi", "en")))
                raise wrong(
                    "partners", "DSA-215", words[0], expected, "không có trong danh mục", "it is not on the list"
                )
            found.append(PARTNERS[match_key(", ".join(words[:end]))])
            words = words[end:]
    return tuple(dict.fromkeys(found))
