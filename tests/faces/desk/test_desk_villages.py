"""Villages on the desk: their list, their report to the commune, and its sum beside the commune's rows."""

import csv
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest

from chungtay import flow
from chungtay.gathering.intake.drafts import services as drafts
from chungtay.gathering.intake.drafts.below import from_villages
from chungtay.gathering.intake.drafts.queries import draft_lines
from chungtay.kernel.periods import decree_month
from chungtay.ledger.queries import batches_visible
from chungtay.ledger.types import DecisionKind
from chungtay.reference.actors.queries import Level, Line, Role, body_get
from chungtay.reference.actors.services import account_create, body_create
from chungtay.reference.forms import queries as forms
from chungtay.reference.forms import villages as room
from chungtay.reference.forms.following import obligations_follow
from chungtay.reference.places.models import Place, Succession
from chungtay.reference.places.queries import place_get
from chungtay.results.warehouse.queries import answer
from chungtay.results.warehouse.questions import Question

pytestmark = pytest.mark.django_db
MONTH = decree_month(2026, 11)
BA_DINH = "c00004@2025"


@pytest.fixture
def approver(cast: Any) -> Any:
    """Who approves for the People's Committee of Ba Đình."""
    body = body_create(
        code="UB-00004",
        name_vi="Ủy ban",
        name_en="Committee",
        line=Line.COMMITTEE,
        level=Level.COMMUNE,
        place=place_get(BA_DINH),
    )
    return account("duyet.xa", body, Role.APPROVER)


def account(name: str, body: Any, role: Role) -> Any:
    return account_create(username=name, password=None, display_name="Cán bộ", body=body, role=role)


def registered(approver: Any, text: str = "Thôn Đông\nThôn Đoài\nThôn Nam") -> Any:
    """Three villages, registered on the last day of the month that they report."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room.timezone, "localdate", lambda: MONTH.end)
        since = date(2026, 1, 1)
        return room.villages_register(by=approver, commune=place_get(BA_DINH), text=text, valid_from=since)


def reported(by: Any, values: dict[str, str], approver: Any | None) -> Any:
    """The village's form of the month, filled in (0 elsewhere), sent, and approved where somebody is named."""
    draft = flow.draft_open(by=by, body=by.body, form_code="village-monthly", place=by.body.place, period=MONTH)
    for line in draft_lines(draft):
        text = values.get(line.item.indicator, "0")
        drafts.cell_write(by=by, draft=draft, item_id=line.item.id, text=text)
    findings = flow.draft_findings(by=by, draft=draft)
    batch = flow.draft_submit(by=by, draft=draft, reasons={one.key: "Đã kiểm tra" for one in findings})
    if approver is not None:
        flow.batch_decide(by=approver, batch=batch, kind=DecisionKind.APPROVED)
    return batch


VALUES = {"communication.sessions": "3", "communication.participations": "90"}


def two_of_three(approver: Any) -> Any:
    bodies = registered(approver)
    reporters = [account(f"thon.{n}", body, Role.REPORTER) for n, body in enumerate(bodies)]
    for by, checker in zip(reporters, (approver, approver, None), strict=True):
        reported(by, VALUES, checker)
    return reporters


def commune_draft(cast: Any) -> Any:
    by = cast.an
    return flow.draft_open(by=by, body=by.body, form_code="monthly-commune", place=by.body.place, period=MONTH)


def test_villages_come_with_bodies_of_their_commune_and_owe_its_form(approver: Any) -> None:
    bodies = registered(approver)
    assert [body.code for body in bodies] == ["THON-00004.001", "THON-00004.002", "THON-00004.003"]
    assert {body.parent_id for body in bodies} == {approver.body_id}
    assert [item.form.code for item in forms.duties_of(bodies[0])] == ["village-monthly"]


def test_following_the_form_finds_nothing_left_to_do_for_a_village(cast: Any, approver: Any) -> None:
    registered(approver)
    form = forms.form_get("village-monthly", MONTH.end)
    assert obligations_follow(by=cast.dung, form=form).is_nothing


def test_an_ended_village_owes_nothing_after_its_last_day(approver: Any) -> None:
    village = registered(approver)[0].place
    last = date(2030, 1, 31)
    room.village_end(by=approver, village=village, valid_to=last)
    body = body_get("THON-00004.001")
    assert [(item.valid_to, body.valid_to) for item in forms.duties_of(body)] == [(last, last)]


