"""The page where many reports are approved at once, and the boxes by which one is returned at some figures."""

from __future__ import annotations

from typing import Any

from chungtay.gathering.approval.queries import return_marks
from chungtay.ledger import queries as ledger
from chungtay.ledger.types import DecisionKind
from gathering.senders import impossible, sent


def test_all_clean_ones_are_approved_with_one_button(cast: Any, enter: Any) -> None:
    clean, stopped = sent(cast.an), sent(cast.khoa, *impossible(cast.khoa))
    client = enter(cast.binh)
    page = client.get("/dot-so-lieu/cho-duyet/").content.decode()
    assert "Duyệt 1 báo cáo sạch" in page
    client.post("/dot-so-lieu/cho-duyet/", {"do": "clean", "clean": [clean.pk]})
    statuses = ledger.batch_statuses([clean.pk, stopped.pk])
    assert statuses == {clean.pk: DecisionKind.APPROVED, stopped.pk: DecisionKind.SUBMITTED}


def test_a_report_that_is_stopped_has_no_box_and_is_refused_by_name(cast: Any, enter: Any) -> None:
    stopped = sent(cast.khoa, *impossible(cast.khoa))
    client = enter(cast.binh)
    assert f'name="batch" value="{stopped.pk}"' not in client.get("/dot-so-lieu/cho-duyet/").content.decode()
    answer = client.post("/dot-so-lieu/cho-duyet/", {"do": "chosen", "batch": [stopped.pk, "x"]})
    assert "DUYET-303" in answer.content.decode()


def test_a_neighbour_learns_nothing_of_a_report_by_choosing_it(cast: Any, enter: Any) -> None:
    batch = sent(cast.an)
    answer = enter(cast.giang).post("/dot-so-lieu/cho-duyet/", {"do": "chosen", "batch": [batch.pk]})
    page = answer.content.decode()
    assert "DUYET-404" in page
    assert "Ba Đình" not in page


def test_a_box_and_a_reason_in_a_row_return_the_report_there(cast: Any, enter: Any) -> None:
    batch = sent(cast.an)
    [figure] = ledger.figures_of_batch(batch)
    client = enter(cast.binh)
    page = client.get(f"/dot-so-lieu/{batch.pk}/").content.decode()
    assert f'form="return-form" name="mark" value="{figure.id}"' in page
    client.post(f"/dot-so-lieu/{batch.pk}/tra-lai/", {"mark": [figure.id], f"reason-{figure.id}": "Gấp ba"})
    assert return_marks(batch.pk) == {figure.id: "Gấp ba"}
    assert "Gấp ba" in enter(cast.an).get(f"/dot-so-lieu/{batch.pk}/").content.decode()
