"""What makes the audit append-only, on both engines."""

from chungtay.kernel.guarding import Guards

MESSAGE = "Nhật ký chỉ ghi thêm, không sửa, không xóa / The audit is append-only: no {change} on {table}"
_GUARDS = Guards(("audit_entry",), "audit_refuse_change", MESSAGE)
install = _GUARDS.install
remove = _GUARDS.remove
