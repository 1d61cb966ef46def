"""A list of places as people hand it in: a CSV or plain lines of names and codes. No Django here."""

import csv
import re
from dataclasses import dataclass

from chungtay.kernel.text import match_key, squeeze

_COLUMNS = re.compile(r"\s*[,;]\s*")
MOST_LINES = 4000
"""More than all communes of the country."""
_HEADS = {
    *("code", "ma", "ma so", "ma xa", "ma don vi", "ma tinh", "name", "ten", "ten xa", "ten don vi", "ten goi"),
    *("don vi", "xa", "dia ban", "place", "commune", "stt", "tt", "tinh", "province", "no"),
}


@dataclass(frozen=True)
class ListLine:
    """One line: its number from 1, its text, and the code and name that were read from it ('' where there is none)."""

    number: int
    text: str
    code: str
    name: str


def list_lines(text: str) -> list[ListLine]:
    """The lines of a list; empty ones, notes that begin with '#', and a head of columns are left out.

    Columns are apart by tabs or semicolons, or by commas where the first is a code: elsewhere a comma belongs to a
    name ('phường Trúc Bạch, Hà Nội'). The longest column of digits is the code (a shorter one counts the lines), the
    first other one the name.
    """
    found: list[ListLine] = []
    for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        line = squeeze(raw.replace("\t", ";")).strip(";")
        if not line or line.startswith("#"):
            continue
        cells = [squeeze(cell) for cell in next(csv.reader([line], delimiter=_delimiter(line)))]
        if not found and all(match_key(cell) in _HEADS for cell in _COLUMNS.split(line)):
            continue
        code = max((cell for cell in cells if cell.isdigit()), key=len, default="")
        name = next((cell for cell in cells if cell and not cell.isdigit()), "")
        found.append(ListLine(number, line, code, name))
    return found


def _delimiter(line: str) -> str:
    if ";" in line:
        return ";"
    first, comma, _ = line.partition(",")
    # A character that no line holds: the whole line is one cell.
    return "," if comma and first.strip(' "').isdigit() else "\x1f"
