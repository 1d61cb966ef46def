"""How far a thing reaches: in how many communes there is any of it, of all communes in force.

A question that `tells` COVERAGE is answered from the one by communes: a commune that is in force at the end of the
asked period is covered where its last number within that period is above nought. What an old commune stated before a
reform does not cover the commune that took it over: that one has to say it.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import Total
from chungtay.results.warehouse.facts import World, divide
from chungtay.results.warehouse.questions import Basis, By, Question, Row, Tells
from chungtay.results.warehouse.rows import in_order, territory

if TYPE_CHECKING:
    from chungtay.results.warehouse.stores import Store

LEAF = "commune"


class Part(NamedTuple):
    """What is counted together: a cell, within an asked period (by its position), beneath a place."""

    cell: str
    bucket: int
    place: str


def of_communes(question: Question) -> Question:
    """The question whose rows are counted."""
    return replace(question, by=By.COMMUNE, tells=Tells.TOTALS)


@dataclass(frozen=True)
class Homes:
    """Beneath which place of the asked level each commune counts, for each asked period."""

    periods: tuple[Period, ...]
    homes: tuple[Mapping[str, str], ...]

    @classmethod
    def of(cls, world: World, question: Question) -> "Homes":
        """Those of a question; the same mapping stands for all periods at whose ends the same places were in force."""
        assert question.period is not None
        periods: tuple[Period, ...] = (question.period,)
        if question.by_period is not None:
            periods = tuple(divide(question.period, question.by_period))
        lines = {key: line for key, line in territory(world, question.place).items() if world.places[key].level == LEAF}
        changes = sorted(_changes(world, lines))
        made: dict[int, Mapping[str, str]] = {}
        for period in periods:
            when = bisect_left(changes, period.end.toordinal() + 1)
            if when not in made:
                made[when] = dict(_homes(world, question, lines, period))
        return cls(periods, tuple(made[bisect_left(changes, period.end.toordinal() + 1)] for period in periods))

    @cached_property
    def communes(self) -> Sequence[Counter[str]]:
        """For each period, how many communes lie beneath each place."""
        counted = {id(homes): Counter(homes.values()) for homes in self.homes}
        return [counted[id(homes)] for homes in self.homes]

    def bucket(self, period: Period) -> int | None:
        """The asked period that a row belongs to."""
        found = bisect_left([part.end for part in self.periods], period.end)
        return found if found < len(self.periods) and self.periods[found].start <= period.end else None


def _changes(world: World, lines: Mapping[str, Sequence[str]]) -> set[int]:
    """The days from which on other places were in force."""
    days: set[int] = set()
    for key in {place for line in lines.values() for place in line}:
        node = world.places[key]
        if node.valid_from is not None:
            days.add(node.valid_from.toordinal())
        if node.valid_to is not None:
            days.add(node.valid_to.toordinal() + 1)
    return days


def _homes(
    world: World, question: Question, lines: Mapping[str, Sequence[str]], period: Period
) -> Iterator[tuple[str, str]]:
    for key, line in lines.items():
        if not world.places[key].in_force(period.end):
            continue
        above: str | None = question.place
        if question.by is By.PROVINCE:
            nodes = (world.places[other] for other in line)
            above = next((node.key for node in nodes if node.level == By.PROVINCE and node.in_force(period.end)), None)
        if above is not None:
            yield key, above


class Count(NamedTuple):
    """Communes with any of it, and communes that stated a number."""

    covered: int = 0
    stated: int = 0

    def plus(self, covered: int, stated: int) -> "Count":
        """With so many more."""
        return Count(self.covered + covered, self.stated + stated)


def reached(world: World, question: Question, rows: Iterable[Row]) -> list[Row]:
    """The rows of one indicator from those of its communes (`of_communes`), one by one."""
    homes, (code,) = Homes.of(world, question), question.indicators
    counts: dict[Part, Count] = defaultdict(Count)
    figures: dict[Part, set[int]] = defaultdict(set)
    for part, row in _counting(homes, rows):
        counts[part] = counts[part].plus(row.total is not None and row.total.value > 0, 1)
        figures[part].update(row.figure_ids)
    return told(world, question, code, homes, counts, figures)


def _counting(homes: Homes, rows: Iterable[Row]) -> Iterator[tuple[Part, Row]]:
    for row in rows:
        found = None if row.total is None or row.period is None else homes.bucket(row.period)
        home = None if found is None else homes.homes[found].get(row.place)
        if found is not None and home is not None:
            yield Part(row.cell, found, home), row


def told(
    world: World,
    question: Question,
    code: str,
    homes: Homes,
    counts: Mapping[Part, Count],
    figures: Mapping[Part, Collection[int]],
) -> list[Row]:
    """The rows of what was counted: of the asked cell one for every place with communes, of others where stated."""
    main = question.cells or ""
    wanted = {Part(main, n, place) for n, found in enumerate(homes.communes) for place in found} | counts.keys()
    rows = []
    for part in wanted:
        period, many = homes.periods[part.bucket], homes.communes[part.bucket][part.place]
        count = counts.get(part)
        rows.append(
            Row(
                code,
                part.place,
                period,
                part.cell,
                Basis.ROLLED_UP,
                None if count is None else Total(*[Decimal(count.covered)] * 3),
                _absence(world, period, count),
                Total(*[Decimal(many)] * 3),
                stated=0 if count is None else count.stated,
                received=0 if count is None else count.stated,
                expected=many,
                figure_ids=tuple(sorted(figures.get(part, ()))),
                level=LEAF,
            )
        )
    return in_order(rows)


def _absence(world: World, period: Period, count: Count | None) -> Absence | None:
    if count is not None:
        return None if count.covered else Absence.ZERO
    is_late = world.today is None or world.today > world.due(period, LEAF)
    return Absence.NOT_REPORTED if is_late else Absence.NOT_YET_DUE


@dataclass(frozen=True)
class Coded:
    """The homes in the codes of a generation: of period n, place p counts beneath `above[offsets[n] + p]`."""

    homes: Homes
    offsets: pa.Array
    above: pa.Array

    @classmethod
    def of(cls, homes: Homes, codes: Mapping[str, int]) -> "Coded":
        """From keys; places that the generation does not know are left out."""
        columns: list[int | None] = []
        starts: dict[int, int] = {}
        for found in homes.homes:
            if id(found) not in starts:
                starts[id(found)] = len(columns)
                column: list[int | None] = [None] * len(codes)
                for key, home in found.items():
                    if key in codes and home in codes:
                        column[codes[key]] = codes[home]
                columns += column
        offsets = pa.array([starts[id(found)] for found in homes.homes], pa.int32())
        return cls(homes, offsets, pa.array(columns, pa.int32()))

    def counted(self, table: pa.Table) -> Iterator[tuple[int, int, int, int, int]]:
        """(cell, bucket, place, covered, stated) of an indicator's communes in codes, with `value` where stated."""
        table = table.filter(table["value"].is_valid())
        above = self.above.take(pc.add(self.offsets.take(table["bucket"]), table["place"].cast(pa.int32())))
        columns = [table["cell"], table["bucket"], above, pc.greater(table["value"], 0).cast(pa.int32())]
        found = pa.table(columns, names=["cell", "bucket", "above", "covered"])
        found = found.filter(found["above"].is_valid()).group_by(["cell", "bucket", "above"], use_threads=False)
        added = found.aggregate([("covered", "sum"), ("covered", "count")])
        names = ("cell", "bucket", "above", "covered_sum", "covered_count")
        return zip(*(added[name].to_pylist() for name in names), strict=True)


def counted(coded: Coded, store: "Store", table: pa.Table | None, judged: Iterable[Row]) -> dict[Part, Count]:
    """The counts of an indicator, from its communes' columns and from those rows that were judged one by one."""
    counts: dict[Part, Count] = defaultdict(Count)
    if table is not None:
        for cell, bucket, place, covered, stated in coded.counted(table):
            part = Part(store.cell_key(cell), bucket, store.place_keys[place])
            counts[part] = counts[part].plus(covered, stated)
    for part, row in _counting(coded.homes, judged):
        counts[part] = counts[part].plus(row.total is not None and row.total.value > 0, 1)
    return dict(counts)
