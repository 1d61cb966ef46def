"""What is said when a team cannot be written down. Codes LLN-001 to LLN-009; LLN-403 and -404 for what is others'."""

from chungtay.kernel.errors import Both, NotAllowed, Problem, Refusal

_WHERE = Both("lực lượng nòng cốt", "core forces")


def problem(code: str, read: str, expected: Both, vi: str, en: str) -> Problem:
    """One problem of a team."""
    return Problem(code, _WHERE, read, expected, Both("sửa rồi ghi lại", "mend it and save again"), vi, en)


def refusal(code: str, read: str, expected: Both, vi: str, en: str) -> Refusal:
    """A refusal with one problem."""
    return Refusal([problem(code, read, expected, vi, en)])


def unknown(read: str) -> NotAllowed:
    """LLN-404: not there, or not for this account to know."""
    expected = Both("một tổ trong địa bàn của tài khoản", "a team in the account's territory")
    return NotAllowed([problem("LLN-404", read, expected, "không có tổ này", "there is no such team")])


def not_theirs(read: str) -> NotAllowed:
    """LLN-403: teams are kept by officers of the commune."""
    expected = Both("cán bộ của một cơ quan cấp xã tại đó", "an officer of a body of that commune")
    vi, en = "tài khoản này không ghi tổ của xã đó", "this account does not keep that commune's teams"
    return NotAllowed([problem("LLN-403", read, expected, vi, en)])