def test_the_committee_of_a_commune_is_set_up_where_it_lacks(cast: Any) -> None:
    police = account("duyet.ca", cast.an.body, Role.APPROVER)
    assert registered(police)[0].parent.code == "UB-00004"


def test_the_commune_is_offered_the_sum_of_its_approved_villages(cast: Any, approver: Any) -> None:
    two_of_three(approver)
    found = from_villages(commune_draft(cast))
    row = found["communication.sessions|"]
    assert (row.text, row.stated, row.expected) == ("6", 2, 3)
    assert not [key for key in found if key.startswith(("tips.", "mediation."))]


def test_the_sum_stands_beside_its_row_and_is_taken_by_one_click(cast: Any, approver: Any, enter: Any) -> None:
    two_of_three(approver)
    draft, browser = commune_draft(cast), enter(cast.an)
    page = browser.get(f"/phieu/{draft.pk}/")
    assert "Cộng từ 2/3 thôn" in page.content.decode()
    item = next(line.item for line in draft_lines(draft) if line.item.key == "communication.sessions|")
    browser.post(f"/phieu/{draft.pk}/", {"do": f"sum-{item.id}"})
    assert next(line for line in draft_lines(draft) if line.item.id == item.id).content.text == "6"


def test_nobody_above_the_commune_sees_what_a_village_reported(cast: Any, approver: Any) -> None:
    batch = reported(account("thon", registered(approver)[0], Role.REPORTER), VALUES, approver)
    front = account("mt.xa", approver.body, Role.PARTNER)
    seen = {who: batches_visible(who).filter(pk=batch.pk).exists() for who in (front, cast.an, cast.chi, cast.dung)}
    assert list(seen.values()) == [True, True, False, False]
    asked = Question(indicators=("communication.sessions",), place="p01@2025", period=MONTH)
    assert [row.total for row in answer(asked, user=cast.chi)] == [None]
    [own] = answer(Question(indicators=("communication.sessions",), place=BA_DINH, period=MONTH), user=cast.an)
    assert own.total is not None
    assert (own.total.value, own.level) == (3, "village")


@pytest.mark.parametrize("form_code", ["village-monthly"])
def test_the_board_of_the_commune_shows_its_villages_and_that_of_the_province_none(
    cast: Any, approver: Any, enter: Any, form_code: str
) -> None:
    registered(approver)
    for who, shown in ((cast.an, True), (cast.chi, False), (cast.dung, False)):
        for address in ("/bang-theo-doi/", "/bang-theo-doi/tai/"):
            answered = enter(who).get(address, {"mau": form_code, "ky": "2026-11"})
            assert ("Thôn Đoài" in answered.content.decode()) is shown, (who.username, address)


def test_a_list_is_pasted_and_refused_by_its_lines(approver: Any, enter: Any) -> None:
    browser = enter(approver)
    wrong = browser.post("/thon/", {"xa": BA_DINH, "text": "Thôn Đông\nThôn 0912345678", "start": "01/01/2026"})
    assert wrong.status_code == 422
    assert "dòng 2" in wrong.content.decode()
    browser.post("/thon/", {"xa": BA_DINH, "text": "Thôn Đông\nThôn Đoài", "start": "01/01/2026"})
    assert "THON-00004.002" in browser.get("/thon/").content.decode()


def test_a_village_is_renamed_and_ended_on_its_page(approver: Any, enter: Any) -> None:
    village, browser = registered(approver)[0].place, enter(approver)
    browser.post(
        "/thon/",
        {"xa": BA_DINH, "do": "rename", "village": village.key, "name": "Thôn Đông Hòa", "since": "01/02/2026"},
    )
    browser.post("/thon/", {"xa": BA_DINH, "do": "end", "village": village.key, "end": "31/03/2026"})
    village.refresh_from_db()
    assert (village.name, village.valid_to) == ("Thôn Đông Hòa", date(2026, 3, 31))
    assert body_get("THON-00004.001").name_vi.startswith("Thôn Đông Hòa")


