"""The words of the audit's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import Promise

KINDS: dict[str, Promise] = {
    "door": _("Ra vào"),
    "account": _("Tài khoản"),
    "factor": _("Bước hai"),
    "identity": _("Liên kết"),
    "source": _("Bản gốc"),
    "access": _("Mở quyền khẩn cấp"),
    "proposal": _("Việc cần hai người"),
    "privacy": _("Dữ liệu cá nhân"),
    "audit": _("Nhật ký"),
}
_DEEDS: dict[str, Promise] = {
    "door.entered": _("vào"),
    "door.left": _("ra"),
    "door.refused": _("vào không được: mật khẩu"),
    "door.second_refused": _("vào không được: bước hai"),
    "door.passkey_refused": _("vào không được: khóa truy cập"),
    "door.provider_refused": _("vào không được: nhà cung cấp"),
    "door.provider_unknown": _("vào không được: chưa liên kết"),
    "account.made": _("lập tài khoản"),
    "account.closed": _("khóa tài khoản"),
    "account.password_set": _("đặt mật khẩu từ dòng lệnh"),
    "account.password_changed": _("đổi mật khẩu"),
    "account.out_everywhere": _("thoát mọi máy khác"),
    "factor.totp_added": _("bật mã sáu số"),
    "factor.totp_removed": _("bỏ mã sáu số"),
    "factor.codes_renewed": _("lập mười mã dự phòng"),
    "factor.code_used": _("dùng một mã dự phòng"),
    "factor.passkey_added": _("thêm khóa truy cập"),
    "factor.passkey_removed": _("bỏ khóa truy cập"),
    "factor.all_cleared": _("xóa mọi bước hai từ dòng lệnh"),
    "identity.linked": _("liên kết nhà cung cấp"),
    "identity.unlinked": _("bỏ liên kết"),
    "source.opened": _("mở bản gốc"),
    "source.destroyed": _("hủy bản gốc"),
    "audit.exported": _("tải nhật ký"),
    "audit.origins_forgotten": _("quên nơi đến đã quá hạn"),
    "access.opened": _("mở quyền khẩn cấp"),
    "access.read": _("đọc trang khi khẩn cấp"),
    "access.seen": _("giám sát đã xem lần khẩn cấp"),
    "proposal.used": _("làm việc đã được hai người đồng ý"),
    "access.closed": _("đóng quyền khẩn cấp"),
    "proposal.made": _("đề nghị việc cần hai người"),
    "proposal.confirmed": _("người thứ hai xác nhận"),
    "proposal.refused": _("người thứ hai từ chối"),
    "privacy.account_exported": _("lấy dữ liệu của tài khoản"),
    "privacy.award_exported": _("lấy dữ liệu của người được khen"),
}


def deed_words(deed: str) -> Promise | str:
    """What a deed is called; of a deed on a page, the page's own name."""
    return _DEEDS.get(deed, deed)


def told_words(told: Mapping[str, Any] | None) -> str:
    """'role: approver; body: CA-HT'; "" where nothing was told."""
    pairs = (told or {}).items()
    return "; ".join(f"{name}: {', '.join(value) if isinstance(value, list) else value}" for name, value in pairs)
