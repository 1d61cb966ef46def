"""Why two numbers of one place differ; and texts that were copied."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from chungtay.gathering.intake.likeness import (
    Sketch,
    label_of,
    likeness_estimated,
    likeness_exact,
    may_be_alike,
    paragraphs_shared,
    sketch_of,
    unpacked,
)
from chungtay.gathering.intake.proof import Statement, why_different
from chungtay.kernel.periods import calendar_year, day, programme_term
from chungtay.kernel.quantities import Precision, Quantity

YEAR, TERM = calendar_year(2023), programme_term(2013, 2023)
END = day(TERM.end)


def said(value: int, indicator: str = "models.running", period: Any = END, status: str = "result", **more: Any) -> Any:
    quantity = Quantity(Decimal(value), more.pop("precision", Precision.EXACT))
    return Statement(indicator, more.pop("cell", ""), more.pop("place", 1), period, quantity, status)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (said(290, "models.kinds"), said(1616), "kind_and_point"),
        (said(1616), said(495, "models.built", TERM), "flow_and_stock"),
        (said(1616, "models.total", TERM), said(495), "level_not_stated"),
        (said(1616), said(495), "same_count"),
        (said(1616), said(495, period=day(date(2023, 9, 30))), "other_date"),
        (said(1616), said(495, period=day(date(2021, 12, 31))), None),
        (said(12, "tips.received", YEAR), said(9, "tips.received", TERM), "more_in_less_time"),
        (said(9, "tips.received", YEAR), said(12, "tips.received", TERM), None),
        (said(9, "tips.received", YEAR, "target"), said(12, "tips.received", YEAR), "target_and_result"),
        (said(208_000, precision=Precision.MORE_THAN), said(208_229), None),
        (said(1616), said(495, place=2), None),
        (said(9, "tips.received", YEAR), said(12, "patrols.shifts", YEAR), None),
    ],
)
def test_two_numbers_of_one_place_differ_for_a_reason(one: Any, other: Any, reason: str | None) -> None:
    assert why_different(one, other) == why_different(other, one) == reason


KEY = b"k" * 32
LETTERS = "abcdefghijklmnop"
WORDS = ("một", "hai", "ba", "bốn", "năm", "sáu")
SENTENCES = [
    f"Nội dung thứ {LETTERS[n]} của báo cáo nêu việc {' '.join(f'{w}{n}x' for w in WORDS)} "
    f"được {n * 37} đơn vị thực hiện trong {n + 3} đợt liên tục tại cơ sở {LETTERS[-n]} theo kế hoạch đã đề ra"
    for n in range(16)
]


def lines(sentences: list[str]) -> tuple[str, list[tuple[int, int]]]:
    spans, at = [], 0
    for sentence in sentences:
        spans.append((at, at + len(sentence)))
        at += len(sentence) + 1
    return "\n".join(sentences), spans


def sketch(sentences: list[str]) -> Sketch:
    return sketch_of(*lines(sentences), KEY)


def replaced(count: int) -> list[str]:
    new = [f"Câu viết lại lần {LETTERS[n]}z nói chuyện khác hẳn về {LETTERS[-n]}{n}y ở nơi khác" for n in range(count)]
    return [*new, *SENTENCES[count:]]


def test_a_report_with_other_numbers_is_the_same_text() -> None:
    other = [sentence.replace("37", "99").replace("3 ", "8 ") for sentence in SENTENCES]
    assert likeness_estimated(sketch(SENTENCES), sketch(other))[0] == 1.0


@pytest.mark.parametrize(("count", "label"), [(0, "same"), (2, "edited"), (5, "shared"), (16, None)])
def test_the_more_was_written_anew_the_less_it_is_a_copy(count: int, label: str | None) -> None:
    one, other = lines(SENTENCES)[0], lines(replaced(count))[0]
    assert label_of(*likeness_exact(one, other)) == label
    assert may_be_alike(sketch(SENTENCES), sketch(replaced(count))) == (label is not None)


def test_the_estimate_is_near_the_truth() -> None:
    for count in range(0, 16, 3):
        truth = likeness_exact(lines(SENTENCES)[0], lines(replaced(count))[0])[0]
        assert abs(likeness_estimated(sketch(SENTENCES), sketch(replaced(count)))[0] - truth) < 0.13


def test_a_sketch_comes_back_from_its_bytes() -> None:
    assert unpacked(sketch(SENTENCES).packed()) == sketch(SENTENCES)


def test_single_copied_paragraphs_are_told_but_not_the_forms_own_words() -> None:
    own = sketch(["Mở đầu", SENTENCES[3], SENTENCES[5]])
    others = {n: sketch([SENTENCES[3], f"Riêng {n}"]) for n in range(6)} | {9: sketch(["Khác", SENTENCES[5]])}
    assert paragraphs_shared(own, others) == {9: [(3, 2)]}
