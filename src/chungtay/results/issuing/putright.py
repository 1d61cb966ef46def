"""What a public corrigendum may say in place of printed words: nothing that the public rendition would not tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from chungtay.kernel.numbers import number_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chungtay.results.reviews.composition import Composition, Shown

Disclosed = Callable[[str, Decimal], str | None]
"""A count of an indicator (its code) as it may be public; None where it may not be told."""
_WORD = re.compile(r"\w+(?:[.,/]\w+)*")
_NUMBER = re.compile(r"\w*\d[\w.,/]*(?<![.,/])")
_COUNT = re.compile(r"\d{1,3}(?:\.\d{3})*|\d+")
_COUNTING = (
    "không một hai ba bốn tư năm lăm sáu bảy bẩy tám chín mười mươi mốt linh lẻ rưỡi chục tá trăm nghìn ngàn vạn triệu "
    "tỷ tỉ đôi cặp nửa vài mấy"
)
"""Words that count, or deny: they would tell a number without a digit."""


def public_words(printed: str, correct: str, told: str, review: Composition, disclosed: Disclosed) -> str | None:
    """What may stand in public in place of `printed`; None where nothing may.

    `told` is the whole text of the public paper, `review` its composition. Either one count changes and nothing else:
    then it is told as the rules disclose it. Or words change: then only to words that stand in the paper, without a
    number or a name, so that a line never becomes finer than what the public rendition tells.
    """
    old, new = _NUMBER.findall(printed), _NUMBER.findall(correct)
    if old != new:
        return _recounted(printed, correct, old, new, review, disclosed)
    return correct if _is_told(_words(printed), _words(correct), _words(told)) else None


def _recounted(
    printed: str, correct: str, old: list[str], new: list[str], review: Composition, disclosed: Disclosed
) -> str | None:
    if not len(old) == len(new) == 1 or printed.replace(old[0], "#") != correct.replace(new[0], "#"):
        return None
    if not _COUNT.fullmatch(new[0]):
        return None
    value = Decimal(new[0].replace(".", ""))
    told = {disclosed(code, value) if shown.of is None else None for code, shown in _shown(review, old[0])}
    words = told.pop() if len(told) == 1 else None
    return correct.replace(new[0], words) if words else None


def _shown(review: Composition, number: str) -> Iterator[tuple[str, Shown]]:
    """The indicators of which the public rendition prints this number."""
    for area in review.areas:
        for row in (*area.rows, *area.apart):
            value = row.shown.value
            if number in _NUMBER.findall(row.shown.words.vi) or (value and number == number_words(Decimal(value))):
                yield row.indicator, row.shown
    for bar in review.chart.bars if review.chart else ():
        if number in _NUMBER.findall(bar.shown.words.vi):
            yield bar.indicator, bar.shown


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _is_told(old: list[str], new: list[str], told: list[str]) -> bool:
    """Whether what differs stands in the paper in one piece, and neither counts nor names."""
    head = _alike(old, new)
    old, new = old[head:], new[head:]
    changed = new[: len(new) - _alike(old[::-1], new[::-1])]
    if any(word.casefold() in _COUNTING.split() or word[0].isupper() or _NUMBER.search(word) for word in changed):
        return False
    size = len(changed)
    return not changed or any(told[at : at + size] == changed for at in range(len(told) - size + 1))


def _alike(one: list[str], other: list[str]) -> int:
    """How many words are the same before the first that differs."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))
