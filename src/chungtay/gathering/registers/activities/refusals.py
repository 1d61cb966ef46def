"""What is said when an activity cannot be written. Codes HDG-001 to HDG-014; HDG-404 where there is none to see."""

from chungtay.kernel.errors import Both, NotAllowed, Problem, Refusal

_WHERE = Both("hoạt động", "activity")


def problem(code: str, read: str, expected: Both, vi: str, en: str, todo: Both | None = None) -> Problem:
    """One problem of an activity."""
    return Problem(code, _WHERE, read, expected, todo or Both("sửa rồi ghi lại", "mend it and save again"), vi, en)


def refusal(code: str, read: str, expected: Both, vi: str, en: str) -> Refusal:
    """A refusal with one problem."""
    return Refusal([problem(code, read, expected, vi, en)])


def unknown(read: str) -> NotAllowed:
    """HDG-404: not there, or not for this account to know."""
    expected = Both("hoạt động trong địa bàn của tài khoản", "an activity in the account's territory")
    return NotAllowed([problem("HDG-404", read, expected, "không có hoạt động này", "there is no such activity")])


def not_theirs(read: str) -> NotAllowed:
    """HDG-403: seen, but kept by another body."""
    expected = Both(
        "cán bộ của cơ quan tổ chức, trong địa bàn của cơ quan đó",
        "an officer of the body that organises, within its territory",
    )
    vi, en = "tài khoản này không ghi hoạt động đó", "this account does not keep that activity"
    return NotAllowed([problem("HDG-403", read, expected, vi, en)])
