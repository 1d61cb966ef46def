"""PDF files that hold text: lines by where they stand, columns one after the other, tables as cells, no page furniture.

A line of a page is what stands at one height; what stands far apart in it belongs to two columns or two cells. Which of
the two is told by what is written there: columns hold prose, tables hold numbers.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

Row = tuple[str, int | None, str, tuple[int, int, int] | None]
_LIST = re.compile(r"(?:[-–•*+]|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\)|[IVX]{1,5}\.)\s")
_NUMBER = re.compile(r"[\d.,/%\s]+")
_PAGE = re.compile(r"(?:trang\s*)?[-–]?\s*\d{1,4}\s*(?:[-–]|/\s*\d{1,4})?", re.IGNORECASE)
_ENDS = (".", "!", "?", ":", ";")
_PROSE = 18  # Characters that a line of a column holds on average; cells of tables are shorter.
_BAND = 4


@dataclass
class _Run:
    """Words that stand together in one line."""

    left: float
    right: float
    text: str


@dataclass
class _Line:
    top: float
    bottom: float
    runs: list[_Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(run.text for run in self.runs)

    @property
    def left(self) -> float:
        return self.runs[0].left

    @property
    def right(self) -> float:
        return self.runs[-1].right

    @property
    def height(self) -> float:
        return self.top - self.bottom


def page_rows(pdf: Any) -> tuple[list[Row], list[int]]:
    """Blocks of an opened PDF, and the numbers of pages that hold no text, from 1."""
    pages = [_lines(pdf[number]) for number in range(len(pdf))]
    empty = [number for number, lines in enumerate(pages, 1) if not lines]
    _unfurnish(pages)
    walk = _Walk()
    for number, lines in enumerate(pages, 1):
        walk.page(number, lines)
    return walk.rows(), empty


def _lines(page: Any) -> list[_Line]:
    text = page.get_textpage()
    pieces = []
    for index in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(index)
        words = text.get_text_bounded(left, bottom, right, top)
        words = " ".join(words.replace("\ufffe", "\u00ad").split())
        if words and words != "\u00ad":
            pieces.append((left, bottom, right, top, words))
    text.close()
    page.close()
    lines: list[_Line] = []
    for left, bottom, right, top, words in sorted(pieces, key=lambda p: (-(p[1] + p[3]), p[0])):
        middle = (top + bottom) / 2
        line = next((one for one in lines[-4:] if one.bottom < middle < one.top), None)
        if line is None:
            line = _Line(top, bottom)
            lines.append(line)
        line.runs.append(_Run(left, right, words))
    for line in lines:
        line.runs = _joined(sorted(line.runs, key=lambda run: run.left), line.height)
    return lines


def _joined(runs: list[_Run], height: float) -> list[_Run]:
    """Runs of one line put together where no more than a wide blank lies between them."""
    made: list[_Run] = []
    for run in runs:
        last = made[-1] if made else None
        if last is not None and run.left - last.right < 1.3 * height:
            blank = " " if run.left - last.right > 0.12 * height else ""
            last.text, last.right = f"{last.text}{blank}{run.text}", max(last.right, run.right)
        else:
            made.append(_Run(run.left, run.right, run.text))
    return made


def _unfurnish(pages: list[list[_Line]]) -> None:
    """Take out page numbers, and first and last lines that most pages share but for their numbers."""
    for lines in pages:
        while lines and _PAGE.fullmatch(lines[0].text):
            del lines[0]
        while lines and _PAGE.fullmatch(lines[-1].text):
            del lines[-1]
    for _ in range(3):
        for at in (0, -1):
            edge = Counter(_shape(lines[at]) for lines in pages if len(lines) > 2)
            common = {shape for shape, n in edge.items() if n >= 3 and 2 * n >= len(pages)}
            for lines in pages:
                if len(lines) > 2 and _shape(lines[at]) in common:
                    del lines[at]


def _shape(line: _Line) -> str:
    return re.sub(r"\d+", "#", line.text.casefold())


class _Walk:
    """Pages one after the other; a paragraph may go on over the end of one."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._held = ""
        self._page = 1
        self._full = False
        self.tables = 0

    def rows(self) -> list[Row]:
        """All blocks."""
        self._close()
        return self._rows

    def page(self, number: int, lines: list[_Line]) -> None:
        """The lines of a page, in reading order."""
        flows = _flows(lines)
        for flow in flows:
            if isinstance(flow, _Table):
                self._close()
                for row, column, text in flow.cells:
                    self._rows.append((text, number, "cell", (self.tables, row, column)))
                self.tables += 1
            else:
                self._flow(flow, number)

    def _flow(self, lines: list[_Line], number: int) -> None:
        left = min((line.left for line in lines), default=0.0)
        right = max((line.right for line in lines), default=0.0)
        width = max(right - left, 1.0)
        before: _Line | None = None
        for line in lines:
            if self._breaks(line, before, left, width):
                self._close()
            if not self._held:
                self._page = number
            self._held = _with(self._held, line.text)
            self._full = line.right > right - 0.09 * width
            before = line

    def _breaks(self, line: _Line, before: _Line | None, left: float, width: float) -> bool:
        if not self._held:
            return False
        if before is None:
            # The first line of a page or column goes on where the one before stopped in the middle of a sentence.
            return not (self._full and not self._held.endswith(_ENDS) and not line.text[:1].isupper())
        if not self._full or _LIST.match(line.text):
            return True
        gap = before.bottom - line.top > 1.1 * max(line.height, before.height)
        indented = line.left > left + 0.03 * width and before.left <= left + 0.03 * width
        return gap or (indented and self._held.endswith(_ENDS))

    def _close(self) -> None:
        if self._held:
            self._rows.append((self._held.replace("\u00ad", "-"), self._page, "p", None))
        self._held = ""


