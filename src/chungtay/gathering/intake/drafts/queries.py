"""Reading drafts: which an account may see, their rows, and the claims that go to the ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from chungtay.gathering.intake.drafts.contents import BLANK as BLANK
from chungtay.gathering.intake.drafts.contents import REGISTER as REGISTER
from chungtay.gathering.intake.drafts.contents import Content as Content
from chungtay.gathering.intake.drafts.contents import claim_of, entry_of, is_answered, open_row, row_words
from chungtay.gathering.intake.drafts.contents import content_of as content_of
from chungtay.gathering.intake.models import Draft, DraftCell, ReportReading
from chungtay.gathering.intake.models import Origin as Origin
from chungtay.kernel.errors import Both, NotAllowed, Problem, Refusal
from chungtay.kernel.periods import Period, Regime, period_before, year_before
from chungtay.ledger.queries import batch_marks, batch_status, figures_of_batch, figures_of_reports
from chungtay.ledger.types import Claim, FigureStatus
from chungtay.reference.actors.policies import sees_place, visible_q
from chungtay.reference.actors.queries import Role
from chungtay.reference.forms.asking import period_asked
from chungtay.reference.forms.queries import form_items

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from chungtay.ledger.models import Batch
    from chungtay.ledger.types import RecordedFigure
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.forms.types import ItemFacts


@dataclass(frozen=True)
class DraftLine:
    """One row of the form with what stands in it. `version` 0: nobody has written here yet."""

    item: ItemFacts
    content: Content
    version: int
    changed_by_id: int | None

    @property
    def is_answered(self) -> bool:
        """Whether it will be sent as it stands."""
        return is_answered(self.content)


@dataclass(frozen=True)
class Earlier:
    """What the same body said in a row before: in the period before, and in the same period of the year before."""

    last: Claim | None = None
    year: Claim | None = None


MOST_EARLIER = 500
"""Readings of earlier reports kept in a process: reading them anew costs as much as the rest of a form's page."""
_earlier: dict[tuple[int, Period, tuple[tuple[str, str | None], ...]], dict[str, Earlier]] = {}


def drafts_visible(by: User) -> QuerySet[Draft]:
    """Open drafts for reporters: those of the own body, and those that the own body began for one below it."""
    if by.role != Role.REPORTER:
        return Draft.objects.none()
    mine = Q(body=by.body_id) | Q(opened_by__body=by.body_id)
    found = Draft.objects.filter(mine, visible_q(by, prefix="place__"), batch=None, discarded_at=None)
    return found.select_related("body", "form", "place", "corrects").order_by("-pk")


def draft_get(*, by: User, id: int) -> Draft:
    """One draft, a sent or discarded one too; one that the account may not see is refused as if there were none
    (NHAP-404)."""
    found = Draft.objects.select_related("form").filter(pk=id)[:1] if by.role == Role.REPORTER else ()
    for draft in found:
        _joined(draft, by.body)
        is_own = by.body_id == draft.body_id or by.body_id == draft.opened_by.body_id
        if is_own and sees_place(by, draft.place):
            return draft
    raise not_there(Both(f"Phiếu {id}", f"Draft {id}"))


def _joined(draft: Draft, body: Body) -> None:
    """Most drafts are of the account's own body and place, which are at hand: only others are looked up."""
    if draft.body_id == body.pk:
        draft.body = body
    if draft.place_id == body.place_id:
        draft.place = body.place


def not_there(where: str) -> NotAllowed:
    """The refusal for what does not exist or is not for this account: the two must look alike."""
    return NotAllowed.of(
        "NHAP-404",
        where,
        todo=Both("Mở lại danh sách phiếu", "Open the list of drafts again"),
        vi="Không có phiếu này",
        en="There is no such draft",
    )


def period_of(draft: Draft) -> Period:
    """The period that the draft reports."""
    return Period(draft.start, draft.end, Regime(draft.regime))


def draft_lines(draft: Draft) -> list[DraftLine]:
    """All rows of the form in its order."""
    # Flat rows: the history that each cell drags along is for undoing alone.
    cells = DraftCell.objects.filter(draft=draft).values_list("item", "version", "changed_by", *Content._fields)
    found = {item: (Content(*content), version, who) for item, version, who, *content in cells}
    return [DraftLine(item, *found.get(item.id, (BLANK, 0, None))) for item in form_items(draft.form)]


def earlier_of(draft: Draft) -> dict[str, Earlier]:
    """By key of the row, what the body reported of it for the period before and a year before; only what counts."""
    period = period_of(draft)
    asked = (period_before(period), year_before(period))
    starts = [one.start for one in asked if one is not None]
    marks = batch_marks(body=draft.body, form_code=draft.form.code, place=draft.place, starts=starts)
    if not marks:
        return {}
    # A digest is of everything in its batch, the place and period too: nothing else can have these marks.
    kept = (draft.place_id, period, marks)
    if kept not in _earlier:
        last, year = (_reported(draft, one) for one in asked)
        if len(_earlier) >= MOST_EARLIER:
            _earlier.clear()
        _earlier[kept] = {key: Earlier(last.get(key), year.get(key)) for key in last.keys() | year.keys()}
    return _earlier[kept]


def _reported(draft: Draft, period: Period | None) -> dict[str, Claim]:
    if period is None:
        return {}
    found = figures_of_reports(
        body=draft.body,
        form_code=draft.form.code,
        place=draft.place,
        since=period.start,
        before=period.start + timedelta(days=1),
    )
    return {
        _key(figure): figure.claim
        for figure in found
        if figure.batch_period == period and figure.claim.status is FigureStatus.RESULT
    }


