"""A review's figures beside the period before and beside the review before: never more than the figures say."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.kernel.periods import Period, Regime, calendar_half, calendar_year, compared_period, programme_term
from chungtay.kernel.quantities import Total
from chungtay.results.reviews import comparing
from chungtay.results.reviews.comparing import Earlier, Revised, comparison
from chungtay.results.reviews.compose import compose
from chungtay.results.reviews.composition import FigureRef, Sentence, TableRow, Text
from chungtay.results.reviews.inputs import Frame
from chungtay.results.reviews.rows import table_row
from results.reviews.review_samples import INDICATORS, exactly, more_than, row, sample

NOW, BEFORE = calendar_year(2025), calendar_year(2024)


def line(total: Total | None, code: str = "campaigns.launches", **more: object) -> TableRow:
    given = {"stated": 63, "period": NOW, **more}
    return table_row(row(code, total, **given), INDICATORS[code])


def said(now: TableRow, then: TableRow | None, language: str = "vi") -> str:
    sentences = comparison([now], [then] if then else [], BEFORE, None, NOW.end)
    return " ".join(sentence.plain(language) for sentence in sentences)


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        (exactly(1123), exactly(1000), "tăng 12,3%"),
        (exactly(900), exactly(1000), "giảm 10%"),
        (exactly(12300), exactly(1000), "gấp 12,3 lần"),
        (exactly(100000), exactly(99999), "tăng dưới 0,1%"),
        (exactly(7), exactly(0), "không phát sinh"),
        (more_than(1500), exactly(1000), "không tính tỷ lệ"),
        (more_than(900), exactly(1000), "chưa xác định được tăng hay giảm"),
    ],
)
def test_a_comparison_says_what_the_two_figures_allow(now: Total, then: Total, words: str) -> None:
    assert words in said(line(now), line(then, period=BEFORE))


def test_totals_that_lack_reports_stand_side_by_side_and_are_not_compared() -> None:
    told = said(line(exactly(500), stated=3), line(exactly(400), period=BEFORE))
    assert "tổng của 3/63 tỉnh có báo cáo" in told
    assert "không so sánh" in told
    assert "%" not in told


def test_a_small_count_of_the_year_before_is_neither_told_nor_said_to_be_missing() -> None:
    tips = replace(INDICATORS["tips.received"], threshold=5)
    now, then = (table_row(row("tips.received", exactly(n), stated=63), tips) for n in (40, 3))
    assert said(now, then) == ""


@pytest.mark.parametrize("has_before", [True, False])
def test_a_review_sets_no_count_that_may_be_small_beside_the_period_before(has_before: bool) -> None:
    tips, old = INDICATORS["tips.received"], [row("campaigns.launches", exactly(300))]
    old += [row("tips.received", exactly(777))] if has_before else []
    given = sample(indicators=INDICATORS | {tips.code: replace(tips, threshold=5)}, before=tuple(old), previous=BEFORE)
    told = " ".join(sentence.plain("vi") for sentence in compose(given).comparison)
    assert "300 đợt" in told
    assert "tin dân cung cấp" not in told.casefold()


def test_the_same_figures_always_read_the_same_and_different_ones_do_not_all_read_alike() -> None:
    told = [said(line(exactly(1000 + n)), line(exactly(1000), period=BEFORE)) for n in range(1, 30)]
    assert told == [said(line(exactly(1000 + n)), line(exactly(1000), period=BEFORE)) for n in range(1, 30)]
    assert len({re.sub(r"[\d.,]+", "0", text) for text in told}) == 2


def refs(sentence: Sentence, language: str) -> list[tuple[int, ...]]:
    return [part.figure_ids for part in sentence.of(language) if isinstance(part, FigureRef)]


def test_every_wording_has_its_figures_in_the_same_order_in_both_languages() -> None:
    for case, wordings in comparing._cases().items():
        for vi, en in wordings if case != "reasons" else ():
            slots = [[s for s in re.findall(r"\{(\w+)\}", text) if s in ("now", "then", "p", "k")] for text in (vi, en)]
            assert slots[0] == slots[1], case


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_rise_is_never_called_a_fall(now: int, then: int) -> None:
    told = said(line(exactly(now)), line(exactly(then), period=BEFORE))
    assert ("tăng" in told or "gấp" in told) == (now > then)
    assert ("giảm" in told) == (now < then)


def test_what_the_review_before_printed_stands_beside_what_is_known_now_with_the_reasons() -> None:
    then, now = line(exactly(366), figure_ids=(1,)), line(exactly(400), figure_ids=(1, 9))
    same = line(exactly(5), "models.total")
    earlier = Earlier(date(2020, 1, 15), NOW, (Revised(then, now, (("came", 1),)), Revised(same, same, ())))
    told = comparison([], [], None, earlier, NOW.end)
    assert [refs(sentence, "vi") for sentence in told] == [[(1,), (1, 9)], []]
    text = told[0].plain("vi")
    assert "báo cáo chốt ngày 15/01/2020 ghi 366 đợt, nay là 400 đợt (1 số liệu đến sau)" in text
    assert "giữ nguyên ở 1 chỉ tiêu" in told[1].plain("vi")


@pytest.mark.parametrize(
    ("moves", "words"),
    [
        ((), "it is now 400 launches."),
        ((("corrected", 1),), "it is now 400 launches (1 figure was corrected)."),
        ((("came", 1), ("corrected", 2)), "it is now 400 launches (1 figure came later, 2 figures were corrected)."),
    ],
)
def test_the_reasons_of_a_revision_are_told_as_many_as_they_are(moves: tuple[tuple[str, int], ...], words: str) -> None:
    earlier = Earlier(date(2020, 1, 15), NOW, (Revised(line(exactly(366)), line(exactly(400)), moves),))
    assert comparison([], [], None, earlier, NOW.end)[0].plain("en").endswith(words)


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (calendar_half(2025, 1), calendar_half(2024, 1)),
        (calendar_year(2025), calendar_year(2024)),
        (programme_term(2018, 2022), programme_term(2013, 2017)),
        (Period(date(2018, 8, 1), date(2023, 7, 31), Regime.SPAN), None),
    ],
)
def test_a_period_is_set_beside_the_same_one_before(period: Period, before: Period | None) -> None:
    assert compared_period(period) == before


def test_a_place_whose_borders_changed_inside_the_term_says_in_which_frame_it_counts() -> None:
    frame = Frame(date(2025, 7, 1), (Text("tỉnh Hà Giang", "Hà Giang"), Text("tỉnh Tuyên Quang", "Tuyên Quang")))
    told = [sentence.plain("vi") for sentence in compose(sample(frames=(frame,))).situation]
    assert any("theo địa giới khi báo cáo, không quy đổi" in text and "tỉnh Hà Giang" in text for text in told)


def test_percentage_points_are_those_of_the_rates_as_printed() -> None:
    code = "mediation.success_rate"
    now, then = (line(exactly(n), code, denominator=exactly(1000)) for n in (812, 790))
    assert "tăng 2,2 điểm phần trăm" in said(now, then)
    assert Decimal("81.2") - Decimal("79.0") == Decimal("2.2")
