"""When a number was counted, beside what the report is about and the day on which it came."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from chungtay.checks.rules.verdicts import Verdict, broken, held
from chungtay.checks.rules.view import BatchView, Item, Told, Words
from chungtay.ledger.types import FigureStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chungtay.kernel.periods import Period

YEAR = 365
STANDING = frozenset({"stock", "distinct"})
_DECREE_DAYS = timedelta(days=17)
"""The decree's year begins on 15 December."""


def nothing_counted_yet_to_come(view: BatchView) -> Iterator[Verdict]:
    """KT-018: a result of days after the one on which the report came; targets lie ahead by their nature.

    Reports of a year or a term are written before it ends and name it whole: such a period need only have begun.
    """
    if view.told is None:
        return
    on, holding = view.told.on, 0
    for item in view.own:
        period = item.claim.period
        if item.claim.quantity is None or item.claim.status is FigureStatus.TARGET:
            continue
        if period.end <= on or (period.start <= on and period.days >= YEAR):
            holding += 1
        else:
            yield broken(
                item,
                read=_label(period),
                expected=Words(f"không sau ngày nhận {on:%d/%m/%Y}", f"not after {on.day} {on:%B %Y}, when it came"),
                todo=Words(
                    "Sửa lại kỳ của số này; nếu là chỉ tiêu giao cho thời gian tới thì chọn “Chỉ tiêu”",
                    "Correct its period; if it is a target for the time ahead, mark it as one",
                ),
            )
    yield from held(holding)


def counted_in_the_reports_own_time(view: BatchView) -> Iterator[Verdict]:
    """KT-019: a result of days that the report is not about.

    Within them any part may be stated, and the year up to them as well ("luỹ kế từ đầu năm"). What stands rather than
    happens may be told as of the day of writing, and so may what happened on that very day: a review commends people
    at the conference that it is read at. Anything else may be right, as a comparison that the reader took for a
    result, and is asked about.
    """
    if view.told is None:
        return
    holding = 0
    for item in view.own:
        if item.claim.quantity is None or item.claim.status is not FigureStatus.RESULT:
            continue
        if _is_of_its_time(view, item, view.told):
            holding += 1
        else:
            about = _label(view.told.about)
            yield broken(
                item,
                read=_label(item.claim.period),
                expected=Words(f"trong kỳ báo cáo: {about.vi}", f"within the report's period: {about.en}"),
                todo=Words(
                    "Sửa lại kỳ của số này; nếu báo cáo nêu để so sánh thì chọn “Bối cảnh” hoặc ghi rõ lý do",
                    "Correct its period; if it is there for comparison, mark it as context or say why",
                ),
            )
    yield from held(holding)


def _is_of_its_time(view: BatchView, item: Item, told: Told) -> bool:
    period, about = item.claim.period, told.about
    if about.covers(period) or period.start == period.end == told.dated:
        return True
    if view.nature(item) in STANDING:
        return about.start <= period.end <= told.on
    year_begins = date(about.end.year, 1, 1) - _DECREE_DAYS
    return year_begins <= period.start and about.start <= period.end <= about.end


def _label(period: Period) -> Words:
    return Words(period.label("vi"), period.label("en"))
