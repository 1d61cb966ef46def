"""Codes, the tree, the reform and territories."""

from datetime import date
from pathlib import Path

import pytest

from chungtay.kernel.errors import Refusal
from chungtay.reference.places import queries
from chungtay.reference.places.models import Place, PlaceName
from chungtay.reference.places.queries import (
    children,
    descendants,
    lies_within,
    map_topology,
    place_by_code,
    place_get,
    place_keys,
    place_label,
    place_path,
    population,
    predecessors,
    successors,
    territory_q,
)

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

LAST_OLD, FIRST_NEW = date(2025, 6, 30), date(2025, 7, 1)


def refused(code: str, **asked: object) -> str:
    with pytest.raises(Refusal) as refusal:
        place_by_code(code, **asked)
    return refusal.value.code


def test_a_recycled_code_means_another_commune_the_day_after():
    assert place_by_code("00004", on=LAST_OLD).full_name == "Phường Trúc Bạch"
    assert place_by_code("00004", on=FIRST_NEW).full_name == "Phường Ba Đình"


def test_a_code_without_a_date_cannot_be_asked():
    with pytest.raises(TypeError):
        place_by_code("00004")


def test_codes_of_provinces_and_districts_are_known_by_their_length():
    assert place_by_code("42", on=LAST_OLD).full_name == "Tỉnh Hà Tĩnh"
    assert place_by_code("001", on=LAST_OLD).full_name == "Quận Ba Đình"


@pytest.mark.parametrize("code", ["4", "0004", "", "abcde", "00004x", "٠٠٠٠٤"])
def test_a_code_that_lost_its_zeros_is_refused_and_not_guessed(code: str):
    assert refused(code, on=FIRST_NEW) == "DIABAN-002"


def test_a_district_code_is_refused_after_districts_ended():
    assert refused("001", on=FIRST_NEW) == "DIABAN-001"


def test_a_code_of_the_wrong_level_is_refused():
    assert refused("00004", on=FIRST_NEW, level="province") == "DIABAN-002"


def test_codes_that_only_letters_and_drafts_used_lead_to_the_official_unit():
    assert place_by_code("06978", on=FIRST_NEW).code == "06970"
    assert place_by_code("00073", on=FIRST_NEW).code == "00082"


def test_draft_codes_mean_nothing_before_the_reform():
    assert place_by_code("00073", on=LAST_OLD).code == "00073"


@pytest.mark.parametrize("code", ["00226", "00331", "01537", "01558", "01561", "13285", "13291", "13318", "31207"])
def test_each_code_in_conflict_with_the_draft_list_is_refused(code: str):
    assert refused(code, on=FIRST_NEW) == "DIABAN-003"


def test_the_name_beside_it_settles_a_code_in_conflict():
    assert place_by_code("00331", on=FIRST_NEW, named="Phường Hoàng Mai").code == "00331"
    assert place_by_code("00331", on=FIRST_NEW, named="yên sở").code == "00340"
    assert refused("00331", on=FIRST_NEW, named="Ba Đình") == "DIABAN-004"


def test_a_name_of_the_old_map_beside_a_code_of_the_new_is_refused():
    assert refused("00004", on=FIRST_NEW, named="Trúc Bạch") == "DIABAN-004"


def test_an_unknown_key_is_refused():
    with pytest.raises(Refusal, match="DIABAN-001"):
        place_get("p99@2025")


def test_a_path_runs_from_the_province_down_in_the_names_of_the_day():
    old = place_by_code("19750", on=date(2023, 1, 1))
    assert place_path(old, date(2023, 1, 1))[0].full_name == "Tỉnh Thừa Thiên Huế"
    assert place_path(old, date(2025, 3, 1))[0].full_name == "Thành phố Huế"
    assert [n.level for n in (v.place for v in place_path(old, LAST_OLD))] == ["province", "district", "commune"]
    assert place_path(place_get("vn"), FIRST_NEW) == []


def test_labels_speak_vietnamese_first_and_english_too():
    badinh = place_get("c00004@2025")
    assert (place_label(badinh), place_label(badinh, "en")) == ("Phường Ba Đình", "Ba Đình ward")
    assert place_label(place_get("d760@2013"), "en") == "Urban district 1"
    assert (place_label(place_get("vn")), place_label(place_get("vn"), "en")) == ("Việt Nam", "Viet Nam")


