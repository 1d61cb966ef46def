"""Writing the ledger: a batch of figures, and what is decided about it. Who may do it is the approval room's to say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.periods import Period
from chungtay.kernel.text import squeeze
from chungtay.ledger.canonical import Plain, batch_digest
from chungtay.ledger.chain import links_append
from chungtay.ledger.claims import check_not_empty, claims_normal, place_in_words
from chungtay.ledger.models import Batch, Decision, Figure, Transaction
from chungtay.ledger.records import claim_plain, header_plain, stored
from chungtay.ledger.types import BatchKey, Claim, DecisionKind
from chungtay.ledger.writing import figures_insert
from chungtay.reference.indicators.catalogue import catalogue, cell_problems
from chungtay.reference.indicators.queries import indicator_id
from chungtay.reference.places.queries import place_keys
from chungtay.reference.sources.gate import gate_problems
from chungtay.reference.sources.masking import masked

if TYPE_CHECKING:
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.forms.models import Form
    from chungtay.reference.places.models import Place
    from chungtay.reference.sources.models import Source

WRITING_LOCK = 20_130_909
"""The number of the ledger's advisory lock in PostgreSQL; any number that nothing else in the database uses."""
REASON_LENGTH = 500


@dataclass(frozen=True)
class NewBatch:
    """A batch to be recorded: what `batch_append` takes."""

    body: "Body"
    form: "Form"
    place: "Place"
    period: Period
    claims: Sequence[Claim]
    source: "Source | None" = None
    is_illustration: bool = False

    @property
    def key(self) -> BatchKey:
        """What its versions share."""
        period = self.period
        return BatchKey(self.body.pk, self.form.pk, self.place.pk, period.start, period.end, period.regime.value)


def transaction_open(by: "User") -> Transaction:
    """The next transaction of the ledger, for one writing, inside a database transaction that is already open.

    Writers wait for each other until they commit. Otherwise number 8 could become visible before number 7, and a
    reader who has seen "everything up to 8" (a generation of the warehouse, a snapshot) would never look for 7 again.
    SQLite admits one writer at a time by itself, given the setting transaction_mode IMMEDIATE; in PostgreSQL the lock
    below is held until the end of the transaction, whichever way it ends. So keep what surrounds this call short.

    The time never runs backward, even when the clock does: "as known on a day" must find the same numbers always.
    """
    writing_wait()
    last = Transaction.objects.order_by("-number").first()
    now = timezone.now()
    return Transaction.objects.create(
        number=last.number + 1 if last else 1,
        recorded_at=max(now, last.recorded_at) if last else now,
        recorded_by=by,
    )


@transaction.atomic
def batch_append(
    *,
    by: "User",
    body: "Body",
    form: "Form",
    place: "Place",
    period: Period,
    claims: Sequence[Claim],
    source: "Source | None" = None,
    is_illustration: bool = False,
) -> Batch:
    """Record what a body reports, as the next version for the same body, form, place and period.

    All or nothing. It counts nowhere until it is approved. A correction is such a next version, whose claims name in
    `corrects` the figure of an earlier version that they replace. What comes from an illustrative source is an
    illustration, whatever the caller says. Refusal SOCAI-001 to SOCAI-011 with every problem found.
    """
    new = NewBatch(body, form, place, period, claims, source, is_illustration)
    check_not_empty(claims, has_source=source is not None)
    guarded = claims_guarded(claims)
    opened = transaction_open(by)
    last = Batch.objects.filter(**new.key._asdict()).aggregate(last=Max("version"))["last"]
    return batch_write(new, guarded, opened=opened, version=(last or 0) + 1)


def claims_guarded(claims: Sequence[Claim]) -> list[Claim]:
    """The claims as they are stored, if they may be: shape, notes, indicators, cells and places are looked at."""
    normal = _notes_guarded(claims_normal(claims))
    _check_vocabulary(normal, place_keys({claim.place_id for claim in normal}))
    return normal


