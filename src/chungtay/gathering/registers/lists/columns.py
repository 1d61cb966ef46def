"""Which columns of somebody's list hold what a register asks for: found by headings without marks. Pure.

sheet = sheet_found(sheets, fields)      # the sheet and the row of headings that fit best
columns = columns_guessed(sheet.head, fields)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chungtay.gathering.registers.lists.refusals import refusal
from chungtay.kernel.errors import Both
from chungtay.kernel.text import match_key, squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Value = Any
"""A cell: "", a text, a number, or {"date": ISO}, {"truth": bool}, {"other": what it shows}."""
MOST_ROWS = 50_000
MOST_COLUMNS = 60
_SOUGHT_ROWS = 40
_NONE = Both("", "")
_NOT_LETTERS = re.compile(r"[^\w]+")
_ASIDE = re.compile(r"\([^)]*\)")
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[A-Z])\)?")


@dataclass(frozen=True)
class Field:
    """What a register asks of a row. `heads`: other headings under which lists have it, in any spelling; `hint` says
    how it is written, `sample` stands in the empty template's explanation."""

    key: str
    name: Both
    heads: tuple[str, ...] = ()
    is_needed: bool = False
    hint: Both = _NONE
    sample: str = ""


@dataclass(frozen=True)
class Sheet:
    """The table of a list: its headings, the number of the row they stand in, and the rows below with theirs."""

    name: str
    at: int
    head: list[str]
    rows: list[tuple[int, list[Value]]]


def head_key(text: str) -> str:
    """A heading as headings are compared: no marks, no signs, nothing in brackets."""
    return squeeze(_NOT_LETTERS.sub(" ", match_key(_ASIDE.sub(" ", text))))


def sheet_found(sheets: Sequence[Mapping[str, Any]], fields: Sequence[Field]) -> Sheet:
    """The sheet whose headings fit the fields best. `sheets`: {"name", "hidden", "rows"} as the guarded child gives.

    Refusals DSA-202 nothing below the headings, DSA-203 too many rows or columns, DSA-204 no headings.
    """
    best: tuple[int, Mapping[str, Any], int] | None = None
    for sheet in sheets:
        if sheet.get("hidden"):
            continue
        for number, row in enumerate(sheet["rows"][:_SOUGHT_ROWS]):
            score = _score(row, fields)
            if score >= 2 and (best is None or score > best[0]):
                best = (score, sheet, number)
    if best is None:
        raise refusal(
            "DSA-204",
            "",
            Both("một dòng tiêu đề cột", "a row of headings"),
            "không thấy dòng tiêu đề của các cột",
            "no row of headings was found",
            Both("Dùng mẫu trống của trang này, hoặc thêm dòng tiêu đề", "Use the empty template, or add headings"),
        )
    _, sheet, number = best
    return _sheet(sheet["name"], sheet["rows"], number)


def _score(row: Sequence[Value], fields: Sequence[Field]) -> int:
    """Ten for each heading that is known; a row of several plain texts may be one of unknown headings."""
    texts = [c for c in row if isinstance(c, str) and len(c) <= 120 and any(map(str.isalpha, c))]
    known = len(columns_guessed([cell if isinstance(cell, str) else "" for cell in row], fields))
    filled = sum(1 for cell in row if cell != "")
    plain = len(texts) if len(texts) == filled else 0
    return 10 * known + (min(plain, 9) if plain >= 3 or known else 0)


def _sheet(name: str, rows: Sequence[Sequence[Value]], at: int) -> Sheet:
    head = [squeeze(cell)[:80] if isinstance(cell, str) else "" for cell in rows[at]]
    width = max((n for n, text in enumerate(head, 1) if text), default=0)
    body = [(n, list(row[:width])) for n, row in enumerate(rows[at + 1 :], at + 2) if any(c != "" for c in row[:width])]
    if body and _is_numbering(body[0][1]):
        body = body[1:]
    read = Both(f"{len(body)} dòng, {width} cột", f"{len(body)} rows, {width} columns")
    if not body:
        expected = Both("ít nhất một dòng dưới tiêu đề", "at least one row below the headings")
        raise refusal("DSA-202", read, expected, "danh sách không có dòng nào", "the list has no row")
    if len(body) > MOST_ROWS or width > MOST_COLUMNS:
        expected = Both(f"tối đa {MOST_ROWS} dòng, {MOST_COLUMNS} cột", f"{MOST_ROWS} rows, {MOST_COLUMNS} columns")
        todo = Both("Chia thành nhiều tệp", "Cut it into several files")
        raise refusal("DSA-203", read, expected, "danh sách quá lớn", "the list is too large", todo)
    return Sheet(name, at + 1, head, body)


def _is_numbering(row: Sequence[Value]) -> bool:
    """Whether it is the line '(1) (2) (3)' that printed tables have below their headings."""
    filled = [str(cell) for cell in row if cell != ""]
    return len(filled) >= 3 and all(_NUMBERED.fullmatch(cell) for cell in filled)


def columns_guessed(head: Sequence[str], fields: Sequence[Field]) -> dict[str, int]:
    """Number of the column by field, for headings that are a field's name in either language or one of its others."""
    keys: dict[str, int] = {}
    for number, text in enumerate(head):
        if key := head_key(text):
            keys.setdefault(key, number)
    found: dict[str, int] = {}
    for field in fields:
        for name in (field.name.vi, field.name.en, *field.heads):
            number = keys.get(head_key(name), -1)
            if number >= 0 and number not in found.values():
                found[field.key] = number
                break
    return found


def columns_remembered(head: Sequence[str], heads: Mapping[str, str]) -> dict[str, int]:
    """The columns as they were confirmed before; empty unless every one of those headings is there once."""
    keys = [head_key(text) for text in head]
    if not heads or any(keys.count(key) != 1 for key in heads.values()):
        return {}
    return {field: keys.index(key) for field, key in heads.items()}


def columns_checked(columns: Mapping[str, int], head: Sequence[str], fields: Sequence[Field]) -> dict[str, int]:
    """The columns as they may be used. Refusal DSA-205: a needed field without one, or a column given twice."""
    kept = {f.key: columns[f.key] for f in fields if 0 <= columns.get(f.key, -1) < len(head)}
    missing = [field for field in fields if field.is_needed and field.key not in kept]
    if missing:
        names = Both(", ".join(f.name.vi for f in missing), ", ".join(f.name.en for f in missing))
        vi, en = "chưa chọn cột cho điều phải có", "no column was chosen for what is needed"
        raise refusal("DSA-205", "", names, vi, en, Both("Chọn cột", "Choose the column"))
    if twice := [number for number in kept.values() if list(kept.values()).count(number) > 1]:
        expected = Both("mỗi cột cho một điều", "each column for one thing")
        vi, en = "một cột được chọn hai lần", "a column was chosen twice"
        raise refusal("DSA-205", head[twice[0]], expected, vi, en, Both("Chọn cột khác", "Choose another column"))
    return kept
