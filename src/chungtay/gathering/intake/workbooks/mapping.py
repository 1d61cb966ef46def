"""A body's own workbook: cells pointed at once, kept with what tells that workbook from others, and used again. Pure.

Addresses are "Sheet!D12". An anchor is a cell of words that has to say the same again: the label beside each figure,
so that a row that was added above makes a refusal and never a wrong figure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from chungtay.gathering.intake.workbooks.layout import cell_address, column_letters, column_number
from chungtay.gathering.intake.workbooks.reading import RowRead
from chungtay.gathering.intake.workbooks.refusals import problem
from chungtay.kernel.text import match_key, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from chungtay.gathering.intake.workbooks.parsing import Parsed
    from chungtay.gathering.intake.workbooks.reading import Value
    from chungtay.kernel.errors import Problem

_ADDRESS = re.compile(r"(?:(?P<sheet>.{1,60})!)?\$?(?P<column>[A-Za-z]{1,2})\$?(?P<row>[1-9]\d{0,4})")
MOST_ANCHORS = 400
_ALIKE = 72.0
"""Out of 100: "Số buổi tuyên truyền" is 'Buổi tuyên truyền', "Tổ hòa giải" is not 'Hòa giải thành'."""
SHOWN_ROWS, SHOWN_COLUMNS = 200, 40


def address_read(text: str, sheets: Sequence[str]) -> str | None:
    """'Trang 1!d12' as "Trang 1!D12"; without a sheet, of the first one. None where it names no cell of the sheets."""
    found = _ADDRESS.fullmatch(squeeze(text).replace("'", ""))
    if found is None or not sheets:
        return None
    names = {match_key(name): name for name in sheets}
    sheet = names.get(match_key(found["sheet"])) if found["sheet"] else sheets[0]
    return f"{sheet}!{found['column'].upper()}{found['row']}" if sheet else None


def split(address: str) -> tuple[str, int, int]:
    """'Sheet!D12' is ('Sheet', row 12, column 4)."""
    sheet, _, cell = address.rpartition("!")
    letters = cell.rstrip("0123456789")
    return sheet, int(cell[len(letters) :]), column_number(letters)


def value_at(parsed: Parsed, address: str) -> Any:
    """The plain value of a cell ("" where there is none); within a merged range that of its first cell."""
    sheet, row, column = split(address)
    found = next((s for s in parsed["sheets"] if s["name"] == sheet), None)
    if found is None:
        return ""
    for top, left, bottom, right in found["merged"]:
        if top < row <= bottom + 1 and left < column <= right + 1:
            row, column = top + 1, left + 1
    rows = found["rows"]
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else ""


def anchors_of(parsed: Parsed, addresses: Iterable[str], is_free: Any = None) -> dict[str, str]:
    """For each address the nearest words on its left, and those above it: address to match key.

    `is_free(text)`: whether the words may be kept, because they name nobody; all where it is None.
    """
    anchors: dict[str, str] = {}
    for address in addresses:
        sheet, row, column = split(address)
        left = [(row, n) for n in range(column - 1, 0, -1)]
        above = [(n, column) for n in range(row - 1, max(row - 60, 0), -1)]
        for line in (left, above):
            for at_row, at_column in line:
                where = cell_address(sheet, at_column, at_row)
                text = value_at(parsed, where)
                if _is_label(text) and (is_free is None or is_free(text)):
                    anchors[where] = match_key(text)[:120]
                    break
    return dict(list(anchors.items())[:MOST_ANCHORS])


def _is_label(value: Any) -> bool:
    """Words that stay the same from one period to the next: no digits, at least three letters."""
    return isinstance(value, str) and sum(c.isalpha() for c in value) >= 3 and not any(c.isdigit() for c in value)


def anchors_apart(parsed: Parsed, anchors: Mapping[str, str]) -> list[str]:
    """The anchors that say something else in this workbook, as addresses."""
    return [where for where, key in anchors.items() if match_key(str(value_at(parsed, where)))[:120] != key]


def rows_read(parsed: Parsed, cells: Mapping[str, str]) -> tuple[list[RowRead], list[Problem]]:
    """What stands in the cells that were pointed at, and what is wrong with those that hold no number."""
    rows: list[RowRead] = []
    problems: list[Problem] = []
    for key, address in cells.items():
        plain = value_at(parsed, address)
        value: Value = None
        if address in parsed["no_result"]:
            problems.append(problem("BANGTINH-123", address))
        elif address in parsed["errors"]:
            problems.append(problem("BANGTINH-124", address))
        elif isinstance(plain, dict):
            code = "BANGTINH-125" if "date" in plain else "BANGTINH-126" if "truth" in plain else "BANGTINH-124"
            problems.append(problem(code, address, str(plain.get("date", ""))))
        elif isinstance(plain, str):
            value = plain or None
        elif plain < 0:
            problems.append(problem("BANGTINH-129", address, f"{plain:g}"))
        elif plain >= 10**15:
            problems.append(problem("BANGTINH-128", address, f"{plain:.3g}"))
        else:
            value = plain
        rows.append(RowRead(key, value, address))
    return rows, problems


def suggested(parsed: Parsed, names: Mapping[str, str]) -> dict[str, str]:
    """Cells that look like those of the form: beside a label much like the row's name, the first cell with a number.

    `names`: key of the row to its name. A suggestion is shown and never used before an officer has kept it.
    """
    wanted = {key: match_key(name) for key, name in names.items()}
    likely: list[tuple[float, str, str]] = []
    for label, address in _numbers_with_labels(parsed):
        for _, score, key in process.extract(label, wanted, scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE):
            likely.append((score, key, address))
    found: dict[str, str] = {}
    for _, key, address in sorted(likely, key=lambda item: -item[0]):
        if key not in found and address not in found.values():
            found[key] = address
    return found


def _numbers_with_labels(parsed: Parsed) -> Iterator[tuple[str, str]]:
    """The match key of each label and the address of the first number on its right."""
    for sheet in parsed["sheets"]:
        for number, row in enumerate(sheet["rows"], 1):
            for column, value in enumerate(row, 1):
                at = next((n for n, v in enumerate(row[column:], column + 1) if _is_number(v)), None)
                if _is_label(value) and at is not None:
                    yield match_key(value), f"{sheet['name']}!{column_letters(at)}{number}"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
