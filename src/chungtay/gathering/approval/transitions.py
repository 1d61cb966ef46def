"""The one table of what may follow what. A batch never changes: what is sent again is its next version, a new batch."""

from __future__ import annotations

from chungtay.ledger.types import DecisionKind

State = DecisionKind | None
"""The latest decision about a batch; None before the first."""

SUBMITTED, RETURNED, APPROVED = DecisionKind.SUBMITTED, DecisionKind.RETURNED, DecisionKind.APPROVED
WITHDRAWN, PUBLISHED = DecisionKind.WITHDRAWN, DecisionKind.PUBLISHED

TRANSITIONS: dict[tuple[State, DecisionKind], DecisionKind] = {
    (None, SUBMITTED): SUBMITTED,
    (SUBMITTED, APPROVED): APPROVED,
    (SUBMITTED, RETURNED): RETURNED,
    (SUBMITTED, WITHDRAWN): WITHDRAWN,
    (APPROVED, PUBLISHED): PUBLISHED,
    (APPROVED, WITHDRAWN): WITHDRAWN,
    (PUBLISHED, WITHDRAWN): WITHDRAWN,
}
NEEDS_REASON = frozenset({RETURNED, WITHDRAWN})

STATE_NAMES = {
    None: ("chưa gửi", "not sent"),
    SUBMITTED: ("đã gửi, chờ duyệt", "sent, waiting for approval"),
    RETURNED: ("đã trả lại", "returned"),
    APPROVED: ("đã duyệt", "approved"),
    WITHDRAWN: ("đã rút", "withdrawn"),
    PUBLISHED: ("đã công bố", "published"),
}


def next_state(state: State, kind: DecisionKind) -> State:
    """The state after a decision; None where the decision may not follow."""
    return TRANSITIONS.get((state, kind))


def possible(state: State) -> list[DecisionKind]:
    """What may be decided next, in the order of the table."""
    return [kind for (before, kind) in TRANSITIONS if before == state]
