"""Asking the warehouse for the cells of an exploration, and keeping from the account what it may not read.

Indicators that nobody needs protection from are read out of the answer's columns, without an object for each row; those
with a threshold, and rows that say more than a number, are read as rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from chungtay.kernel.absence import Absence
from chungtay.kernel.numbers import quantity_words
from chungtay.kernel.periods import Period
from chungtay.ledger.queries import transaction_now
from chungtay.ledger.types import cell_parts
from chungtay.reference.indicators.catalogue import LEVELS as FLOORS
from chungtay.reference.indicators.catalogue import dimensions, is_sensitive_cell
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places import queries as places
from chungtay.results.analysis.exploring.cells import absent_cell, bounded_cell, cell_of, kept_cell, plain_cell
from chungtay.results.analysis.exploring.exploration import Against, Exploration, Level, Measure
from chungtay.results.analysis.exploring.grid import Cell, Kept, Spot
from chungtay.results.analysis.exploring.laying import Key
from chungtay.results.analysis.exploring.listing import lists_of
from chungtay.results.analysis.exploring.naming import place_names
from chungtay.results.analysis.exploring.questions import questions_of
from chungtay.results.warehouse.facts import GROUP, divide
from chungtay.results.warehouse.past import kept_then
from chungtay.results.warehouse.queries import answer, ask, is_few
from chungtay.results.warehouse.questions import Basis, By, Question, Row
from chungtay.results.warehouse.sides import read_total
from chungtay.results.warehouse.withholding import Judge, kept_from

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place
    from chungtay.results.warehouse.queries import Answered

NAMED: Final = ("country", "province")
"""Levels at which every part is named."""
_LEVELS: Final = {"p": "province", "d": "district", "c": "commune"}
_BASES: Final = {basis.value: basis for basis in Basis}
_ABSENCES: Final = {absence.value: absence for absence in Absence}
_COLUMNS: Final = (
    *("indicator", "cell", "place", "start", "end", "value", "scale", "low", "high", "is_open"),
    *("stated", "expected", "partial", "level", "basis", "absence"),
)
EPOCH: Final = date(1970, 1, 1)
_About = tuple[str, str, str, int | None, int | None]
"""What a row is about: indicator, cell, place, and its days since 1970."""
_PLAINLY: Final = ("exact", "exact_sum")


@dataclass(frozen=True)
class Reader:
    """Who reads, as the ledger was known at a transaction (None: as it is). Without a user nothing small is open."""

    user: User | None
    at: int | None

    @cached_property
    def judge(self) -> Judge | None:
        """What judges for the account, made once for all rows."""
        return Judge(self.user, self.at) if self.user is not None else None

    def see(self, rows: Sequence[Row]) -> set[int]:
        """Make ready to judge many rows at once; gives those (by `id`) of which anything may be kept."""
        guarded = [row for row in rows if definition(row.indicator).threshold is not None]
        if not guarded or self.judge is None:
            return set(map(id, guarded))
        return self.judge.see(guarded)

    def kept(self, row: Row) -> Kept | None:
        """Whether a number is kept from the account, and how."""
        if row.total is None or definition(row.indicator).threshold is None:
            return None
        judge = self.judge
        if judge is None:
            return Kept.SMALL if is_few(row) else Kept.WITHHELD
        if is_few(row) and not (judge.outsider.reads_some(row.place) and judge.reads(row)):
            return Kept.SMALL
        return Kept.WITHHELD if judge.withholds(row) else None

    def kept_alone(self, row: Row) -> Kept | None:
        """The same of a row that is told beside another and is asked of today by nobody: of an earlier instant it is
        not told to whoever does not read all of it."""
        found = self.kept(row)
        if found is not None or row.total is None or definition(row.indicator).threshold is None:
            return found
        is_past = self.at is not None and self.at < transaction_now()
        return Kept.WITHHELD if is_past and self.judge is not None and not self.judge.reads(row) else None


@dataclass(frozen=True)
class Finding:
    """The cells of an exploration, found question by question."""

    asked: Exploration
    place: Place
    reader: Reader
    periods: tuple[Period, ...]
    cells: dict[Key, Cell] = field(default_factory=dict)

    def find(self) -> dict[Key, Cell]:
        """All cells but those of groups and targets."""
        counted = [code for code in self.asked.indicators if self._is_guarded(code)]
        plain = [code for code in self.asked.indicators if code not in counted]
        for codes, trace in ((plain, False), (counted, True)):
            for question in self._questions(codes, trace=trace) if codes else ():
                self._take(question)
        return self.cells

    def _is_guarded(self, code: str) -> bool:
        """Whether what is told of an indicator hangs on the rows beside it: small counts, and parts that are not named
        everywhere."""
        meaning = definition(code)
        return meaning.threshold is not None or bool(self.asked.cells and meaning.breakdown in guarded_dimensions())

    def _questions(self, codes: Sequence[str], *, trace: bool) -> Iterator[Question]:
        whole = None
        for question in questions_of(self.asked, codes, self.reader.at, trace=trace):
            whole = whole or question
            if not self.asked.places or question.by is By.ONE:
                yield question
        singles = self.asked.places or (self._districts() if self.asked.level is Level.DISTRICT else ())
        assert whole is not None
        yield from (replace(whole, place=key) for key in singles)

    def _districts(self) -> Iterable[str]:
        on = self.asked.frame or self.periods[-1].end
        return [place.key for place in places.descendants(self.place, on, "district")]

    def _take(self, question: Question) -> None:
        answered = ask(question, user=self.reader.user)
        if question.trace or not self._reads_columns():
            rows = answered.rows()
            past = self.kept_then(question, rows, answer) if question.trace else frozenset[int]()
            self.take_rows(rows, past=past)
            return
        odd = self._take_columns(answered)
        if odd:
            self.take_rows(row for row in answered.rows() if _days_of(row) in odd)

    def _reads_columns(self) -> bool:
        # On a map some unit was always cut, and what is said of it stands in the rows alone.
        plainly = self.asked.frame is None and self.asked.measure is not Measure.COVERAGE
        return plainly and self.asked.against is not Against.BESIDE

    def _take_columns(self, answered: Answered) -> set[_About]:
        """The cells out of the columns; gives the rows that say more than a number."""
        table = answered.table
        strange = [table["denominator"].is_valid()]
        if table["comparability"].null_count < table.num_rows:
            strange.append(pc.invert(pc.is_in(table["comparability"].cast("string"), pa.array(_PLAINLY))))
        marked = pc.and_(table["value"].is_null(), table["absence"].is_null())
        for column in strange:
            marked = pc.or_(marked, column.fill_null(False))
        odd = table.filter(marked)
        self._lay(table.filter(pc.invert(marked)) if odd.num_rows else table)
        return {about for columns in lists_of(odd, _COLUMNS[:5]) for about in zip(*columns, strict=True)}

    def _lay(self, table: Any) -> None:
        bucket, cells = self._bucket_of_days(), self.cells
        for columns in lists_of(table, _COLUMNS):
            for code, cell, place, start, end, value, scale, low, high, is_open, *counts, basis, absence in zip(
                *columns, strict=True
            ):
                period = bucket(start, end)
                spot = Spot(code, cell, place, period)
                key = code, cell, place, (period.start, period.end)
                if value is None:
                    cells[key] = absent_cell(_ABSENCES[absence], counts, _BASES[basis], spot)
                elif low is None and high is None and not is_open:
                    cells[key] = plain_cell(value, scale, counts, _BASES[basis], spot)
                else:
                    total = read_total(value, low, high, bool(is_open), scale)
                    cells[key] = bounded_cell(total, counts, _BASES[basis], spot)

    def _bucket_of_days(self) -> Callable[[int | None, int | None], Period]:
        """`bucket_of`, with days as numbers."""
        found: dict[tuple[int | None, int | None], Period] = {}
        bucket = self.bucket_of()

        def of_days(start: int | None, end: int | None) -> Period:
            if (start, end) not in found:
                days = (None if number is None else EPOCH + timedelta(number) for number in (start, end))
                found[start, end] = bucket(*days)
            return found[start, end]

        return of_days

    def bucket_of(self) -> Callable[[date | None, date | None], Period]:
        """From the days that a row is about to the asked period that it stands in."""
        exact: dict[tuple[date | None, date | None], Period] = {(one.start, one.end): one for one in self.periods}

        def bucket(start: date | None, end: date | None) -> Period:
            found = exact.get((start, end))
            if found is None:
                within = (period for period in self.periods if end is not None and period.start <= end <= period.end)
                found = exact[start, end] = next(within, self.periods[-1])
            return found

        return bucket

    def _parts_in_view(self, place: str, parts: list[Row]) -> list[Row]:
        """The parts that exist for the account at a place. Without all of them where one exists only higher up, and
        without "other" where kinds are not named: the whole less the rest would tell them."""
        level = _level(place)
        if any(_is_below_floor(row.cell, level) for row in parts):
            return []
        user = self.reader.user
        is_own = user is not None and user.body.place.key == place
        if level in NAMED or is_own or not any(is_sensitive_cell(row.cell) for row in parts):
            return parts
        return [row for row in parts if not is_sensitive_cell(row.cell) and not row.cell.endswith("=other")]

    def kept_then(self, question: Question, rows: Sequence[Row], ask: Callable[..., Sequence[Row]]) -> frozenset[int]:
        """Of rows as known at an earlier instant, those (by `id`) that are kept for what came since. `ask` answers the
        question as it is now."""
        user, bucket = self.reader.user, self.bucket_of()
        if user is None:
            return frozenset()

        def slot(row: Row) -> Period:
            return bucket(row.period.start, row.period.end) if row.period is not None else self.periods[-1]

        return kept_then(question, rows, user, lambda today: ask(today, user=user), slot)

    def take_rows(
        self, rows: Iterable[Row], kept_back: frozenset[str] = frozenset(), past: frozenset[int] = frozenset()
    ) -> None:
        """The cells out of rows; `kept_back` are cells of a group that must not be told, `past` (`kept_then`) rows of
        which the same holds. Parts of which one is kept so are not told at all."""
        bucket, only, rows = self.bucket_of(), self.asked.cells, list(rows)
        doubtful = self.reader.see(rows)
        groups: dict[tuple[str, str, tuple[date, date]], tuple[Period, list[Row]]] = {}
        for row in rows:
            period = row.period
            found = bucket(period.start, period.end) if period is not None else self.periods[-1]
            key = row.indicator, row.place, (found.start, found.end)
            if key not in groups:
                groups[key] = found, []
            groups[key][1].append(row)
        for (code, place, days), (period, here) in groups.items():
            wholes = [row for row in here if not row.cell]
            parts = self._parts_in_view(place, [row for row in here if row.cell]) if len(wholes) < len(here) else []
            parts = [] if any(id(row) in past for row in parts) else parts
            kept = self._kept_parts(wholes[0] if wholes else None, parts)
            for row in wholes if kept is None else wholes + parts:
                if only not in (row.cell, "*"):
                    continue
                hidden = kept.get(row.cell) if kept else None
                if hidden is None and id(row) in doubtful:
                    hidden = self.reader.kept(row)
                if (row.cell in kept_back or id(row) in past) and row.total is not None:
                    hidden = hidden or Kept.WITHHELD
                self.cells[code, row.cell, place, days] = self._cell(row, Spot(code, row.cell, place, period), hidden)

    def _kept_parts(self, whole: Row | None, parts: Sequence[Row]) -> Mapping[str, Kept] | None:
        """The parts that are kept, each how; None where nothing is told of them."""
        if not parts or definition(parts[0].indicator).threshold is None:
            return {}
        if self.reader.user is None:
            return None
        found = kept_from(parts, whole, self.reader.user, as_known_at=self.reader.at, judge=self.reader.judge)
        if found is None:
            return None
        return dict.fromkeys(found.withheld, Kept.WITHHELD) | dict.fromkeys(found.small, Kept.SMALL)

    def _cell(self, row: Row, spot: Spot, hidden: Kept | None) -> Cell:
        meaning, region = definition(row.indicator), row.region
        if hidden is not None:
            return kept_cell(spot, hidden, meaning.threshold, row)
        if region is None:
            return cell_of(row, spot, meaning.nature, {})
        units = () if region.too_wide() else region.targets
        return cell_of(row, spot, meaning.nature, place_names(units) if units else {}, self._of_region(row))

    def _of_region(self, row: Row) -> tuple[str, str] | None:
        """The number of the region that a unit can only be compared within."""
        if row.region is None or not row.beside or (total := row.beside[0].total) is None:
            return None
        hidden = self.reader.kept_alone(row.beside[0])
        if hidden is not None:
            words = kept_cell(Spot("", "", "", self.periods[0]), hidden, definition(row.indicator).threshold).text
            return words.vi, words.en
        return quantity_words(total), quantity_words(total, "en")


def _days_of(row: Row) -> _About:
    days = (None, None) if row.period is None else ((row.period.start - EPOCH).days, (row.period.end - EPOCH).days)
    return row.indicator, row.cell, row.place, *days


def periods_of(asked: Exploration) -> tuple[Period, ...]:
    """The periods that the grid has heads for."""
    assert asked.period is not None
    return (asked.period,) if asked.regime is None else tuple(divide(asked.period, asked.regime))


@lru_cache(maxsize=1)
def guarded_dimensions() -> frozenset[str]:
    """Breakdowns with parts that are not named everywhere."""
    return frozenset(
        key
        for key, dimension in dimensions().items()
        if any(member.sensitive or member.floor != "commune" for member in dimension.members)
    )


def _level(key: str) -> str:
    """The level of a place by its key; a group counts as what it may be made of, single communes."""
    return "country" if key == "vn" else _LEVELS.get(key[:1], "commune") if key != GROUP else "commune"


def _is_below_floor(cell: str, level: str) -> bool:
    own = FLOORS.index("commune" if level == "district" else level)
    for key, part in cell_parts(cell).items():
        member = dimensions()[key].member(part) if key in dimensions() else None
        if member is not None and own < FLOORS.index(member.floor):
            return True
    return False
