"""Reading the ledger: batches and what was decided of them, and the figures that count, now or as known then.

"At" is always a transaction number; `transaction_at` finds the one for a day. What is asked as known at a transaction
does not depend on anything recorded later, so the answer stays the same for ever.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.periods import Period
from chungtay.ledger.chain import chain_head, chain_verify
from chungtay.ledger.models import Batch, Decision, Figure, Link, Transaction
from chungtay.ledger.records import batch_heads, recorded, rows_of
from chungtay.ledger.standing import NEVER, Stretch, stretches_about, stretches_all, stretches_of, stretches_touched
from chungtay.ledger.types import BatchKey, DecisionKind, FigureRow, RecordedFigure, ReportKey, ReportSent
from chungtay.reference.actors.policies import visible_q
from chungtay.reference.indicators.queries import indicator_id

if TYPE_CHECKING:
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.places.models import Place

__all__ = [
    "batch_get",
    "batch_latest",
    "batch_marks",
    "batch_status",
    "batch_statuses",
    "batches_ended",
    "batches_get",
    "batches_in",
    "batches_latest",
    "batches_of_sources",
    "batches_visible",
    "chain_head",
    "chain_verify",
    "changed_batch_keys",
    "decisions_of",
    "figure_get",
    "figures_about",
    "figures_beside",
    "figures_beside_many",
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
    "rows_known",
    "senders_of",
    "standing_changed",
    "transaction_at",
    "transaction_now",
    "versions_before",
]


_AT_ONCE = 500
"""Batches asked about by one statement."""


def transaction_now() -> int:
    """The number of the last transaction; 0 in an empty ledger."""
    return Transaction.objects.aggregate(last=Max("number"))["last"] or 0


def transaction_at(instant: datetime) -> int:
    """The last transaction recorded at or before the instant (with a time zone); 0 where there was none yet."""
    last = Transaction.objects.filter(recorded_at__lte=instant).order_by("-recorded_at", "-number").first()
    return last.number if last else 0


def batch_get(id: int) -> Batch:
    """The batch, whoever asks: whether they may see it is theirs to check. Refusal SOCAI-404."""
    related = ("body", "form", "place", "source", "transaction__recorded_by__body")
    batch = Batch.objects.select_related(*related).filter(pk=id).first()
    if batch is None:
        raise _unknown(Both(f"Lô {id}", f"Batch {id}"))
    return batch


def batch_latest(*, body: "Body", form_code: str, place: "Place", period: Period) -> Batch | None:
    """The last version of one report, sent with any version of the form; None where none was sent."""
    key = {"start": period.start, "end": period.end, "regime": period.regime.value}
    sent = Batch.objects.filter(body=body, form__code=form_code, place=place, **key)
    return sent.select_related("body", "form", "place", "source").order_by("pk").last()


def batch_marks(
    *, body: "Body", form_code: str, place: "Place", starts: Iterable[date]
) -> tuple[tuple[str, str | None], ...]:
    """(digest, kind) of every decision on one body's reports that begin on these days, in the order they were taken; a
    version that nothing was decided of yet has its digest with None.

    While this is the same, so is whatever is read of these reports: it is what to keep such readings by.
    """
    days = [connection.ops.adapt_datefield_value(day) for day in starts]
    if not days:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(_MARKS % ", ".join(["%s"] * len(days)), [body.pk, place.pk, *days, form_code])
        return tuple(cursor.fetchall())


_MARKS = (
    "SELECT batch.digest, decision.kind FROM ledger_batch batch"
    " JOIN forms_form form ON form.id = batch.form_id"
    " LEFT JOIN ledger_decision decision ON decision.batch_id = batch.id"
    " WHERE batch.body_id = %%s AND batch.place_id = %%s AND batch.start IN (%s) AND form.code = %%s"
    " ORDER BY batch.id, decision.id"
)
"""By hand: it stands on every page of a form, and putting the same query together costs twenty times asking it."""


def batches_visible(user: "User") -> QuerySet[Batch]:
    """The batches about places of the account's territory, latest first."""
    return (
        Batch.objects.filter(visible_q(user, prefix="place__"))
        .select_related("body", "form", "place", "source")
        .order_by("-pk")
    )


