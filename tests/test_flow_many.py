"""Many workbooks at once: whole or not at all, file by file, and nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from chungtay import flow
from chungtay.checks.queries import findings_of
from chungtay.gathering.intake.drafts.queries import claims_readable, draft_lines, says
from chungtay.gathering.intake.drafts.services import cell_write, draft_discard
from chungtay.gathering.intake.workbooks import layouts, mapping
from chungtay.gathering.intake.workbooks.parsing import sheets_parse
from chungtay.kernel.periods import decree_month
from chungtay.ledger.queries import batch_status, batches_visible, figures_of_batch
from chungtay.ledger.types import DecisionKind
from chungtay.reference.forms.queries import form_get, form_items
from chungtay.reference.sources.queries import sources_visible
from gathering.intake.workbook_builders import SESSIONS, TIPS, changed, plain
from uploads_builders import NOVEMBER, OCTOBER, became, filled, only, taken, told

if TYPE_CHECKING:
    from chungtay.gathering.intake.models import Layout
    from chungtay.ledger.models import Batch
    from chungtay.ledger.types import Claim
    from chungtay.reference.actors.models import User
    from conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
USEFUL, OFTEN = "tips.useful|", "patrols.shifts|"


def batches(by: User) -> list[Batch]:
    return list(batches_visible(by))


def figures_told(claim: Claim) -> tuple[Any, ...]:
    return (claim.indicator, claim.cell, says(claim), claim.absence, claim.period, claim.locator)


def communes(cast: Cast) -> dict[str, bytes]:
    return {"badinh.xlsx": filled(cast.an.body), "ngocha.xlsx": filled(cast.khoa.body)}


def test_each_period_of_each_workbook_becomes_a_batch_that_is_sent(cast: Cast) -> None:
    files = {"a.xlsx": filled(cast.an.body, periods=(OCTOBER, NOVEMBER)), "b.xlsx": filled(cast.khoa.body)}
    upload = taken(cast.chi, files)
    assert became(upload) == {"a.xlsx": "sent", "b.xlsx": "sent"}
    assert [(b.body.code, b.end.month) for b in batches(cast.chi)][::-1] == [
        ("CA-BADINH", 10),
        ("CA-BADINH", 11),
        ("CA-NGOCHA", 11),
    ]
    assert {batch_status(batch.pk) for batch in batches(cast.chi)} == {DecisionKind.SUBMITTED}
    assert upload.ended_at is not None


def test_the_figures_are_those_of_the_way_over_a_draft(cast: Cast) -> None:
    content = filled(cast.an.body, {TIPS: "kct", SESSIONS: 1234567, USEFUL: "1.234", OFTEN: 0})
    [draft] = flow.workbook_receive(by=cast.an, body=cast.an.body, content=content, filename="mot.xlsx").drafts
    singly = [figures_told(claim) for claim in claims_readable(draft)]
    draft_discard(by=cast.an, draft=draft)
    upload = taken(cast.an, {"mot.xlsx": content})
    assert told(upload) == []
    [batch] = batches(cast.an)
    assert [figures_told(figure.claim) for figure in figures_of_batch(batch)] == singly


def test_a_figure_leads_to_its_cell_and_the_original_is_kept(cast: Cast) -> None:
    file = only(taken(cast.an, {"a.xlsx": filled(cast.an.body)}))
    [batch] = batches(cast.an)
    assert batch.source == file.source
    assert file.figures == batch.figure_count
    assert all(figure.claim.locator.startswith("BaoCao!E") for figure in figures_of_batch(batch))


def test_the_same_again_writes_nothing(cast: Cast) -> None:
    files = communes(cast)
    taken(cast.chi, files)
    before = len(batches(cast.chi))
    again = taken(cast.chi, files)
    assert became(again) == dict.fromkeys(files, "known")
    assert len(batches(cast.chi)) == before


def test_what_was_sent_already_is_left_alone_and_the_rest_goes_up(cast: Cast) -> None:
    taken(cast.an, {"a.xlsx": filled(cast.an.body, periods=(OCTOBER,))})
    upload = taken(cast.an, {"b.xlsx": filled(cast.an.body, periods=(OCTOBER, NOVEMBER))})
    assert became(upload) == {"b.xlsx": "sent"}
    assert [batch.end.month for batch in batches(cast.an)] == [11, 10]


def test_a_period_that_waits_for_a_decision_is_told_and_not_sent_anew(cast: Cast) -> None:
    taken(cast.an, {"a.xlsx": filled(cast.an.body)})
    upload = taken(cast.an, {"b.xlsx": filled(cast.an.body, {SESSIONS: 4})})
    assert [code for code, _ in told(upload)] == ["NHAP-207"]
    assert became(upload) == {"b.xlsx": "refused"}
    assert len(batches(cast.an)) == 1


def test_of_two_workbooks_of_one_report_the_second_is_told(cast: Cast) -> None:
    files = {"a.xlsx": filled(cast.an.body), "b.xlsx": filled(cast.an.body, {SESSIONS: 4})}
    assert became(taken(cast.an, files)) == {"a.xlsx": "sent", "b.xlsx": "refused"}


def test_an_approved_report_is_not_corrected_without_reasons(cast: Cast) -> None:
    taken(cast.an, {"a.xlsx": filled(cast.an.body)})
    flow.batch_decide(by=cast.binh, batch=batches(cast.an)[0], kind=DecisionKind.APPROVED)
    assert told(taken(cast.an, {"b.xlsx": filled(cast.an.body, {SESSIONS: 4})})) == [("GOI-111", "tháng 11/2025")]


def test_a_returned_report_goes_up_again_naming_what_it_corrects(cast: Cast) -> None:
    taken(cast.an, {"a.xlsx": filled(cast.an.body)})
    [first] = batches(cast.an)
    flow.batch_decide(by=cast.binh, batch=first, kind=DecisionKind.RETURNED, reason="Xem lại")
    taken(cast.an, {"b.xlsx": filled(cast.an.body, {SESSIONS: 4})})
    second = batches(cast.an)[0]
    old = {f.claim.indicator: f.id for f in figures_of_batch(first)}
    corrected = {f.claim.indicator: f.claim.corrects for f in figures_of_batch(second) if f.claim.corrects}
    assert second.version == 2
    assert corrected == {"communication.sessions": old["communication.sessions"]}


def test_a_withdrawn_report_may_be_sent_again_from_the_same_file(cast: Cast) -> None:
    files = {"a.xlsx": filled(cast.an.body)}
    taken(cast.an, files)
    flow.batch_decide(by=cast.an, batch=batches(cast.an)[0], kind=DecisionKind.WITHDRAWN, reason="Gửi nhầm")
    assert became(taken(cast.an, files)) == {"a.xlsx": "sent"}


def test_a_report_that_somebody_is_filling_in_is_left_to_them(cast: Cast) -> None:
    draft = flow.draft_open(
        by=cast.an, body=cast.an.body, form_code="monthly-commune", place=cast.an.body.place, period=NOVEMBER
    )
    cell_write(by=cast.an, draft=draft, item_id=draft_lines(draft)[0].item.id, text="7")
    assert told(taken(cast.an, {"a.xlsx": filled(cast.an.body)})) == [("GOI-110", "tháng 11/2025")]


def test_somebody_elses_territory_is_refused_file_by_file(cast: Cast) -> None:
    upload = taken(cast.an, communes(cast))
    assert became(upload) == {"badinh.xlsx": "sent", "ngocha.xlsx": "refused"}
    assert [batch.body.code for batch in batches(cast.dung)] == ["CA-BADINH"]


@pytest.mark.parametrize(
    ("cells", "code", "where"),
    [
        ({"E9": "12abc"}, "NHAP-101", "BaoCao!E9"),
        ({"E9": -4}, "BANGTINH-129", "BaoCao!E9"),
        ({"E9": "CCCD 001099012345"}, "NGUON-102", "BaoCao!E9"),
    ],
)
def test_a_cell_that_cannot_be_taken_refuses_its_file_alone(
    cast: Cast, cells: dict[str, Any], code: str, where: str
) -> None:
    files = communes(cast)
    upload = taken(cast.chi, {**files, "badinh.xlsx": changed(files["badinh.xlsx"], cells)})
    assert became(upload) == {"badinh.xlsx": "refused", "ngocha.xlsx": "sent"}
    assert told(upload) == [(code, where)]
    assert sources_visible(cast.chi).count() == 1


def test_a_row_that_must_be_answered_and_is_not_refuses_its_file(cast: Cast) -> None:
    recent = decree_month(2026, 11)
    item = next(item for item in form_items(form_get("monthly-commune", recent.end)) if item.must_answer)
    upload = taken(cast.an, {"a.xlsx": filled(cast.an.body, {item.key: None}, [recent])})
    assert [code for code, _ in told(upload)] == ["NHAP-210"]
    assert told(upload)[0][1].startswith("BaoCao!E")


def test_what_the_checks_ask_about_goes_up_unexplained(cast: Cast) -> None:
    upload = taken(cast.an, {"a.xlsx": filled(cast.an.body, {TIPS: 10, USEFUL: 11})})
    [batch] = batches(cast.an)
    assert became(upload) == {"a.xlsx": "sent"}
    assert [f.rule for f in findings_of(batch.pk) if f.severity == "block"]


def test_words_in_a_cell_that_may_name_somebody_is_kept_nowhere(cast: Cast) -> None:
    upload = taken(cast.an, {"a.xlsx": changed(filled(cast.an.body), {"E9": "ông Nguyễn Văn An"})})
    assert became(upload) == {"a.xlsx": "refused"}
    assert "Nguyễn" not in str(only(upload).problems)


def test_what_is_no_workbook_is_told_and_the_others_go_up(cast: Cast) -> None:
    files = {**communes(cast), "ghi-chu.txt": b"x", "con.zip": b"PK", "hong.xlsx": b"PK\x03\x04", "~$a.xlsx": b""}
    upload = taken(cast.chi, files)
    assert became(upload) == {
        **dict.fromkeys(["badinh.xlsx", "ngocha.xlsx"], "sent"),
        **dict.fromkeys(["ghi-chu.txt", "con.zip", "hong.xlsx"], "refused"),
    }
    assert sorted(code for code, _ in told(upload)) == ["BANGTINH-103", "GOI-105", "GOI-106"]


def test_a_file_that_was_mended_under_the_same_name_is_read_again(cast: Cast) -> None:
    files = communes(cast)
    taken(cast.chi, {**files, "badinh.xlsx": changed(files["badinh.xlsx"], {"E9": "x"})})
    upload = taken(cast.chi, files)
    assert became(upload) == {"badinh.xlsx": "sent", "ngocha.xlsx": "known"}


def test_groups_of_one_say_the_same_as_one_group(cast: Cast) -> None:
    upload = taken(cast.chi, communes(cast), group=1)
    assert became(upload) == dict.fromkeys(communes(cast), "sent")


def own_book(place: str, tips: int) -> bytes:
    """A workbook of the province's own making about one commune; every other row of the form is answered by 3."""
    names = [["Báo cáo tháng 11/2025"], ["Đơn vị", place], ["Nội dung", "Số liệu"]]
    items = form_items(form_get("monthly-commune", NOVEMBER.end))
    labels = ["Dòng " + "".join(chr(97 + int(digit)) * 3 for digit in str(n)) for n in range(len(items))]
    rows = [[label, tips if item.key == TIPS else 3] for label, item in zip(labels, items, strict=True)]
    return plain([*names, *rows])


