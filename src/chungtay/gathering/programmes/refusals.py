"""What is said when the life of a programme cannot be written down. Codes CTPH-011 to -039; -403, -404 for others'."""

from __future__ import annotations

from typing import Final

from chungtay.kernel.errors import Both, NotAllowed, Problem, Refusal

_WHERE: Final = Both("chương trình phối hợp", "coordination programme")
_MEND: Final = Both("sửa rồi ghi lại", "mend it and save again")


def problem(code: str, read: str, expected: Both, vi: str, en: str, todo: Both = _MEND) -> Problem:
    """One problem of a paper, a committee, a conference or a task."""
    return Problem(code, _WHERE, read, expected, todo, vi, en)


def refusal(code: str, read: str, expected: Both, vi: str, en: str) -> Refusal:
    """A refusal with one problem."""
    return Refusal([problem(code, read, expected, vi, en)])


def unknown(read: str) -> NotAllowed:
    """CTPH-404: not there, or not for this account to know."""
    expected = Both("việc trong địa bàn của tài khoản", "something of the account's territory")
    return NotAllowed([problem("CTPH-404", read, expected, "không có mục này", "there is no such thing")])


def not_theirs(read: str) -> NotAllowed:
    """CTPH-403: seen, but not this account's to do."""
    expected = Both(
        "cán bộ của cơ quan chủ trì; giao việc và kết thúc: tài khoản duyệt",
        "an officer of the body in charge; to give and to end tasks, an approver",
    )
    vi, en = "tài khoản này không làm bước đó", "this account does not take that step"
    return NotAllowed([problem("CTPH-403", read, expected, vi, en)])
