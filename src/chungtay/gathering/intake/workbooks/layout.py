"""Where things stand in a workbook of ours, and what is stamped on it. Pure, so that a guarded child can read with it.

The rows of a sheet name themselves: column A, hidden, holds the key of each row and row 1, hidden, the two dates of
each period, so that a row that somebody moved or sorted is still read as what it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chungtay.kernel.periods import Period

FORMAT = "chungtay-1"
DATA, GUIDE, STAMP = "BaoCao", "HuongDan", "ChungTay"
"""Names of the three sheets: figures, guidance, and the hidden stamp."""
KEY, NUMBER, NAME, UNIT, FIRST = 1, 2, 3, 4, 5
"""Columns: key of the row (hidden), its number, name, unit, and the first period."""
DATES, TITLE, ABOUT, MARK, HINT, HEAD, BODY = 1, 2, 3, 4, 5, 6, 7
"""Rows: dates of the periods (hidden), title, place and body, stamp in words, hint, header, first row of the form."""
MOST_PERIODS = 12
STAMPED = ("format", "form", "version", "place", "body", "regime", "digest", "words")
"""What the stamp sheet holds, one pair of name and value to a row. `words`: see `words_digest`."""


@dataclass(frozen=True)
class FormRow:
    """One row of a form as people read it. `key` is "indicator|cell"; `is_part` tells a cell of a breakdown."""

    key: str
    name_vi: str
    name_en: str
    unit_vi: str
    unit_en: str
    definition_vi: str = ""
    definition_en: str = ""
    section_vi: str = ""
    section_en: str = ""
    is_part: bool = False
    is_whole: bool = True
    """Counted in whole numbers; else a money sum or a ratio."""
    allows_precision: bool = False
    must_answer: bool = True


@dataclass(frozen=True)
class FormSheet:
    """A form version for one body, place and up to twelve periods: all that a workbook is written from."""

    form_code: str
    version: int
    name_vi: str
    name_en: str
    place_key: str
    place_vi: str
    place_en: str
    body_code: str
    body_vi: str
    body_en: str
    regime: str
    periods: tuple[Period, ...]
    rows: tuple[FormRow, ...]
    guidance_vi: str = ""
    guidance_en: str = ""

    @property
    def digest(self) -> str:
        """What ties the stamp to the rows and periods under it."""
        return stamp_digest(
            self.form_code,
            self.version,
            self.place_key,
            self.body_code,
            self.regime,
            [str(period) for period in self.periods],
            [row.key for row in self.rows],
        )


def stamp_digest(
    form: str, version: int, place: str, body: str, regime: str, periods: Sequence[str], keys: Iterable[str]
) -> str:
    """A checksum, no secret: it tells a workbook whose hidden rows were changed, not one that somebody forged.

    Whether a body may report what a workbook says is asked again of the account that sends it.
    """
    parts = [FORMAT, form, str(version), place, body, regime, *periods, "", *sorted(keys)]
    return sha256("\n".join(parts).encode()).hexdigest()[:20]


def words_digest(texts: Iterable[str]) -> str:
    """A checksum of all words outside the figures, so that nobody need read them again where nobody changed them."""
    return sha256("\n".join(texts).encode()).hexdigest()[:20]


def column_letters(column: int) -> str:
    """1 is 'A', 27 is 'AA'."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """'A' is 1, 'AA' is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def cell_address(sheet: str, column: int, row: int) -> str:
    """A cell as people name it: 'BaoCao!E12'. Rows and columns count from 1."""
    return f"{sheet}!{column_letters(column)}{row}"


def row_places(rows: Sequence[FormRow]) -> list[int]:
    """The sheet row of each row of the form: one below the other, with one more above each for a new section."""
    places, at, section = [], BODY, ""
    for row in rows:
        if row.section_vi and row.section_vi != section:
            at += 1
        section = row.section_vi
        places.append(at)
        at += 1
    return places
