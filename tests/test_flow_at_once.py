"""Two at the very same time, each with a connection of their own: one outcome, the other is told why, the chain holds.

SQLite lets one write after the other and has no second connection to a database in memory: there the same is asked
one after the other, with what each had read before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from threading import Barrier
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from chungtay import flow
from chungtay.gathering.approval.delegations import delegation_end, delegation_give
from chungtay.gathering.intake.drafts import queries as drafts
from chungtay.gathering.intake.drafts import services as draft_services
from chungtay.kernel.errors import Refusal
from chungtay.kernel.periods import Period, decree_month
from chungtay.kernel.quantities import Quantity
from chungtay.ledger import guards, services
from chungtay.ledger.queries import batch_status, batches_visible, chain_verify, decisions_of
from chungtay.ledger.types import Claim, DecisionKind
from chungtay.reference.actors.models import Body, User
from chungtay.reference.places.queries import place_get

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
both_ways = pytest.mark.parametrize("turn", [1, -1])
APPROVED, RETURNED, WITHDRAWN = DecisionKind.APPROVED, DecisionKind.RETURNED, DecisionKind.WITHDRAWN
Deed = Callable[[], Any]


@dataclass(frozen=True)
class Office:
    """A commune with two reporters; its province with two approvers and a reporter who may stand in for the first."""

    mot: User
    hai: User
    nhat: User
    nhi: User
    thay: User


@pytest.fixture(scope="module")
def office(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Office]:
    """Committed, so that every connection sees it; what came of it is taken away again, past the ledger's guards."""
    with django_db_blocker.unblock():
        empty = [model for model in apps.get_models() if not model._base_manager.exists()]
        above = body("TINH", "province", "p01@2025", None)
        below = body("XA", "commune", "c00004@2025", above)
        accounts = {name: user(name, below, "reporter") for name in ("mot", "hai")}
        accounts |= {name: user(name, above, "approver") for name in ("nhat", "nhi")}
        try:
            yield Office(**accounts, thay=user("thay", above, "reporter"))
        finally:
            guards.remove(connection)
            with transaction.atomic():
                for model in (model for model in empty if model._base_manager.exists()):
                    model._base_manager.all()._raw_delete(connection.alias)
            guards.install(connection)


def body(code: str, level: str, key: str, parent: Body | None) -> Body:
    place = place_get(key)
    return Body.objects.create(
        code=code, name_vi=code, name_en=code, line="police", level=level, place=place, parent=parent
    )


def user(name: str, of: Body, role: str) -> User:
    return User.objects.create(username=name, display_name=name, body=of, role=role)


