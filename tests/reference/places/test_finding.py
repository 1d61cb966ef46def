"""Finding places by what people write: in the database, and in the gazetteer that needs none."""

import subprocess
import sys
import time
from datetime import date

import pytest

from chungtay.kernel.errors import Refusal
from chungtay.reference.places.gazetteer import Gazetteer, gazetteer
from chungtay.reference.places.names import Quality, holds_on
from chungtay.reference.places.queries import Stating, place_find, place_get, place_one
from chungtay.reference.places.units import unit_versions

LAST_OLD, FIRST_NEW = date(2025, 6, 30), date(2025, 7, 1)
IN_2023, IN_2025, IN_2026 = date(2023, 5, 31), date(2025, 8, 1), date(2026, 6, 1)

ONE_PLACE = [
    ("TP.HCM", IN_2023, "p79@2013"),
    ("TPHCM", IN_2025, "p79@2025"),
    ("Tp. Hồ Chí Minh", IN_2025, "p79@2025"),
    ("thủ đô Hà Nội", IN_2025, "p01@2025"),
    ("tỉnh Hà Tĩnh", IN_2023, "p42@2013"),
    ("tinh ha tinh", IN_2023, "p42@2013"),
    ("thành phố Hà Tĩnh", IN_2023, "d436@2013"),
    ("Thừa Thiên - Huế", IN_2023, "p46@2013"),
    ("TT-Huế", IN_2023, "p46@2013"),
    ("Thừa Thiên Huế", date(2025, 3, 1), "p46@2013"),
    ("Bà Rịa-Vũng Tàu", IN_2023, "p77@2013"),
    ("BR-VT", IN_2023, "p77@2013"),
    ("Đắc Lắc", IN_2023, "p66@2013"),
    ("Q.1", IN_2023, "d760@2013"),
    ("quận 01", IN_2023, "d760@2013"),
    ("cả nước", IN_2025, "vn"),
    ("toàn quốc", IN_2023, "vn"),
    ("Việt Nam", IN_2023, "vn"),
    ("Hà Nội/Ba Đình", IN_2023, "d001@2013"),
    ("Hà Nội/Ba Đình", IN_2025, "c00004@2025"),
    ("Hà Nội/Ba Đình/Trúc Bạch", IN_2023, "c00004@2013"),
    ("Hà Nội/Trúc Bạch", IN_2023, "c00004@2013"),
    ("phường Trúc Bạch, quận Ba Đình, TP Hà Nội", IN_2023, "c00004@2013"),
    ("Phú Thọ/phường Hoà Bình", IN_2025, "c04795@2025"),
    ("Đồng Nai/phường Lộc Ninh", IN_2026, "c25270@2025"),
    ("Sài Gòn", IN_2025, "c26740@2025"),
]


def refused(text: str, on: date) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        place_one(text, on=on)
    return refusal.value


@pytest.mark.django_db
@pytest.mark.postgres
@pytest.mark.parametrize(("text", "on", "key"), ONE_PLACE)
def test_usual_written_forms_find_the_one_place(text: str, on: date, key: str):
    assert place_one(text, on=on).key == key


@pytest.mark.parametrize(("text", "on", "key"), ONE_PLACE)
def test_the_gazetteer_finds_the_same_without_a_database(text: str, on: date, key: str):
    assert [unit.key for unit in gazetteer().find(text, on=on)] == [key]


@pytest.mark.django_db
@pytest.mark.postgres
def test_a_province_is_meant_when_its_name_stands_alone():
    assert place_one("Hà Tĩnh", on=IN_2023).key == "p42@2013"
    assert [unit.level for unit in gazetteer().find("Hà Tĩnh", on=IN_2023)] == ["province", "district"]


@pytest.mark.django_db
@pytest.mark.postgres
def test_place_of_a_tone_mark_does_not_matter_but_the_mark_does():
    one, other = (place_find(text, on=IN_2025) for text in ("Hòa Bình", "Hoà Bình"))
    assert [m.place for m in one] == [m.place for m in other]
    assert {m.quality for m in place_find("Hóa Bình", on=IN_2025)} == {Quality.OTHER_MARKS}


@pytest.mark.django_db
@pytest.mark.postgres
def test_same_marks_come_before_other_marks():
    found = place_find("Ba Đình", on=IN_2025)
    assert [(m.named.name, m.quality) for m in found] == [
        ("Ba Đình", Quality.EXACT),
        ("Ba Đình", Quality.EXACT),
        ("Ba Dinh", Quality.OTHER_MARKS),
    ]


@pytest.mark.parametrize("text", ["xã Sa Pả", "xa sa pa"])
def test_without_marks_the_stated_kind_decides(text: str):
    """The town beside it is Sa Pa, which bears no mark by itself."""
    assert [unit.full_name for unit in gazetteer().find(text, on=date(2013, 6, 1))] == ["Xã Sa Pả"]


