"""What is said when an activity cannot be written. Codes HDG-001 to HDG-017; HDG-404 where there is none to see."""

from chungtay.gathering.registers.lists.refusing import Refusing
from chungtay.kernel.errors import Both, NotAllowed

_REFUSING = Refusing(Both("hoạt động", "activity"))
problem, refusal = _REFUSING.problem, _REFUSING.refusal


def unknown(read: str) -> NotAllowed:
    """HDG-404: not there, or not for this account to know."""
    expected = Both("hoạt động trong địa bàn của tài khoản", "an activity in the account's territory")
    return _REFUSING.not_allowed("HDG-404", read, expected, "không có hoạt động này", "there is no such activity")


def not_theirs(read: str) -> NotAllowed:
    """HDG-403: seen, but kept by another body."""
    expected = Both(
        "cán bộ của cơ quan tổ chức, trong địa bàn của cơ quan đó",
        "an officer of the body that organises, within its territory",
    )
    vi, en = "tài khoản này không ghi hoạt động đó", "this account does not keep that activity"
    return _REFUSING.not_allowed("HDG-403", read, expected, vi, en)
