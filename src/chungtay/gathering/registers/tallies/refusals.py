"""What is said when a tally cannot be kept. Codes KIE-001 to KIE-008; KIE-403 and -404 for what is others'."""

from chungtay.kernel.errors import Both, NotAllowed, Problem, Refusal

_WHERE = Both("sổ đếm", "tally")


def problem(code: str, read: str, expected: Both, vi: str, en: str) -> Problem:
    """One problem of a sheet."""
    return Problem(code, _WHERE, read, expected, Both("sửa rồi thử lại", "mend it and try again"), vi, en)


def refusal(code: str, read: str, expected: Both, vi: str, en: str) -> Refusal:
    """A refusal with one problem."""
    return Refusal([problem(code, read, expected, vi, en)])


def unknown(read: str) -> NotAllowed:
    """KIE-404: not there, or not for this account to know."""
    expected = Both("sổ của cơ quan mình, hoặc cấp dưới đã chốt", "a sheet of the own body, or a confirmed one below")
    return NotAllowed([problem("KIE-404", read, expected, "không có sổ đếm này", "there is no such sheet")])


def not_theirs(read: str) -> NotAllowed:
    """KIE-403: only the commune itself counts."""
    expected = Both("cán bộ của một cơ quan cấp xã", "an officer of a body of a commune")
    vi, en = "tài khoản này không giữ sổ đếm", "this account keeps no tally"
    return NotAllowed([problem("KIE-403", read, expected, vi, en)])
