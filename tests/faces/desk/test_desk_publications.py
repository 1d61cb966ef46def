"""Making public on the desk: told before, looked at, released, and seen by the territory afterwards."""

from __future__ import annotations

from typing import Any

from chungtay import flow_publishing
from chungtay.faces.desk.views import publications
from chungtay.reference.places.queries import place_get
from chungtay.results.publishing.models import Publication
from chungtay.results.publishing.shelf.services import publication_preview
from results.reviews.ledger_of_three import frozen


def test_an_approver_prepares_looks_and_releases_and_only_then_others_see_it(cast: Any, enter: Any) -> None:
    snapshot, approver = frozen(cast), enter(cast.dung)
    told = approver.get("/cong-bo/moi/").content.decode()
    assert "làm tròn đến 10" in told
    asked = {"snapshot": snapshot.code, "title": "Kết quả", "place": "vn", "level": "province", "step": "total"}
    dates = {"start": "01/01/2013", "end": "31/12/2023", "indicator": ["tips.received", "models.total"]}
    approver.post("/cong-bo/moi/", {**asked, **dates})
    draft = Publication.objects.get()
    page = approver.get(f"/cong-bo/{draft.pk}/").content.decode()
    assert "212.230" in page
    assert "212.232" not in page
    narrow = Publication.objects.get(pk=draft.pk)
    narrow.place = place_get("p01@2025")
    assert publication_preview(narrow, place_get("p42@2025")) == [], "no other land is looked at through a draft"
    reader = enter(cast.giang)
    assert "Kết quả" not in enter(cast.chi).get("/cong-bo/").content.decode()
    assert approver.post(f"/cong-bo/{draft.pk}/cong-bo/", {"on": "", "at": ""}).status_code == 302
    assert "212.230" in approver.get(f"/cong-bo/{draft.pk}/").content.decode()
    assert reader.post(f"/cong-bo/{draft.pk}/rut/", {"reason": "too_fine"}).status_code == 404


def test_a_large_one_is_left_to_the_worker_and_its_page_tells_how_far_it_is(
    cast: Any, enter: Any, monkeypatch: Any, settings: Any, tmp_path: Any
) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(publications, "MOST_LINES", 1)
    snapshot, approver = frozen(cast), enter(cast.dung)
    asked = {"snapshot": snapshot.code, "title": "Kết quả", "place": "vn", "level": "province", "step": "total"}
    dates = {"start": "01/01/2013", "end": "31/12/2023", "indicator": ["models.total"]}
    approver.post("/cong-bo/moi/", {**asked, **dates})
    draft = Publication.objects.get()
    waiting = approver.get(f"/cong-bo/{draft.pk}/").content.decode()
    assert "Đang chờ đến lượt" in waiting
    assert f"/cong-bo/{draft.pk}/cong-bo/" not in waiting, "nothing to release yet"
    flow_publishing.publication_go_on(id=draft.pk)
    told = approver.get(f"/cong-bo/{draft.pk}/?tien-do=1", headers={"HX-Request": "true"})
    assert told.headers["HX-Refresh"] == "true"
    approver.post(f"/cong-bo/{draft.pk}/cong-bo/", {"on": "", "at": ""})
    draft.refresh_from_db()
    assert draft.released_at is None
    flow_publishing.publication_go_on(id=draft.pk)
    assert "Đang công bố" in approver.get(f"/cong-bo/{draft.pk}/").content.decode()
