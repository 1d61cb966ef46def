import pytest
from reading_builders import figures, only

_PLACE = {"place": "Nghệ An", "document_date": "2024-06-01"}


def kinds(text: str) -> list[str | None]:
    return [found.breakdown.get("model_kind") for found in figures(text, **_PLACE)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Mô hình “Tiếng kẻng an ninh” được triển khai tại 31 xã.", "security_gong"),
        ("Mô hình tiếng kẻng an ninh được nhân rộng tại 31 xã, phường.", "security_gong"),
        ("Mô hình Tự phòng, tự quản về ANTT được triển khai tại 31 địa bàn xã.", "self_managed_area"),
        ("Mô hình “Liên gia tự quản” có ở 31 xã.", "household_cluster"),
        ("Có 31 xã triển khai mô hình “Cổng trường an toàn”.", "safe_school_gate"),
        ("Mô hình “Camera giám sát an ninh” đã triển khai với 31 điểm.", "security_camera"),
        ("Thành lập 31 tổ liên gia tự quản.", "household_cluster"),
        ("Mô hình được triển khai tại 31 xã.", None),
        ("Nhiều mô hình hay, hiệu quả được triển khai tại 31 xã.", None),
        ("Mô hình “Làng hoa bình yên” được triển khai tại 31 xã.", None),
        ("Mô hình “Tiếng kẻng an ninh” và “Camera an ninh” được triển khai tại 31 xã.", None),
        ("Mô hình của phong trào “Camera an ninh” được triển khai tại 31 xã.", None),
    ],
)
def test_a_named_model_tells_the_kind(text: str, kind: str | None) -> None:
    assert kinds(text) == [kind]


def test_each_number_has_the_model_named_before_it() -> None:
    text = "Mô hình “Camera an ninh” triển khai tại 31 xã, mô hình “Dòng họ tự quản” tại 12 xã."
    assert kinds(text) == ["security_camera", "self_managed_clan"]


def test_a_name_behind_one_number_is_not_that_of_the_next() -> None:
    text = "Có 31 xã triển khai mô hình tiếng kẻng an ninh, 22 xã triển khai mô hình “Camera an ninh”."
    assert kinds(text) == ["security_gong", "security_camera"]


def test_models_listed_with_their_communes_in_brackets_are_told_apart() -> None:
    text = "Các mô hình đã triển khai: “Camera an ninh” (31 xã), “Tiếng kẻng an ninh” (12 xã)."
    assert kinds(text) == ["security_camera", "security_gong"]


def test_points_behind_the_communes_belong_to_the_same_model() -> None:
    assert kinds("Mô hình “Camera an ninh” triển khai tại 31 xã với 450 điểm.") == ["security_camera"] * 2


def test_an_unknown_name_goes_into_the_qualifier_and_lowers_the_confidence() -> None:
    found = only("Mô hình “Làng hoa bình yên” được triển khai tại 31 xã.", **_PLACE)
    assert found.qualifier == "Làng hoa bình yên"
    assert found.confidence < 0.5


def test_a_name_that_may_hold_a_persons_is_not_kept() -> None:
    found = only("Mô hình “Ánh đèn Nguyễn Văn Thử” được triển khai tại 31 xã.", **_PLACE)
    assert found.qualifier is None


def test_two_models_of_one_kind_do_not_share_a_cell() -> None:
    text = "Mô hình “Khu dân cư tự quản” triển khai tại 31 xã; mô hình “Tổ tự quản” triển khai tại 12 xã."
    assert kinds(text) == ["self_managed_area", None]
