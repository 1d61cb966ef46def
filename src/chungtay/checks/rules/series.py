"""A number beside the earlier ones of its own series. A question is raised, never a verdict on whoever reported."""

from __future__ import annotations

from decimal import Decimal
from math import ceil, floor
from statistics import median
from typing import TYPE_CHECKING

from chungtay.checks.rules import reasons
from chungtay.checks.rules.outliers import HISTORY_NEEDED, Answer, Judgement, judged
from chungtay.checks.rules.verdicts import Severity, Verdict, broken, held, unclear
from chungtay.checks.rules.view import BatchView, Item, Words
from chungtay.kernel.numbers import number_words
from chungtay.kernel.periods import Regime
from chungtay.ledger.types import FigureStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chungtay.checks.rules.pasts import Past

SLIPS = tuple(Decimal(s) for s in ("10", "100", "1000", "0.1", "0.01", "0.001"))
SLIP_TOLERANCE = Decimal("0.1")
SLIP_HISTORY = 3
# From 1 to 10 is an ordinary change of a small count, not a slip of the keyboard.
USUAL_NEEDED = 10
CLOSE = 1e-6
MONTHLY = frozenset({Regime.DECREE_MONTH, Regime.CALENDAR_MONTH})


def no_zero_too_many(view: BatchView) -> Iterator[Verdict]:
    """KT-011: ten, a hundred or a thousand times the median of earlier periods of like length, to within a tenth."""
    holding = 0
    for item in view.own_countable:
        if view.nature(item) == "ratio":
            continue
        before = view.past(item)
        if len(before.sizes) < SLIP_HISTORY or not item.quantity.is_exact:
            why = reasons.TOO_SHORT if len(before.sizes) < SLIP_HISTORY else reasons.NOT_EXACT
            yield unclear(item, why=why)
        elif _is_usual_small(before):
            yield unclear(item, why=reasons.TOO_SMALL)
        elif _is_slip(item.quantity.value, before):
            yield _slipped(item, median(before.values), len(before.values))
        else:
            holding += 1
    yield from held(holding)


def like_earlier_periods(view: BatchView) -> Iterator[Verdict]:
    """KT-026: the number is of the size that its own series has, by `outliers.judged`.

    Only results, only exact numbers, no ratios: their counts are judged. What KT-011 takes for a slip of the keyboard
    is left to it. Fewer tips or disputes than before are told, not asked about: nobody explains why people spoke less.
    """
    holding = 0
    for item in view.own_countable:
        if item.claim.status is not FigureStatus.RESULT:
            continue
        if view.nature(item) == "ratio":
            yield unclear(item, why=reasons.NOT_APPLICABLE)
            continue
        if not item.quantity.is_exact:
            yield unclear(item, why=reasons.NOT_EXACT)
            continue
        before, value = view.past(item), item.quantity.value
        if len(before.sizes) >= SLIP_HISTORY and not _is_usual_small(before) and _is_slip(value, before):
            continue
        if len(before.sizes) < HISTORY_NEEDED:
            yield unclear(item, why=reasons.NOT_ENOUGH_HISTORY)
            continue
        found = judged(before.sizes, float(value), _months(before, item))
        if found.answer is Answer.USUAL:
            holding += 1
        else:
            yield _compared(view, item, found)
    yield from held(holding)


def _compared(view: BatchView, item: Item, found: Judgement) -> Verdict:
    match found.answer:
        case Answer.NOT_ENOUGH_HISTORY:
            return unclear(item, why=reasons.NOT_ENOUGH_HISTORY)
        case Answer.NOT_APPLICABLE:
            return unclear(item, why=reasons.NOT_APPLICABLE)
        case Answer.FIRST_CHANGE:
            return _first_change(item, found)
        case _:
            return _unusual(view, item, found)


def _months(before: Past, item: Item) -> list[int] | None:
    """The running number of each month, for flows of a month; a stock has no season."""
    if item.claim.period.regime not in MONTHLY:
        return None
    end = item.claim.period.end
    return [*before.months, end.year * 12 + end.month]


def _is_usual_small(before: Past) -> bool:
    """Whether the median is under `USUAL_NEEDED`; worked out again in decimals only where doubles are too near it."""
    usual = before.usual
    return usual < USUAL_NEEDED if abs(usual - USUAL_NEEDED) > CLOSE else median(before.values) < USUAL_NEEDED


def _is_slip(value: Decimal, before: Past) -> bool:
    """Whether the number is a slip away from the median. Nearly every number is so far from all slips that doubles, to
    which the bounds below leave a wide margin, tell; the others are looked at in decimals."""
    usual, size = before.usual, float(value)
    if 0.12 * usual < size < 8.9 * usual:
        return False
    middle = median(before.values)
    return any(abs(value / (middle * slip) - 1) <= SLIP_TOLERANCE for slip in SLIPS)


def _slipped(item: Item, middle: Decimal, periods: int) -> Verdict:
    usual = (number_words(middle, "vi"), number_words(middle, "en"))
    return broken(
        item,
        read=Words(
            f"{item.said().vi}; {periods} kỳ trước thường ở mức {usual[0]}",
            f"{item.said().en}; the {periods} earlier periods lie around {usual[1]}",
        ),
        expected=Words(f"một số cùng cỡ với {usual[0]}", f"a number of the size of {usual[1]}"),
        todo=Words("Xem có thừa hoặc thiếu chữ số 0 không", "See whether a zero is missing or too many"),
    )


def _first_change(item: Item, found: Judgement) -> Verdict:
    same = Decimal(str(found.median))
    return broken(
        item,
        read=Words(
            f"{item.said().vi}; {found.earlier} kỳ trước đều là {number_words(same, 'vi')}",
            f"{item.said().en}; all {found.earlier} earlier periods had {number_words(same, 'en')}",
        ),
        expected=Words("số như các kỳ trước, hoặc một thay đổi có thật", "the same number, or a real change"),
        todo=Words("Xem lại nếu không có gì thay đổi", "Look again if nothing has changed"),
        severity=Severity.NOTE,
    )


def _unusual(view: BatchView, item: Item, found: Judgement) -> Verdict:
    low, high = (Decimal(edge) for edge in (ceil(max(found.low, 0)), floor(found.high)))
    if low > high:
        low = high = Decimal(str(found.median))
    definition = view.definition(item)
    freely = definition is not None and not definition.may_target and not found.is_above
    extreme = found.answer is Answer.EXTREME
    very = ("rất khác", "far from") if extreme else ("khác", "unlike")
    return broken(
        item,
        read=Words(
            f"{item.said().vi}, {very[0]} {found.earlier} kỳ trước",
            f"{item.said().en}, {very[1]} the {found.earlier} earlier periods",
        ),
        expected=_range(low, high),
        todo=_ASK_NOTHING if freely else _ASK,
        severity=Severity.NOTE if freely else None,
    )


_ASK = Words(
    "Đề nghị đối chiếu sổ gốc; nếu số đúng thì nêu lý do",
    "Please compare with the source book; if the number is right, say why",
)
_ASK_NOTHING = Words(
    "Xem lại nếu nghi nhập thiếu; không ai phải giải thích vì số này ít đi",
    "Look again if something may be missing; nobody has to explain why this number is smaller",
)


def _range(low: Decimal, high: Decimal) -> Words:
    if low == high:
        return Words(f"thường là {number_words(low, 'vi')}", f"usually {number_words(low, 'en')}")
    return Words(
        f"thường từ {number_words(low, 'vi')} đến {number_words(high, 'vi')}",
        f"usually {number_words(low, 'en')} to {number_words(high, 'en')}",
    )
