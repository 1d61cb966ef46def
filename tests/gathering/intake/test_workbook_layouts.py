"""A body's own workbook: its cells pointed at once, and read as long as its labels stand where they stood."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from chungtay.gathering.intake.workbooks import layouts, mapping
from chungtay.gathering.intake.workbooks.parsing import sheets_parse, workbook_parse
from chungtay.gathering.intake.workbooks.when import period_stated, periods_begun
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.periods import Regime, decree_month, decree_quarter
from chungtay.reference.forms.queries import form_get
from gathering.intake.workbook_builders import NOVEMBER, SESSIONS, TIPS, plain

if TYPE_CHECKING:
    from chungtay.gathering.intake.models import Layout
    from chungtay.reference.actors.models import User
    from conftest import Cast

BOOKS = Path(__file__).parent / "books"
ROWS: list[list[Any]] = [
    ["Báo cáo tháng 11/2025"],
    ["TT", "Nội dung", "Số liệu"],
    [1, "Buổi tuyên truyền", 12],
    [2, "Tin dân cung cấp", "1.234"],
]
CELLS = {SESSIONS: "Trang 1!C3", TIPS: "Trang 1!C4"}


def kept(by: User, **more: Any) -> Layout:
    """The layout of the workbook above."""
    parsed = sheets_parse(plain(ROWS))
    asked: dict[str, Any] = {"name": "Của phòng", "cells": CELLS, "anchors": mapping.anchors_of(parsed, CELLS.values())}
    return layouts.layout_keep(by=by, form=form_get("monthly-commune", NOVEMBER.end), **{**asked, **more})


@pytest.mark.parametrize("name", ["cua-xa.ods", "cua-xa.xls"])
def test_other_programs_workbooks_are_read_at_the_same_addresses(name: str) -> None:
    parsed = workbook_parse((BOOKS / name).read_bytes())
    assert [mapping.value_at(parsed, f"Biểu 1!C{row}") for row in (3, 4, 5)] == [12, "1.234", ""]


def test_labels_beside_the_cells_become_anchors() -> None:
    anchors = mapping.anchors_of(sheets_parse(plain(ROWS)), ["Trang 1!C3"])
    assert anchors == {"Trang 1!B3": "buoi tuyen truyen", "Trang 1!C2": "so lieu"}


@pytest.mark.parametrize(
    ("text", "address"),
    [("c3", "Trang 1!C3"), ("trang 1!$C$3", "Trang 1!C3"), ("Khác!C3", None), ("C", None), ("ABC12", None)],
)
def test_an_address_is_read_as_people_write_it(text: str, address: str | None) -> None:
    assert mapping.address_read(text, ["Trang 1"]) == address


def test_a_cell_of_a_merged_range_is_its_first() -> None:
    parsed = {"sheets": [{"name": "T", "rows": [[7, ""]], "merged": [[0, 0, 0, 1]]}]}
    assert mapping.value_at(parsed, "T!B1") == 7


def test_rows_are_suggested_by_their_labels() -> None:
    parsed = sheets_parse(plain(ROWS))
    assert mapping.suggested(parsed, {SESSIONS: "Buổi (đợt) tuyên truyền"}) == {SESSIONS: "Trang 1!C3"}


@pytest.mark.django_db
def test_a_workbook_like_the_sample_is_recognised(cast: Cast) -> None:
    layout = kept(cast.an)
    assert layouts.layout_for(workbook_parse(plain(ROWS)), layouts.layouts_of(cast.an.body), "a.xlsx") == layout


@pytest.mark.django_db
def test_a_row_added_above_is_refused_and_never_misread(cast: Cast) -> None:
    kept(cast.an)
    moved = workbook_parse(plain([ROWS[0], ROWS[1], [0, "Dòng thêm", 1], *ROWS[2:]]))
    with pytest.raises(Refusal, match=r"BANGTINH-1(10|44)"):
        layouts.layout_for(moved, layouts.layouts_of(cast.an.body), "a.xlsx")


@pytest.mark.django_db
def test_a_layout_is_for_its_own_body_alone(cast: Cast) -> None:
    layout = kept(cast.an)
    for stranger in (cast.khoa, cast.binh):
        with pytest.raises(NotAllowed):
            layouts.layout_get(by=stranger, id=layout.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": ""}, "BANGTINH-140"),
        ({"cells": {}}, "BANGTINH-143"),
        ({"cells": {SESSIONS: "T!C3", TIPS: "T!C3"}}, "BANGTINH-142"),
    ],
)
def test_a_layout_that_cannot_be_used_is_not_kept(cast: Cast, change: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal, match=code):
        kept(cast.an, **change)


@pytest.mark.django_db
def test_the_period_stands_in_the_workbook_or_is_told(cast: Cast) -> None:
    parsed = workbook_parse(plain(ROWS))
    assert layouts.layout_period(parsed, kept(cast.an, period_at="Trang 1!A1"), None) == NOVEMBER
    with pytest.raises(Refusal, match="BANGTINH-146"):
        layouts.layout_period(parsed, kept(cast.an, name="Mẫu khác"), None)


@pytest.mark.parametrize(
    "text",
    [
        "Báo cáo tháng 11/2025",
        "T11 năm 2025",
        "11.2025",
        "Tháng 11 năm 2025",
        "2025-11",
        "2025-11-01",
        "01/11/2025",
        "từ ngày 15/10/2025 đến 14/11/2025",
        "(15/10/2025-14/11/2025)",
        "THÁNG 11-2025",
    ],
)
def test_a_month_is_read_in_any_dress(text: str) -> None:
    assert period_stated(text, Regime.DECREE_MONTH) == decree_month(2025, 11)


@pytest.mark.parametrize(
    "text", ["", "tháng 13/2025", "năm 2025", "tháng 10/2025 và tháng 11/2025", "01/10/2025 - 31/10/2025"]
)
def test_what_states_no_single_month_is_none(text: str) -> None:
    assert period_stated(text, Regime.DECREE_MONTH) is None


def test_quarters_are_read_and_counted_back() -> None:
    assert period_stated("Quý III/2025", Regime.DECREE_QUARTER) == decree_quarter(2025, 3)
    begun = periods_begun(Regime.DECREE_MONTH, date(2025, 11, 14), 2)
    assert begun == [decree_month(2025, 11), decree_month(2025, 10)]
