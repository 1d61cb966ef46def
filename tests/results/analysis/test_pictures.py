"""Pictures of a grid: what is drawn of it, what is not, and what is said beside it."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.kernel.absence import Absence
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import INFINITY, Total
from chungtay.results.analysis.exploring.exploration import Axis, Exploration
from chungtay.results.analysis.exploring.grid import Cell, Grid, Head, Kept, Spot
from chungtay.results.analysis.pictures.charts import chart_spec
from chungtay.results.analysis.pictures.data import Datum, Kind, MapPicture, Outline, Picture
from chungtay.results.analysis.pictures.grids import Asked, picture_of, points_of
from chungtay.results.analysis.pictures.hatching import hatch
from chungtay.results.analysis.pictures.looks import RAMP, STATES, Pattern
from chungtay.results.analysis.pictures.maps import classes, map_spec
from chungtay.results.analysis.pictures.shapes import drawn
from chungtay.results.analysis.pictures.telling import change_of, like_for_like, said_of, stands_on

UNIT = Both("điểm", "points")
PLACES = {"p01@2025": "Hà Nội", "p42@2025": "Hà Tĩnh", "p48@2025": "Đà Nẵng"}


def cell(value: int | None, place: str = "vn", year: int = 2025, **more: Any) -> Cell:
    total = None if value is None else Total(Decimal(value), Decimal(value), Decimal(value))
    number = None if value is None else Decimal(value)
    spot = Spot("models.points", "", place, Period(date(year, 1, 1), date(year, 12, 31)))
    words = Both(str(value), str(value)) if value is not None else Both("chưa báo cáo", "not reported")
    known = {"reported": 3, "expected": 3, "low": number, "high": number, "value": number, "evidence": spot}
    return Cell(total, None if value is not None else Absence.NOT_REPORTED, words, **known | more)


def grid(lines: dict[str, list[Cell]], years: tuple[int, ...] = (2024, 2025), code: str = "models.points") -> Grid:
    rows = tuple(Head(Axis.PLACE, key, Both(PLACES.get(key, "Việt Nam"), key)) for key in lines)
    columns = tuple(Head(Axis.PERIOD, str(year), Both(f"Năm {year}", str(year))) for year in years)
    fixed = (
        Head(Axis.INDICATOR, code, Both("Điểm mô hình", "Model points")),
        Head(Axis.CELL, "", Both("Chung", "All")),
    )
    return Grid(Exploration((code,)), rows, columns, tuple(map(tuple, lines.values())), unit=UNIT, fixed=fixed)


PROVINCES = {key: [cell(10 + n, key, 2024), cell(20 - n, key)] for n, key in enumerate(PLACES)}


def made(found: Grid, kind: Kind, *, ranked: bool = True) -> Any:
    return picture_of(found, Asked(kind), may_rank=lambda code: ranked)


def test_the_country_is_no_bar_beside_its_provinces() -> None:
    picture = made(grid({"vn": [cell(33, year=2024), cell(57)], **PROVINCES}), Kind.BAR)
    assert [datum.label.vi for datum in picture.data] == list(PLACES.values())


def test_a_ranking_is_refused_where_the_catalogue_forbids_it_and_bars_are_offered() -> None:
    with pytest.raises(Refusal) as refusal:
        made(grid(PROVINCES), Kind.RANKING, ranked=False)
    assert refusal.value.code == "HINH-002"
    picture = made(grid(PROVINCES), Kind.RANKING)
    assert [datum.value for datum in picture.data] == sorted((20.0, 19.0, 18.0), reverse=True)


def test_a_map_of_what_may_not_be_compared_tells_states_and_no_numbers() -> None:
    picture = made(grid(PROVINCES), Kind.MAP, ranked=False)
    spec = json.dumps(map_spec(picture, "vi"), ensure_ascii=False)
    assert not any(f'"fill": "{colour}"' in spec for colour in RAMP)


def test_a_kept_count_is_drawn_as_kept_and_its_number_stands_nowhere() -> None:
    hidden = Cell(None, None, Both("<5", "<5"), evidence=cell(1).evidence, kept=Kept.SMALL)
    picture = made(grid({**PROVINCES, "p48@2025": [hidden, hidden]}), Kind.BAR)
    assert [(datum.state, datum.value) for datum in picture.data][-1] == ("kept", None)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_map_tells_every_kind_of_nothing_apart_by_words_and_pattern(language: str) -> None:
    codes = sorted(found.shapes) if (found := drawn(Outline("province", "2025"))) else []
    data = tuple(
        Datum(code, UNIT, UNIT, 7.0 if state == "value" else None, state)
        for code, state in zip(codes, STATES, strict=False)
    )
    picture = MapPicture(UNIT, Outline("province", "2025"), data)
    spec = json.dumps(map_spec(picture, language), ensure_ascii=False)
    shown = [look.words.vi if language == "vi" else look.words.en for state, look in STATES.items() if state != "value"]
    assert all(words in spec for words in shown)
    assert len({(look.colour, look.pattern) for look in STATES.values()}) == len(STATES)


@pytest.mark.parametrize(
    ("outline", "count"),
    [
        (Outline("province", "2025"), 34),
        (Outline("province", "2013"), 63),
        (Outline("district", "2013", "79", "2013"), 22),
        (Outline("commune", "2025", "42"), 69),
    ],
)
def test_every_unit_has_a_shape_and_every_map_of_the_country_both_archipelagos(outline: Outline, count: int) -> None:
    found = drawn(outline)
    assert found is not None
    assert len(found.shapes) == count
    spec = json.dumps(map_spec(MapPicture(UNIT, outline, ()), "vi"), ensure_ascii=False)
    assert outline.within or ("Hoàng Sa" in spec and "Trường Sa" in spec)


def test_a_line_breaks_where_nothing_was_reported_and_says_which_nothing() -> None:
    picture = made(grid({"vn": [cell(5, year=2023), cell(None, year=2024), cell(9)]}, (2023, 2024, 2025)), Kind.LINE)
    drawing, _key = chart_spec(picture, "vi")["vconcat"]
    rows = [(row["value"], row["sign"]) for row in drawing["data"]["values"]]
    assert rows == [(5.0, ""), (None, "?"), (9.0, "")]


def test_numbers_of_different_reports_are_set_side_by_side_without_a_difference() -> None:
    change = change_of(cell(30, reported=2, expected=5), cell(20, reported=3, expected=5))
    assert change.sign is None
    assert "2/5" in change.words.vi
    assert "3/5" in change.words.vi


def test_what_was_told_in_part_has_not_fallen_and_says_so() -> None:
    now = cell(18, reported=9, expected=9, partial=2)
    assert change_of(now, cell(24, reported=9, expected=9)).sign is None
    assert "(7/9 và 9/9" in change_of(now, cell(24, reported=9, expected=9)).words.vi
    assert stands_on(now).vi == "(từ 9/9 nơi phải báo cáo, 2 nơi báo cáo chưa đủ kỳ hoặc chưa đủ địa bàn)"


def test_places_that_told_both_times_are_compared_among_themselves() -> None:
    told = points_of(grid({**PROVINCES, "p48@2025": [cell(None, "p48@2025", 2024), cell(7, "p48@2025")]}))
    now, before = ([p for p in told if p.period.key == year] for year in ("2025", "2024"))
    assert (found := like_for_like(now, before)) is not None
    assert (found[0], found[1].words.vi) == (2, "tăng 18 (85,7%) so với")


def test_what_is_only_known_from_below_has_neither_risen_nor_fallen() -> None:
    assert change_of(cell(40), cell(30, high=INFINITY)).sign is None
    assert change_of(cell(40, high=INFINITY), cell(30)).sign == 1


def test_the_sentence_tells_the_change_and_the_reports_it_stands_on() -> None:
    said = said_of(points_of(grid({"vn": [cell(100, year=2024), cell(120)]})), UNIT)
    assert [text.vi for text in said] == [
        "Năm 2025: 120 điểm (đủ 3 nơi phải báo cáo).",
        "Tăng 20 (20%) so với năm 2024.",
    ]
    assert said[1].en == "Up 20 (20%) since 2024."


@given(st.lists(st.integers(0, 50), min_size=1, max_size=60))
def test_every_number_is_in_just_one_class_and_equal_ones_are_never_parted(numbers: list[int]) -> None:
    steps = classes(Datum(str(n), UNIT, UNIT, float(number)) for n, number in enumerate(numbers))
    assert sum(step.count for step in steps) == len(numbers)
    assert all(sum(step.low <= number <= step.high for step in steps) == 1 for number in numbers)
    assert len(steps) <= len(RAMP)


@pytest.mark.parametrize("pattern", [Pattern.RISING, Pattern.CROSSED, Pattern.LEVEL, Pattern.UPRIGHT, Pattern.DOTTED])
def test_a_pattern_stays_inside_its_shape_and_out_of_its_hole(pattern: Pattern) -> None:
    square, hole = (
        [(0.0, 0.0), (40.0, 0.0), (40.0, 40.0), (0.0, 40.0)],
        [(10.0, 10.0), (30.0, 10.0), (30.0, 30.0), (10.0, 30.0)],
    )
    middles = [((x1 + x2) / 2, (y1 + y2) / 2) for (x1, y1), (x2, y2) in hatch([square, hole], pattern)]
    assert middles
    assert all(-1 <= x <= 41 and -1 <= y <= 41 for x, y in middles)
    assert not any(11 < x < 29 and 11 < y < 29 for x, y in middles)


def test_a_chart_without_open_bounds_bears_no_key() -> None:
    picture = Picture(Kind.BAR, UNIT, (Datum("a", UNIT, UNIT, 3.0),))
    assert "vconcat" not in chart_spec(picture, "vi")
