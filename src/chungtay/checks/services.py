"""Raising findings when a batch is sent, explaining them by who reports, and setting them aside by who approves."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Unpack

from django.db import transaction
from django.utils import timezone

from chungtay.checks import queries
from chungtay.checks.keeping import rows_keep
from chungtay.checks.models import Checkup, Explanation, Finding, Waiver
from chungtay.checks.rules import findings, rule_get
from chungtay.kernel.errors import Both, NotAllowed, Refusal
from chungtay.kernel.text import squeeze
from chungtay.ledger.queries import batch_get, batch_status, decisions_of, figures_of_batch
from chungtay.ledger.types import DecisionKind
from chungtay.reference.actors.policies import decides_for
from chungtay.reference.actors.queries import Role
from chungtay.reference.sources.masking import mask_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from chungtay.checks.keeping import Row
    from chungtay.checks.rules.verdicts import FindingDraft, RuleReport
    from chungtay.checks.rules.view import Beside
    from chungtay.ledger.types import RecordedFigure
    from chungtay.reference.actors.models import User

LONGEST_REASON = 500


@transaction.atomic
def findings_raise(*, batch_id: int, related: Iterable[RecordedFigure] = (), **beside: Unpack[Beside]) -> list[Finding]:
    """Check a batch and keep what was found, with how often each rule held or could not be told.

    The arguments are what it is read beside, as in `queries.preview`. Asked again of the same batch, it gives what was
    found then: a batch never changes, and waivers and explanations stand on findings.
    """
    if Checkup.objects.filter(batch_id=batch_id).exists():
        return queries.findings_of(batch_id)
    claims = [figure.claim for figure in figures_of_batch(batch_get(batch_id))]
    reports = queries.reports(claims, queries.others_only(batch_id, related), **beside)
    findings_keep(found={batch_id: reports})
    return queries.findings_of(batch_id)


@transaction.atomic
def findings_keep(*, found: Mapping[int, Sequence[RuleReport]]) -> None:
    """Keep what the rules said of batches that were not checked before, by batch id; many at once cost little more."""
    now = timezone.now()
    rows_keep(Finding, [_row(pk, draft, now) for pk, reports in found.items() for draft in findings(reports)])
    rows_keep(
        Checkup, [{"batch_id": pk, "checked_at": now, "counts": _counts(reports)} for pk, reports in found.items()]
    )


def _row(batch_id: int, draft: FindingDraft, now: datetime) -> Row:
    texts = {"where": draft.where, "read": draft.read, "expected": draft.expected, "todo": draft.todo}
    return {
        "batch_id": batch_id,
        "rule": draft.rule,
        "key": draft.key,
        "severity": draft.severity.value,
        "positions": list(draft.positions),
        "details": {key: {"vi": words.vi, "en": words.en} for key, words in texts.items()},
        "found_at": now,
    }


def _counts(reports: Iterable[RuleReport]) -> dict[str, list[object]]:
    counts: dict[str, list[object]] = {}
    for report in reports:
        untold = Counter(v.why.code for v in report.untestable if v.why is not None)
        if report.passed or report.findings or untold:
            counts[report.rule.code] = [report.passed, len(report.findings), dict(untold)]
    return counts


@transaction.atomic
def finding_explain(*, by: User, finding_id: int, reason: str) -> Explanation:
    """The reporter says why a figure is as it is. It is shown beside the finding, and sets nothing aside.

    Refusals: KT-404 no such finding for this account, KT-902 no reason, KT-905 the reason may name a person, KT-906 no
    account that reports for the body, KT-907 the batch was decided already, KT-908 already explained.
    """
    finding = queries.finding_get(by=by, id=finding_id)
    where = queries.finding_words(finding).where
    batch = batch_get(finding.batch_id)
    # Of the bodies above only the account that entered it answers for it.
    if by.role != Role.REPORTER or (by.body_id != batch.body_id and by.pk != batch.transaction.recorded_by_id):
        raise NotAllowed.of(
            "KT-906",
            where,
            expected=Both("tài khoản báo cáo của cơ quan gửi", "a reporter of the body that sends it"),
            todo=Both("Hỏi nơi gửi báo cáo", "Ask the body that reports"),
            vi="Tài khoản này không giải thích thay nơi gửi",
            en="This account does not explain for the sender",
        )
    if batch_status(batch.pk) not in (None, DecisionKind.SUBMITTED):
        raise Refusal.of(
            "KT-907",
            where,
            todo=Both("Sửa và gửi lại báo cáo", "Mend the report and send it again"),
            vi="Báo cáo đã có quyết định nên không giải thích thêm được",
            en="The report was decided already",
        )
    words = _reason(where, reason)
    if Explanation.objects.filter(finding=finding).exists():
        raise Refusal.of(
            "KT-908", where, vi="Phát hiện này đã được giải thích", en="This finding was explained already"
        )
    return Explanation.objects.create(finding=finding, explained_by=by, explained_at=timezone.now(), reason=words)


@transaction.atomic
def findings_explain(*, by: User, batch_id: int, reasons: Mapping[str, str]) -> list[Explanation]:
    """Explain the findings of a batch for which a reason is given, by the finding's key; empty reasons are passed over.

    A key that no finding bears is one that has gone since: its reason is left out. Refusals as `finding_explain`.
    """
    return [
        finding_explain(by=by, finding_id=finding.pk, reason=reasons[finding.key])
        for finding in queries.findings_of(batch_id)
        if squeeze(reasons.get(finding.key, "")) and queries.must_explain(finding)
    ]


def _reason(where: str, reason: str) -> str:
    """The reason as it is kept. Refusals KT-905 it may name a person, KT-902 none or an endless one."""
    words = squeeze(reason)
    if mask_spans(words):
        raise Refusal.of(
            "KT-905",
            where,
            todo=Both("Nêu lý do mà không nêu tên người", "Give the reason without naming anybody"),
            vi="Lý do có thể nêu tên người",
            en="The reason may name a person",
        )
    if not words or len(words) > LONGEST_REASON:
        raise Refusal.of(
            "KT-902",
            where,
            read=Both(f"{len(words)} ký tự", f"{len(words)} characters"),
            expected=f"1-{LONGEST_REASON}",
            todo=Both("Ghi lý do, không nêu tên người", "Give a reason, naming nobody"),
            vi="Phát hiện này cần một lý do",
            en="The finding takes a reason",
        )
    return words


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
    words = _reason(where, reason)
    if not rule_get(finding.rule).waivable:
        raise Refusal.of(
            "KT-903",
            where,
            read=finding.rule,
            todo=Both("Trả lại báo cáo để sửa", "Return the report to be corrected"),
            vi="Quy tắc này bảo vệ quyền của người dân hoặc phép cộng, không được bỏ qua",
            en="This rule guards rights or the sums and is never set aside",
        )
    if Waiver.objects.filter(finding=finding).exists():
        raise Refusal.of("KT-904", where, vi="Phát hiện này đã được bỏ qua", en="This finding was already set aside")
    return Waiver.objects.create(finding=finding, waived_by=by, waived_at=timezone.now(), reason=words)


def _check_may_waive(by: User, finding: Finding, where: str) -> None:
    batch = batch_get(finding.batch_id)
    senders = {d.decided_by_id for d in decisions_of(batch) if d.kind == DecisionKind.SUBMITTED}
    if by.role != Role.APPROVER or not decides_for(by.body, batch.body, timezone.localdate()) or by.pk in senders:
        raise NotAllowed.of(
            "KT-901",
            where,
            expected=Both(
                "tài khoản duyệt của cấp trên, không phải người gửi", "an approver of a body above, not the sender"
            ),
            todo=Both("Chuyển cho người duyệt", "Leave it to the approver"),
            vi="Tài khoản này không được bỏ qua phát hiện",
            en="This account may not set findings aside",
        )
