"""Refusals of those who work on a review."""

from __future__ import annotations

from chungtay.kernel.errors import Both, NotAllowed, Refusal


def not_allowed(code: str, vi: str, en: str) -> NotAllowed:
    """XET-101 for a place of others, XET-102 for an account that only reads."""
    return NotAllowed.of(
        code,
        Both("Tài khoản", "Account"),
        expected=Both("tài khoản của địa bàn", "an account of the territory"),
        todo=Both("Chuyển cho tài khoản có thẩm quyền", "Leave it to the account that may"),
        vi=vi,
        en=en,
    )


def no_section(key: str, known: str) -> Refusal:
    """XET-003: nothing is written there by hand."""
    return Refusal.of(
        "XET-003",
        Both("Mục", "Section"),
        read=key,
        expected=known,
        todo=Both("Chọn một mục của báo cáo", "Choose a section of the review"),
        vi="Mục này không viết tay",
        en="This section is not written by hand",
    )


def too_long(where: str, read: int, most: int) -> Refusal:
    """XET-004."""
    return Refusal.of(
        "XET-004",
        where,
        read=str(read),
        expected=f"≤ {most}",
        todo=Both("Rút gọn", "Shorten it"),
        vi="Đoạn viết quá dài",
        en="The passage is too long",
    )


def nothing(code: str, where: Both, vi: str, en: str) -> Refusal:
    """What was asked for is not there, or not any more."""
    return Refusal.of(
        code,
        where,
        todo=Both("Mở lại trang để xem bản mới nhất", "Open the page again to see the latest"),
        vi=vi,
        en=en,
    )
