"""The page of requests to look at the source book, from both sides, over real months of the ledger."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.timezone import localdate

from chungtay.kernel.quantities import Quantity
from chungtay.ledger import services as ledger
from chungtay.ledger.types import Claim, DecisionKind
from chungtay.reference.forms.queries import form_get
from chungtay.results.analysis.bookchecks import finding

pytestmark = pytest.mark.django_db
LARGE = (
    *("communication.participations", "communication.materials", "pledges.signed", "patrols.participations"),
    *("patrols.shifts", "campaigns.participations"),
)


@pytest.fixture
def rounded_and_sent_again(cast: Any) -> None:
    """Eleven approved months of one commune: all in tens, the last two the same."""
    body, months = cast.bodies["CA-BADINH"], finding.months_looked_at(localdate())[-11:]
    for at, month in enumerate(months):
        numbers = {code: 100 * (n + 2) + 10 * (min(at, 9) * (n + 3) % 7) for n, code in enumerate(LARGE)}
        claims = [Claim(code, body.place_id, month, Quantity.read(value)) for code, value in numbers.items()]
        batch = ledger.batch_append(
            by=cast.an, body=body, form=form_get("monthly-commune"), place=body.place, period=month, claims=claims
        )
        ledger.decision_append(by=cast.an, batch=batch, kind=DecisionKind.SUBMITTED)
        ledger.decision_append(by=cast.binh, batch=batch, kind=DecisionKind.APPROVED)


@pytest.mark.usefixtures("rounded_and_sent_again")
def test_a_province_asks_with_one_click_and_the_commune_answers_with_two(cast: Any, client: Any) -> None:
    client.force_login(cast.binh)
    [line] = client.get("/doi-chieu/").context["proposed"]
    assert client.post("/doi-chieu/hoi/", {"dong": line.key}).status_code == 302
    assert client.get("/doi-chieu/").context["proposed"] == []
    client.force_login(cast.an)
    [waiting] = client.get("/").context["to_look_up"]
    assert {"copied_row", "last_digit"} <= set(waiting.tests)
    assert client.get("/doi-chieu/").context["asked_of"][0].lines[0][1][0] not in ("", "–")
    client.post(f"/doi-chieu/{waiting.pk}/tra-loi/", {"tra-loi": "error"})
    assert client.get("/").context["to_look_up"] == []
