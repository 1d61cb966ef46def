"""The chain of decisions that made a batch stand or fall, and the proof that nothing under it was changed.

Each link seals the batch's digest, the decision and the link before it, so a figure, a reason or a date cannot be
changed in the database, nor a decision slipped in or taken out, without every later digest going wrong.

What it cannot tell by itself: that links were cut off at the end, together with their decisions, or that the whole
chain was computed anew. For that the head's digest is printed where the database's owner cannot reach it (in reviews).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from itertools import groupby

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, Q, Subquery

from chungtay.ledger.canonical import FIRST, Plain, batch_digest, instant_text, link_digest
from chungtay.ledger.models import Batch, Decision, Figure, Link, Transaction
from chungtay.ledger.records import CHUNK, Stored, claim_plain, header_plain
from chungtay.ledger.types import ChainBreak, ChainReport, DecisionKind

_STANDS = [kind.value for kind in DecisionKind if kind.stands]

_FIGURES = ("Số liệu của lô không còn khớp với dấu băm", "The batch's figures no longer match its digest")
_BEFORE = ("Mắt xích không nối vào mắt xích trước", "The link does not follow from the one before it")
_LINK = ("Quyết định hoặc mắt xích đã bị thay đổi", "The decision or the link was changed")
_OUTSIDE = ("Có quyết định nằm ngoài chuỗi", "A decision stands outside the chain")


def links_append(decisions: Sequence[Decision], before: Mapping[int, DecisionKind]) -> list[Link]:
    """Seal the decisions that make a batch stand, or that end its standing, in the order given; others bear no link.

    `before`: by batch id, the status until now. The caller holds the ledger's writing lock.
    """
    sequence, previous = chain_head()
    links = []
    for decision in decisions:
        until_now = before.get(decision.batch_id)
        if not (DecisionKind(decision.kind).stands or (until_now is not None and until_now.stands)):
            continue
        sequence += 1
        digest = link_digest(
            sequence=sequence, previous=previous, batch=decision.batch.digest, decision=_decision_plain(decision)
        )
        links.append(Link(sequence=sequence, decision=decision, previous=previous, digest=digest))
        previous = digest
    return Link.objects.bulk_create(links)


def chain_head() -> tuple[int, str]:
    """Number and digest of the last link; (0, 64 zeros) before the first."""
    return Link.objects.order_by("-sequence").values_list("sequence", "digest").first() or (0, FIRST)


def chain_verify() -> ChainReport:
    """Recompute every batch from its figures as stored, and every link; the first break, in the order of the chain.

    `links` counts those that hold. Streams: memory grows with the largest batch, not with the number of figures.
    """
    # Cursors of PostgreSQL that outlive a transaction would first copy all figures into a file. In SQLite a
    # transaction would keep every writer waiting until the end, and is not needed to stream.
    with transaction.atomic() if connection.vendor == "postgresql" else nullcontext():
        # What is written meanwhile is left for the next time: one question may see it and another not.
        until = Transaction.objects.aggregate(last=Max("number"))["last"] or 0
        changed = set(_batches_changed(until))
        links, head, first_break = _walk(changed, until)
        if first_break is None:
            first_break = _outside(until) or (ChainBreak(0, min(changed), *_FIGURES) if changed else None)
    return ChainReport(links, head, first_break)


def chain_end_verify(most: int) -> ChainReport:
    """Recompute the last links alone, for whoever asks often: their digests and how they join, not their figures.

    `links` counts those that hold. A break further back, or in the figures, is found by `chain_verify`.
    """
    last = list(Link.objects.select_related("decision__batch").order_by("-sequence")[: most + 1])[::-1]
    before = last.pop(0) if len(last) > most else None
    previous, sequence = (before.digest, before.sequence) if before else (FIRST, 0)
    for holding, link in enumerate(last):
        batch, sequence = link.decision.batch, sequence + 1
        digest = link_digest(
            sequence=sequence, previous=previous, batch=batch.digest, decision=_decision_plain(link.decision)
        )
        if link.sequence != sequence or link.previous != previous:
            return ChainReport(holding, previous, ChainBreak(sequence, batch.pk, *_BEFORE))
        if link.digest != digest:
            return ChainReport(holding, previous, ChainBreak(sequence, batch.pk, *_LINK))
        previous = digest
    return ChainReport(len(last), previous, None)


def _walk(changed: set[int], until: int) -> tuple[int, str, ChainBreak | None]:
    previous, holding = FIRST, 0
    links = Link.objects.filter(decision__transaction__lte=until).select_related("decision__batch").order_by("sequence")
    for expected, link in enumerate(links.iterator(chunk_size=CHUNK), 1):
        batch = link.decision.batch
        digest = link_digest(
            sequence=expected, previous=previous, batch=batch.digest, decision=_decision_plain(link.decision)
        )
        if link.sequence != expected or link.previous != previous:
            return holding, previous, ChainBreak(expected, batch.pk, *_BEFORE)
        if batch.pk in changed:
            return holding, previous, ChainBreak(expected, batch.pk, *_FIGURES)
        if link.digest != digest:
            return holding, previous, ChainBreak(expected, batch.pk, *_LINK)
        previous, holding = digest, expected
    return holding, previous, None


def _decision_plain(decision: Decision) -> dict[str, Plain]:
    return {
        "transaction": decision.transaction_id,
        "kind": decision.kind,
        "decided_by": decision.decided_by_id,
        "decided_at": instant_text(decision.decided_at),
        "reason": decision.reason,
        **({"on_behalf_of": decision.on_behalf_of_id} if decision.on_behalf_of_id else {}),
    }


def _outside(until: int) -> ChainBreak | None:
    """A decision that should have a link and has none: somebody wrote it past the services."""
    earlier = Decision.objects.filter(batch=OuterRef("batch"), pk__lt=OuterRef("pk")).order_by("-pk")
    # Not Lag() over a window: the test for a missing link would take the linked neighbours out of the window first.
    found = (
        Decision.objects.filter(transaction__lte=until)
        .exclude(Exists(Link.objects.filter(decision=OuterRef("pk"))))
        .annotate(before=Subquery(earlier.values("kind")[:1]))
        .filter(Q(kind__in=_STANDS) | Q(before__in=_STANDS))
        .order_by("pk")
        .first()
    )
    return ChainBreak(0, found.batch_id, *_OUTSIDE) if found else None


def _batches_changed(until: int) -> Iterator[int]:
    """Ids of batches whose digest does not come out of what is stored."""
    figures = groupby(_stored_claims(), key=lambda item: item[0])
    waiting = next(figures, None)
    batches = Batch.objects.filter(transaction__lte=until).select_related("body", "form", "place").order_by("pk")
    for batch in batches.iterator(chunk_size=CHUNK):
        while waiting is not None and waiting[0] < batch.pk:
            waiting = next(figures, None)
        own: list[dict[str, Plain]] = []
        if waiting is not None and waiting[0] == batch.pk:
            own = [plain for _, plain in waiting[1]]
            waiting = next(figures, None)
        header = header_plain(
            batch,
            body=batch.body.code,
            form=batch.form.code,
            form_version=batch.form.version,
            place=batch.place.key,
        )
        if batch.figure_count != len(own) or batch_digest(header, own) != batch.digest:
            yield batch.pk


def _stored_claims() -> Iterator[tuple[int, dict[str, Plain]]]:
    rows = Figure.objects.order_by("batch_id", "position").values_list(
        "batch_id",
        "position",
        "indicator__code",
        "place__key",
        "corrects__batch__digest",
        "corrects__position",
        *Stored._fields,
    )
    for batch_id, own, indicator, place, digest, position, *columns in rows.iterator(chunk_size=CHUNK):
        corrects = None if digest is None else (digest, position)
        yield batch_id, claim_plain(own, indicator, place, Stored(*columns), corrects)