def batches_in(status: DecisionKind, *, user: "User") -> QuerySet[Batch]:
    """The visible batches of which this is the latest that was decided; to be narrowed further before it is read."""
    latest = Decision.objects.filter(batch=OuterRef("pk")).order_by("-pk").values("kind")[:1]
    return batches_visible(user).alias(latest=Subquery(latest)).filter(latest=status.value)


def batches_latest(reports: Iterable[ReportKey]) -> dict[ReportKey, tuple[int, int]]:
    """The last version of many reports, sent with any version of the form, as ids of the batch and of its form's
    version; reports of which none was sent are left out."""
    wanted = set(reports)
    about = Batch.objects.filter(
        body__in={key.body_id for key in wanted},
        form__code__in={key.form_code for key in wanted},
        place__in={key.place_id for key in wanted},
        start__gte=min((key.start for key in wanted), default=date.max),
        start__lte=max((key.start for key in wanted), default=date.min),
    )
    rows = about.order_by("pk").values_list("pk", "form_id", *ReportKey.columns())
    found = {ReportKey(*row[2:]): (row[0], row[1]) for row in rows}
    return {key: ids for key, ids in found.items() if key in wanted}


def batches_of_sources(source_ids: Iterable[int]) -> dict[int, int]:
    """The batches that came from these originals, each with its original's id."""
    return dict(Batch.objects.filter(source__in=list(source_ids)).values_list("pk", "source_id"))


def batch_status(batch_id: int) -> DecisionKind | None:
    """The latest decision about the batch; None where none was made yet."""
    return batch_statuses([batch_id]).get(batch_id)


def batch_statuses(batch_ids: Iterable[int]) -> dict[int, DecisionKind]:
    """The latest decision about each of the batches, in one query; those without any are left out."""
    latest = Decision.objects.filter(batch=OuterRef("pk")).order_by("-pk").values("kind")[:1]
    rows = Batch.objects.filter(pk__in=list(batch_ids)).annotate(latest=Subquery(latest))
    return {pk: DecisionKind(kind) for pk, kind in rows.values_list("pk", "latest") if kind}


def versions_before(batch: Batch) -> list[Batch]:
    """The earlier versions of the same report, sent with any version of the form, latest first."""
    key = {"body": batch.body_id, "place": batch.place_id, "start": batch.start, "end": batch.end}
    found = Batch.objects.filter(**key, regime=batch.regime, form__code=batch.form.code, pk__lt=batch.pk)
    return list(found.select_related("body", "form", "place", "source").order_by("-pk"))


def standing_changed(*, user: "User", after: int, most: int) -> list[Decision]:
    """The latest decisions after a transaction, by others, that changed what counts in the account's territory: a
    report that counted was withdrawn, or a later version of one that counted was approved. Other bodies' reports."""
    stood = Decision.objects.filter(kind=DecisionKind.APPROVED.value)
    same = {name: OuterRef(f"batch__{name}") for name in ("body", "place", "start", "end", "regime")}
    earlier = stood.filter(
        **{f"batch__{name}": value for name, value in same.items()},
        batch__form__code=OuterRef("batch__form__code"),
        batch__lt=OuterRef("batch"),
    )
    corrected = Q(Exists(earlier), kind=DecisionKind.APPROVED.value)
    ended = Q(Exists(stood.filter(batch=OuterRef("batch"), pk__lt=OuterRef("pk"))), kind=DecisionKind.WITHDRAWN.value)
    found = Decision.objects.filter(corrected | ended, visible_q(user, prefix="batch__place__"), transaction__gt=after)
    found = found.exclude(batch__body=user.body_id)
    related = ("batch__body", "batch__form", "batch__place", "decided_by__body")
    return list(found.exclude(decided_by=user).select_related(*related).order_by("-pk")[:most])


def batches_get(ids: Iterable[int]) -> dict[int, Batch]:
    """The batches with these ids, with their bodies up the line, whoever asks; unknown ids are left out."""
    line = "body__parent__parent__parent__parent"
    return Batch.objects.select_related(line, "form", "place", "source").in_bulk(list(set(ids)))


