"""Reading originals and their excerpts. Opening one is logged, and names in its text are never shown."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from chungtay.kernel.errors import Both, Refusal
from chungtay.reference.actors.auditing import told
from chungtay.reference.sources import policies
from chungtay.reference.sources.masking import masked
from chungtay.reference.sources.models import Excerpt, Opening, Source, SourceKey, Tombstone
from chungtay.reference.sources.store import Store, Unreadable

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from chungtay.reference.actors.models import User


@dataclass(frozen=True)
class SourceText:
    """An original's text and the (start, end) of its paragraphs in it."""

    text: str
    paragraphs: tuple[tuple[int, int], ...]


def store() -> Store:
    """The folder of originals of this installation."""
    return Store(settings.SOURCES_DIR, settings.MASTER_KEY)


def source_get(*, by: User, id: int) -> Source:
    """An original that the account may open; NotAllowed NGUON-404 for any other, whether it exists or not."""
    source = Source.objects.select_related("issuer__parent__parent").filter(pk=id).first()
    if source is None:
        raise policies.unknown(id)
    policies.check_open(by, source)
    return source


def sources_visible(by: User) -> QuerySet[Source]:
    """Originals that the account may open, latest first."""
    return Source.objects.filter(policies.open_q(by)).select_related("issuer").order_by("-received_at", "-pk")


def may_open(by: User, source: Source) -> bool:
    """Whether the account may open it, and it was not destroyed."""
    return policies.may_open(by, source.issuer) and SourceKey.objects.filter(source=source).exists()


def source_content(*, by: User, source: Source) -> bytes:
    """The original as received; the opening is logged.

    NotAllowed NGUON-404; Refusal NGUON-410 when it was destroyed, NGUON-411 when its file cannot be read.
    """
    policies.check_open(by, source)
    content = _read(source, "content")
    _log(by, source)
    return content


def source_text(*, by: User, source: Source) -> SourceText:
    """The text with names, single cases and numbers of persons masked, same offsets; the opening is logged.

    Refusals as for `source_content`.
    """
    policies.check_open(by, source)
    plain = text_unmasked_for_reading(source)
    _log(by, source)
    return SourceText(masked(plain.text), plain.paragraphs)


@dataclass(frozen=True)
class SourcePassage:
    """Whole paragraphs of an original around a sentence, masked; `start` is where they begin in its text."""

    start: int
    text: str


def passages_around(*, by: User, source: Source, spans: Iterable[tuple[int, int]]) -> list[SourcePassage]:
    """For each (start, end) the paragraphs that it touches, masked; one opening is logged.

    Only these are masked, so that a page of a few sentences of a long report costs no more than they do. Refusals as
    for `source_content`.
    """
    policies.check_open(by, source)
    held = text_unmasked_for_reading(source)
    _log(by, source)
    found = []
    for start, end in spans:
        around = [p for p in held.paragraphs if p[0] < end and p[1] > start] or [(start, end)]
        first = min(start, around[0][0])
        found.append(SourcePassage(first, masked(held.text[first : max(end, around[-1][1])])))
    return found


def text_unmasked_for_reading(source: Source) -> SourceText:
    """The text as extracted, for intake to find figures in. Nothing of it may reach a page, log or table."""
    held = json.loads(_read(source, "text"))
    return SourceText(held["text"], tuple((start, end) for start, end in held["paragraphs"]))


def tombstone_of(source: Source) -> Tombstone | None:
    """Who destroyed the original, when and why; None while it is kept."""
    return Tombstone.objects.select_related("destroyed_by").filter(source=source).first()


def openings_of(source: Source) -> list[Opening]:
    """Who opened the original and when, latest first."""
    return list(Opening.objects.filter(source=source).select_related("opened_by").order_by("-pk"))


def source_behind(id: int) -> Source | None:
    """An original that a figure rests on, for whoever sees the figure: who issued it, when, and its hash. Its text is
    asked for by the account."""
    return Source.objects.select_related("issuer__parent__parent").filter(pk=id).first()


def excerpts(source_ids: Iterable[int]) -> list[Excerpt]:
    """The kept sentences of these originals, masked, in the order of the text."""
    return list(Excerpt.objects.filter(source__in=set(source_ids)).order_by("source_id", "start"))


def excerpt_around(source_id: int, start: int, end: int) -> Excerpt | None:
    """The shortest kept sentence that holds text[start:end], or None."""
    found = Excerpt.objects.filter(source=source_id, start__lte=start, end__gte=end)
    return min(found, key=lambda excerpt: excerpt.end - excerpt.start, default=None)


def _read(source: Source, part: str) -> bytes:
    key = SourceKey.objects.filter(source=source).first()
    if key is None:
        raise _gone("NGUON-410", source, "bản gốc đã được hủy", "the original was destroyed")
    try:
        held = store()
        return held.read(source.storage_name, part, held.unwrap(bytes(key.wrapped), source.storage_name))
    except Unreadable as error:
        raise _gone("NGUON-411", source, "không đọc được bản gốc", "the original is unreadable") from error


def _log(by: User, source: Source) -> None:
    Opening.objects.create(source=source, opened_by=by, opened_at=timezone.now())
    told(by, "source.opened", thing=f"source:{source.pk}")


def _gone(code: str, source: Source, vi: str, en: str) -> Refusal:
    return Refusal.of(
        code,
        Both("bản gốc", "original"),
        read=str(source.pk),
        expected=Both("bản gốc còn được lưu", "an original that is kept"),
        todo=Both("xem câu đã xác nhận và mã băm", "see the confirmed sentences and the hash"),
        vi=vi,
        en=en,
    )
