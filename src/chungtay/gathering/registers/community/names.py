"""When two names of kinds or points are one, and when they look alike. Pure."""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process, utils

from chungtay.kernel.text import match_key, squeeze, tone_key
from chungtay.reference.indicators.catalogue import name_key
from chungtay.reference.places.groupwords import forbidden_words

ALIKE = 86
"""From this likeness (0 to 100) on, two kinds are proposed to be united."""
LIKELY = 62
"""From this likeness on, a kind is shown to whoever typed a name that none has."""
SAME_POINT = 92
_LEADING = ("mo hinh diem ", "loai mo hinh ", "mo hinh ", "diem mo hinh ")
_NOT_LETTERS = re.compile(r"[^\w]+")
_ZEROS = re.compile(r"\b0+(?=\d)")
# What a model is about when it is about persons whom the rules on rights keep from view; without marks.
_ABOUT_PERSONS = (
    "ma tuy", "nghien", "cai nghien", "lam loi", "hoan luong", "tai hoa nhap", "man han tu", "chap hanh xong", "ra tu",
    "dac xa", "quan che", "dong ho", "dong toc", "ho toc", "giao xu", "xu dao", "ho dao", "giao ho", "ton giao",
    "dan toc", "chuc sac",
)  # fmt: skip
# Other marks make other words of these (người từ, sau cái): they count with their own marks, or in a name without any.
_ABOUT_PERSONS_MARKED = (
    "người tù", "hết án", "mãn án", "sau cai", "người cai", "giáo lý", "dòng tu", "tu viện", "tịnh xá",
    "niệm phật đường", "họ giáo", "xứ họ",
)  # fmt: skip


def kind_key(name: str) -> str:
    """A name of a kind as names are compared: no marks, no punctuation, abbreviations written out, no 'mô hình'."""
    key = name_key(name)
    for leading in _LEADING:
        key = key.removeprefix(leading)
    return key[:160]


def point_key(name: str) -> str:
    """A name of a point as names are compared and searched: 'Camera AN – Tổ 05' is 'camera an to 5'."""
    return _ZEROS.sub("", squeeze(_NOT_LETTERS.sub(" ", match_key(name))))[:160]


def is_about_persons(name: str) -> bool:
    """Whether a kind or point of this name is about faith, origin, clan, former prisoners or drug users.

    A list of words judges no meaning: an approver can still mark a kind as sensitive by hand.
    """
    key = f" {kind_key(name)} "
    written = squeeze(_NOT_LETTERS.sub(" ", name))
    marked, is_bare = f" {tone_key(written)} ", tone_key(written) == match_key(written)
    return (
        bool(forbidden_words(name))
        or any(f" {words} " in key for words in _ABOUT_PERSONS)
        or any(f" {match_key(words) if is_bare else tone_key(words)} " in marked for words in _ABOUT_PERSONS_MARKED)
    )


def like_kinds(key: str, others: dict[int, str], least: int = ALIKE) -> list[tuple[int, int]]:
    """The kinds whose keys look like this one, best first, with their likeness; equal keys among them."""
    found = process.extract(key, others, scorer=fuzz.token_sort_ratio, score_cutoff=least, limit=5)
    return [(pk, int(score)) for _, score, pk in found]


def is_same_point(one: str, other: str) -> bool:
    """Whether two keys of points in one commune and kind name one point: alike, and with the same numbers."""
    if _numbers(one) != _numbers(other):
        return False
    return one == other or fuzz.token_sort_ratio(one, other, processor=utils.default_process) >= SAME_POINT


def _numbers(key: str) -> list[str]:
    return sorted(re.findall(r"\d+", key))
