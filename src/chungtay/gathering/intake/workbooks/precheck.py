"""A look at a workbook before any reader opens it: what it is, how large it grows, and what its XML gives away.

Formulas are never computed and macros never run. A formula without a stored result, or one that takes its value from
another file, is found here by scanning the XML, which costs a tenth of a second reading of the file.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chungtay.gathering.intake.workbooks.layout import column_letters
from chungtay.gathering.intake.workbooks.refusals import refused
from chungtay.gathering.intake.workbooks.unpacking import packed, unpacked
from chungtay.kernel.errors import Both

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 25 * 1024 * 1024
MEMBERS, UNPACKED, RATIO = 2_000, 100 * 1024 * 1024, 200
_SMALL = 10 * 1024 * 1024
MOST_ROWS = 20_000
"""More than the communes of the country with room for headings; a sheet of figures never comes near."""
MOST_LIST_ROWS = 51_000
"""A list of a register is longer, and narrow."""
# XML may declare entities only before its first element, behind nothing but comments and instructions.
_DECLARED = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff|\s+|<\?.*?\?>|<!--.*?-->)*<!(?!--)", re.DOTALL)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WIDE = re.compile(rb' r="[A-Z]{3}\d')
_ROW = re.compile(rb"<(?:\w+:)?row [^>]*?r=\"(\d+)\"")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell [^>]*?ref=\"([A-Z]+\d+:[A-Z]+\d+)\"")
_TEXT_OF_FORMULA = re.compile(rb"<(?:\w+:)?f[^>]*>(.*?)</(?:\w+:)?f>", re.DOTALL)
_RESULT = re.compile(rb"<(?:\w+:)?v>([^<]+)</(?:\w+:)?v>")
# "[1]Sheet!A1" names another file; "Table[2025]" a column of this one.
_ELSEWHERE = re.compile(rb"(?<![\w\]])\[\d+\]|\.xl[a-z]{1,2}\]|file:|https?:|\|'", re.IGNORECASE)
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, OSError, ValueError, EOFError, RuntimeError)
_COMMENT = re.compile(rb"<(?:\w+:)?t(?: [^>]*)?>([^<]+)</(?:\w+:)?t>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_ATTRIBUTES = re.compile(rb'([\w:]+)="([^"]*)"')


@dataclass(frozen=True)
class Precheck:
    """What the look found. Cells are addresses 'Sheet!E12'; `merged` ranges of cells by sheet name.

    `kind`: 'xlsx', 'xls' or 'ods'. `notes`: the texts of comments, which no reader of cells shows. `content`: what a
    reader is to be given instead of the file: of an .xlsx only the parts that were looked at, unpacked.
    """

    kind: str
    no_result: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    content: bytes = field(default=b"", repr=False)


def workbook_check(content: bytes, name: str = Both("bảng tính", "workbook"), most_rows: int = MOST_ROWS) -> Precheck:
    """Raises Refusal BANGTINH-101 to 109 unless the bytes are a whole, open workbook of sane size."""
    if len(content) > LARGEST:
        raise refused("BANGTINH-106", name, f"{len(content) / 1024 / 1024:.0f} MB")
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise refused("BANGTINH-102", name)
        return Precheck("xls", content=content)
    if not content.startswith(b"PK"):
        raise refused("BANGTINH-101", name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _archive(archive.infolist(), content, name, most_rows)
    except _BROKEN as error:
        raise refused("BANGTINH-103", name) from error


def _archive(members: list[zipfile.ZipInfo], content: bytes, name: str, most_rows: int) -> Precheck:
    total = sum(member.file_size for member in members)
    if len(members) > MEMBERS or total > UNPACKED or (total > _SMALL and total > RATIO * len(content)):
        raise refused("BANGTINH-104", name, f"{len(members)}, {total / 1024 / 1024:.0f} MB")
    if any(member.flag_bits & 0x1 for member in members):
        raise refused("BANGTINH-102", name)
    names = {member.filename for member in members}
    # The directory's sizes bound what is read: a member that holds more than it says is refused.
    whole = {m.filename: (unpacked(content, m), m.CRC) for m in members if _is_looked_at(m.filename)}
    parts = {member: _searchable(data, member, name) for member, (data, _) in whole.items()}
    if "xl/workbook.xml" in names:
        return _xlsx(parts, packed(whole), name, most_rows)
    if "content.xml" in names and b"office:spreadsheet" in parts["content.xml"]:
        return _ods(parts["content.xml"], content, name, most_rows)
    if any(member.lower().endswith((".xlsx", ".xls", ".ods", ".zip")) for member in names):
        raise refused("BANGTINH-109", name)
    raise refused("BANGTINH-101", name)


def _is_looked_at(member: str) -> bool:
    """What the readers parse, and comments. Themes, drawings and properties are opened by nobody."""
    if not member.lower().endswith((".xml", ".rels")):
        return False
    return not member.startswith(("docProps/", "xl/theme/", "xl/drawings/", "xl/charts/", "customXml/"))


def _searchable(data: bytes, member: str, name: str) -> bytes:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        # UTF-16 hides everything from a search of bytes.
        data = data.replace(b"\x00", b"")
    if _DECLARED.match(data):
        raise refused("BANGTINH-105", name, member)
    return data


# --- .xlsx ---------------------------------------------------------------------------------------


def _xlsx(parts: dict[str, bytes], content: bytes, name: str, most_rows: int) -> Precheck:
    no_result: list[str] = []
    elsewhere: list[str] = []
    errors: list[str] = []
    merged: list[tuple[str, str]] = []
    sheets: dict[str, str] | None = None
    for part, data in parts.items():
        if not part.startswith("xl/worksheets/") or not part.endswith(".xml"):
            continue
        _check_size(data, part, name, most_rows)
        first, last = data.find(b"sheetData"), data.rfind(b"sheetData")
        first, last = (first, last) if first >= 0 else (0, len(data))
        at = data.find(b"mergeCells", last)
        has_formula, has_error = _has_formula(data, first, last), data.find(b't="e"', first, last) >= 0
        if not (has_formula or has_error or at >= 0):
            continue
        sheets = sheets or _sheet_names(parts)
        sheet = sheets.get(part, part.rpartition("/")[2])
        merged += [(sheet, found.decode()) for found in _MERGED.findall(data, at)] if at >= 0 else []
        if has_formula or has_error:
            _scan_cells(data, sheet, no_result, elsewhere, errors)
    notes = [text for p, data in parts.items() if p.startswith("xl/comments") for text in _notes(data)]
    return Precheck("xlsx", tuple(no_result), tuple(elsewhere), tuple(errors), tuple(merged), tuple(notes), content)


def _notes(data: bytes) -> list[str]:
    """The texts of comments, made plain all at once: a workbook of ours has one at every row."""
    found = _COMMENT.findall(data)
    return _plain(b"\0".join(found)).split("\0") if found else []


def _has_formula(data: bytes, first: int, last: int) -> bool:
    """One letter first, which is found at the speed of memory and which plain counts and their cells lack.

    Then a plain search where the XML has no prefixes, as all common programs write it: many times faster.
    """
    if data.find(b"f", first, last) < 0:
        return False
    if b"<worksheet" in data[:2000] and data.find(b"<f", first, last) < 0:
        return False
    return _FORMULA.search(data) is not None


def _check_size(data: bytes, part: str, name: str, most_rows: int) -> None:
    """Rows stand in order, so the last one tells the height; a third letter tells a column past ZZ.

    The reader makes room for every cell between the first and the last: two cells far apart cost what a full sheet
    costs, and take the whole process with them.
    """
    last = data.rfind(b"<row ")
    found = _ROW.match(data, last) if last >= 0 else None
    rows = int(found[1]) if found else max((int(n) for n in _ROW.findall(data)), default=0)
    if rows > most_rows or _WIDE.search(data):
        raise refused(
            "BANGTINH-108",
            name,
            Both(f"{part.rpartition('/')[2]}: {rows} dòng", f"{part.rpartition('/')[2]}: {rows} rows"),
        )


def _scan_cells(data: bytes, sheet: str, no_result: list[str], elsewhere: list[str], errors: list[str]) -> None:
    for attributes, inner in _CELL.findall(data):
        found = re.search(rb'\br="([A-Z]+\d+)"', attributes)
        where = f"{sheet}!{found[1].decode()}" if found else sheet
        is_text = b't="str"' in attributes
        if b't="e"' in attributes:
            errors.append(where)
        if _FORMULA.search(inner) is None:
            continue
        formula = _TEXT_OF_FORMULA.search(inner)
        if formula and _ELSEWHERE.search(formula[1]):
            elsewhere.append(where)
        elif not is_text and _RESULT.search(inner) is None:
            no_result.append(where)


def _sheet_names(parts: dict[str, bytes]) -> dict[str, str]:
    """Path of each sheet's XML to the name on its tab."""
    targets = {}
    for tag in _RELATION.findall(parts.get("xl/_rels/workbook.xml.rels", b"")):
        about = dict(_ATTRIBUTES.findall(tag))
        target = _plain(about.get(b"Target", b""))
        targets[about.get(b"Id", b"")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    names = {}
    for tag in _SHEET.findall(parts["xl/workbook.xml"]):
        about = dict(_ATTRIBUTES.findall(tag))
        relation = next((about[key] for key in about if key.endswith(b":id")), None)
        if relation is not None:
            names[targets.get(relation, "")] = _plain(about.get(b"name", b""))
    return names


def _attribute(tag: bytes, name: str) -> str:
    found = re.search(rb"\b" + name.encode() + rb'="([^"]*)"', tag)
    return _plain(found[1]) if found else ""


def _plain(raw: bytes) -> str:
    """XML text with its five entities and numbers resolved."""
    text = raw.decode("utf-8", errors="replace")
    if "&" not in text:
        return text
    text = re.sub(r"&#(\d{1,7});", lambda m: chr(min(int(m[1]), 0x10FFFF)), text)
    for entity, plain in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, plain)
    return text