def batch_head(new: NewBatch, *, opened: Transaction, version: int) -> Batch:
    """The batch's own row, not stored yet and without its digest."""
    return Batch(
        body=new.body,
        form=new.form,
        place=new.place,
        start=new.period.start,
        end=new.period.end,
        regime=new.period.regime.value,
        transaction=opened,
        version=version,
        source=new.source,
        source_sha256=new.source.sha256 if new.source else "",
        figure_count=len(new.claims),
        is_illustration=new.is_illustration or (new.source is not None and new.source.is_illustration),
    )


def batch_header(batch: Batch, new: NewBatch) -> dict[str, Plain]:
    """What the digest says of the batch itself."""
    return header_plain(
        batch, body=new.body.code, form=new.form.code, form_version=new.form.version, place=new.place.key
    )


def batch_write(new: NewBatch, guarded: Sequence[Claim], *, opened: Transaction, version: int) -> Batch:
    """A batch and its figures, of claims that `claims_guarded` gave, into the tables."""
    batch = batch_head(new, opened=opened, version=version)
    corrected = _corrected(guarded, new.key)
    keys = place_keys({claim.place_id for claim in guarded})
    indicators = {code: indicator_id(code) for code in {claim.indicator for claim in guarded}}
    rows = [stored(claim) for claim in guarded]
    batch.digest = batch_digest(
        batch_header(batch, new),
        (
            claim_plain(position, claim.indicator, keys[claim.place_id], row, corrected.get(claim.corrects))
            for position, (claim, row) in enumerate(zip(guarded, rows, strict=True), 1)
        ),
    )
    batch.save(force_insert=True)
    figures_insert(
        batch.pk,
        (
            (indicators[claim.indicator], claim.place_id, claim.corrects, row)
            for claim, row in zip(guarded, rows, strict=True)
        ),
    )
    return batch


def _notes_guarded(claims: Sequence[Claim]) -> list[Claim]:
    """Notes are kept for ever, as reasons are: numbers that find a person are refused, names are masked."""
    problems = [
        replace(problem, where=place_in_words(position))
        for position, claim in enumerate(claims, 1)
        if claim.note
        for problem in gate_problems([claim.note])
    ]
    if problems:
        raise Refusal(problems)
    return [replace(claim, note=masked(claim.note)) if claim.note else claim for claim in claims]


def writing_wait() -> None:
    """Wait until no other writer of the ledger is at work, and keep the others waiting until the transaction ends.

    For whoever must judge how a batch stands before deciding of it: what is judged then cannot change any more.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("waiting for the ledger needs an open database transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITING_LOCK])


@transaction.atomic
def decision_append(
    *, by: "User", batch: Batch, kind: DecisionKind, reason: str = "", on_behalf_of: "User | None" = None
) -> Decision:
    """Record what was decided of a batch; from now on it is the batch's status. As `decisions_append`."""
    [decision] = decisions_append(
        by=by, batches=[batch], kind=kind, reason=reason, on_behalf_of={batch.pk: on_behalf_of}
    )
    return decision


@transaction.atomic
def decisions_append(
    *,
    by: "User",
    batches: Sequence[Batch],
    kind: DecisionKind,
    reason: str = "",
    on_behalf_of: "Mapping[int, User | None] | None" = None,
) -> list[Decision]:
    """Record one and the same decision of several batches in one transaction of the ledger, in the order given.

    What makes a batch stand, or ends its standing, becomes a link of the chain. `on_behalf_of`: by batch id, the
    account for which a delegate decides. A reason can never be taken back, so names of persons in it are masked before
    it is kept; numbers that find a person and marks of secrecy are refused (NGUON-101 to 105), and so is a reason that
    is too long (SOCAI-012).
    """
    if not batches:
        return []
    words = _reason_kept(reason)
    opened = transaction_open(by)
    before = _latest_kinds([batch.pk for batch in batches])
    acting = on_behalf_of or {}
    decisions = Decision.objects.bulk_create(
        Decision(
            transaction=opened,
            batch=batch,
            kind=kind.value,
            decided_by=by,
            decided_at=opened.recorded_at,
            on_behalf_of=acting.get(batch.pk),
            reason=words,
        )
        for batch in batches
    )
    links_append(decisions, before)
    return decisions


