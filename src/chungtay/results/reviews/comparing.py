"""A review's figures beside those of the period before, and beside what the review before printed.

Sentences come from a small table of cases (`data/comparison.yaml`). Which of several wordings is taken goes by the
content, so that a page does not repeat itself and the same figures always read the same.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from chungtay.kernel.numbers import number_words
from chungtay.kernel.periods import Period
from chungtay.kernel.text import nfc
from chungtay.results.reviews.composition import FigureRef, Part, Sentence, TableRow, Text
from chungtay.results.reviews.prose import LANGUAGES, day_words, figure_words, lower_first
from chungtay.results.reviews.showing import standing

_SLOT = re.compile(r"\{(\w+)\}")
_MANY = 3
"""From so many on, indicators that lack reports stand under one remark."""
_TIMES_FROM = 3
"""From three times as many on, a multiple reads better than a rate."""


@dataclass(frozen=True)
class Revised:
    """One whole figure of an earlier review: as it was printed then, as it is known now for the same dates, and by how
    many figures of each kind of move the two differ."""

    then: TableRow
    now: TableRow
    moves: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Earlier:
    """The review before: up to which day it knew, of which dates, and its figures then and now."""

    known_on: date
    period: Period
    rows: tuple[Revised, ...]


def comparison(
    rows: Iterable[TableRow], before: Iterable[TableRow], previous: Period | None, earlier: Earlier | None, on: date
) -> tuple[Sentence, ...]:
    """What is said of all wholes; `on` is the last day of the review, `before` the rows of the period `previous`."""
    said: list[Sentence] = []
    if previous is not None:
        said += _beside(rows, {row.indicator: row for row in before if row.cell == ""}, previous, on)
    return (*said, *(_revisions(earlier) if earlier is not None else ()))


def _beside(rows: Iterable[TableRow], before: Mapping[str, TableRow], previous: Period, on: date) -> list[Sentence]:
    when = Text(previous.label("vi"), previous.label("en"))
    said: list[tuple[TableRow, TableRow]] = []
    in_part: list[tuple[TableRow, TableRow]] = []
    missing: list[Text] = []
    for row in rows:
        then = before.get(row.indicator)
        if row.cell or row.shown.total is None or row.nature == "distinct":
            continue
        if then is None or then.shown.total is None:
            # A small count of then is not told, and neither is that there was one.
            missing += [row.name] if then is None or not then.shown.hidden else []
            continue
        (said if row.is_complete and then.is_complete else in_part).append((row, then))
    told = [_sentence(row, then, when, on, previous.end) for row, then in said]
    is_many = len(in_part) >= _MANY
    # Said once above them: the same remark behind each of twenty lines is read by nobody.
    told += [_filled("in_part_of_many", {})] if is_many else []
    told += [_sentence(row, then, when, on, previous.end, is_listed=is_many) for row, then in in_part]
    if told and missing:
        names = Text(*("; ".join(lower_first(name.of(side)) for name in missing) for side in LANGUAGES))
        told.append(_filled("none_before", {"when": when, "names": names}))
    return told


def _sentence(
    now: TableRow, then: TableRow, when: Text, on: date, before_on: date, *, is_listed: bool = False
) -> Sentence:
    case, numbers = ("in_part_listed", {}) if is_listed else _case(now, then)
    slots: dict[str, Text | tuple[Text, tuple[int, ...]]] = {
        "name": now.name,
        "low": Text(*(lower_first(now.name.of(side)) for side in LANGUAGES)),
        "when": when,
        "now": (figure_words(now)[0], now.figure_ids),
        "then": (figure_words(then)[0], then.figure_ids),
        "x": _bracketed(standing(now, on)),
        "y": _bracketed(standing(then, before_on)),
    }
    both = tuple(dict.fromkeys((*now.figure_ids, *then.figure_ids)))
    slots |= {key: (words, both) for key, words in numbers.items()}
    return _filled(case, slots)


def _case(now: TableRow, then: TableRow) -> tuple[str, dict[str, Text]]:
    """Which sentence two figures allow, with the numbers made from them."""
    ours, theirs = now.shown.total, then.shown.total
    assert ours is not None
    assert theirs is not None
    if not (now.is_complete and then.is_complete):
        return "in_part", {}
    if ours.low != ours.high or theirs.low != theirs.high:
        return ("higher" if ours.low > theirs.high else "lower" if ours.high < theirs.low else "unsure"), {}
    if now.nature == "ratio":
        return _points(now, then)
    if ours.value == theirs.value:
        return "same", {}
    if theirs.value == 0:
        return "from_zero", {}
    times = ours.value / theirs.value
    if times >= _TIMES_FROM:
        return "times", {"k": _words(times)}
    rate = abs(times - 1) * 100
    return ("up" if times > 1 else "down"), {"p": _rate(rate)}


def _points(now: TableRow, then: TableRow) -> tuple[str, dict[str, Text]]:
    """Rates differ by percentage points, each rounded as it is printed."""
    rates = []
    for row in (now, then):
        if row.shown.of is None or row.shown.value is None:
            return "unsure", {}
        rates.append((Decimal(row.shown.value) * 100 / Decimal(row.shown.of)).quantize(Decimal("0.1"), ROUND_HALF_UP))
    gap = rates[0] - rates[1]
    if gap == 0:
        return "same", {}
    return ("points_up" if gap > 0 else "points_down"), {"p": _words(abs(gap))}


def _rate(rate: Decimal) -> Text:
    if rate < Decimal("0.05"):
        return Text("dưới 0,1%", "less than 0.1%")
    return Text(*(f"{words}%" for words in (_words(rate).vi, _words(rate).en)))


def _words(number: Decimal) -> Text:
    rounded = number.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Text(number_words(rounded), number_words(rounded, "en"))


def _bracketed(words: Text) -> Text:
    return Text(*(f" ({part})" if part else "" for part in (words.vi, words.en)))


def _revisions(earlier: Earlier) -> Iterable[Sentence]:
    """As known then against as known now, with the reasons; what stands unchanged is counted."""
    day = day_words(earlier.known_on)
    spoken = Text(day.vi.removeprefix("ngày "), day.en)
    when, kept = Text(earlier.period.label("vi"), earlier.period.label("en")), 0
    for item in earlier.rows:
        then, now = item.then, item.now
        if then.shown.total is None or now.shown.total is None:
            continue
        if then.shown.total == now.shown.total:
            kept += 1
            continue
        slots: dict[str, Text | tuple[Text, tuple[int, ...]]] = {
            "name": now.name,
            "when": when,
            "day": spoken,
            "then": (figure_words(then)[0], then.figure_ids),
            "now": (figure_words(now)[0], now.figure_ids),
        }
        why = _why(item.moves)
        yield _filled("revised", slots | {"why": why}) if why.vi else _filled("revised_unexplained", slots)
    if kept:
        case = "unrevised_one" if kept == 1 else "unrevised"
        yield _filled(case, {"day": spoken, "n": Text(str(kept), str(kept))})


def _why(moves: Sequence[tuple[str, int]]) -> Text:
    told = [(_cases()["reasons"][kind], number) for kind, number in moves if number]
    vi = ", ".join(said[0].format(n=number_words(number)) for said, number in told)
    en = ", ".join(said[1 if number == 1 else 2].format(n=number_words(number, "en")) for said, number in told)
    return Text(vi, en)


def _filled(case: str, slots: Mapping[str, Text | tuple[Text, tuple[int, ...]]]) -> Sentence:
    """The wording of a case that the content chooses, with its slots filled."""
    wordings = _cases()[case]
    seed = sha256(repr(sorted((key, str(value)) for key, value in slots.items())).encode()).digest()[0]
    pair = wordings[seed % len(wordings)]
    return Sentence(*(tuple(_parts(pair[side], slots, LANGUAGES[side])) for side in (0, 1)))


def _parts(template: str, slots: Mapping[str, Text | tuple[Text, tuple[int, ...]]], language: str) -> Iterable[Part]:
    position = 0
    for match in _SLOT.finditer(template):
        if match.start() > position:
            yield template[position : match.start()]
        value = slots[match[1]]
        words = value.of(language) if isinstance(value, Text) else value[0].of(language)
        if not isinstance(value, Text):
            yield FigureRef(value[1], words)
        elif words:
            yield words
        position = match.end()
    if position < len(template):
        yield template[position:]


@lru_cache(maxsize=1)
def _cases() -> Mapping[str, Any]:
    path = Path(__file__).parent / "data" / "comparison.yaml"
    read: dict[str, Any] = yaml.safe_load(nfc(path.read_text(encoding="utf-8")))
    return read
