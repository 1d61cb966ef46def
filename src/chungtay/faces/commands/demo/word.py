"""The five illustrative reports as Word files in the layout of official documents, marked on every page."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

import yaml
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

MARK = "BẢN MINH HỌA – KHÔNG PHẢI VĂN BẢN CHÍNH THỨC"


@dataclass(frozen=True)
class IllustrativeReport:
    """One report of the demonstration: what its file is called, who issues it, and its text by paragraph."""

    file: str
    body: str
    place: str
    period: str
    issuers: tuple[str, str]
    number: str
    place_and_date: str
    issued_on: date
    title: str
    subject: str
    text: tuple[str, ...]


def reports() -> list[IllustrativeReport]:
    """The five, in the order of their dates."""
    folder = files("chungtay.faces.commands.demo") / "reports"
    found = []
    for entry in folder.iterdir():
        raw: dict[str, Any] = yaml.safe_load(entry.read_text(encoding="utf-8"))
        found.append(IllustrativeReport(**{**raw, "issuers": tuple(raw["issuers"]), "text": tuple(raw["text"])}))
    return sorted(found, key=lambda report: report.issued_on)


def build(report: IllustrativeReport) -> bytes:
    """The report as .docx: header of two issuers, text with headings, no seal, no signature."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    _times(document)
    mark = section.header.paragraphs[0]
    mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
    mark.add_run(MARK).bold = True
    _heading_table(document, report)
    _line(document, report.title, bold=True, center=True)
    _line(document, report.subject, bold=True, center=True)
    for paragraph in report.text:
        level = len(paragraph) - len(paragraph.lstrip("#"))
        _line(document, paragraph.lstrip("# "), bold=level > 0, center=False)
    _line(document, f"{MARK}./.", bold=False, center=True)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _times(document: Any) -> None:
    style = document.styles["Normal"]
    style.font.size = Pt(14)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(slot), "Times New Roman")


def _heading_table(document: Any, report: IllustrativeReport) -> None:
    table = document.add_table(rows=2, cols=2)
    table.autofit = False
    for column, width in zip(table.columns, (Mm(75), Mm(90)), strict=True):
        column.width = width
    left, right, number, dated = (cell for row in table.rows for cell in row.cells)
    _fill(left, [(text, True) for text in report.issuers], 12)
    _fill(right, [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True), ("Độc lập - Tự do - Hạnh phúc", True)], 12)
    _fill(number, [(f"Số: {report.number}", False)], 13)
    _fill(dated, [(report.place_and_date, False)], 13, italic=True)


def _fill(cell: Any, lines: list[tuple[str, bool]], size: int, *, italic: bool = False) -> None:
    for index, (text, bold) in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def _line(document: Any, text: str, *, bold: bool, center: bool) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if center else WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.space_after = Pt(6)
    if not bold and not center:
        paragraph.paragraph_format.first_line_indent = Mm(12.7)
    paragraph.add_run(text).bold = bold
