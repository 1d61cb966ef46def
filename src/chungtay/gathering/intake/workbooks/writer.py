"""A form as a workbook to be filled in offline: only figures can be typed into it, and its cells say what they take.

content = workbook_write(sheet, language="vi", values={("tips.received|", period): 12})
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation

from chungtay.gathering.intake.workbooks import guidance, layout
from chungtay.gathering.intake.workbooks.layout import FormRow, FormSheet, column_letters
from chungtay.gathering.intake.workbooks.parsing import own_words
from chungtay.gathering.intake.workbooks.refusals import refused
from chungtay.gathering.intake.workbooks.saving import texts_kept, workbook_bytes
from chungtay.gathering.intake.workbooks.sheets import SheetCells
from chungtay.kernel.errors import Both
from chungtay.kernel.periods import Period, Regime

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    Values = Mapping[tuple[str, Period], Decimal | int | float | str]

_LINE = Side(style="thin", color="C9C5B8")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_INPUT = PatternFill("solid", fgColor="FFF8DC")
_HEAD = PatternFill("solid", fgColor="0B5850")
_SECTION = PatternFill("solid", fgColor="E3EEEB")
_FONT = "Times New Roman"
_FORMATS = {"vi": ("[$-42A]#,##0", "[$-42A]#,##0.##"), "en": ("#,##0", "#,##0.##")}
"""Whole numbers and fractions: 1.234.567 in Vietnamese. Excel takes the separators of the machine all the same."""
_OPEN = Protection(locked=False)


def workbook_write(sheet: FormSheet, *, language: str = "vi", values: Values | None = None) -> bytes:
    """The bytes of an .xlsx with guidance in both languages, figures and stamp. Refusal BANGTINH-150."""
    if not 1 <= len(sheet.periods) <= layout.MOST_PERIODS:
        raise refused("BANGTINH-150", Both("kỳ", "periods"), str(len(sheet.periods)))
    book = Workbook()
    figures = book.active
    assert figures is not None
    figures.title = layout.DATA
    _head(figures, sheet, language)
    _rows(figures, sheet, language, values or {})
    _frame(figures, sheet, language)
    guidance.write(book.create_sheet(layout.GUIDE), sheet)
    _stamp(book.create_sheet(layout.STAMP), sheet, _own_words(book))
    book.properties.creator = "Chung Tay"
    book.properties.title = sheet.name_vi
    for out in book.worksheets:
        texts_kept(out)
    return workbook_bytes(book)


def _head(out: Worksheet, sheet: FormSheet, language: str) -> None:
    vi = language == "vi"
    last = layout.FIRST + len(sheet.periods) - 1
    lines = {
        layout.TITLE: sheet.name_vi if vi else sheet.name_en,
        layout.ABOUT: f"{sheet.body_vi} · {sheet.place_vi}" if vi else f"{sheet.body_en} · {sheet.place_en}",
        layout.MARK: (
            f"Biểu mẫu {sheet.form_code}, bản {sheet.version} · mã {sheet.digest[:8]}"
            if vi
            else f"Form {sheet.form_code}, version {sheet.version} · mark {sheet.digest[:8]}"
        ),
        layout.HINT: guidance.HINT[0 if vi else 1],
    }
    for row, text in lines.items():
        cell = out.cell(row, layout.NUMBER, text)
        is_title = row == layout.TITLE
        cell.font = Font(name=_FONT, size=15 if is_title else 11, bold=is_title, italic=row == layout.HINT)
        cell.alignment = Alignment(vertical="center", wrap_text=row == layout.HINT)
        out.merge_cells(start_row=row, end_row=row, start_column=layout.NUMBER, end_column=max(last, layout.UNIT + 2))
    heads = ["TT", "Chỉ tiêu", "Đơn vị tính"] if vi else ["No.", "Indicator", "Unit"]
    heads += [_period_head(period, language) for period in sheet.periods]
    for column, text in enumerate(heads, layout.NUMBER):
        cell = out.cell(layout.HEAD, column, text)
        cell.font = Font(name=_FONT, size=11, bold=True, color="FFFFFF")
        cell.fill, cell.border = _HEAD, _GRID
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for column, period in enumerate(sheet.periods, layout.FIRST):
        out.cell(layout.DATES, column, str(period))


def _period_head(period: Period, language: str) -> str:
    label = period.label(language)
    label = label[:1].upper() + label[1:]
    if period.regime in (Regime.DAY, Regime.CALENDAR_YEAR, Regime.PROGRAMME_TERM, Regime.SPAN):
        return label
    return f"{label}\n({period.start:%d/%m}–{period.end:%d/%m/%Y})"


def _rows(out: Worksheet, sheet: FormSheet, language: str, values: Values) -> None:
    vi = language == "vi"
    section = ""
    number = part = 0
    for at, row in zip(layout.row_places(sheet.rows), sheet.rows, strict=True):
        if row.section_vi and row.section_vi != section:
            _section(out, at - 1, row.section_vi if vi else row.section_en, len(sheet.periods))
        section = row.section_vi
        part = part + 1 if row.is_part else 0
        number += not row.is_part
        out.cell(at, layout.KEY, row.key)
        shown = f"{number}.{part}" if row.is_part else str(number)
        texts = (shown, row.name_vi if vi else row.name_en, row.unit_vi if vi else row.unit_en)
        for column, text in enumerate(texts, layout.NUMBER):
            cell = out.cell(at, column, text)
            cell.font = Font(name=_FONT, size=11)
            cell.border = _GRID
            is_name = column == layout.NAME
            cell.alignment = Alignment(
                vertical="center",
                wrap_text=True,
                horizontal=None if is_name else "center",
                indent=2 if is_name and row.is_part else 0,
            )
        _explained(out, at, row, vi)
        for column, period in enumerate(sheet.periods, layout.FIRST):
            _input(out.cell(at, column), row, language, values.get((row.key, period)))


def _section(out: Worksheet, at: int, name: str, periods: int) -> None:
    for column in range(layout.NUMBER, layout.FIRST + periods):
        out.cell(at, column).fill = _SECTION
        out.cell(at, column).border = _GRID
    cell = out.cell(at, layout.NUMBER, name)
    cell.font = Font(name=_FONT, size=11, bold=True)
    out.merge_cells(start_row=at, end_row=at, start_column=layout.NUMBER, end_column=layout.FIRST + periods - 1)


def _explained(out: Worksheet, at: int, row: FormRow, vi: bool) -> None:
    """The definition as a comment on the name: it is there when asked for and prints nothing."""
    definition = row.definition_vi if vi else row.definition_en
    if definition and not row.is_part:
        note = Comment(definition, "Chung Tay", height=90 + 18 * (len(definition) // 60), width=380)
        out.cell(at, layout.NAME).comment = note


def _input(cell: Cell | MergedCell, row: FormRow, language: str, value: Decimal | int | float | str | None) -> None:
    if value is not None:
        cell.value = int(value) if isinstance(value, Decimal) and value == int(value) else value
        if isinstance(value, str):
            # A text that begins with "=" stays a text.
            cell.data_type = "s"
    cell.number_format = _FORMATS[language][not row.is_whole]
    cell.font = Font(name=_FONT, size=12)
    cell.fill, cell.border, cell.protection = _INPUT, _GRID, _OPEN
    cell.alignment = Alignment(horizontal="right", vertical="center")


def _frame(out: Worksheet, sheet: FormSheet, language: str) -> None:
    """What cannot be changed, what may be typed, what stays in view, and how it prints."""
    first, last = column_letters(layout.FIRST), column_letters(layout.FIRST + len(sheet.periods) - 1)
    places = layout.row_places(sheet.rows)
    _validate(out, sheet, places, language)
    shown = f"{first}{layout.BODY}:{last}{places[-1]}"
    # A number below zero turns red while the program is still open.
    top = f"{first}{layout.BODY}"
    is_odd = Rule(type="expression", formula=[f"AND(ISNUMBER({top}),{top}<0)"])
    is_odd.dxf = DifferentialStyle(font=Font(color="B3261E", bold=True))
    out.conditional_formatting.add(shown, is_odd)
    out.column_dimensions["A"].hidden = True
    out.row_dimensions[layout.DATES].hidden = True
    for letters, width in (("B", 6), ("C", 52), ("D", 13)):
        out.column_dimensions[letters].width = width
    for column in range(layout.FIRST, layout.FIRST + len(sheet.periods)):
        out.column_dimensions[column_letters(column)].width = 16
    out.row_dimensions[layout.TITLE].height = 26
    out.row_dimensions[layout.HINT].height = 34
    out.row_dimensions[layout.HEAD].height = 38
    for at, row in zip(places, sheet.rows, strict=True):
        name = row.name_vi if language == "vi" else row.name_en
        out.row_dimensions[at].height = 18 * (1 + len(name) // 52)
    out.freeze_panes = f"{first}{layout.BODY}"
    out.sheet_view.showGridLines = False
    out.sheet_view.zoomScale = 110
    out.protection.sheet = True
    out.protection.formatColumns = out.protection.formatRows = False
    out.page_setup.orientation = "portrait" if len(sheet.periods) < 4 else "landscape"
    out.page_setup.paperSize = out.PAPERSIZE_A4
    out.page_setup.fitToWidth, out.page_setup.fitToHeight = 1, 0
    assert out.sheet_properties.pageSetUpPr is not None
    out.sheet_properties.pageSetUpPr.fitToPage = True
    out.print_title_rows = f"{layout.HEAD}:{layout.HEAD}"
    out.print_area = f"B{layout.TITLE}:{last}{places[-1]}"
    foot = out.oddFooter
    assert foot is not None
    assert foot.center is not None
    assert foot.left is not None
    foot.center.text = "&P/&N"
    foot.left.text = f"{sheet.form_code} v{sheet.version} · {sheet.digest[:8]}"


def _validate(out: Worksheet, sheet: FormSheet, places: list[int], language: str) -> None:
    """Numbers from zero up, or one of the short words for why there is none. Asks again, and lets "hơn 15.000" pass.

    A custom rule, because the plain rule for whole numbers would refuse the words for absence that the form allows.
    """
    last = column_letters(layout.FIRST + len(sheet.periods) - 1)
    first = column_letters(layout.FIRST)
    title, text, prompt = guidance.validation(language)
    for is_whole, may_be_about in ((True, False), (False, False), (True, True), (False, True)):
        spans = [
            f"{first}{at}:{last}{at}"
            for at, row in zip(places, sheet.rows, strict=True)
            if (row.is_whole, row.allows_precision) == (is_whole, may_be_about)
        ]
        if not spans:
            continue
        top = spans[0].split(":")[0]
        whole = f"{top}=INT({top})," if is_whole else ""
        number = f"AND(ISNUMBER({top}),{whole}{top}>=0,{top}<1E15)"
        words = ",".join(f'LOWER(TRIM({top}))="{word}"' for word in guidance.ABSENCES)
        about = f",ISNUMBER(VALUE(RIGHT(TRIM({top}),1)))" if may_be_about else ""
        rule = DataValidation(type="custom", formula1=f"IF(ISNUMBER({top}),{number},OR({words}{about}))")
        rule.errorStyle = "warning"
        rule.errorTitle, rule.error = title, text
        rule.promptTitle, rule.prompt = title, prompt[may_be_about]
        rule.allow_blank = rule.showErrorMessage = rule.showInputMessage = True
        rule.sqref = rule.sqref.__class__(" ".join(spans))
        out.add_data_validation(rule)


def _own_words(book: Workbook) -> str:
    """The checksum of all words that stand in the workbook before anybody types into it."""
    sheets = [
        SheetCells(
            out.title, [[v if isinstance(v, str) else "" for v in row] for row in out.iter_rows(values_only=True)]
        )
        for out in book.worksheets
    ]
    notes = (cell.comment.text for out in book.worksheets for row in out.iter_rows() for cell in row if cell.comment)
    return layout.words_digest(own_words(sheets, notes))


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _stamp(out: Worksheet, sheet: FormSheet, words: str) -> None:
    pairs = zip(
        layout.STAMPED,
        (
            layout.FORMAT,
            sheet.form_code,
            sheet.version,
            sheet.place_key,
            sheet.body_code,
            sheet.regime,
            sheet.digest,
            words,
        ),
        strict=True,
    )
    for row, (name, value) in enumerate(pairs, 1):
        out.cell(row, 1, name)
        # As text: a code of digits alone would come back as a number without its zeros.
        out.cell(row, 2, str(value)).number_format = "@"
    out.sheet_state = "veryHidden"
    out.protection.sheet = True
