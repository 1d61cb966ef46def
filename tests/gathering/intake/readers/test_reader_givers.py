import pytest
from reading_builders import figures, only

_PROVINCE, _FRONT, _POLICE = "awards.province_committee", "awards.front", "awards.police_director"
_COMMUNE, _MINISTRY, _ANY = "awards.commune", "awards.ministry", "awards.all"


def codes(text: str) -> list[str | None]:
    return [found.indicator for found in figures(text)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bộ Công an tặng bằng khen cho 6 tập thể.", _MINISTRY),
        ("Chủ tịch UBND tỉnh đã tặng bằng khen cho 6 tập thể.", _PROVINCE),
        ("Trao bằng khen của Ủy ban nhân dân tỉnh cho 6 tập thể.", _PROVINCE),
        ("Ủy ban MTTQ Việt Nam tỉnh Nghệ An tặng bằng khen cho 6 cá nhân.", _FRONT),
        ("Công an tỉnh tặng giấy khen cho 6 cá nhân.", _POLICE),
        ("Công an tỉnh Hà Tĩnh tặng giấy khen cho 6 cá nhân.", _POLICE),
        ("UBND phường tặng giấy khen cho 6 hộ gia đình.", _COMMUNE),
        ("UBND thị trấn tặng giấy khen cho 6 cá nhân.", _COMMUNE),
        ("Chủ tịch UBND các xã, phường tặng giấy khen cho 6 cá nhân.", _COMMUNE),
        ("6 cá nhân được Giám đốc Công an tỉnh khen thưởng.", _POLICE),
        ("6 cá nhân có nhiều đóng góp trong năm được Ủy ban nhân dân tỉnh tặng bằng khen.", _PROVINCE),
        ("6 cá nhân được tặng bằng khen của Ủy ban MTTQ tỉnh.", _FRONT),
        ("UBND TP Vinh tặng giấy khen cho 6 cá nhân.", _ANY),
        ("Công an huyện tặng giấy khen cho 6 cá nhân.", _ANY),
        ("Hội Nông dân tỉnh tặng giấy khen cho 6 cá nhân.", _ANY),
        ("Trong năm đã khen thưởng 6 cá nhân.", _ANY),
    ],
)
def test_the_giver_and_its_level_decide_the_indicator(text: str, code: str) -> None:
    assert codes(text) == [code]


def test_each_clause_has_its_own_giver() -> None:
    text = (
        "UBND tỉnh tặng bằng khen cho 7 tập thể, 9 cá nhân; Ủy ban MTTQ tỉnh tặng bằng khen cho 3 tập thể, 5 cá nhân; "
        "Công an tỉnh tặng giấy khen cho 11 tập thể, 13 cá nhân."
    )
    assert codes(text) == [_PROVINCE] * 2 + [_FRONT] * 2 + [_POLICE] * 2


def test_a_giver_behind_several_numbers_gave_them_all() -> None:
    assert codes("7 tập thể, 9 cá nhân được UBND tỉnh tặng bằng khen.") == [_PROVINCE, _PROVINCE]


def test_a_giver_behind_a_number_is_not_that_of_the_next() -> None:
    text = "7 tập thể được UBND tỉnh tặng bằng khen, 9 cá nhân được Giám đốc Công an tỉnh tặng giấy khen."
    assert codes(text) == [_PROVINCE, _POLICE]


def test_a_clause_without_an_office_goes_on_with_the_giver_before() -> None:
    assert codes("UBND tỉnh tặng bằng khen cho 7 tập thể; biểu dương 9 cá nhân.") == [_PROVINCE, _PROVINCE]


def test_two_offices_that_give_together_are_no_giver_of_the_catalogue() -> None:
    found = only("UBND tỉnh và Ủy ban MTTQ tỉnh tặng bằng khen cho 7 tập thể.")
    assert found.indicator == _ANY


def test_an_office_that_only_takes_part_did_not_give() -> None:
    assert codes("Công an tỉnh tổ chức hội nghị, khen thưởng 7 tập thể.") == [_ANY]


def test_a_named_giver_is_surer_than_an_office_that_may_have_given() -> None:
    given = only("Công an tỉnh khen thưởng 7 tập thể.").confidence
    assert given > 0.9 > only("Công an tỉnh tổ chức hội nghị, khen thưởng 7 tập thể.").confidence
