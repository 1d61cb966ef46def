"""Which totals a corrected figure moved: the province's and the country's sum of the period, before and after.

Only of flows and stocks, whose totals are sums; only where the ledger can be asked as it was before and after. Small
counts, and places beyond the reader's territory, are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chungtay.faces.desk.showing import is_small
from chungtay.faces.desk.telling import language
from chungtay.kernel.numbers import quantity_words
from chungtay.kernel.periods import Period, Regime
from chungtay.ledger import queries as ledger
from chungtay.ledger.types import FigureStatus
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.indicators.catalogue import cell_name
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places.queries import place_get, place_path
from chungtay.results.warehouse.queries import answer, small_cell
from chungtay.results.warehouse.questions import Basis, Question, Row
from chungtay.results.warehouse.withholding import figures_withheld, withheld_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.gathering.approval.changes import Change
    from chungtay.ledger.models import Batch
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

SUMMED = ("flow", "stock")
MOST = 30
"""Changed figures whose totals are asked for; a report that changes more is another report."""


@dataclass(frozen=True)
class Moved:
    """One total, in words. `is_own`: the body above states it itself, so that the correction moves nothing."""

    name: str
    unit: str
    place: Place
    before: str
    after: str
    is_own: bool


def moved(batch: Batch, changes: Sequence[Change], *, by: User) -> list[Moved]:
    """The totals that the approval of a correction moved, province before country; empty where it never counted."""
    approved = [d.transaction_id for d in ledger.decisions_of(batch) if d.kind == "approved"]
    kept = figures_withheld([c.figure for c in changes[:MOST]], by)
    told = [c for c in changes[:MOST] if _can_be_told(c) and c.figure.id not in kept]
    above = [place for place in _above(batch) if sees_place(by, place)]
    if not approved or not told or not above:
        return []
    found: dict[tuple[str, str], list[Moved]] = {}
    codes = tuple(dict.fromkeys(change.figure.claim.indicator for change in told))
    period = Period(batch.start, batch.end, Regime(batch.regime))
    for place in above:
        question = Question(codes, place.key, period, cells=None, as_known_at=approved[-1])
        after = _by_cell(answer(question, user=by))
        before = _by_cell(answer(replace(question, as_known_at=approved[-1] - 1), user=by))
        for code, cell in dict.fromkeys((c.figure.claim.indicator, c.figure.claim.cell) for c in told):
            line = _line(place, before.get((code, cell)), after.get((code, cell)), by)
            if line is not None:
                found.setdefault((code, cell), []).append(line)
    return [line for lines in found.values() for line in lines]


def _above(batch: Batch) -> list[Place]:
    """The province and the country around the place of the report, as on its last day."""
    path = [name.place for name in place_path(batch.place, batch.end)]
    found = [place for place in path if place.level == "province"] + [place_get("vn")]
    return [place for place in found if place.pk != batch.place_id]


def _can_be_told(change: Change) -> bool:
    """A sum, and no small count on either side: the difference of two totals would give it away.

    Of what is kept from others where it is small only the whole: a part may stand beside a small one.
    """
    claim, meaning = change.figure.claim, definition(change.figure.claim.indicator)
    if claim.status is not FigureStatus.RESULT or meaning.nature not in SUMMED:
        return False
    if claim.cell and meaning.threshold is not None:
        return False
    sides = [side.claim for side in (change.old, change.new) if side is not None]
    return not any(is_small(side.indicator, side.quantity) for side in sides)


def _by_cell(rows: Sequence[Row]) -> dict[tuple[str, str], Row]:
    return {(row.indicator, row.cell): row for row in rows}


def _line(place: Place, before: Row | None, after: Row | None, by: User) -> Moved | None:
    rows = [row for row in (before, after) if row is not None and row.total is not None]
    if not rows or any(small_cell(row, by) or withheld_cell(row, by) for row in rows):
        return None
    was, now = (_words(row) for row in (before, after))
    row = rows[-1]
    meaning = definition(row.indicator)
    part = f": {cell_name(row.cell, language())}" if row.cell else ""
    is_own = row.basis is Basis.REPORTED
    if was == now and not is_own:
        return None
    return Moved(meaning.name(language()) + part, meaning.unit(language()), place, was, now, is_own)


def _words(row: Row | None) -> str:
    return quantity_words(row.total, language()) if row is not None and row.total is not None else "—"