def figures_corrected(draft: Draft) -> dict[str, RecordedFigure]:
    """By key of the row, the figures of the report that the draft corrects."""
    if draft.corrects is None:
        return {}
    return {
        _key(figure): figure
        for figure in figures_of_batch(draft.corrects)
        if figure.claim.place_id == draft.place_id and figure.claim.status is FigureStatus.RESULT
    }


def _key(figure: RecordedFigure) -> str:
    return f"{figure.claim.indicator}|{figure.claim.cell}"


def claims_of_draft(draft: Draft) -> list[Claim]:
    """What the draft says, one claim per row that is answered; a changed figure names the one that it corrects.

    Refusal NHAP-101 to 105 naming every cell that cannot be read; NHAP-211 for every figure of an approved report that
    is changed without a word why.
    """
    period, before = period_of(draft), figures_corrected(draft)
    explain = draft.corrects_id is not None and _stands(draft.corrects_id)
    claims: list[Claim] = []
    problems: list[Problem] = []
    for line in draft_lines(draft):
        if not line.is_answered:
            continue
        try:
            claim = _claim(draft, line, period)
        except Refusal as refusal:
            problems += refusal.problems
            continue
        old = before.get(line.item.key)
        if old is not None and says(claim) != says(old.claim):
            claim = replace(claim, corrects=old.id)
        if explain and (old is None or claim.corrects) and claim.note in ("", old.claim.note if old else ""):
            problems.append(_unexplained(line.item))
        claims.append(claim)
    if problems:
        raise Refusal(problems)
    return claims


def lines_readable(draft: Draft) -> list[DraftLine]:
    """The rows that could be sent as they stand, in the form's order."""
    return [line for line in draft_lines(draft) if line.is_answered and problem_of(line.content, line.item) is None]


def claims_readable(draft: Draft) -> list[Claim]:
    """Their claims, one for each of `lines_readable`."""
    period = period_of(draft)
    return [_claim(draft, line, period) for line in lines_readable(draft)]


def problem_of(content: Content, item: ItemFacts) -> Problem | None:
    """What keeps a cell from being read (NHAP-101 to 105); None where nothing does."""
    try:
        entry_of(content, item)
    except Refusal as refusal:
        return refusal.problems[0]
    return None


def filled_counts(draft_ids: Sequence[int]) -> dict[int, int]:
    """How many rows of each draft are answered; drafts without any are left out."""
    answered = DraftCell.objects.filter(draft__in=draft_ids).exclude(origin=Origin.OFFERED).exclude(text="", absence="")
    return dict(answered.values_list("draft").annotate(count=Count("pk")))


def _claim(draft: Draft, line: DraftLine, period: Period) -> Claim:
    return claim_of(line.content, line.item, draft.place_id, period_asked(line.item.indicator, period))


def says(claim: Claim) -> tuple[object, ...]:
    """What a claim states, however it was written: two that say the same are no correction."""
    quantity = claim.quantity
    number = (quantity.value, quantity.precision, quantity.value_to, quantity.of) if quantity is not None else ()
    return (*number, None if quantity is not None else claim.absence)


def _stands(batch_id: int) -> bool:
    status = batch_status(batch_id)
    return status is not None and status.stands


def _unexplained(item: ItemFacts) -> Problem:
    return Problem(
        "NHAP-211",
        row_words(item),
        "",
        Both("lý do sửa", "why it is corrected"),
        Both("Ghi lý do vào ô ghi chú của dòng", "Say why in the row's note"),
        "Số đã duyệt được sửa mà chưa nêu lý do",
        "An approved figure is changed without a reason",
    )


def unanswered(draft: Draft) -> list[ItemFacts]:
    """The rows that must be answered and are not: neither a number nor a reason why there is none."""
    return [line.item for line in draft_lines(draft) if line.item.must_answer and not line.is_answered]


def check_latest(draft: Draft, last: Batch | None) -> None:
    """Refusal NHAP-213 where the report was sent another way after the draft was begun: it would be put back to what
    stood before, with no word why."""
    if (last.pk if last is not None else None) == draft.corrects_id:
        return
    raise Refusal.of(
        "NHAP-213",
        Both(f"Phiếu {draft.pk}", f"Draft {draft.pk}"),
        read=Both(f"Lô {last.pk}", f"Batch {last.pk}") if last is not None else "",
        todo=Both("Bỏ phiếu này rồi mở lại biểu mẫu", "Discard this draft and open the form again"),
        vi="Từ khi mở phiếu, báo cáo kỳ này đã được gửi bằng cách khác",
        en="Since the draft was begun the report was sent another way",
    )


def check_answered(draft: Draft) -> None:
    """Refusal NHAP-210 naming every row that must be answered and is not."""
    if open_rows := unanswered(draft):
        raise Refusal([open_row(item) for item in open_rows])


def readings_behind(batch_ids: Iterable[int]) -> set[int]:
    """Which of the batches were sent from a reading."""
    return set(ReportReading.objects.filter(batch__in=list(batch_ids)).values_list("batch_id", flat=True))


def reading_behind(batch: Batch) -> int | None:
    """The id of the reading that a batch was sent from; None where a form stands behind it."""
    return ReportReading.objects.filter(batch=batch).values_list("pk", flat=True).first()
