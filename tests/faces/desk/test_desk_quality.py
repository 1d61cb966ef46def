"""Tables of quality, and an indicator place by place on a map, as pages and files."""

from __future__ import annotations

from datetime import date
from typing import Any

from desk_builders import TERM, national_programme

from chungtay.reference.forms.queries import form_get
from chungtay.reference.forms.services import obligation_create


def test_the_tables_of_quality_are_pages_and_files(cast: Any, enter: Any, approved: Any) -> None:
    body = cast.bodies["CA-BADINH"]
    form = form_get("monthly-commune")
    obligation_create(form=form, body=body, place=body.place, valid_from=date(2025, 7, 1))
    client = enter(cast.chi)
    for kind, told in (("day-du", "Ba Đình"), ("do-phu", "Chưa có số liệu"), ("lien-mach", "Chưa có số liệu")):
        assert told in client.get(f"/chat-luong/?xem={kind}").content.decode()
    assert "Ba Đình,1" in client.get("/chat-luong/tai/").content.decode()
    assert client.get("/chat-luong/?dia-ban=p42@2025").status_code == 404


def test_an_indicator_is_told_by_province_on_the_map_that_is_chosen(cast: Any, enter: Any, approved: Any) -> None:
    address = f"/chuong-trinh/{national_programme().pk}/chi-tieu/campaigns.launches/dia-ban/"
    client = enter(cast.chi)
    for day in ("", "2025-07-01"):
        page = client.get(address, {"ky": str(TERM), "ban-do": day}).content.decode()
        assert "366" in page
        assert client.get(f"{address}tai/", {"ky": str(TERM), "ban-do": day}).status_code == 200
