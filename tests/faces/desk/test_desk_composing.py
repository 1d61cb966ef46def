"""A review at work, as the desk shows it: editing, remarks, two writers at once, and what partners may do."""

from __future__ import annotations

from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from test_desk_results import programme, review

from chungtay.results.reviews.queries import sections_of

__all__ = ["programme", "review"]


@pytest.fixture
def page(enter: Any, review: Any) -> Any:
    def opened(account: Any) -> HTMLParser:
        answer = enter(account).get(f"/tong-ket/{review.pk}/soan/")
        assert answer.status_code == 200
        return HTMLParser(answer.content)

    return opened


def send(client: Any, review: Any, tail: str, **fields: Any) -> Any:
    return client.post(f"/tong-ket/{review.pk}/{tail}/", fields)


def test_a_generated_passage_opens_with_its_figures_as_tokens(cast: Any, page: Any) -> None:
    areas = [node.text() for node in page(cast.chi).css("#at-area-1 textarea, [id^=at-area] textarea")]
    assert any("[[" in text and "|" in text for text in areas)


def test_the_later_of_two_writers_sees_both_wordings_and_joins_them(
    cast: Any, enter: Any, review: Any, page: Any
) -> None:
    chi, binh = enter(cast.chi), enter(cast.binh)
    send(chi, review, "loi-van/causes", text="Do thời gian ngắn.", seen="0", do="save")
    send(binh, review, "loi-van/causes", text="Do thiếu cán bộ.", seen="0", do="save")
    told = page(cast.binh).css_first(".compose__conflict")
    assert (told.css_first("del").text(), told.css_first("ins").text()) == ("thời gian ngắn.", "thiếu cán bộ.")
    assert page(cast.chi).css_first(".compose__conflict") is None
    form = page(cast.binh).css_first("form[data-key=causes]")
    seen = form.css_first("[name=seen]").attributes["value"]
    send(binh, review, "loi-van/causes", text="Do thời gian ngắn, thiếu cán bộ.", seen=seen, do="save")
    assert page(cast.binh).css_first(".compose__conflict") is None
    assert "Do thời gian ngắn, thiếu cán bộ." in chi.get(f"/tong-ket/{review.pk}/").content.decode()


def test_a_joining_half_typed_is_there_again_when_the_page_is_opened_anew(
    cast: Any, enter: Any, review: Any, page: Any
) -> None:
    chi, binh = enter(cast.chi), enter(cast.binh)
    send(chi, review, "loi-van/causes", text="Do thời gian ngắn.", seen="0", do="save")
    send(binh, review, "loi-van/causes", text="Do thiếu cán bộ.", seen="0", do="save")
    seen = page(cast.binh).css_first("form[data-key=causes] [name=seen]").attributes["value"]
    send(binh, review, "loi-van/causes", text="Do thời gian và", seen=seen, do="draft")
    form = page(cast.binh).css_first("form[data-key=causes]")
    assert form.css_first("textarea").text() == "Do thời gian và"
    assert form.css_first("[name=seen]").attributes["value"] == seen


def test_after_a_refusal_a_wording_that_came_meanwhile_is_not_written_over_unseen(
    cast: Any, enter: Any, review: Any, page: Any
) -> None:
    chi, binh = enter(cast.chi), enter(cast.binh)
    send(binh, review, "loi-van/causes", text="Do thiếu cán bộ.", seen="0", do="save")
    answer = send(chi, review, "loi-van/causes", text="Ông Nguyễn Văn Thử chậm báo cáo.", seen="0")
    seen = HTMLParser(answer.content).css_first("form[data-key=causes] [name=seen]").attributes["value"]
    send(chi, review, "loi-van/causes", text="Có nơi chậm báo cáo.", seen=seen, do="save")
    assert page(cast.chi).css_first(".compose__conflict del").text() == "Do thiếu cán bộ."


def test_what_was_refused_stays_in_the_editor(cast: Any, enter: Any, review: Any) -> None:
    answer = send(enter(cast.chi), review, "loi-van/causes", text="Ông Nguyễn Văn Thử chậm báo cáo.", seen="0")
    assert answer.status_code == 422
    assert "Ông Nguyễn Văn Thử" in HTMLParser(answer.content).css_first("#t-causes").text()
    assert "XET-005" in answer.content.decode()


