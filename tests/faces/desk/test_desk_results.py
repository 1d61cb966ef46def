"""Programmes with their headline figures, and reviews, as pages show them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from desk_builders import TERM, approved_batch, national_programme
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from chungtay import flow
from chungtay.faces.desk import fragments
from chungtay.results.reviews import queries as reviews
from gathering.senders import sent


@pytest.fixture
def programme(cast: Any) -> Any:
    return national_programme()


@pytest.fixture
def review(cast: Any, programme: Any, approved: Any) -> Any:
    snapshot = flow.snapshot_freeze(by=cast.binh, programme=programme, place=approved.place, period=TERM)
    return flow.review_compose(by=cast.binh, snapshot=snapshot)


def test_a_headline_that_rests_on_one_figure_leads_to_its_sentence(
    cast: Any, enter: Any, programme: Any, approved: Any
) -> None:
    client = enter(cast.chi)
    page = client.get(f"/chuong-trinh/{programme.pk}/?ky={TERM}").content.decode()
    address = re.search(r'href="(/so-lieu/\d+/)">Đợt phát động', page)
    assert address is not None
    assert "366" in client.get(address[1]).content.decode()


def test_what_is_approved_stands_in_a_headline_at_once(cast: Any, enter: Any, programme: Any, submitted: Any) -> None:
    client, address = enter(cast.chi), f"/chuong-trinh/{programme.pk}/?ky={TERM}"
    before = client.get(address).content.decode()
    approved_batch(cast.dung, submitted)
    assert ["366" in page for page in (before, client.get(address).content.decode())] == [False, True]


def test_the_evidence_of_a_headline_lists_its_figures(cast: Any, enter: Any, programme: Any, approved: Any) -> None:
    address = f"/chuong-trinh/{programme.pk}/chi-tieu/campaigns.launches/?ky={TERM}"
    assert ">366</a>" in enter(cast.chi).get(address).content.decode()


def test_a_programme_asked_about_a_neighbours_place_does_not_exist(cast: Any, enter: Any, programme: Any) -> None:
    assert enter(cast.chi).get(f"/chuong-trinh/{programme.pk}/?dia-ban=p42@2025").status_code == 404


def test_a_place_that_nobody_knows_is_pointed_out(cast: Any, enter: Any, programme: Any) -> None:
    page = enter(cast.chi).get(f"/chuong-trinh/{programme.pk}/?dia-ban=Xứ+Không+Có").content.decode()
    assert "DIABAN-005" in page


@pytest.mark.parametrize("period", ["hôm nay", "2013/1899", "9999999"])
def test_a_period_that_is_none_falls_back_to_the_whole_term(cast: Any, enter: Any, programme: Any, period: str) -> None:
    assert enter(cast.chi).get(f"/chuong-trinh/{programme.pk}/", {"ky": period}).status_code == 200


def test_only_an_approver_is_offered_to_freeze(cast: Any, enter: Any, programme: Any) -> None:
    address = f"/chuong-trinh/{programme.pk}/"
    offered = [f"{address}tong-ket/" in enter(user).get(address).content.decode() for user in (cast.chi, cast.binh)]
    assert offered == [False, True]


def test_freezing_and_composing_takes_one_button(cast: Any, enter: Any, programme: Any, approved: Any) -> None:
    asked = {"place": approved.place.key, "period": str(TERM)}
    answer = enter(cast.binh).post(f"/chuong-trinh/{programme.pk}/tong-ket/", asked)
    made = reviews.reviews_visible(cast.binh).get()
    assert (answer["Location"], made.kind) == (f"/tong-ket/{made.pk}/", "interim")


def test_numbers_of_a_review_lead_to_their_figures(cast: Any, enter: Any, review: Any) -> None:
    client = enter(cast.chi)
    page = client.get(f"/tong-ket/{review.pk}/").content.decode()
    leads = set(re.findall(r'class="review-figure" href="(/[^"]+)"', page))
    assert leads
    assert {client.get(address).status_code for address in leads} == {200}


def test_a_neighbours_review_does_not_exist(cast: Any, enter: Any, review: Any) -> None:
    client = enter(cast.giang)
    assert [client.get(f"/tong-ket/{review.pk}/{end}").status_code for end in ("", "word/")] == [404, 404]


def test_a_review_is_handed_out_as_word(cast: Any, enter: Any, review: Any) -> None:
    answer = enter(cast.chi).get(f"/tong-ket/{review.pk}/word/")
    assert answer.content.startswith(b"PK")
    assert ".docx" in answer["Content-Disposition"]


def test_a_passage_that_is_written_stands_in_the_review(cast: Any, enter: Any, review: Any) -> None:
    client, section = enter(cast.chi), reviews.composition_of(review).editables[0].key
    client.post(f"/tong-ket/{review.pk}/loi-van/{section}/", {"text": "Phong trào được duy trì đều."})
    assert "Phong trào được duy trì đều." in client.get(f"/tong-ket/{review.pk}/").content.decode()


def test_a_partner_writes_nothing_into_a_review(cast: Any, enter: Any, review: Any) -> None:
    assert enter(cast.hoa).post(f"/tong-ket/{review.pk}/loi-van/strengths/", {"text": "x"}).status_code == 403


def test_the_public_rendition_appears_once_it_is_made_and_leads_nowhere(cast: Any, enter: Any, review: Any) -> None:
    client, address = enter(cast.binh), f"/tong-ket/{review.pk}/?ban=cong-khai"
    assert client.get(address).status_code == 404
    client.post(f"/tong-ket/{review.pk}/cong-khai/")
    assert "/so-lieu/" not in client.get(address).content.decode()


def test_a_partner_reads_small_counts_as_less_than_five(cast: Any, enter: Any, small_batch: Any) -> None:
    address = f"/dot-so-lieu/{small_batch.pk}/"
    seen = [">&lt;5</a>" in enter(user).get(address).content.decode() for user in (cast.hoa, cast.chi)]
    assert seen == [True, False]


def test_a_review_is_drawn_once_for_each_language(review: Any) -> None:
    first, again, english = (fragments.official(review, language) for language in ("vi", "vi", "en"))
    assert first is again
    assert english != first


def test_a_review_is_drawn_anew_once_a_passage_is_written(cast: Any, enter: Any, review: Any) -> None:
    client, section = enter(cast.chi), reviews.composition_of(review).editables[0].key
    before = client.get(f"/tong-ket/{review.pk}/").content.decode()
    client.post(f"/tong-ket/{review.pk}/loi-van/{section}/", {"text": "Thêm một đoạn."})
    assert "Thêm một đoạn." not in before
    assert "Thêm một đoạn." in client.get(f"/tong-ket/{review.pk}/").content.decode()


def test_one_click_puts_an_approved_form_into_words_and_its_figures_into_a_brief_and_a_press_notice(
    cast: Any, enter: Any, programme: Any
) -> None:
    batch, desk = approved_batch(cast.binh, sent(cast.an)), enter(cast.binh)
    button = HTMLParser(desk.get(f"/dot-so-lieu/{batch.pk}/").content).css_first("form:has([name=kind][value=monthly])")
    given = {field.attributes["name"]: field.attributes["value"] for field in button.css("input")}
    address = desk.post(button.attributes["action"], given)["Location"]
    made = reviews.review_get(by=cast.binh, id=int(address.split("/")[-2]))
    assert (made.kind, made.place, made.end) == ("monthly", batch.place, batch.end)
    assert "12" in "".join(row.shown.words.vi for area in reviews.composition_of(made).areas for row in area.rows)
    for kind in ("brief", "press"):
        answer = desk.post(f"{address}tu-so-lieu-nay/", {"kind": kind})
        derived = reviews.review_get(by=cast.binh, id=int(answer["Location"].split("/")[-2]))
        assert (derived.kind, derived.snapshot_id) == (kind, made.snapshot_id)
    assert desk.post(f"{address}tu-so-lieu-nay/", {"kind": "final"}).status_code == 404
    assert enter(cast.giang).post(f"{address}tu-so-lieu-nay/", {"kind": "brief"}).status_code == 404
