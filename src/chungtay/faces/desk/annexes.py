"""The list of the commended as a file: a Word annex in the form of Decree 30/2020/NĐ-CP, or a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx import Document
from docx.enum.section import WD_ORIENT

from chungtay.gathering.registers.commendations.kinds import RECIPIENTS, achievements, award_forms
from chungtay.gathering.registers.lists.exporting import sheet_bytes
from chungtay.results.reviews import word
from chungtay.results.reviews.tables import Cell, Grid

if TYPE_CHECKING:
    from datetime import date

    from chungtay.gathering.registers.commendations.annex import Annex
    from chungtay.gathering.registers.commendations.models import Award

DEMO_MARK = "BẢN MINH HỌA – KHÔNG PHẢI VĂN BẢN CHÍNH THỨC"
NOTE = (
    "Cá nhân, hộ gia đình chỉ nêu tên khi có sự đồng ý được ghi; người dưới 18 tuổi và thành tích về tin báo tội phạm, "
    "an ninh không nêu tên, chỉ tính vào số lượng."
)
HEAD = ("TT", "Đối tượng", "Loại", "Địa bàn", "Thành tích", "Hình thức khen", "Quyết định")
WIDTHS = (5, 23, 9, 18, 20, 13, 12)


def annex_lines(annex: Annex) -> list[list[str]]:
    """The rows of names as Vietnamese paper has them."""
    return [
        [
            str(number),
            award.name,
            RECIPIENTS[award.kind][1].vi,
            _land(award),
            achievements()[award.achievement].name.vi,
            award_forms()[award.round.form].name.vi,
            _decision(award),
        ]
        for number, award in enumerate(annex.rows, 1)
    ]


def count_lines(annex: Annex) -> list[list[str]]:
    """Of each form how many of each kind were granted, and how many of all are not named."""
    return [
        [award_forms()[told.form].name.vi, *(str(told.granted[kind]) for kind in RECIPIENTS), str(told.unnamed)]
        for told in annex.counts
    ]


COUNT_HEAD = ("Hình thức khen", *(name.vi for _key, name in RECIPIENTS.values()), "Không nêu tên")


def annex_docx(annex: Annex, *, land: str, start: date, end: date, is_demo: bool) -> bytes:
    """The annex as a .docx on A4 lying; equal input, equal bytes."""
    document = Document()
    word.page_set(document)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    if is_demo or annex.is_illustration:
        for holder in (section.first_page_header, section.header):
            holder.is_linked_to_previous = False
            word.line(holder, DEMO_MARK, size=10, bold=True)
    word.line(document, "PHỤ LỤC", bold=True)
    word.line(document, "DANH SÁCH TẬP THỂ, HỘ GIA ĐÌNH, CÁ NHÂN ĐƯỢC KHEN THƯỞNG", bold=True)
    word.line(document, f"{land}, từ ngày {start:%d/%m/%Y} đến ngày {end:%d/%m/%Y}", size=13, italic=True, after=8)
    word.line(document, "I. Số lượng", bold=True, align="left", after=4)
    numbers = [_cells(line, first_number=1) for line in count_lines(annex)]
    word.grid_table(document, _grid(COUNT_HEAD, numbers, (40, 15, 15, 15, 15)), width_mm=247)
    word.line(document, NOTE, size=11, italic=True, align="left", after=8)
    word.line(document, "II. Danh sách", bold=True, align="left", after=4)
    if annex.rows:
        lines = [_cells(line) for line in annex_lines(annex)]
        word.grid_table(document, _grid(HEAD, lines, WIDTHS), width_mm=247)
    else:
        word.line(document, "Không có đối tượng được nêu tên.", size=13, align="left")
    return word.saved(document, title="Danh sách khen thưởng")


def annex_xlsx(annex: Annex, *, is_demo: bool) -> bytes:
    """The same as one sheet: names first, then the counts."""
    head = (*HEAD, DEMO_MARK) if is_demo or annex.is_illustration else HEAD
    rows: list[list[str | int]] = [[int(line[0]), *line[1:]] for line in annex_lines(annex)]
    rows += [[], ["", *COUNT_HEAD]]
    rows += [["", line[0], *(int(text) for text in line[1:])] for line in count_lines(annex)]
    return sheet_bytes("Khen thưởng", head, [*rows, ["", NOTE]])


def _land(award: Award) -> str:
    home = award.place.home_province
    return award.place.full_name if home is None or home == award.place else f"{award.place.full_name}, {home.name}"


def _decision(award: Award) -> str:
    on = award.round.decided_on
    return f"{award.round.decision}, {on:%d/%m/%Y}" if on is not None else award.round.decision


def _cells(line: list[str], first_number: int = 99) -> tuple[Cell, ...]:
    return tuple(Cell(text, style="number" if at >= first_number else "") for at, text in enumerate(line))


def _grid(head: tuple[str, ...], rows: list[tuple[Cell, ...]], widths: tuple[int, ...]) -> Grid:
    return Grid("", head, tuple(rows), widths, "commendations")
