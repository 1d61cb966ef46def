"""Reading batches: the versions of reports, what was decided of them, and by whom. Used through `queries`."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.periods import Period
from chungtay.ledger.models import Batch, Decision, Link
from chungtay.ledger.types import DecisionKind, ReportKey, ReportSent
from chungtay.reference.actors.policies import visible_q
from chungtay.reference.places.queries import territory_q

if TYPE_CHECKING:
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.places.models import Place


_AT_ONCE = 500


def batch_get(id: int) -> Batch:
    """The batch, whoever asks: whether they may see it is theirs to check. Refusal SOCAI-404."""
    related = ("body", "form", "place", "source", "transaction__recorded_by__body")
    batch = Batch.objects.select_related(*related).filter(pk=id).first()
    if batch is None:
        raise unknown(Both(f"Lô {id}", f"Batch {id}"))
    return batch


def batch_latest(*, body: "Body", form_code: str, place: "Place", period: Period) -> Batch | None:
    """The last version of one report, sent with any version of the form; None where none was sent."""
    key = {"start": period.start, "end": period.end, "regime": period.regime.value}
    sent = Batch.objects.filter(body=body, form__code=form_code, place=place, **key)
    return sent.select_related("body", "form", "place", "source").order_by("pk").last()


_MARKS = (
    "SELECT batch.digest, decision.kind FROM ledger_batch batch"
    " JOIN forms_form form ON form.id = batch.form_id"
    " LEFT JOIN ledger_decision decision ON decision.batch_id = batch.id"
    " WHERE batch.body_id = %%s AND batch.place_id = %%s AND batch.start IN (%s) AND form.code = %%s"
    " ORDER BY batch.id, decision.id"
)
"""By hand: it stands on every page of a form, and putting the same query together costs twenty times asking it."""


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
    return Batch.objects.select_related(line, "form", "place", "source__issuer").in_bulk(list(set(ids)))


def reports_sent(user: "User", *, form_code: str, since: date, until: date) -> Iterator[ReportSent]:
    """Every version of the form's reports about the account's territory that end between two days, oldest first.

    In one query, whatever the number; versions about which nothing was decided are left out.
    """
    return _sent(visible_q(user, prefix="place__"), form_code, since, until, None)


def reports_sent_in(
    territory: "Place", *, form_code: str, since: date, until: date, at: int | None = None
) -> Iterator[ReportSent]:
    """The same about a territory, whoever asks, as it stood at transaction `at` (None: now)."""
    return _sent(territory_q(territory), form_code, since, until, at)


def _sent(about: Q, form_code: str, since: date, until: date, at: int | None) -> Iterator[ReportSent]:
    decided = Decision.objects.filter(batch=OuterRef("pk"))
    if at is not None:
        decided = decided.filter(transaction__lte=at)
    rows = (
        Batch.objects.filter(about, form__code=form_code, end__gte=since, end__lte=until)
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


def decisions_by_batch(batch_ids: Iterable[int]) -> dict[int, list[Decision]]:
    """By batch, everything that was decided of it, first to last; batches without any are left out."""
    wanted = sorted(set(batch_ids))
    found: dict[int, list[Decision]] = {}
    for at in range(0, len(wanted), _AT_ONCE):
        rows = Decision.objects.filter(batch__in=wanted[at : at + _AT_ONCE]).select_related("decided_by__body")
        for decision in rows.order_by("pk"):
            found.setdefault(decision.batch_id, []).append(decision)
    return found


def link_of(batch: Batch) -> Link | None:
    """The batch's last link in the chain; None where no decision has made it stand yet."""
    return Link.objects.filter(decision__batch=batch).order_by("-sequence").first()


def unknown(where: str) -> Refusal:
    """SOCAI-404."""
    return Refusal.of(
        "SOCAI-404",
        where,
        todo=Both("Kiểm tra lại đường dẫn", "Check the address"),
        vi="Không có trong sổ cái",
        en="Not in the ledger",
    )
