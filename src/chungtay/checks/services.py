"""Raising findings when a batch is sent, and setting them aside with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.checks import queries
from chungtay.checks.models import Finding, Waiver
from chungtay.checks.rules import rule_get
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.text import squeeze
from chungtay.ledger.queries import batch_get, decisions_of, figures_of_batch
from chungtay.ledger.types import DecisionKind
from chungtay.reference.actors.policies import decides_for
from chungtay.reference.actors.queries import Role
from chungtay.reference.sources.masking import mask_spans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chungtay.checks.rules.verdicts import FindingDraft
    from chungtay.ledger.types import RecordedFigure
    from chungtay.reference.actors.models import User

LONGEST_REASON = 500


@transaction.atomic
def findings_raise(*, batch_id: int, related: Iterable[RecordedFigure] = ()) -> list[Finding]:
    """Check a batch and keep what was found. `related`: current figures beside which it is read.

    Asked again of the same batch, it gives what was found then: a batch never changes, and waivers stand on findings.
    """
    known = queries.findings_of(batch_id)
    if known:
        return known
    claims = [figure.claim for figure in figures_of_batch(batch_get(batch_id))]
    drafts = queries.preview(claims, queries.others_only(batch_id, related))
    now = timezone.now()
    Finding.objects.bulk_create(
        Finding(
            batch_id=batch_id,
            rule=draft.rule,
            severity=draft.severity.value,
            positions=list(draft.positions),
            details=_details(draft),
            found_at=now,
        )
        for draft in drafts
    )
    return queries.findings_of(batch_id)


def _details(draft: FindingDraft) -> dict[str, dict[str, str]]:
    texts = {"where": draft.where, "read": draft.read, "expected": draft.expected, "todo": draft.todo}
    return {key: {"vi": words.vi, "en": words.en} for key, words in texts.items()}


@transaction.atomic
def finding_waive(*, by: User, finding_id: int, reason: str) -> Waiver:
    """Set a finding aside. An approver of a body above who did not send the batch may, with a reason.

    Refusals: KT-404 no such finding for this account, KT-901 no approver above, or the sender, KT-902 no reason,
    KT-903 the rule guards rights or the sums and is never set aside, KT-904 already waived, KT-905 the reason may name
    a person.
    """
    finding = queries.finding_get(by=by, id=finding_id)
    where = queries.finding_words(finding).where
    _check_may_waive(by, finding, where)
    words = squeeze(reason)
    if mask_spans(words):
        raise Refusal.of(
            "KT-905",
            where,
            todo="Nêu lý do mà không nêu tên người / Give the reason without naming anybody",
            vi="Lý do có thể nêu tên người",
            en="The reason may name a person",
        )
    if not words or len(words) > LONGEST_REASON:
        raise Refusal.of(
            "KT-902",
            where,
            read=f"{len(words)} ký tự / characters",
            expected=f"1-{LONGEST_REASON}",
            todo="Ghi lý do, không nêu tên người / Give a reason, naming nobody",
            vi="Bỏ qua một phát hiện phải có lý do",
            en="Setting a finding aside takes a reason",
        )
    if not rule_get(finding.rule).waivable:
        raise Refusal.of(
            "KT-903",
            where,
            read=finding.rule,
            todo="Trả lại báo cáo để sửa / Return the report to be corrected",
            vi="Quy tắc này bảo vệ quyền của người dân hoặc phép cộng, không được bỏ qua",
            en="This rule guards rights or the sums and is never set aside",
        )
    if Waiver.objects.filter(finding=finding).exists():
        raise Refusal.of("KT-904", where, vi="Phát hiện này đã được bỏ qua", en="This finding was already set aside")
    return Waiver.objects.create(finding=finding, waived_by=by, waived_at=timezone.now(), reason=words)


def _check_may_waive(by: User, finding: Finding, where: str) -> None:
    batch = batch_get(finding.batch_id)
    senders = {d.decided_by_id for d in decisions_of(batch) if d.kind == DecisionKind.SUBMITTED}
    if by.role != Role.APPROVER or not decides_for(by.body, batch.body) or by.pk in senders:
        raise NotAllowed.of(
            "KT-901",
            where,
            expected="tài khoản duyệt của cấp trên, không phải người gửi / an approver of a body above, not the sender",
            todo="Chuyển cho người duyệt / Leave it to the approver",
            vi="Tài khoản này không được bỏ qua phát hiện",
            en="This account may not set findings aside",
        )
