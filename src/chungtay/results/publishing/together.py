"""A review on its way out, audited with all that is public of the same land: the shelf, and other reviews.

Each alone keeps its small counts; together a reader has the sums of both. So the guarded counts of a review are one
table with those that stand already, by the same audit as on the shelf (`shelf/guarding.py`), and the shelf counts what
reviews told among what was public before (`shelf/reckoning.py`).

Where it stops: a count that another snapshot knows otherwise is another count, and stands in the table once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from chungtay.reference.indicators.catalogue import catalogue
from chungtay.reference.places.queries import place_get
from chungtay.results.publishing.disclosure import keep_besides
from chungtay.results.publishing.reviewed import RowKey, counts_of, key_of, reviewed_before
from chungtay.results.publishing.shelf.guarding import Before, guarded, guarded_parts
from chungtay.results.publishing.shelf.reckoning import figures_before

if TYPE_CHECKING:
    from chungtay.results.publishing.reviewed import Reviewed
    from chungtay.results.publishing.shelf.lines import Key
    from chungtay.results.reviews.composition import Composition, TableRow
    from chungtay.results.reviews.models import Review

_Told = Collection[tuple[str, ...]]


def audited(review: Review, public: Composition) -> Composition:
    """The rendition with those counts kept that would open a small one beside what is public, and those rates of which
    a part is not public itself."""
    counts = counts_of(review, public)
    rates = [row for area in public.areas for row in area.rows if guarded_parts(catalogue()[row.indicator])]
    codes = {part.code for row in rates for part in guarded_parts(catalogue()[row.indicator])} | counts.keys()
    kept: set[RowKey] = set()
    told: dict[str, _Told] = {}
    for code in sorted(codes):
        own, before = counts.get(code, []), _before(review, code, counts.get(code, []))
        lines = guarded([item.claim for item in own], catalogue()[code], before)
        kept |= {item.row for item, line in zip(own, lines, strict=True) if line.hidden == "complement"}
        shown = [line.key for line in lines if not line.hidden]
        told[code] = {tuple(key[1:]) for key in (*shown, *(key for key, item in before.items() if not item.hidden))}
    kept |= {key_of(row) for row in rates if row.shown.value is not None and not _may_stand(row, told)}
    return keep_besides(public, kept)


def _before(review: Review, code: str, own: Collection[Reviewed]) -> Mapping[Key, Before]:
    values = {item.claim.line.key: item.claim.row.total for item in own}
    found = {
        item.claim.line.key: Before(item.claim, item.hidden)
        for item in reviewed_before(review.place, review.start, review.end, code, but=review)
    }
    found |= figures_before(review.place, review.start, review.end, code)
    return {key: item for key, item in found.items() if values.get(key, item.claim.row.total) == item.claim.row.total}


def _may_stand(row: TableRow, told: Mapping[str, _Told]) -> bool:
    """Whether each guarded part of a rate is public of the same place and dates."""
    if row.span is None:
        return False
    place = place_get(row.place)
    about = (row.cell, place.code, place.vintage, row.span.start, row.span.end)
    return all(about in told[part.code] for part in guarded_parts(catalogue()[row.indicator]))
