"""The same thing told twice: by two bodies, or month by month and again for the quarter. Both are kept, always."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from chungtay.checks.rules import reasons
from chungtay.checks.rules.sums import sum_verdict
from chungtay.checks.rules.verdicts import Outcome, Verdict, broken, holds, joined, unclear
from chungtay.checks.rules.view import BatchView, Item, Words, first_by, shorter
from chungtay.kernel.quantities import Comparison, can_equal, less_than, total

if TYPE_CHECKING:
    from collections.abc import Iterator


def bodies_agree(view: BatchView) -> Iterator[Verdict]:
    """KT-027: what other bodies, police or Front, state of the same thing, place and days. Never averaged."""
    others: dict[object, list[tuple[Item, int]]] = defaultdict(list)
    for figure in view.attested:
        item = Item(figure.claim, entry=figure.id)
        if item.has_quantity and figure.claim.indicator in view.definitions and view.unit_fits(item):
            others[item.series, item.dates].append((item, figure.body_id))
    asked_of_two = {fact.key for fact in view.asked if fact.two_attest}
    if not others and not asked_of_two:
        return
    for item in view.own_countable:
        beside = others.get((item.series, item.dates), ())
        if not beside and item.row in asked_of_two:
            yield unclear(item, why=reasons.NOBODY_ELSE)
        for other, body_id in beside:
            if not can_equal(item.quantity, other.quantity):
                yield _differ(view, item, other, view.bodies.get(body_id) or _ANOTHER)
            elif item.quantity.is_exact and other.quantity.is_exact:
                yield holds(item, other)
            else:
                yield unclear(item, other, why=reasons.OPEN_BOUNDS)


def _differ(view: BatchView, item: Item, other: Item, body: Words) -> Verdict:
    theirs = _shown(view, other)
    return broken(
        item,
        other,
        read=Words(
            f"báo cáo này {item.said().vi}; {body.vi} nêu {theirs.vi}",
            f"this report {item.said().en}; {body.en} states {theirs.en}",
        ),
        expected=Words(
            "hai cơ quan cùng một số; nếu không, cả hai số được giữ và cùng hiện, không lấy trung bình",
            "one number from both bodies; else both are kept and shown, never averaged",
        ),
        todo=Words(
            "Đối chiếu sổ với cơ quan kia; nếu mỗi bên đúng theo cách đếm của mình thì nêu lý do",
            "Compare books with the other body; if each is right by its own way of counting, say why",
        ),
    )


def _shown(view: BatchView, other: Item) -> Words:
    """Another body's number; a small count of tips or disputes is not told to a body that did not count it."""
    definition = view.definition(other)
    least = definition.threshold if definition else None
    if least is not None and 0 < other.quantity.value < least:
        return Words(f"dưới {least}", f"under {least}")
    return other.said()


def months_make_the_longer_period(view: BatchView) -> Iterator[Verdict]:
    """KT-028: where the months (or quarters) of a longer period are all there, their flows make the longer one's.

    More than the longer one is what KT-003 finds already, whether they are all there or not.
    """
    for items in view.flows:
        at = list(first_by(items, lambda i: i.dates).values())
        for whole in at:
            inner = [i for i in at if shorter(i.claim.period, whole.claim.period)]
            if not inner or not (whole.is_own or any(i.is_own for i in inner)):
                continue
            parts = _tiling(inner, whole)
            if parts is None:
                yield unclear(whole, *inner, why=reasons.MISSING_PARTS)
            elif less_than(whole.quantity, total(p.quantity for p in parts)) is not Comparison.TRUE:
                yield _made_up(whole, parts)


def _tiling(inner: list[Item], whole: Item) -> list[Item] | None:
    """The items of one clock that cover the whole without a gap or an overlap."""
    by_regime: dict[object, list[Item]] = defaultdict(list)
    for item in inner:
        by_regime[item.claim.period.regime].append(item)
    for items in by_regime.values():
        ordered = sorted(items, key=lambda i: i.dates)
        ends = [whole.claim.period.start - timedelta(days=1), *(i.claim.period.end for i in ordered)]
        starts = [*(i.claim.period.start for i in ordered), whole.claim.period.end + timedelta(days=1)]
        if all(start == end + timedelta(days=1) for end, start in zip(ends, starts, strict=True)):
            return ordered
    return None


def _made_up(whole: Item, parts: list[Item]) -> Verdict:
    verdict = sum_verdict(whole, parts, complete=True)
    if verdict.outcome is not Outcome.FAIL:
        return verdict
    names = joined((Words(p.claim.period.label("vi"), p.claim.period.label("en")) for p in parts), ", ", ", ")
    return broken(
        *verdict.items,
        read=verdict.read,
        expected=verdict.expected,
        todo=Words(
            f"Xem lại các kỳ {names.vi}; nếu kỳ dài có phần chưa nằm trong kỳ ngắn thì nêu lý do",
            f"Look at {names.en}; if the longer period holds what the shorter ones lack, say why",
        ),
    )


_ANOTHER = Words("cơ quan khác", "another body")
