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
    "commune": _("Cấp xã"),
}
GROUP_KINDS: dict[str, Promise] = {
    "border": _("Biên giới"),
    "coast": _("Ven biển"),
    "island": _("Đảo"),
    "urban": _("Đô thị"),
    "industrial": _("Khu công nghiệp"),
    "own": _("Danh sách riêng"),
}
REVIEW_KINDS: dict[str, Promise] = {"interim": _("Báo cáo sơ kết"), "final": _("Báo cáo tổng kết")}
NATURES: dict[str, Promise] = {
    "flow": _("phát sinh trong kỳ, cộng được qua các kỳ và các địa bàn"),
    "stock": _("hiện có tại một ngày, lấy số mới nhất theo thời gian"),
    "ratio": _("tỷ lệ, tính lại từ tử số và mẫu số"),
    "distinct": _("đếm không trùng, gộp theo danh sách"),
}
