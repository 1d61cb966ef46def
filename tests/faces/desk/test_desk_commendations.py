"""A round of commendations on the desk, and what of it stands on whose pages and files."""

from datetime import date
from typing import Any

import pytest

from chungtay.gathering.registers.commendations.models import Award, Round

pytestmark = pytest.mark.django_db
LIST = "/so-theo-doi/khen-thuong/"


def recipient(**more: Any) -> dict[str, Any]:
    days = {"achieved_from": "2025-01-01", "achieved_to": "2025-12-31"}
    return {"do": "add", "kind": 3, "name": "Nguyễn Thị Mẫu", "achievement": 1, **days, **more}


def step(do: str, number: str, **more: Any) -> dict[str, Any]:
    return {"do": do, "number": number, "on": "2026-03-12", **more}


def lines(client: Any) -> list[str]:
    return b"".join(client.get(LIST, {"dang": "csv"}).streaming_content).decode().splitlines()


def test_a_round_is_proposed_decided_and_listed_with_those_names_alone_that_may_be_shown(cast: Any, enter: Any) -> None:
    an, chi, binh, dung = enter(cast.an), enter(cast.chi), enter(cast.binh), enter(cast.dung, "en")
    an.post(f"{LIST}moi/", {"form": 5, "sort": 3, "on": "2026-03-02", "document": "12/TTr"})
    page = f"{LIST}{Round.objects.get().pk}/"
    assert "NGUON-106" in an.post(page, recipient(told="Giúp bà Lê Thị Ba")).content.decode()
    for one in (recipient(), recipient(name="Trần Thị Kín", is_minor="on"), recipient(kind=1, name="Tổ an ninh số 3")):
        assert an.post(page, one).status_code == 302
    assert "Kín" not in an.get(page).content.decode()
    assert an.post(page, {"do": "send"}).status_code == 302
    chi.post(page, step("minute", "05/BB"))
    assert binh.post(page, step("decide", "99/QĐ")).status_code == 302
    assert "Kín" in binh.get(page).content.decode()
    told = dung.get(page).content.decode()
    assert "Tổ an ninh số 3" in told
    assert "Thị Mẫu" not in told
    assert "Kín" not in told
    assert "Collective: 1, Individual: 2" in dung.get(LIST).content.decode()
    assert [sum(word in line for line in lines(c)) for c, word in ((an, "Mẫu"), (dung, "Mẫu"), (binh, "Kín"))] == [
        1,
        0,
        0,
    ]
    award = Award.objects.order_by("pk")[0]
    an.post(page, step("publish", "Đơn đồng ý", award=award.pk))
    assert "Thị Mẫu" in dung.get(page).content.decode()
    an.post(page, {"do": "remove_name", "award": award.pk})
    assert "Thị Mẫu" not in binh.get(page).content.decode() + "".join(lines(an))


def test_a_giver_sets_limits_and_nobody_else(cast: Any, enter: Any) -> None:
    typed = {"plan": "15/KH", "form": 5, "kind": 3, "most": 10}
    assert enter(cast.binh).post(f"{LIST}so-luong/", typed).status_code == 302
    assert "15/KH" in enter(cast.binh, "en").get(f"{LIST}so-luong/").content.decode()
    assert "15/KH" in enter(cast.an).get(f"{LIST}moi/").content.decode()
    assert [enter(by).post(f"{LIST}so-luong/", typed).status_code for by in (cast.an, cast.chi)] == [403, 403]


def test_what_is_wrong_with_a_new_round_is_told_beside_what_was_typed(cast: Any, enter: Any) -> None:
    an = enter(cast.an)
    answer = an.post(f"{LIST}moi/", {"form": 5, "sort": 3, "on": date(2099, 1, 1), "document": "12/TTr"})
    assert answer.status_code == 422
    assert "KHE-002" in answer.content.decode()
    assert 'value="12/TTr"' in answer.content.decode()
