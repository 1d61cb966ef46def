"""Wrong questions: refused before anything is read, with what to ask instead; or not to be asked at all."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from warehouse_builders import HANOI, SESSIONS

from chungtay.kernel.errors import Refusal
from chungtay.kernel.periods import Regime, calendar_month, calendar_year, parse_period, programme_term
from chungtay.reference.indicators.catalogue import catalogue
from chungtay.reference.places.queries import descendants, place_get, place_one, predecessors, successors
from chungtay.results.warehouse.asking import by_asked, cells_estimated, check_asked, check_cell, check_existed
from chungtay.results.warehouse.loading import nodes_of
from chungtay.results.warehouse.questions import By, Question

TODAY = date(2025, 11, 1)
WIDE = Question(tuple(catalogue()), "vn", programme_term(2006, 2025), By.COMMUNE, Regime.DECREE_MONTH, cells=None)


def refused(code: str, check: Any, *arguments: Any) -> str:
    with pytest.raises(Refusal, match=code) as found:
        check(*arguments)
    [problem] = found.value.problems
    assert problem.todo
    return problem.in_words("vi")


@pytest.mark.django_db
def test_a_question_of_a_billion_cells_is_refused_with_how_to_narrow_it(settings: Any) -> None:
    country = place_get("vn")
    assert cells_estimated(WIDE, country) > 10**9
    said = refused("KHO-030", check_asked, WIDE, country)
    assert "hỏi theo tỉnh hoặc trong một tỉnh; hỏi theo năm" in said
    check_asked(replace(WIDE, by=By.ONE, cells=""), country)
    settings.WAREHOUSE_MOST_CELLS = 100
    refused("KHO-030", check_asked, replace(WIDE, by=By.ONE, cells=""), country)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "period", "regime"),
    [
        ("KHO-026", calendar_year(2025), Regime.SPAN),
        ("KHO-026", calendar_year(2025), Regime.DAY),
        ("KHO-027", calendar_month(2025, 3), Regime.CALENDAR_YEAR),
        ("KHO-027", calendar_month(2025, 3), Regime.DECREE_MONTH),
    ],
)
def test_time_that_is_divided_into_nothing_is_refused(code: str, period: Any, regime: Regime) -> None:
    refused(code, check_asked, Question((SESSIONS,), HANOI, period, by_period=regime), place_get(HANOI))


@pytest.mark.parametrize("text", ["2025/2024", "2025-12-31/2025-01-01"])
def test_no_period_runs_backward(text: str) -> None:
    with pytest.raises(ValueError, match="forward"):
        parse_period(text)


@pytest.mark.django_db
def test_a_place_that_had_ended_names_what_took_it_over() -> None:
    ended = place_one("Hà Nội/Ba Đình/Trúc Bạch", on=date(2024, 1, 1))
    said = refused("KHO-028", check_existed, ended, calendar_year(2026))
    assert successors(ended)[0].new.full_name in said


@pytest.mark.django_db
def test_a_unit_cut_out_of_others_names_what_it_was_made_of() -> None:
    cut = next(place for place in descendants(place_get(HANOI), TODAY, "commune") if not holds_whole_ones(place))
    said = refused("KHO-028", check_existed, cut, calendar_year(2024))
    assert predecessors(cut)[0].old.full_name in said


def holds_whole_ones(place: Any) -> bool:
    return any(node.valid_to is not None for node in nodes_of(place).values())


@pytest.mark.django_db
def test_a_province_that_took_over_whole_ones_is_asked_with_them() -> None:
    check_existed(place_get(HANOI), calendar_year(2015))


@pytest.mark.parametrize(
    ("code", "cell"),
    [("tips.received", "tip_category=weather"), ("tips.received", "sex=female"), (SESSIONS, "x"), (SESSIONS, "a=b")],
)
def test_a_part_that_the_indicator_does_not_have_is_refused(code: str, cell: str) -> None:
    refused("KHO-025", check_cell, code, cell)


def test_a_part_of_the_catalogue_may_be_asked_for() -> None:
    check_cell("tips.received", "tip_category=crime")


def test_a_level_without_answers_is_refused() -> None:
    assert "one, province, commune" in refused("KHO-029", by_asked, "district")


# --- what cannot be asked -------------------------------------------------------------------------


def test_no_question_says_how_to_add_only_the_catalogue_does() -> None:
    assert {field.name for field in fields(Question)} == {
        *("indicators", "place", "period", "by", "by_period", "cells", "as_known_at", "statuses", "stock_age_days"),
        *("trace", "frame", "apportion", "tells", "members"),
    }


def test_the_catalogue_adds_no_stock_over_time_averages_no_ratio_and_adds_no_distinct_things() -> None:
    ways = {(item.nature, item.over_places, item.over_time) for item in catalogue().values()}
    assert not {way for way in ways if way[0] == "stock" and way[2] == "sum"}
    assert not {way for way in ways if way[0] in ("ratio", "distinct") and "sum" in way[1:]}