# --- .ods ----------------------------------------------------------------------------------------

_ODS_TAG = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>")


def _ods(xml: bytes, content: bytes, name: str, most_rows: int) -> Precheck:
    """Cells of one tag after another, counting what is repeated; only what carries a formula or content counts."""
    no_result: list[str] = []
    elsewhere: list[str] = []
    sheet, row, column, step = "", 0, 0, 1
    for tag, attributes in _ods_tags(xml):
        if tag == b"table":
            sheet, row, step = _attribute(attributes, "table:name"), 0, 1
        elif tag == b"table-row":
            row, column = row + step, 0
            step = _repeated(attributes, b"rows")
        else:
            where = f"{sheet}!{column_letters(column + 1)}{row}"
            column += _repeated(attributes, b"columns")
            is_filled = b"office:value" in attributes or b"table:formula" in attributes
            if is_filled and (row + step > most_rows or column > 702):
                raise refused("BANGTINH-108", name, where)
            if b"table:formula=" in attributes:
                formula = _attribute(attributes, "table:formula")
                if "file:" in formula or "http" in formula:
                    elsewhere.append(where)
                elif b"office:value-type" not in attributes:
                    no_result.append(where)
    return Precheck("ods", tuple(no_result), tuple(elsewhere), content=content)


def _ods_tags(xml: bytes) -> Iterator[tuple[bytes, bytes]]:
    for found in _ODS_TAG.finditer(xml):
        yield found[1], found[2]


def _repeated(attributes: bytes, what: bytes) -> int:
    found = re.search(rb"number-" + what + rb'-repeated="(\d+)"', attributes)
    return int(found[1]) if found else 1
