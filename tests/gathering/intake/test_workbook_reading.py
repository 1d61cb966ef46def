"""A workbook is read back as it was filled in, whatever was typed; and no other one is taken for it."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from chungtay.gathering.intake.workbooks.filling import cell_text
from chungtay.gathering.intake.workbooks.guard import parsed_in_child
from chungtay.gathering.intake.workbooks.layout import DATA, STAMP
from chungtay.gathering.intake.workbooks.parsing import workbook_parse
from chungtay.gathering.intake.workbooks.reading import WorkbookReading, workbook_read
from chungtay.gathering.intake.workbooks.writer import workbook_write
from chungtay.kernel.entries import entry_read
from chungtay.kernel.errors import Refusal
from gathering.intake.workbook_builders import changed, saved, sheet_of

SHEET = sheet_of(rows=5, periods=3)
CONTENT = workbook_write(SHEET)
NUMBERS = st.one_of(st.integers(0, 10**15 - 1), st.decimals(0, 10**8, places=2, allow_nan=False, allow_infinity=False))


def read(content: bytes) -> WorkbookReading:
    return workbook_read(workbook_parse(content))


def typed(cells: dict[str, Any]) -> WorkbookReading:
    return read(changed(CONTENT, cells))


def first_value(value: Any) -> Any:
    """What is read where this was typed into the first cell."""
    [(_, rows)] = list(typed({"E7": value}).months)
    return rows[0].value


@given(st.dictionaries(st.tuples(st.sampled_from(SHEET.rows), st.sampled_from(SHEET.periods)), NUMBERS, min_size=1))
@settings(max_examples=25, deadline=None)
def test_what_is_written_is_what_is_read(values: dict[Any, Any]) -> None:
    known = {(row.key, period): Decimal(value) for (row, period), value in values.items()}
    reading = read(workbook_write(SHEET, values=known))
    found = {
        (row.key, period): entry_read(cell_text(row.value), allows_precision=False).quantity.value
        for period, rows in reading.months
        for row in rows
        if row.value is not None
    }
    assert found == known
    assert reading.problems == ()


def test_the_stamp_tells_form_version_place_and_body() -> None:
    reading = read(CONTENT)
    assert (reading.form_code, reading.version) == (SHEET.form_code, SHEET.version)
    assert (reading.place_key, reading.body_code, reading.periods) == ("c1@2025", "CA-A", SHEET.periods)


def test_every_row_is_read_from_its_own_cell() -> None:
    [(_, rows)] = list(typed({"F9": 4}).months)
    assert [(row.key, row.address) for row in rows if row.value is not None] == [("thing.n2|", f"{DATA}!F9")]


@pytest.mark.parametrize(
    ("written", "value"),
    [("1.234", "1.234"), ("1,5", "1,5"), (" 12 ", "12"), ("hơn 15.000", "hơn 15.000"), (12.0, 12), (1.5, 1.5)],
)
def test_texts_and_numbers_come_as_they_were_typed(written: Any, value: Any) -> None:
    assert first_value(written) == value


def test_rows_that_were_sorted_are_still_read_as_what_they_are() -> None:
    book = load_workbook(io.BytesIO(CONTENT))
    sheet = book[DATA]
    for column in "ABCD":
        sheet[f"{column}7"].value, sheet[f"{column}8"].value = sheet[f"{column}8"].value, sheet[f"{column}7"].value
    sheet["E7"] = 5
    [(_, rows)] = list(read(saved(book)).months)
    assert [row.key for row in rows if row.value == 5] == ["thing.n1|"]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (date(2025, 11, 3), "BANGTINH-125"),
        (True, "BANGTINH-126"),
        (-4, "BANGTINH-129"),
        (1e300, "BANGTINH-128"),
        ("=1+1", "BANGTINH-123"),
    ],
)
def test_what_is_no_number_is_told_with_its_cell(value: Any, code: str) -> None:
    assert [(p.code, p.where) for p in typed({"F8": value}).problems] == [(code, f"{DATA}!F8")]


def test_figures_in_merged_cells_are_told() -> None:
    book = load_workbook(io.BytesIO(CONTENT))
    book[DATA].merge_cells("E7:F7")
    assert [(p.code, p.where) for p in read(saved(book)).problems] == [("BANGTINH-127", f"{DATA}!E7")]


def test_a_formula_to_another_file_is_refused_with_its_cell() -> None:
    with pytest.raises(Refusal) as refused:
        typed({"E8": "='[1]Thang 10'!B4"})
    assert [(p.code, p.where) for p in refused.value.problems] == [("BANGTINH-122", f"{DATA}!E8")]


@pytest.mark.parametrize(("sheet", "cell"), [(STAMP, "B2"), (STAMP, "B3"), (DATA, "A7"), (DATA, "E1")])
def test_a_changed_stamp_is_refused(sheet: str, cell: str) -> None:
    with pytest.raises(Refusal, match="BANGTINH-11"):
        read(changed(CONTENT, {cell: "7"}, sheet))


def test_a_doubled_row_is_refused() -> None:
    with pytest.raises(Refusal, match="BANGTINH-118"):
        typed({"A20": "thing.n1|"})


def test_words_added_anywhere_reach_the_gate() -> None:
    assert read(CONTENT).texts == ()
    assert (f"{DATA}!C30", "Người lập biểu") in typed({"C30": "Người lập biểu"}).texts


def test_both_languages_read_alike() -> None:
    english = read(workbook_write(SHEET, language="en"))
    assert (english.keys, english.periods) == (read(CONTENT).keys, SHEET.periods)


def test_the_guarded_child_reads_the_same() -> None:
    assert parsed_in_child(CONTENT) == workbook_parse(CONTENT)
