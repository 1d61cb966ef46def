"""Counting: open a sheet, one more or one less, write a number, confirm, put right, throw away.

Nothing here writes down who pressed or when: a number of an open sheet is overwritten, without a trace. What was
confirmed is not touched again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from chungtay.gathering.registers.tallies import policies, queries
from chungtay.gathering.registers.tallies.layout import Line, topics, wrong_sums
from chungtay.gathering.registers.tallies.models import Axis, TallyLine, TallySheet
from chungtay.gathering.registers.tallies.refusals import not_theirs, problem, refusal
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.periods import Period, Regime, is_on_clock, periods_of_year

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User

Why = TallySheet.Why
MOST = 100_000


@transaction.atomic
def sheet_open(*, by: User, topic: str, period: Period, axis: int, is_illustration: bool = False) -> TallySheet:
    """The sheet of the account's commune for a topic and period: the open one if there is one, else a new one.

    NotAllowed KIE-403; Refusal KIE-001 no such topic or axis, KIE-002 no period of a reporting clock that has begun,
    KIE-003 another body of the commune keeps it, KIE-004 it is confirmed, KIE-005 it is counted by the other axis.
    """
    if not policies.may_tally(by):
        raise not_theirs(by.body.name_vi)
    known = topics().get(topic)
    if known is None or axis not in known.axes:
        expected = Both("một sổ và một cách đếm trong danh sách", "a topic and an axis of the list")
        raise refusal("KIE-001", f"{topic} {axis}", expected, "không có sổ đếm này", "there is no such tally")
    _check_period(period)
    latest = queries.latest(topic, by.body.place_id, period)
    if latest is None:
        return _made(by, topic, period, axis, 1, is_illustration=is_illustration)
    if latest.body_id != by.body_id:
        expected = Both("mỗi xã, mỗi kỳ một sổ", "one sheet a commune and period")
        raise refusal("KIE-003", latest.body.name_vi, expected, "cơ quan khác của xã giữ sổ này", "another body has it")
    if latest.confirmed_at is not None:
        expected = Both("mở lại bằng “Sửa số đã chốt”", "open it again by “Correct”")
        raise refusal("KIE-004", f"{latest.version}", expected, "sổ kỳ này đã chốt", "the sheet is confirmed")
    if latest.axis != axis:
        expected = Both("một cách đếm cho cả kỳ; bỏ sổ để đếm cách khác", "one axis for the period; discard to change")
        raise refusal("KIE-005", Axis(latest.axis).name, expected, "sổ đang đếm theo cách khác", "another axis is used")
    return latest


@transaction.atomic
def tally_press(*, by: User, id: int, measure: str, member: str, less: bool = False) -> int:
    """One more (or one less, never below zero) on a line; gives the number. Refusal KIE-006 no such line."""
    sheet = _open_of(by, id)
    _check_line(sheet, (measure, member))
    rows = TallyLine.objects.filter(sheet=sheet, measure=measure, member=member)
    if less:
        rows.filter(value__gt=0).update(value=F("value") - 1)
    else:
        rows.filter(value__lt=MOST).update(value=F("value") + 1)
    return rows.values_list("value", flat=True)[0]


@transaction.atomic
def tally_write(*, by: User, id: int, values: Mapping[Line, int]) -> TallySheet:
    """Numbers as they were counted elsewhere; lines that are not named stay. Refusal KIE-006 no such line or number."""
    sheet = _open_of(by, id)
    for line, value in values.items():
        _check_line(sheet, line)
        if not 0 <= value <= MOST:
            raise refusal("KIE-006", str(value), Both(f"0 đến {MOST}", f"0 to {MOST}"), "số không hợp lệ", "no number")
    rows = [TallyLine(sheet=sheet, measure=line[0], member=line[1], value=value) for line, value in values.items()]
    TallyLine.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["sheet", "measure", "member"], update_fields=["value"]
    )
    return sheet


@transaction.atomic
def sheet_confirm(*, by: User, id: int) -> TallySheet:
    """These are the numbers of the period. Refusals KIE-007 before its last day, KIE-008 where sums do not hold."""
    sheet = _open_of(by, id)
    if timezone.localdate() < sheet.end:
        expected = Both(f"từ ngày {sheet.end:%d/%m/%Y}", f"from {sheet.end}")
        read = f"{timezone.localdate():%d/%m/%Y}"
        raise refusal("KIE-007", read, expected, "kỳ chưa kết thúc", "the period has not ended")
    held = queries.values_of(sheet)
    wrong = wrong_sums(topics()[sheet.topic], held)
    if wrong:
        vi, en = "các số không khớp nhau", "the numbers do not agree"
        raise Refusal([problem("KIE-008", read, expected, vi, en) for read, expected in wrong])
    sheet.confirmed_by, sheet.confirmed_at = by, timezone.now()
    sheet.save(update_fields=["confirmed_by", "confirmed_at"])
    return sheet


@transaction.atomic
def sheet_redo(*, by: User, id: int, why: int) -> TallySheet:
    """A confirmed sheet is put right by a next version, which begins with its numbers. Refusal KIE-004 where it is not
    the latest or still open, KIE-001 without a reason of the list."""
    sheet = queries.sheet_get(by=by, id=id)
    if not policies.may_keep(by, sheet):
        raise not_theirs(str(id))
    if why not in (Why.MISCOUNTED, Why.LATE, Why.WRONG_LINE):
        expected = Both("một lý do trong danh sách", "a reason of the list")
        raise refusal("KIE-001", str(why), expected, "chưa chọn lý do", "no reason was chosen")
    latest = queries.latest(sheet.topic, sheet.place_id, queries.period_of(sheet))
    if sheet.confirmed_at is None or latest is None or latest.pk != sheet.pk:
        expected = Both("bản mới nhất đã chốt", "the latest version, confirmed")
        raise refusal("KIE-004", f"{sheet.version}", expected, "không phải bản đã chốt mới nhất", "not the latest one")
    made = _made(by, sheet.topic, queries.period_of(sheet), sheet.axis, sheet.version + 1, why=why)
    tally_write(by=by, id=made.pk, values=queries.values_of(sheet))
    return made


@transaction.atomic
def sheet_discard(*, by: User, id: int) -> None:
    """An open sheet goes without a trace; the confirmed version before it stands again."""
    _open_of(by, id).delete()


def _made(
    by: User,
    topic: str,
    period: Period,
    axis: int,
    version: int,
    *,
    why: int = Why.FIRST,
    is_illustration: bool = False,
) -> TallySheet:
    try:
        with transaction.atomic():
            sheet = TallySheet.objects.create(
                topic=topic,
                place=by.body.place,
                province_id=by.body.place.home_province_id,
                body=by.body,
                start=period.start,
                end=period.end,
                regime=period.regime,
                axis=axis,
                version=version,
                why=why,
                is_illustration=is_illustration,
            )
            # All of them now: rows made one by one would tell which was counted first.
            lines = topics()[topic].lines(axis)
            TallyLine.objects.bulk_create(TallyLine(sheet=sheet, measure=m, member=key) for m, key in lines)
            return sheet
    except IntegrityError:
        # Somebody of the commune opened it between our look and our write.
        expected = Both("mỗi xã, mỗi kỳ một sổ", "one sheet a commune and period")
        raise refusal("KIE-003", topic, expected, "sổ vừa được mở", "the sheet was just opened") from None


def _open_of(by: User, id: int) -> TallySheet:
    """The sheet, locked, if the account counts on it and it is open."""
    sheet = queries.sheet_get(by=by, id=id)
    if not policies.may_keep(by, sheet):
        raise not_theirs(str(id))
    TallySheet.objects.select_for_update().filter(pk=id).first()
    sheet.refresh_from_db(fields=["confirmed_at"])
    if sheet.confirmed_at is not None:
        expected = Both("sổ chưa chốt", "a sheet that is open")
        raise refusal("KIE-004", f"{sheet.version}", expected, "sổ kỳ này đã chốt", "the sheet is confirmed")
    return sheet


def _check_line(sheet: TallySheet, line: Line) -> None:
    if line not in topics()[sheet.topic].lines(sheet.axis):
        expected = Both("một dòng của sổ", "a line of the sheet")
        raise refusal("KIE-006", " ".join(line)[:60], expected, "sổ không có dòng này", "there is no such line")


def _check_period(period: Period) -> None:
    divided = period.regime in Regime and bool(periods_of_year(period.regime, 2025))
    if not divided or not is_on_clock(period) or period.start > timezone.localdate() or period.start.year < 2000:
        expected = Both("một kỳ báo cáo đã bắt đầu", "a reporting period that has begun")
        raise refusal("KIE-002", str(period), expected, "không phải kỳ báo cáo", "no reporting period")
