"""A workbook's way: downloaded, filled in, received into drafts, sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from chungtay import flow
from chungtay.gathering.intake.drafts.queries import draft_lines, drafts_visible
from chungtay.gathering.intake.drafts.services import cell_write
from chungtay.gathering.intake.workbooks.layouts import layout_keep
from chungtay.gathering.intake.workbooks.mapping import anchors_of
from chungtay.gathering.intake.workbooks.outlines import form_sheet
from chungtay.gathering.intake.workbooks.parsing import sheets_parse, workbook_parse
from chungtay.gathering.intake.workbooks.reading import workbook_read
from chungtay.gathering.intake.workbooks.services import workbook_make
from chungtay.gathering.intake.workbooks.writer import workbook_write
from chungtay.kernel.errors import Refusal
from chungtay.kernel.periods import Period, decree_month
from chungtay.ledger.queries import figures_of_batch
from chungtay.reference.forms.queries import form_get, form_items
from chungtay.reference.sources.queries import sources_visible
from gathering.intake.workbook_builders import NOVEMBER, OCTOBER, SESSIONS, TIPS, changed, plain, workbook_of

if TYPE_CHECKING:
    from chungtay.gathering.intake.models import Draft
    from chungtay.gathering.intake.workbooks.services import Received
    from chungtay.reference.actors.models import User
    from conftest import Cast

pytestmark = pytest.mark.django_db


def received(by: User, content: bytes) -> Received:
    return flow.workbook_receive(by=by, body=by.body, content=content, filename="thang.xlsx")


def said(draft: Draft) -> dict[str, str]:
    return {line.item.key: line.content.text for line in draft_lines(draft) if line.is_answered}


def test_a_filled_workbook_fills_a_draft_for_each_period(cast: Cast) -> None:
    answer = received(cast.an, workbook_of(cast.an, {(SESSIONS, NOVEMBER): 1234, (TIPS, OCTOBER): 5}))
    assert [said(draft) for draft in answer.drafts] == [{TIPS: "5"}, {SESSIONS: "1.234"}]


def test_a_figure_of_a_workbook_names_its_cell(cast: Cast) -> None:
    [draft] = received(cast.an, workbook_of(cast.an)).drafts
    [line] = [line for line in draft_lines(draft) if line.is_answered]
    assert line.content.locator.startswith("BaoCao!F")


def test_a_neighbours_workbook_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal, match="BANGTINH-114"):
        received(cast.khoa, workbook_of(cast.an))


def test_the_same_file_again_writes_nothing(cast: Cast) -> None:
    content = workbook_of(cast.an)
    [first] = received(cast.an, content).drafts
    cell_write(by=cast.an, draft=first, item_id=draft_lines(first)[1].item.id, text="99")
    again = received(cast.an, content)
    assert again.is_known
    assert again.drafts == [first]
    assert said(first)[SESSIONS] == "99"


def test_a_file_whose_reports_were_sent_is_told_to_hold_nothing_new(cast: Cast) -> None:
    content = workbook_of(cast.an, dict.fromkeys(every_row(), 0))
    for draft in received(cast.an, content).drafts:
        flow.draft_submit(by=cast.an, draft=draft)
    with pytest.raises(Refusal, match="BANGTINH-120"):
        received(cast.an, content)


def test_periods_that_say_what_was_sent_are_left_alone(cast: Cast) -> None:
    every = dict.fromkeys(every_row(), 0)
    [draft] = received(cast.an, workbook_of(cast.an, every)).drafts
    flow.draft_submit(by=cast.an, draft=draft)
    answer = received(cast.an, workbook_of(cast.an, {**every, (TIPS, OCTOBER): 7}))
    assert answer.unchanged == [NOVEMBER]
    assert [said(draft) for draft in answer.drafts] == [{TIPS: "7"}]


def test_a_figure_sent_from_a_workbook_leads_to_its_cell(cast: Cast) -> None:
    [draft] = received(cast.an, workbook_of(cast.an, dict.fromkeys(every_row(), 3))).drafts
    batch = flow.draft_submit(by=cast.an, draft=draft)
    assert batch.source == draft.source
    assert all(figure.claim.locator.startswith("BaoCao!F") for figure in figures_of_batch(batch))


def test_what_cannot_be_read_is_kept_as_typed_and_told_by_cell(cast: Cast) -> None:
    answer = received(cast.an, changed(workbook_of(cast.an), {"F8": "12abc"}))
    assert [(p.code, p.where) for p in answer.problems] == [("NHAP-101", "BaoCao!F8")]
    assert "12abc" in said(answer.drafts[0]).values()


def test_a_name_in_a_figures_cell_is_not_kept(cast: Cast) -> None:
    answer = received(cast.an, changed(workbook_of(cast.an), {"E9": "ông Nguyễn Văn An"}))
    assert [p.where for p in answer.problems] == ["BaoCao!E9"]
    assert all("An" not in text for draft in answer.drafts for text in said(draft).values())


@pytest.mark.parametrize(
    ("cells", "code", "where"),
    [
        ({"F7": "CCCD 001099012345"}, "NGUON-102", "BaoCao!F7"),
        ({"C40": "Điện thoại 0912 345 678"}, "NGUON-103", "BaoCao!C40"),
        ({"D8": "triệu đồng"}, "BANGTINH-119", "BaoCao!D8"),
        ({"F8": None}, "BANGTINH-121", "BaoCao"),
    ],
)
def test_a_refused_workbook_leaves_nothing_behind(cast: Cast, cells: dict[str, Any], code: str, where: str) -> None:
    values = {(SESSIONS, NOVEMBER): 12}
    with pytest.raises(Refusal) as refused:
        received(cast.an, changed(workbook_of(cast.an, values), cells))
    assert (refused.value.code, refused.value.problems[0].where) == (code, where)
    assert not drafts_visible(cast.an).exists()
    assert not sources_visible(cast.an).exists()


def test_a_period_that_has_not_begun_is_refused_at_its_column(cast: Cast) -> None:
    form = form_get("monthly-commune", NOVEMBER.end)
    sheet = form_sheet(form, cast.an.body, cast.an.body.place, (decree_month(2099, 1),))
    with pytest.raises(Refusal) as refused:
        received(cast.an, workbook_write(sheet, values={(SESSIONS, sheet.periods[0]): 1}))
    assert [(p.code, p.where) for p in refused.value.problems] == [("BANGTINH-116", "BaoCao!E1")]


def test_an_own_workbook_is_read_by_its_layout(cast: Cast) -> None:
    rows = [["Tháng 11/2025"], ["Nội dung", "Số liệu"], ["Buổi tuyên truyền", "1.234"]]
    parsed, cells = sheets_parse(plain(rows)), {SESSIONS: "Trang 1!B3"}
    layout_keep(
        by=cast.an,
        form=form_get("monthly-commune", NOVEMBER.end),
        name="Của phường",
        cells=cells,
        anchors=anchors_of(parsed, cells.values()),
        period_at="Trang 1!A1",
    )
    [draft] = received(cast.an, plain([*rows[:2], ["Buổi tuyên truyền", 15]])).drafts
    assert (draft.end, said(draft)) == (NOVEMBER.end, {SESSIONS: "15"})


def test_a_workbook_carries_what_was_begun(cast: Cast) -> None:
    [draft] = received(cast.an, workbook_of(cast.an, {(SESSIONS, NOVEMBER): 1234})).drafts
    made = workbook_make(by=cast.an, form=draft.form, place=draft.place, periods=[NOVEMBER])
    [(_, rows)] = list(workbook_read(workbook_parse(made)).months)
    assert [(row.key, row.value) for row in rows if row.value is not None] == [(SESSIONS, 1234)]


def every_row() -> list[tuple[str, Period]]:
    """All rows of the monthly form, for November."""
    return [(item.key, NOVEMBER) for item in form_items(form_get("monthly-commune", NOVEMBER.end))]


def test_a_place_outside_the_territory_is_refused(cast: Cast) -> None:
    form = form_get("monthly-commune", NOVEMBER.end)
    sheet = form_sheet(form, cast.an.body, cast.khoa.body.place, (NOVEMBER,))
    with pytest.raises(Refusal, match="BANGTINH-115"):
        received(cast.an, workbook_write(sheet, values={(SESSIONS, NOVEMBER): 1}))


def test_an_older_version_of_the_form_is_refused(cast: Cast) -> None:
    latest = form_get("monthly-commune")
    sheet = form_sheet(form_get("monthly-commune", NOVEMBER.end), cast.an.body, cast.an.body.place, (NOVEMBER,))
    stale = replace(sheet, version=latest.version + 1)
    with pytest.raises(Refusal, match="BANGTINH-113"):
        received(cast.an, workbook_write(stale, values={(SESSIONS, NOVEMBER): 1}))
