"""One thing, one claim: the same count stated twice in a report, or differently in two reports."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from chungtay.checks.rules.reasons import OPEN_BOUNDS
from chungtay.checks.rules.verdicts import Verdict, broken, held, holds, joined, unclear
from chungtay.checks.rules.view import BatchView, Item, Words
from chungtay.kernel.quantities import can_equal

if TYPE_CHECKING:
    from collections.abc import Iterator


def stated_once(view: BatchView) -> Iterator[Verdict]:
    """KT-005: two claims of one report about the same count would both enter the totals."""
    found: dict[object, list[Item]] = {}
    for item in view.own:
        claim = item.claim
        key = claim.indicator, claim.cell, claim.place_id, view.days(claim.period), claim.status._value_
        found.setdefault(key, []).append(item)
    if len(found) < len(view.own):
        yield from (_twice(items) for items in found.values() if len(items) > 1)
    yield from held(sum(len(items) == 1 for items in found.values()))


def _twice(items: list[Item]) -> Verdict:
    read = joined((_stated(i) for i in items), " và ", " and ")
    return broken(
        *items,
        read=read,
        expected=Words(
            "mỗi chỉ tiêu một số cho cùng phân tổ, địa bàn và kỳ", "one number per indicator, cell, place and period"
        ),
        todo=Words(
            "Giữ số đúng và bỏ số kia; nếu là hai phần khác nhau thì chọn phân tổ, địa bàn hoặc kỳ cho từng số",
            "Keep the right number and drop the other; for different parts, give each its cell, place or period",
        ),
    )


def _stated(item: Item) -> Words:
    return item.said() if item.has_quantity else Words("không có số", "no number")


def reports_agree(view: BatchView) -> Iterator[Verdict]:
    """KT-006: another current report states the same count; both may stand, but people should know that they differ."""
    if not view.related:
        return
    others: dict[object, list[Item]] = defaultdict(list)
    for item in view.countable:
        if not item.is_own:
            others[item.series, item.dates].append(item)
    for item in view.own_countable:
        for other in others.get((item.series, item.dates), ()):
            if can_equal(item.quantity, other.quantity):
                exact = item.quantity.is_exact and other.quantity.is_exact
                yield holds(item, other) if exact else unclear(item, other, why=OPEN_BOUNDS)
            else:
                yield _differ(item, other)


def _differ(item: Item, other: Item) -> Verdict:
    mine, theirs = item.said(), other.said()
    return broken(
        item,
        other,
        read=Words(
            f"báo cáo này {mine.vi}; báo cáo khác đã duyệt {theirs.vi}",
            f"this report {mine.en}; another approved report {theirs.en}",
        ),
        expected=Words("hai báo cáo cùng một số", "the same number in both reports"),
        todo=Words(
            "Hỏi nơi lập hai báo cáo; nếu cả hai đều đúng theo cách đếm của mình thì ghi rõ lý do",
            "Ask both bodies; if each is right by its own way of counting, say why",
        ),
    )
