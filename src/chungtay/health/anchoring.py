"""How far the audit had come, kept outside the database: that its last entries were cut off cannot be seen inside it.

The worker notes number and digest of the last entry each minute in the data folder, which the database's server need
not reach. Whoever can change both is not found by this; a copy of the data folder elsewhere then tells.
"""

from __future__ import annotations

from chungtay.health.findings import Finding, State, ok
from chungtay.health.marks import AUDIT, mark_get, mark_set
from chungtay.kernel.errors import Both
from chungtay.reference.audit.queries import audit_head, audit_holds

ENTRIES = Both("Phần cuối của nhật ký", "The end of the audit")


def anchor_broken() -> int:
    """The number of the entry that stood last when the audit was looked at, if it is no more so; 0: it is, or nobody
    looked yet."""
    mark = mark_get(AUDIT)
    if mark is None:
        return 0
    sequence, digest = int(mark.told["sequence"]), str(mark.told["digest"])
    return 0 if audit_holds(sequence, digest) else sequence


def anchor_set() -> None:
    """Note where the audit stands. What does not hold any more is left as it is, else nobody would hear of it."""
    if not anchor_broken():
        sequence, digest = audit_head()
        mark_set(AUDIT, sequence=sequence, digest=digest)


def audit_end() -> Finding:
    """Whether the audit still holds what it held."""
    broken = anchor_broken()
    if not broken:
        return ok("audit", ENTRIES, Both("còn đủ", "still there"))
    return Finding(
        "audit",
        State.FAILED,
        ENTRIES,
        Both(f"dòng {broken} đã mất hoặc bị đổi", f"entry {broken} is gone or changed"),
        Both(
            "báo người giữ an ninh; so với bản sao lưu; nếu đã thay cơ sở dữ liệu, xóa marks/audit.json",
            "tell who keeps security; compare a backup; if another database was put in place, remove marks/audit.json",
        ),
    )
