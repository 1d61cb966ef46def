"""Composing: the same facts give the same bytes, every number keeps its evidence, no part is sold as the whole."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.kernel.absence import Absence
from chungtay.kernel.errors import Refusal
from chungtay.kernel.periods import Period, day
from chungtay.kernel.quantities import Total
from chungtay.reference.indicators.catalogue import catalogue
from chungtay.results.reviews import prose
from chungtay.results.reviews.compose import compose
from chungtay.results.reviews.composition import Composition, FigureRef, Text
from chungtay.results.reviews.inputs import Area
from chungtay.results.reviews.showing import difference, shown
from chungtay.results.reviews.tables import results_grid
from chungtay.results.warehouse.questions import Basis
from results.reviews.review_samples import (
    COUNTRY,
    PROVINCES,
    TERM,
    YEAR_2020,
    areas,
    evidence,
    exactly,
    more_than,
    row,
    sample,
)


def sentences(composition: Composition, language: str = "vi") -> list[str]:
    return [s.plain(language) for area in composition.areas for s in area.sentences]


def one_area(*rows: object) -> Composition:
    return compose(sample(areas=(Area(1, Text("Nội dung", "Area"), rows),), by_place=()))  # type: ignore[arg-type]


def test_composed_twice_is_the_same_to_the_byte() -> None:
    assert json.dumps(compose(sample()).to_json()) == json.dumps(compose(sample()).to_json())


def test_a_composition_survives_json() -> None:
    composition = compose(sample())
    assert Composition.from_json(json.loads(json.dumps(composition.to_json()))) == composition


def test_three_provinces_are_never_the_whole_country() -> None:
    text = json.dumps(compose(sample()).to_json(), ensure_ascii=False).casefold()
    assert "cả nước" not in text
    assert "tổng của 3/63 tỉnh có báo cáo" in text


def test_a_total_of_all_expected_places_needs_no_heading() -> None:
    assert sentences(one_area(row("campaigns.launches", exactly(9), stated=63))) == [
        "Đã tổ chức 9 đợt phát động phong trào Toàn dân bảo vệ an ninh Tổ quốc."
    ]


def test_a_lower_bound_prints_as_trên_with_its_unit() -> None:
    composition = one_area(row("models.total", more_than(15000)))
    figure = next(part for part in composition.areas[0].sentences[0].vi if isinstance(part, FigureRef))
    assert figure == FigureRef((1, 2), "trên 15.000 mô hình, cách làm hay")


def test_a_figure_inside_a_sentence_leads_to_its_evidence() -> None:
    composition = compose(sample())
    listed = {item.figure_id for item in composition.annex}
    parts = [part for area in composition.areas for s in area.sentences for part in s.vi]
    assert {i for part in parts if isinstance(part, FigureRef) for i in part.figure_ids} <= listed


def test_parts_follow_their_whole() -> None:
    told = next(text for text in sentences(compose(sample())) if "208.229" in text)
    assert told.endswith("trong đó: 115.301 tin (tội phạm), 24.962 tin (an ninh chính trị).")


def test_own_total_and_sum_from_below_stand_side_by_side() -> None:
    told = next(text for text in sentences(compose(sample())) if "15.000" in text)
    assert told.endswith("số do cơ quan của địa bàn tự báo cáo là 12.000 (chênh lệch ít nhất 3.000).")


def test_a_reported_total_says_so_of_the_other_one() -> None:
    below = row("models.total", exactly(8)).row
    told = sentences(one_area(row("models.total", exactly(10), basis=Basis.REPORTED, beside=(below,))))
    assert told == ["Đã triển khai 10 mô hình, cách làm hay; tổng hợp từ cấp dưới (3/63 tỉnh) là 8 (chênh lệch 2)."]


def test_a_part_of_the_period_is_not_a_whole_report() -> None:
    told = sentences(one_area(row("models.total", exactly(9), stated=63, partial=2)))
    assert told[0].startswith("Tổng của 63/63 tỉnh có báo cáo (2 nơi báo cáo chưa đủ kỳ")


def test_withheld_and_not_reported_are_told_apart() -> None:
    told = sentences(
        one_area(
            row("weapons.guns", absence=Absence.REFUSED, stated=0), row("models.points", absence=Absence.NOT_REPORTED)
        )
    )
    assert told == ["Không cung cấp: súng giao nộp.", "Chưa báo cáo: điểm mô hình."]


def test_zero_is_a_result_and_not_an_absence() -> None:
    told = sentences(one_area(row("models.total", exactly(0), absence=Absence.ZERO, stated=63)))
    assert told == ["Đã triển khai 0 mô hình, cách làm hay."]


def test_a_row_of_other_dates_names_them() -> None:
    told = sentences(one_area(row("models.total", exactly(5), stated=63, period=YEAR_2020)))
    assert told == ["Trong năm 2020, đã triển khai 5 mô hình, cách làm hay."]


def test_a_rate_is_made_of_its_parts() -> None:
    told = next(text for text in sentences(compose(sample())) if "%" in text)
    assert told.endswith("đạt 81,2% (1.096.572/1.350.533).")


def test_counts_on_the_same_reports_share_one_sentence() -> None:
    told = sentences(one_area(row("campaigns.launches", exactly(9)), row("models.total", exactly(7))))
    assert told == [
        "Tổng của 3/63 tỉnh có báo cáo: đã tổ chức 9 đợt phát động phong trào Toàn dân bảo vệ an ninh Tổ quốc; "
        "đã triển khai 7 mô hình, cách làm hay."
    ]


def test_what_differs_behind_one_lead_is_said_with_each_clause() -> None:
    told = sentences(one_area(row("campaigns.launches", exactly(9), partial=1), row("models.total", exactly(7))))
    assert "Tổ quốc (1 nơi báo cáo chưa đủ kỳ hoặc chưa đủ địa bàn); đã triển khai 7 mô hình" in told[0]


def test_parts_do_not_break_up_a_sentence() -> None:
    part = row("tips.received", exactly(40), cell="tip_category=crime", named=Text("tội phạm", "crime"))
    told = sentences(one_area(row("tips.received", exactly(48)), part, row("models.total", exactly(7))))
    assert told == [
        "Tổng của 3/63 tỉnh có báo cáo: lực lượng Công an đã tiếp nhận 48 tin do Nhân dân cung cấp, "
        "trong đó: 40 tin (tội phạm); đã triển khai 7 mô hình, cách làm hay."
    ]


def test_one_report_is_no_total() -> None:
    told = sentences(one_area(row("models.total", exactly(7), stated=1, partial=1, period=YEAR_2020)))
    assert told == ["Theo báo cáo của 1/63 tỉnh, trong năm 2020: đã triển khai 7 mô hình, cách làm hay."]


def test_a_rate_of_some_is_not_called_a_total() -> None:
    told = sentences(one_area(row("mediation.success_rate", exactly(4), denominator=exactly(5))))
    assert told[0].startswith("Tính chung 3/63 tỉnh có báo cáo: tỷ lệ hòa giải thành")


@pytest.mark.parametrize(
    ("code", "period", "lead"),
    [
        ("models.total", Period(date(2020, 1, 15), date(2023, 5, 31)), "Từ ngày 15/01/2020 đến ngày 31/5/2023, đã"),
        ("models.total", day(date(2023, 5, 31)), "Ngày 31/5/2023, đã"),
        ("models.points", day(date(2023, 5, 31)), "Tính đến ngày 31/5/2023, mô"),
    ],
)
def test_own_dates_are_said_as_officials_say_them(code: str, period: Period, lead: str) -> None:
    assert sentences(one_area(row(code, exactly(7), stated=63, period=period)))[0].startswith(lead)


def test_hundreds_stay_hundreds() -> None:
    hundreds = Total(Decimal(100), Decimal(100), Decimal(1000))
    told = sentences(one_area(row("campaigns.launches", hundreds, stated=63)))
    assert told[0].startswith("Đã tổ chức hàng trăm đợt phát động")
    composition = one_area(row("campaigns.launches", hundreds, stated=63))
    assert sentences(composition, "en")[0].startswith("Hundreds of launches")


def parts_alone() -> Composition:
    crime = {"cell": "tip_category=crime", "named": Text("tội phạm", "crime"), "period": YEAR_2020}
    other = {"cell": "tip_category=other", "named": Text("tin khác", "other tips"), "period": YEAR_2020}
    return one_area(
        row("tips.received", exactly(40), **crime),  # type: ignore[arg-type]
        row("tips.received", exactly(8), **other),  # type: ignore[arg-type]
        row("tips.received", None, absence=Absence.NOT_REPORTED, stated=0, figure_ids=()),
        row("models.total", None, absence=Absence.NOT_REPORTED, stated=0, figure_ids=()),
    )


def test_parts_without_a_whole_are_told_under_their_indicator() -> None:
    assert sentences(parts_alone())[0] == (
        "Tổng của 3/63 tỉnh có báo cáo, trong năm 2020: lực lượng Công an đã tiếp nhận 40 tin (tội phạm), "
        "8 tin (tin khác) do Nhân dân cung cấp."
    )


def test_an_indicator_of_which_parts_were_stated_is_not_called_silent() -> None:
    assert sentences(parts_alone())[1:] == ["Chưa báo cáo: mô hình, cách làm hay đã triển khai."]


def test_parts_without_a_whole_stand_under_a_numbered_line() -> None:
    composition = parts_alone()
    grid = results_grid(composition.areas[0], composition, "vi")
    assert [[cell.text for cell in line[:4]] for line in grid.rows] == [
        ["1", "Tin dân cung cấp", "tin", "chỉ nêu chi tiết"],
        ["", "– tội phạm", "tin", "40"],
        ["", "– tin khác", "tin", "8"],
    ]


def test_two_dates_of_a_period_stand_on_two_lines() -> None:
    period = Period(date(2020, 1, 15), date(2023, 5, 31))
    composition = one_area(row("models.total", exactly(7), period=period))
    cells = results_grid(composition.areas[0], composition, "vi").rows[0]
    assert cells[-1].text == "15/01/2020\u00a0–\n31/05/2023"


def test_a_review_of_a_province_names_it_in_its_title() -> None:
    year = Period(date(2025, 11, 15), date(2026, 11, 14))
    head = compose(sample(place=PROVINCES["42"], period=year, areas=(), by_place=(), provinces=())).heading
    assert head.subject.vi == (
        "Tổng kết 1 năm thực hiện Chương trình phối hợp số 09/CTr-BCA-MTTW trên địa bàn tỉnh Hà Tĩnh, "
        "từ ngày 15/11/2025 đến ngày 14/11/2026"
    )


def test_the_title_is_that_of_a_ten_year_review() -> None:
    subject = compose(sample()).heading.subject.vi
    assert subject == "Tổng kết 10 năm thực hiện Chương trình phối hợp số 09/CTr-BCA-MTTW giai đoạn 2013-2023"


def test_an_internal_number_is_printed_without_its_brackets() -> None:
    given_ = sample()
    programme = replace(given_.programme, number="09/CTr-BCA-MTTW (Hà Nội)", parent_number="09/CTr-BCA-MTTW")
    head = compose(replace(given_, programme=programme)).heading
    assert "(Hà Nội)" not in head.subject.vi
    assert len(head.bases) == 1


def test_one_number_names_both_issuers() -> None:
    assert compose(sample()).heading.number.vi.endswith("/BC-BCA-MTTW")


def test_offices_sign_and_nobody_by_name() -> None:
    signed = [(s.authority.vi, s.office.vi) for s in compose(sample()).signatures]
    assert signed == [("BỘ CÔNG AN", "BỘ TRƯỞNG"), ("TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH")]


def test_a_programme_without_parties_cannot_issue_a_review() -> None:
    with pytest.raises(Refusal) as refused:
        compose(sample(issuers=()))
    assert refused.value.code == "XET-002"


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        compose(sample(kind="weekly"))
    assert refused.value.code == "XET-001"


def test_one_illustrative_source_marks_the_whole_review() -> None:
    real = tuple(evidence(number, is_illustration=False) for number in range(1, 5))
    assert not compose(sample(evidence=real)).is_illustration
    assert compose(sample(evidence=(*real, evidence(5)))).is_illustration


def test_the_annex_keeps_words_as_written_and_the_masked_sentence() -> None:
    first = compose(sample()).annex[0]
    assert (first.as_written, first.batch_id, first.approved_on) == ("hơn 15.000", 7, "2025-11-20")
    assert "███" in first.sentence


def test_every_indicator_of_the_catalogue_has_a_phrase_with_one_slot() -> None:
    known = prose.phrases()
    assert set(known) == set(catalogue())
    assert all(text.count("{") == text.count("}") == 1 for phrase in known.values() for text in (phrase.vi, phrase.en))


def test_english_sentences_are_complete() -> None:
    composition = compose(sample())
    assert all(s.plain("en").strip() for area in composition.areas for s in area.sentences)
    assert "Total of 3 of 63 provinces that reported" in sentences(composition, "en")[0]


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.booleans(), st.booleans())
def test_a_difference_is_only_stated_when_it_is_certain(a: int, b: int, a_open: bool, b_open: bool) -> None:
    ours = more_than(a) if a_open else exactly(a)
    theirs = more_than(b) if b_open else exactly(b)
    words = difference(ours, theirs).vi
    can_meet = ours.low <= theirs.high and theirs.low <= ours.high
    assert ("khớp nhau" in words or "chưa xác định" in words) == can_meet


@given(st.integers(0, 10**12))
def test_an_exact_total_prints_every_digit(value: int) -> None:
    total = Total(*[exactly(value).value] * 3)
    assert shown(total).words.vi.replace(".", "") == str(value)


def test_the_sample_speaks_of_the_whole_term() -> None:
    assert all(item.row.period == TERM and item.place == COUNTRY for area in areas() for item in area.rows)
