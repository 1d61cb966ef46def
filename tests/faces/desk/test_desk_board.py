"""The board's page: who has reported in words, map and file; and the reminder that leads from it."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import pytest
from django.core import mail

from chungtay.reference.actors.services import notices_set
from chungtay.reference.forms.queries import form_get
from chungtay.reference.forms.services import obligation_create
from gathering.senders import NOVEMBER, sent

BOARD = "/bang-theo-doi/?ky=2025-11"


@pytest.fixture
def owing(cast: Any) -> Any:
    """Ba Đình has reported November 2025 long after its deadline, Ngọc Hà has not."""
    for user in (cast.an, cast.khoa):
        place = user.body.place
        obligation_create(form=form_get("monthly-commune"), body=user.body, place=place, valid_from=NOVEMBER.start)
    sent(cast.an)
    return cast


def page_of(client: Any, address: str = BOARD) -> str:
    return str(client.get(address).content.decode())


def test_the_total_says_how_many_of_the_expected_came(owing: Any, enter: Any) -> None:
    assert "<strong>1/2</strong> báo cáo đã nhận, <strong>0</strong> đúng hạn" in page_of(enter(owing.binh))
    assert "<strong>1/2</strong> reports received" in page_of(enter(owing.binh, "en"))


def test_each_unit_is_told_in_words_with_its_deadline(owing: Any, enter: Any) -> None:
    page = page_of(enter(owing.binh))
    assert "Chờ duyệt, muộn" in page
    assert "Quá hạn, chưa nhận" in page
    assert "hạn 17/11/2025" in page


def test_a_state_and_words_narrow_the_table(owing: Any, enter: Any) -> None:
    page = page_of(enter(owing.binh), f"{BOARD}&tinh-trang=overdue")
    assert ("Ngọc Hà" in page, "Đơn vị CA-BADINH" in page) == (True, False)
    assert "Đơn vị CA-NGOCHA" not in page_of(enter(owing.binh), f"{BOARD}&tim=ba+dinh")


def test_the_neighbour_sees_nothing_of_it(owing: Any, enter: Any) -> None:
    page = page_of(enter(owing.giang))
    assert "Chưa có biểu mẫu nào phải báo cáo" in page
    assert "Ba Đình" not in page


def test_a_commune_sees_its_own_line_alone(owing: Any, enter: Any) -> None:
    page = page_of(enter(owing.khoa))
    assert ("Ngọc Hà" in page, "Ba Đình" in page) == (True, False)


def test_the_centre_sees_provinces_first_and_their_communes_behind_them(owing: Any, enter: Any) -> None:
    client = enter(owing.dung)
    page = page_of(client)
    assert "1/2" in page
    assert "dia-ban=p01%402025" in page
    assert "Đơn vị CA-NGOCHA" in page_of(client, f"{BOARD}&dia-ban=p01@2025")
    assert client.get(f"{BOARD}&dia-ban=p42@2025").status_code == 404


def test_the_map_names_the_archipelagos_and_says_each_province_in_words(owing: Any, enter: Any) -> None:
    page = page_of(enter(owing.dung))
    assert '<svg class="map"' in page
    assert ("Quần đảo Hoàng Sa" in page, "Quần đảo Trường Sa" in page) == (True, True)
    assert "<title>Thành phố Hà Nội: 1/2 báo cáo đã nhận</title>" in page


def test_a_province_is_drawn_with_its_communes_as_points(owing: Any, enter: Any) -> None:
    page = page_of(enter(owing.binh))
    assert page.count('class="map__spot') == 2
    assert "<title>Phường Ngọc Hà: Quá hạn, chưa nhận</title>" in page


def test_periods_before_and_after_lead_on_and_stop_at_the_present(owing: Any, enter: Any) -> None:
    page = page_of(enter(owing.binh))
    assert ("ky=2025-10" in page, "ky=2025-12" in page) == (True, True)
    assert 'rel="next"' not in page_of(enter(owing.binh), "/bang-theo-doi/")


@pytest.mark.parametrize("ky", ["2099-01", "nonsense", "0001-01", "2025-11-31", "9999-12"])
def test_a_period_that_cannot_be_shown_becomes_the_last(owing: Any, enter: Any, ky: str) -> None:
    answer = enter(owing.binh).get("/bang-theo-doi/", {"ky": ky})
    assert answer.status_code == 200


def test_the_file_holds_one_line_for_each_unit(owing: Any, enter: Any) -> None:
    answer = enter(owing.binh).get("/bang-theo-doi/tai/?ky=2025-11")
    lines = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [line[7] for line in lines[1:]] == ["Quá hạn, chưa nhận", "Chờ duyệt"]
    assert lines[0][-1].startswith("BẢN MINH HỌA")
    assert "minh-hoa-" in answer["Content-Disposition"]
    assert lines[1][6] == "2025-11-17"


def reminded(client: Any, **changes: str) -> Any:
    asked = {"mau": "monthly-commune", "ky": "2025-11", "dia-ban": "c00008@2025", "co-quan": "CA-NGOCHA"}
    return client.post("/bang-theo-doi/nhac/", asked | changes, follow=True)


@pytest.fixture
def post(settings: Any, owing: Any) -> Any:
    """A mailbox for Khoa, and a server's name; Django keeps the mails of a test."""
    settings.EMAIL_HOST = "thu.vi.du"
    notices_set(by=owing.khoa, email="khoa@vi.du", language="vi", digest="daily")
    return owing


