"""Points as a body's own list has them: which columns are asked for, and what a row of it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.utils import timezone

from chungtay.gathering.registers.community import kinds, policies
from chungtay.gathering.registers.community.assessing import scales_for
from chungtay.gathering.registers.community.bringing import Draft, bringing_undo, points_bring
from chungtay.gathering.registers.community.listfields import FIELDS, LEADS, NAMES
from chungtay.gathering.registers.community.models import Lead, StepKind
from chungtay.gathering.registers.community.registering import First
from chungtay.gathering.registers.community.wording import check_texts
from chungtay.gathering.registers.lists.cells import (
    CellWrong,
    day_of,
    needed,
    rows_read,
    text_of,
    word_of,
    wrong,
    yes_of,
)
from chungtay.gathering.registers.lists.places import Places
from chungtay.gathering.registers.lists.types import Finding, Outcome
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.text import match_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from chungtay.gathering.registers.community.models import ModelKind, RatingGrade
    from chungtay.gathering.registers.lists.columns import Value
    from chungtay.kernel.errors import Problem
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

T = TypeVar("T")
_STEPS = (
    ("launched", StepKind.LAUNCH),
    ("running", StepKind.RUN),
    ("rested", StepKind.REST),
    ("ended", StepKind.END),
)
_FIELD_OF = {"DSM-105": "name", "DSM-106": "name", "DSM-111": "launched", "DSM-121": "then", "DSM-122": "place"}
_LEAD_OF_LINE = {"police": Lead.POLICE, "front": Lead.FRONT, "committee": Lead.COMMITTEE}


class PointLists:
    """The register of points as it takes lists in."""

    fields = FIELDS

    def may_bring(self, by: User) -> bool:
        """Whether the account registers points in its own land."""
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
        """The good rows come in, or are only counted. Codes are DSA-21…, those of `points_bring`, and DIABAN- ones."""
        reader = _Reader(by)
        drafts, findings = rows_read(rows, reader.draft)
        if not drafts:
            return Outcome(0, tuple(findings))
        brought = points_bring(
            by=by,
            drafts=drafts,
            file_name=file_name,
            keep_good=True,
            is_trial=is_trial,
            is_illustration=is_illustration,
        )
        by_row = {draft.row: draft for draft in drafts}
        findings += [
            Finding(row, _field_of(problem, by_row[row]), problem)
            for row, problem in zip(brought.rows, brought.problems, strict=True)
        ]
        return Outcome(brought.points, tuple(findings), brought.id)

    def undo(self, *, by: User, id: int) -> tuple[int, int]:
        """See `bringing_undo`."""
        return bringing_undo(by=by, id=id)


def _field_of(problem: Problem, draft: Draft) -> str:
    """Which field the register speaks of."""
    if problem.code == "DSM-112":
        today = timezone.localdate()
        late = (field for field, kind in _STEPS for step in draft.steps if step.kind == kind and step.on > today)
        return next(late, "seen")
    if problem.code.startswith("NGUON-") or problem.code == "DSM-107":
        try:
            check_texts(draft.name)
        except Refusal:
            return "name"
        return "document"
    return _FIELD_OF.get(problem.code, "")


class _Reader:
    """Reads one row after another; what the same words mean is looked up once."""

    def __init__(self, by: User) -> None:
        self.by = by
        self.places = Places(by.body.place)
        self._kinds: dict[str, ModelKind | CellWrong] = {}
        self._grades: dict[int | None, dict[str, RatingGrade]] = {}
        self._offered: list[ModelKind] | None = None
        self._lead = _LEAD_OF_LINE.get(by.body.line, Lead.OTHER)

    def draft(self, row: int, cells: Mapping[str, Value]) -> Draft:
        """What a row says. Raises CellWrong at the first cell that cannot be used."""
        name = needed("name", text_of("name", cells.get("name", "")), NAMES["name"])
        kind = self._kind(needed("kind", text_of("kind", cells.get("kind", "")), NAMES["kind"]))
        steps = self._steps(cells)
        place, now = self.places.found(cells, steps[0].on)
        graded = day_of("graded", cells.get("graded", ""))
        return Draft(
            row=row,
            kind=kind,
            place=place,
            now=now,
            name=name,
            lead=word_of("lead", cells.get("lead", ""), LEADS, NAMES["lead"]) or self._lead,
            steps=steps,
            seen_on=day_of("seen", cells.get("seen", "")),
            grade=self._grade(text_of("grade", cells.get("grade", "")), now or place),
            graded_on=graded,
            is_replica=yes_of("replica", cells.get("replica", "")),
        )

    def _steps(self, cells: Mapping[str, Value]) -> tuple[First, ...]:
        days = [(field, kind, day_of(field, cells.get(field, ""))) for field, kind in _STEPS]
        document = text_of("document", cells.get("document", ""))
        found = [(kind, on) for _, kind, on in days if on is not None]
        if not any(kind in (StepKind.LAUNCH, StepKind.RUN) for kind, _ in found):
            needed("launched", "", NAMES["launched"])
        # Where it stands on the first step, it is the decision that began it.
        return tuple(First(kind, on, "" if n else document) for n, (kind, on) in enumerate(found))

    def _kind(self, text: str) -> ModelKind:
        return _once(self._kinds, text, lambda: self._kind_named(text))

    def _kind_named(self, text: str) -> ModelKind:
        found = kinds.kind_named(text)
        if found is not None:
            return found.united_with or found
        if self._offered is None:
            sees = policies.sees_kinds_of(self.by)
            self._offered = [kind for kind in kinds.kinds_offered(self.by) if sees or not kind.is_sensitive]
        # A list with hundreds of unknown kinds is told of a few what they look like.
        like = kinds.kinds_like(text, self._offered)[:3] if len(self._kinds) < 200 else []
        expected = ", ".join(kind.name_vi for kind in like) or Both("một loại có trong sổ", "a kind of the register")
        raise wrong("kind", "DSA-213", text, expected, "sổ không có loại mô hình này", "there is no such kind of model")

    def _grade(self, text: str, place: Place) -> RatingGrade | None:
        if not text:
            return None
        province = place.home_province_id
        if province not in self._grades:
            scales = scales_for(place, timezone.localdate())
            self._grades[province] = {
                match_key(name): grade
                for s in scales
                for grade in s.grades.all()
                for name in (grade.name_vi, grade.name_en)
            }
        found = self._grades[province].get(match_key(text))
        if found is None:
            expected = ", ".join(dict.fromkeys(g.name_vi for g in self._grades[province].values()))
            raise wrong("grade", "DSA-215", text, expected, "không có trong danh mục", "it is not on the list")
        return found


def _once(kept: dict[str, T | CellWrong], key: str, look: Callable[[], T]) -> T:
    if key not in kept:
        try:
            kept[key] = look()
        except CellWrong as found:
            kept[key] = found
    held = kept[key]
    if isinstance(held, CellWrong):
        raise held
    return held
