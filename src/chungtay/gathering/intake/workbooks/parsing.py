"""What the guarded child does with the bytes of a workbook: look, read once, and hand over plain values.

    workbook_parse(content) -> dict of JSON values     # of a workbook of ours, or of any other

The answer holds no object of a class, so that a pipe carries it as JSON: a reader that a hostile file took over can at
worst tell wrong numbers, never run anything in the parent. `reading.workbook_read` gives it back its types.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, TypeAlias

from chungtay.gathering.intake.workbooks import layout
from chungtay.gathering.intake.workbooks.layout import cell_address, column_letters, column_number
from chungtay.gathering.intake.workbooks.precheck import MOST_LIST_ROWS, MOST_ROWS, Precheck, workbook_check
from chungtay.gathering.intake.workbooks.sheets import SheetCells, Value, sheets_read
from chungtay.kernel.errors import Refusal, side

Parsed = dict[str, Any]
Column: TypeAlias = "list[float | int | str | None] | array[float]"
MOST_TEXTS = 20_000
LONGEST_TEXT = 2_000
MOST_DIGITS = 15
_DIGITS = "0123456789"


def workbook_parse(content: bytes) -> Parsed:
    """{"refused": [[code, read in Vietnamese, in English]]} or {"kind", "stamp", …}: see `_ours` and `_theirs`."""
    return _parsed(content, is_any=False)


def sheets_parse(content: bytes) -> Parsed:
    """Every sheet as a table of plain values, whoever made the workbook: for pointing at cells. As `workbook_parse`."""
    return _parsed(content, is_any=True)


def list_parse(content: bytes) -> Parsed:
    """As `sheets_parse`, of a long list and without the texts apart: its cells pass the gate where they are kept."""
    return _parsed(content, is_any=True, most_rows=MOST_LIST_ROWS) | {"texts": []}


def _parsed(content: bytes, *, is_any: bool, most_rows: int = MOST_ROWS) -> Parsed:
    try:
        looked = workbook_check(content, most_rows=most_rows)
        sheets = sheets_read(looked.content, merged=looked.kind == "xls")
        stamp = _stamp(sheets)
        ours = stamp is not None and not is_any
        found = _ours(sheets, looked) if ours else _theirs(_with_merged(sheets, looked), looked)
        return {
            "kind": looked.kind,
            "stamp": stamp,
            "no_result": list(looked.no_result),
            "elsewhere": list(looked.elsewhere),
            "texts": _texts(sheets, looked, stamp["words"] if stamp is not None and ours else ""),
            **found,
        }
    except Refusal as refusal:
        return {"refused": [[p.code, side(p.read, "vi"), side(p.read, "en")] for p in refusal.problems]}
    except MemoryError:
        return {"refused": [["BANGTINH-107", "", ""]]}
    except Exception:
        # Whatever a reader of foreign bytes raises, the file is what is wrong; a traceback tells a reporter nothing.
        return {"refused": [["BANGTINH-103", "", ""]]}


def _with_merged(sheets: list[SheetCells], looked: Precheck) -> list[SheetCells]:
    """The sheets with the merged ranges that the look at the XML found: asking the reader for them reads all again."""
    for sheet in sheets:
        for name, span in looked.merged:
            if name == sheet.name:
                (left, top), (right, bottom) = (_cell(edge) for edge in span.split(":"))
                sheet.merged.append(((top - 1, left - 1), (bottom - 1, right - 1)))
    return sheets


def _stamp(sheets: list[SheetCells]) -> dict[str, str] | None:
    """The pairs of the stamp sheet; None where there is none."""
    sheet = next((s for s in sheets if s.name == layout.STAMP), None)
    if sheet is None:
        return None
    pairs = {str(row[0]): _whole(row[1]) for row in sheet.rows if len(row) > 1}
    return {name: str(pairs.get(name, "")) for name in layout.STAMPED} if pairs.get("format") else None


def _whole(value: Value) -> Value:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _ours(sheets: list[SheetCells], looked: Precheck) -> Parsed:
    """{"rows": sheet rows, "keys", "units", "columns": letters, "periods": texts, "values": per period, "odd": …}.

    A value is null, a number or a text; what is none of them is null there and [address, code, what was read] in "odd".
    A column of numbers alone is an array, which `wire` packs.
    """
    sheet = next((s for s in sheets if s.name == layout.DATA), None)
    if sheet is None or len(sheet.rows) < layout.BODY or len(sheet.rows[0]) < layout.FIRST:
        return {"rows": [], "keys": [], "units": [], "columns": [], "periods": [], "values": [], "odd": []}
    heads = sheet.rows[layout.DATES - 1][layout.FIRST - 1 :]
    columns = [n for n, head in enumerate(heads, layout.FIRST) if head not in ("", None)]
    lines = [(n, row) for n, row in enumerate(sheet.rows[layout.BODY - 1 :], layout.BODY) if row[0] != ""]
    odd: list[list[str]] = []
    values = _columns(lines, columns, odd)
    odd += [[where, "BANGTINH-123", ""] for where in looked.no_result if where.startswith(f"{layout.DATA}!")]
    odd += [[where, "BANGTINH-124", ""] for where in looked.errors if where.startswith(f"{layout.DATA}!")]
    odd += _merged(looked, sheet, {n for n, _ in lines}, set(columns))
    return {
        "rows": [n for n, _ in lines],
        "keys": [str(row[0]) for _, row in lines],
        "units": [str(row[layout.UNIT - 1]) for _, row in lines],
        "columns": [column_letters(column) for column in columns],
        "periods": [_dates(heads[column - layout.FIRST]) for column in columns],
        "values": values,
        "odd": odd,
    }


def _dates(value: Value) -> str:
    return value.date().isoformat() if isinstance(value, datetime) else str(value)


def _columns(lines: list[tuple[int, list[Value]]], columns: list[int], odd: list[list[str]]) -> list[Column]:
    """The figures of each period. A column of plain counts, which most are, is taken without a look at each cell."""
    across = list(zip(*(row for _, row in lines), strict=False))
    return [
        (_counts(across[column - 1]) if column <= len(across) else None)
        or [_value(row, column, n, odd) for n, row in lines]
        for column in columns
    ]


def _counts(cells: tuple[Value, ...]) -> array[float] | None:
    if set(map(type, cells)) == {float} and min(cells) >= 0 and max(cells) < 10**MOST_DIGITS:  # type: ignore[operator]
        return array("d", cells)  # type: ignore[arg-type]
    return None


def _value(row: list[Value], column: int, number: int, odd: list[list[str]]) -> float | int | str | None:
    value = row[column - 1] if column <= len(row) else ""
    if value == "":
        return None
    if type(value) is float or type(value) is int:
        return _number(value, cell_address(layout.DATA, column, number), odd)
    if type(value) is str:
        text = value.strip()
        return text[:LONGEST_TEXT] or None
    code = "BANGTINH-126" if isinstance(value, bool) else "BANGTINH-125"
    odd.append([cell_address(layout.DATA, column, number), code, _shown(value)])
    return None


def _number(value: float, where: str, odd: list[list[str]]) -> float | int | None:
    if not math.isfinite(value) or abs(value) >= 10**MOST_DIGITS:
        odd.append([where, "BANGTINH-128", f"{value:.3g}"])
        return None
    if value < 0:
        odd.append([where, "BANGTINH-129", f"{value:g}"])
        return None
    return int(value) if value == int(value) else value


def _shown(value: Value) -> str:
    """A value that is no number, as a person would read it. Dates are no text about anybody."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def _merged(looked: Precheck, sheet: SheetCells, rows: set[int], columns: set[int]) -> list[list[str]]:
    """Merged ranges that reach over more than one figure."""
    found = [(name, span) for name, span in looked.merged if name == layout.DATA]
    found += [
        (sheet.name, f"{column_letters(left + 1)}{top + 1}:{column_letters(right + 1)}{bottom + 1}")
        for (top, left), (bottom, right) in sheet.merged
    ]
    odd = []
    for name, span in found:
        first, last = (_cell(edge) for edge in span.split(":"))
        across = columns & set(range(first[0], last[0] + 1))
        down = rows & set(range(first[1], last[1] + 1))
        if len(across) * len(down) > 1:
            odd.append([f"{name}!{span.split(':')[0]}", "BANGTINH-127", span])
    return odd


