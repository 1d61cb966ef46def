"""What is said when a standard cannot be written. Codes TCH-001 to -010; TCH-403, -404 for others'."""

from chungtay.gathering.registers.lists.refusing import Refusing
from chungtay.kernel.errors import Both, NotAllowed

_REFUSING = Refusing(Both("tiêu chuẩn", "standards"))
problem, refusal = _REFUSING.problem, _REFUSING.refusal


def unknown(read: str) -> NotAllowed:
    """TCH-404: not there, or not for this account to know."""
    expected = Both("đối tượng trong địa bàn của tài khoản", "a subject in the account's territory")
    return _REFUSING.not_allowed("TCH-404", read, expected, "không có đối tượng này", "there is no such subject")


def not_theirs(read: str) -> NotAllowed:
    """TCH-403: seen, but the step is another body's or another role's."""
    expected = Both(
        "cán bộ của cơ quan đăng ký; công nhận thì người duyệt có thẩm quyền",
        "an officer of the body that registered; to recognise, an approver who may",
    )
    vi, en = "tài khoản này không làm bước đó", "this account does not take that step"
    return _REFUSING.not_allowed("TCH-403", read, expected, vi, en)
