"""Wholes and their parts: over the members of a breakdown, over sub-periods, over the places within a place.

One arithmetic for all: bounds carry through, and what is not stated is unknown and never zero. Known
parts that exceed the whole are wrong whatever is missing; parts that fall short are wrong only when
nothing is missing.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from chungtay.checks.rules.reasons import MISSING_PARTS, NO_WHOLE, OPEN_BOUNDS
from chungtay.checks.rules.verdicts import Verdict, broken, holds, joined, unclear
from chungtay.checks.rules.view import BatchView, Item, Words, first_by, shorter
from chungtay.kernel.numbers import quantity_words
from chungtay.kernel.quantities import Comparison, Total, can_equal, less_than, total
from chungtay.ledger.types import FigureStatus, cell_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ADDS_UP = ("flow", "stock")


def parts_make_the_whole(view: BatchView) -> Iterator[Verdict]:
    """KT-001: the cells of one dimension against the cell that they divide."""
    for whole, dimension, parts in view.families:
        if view.nature(parts[0]) not in ADDS_UP:
            continue
        if whole is None:
            yield unclear(*parts, why=NO_WHOLE)
            continue
        # Parts from other reports were counted on another day or by others: they may show too much, never too little.
        complete = len(parts) >= len(view.members(dimension)) and all(p.is_own for p in (whole, *parts))
        if complete:
            complete = view.members(dimension) <= {cell_parts(p.claim.cell)[dimension] for p in parts}
        yield sum_verdict(whole, parts, complete=complete)


def part_within_whole(view: BatchView) -> Iterator[Verdict]:
    """KT-002: what is counted within something else: nested indicators, and members of things that may overlap."""
    for whole, _, parts in view.families:
        if whole is not None and view.nature(whole) == "distinct":
            yield from (within_verdict(part, whole) for part in parts)
    for (code, cell, place_id, dates, status), item in view.counted.items():
        around = view.definitions[code].part_of
        if not around or status != FigureStatus.RESULT.value:
            continue
        larger = view.counted.get((around, cell, place_id, dates, status))
        # A stock is no part of a flow: models launched over ten years bound neither those running nor those effective
        # on one day, because older models run too.
        if larger is not None and view.nature(item) == view.nature(larger):
            yield within_verdict(item, larger)


def shorter_within_longer(view: BatchView) -> Iterator[Verdict]:
    """KT-003: flows of sub-periods that do not overlap, against the flow of the period that covers them."""
    for items in view.flows:
        for whole in items:
            inner = [i for i in items if shorter(i.claim.period, whole.claim.period)]
            if inner:
                yield sum_verdict(whole, _heaviest_apart(inner), complete=False)


def places_within_place(view: BatchView) -> Iterator[Verdict]:
    """KT-004: figures of places against the figure of a place around them, same days.

    A body's own total and the sum of its communes are different claims, so this asks for a look and does not block.
    """
    if len({item.claim.place_id for item in view.countable}) < 2:
        return
    groups = defaultdict(list)
    for item in view.countable:
        if view.nature(item) in ADDS_UP:
            groups[item.claim.indicator, item.claim.cell, item.dates, item.claim.status].append(item)
    for items in groups.values():
        at = first_by(items, lambda i: i.claim.place_id)
        inside: dict[int, list[Item]] = defaultdict(list)
        for place_id, item in at.items():
            for around in _around(view, place_id) & at.keys():
                inside[around].append(item)
        for place_id, inner in inside.items():
            ids = {i.claim.place_id for i in inner}
            outermost = [i for i in inner if not _around(view, i.claim.place_id) & ids]
            yield sum_verdict(at[place_id], outermost, complete=False)


def _around(view: BatchView, place_id: int) -> frozenset[int]:
    place = view.places.get(place_id)
    return place.within - {place_id} if place else frozenset()


def _heaviest_apart(items: list[Item]) -> list[Item]:
    """The non-overlapping items with the greatest certain sum: any such choice must fit within the whole."""
    ordered = sorted(items, key=lambda i: i.dates[1])
    best: list[tuple[Total, list[Item]]] = [(Total(), [])]
    for number, item in enumerate(ordered):
        start = item.dates[0]
        before = max((n for n in range(number + 1) if n == 0 or ordered[n - 1].dates[1] < start), default=0)
        taken = (best[before][0] + total([item.quantity]), [*best[before][1], item])
        best.append(max(best[number], taken, key=lambda choice: choice[0].low))
    return best[-1][1]


def sum_verdict(whole: Item, parts: Sequence[Item], *, complete: bool) -> Verdict:
    """Parts against their whole. `complete`: no part is missing, so that they may not fall short either."""
    known = total(p.quantity for p in parts)
    if less_than(whole.quantity, known) is Comparison.TRUE or (complete and not can_equal(whole.quantity, known)):
        return _wrong_sum(whole, parts, known, complete=complete)
    if not complete:
        return unclear(whole, *parts, why=MISSING_PARTS)
    exact = whole.quantity.is_exact and known.low == known.high
    return holds(whole, *parts) if exact else unclear(whole, *parts, why=OPEN_BOUNDS)


def _wrong_sum(whole: Item, parts: Sequence[Item], known: Total, *, complete: bool) -> Verdict:
    addends = joined((p.said() for p in parts), " + ", " + ")
    said, sums = whole.said(), known.as_quantity()
    relation = ("bằng", "equal to") if complete else ("không nhỏ hơn", "no less than")
    return broken(
        whole,
        *parts,
        read=Words(
            f"tổng nêu {said.vi}; các phần {addends.vi} = {quantity_words(sums, 'vi')}",
            f"whole stated as {said.en}; parts {addends.en} = {quantity_words(sums, 'en')}",
        ),
        expected=Words(
            f"tổng {relation[0]} tổng các phần ({quantity_words(sums, 'vi')})",
            f"a whole {relation[1]} the sum of the parts ({quantity_words(sums, 'en')})",
        ),
        todo=Words(
            "Đối chiếu với văn bản gốc: sửa số đọc sai, hoặc trả lại nơi lập báo cáo nếu văn bản gốc cộng sai",
            "Compare with the original: correct what was misread, or return the report if the original adds up wrongly",
        ),
    )


def within_verdict(part: Item, whole: Item) -> Verdict:
    """A part against the whole that it cannot exceed."""
    if less_than(whole.quantity, part.quantity) is Comparison.TRUE:
        return broken(
            part,
            whole,
            read=Words(
                f"phần {part.said().vi}, tổng {whole.said().vi}", f"part {part.said().en}, whole {whole.said().en}"
            ),
            expected=Words("phần không lớn hơn tổng", "a part no greater than the whole"),
            todo=Words(
                "Kiểm tra hai số, địa bàn và ngày của chúng trong văn bản gốc",
                "Check both numbers, their place and their dates in the original",
            ),
        )
    certain = part.quantity.high <= whole.quantity.low
    return holds(part, whole) if certain else unclear(part, whole, why=OPEN_BOUNDS)
