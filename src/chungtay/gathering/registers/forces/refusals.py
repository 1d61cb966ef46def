"""What is said when a team cannot be written down. Codes LLN-001 to LLN-009; LLN-403 and -404 for what is others'."""

from chungtay.gathering.registers.lists.refusing import Refusing
from chungtay.kernel.errors import Both, NotAllowed

_REFUSING = Refusing(Both("lực lượng nòng cốt", "core forces"))
problem, refusal = _REFUSING.problem, _REFUSING.refusal


def unknown(read: str) -> NotAllowed:
    """LLN-404: not there, or not for this account to know."""
    expected = Both("một tổ trong địa bàn của tài khoản", "a team in the account's territory")
    return _REFUSING.not_allowed("LLN-404", read, expected, "không có tổ này", "there is no such team")


def not_theirs(read: str) -> NotAllowed:
    """LLN-403: teams are kept by officers of the commune."""
    expected = Both("cán bộ của một cơ quan cấp xã tại đó", "an officer of a body of that commune")
    vi, en = "tài khoản này không ghi tổ của xã đó", "this account does not keep that commune's teams"
    return _REFUSING.not_allowed("LLN-403", read, expected, vi, en)
