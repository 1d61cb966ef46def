"""Collecting what a snapshot freezes: the figures of a territory and period with all that a review prints of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from chungtay.gathering.programmes import queries as programmes
from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period, Regime, compared_period
from chungtay.ledger import queries as ledger
from chungtay.ledger.types import DecisionKind, FigureRow
from chungtay.reference.indicators.catalogue import cell_name
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places import queries as places
from chungtay.reference.sources import queries as sources
from chungtay.results.warehouse.facts import Duty
from chungtay.results.warehouse.loading import duties_of, forms_by_indicator, holidays, nodes_of, quantity_of
from chungtay.results.warehouse.types import (
    AreaFacts,
    BatchFacts,
    FigureFacts,
    IndicatorFacts,
    PartyFacts,
    PlaceFacts,
    ProgrammeFacts,
    SourceFacts,
)

if TYPE_CHECKING:
    from chungtay.gathering.programmes.models import Programme
    from chungtay.ledger.models import Batch, Decision
    from chungtay.reference.places.models import Place
    from chungtay.reference.sources.models import Excerpt

_NAMES_AT_ONCE = 500


@dataclass(frozen=True)
class Content:
    """What stands in the file, in a fixed order of everything.

    `frozen_on` is part of it because "not yet due" depends on the day: the same ledger at the same transaction,
    frozen on the same day, is the same file to the byte.
    """

    place: str
    period: Period
    transaction_number: int
    frozen_on: date
    programme: ProgrammeFacts
    places: tuple[PlaceFacts, ...]
    indicators: tuple[IndicatorFacts, ...]
    sources: tuple[SourceFacts, ...]
    batches: tuple[BatchFacts, ...]
    figures: tuple[FigureFacts, ...]
    cells: tuple[tuple[str, str, str], ...]
    duties: tuple[Duty, ...]
    holidays: tuple[date, ...]
    release: int = 1
    """Raised when the meaning of a field changes; readers keep understanding the older ones."""


def collect(programme: "Programme", place: "Place", period: Period, at: int) -> Content:
    """Everything of a territory and period as the ledger knew it at a transaction.

    Figures are kept whose period shares a day with the asked one, or with the one that it is set beside: what lies
    wholly outside both cannot enter an answer.
    """
    kept = [span for span in (period, compared_period(period)) if span is not None]
    within = places.places_in(place)
    held = {item.pk: item for item in within}
    rows = [
        row
        for row in ledger.rows_known(at=at, within=within.values("pk") if place.parent_id is not None else None)
        if row.place_id in held and any(row.start <= span.end and row.end >= span.start for span in kept)
    ]
    rows.sort(key=lambda row: row.id)
    named = ledger.batches_get(row.batch.id for row in rows)
    batches = [named[pk] for pk in sorted(named)]
    decided = ledger.decisions_by_batch(batch.pk for batch in batches)
    evidence = _Sentences(batch.source_id for batch in batches if batch.source_id is not None)
    described = describe(programme)
    codes = {row.indicator for row in rows} | {code for area in described.areas for code in area.indicators}
    return Content(
        place=place.key,
        period=period,
        transaction_number=at,
        frozen_on=timezone.localdate(),
        programme=described,
        places=tuple(_places(place, held, period.end)),
        indicators=tuple(_indicators(codes)),
        sources=tuple(_sources(batches)),
        batches=tuple(_batch(batch, decided[batch.pk], at) for batch in batches),
        figures=tuple(_figure(row, held[row.place_id].key, evidence) for row in rows),
        cells=tuple((c, cell_name(c, "vi"), cell_name(c, "en")) for c in sorted({row.cell for row in rows} - {""})),
        duties=duties_of(place),
        holidays=holidays(),
    )


def describe(programme: "Programme") -> ProgrammeFacts:
    """A programme with its parties and areas."""
    return ProgrammeFacts(
        number=programme.number,
        title_vi=programme.title_vi,
        title_en=programme.title_en,
        place=programme.place.key,
        term=Period(programme.term_start, programme.term_end, Regime.PROGRAMME_TERM),
        signed_on=programme.signed_on,
        parties=tuple(PartyFacts(b.code, b.name_vi, b.name_en, b.line) for b in programmes.parties(programme)),
        areas=tuple(
            AreaFacts(area.position, area.name_vi, area.name_en, tuple(area.indicators))
            for area in programmes.areas(programme)
        ),
        parent=programme.parent.number if programme.parent else "",
        predecessor=programme.predecessor.number if programme.predecessor else "",
    )


def _places(territory: "Place", held: Mapping[int, "Place"], on: date) -> Iterator[PlaceFacts]:
    nodes = nodes_of(territory)
    ordered = sorted(held.values(), key=lambda item: item.key)
    for begin in range(0, len(ordered), _NAMES_AT_ONCE):
        some = ordered[begin : begin + _NAMES_AT_ONCE]
        names = places.names_on(some, on)
        for item in some:
            node, named = nodes[item.key], names.get(item.pk, item)
            home = held.get(item.home_province_id) if item.home_province_id is not None else None
            yield PlaceFacts(
                key=item.key,
                level=item.level,
                name=named.name,
                full_name=named.full_name,
                parent=node.parent or "",
                province=home.key if home is not None else "",
                home_commune=node.home_commune or "",
                valid_from=item.valid_from,
                valid_to=item.valid_to,
            )


def _indicators(codes: Iterable[str]) -> Iterator[IndicatorFacts]:
    """The catalogue's entries, with those of the parts of computed ratios."""
    wanted = set(codes)
    for code in codes:
        wanted |= {definition(code).numerator, definition(code).denominator} - {""}
    asked_by = forms_by_indicator()
    names = [item.name for item in fields(IndicatorFacts) if item.name != "forms"]
    for code in sorted(wanted):
        item = definition(code)
        forms = asked_by.get(code, frozenset()) | asked_by.get(item.numerator, frozenset())
        yield IndicatorFacts(**{name: getattr(item, name) for name in names}, forms=tuple(sorted(forms)))


