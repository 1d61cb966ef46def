"""Any course of appending and deciding, against a ledger in plain Python that follows the definition word for word."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_builders import Desk

from chungtay.kernel.periods import decree_month
from chungtay.ledger import queries
from chungtay.ledger.types import DecisionKind

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@dataclass
class PlainLedger:
    """Reports by month, versions by number, decisions in a list: `counting` reads the definition off them."""

    now: int = 0
    batches: list[tuple[int, int, int]] = field(default_factory=list)  # month, version, value
    decisions: list[tuple[int, int, DecisionKind]] = field(default_factory=list)  # transaction, batch, kind

    def append(self, month: int, value: int) -> None:
        self.now += 1
        self.batches.append((month, 1 + sum(m == month for m, _, _ in self.batches), value))

    def decide(self, batch: int, kind: DecisionKind) -> None:
        self.now += 1
        self.decisions.append((self.now, batch, kind))

    def counting(self, at: int) -> dict[int, int]:
        """The batch that counts for each month, as known at a transaction."""
        latest = {batch: kind for known, batch, kind in self.decisions if known <= at}
        standing = sorted(
            (*self.batches[batch][:2], batch) for batch, kind in latest.items() if kind in ("approved", "published")
        )
        return {month: batch for month, _, batch in standing}


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.integers(1, 2), st.integers(0, 99)),
        st.tuples(st.just("decide"), st.integers(0, 5), st.sampled_from(DecisionKind)),
    ),
    min_size=1,
    max_size=14,
)


def play(desk: Desk, steps: list[tuple[str, int, Any]]) -> tuple[PlainLedger, list[Any]]:
    """The same steps in both ledgers."""
    plain, real = PlainLedger(), list[Any]()
    for what, number, detail in steps:
        if what == "append":
            plain.append(number, detail)
            real.append(desk.append(detail, period=decree_month(2025, number)))
        elif real:
            plain.decide(number % len(real), detail)
            desk.decide(real[number % len(real)], detail)
    return plain, real


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_course_reads_as_the_definition_says(desk: Desk, steps: list[tuple[str, int, Any]]) -> None:
    with transaction.atomic():
        plain, real = play(desk, steps)
        ids = [batch.pk for batch in real]
        assert queries.transaction_now() == plain.now
        assert_in_columns_it_is_the_same(plain.now)
        history = list(queries.figures_history())
        for at in range(plain.now + 1):
            expected = sorted(ids[batch] for batch in plain.counting(at).values())
            assert sorted(row.batch.id for row in queries.rows_known(at=at)) == expected
            then = [r for r in history if r.known_from <= at and (r.known_to is None or at < r.known_to)]
            assert sorted(row.batch.id for row in then) == expected
        assert queries.chain_verify().first_break is None
        transaction.set_rollback(True)


def assert_in_columns_it_is_the_same(now: int) -> None:
    rows = sorted((row.id, row.batch.id, row.value, row.known_from, row.known_to) for row in queries.figures_history())
    stood = queries.batches_as_columns(at=now).select(["batch", "known_from", "known_to"])
    [(figures, _)] = queries.figures_as_columns() if rows else [(queries.FIGURES.empty_table(), [])]
    found = figures.select(["id", "batch", "value"]).join(stood, "batch", join_type="inner")
    assert sorted(tuple(row.values()) for row in found.to_pylist()) == rows


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, data=st.data())
def test_a_generation_and_the_tail_above_it_are_the_whole(desk: Desk, steps: Any, data: st.DataObject) -> None:
    with transaction.atomic():
        plain, _ = play(desk, steps)
        after = data.draw(st.integers(0, plain.now))
        at = data.draw(st.integers(after, plain.now))
        ended = queries.batches_ended(after=after, at=at)
        kept = [row.batch.id for row in queries.rows_known(at=after) if row.batch.id not in ended]
        tail = [row.batch.id for row in queries.rows_known(at=at, after=after)]
        assert sorted(kept + tail) == sorted(row.batch.id for row in queries.rows_known(at=at))
        transaction.set_rollback(True)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_keys_that_changed_are_those_for_which_another_batch_counts(desk: Desk, steps: Any) -> None:
    with transaction.atomic():
        plain, real = play(desk, steps)
        after = plain.now // 2
        before, now = plain.counting(after), plain.counting(plain.now)
        months = {decree_month(2025, m).end: m for m in (1, 2)}
        changed = {months[key.end] for key in queries.changed_batch_keys(after)}
        assert (
            {m for m in (1, 2) if before.get(m) != now.get(m)}
            <= changed
            <= {plain.batches[b][0] for b in range(len(real))}
        )
        transaction.set_rollback(True)
