"""What the bringing in of lists refuses, in one shape."""

from __future__ import annotations

from chungtay.kernel.errors import Both, NotAllowed, Problem, Refusal

WHERE = Both("Danh sách nhập vào", "List to bring in")
MEND = Both("Sửa trong tệp rồi gửi lại", "Mend the file and send it again")


def refusal(code: str, read: str, expected: str, vi: str, en: str, todo: str = MEND) -> Refusal:
    """A refusal with its code DSA-2…"""
    return Refusal.of(code, WHERE, read=read, expected=expected, todo=todo, vi=vi, en=en)


def problem(code: str, read: str, expected: str, vi: str, en: str, todo: str = MEND) -> Problem:
    """What is wrong with a cell; where it stands is said by whoever knows the column."""
    return Problem(code, "", read, expected, todo, vi, en)


def not_there() -> NotAllowed:
    """DSA-404: no such list, or another body's."""
    return NotAllowed.of(
        "DSA-404",
        WHERE,
        expected=Both("một danh sách của cơ quan mình", "a list of one's own body"),
        vi="Không có danh sách này",
        en="There is no such list",
    )


def not_now(state: str) -> Refusal:
    """DSA-221: the list is not where this can be done; somebody else, or a second press, was quicker."""
    return refusal(
        "DSA-221",
        state,
        Both("danh sách đang chờ việc này", "a list that waits for this"),
        "danh sách không còn chờ việc này",
        "the list no longer waits for this",
        Both("Mở lại trang của danh sách", "Open the page of the list again"),
    )


def gone() -> Refusal:
    """DSA-222: the rows are no longer kept."""
    return refusal(
        "DSA-222",
        "",
        Both("danh sách gửi trong 14 ngày", "a list sent within 14 days"),
        "các dòng của danh sách không còn được giữ",
        "the rows of the list are no longer kept",
        Both("Gửi lại tệp", "Send the file again"),
    )
