"""WordprocessingML as text. A review has tens of thousands of cells: written as text and parsed once they take a
thirtieth of the time that they take cell by cell. The order of elements is that of the schema (ISO/IEC 29500)."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chungtay.results.reviews.tables import Grid

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
TWIPS_PER_MM = 56.6929
EMU_PER_MM = 36_000
_RULES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_CELL_STYLES = {"number": "CellNumber", "part": "CellPart", "absent": "CellPart"}
_OPENED = re.compile(r"<w:p>(<w:pPr>)?(<w:pStyle [^>]*/>)?")
_NO_CONTROLS = {code: None for code in range(32) if code not in (9, 10)}


def twips(mm: float) -> int:
    """Millimetres as twentieths of a point."""
    return round(mm * TWIPS_PER_MM)


def run(text: str, *, size: float = 0, bold: bool = False, italic: bool = False) -> str:
    """A run of text, '' for none; `size` in points, 0 for the style's own. A line break is a break."""
    if not text:
        return ""
    form = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    form += f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else ""
    form = f"<w:rPr>{form}</w:rPr>" if form else ""
    words = escape(text.translate(_NO_CONTROLS), quote=False)
    lines = words.split("\n")
    told = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r>{form}{told}</w:r>"


def paragraph(inner: str, style: str = "", form: str = "") -> str:
    """A paragraph of runs; `form` are further properties, in the order of the schema."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p>{f'<w:pPr>{named}{form}</w:pPr>' if named or form else ''}{inner}</w:p>"


def kept(content: str) -> str:
    """Every paragraph stays on the page of what follows it; of a table, the paragraphs of its last row.

    A row stays with what follows the table only where each of its paragraphs says so.
    """
    before, row, last = content.rpartition("<w:tr>")
    return before + row + _OPENED.sub(_kept_opening, last)


def _kept_opening(found: re.Match[str]) -> str:
    closed = "" if found[1] else "</w:pPr>"
    return f"<w:p><w:pPr>{found[2] or ''}<w:keepNext/>{closed}"


def line(
    text: str, *, size: float, bold: bool = False, italic: bool = False, align: str = "center", before: float = 0
) -> str:
    """A line of the head or of the signing: no space after, single line spacing."""
    spacing = f'<w:spacing w:before="{round(before * 20)}" w:after="0" w:line="240" w:lineRule="auto"/>'
    form = f'{spacing}<w:ind w:firstLine="0"/><w:jc w:val="{align}"/>'
    return paragraph(run(text, size=size, bold=bold, italic=italic), form=form)


def rule(width_mm: float, holder_mm: float) -> str:
    """The short line under a heading: a low paragraph with a border on top and indents on both sides."""
    side = twips(max(0.0, (holder_mm - width_mm) / 2))
    return paragraph(
        "",
        form='<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
        '<w:spacing w:before="40" w:after="0" w:line="160" w:lineRule="exact"/>'
        f'<w:ind w:left="{side}" w:right="{side}" w:firstLine="0"/><w:jc w:val="center"/>',
    )


def table(grid: Grid, width_mm: float, *, small: bool) -> str:
    """A ruled table: its head is repeated on every page and its rows do not break across pages."""
    widths = [twips(width_mm * share / sum(grid.widths)) for share in grid.widths]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    suffix = "Small" if small else ""
    before = [f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>' for width in widths]
    head = "".join(
        f"{start}{paragraph(run(text), f'CellHead{suffix}')}</w:tc>"
        for start, text in zip(before, grid.columns, strict=True)
    )
    rows = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            f"{start}{paragraph(run(cell.text), _CELL_STYLES.get(cell.style, 'Cell') + suffix)}</w:tc>"
            for start, cell in zip(before, cells, strict=False)
        )
        + "</w:tr>"
        for cells in grid.rows
    )
    told = escape(grid.caption)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{_RULES}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>'
        f'</w:tblCellMar><w:tblLook w:val="0020" w:firstRow="1"/><w:tblCaption w:val="{told}"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{rows}</w:tbl>"
    )


def bare_table(cells: list[tuple[float, str]]) -> str:
    """One row without rules and without side margins: (width in mm, paragraphs) of each cell."""
    widths = [twips(width) for width, _ in cells]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    inner = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{body or paragraph("")}</w:tc>'
        for width, (_, body) in zip(widths, cells, strict=True)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>{inner}</w:tr></w:tbl>"
    )


def picture(relation: str, number: int, words: str, width_mm: float, height_mm: float) -> str:
    """A picture in the line, with its description for those who do not see it."""
    wide, high = round(width_mm * EMU_PER_MM), round(height_mm * EMU_PER_MM)
    told = escape(words)
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr id="{number}" name="Picture {number}" descr="{told}"/><wp:cNvGraphicFramePr>'
        '<a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def section(headers: dict[str, str], *, is_wide: bool, is_first: bool) -> str:
    """A section's properties: A4 upright or across, no number on its first page; each annex counts from one."""
    references = "".join(f'<w:headerReference w:type="{kind}" r:id="{rel}"/>' for kind, rel in headers.items())
    wide, high = (twips(297), twips(210)) if is_wide else (twips(210), twips(297))
    across = ' w:orient="landscape"' if is_wide else ""
    start = "" if is_first else ' w:start="1"'
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/><w:pgSz w:w="{wide}" w:h="{high}"{across}/>'
        f'<w:pgMar w:top="{twips(20)}" w:right="{twips(15 if is_wide else 20)}" w:bottom="{twips(20)}" '
        f'w:left="{twips(30)}" w:header="{twips(9)}" w:footer="{twips(9)}" w:gutter="0"/>'
        f"<w:pgNumType{start}/><w:titlePg/></w:sectPr>"
    )
