"""Villages: registered under a commune with days and names of their own, and held by no territory above it."""

from datetime import date
from typing import Any

import pytest

from chungtay.kernel.errors import Refusal
from chungtay.reference.places import queries, services

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)


@pytest.fixture
def commune() -> Any:
    return queries.place_get("c00004@2025")


def added(commune: Any, text: str) -> list[str]:
    return [v.name for v in services.villages_import(commune=commune, text=text, valid_from=DAY)]


def refused(commune: Any, text: str) -> list[tuple[str, str]]:
    with pytest.raises(Refusal) as caught:
        added(commune, text)
    return [(p.code, str(getattr(p.where, "vi", p.where))) for p in caught.value.problems]


def test_a_list_gives_a_village_for_each_line_and_leaves_out_its_numbers(commune: Any) -> None:
    listed = "1. Thôn Đông\n\n2.\tThôn  Đoài\nTổ dân phố 12\n"
    assert added(commune, listed) == [
        "Thôn Đông",
        "Thôn Đoài",
        "Tổ dân phố 12",
    ]


def test_names_are_kept_composed(commune: Any) -> None:
    assert added(commune, "Tho\u0302n Đo\u0302ng") == ["Thôn Đông"]


def test_codes_count_on_and_are_never_official_ones(commune: Any) -> None:
    added(commune, "Thôn Đông\nThôn Đoài")
    third = services.village_add(commune=commune, name="Thôn Nam", valid_from=DAY)
    assert (third.code, third.key) == ("00004.003", "v00004.003@2025")
    with pytest.raises(Refusal, match="DIABAN-002"):
        queries.place_by_code(third.code, on=DAY)


@pytest.mark.parametrize("name", ["Thôn Nguyễn Văn Trỗi", "Khu phố 10/2", "Thôn Chùa", "Bản Nà Khoang"])
def test_local_names_are_lawful_after_a_person_or_a_landmark_too(commune: Any, name: str) -> None:
    assert added(commune, name) == [name]


@pytest.mark.parametrize("name", ["Thôn 0912345678", "Ấp 001099012345", "Tổ đồng bào dân tộc", "-", "x" * 81])
def test_numbers_of_people_and_words_about_them_are_no_name(commune: Any, name: str) -> None:
    assert refused(commune, f"Thôn Đông\n{name}") == [("DIABAN-041", "dòng 2")]


def test_a_number_that_may_lead_to_a_person_is_not_said_again(commune: Any) -> None:
    with pytest.raises(Refusal) as caught:
        added(commune, "Thôn 0912345678")
    assert "0912345678" not in str(caught.value)


def test_a_name_stands_once_in_a_commune_and_again_in_another(commune: Any) -> None:
    added(commune, "Thôn 1")
    assert refused(commune, "thôn 01\nThôn Đông\nThôn Đông") == [("DIABAN-042", "dòng 1"), ("DIABAN-042", "dòng 3")]
    assert added(queries.place_get("c00008@2025"), "Thôn 1") == ["Thôn 1"]


@pytest.mark.parametrize(("key", "on"), [("p01@2025", DAY), ("c00004@2025", date(2025, 6, 30))])
def test_villages_stand_under_a_commune_that_is_there(key: str, on: date) -> None:
    with pytest.raises(Refusal, match="DIABAN-043"):
        services.village_add(commune=queries.place_get(key), name="Thôn Đông", valid_from=on)


@pytest.mark.parametrize("text", ["", "\n \n", "Thôn A\n" * 401])
def test_a_list_has_lines_and_not_too_many(commune: Any, text: str) -> None:
    assert refused(commune, text) == [("DIABAN-044", "thôn, tổ dân phố")]


def test_a_renamed_village_keeps_what_it_was_called(commune: Any) -> None:
    village = services.village_add(commune=commune, name="Thôn Đông", valid_from=DAY)
    services.village_rename(village=village, name="Thôn Đông Hòa", since=date(2026, 3, 1))
    names = [queries.place_label(village, on=on) for on in (date(2026, 2, 28), date(2026, 3, 1))]
    assert names == ["Thôn Đông", "Thôn Đông Hòa"]


def test_an_ended_village_gives_its_name_free_and_changes_no_more(commune: Any) -> None:
    village = services.village_add(commune=commune, name="Thôn Đông", valid_from=DAY)
    services.village_end(village=village, valid_to=date(2026, 3, 31))
    with pytest.raises(Refusal, match="DIABAN-045"):
        services.village_end(village=village, valid_to=date(2026, 4, 1))
    services.village_add(commune=commune, name="Thôn Đông", valid_from=date(2026, 4, 1))


def test_only_their_commune_holds_villages(commune: Any) -> None:
    village = services.village_add(commune=commune, name="Thôn Đông", valid_from=DAY)
    for key, holds in (("c00004@2025", True), ("c00008@2025", False), ("p01@2025", False), ("vn", False)):
        territory = queries.place_get(key)
        in_rows = queries.places_in(territory).filter(pk=village.pk).exists()
        assert (queries.lies_within(village, territory), in_rows) == (holds, holds)
