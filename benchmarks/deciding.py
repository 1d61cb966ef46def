"""Five hundred reports approved at once, next to a bare writing of as many decisions and links in one transaction."""

from __future__ import annotations

import time
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from benchmarks.timing import say, side_by_side

if TYPE_CHECKING:
    from chungtay.ledger.models import Batch
    from chungtay.reference.actors.models import User

REPORTS, FIGURES = 500, 5


def main() -> None:
    """Print the comparison; RuntimeError where a report was refused or the chain does not hold."""
    from chungtay import flow
    from chungtay.ledger.queries import chain_verify
    from chungtay.ledger.types import DecisionKind

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        by, batches = invented()
        ids = [batch.pk for batch in batches]

        def approved() -> None:
            with _undone():
                decided = flow.batches_decide(by=by, batch_ids=ids, kind=DecisionKind.APPROVED)
                if len(decided.done) != REPORTS:
                    raise RuntimeError(str(next(iter(decided.refused.values()))))

        def one_by_one() -> None:
            with _undone():
                for batch in batches:
                    flow.batch_decide(by=by, batch=batch, kind=DecisionKind.APPROVED)

        seconds = side_by_side(
            3, approved_at_once=approved, approved_one_by_one=one_by_one, bare_rows=lambda: _bare(by, batches)
        )
        about = f"(d) Approving {REPORTS} reports of {FIGURES} figures ({connection.vendor})"
        say(about, seconds, "bare_rows")
        began = time.perf_counter()
        flow.batches_decide(by=by, batch_ids=ids, kind=DecisionKind.APPROVED)
        print(f"  {'the clock, at once':38} {time.perf_counter() - began:9.4f} s")
        if chain_verify().first_break is not None:
            raise RuntimeError("the chain does not hold")
        transaction.set_rollback(True)


class _undone:  # noqa: N801 - reads as a statement
    """What is written within is taken back, so that every round finds the same."""

    def __enter__(self) -> None:
        self.point = transaction.savepoint()

    def __exit__(self, *_: object) -> None:
        transaction.savepoint_rollback(self.point)


def _bare(by: User, batches: list[Batch]) -> None:
    """The same rows by the same way of inserting them, with nothing asked and nothing sealed."""
    from chungtay.ledger.models import Decision, Link
    from chungtay.ledger.services import transaction_open

    with _undone():
        opened, now, number = transaction_open(by), timezone.now(), count(1)
        decisions = Decision.objects.bulk_create(
            Decision(transaction=opened, batch=batch, kind="approved", decided_by=by, decided_at=now)
            for batch in batches
        )
        Link.objects.bulk_create(
            Link(sequence=(n := next(number)), decision=decision, previous=f"{n:064}", digest=f"{n + 1:064}")
            for decision in decisions
        )


def invented() -> tuple[User, list[Batch]]:
    """A province whose communes all sent a monthly report; the account that approves them. All of it invented."""
    from chungtay.kernel.periods import decree_month
    from chungtay.reference.actors.services import account_create, body_create
    from chungtay.reference.forms.queries import form_get
    from chungtay.reference.forms.services import forms_load
    from chungtay.reference.indicators.services import catalogue_load
    from chungtay.reference.places.queries import children, place_get
    from chungtay.reference.places.services import places_load

    places_load()
    catalogue_load()
    forms_load()
    province = place_get("p01@2025")
    named: dict[str, Any] = {"line": "police", "level": "province", "place": province}
    above = body_create(code="TINH", name_vi="Cấp tỉnh", name_en="Province", **named)
    by = account_create(username="duyet", password=None, display_name="Duyệt", body=above, role="approver")
    period = decree_month(2025, 11)
    communes = list(children(province, on=date(2025, 11, 14)))
    batches = []
    for number in range(REPORTS):
        place = communes[number % len(communes)]
        batches.append(_report(above, place, number, form_get("monthly-commune", period.end), period))
    return by, batches


def _report(above: Any, place: Any, number: int, form: Any, period: Any) -> Batch:
    from chungtay.kernel.quantities import Quantity
    from chungtay.ledger.services import batch_append, decision_append
    from chungtay.ledger.types import Claim, DecisionKind
    from chungtay.reference.actors.services import account_create, body_create
    from chungtay.reference.forms.asking import period_asked
    from chungtay.reference.forms.queries import form_items

    named: dict[str, Any] = {"line": "police", "level": "commune", "place": place, "parent": above}
    body = body_create(code=f"XA-{number}", name_vi=f"Xã {number}", name_en=f"Commune {number}", **named)
    sender = account_create(username=f"xa{number}", password=None, display_name="Báo cáo", body=body, role="reporter")
    asked = [item for item in form_items(form) if not item.cell][:FIGURES]
    claims = [
        Claim(item.indicator, place.pk, period_asked(item.indicator, period), Quantity.read(100 + number))
        for item in asked
    ]
    batch = batch_append(by=sender, body=body, form=form, place=place, period=period, claims=claims)
    decision_append(by=sender, batch=batch, kind=DecisionKind.SUBMITTED)
    return batch
