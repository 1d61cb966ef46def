"""What python-docx has no words for: fonts in all four slots, rules, fields, repeated heads, equal bytes."""

import io
import zipfile
from datetime import datetime
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

from chungtay.results.reviews.tables import Grid

FONT = "Times New Roman"
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_NO_TIME = datetime(2000, 1, 1)


def page_set(document: Document) -> None:
    """A4 upright with the margins of Decree 30/2020/NĐ-CP, 14 pt, justified."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.header_distance = section.footer_distance = Mm(8)
    section.different_first_page_header_footer = True
    for name in ("Normal", "Header", "Footer", "Table Grid"):
        font_set(document.styles[name])
    normal = document.styles["Normal"]
    normal.font.size = Pt(14)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15


def font_set(style: Any) -> None:
    """One font in all four slots: with any left out, Word sets Vietnamese letters in another face."""
    style.font.name = FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(slot), FONT)


def line(
    holder: Any,
    text: str,
    *,
    size: float = 14,
    bold: bool = False,
    italic: bool = False,
    align: str = "center",
    after: float = 0,
) -> Any:
    """A paragraph of one run in a document, header or cell; an empty first paragraph of a cell is used up first."""
    first = holder.paragraphs[0] if holder.paragraphs and hasattr(holder, "_tc") else None
    paragraph = (
        first if first is not None and not first.runs and len(holder.paragraphs) == 1 else holder.add_paragraph()
    )
    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align.upper())
    paragraph.paragraph_format.space_after = Pt(after)
    paragraph.paragraph_format.line_spacing = 1.0
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    return paragraph


def rule(holder: Any, side_indent_cm: float) -> None:
    """The short line under a heading: a low paragraph with a border on top and indents on both sides."""
    paragraph = holder.add_paragraph()
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = Cm(side_indent_cm)
    layout.space_before, layout.space_after, layout.line_spacing = Pt(2), Pt(0), Pt(8)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        top.set(qn(f"w:{key}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)


def page_number(paragraph: Any) -> None:
    """The PAGE field, 13 pt."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    run.font.size = Pt(13)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def columns_set(table: Any, widths_mm: list[float]) -> None:
    """Widths on columns and on cells: one program reads the one, another the other."""
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def grid_table(document: Document, grid: Grid, *, width_mm: float = 160, size: float = 11) -> None:
    """A ruled table whose head repeats on every page and whose rows do not break across pages."""
    table = document.add_table(rows=1, cols=len(grid.columns), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, grid.columns, strict=True):
        line(cell, text, size=size, bold=True)
    _row_property(table.rows[0], "w:tblHeader")
    for cells in grid.rows:
        row = table.add_row()
        row_kept_whole(row)
        for holder, cell in zip(row.cells, cells, strict=True):
            align = {"number": "right", "part": "left"}.get(cell.style, "left")
            line(holder, cell.text, size=size, align=align, italic=cell.style in ("part", "absent"))
    columns_set(table, [width_mm * share / 100 for share in grid.widths])


def picture(document: Document, image: bytes, words: str, *, width_mm: float = 150) -> None:
    """A centred picture with its description for those who do not see it."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    shape = paragraph.add_run().add_picture(io.BytesIO(image), width=Mm(width_mm))
    shape._inline.docPr.set("descr", words)


def saved(document: Document, *, title: str) -> bytes:
    """The file's bytes, equal for equal content: no author, fixed properties, fixed dates in the archive."""
    _thumbnail_drop(document)
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments = title, "", "", ""
    core.created = core.modified = _NO_TIME
    core.revision = 1
    plain = io.BytesIO()
    document.save(plain)
    result = io.BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _FIXED_DATE)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            target.writestr(entry, source.read(name))
    return result.getvalue()


def row_kept_whole(row: Any) -> None:
    """The row goes to the next page as a whole."""
    _row_property(row, "w:cantSplit")


def cell_margins_none(table: Any) -> None:
    """No side margins in the cells: the state's title needs the whole width of its column to stand on one line."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "0")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)


def _thumbnail_drop(document: Document) -> None:
    """The library's empty document carries a picture of somebody else's page."""
    package = document.part.package
    for key in [key for key, item in package.rels.items() if item.reltype.endswith("/thumbnail")]:
        del package.rels[key]


def _row_property(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))
