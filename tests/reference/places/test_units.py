"""The shipped tables: complete, whole and exact."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from django.db.models import Sum

from chungtay.reference.places.models import Place, PlaceName, Population, Succession
from chungtay.reference.places.queries import (
    descendants,
    group_find,
    group_members,
    place_get,
    place_path,
    populations,
    provinces_on,
)
from chungtay.reference.places.services import group_create, group_member_add, places_load, village_add

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

LAST_OLD, FIRST_NEW, AFTER_2026 = date(2025, 6, 30), date(2025, 7, 1), date(2026, 4, 30)


def communes(on: date) -> "list[Place]":
    return list(descendants(place_get("vn"), on, "commune"))


def kinds(on: date) -> Counter[str]:
    versions = PlaceName.objects.filter(place__level="commune", place__vintage="2025")
    return Counter(v.kind for v in versions if v.valid_from <= on and (v.valid_to is None or on <= v.valid_to))


def test_provinces_are_63_until_june_2025_and_34_from_july():
    assert (provinces_on(LAST_OLD).count(), provinces_on(FIRST_NEW).count()) == (63, 34)


def test_communes_are_10035_until_june_2025_and_3321_from_july():
    assert (len(communes(LAST_OLD)), len(communes(FIRST_NEW))) == (10_035, 3_321)


def test_districts_end_with_june_2025():
    country = place_get("vn")
    assert descendants(country, LAST_OLD, "district").count() == 696
    assert not descendants(country, FIRST_NEW, "district").exists()


def test_communes_at_the_census_of_2019_are_as_many_as_officially_counted():
    assert len(communes(date(2019, 4, 1))) == 11_161


def test_kinds_of_communes_change_on_30_april_2026():
    assert kinds(FIRST_NEW) == {"xa": 2_621, "phuong": 687, "dac_khu": 13}
    assert kinds(AFTER_2026) == {"xa": 2_611, "phuong": 697, "dac_khu": 13}


@pytest.mark.parametrize(("on", "cities"), [(LAST_OLD, 6), (FIRST_NEW, 6), (date(2026, 4, 29), 6), (AFTER_2026, 7)])
def test_dong_nai_becomes_the_seventh_city_in_april_2026(on: date, cities: int):
    names = PlaceName.objects.filter(place__in=provinces_on(on), kind="thanh_pho")
    held = [n for n in names if (n.valid_from or on) <= on and (n.valid_to is None or on <= n.valid_to)]
    assert len(held) == cities


def test_hue_is_a_city_only_from_2025():
    hue = place_get("p46@2013")
    assert [n.full_name for n in hue.names.order_by("valid_to")] == ["Tỉnh Thừa Thiên Huế", "Thành phố Huế"]


def test_every_place_but_the_country_has_a_parent_of_the_level_above():
    pairs = set(Place.objects.exclude(level="country").values_list("vintage", "level", "parent__level"))
    assert pairs == {
        ("2013", "province", "country"),
        ("2025", "province", "country"),
        ("2013", "district", "province"),
        ("2013", "commune", "district"),
        ("2025", "commune", "province"),
    }


def test_parents_are_of_the_same_vintage():
    pairs = Place.objects.exclude(parent__level="country").exclude(parent=None)
    assert set(pairs.values_list("vintage", "parent__vintage")) == {("2013", "2013"), ("2025", "2025")}


def test_versions_of_names_follow_each_other_without_gap_or_overlap():
    versions: dict[int, list[PlaceName]] = {}
    for version in PlaceName.objects.all():
        versions.setdefault(version.place_id, []).append(version)
    assert len(versions) == Place.objects.count()
    for found in versions.values():
        found.sort(key=lambda v: v.valid_from or date.min)
        assert all((b.valid_from - a.valid_to).days == 1 for a, b in pairwise(found))


def test_every_old_commune_has_a_successor_and_every_new_one_a_predecessor():
    links = Succession.objects.filter(old__level="commune")
    assert not Place.objects.filter(level="commune", vintage="2013").exclude(pk__in=links.values("old")).exists()
    reached = Succession.objects.values("new")
    assert not Place.objects.filter(level="commune", vintage="2025").exclude(pk__in=reached).exists()


def test_shares_of_people_and_of_land_sum_to_exactly_one_for_every_old_unit():
    people: Counter[int] = Counter()
    land: Counter[int] = Counter()
    for old, share, area in Succession.objects.values_list("old", "share", "share_area"):
        people[old] += share
        land[old] += area if area is not None else 0
    assert set(people.values()) == {1}
    unknown = set(Succession.objects.filter(share_area=None).values_list("old", flat=True))
    assert {total for old, total in land.items() if old not in unknown} == {1}


def test_whole_links_go_to_one_unit_with_a_share_of_one():
    assert set(Succession.objects.filter(kind="whole").values_list("share", flat=True)) == {1}
    whole = Succession.objects.filter(kind="whole")
    assert whole.values("old").distinct().count() == whole.count()


def test_provinces_of_2025_are_exact_sums_of_old_provinces():
    links = Succession.objects.filter(old__level="province")
    assert links.count() == 63
    assert set(links.values_list("kind", "share")) == {("whole", 1)}
    assert links.values("new").distinct().count() == 34


def test_links_between_communes_never_leave_the_province_of_2025():
    pairs = Succession.objects.values_list("old__home_province", "new__home_province")
    assert all(old == new for old, new in pairs)


def test_every_place_but_the_country_knows_its_province_of_2025():
    assert list(Place.objects.filter(home_province=None).values_list("key", flat=True)) == ["vn"]


def test_a_split_commune_has_no_home_commune_and_a_whole_one_has():
    split = Succession.objects.filter(kind="part", old__level="commune").values("old")
    communes = Place.objects.filter(level="commune")
    assert set(communes.filter(home_commune=None).values_list("pk")) == set(split.values_list("old").distinct())


def test_hoang_sa_and_truong_sa_are_special_zones_of_da_nang_and_khanh_hoa():
    found = Place.objects.filter(key__in=["c20333@2025", "c22736@2025"]).order_by("code")
    assert [(p.full_name, p.parent.name) for p in found] == [
        ("Đặc khu Hoàng Sa", "Đà Nẵng"),
        ("Đặc khu Trường Sa", "Khánh Hòa"),
    ]


@pytest.mark.parametrize(
    ("code", "on", "count"),
    [
        ("border", FIRST_NEW, 248),
        ("coast", FIRST_NEW, 306),
        ("island", FIRST_NEW, 20),
        ("urban", FIRST_NEW, 687),
        ("urban", AFTER_2026, 697),
        ("urban", LAST_OLD, 0),
    ],
)
def test_groups_of_communes_have_the_official_sizes(code: str, on: date, count: int):
    assert group_members(code, on).count() == count


def test_border_communes_lie_in_22_provinces():
    assert group_members("border", FIRST_NEW).values("home_province").distinct().count() == 22


def test_people_of_the_census_are_all_placed_before_and_after_the_reform():
    old = populations(provinces_on(LAST_OLD), 2019, Population.Source.CENSUS)
    new = Population.objects.filter(source=Population.Source.CENSUS_REBASED, place__level="commune")
    assert sum(old.values()) == 96_208_984
    assert new.aggregate(total=Sum("total"))["total"] == pytest.approx(96_208_984, abs=2_000)


def test_doubtful_registered_populations_are_left_out():
    assert not Population.objects.filter(place__key="c20333@2025", source=Population.Source.REGISTERED).exists()


def test_loading_again_changes_nothing_keeps_ids_and_leaves_what_others_made():
    badinh = place_get("c00004@2025")
    group = group_create(
        key="trong-diem", name_vi="Trọng điểm", name_en="Priority", kind="own", owner=None, keeper="BCA"
    )
    group_member_add(group=group, place=badinh, valid_from=FIRST_NEW, by_body="BCA")
    village = village_add(commune=badinh, name="Thôn Đông", valid_from=AFTER_2026)
    before = dict(Place.objects.values_list("key", "pk"))
    names, links = PlaceName.objects.count(), Succession.objects.count()

    assert places_load() == len(before) - 1
    assert dict(Place.objects.values_list("key", "pk")) == before
    assert (PlaceName.objects.count(), Succession.objects.count()) == (names, links)
    assert place_get("c00004@2025").home_commune == badinh
    assert (group_find("trong-diem"), list(group_members("trong-diem", FIRST_NEW))) == (group, [badinh])
    assert place_path(village, AFTER_2026)[-1].full_name == "Thôn Đông"
