"""The way of a report that an officer fills in: the form is opened, checked while it is written, and sent up.

What goes up is the same as on the way of a document (`flow.batch_submit`): a batch, its findings, a decision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from chungtay import flow_registers as registers
from chungtay.checks import queries as check_queries
from chungtay.flow_beside import beside_of
from chungtay.flow_sending import checked_and_sent
from chungtay.gathering.approval import policies
from chungtay.gathering.intake.drafts import queries as draft_queries
from chungtay.gathering.intake.drafts import services as drafts
from chungtay.kernel.errors import Both, Refusal
from chungtay.ledger import queries as ledger_queries
from chungtay.ledger import services as ledger
from chungtay.ledger.types import DecisionKind
from chungtay.reference.actors.policies import reads_small_counts
from chungtay.reference.forms import queries as forms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chungtay.checks.rules.verdicts import FindingDraft
    from chungtay.gathering.intake.models import Draft
    from chungtay.kernel.periods import Period
    from chungtay.ledger.models import Batch
    from chungtay.ledger.types import Claim
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.places.models import Place


@transaction.atomic
def draft_open(*, by: User, body: Body, form_code: str, place: Place, period: Period) -> Draft:
    """The form of this report to be filled in: the open one, or a new one. What was returned, approved or withdrawn is
    put right in it. Refusals DUYET-106 for who may not put it right, NHAP-207 while the report waits for a decision,
    NHAP-212 where it was read from a text, BIEUMAU-015 where the form asks a village for what no village is asked."""
    policies.check_enter_for(by, body, place)
    policies.check_not_ended(body, period)
    last = ledger_queries.batch_latest(body=body, form_code=form_code, place=place, period=period)
    if last is not None:
        policies.check_correct(by, body, last.form)
    if last is not None and ledger_queries.batch_status(last.pk) is DecisionKind.SUBMITTED:
        raise waits_for_decision(Both(f"Lô {last.pk}", f"Batch {last.pk}"))
    if last is not None and (reading := draft_queries.reading_behind(last)) is not None:
        raise read_from_text(Both(f"Báo cáo {reading}", f"Report {reading}"))
    form = last.form if last is not None else forms.form_get(form_code, period.end)
    forms.check_askable(form, place.level)
    counted = registers.offers(body, form, place, period)
    return drafts.draft_open(by=by, body=body, form=form, place=place, period=period, corrects=last, counted=counted)


def draft_findings(*, by: User, draft: Draft) -> Sequence[FindingDraft]:
    """What the checks would find if the form were sent as it stands; cells that cannot be read are left out."""
    found = draft_queries.draft_get(by=by, id=draft.pk)
    claims = draft_queries.claims_readable(found)
    period = draft_queries.period_of(found)
    related, beside = beside_of(found.body, found.form, found.place, period, claims, is_filled_in=True)
    return check_queries.told_to(reads_small_counts(by, found.body), check_queries.preview(claims, related, **beside))


@transaction.atomic
def draft_submit(
    *, by: User, draft: Draft, is_illustration: bool = False, reasons: Mapping[str, str] | None = None
) -> Batch:
    """A filled form becomes a batch of the ledger, is checked, and is sent up. Refusals NHAP-101 to 105 for cells that
    cannot be read, NHAP-210 for rows without an answer, NHAP-211 for approved figures changed without a reason,
    NHAP-213 for a report that was sent another way meanwhile, DUYET-305 for findings that `reasons` (by their key) does
    not explain, DUYET-306 for those that must be mended."""
    held = drafts.draft_lock(by=by, draft=draft)
    policies.check_enter_for(by, held.body, held.place)
    ledger.writing_wait()
    period = draft_queries.period_of(held)
    draft_queries.check_latest(
        held,
        ledger_queries.batch_latest(body=held.body, form_code=held.form.code, place=held.place, period=period),
    )
    draft_queries.check_answered(held)
    claims = draft_queries.claims_of_draft(held)
    policies.check_claims(by, claims, held.body)
    report = (held.body, held.form, held.place, period)
    source, claims = registers.evidenced(by, *report, claims, original=held.source, is_illustration=is_illustration)
    batch = ledger.batch_append(
        by=by,
        body=held.body,
        form=held.form,
        place=held.place,
        period=period,
        claims=claims,
        source=source,
        is_illustration=is_illustration,
    )
    drafts.draft_bind_batch(draft=held, batch=batch)
    return checked_and_sent(by, batch, reasons or {})


@transaction.atomic
def figures_submit(
    *,
    by: User,
    body: Body,
    form_code: str,
    place: Place,
    period: Period,
    claims: Sequence[Claim],
    is_illustration: bool = False,
    reasons: Mapping[str, str] | None = None,
) -> Batch:
    """Figures of a form, with no original behind them, go the same way: recorded, checked, sent up.

    `reasons`: what the reporter says to the findings, by their keys, where somebody fills the form in.
    """
    policies.check_enter_for(by, body, place)
    policies.check_not_ended(body, period)
    policies.check_claims(by, claims, body)
    batch = ledger.batch_append(
        by=by,
        body=body,
        form=forms.form_get(form_code, period.end),
        place=place,
        period=period,
        claims=claims,
        is_illustration=is_illustration,
    )
    return checked_and_sent(by, batch, reasons)


def waits_for_decision(where: str) -> Refusal:
    """NHAP-207."""
    return Refusal.of(
        "NHAP-207",
        where,
        todo=Both("Rút báo cáo về, hoặc chờ quyết định", "Withdraw the report, or wait for the decision"),
        vi="Báo cáo kỳ này đã gửi và đang chờ duyệt",
        en="This report was sent and waits for a decision",
    )


def read_from_text(where: str) -> Refusal:
    """NHAP-212."""
    return Refusal.of(
        "NHAP-212",
        where,
        todo=Both("Sửa ở trang đọc báo cáo đó", "Mend it on the page of that report"),
        vi="Báo cáo kỳ này được đọc từ văn bản",
        en="This report was read from a document",
    )
