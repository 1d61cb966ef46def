"""Why a total differs between two instants, figure by figure. Knows no ledger: what is known of figures is handed in.

A total that adds is the sum of the figures that it was made from (`Row.figure_ids`). So its difference between two
instants is what the figures that joined it add, less what those that left it had added; nothing else can move it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import Total

NAMED = 3
"""Figures that are named as standing instead of one that left, or had stood instead of one that joined."""


class MoveKind(StrEnum):
    """How a figure came into a total, went out of it, or was replaced in it.

    LEADS and LED: it counted at both instants, and something else stood for its place and days at one of them - another
    line's attestation, a body's own total instead of the sum from below, the reverse, or a longer report.
    """

    CAME = "came"
    CORRECTED = "corrected"
    ENDED = "ended"
    LEADS = "leads"
    LED = "led"


@dataclass(frozen=True)
class Known:
    """A figure of either total. `report` is the same for all versions of one report; `then` and `now` say whether the
    figure counted in the ledger at the two instants, whatever the total was made from."""

    id: int
    report: Hashable
    place: str
    cell: str
    period: Period
    total: Total
    then: bool
    now: bool
    status: str = "result"


@dataclass(frozen=True)
class Move:
    """One step from the old total to the new one. `old` left it, `new` joined it; both where one replaced the other.

    `instead` are figures on the other side that stand for the same land and days: the first few of them.
    """

    kind: MoveKind
    old: Known | None = None
    new: Known | None = None
    instead: tuple[int, ...] = ()

    @property
    def change(self) -> Decimal:
        """What it adds to the total."""
        old, new = (side.total.value if side is not None else Decimal(0) for side in (self.old, self.new))
        return new - old

    @property
    def figure(self) -> Known:
        """The newer figure, the older where there is none."""
        found = self.new or self.old
        assert found is not None
        return found


def moves_between(
    before: Collection[int],
    after: Collection[int],
    known: Mapping[int, Known],
    above: Callable[[str], Sequence[str]],
) -> tuple[Move, ...]:
    """What led from a total made of the figures `before` to one made of `after`, by place, days and cell.

    `known` describes at least the figures in one of the two alone; `above` gives the places that hold a place.
    The changes of the moves add up to the difference of the two totals.
    """
    gone = [known[id] for id in sorted(set(before) - set(after))]
    joined = [known[id] for id in sorted(set(after) - set(before))]
    pairs = _corrected(gone, joined)
    found = [Move(MoveKind.CORRECTED, old, new) for old, new in pairs]
    used = {side.id for pair in pairs for side in pair}
    left, come = ([item for item in items if item.id not in used] for items in (gone, joined))
    found += [Move(MoveKind.LED if item.now else MoveKind.ENDED, old=item) for item in left]
    found += [Move(MoveKind.LEADS if item.then else MoveKind.CAME, new=item) for item in come]
    return _in_order(_instead(found, above))


def _corrected(gone: Iterable[Known], joined: Iterable[Known]) -> list[tuple[Known, Known]]:
    """Figures that a later (or, after a withdrawal, an earlier) version of the same report replaced."""
    waiting: dict[Hashable, list[Known]] = defaultdict(list)
    for item in joined:
        if not item.then:
            waiting[_counted(item)].append(item)
    pairs = []
    for item in gone:
        if not item.now and (found := waiting[_counted(item)]):
            pairs.append((item, found.pop(0)))
    return pairs


def _counted(item: Known) -> Hashable:
    return item.report, item.place, item.cell, item.period, item.status


def _instead(moves: list[Move], above: Callable[[str], Sequence[str]]) -> list[Move]:
    """The same moves; those without a counterpart name what stands on the other side for the same land and days."""
    sides = ([m.old for m in moves if m.old is not None], [m.new for m in moves if m.new is not None])
    gone, joined = (_Side(items, above) for items in sides)
    found = []
    for move in moves:
        if move.kind is MoveKind.CORRECTED:
            found.append(move)
        else:
            other = joined if move.new is None else gone
            found.append(replace(move, instead=other.near(move.figure)))
    return found


class _Side:
    """The figures that left, or those that joined, to be asked for those in one line with a place."""

    def __init__(self, items: Iterable[Known], above: Callable[[str], Sequence[str]]) -> None:
        self.above = above
        self.at: dict[str, list[Known]] = defaultdict(list)
        self.under: dict[str, list[Known]] = defaultdict(list)
        for item in items:
            self.at[item.place].append(item)
            for place in above(item.place):
                self.under[place].append(item)

    def near(self, figure: Known) -> tuple[int, ...]:
        """The first few of the same place, of places that hold it, and of places within it."""
        places = (figure.place, *self.above(figure.place))
        listed = [*(item for place in places for item in self.at.get(place, ())), *self.under.get(figure.place, ())]
        found = (item.id for item in listed if item.period.overlaps(figure.period) and item.cell == figure.cell)
        return tuple(dict.fromkeys(found))[:NAMED]


def _in_order(moves: Iterable[Move]) -> tuple[Move, ...]:
    def key(move: Move) -> tuple[str, date, date, str, int]:
        figure = move.figure
        return figure.place, figure.period.start, figure.period.end, figure.cell, figure.id

    return tuple(sorted(moves, key=key))
