"""What the register of community models refuses, in one shape."""

from __future__ import annotations

from chungtay.kernel.errors import Both, NotAllowed, Refusal

WHERE = Both("Sổ mô hình", "Register of models")


def refusal(code: str, read: str, expected: str, vi: str, en: str, todo: str = "") -> Refusal:
    """A refusal with its code DSM-…"""
    mend = todo or Both("Sửa rồi ghi lại", "Mend it and write it again")
    return Refusal.of(code, WHERE, read=read, expected=expected, todo=mend, vi=vi, en=en)


def not_there(code: str = "DSM-404") -> NotAllowed:
    """What is answered about a point that is not there, or lies in another territory."""
    return NotAllowed.of(
        code,
        WHERE,
        expected=Both("một dòng của địa bàn mình", "a row of one's own territory"),
        vi="Không có dòng này",
        en="There is no such row",
    )


def may_not(vi: str, en: str) -> NotAllowed:
    """DSM-403: the row is seen, but this is not for the account to do."""
    return NotAllowed.of(
        "DSM-403", WHERE, vi=vi, en=en, todo=Both("Đề nghị cơ quan giữ sổ ghi", "Ask the body that keeps the row")
    )
