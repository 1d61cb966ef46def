"""Reading the ledger: batches and what was decided of them, and the figures that count, now or as known then.

"At" is always a transaction number; `transaction_at` finds the one for a day. What is asked as known at a transaction
does not depend on anything recorded later, so the answer stays the same for ever. Batches and decisions are read in
`reports`, what a report is set beside in `beside`; here stand the figures of batches, and all that is known.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from chungtay.kernel.errors import Both
from chungtay.ledger.beside import (
    figures_about,
    figures_beside,
    figures_beside_many,
    figures_of_many_reports,
    figures_of_places,
    figures_of_reports,
)
from chungtay.ledger.chain import chain_end_verify, chain_head, chain_verify
from chungtay.ledger.columns import FIGURES, batches_as_columns, figures_as_columns
from chungtay.ledger.models import Batch, Decision, Figure
from chungtay.ledger.moments import Deed, Moment, courses_of, deeds_at, transaction_first
from chungtay.ledger.records import batch_heads, recorded, rows_of
from chungtay.ledger.reports import (
    batch_get,
    batch_latest,
    batch_marks,
    batch_status,
    batch_statuses,
    batches_get,
    batches_in,
    batches_latest,
    batches_of_sources,
    batches_visible,
    decisions_by_batch,
    decisions_of,
    link_of,
    reports_sent,
    reports_sent_in,
    senders_of,
    standing_changed,
    unknown,
    versions_before,
)
from chungtay.ledger.standing import NEVER, Stretch, stretches_all, stretches_of, stretches_touched
from chungtay.ledger.transactions import transaction_at, transaction_moment, transaction_now
from chungtay.ledger.types import BatchKey, FigureRow, RecordedFigure
from chungtay.reference.indicators.queries import indicator_id

__all__ = [
    "FIGURES",
    "Deed",
    "Moment",
    "batch_get",
    "batch_latest",
    "batch_marks",
    "batch_status",
    "batch_statuses",
    "batches_as_columns",
    "batches_changed",
    "batches_ended",
    "batches_get",
    "batches_in",
    "batches_latest",
    "batches_of_figures",
    "batches_of_sources",
    "batches_visible",
    "bodies_of_figures",
    "bodies_stating",
    "body_of_each",
    "chain_end_verify",
    "chain_head",
    "chain_verify",
    "changed_batch_keys",
    "courses_of",
    "decisions_by_batch",
    "decisions_of",
    "deeds_at",
    "figure_get",
    "figures_about",
    "figures_as_columns",
    "figures_beside",
    "figures_beside_many",
    "figures_decided",
    "figures_elaborate",
    "figures_get",
    "figures_history",
    "figures_known",
    "figures_of_batch",
    "figures_of_batches",
    "figures_of_many_reports",
    "figures_of_places",
    "figures_of_reports",
    "link_of",
    "reports_sent",
    "reports_sent_in",
    "rows_known",
    "rows_of_batches",
    "rows_of_figures",
    "senders_of",
    "standing_changed",
    "transaction_at",
    "transaction_first",
    "transaction_moment",
    "transaction_now",
    "versions_before",
]


_AT_ONCE = 500
"""Batches asked about by one statement."""


def figures_of_batch(batch: Batch) -> list[RecordedFigure]:
    """The batch's figures in order of position, whether they count or not (`known_from` None: they never did).

    Where the batch stood more than once, its last stretch is given.
    """
    return [recorded(row) for row in rows_of(_last_stretches([batch.pk]))]


def figures_of_batches(batch_ids: Iterable[int]) -> dict[int, list[RecordedFigure]]:
    """The same of several batches at once, by their ids."""
    found: dict[int, list[RecordedFigure]] = {id: [] for id in batch_ids}
    for some in _some(sorted(found), _AT_ONCE):
        for row in rows_of(_last_stretches(some)):
            found[row.batch.id].append(recorded(row))
    return found


def rows_of_batches(batch_ids: Iterable[int]) -> Iterator[FigureRow]:
    """The figures of some batches as flat rows, once each, whether they count or not. Streams."""
    for some in _some(sorted(batch_ids), _AT_ONCE):
        yield from rows_of(_last_stretches(some))


def rows_of_figures(ids: Iterable[int]) -> Iterator[FigureRow]:
    """Some figures as flat rows, once each, whether they count or not; unknown ids are left out. Streams."""
    for some in _some(sorted(ids), _AT_ONCE):
        batches = Figure.objects.filter(pk__in=some).order_by().values_list("batch_id", flat=True).distinct()
        yield from rows_of(_last_stretches(sorted(batches)), pk__in=some)


def figure_get(id: int) -> RecordedFigure:
    """One figure with what traces it, as in `figures_of_batch`. Refusal SOCAI-404."""
    return figures_get([id])[0]


def figures_get(ids: Sequence[int]) -> list[RecordedFigure]:
    """Some figures (a page of them) in the order asked for, as `figure_get`. Refusal SOCAI-404 where one is missing."""
    batches = dict(Figure.objects.filter(pk__in=ids).values_list("pk", "batch_id"))
    if missing := [id for id in ids if id not in batches]:
        raise unknown(Both(f"Số liệu {missing[0]}", f"Figure {missing[0]}"))
    found = {row.id: row for row in rows_of(_last_stretches(sorted(set(batches.values()))), pk__in=ids)}
    return [recorded(found[id]) for id in ids]


def bodies_of_figures(ids: Iterable[int]) -> set[int]:
    """The bodies (ids) whose reports state these figures."""
    stated = (Figure.objects.filter(pk__in=some).order_by() for some in _some(sorted(set(ids)), _AT_ONCE))
    return {body for some in stated for body in some.values_list("batch__body_id", flat=True).distinct()}


def body_of_each(ids: Iterable[int]) -> dict[int, int]:
    """The body (id) whose report states a figure, by figure; unknown ids are left out."""
    wanted = sorted(set(ids))
    stated = (Figure.objects.filter(pk__in=some).order_by() for some in _some(wanted, _AT_ONCE))
    return {id: body for some in stated for id, body in some.values_list("pk", "batch__body_id")}


def bodies_stating(indicator: str, place_ids: Iterable[int]) -> dict[tuple[int, date, date], set[int]]:
    """By place and days, the bodies (ids) that ever stated an indicator of just these, in whatever version."""
    found: dict[tuple[int, date, date], set[int]] = {}
    about = Figure.objects.filter(place__in=list(place_ids), indicator=indicator_id(indicator)).order_by()
    for place, start, end, body in about.values_list("place", "start", "end", "batch__body_id").distinct():
        found.setdefault((place, start, end), set()).add(body)
    return found


def figures_known(*, at: int | None = None, after: int | None = None) -> Iterator[RecordedFigure]:
    """The figures that count as known at transaction `at` (None: now). Streams.

    `after` leaves out those that counted without a break ever since: what remains, with `batches_ended`, is the
    ledger's tail above a generation that was made at `after`.
    """
    return map(recorded, rows_known(at=at, after=after))


def rows_known(
    *, at: int | None = None, after: int | None = None, within: QuerySet[Any, Any] | None = None
) -> Iterator[FigureRow]:
    """The same as `figures_known`, as flat rows for many figures; `within`: a query of the places they are about."""
    until = transaction_now() if at is None else at
    only = {} if within is None else {"place__in": within}
    if after is None:
        return rows_of((s for s in stretches_all(until) if s.known_to is None), **only)
    touched = stretches_touched(after=after, at=until)
    return rows_of((s for s in touched if s.known_to is None and s.known_from > after), **only)


def figures_history(*, at: int | None = None) -> Iterator[FigureRow]:
    """Every figure that ever counted up to `at`, once per stretch, with both its transactions: for export. Streams."""
    return rows_of(stretches_all(transaction_now() if at is None else at))


def figures_elaborate(ids: Sequence[int], *, at: int) -> Iterator[FigureRow]:
    """`figures_history` of some figures alone."""
    for some in _some(ids, _AT_ONCE):
        batches = sorted(set(Figure.objects.filter(pk__in=some).values_list("batch_id", flat=True)))
        if batches:
            wanted = set(batches)
            stood = [s for s in stretches_of(batches, at=at) if s.batch_id in wanted]
            yield from rows_of(stood, pk__in=some)


def batches_ended(*, after: int, at: int | None = None) -> set[int]:
    """Batches that counted at `after` and since then, up to `at`, were superseded or withdrawn, if only for a while.

    Take their rows out of a generation made at `after`, add `rows_known(after=after)`, and it is the ledger at `at`.
    """
    return {s.batch_id for s in _changed(after, _at(at)) if s.known_from <= after}


def figures_decided(*, after: int) -> int:
    """How many figures stand in the batches of which anything was decided since a transaction."""
    decided = Decision.objects.filter(transaction__gt=after).values("batch_id")
    return Batch.objects.filter(pk__in=decided).aggregate(count=Sum("figure_count"))["count"] or 0


def batches_changed(*, after: int, at: int) -> set[int]:
    """Batches that began or ceased to count after a transaction, up to another, if only for a while."""
    return {s.batch_id for s in _changed(after, at)}


def batches_of_figures(ids: Iterable[int]) -> set[int]:
    """The batches in which these figures stand."""
    stated = (Figure.objects.filter(pk__in=some).order_by() for some in _some(sorted(set(ids)), _AT_ONCE))
    return {batch for some in stated for batch in some.values_list("batch_id", flat=True).distinct()}


def changed_batch_keys(after: int, at: int | None = None) -> list[BatchKey]:
    """The keys for which another version counts, or none, or one again, than at transaction `after`; each once."""
    heads = batch_heads({s.batch_id for s in _changed(after, _at(at))})
    return list(dict.fromkeys(heads[batch_id].key for batch_id in sorted(heads)))


def _changed(after: int, at: int) -> Iterator[Stretch]:
    for stretch in stretches_touched(after=after, at=at):
        if stretch.known_from > after or (stretch.known_to is not None and stretch.known_to > after):
            yield stretch


def _at(at: int | None) -> int:
    return transaction_now() if at is None else at


def _last_stretches(batch_ids: Sequence[int]) -> list[Stretch]:
    last = {batch_id: Stretch(batch_id, NEVER) for batch_id in batch_ids}
    for stretch in stretches_of(batch_ids, at=transaction_now()) if batch_ids else ():
        if stretch.batch_id in last:
            last[stretch.batch_id] = stretch
    return list(last.values())


def _some(ids: Sequence[int], most: int) -> Iterator[Sequence[int]]:
    """In order, so many at a time."""
    for at in range(0, len(ids), most):
        yield ids[at : at + most]
