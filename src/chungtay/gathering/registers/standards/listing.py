"""Subjects of standards as a body's own list has them: what a row says, and the list as a whole.

A list has hundreds: each row is written as one typed by hand, on a ground that is taken back for a trial.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from chungtay.gathering.registers.lists.bringings import bringing_close, bringing_held, rows_written
from chungtay.gathering.registers.lists.cells import count_of, day_of, needed, rows_read, text_of, word_of, wrong
from chungtay.gathering.registers.lists.places import Places
from chungtay.gathering.registers.lists.refusals import refusal
from chungtay.gathering.registers.lists.types import Outcome
from chungtay.gathering.registers.standards import policies, services
from chungtay.gathering.registers.standards.listfields import FIELDS, KINDS, NAMES, RATINGS, RULES
from chungtay.gathering.registers.standards.models import Bringing, Entry, EntryStep
from chungtay.gathering.registers.standards.rules import COMMUNE, rule_sets, sorts, subject_name
from chungtay.gathering.registers.standards.services import EntryDraft
from chungtay.kernel.errors import Both
from chungtay.reference.indicators.catalogue import dimensions
from chungtay.reference.sources.masking import naming_problems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from chungtay.gathering.registers.lists.columns import Value
    from chungtay.kernel.errors import Problem
    from chungtay.reference.actors.models import User

MOST_ENTRIES = 5_000
_UNDONE = "Hoàn lại cả danh sách"
_FIELD_OF = {"TCH-001": "year", "TCH-003": "kind", "TCH-004": "name", "TCH-005": "name", "TCH-403": "decision"}


@dataclass(frozen=True)
class _Row:
    row: int
    draft: EntryDraft
    decision: str
    on: date | None
    rating: str


class StandardLists:
    """The register of standards as it takes lists in."""

    fields = FIELDS

    def may_bring(self, by: User) -> bool:
        """Whether the account registers subjects of its land."""
        return policies.may_bring(by)

    def bring(
        self,
        *,
        by: User,
        rows: Sequence[tuple[int, Mapping[str, Value]]],
        file_name: str,
        is_trial: bool,
        is_illustration: bool,
    ) -> Outcome:
        """The good rows come in, or are only counted. Codes are DSA-21…, and those of `entry_register` and
        `entry_recognised`. Refusal DSA-203 for more rows than lists of a year have."""
        if len(rows) > MOST_ENTRIES:
            expected = Both(f"tối đa {MOST_ENTRIES} dòng", f"{MOST_ENTRIES} rows at most")
            raise refusal("DSA-203", str(len(rows)), expected, "danh sách quá lớn", "the list is too large")
        places = Places(by.body.place)
        told, findings = rows_read(rows, lambda number, cells: _row(places, number, cells))
        good, more, made = rows_written(
            Bringing,
            told,
            by=by,
            file_name=file_name,
            is_trial=is_trial,
            write=lambda one, made: _write(by, one, made, is_illustration),
            field_of=_field_of,
        )
        return Outcome(good, (*findings, *more), made)

    @transaction.atomic
    def undo(self, *, by: User, id: int) -> tuple[int, int]:
        """The subjects of a list are void, except those of which something was stated since. NotAllowed DSA-404;
        Refusal DSA-221."""
        made = bringing_held(Bringing, by=by, id=id)
        since = EntryStep.objects.filter(entry__brought=made, recorded_at__gt=made.made_at)
        untouched = Entry.objects.filter(brought=made).exclude(pk__in=since.values("entry"))
        ids = list(untouched.values_list("pk", flat=True))
        for pk in ids:
            services.entry_taken_back(by=by, id=pk, reason=_UNDONE)
        bringing_close(made, by=by)
        return len(ids), made.rows - len(ids)


def _write(by: User, one: _Row, made: Bringing, is_illustration: bool) -> None:
    entry = services.entry_register(by=by, draft=one.draft, brought=made, is_illustration=is_illustration)
    if one.on is not None:
        services.entry_recognised(by=by, id=entry.pk, number=one.decision, on=one.on, rating=one.rating)


def _field_of(problem: Problem, one: _Row) -> str:
    """Which field the register speaks of."""
    if problem.code.startswith("NGUON-"):
        return "name" if naming_problems("", one.draft.name) else "decision"
    if problem.code == "TCH-002":
        return "on" if one.on is not None and f"{one.on:%d/%m/%Y}" == problem.read else "year"
    if problem.code == "TCH-008":
        return "rating" if one.decision else "decision"
    return _FIELD_OF.get(problem.code, "")


def _row(places: Places, number: int, cells: Mapping[str, Value]) -> _Row:
    """What a row says. Raises CellWrong at the first cell that cannot be used."""

    def text(field: str) -> str:
        return text_of(field, cells.get(field, ""))

    kind, _dash, sort = word_of("kind", needed("kind", text("kind"), NAMES["kind"]), KINDS, _subjects()).partition("-")
    year = count_of("year", needed("year", text("year"), NAMES["year"])) or 0
    if int(kind) != COMMUNE:
        needed("name", text("name"), NAMES["name"])
    rules = Both(*("; ".join(getattr(rule.name, side) for rule in rule_sets().values()) for side in ("vi", "en")))
    rule = int(word_of("rule", text("rule"), RULES, rules) or 1)
    place, _ = places.found(cells, places.today)
    decision, on = text("decision"), day_of("on", cells.get("on", ""))
    if bool(decision) is not (on is not None):
        field = "on" if decision else "decision"
        raise wrong(field, "DSA-211", "", NAMES[field], "ô còn trống", "the cell is empty")
    ratings = Both(*(", ".join(getattr(m, f"name_{s}") for m in dimensions()["rating"].members) for s in ("vi", "en")))
    rating = word_of("rating", text("rating"), RATINGS, ratings)
    draft = EntryDraft(rule, year, int(kind), place, text("name"), int(sort or 0))
    return _Row(number, draft, decision, on, rating)


def _subjects() -> Both:
    """What may stand in the column of subjects."""
    alone = [subject_name(kind) for kind in (1, COMMUNE)]
    names = [*alone, *(name for name, excluded in sorts().values() if not excluded)]
    return Both("; ".join(name.vi for name in names), "; ".join(name.en for name in names))
