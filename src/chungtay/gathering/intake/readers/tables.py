"""Numbers that stand alone in a table cell, read through the labels of their row and column.

A lone number means nothing to the reader, so it is put behind its labels as a short line ("Số tin nhân dân cung
cấp: 120 tin"), read like any other, and the spans are moved back to the cell.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from chungtay.gathering.intake.readers.documents import Document, Paragraph
from chungtay.gathering.intake.readers.lexicon import lexicon
from chungtay.gathering.intake.readers.tokens import tokenise

_NUMBER = re.compile(r"\s*\d[\d.,/]*\s*%?\s*")
_LETTER = re.compile(r"[^\W\d_]")
_ORDINAL = re.compile(r"(?:s?tt|số tt|số thứ tự|no\.?|mã(?: số)?)", re.IGNORECASE)
_UNIT = re.compile(r"(?:đơn vị(?: tính)?|đvt)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A number cell as a line of text; the number is line[start:end]."""

    line: str
    start: int
    end: int


def is_number(text: str) -> bool:
    """Whether a cell holds a number and nothing else."""
    return bool(_NUMBER.fullmatch(text))


def labelled_cells(document: Document) -> dict[int, Labelled]:
    """For each number cell, by its first character, the line its labels make; not for unlabelled and ordinal ones."""
    grids: dict[int, dict[tuple[int, int], Paragraph]] = defaultdict(dict)
    for paragraph in document.paragraphs:
        if paragraph.cell is not None:
            table, row, column = paragraph.cell
            grids[table][row, column] = paragraph
    found: dict[int, Labelled] = {}
    for grid in grids.values():
        words = {at: " ".join(document.text[p.start : p.end].split()) for at, p in grid.items()}
        units = next((column for (row, column), text in words.items() if row == 0 and _UNIT.fullmatch(text)), None)
        for (row, column), text in words.items():
            line = _line(words, row, column, units) if row and is_number(text) else None
            if line is not None:
                found[grid[row, column].start] = line
    return found


def _line(words: dict[tuple[int, int], str], row: int, column: int, units: int | None) -> Labelled | None:
    head = words.get((0, column), "")
    if _ORDINAL.fullmatch(head) or column == units:
        return None
    label = next(
        (words[row, c] for c in range(column - 1, -1, -1) if c != units and _LETTER.search(words.get((row, c), ""))), ""
    )
    unit = words.get((row, units), "") if units is not None else ""
    if not label and not head:
        return None
    number = words[row, column]
    if unit or _names_unit(label):
        lead = f"{head}. {label}: " if head else f"{label}: "
    else:
        lead = f"Tại {label}. {head}: " if label else f"{head}: "
    return Labelled(f"{lead}{number} {unit}".rstrip(), len(lead), len(lead) + len(number))


def _names_unit(label: str) -> bool:
    """Whether a row's label says what is counted; 'Huyện X' names a place and counts nothing."""
    tokens = tokenise(label)
    for index in range(min(3, len(tokens))):
        found = lexicon().units.longest(tokens, index, len(tokens))
        if found is not None:
            return not (found[0] < len(tokens) and tokens[found[0]].capital)
    return False
