"""From a row of the warehouse's answer to a line of a table."""

from chungtay.results.reviews.composition import NO_TEXT, OtherClaim, Span, TableRow
from chungtay.results.reviews.inputs import IndicatorFacts, ReviewRow
from chungtay.results.reviews.showing import WITHHELD, difference, is_small, kept_small, shown
from chungtay.results.warehouse.questions import Row


def table_row(item: ReviewRow, indicator: IndicatorFacts) -> TableRow:
    """A line of a table from a row of the warehouse's answer."""
    row = item.row
    per_cent = indicator.nature == "ratio"
    value = shown(row.total, row.absence, row.denominator, per_cent=per_cent)
    others = tuple(_other(row, other, indicator) for other in row.beside if other.period == row.period)
    return TableRow(
        indicator=row.indicator,
        name=indicator.name,
        unit=indicator.unit,
        nature=indicator.nature,
        place=row.place,
        place_name=item.place.full_name,
        level=item.place.level,
        span=Span.of(row.period) if row.period else None,
        cell=row.cell,
        cell_name=item.cell_name,
        basis=row.basis.value,
        shown=WITHHELD if item.is_withheld else kept_small(value, indicator.threshold),
        others=() if item.is_withheld else others,
        counted=item.counted,
        stated=row.stated,
        received=row.received,
        expected=row.expected,
        partial=row.partial,
        # A link would lead a partner to the very number that is withheld.
        figure_ids=() if item.is_withheld else tuple(sorted(row.figure_ids)),
    )


def _other(row: Row, other: Row, indicator: IndicatorFacts) -> OtherClaim:
    """Two rates are set side by side without a difference: of their parts nothing can be subtracted.

    Beside a small count there is none either: it would give the count away.
    """
    per_cent = indicator.nature == "ratio"
    small = any(total is not None and is_small(total, indicator.threshold) for total in (row.total, other.total))
    gap = NO_TEXT if per_cent or small else difference(row.total, other.total)
    return OtherClaim(
        basis=other.basis.value,
        shown=kept_small(shown(other.total, other.absence, other.denominator, per_cent=per_cent), indicator.threshold),
        difference=gap,
        stated=other.stated,
        expected=other.expected,
        figure_ids=tuple(sorted(other.figure_ids)),
    )
