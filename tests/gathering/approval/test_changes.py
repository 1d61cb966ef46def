"""What changed since the version before, beside earlier periods, and under those above since they looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chungtay import flow
from chungtay.gathering.approval.changes import (
    changed_though_accepted,
    changed_under,
    diff,
    earlier_of,
    looked,
    version_before,
)
from chungtay.kernel.periods import decree_month
from chungtay.ledger import queries as ledger
from gathering.senders import APPROVED, RETURNED, WITHDRAWN, claim, sent

if TYPE_CHECKING:
    from chungtay.ledger.models import Batch
    from conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def corrected(cast: Cast) -> tuple[Batch, Batch]:
    """Sessions 12 to 15, useful tips left out, received tips as before; both versions approved."""
    first = sent(
        cast.an,
        claim(cast.an, "communication.sessions", 12),
        claim(cast.an, "tips.received", 9),
        claim(cast.an, "tips.useful", 8),
    )
    flow.batch_decide(by=cast.binh, batch=first, kind=APPROVED)
    second = sent(cast.an, claim(cast.an, "communication.sessions", 15), claim(cast.an, "tips.received", 9))
    flow.batch_decide(by=cast.binh, batch=second, kind=APPROVED)
    return first, second


def test_a_correction_tells_old_new_and_who(cast: Cast) -> None:
    first, second = corrected(cast)
    found = diff(second, version_before(second))
    said = [
        (
            c.figure.claim.indicator,
            c.old.claim.quantity.value if c.old and c.old.claim.quantity else None,
            c.new.claim.quantity.value if c.new and c.new.claim.quantity else None,
            c.who,
        )
        for c in found
    ]
    assert said == [("communication.sessions", 12, 15, cast.an), ("tips.useful", 8, None, cast.an)]
    assert version_before(second) == first


def test_a_first_version_changes_nothing(cast: Cast) -> None:
    batch = sent(cast.an)
    assert (version_before(batch), diff(batch, None)) == (None, [])


def test_a_version_is_read_against_the_last_that_counted(cast: Cast) -> None:
    first, second = corrected(cast)
    third = sent(cast.an, claim(cast.an, "communication.sessions", 99))
    flow.batch_decide(by=cast.binh, batch=third, kind=RETURNED, reason="nhầm")
    fourth = sent(cast.an, claim(cast.an, "communication.sessions", 15))
    assert version_before(fourth) == second
    assert version_before(second) == first


def test_earlier_periods_stand_beside_only_where_they_count(cast: Cast) -> None:
    october, last_year = decree_month(2025, 10), decree_month(2024, 11)
    for period, number in ((october, 7), (last_year, 5)):
        batch = sent(cast.an, claim(cast.an, "communication.sessions", number, period=period), period=period)
        if period is october:
            flow.batch_decide(by=cast.binh, batch=batch, kind=APPROVED)
    found = earlier_of(sent(cast.an))
    assert [f.claim.quantity.value for f in found.last.values() if f.claim.quantity] == [7]
    assert found.year == {}


def test_those_above_are_told_what_was_corrected_until_they_looked(cast: Cast) -> None:
    _, second = corrected(cast)
    assert [c.batch for c in changed_under(cast.dung)] == [second]
    looked(by=cast.dung, until=ledger.transaction_now() + 1000)
    assert changed_under(cast.dung) == []
    flow.batch_decide(by=cast.binh, batch=second, kind=WITHDRAWN, reason="gửi nhầm")
    assert [(c.batch, c.is_withdrawn) for c in changed_under(cast.dung)] == [(second, True)]


def test_looking_never_goes_back(cast: Cast) -> None:
    corrected(cast)
    looked(by=cast.dung, until=ledger.transaction_now())
    looked(by=cast.dung, until=0)
    assert changed_under(cast.dung) == []


@pytest.mark.parametrize("name", ["an", "binh", "khoa", "giang"])
def test_neither_who_did_it_nor_who_may_not_see_it_is_told(cast: Cast, name: str) -> None:
    corrected(cast)
    assert changed_under(getattr(cast, name)) == []


def test_a_first_approval_is_no_change(cast: Cast) -> None:
    flow.batch_decide(by=cast.binh, batch=sent(cast.an), kind=APPROVED)
    assert changed_under(cast.dung) == []


def test_what_a_return_accepted_and_the_next_version_changes_is_told(cast: Cast) -> None:
    first = sent(cast.an, claim(cast.an, "communication.sessions", 12), claim(cast.an, "tips.received", 9))
    marked = ledger.figures_of_batch(first)[0].id
    flow.batch_return(by=cast.binh, batch=first, marks={marked: "Gấp ba"})
    second = sent(cast.an, claim(cast.an, "communication.sessions", 4), claim(cast.an, "tips.received", 8))
    assert changed_though_accepted(second) == {ledger.figures_of_batch(second)[1].id}
    assert changed_though_accepted(first) == set()
