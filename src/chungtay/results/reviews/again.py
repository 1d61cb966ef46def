"""A report's own figures beside the review that was composed again from the ledger: is each there, and the same?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chungtay.kernel.numbers import quantity_words
from chungtay.kernel.quantities import Quantity, Total, total
from chungtay.ledger.types import RecordedFigure
from chungtay.results.reviews.composition import Composition, Shown, Text

SAME, OTHERWISE, IN_A_SUM, NOT_PRINTED = "same", "otherwise", "in a sum", "not printed"


@dataclass(frozen=True)
class Beside:
    """One figure of a report: as written, as read, what the review prints for it, and how the two agree."""

    figure: RecordedFigure
    about: Text
    written: str
    read: str
    ours: str
    verdict: str


@dataclass(frozen=True)
class _Printed:
    about: Text
    shown: Shown
    ids: tuple[int, ...]


def beside(figures: Iterable[RecordedFigure], review: Composition) -> list[Beside]:
    """Each figure of a report beside the review, in the report's order. Reasons for absence are no figures."""
    printed = list(_printed(review))
    return [_one(figure, figure.claim.quantity, printed) for figure in figures if figure.claim.quantity is not None]


def _one(figure: RecordedFigure, quantity: Quantity, printed: list[_Printed]) -> Beside:
    read = quantity_words(quantity)
    found = [item for item in printed if figure.id in item.ids]
    if not found:
        return Beside(figure, Text("", ""), quantity.as_written, read, "", NOT_PRINTED)
    item = next((item for item in found if _is_same(item.shown, quantity)), found[0])
    verdict = SAME if _is_same(item.shown, quantity) else IN_A_SUM if len(item.ids) > 1 else OTHERWISE
    return Beside(figure, item.about, quantity.as_written, read, item.shown.words.vi, verdict)


def _is_same(shown: Shown, quantity: Quantity) -> bool:
    """Whether value and precision are the same: the same number within the same bounds."""
    stated: Total = total([quantity])
    return shown.total == stated


def _printed(review: Composition) -> Iterator[_Printed]:
    """Every number of the review's tables with the figures behind it."""
    for area in review.areas:
        for row in (*area.rows, *area.apart):
            about = Text(*(": ".join(p for p in pair if p) for pair in _names(row.name, row.cell_name)))
            yield _Printed(about, row.shown, row.figure_ids)
            yield from (_Printed(about, other.shown, other.figure_ids) for other in row.others)


def _names(name: Text, cell: Text) -> tuple[tuple[str, str], tuple[str, str]]:
    return (name.vi, cell.vi), (name.en, cell.en)
