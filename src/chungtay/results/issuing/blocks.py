"""What is printed of one rendition, in the order of the paper: the only thing that the writers of files look at.

Plain data of text and whole numbers, so that the same paper is the same JSON to the byte; a file is made from it alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from chungtay.kernel.numbers import roman
from chungtay.results.reviews import codec
from chungtay.results.reviews.composition import Chart, ReportingMap
from chungtay.results.reviews.tables import Cell, Grid

__all__ = ["Annex", "Block", "Cell", "Grid", "Head", "Kind", "Printed", "Signed", "clause_cut"]


class Kind:
    """What a block is. `BLANK` is a passage that nobody has written yet: dotted lines, in drafts alone."""

    TITLE, PARAGRAPH, ITEM, NOTE, BLANK = "title", "paragraph", "item", "note", "blank"
    TABLE, CHART, MAP = "table", "chart", "map"


@dataclass(frozen=True)
class Block:
    """One piece: a title of a level (1 to 3), text, a table, or a picture with the data that it is drawn from."""

    kind: str
    text: str = ""
    level: int = 0
    figure_ids: tuple[int, ...] = ()
    grid: Grid | None = None
    chart: Chart | None = None
    drawn: ReportingMap | None = None


@dataclass(frozen=True)
class Head:
    """The head of the paper. `above` is the body above in regular capitals, `issuers` the issuing ones in bold.

    `number` 0 and `issued_on` '' leave the places open that a clerk fills in by hand.
    """

    above: tuple[str, ...]
    issuers: tuple[str, ...]
    symbol: str
    number: int
    seat: str
    issued_on: str
    title: str
    subject: str
    bases: tuple[str, ...]
    opening: str

    @property
    def number_line(self) -> str:
        """'Số: 05/BC-CA-MTTQ': numbers below ten have a nought before them."""
        return f"Số: {self.number:02d}/{self.symbol}" if self.number else f"Số:        /{self.symbol}"

    @property
    def date_line(self) -> str:
        """'Hà Tĩnh, ngày 05 tháng 02 năm 2026': days below ten, January and February have a nought before them."""
        return f"{self.seat}, {self.date_words}"

    @property
    def date_words(self) -> str:
        """The day alone."""
        if not self.issued_on:
            return "ngày      tháng      năm        "
        day = date.fromisoformat(self.issued_on)
        month = f"{day.month:02d}" if day.month < 3 else str(day.month)
        return f"ngày {day.day:02d} tháng {month} năm {day.year}"


@dataclass(frozen=True)
class Signed:
    """One block of signing: whose authority, by which right, which office. Never a name."""

    authority: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Annex:
    """An annex of its own page count; `is_wide` lies across."""

    title: str
    is_wide: bool
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Printed:
    """The whole paper. `marks` stand on every page (illustration), `remark` under the head (public rendition)."""

    rendition: str
    is_illustration: bool
    marks: tuple[str, ...]
    remark: str
    head: Head
    blocks: tuple[Block, ...]
    signatures: tuple[Signed, ...]
    recipients: tuple[str, ...]
    annexes: tuple[Annex, ...]

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        data = codec.to_json(self)
        assert isinstance(data, dict)
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Printed:
        """What `to_json` wrote."""
        return codec.from_json(cls, data)

    def numbered(self, number: int, issued_on: date) -> Printed:
        """The same paper with its number and day."""
        return replace(self, head=replace(self.head, number=number, issued_on=issued_on.isoformat()))

    def annex_name(self, position: int) -> str:
        """'Phụ lục II'; a single annex has no number (Decree 30/2020/NĐ-CP, Annex I)."""
        return f"Phụ lục {roman(position + 1)}" if len(self.annexes) > 1 else "Phụ lục"

    @property
    def annex_note(self) -> str:
        """Which paper an annex belongs to."""
        number = self.head.number_line.removeprefix("Số:").strip()
        number = number if self.head.number else f"        /{self.head.symbol}"
        return f"(Kèm theo Báo cáo số {number} {self.head.date_words})"

    @property
    def drawings(self) -> tuple[Block, ...]:
        """Every block that is a picture, in the order of the paper."""
        found = [block for annex in self.annexes for block in annex.blocks]
        return tuple(block for block in (*self.blocks, *found) if block.kind in (Kind.CHART, Kind.MAP))


ANNEXES_NAMED = "Kèm theo Báo cáo này có"
"""How the sentence begins by which the text names its annexes."""


def clause_cut(text: str, most: int, ends: tuple[str, ...] = (". ", "; ")) -> str:
    """The text up to its last whole clause within so many letters, '' where none is so short.

    A number is never parted from its unit: neither has such an end inside it.
    """
    if len(text) <= most:
        return text
    at = max(text[:most].rfind(end) for end in ends)
    return text[:at] + "." if at > 0 else ""