def _with(held: str, text: str) -> str:
    """A paragraph with its next line. A word cut at the end of a line is made whole; '2013-' keeps its hyphen."""
    if not held:
        return text
    if held.endswith("\u00ad") and text[:1].islower():
        return held[:-1] + text
    if held[-1] in "-\u00ad" and held[-2:-1].isdigit() and text[:1].isdigit():
        return held[:-1] + "-" + text
    return f"{held} {text}"


@dataclass
class _Table:
    cells: list[tuple[int, int, str]]


def _flows(lines: list[_Line]) -> list["list[_Line] | _Table"]:
    """Runs of lines to be read one after the other: plain ones, columns, tables."""
    found: list[list[_Line] | _Table] = []
    plain: list[_Line] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and (len(lines[end].runs) > 1 or (end > at and _fits(lines[at:end], lines[end]))):
            end += 1
        made = _split(lines[at:end]) if end - at >= 2 else None
        if made is None:
            plain.append(lines[at])
            at += 1
            continue
        found += [plain] if plain else []
        plain = []
        found += made
        at = end
    return [*found, plain] if plain else found


def _fits(band: list[_Line], line: _Line) -> bool:
    """Whether a line of one run lies within one column of the lines above: the end of a cell, or of a column."""
    columns = _columns(band)
    run = line.runs[0]
    return any(left - 2 <= run.left and run.right <= right + 2 for left, right in columns) and len(columns) > 1


def _columns(lines: list[_Line]) -> list[tuple[float, float]]:
    """Stretches of the page's width in which something stands, from left to right."""
    spans = sorted((run.left, run.right) for line in lines for run in line.runs)
    merged: list[tuple[float, float]] = []
    for left, right in spans:
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _split(lines: list[_Line]) -> "list[list[_Line] | _Table] | None":
    """Two columns of prose, a table of numbers, or None where the lines are neither."""
    columns = _columns(lines)
    if len(columns) < 2:
        return None
    runs = [run for line in lines for run in line.runs]
    numbers = sum(bool(_NUMBER.fullmatch(run.text)) for run in runs)
    prose = sum(len(run.text) for run in runs) / len(runs) >= _PROSE and numbers * 10 < len(runs)
    if len(columns) == 2 and prose and len(lines) >= _BAND:
        return [_side(lines, left, right) for left, right in columns]
    if numbers == 0 or sum(len(line.runs) > 1 for line in lines) < 2:
        return None
    return [_Table(_cells(lines, columns))]


def _side(lines: list[_Line], left: float, right: float) -> list[_Line]:
    made = []
    for line in lines:
        runs = [run for run in line.runs if left - 1 <= run.left and run.right <= right + 1]
        if runs:
            made.append(_Line(line.top, line.bottom, runs))
    return made


def _cells(lines: list[_Line], columns: list[tuple[float, float]]) -> list[tuple[int, int, str]]:
    """(row, column, text); a line of one run that is no number goes on the cell above it."""
    rows: list[dict[int, str]] = []
    for line in lines:
        here = {_column(run, columns): run.text for run in line.runs}
        if rows and len(here) == 1 and not any(_NUMBER.fullmatch(text) for text in here.values()):
            [(column, text)] = here.items()
            rows[-1][column] = f"{rows[-1].get(column, '')} {text}".strip()
        else:
            rows.append(here)
    return [(number, column, row[column]) for number, row in enumerate(rows) for column in sorted(row)]


def _column(run: _Run, columns: list[tuple[float, float]]) -> int:
    middle = (run.left + run.right) / 2
    return min(range(len(columns)), key=lambda n: abs(middle - (columns[n][0] + columns[n][1]) / 2))