months = (decree_month(2025 + number // 12, number % 12 + 1) for number in count(7))


def at_once(*deeds: Deed) -> list[Any]:
    """What became of each: its value, or the refusal that it met."""

    def tried(deed: Deed) -> Any:
        try:
            return deed()
        except Refusal as refusal:
            return refusal

    def alone(deed: Deed) -> Any:
        try:
            gate.wait()
            return tried(deed)
        finally:
            connection.close()

    if connection.vendor != "postgresql":
        return [tried(deed) for deed in deeds]
    gate = Barrier(len(deeds), timeout=10)
    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(alone, deeds))


def done(deed: Deed) -> Any:
    """Done and committed before anything else begins."""
    [found] = at_once(deed)
    assert not isinstance(found, Refusal), found
    return found


def sent(by: User, period: Period, number: int = 60) -> Any:
    claims = [Claim("tips.received", by.body.place_id, period, Quantity.read(number))]
    at = by.body.place
    return flow.figures_submit(by=by, body=by.body, form_code="monthly-commune", place=at, period=period, claims=claims)


def opened(by: User, period: Period) -> Any:
    draft = flow.draft_open(by=by, body=by.body, form_code="monthly-commune", place=by.body.place, period=period)
    for line in drafts.draft_lines(draft):
        draft_services.cell_write(by=by, draft=draft, item_id=line.item.id, text="", absence="not_reported")
    return draft


def deciding(by: User, batch: Any, kind: DecisionKind) -> Deed:
    reason = "" if kind is APPROVED else "Xem lại"
    return lambda: flow.batch_decide(by=by, batch=batch, kind=kind, reason=reason)


def codes(answers: list[Any]) -> list[str]:
    return [found.code for found in answers if isinstance(found, Refusal)]


def check_one_outcome(batch: Any, answers: list[Any]) -> str:
    """One deed was done and nothing else was; gives the code by which the other was refused."""
    [code] = codes(answers)
    done = [decision.kind for decision in decisions_of(batch)]
    assert done == ["submitted", next(found.kind for found in answers if not isinstance(found, Refusal))]
    chain_verify()
    return code


@both_ways
def test_of_two_approvers_one_decides_and_the_other_is_told(office: Office, turn: int) -> None:
    batch = done(lambda: sent(office.mot, next(months)))
    answers = at_once(*[deciding(office.nhat, batch, APPROVED), deciding(office.nhi, batch, RETURNED)][::turn])
    assert check_one_outcome(batch, answers) == "DUYET-301"


@both_ways
def test_what_is_taken_back_is_not_approved_in_the_same_moment(office: Office, turn: int) -> None:
    batch = done(lambda: sent(office.mot, next(months)))
    answers = at_once(*[deciding(office.nhat, batch, APPROVED), deciding(office.mot, batch, WITHDRAWN)][::turn])
    # Once it is approved it is no longer the sender's to take back.
    assert check_one_outcome(batch, answers) in ("DUYET-301", "DUYET-201")


@both_ways
def test_two_officers_who_send_one_draft_send_one_report(office: Office, turn: int) -> None:
    period = next(months)
    draft = done(lambda: opened(office.mot, period))
    officers = [office.mot, office.hai][::turn]
    answers = at_once(*(lambda by=by: flow.draft_submit(by=by, draft=draft) for by in officers))
    assert codes(answers) == ["NHAP-203"]
    assert batches_visible(office.mot).filter(start=period.start).count() == 1
    chain_verify()


@both_ways
def test_a_draft_does_not_go_up_beside_the_report_that_is_just_taken_back(office: Office, turn: int) -> None:
    period = next(months)
    draft = done(lambda: opened(office.hai, period))
    batch = done(lambda: sent(office.mot, period))
    deeds = [lambda: flow.draft_submit(by=office.hai, draft=draft), deciding(office.mot, batch, WITHDRAWN)]
    assert check_one_outcome(batch, at_once(*deeds[::turn])) == "NHAP-213"
    assert batches_visible(office.mot).filter(start=period.start).count() == 1


@both_ways
def test_a_correction_sent_while_the_first_is_approved_waits_behind_it(office: Office, turn: int) -> None:
    period = next(months)
    first = done(lambda: sent(office.mot, period))
    answers = at_once(*[deciding(office.nhat, first, APPROVED), lambda: sent(office.hai, period, 61)][::turn])
    second = answers[::turn][1]
    assert codes(answers) == []
    assert [batch_status(pk) for pk in (first.pk, second.pk)] == [APPROVED, DecisionKind.SUBMITTED]
    assert second.version == 2
    chain_verify()


def test_who_stands_in_no_longer_decides_what_waited_for_its_turn(office: Office) -> None:
    """The delegate has pressed the button and waits for the ledger; before its turn the approver is back."""
    today = timezone.localdate()
    batch = done(lambda: sent(office.mot, next(months)))
    days = {"valid_from": today, "valid_to": today + timedelta(days=3)}
    lent = done(lambda: delegation_give(by=office.nhat, taker=office.thay, reason="Đi công tác", **days))

    def back() -> None:
        with transaction.atomic():
            services.writing_wait()
            gate.wait()
            delegation_end(by=office.nhat, id=lent.pk)

    def decided() -> Any:
        gate.wait()
        return deciding(office.thay, batch, APPROVED)()

    gate = Barrier(2 if connection.vendor == "postgresql" else 1, timeout=10)
    answers = at_once(back, decided)
    assert codes(answers) == ["DUYET-201"]
    assert batch_status(batch.pk) is DecisionKind.SUBMITTED
    chain_verify()
