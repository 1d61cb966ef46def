"""Which communes are most like those where a kind works, and why: on small tables, without a database."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chungtay.gathering.registers.community.likeness import Locality, Trait, distance, shortlist
from chungtay.reference.places.lines import neighbours_in

BESIDE = {1: frozenset({2}), 2: frozenset({1})}


def commune(id: int, **told: Any) -> Locality:
    values: dict[str, Any] = {"province": 1, "kind": "xa", "people": 9000, "area": 40.0, "lat": 21.0, "lon": 105.0}
    values |= {"groups": frozenset()} | told
    return Locality(id, **values)


def test_what_agrees_and_what_differs_is_named() -> None:
    here = commune(1, groups=frozenset({"coast"}), people=900)
    [like] = shortlist([here], [commune(2, province=2, lat=21.1)], BESIDE)
    assert (like.agrees, like.differs) == ((Trait.KIND, Trait.AREA, Trait.PROVINCE), (Trait.DENSITY, Trait.POSITION))
    assert not like.is_same_province
    assert like.km == distance(21.0, 105.0, 21.1, 105.0)


def test_fewer_differences_come_before_fewer_kilometres() -> None:
    far, near = commune(1, lat=22.0), commune(2, kind="phuong")
    assert [like.place.id for like in shortlist([near, far], [commune(9)], BESIDE)] == [1, 2]


def test_what_is_not_known_neither_agrees_nor_differs() -> None:
    [like] = shortlist([commune(1, people=None)], [commune(9)], BESIDE)
    assert Trait.DENSITY not in (*like.agrees, *like.differs)


def test_a_zone_of_industry_counts_where_one_has_it_alone() -> None:
    zoned, plain = commune(1, groups=frozenset({"industrial"})), commune(2)
    likes = {like.place.id: like for like in shortlist([zoned, plain], [commune(9)], BESIDE)}
    assert Trait.INDUSTRY in likes[1].differs
    assert Trait.INDUSTRY not in (*likes[2].agrees, *likes[2].differs)


def test_nothing_is_listed_where_it_works_nowhere() -> None:
    assert shortlist([commune(1)], [], BESIDE) == []


localities = st.builds(
    Locality,
    st.integers(1, 99),
    st.integers(1, 4),
    st.sampled_from(["xa", "phuong"]),
    st.sampled_from([None, 900, 90_000]),
    st.sampled_from([None, 5.0, 50.0]),
    st.frozensets(st.sampled_from(["border", "coast", "industrial"])),
    st.sampled_from([None, 10.5, 21.0]),
    st.just(105.0),
)


@given(st.lists(localities, max_size=9), st.lists(localities, min_size=1, max_size=9))
def test_no_other_example_agrees_in_more(candidates: list[Locality], examples: list[Locality]) -> None:
    for like in shortlist(candidates, examples, BESIDE):
        alone = [shortlist([like.place], [other], BESIDE)[0] for other in examples]
        best = max((len(one.agrees), -len(one.differs)) for one in alone)
        assert (len(like.agrees), -len(like.differs)) == best


def test_provinces_that_share_an_arc_are_neighbours() -> None:
    shapes = [{"properties": {"code": code}, "arcs": arcs} for code, arcs in (("01", [[0, 1]]), ("02", [[[~1, 2]]]))]
    topology = {"objects": {"map": {"geometries": [*shapes, {"properties": {"code": "03"}, "arcs": [[3]]}]}}}
    assert neighbours_in(topology) == {"01": {"02"}, "02": {"01"}, "03": set()}