@pytest.mark.parametrize("on", [LAST_OLD, FIRST_NEW])
def test_every_unit_is_found_by_its_own_full_path(on: date):
    known = gazetteer()
    in_force = [versions[-1] for versions in list(unit_versions().values())[1:]]
    units = [known.unit(v.key) for v in in_force if holds_on(v.valid_from, v.valid_to, on)]
    for unit in units[::9]:
        path = "/".join([*unit.path[:-1], unit.full_name])
        assert unit in known.find(path, on=on, level=unit.level)


@pytest.mark.django_db
@pytest.mark.postgres
def test_namesakes_are_all_shown_and_none_is_taken():
    refusal = refused("xã Hòa Bình", IN_2025)
    assert refusal.code == "DIABAN-006"
    assert "Vĩnh Long" in str(refusal)
    assert "Cà Mau" in str(refusal)


@pytest.mark.django_db
@pytest.mark.postgres
def test_namesakes_are_told_apart_by_the_province():
    assert place_one("xã Hòa Bình", on=IN_2025, within=place_get("p96@2025")).code == "31891"


@pytest.mark.django_db
@pytest.mark.postgres
def test_a_province_of_2025_holds_older_names_of_its_land():
    assert place_one("Trúc Bạch", on=IN_2023, within=place_get("p01@2025")).key == "c00004@2013"
    hanoi = gazetteer().unit("p01@2025")
    assert gazetteer().path("Trúc Bạch", on=IN_2023, within=hanoi) == ("Hà Nội", "Ba Đình", "Trúc Bạch")


@pytest.mark.django_db
@pytest.mark.postgres
def test_a_similar_name_is_shown_and_never_taken():
    found = place_find("Hà Tỉnhh", on=IN_2025)
    assert {m.quality for m in found} == {Quality.SIMILAR}
    assert refused("Hà Tỉnhh", IN_2025).code == "DIABAN-005"


@pytest.mark.django_db
@pytest.mark.postgres
@pytest.mark.parametrize("text", ["", "/", ",", "Hà Nội/Ba Đình/Trúc Bạch", "quận Ba Đình, Hà Nội, x", "zzzzzzzz"])
def test_what_is_not_a_place_that_day_is_refused(text: str):
    assert refused(text, IN_2025).code == "DIABAN-005"


@pytest.mark.django_db
@pytest.mark.postgres
def test_a_level_narrows_what_is_found():
    assert {m.place.level for m in place_find("Ba Đình", on=IN_2023, level="commune")} == {"commune"}


def test_units_without_a_date_are_given_for_each_date():
    assert [unit.key for unit in gazetteer().find("tỉnh Hà Tĩnh", on=None)] == ["p42@2013", "p42@2025"]


def test_a_unit_tells_the_days_of_its_name():
    (hue,) = gazetteer().find("tỉnh Thừa Thiên Huế", on=IN_2023)
    assert (hue.path_text, hue.valid_to) == ("Thừa Thiên Huế", date(2024, 12, 31))


def test_the_gazetteer_knows_provinces_and_their_names_on_a_day():
    known = gazetteer()
    assert (len(known.provinces(IN_2023)), len(known.provinces(IN_2025))) == (63, 34)
    assert known.is_province("Hòa Bình", IN_2023)
    assert not known.is_province("Hòa Bình", IN_2025)
    assert not known.is_province("Công an")


def test_an_ambiguous_name_has_no_path():
    assert gazetteer().path("Hòa Bình", on=IN_2025) is None


def test_the_gazetteer_needs_no_django():
    program = "import sys, chungtay.reference.places.gazetteer as g; g.gazetteer(); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_reading_the_gazetteer_takes_well_under_a_second():
    start = time.process_time()
    Gazetteer()
    assert time.process_time() - start < 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "within", "stated"),
    [
        ("Phuong Ba Dinh.xlsx", "p01@2025", "c00004@2025"),
        ("bao_cao_phuong-ngoc-ha_11-2025.xlsx", "p01@2025", "c00008@2025"),
        ("Đơn vị: Phường Ngọc Hà, thành phố Hà Nội", "p01@2025", "c00008@2025"),
        ("Thành phố Hà Nội/phuong ngoc ha.xlsx", "p01@2025", "c00008@2025"),
        ("ngoc ha tháng 11", "p01@2025", "c00008@2025"),
        ("Thành phố Hà Nội", "p01@2025", "p01@2025"),
        ("phuong ngoc ha.xlsx", "p42@2025", None),
        ("Báo cáo tháng 11/2025", "p01@2025", None),
        ("xa hoa binh.xlsx", "vn", None),
    ],
)
def test_a_cell_or_a_file_name_states_a_place_only_where_one_fits(text: str, within: str, stated: str | None) -> None:
    found = Stating(place_get(within), IN_2025).place(text)
    assert (found.key if found else None) == stated
