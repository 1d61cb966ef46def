"""What is known of a kind's effect on its page: a plan is set, the answer is told with its doubts."""

from __future__ import annotations

from typing import Any

import pytest

from chungtay.gathering.registers.community import queries as community
from chungtay.gathering.registers.community import services as registers
from chungtay.results.analysis.studies import queries
from chungtay.results.analysis.studies.services import study_carry_out

pytestmark = pytest.mark.django_db
PLAN = {
    "outcome": "context.accidents_and_fires",
    "start": "01/01/2023",
    "end": "31/12/2025",
    "regime": "calendar_quarter",
}


@pytest.fixture
def address(cast: Any) -> str:
    registers.register_load()
    kind = community.kind_named("Điểm chữa cháy công cộng")
    assert kind is not None
    return f"/so-theo-doi/mo-hinh/loai/{kind.pk}/hieu-qua/"


def test_a_planner_sets_a_plan_and_reads_why_nothing_can_be_told(cast: Any, enter: Any, address: str) -> None:
    assert "Đang chờ đến lượt" in enter(cast.binh).post(address, PLAN, follow=True).content.decode()
    study = study_carry_out(id=queries.studies_visible(cast.binh)[0].pk)
    page = enter(cast.binh).get(address).content.decode()
    assert "Chưa thể kết luận" in page
    assert "HIEUQUA-010" in page
    assert enter(cast.giang).get(f"{address}?danh-gia={study.pk}").status_code == 404
    assert enter(cast.binh, "en").get("/so-theo-doi/mo-hinh/loai/cach-danh-gia/").status_code == 200


def test_an_activity_is_refused_on_the_page(cast: Any, enter: Any, address: str) -> None:
    page = enter(cast.binh).post(address, {**PLAN, "outcome": "patrols.shifts"})
    assert page.status_code == 422
    assert "HIEUQUA-021" in page.content.decode()
