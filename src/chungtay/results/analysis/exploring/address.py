"""An exploration as the words of an address, and back. No Django here.

The words are those of version 1 and stay: an address that somebody wrote down years ago asks the same. What is not
understood is told and left out, never guessed. A list is written with commas or with a key given several times.

`v` version; `chi-tieu` indicators; `phan` a cell, `*` for all parts; `dia-ban` the widest place; `cap` which places
below it; `noi` single places; `nhom` a group, `nhom-ngay` the day of its members; `ky` the time (`2021/2025`,
`2025-01/2025-06`); `buoc` its division; `lich` the clock (`duong-lich`, `nghi-dinh`); `ban-do` the day of a map;
`uoc-tinh` 1 to share out; `biet` as known when; `do` what is measured; `so-voi` what it is set against; `hang`, `cot`
the two sides; `xep` the sorted column; `tim` what the lines' heads contain.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final, TypeVar

from chungtay.kernel.errors import Both
from chungtay.kernel.periods import Period, parse_period
from chungtay.kernel.text import nfc
from chungtay.results.analysis.exploring.exploration import Against, Axis, Exploration, Level, Measure, Step, sides

VERSION: Final = "1"
MOST_INDICATORS: Final = 60
MOST_PLACES: Final = 200
LONGEST: Final = 200
"""Characters of one word that are read at all."""
DECREE: Final = {"duong-lich": False, "nghi-dinh": True}
LEVELS: Final = {"mot": Level.ONE, "tinh": Level.PROVINCE, "huyen": Level.DISTRICT, "xa": Level.COMMUNE}
STEPS: Final = {
    "ca-ky": Step.WHOLE,
    "nam": Step.YEAR,
    "nua-nam": Step.HALF,
    "quy": Step.QUARTER,
    "thang": Step.MONTH,
}
MEASURES: Final = {"so": Measure.COUNT, "ty-suat": Measure.RATE, "do-phu": Measure.COVERAGE}
AGAINST: Final = {
    "": Against.NOTHING,
    "muc-tieu": Against.TARGET,
    "tuong-tu": Against.SIMILAR,
    "ky-truoc": Against.BEFORE,
    "song-song": Against.BESIDE,
}
AXES: Final = {"chi-tieu": Axis.INDICATOR, "phan": Axis.CELL, "noi": Axis.PLACE, "ky": Axis.PERIOD}
_CODE: Final = re.compile(r"[a-z][a-z0-9_.]*")
_PLACE: Final = re.compile(r"vn|[a-z]+[0-9A-Za-z._-]*@[0-9]{4}")
_SLUG: Final = re.compile(r"[a-z0-9-]+")
_EARLIEST: Final = date(1990, 1, 1)
_LATEST: Final = date(2100, 12, 31)
_Word = TypeVar("_Word", bound=StrEnum | bool)


@dataclass(frozen=True)
class Misread:
    """One word of an address that was not understood, and what was taken instead."""

    key: str
    read: str
    instead: Both


@dataclass(frozen=True)
class Asked:
    """What an address asks, and what of it was not understood."""

    exploration: Exploration
    misread: tuple[Misread, ...] = ()


LEFT_OUT: Final = Both("đã bỏ qua", "left out")


class _Reading:
    """The words of one address, each read once."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._words = words
        self.misread: list[Misread] = []

    def text(self, key: str) -> str:
        found = [text for text in self._words.get(key, ()) if text.strip()]
        return nfc(found[-1]).replace("\x00", "").strip() if found else ""

    def listed(self, key: str) -> tuple[str, ...]:
        texts = (nfc(part).strip() for text in self._words.get(key, ()) for part in text.split(","))
        return tuple(dict.fromkeys(text for text in texts if text))

    def wrong(self, key: str, read: str, instead: Both = LEFT_OUT) -> None:
        self.misread.append(Misread(key, read[:LONGEST].replace("\x00", ""), instead))

    def one_of(self, key: str, words: Mapping[str, _Word], default: _Word) -> _Word:
        text = self.text(key)
        if not text:
            return default
        if text not in words:
            self.wrong(key, text, Both("đã dùng cách thường", "the usual was taken"))
        return words.get(text, default)

    def matching(self, key: str, pattern: re.Pattern[str], most: int) -> tuple[str, ...]:
        found = self.listed(key)
        good = [text for text in found if len(text) <= LONGEST and pattern.fullmatch(text)]
        for text in found:
            if text not in good:
                self.wrong(key, text)
        if len(good) > most:
            self.wrong(key, ", ".join(good[most:]), Both(f"nhiều nhất {most}", f"at most {most}"))
        return tuple(good[:most])

    def tried(self, key: str, read: Callable[[str], date | Period]) -> date | Period | None:
        text = self.text(key)
        if not text:
            return None
        try:
            found = read(text)
        except ValueError:
            self.wrong(key, text)
            return None
        edges = (found.start, found.end) if isinstance(found, Period) else (found,)
        if all(_EARLIEST <= edge <= _LATEST for edge in edges):
            return found
        self.wrong(key, text)
        return None

    def axes(self, key: str) -> tuple[Axis, ...]:
        found = self.listed(key)
        for text in found:
            if text not in AXES:
                self.wrong(key, text)
        return tuple(AXES[text] for text in found if text in AXES)


