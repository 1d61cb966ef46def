"""What a single number may be: unit, cell, sign, fraction, share, precision."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from chungtay.checks.rules.reasons import NO_UNIT
from chungtay.checks.rules.units import unit_kind
from chungtay.checks.rules.verdicts import Verdict, broken, held, holds, unclear
from chungtay.checks.rules.view import BatchView, Item, Words, first_by
from chungtay.kernel.numbers import number_words
from chungtay.kernel.quantities import Precision, Quantity, grain_of
from chungtay.reference.indicators.catalogue import cell_problems

if TYPE_CHECKING:
    from collections.abc import Iterator

HUNDRED = Decimal(100)
# A change on an earlier period may be negative and above 100 %; every other ratio is a share of something.
SIGNED = frozenset({"context.change"})

CORRECT_IT = Words("Mở câu trong văn bản gốc và sửa lại cho đúng", "Open the sentence in the original and correct it")


def unit_is_of_the_indicator(view: BatchView) -> Iterator[Verdict]:
    """KT-007: a percentage, a sum of money or a weight entered as a count, or the reverse, would spoil every total."""
    holding = 0
    for item in view.own:
        unit = item.claim.unit.strip()
        if not unit and item.claim.span is None:
            continue  # a form states its units itself; only a text can leave one out
        definition = view.definition(item)
        if definition is None or not unit:
            yield unclear(item, why=NO_UNIT)
        elif view.unit_fits(item):
            holding += 1
        else:
            yield broken(
                item,
                read=Words(f"đơn vị “{item.claim.unit}”", f"unit “{item.claim.unit}”"),
                expected=Words(f"đơn vị “{definition.unit_vi}”", f"unit “{definition.unit_en}”"),
                todo=Words(
                    "Chọn đúng chỉ tiêu của số này, hoặc bỏ số này", "Choose the right indicator, or drop the number"
                ),
            )
    yield from held(holding)


def cell_is_of_the_indicator(view: BatchView) -> Iterator[Verdict]:
    """KT-017: each indicator is broken down one way, by members that the catalogue lists."""
    holding = 0
    for item in view.own:
        if not item.claim.cell or (definition := view.definition(item)) is None:
            continue
        if not cell_problems(definition, item.claim.cell):
            holding += 1
        else:
            allowed = view.dimensions.get(definition.breakdown)
            names = (allowed.name_vi, allowed.name_en) if allowed else ("không phân tổ", "no breakdown")
            yield broken(
                item,
                read=Words(item.claim.cell, item.claim.cell),
                expected=Words(*names),
                todo=Words("Chọn lại phân tổ trong danh mục", "Choose the breakdown from the catalogue"),
            )
    yield from held(holding)


def whole_things_have_no_fraction(view: BatchView) -> Iterator[Verdict]:
    """KT-008: people, cases and models come in whole numbers; money, weights and percentages may not."""
    holding = 0
    for item in view.own:
        quantity, definition = item.claim.quantity, view.definitions.get(item.claim.indicator)
        if quantity is None or definition is None:
            continue
        if _is_whole(quantity) or unit_kind(item.claim.unit or definition.unit_vi) != "count":
            holding += 1
        else:
            yield broken(
                item,
                read=item.said(),
                expected=Words(
                    f"số nguyên ({definition.unit_vi}); dấu chấm tách hàng nghìn, dấu phẩy tách phần lẻ",
                    f"a whole number ({definition.unit_en}); '.' groups thousands, ',' starts the fraction",
                ),
                todo=CORRECT_IT,
            )
    yield from held(holding)


def _is_whole(quantity: Quantity) -> bool:
    numbers = (quantity.value, quantity.value_to, quantity.of)
    return all(n is None or n == n.to_integral_value() for n in numbers)


def part_of_a_ratio_is_no_greater(view: BatchView) -> Iterator[Verdict]:
    """KT-009: 'a/b' with a above b, or a share above one hundred percent."""
    holding = 0
    for item in view.own:
        quantity = item.claim.quantity
        if quantity is None or (quantity.of is None and view.nature(item) != "ratio"):
            continue
        if item.claim.indicator in SIGNED:
            continue
        limit = HUNDRED if quantity.of is None else quantity.of
        if quantity.low <= limit:
            holding += 1
        else:
            yield broken(
                item,
                read=item.said(),
                expected=Words(f"không quá {number_words(limit, 'vi')}", f"at most {number_words(limit, 'en')}"),
                todo=CORRECT_IT,
            )
    yield from held(holding)


def counts_are_not_negative(view: BatchView) -> Iterator[Verdict]:
    """KT-010: nothing can be counted fewer than zero times."""
    holding = 0
    for item in view.own:
        quantity = item.claim.quantity
        if quantity is None or item.claim.indicator in SIGNED:
            continue
        if quantity.value >= 0:
            holding += 1
        else:
            yield broken(item, read=item.said(), expected=Words("từ 0 trở lên", "zero or more"), todo=CORRECT_IT)
    yield from held(holding)


def bound_word_on_exact_number(view: BatchView) -> Iterator[Verdict]:
    """KT-012: 'hơn 114.924': both facts are kept, and the reader is told."""
    holding = 0
    for item in view.own:
        quantity = item.claim.quantity
        if quantity is None:
            continue
        if quantity.precision is not Precision.EXACT and quantity.bound_word_on_exact_number:
            yield broken(
                item,
                read=item.said(),
                expected=Words("số chính xác không kèm “hơn”, “gần”", "an exact number without a bound word"),
                todo=Words("Giữ nguyên nếu văn bản gốc viết như vậy", "Leave it if the original says so"),
            )
        else:
            holding += 1
    yield from held(holding)


def rate_agrees_with_its_counts(view: BatchView) -> Iterator[Verdict]:
    """KT-016: a rate against the numerator and denominator that the same report states, to its last digit."""
    if not any(view.definitions[item.claim.indicator].numerator for item in view.own_countable):
        return
    at = first_by(view.own_countable, lambda i: (i.claim.indicator, i.claim.cell, i.claim.place_id, i.dates))
    for (code, cell, place_id, dates), item in at.items():
        definition = view.definitions[code]
        above = at.get((definition.numerator, cell, place_id, dates))
        below = at.get((definition.denominator, cell, place_id, dates))
        if above is None or below is None or below.quantity.low <= 0:
            continue
        half = min(grain_of(item.quantity.value), Decimal(1)) / 2
        low = HUNDRED * above.quantity.low / below.quantity.high
        high = HUNDRED * above.quantity.high / below.quantity.low
        if low <= item.quantity.high + half and item.quantity.low - half <= high:
            yield holds(item, above, below)
        else:
            yield _wrong_rate(item, above, below)


def _wrong_rate(item: Item, above: Item, below: Item) -> Verdict:
    rate = (HUNDRED * above.quantity.value / below.quantity.value).quantize(Decimal("0.01"))
    return broken(
        item,
        above,
        below,
        read=Words(f"{item.said().vi} %", f"{item.said().en} %"),
        expected=Words(
            f"{above.said().vi} / {below.said().vi} = {number_words(rate, 'vi')} %",
            f"{above.said().en} / {below.said().en} = {number_words(rate, 'en')} %",
        ),
        todo=Words(
            "Kiểm tra tỷ lệ và mẫu số (hòa giải thành chia cho số vụ đã tiến hành, không chia cho số vụ tiếp nhận)",
            "Check the rate and its denominator (mediation success is divided by cases conducted, not received)",
        ),
    )
