"""Workbooks of the cast, and hostile ones, for the tests of reading them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook, load_workbook

from chungtay.gathering.intake.workbooks.layout import FormRow, FormSheet
from chungtay.gathering.intake.workbooks.outlines import form_sheet
from chungtay.gathering.intake.workbooks.writer import workbook_write
from chungtay.kernel.periods import decree_month
from chungtay.reference.forms.queries import form_get

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chungtay.reference.actors.models import User

OCTOBER, NOVEMBER = decree_month(2025, 10), decree_month(2025, 11)
SESSIONS, TIPS = "communication.sessions|", "tips.received|"


def sheet_of(rows: int = 3, periods: int = 2) -> FormSheet:
    """A made-up form of a few rows; every third allows words of precision, every fourth is a part of the one above."""
    made = tuple(
        FormRow(f"thing.n{n}|", f"Việc số {n}", f"Thing {n}", "lượt", "times", "Đếm theo lượt.", "Counted by turns.")
        for n in range(rows)
    )
    months = tuple(decree_month(2025, n + 1) for n in range(periods))
    return FormSheet(
        "made-up",
        1,
        "Mẫu thử",
        "A trial",
        "c1@2025",
        "Xã A",
        "A",
        "CA-A",
        "Đơn vị A",
        "Body A",
        "decree_month",
        months,
        made,
    )


def workbook_of(by: User, values: Mapping[Any, Any] | None = None, *, language: str = "vi") -> bytes:
    """The monthly workbook of the account's own body for October and November 2025."""
    form = form_get("monthly-commune", NOVEMBER.end)
    sheet = form_sheet(form, by.body, by.body.place, (OCTOBER, NOVEMBER))
    return workbook_write(sheet, language=language, values=values or {(SESSIONS, NOVEMBER): 12})


def changed(content: bytes, cells: Mapping[str, Any], sheet: str = "BaoCao") -> bytes:
    """The workbook after somebody typed into cells."""
    book = load_workbook(io.BytesIO(content))
    for address, value in cells.items():
        book[sheet][address] = value
    return saved(book)


def plain(rows: list[list[Any]], name: str = "Trang 1") -> bytes:
    """A workbook of somebody else's with one sheet."""
    book = Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(members: Mapping[str, bytes], base: bytes = b"") -> bytes:
    """An archive, of another with some members put in place of its own or beside them."""
    held: dict[str, bytes] = {}
    if base:
        with zipfile.ZipFile(io.BytesIO(base)) as archive:
            held = {name: archive.read(name) for name in archive.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**held, **members}.items():
            archive.writestr(name, data)
    return out.getvalue()
