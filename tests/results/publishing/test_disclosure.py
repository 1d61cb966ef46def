"""Disclosure: no exact sensitive count, no id, no sentence leaves the house, by any field of the public composition."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import decree_month
from chungtay.kernel.quantities import Total
from chungtay.reference.indicators.catalogue import catalogue
from chungtay.results.publishing.disclosure import disclose, disclosed_value
from chungtay.results.reviews.compose import compose
from chungtay.results.reviews.composition import Chart, Composition, TableRow, Text
from chungtay.results.reviews.inputs import Area, ReviewRow
from chungtay.results.reviews.showing import shown
from results.reviews.review_samples import (
    BADINH,
    INDICATORS,
    PROVINCES,
    YEAR_2020,
    exactly,
    indicator,
    more_than,
    row,
    sample,
)

RULES = catalogue()
KNOWN = {
    **INDICATORS,
    **{
        item.code: item
        for item in (
            indicator("models.communes_covered", "Địa bàn cấp xã có mô hình", "xã", "distinct"),
            indicator("context.victims", "Nạn nhân", "người", may_rank=False),
            indicator("models.points", "Điểm mô hình", "điểm", "stock"),
        )
    },
}


def public(*rows: ReviewRow, **more: object) -> Composition:
    area = Area(1, Text("Nội dung", "Area"), rows)
    return disclose(compose(sample(areas=(area,), indicators=KNOWN, **{"by_place": (), **more})), RULES)


def rows_of(composition: Composition) -> list[TableRow]:
    return [item for area in composition.areas for item in area.rows]


def kind(key: str, total: Total, code: str = "models.points") -> ReviewRow:
    return row(code, total, cell=f"model_kind={key}", named=Text(f"loại {key}", f"kind {key}"))


def everything(composition: Composition) -> str:
    return json.dumps(composition.to_json(), ensure_ascii=False)


def test_tips_are_rounded_to_ten_and_say_so() -> None:
    composition = public(row("tips.received", exactly(208229)))
    assert rows_of(composition)[0].shown.words.vi == "208.230"
    assert any("làm tròn" in note.vi for note in composition.notes)


@pytest.mark.parametrize("count", [0, 1, 4])
def test_fewer_than_five_are_hidden_and_so_is_zero(count: int) -> None:
    found = rows_of(public(row("context.victims", exactly(count))))[0].shown
    assert (found.words.vi, found.value, found.hidden) == ("<5", None, True)


@pytest.mark.parametrize(
    ("code", "total"), [("tips.received", exactly(17)), ("context.victims", exactly(7)), ("weapons.guns", exactly(12))]
)
def test_nothing_sensitive_is_public_of_a_commune(code: str, total: Total) -> None:
    assert public(row(code, total, BADINH)).areas == ()


def test_an_open_count_of_a_commune_is_public_as_it_is() -> None:
    assert rows_of(public(row("models.total", exactly(3), BADINH)))[0].shown.words.vi == "3"


def test_tips_of_a_month_are_not_public() -> None:
    assert public(row("tips.received", exactly(400), period=decree_month(2023, 5))).areas == ()
    assert public(row("tips.received", exactly(400), period=YEAR_2020)).areas != ()


def test_political_security_takes_the_whole_breakdown_with_it() -> None:
    composition = disclose(compose(sample()), RULES)
    tips = [item for item in rows_of(composition) if item.indicator == "tips.received"]
    assert [item.cell for item in tips] == [""]
    assert "an ninh chính trị" not in everything(composition)


def test_sensitive_kinds_of_model_become_other_kinds() -> None:
    composition = public(
        row("models.points", exactly(100)),
        kind("security_camera", exactly(60)),
        kind("self_managed_clan", exactly(25)),
        kind("peaceful_parish", exactly(15)),
    )
    assert [(item.cell_name.vi, item.shown.words.vi) for item in rows_of(composition)] == [
        ("", "100"),
        ("loại security_camera", "60"),
        ("loại khác", "40"),
    ]
    assert "clan" not in everything(composition)
    assert "parish" not in everything(composition)


def test_distinct_sensitive_kinds_cannot_be_added_and_go() -> None:
    composition = public(
        row("models.communes_covered", exactly(181)),
        kind("security_camera", exactly(109), "models.communes_covered"),
        kind("self_managed_clan", exactly(124), "models.communes_covered"),
    )
    assert [item.cell for item in rows_of(composition)] == ["", "model_kind=security_camera"]


def test_the_second_claim_of_a_sensitive_total_is_dropped() -> None:
    composition = public(
        row("disputes.settled_by_organisations", more_than(15003), beside=(row("models.total", exactly(12001)).row,))
    )
    found = rows_of(composition)[0]
    assert (found.others, found.shown.words.vi) == ((), "trên 15.000")
    assert "12.001" not in everything(composition)


def test_a_rate_is_made_of_rounded_parts() -> None:
    found = rows_of(public(row("mediation.success_rate", exactly(803), denominator=exactly(1001))))[0].shown
    assert found.words.vi == "80,5% (805/1.000)"


def test_a_rate_of_fewer_than_fifty_is_not_public() -> None:
    assert rows_of(public(row("mediation.success_rate", exactly(40), denominator=exactly(49))))[0].shown.hidden


def test_no_sentence_figure_or_batch_is_public() -> None:
    composition = disclose(compose(sample()), RULES)
    text = everything(composition)
    assert "Câu số" not in text
    assert "hơn 15.000" not in text
    assert {(item.figure_id, item.batch_id) for item in composition.annex} == {(0, 0)}
    assert all(not item.figure_ids for item in rows_of(composition))
    assert '"figure_ids": [1' not in text


def test_sources_are_named_by_title_alone() -> None:
    annex = disclose(compose(sample()), RULES).annex
    assert [(item.indicator, item.source_title) for item in annex] == [("models.total", "Báo cáo tổng kết (minh họa)")]


def test_passages_that_people_wrote_are_not_public() -> None:
    composition = disclose(compose(sample()), RULES)
    assert (composition.rendition, composition.editables, composition.signatures) == ("public", (), ())


def test_a_chart_below_the_floor_or_with_a_hidden_bar_is_not_drawn() -> None:
    points = {"areas": (Area(1, Text("a", "a"), (row("models.total", exactly(9)),)),), "indicators": KNOWN}
    below = tuple(row("models.total", exactly(n), place) for n, place in enumerate(PROVINCES.values(), 2))
    official = compose(sample(**{**points, "by_place": below}))
    assert official.chart is not None
    as_tips = replace(official.chart, bars=tuple(replace(b, indicator="tips.received") for b in official.chart.bars))
    assert disclose(official, RULES).chart is not None
    assert disclose(official.changed(chart=as_tips), RULES).chart is None


def picture(*rows: ReviewRow) -> tuple[Chart | None, Chart | None]:
    """The chart of the official rendition and that of the public one."""
    area = Area(1, Text("Nội dung", "Area"), rows)
    official = compose(sample(areas=(area,), indicators=KNOWN, by_place=()))
    return official.chart, disclose(official, RULES).chart


def tip(category: str, count: int) -> ReviewRow:
    return row("tips.received", exactly(count), cell=f"tip_category={category}", named=Text(category, category))


def test_a_picture_of_an_area_goes_by_the_rules_of_its_rows() -> None:
    parts = (tip("crime", 115301), tip("other", 12744), tip("political_security", 24962))
    rows = (row("tips.received", exactly(153007)), *parts)
    models = (kind("security_camera", exactly(60)), kind("veterans", exactly(25)))
    areas = (Area(1, Text("Tin", "Tips"), rows), Area(2, Text("Mô hình", "Models"), models))
    official = compose(sample(areas=areas, indicators=KNOWN, by_place=()))
    # The review's own picture stands for that of its area, as where another one is drawn of all.
    drawn = tuple(replace(area, chart=area.chart or official.chart) for area in official.areas)
    assert None not in [area.chart for area in drawn]
    shown_ = disclose(official.changed(areas=drawn), RULES).areas
    assert [area.chart is not None for area in shown_] == [False, True]


def test_a_public_picture_of_tips_is_rounded_and_leads_nowhere() -> None:
    chart = picture(tip("crime", 115301), tip("other", 12744))[1]
    assert chart is not None
    assert [bar.shown.words.vi for bar in chart.bars] == ["115.300", "12.740"]
    assert all(bar.figure_ids == () for bar in chart.bars)


def test_political_security_takes_the_whole_picture_with_it() -> None:
    official, shown_ = picture(tip("crime", 115301), tip("other", 12744), tip("political_security", 24962))
    assert official is not None
    assert shown_ is None


def test_sensitive_kinds_are_one_bar_of_other_kinds() -> None:
    rows = [kind(key, exactly(n)) for key, n in (("security_camera", 60), ("self_managed_clan", 25), ("other", 15))]
    chart = picture(*rows)[1]
    assert chart is not None
    assert [(bar.label.vi, bar.shown.words.vi) for bar in chart.bars] == [
        ("Loại security_camera", "60"),
        ("Loại khác", "40"),
    ]


def test_what_is_kept_back_is_not_called_unreported() -> None:
    composition = public(
        row("tips.received", None, absence=Absence.NOT_REPORTED, stated=0, figure_ids=()),
        tip("political_security", 24962),
        row("models.total", None, absence=Absence.NOT_REPORTED, stated=0, figure_ids=()),
    )
    assert [item.indicator for item in rows_of(composition)] == ["models.total"]


def test_too_little_left_is_no_picture() -> None:
    covered = "models.communes_covered"
    rows = [kind(key, exactly(n), covered) for key, n in (("security_camera", 109), ("self_managed_clan", 124))]
    official, shown_ = picture(*rows)
    assert official is not None
    assert shown_ is None


def test_hundreds_stay_hundreds_in_public() -> None:
    hundreds = Total(Decimal(100), Decimal(100), Decimal(1000))
    assert disclosed_value(shown(hundreds), RULES["tips.received"]).words.vi == "hàng trăm"


SENSITIVE = sorted(code for code, rule in RULES.items() if rule.rounding and rule.nature == "flow")


@given(st.sampled_from(SENSITIVE), st.integers(0, 10**7), st.booleans())
def test_no_exact_sensitive_count_survives_in_any_field(code: str, value: int, is_open: bool) -> None:
    rule = RULES[code]
    assert rule.rounding is not None
    true = value * rule.rounding + 3
    total = more_than(true) if is_open else exactly(true)
    found = disclosed_value(shown(total), rule)
    numbers = [Decimal(n) for n in (found.value, found.low, found.high) if n and n != "Infinity"]
    assert Decimal(true) not in numbers
    assert all(number % rule.rounding == 0 for number in numbers)
    assert f"{true:,}".replace(",", ".") not in found.words.vi.split()


@given(st.integers(10**6, 10**9).filter(lambda n: n % 10))
def test_the_public_composition_never_holds_the_true_count(true: int) -> None:
    text = everything(public(row("tips.received", exactly(true), figure_ids=())))
    assert str(true) not in text
    assert f"{true:,}" not in text
    assert f"{true:,}".replace(",", ".") not in text


@given(st.integers(5, 10**7))
def test_rounding_twice_is_rounding_once(true: int) -> None:
    rule = RULES["tips.received"]
    once = disclosed_value(shown(exactly(true)), rule)
    assert disclosed_value(once, rule) == once


@given(st.integers(5, 10**7), st.booleans())
def test_a_bound_stays_true(true: int, nearly: bool) -> None:
    total = Total(Decimal(true), Decimal(0), Decimal(true)) if nearly else more_than(true)
    found = disclosed_value(shown(total), RULES["tips.received"]).total
    assert found is not None
    assert found.high >= true if nearly else found.low <= true


def test_every_rule_of_the_catalogue_can_be_applied() -> None:
    for code, rule in RULES.items():
        item = row(code, exactly(1234))
        facts = {code: indicator(code, rule.name_vi, rule.unit_vi, rule.nature)}
        composition = compose(sample(areas=(Area(1, Text("a", "a"), (item,)),), indicators=facts, by_place=()))
        assert len(rows_of(disclose(composition, RULES))) == 1
