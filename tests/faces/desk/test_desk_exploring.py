"""The explorer: its table, the evidence of a number, what it refuses, its files, and the questions that are kept."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from desk_builders import TERM, approved_batch
from openpyxl import load_workbook

from chungtay.faces.commands.synth_ledger import accounts
from chungtay.faces.desk.exploring import Offered
from chungtay.ledger.invented import transactions_invent
from chungtay.ledger.queries import transaction_now
from chungtay.reference.actors.groups import group_import, group_make
from chungtay.results.analysis.exploring.exploration import Exploration
from chungtay.results.analysis.queries import explorations_of

TABLE = f"/kham-pha/?chi-tieu=campaigns.launches&ky={TERM}&buoc=ca-ky&dia-ban=p01@2025&cap=mot"


def _link(page: str, words: str) -> str:
    found = re.search(r'href="([^"]*)">' + re.escape(words) + "</a>", page)
    assert found is not None, words
    return unescape(found[1])


def test_a_number_of_the_table_leads_to_the_sentence_it_comes_from(cast: Any, enter: Any, approved: Any) -> None:
    client = enter(cast.dung)
    table = client.get(TABLE).content.decode()
    evidence = client.get(_link(table, "366")).content.decode()
    figure = re.search(r'href="(/so-lieu/\d+/)"', evidence)
    assert figure is not None
    assert "366" in client.get(figure[1]).content.decode()


def test_a_number_of_a_group_leads_to_the_evidence_of_the_group_and_of_no_other_land(cast: Any, enter: Any) -> None:
    group = group_make(by=cast.chi, key="hai-phuong", name_vi="Hai phường", name_en="Two wards", kind="own")
    group_import(by=cast.chi, group=group, text="00004\n00008", valid_from=date(2025, 7, 1))
    client, asked = enter(cast.dung), "chi-tieu=campaigns.launches&ky=2025-08/2025-12&buoc=ca-ky&dia-ban=p01@2025"
    table = client.get(f"/kham-pha/?{asked}&cap=mot&nhom=hai-phuong&do=ty-suat").content.decode()
    assert "100.000 dân" in table
    evidence = client.get(unescape(re.search(r'href="(/kham-pha/so/[^"]*)"', table)[1]))  # type: ignore[index]
    assert "Hai phường" in evidence.content.decode()
    assert client.get(f"/kham-pha/so/?{asked.replace('p01@2025', 'group')}").status_code == 404


def test_a_link_that_was_copied_tells_the_same_after_more_is_known(cast: Any, enter: Any, submitted: Any) -> None:
    client, before = enter(cast.dung), transaction_now()
    approved_batch(cast.dung, submitted)
    assert ">366</a>" in client.get(TABLE).content.decode()
    assert ">366</a>" not in client.get(f"{TABLE}&biet=%23{before}").content.decode()


def test_an_account_explores_its_own_land(cast: Any, enter: Any) -> None:
    client = enter(cast.an)
    assert "Phường Ba Đình" in client.get("/kham-pha/?chi-tieu=models.points").content.decode()
    assert client.get("/kham-pha/?chi-tieu=models.points&dia-ban=vn").status_code == 404
    assert client.get("/kham-pha/so/?chi-tieu=models.points&dia-ban=vn&ky=2025").status_code == 404


def test_junk_is_told_and_the_rest_is_answered(cast: Any, enter: Any) -> None:
    page = enter(cast.dung).get("/kham-pha/?chi-tieu=models.points,khong.co&cap=mot&ky=hôm%20qua&v=7&cot=%00").content
    told = page.decode()
    assert all(word in told for word in ("“khong.co”", "“hôm qua”", "“7”", "Điểm mô hình"))


def test_what_cannot_be_answered_says_why_and_leads_to_the_nearest(cast: Any, enter: Any) -> None:
    client = enter(cast.dung)
    year = "ky=2025&buoc=nam"
    for asked, code in (
        (f"chi-tieu=tips.received&{year}&xep=-2025", "KP-008"),
        ("chi-tieu=models.points&ky=2013/2025&buoc=thang&cap=xa", "KP-010"),
        (f"chi-tieu=models.points&{year}&cap=huyen&dia-ban=p01@2025", "KP-002"),
        (f"chi-tieu=tips.received&{year}&cap=xa&phan=tip_category%3Dpolitical_security", "KP-004"),
        (f"chi-tieu=models.points&{year}&biet=2099-01-01", "KHO-021"),
        (f"chi-tieu=models.points&{year}&do=do-phu&cap=xa&dia-ban=p01@2025", "KP-013"),
        (f"chi-tieu=models.points&{year}&phan=khong%3Dco", "KHO-025"),
    ):
        page = client.get(f"/kham-pha/?{asked}").content.decode()
        assert code in page
        nearest = re.search(r'<a class="button" href="(/kham-pha/[^"]*)"', page)
        assert nearest is not None, code


def test_the_files_hold_the_same_table(cast: Any, enter: Any, approved: Any) -> None:
    client = enter(cast.dung)
    files = {kind: client.get(TABLE.replace("/?", f"/tai/{kind}/?")).content for kind in ("csv", "xlsx", "json")}
    assert "Thành phố Hà Nội,366" in files["csv"].decode()
    sheet = load_workbook(BytesIO(files["xlsx"])).worksheets[0]
    assert "366" in [str(cell.value) for row in sheet.iter_rows() for cell in row]
    data = json.loads(files["json"])
    assert [data["cells"][0][0][key] for key in ("value", "low", "high")] == ["366"] * 3
    assert "biet=" in data["link"]


def test_a_question_is_kept_taken_away_and_brought_back(cast: Any, enter: Any) -> None:
    client, other = enter(cast.dung), enter(cast.chi)
    client.post("/kham-pha/da-luu/", {"ten": "Phát động cả nước", "cau-hoi": "v=1&chi-tieu=campaigns.launches"})
    saved = explorations_of(cast.dung).get()
    assert other.post(f"/kham-pha/da-luu/{saved.pk}/bo/").status_code == 404
    client.post(f"/kham-pha/da-luu/{saved.pk}/bo/")
    assert not explorations_of(cast.dung).exists()
    client.post(f"/kham-pha/da-luu/{saved.pk}/lay-lai/")
    assert "Phát động cả nước" in client.get("/kham-pha/da-luu/?bo=²").content.decode(), "² is no id"
    client.post("/kham-pha/da-luu/", {"ten": "Báo cáo của ông Nguyễn Văn Tèo", "cau-hoi": "v=1"})
    assert explorations_of(cast.dung).count() == 1


@pytest.mark.django_db
def test_the_first_day_to_go_back_to_is_one_of_viet_nam() -> None:
    by, _ = accounts()
    transactions_invent(by=by, moments=[datetime(2026, 1, 4, 20, tzinfo=UTC)])
    offered = Offered(Exploration(known="#1"), by.body.place, by, date(2026, 1, 9))
    assert offered.slider() == {"first": date(2026, 1, 5), "last": date(2026, 1, 9), "span": 4, "at": 0}
