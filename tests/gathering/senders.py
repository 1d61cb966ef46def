"""Batches sent by the cast: what approval and checks decide about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.checks.services import findings_raise
from chungtay.kernel.periods import decree_month
from chungtay.kernel.quantities import Quantity
from chungtay.ledger.queries import figures_about
from chungtay.ledger.services import batch_append, decision_append
from chungtay.ledger.types import Claim, DecisionKind
from chungtay.reference.forms.queries import form_get

if TYPE_CHECKING:
    from chungtay.kernel.periods import Period
    from chungtay.ledger.models import Batch
    from chungtay.reference.actors.models import Body, User

NOVEMBER = decree_month(2025, 11)
SUBMITTED, RETURNED, APPROVED = DecisionKind.SUBMITTED, DecisionKind.RETURNED, DecisionKind.APPROVED
WITHDRAWN, PUBLISHED = DecisionKind.WITHDRAWN, DecisionKind.PUBLISHED


JUNE = decree_month(2025, 6)


def claim(by: User, indicator: str, value: int, cell: str = "", period: Period = NOVEMBER) -> Claim:
    return Claim(indicator, by.body.place_id, period, Quantity.read(value), cell=cell)


def sent(by: User, *claims: Claim, body: Body | None = None, period: Period = NOVEMBER) -> Batch:
    """A batch of the account's own body (or of `body`) for November 2025, checked and sent; twelve sessions unless told
    otherwise."""
    of = body or by.body
    batch = batch_append(
        by=by,
        body=of,
        form=form_get("monthly-commune"),
        place=of.place,
        period=period,
        claims=claims or [Claim("communication.sessions", of.place_id, period, Quantity.read(12))],
    )
    findings_raise(batch_id=batch.pk, related=figures_about(place=batch.place))
    decision_append(by=by, batch=batch, kind=SUBMITTED)
    return batch


def impossible(by: User) -> list[Claim]:
    """More useful tips than tips: what blocks and can be waived."""
    return [claim(by, "tips.received", 10), claim(by, "tips.useful", 11)]
