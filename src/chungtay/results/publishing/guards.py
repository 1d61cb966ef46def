"""What was made public cannot be changed or removed: the ledger's triggers, on this room's tables."""

from chungtay.kernel.guarding import Guards

GUARDS = Guards(
    tables=(
        *("publishing_publicfigure", "publishing_publicpoint"),
        *("publishing_logleaf", "publishing_logtile", "publishing_loghead", "publishing_logdigest"),
    ),
    function="publishing_refuse_change",
    message="Bảng công bố chỉ ghi thêm, không sửa, không xóa / What is public is append-only: no {change} on {table}",
)
