"""What may follow what."""

from __future__ import annotations

from itertools import product

from chungtay.gathering.approval.transitions import NEEDS_REASON, STATE_NAMES, TRANSITIONS, next_state, possible
from chungtay.ledger.types import DecisionKind

STATES = [None, *DecisionKind]
EXPECTED = """
none      submitted
submitted approved
submitted returned
submitted withdrawn
approved  published
approved  withdrawn
published withdrawn
"""


def test_the_table_is_this_and_nothing_else() -> None:
    allowed = {tuple(line.split()) for line in EXPECTED.strip().splitlines()}
    found = {(str(s or "none"), str(k)) for s, k in product(STATES, DecisionKind) if next_state(s, k) is not None}
    assert found == allowed


def test_a_decision_is_the_state_that_it_leads_to() -> None:
    assert all(kind is after for (_, kind), after in TRANSITIONS.items())


def test_nothing_follows_what_was_returned_or_withdrawn() -> None:
    assert possible(DecisionKind.RETURNED) == possible(DecisionKind.WITHDRAWN) == []


def test_what_undoes_somebody_elses_work_needs_a_reason() -> None:
    assert {DecisionKind.RETURNED, DecisionKind.WITHDRAWN} == NEEDS_REASON


def test_every_state_has_a_name_in_both_languages() -> None:
    assert set(STATE_NAMES) == set(STATES)
    assert all(vi and en for vi, en in STATE_NAMES.values())
