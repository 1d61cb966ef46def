"""What an official review keeps back so that no small count can be had by subtraction, in its tables and its annex.

A review goes to partners and up the line, so it is made as for a reader who belongs to none of the bodies that
reported. Places are not compared with one another here: no indicator with small counts may be ranked, so a review
never sets its places side by side.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from chungtay.results.reviews.inputs import ReviewRow
from chungtay.results.reviews.showing import is_small
from chungtay.results.warehouse import types as frozen
from chungtay.results.warehouse.questions import Row
from chungtay.results.warehouse.small import kept_back, kept_with

Thresholds = Mapping[str, int | None]


def rows_kept(rows: Sequence[ReviewRow], thresholds: Thresholds) -> list[ReviewRow]:
    """The rows without parts that may not be told at all, those that are withheld with a small one marked so."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for item in rows:
        groups[item.row.indicator, item.row.place].append(item.row)
    told = {key: _told(found, thresholds[key[0]]) for key, found in groups.items()}
    kept = []
    for item in rows:
        withheld = told[item.row.indicator, item.row.place]
        if item.row.cell == "" or withheld is None:
            kept += [item] if item.row.cell == "" else []
        else:
            kept.append(replace(item, is_withheld=(item.row.period, item.row.cell) in withheld))
    return kept


def _told(rows: list[Row], threshold: int | None) -> set[tuple[object, str]] | None:
    """The parts withheld, by period and cell; None where none of them may be told.

    Parts of one period are held against any whole that was stated: bodies differ in the days that they write.
    """

    def small(row: Row) -> bool:
        return row.total is not None and is_small(row.total, threshold)

    wholes = [row for row in rows if row.cell == "" and row.total is not None]
    whole = next((row for row in wholes if small(row)), wholes[0] if wholes else None)
    found: set[tuple[object, str]] = set()
    for period in {row.period for row in rows if row.cell}:
        kept = kept_back([row for row in rows if row.cell and row.period == period], whole, small, threshold)
        if kept is None:
            return None
        found |= {(period, cell) for cell in kept.withheld}
    return found


@dataclass(frozen=True)
class KeptFigures:
    """Figures of the annex: those printed as "<5", those not printed at all, and the sentences that tell them."""

    small: frozenset[int]
    withheld: frozenset[int]
    sentences: frozenset[tuple[int | None, str]]


def figures_kept(facts: frozen.SnapshotFacts, rows: Iterable[ReviewRow]) -> KeptFigures:
    """What the annex keeps back: small figures, those of withheld parts, and those that would give a small one away.

    A figure is given away by the sum that it is part of, when that sum and all its other figures are printed: a total
    over places, or the whole of its own report. Where withholding cannot help, none of the sum is printed.
    """
    figures = {f.id: f for f in facts.figures.values() if _threshold(f, facts) is not None and f.quantity is not None}
    small = {number for number, figure in figures.items() if _is_small(figure, facts)}
    printed = list(rows)
    withheld = {number for item in printed if item.is_withheld for number in item.row.figure_ids if number in figures}
    sums = [*_sums_of_rows(printed, figures, facts), *_sums_of_reports(figures, small)]
    closed: set[int] = set()
    is_settled = False
    while not is_settled:
        before = len(withheld) + len(closed)
        for ids in sums:
            more = _settled(ids, figures, facts, small, withheld | closed)
            closed |= set(ids) if more is None else set()
            withheld |= more or set()
        is_settled = before == len(withheld) + len(closed)
    hidden = small | withheld | closed
    told = {(figures[number].source_id, figures[number].sentence) for number in hidden if figures[number].sentence}
    return KeptFigures(frozenset(small - closed), frozenset(withheld - small | closed), frozenset(told))


def _settled(
    ids: Sequence[int],
    figures: Mapping[int, frozen.FigureFacts],
    facts: frozen.SnapshotFacts,
    small: set[int],
    hidden: set[int],
) -> frozenset[int] | None:
    values: dict[int, Decimal] = {n: q.value for n in ids if (q := figures[n].quantity) is not None}
    few = [number for number in ids if number in small]
    if not few or hidden >= set(ids):
        return frozenset()
    threshold = _threshold(figures[ids[0]], facts)
    assert threshold is not None
    return kept_with(values, few, threshold, [number for number in ids if number in hidden])


def _sums_of_rows(
    rows: Iterable[ReviewRow], figures: Mapping[int, frozen.FigureFacts], facts: frozen.SnapshotFacts
) -> Iterable[tuple[int, ...]]:
    """The figures behind each number that a table prints, of one indicator each: a rate prints both of its counts."""
    for item in rows:
        for row in (item.row, *item.row.beside):
            if row.total is not None and is_small(row.total, facts.indicators[row.indicator].threshold):
                continue
            by_code: dict[str, list[int]] = defaultdict(list)
            for number in row.figure_ids:
                if number in figures:
                    by_code[figures[number].indicator].append(number)
            yield from (tuple(ids) for ids in by_code.values() if len(ids) > 1)


def _sums_of_reports(figures: Mapping[int, frozen.FigureFacts], small: set[int]) -> Iterable[tuple[int, ...]]:
    """The parts of each whole that is itself printed, by indicator, place and dates."""
    groups: dict[tuple[object, ...], list[frozen.FigureFacts]] = defaultdict(list)
    for figure in figures.values():
        groups[figure.indicator, figure.place, figure.period.start, figure.period.end, figure.status].append(figure)
    for found in groups.values():
        if any(figure.cell == "" and figure.id not in small for figure in found):
            yield tuple(figure.id for figure in found if figure.cell)


def _threshold(figure: frozen.FigureFacts, facts: frozen.SnapshotFacts) -> int | None:
    return facts.indicators[figure.indicator].threshold


def _is_small(figure: frozen.FigureFacts, facts: frozen.SnapshotFacts) -> bool:
    return figure.quantity is not None and is_small(figure.quantity, _threshold(figure, facts))
