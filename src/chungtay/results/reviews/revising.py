"""What an earlier review printed, set beside what its dates' figures are in a newer snapshot, and why they differ.

Both snapshots are frozen, so this reads nothing that is live. Of indicators with small counts nothing is told: what is
kept back at either time could be had from the difference.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from chungtay.kernel.quantities import Total
from chungtay.kernel.quantities import total as total_of
from chungtay.results.reviews.adapter import indicator_facts, rows_of_period
from chungtay.results.reviews.comparing import Earlier, Revised
from chungtay.results.reviews.composition import Composition, TableRow
from chungtay.results.reviews.rows import table_row
from chungtay.results.warehouse import types as frozen
from chungtay.results.warehouse.moves import Known, moves_between

_ADDING = ("flow", "stock")


def earlier_review(was: Composition, before: frozen.SnapshotFacts, facts: frozen.SnapshotFacts) -> Earlier:
    """The figures of the review `was`, made from `before`, then and in the snapshot `facts`."""
    then = {row.indicator: row for row in reversed(list(_wholes(was))) if row.indicator in facts.indicators}
    codes = tuple(code for code in then if facts.indicators[code].threshold is None)
    period = was.span.period
    now = {item.row.indicator: item for item in rows_of_period(facts, codes, period)} if codes else {}
    known = {**_known(before, facts, before), **_known(before, facts, facts)}
    above = _above(facts)
    rows = []
    for code in sorted(codes):
        if code not in now:
            continue
        line = table_row(now[code], indicator_facts(facts.indicators[code]))
        old, new = (tuple(i for i in row.figure_ids if i in known) for row in (then[code], line))
        moved = Counter(move.kind.value for move in moves_between(old, new, known, above))
        rows.append(Revised(then[code], line, tuple(sorted(moved.items()))))
    return Earlier(_day(was), period, tuple(rows))


def _day(was: Composition) -> date:
    return date.fromisoformat(was.binding.known_on)


def _wholes(was: Composition) -> Iterable[TableRow]:
    """The whole of each indicator that adds and was printed for the review's own place and dates."""
    for area in was.areas:
        for row in area.rows:
            if row.cell == "" and row.nature in _ADDING and row.place == was.place and row.shown.total is not None:
                yield row


def _known(before: frozen.SnapshotFacts, after: frozen.SnapshotFacts, of: frozen.SnapshotFacts) -> dict[int, Known]:
    found = {}
    for figure in of.figures.values():
        batch = of.batches[figure.batch_id]
        found[figure.id] = Known(
            id=figure.id,
            report=(batch.body_code, batch.form, batch.place, batch.period),
            place=figure.place,
            cell=figure.cell,
            period=figure.period,
            total=total_of([figure.quantity]) if figure.quantity is not None else Total(),
            then=figure.id in before.figures,
            now=figure.id in after.figures,
            status=figure.status,
        )
    return found


def _above(facts: frozen.SnapshotFacts) -> Callable[[str], Sequence[str]]:
    def above(place: str) -> tuple[str, ...]:
        node, found = facts.places.get(place), []
        while node is not None and node.parent and node.parent in facts.places:
            found.append(node.parent)
            node = facts.places[node.parent]
        return tuple(found)

    return above