def _cell(address: str) -> tuple[int, int]:
    letters = address.rstrip(_DIGITS)
    return column_number(letters), int(address[len(letters) :])


def _theirs(sheets: list[SheetCells], looked: Precheck) -> Parsed:
    """{"errors": addresses, "sheets": [{"name", "hidden", "rows": values, "merged": ranges from 0}]}.

    Dates are ISO texts as {"date": …}. An .xls or .ods does not tell which of its empty cells show an error.
    """
    return {
        "errors": list(looked.errors),
        "sheets": [
            {
                "name": sheet.name,
                "hidden": sheet.is_hidden,
                "rows": [[_plain(value) for value in row] for row in sheet.rows],
                "merged": [[*first, *last] for first, last in sheet.merged],
            }
            for sheet in sheets
        ],
    }


def _plain(value: Value) -> Any:
    if isinstance(value, str):
        return value.strip()[:LONGEST_TEXT]
    if isinstance(value, bool):
        return {"truth": value}
    if isinstance(value, float | int):
        return (int(value) if value == int(value) else value) if math.isfinite(value) else {"other": "∞"}
    if isinstance(value, datetime):
        return {"date": value.date().isoformat()}
    return {"date": value.isoformat()} if isinstance(value, date) else {"other": str(value)}


def _texts(sheets: list[SheetCells], looked: Precheck, words: str) -> list[list[str]]:
    """[address, text] of every cell that holds words, hidden sheets and comments too: what the gate looks at.

    In a workbook of ours whose own words are as they were written (`words`), only those typed into its figures.
    """
    if words and layout.words_digest(own_words(sheets, looked.notes)) == words:
        return [item for sheet in sheets if sheet.name == layout.DATA for item in _typed_words(sheet)]
    texts = [item for sheet in sheets if sheet.name != layout.STAMP for item in _words(sheet)]
    return [*texts, *(["", note[:LONGEST_TEXT]] for note in looked.notes)][:MOST_TEXTS]