def test_one_click_reminds_the_reporters_of_a_missing_report(post: Any, enter: Any) -> None:
    page = reminded(enter(post.binh)).content.decode()
    assert "Đã gửi thư nhắc tới 1 hộp thư." in page
    assert [message.to for message in mail.outbox] == [["khoa@vi.du"]]


def test_the_second_click_is_told_that_it_was_done(post: Any, enter: Any) -> None:
    client = enter(post.binh)
    reminded(client)
    assert "Hôm nay đã nhắc về báo cáo này" in reminded(client).content.decode()
    assert len(mail.outbox) == 1


def test_a_neighbour_who_knows_the_address_reminds_nobody(post: Any, enter: Any) -> None:
    assert reminded(enter(post.giang)).status_code == 404
    assert reminded(enter(post.khoa)).status_code == 403
    assert mail.outbox == []


def test_without_a_mail_server_the_page_says_so(owing: Any, enter: Any) -> None:
    assert "Chưa cấu hình máy chủ thư" in reminded(enter(owing.binh)).content.decode()


def test_a_period_of_no_board_is_not_reminded_of(post: Any, enter: Any) -> None:
    page = reminded(enter(post.binh), ky="2099-01").content.decode()
    assert "không có kỳ này" in page.lower()


def test_all_who_are_late_are_seen_and_then_reminded_at_once(post: Any, enter: Any) -> None:
    client = enter(post.binh)
    address = page_of(client).split('href="/bang-theo-doi/nhac-tat-ca/')[1].split('"')[0].replace("&amp;", "&")
    page = page_of(client, f"/bang-theo-doi/nhac-tat-ca/{address}")
    assert "1 báo cáo quá hạn, chưa nhận." in page
    assert "Sẽ nhận thư nhắc" in page
    asked = {"mau": "monthly-commune", "ky": "2025-11"}
    answers = [client.post("/bang-theo-doi/nhac-tat-ca/", asked, follow=True).content.decode() for _ in range(2)]
    assert "Đã nhắc 1 báo cáo, 1 thư." in answers[0]
    assert "Lúc này không có ai để nhắc" in answers[1]
    assert [message.to for message in mail.outbox] == [["khoa@vi.du"]]


@pytest.mark.parametrize("who", ["giang", "khoa"])
def test_who_stands_above_nobody_late_has_nobody_to_remind(post: Any, enter: Any, who: str) -> None:
    client = enter(getattr(post, who))
    assert "nhac-tat-ca" not in page_of(client)
    client.post("/bang-theo-doi/nhac-tat-ca/", {"mau": "monthly-commune", "ky": "2025-11"})
    assert mail.outbox == []
