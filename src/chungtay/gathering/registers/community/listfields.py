"""What a list of points is asked for, and the words of its closed lists. Pure."""

from __future__ import annotations

from chungtay.gathering.registers.community.models import Lead
from chungtay.gathering.registers.lists.columns import Field
from chungtay.gathering.registers.lists.places import PLACE_FIELDS
from chungtay.kernel.errors import Both
from chungtay.kernel.text import match_key

_DAY = Both("ngày/tháng/năm", "day/month/year")
FIELDS = (
    Field(
        "name",
        Both("Tên điểm", "Name of the point"),
        ("Tên điểm mô hình", "Điểm mô hình", "Tên mô hình, điểm", "Tên mô hình", "Tên", "Name"),
        is_needed=True,
        hint=Both("không ghi tên người", "no person's name"),
        sample="Camera an ninh tổ dân phố 5",
    ),
    Field(
        "kind",
        Both("Loại mô hình", "Kind of model"),
        ("Loại", "Loại hình", "Loại hình mô hình", "Mô hình", "Kind"),
        is_needed=True,
        hint=Both("như trong sổ", "as in the register"),
        sample="Camera an ninh",
    ),
    *PLACE_FIELDS,
    Field(
        "launched",
        Both("Ngày ra mắt", "Launched on"),
        ("Ra mắt", "Ngày thành lập", "Thành lập", "Ngày xây dựng", "Thời gian ra mắt", "Launched"),
        hint=_DAY,
        sample="05/09/2025",
    ),
    Field(
        "running",
        Both("Hoạt động từ ngày", "Running since"),
        ("Ngày hoạt động", "Bắt đầu hoạt động", "Hoạt động từ"),
        hint=Both("nếu không rõ ngày ra mắt", "where the launch is not known"),
    ),
    Field("rested", Both("Tạm ngừng từ ngày", "Dormant since"), ("Tạm ngừng", "Ngày tạm ngừng"), hint=_DAY),
    Field("ended", Both("Ngày kết thúc", "Ended on"), ("Kết thúc", "Ngày giải thể", "Giải thể"), hint=_DAY),
    Field(
        "lead",
        Both("Chủ trì", "Lead"),
        ("Cơ quan chủ trì", "Đơn vị chủ trì", "Chủ thể", "Led by"),
        hint=Both("để trống: cơ quan gửi danh sách", "empty: who sends the list"),
        sample="Công an",
    ),
    Field(
        "document",
        Both("Số văn bản", "Number of the document"),
        ("Quyết định", "Số quyết định", "Văn bản", "Số, ký hiệu", "Document"),
        sample="12/QĐ-UBND",
    ),
    Field(
        "seen",
        Both("Xác nhận ngày", "Confirmed on"),
        ("Biết đến ngày", "Ngày xác nhận", "Kiểm tra ngày", "Ngày kiểm tra"),
        hint=Both("ngày gần nhất thấy đang hoạt động", "the last day on which it was seen to work"),
    ),
    Field("grade", Both("Xếp loại", "Grade"), ("Đánh giá", "Kết quả xếp loại", "Hiệu quả"), sample="Hiệu quả"),
    Field("graded", Both("Ngày xếp loại", "Graded on"), ("Ngày đánh giá",), hint=_DAY),
    Field(
        "replica", Both("Nhân rộng", "Replicated"), ("Mô hình nhân rộng",), hint=Both("có, hoặc trống", "yes, or empty")
    ),
)
NAMES = {field.key: field.name for field in FIELDS}
_LEADS = {
    Lead.POLICE: ("Công an", "Công an xã", "Công an phường", "CA", "CAX", "CAP", "Police"),
    Lead.FRONT: (
        "Mặt trận Tổ quốc",
        "Mặt trận",
        "MTTQ",
        "UBMTTQ",
        "Ủy ban MTTQ",
        "UB MTTQ",
        "Fatherland Front",
        "Front",
    ),
    Lead.COMMITTEE: ("Ủy ban nhân dân", "UBND", "Uỷ ban nhân dân", "People's Committee"),
    Lead.WOMEN: ("Hội Phụ nữ", "Hội Liên hiệp Phụ nữ", "Hội LHPN", "Phụ nữ", "LHPN", "Women's Union"),
    Lead.YOUTH: ("Đoàn Thanh niên", "Thanh niên", "ĐTN", "Đoàn TN", "Đoàn TNCS Hồ Chí Minh", "Youth Union"),
    Lead.VETERANS: ("Hội Cựu chiến binh", "Hội CCB", "CCB", "Cựu chiến binh", "Veterans' Association"),
    Lead.FARMERS: ("Hội Nông dân", "Nông dân", "HND", "Farmers' Union"),
    Lead.UNION: ("Công đoàn", "Liên đoàn Lao động", "LĐLĐ", "Trade Union"),
    Lead.BORDER_GUARD: ("Bộ đội Biên phòng", "Biên phòng", "BĐBP", "Đồn Biên phòng", "Border Guard"),
    Lead.SCHOOL: ("Nhà trường", "Trường học", "School"),
    Lead.RESIDENTS: ("Thôn, tổ dân phố", "Thôn", "Tổ dân phố", "TDP", "Khu dân cư", "Village, residential group"),
    Lead.OTHER: ("Cơ quan khác", "Khác", "Other", "Another body"),
}
LEADS = {match_key(name): lead.value for lead, names in _LEADS.items() for name in names}
"""What a word in a list means, by its key without marks."""
