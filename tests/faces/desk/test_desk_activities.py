"""Activities, core forces and tallies on the desk: written down, ticked off, counted, and taken away as a file."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from desk_builders import REPORT
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate
from docx import Document
from openpyxl import load_workbook

from chungtay.flow_attaching import has_pictures
from chungtay.gathering.registers.activities import queries, services
from chungtay.gathering.registers.activities.models import Activity, ActivityDocument, State
from chungtay.gathering.registers.forces.models import Team
from chungtay.gathering.registers.tallies.models import TallyLine, TallySheet

pytestmark = pytest.mark.django_db
LIST, NEW = "/so-theo-doi/hoat-dong/", "/so-theo-doi/hoat-dong/moi/"


def typed(**more: Any) -> dict[str, Any]:
    return {"loai": "patrol", "on": localdate().isoformat(), "participations": "1.250", "part": "police", **more}


def word(*lines: str) -> bytes:
    document, out = Document(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def test_a_planned_activity_is_ticked_off_and_the_province_finds_it_in_list_and_file(cast: Any, enter: Any) -> None:
    an, binh, khoa = enter(cast.an), enter(cast.binh, "en"), enter(cast.khoa)
    tomorrow = (localdate() + timedelta(days=1)).isoformat()
    an.post(NEW, typed(on=tomorrow, participations=""))
    row = Activity.objects.get()
    assert row.state == State.PLANNED
    Activity.objects.update(on=localdate())
    assert "Đã diễn ra" in an.get(LIST, {"xem": "cho-ghi"}).content.decode()
    an.post(f"{LIST}{row.pk}/", {"do": "hold", "participations": "1.250", "ve": "cho-ghi"})
    shown = binh.get(LIST, {"loai": "patrol", "dia-ban": "Ba Đình"}).content.decode()
    assert "1,250" in shown
    assert "1.250" not in khoa.get(LIST).content.decode()
    book = load_workbook(BytesIO(binh.get(LIST, {"dang": "xlsx"}).content))
    assert [cell.value for cell in book.active[2]][12] == 1250
    lines = b"".join(binh.get(LIST, {"dang": "csv"}).streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert "BẢN MINH HỌA" in lines[0]


def test_a_title_is_found_without_its_marks_and_by_what_it_is_now(cast: Any, enter: Any) -> None:
    an = enter(cast.an)
    an.post(NEW, typed(title="Ra quân – đợt 2"))
    an.post(NEW, typed(title="Họp dân"))
    [found] = an.get(LIST, {"tim": "RA QUAN dot"}).context["lines"]
    assert found.row.title == "Ra quân – đợt 2"
    assert not enter(cast.giang).get(LIST, {"tim": "ra quan"}).context["lines"]
    held = queries.activity_get(by=cast.an, id=found.row.pk)
    renamed = replace(queries.draft_of(held), title="Tuần tra chung")
    services.activity_correct(by=cast.an, id=found.row.pk, draft=renamed, reason="Ghi nhầm tên")
    assert not an.get(LIST, {"tim": "ra quan"}).context["lines"]
    services.activity_undo(by=cast.an, id=found.row.pk)
    assert len(an.get(LIST, {"tim": "ra quan"}).context["lines"]) == 1


def test_what_is_wrong_is_told_beside_what_was_typed(cast: Any, enter: Any) -> None:
    answer = enter(cast.an).post(NEW, typed(venue="Nhà ông Nguyễn Văn An", title="Ra quân"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "NGUON-106" in text
    assert 'value="Ra quân"' in text
    assert not Activity.objects.exists()


def test_a_correction_is_seen_in_the_history_and_taken_back(cast: Any, enter: Any) -> None:
    an = enter(cast.an)
    an.post(NEW, typed())
    page = f"{LIST}{Activity.objects.get().pk}/"
    assert an.post(page, typed(do="correct", participations="9", reason="")).status_code == 422
    an.post(page, typed(do="correct", participations="9", reason="Đếm lại"))
    assert "Đếm lại" in an.get(page).content.decode()
    an.post(page, {"do": "undo"})
    assert Activity.objects.get().participations == 1250


def test_documents_pass_the_gate_and_bring_no_pictures(cast: Any, enter: Any) -> None:
    an = enter(cast.an)
    an.post(NEW, typed())
    page = f"{LIST}{Activity.objects.get().pk}/"
    wrong = [
        ("anh.docx", b"\x89PNG not a document"),
        ("mat.docx", word("TỐI MẬT", "Kế hoạch")),
        ("so.docx", word("Liên hệ số điện thoại 0912345678 để biết thêm.")),
    ]
    for name, content in wrong:
        answer = an.post(page, {"do": "attach", "file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 422, name
    an.post(page, {"do": "attach", "file": SimpleUploadedFile("ke-hoach.docx", word(*REPORT.splitlines()))})
    document = ActivityDocument.objects.get()
    assert "ke-hoach.docx" in an.get(page).content.decode()
    an.post(page, {"do": "detach", "document": document.pk})
    assert "ke-hoach.docx" not in an.get(page).content.decode()


def test_pictures_are_found_in_each_sort_of_document() -> None:
    assert has_pictures(b'<html><p>x</p><IMG src="a.png">')
    assert has_pictures(b"%PDF-1.7\n1 0 obj <</Type /XObject /Subtype /Image>>")
    assert not has_pictures(b"%PDF-1.7\n1 0 obj <</Type /Font /Subtype /Type1>>")
    assert not has_pictures(word("Chỉ có chữ"))


def test_a_month_tells_the_commune_what_and_the_centre_how_many(cast: Any, enter: Any) -> None:
    enter(cast.an).post(NEW, typed(title="Ra quân cuối năm"))
    address = f"{LIST}lich/"
    assert "Ra quân cuối năm" in enter(cast.an).get(address).content.decode()
    seen = enter(cast.dung).get(address).content.decode()
    assert "Ra quân cuối năm" not in seen
    assert "Ca tuần tra" in seen


def test_teams_are_counted_in_one_go_and_their_names_stay_in_the_commune(cast: Any, enter: Any) -> None:
    an, address = enter(cast.an), "/so-theo-doi/luc-luong/"
    an.post(address, {"do": "begin", "kind": "1", "began_on": "2025-08-01", "members": "5", "name": "Tổ khu 3"})
    team = Team.objects.get()
    an.post(address, {"do": "count", f"m-{team.pk}": "7", f"w-{team.pk}": "2"})
    team.refresh_from_db()
    assert (team.members, team.women, team.counted_on) == (7, 2, localdate())
    assert "Tổ khu 3" in an.get(address).content.decode()
    above = enter(cast.binh).get(address).content.decode()
    assert "Tổ khu 3" not in above
    assert "Tổ số 1" in above


def test_a_sheet_is_pressed_confirmed_and_read_as_small_by_others(cast: Any, enter: Any) -> None:
    an, address = enter(cast.an), "/so-theo-doi/so-dem/"
    month = f"{localdate() - timedelta(days=62):%Y-%m}"
    an.post(address, {"do": "open", "topic": "tips", "axis": "1", "ky": month})
    sheet = TallySheet.objects.get()
    for _press in range(3):
        an.post(f"{address}{sheet.pk}/", {"more": "tips.received:crime"})
    assert TallyLine.objects.get(measure="tips.received", member="crime").value == 3
    an.post(f"{address}{sheet.pk}/", {"do": "confirm", "v:tips.useful:crime": "2"})
    sheet.refresh_from_db()
    assert sheet.confirmed_at is not None
    assert "113" in an.get(f"{address}{sheet.pk}/").content.decode()
    told = enter(cast.dung).get(address, {"ky": month}).content.decode()
    assert "&lt;5" in told
    file = b"".join(enter(cast.dung).get(address, {"ky": month, "dang": "csv"}).streaming_content).decode()
    assert {line.rpartition(",")[2] for line in file.splitlines()[1:]} == {"<5", "0"}
    assert enter(cast.dung).get(f"{address}{sheet.pk}/").status_code == 404


def test_the_map_counts_communes_and_leads_to_the_list_of_each(cast: Any, enter: Any) -> None:
    enter(cast.an).post(NEW, typed())
    page = enter(cast.binh).get(f"{LIST}ban-do/", {"loai": "patrol"})
    [row] = [row for row in page.context["rows"] if row.held]
    assert (row.held, row.place.pk, page.context["elsewhere"]) == (1, cast.an.body.place_id, 0)
    assert len(enter(cast.binh).get(row.address).context["lines"]) == 1
    assert "Ba Đình" in enter(cast.dung).get(f"{LIST}ban-do/", {"o": "p01@2025"}).content.decode()
    assert enter(cast.giang).get(f"{LIST}ban-do/", {"o": "p01@2025"}).context["held"] == 0
