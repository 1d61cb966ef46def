"""What a list of activities is asked for, and the words of its closed lists. No Django in here."""

from __future__ import annotations

from chungtay.gathering.registers.activities.kinds import kinds, partners
from chungtay.gathering.registers.lists.columns import Field
from chungtay.gathering.registers.lists.places import PLACE_FIELDS
from chungtay.kernel.errors import Both
from chungtay.kernel.text import match_key

FIELDS = (
    Field(
        "on",
        Both("Ngày", "Day"),
        ("Ngày tổ chức", "Ngày diễn ra", "Ngày thực hiện", "Thời gian", "Thời gian tổ chức", "Date", "Held on"),
        is_needed=True,
        hint=Both("ngày/tháng/năm", "day/month/year"),
        sample="05/09/2025",
    ),
    Field(
        "kind",
        Both("Loại hoạt động", "Kind of activity"),
        ("Hoạt động", "Loại", "Loại hình", "Hình thức", "Kind", "Activity"),
        is_needed=True,
        sample="Buổi tuyên truyền",
    ),
    *PLACE_FIELDS,
    Field(
        "village",
        Both("Thôn, tổ dân phố", "Village"),
        ("Thôn", "Tổ dân phố", "TDP", "Khu dân cư", "Thôn, TDP", "Thôn/tổ dân phố"),
        hint=Both("chỉ trong danh sách của xã", "in a commune's own list alone"),
    ),
    Field("hour", Both("Giờ", "Hour"), ("Giờ bắt đầu", "Bắt đầu lúc", "Time"), sample="19:30"),
    Field(
        "title",
        Both("Tên hoạt động", "Title"),
        ("Tên", "Nội dung", "Tên cuộc", "Name"),
        hint=Both("không ghi tên người", "no person's name"),
    ),
    Field("venue", Both("Nơi tổ chức", "Venue"), ("Địa điểm", "Nơi họp", "Nơi diễn ra"), sample="Nhà văn hóa"),
    Field(
        "part",
        Both("Chủ đề, lực lượng", "Topic, force"),
        ("Chủ đề", "Lực lượng", "Chuyên đề", "Topic", "Force"),
        hint=Both("như ở trang ghi hoạt động", "as on the page of entry"),
    ),
    Field(
        "participations",
        Both("Số lượt người", "Participations"),
        ("Lượt người", "Số người", "Số người tham gia", "Số người dự", "Số lượt", "Người tham gia", "People"),
        hint=Both("để trống nếu không đếm", "empty where nobody counted"),
        sample="120",
    ),
    Field("amount", Both("Kinh phí", "Amount"), ("Số tiền", "Kinh phí (đồng)"), hint=Both("đồng", "in đồng")),
    Field(
        "partners",
        Both("Phối hợp", "Partners"),
        ("Đơn vị phối hợp", "Cơ quan phối hợp", "Phối hợp với"),
        hint=Both("cách nhau bằng dấu ;", "with ; between them"),
        sample="Công an; Đoàn Thanh niên",
    ),
    Field(
        "state",
        Both("Tình trạng", "State"),
        ("Trạng thái", "Kết quả", "Status"),
        hint=Both("trống: đã diễn ra; hoặc “dự kiến”", "empty: held; or “planned”"),
    ),
)
NAMES = {field.key: field.name for field in FIELDS}
_OTHER_NAMES = {
    "communication": ("Tuyên truyền", "Tuyên truyền pháp luật", "Hội nghị tuyên truyền"),
    "launch": ("Phát động", "Lễ phát động"),
    "festival": ("Ngày hội", "Ngày hội toàn dân", "Ngày hội TDBVANTQ", "Ngày hội toàn dân bảo vệ ANTQ"),
    "residents_meeting": ("Họp dân", "Họp thôn", "Họp tổ dân phố"),
    "legal_aid": ("Trợ giúp pháp lý", "TGPL"),
    "training": ("Tập huấn", "Lớp bồi dưỡng"),
    "patrol": ("Tuần tra", "Buổi tuần tra"),
    "sweep": ("Ra quân",),
    "inspection": ("Kiểm tra", "Giám sát", "Kiểm tra, giám sát"),
    "reintegration": ("Tái hòa nhập", "Tái hòa nhập cộng đồng"),
    "livelihood": ("Sinh kế",),
}
KINDS = {
    match_key(name): str(kind.number)
    for kind in kinds().values()
    for name in (kind.vi, kind.en, kind.key, *_OTHER_NAMES.get(kind.key, ()))
}
"""The number of a kind by what lists call it, by its key without marks."""
_PARTNERS_SHORT = {
    "police": ("CA", "CAX", "CAP", "Công an xã", "Công an phường"),
    "front": ("Mặt trận", "MTTQ", "UBMTTQ", "Ủy ban MTTQ", "UB MTTQ"),
    "committee": ("UBND",),
    "women": ("Hội Phụ nữ", "Phụ nữ", "Hội LHPN"),
    "youth": ("Đoàn TN", "Thanh niên", "Youth Union"),
    "farmers": ("Hội Nông dân", "Nông dân"),
    "veterans": ("Hội CCB", "Cựu chiến binh"),
    "elderly": ("Hội NCT", "Người cao tuổi"),
    "security_team": ("Tổ bảo vệ ANTT", "Tổ BVANTT"),
    "school": ("Nhà trường",),
}
PARTNERS = {
    match_key(name): partner.key
    for partner in partners().values()
    for name in (partner.vi, partner.en, *_PARTNERS_SHORT.get(partner.key, ()))
}
PLANNED, HELD = "planned", "held"
STATES = {
    match_key(word): state
    for state, words in {
        PLANNED: ("Dự kiến", "Kế hoạch", "Sắp tới", "Planned"),
        HELD: ("Đã diễn ra", "Đã tổ chức", "Đã thực hiện", "Hoàn thành", "Đã xong", "Held", "Done"),
    }.items()
    for word in words
}
