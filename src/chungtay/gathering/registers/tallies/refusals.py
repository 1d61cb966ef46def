"""What is said when a tally cannot be kept. Codes KIE-001 to KIE-008; KIE-403 and -404 for what is others'."""

from chungtay.gathering.registers.lists.refusing import Refusing
from chungtay.kernel.errors import Both, NotAllowed

_REFUSING = Refusing(Both("sổ đếm", "tally"), Both("sửa rồi thử lại", "mend it and try again"))
problem, refusal = _REFUSING.problem, _REFUSING.refusal


def unknown(read: str) -> NotAllowed:
    """KIE-404: not there, or not for this account to know."""
    expected = Both("sổ của cơ quan mình, hoặc cấp dưới đã chốt", "a sheet of the own body, or a confirmed one below")
    return _REFUSING.not_allowed("KIE-404", read, expected, "không có sổ đếm này", "there is no such sheet")


def not_theirs(read: str) -> NotAllowed:
    """KIE-403: only the commune itself counts."""
    expected = Both("cán bộ của một cơ quan cấp xã", "an officer of a body of a commune")
    vi, en = "tài khoản này không giữ sổ đếm", "this account keeps no tally"
    return _REFUSING.not_allowed("KIE-403", read, expected, vi, en)