def test_a_draft_is_kept_for_its_writer_alone(cast: Any, enter: Any, review: Any, page: Any) -> None:
    answer = send(enter(cast.chi), review, "loi-van/causes", text="Đang viết", seen="0", do="draft")
    assert answer.json()["standing"] == 0
    assert page(cast.chi).css_first("#t-causes").text() == "Đang viết"
    assert page(cast.binh).css_first("#t-causes").text() == ""


def test_a_number_that_the_ledger_has_otherwise_is_underlined(cast: Any, enter: Any, review: Any, page: Any) -> None:
    send(enter(cast.chi), review, "loi-van/causes", text="Đã mở 9.145 lớp tập huấn.", seen="0")
    assert page(cast.chi).css_first("#at-causes .doubt--unknown").text() == "9.145"


def test_a_partner_of_the_place_remarks_and_suggests_and_a_writer_takes_it(
    cast: Any, enter: Any, review: Any, page: Any
) -> None:
    hoa, chi = enter(cast.hoa), enter(cast.chi)
    send(hoa, review, "y-kien/causes", text="Nên nói rõ hơn.")
    send(hoa, review, "loi-van/causes/de-nghi", text="Do địa bàn rộng.")
    seen = page(cast.chi)
    assert "Nên nói rõ hơn." in seen.css_first("#at-causes .compose__thread").text()
    offer = seen.css_first("#at-causes .compose__offer form").attributes["action"]
    chi.post(offer, {"do": "accept"})
    assert "Do địa bàn rộng." in chi.get(f"/tong-ket/{review.pk}/").content.decode()


def test_a_refused_remark_and_a_refused_title_stay_in_their_fields(cast: Any, enter: Any, review: Any) -> None:
    binh, named = enter(cast.binh), "Ông Nguyễn Văn Thử chậm báo cáo."
    answer = send(binh, review, "y-kien/causes", text=named)
    field = HTMLParser(answer.content).css_first("#at-causes > details[open] .compose__remarks input[name=text]")
    assert (answer.status_code, field.attributes["value"]) == (422, named)
    answer = send(binh, review, "soan/muc", key="causes", do="rename", title=named, title_en="Causes")
    held = HTMLParser(answer.content).css("#at-causes .compose__arrange[open] input[type=text]")
    assert [field.attributes["value"] for field in held] == [named, "Causes"]
    answer = send(binh, review, "soan/muc", key="causes", do="add", title=named, title_en="", level="2")
    form = HTMLParser(answer.content).css_first("details[open] form:has(#new-title)")
    chosen = [option.attributes["value"] for option in form.css("option[selected]")]
    assert (form.css_first("#new-title").attributes["value"], chosen) == (named, ["causes", "2"])


def test_a_section_has_a_title_in_english_too(cast: Any, enter: Any, review: Any) -> None:
    binh = enter(cast.binh)
    send(binh, review, "soan/muc", key="causes", do="rename", title="Vì sao", title_en="The reasons")
    send(binh, review, "soan/muc", key="causes", do="add", title="Việc riêng", title_en="Other work")
    told = {section.title.vi: section.title.en for section in sections_of(review)}
    assert (told["Vì sao"], told["Việc riêng"]) == ("The reasons", "Other work")


def test_a_section_moves_is_hidden_and_comes_back(cast: Any, enter: Any, review: Any, page: Any) -> None:
    binh = enter(cast.binh)

    def keys() -> list[str]:
        return [a.attributes["href"] for a in page(cast.binh).css(".compose__outline li:not(.compose__hidden) a")]

    before = keys()
    send(binh, review, "soan/muc", key="causes", do="up")
    send(binh, review, "soan/muc", key="lessons", do="hide")
    assert keys() != before
    for _ in range(2):
        send(binh, review, "soan/muc", do="undo")
    assert keys() == before


def test_two_wordings_stand_side_by_side(cast: Any, enter: Any, review: Any) -> None:
    chi = enter(cast.chi)
    for text in ("Do thời gian ngắn.", "Do kinh phí ít."):
        send(chi, review, "loi-van/causes", text=text)
    rows = HTMLParser(chi.get(f"/tong-ket/{review.pk}/loi-van/causes/ban/").content).css("#cu option")
    old, new = sorted(int(row.attributes["value"]) for row in rows)[1:]
    shown = HTMLParser(chi.get(f"/tong-ket/{review.pk}/loi-van/causes/ban/?cu={old}&moi={new}").content)
    assert (shown.css_first("del").text(), shown.css_first("ins").text()) == ("thời gian ngắn.", "kinh phí ít.")
