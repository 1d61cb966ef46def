"""Targets of a plan: set like a form, approved, and shown beside what was done."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from chungtay import flow
from chungtay.faces.desk.views.targets import Line, reckoned
from chungtay.gathering.intake.drafts import services as drafts
from chungtay.gathering.programmes.queries import programme_get
from chungtay.gathering.programmes.services import programmes_load
from chungtay.kernel.errors import Refusal
from chungtay.kernel.periods import decree_month, decree_year
from chungtay.kernel.quantities import Quantity
from chungtay.ledger.types import Claim, DecisionKind
from chungtay.reference.forms.files import forms_read
from chungtay.reference.forms.queries import form_items
from chungtay.results.warehouse.loading import forms_by_indicator

YEAR = decree_year(2025)
TARGETS_OF_TIPS = """
forms:
  - code: own-targets
    version: 1
    name_vi: "Chỉ tiêu"
    name_en: "Targets"
    regime: decree_year
    valid_from: 2025-01-01
    status: target
    due: {commune: 5}
    sections: [{rows: [tips.received]}]
"""


def months(*numbers: int) -> list[Decimal]:
    return [Decimal(number) for number in numbers]


def test_the_end_of_a_year_lies_between_the_smallest_and_the_largest_month() -> None:
    assert reckoned(months(10, 20, 30)) == (Decimal(150), Decimal(330))


@pytest.mark.parametrize("stated", [(), (10, 20), tuple(range(12))])
def test_no_end_is_reckoned_from_two_months_or_of_a_whole_year(stated: tuple[int, ...]) -> None:
    assert reckoned(months(*stated)) is None


@pytest.mark.parametrize(
    ("done", "low", "high", "stands"),
    [
        (120, None, None, "met"),
        (50, 100, 160, "likely"),
        (50, 60, 90, "unlikely"),
        (50, 60, 160, "open"),
        (50, None, None, "open"),
        (None, None, None, "unknown"),
    ],
)
def test_how_a_target_stands(done: int | None, low: int | None, high: int | None, stands: str) -> None:
    said = [None if n is None else Decimal(n) for n in (done, low, high)]
    assert Line("", "", Decimal(100), said[0], 5, said[1], said[2]).stands == stands


def test_no_form_sets_targets_on_tips() -> None:
    with pytest.raises(Refusal) as refused:
        forms_read(TARGETS_OF_TIPS)
    assert refused.value.code == "BIEUMAU-031"


@pytest.mark.django_db
def test_a_plans_target_is_no_result_and_stands_beside_what_was_done(cast: Any, enter: Any) -> None:
    programmes_load()
    said = {"by": cast.an, "body": cast.an.body, "place": cast.an.body.place}
    draft = flow.draft_open(**said, form_code="plan-targets", period=YEAR)
    item = next(row for row in form_items(draft.form) if row.indicator == "communication.sessions")
    drafts.cell_write(by=cast.an, draft=draft, item_id=item.id, text="40")
    _approved(cast, flow.draft_submit(by=cast.an, draft=draft))
    done = [Claim("communication.sessions", cast.an.body.place_id, decree_month(2025, 11), Quantity.read(12))]
    period = decree_month(2025, 11)
    _approved(cast, flow.figures_submit(**said, form_code="monthly-commune", period=period, claims=done))
    address = f"/chuong-trinh/{programme_get('07/CTrPH-BCA-MTTW').pk}/muc-phan-dau/?nam=2025"
    page = enter(cast.an).get(address).content.decode()
    assert "30%" in page
    assert "chưa thể ước" in page
    assert enter(cast.giang).get(f"{address}&dia-ban={cast.an.body.place.key}").status_code == 404


def _approved(cast: Any, batch: Any) -> None:
    flow.batch_decide(by=cast.binh, batch=batch, kind=DecisionKind.APPROVED)


@pytest.mark.django_db
def test_a_form_of_targets_is_no_report_of_an_indicator() -> None:
    assert "plan-targets" not in forms_by_indicator()["communication.sessions"]
