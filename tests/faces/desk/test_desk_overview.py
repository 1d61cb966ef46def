"""The overview of a body, and pictures of the explorer: one's own land, arranged and undone, drawn and kept apart."""

from __future__ import annotations

import json
from typing import Any

from desk_builders import TERM

PICTURE = f"chi-tieu=campaigns.launches&ky={TERM}&buoc=ca-ky&cap=mot&view=cot"


def test_a_page_is_arranged_for_the_whole_body_alone_and_undone(cast: Any, enter: Any) -> None:
    client, another = enter(cast.binh), enter(cast.an)
    deed = {"trang": "can-bo", "viec": "them", "loai": "headlines", "chi-tieu": "patrols.shifts"}
    assert "block--headlines" in client.post("/tong-quan/sap-xep/", deed, follow=True).content.decode()
    assert "block--headlines" in enter(cast.chi).get("/tong-quan/").content.decode()
    assert "block--headlines" not in another.get("/tong-quan/").content.decode()
    undone = client.post("/tong-quan/hoan-lai/", {"trang": "can-bo"}, follow=True).content.decode()
    assert "block--headlines" not in undone


def test_what_is_no_block_is_told_and_nothing_changes(cast: Any, enter: Any) -> None:
    page = (
        enter(cast.an)
        .post("/tong-quan/sap-xep/", {"trang": "can-bo", "viec": "them", "loai": "pie"}, follow=True)
        .content.decode()
    )
    assert "TQ-001" in page
    assert "block--completeness" in page


def test_a_picture_of_other_land_is_not_drawn(cast: Any, enter: Any, approved: Any) -> None:
    own, stranger = enter(cast.dung), enter(cast.an)
    asked = f"{PICTURE}&dia-ban=p01@2025"
    spec = json.loads(own.get(f"/kham-pha/hinh/json/?{asked}").content)
    assert "366" in json.dumps(spec)
    for address in (f"/kham-pha/hinh/json/?{asked}", f"/kham-pha/hinh/svg/?{asked}"):
        assert stranger.get(address).status_code == 404
    assert stranger.get(f"/kham-pha/hinh/?{asked}", headers={"HX-Request": "true"}).status_code == 404


def test_a_ranking_that_is_not_allowed_is_told_with_bars_offered(cast: Any, enter: Any) -> None:
    asked = f"chi-tieu=tips.received&ky={TERM}&buoc=ca-ky&dia-ban=p01@2025&cap=xa&view=xep-hang"
    page = enter(cast.dung).get(f"/kham-pha/?{asked}").content.decode()
    assert "HINH-002" in page
    assert "view=cot" in page
