"""Subjects of standards found by the words of their names; communes bear none of their own here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.gathering.registers.lists.words import has_words, words_q
from chungtay.gathering.registers.standards.models import Entry, State
from chungtay.gathering.registers.standards.wordindexes import ENTRIES
from chungtay.reference.actors.policies import visible_q

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.reference.actors.models import User


def entries_near(by: User, words: Sequence[str], most: int) -> list[Entry]:
    """Of the entries of a commune, or of an old province, those whose names have the words, the latest first."""
    if not words:
        return []
    found = Entry.objects.filter(visible_q(by)).exclude(name_key="").exclude(state=State.VOID)
    if by.body.place.level == "province":
        found = found.filter(words_q(ENTRIES, words))
    rows = found.select_related("place", "province").order_by("-pk")
    return [row for row in rows if has_words(row.name_key, words)][:most]


def entries_of(ids: Sequence[int]) -> list[Entry]:
    """Entries by their ids, the latest first."""
    rows = Entry.objects.filter(pk__in=ids).select_related("place", "province") if ids else ()
    return sorted(rows, key=lambda row: -row.pk)
