"""What moved a total since a day, under the evidence of a headline."""

from __future__ import annotations

from typing import Any

import pytest
from desk_builders import national_programme
from django.utils.timezone import localdate, now

from chungtay import flow
from chungtay.kernel.periods import decree_month
from gathering.senders import APPROVED, claim, sent

NOVEMBER = decree_month(2025, 11)


@pytest.fixture
def programme(cast: Any) -> Any:
    return national_programme()


def approved(cast: Any, by: Any, number: int, indicator: str = "communication.sessions") -> Any:
    batch = sent(by, claim(by, indicator, number))
    flow.batch_decide(by=cast.binh, batch=batch, kind=APPROVED)
    return batch


def page_of(client: Any, programme: Any, since: str, indicator: str = "communication.sessions") -> str:
    address = f"/chuong-trinh/{programme.pk}/chi-tieu/{indicator}/"
    asked = {"dia-ban": "p01@2025", "ky": str(NOVEMBER), "tu": since}
    return " ".join(client.get(address, asked).content.decode().split())


def test_the_section_names_old_new_and_the_figures_between(cast: Any, enter: Any, programme: Any) -> None:
    approved(cast, cast.khoa, 30)
    approved(cast, cast.an, 12)
    then = now().isoformat()
    approved(cast, cast.an, 15)
    page = page_of(enter(cast.binh), programme, then)
    assert '<s class="quiet">42</s> → <strong>45</strong> (+3)' in page
    assert "đính chính" in page
    assert "Phiên bản 2" in page
    assert "không đổi" in page_of(enter(cast.binh), programme, now().isoformat())


def test_a_wrong_day_is_pointed_out_and_none_compares_nothing(cast: Any, enter: Any, programme: Any) -> None:
    approved(cast, cast.an, 12)
    client = enter(cast.binh)
    assert "KHO-0" not in page_of(client, programme, "")
    assert "KHO-021" in page_of(client, programme, "2999-01-01")
    assert "KHO-022" in page_of(client, programme, f"{localdate().year - 1}-01-01")
    assert "KHO-020" in page_of(client, programme, "hôm kia")


def test_a_difference_that_would_tell_a_small_count_is_withheld(cast: Any, enter: Any, programme: Any) -> None:
    approved(cast, cast.an, 40, "tips.received")
    then = now().isoformat()
    approved(cast, cast.an, 42, "tips.received")
    outside, inside = (page_of(enter(user), programme, then, "tips.received") for user in (cast.dung, cast.binh))
    assert "chênh lệch này có thể làm lộ" in outside
    assert "(+2)" not in outside
    assert "(+2)" in inside
