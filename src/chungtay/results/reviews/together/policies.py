"""Who may do what at a review.

A review is issued by bodies of its place and answered for by those above, so the accounts that see the place work on
it: reporters and approvers write, partners remark and suggest. What somebody is still typing is theirs alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.reference.actors.policies import sees_place
from chungtay.reference.actors.queries import Role
from chungtay.results.reviews.together.refusals import not_allowed

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.results.reviews.models import Review


def may_write(by: User, review: Review) -> bool:
    """Whether the account writes: reporters and approvers whose territory holds the place."""
    return sees_place(by, review.place) and by.role in (Role.REPORTER, Role.APPROVER)


def may_remark(by: User, review: Review) -> bool:
    """Whether the account remarks, suggests, and sees what others do: writers and partners."""
    return may_write(by, review) or (sees_place(by, review.place) and by.role == Role.PARTNER)


def may_arrange(by: User, review: Review) -> bool:
    """Whether the account moves, hides and adds sections and says who writes them: approvers of the territory, and
    whoever composed the review."""
    return may_write(by, review) and (by.role == Role.APPROVER or by.pk == review.created_by_id)


def check_place(by: User, review: Review) -> None:
    """NotAllowed XET-101 unless the account's territory holds the place."""
    if not sees_place(by, review.place):
        raise not_allowed("XET-101", "Địa bàn này không thuộc cơ quan", "This place is not in the body's territory")


def check_write(by: User, review: Review) -> None:
    """NotAllowed XET-101 or XET-102 (the account reads only)."""
    check_place(by, review)
    if not may_write(by, review):
        raise not_allowed("XET-102", "Tài khoản này chỉ đọc báo cáo", "This account only reads the review")


def check_remark(by: User, review: Review) -> None:
    """NotAllowed XET-101 or XET-102."""
    check_place(by, review)
    if not may_remark(by, review):
        raise not_allowed("XET-102", "Tài khoản này chỉ đọc báo cáo", "This account only reads the review")


def check_arrange(by: User, review: Review) -> None:
    """NotAllowed XET-101, XET-102, or XET-103 (the outline is others' to arrange)."""
    check_write(by, review)
    if not may_arrange(by, review):
        raise not_allowed(
            "XET-103",
            "Đề cương do người duyệt hoặc người lập báo cáo sắp xếp",
            "The outline is arranged by an approver or by whoever composed the review",
        )
