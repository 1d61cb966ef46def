"""Ten slides for the conference, from the paper alone. Charts are charts: their numbers can be opened and edited."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Mm, Pt

from chungtay.results.issuing.archives import settled
from chungtay.results.issuing.blocks import ANNEXES_NAMED, Kind, clause_cut
from chungtay.results.issuing.stamps import stamp_png, stamp_words

if TYPE_CHECKING:
    from chungtay.results.issuing.blocks import Block, Grid, Printed
    from chungtay.results.issuing.pictures import Pictures
    from chungtay.results.reviews.composition import Chart

PAGES = 10
_PICTURES = 4
_WIDE, _HIGH = Mm(338.7), Mm(190.5)
_FONT, _INK, _BLUE, _SOFT = "Times New Roman", RGBColor(0x11, 0x11, 0x11), RGBColor(0x1F, 0x4E, 0x79), "E7EEF5"
_TOP = Mm(12)
_NO_TIME = datetime(2000, 1, 1)
_DAY = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_BELOW_NOUGHT = re.compile(rb'val="-(\d{9,})"')
_ROWS, _LINES, _LETTERS = 8, 6, 260
_CELL_LETTERS = 110
_LETTERS_ACROSS = {16: 60, 20: 100}
"""Letters of a line beside a table and over the whole width, by size; and how many lines stand above the foot."""
_HIGH_LINES, _BETWEEN = 14, 0.4
_FEW_BARS = 16
_CHART_HIGH = Mm(122)
_AIRY = 400
"""Letters on a slide up to which it is set larger."""
_KEPT_COLUMNS = (1, 2, 3)
"""Of a table of results: what, unit, how many. Its number and its period are in the paper."""


class _Part:
    """A titled part of the paper, with what may stand on a slide."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.lines: list[str] = []
        self.grids: list[Grid] = []


def slides_of(paper: Printed, pictures: Pictures, *, digest: str = "") -> bytes:
    """The .pptx of ten pages, 16:9. Equal papers are equal bytes."""
    show = Presentation()
    show.slide_width, show.slide_height = _WIDE, _HIGH
    writer = _Writer(show, paper, pictures)
    writer.title_page()
    drawn = _drawn(paper)
    parts = _parts(paper, PAGES - 2 - len(drawn))
    for part in parts:
        writer.part_page(part)
    for block in drawn:
        writer.drawing_page(block)
    writer.end_page(digest)
    while len(show.slides) < PAGES:
        writer.blank_page()
    return _saved(show, paper.head.subject)


def _drawn(paper: Printed) -> tuple[Block, ...]:
    """The last pictures, which are those of the whole review, and before them the first of its areas."""
    found = paper.drawings
    kept = found if len(found) <= _PICTURES else (*found[: _PICTURES - 2], *found[-2:])
    return tuple(kept)


def _parts(paper: Printed, room: int) -> list[_Part]:
    """The titled parts in the order of the paper, joined from the end of the results on until they fit."""
    found: list[_Part] = []
    for block in paper.blocks:
        if block.kind == Kind.TITLE:
            found.append(_Part(block.text))
        elif found and block.kind in (Kind.PARAGRAPH, Kind.ITEM) and not block.text.startswith(ANNEXES_NAMED):
            found[-1].lines.append(block.text.removesuffix("./.") + "." if block.text.endswith("./.") else block.text)
        elif found and block.kind == Kind.TABLE and block.grid is not None and len(block.grid.columns) > 2:
            found[-1].grids.append(block.grid)
    wide = [block.grid for annex in paper.annexes for block in annex.blocks if block.grid is not None]
    for part in found:
        named = part.title.split(". ", 1)[-1]
        part.grids += [grid for grid in wide if grid.name == "results" and grid.caption.endswith(named)]
    found = [part for part in found if part.lines or part.grids]
    while len(found) > max(1, room):
        at = min(range(len(found) - 1), key=lambda i: len(found[i].lines) + len(found[i + 1].lines))
        first, second = found[at], found.pop(at + 1)
        first.title = f"{first.title}; {second.title.split('. ', 1)[-1]}"
        first.lines += second.lines
        first.grids += second.grids
    return found