def _sources(batches: Iterable["Batch"]) -> Iterator[SourceFacts]:
    found = {batch.source_id: batch.source for batch in batches if batch.source is not None}
    for source in sorted(found.values(), key=lambda item: item.pk):
        yield SourceFacts(
            id=source.pk,
            sha256=source.sha256,
            kind=source.kind,
            title=source.title,
            number=source.number,
            issuer_vi=source.issuer.name_vi,
            issuer_en=source.issuer.name_en,
            issued_on=source.issued_on,
            is_illustration=source.is_illustration,
        )


def _batch(batch: "Batch", decided: "list[Decision]", at: int) -> BatchFacts:
    standing = [item for item in decided if DecisionKind(item.kind).stands and item.transaction_id <= at]
    approval = next((item for item in standing if item.kind == DecisionKind.APPROVED), standing[0])
    return BatchFacts(
        id=batch.pk,
        body_code=batch.body.code,
        body_vi=batch.body.name_vi,
        body_en=batch.body.name_en,
        line=batch.body.line,
        form=batch.form.code,
        place=batch.place.key,
        period=Period(batch.start, batch.end, Regime(batch.regime)),
        version=batch.version,
        digest=batch.digest,
        source_id=batch.source_id,
        approved_at=approval.decided_at,
        approved_by_vi=approval.decided_by.body.name_vi,
        is_illustration=batch.is_illustration,
    )


def _figure(row: FigureRow, place: str, evidence: "_Sentences") -> FigureFacts:
    excerpt = evidence.around(row)
    return FigureFacts(
        id=row.id,
        batch_id=row.batch.id,
        indicator=row.indicator,
        cell=row.cell,
        place=place,
        period=Period(row.start, row.end, Regime(row.regime)),
        status=row.status,
        quantity=quantity_of(row),
        absence=Absence(row.absence) if row.absence else None,
        as_written=row.as_written,
        unit=row.unit,
        members=tuple(row.members) if row.members is not None else None,
        sentence=excerpt.text if excerpt else "",
        paragraph=excerpt.paragraph if excerpt else None,
        source_id=row.batch.source_id,
        is_illustration=row.batch.is_illustration,
    )


class _Sentences:
    """The kept, masked sentences of some sources, found by where a figure stands."""

    def __init__(self, source_ids: Iterable[int]) -> None:
        self._held: dict[int, list[Excerpt]] = {}
        for excerpt in sources.excerpts(source_ids):
            self._held.setdefault(excerpt.source_id, []).append(excerpt)

    def around(self, row: FigureRow) -> "Excerpt | None":
        """The shortest sentence that holds the figure."""
        start, end, source_id = row.source_start, row.source_end, row.batch.source_id
        if start is None or end is None or source_id is None:
            return None
        found = [item for item in self._held.get(source_id, []) if item.start <= start and end <= item.end]
        return min(found, key=lambda item: (item.end - item.start, item.start), default=None)