def test_a_label_of_a_day_bears_the_name_of_that_day():
    dongnai = place_get("p75@2025")
    assert place_label(dongnai, on=date(2026, 4, 29)) == "Tỉnh Đồng Nai"
    assert place_label(dongnai, on=date(2026, 4, 30)) == "Thành phố Đồng Nai"


def test_children_follow_the_day():
    assert children(place_get("p01@2013"), LAST_OLD).count() == 30
    assert children(place_get("p01@2025"), FIRST_NEW).count() == 126
    assert not children(place_get("p01@2013"), FIRST_NEW).exists()


def test_a_commune_is_listed_under_the_district_it_belonged_to_that_day():
    moved = PlaceName.objects.filter(place__key="c01648@2013").order_by("valid_to")
    before, after = moved
    assert moved[0].place in children(before.parent, before.valid_to)
    assert moved[0].place not in children(before.parent, after.valid_to)


def test_a_province_of_2025_holds_the_older_units_of_its_land():
    tuyen_quang = place_get("p08@2025")
    assert descendants(tuyen_quang, LAST_OLD, "province").count() == 2
    assert descendants(tuyen_quang, LAST_OLD, "commune").count() == 193 + 137
    assert descendants(tuyen_quang, FIRST_NEW).count() == 124


def test_successors_and_predecessors_answer_each_other():
    badinh = place_get("c00004@2025")
    parts = list(predecessors(badinh))
    assert parts
    assert all(link.new_id == badinh.pk for old in parts for link in successors(old.old).filter(new=badinh))


def test_a_district_has_no_successor_but_an_island_district_has():
    assert not successors(place_get("d001@2013")).exists()
    assert successors(place_get("d498@2013")).get().new.name == "Hoàng Sa"


@pytest.mark.parametrize(
    "territory", ["vn", "p08@2025", "p02@2013", "d001@2013", "c00004@2013", "c00004@2025", "p79@2025"]
)
def test_both_forms_of_a_territory_mean_the_same(territory: str):
    place = place_get(territory)
    by_query = set(Place.objects.filter(territory_q(place, "")).values_list("pk", flat=True))
    assert by_query == {p.pk for p in Place.objects.all() if lies_within(p, place)}


def test_a_province_sees_all_dates_of_its_land_and_nothing_beside_it():
    hanoi = place_get("p01@2025")
    assert lies_within(place_get("c00004@2013"), hanoi)
    assert lies_within(hanoi, hanoi)
    assert not lies_within(place_get("p42@2025"), hanoi)
    assert not lies_within(place_get("vn"), hanoi)


def test_a_commune_sees_itself_and_old_communes_that_went_wholly_into_it():
    badinh = place_get("c00004@2025")
    seen = set(Place.objects.filter(territory_q(badinh, "")).values_list("key", flat=True))
    assert {"c00004@2025", "c00004@2013"} <= seen
    assert "c00008@2025" not in seen


def test_keys_of_places_by_id():
    hanoi = place_get("p01@2025")
    assert place_keys([hanoi.pk, 0]) == {hanoi.pk: "p01@2025"}


def test_the_latest_population_is_given_or_none():
    assert population(place_get("c00004@2025")) == 65_023
    assert population(place_get("c00004@2013")) == 7_065
    assert population(place_get("c20333@2025")) is None


def test_maps_carry_every_province_and_its_code():
    for vintage, count in (("2025", 34), ("2013", 63)):
        topology = map_topology(vintage)
        (layer,) = topology["objects"].values()
        assert len({shape["id"] for shape in layer["geometries"]}) == count


def test_without_outlines_there_is_no_map_and_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(queries, "DATA", tmp_path)
    map_topology.cache_clear()
    assert map_topology("2025") is None
    map_topology.cache_clear()


@pytest.mark.parametrize(
    ("key", "before"), [("p42@2025", ["p42@2013"]), ("p15@2025", []), ("c00004@2025", []), ("p42@2013", []), ("vn", [])]
)
def test_only_a_unit_of_the_same_land_is_a_forerunner(key: str, before: list[str]):
    assert [place.key for place in queries.forerunners(place_get(key))] == before
