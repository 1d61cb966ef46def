"""The period of one number: from expressions of time around it, its nature, and what the document says of itself."""

from dataclasses import dataclass

from chungtay.gathering.intake.readers.records import EVENT, FLOW, STOCK, UNKNOWN_PERIOD, TextPeriod
from chungtay.gathering.intake.readers.timemarks import (
    COMPARE,
    NOW,
    SOLEMN,
    TARGET_YEAR,
    TERM,
    Calendar,
    TimeMark,
    special,
    term_period,
)


@dataclass(frozen=True)
class When:
    """Where a number stands among the time marks of its paragraph and what is known of its nature."""

    at: int
    clause_start: int
    clause_end: int
    nature: str
    now: bool
    done: bool
    target: bool


def period_of(when: When, marks: list[TimeMark], calendar: Calendar, carried: TimeMark | None) -> TextPeriod:
    """Its sentence's mark, the one carried from earlier, or what the number's nature and the document say."""
    here = [m for m in marks if m.role != COMPARE]
    mark = _chosen(when, here)
    if when.target:
        return _target(mark, calendar)
    if when.nature == EVENT:
        return _event(when, here, calendar, carried)
    if mark is not None and _founding(mark):
        now = next((m for m in here if m.role == NOW and mark.end <= m.start and m.end <= when.at), None)
        if now is not None and now.period.end and mark.period.start:
            return now.period if when.nature != FLOW else TextPeriod(mark.period.start, now.period.end, FLOW)
    if when.nature in {STOCK, "either"} and _is_state(when, mark):
        dated = next((m for m in here if m.role == STOCK), None)
        return dated.period if dated else special("now", calendar)[1]
    if mark is None:
        mark = carried
    if mark is None or (mark.role in {NOW, TERM} and mark.period.end is None):
        return _default(when, calendar)
    if mark.role == NOW or (mark.role == STOCK and when.nature == FLOW):
        return _until_then(mark, calendar)
    return mark.period if mark.period.end else _default(when, calendar)


def _founding(mark: TimeMark) -> bool:
    """'Thành lập từ năm 1997, hiện nay … đã bắt': one year or month, from which the count runs on."""
    return mark.role == FLOW and mark.period.end is not None and mark.period.start == mark.period.end


def _chosen(when: When, here: list[TimeMark]) -> TimeMark | None:
    useful = [m for m in here if m.role not in {SOLEMN, TARGET_YEAR} or when.target]
    before = [m for m in useful if m.end <= when.at]
    flows = [m for m in before if m.role != NOW]
    if flows:
        return flows[-1]
    behind = [m for m in useful if when.at < m.start < when.clause_end]
    return behind[0] if behind and behind[0].role != EVENT else (before[-1] if before else None)


def _is_state(when: When, mark: TimeMark | None) -> bool:
    if when.now:
        return True
    if mark is not None and mark.role in {NOW, STOCK}:
        return True
    return when.nature == STOCK and not when.done and (mark is None or mark.role == TERM)


def _target(mark: TimeMark | None, calendar: Calendar) -> TextPeriod:
    return mark.period if mark is not None and mark.role not in {NOW, TERM} else UNKNOWN_PERIOD


def _event(when: When, here: list[TimeMark], calendar: Calendar, carried: TimeMark | None) -> TextPeriod:
    before = [m for m in here if m.end <= when.at]
    if any(m.role == SOLEMN for m in before):
        return special("solemn", calendar)[1]
    # 'thành tích giai đoạn 2019-2024; UBND tỉnh tặng …': the years of the merit end with their clause.
    before = [m for m in before if m.start >= when.clause_start or m.role == EVENT]
    flows = [m for m in before if m.role in {FLOW, TERM} and m.period.end]
    if flows:
        return flows[-1].period
    dated = [m for m in before if m.role == EVENT and m.period.end]
    if dated:
        return dated[-1].period
    if carried is not None and carried.role in {FLOW, SOLEMN} and carried.period.end:
        return carried.period
    return special("solemn", calendar)[1]


def _until_then(mark: TimeMark, calendar: Calendar) -> TextPeriod:
    """'Đến nay, đã tiếp nhận …': a flow up to a day began with the programme's term when there is one."""
    if calendar.term and calendar.title is None:
        return term_period(calendar)
    usual = calendar.usual
    if mark.role == STOCK and usual and _within(mark.period.end, usual):
        # 'Cao điểm từ ngày 15/12 …; tính đến ngày 25/12 đã thu hồi …'.
        return TextPeriod(usual.start, mark.period.end, FLOW)
    if mark.role == NOW and (calendar.title or calendar.usual):
        return calendar.title or calendar.usual or mark.period
    return mark.period


def _within(day: str | None, span: TextPeriod) -> bool:
    """Whether a day lies in a span that is as precise as it."""
    if day is None or span.start is None or span.end is None or len(day) != len(span.start):
        return False
    return span.start <= day <= span.end


def _default(when: When, calendar: Calendar) -> TextPeriod:
    if when.nature == STOCK and not when.done:
        return special("now", calendar)[1]
    told = calendar.title or calendar.usual or term_period(calendar)
    if when.nature == STOCK and told.end is None:
        # 'Xã vừa lắp 22 camera': what was made and is still there stands on the document's day.
        return special("now", calendar)[1]
    return special("now", calendar)[1] if when.nature == "either" and told.end is None else told
