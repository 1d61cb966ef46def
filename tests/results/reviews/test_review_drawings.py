"""Pictures: what is drawn, from what, and that nothing is fetched."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.reference.places.queries import map_topology
from chungtay.results.analysis.pictures import outlines
from chungtay.results.reviews import drawings
from chungtay.results.reviews.compose import compose
from results.reviews.review_samples import sample


@pytest.fixture(scope="module")
def review() -> Any:
    return compose(sample())


@pytest.mark.parametrize("vintage", ["2013", "2025"])
def test_every_outer_ring_stays_clockwise_after_thinning(vintage: str) -> None:
    topology = map_topology(vintage)
    assert topology is not None
    thin = outlines.thinned(topology)
    arcs = outlines.decoded_arcs(thin)
    areas = [outlines.ring_area(outlines.joined(ring, arcs)) for ring in outlines._rings(thin)]
    assert min(areas) > 0
    assert len(areas) == len(list(outlines._rings(topology)))


@pytest.mark.parametrize("vintage", ["2013", "2025"])
def test_hoàng_sa_and_trường_sa_are_on_the_map(review: Any, vintage: str) -> None:
    topology = map_topology(vintage)
    assert topology is not None
    east = max(x for arc in outlines.decoded_arcs(outlines.thinned(topology)) for x, _ in arc)
    assert east > 117
    drawn = json.dumps(drawings.map_spec(review.reporting_map, "vi"), ensure_ascii=False)
    assert "Quần đảo Hoàng Sa" in drawn
    assert "Quần đảo Trường Sa" in drawn


def test_the_map_tells_the_states_of_provinces_apart(review: Any) -> None:
    svg = drawings.svg(drawings.map_spec(review.reporting_map, "vi") or {}, "vi")
    for words, colour in (drawings.STATES[place.state] for place in review.reporting_map.places):
        assert f">{words.vi}<" in svg
        assert colour in svg


def test_the_chart_prints_vietnamese_numbers_and_its_lower_bounds(review: Any) -> None:
    svg = drawings.svg(drawings.chart_spec(review.chart, "vi"), "vi")
    assert ">1.616<" in svg
    assert "trên 310 ▸" in svg
    assert f"đơn vị tính: {review.chart.unit.vi}<" in svg


def test_a_specification_names_no_address(review: Any) -> None:
    for spec in (drawings.chart_spec(review.chart, "vi"), drawings.map_spec(review.reporting_map, "vi")):
        text = json.dumps({key: value for key, value in (spec or {}).items() if key != "$schema"})
        assert "url" not in text
        assert "://" not in text


def test_pictures_have_words_for_those_who_do_not_see_them(review: Any) -> None:
    assert "Hà Tĩnh: trên 310" in drawings.chart_alt(review.chart, "vi")
    assert "Reported: 3" in drawings.map_alt(review.reporting_map, "en")


@given(st.lists(st.tuples(st.floats(100, 118), st.floats(7, 24)), min_size=2, max_size=60))
def test_thinning_keeps_both_ends_and_adds_no_point(points: list[tuple[float, float]]) -> None:
    thin = outlines._thin_line(points, 0.01)
    assert (thin[0], thin[-1]) == (points[0], points[-1])
    assert set(thin) <= set(points)