class _Writer:
    def __init__(self, show: Any, paper: Printed, pictures: Pictures) -> None:
        self.show, self.paper, self.pictures = show, paper, pictures

    def title_page(self) -> None:
        """Who reports, of what, when."""
        head, slide = self.paper.head, self._slide(f"{self.paper.head.title}\n{self.paper.head.subject}", Mm(60), 30)
        # In the paper a dash joins the issuers in one cell; each on a line of its own needs none.
        issuers = [name.removesuffix(" -") for name in (*head.above, *head.issuers)]
        _text(slide, ["\n".join(issuers)], Mm(20), Mm(22), _WIDE - Mm(40), Mm(30), 20, bold=True)
        _text(slide, [head.number_line, head.date_line], Mm(20), Mm(125), _WIDE - Mm(40), Mm(25), 18, align="center")

    def part_page(self, part: _Part) -> None:
        """A part of the paper: its table at the right where it has one, its sentences at the left."""
        slide = self._slide(part.title)
        lines = [_shortened(line) for line in part.lines]
        has_table = bool(part.grids and part.grids[0].rows)
        width = Mm(140) if has_table else _WIDE - Mm(40)
        size, airy = (16, _AIRY // 2) if has_table else (20, _AIRY)
        left = _fitting(lines[: 3 if has_table else _LINES], _LETTERS_ACROSS[size])
        size += 4 if sum(map(len, left)) < airy else 0
        _text(slide, [f"• {line}" for line in left], Mm(20), Mm(38), width, Mm(130), size)
        if has_table:
            _table(slide, part.grids[0], Mm(168), Mm(38), Mm(152))

    def drawing_page(self, block: Block) -> None:
        """A chart that can be edited, or the picture of a map."""
        if block.chart is not None:
            slide = self._slide(block.chart.title.vi)
            _chart(slide, block.chart, block.text)
            _text(slide, [block.chart.note.vi], Mm(20), Mm(160), _WIDE - Mm(40), Mm(14), 12)
            return
        image = self.pictures.png(block)
        slide = self._slide(block.drawn.title.vi if block.drawn else "")
        if image:
            shape = slide.shapes.add_picture(io.BytesIO(image), Mm(105), Mm(36), height=Mm(135))
            shape._element.nvPicPr.cNvPr.set("descr", block.text)

    def end_page(self, digest: str) -> None:
        """What the slides stand on."""
        slide = self._slide("Căn cứ số liệu")
        told = self.paper.head.number_line.removeprefix("Số: ").strip()
        lines = [f"Theo Báo cáo số {told} {self.paper.head.date_words}. Báo cáo là văn bản có giá trị."]
        lines += _closing_notes(self.paper)
        _text(slide, lines, Mm(20), Mm(40), _WIDE - Mm(90), Mm(100), 18)
        if digest:
            shape = slide.shapes.add_picture(
                io.BytesIO(stamp_png(digest, self.paper.rendition)), _WIDE - Mm(62), Mm(45), height=Mm(42)
            )
            shape._element.nvPicPr.cNvPr.set("descr", stamp_words(digest, self.paper.rendition))
            _text(slide, [stamp_words(digest, self.paper.rendition)], Mm(20), Mm(155), _WIDE - Mm(40), Mm(12), 10)

    def blank_page(self) -> None:
        """For what is discussed in the room: a review of few parts has ten pages all the same."""
        self._slide("Ý kiến trao đổi")

    def _slide(self, title: str, top: Emu = _TOP, size: int = 26) -> Any:
        slide = self.show.slides.add_slide(self.show.slide_layouts[5])
        holder = slide.shapes.title
        holder.left, holder.top, holder.width, holder.height = Mm(20), top, _WIDE - Mm(40), Mm(22 if size < 30 else 50)
        frame = holder.text_frame
        frame.text, frame.word_wrap, frame.vertical_anchor = title, True, MSO_ANCHOR.MIDDLE
        small = size if len(title) < 80 else size - 6
        for paragraph in frame.paragraphs:
            _dress(paragraph, small, bold=True, align="center", colour=_BLUE)
        number = len(self.show.slides)
        foot = [*self.paper.marks, str(number) if number > 1 else ""]
        _text(slide, ["   ".join(word for word in foot if word)], Mm(20), Mm(178), _WIDE - Mm(40), Mm(9), 11, bold=True)
        return slide


def _fitting(lines: list[str], across: int) -> list[str]:
    """The first lines that together stay above the foot of a slide, one at least."""
    kept, high = lines[:1], 0.0
    for at, line in enumerate(lines):
        high += -(-len(line) // across) + _BETWEEN
        if high <= _HIGH_LINES:
            kept = lines[: at + 1]
    return kept


def _closing_notes(paper: Printed) -> list[str]:
    """The first notes of the paper's last part: those before it are each about a chart or a table beside them."""
    last = max((at for at, block in enumerate(paper.blocks) if block.kind == Kind.TITLE), default=0)
    return [block.text for block in paper.blocks[last:] if block.kind == Kind.NOTE][:3]


def _shortened(line: str) -> str:
    """A line of a slide: whole sentences that fit, else whole parts of one; a sentence without any stays whole."""
    if found := clause_cut(line, _LETTERS):
        return found
    part = clause_cut(line, _LETTERS, (", ",)).removesuffix(".")
    return f"{part}…" if part else line


def _text(
    slide: Any,
    lines: list[str],
    left: Emu,
    top: Emu,
    width: Emu,
    height: Emu,
    size: int,
    *,
    bold: bool = False,
    align: str = "",
) -> None:
    frame = slide.shapes.add_textbox(left, top, width, height).text_frame
    frame.word_wrap = True
    for position, text in enumerate(lines):
        paragraph = frame.paragraphs[0] if position == 0 else frame.add_paragraph()
        paragraph.text = text
        _dress(paragraph, size, bold=bold, align=align or ("center" if bold else "left"))
        paragraph.space_after = Pt(6)


def _dress(paragraph: Any, size: int, *, bold: bool = False, align: str = "left", colour: RGBColor = _INK) -> None:
    paragraph.alignment = getattr(PP_ALIGN, align.upper())
    for run in paragraph.runs:
        run.font.name, run.font.size, run.font.bold, run.font.color.rgb = _FONT, Pt(size), bold, colour
        run._r.get_or_add_rPr().set("lang", "vi-VN")


def _table(slide: Any, grid: Grid, left: Emu, top: Emu, width: Emu) -> None:
    """The first rows of a table: what, unit, how many."""
    rows = grid.rows[:_ROWS]
    columns = _KEPT_COLUMNS if grid.name == "results" else tuple(range(len(grid.columns)))[:3]
    table = slide.shapes.add_table(len(rows) + 1, len(columns), left, top, width, Mm(9) * (len(rows) + 1)).table
    total = sum(grid.widths[column] for column in columns)
    for at, column in enumerate(columns):
        table.columns[at].width = Emu(round(width * grid.widths[column] / total))
        _fill(table.cell(0, at), grid.columns[column], bold=True, align="center")
        for number, row in enumerate(rows, 1):
            cell = row[column]
            _fill(table.cell(number, at), _cell_words(cell.text), align="right" if cell.style == "number" else "left")


def _cell_words(text: str) -> str:
    """What fits in a cell: of a long list its first members whole. Numbers are far shorter and never cut."""
    if len(text) <= _CELL_LETTERS:
        return text
    return f"{text[:_CELL_LETTERS].rpartition(', ')[0] or text[:_CELL_LETTERS].rpartition(' ')[0]}…"


def _fill(cell: Any, text: str, *, bold: bool = False, align: str = "left") -> None:
    cell.text = text.replace("\n", " ")
    cell.margin_top = cell.margin_bottom = Mm(0.8)
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(_SOFT if bold else "FFFFFF")
    for paragraph in cell.text_frame.paragraphs:
        _dress(paragraph, 13, bold=bold, align=align)


def _chart(slide: Any, chart: Chart, words: str) -> None:
    data = CategoryChartData(number_format="#,##0")
    data.categories = [bar.label.vi for bar in chart.bars]
    data.add_series(chart.unit.vi, [float(bar.shown.value or 0) for bar in chart.bars])
    holder = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, Mm(20), Mm(36), _WIDE - Mm(40), _CHART_HIGH, data)
    holder._element.nvGraphicFramePr.cNvPr.set("descr", words)
    drawn = holder.chart
    drawn.has_legend, drawn.has_title = False, False
    drawn.font.name, drawn.font.size = _FONT, Pt(_letters(len(chart.bars)))
    drawn.category_axis.reverse_order = True
    _every_label(drawn.category_axis._element)
    drawn.value_axis.minimum_scale = 0
    drawn.value_axis.has_major_gridlines = False
    drawn.value_axis.visible = False
    plot = drawn.plots[0]
    plot.gap_width = 45
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = _BLUE
    # Each bar bears the words of the paper, for "trên 1.926" is not 1.926.
    for point, bar in enumerate(chart.bars):
        label = plot.series[0].points[point].data_label
        label.text_frame.text = bar.shown.words.vi
        label.position = XL_LABEL_POSITION.OUTSIDE_END


def _letters(bars: int) -> float:
    """The size of letters, in points, at which each bar has a line to itself on the height of the chart."""
    if bars <= _FEW_BARS:
        return 13
    fits: float = round(_CHART_HIGH.pt / bars * 0.7 * 2) / 2
    return max(4.5, min(8.0, fits))


def _every_label(axis: Any) -> None:
    """Where bars are many, programs leave out every second place unless they are told not to."""
    told = axis.makeelement(qn("c:tickLblSkip"), {"val": "1"})
    after = axis.find(qn("c:noMultiLvlLbl"))
    axis.append(told) if after is None else after.addprevious(told)


def _saved(show: Any, title: str) -> bytes:
    core = show.core_properties
    core.title, core.author, core.last_modified_by, core.comments = title, "", "", ""
    core.created = core.modified = _NO_TIME
    core.revision = 1
    # The library's empty file carries a picture of somebody else's page.
    package = show.part.package
    for key in [key for key, item in package._rels.items() if item.reltype.endswith("/thumbnail")]:
        package._rels.pop(key)
    out = io.BytesIO()
    show.save(out)
    return settled(out.getvalue(), _part_settled)


def _part_settled(name: str, content: bytes) -> bytes:
    """The workbook inside a chart has dates of its own; the library numbers axes below nought, the schema does not."""
    if name.endswith(".xlsx"):
        return settled(content, _undated)
    return _BELOW_NOUGHT.sub(rb'val="\1"', content) if name.startswith("ppt/charts/chart") else content


def _undated(name: str, part: bytes) -> bytes:
    return _DAY.sub(b"2000-01-01T00:00:00Z", part) if name == "docProps/core.xml" else part