def _reason_kept(reason: str) -> str:
    text = squeeze(reason)
    if problems := gate_problems([text]):
        raise Refusal(problems)
    if len(text) > REASON_LENGTH:
        raise Refusal.of(
            "SOCAI-012",
            Both("Lý do", "Reason"),
            read=Both(f"{len(text)} ký tự", f"{len(text)} characters"),
            expected=f"≤ {REASON_LENGTH}",
            todo=Both("Viết ngắn lại", "Make it shorter"),
            vi="Lý do quá dài",
            en="The reason is too long",
        )
    return masked(text)


def _latest_kinds(batch_ids: Sequence[int]) -> dict[int, DecisionKind]:
    latest = Decision.objects.filter(batch=OuterRef("pk")).order_by("-pk").values("kind")[:1]
    rows = Batch.objects.filter(pk__in=batch_ids).annotate(latest=Subquery(latest)).values_list("pk", "latest")
    return {pk: DecisionKind(kind) for pk, kind in rows if kind}


def _check_vocabulary(claims: Sequence[Claim], keys: dict[int, str]) -> None:
    """Indicators, breakdown members and places are those of the reference rooms; free words are none of them."""
    problems = []
    for position, claim in enumerate(claims, 1):
        where, definition = place_in_words(position), catalogue().get(claim.indicator)
        if definition is None:
            problems.append(
                Problem(
                    "SOCAI-008",
                    where,
                    claim.indicator[:60],
                    Both("mã trong danh mục chỉ tiêu", "a code of the catalogue"),
                    Both("Chọn chỉ tiêu trong danh mục", "Choose an indicator of the catalogue"),
                    "Không có chỉ tiêu này",
                    "There is no such indicator",
                )
            )
        elif cell_problems(definition, claim.cell):
            problems.append(
                Problem(
                    "SOCAI-009",
                    where,
                    claim.cell[:60],
                    definition.breakdown or Both("không phân tổ", "no breakdown"),
                    Both("Chọn phân tổ trong danh mục chỉ tiêu", "Choose the breakdown from the catalogue"),
                    "Chỉ tiêu này không có phân tổ như vậy",
                    "The indicator is not broken down this way",
                )
            )
        if claim.place_id not in keys:
            problems.append(
                Problem(
                    "SOCAI-010",
                    where,
                    str(claim.place_id),
                    Both("địa bàn đã có", "a known place"),
                    Both("Chọn lại địa bàn", "Choose the place again"),
                    "Không có địa bàn này",
                    "There is no such place",
                )
            )
    if problems:
        raise Refusal(problems)


def _corrected(claims: Sequence[Claim], key: BatchKey) -> dict[int | None, tuple[str, int]]:
    """Digest of the batch and position of each corrected figure, by its id; they must stand in an earlier version."""
    named = {claim.corrects for claim in claims if claim.corrects is not None}
    if not named:
        return {}
    earlier = Figure.objects.filter(batch__in=Batch.objects.filter(**key._asdict()), pk__in=named)
    found: dict[int | None, tuple[str, int]] = {
        pk: (digest, position) for pk, digest, position in earlier.values_list("pk", "batch__digest", "position")
    }
    if missing := named - found.keys():
        raise Refusal.of(
            "SOCAI-011",
            Both("Đính chính", "Correction"),
            read=", ".join(str(pk) for pk in sorted(missing)[:5]),
            expected=Both(
                "số liệu ở phiên bản trước của cùng báo cáo", "a figure of an earlier version of the same report"
            ),
            todo=Both("Chọn lại số liệu cần đính chính", "Choose again what is corrected"),
            vi="Số liệu được đính chính không thuộc báo cáo này",
            en="What is corrected does not belong to this report",
        )
    return found
