"""Handing a report in: what is asked, and how a refusal reads."""

from __future__ import annotations

from typing import Any

from desk_builders import REPORT
from django.core.files.uploadedfile import SimpleUploadedFile

from chungtay.gathering.intake import queries as intake


def handed_in(text: str = REPORT, name: str = "bao-cao.txt", **changes: Any) -> dict[str, Any]:
    usual = {"form": "programme-review", "place": "Thành phố Hà Nội", "start": "01/01/2013", "end": "31/12/2018"}
    return usual | {"file": SimpleUploadedFile(name, text.encode())} | changes


def test_the_page_comes_with_the_own_place_filled_in(cast: Any, enter: Any) -> None:
    page = enter(cast.chi).get("/bao-cao/moi/").content.decode()
    assert 'value="Thành phố Hà Nội"' in page


def test_a_commune_is_asked_for_its_month(cast: Any, enter: Any) -> None:
    page = enter(cast.an).get("/bao-cao/moi/").content.decode()
    assert '<select id="month" name="month">' in page


def test_a_report_handed_in_is_read_and_opened(cast: Any, enter: Any) -> None:
    answer = enter(cast.chi).post("/bao-cao/moi/", handed_in())
    reading = intake.readings_visible(cast.chi).get()
    assert answer["Location"] == f"/bao-cao/{reading.pk}/"
    assert str(reading.start) == "2013-01-01"


def test_a_marked_document_is_refused_with_what_to_do(cast: Any, enter: Any) -> None:
    answer = enter(cast.chi).post("/bao-cao/moi/", handed_in("TỐI MẬT\n\n" + REPORT))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "NGUON-101" in page
    assert "Cách xử lý" in page
    assert not intake.readings_visible(cast.chi).exists()


def test_a_place_of_another_territory_is_refused(cast: Any, enter: Any) -> None:
    answer = enter(cast.chi).post("/bao-cao/moi/", handed_in(place="Tỉnh Cà Mau"))
    assert answer.status_code == 422
    assert not intake.readings_visible(cast.chi).exists()


def test_days_in_the_wrong_order_are_pointed_out(cast: Any, enter: Any) -> None:
    answer = enter(cast.chi).post("/bao-cao/moi/", handed_in(end="31/12/2012"))
    assert "Ngày cuối đứng trước ngày đầu." in answer.content.decode()


def test_a_file_over_the_limit_is_refused_unread(cast: Any, enter: Any, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 10
    assert enter(cast.chi).post("/bao-cao/moi/", handed_in()).status_code == 422


def test_an_approver_hands_nothing_in(cast: Any, enter: Any) -> None:
    assert enter(cast.binh).get("/bao-cao/moi/").status_code == 403


def test_every_kind_of_file_that_is_read_may_be_chosen(cast: Any, enter: Any) -> None:
    page = enter(cast.chi).get("/bao-cao/moi/").content.decode()
    assert 'accept=".docx,.doc,.pdf,.html,.htm,.txt,.rtf,.odt"' in page
    assert "trang web (.html)" in page