@pytest.mark.parametrize("who", ["binh", "giang", "dung", "neighbour", "administrator_elsewhere"])
def test_a_stranger_finds_no_such_list(cast: Any, approver: Any, enter: Any, who: str) -> None:
    registered(approver)
    strangers = {
        "neighbour": lambda: account("duyet.nh", cast.khoa.body, Role.APPROVER),
        "administrator_elsewhere": lambda: account("qt", cast.giang.body, Role.ADMINISTRATOR),
    }
    by = strangers[who]() if who in strangers else getattr(cast, who)
    browser = enter(by)
    answered = [
        browser.get("/thon/", {"xa": BA_DINH}),
        browser.post("/thon/", {"xa": BA_DINH, "text": "Thôn Lạ", "start": "01/01/2026"}),
        browser.get("/thon/", {"xa": "c99999@2025"}),
    ]
    assert [page.status_code for page in answered] == [404, 404, 404]


def test_a_reporter_keeps_no_list_but_reads_that_of_the_commune(cast: Any, approver: Any, enter: Any) -> None:
    browser = enter(cast.an)
    assert browser.get("/thon/").status_code == 403
    assert "Xã chưa ghi thôn" in browser.get("/thon/danh-sach/").content.decode()
    registered(approver)
    assert "/thon/danh-sach/" in browser.get("/danh-muc/").content.decode()
    page = browser.get("/thon/danh-sach/", {"tim": "doai"}).content.decode()
    assert ("Thôn Đoài" in page, "Thôn Nam" in page) == (True, False)


def test_the_list_is_sorted_and_taken_along_as_a_file(cast: Any, approver: Any, enter: Any) -> None:
    registered(approver)
    answer = enter(cast.an).get("/thon/danh-sach/tai/", {"xep": "ten"})
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == ["Thôn Đoài", "Thôn Đông", "Thôn Nam"]
    assert rows[1][2:6] == ["THON-00004.002", "2026-01-01", "", "đang có"]
    assert rows[0][-1].startswith("BẢN MINH HỌA")


@pytest.mark.parametrize("who", ["khoa", "chi", "giang"])
def test_others_read_nothing_of_it(cast: Any, approver: Any, enter: Any, who: str) -> None:
    registered(approver)
    browser = enter(getattr(cast, who))
    for address in ("/thon/danh-sach/", "/thon/danh-sach/tai/"):
        assert "Thôn Đoài" not in browser.get(address).content.decode()


@pytest.fixture
def split(approver: Any) -> Any:
    """Ba Đình with three villages was split in two; nobody has said yet where the villages lie."""
    registered(approver)
    old, last = place_get(BA_DINH), date(2026, 10, 31)
    Place.objects.filter(pk=old.pk).update(valid_to=last)
    for key in ("c00008@2025", "c00025@2025"):
        part = {"kind": "part", "scope": "part", "share": 0.5, "share_method": "official"}
        Succession.objects.create(old=old, new=place_get(key), on_date=last + timedelta(days=1), **part)
    return place_get("v00004.002@2025")


def test_an_administrator_says_where_the_villages_of_a_split_commune_lie(cast: Any, split: Any, enter: Any) -> None:
    browser = enter(account("qt", cast.chi.body, Role.ADMINISTRATOR))
    assert "3 thôn chưa rõ" in browser.get("/thon/").content.decode()
    page = browser.get("/thon/chua-ro/").content.decode()
    assert ("Thôn Đoài" in page, "selected" in page.split("<main")[1]) == (True, False)
    told = browser.post("/thon/chua-ro/", {"xa": BA_DINH, f"thon-{split.pk}": "c00025@2025"}, follow=True)
    assert "Đã xếp 1 thôn về xã mới." in told.content.decode()
    split.refresh_from_db()
    assert split.parent == place_get("c00025@2025")
    assert "2 thôn chưa rõ" in browser.get("/thon/").content.decode()


def test_a_neighbours_administrator_settles_none_of_them(cast: Any, split: Any, enter: Any) -> None:
    browser = enter(account("qt", cast.giang.body, Role.ADMINISTRATOR))
    assert "Thôn Đoài" not in browser.get("/thon/chua-ro/").content.decode()
    browser.post("/thon/chua-ro/", {"xa": BA_DINH, f"thon-{split.pk}": "c00025@2025"})
    split.refresh_from_db()
    assert split.parent == place_get(BA_DINH)


def test_an_administrator_of_the_province_chooses_a_commune(cast: Any, enter: Any) -> None:
    browser = enter(account("qt", cast.chi.body, Role.ADMINISTRATOR))
    assert BA_DINH in browser.get("/thon/").content.decode()
    assert browser.get("/thon/", {"xa": BA_DINH}).status_code == 200
