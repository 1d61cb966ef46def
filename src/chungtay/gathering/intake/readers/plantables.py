"""Rows of a plan's tables: which column says what, rows that head a section, cells merged over several rows."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from chungtay.gathering.intake.readers.planlines import Parts, parts_of, unbulleted
from chungtay.kernel.text import match_key, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chungtay.gathering.intake.readers.documents import Document, Paragraph

_HEADS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("due", ("thoi gian", "thoi han", "tien do", "han hoan thanh", "hoan thanh")),
    ("partner", ("phoi hop",)),
    (
        "lead",
        ("chu tri", "don vi thuc hien", "co quan thuc hien", "phan cong", "chiu trach nhiem", "don vi", "co quan"),
    ),
    ("target", ("chi tieu", "ket qua", "san pham", "muc tieu", "yeu cau")),
    ("todo", ("noi dung", "nhiem vu", "cong viec", "hoat dong", "viec ")),
)
_ORDINAL = re.compile(r"s?tt|so tt|so thu tu|no\.?")
_ONLY_ORDINAL = re.compile(r"[\dIVXa-zđ]{1,5}(?:\.\d{1,2})*[.)]?", re.IGNORECASE)
Row = tuple[Parts, int, int, int, str, bool]
"""Parts, start, end, paragraph from 1, area, whether lead or day stand in a row above."""


def items_of_tables(document: Document) -> Iterator[Row]:
    """The rows that ask for something, of those tables that have a column for what and one for whom or when."""
    tables: dict[int, dict[int, dict[int, tuple[int, Paragraph]]]] = defaultdict(lambda: defaultdict(dict))
    for number, paragraph in enumerate(document.paragraphs, start=1):
        if paragraph.cell is not None:
            table, row, column = paragraph.cell
            tables[table][row][column] = (number, paragraph)
    for rows in tables.values():
        yield from _rows(document.text, rows)


def _rows(text: str, rows: dict[int, dict[int, tuple[int, Paragraph]]]) -> Iterator[Row]:
    words = {
        row: {column: text[p.start : p.end] for column, (_, p) in cells.items()} for row, cells in sorted(rows.items())
    }
    head = next(((row, roles) for row in list(words)[:3] if (roles := _roles(words[row])) is not None), None)
    if head is None:
        return
    area, above = "", Parts("")
    for row in [row for row in words if row > head[0]]:
        said = _said(words[row], head[1])
        if (section := _section(words[row], head[1])) is not None:
            area, above = section, Parts("")
            continue
        if not said.get("todo"):
            continue
        parts, is_carried = _filled(_parts(said), above)
        above = parts
        held = [one for column, one in rows[row].items() if head[1].get(column) == "todo"]
        number, paragraph = held[0]
        # The cells of a row follow each other in the text: who and when stand behind what.
        end = max(one.end for _, one in rows[row].values())
        yield parts, paragraph.start, end, number, area, is_carried


def _roles(cells: dict[int, str]) -> dict[int, str] | None:
    """What each column says, by its head; None where the row is not the head of a plan's table."""
    found: dict[int, str] = {}
    for column, cell in cells.items():
        key = match_key(cell)
        if _ORDINAL.fullmatch(key):
            found[column] = "ordinal"
            continue
        role = next((name for name, heads in _HEADS if len(key) < 60 and any(word in f"{key} " for word in heads)), "")
        if role == "partner" and "chu tri" in key:
            role = "both"
        if role and role not in found.values():
            found[column] = role
    held = set(found.values())
    return found if "todo" in held and held & {"lead", "both", "due"} else None


def _said(cells: dict[int, str], roles: dict[int, str]) -> dict[str, str]:
    return {role: squeeze(cells[column].replace("\n", "; ")) for column, role in roles.items() if column in cells}


def _section(cells: dict[int, str], roles: dict[int, str]) -> str | None:
    """The words of a row that heads a section: nothing stands in it but a number and a short text."""
    telling = [squeeze(cell) for cell in cells.values() if not _ONLY_ORDINAL.fullmatch(cell.strip())]
    asks = any(roles.get(column) in ("lead", "both", "partner", "due", "target") for column in cells)
    if len(telling) != 1 or asks or len(telling[0]) > 160:
        return None
    column = next(column for column, cell in cells.items() if squeeze(cell) == telling[0])
    spans = roles.get(column) == "ordinal" or max(cells) == column
    is_head = bool(re.match(r"\s*[IVX]{1,5}[.\-) ]", telling[0])) or telling[0].isupper() or spans
    first = next(iter(cells.values())).strip()
    is_roman = re.fullmatch(r"[IVX]{1,5}\.?|[A-Z]\.?", first) is not None
    if not is_head or not (is_roman or len(cells) == 1):
        return None
    return unbulleted(re.sub(r"^\s*[IVX]{1,5}\s*[.\-)]\s*", "", telling[0]))


def _parts(said: dict[str, str]) -> Parts:
    worded = parts_of(said["todo"])
    lead, partner = said.get("lead") or worded.lead, said.get("partner") or worded.partner
    if "both" in said:
        lead, _, rest = said["both"].partition(";" if ";" in said["both"] else ",")
        partner = partner or rest
        if (found := parts_of(said["both"])).lead:
            lead, partner = found.lead, found.partner or partner
    due, target = said.get("due") or worded.due, said.get("target", "")
    return Parts(worded.todo, squeeze(lead), squeeze(partner), squeeze(due), squeeze(target), worded.whole)


def _filled(parts: Parts, above: Parts) -> tuple[Parts, bool]:
    """A row whose lead or day is empty has those of the row above: cells merged downwards are written so."""
    lead, due = parts.lead or above.lead, parts.due or above.due
    return replace(parts, lead=lead, due=due), (lead, due) != (parts.lead, parts.due)
