"""What the reporting round refuses to hostile hands: numbers out of bounds, roads round a rule, names in names."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from chungtay import flow
from chungtay.faces.commands.terminal import formatted
from chungtay.gathering.intake.drafts import queries as drafts
from chungtay.gathering.intake.workbooks.annotate import workbook_annotate
from chungtay.gathering.intake.workbooks.layouts import layout_keep
from chungtay.gathering.intake.workbooks.writer import workbook_write
from chungtay.kernel.errors import Refusal
from chungtay.kernel.quantities import Quantity
from chungtay.ledger.queries import batch_latest, figures_of_batch
from chungtay.ledger.types import Claim, DecisionKind
from chungtay.reference.forms.queries import check_askable, form_get
from chungtay.reference.forms.ruling import rules_read
from chungtay.reference.forms.texts import form_problems
from chungtay.reference.forms.versions import form_text
from chungtay.reference.sources.masking import filename_masked
from faces.desk.desk_builders import REPORT, reading_of, submitted_batch
from gathering.intake.drafts.conftest import NOVEMBER, filled, opened
from gathering.intake.workbook_builders import SESSIONS, plain, sheet_of

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
HUGE = "9" * 25
PERSON = "Nguyễn Văn Thử"


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def codes(refusal: Any) -> set[str]:
    return {problem.code for problem in refusal.value.problems}


@pytest.mark.parametrize("number", ["²", HUGE])
def test_what_is_no_number_of_a_row_is_no_error_of_the_page(cast: Any, number: str) -> None:
    draft, client = opened(cast.an), browser(cast.an)
    sent = {"i": number, "t": "1", "a": "", "n": "", "v": number}
    forms = [("o/", sent), ("", {"do": f"take-{number}"}), ("", {"do": f"unlock-{number}"})]
    addresses = {name: f"/phieu/{draft.pk}/" for name, _ in forms}
    found = [client.post(f"{addresses[name]}{name}", data).status_code for name, data in forms]
    assert all(status < 500 for status in found)
    assert client.get(f"/phieu/{draft.pk}/?mo={number}").status_code == 200


@pytest.mark.parametrize("number", ["²", HUGE])
def test_what_is_no_number_of_a_report_is_no_error_of_the_queue(cast: Any, number: str) -> None:
    assert browser(cast.binh).post("/dot-so-lieu/cho-duyet/", {"batch": number}).status_code < 500


def test_a_draft_does_not_undo_what_was_sent_another_way_meanwhile(cast: Any) -> None:
    draft = filled(cast.an, opened(cast.an))
    place = cast.an.body.place
    claims = [Claim("communication.sessions", place.pk, NOVEMBER, Quantity.read(12))]
    other = flow.figures_submit(
        by=cast.an, body=cast.an.body, form_code="monthly-commune", place=place, period=NOVEMBER, claims=claims
    )
    flow.batch_decide(by=cast.binh, batch=other, kind=DecisionKind.APPROVED)
    with pytest.raises(Refusal) as refusal:
        flow.draft_submit(by=cast.an, draft=draft)
    assert codes(refusal) == {"NHAP-213"}
    last = batch_latest(body=cast.an.body, form_code="monthly-commune", place=place, period=NOVEMBER)
    assert last == other
    assert len(figures_of_batch(other)) == 1


def test_a_draft_of_before_is_put_away_and_the_form_opened_anew(cast: Any) -> None:
    draft = opened(cast.an)
    place = cast.an.body.place
    claims = [Claim("communication.sessions", place.pk, NOVEMBER, Quantity.read(12))]
    other = flow.figures_submit(
        by=cast.an, body=cast.an.body, form_code="monthly-commune", place=place, period=NOVEMBER, claims=claims
    )
    flow.batch_decide(by=cast.binh, batch=other, kind=DecisionKind.APPROVED)
    browser(cast.an).post(f"/phieu/{draft.pk}/", {"do": "discard"})
    assert opened(cast.an).corrects_id == other.pk


def test_a_form_of_communes_is_not_asked_of_a_village(cast: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        check_askable(form_get("monthly-commune"), "village")
    assert codes(refusal) == {"BIEUMAU-015"}
    check_askable(form_get("monthly-commune"), "commune")


@pytest.mark.parametrize(
    ("name", "cell"), [(f"Mẫu của {PERSON}", "Trang 1!B2"), ("Mẫu 1", f"{PERSON}!B2"), ("Mẫu số 0912345678", "T!B2")]
)
def test_neither_a_layout_nor_a_sheet_is_named_after_a_person(cast: Any, name: str, cell: str) -> None:
    with pytest.raises(Refusal) as refusal:
        layout_keep(by=cast.an, form=form_get("monthly-commune"), name=name, cells={SESSIONS: cell}, anchors={})
    assert codes(refusal) == {"NGUON-106"}
    assert PERSON not in str(refusal.value)


def test_a_sample_whose_sheet_names_a_person_is_not_shown(cast: Any) -> None:
    sample = BytesIO(plain([["Số buổi", 12]], PERSON))
    sample.name = f"{PERSON}.xlsx"
    answer = browser(cast.an).post("/bang-tinh/mau-rieng/", {"form": "monthly-commune", "file": sample})
    assert answer.status_code == 422
    assert PERSON not in answer.content.decode()


def test_a_refused_file_is_not_told_by_the_name_of_a_person(cast: Any) -> None:
    file = BytesIO(b"no workbook")
    file.name = f"{PERSON}.xlsx"
    answer = browser(cast.an).post("/bang-tinh/", {"file": file})
    assert answer.status_code == 422
    assert PERSON not in answer.content.decode()


@pytest.mark.parametrize("name", [f"BC {PERSON}.xlsx", f"BC_{PERSON.replace(' ', '_')}.xlsx"])
def test_the_name_of_a_file_is_kept_without_the_name_of_a_person(name: str) -> None:
    hidden = filename_masked(name)
    assert "Văn" not in hidden
    assert (len(hidden), hidden[-5:]) == (len(name), ".xlsx")


def test_a_form_is_not_named_after_a_person(cast: Any) -> None:
    text = form_text(form_get("monthly-commune"))
    assert not list(form_problems(text))
    assert {p.code for p in form_problems(replace(text, name_vi=f"Biểu của {PERSON}"))} == {"NGUON-106"}


def test_a_group_of_places_is_not_named_after_a_person(cast: Any) -> None:
    named = {"name_vi": f"Nhóm ông {PERSON}", "name_en": "Group", "kind": "own", "key": "nhom"}
    answer = browser(cast.binh).post("/nhom-dia-ban/moi/", named)
    assert answer.status_code == 422
    assert "NGUON-106" in answer.content.decode()


def test_a_name_that_begins_like_a_formula_is_words_in_every_workbook() -> None:
    sheet = replace(sheet_of(), name_vi="=1+1", body_vi="=HYPERLINK(1)")
    written = workbook_write(sheet)
    marked = workbook_annotate(plain([["x"]], "=cmd"), [["=cmd!A1", "warn", "=1+1"]])
    for content in (written, marked):
        book = load_workbook(BytesIO(content))
        assert [c.coordinate for s in book for row in s.iter_rows() for c in row if c.data_type == "f"] == []


def test_a_draft_of_another_body_is_neither_read_nor_written(cast: Any) -> None:
    draft = opened(cast.an)
    item = drafts.draft_lines(draft)[0].item.id
    for stranger in (cast.khoa, cast.giang, cast.hoa, cast.dung):
        client = browser(stranger)
        assert client.get(f"/phieu/{draft.pk}/").status_code in (403, 404)
        sent = {"i": item, "t": "9", "a": "", "n": "", "v": 0}
        assert client.post(f"/phieu/{draft.pk}/o/", sent).status_code in (403, 404)
    assert not any(line.content.text for line in drafts.draft_lines(draft))


ROWS = {"tips.received|", "tips.useful|", "communication.sessions|", "communication.participations|"}
TIPS_, WORK = "tips.received", "communication.sessions"


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "at_most", "part": WORK, "whole": TIPS_},
        {"kind": "sum", "whole": TIPS_, "parts": [WORK]},
        {
            "kind": "if",
            "when": {"key": TIPS_, "op": "<", "value": 10},
            "then": {"key": WORK, "op": ">", "value": 10000},
        },
    ],
)
def test_no_rule_of_a_form_measures_tips_by_the_work_done(rule: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refusal:
        rules_read([rule], ROWS)
    assert codes(refusal) == {"BIEUMAU-305"}


def test_tips_may_be_held_against_their_own_parts() -> None:
    assert rules_read([{"kind": "at_most", "part": "tips.useful", "whole": TIPS_}], ROWS)


def test_the_reason_of_a_rule_names_nobody(cast: Any) -> None:
    rule = {"kind": "bounds", "key": WORK, "low": 0, "why_vi": f"hỏi {PERSON}", "why_en": "ask"}
    text = replace(form_text(form_get("monthly-commune")), rules=(rule,))
    assert {p.code for p in form_problems(text)} == {"NGUON-106"}


@pytest.mark.parametrize(
    ("text", "kept"), [("=1+1", "'=1+1"), ("-5", "-5"), ("-cmd", "'-cmd"), ("Phường", "Phường"), ("", "")]
)
def test_a_file_for_spreadsheets_holds_no_formula(text: str, kept: str) -> None:
    assert formatted("csv", ["a", "b"], [[text, "x"]], []).split("\n")[1].split(",")[0] == kept


def test_a_report_sent_by_two_clicks_is_one_batch(cast: Any) -> None:
    found = reading_of(cast.chi, REPORT)
    batch = submitted_batch(cast.chi, found)
    with pytest.raises(Refusal) as refusal:
        flow.batch_submit(by=cast.chi, reading=type(found).objects.get(pk=found.pk))
    assert codes(refusal) == {"NHAP-207"}
    assert type(batch).objects.count() == 1
