"""Closed vocabularies in words: states, kinds of decision, severities, roles, precision."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STATES: dict[str, Promise] = {
    "submitted": _("Chờ duyệt"),
    "returned": _("Bị trả lại"),
    "approved": _("Đã duyệt"),
    "withdrawn": _("Đã rút"),
    "published": _("Đã công khai"),
    "reading": _("Đang đọc"),
    "drafting": _("Đang điền"),
    "due": _("Đến hạn"),
    "late": _("Quá hạn"),
    "proposed": _("Chưa xem"),
    "confirmed": _("Đã xác nhận"),
    "corrected": _("Đã sửa"),
    "added": _("Bổ sung"),
    "dropped": _("Đã bỏ"),
    "block": _("Phải sửa"),
    "warn": _("Phải giải thích"),
    "note": _("Để biết"),
}
DEEDS: dict[str, Promise] = {
    "submitted": _("Đã trình"),
    "returned": _("Đã trả lại"),
    "approved": _("Đã duyệt"),
    "withdrawn": _("Đã rút"),
    "published": _("Đã công khai"),
}
ROLES: dict[str, Promise] = {
    "reporter": _("Cán bộ báo cáo"),
    "approver": _("Người duyệt"),
    "partner": _("Cơ quan phối hợp"),
    "administrator": _("Quản trị tài khoản"),
    "oversight": _("Giám sát"),
}
PRECISIONS: dict[str, Promise] = {
    "exact": _("đúng bằng"),
    "more_than": _("hơn, trên"),
    "nearly": _("gần"),
    "about": _("khoảng"),
    "at_least": _("ít nhất"),
    "at_most": _("tối đa"),
    "order": _("hàng chục, hàng trăm…"),
    "range": _("từ … đến …"),
    "rounded": _("làm tròn"),
}
STATUSES: dict[str, Promise] = {
    "result": _("Kết quả"),
    "target": _("Chỉ tiêu"),
    "context": _("Bối cảnh"),
}
LEVELS: dict[str, Promise] = {
    "centre": _("Trung ương"),
    "province": _("Cấp tỉnh"),
    "district": _("Cấp huyện"),
    "commune": _("Cấp xã"),
    "village": _("Thôn, tổ dân phố"),
}
STANDINGS: dict[str, Promise] = {
    "current": _("Đang hiệu lực"),
    "future": _("Sắp hiệu lực"),
    "past": _("Hết hiệu lực"),
}
OPERATORS: dict[str, Promise | str] = {">=": "≥", "<=": "≤", "!=": "≠", "stated": _("có trả lời")}
LINES: dict[str, Promise] = {
    "police": _("Công an"),
    "front": _("Mặt trận Tổ quốc"),
    "committee": _("Ủy ban nhân dân"),
    "member": _("Tổ chức thành viên"),
}
REGIMES: dict[str, Promise] = {
    "decree_month": _("Hằng tháng (15 đến 14)"),
    "decree_quarter": _("Hằng quý (15 đến 14)"),
    "decree_half": _("Sáu tháng (15 đến 14)"),
    "decree_year": _("Hằng năm (15/12 đến 14/12)"),
    "calendar_month": _("Tháng dương lịch"),
    "calendar_quarter": _("Quý dương lịch"),
    "calendar_half": _("Sáu tháng dương lịch"),
    "calendar_year": _("Năm dương lịch"),
    "safe_area_year": _("Năm xét khu dân cư an toàn"),
    "safe_commune_year": _("Năm xét xã an toàn"),
    "force_year": _("Năm xếp loại lực lượng"),
    "programme_term": _("Theo giai đoạn của chương trình"),
}
GROUP_KINDS: dict[str, Promise] = {
    "border": _("Biên giới"),
    "coast": _("Ven biển"),
    "island": _("Đảo"),
    "urban": _("Đô thị"),
    "industrial": _("Khu công nghiệp"),
    "own": _("Danh sách riêng"),
}
REVIEW_KINDS: dict[str, Promise] = {
    "interim": _("Báo cáo sơ kết"),
    "final": _("Báo cáo tổng kết"),
    "yearly": _("Báo cáo năm"),
    "halfyear": _("Báo cáo sáu tháng"),
    "thematic": _("Báo cáo chuyên đề"),
    "monthly": _("Báo cáo tháng"),
    "brief": _("Bản tóm tắt"),
    "press": _("Thông tin báo chí"),
    "known": _("Điều biết được về hiệu quả"),
}
REVIEW_DEEDS: dict[str, Promise] = {
    "composed": _("lập đề cương"),
    "renamed": _("đổi tên"),
    "moved": _("chuyển chỗ"),
    "hidden": _("ẩn"),
    "shown": _("hiện lại"),
    "added": _("thêm"),
    "undone": _("hoàn tác"),
}
REVIEW_DOUBTS: dict[str, Promise] = {
    "contradicts": _("khác số đã chốt"),
    "unknown": _("không có trong số liệu đã chốt"),
    "unbound": _("khớp số đã chốt nhưng chưa gắn"),
    "small": _("số nhỏ, không được nêu"),
    "quota": _("không giao chỉ tiêu cho nội dung này"),
}
NATURES: dict[str, Promise] = {
    "flow": _("phát sinh trong kỳ, cộng được qua các kỳ và các địa bàn"),
    "stock": _("hiện có tại một ngày, lấy số mới nhất theo thời gian"),
    "ratio": _("tỷ lệ, tính lại từ tử số và mẫu số"),
    "distinct": _("đếm không trùng, gộp theo danh sách"),
}

AREAS: dict[str, Promise] = {
    "models": _("Mô hình"),
    "communication": _("Tuyên truyền"),
    "tips": _("Tin dân cung cấp"),
    "mediation": _("Hòa giải"),
    "patrols": _("Tuần tra"),
    "force": _("Lực lượng cơ sở"),
    "training": _("Tập huấn"),
    "campaigns": _("Phát động"),
    "standard": _("Tiêu chuẩn an toàn"),
    "reintegration": _("Tái hòa nhập"),
    "awards": _("Khen thưởng"),
    "documents": _("Văn bản chỉ đạo"),
    "support": _("Hỗ trợ"),
    "weapons": _("Vũ khí, vật liệu nổ"),
    "cameras": _("Camera"),
    "context": _("Bối cảnh"),
}
"""Areas of the catalogue, by the first word of a code, in the order in which they are offered."""
