"""Certificates on the desk: a template is looked at, tried and set; a decided round's are the awarding body's alone."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from chungtay.gathering.registers.commendations import naming
from chungtay.gathering.registers.commendations.models import Award
from gathering.registers.commendations.test_commendations import COLLECTIVE, CRIME, decided, draft

pytestmark = pytest.mark.django_db
ROUNDS = "/so-theo-doi/khen-thuong/"
TEMPLATE, ANNEX = f"{ROUNDS}mau-bang/", f"{ROUNDS}phu-luc/"


def typed(**more: Any) -> dict[str, Any]:
    lines = {"issuer": "GIÁM ĐỐC", "verb": "TẶNG", "title": "GIẤY KHEN", "opening": "Đã có", "signer": "GIÁM ĐỐC"}
    return {
        **lines,
        "paper": "a3",
        "border": "line",
        "colour": "blue",
        "town": "Hà Nội",
        "shift_x": 0,
        "shift_y": 0,
    } | more


def test_a_template_is_looked_at_tried_and_set_by_the_approver_and_what_is_wrong_is_told(cast: Any, enter: Any) -> None:
    chi, binh = enter(cast.chi), enter(cast.binh)
    assert chi.get(TEMPLATE).content.decode().count("data:image/png;base64") == 2
    trial = chi.post(TEMPLATE, typed(do="trial", long="on"))
    assert (trial["Content-Type"], trial.content[:5]) == ("application/pdf", b"%PDF-")
    assert chi.post(TEMPLATE, typed(do="set")).status_code == 403
    wrong = binh.post(TEMPLATE, typed(do="set", signer="Nguyễn Văn An"))
    assert (wrong.status_code, "NGUON-106" in wrong.content.decode()) == (422, True)
    assert binh.post(TEMPLATE, typed(do="set", title="BẰNG CỦA MÌNH")).status_code == 302
    assert "BẰNG CỦA MÌNH" in chi.get(TEMPLATE).content.decode()
    assert enter(cast.an).get(f"{TEMPLATE}?hinh-thuc=5").status_code == 404


def test_files_of_a_round_are_for_the_awarding_body_and_everybody_else_finds_nothing(cast: Any, enter: Any) -> None:
    held = decided(cast, draft(cast))
    page = f"{ROUNDS}{held.pk}/bang/"
    chi = enter(cast.chi, "en")
    assert "1 certificate to print" in chi.get(page).content.decode()
    file = chi.post(page, {"part": "1"})
    assert file["Content-Disposition"] == 'attachment; filename="minh-hoa-bang-khen-12-qd-ca-1.pdf"'
    assert "no-store" in file["Cache-Control"]
    assert chi.post(page, {"part": "2"}).status_code == 422
    for other in (enter(by) for by in (cast.an, cast.dung, cast.giang, cast.khoa)):
        assert (other.get(page).status_code, other.post(page, {"part": "1"}).status_code) == (404, 404)


def test_the_annex_names_by_consent_alone_for_every_reader_and_counts_the_others(cast: Any, enter: Any) -> None:
    group = draft(cast, kind=COLLECTIVE, name="Tổ bảo vệ an ninh số 3")
    guarded = draft(cast, name="Lê Thị Kín", achievement=CRIME)
    decided(cast, draft(cast), draft(cast, name="Trần Văn Mẫu"), guarded, group)
    award = Award.objects.order_by("pk")[1]
    naming.award_publish(by=cast.an, id=award.round_id, award_id=award.pk, consent="Đơn 3", on=award.achieved_to)
    asked = {"tu": "2026-01-01", "den": "2026-12-31"}
    for by in (cast.binh, cast.an, cast.dung):
        reader = enter(by)
        page, sheet = reader.get(ANNEX, asked), reader.get(ANNEX, asked | {"dang": "xlsx"})
        document = Document(BytesIO(reader.get(ANNEX, asked | {"dang": "docx"}).content))
        tables = [[cell.text for row in table.rows for cell in row.cells] for table in document.tables]
        values = [str(cell.value) for row in load_workbook(BytesIO(sheet.content)).active for cell in row]
        for told in (page.content.decode(), " ".join(tables[1]), " ".join(values)):
            assert ("Trần Văn Mẫu" in told, "Tổ bảo vệ an ninh số 3" in told) == (True, True)
            assert not any(name in told for name in ("Nguyễn Thị Mẫu", "Kín"))
        assert tables[0][-5:] == ["Giấy khen của Giám đốc Công an tỉnh", "1", "0", "3", "2"]
    assert "Trần Văn Mẫu" not in enter(cast.giang).get(ANNEX, asked).content.decode()
    assert enter(cast.dung).get(ANNEX, {"tu": "2026-05-01", "den": "2026-01-01"}).status_code == 422
