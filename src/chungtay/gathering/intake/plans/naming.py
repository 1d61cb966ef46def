"""Which body or content area a plan means by its words, among those that the account may name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chungtay.kernel.text import match_key, search_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.gathering.programmes.models import ContentArea
    from chungtay.reference.actors.models import Body

_MANY = re.compile(r"\b(?:cac|cap|moi|tung)\b(?! co quan thuong truc)")
_LINES = (
    ("committee", re.compile(r"\b(?:uy ban nhan dan|ubnd)\b")),
    ("front", re.compile(r"\b(?:mat tran|mttq|ubmttq|ub mttq)\b")),
    ("police", re.compile(r"\bcong an\b")),
)
_LEVELS = (
    ("commune", re.compile(r"\b(?:xa|phuong|dac khu|thi tran)\b")),
    ("province", re.compile(r"\b(?:tinh|thanh pho)\b")),
    ("centre", re.compile(r"\b(?:bo|trung uong|cuc)\b")),
)
_SHARED = 0.5


@dataclass(frozen=True)
class Named:
    """The body that words mean; None where they mean several, or one that the account may not name."""

    body: Body | None
    is_many: bool = False


def body_named(words: str, bodies: Sequence[Body], own: Body) -> Named:
    """By its own name, else by its line and level beside the account's own body ('Công an tỉnh' is that of `own`'s
    place). 'Công an các xã' means many, which is for the officer to settle."""
    key = match_key(words)
    if not key:
        return Named(None)
    exact = [body for body in bodies if match_key(body.name_vi) == key]
    if len(exact) == 1:
        return Named(exact[0])
    if _MANY.search(key):
        return Named(None, is_many=True)
    held = [body for body in bodies if match_key(body.name_vi) in key]
    if held:
        return Named(max(held, key=lambda body: len(body.name_vi)))
    line = next((name for name, pattern in _LINES if pattern.search(key)), None)
    if line is None:
        return Named(None)
    level = next((name for name, pattern in _LEVELS if pattern.search(key)), own.level)
    beside = [body for body in bodies if body.line == line and body.level == level]
    if level == own.level:
        beside = [body for body in beside if body.place_id == own.place_id]
    return Named(beside[0] if len(beside) == 1 and _is_generic(key) else None)


def _is_generic(key: str) -> bool:
    """Whether the words name a line and a level alone: 'cong an tinh', and not 'cong an tinh x' of another place."""
    rest = re.sub(
        r"\b(?:uy ban nhan dan|uy ban|ubnd|ub|ban thuong truc|mat tran to quoc|mat tran|mttq|ubmttq|viet nam|cong an|xa"
        r"|phuong|dac khu|tinh|thanh pho|bo|trung uong|to quoc|cung cap)\b",
        "",
        key,
    )
    return not rest.strip(" .,-")


def area_named(words: str, areas: Sequence[ContentArea]) -> ContentArea | None:
    """The content area that shares at least half of the shorter one's words with a heading; None where none does."""
    asked = set(search_key(words).split())
    if not asked:
        return None

    def shared(area: ContentArea) -> float:
        held = set(search_key(area.name_vi).split())
        return len(asked & held) / min(len(asked), len(held)) if held else 0.0

    best = max(areas, key=shared, default=None)
    return best if best is not None and shared(best) >= _SHARED else None
