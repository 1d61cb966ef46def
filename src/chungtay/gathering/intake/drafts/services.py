"""Filling in a form: drafts are opened, written cell by cell, undone, thrown away and had back, and sent.

Whoever writes a cell names the version that they saw; where somebody else has written since, nothing is changed and
both contents are given back. Every change of a draft waits for the one before it on the draft's own row, so that a cell
never comes in behind a report that is just being sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from chungtay.gathering.intake.drafts.contents import (
    BLANK,
    MOST_BEFORE,
    CellText,
    Content,
    content_of,
    never_written,
    remembered,
    settled,
)
from chungtay.gathering.intake.drafts.prefill import offered, prefilled
from chungtay.gathering.intake.models import Draft, DraftCell, Origin
from chungtay.kernel.errors import Both, NotAllowed, Problem, Refusal
from chungtay.kernel.periods import is_on_clock
from chungtay.reference.actors.policies import is_above, reads_small_counts
from chungtay.reference.actors.queries import Role
from chungtay.reference.forms.queries import form_items

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chungtay.kernel.periods import Period
    from chungtay.kernel.quantities import Quantity
    from chungtay.ledger.models import Batch
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.forms.models import Form
    from chungtay.reference.forms.types import ItemFacts
    from chungtay.reference.places.models import Place
    from chungtay.reference.sources.models import Source

__all__ = ["CellText", "Written"]

NOTHING: Mapping[str, Quantity] = MappingProxyType({})


@dataclass(frozen=True)
class Written:
    """What became of one cell. `cell` is what stands now (None: still nothing); `problem` what is wrong with it.

    `conflict`: somebody else wrote first, nothing was changed, `theirs` is what they wrote. Where `problem` is set and
    `is_kept` is not, the content may not be kept at all and the cell stands as before.
    """

    item_id: int
    cell: DraftCell | None
    conflict: bool = False
    theirs: Content | None = None
    problem: Problem | None = None
    is_kept: bool = True


# --- a draft as a whole --------------------------------------------------------------------------


@transaction.atomic
def draft_open(
    *,
    by: User,
    body: Body,
    form: Form,
    place: Place,
    period: Period,
    corrects: Batch | None = None,
    source: Source | None = None,
    counted: Mapping[str, Quantity] = NOTHING,
) -> Draft:
    """The open draft of this report, or a new one, prefilled. A discarded one of the same report is now gone for good.
    What registers count (`counted`, by key of the row) is offered where nobody has written.

    Refusals: NHAP-202 not the account's to fill in, NHAP-201 a period that has not begun, NHAP-208 a period of another
    clock than the form's.
    """
    _check_who(by, body)
    _check_period(form, period)
    key = {
        "body": body,
        "form": form,
        "place": place,
        "start": period.start,
        "end": period.end,
        "regime": period.regime.value,
        "batch": None,
    }
    found = Draft.objects.filter(**key, discarded_at=None).first()
    if found is not None:
        _check_whose(by, found)
        _offers_renew(found, by, counted)
        return found
    # Only what was thrown away: an open one may have come about since, by somebody else's hand.
    Draft.objects.filter(**key).exclude(discarded_at=None).delete()
    now = timezone.now()
    try:
        with transaction.atomic():
            draft = Draft.objects.create(**key, opened_at=now, opened_by=by, corrects=corrects, source=source)
    except IntegrityError:  # somebody else opened it in this very moment
        found = Draft.objects.get(**key, discarded_at=None)
        _check_whose(by, found)
        return found
    DraftCell.objects.bulk_create(
        DraftCell(draft=draft, item_id=item_id, **content._asdict(), version=1, changed_at=now, changed_by=by)
        for item_id, content in prefilled(draft, by, counted).items()
    )
    return draft


def _offers_renew(draft: Draft, by: User, counted: Mapping[str, Quantity]) -> None:
    """Registers go on while a form lies open: what nobody has answered is offered as they count now."""
    if not counted or draft.corrects_id is not None:
        return
    now = timezone.now()
    cells = {cell.item_id: cell for cell in DraftCell.objects.filter(draft=draft)}
    for item_id, content in offered(draft, by, counted).items():
        cell = cells.get(item_id)
        if cell is None:
            DraftCell.objects.create(
                draft=draft, item_id=item_id, **content._asdict(), version=1, changed_at=now, changed_by=by
            )
        elif cell.origin == Origin.OFFERED and content_of(cell) != content:
            _put(cell, content, by.pk, now)


@transaction.atomic
def draft_discard(*, by: User, draft: Draft) -> None:
    """Throw the draft away; `draft_restore` gives it back until the same report is opened again."""
    held = _held(by, draft)
    held.discarded_at = timezone.now()
    held.save(update_fields=["discarded_at"])


@transaction.atomic
def draft_restore(*, by: User, draft: Draft) -> None:
    """Have a discarded draft back. Refusal NHAP-203 where it was sent, NHAP-209 where the report was begun anew."""
    held = _held(by, draft, discarded=True)
    key = {name: getattr(held, name) for name in ("body_id", "form_id", "place_id", "start", "end", "regime")}
    if Draft.objects.filter(**key, batch=None, discarded_at=None).exclude(pk=held.pk).exists():
        raise Refusal.of(
            "NHAP-209",
            Both(f"Phiếu {held.pk}", f"Draft {held.pk}"),
            todo=Both("Mở phiếu đang có", "Open the draft that there is"),
            vi="Báo cáo này đã có phiếu khác đang điền",
            en="Another draft of this report is being filled in",
        )
    held.discarded_at = None
    held.save(update_fields=["discarded_at"])


@transaction.atomic
def draft_lock(*, by: User, draft: Draft) -> Draft:
    """The draft as it stands now, kept from being written to until the transaction ends: for sending it."""
    return _held(by, draft)


@transaction.atomic
def draft_bind_batch(*, draft: Draft, batch: Batch) -> None:
    """Remember what was sent from the draft; from now on it is closed."""
    draft.batch = batch
    draft.save(update_fields=["batch"])


# --- cells ---------------------------------------------------------------------------------------


def cell_write(
    *,
    by: User,
    draft: Draft,
    item_id: int,
    text: str,
    absence: str = "",
    note: str | None = None,
    seen: int | None = None,
    origin: Origin = Origin.TYPED,
    locator: str = "",
) -> Written:
    """Write one cell. `seen`: the version that the writer saw, 0 for an empty cell, None to write over anything.

    Refusals NHAP-202 (not theirs), NHAP-203 (sent or discarded), NHAP-206 (no row of the form). What is wrong with the
    content itself is told in the answer: see `Written`.
    """
    return cells_write(by=by, draft=draft, cells=[CellText(item_id, text, absence, note, seen, origin.value, locator)])[
        0
    ]


@transaction.atomic
def cells_write(*, by: User, draft: Draft, cells: Sequence[CellText]) -> list[Written]:
    """Write several cells; those of one deed (a paste, a workbook) at one instant: undone together. As `cell_write`,
    cell by cell."""
    held = _held(by, draft)
    items = {item.id: item for item in form_items(held.form)}
    for wanted in cells:
        if wanted.item_id not in items:
            raise _no_such_row(wanted.item_id)
    ids = [wanted.item_id for wanted in cells]
    there = {cell.item_id: cell for cell in DraftCell.objects.filter(draft=held, item__in=ids)}
    now, deeds = timezone.now(), list(dict.fromkeys(wanted.deed for wanted in cells))
    answers = []
    for wanted in cells:
        at = now + timedelta(microseconds=deeds.index(wanted.deed))
        answer = _written(held, there.get(wanted.item_id), wanted, items[wanted.item_id], by, at)
        if answer.cell is not None:
            there[wanted.item_id] = answer.cell
        answers.append(answer)
    return answers


def _written(
    draft: Draft, cell: DraftCell | None, wanted: CellText, item: ItemFacts, by: User, now: datetime
) -> Written:
    before = content_of(cell)
    try:
        content, problem = settled(wanted, item, before)
    except Refusal as refusal:
        return Written(item.id, cell, problem=refusal.problems[0], is_kept=False)
    version = cell.version if cell is not None else 0
    same = content.said == before.said and before.origin != Origin.OFFERED
    if wanted.seen not in (None, version) and not same:
        return Written(item.id, cell, conflict=True, theirs=before)
    if same:
        return Written(item.id, cell, problem=problem)
    if cell is None:
        cell = DraftCell(draft=draft, item_id=item.id, version=0, before=[never_written()])
    else:
        cell.before = [*cell.before, remembered(cell)][-MOST_BEFORE:]
    _put(cell, content, by.pk, now)
    return Written(item.id, cell, problem=problem)


def _put(cell: DraftCell, content: Content, by_id: int, at: datetime) -> None:
    cell.text, cell.absence, cell.note, cell.origin, cell.locator = content
    cell.version += 1
    cell.changed_by_id, cell.changed_at = by_id, at
    cell.save()


@transaction.atomic
def cell_undo(*, by: User, draft: Draft, item_id: int | None = None) -> list[DraftCell]:
    """Take back what this account wrote last, in one row or anywhere; what was written at one instant goes together.

    The cells as they stand now; none where there is nothing of theirs to take back. What somebody else wrote meanwhile
    in the same cell stays.
    """
    held = _held(by, draft)
    mine = DraftCell.objects.filter(draft=held, changed_by=by).exclude(before=[])
    if item_id is not None:
        mine = mine.filter(item=item_id)
    last = mine.order_by("-changed_at").values_list("changed_at", flat=True).first()
    undone = list(mine.filter(changed_at=last)) if last is not None else []
    for cell in undone:
        *rest, back = cell.before
        cell.before = rest
        content = Content(**{name: back[name] for name in BLANK._fields})
        at = datetime.fromisoformat(back["at"]) if back["at"] else held.opened_at
        _put(cell, content, back["by"] or by.pk, at)
    return undone


@transaction.atomic
def offers_take(*, by: User, draft: Draft, item_ids: Sequence[int] | None = None) -> list[DraftCell]:
    """Take what is offered, everywhere or in some rows: it now stands as if it had been typed."""
    held = _held(by, draft)
    offered = DraftCell.objects.filter(draft=held, origin=Origin.OFFERED)
    if item_ids is not None:
        offered = offered.filter(item__in=item_ids)
    now, taken = timezone.now(), list(offered)
    for cell in taken:
        cell.before = [*cell.before, remembered(cell)][-MOST_BEFORE:]
        _put(cell, content_of(cell)._replace(origin=Origin.TYPED.value), by.pk, now)
    return taken


# --- who, and when -------------------------------------------------------------------------------


def _held(by: User, draft: Draft, *, discarded: bool = False) -> Draft:
    """The draft's row, locked until the transaction ends, if the account may write to it and it is still open."""
    found = Draft.objects.select_for_update(of=("self",)).select_related("form").filter(pk=draft.pk).first()
    if found is None:
        raise _closed(draft.pk)
    if by.role != Role.REPORTER or by.body_id != found.body_id:
        _check_who(by, found.body)
        _check_whose(by, found)
    if found.batch_id is not None or (found.discarded_at is not None) is not discarded:
        raise _closed(found.pk)
    return found