def reports_sent(user: "User", *, form_code: str, since: date, until: date) -> Iterator[ReportSent]:
    """Every version of the form's reports about the account's territory that end between two days, oldest first.

    In one query, whatever the number; versions about which nothing was decided are left out.
    """
    decided = Decision.objects.filter(batch=OuterRef("pk"))
    rows = (
        Batch.objects.filter(visible_q(user, prefix="place__"), form__code=form_code, end__gte=since, end__lte=until)
        .annotate(
            state=Subquery(decided.order_by("-pk").values("kind")[:1]),
            sent_at=Subquery(decided.filter(kind="submitted").order_by("pk").values("decided_at")[:1]),
        )
        .order_by("pk")
        .values_list("pk", "body_id", "place_id", "start", "end", "state", "sent_at")
    )
    return (ReportSent(*row) for row in rows.iterator(chunk_size=5000) if row[5])


def senders_of(batch_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """By batch, the accounts that sent it, in one query; batches that nobody sent are left out."""
    found: dict[int, set[int]] = {}
    sent = Decision.objects.filter(batch__in=list(batch_ids), kind=DecisionKind.SUBMITTED.value)
    for batch_id, account in sent.values_list("batch_id", "decided_by_id"):
        found.setdefault(batch_id, set()).add(account)
    return {batch_id: frozenset(accounts) for batch_id, accounts in found.items()}


def decisions_of(batch: Batch) -> list[Decision]:
    """Everything that was decided of the batch, first to last."""
    found = Decision.objects.filter(batch=batch).select_related("decided_by", "decided_by__body", "on_behalf_of")
    return list(found.order_by("pk"))


def link_of(batch: Batch) -> Link | None:
    """The batch's last link in the chain; None where no decision has made it stand yet."""
    return Link.objects.filter(decision__batch=batch).order_by("-sequence").first()


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


def figure_get(id: int) -> RecordedFigure:
    """One figure with what traces it, as in `figures_of_batch`. Refusal SOCAI-404."""
    return figures_get([id])[0]


def figures_get(ids: Sequence[int]) -> list[RecordedFigure]:
    """Some figures (a page of them) in the order asked for, as `figure_get`. Refusal SOCAI-404 where one is missing."""
    batches = dict(Figure.objects.filter(pk__in=ids).values_list("pk", "batch_id"))
    if missing := [id for id in ids if id not in batches]:
        raise _unknown(Both(f"Số liệu {missing[0]}", f"Figure {missing[0]}"))
    found = {row.id: row for row in rows_of(_last_stretches(sorted(set(batches.values()))), pk__in=ids)}
    return [recorded(found[id]) for id in ids]


def figures_known(*, at: int | None = None, after: int | None = None) -> Iterator[RecordedFigure]:
    """The figures that count as known at transaction `at` (None: now). Streams.

    `after` leaves out those that counted without a break ever since: what remains, with `batches_ended`, is the
    ledger's tail above a generation that was made at `after`.
    """
    return map(recorded, rows_known(at=at, after=after))


def rows_known(*, at: int | None = None, after: int | None = None) -> Iterator[FigureRow]:
    """The same as `figures_known`, as flat rows for many figures."""
    until = transaction_now() if at is None else at
    if after is None:
        return rows_of(s for s in stretches_all(until) if s.known_to is None)
    return rows_of(s for s in stretches_touched(after=after, at=until) if s.known_to is None and s.known_from > after)


def figures_history(*, at: int | None = None) -> Iterator[FigureRow]:
    """Every figure that ever counted up to `at`, once per stretch, with both its transactions: for export. Streams."""
    return rows_of(stretches_all(transaction_now() if at is None else at))


def figures_about(*, place: "Place", at: int | None = None) -> list[RecordedFigure]:
    """The figures about just this place that count, whoever reported them: what a new report is compared with."""
    standing = [s for s in stretches_about(place_id=place.pk, at=_at(at)) if s.known_to is None]
    return [recorded(row) for row in rows_of(standing, place=place.pk)]


def figures_beside(
    *, place: "Place", period: Period, exclude_body: "Body | None" = None, indicators: Iterable[str] | None = None
) -> list[RecordedFigure]:
    """The figures that count about just this place for days that the period shares, of all bodies but one.

    `indicators` (codes; None: all) keeps it to a few series: then it costs what those hold, whatever else was reported
    of the place in ten years.
    """
    found = Figure.objects.filter(place=place, start__lte=period.end, end__gte=period.start)
    if indicators is not None:
        found = found.filter(indicator__in=[indicator_id(code) for code in indicators])
    if exclude_body is not None:
        found = found.exclude(batch__body=exclude_body)
    wanted = dict(found.values_list("pk", "batch_id"))
    if not wanted:
        return []
    batches = set(wanted.values())
    standing = stretches_of(sorted(batches), at=transaction_now())
    still = [s for s in standing if s.known_to is None and s.batch_id in batches]
    only: dict[str, Any] = {"place": place.pk, "start__lte": period.end, "end__gte": period.start}
    return [recorded(row) for row in rows_of(still, **only) if row.id in wanted]


def figures_of_reports(
    *, body: "Body", form_code: str, place: "Place", since: date, before: date
) -> list[RecordedFigure]:
    """The figures that count of one body's reports with a form (any version) about a place, for the periods that begin
    from `since` until before `before`: a series of a few dozen reports, found by key and not by figure."""
    reports = Batch.objects.filter(
        body=body, form__code=form_code, place=place, start__gte=since, start__lt=before
    ).values_list("pk", flat=True)
    if not (ids := list(reports)):
        return []
    standing = [s for s in stretches_of(ids, at=transaction_now()) if s.known_to is None]
    return [recorded(row) for row in rows_of(standing)]


def figures_of_many_reports(
    *, bodies: Iterable[int], form_codes: Iterable[str], places: Iterable[int], since: date, before: date
) -> list[RecordedFigure]:
    """`figures_of_reports` of many bodies, forms and places (by id) at once: any of these with any of those."""
    reports = Batch.objects.filter(
        body__in=set(bodies),
        form__code__in=set(form_codes),
        place__in=set(places),
        start__gte=since,
        start__lt=before,
    )
    return [recorded(row) for row in rows_of(_standing(reports.values_list("pk", flat=True)))]


def figures_beside_many(
    *, places: Iterable[int], period: Period, indicators: Iterable[str]
) -> dict[int, list[RecordedFigure]]:
    """`figures_beside` of many places (by id) at once, by place; places without any are left out."""
    only: dict[str, Any] = {
        "place__in": sorted(set(places)),
        "start__lte": period.end,
        "end__gte": period.start,
        "indicator__in": [indicator_id(code) for code in indicators],
    }
    batches = Figure.objects.filter(**only).order_by().values_list("batch_id", flat=True).distinct()
    found: dict[int, list[RecordedFigure]] = {}
    for row in rows_of(_standing(batches), **only):
        found.setdefault(row.place_id, []).append(recorded(row))
    return found


def _standing(batch_ids: Iterable[int]) -> Iterator[Stretch]:
    """The stretches that last, of these batches."""
    wanted = set(batch_ids)
    for some in _some(sorted(wanted), _AT_ONCE):
        for stretch in stretches_of(some, at=transaction_now()):
            if stretch.known_to is None and stretch.batch_id in wanted:
                yield stretch


def figures_of_places(*, form_code: str, places: Iterable[int], period: Period) -> list[RecordedFigure]:
    """The figures that count of the reports with a form for just this period about some places, by id."""
    reports = Batch.objects.filter(
        form__code=form_code, place__in=set(places), start=period.start, end=period.end, regime=period.regime.value
    )
    return [recorded(row) for row in rows_of(_standing(reports.values_list("pk", flat=True)))]


def batches_ended(*, after: int, at: int | None = None) -> set[int]:
    """Batches that counted at `after` and since then, up to `at`, were superseded or withdrawn, if only for a while.

    Take their rows out of a generation made at `after`, add `rows_known(after=after)`, and it is the ledger at `at`.
    """
    return {s.batch_id for s in _changed(after, _at(at)) if s.known_from <= after}


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


def _unknown(where: str) -> Refusal:
    return Refusal.of(
        "SOCAI-404",
        where,
        todo=Both("Kiểm tra lại đường dẫn", "Check the address"),
        vi="Không có trong sổ cái",
        en="Not in the ledger",
    )
