"""Keeping questions, taking them away and bringing them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils import timezone

from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.text import nfc
from chungtay.reference.sources.masking import check_names_nobody
from chungtay.results.analysis.models import SavedExploration
from chungtay.results.analysis.queries import exploration_get, explorations_of

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User

MOST_KEPT: Final = 200
LONGEST_NAME: Final = 120
LONGEST_QUERY: Final = 8_000


def exploration_save(*, by: User, name: str, query: str) -> SavedExploration:
    """Keep the words of an address under a name. Refusals KP-011 for a name or question that cannot be kept, KP-012 for
    too many; those of masking for a name that names a person."""
    name = " ".join(nfc(name).split())
    if not 0 < len(name) <= LONGEST_NAME or not 0 < len(query) <= LONGEST_QUERY:
        raise Refusal.of(
            "KP-011",
            Both("tên câu hỏi", "name of the question"),
            read=name[:LONGEST_NAME],
            expected=Both(f"từ 1 đến {LONGEST_NAME} ký tự", f"1 to {LONGEST_NAME} characters"),
            todo=Both("đặt một tên ngắn", "give it a short name"),
            vi="câu hỏi chưa có tên hoặc quá dài",
            en="the question has no name, or is too long",
        )
    check_names_nobody(Both("Tên câu hỏi", "Name of the question"), name)
    if explorations_of(by).count() >= MOST_KEPT:
        raise Refusal.of(
            "KP-012",
            Both("câu hỏi đã lưu", "saved questions"),
            read=str(MOST_KEPT),
            todo=Both("bỏ bớt câu hỏi không dùng nữa", "take away those that are no longer used"),
            vi="đã lưu đủ số câu hỏi",
            en="no more questions can be kept",
        )
    return SavedExploration.objects.create(account=by, name=name, query=query)


def exploration_remove(*, by: User, id: int) -> SavedExploration:
    """Take a question away. NotAllowed KP-404 for one of another account."""
    return _moved(by, id, is_removed=True)


def exploration_restore(*, by: User, id: int) -> SavedExploration:
    """Bring it back."""
    return _moved(by, id, is_removed=False)


def _moved(by: User, id: int, *, is_removed: bool) -> SavedExploration:
    found = exploration_get(by, id)
    found.removed_at = timezone.now() if is_removed else None
    found.save(update_fields=["removed_at"])
    return found
