"""`chungtay figures --frame`: what is printed of numbers on another day's map."""

from __future__ import annotations

from decimal import Decimal

import pytest
from commands_desk import Office, Run

from chungtay.kernel.periods import decree_month
from chungtay.kernel.quantities import Quantity
from chungtay.ledger import services as ledger
from chungtay.ledger.types import Claim, DecisionKind
from chungtay.reference.forms.queries import form_get
from chungtay.reference.places.queries import place_get

pytestmark = [pytest.mark.django_db]
MARCH = decree_month(2025, 3)
ASKED = ["figures", "--indicator", "communication.participations", "--period", "2025-02-15/2025-03-14"]
HATINH = [*ASKED, "--place", "Hà Tĩnh", "--by", "commune"]


@pytest.fixture
def counted(office: Office) -> None:
    """Of Hà Tĩnh in March 2025, before the reform: Nam Hà, Đại Nài, which was cut, Thạch Đài, and Kỳ Long."""
    body = office.cast.bodies["CA-HT"]
    claims = [
        Claim("communication.participations", place_get(f"{code}@2013").pk, MARCH, Quantity.read(Decimal(count)))
        for code, count in (("c18073", 500), ("c18082", 1000), ("c18643", 300), ("c18835", 7))
    ]
    batch = ledger.batch_append(
        by=office.cast.giang, body=body, form=form_get("monthly-commune"), place=body.place, period=MARCH, claims=claims
    )
    ledger.decision_append(by=office.cast.dung, batch=batch, kind=DecisionKind.APPROVED)


def test_regions_are_named_before_anything_is_shared_out(run: Run, counted: None) -> None:
    said = run(*HATINH, "--frame", "2025-07-01").out
    named = "không so sánh được; vùng so sánh VS-"
    assert said.count(named) == 2
    assert "(Phường Thành Sen, Phường Hà Huy Tập): 1.800" in said
    assert "Phường Vũng Áng" in said


def test_estimates_are_printed_as_such_with_their_range(run: Run, counted: None) -> None:
    records = run(*HATINH, "--frame", "2025-07-01", "--apportion", "--format", "json").records
    told = {record["place_name"]: record for record in records}
    part = told["Phường Hà Huy Tập"]
    assert part["words"] == "ước tính 324 (307–324), 7% là phần chia"
    assert (part["comparability"], part["estimated_share"]) == ("estimate", "0.072930")
    assert told["Phường Thành Sen"]["value"] is None
    assert told["Phường Vũng Áng"]["words"] == "7"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--place", "Hà Tĩnh", "--apportion"], "LENH-014"),
        (["--group", "border", "--frame", "2025-07-01"], "LENH-014"),
        (["--place", "Hà Tĩnh", "--frame", "01/07/2025"], "LENH-013"),
        (["--place", "Hà Tĩnh", "--frame", "2012-01-01"], "KHO-007"),
    ],
)
def test_what_cannot_be_asked_of_a_map_is_refused(run: Run, office: Office, options: list[str], code: str) -> None:
    said = run(*ASKED, *options)
    assert said.code != 0
    assert code in said.err
