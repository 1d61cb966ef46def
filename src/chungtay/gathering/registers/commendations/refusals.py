"""What is said when a commendation cannot be written. Codes KHE-001 to -018; KHE-403, -404 for others'."""

from chungtay.gathering.registers.lists.refusing import Refusing
from chungtay.kernel.errors import Both, NotAllowed

_REFUSING = Refusing(Both("khen thưởng", "commendations"))
problem, refusal = _REFUSING.problem, _REFUSING.refusal


def unknown(read: str) -> NotAllowed:
    """KHE-404: not there, or not for this account to know."""
    expected = Both("đợt khen của cơ quan mình, hoặc đã có quyết định", "a round of one's own body, or a decided one")
    return _REFUSING.not_allowed("KHE-404", read, expected, "không có đợt khen này", "there is no such round")


def not_theirs(read: str) -> NotAllowed:
    """KHE-403: seen, but the step is another body's or another role's."""
    expected = Both(
        "cán bộ của cơ quan đề nghị; quyết định thì người duyệt của cơ quan khen",
        "an officer of the body that proposes; to decide, an approver of the body that awards",
    )
    vi, en = "tài khoản này không làm bước đó", "this account does not take that step"
    return _REFUSING.not_allowed("KHE-403", read, expected, vi, en)