def own_layout(by: User, place_at: str) -> Layout:
    form = form_get("monthly-commune", NOVEMBER.end)
    cells = {item.key: f"Trang 1!B{n}" for n, item in enumerate(form_items(form), 4)}
    anchors = mapping.anchors_of(sheets_parse(own_book("", 3)), cells.values())
    options: dict[str, Any] = {"period_at": "Trang 1!A1", "place_at": place_at}
    return layouts.layout_keep(by=by, form=form, name="Của tỉnh", cells=cells, anchors=anchors, **options)


@pytest.mark.parametrize(
    ("place_at", "files"),
    [
        ("Trang 1!B2", {"mot.xlsx": "phường Ba Đình", "hai.xlsx": "Phuong Ngoc Ha", "ba.xlsx": "Phường Ở Đâu"}),
        (layouts.FILE_NAME, {"Phuong Ba Dinh.xlsx": "", "phuong ngoc ha.xlsx": "", "ba.xlsx": ""}),
    ],
)
def test_one_layout_serves_all_communes_of_a_province(cast: Cast, place_at: str, files: dict[str, str]) -> None:
    own_layout(cast.chi, place_at)
    upload = taken(cast.chi, {name: own_book(place, 40 + n) for n, (name, place) in enumerate(files.items())})
    assert became(upload) == {**dict.fromkeys(files, "sent"), "ba.xlsx": "refused"}
    assert [code for code, _ in told(upload)] == ["BANGTINH-147"]
    reports = {batch.body.code: batch.place_id for batch in batches(cast.chi)}
    assert reports == {user.body.code: user.body.place_id for user in (cast.an, cast.khoa)}


def test_the_name_of_a_place_stays_in_the_name_of_a_file(cast: Cast) -> None:
    upload = taken(cast.chi, {"Xa Soc Son.xlsx": b"x", "Xa Nguyen Van An.xlsx": b"y"})
    assert set(became(upload)) == {"xa soc son.xlsx", "██ ██████ ███ ██.xlsx"}