def own_words(sheets: Iterable[SheetCells], notes: Iterable[str]) -> list[str]:
    """All words of a workbook of ours but those in its figures."""
    found: list[str] = []
    for sheet in sheets:
        if sheet.name == layout.STAMP:
            continue
        figures_from = layout.BODY - 1 if sheet.name == layout.DATA else len(sheet.rows)
        found += [value for row in sheet.rows[:figures_from] for value in row if type(value) is str and value]
        names = layout.FIRST - 1
        found += [value for row in sheet.rows[figures_from:] for value in row[:names] if type(value) is str and value]
    return [*found, *notes]


def _typed_words(sheet: SheetCells) -> Iterator[list[str]]:
    first = layout.FIRST
    for number, row in enumerate(sheet.rows[layout.BODY - 1 :], layout.BODY):
        if str in map(type, row[first - 1 :]):
            for column, value in enumerate(row[first - 1 :], first):
                if type(value) is str and value and not value.isspace():
                    yield [cell_address(sheet.name, column, number), value[:LONGEST_TEXT]]


def _words(sheet: SheetCells) -> Iterator[list[str]]:
    for number, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row, 1):
            if type(value) is str and value and not value.isspace():
                yield [f"{sheet.name}!{column_letters(column)}{number}", value[:LONGEST_TEXT]]
