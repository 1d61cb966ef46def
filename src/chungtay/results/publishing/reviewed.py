"""What public reviews tell of counts that are guarded, in the form in which the shelf audits them.

A review keeps some counts itself; what stands behind those is asked of its snapshot again, for the audit has to know
every count that it protects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from chungtay.reference.indicators.catalogue import catalogue
from chungtay.reference.places.queries import lies_within, places_by_key
from chungtay.results.publishing.models import Publication, Release
from chungtay.results.publishing.shelf.guarding import is_guarded
from chungtay.results.publishing.shelf.lines import Claim, Hidden, Key, Line, Printed
from chungtay.results.reviews import queries as reviews
from chungtay.results.reviews.composition import Composition, Shown, Span, TableRow
from chungtay.results.warehouse.queries import answer, snapshot_period
from chungtay.results.warehouse.questions import Basis, Question, Row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from chungtay.kernel.quantities import Total
    from chungtay.reference.places.models import Place
    from chungtay.results.reviews.models import Review

RowKey = tuple[str, str, str, Span | None]
"""What a row of a table is about: indicator, place, cell, dates."""


@dataclass(frozen=True)
class Reviewed:
    """A count that a review tells of or hides: its claim, how it is hidden, and its row's own key."""

    claim: Claim
    hidden: Hidden
    row: RowKey

    @property
    def text(self) -> str:
        """As it is printed."""
        return self.claim.line.shown[0]


def key_of(row: TableRow) -> RowKey:
    """What a row is about."""
    return row.indicator, row.place, row.cell, row.span


def counts_of(review: Review, public: Composition) -> dict[str, list[Reviewed]]:
    """The guarded counts of a public rendition, by indicator, with the true ones behind them."""
    exact = {key_of(row): row for area in reviews.composition_of(review).areas for row in area.rows}
    rows = _first(row for area in public.areas for row in area.rows if is_guarded(catalogue()[row.indicator]))
    places = places_by_key({row.place for row in rows})
    found: dict[str, list[Reviewed]] = defaultdict(list)
    for row in rows:
        own = exact.get(key_of(row))
        total = _total(review, own) if own is not None and row.place in places else None
        if total is not None:
            found[row.indicator].append(_reviewed(review, row, places[row.place], total))
    return found


def _first(rows: Iterable[TableRow]) -> Sequence[TableRow]:
    """Of rows about the same, the one that leads."""
    found: dict[RowKey, TableRow] = {}
    for row in rows:
        found.setdefault(key_of(row), row)
    return list(found.values())


def _total(review: Review, row: TableRow) -> Total | None:
    """The true count of a row; where the review keeps it, its snapshot's."""
    if row.shown.total is not None or not row.shown.hidden:
        return row.shown.total
    period = row.span.period if row.span is not None else None
    asked = answer(Question((row.indicator,), row.place, period, cells=row.cell or ""), snapshot=review.snapshot)
    same = [found for found in asked if found.cell == row.cell and found.total is not None]
    # Of a sum and a place's own statement about the same, the one that the review would print.
    return min(same, key=lambda found: found.basis != row.basis).total if same else None


def _reviewed(review: Review, row: TableRow, place: Place, total: Total) -> Reviewed:
    period = row.span.period if row.span is not None else snapshot_period(review.snapshot)
    hidden, shown = _hidden(row.shown), row.shown.total
    line = Line(
        row.indicator,
        row.cell,
        Printed(place.code, place.vintage, place.level, row.place_name.vi),
        period,
        (row.shown.words.vi, row.shown.words.en),
        low=_bound(shown, least=True),
        high=_bound(shown, least=False),
        precision=shown.word.value if shown is not None else "",
        hidden=hidden,
    )
    behind = Row(row.indicator, row.place, period, row.cell, Basis(row.basis), total)
    claim = Claim(line, behind, place.home_province_id or 0, (period.start, period.end))
    return Reviewed(claim, hidden, key_of(row))


def _hidden(shown: Shown) -> Hidden:
    if not shown.hidden:
        return ""
    return "threshold" if shown.words.vi.startswith("<") else "complement"


def _bound(total: Total | None, *, least: bool) -> str:
    if total is None:
        return ""
    bound = total.low if least else total.high
    return format(bound.normalize(), "f") if bound.is_finite() else ""


def sums_with(place: Place, start: date, end: date) -> Callable[[Place], bool]:
    """Which places' counts may add up with those of a place to something public: its own land's; any at all once
    something of the country is public of the time, for then provinces are each other's rest."""
    of_country = (
        place.level == "country"
        or Release.objects.filter(
            review__place__level="country", review__start__lte=end, review__end__gte=start
        ).exists()
        or Publication.objects.filter(
            place__level="country", released_at__isnull=False, start__lte=end, end__gte=start
        ).exists()
    )
    return lambda other: of_country or lies_within(other, place) or lies_within(place, other)


def reviewed_before(place: Place, start: date, end: date, code: str, but: Review | None = None) -> Iterator[Reviewed]:
    """What public reviews tell of an indicator about some of a land and time; a later one of the same count tells it
    again, and the first is given."""
    seen: set[Key] = set()
    meets = sums_with(place, start, end)
    found = Release.objects.filter(review__start__lte=end, review__end__gte=start)
    for release in found.select_related("review__place", "review__snapshot").order_by("pk"):
        if release.review == but or not meets(release.review.place):
            continue
        for item in _of_release(release).get(code, ()):
            if item.claim.line.key not in seen:
                seen.add(item.claim.line.key)
                yield item


def _of_release(release: Release) -> Mapping[str, Sequence[Reviewed]]:
    return _kept(_Released(release.pk, release.digest))


@dataclass(frozen=True)
class _Released:
    """A release never changes; numbers of rows begin anew in another database, digests do not."""

    pk: int
    digest: str


@lru_cache(maxsize=64)
def _kept(of: _Released) -> Mapping[str, Sequence[Reviewed]]:
    release = Release.objects.select_related("review__place", "review__snapshot").get(pk=of.pk)
    return counts_of(release.review, Composition.from_json(release.composition))
