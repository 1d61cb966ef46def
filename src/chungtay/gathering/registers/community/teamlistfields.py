"""What a list of teams is asked for. Pure."""

from __future__ import annotations

from chungtay.gathering.registers.lists.columns import Field
from chungtay.gathering.registers.lists.places import CODE, COMMUNE, PROVINCE
from chungtay.kernel.errors import Both

_DAY = Both("ngày/tháng/năm", "day/month/year")
FIELDS = (
    Field(
        "name",
        Both("Tên tổ", "Name of the team"),
        ("Tổ", "Tên tổ liên gia", "Tổ thực hiện", "Tên nhóm", "Team"),
        is_needed=True,
        hint=Both("không ghi tên người", "no person's name"),
        sample="Tổ liên gia số 3",
    ),
    Field(
        "point",
        Both("Tên điểm", "Name of the point"),
        ("Tên điểm mô hình", "Điểm mô hình", "Điểm", "Tên mô hình", "Point"),
        is_needed=True,
        hint=Both("điểm đã có trong sổ", "a point of the register"),
        sample="Camera an ninh tổ dân phố 5",
    ),
    Field(
        "kind",
        Both("Loại mô hình", "Kind of model"),
        ("Loại", "Loại hình", "Mô hình", "Kind"),
        hint=Both("khi nhiều điểm cùng tên", "where several points bear the name"),
    ),
    COMMUNE,
    CODE,
    PROVINCE,
    Field(
        "since",
        Both("Ngày lập", "Set up on"),
        ("Ngày thành lập", "Thành lập", "Ngày lập tổ", "Từ ngày", "Since"),
        is_needed=True,
        hint=_DAY,
        sample="01/09/2025",
    ),
    Field(
        "members",
        Both("Số người", "People"),
        ("Số thành viên", "Thành viên", "Số hộ viên", "Quân số", "Members"),
        sample="9",
    ),
    Field(
        "counted",
        Both("Số người ngày", "Counted on"),
        ("Ngày đếm", "Tính đến ngày", "Đến ngày"),
        hint=Both("trống: ngày lập", "empty: the day it was set up"),
    ),
    Field("ended", Both("Ngày kết thúc", "Ended on"), ("Kết thúc", "Giải thể", "Ngày giải thể"), hint=_DAY),
)
NAMES = {field.key: field.name for field in FIELDS}
