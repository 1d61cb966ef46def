"""The reform of 1 July 2025 as it was: 10,035 communes became 3,321, and 63 provinces 34."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest

from chungtay.kernel.periods import calendar_year
from chungtay.kernel.quantities import Total
from chungtay.reference.places.links import homes, links
from chungtay.reference.places.units import REFORM, unit_versions
from chungtay.results.warehouse import framed
from chungtay.results.warehouse.apportion import MILLION, Comparability
from chungtay.results.warehouse.facts import Fact, PlaceNode, Rule, World
from chungtay.results.warehouse.frames import Atlas, Part, regions
from chungtay.results.warehouse.loading import atlas
from chungtay.results.warehouse.questions import By, Question

BEFORE = REFORM - timedelta(days=1)
SURE = (Comparability.EXACT, Comparability.EXACT_SUM)


def parts_of(maps: Atlas, letter: str, at: date, frame: date) -> list[Part]:
    """Where all units of a level on one day lie on the map of another."""
    units = [key for key in maps.lives if key[0] == letter and maps.lived(key, at)]
    return [part for key in units for part in maps.spread(key, at, frame)]


def by_source(parts: list[Part]) -> dict[str, list[Part]]:
    found = defaultdict(list)
    for part in parts:
        found[part.source].append(part)
    return found


@pytest.fixture(scope="module")
def forward() -> list[Part]:
    """All communes of the last day before, and the five districts that held none, on the map of the first day after."""
    return [part for letter in "cd" for part in parts_of(atlas(), letter, BEFORE, REFORM)]


def test_communes_of_today_stand_on_whole_old_ones_but_for_441(forward: list[Part]) -> None:
    split = {source: parts for source, parts in by_source(forward).items() if len(parts) > 1}
    targets = {part.target for part in forward}
    assert (len(by_source(forward)), len(targets), len(split)) == (10_040, 3_321, 441)
    assert len(targets - {part.target for part in forward if not part.whole}) == 2_907
    assert all(sum(part.people for part in parts) == MILLION for parts in split.values())


def test_few_people_live_outside_the_largest_part_of_a_cut_commune(forward: list[Part]) -> None:
    people = atlas().people
    outside = sum(
        people.get(source, 0) * (MILLION - max(part.people for part in parts))
        for source, parts in by_source(forward).items()
    )
    everybody = sum(count for key, count in people.items() if key[0] != "p")
    assert 0.015 < outside / MILLION / everybody <= 0.016


def test_provinces_of_today_are_sums_of_whole_old_ones() -> None:
    parts = parts_of(atlas(), "p", BEFORE, REFORM)
    assert (len(parts), len({part.target for part in parts})) == (63, 34)
    assert all(part.whole for part in parts)


def test_no_commune_of_any_day_crosses_an_old_province() -> None:
    found = homes(list(links()))
    back = parts_of(atlas(), "c", REFORM, BEFORE)
    assert all(found.legacy_province[part.source] == found.legacy_province[part.target] for part in back)


def test_most_regions_are_one_commune_and_slivers_are_counted(forward: list[Part]) -> None:
    found = regions(forward)
    sizes = [len(region.targets) for region in found.all]
    assert (len(sizes), sizes.count(1), max(sizes), len(found.dropped)) == (3_066, 2_946, 64, 99)
    assert sum(region.too_wide() for region in found.all) == 1


def test_every_commune_of_2015_is_found_on_the_map_of_today_and_nearly_all_on_that_of_2025() -> None:
    day = date(2015, 6, 30)
    alive = [key for key in atlas().lives if key[0] == "c" and atlas().lived(key, day)]
    assert all(atlas().spread(key, day, REFORM) for key in alive)
    unknown = [key for key in alive if not atlas().spread(key, day, BEFORE)]
    assert len(unknown) <= 120


def real_world() -> World:
    """Every unit with its parent, and as many cases in 2024 as a hundredth of a commune's people."""
    found = homes(list(links()))
    nodes = {}
    for key, (*_, last) in unit_versions().items():
        up = found.home_province[key] if key[0] == "p" and key in found.home_province else last.parent_key
        first, end = atlas().lives[key]
        nodes[key] = PlaceNode(key, last.level, up or None, first, end)
    communes = [key for key in nodes if key[0] == "c" and atlas().lived(key, BEFORE)]
    counts = [Decimal(atlas().people.get(key, 0) // 100) for key in communes]
    year = calendar_year(2024)
    facts = (
        Fact(n, "cases", key, year, Total(c, c, c)) for n, (key, c) in enumerate(zip(communes, counts, strict=True))
    )
    return World(nodes, {"cases": Rule("cases", "sum", "sum", may_apportion=True)}, tuple(facts), atlas=atlas())


def test_no_whole_commune_or_province_ever_shows_an_estimate_and_nothing_is_lost(forward: list[Part]) -> None:
    world = real_world()
    reported = sum(fact.quantity.value for fact in world.facts if fact.quantity)
    asked = Question(("cases",), "vn", calendar_year(2024), By.COMMUNE, frame=REFORM, apportion=True)
    communes = framed.answer(world, asked)
    cut = {part.target for part in forward if not part.whole}
    assert {row.comparability for row in communes if row.place not in cut} <= set(SURE)
    assert sum(row.comparability not in SURE for row in communes) <= 414
    provinces = framed.answer(world, Question(("cases",), "vn", calendar_year(2024), By.PROVINCE, frame=REFORM))
    assert len(provinces) == 34
    assert {row.comparability for row in provinces} <= set(SURE)
    assert sum(row.total.value for row in provinces if row.total) == reported
    told = {row.region.key: row for row in communes if row.region}
    inside = {place for row in told.values() if row.region for place in row.region.targets}
    alone = sum(row.total.value for row in communes if row.total and row.place not in inside)
    assert alone + sum(row.beside[0].total.value for row in told.values() if row.beside[0].total) == reported
