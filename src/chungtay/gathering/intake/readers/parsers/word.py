"""Word files, straight from their XML: paragraphs, lists, tables, text boxes and footnotes in the order of the page.

Tracked changes are read as accepted: what was inserted stands, what was deleted does not. Hidden text is not read.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

Row = tuple[str, int | None, str, tuple[int, int, int] | None]
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WIDEST = 100  # Word itself stops at 63 columns.
_GONE = {_W + "del", _W + "moveFrom", _W + "rPr", _W + "pPr", _W + "instrText", _W + "delText", _MC + "Fallback"}
_WRITTEN = {
    _W + "tab": "\t",
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "noBreakHyphen": "-",
    _W + "ptab": "\t",
}
_OFF = {"0", "false", "off"}


def word_rows(data: bytes) -> Iterator[Row]:
    """Blocks of a .docx: (text, page, kind, (table, row, column)); pages are not known to the file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        body = _xml(archive, "word/document.xml").find(_W + "body")
        styles = _headings(_xml(archive, "word/styles.xml")) if "word/styles.xml" in names else set()
        notes: dict[str, Any] = {}
        for kind in ("footnote", "endnote"):
            if f"word/{kind}s.xml" in names:
                found = _xml(archive, f"word/{kind}s.xml")
                notes |= {f"{kind}{note.get(_W + 'id')}": note for note in found.iter(_W + kind)}
    if body is not None:
        yield from _Walk(styles, notes).blocks(body)


def _xml(archive: zipfile.ZipFile, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(archive.read(name), parser)


def _headings(styles: Any) -> set[str]:
    """The ids of styles that are named as headings or titles."""
    found = set()
    for style in styles.iter(_W + "style"):
        name = style.find(_W + "name")
        if name is not None and str(name.get(_W + "val", "")).lower().startswith(("heading", "title")):
            found.add(str(style.get(_W + "styleId")))
    return found


class _Walk:
    """One pass over a document; `tables` counts those that were begun."""

    def __init__(self, headings: set[str], notes: dict[str, Any]) -> None:
        self.headings, self.notes, self.tables = headings, notes, 0
        self.held = ""

    def blocks(self, parent: Any) -> Iterator[Row]:
        """Paragraphs and tables of a body, a text box or a note, with what hangs on them after them."""
        for item in parent:
            if item.tag == _W + "p":
                yield from self._paragraph(item)
            elif item.tag == _W + "tbl":
                yield from self._table(item)
            elif item.tag in (_W + "sdt", _W + "sdtContent", _W + "customXml", _W + "ins", _W + "moveTo"):
                yield from self.blocks(item)

    def _paragraph(self, item: Any) -> Iterator[Row]:
        aside: list[Any] = []
        text = self.held + "".join(_words(item, aside))
        if _is_joined(item):
            self.held = text
            return
        self.held = ""
        style = item.find(f"{_W}pPr/{_W}pStyle")
        is_heading = style is not None and style.get(_W + "val") in self.headings
        yield text, None, "heading" if is_heading else "p", None
        yield from self._beside(aside)

    def _beside(self, aside: list[Any]) -> Iterator[Row]:
        """Text boxes as they stand in the text; a note by its reference."""
        for item in aside:
            if item.tag == _W + "txbxContent":
                yield from self.blocks(item)
                continue
            kind = item.tag.removeprefix(_W).removesuffix("Reference")
            note = self.notes.get(f"{kind}{item.get(_W + 'id')}")
            if note is not None:
                yield from self.blocks(note)

    def _table(self, table: Any) -> Iterator[Row]:
        number, self.tables = self.tables, self.tables + 1
        later: list[Any] = []
        for row_number, row in enumerate(_rows(table)):
            column = min(_number(row.find(f"{_W}trPr/{_W}gridBefore")), _WIDEST)
            for cell in _cells(row):
                merged = cell.find(f"{_W}tcPr/{_W}vMerge")
                if merged is None or merged.get(_W + "val") == "restart":
                    text = "\n".join("".join(_words(p, later)) for p in _paragraphs(cell, later))
                    yield text, None, "cell", (number, row_number, column)
                column += min(max(1, _number(cell.find(f"{_W}tcPr/{_W}gridSpan"))), _WIDEST)
        for item in later:
            if item.tag == _W + "tbl":
                yield from self._table(item)
            else:
                yield from self._beside([item])


def _rows(table: Any) -> Iterator[Any]:
    for item in table:
        if item.tag == _W + "tr" and item.find(f"{_W}trPr/{_W}del") is None:
            yield item
        elif item.tag in (_W + "sdt", _W + "sdtContent", _W + "customXml"):
            yield from _rows(item)


def _cells(row: Any) -> Iterator[Any]:
    for item in row:
        if item.tag == _W + "tc":
            yield item
        elif item.tag in (_W + "sdt", _W + "sdtContent", _W + "customXml"):
            yield from _cells(item)


def _paragraphs(cell: Any, later: list[Any]) -> Iterator[Any]:
    """The paragraphs of a cell; a table within it waits until the outer one is done."""
    for item in cell:
        if item.tag == _W + "p":
            yield item
        elif item.tag == _W + "tbl":
            later.append(item)
        elif item.tag in (_W + "sdt", _W + "sdtContent", _W + "customXml", _W + "ins"):
            yield from _paragraphs(item, later)


def _words(item: Any, aside: list[Any]) -> Iterator[str]:
    """The text of a paragraph; text boxes and references to notes go to `aside`."""
    for part in item:
        tag = part.tag
        if tag in _GONE or not isinstance(tag, str):
            continue
        if tag == _W + "t":
            yield part.text or ""
        elif tag in _WRITTEN:
            yield _WRITTEN[tag]
        elif tag in (_W + "txbxContent", _W + "footnoteReference", _W + "endnoteReference"):
            aside.append(part)
        elif tag != _W + "r" or not _is_hidden(part):
            yield from _words(part, aside)


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(_W + "val") not in _OFF


def _is_joined(paragraph: Any) -> bool:
    """Whether the mark at its end was deleted, so that the next paragraph goes on in the same line."""
    return paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None


def _number(item: Any) -> int:
    text = "" if item is None else str(item.get(_W + "val", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