def _check_who(by: User, body: Body) -> None:
    """A reporter of the body itself, or of one above it that enters for it."""
    if by.role == Role.REPORTER and (by.body_id == body.pk or is_above(by.body, body)):
        return
    raise _not_theirs()


def _not_theirs() -> NotAllowed:
    found = NotAllowed.of(
        "NHAP-202",
        Both("Tài khoản", "Account"),
        expected=Both("tài khoản báo cáo của cơ quan, hoặc của cấp trên", "a reporter of the body, or of one above it"),
        todo=Both("Chuyển cho người lập báo cáo", "Leave it to the reporter"),
        vi="Chỉ người báo cáo của chính cơ quan hoặc cấp trên mới điền được",
        en="Only a reporter of the body itself or of one above it may fill it in",
    )
    assert isinstance(found, NotAllowed)
    return found


def _check_whose(by: User, draft: Draft) -> None:
    """What a body further below has begun holds small counts that are not the account's to read: NHAP-202 as well."""
    if not reads_small_counts(by, draft.body) and by.body_id != draft.opened_by.body_id:
        raise _not_theirs()


def _check_period(form: Form, period: Period) -> None:
    if period.regime.value != form.regime or not is_on_clock(period):
        raise Refusal.of(
            "NHAP-208",
            Both("Kỳ báo cáo", "Period"),
            read=period.label(),
            todo=Both("Chọn kỳ của biểu mẫu này", "Choose a period of this form"),
            vi="Kỳ này không phải kỳ của biểu mẫu",
            en="The period is not one of this form's",
        )
    # A plan is signed before the year that it sets targets for.
    ahead = timedelta(days=366) if form.status == "target" else timedelta()
    if period.start > timezone.localdate() + ahead:
        raise Refusal.of(
            "NHAP-201",
            Both("Kỳ báo cáo", "Period"),
            read=period.label(),
            todo=Both("Đợi đến ngày đầu của kỳ", "Wait for its first day"),
            vi="Kỳ này chưa bắt đầu",
            en="The period has not begun",
        )


def _closed(draft_id: int) -> Refusal:
    return Refusal.of(
        "NHAP-203",
        Both(f"Phiếu {draft_id}", f"Draft {draft_id}"),
        todo=Both("Mở lại danh sách phiếu", "Open the list of drafts again"),
        vi="Phiếu đã gửi hoặc đã bỏ nên không sửa được nữa",
        en="The draft was sent or discarded and cannot be changed any more",
    )


def _no_such_row(item_id: int) -> Refusal:
    return Refusal.of(
        "NHAP-206",
        Both(f"Dòng {item_id}", f"Row {item_id}"),
        todo=Both("Tải lại trang", "Reload the page"),
        vi="Biểu mẫu không có dòng này",
        en="The form has no such row",
    )
