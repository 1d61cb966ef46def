"""Small counts that a table gives away by its sums, and what else has to be kept so that it does not.

A reader knows every number that is shown (to its rounding), what is said of each that is not ("<5"), that counts are
not negative, and which of them add up to which. The audit asks of every small count, by two linear programmes, the
least and the most that it can then be; where the two lie too near to each other more is kept, the least in value that
will do. The method and its worked example: statistical methods 6.2.

Where it stops: what somebody knows of his own (his share of a count), and sums that are in no publication.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from math import ceil, floor, inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import highspy

LEAST_WIDTH = 3
"""How far apart the least and the most must lie that a small count can be."""
_JOINT = 4_000
"""Up to so many cells times small counts the choice is the best there is; beyond, it is made one count at a time."""
_EPSILON = 1e-6
_SECONDS = 20.0


@dataclass(frozen=True)
class Cell:
    """One count. `low` and `high` are what a reader learns where it is shown (equal: it is told to the unit).

    A small one is never shown: of it the reader learns `said`, the range that its words name ("<5": 0 to 4); of one
    that is kept besides, that it is `kept_low` at least, where its words are others than a small one's.
    """

    value: int
    low: float
    high: float
    is_small: bool = False
    said: tuple[float, float] = (0, inf)
    is_fixed: bool = False
    kept_low: float = 0


@dataclass(frozen=True)
class Sum:
    """The cell `whole` is the sum of the cells `parts`, by position."""

    whole: int
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Table:
    """Counts and the sums that a reader can make of them. `threshold`: a count must remain possible that reaches it,
    unless the words for a small one rule that out."""

    cells: tuple[Cell, ...]
    sums: tuple[Sum, ...]
    threshold: int = 5

    @property
    def small(self) -> list[int]:
        """Positions of the small counts."""
        return [position for position, cell in enumerate(self.cells) if cell.is_small]


def intervals(table: Table, kept: Collection[int]) -> dict[int, tuple[float, float]]:
    """The least and most that each small count can be when the cells of `kept` are not shown besides the small ones.

    Whole numbers, for counts; (-inf, inf) where the sums contradict what is told, which then tells nothing.
    """
    solver = _solver()
    for position, cell in enumerate(table.cells):
        solver.addVar(*_known(cell, position in kept))
    for equation in table.sums:
        indices = [equation.whole, *equation.parts]
        solver.addRow(0, 0, len(indices), indices, [-1.0, *(1.0 for _ in equation.parts)])
    found = {}
    for position in table.small:
        solver.changeColCost(position, 1)
        low, high = _bound(solver, least=True), _bound(solver, least=False)
        solver.changeColCost(position, 0)
        found[position] = (ceil(low - _EPSILON) if low > -inf else low, floor(high + _EPSILON) if high < inf else high)
    return found


def given_away(table: Table, kept: Collection[int] = ()) -> list[int]:
    """The small counts that a reader can narrow down too far."""
    return [
        position
        for position, (low, high) in intervals(table, kept).items()
        if high - low < LEAST_WIDTH or high < min(table.threshold, table.cells[position].said[1])
    ]


def kept_besides(table: Table) -> frozenset[int] | None:
    """Which counts must not be shown besides the small ones, least in value; None: none of it may be shown.

    Each choice is audited again: what is returned protects every small count, or nothing is returned.
    """
    kept: frozenset[int] = frozenset()
    for component in _components(table):
        chosen = _kept_of(component.table)
        if chosen is None:
            return None
        kept |= {component.positions[position] for position in chosen}
    return kept


def _kept_of(table: Table) -> frozenset[int] | None:
    kept: frozenset[int] = frozenset()
    while open_ones := given_away(table, kept):
        together = len(open_ones) * len(table.cells) <= _JOINT
        chosen = _cheapest(table, kept, open_ones if together else open_ones[:1])
        if chosen is None or chosen <= kept:
            return None
        kept |= chosen
    return kept


def _cheapest(table: Table, kept: Collection[int], wanted: Iterable[int]) -> frozenset[int] | None:
    """Cells of the least value that, kept too, leave room for two tables as far apart in each wanted count as is asked.

    Deviations from the true table are bounded: a wider one is never needed to move a count by a few.
    """
    import highspy

    room = 4.0 * (table.threshold + LEAST_WIDTH)
    solver = _solver()
    solver.setOptionValue("time_limit", _SECONDS)
    choices = {}
    for position, cell in enumerate(table.cells):
        if not cell.is_small and not cell.is_fixed and position not in kept:
            choices[position] = solver.numVariables
            solver.addCol(max(1.0, float(cell.value)), 0, 1, 0, [], [])
            solver.changeColIntegrality(choices[position], highspy.HighsVarType.kInteger)
    for position in wanted:
        cell = table.cells[position]
        up, down = (_deviations(solver, table, choices, room) for _ in range(2))
        solver.addRow(LEAST_WIDTH, inf, 2, [up[position], down[position]], [1.0, -1.0])
        least = min(table.threshold, cell.said[1]) - cell.value
        solver.changeColBounds(up[position], least, min(cell.said[1] - cell.value, room))
        for side in (up, down):  # As the audit reads it: a count is a whole number.
            solver.changeColIntegrality(side[position], highspy.HighsVarType.kInteger)
    solver.run()
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    values = solver.getSolution().col_value
    return frozenset(position for position, column in choices.items() if values[column] > 0.5)


def _deviations(solver: highspy.Highs, table: Table, choices: dict[int, int], room: float) -> dict[int, int]:
    """A second table, as its differences from the true one: it may differ where nothing is told, and where a number is
    only told to its rounding."""
    columns = {}
    for position, cell in enumerate(table.cells):
        low, high = _known(cell, kept=not cell.is_fixed)
        columns[position] = solver.numVariables
        solver.addVar(max(low - cell.value, -room), min(high - cell.value, room))
        if position in choices:
            pair = [columns[position], choices[position]]
            solver.addRow(-inf, cell.high - cell.value, 2, pair, [1.0, -room])
            solver.addRow(cell.low - cell.value, inf, 2, pair, [1.0, room])
    for equation in table.sums:
        indices = [columns[equation.whole], *(columns[part] for part in equation.parts)]
        solver.addRow(0, 0, len(indices), indices, [-1.0, *(1.0 for _ in equation.parts)])
    return columns


def _known(cell: Cell, kept: bool) -> tuple[float, float]:
    if cell.is_small:
        return cell.said
    return (cell.kept_low, inf) if kept else (max(cell.low, 0), cell.high)


def _solver() -> highspy.Highs:
    import highspy  # Half a second, which only who publishes waits for.

    solver: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    return solver


def _bound(solver: highspy.Highs, *, least: bool) -> float:
    import highspy

    solver.changeObjectiveSense(highspy.ObjSense.kMinimize if least else highspy.ObjSense.kMaximize)
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
        return float(solver.getObjectiveValue())
    return -inf if least else inf


@dataclass(frozen=True)
class _Component:
    table: Table
    positions: tuple[int, ...]


def _components(table: Table) -> Iterator[_Component]:
    """The parts of a table that no sum joins, where they hold a small count: each is a problem of its own."""
    above = list(range(len(table.cells)))

    def root(position: int) -> int:
        while above[position] != position:
            above[position] = above[above[position]]
            position = above[position]
        return position

    for equation in table.sums:
        for part in equation.parts:
            above[root(part)] = root(equation.whole)
    members, equations = defaultdict(list), defaultdict(list)
    for position in range(len(table.cells)):
        members[root(position)].append(position)
    for equation in table.sums:
        equations[root(equation.whole)].append(equation)
    for name in sorted({root(position) for position in table.small}):
        place = {position: index for index, position in enumerate(members[name])}
        sums = tuple(Sum(place[e.whole], tuple(place[part] for part in e.parts)) for e in equations[name])
        cells = tuple(table.cells[position] for position in members[name])
        yield _Component(Table(cells, sums, table.threshold), tuple(members[name]))
