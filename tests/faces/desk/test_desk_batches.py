"""Batches, their decisions, and the figures in them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from chungtay.checks import queries as checks
from chungtay.ledger import queries as ledger
from chungtay.ledger.types import DecisionKind
from gathering.senders import impossible, sent


def test_a_sent_batch_waits_on_the_approvers_first_page(cast: Any, enter: Any, submitted: Any) -> None:
    assert f"/dot-so-lieu/{submitted.pk}/" in enter(cast.dung).get("/").content.decode()


def test_the_sender_has_nothing_to_decide(cast: Any, enter: Any, submitted: Any) -> None:
    page = enter(cast.chi).get(f"/dot-so-lieu/{submitted.pk}/").content.decode()
    assert 'value="approved"' not in page
    assert 'value="withdrawn"' in page


def test_a_neighbours_batch_does_not_exist(cast: Any, enter: Any, submitted: Any) -> None:
    client = enter(cast.giang)
    answers = [
        client.get(f"/dot-so-lieu/{submitted.pk}/"),
        client.post(f"/dot-so-lieu/{submitted.pk}/quyet-dinh/", {"kind": "approved"}),
    ]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_approving_makes_the_batch_count(cast: Any, enter: Any, submitted: Any) -> None:
    enter(cast.dung).post(f"/dot-so-lieu/{submitted.pk}/quyet-dinh/", {"kind": "approved"})
    assert ledger.batch_status(submitted.pk) is DecisionKind.APPROVED


def test_returning_without_a_reason_is_refused(cast: Any, enter: Any, submitted: Any) -> None:
    answer = enter(cast.dung).post(f"/dot-so-lieu/{submitted.pk}/quyet-dinh/", {"kind": "returned"}, follow=True)
    assert "[DUYET-302]" in answer.content.decode()
    assert ledger.batch_status(submitted.pk) is DecisionKind.SUBMITTED


def test_a_returned_batch_goes_back_to_its_reporter_with_the_reason(cast: Any, enter: Any, submitted: Any) -> None:
    sent = {"kind": "returned", "reason": "Rà soát lại số lượt người."}
    enter(cast.dung).post(f"/dot-so-lieu/{submitted.pk}/quyet-dinh/", sent)
    assert "Rà soát lại số lượt người." in enter(cast.chi).get("/").content.decode()


def test_the_sender_may_not_approve_by_a_made_up_form(cast: Any, enter: Any, submitted: Any) -> None:
    answer = enter(cast.chi).post(f"/dot-so-lieu/{submitted.pk}/quyet-dinh/", {"kind": "approved"})
    assert answer.status_code == 403


@pytest.mark.parametrize("order", ["dia-ban", "-ky", "so", "khong-co"])
def test_the_list_is_sorted_by_plain_addresses(cast: Any, enter: Any, submitted: Any, order: str) -> None:
    answer = enter(cast.dung).get(f"/dot-so-lieu/?xep={order}")
    assert f"/dot-so-lieu/{submitted.pk}/" in answer.content.decode()


def test_the_list_is_searched_without_marks(cast: Any, enter: Any, submitted: Any) -> None:
    client = enter(cast.dung)
    found = client.get("/dot-so-lieu/?tim=ha+noi").content.decode()
    missed = client.get("/dot-so-lieu/?tim=ca+mau").content.decode()
    assert f"/dot-so-lieu/{submitted.pk}/" in found
    assert f"/dot-so-lieu/{submitted.pk}/" not in missed


def figure_saying(batch: Any, words: str) -> Any:
    return next(f for f in ledger.figures_of_batch(batch) if f.claim.quantity and words in f.claim.quantity.as_written)


def test_a_figure_shows_the_sentence_that_says_it(cast: Any, enter: Any, approved: Any) -> None:
    found = figure_saying(approved, "366")
    page = enter(cast.chi).get(f"/so-lieu/{found.id}/").content.decode()
    assert '<span class="mark">366</span>' in page
    assert "đợt phát động phong trào" in page


def test_a_partner_reads_the_kept_sentence_and_no_original(cast: Any, enter: Any, approved: Any) -> None:
    found = figure_saying(approved, "366")
    page = enter(cast.hoa).get(f"/so-lieu/{found.id}/").content.decode()
    assert "các cấp đã tổ chức 366 đợt phát động" in page
    assert "/ban-goc/" not in page


def test_a_neighbours_figure_does_not_exist(cast: Any, enter: Any, approved: Any) -> None:
    found = figure_saying(approved, "366")
    assert enter(cast.giang).get(f"/so-lieu/{found.id}/").status_code == 404


def test_the_original_is_handed_to_its_issuer_alone(cast: Any, enter: Any, approved: Any) -> None:
    address = f"/ban-goc/{approved.source_id}/"
    answers = [enter(user).get(address).status_code for user in (cast.chi, cast.dung, cast.giang, cast.hoa)]
    assert answers == [200, 200, 404, 403]


def test_an_approved_batch_shows_its_link_in_the_chain(cast: Any, enter: Any, approved: Any) -> None:
    link = ledger.link_of(approved)
    assert link is not None
    page = enter(cast.chi).get(f"/dot-so-lieu/{approved.pk}/").content.decode()
    assert link.digest in page
    assert link.previous in page


def test_a_batch_that_nobody_approved_says_that_it_has_no_link(cast: Any, enter: Any, submitted: Any) -> None:
    page = enter(cast.chi).get(f"/dot-so-lieu/{submitted.pk}/").content.decode()
    assert "chưa có: đợt này chưa được duyệt lần nào" in page


def asked_about(cast: Any) -> Any:
    """A finding of a commune's report that waits for its decision."""
    batch = sent(cast.an, *impossible(cast.an))
    return next(f for f in checks.findings_of(batch.pk) if checks.must_explain(f))


def test_the_sender_explains_on_the_page_and_the_approver_reads_it_beside_the_finding(cast: Any, enter: Any) -> None:
    finding = asked_about(cast)
    address = f"/dot-so-lieu/{finding.batch_id}/"
    assert "Giải thích cho người duyệt" in enter(cast.an).get(address).content.decode()
    enter(cast.an).post(f"{address}phat-hien/{finding.pk}/giai-thich/", {"reason": "Tin cũ xác minh xong tháng này"})
    page = enter(cast.binh).get(address).content.decode()
    assert "Tin cũ xác minh xong tháng này" in page
    assert "Giải thích cho người duyệt" not in page


def test_a_reason_without_words_is_refused_with_its_code(cast: Any, enter: Any) -> None:
    finding = asked_about(cast)
    address = f"/dot-so-lieu/{finding.batch_id}/phat-hien/{finding.pk}/giai-thich/"
    assert "[KT-902]" in enter(cast.an).post(address, {"reason": " "}, follow=True).content.decode()


def test_the_page_counts_what_was_checked_and_tells_each_rule(cast: Any, enter: Any) -> None:
    page = enter(cast.binh, "en").get(f"/dot-so-lieu/{asked_about(cast).batch_id}/").content.decode()
    assert re.search(r"Rules checked: \d+. Held \d+, found 1, could not be told \d+", page)
    assert "2 × Fewer than 8 earlier periods of the same series" in page