def exploration_read(words: Mapping[str, Sequence[str]], usual: Exploration) -> Asked:
    """What an address asks; `usual` stands for all that it does not name. Never raises."""
    said = _Reading(words)
    if (version := said.text("v")) not in ("", VERSION):
        said.wrong("v", version, Both(f"đọc như bản {VERSION}", f"read as version {VERSION}"))
    cells, known, search = (said.text(key)[:LONGEST] for key in ("phan", "biet", "tim"))
    place = said.matching("dia-ban", _PLACE, 1)
    period, frame = said.tried("ky", parse_period), said.tried("ban-do", date.fromisoformat)
    members = said.tried("nhom-ngay", date.fromisoformat)
    named = "hang" in words or "cot" in words
    rows, columns = (said.axes("hang"), said.axes("cot")) if named else (usual.rows, usual.columns)
    rows, columns = sides(rows, columns)
    asked = replace(
        usual,
        indicators=said.matching("chi-tieu", _CODE, MOST_INDICATORS) or usual.indicators,
        cells=cells,
        place=place[0] if place else usual.place,
        level=said.one_of("cap", LEVELS, usual.level),
        places=said.matching("noi", _PLACE, MOST_PLACES),
        group=next(iter(said.matching("nhom", _SLUG, 1)), ""),
        group_on=members if isinstance(members, date) else None,
        period=period if isinstance(period, Period) else usual.period,
        step=said.one_of("buoc", STEPS, usual.step),
        decree=said.one_of("lich", DECREE, usual.decree),
        frame=frame if isinstance(frame, date) else None,
        estimate=isinstance(frame, date) and said.text("uoc-tinh") == "1",
        known=known,
        measure=said.one_of("do", MEASURES, usual.measure),
        against=said.one_of("so-voi", AGAINST, usual.against),
        rows=rows,
        columns=columns,
        sort=said.text("xep")[:LONGEST],
        search=search,
    )
    return Asked(asked, tuple(said.misread))


def address_of(asked: Exploration) -> list[tuple[str, str]]:
    """The exploration as pairs of an address, in a fixed order. What decides numbers is always written."""
    return list(_pairs(asked))


@lru_cache(maxsize=1_024)
def _pairs(asked: Exploration) -> tuple[tuple[str, str], ...]:
    """Kept, for a page writes the address of its question, and of those beside it, some ten times."""
    pairs = [
        ("v", VERSION),
        ("chi-tieu", ",".join(asked.indicators)),
        ("phan", asked.cells),
        ("dia-ban", asked.place),
        ("cap", _word(LEVELS, asked.level)),
        ("noi", ",".join(asked.places)),
        ("nhom", asked.group),
        ("nhom-ngay", asked.group_on.isoformat() if asked.group_on else ""),
        ("ky", str(asked.period) if asked.period else ""),
        ("buoc", _word(STEPS, asked.step)),
        ("lich", _word(DECREE, asked.decree)),
        ("ban-do", asked.frame.isoformat() if asked.frame else ""),
        ("uoc-tinh", "1" if asked.estimate else ""),
        ("biet", asked.known),
        ("do", _word(MEASURES, asked.measure)),
        ("so-voi", _word(AGAINST, asked.against)),
        ("hang", ",".join(_word(AXES, axis) for axis in asked.rows)),
        ("cot", ",".join(_word(AXES, axis) for axis in asked.columns)),
        ("xep", asked.sort),
        ("tim", asked.search),
    ]
    return tuple((key, value) for key, value in pairs if value)


def _word(words: Mapping[str, _Word], meant: _Word) -> str:
    return next(word for word, value in words.items() if value == meant)
