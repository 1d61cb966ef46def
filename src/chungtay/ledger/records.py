"""Between rows of the ledger and what crosses its edge: recorded figures, flat rows for export, canonical claims."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period, Regime
from chungtay.kernel.quantities import Precision, Quantity
from chungtay.ledger.canonical import Plain, number_text
from chungtay.ledger.models import Batch, Figure
from chungtay.ledger.standing import Stretch
from chungtay.ledger.types import BatchHead, BatchKey, Claim, FigureRow, FigureStatus, RecordedFigure

CHUNK = 5000
"""Rows held at once while streaming."""
BATCHES_AT_ONCE = 500
"""Batches whose figures are fetched by one statement; older builds of SQLite take no more than 999 parameters."""

T = TypeVar("T")


class Stored(NamedTuple):
    """A claim as the columns of its row, save those that point to other tables."""

    cell: str
    start: date
    end: date
    regime: str
    status: str
    value: Decimal | None
    value_to: Decimal | None
    of: Decimal | None
    precision: str
    grain: Decimal | None
    as_written: str
    absence: str
    unit: str
    members: list[str] | None
    source_start: int | None
    source_end: int | None
    locator: str
    note: str


_ROW_COLUMNS = ("id", "position", "indicator__code", "cell", "place_id", *Stored._fields[1:], "corrects_id")


def stored(claim: Claim) -> Stored:
    """The columns of a claim that `claims.claims_normal` let through."""
    quantity = claim.quantity
    return Stored(
        cell=claim.cell,
        start=claim.period.start,
        end=claim.period.end,
        regime=claim.period.regime.value,
        status=claim.status.value,
        value=quantity.value if quantity else None,
        value_to=quantity.value_to if quantity else None,
        of=quantity.of if quantity else None,
        precision=quantity.precision.value if quantity else "",
        grain=quantity.grain if quantity else None,
        as_written=quantity.as_written if quantity else "",
        absence=claim.absence.value if claim.absence else "",
        unit=claim.unit,
        members=None if claim.members is None else list(claim.members),
        source_start=claim.span[0] if claim.span else None,
        source_end=claim.span[1] if claim.span else None,
        locator=claim.locator,
        note=claim.note,
    )


def claim_plain(
    position: int, indicator: str, place: str, item: Stored, corrects: tuple[str, int] | None
) -> dict[str, Plain]:
    """The claim for the digest: indicator by code, place by key, what it corrects by batch digest and position.

    Columns that came later than the first batches are named only where they say something: digests stay what they were.
    """
    later = {name: text for name, text in (("locator", item.locator), ("note", item.note)) if text}
    return {
        "position": position,
        "indicator": indicator,
        "place": place,
        "cell": item.cell,
        "start": item.start.isoformat(),
        "end": item.end.isoformat(),
        "regime": item.regime,
        "status": item.status,
        "value": number_text(item.value),
        "value_to": number_text(item.value_to),
        "of": number_text(item.of),
        "precision": item.precision,
        "grain": number_text(item.grain),
        "as_written": item.as_written,
        "absence": item.absence,
        "unit": item.unit,
        "members": None if item.members is None else [*item.members],
        "span": None if item.source_start is None else [item.source_start, item.source_end],
        "corrects": None if corrects is None else [*corrects],
        **later,
    }


def header_plain(batch: Batch, *, body: str, form: str, form_version: int, place: str) -> dict[str, Plain]:
    """The header of a batch for the digest; the four foreign rows are named by code, version and key."""
    return {
        "body": body,
        "form": form,
        "form_version": form_version,
        "place": place,
        "start": batch.start.isoformat(),
        "end": batch.end.isoformat(),
        "regime": batch.regime,
        "version": batch.version,
        "source_sha256": batch.source_sha256,
        "is_illustration": batch.is_illustration,
        "figure_count": batch.figure_count,
    }


def batch_heads(ids: Iterable[int]) -> dict[int, BatchHead]:
    """The headers of batches by id, in one query."""
    rows = Batch.objects.filter(pk__in=list(ids)).values_list(
        "id",
        *BatchKey._fields,
        "form__code",
        "form__version",
        "version",
        "source_id",
        "is_illustration",
    )
    return {row[0]: BatchHead(row[0], BatchKey(*row[1:7]), *row[7:]) for row in rows}


def rows_of(stretches: Iterable[Stretch], **only: Any) -> Iterator[FigureRow]:
    """The figures of the batches that stood, once per stretch; streams, a few hundred batches to a statement.

    `only` narrows the figures down by their own columns (place=, pk__in=, end__gte=).
    """
    for group in _groups(stretches, BATCHES_AT_ONCE):
        by_batch: dict[int, list[Stretch]] = {}
        for stretch in group:
            by_batch.setdefault(stretch.batch_id, []).append(stretch)
        heads = batch_heads(by_batch)
        figures = Figure.objects.filter(batch_id__in=list(by_batch), **only).order_by("batch_id", "position")
        for batch_id, *values in figures.values_list("batch_id", *_ROW_COLUMNS).iterator(chunk_size=CHUNK):
            for stretch in by_batch[batch_id]:
                yield FigureRow(heads[batch_id], stretch.known_from, stretch.known_to, *values)


def recorded(row: FigureRow) -> RecordedFigure:
    """The same figure as an object of the house's words."""
    head = row.batch
    return RecordedFigure(
        id=row.id,
        batch_id=head.id,
        position=row.position,
        claim=_claim(row),
        body_id=head.key.body_id,
        form_code=head.form_code,
        batch_place_id=head.key.place_id,
        batch_period=Period(head.key.start, head.key.end, Regime(head.key.regime)),
        version=head.version,
        source_id=head.source_id,
        is_illustration=head.is_illustration,
        known_from=row.known_from or None,
        known_to=row.known_to,
    )


def _claim(row: FigureRow) -> Claim:
    quantity = None
    if row.value is not None:
        assert row.grain is not None, "a value is stored with its grain"
        quantity = Quantity(row.value, Precision(row.precision), row.value_to, row.of, row.as_written, row.grain)
    return Claim(
        indicator=row.indicator,
        place_id=row.place_id,
        period=Period(row.start, row.end, Regime(row.regime)),
        quantity=quantity,
        absence=Absence(row.absence) if row.absence else None,
        cell=row.cell,
        status=FigureStatus(row.status),
        unit=row.unit,
        members=None if row.members is None else tuple(row.members),
        span=None if row.source_start is None or row.source_end is None else (row.source_start, row.source_end),
        corrects=row.corrects,
        locator=row.locator,
        note=row.note,
    )


def _groups(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while group := list(islice(iterator, size)):
        yield group
