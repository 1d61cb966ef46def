"""What the native copy has added up kin by kin comes to what the oracle says, now and as known in the past."""

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import plain_writer
from hypothesis import given
from hypothesis import strategies as st
from test_warehouse_pools import TREE
from test_warehouse_scan import mostly_plain

from chungtay.kernel.periods import Period, Regime, calendar_year, decree_year
from chungtay.results.warehouse import answers, reference_engine
from chungtay.results.warehouse.facts import PlaceNode, World
from chungtay.results.warehouse.kins import kins_of
from chungtay.results.warehouse.native import cache_build
from chungtay.results.warehouse.questions import By, Question
from chungtay.results.warehouse.stores import Store
from drawn import drawn

MERGED = date(2025, 7, 1)
OTHER = {
    node.key: node
    for node in (
        PlaceNode("vn", "country"),
        PlaceNode("pN", "province", "vn"),
        PlaceNode("pA", "province", "vn"),
        PlaceNode("pB", "province", "pA", None, MERGED - timedelta(days=1)),
        PlaceNode("pZ", "province", "vn"),
        PlaceNode("dA", "district", "pA"),
        PlaceNode("o1", "commune", "dA", None, MERGED - timedelta(days=1), "n1"),
        PlaceNode("o2", "commune", "dA"),
        PlaceNode("n1", "commune", "dA", MERGED),
        PlaceNode("n2", "commune", "dA", date(2025, 9, 1)),
        PlaceNode("z1", "commune", "pZ", date(2025, 6, 20)),
        PlaceNode("v1", "village", "z1"),
    )
}
"""A reform within one district."""
SPANS = [
    (calendar_year(2025), None),
    (decree_year(2025), None),
    (calendar_year(2025), Regime.CALENDAR_QUARTER),
    (Period(date(2025, 5, 1), date(2025, 8, 31)), None),
    (Period(date(2025, 4, 15), date(2025, 9, 14)), Regime.DECREE_MONTH),
    (Period(decree_year(2024).start, calendar_year(2025).end), Regime.CALENDAR_YEAR),
]
asked = st.builds(
    lambda codes, place, span, by, at: Question(
        codes, place, span[0], by, by_period=span[1], as_known_at=at, trace=False
    ),
    st.sampled_from([("flow",), ("flow", "flow2"), ("flow", "open", "rate")]),
    st.sampled_from(["vn", "vn", "pN", "pA", "pZ"]),
    st.sampled_from(SPANS),
    st.sampled_from([By.PROVINCE, By.PROVINCE, By.ONE]),
    st.sampled_from([None, 1, 2, 3, 4, 5, 6]),
)


def _told(world: World, question: Question) -> None:
    with tempfile.TemporaryDirectory() as name:
        plain_writer.write(Path(name), world)
        cache_build(Path(name))
        with Store(Path(name)) as store:
            assert store.shape.summed is not None
            for known in (question, replace(question, as_known_at=None)):
                found = [replace(row, figure_ids=()) for row in answers.answer(store, world, known)]
                told = [replace(row, figure_ids=()) for row in reference_engine.answer(world, known)]
                assert found == told


@given(mostly_plain(), asked, st.booleans())
@drawn(8)
def test_communes_added_up_beforehand_come_to_what_the_oracle_says(
    world: World, question: Question, is_other: bool
) -> None:
    _told(replace(world, places=OTHER) if is_other else world, question)


def test_communes_that_ended_within_a_year_are_no_kin_of_those_that_began_in_it() -> None:
    before, after = (kins_of(TREE, [year]).members for year in (2024, 2025))
    assert len({kin for _, _, kin in before}) == 2
    assert {place: kin for _, place, kin in after} == {3: 5, 4: 6}
