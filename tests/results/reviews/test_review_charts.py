"""Which picture a review draws, and that no picture ranks places or sells parts as a whole."""

from chungtay.kernel.absence import Absence
from chungtay.kernel.quantities import Total
from chungtay.results.reviews.compose import compose
from chungtay.results.reviews.composition import Chart, Text
from chungtay.results.reviews.inputs import Area, ReviewRow
from chungtay.results.warehouse.questions import Basis
from results.reviews.review_samples import INDICATORS, PROVINCES, exactly, indicator, more_than, row, sample

KNOWN = {
    **INDICATORS,
    "models.communes_covered": indicator("models.communes_covered", "Địa bàn cấp xã có mô hình", "xã", "distinct"),
    "weapons.explosives": indicator("weapons.explosives", "Vật liệu nổ", "đơn vị", may_rank=False),
}


def drawn(*rows: ReviewRow, below: tuple[ReviewRow, ...] = ()) -> Chart | None:
    area = Area(1, Text("Nội dung", "Area"), rows)
    return compose(sample(areas=(area,), by_place=below, indicators=KNOWN)).chart


def part(code: str, cell: str, total: Total, **more: object) -> ReviewRow:
    return row(code, total, cell=cell, named=Text(cell.partition("=")[2], cell), **more)  # type: ignore[arg-type]


def tips() -> tuple[ReviewRow, ...]:
    cells = {"other": 40, "crime": 30, "social_evils": 35}
    return tuple(part("tips.received", f"tip_category={key}", exactly(n), stated=1) for key, n in cells.items())


def test_places_stand_in_the_order_of_codes_and_never_of_values() -> None:
    chart = compose(sample()).chart
    assert chart is not None
    assert [bar.label.vi for bar in chart.bars] == ["Hà Nội", "Hà Tĩnh"]
    assert [bar.open_upward for bar in chart.bars] == [False, True]


def test_what_may_not_be_ranked_is_never_drawn_by_place() -> None:
    below = tuple(row("tips.received", exactly(10), place) for place in PROVINCES.values())
    assert drawn(row("tips.received", exactly(30)), below=below) is None


def test_without_two_places_the_most_parts_of_one_indicator_are_drawn() -> None:
    models = [part("models.points", f"model_kind={key}", exactly(5)) for key in ("security_camera", "veterans")]
    chart = drawn(*models, *tips())
    assert chart is not None
    assert (chart.kind, chart.indicator) == ("parts", "tips.received")


def test_kinds_stand_by_size_and_other_kinds_last() -> None:
    chart = drawn(*tips())
    assert chart is not None
    assert [bar.cell.partition("=")[2] for bar in chart.bars] == ["social_evils", "crime", "other"]


def test_a_picture_of_parts_says_what_it_stands_on_and_when() -> None:
    chart = drawn(*tips())
    assert chart is not None
    assert chart.subtitle.vi == "Theo báo cáo của 1/63 tỉnh, giai đoạn 2013-2023"
    assert "không phải cơ cấu" in chart.note.vi


def test_parts_on_different_reports_say_so_with_each_bar() -> None:
    first, *rest = tips()
    two = part("tips.received", "tip_category=other", exactly(40), stated=2)
    chart = drawn(two, *rest)
    assert chart is not None
    assert chart.subtitle.vi == "Giai đoạn 2013-2023"
    assert chart.bars[-1].label.vi == "Other (tổng của 2/63 tỉnh có báo cáo)"
    assert first.row.cell == chart.bars[-1].cell


def test_what_one_province_stated_is_drawn_with_its_name() -> None:
    hatinh = {"place": PROVINCES["42"], "basis": Basis.REPORTED, "stated": 1, "expected": 1}
    cells = [
        part("models.communes_covered", f"model_kind={key}", exactly(n), **hatinh)
        for key, n in (("security_camera", 109), ("household_cluster", 87))
    ]
    chart = drawn(row("models.total", exactly(1)), below=tuple(cells))
    assert chart is not None
    assert chart.subtitle.vi == "Tỉnh Hà Tĩnh, giai đoạn 2013-2023"
    assert "không cộng lại" in chart.note.vi


def test_tips_of_one_province_are_not_held_up_in_a_national_picture() -> None:
    cells = tuple(
        part("tips.received", f"tip_category={key}", exactly(9), place=PROVINCES["42"]) for key in ("crime", "other")
    )
    assert drawn(row("models.total", exactly(1)), below=cells) is None


def test_amounts_in_different_units_have_no_common_axis() -> None:
    cells = [part("weapons.explosives", f"unit={key}", exactly(9)) for key in ("kg", "piece")]
    assert drawn(*cells) is None


def test_at_last_indicators_of_one_area_with_one_unit_are_drawn() -> None:
    points, absent = row("models.points", exactly(9)), row("weapons.guns", None, absence=Absence.REFUSED)
    total = indicator("models.total", "Mô hình đã triển khai", "điểm")
    area = Area(3, Text("Mô hình", "Models"), (row("models.total", more_than(20)), points, absent))
    chart = compose(sample(areas=(area,), by_place=(), indicators={**KNOWN, "models.total": total})).chart
    assert chart is None  # their English units differ, so they are not one unit
    same = {code: indicator("x", KNOWN[code].name.vi, "điểm") for code in ("models.total", "models.points")}
    chart = compose(sample(areas=(area,), by_place=(), indicators={**KNOWN, **same})).chart
    assert chart is not None
    assert (chart.kind, chart.title.vi, [bar.indicator for bar in chart.bars]) == (
        "indicators",
        "Mô hình",
        ["models.total", "models.points"],
    )


def test_a_count_kept_small_is_never_a_bar() -> None:
    few = part("tips.received", "tip_category=crime", exactly(3))
    some = part("tips.received", "tip_category=other", exactly(9))
    known = {**KNOWN, "tips.received": indicator("tips.received", "Tin", "tin", may_rank=False)}
    known["tips.received"] = known["tips.received"].__class__(**{**known["tips.received"].__dict__, "threshold": 5})
    area = Area(1, Text("Nội dung", "Area"), (few, some))
    assert compose(sample(areas=(area,), by_place=(), indicators=known)).chart is None


def test_the_annex_lists_the_figures_of_the_chart() -> None:
    annex = compose(sample()).annex
    assert {1, 2} <= {item.figure_id for item in annex}


def test_an_area_draws_its_own_rows_unless_the_picture_of_the_review_does() -> None:
    models = [part("models.points", f"model_kind={key}", exactly(5)) for key in ("security_camera", "veterans")]
    areas = (Area(1, Text("Mô hình", "Models"), tuple(models)), Area(2, Text("Tin", "Tips"), tips()))
    made = compose(sample(areas=areas, by_place=(), indicators=KNOWN))
    assert made.chart is not None
    assert made.chart.indicator == "tips.received"
    [own, none] = [area.chart for area in made.areas]
    assert none is None
    assert own is not None
    assert {(bar.cell, bar.shown) for bar in own.bars} == {(row.cell, row.shown) for row in made.areas[0].rows}
