"""The life of a point as one table: what may happen in which state, and the state it leads to. Pure.

    proposed -> surveyed -> approved -> launched -> running -> (strengthened, replicated) -> dormant -> ended

A point whose beginnings nobody recorded may enter at any step up to running.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

WORKING = ("launched", "running")
"""States in which a point is applied."""
OVER = ("ended", "void")

_BEGIN = {"propose": "proposed", "survey": "surveyed", "approve": "approved", "launch": "launched", "run": "running"}
_STAY = ("strengthen", "replicate")
TABLE: dict[str, dict[str, str]] = {
    "": _BEGIN,
    "proposed": {"survey": "surveyed", "end": "ended"},
    "surveyed": {"approve": "approved", "end": "ended"},
    "approved": {"launch": "launched", "end": "ended"},
    "launched": {"run": "running", **dict.fromkeys(_STAY, "launched"), "rest": "dormant"},
    "running": {**dict.fromkeys(_STAY, "running"), "rest": "dormant"},
    "dormant": {"revive": "running"},
    "ended": {},
    "void": {},
}
for _state in ("launched", "running", "dormant"):
    TABLE[_state] |= {"merge": "ended", "end": "ended"}


@dataclass(frozen=True)
class Happened:
    """A step as far as the table looks at it; `key` tells it from the others."""

    key: int
    kind: str
    on: date


@dataclass(frozen=True)
class Lived:
    """A life that the table allows: by step, the state after it and the day of the next step; how it stands now."""

    states: dict[int, str]
    until: dict[int, date | None]
    state: str
    since: date
    launched_on: date | None
    known_on: date


@dataclass(frozen=True)
class Broken:
    """The first step that the table does not allow, and the state that it met."""

    step: Happened
    state: str


def next_steps(state: str) -> tuple[str, ...]:
    """What may happen next in a state ("" before the first step)."""
    return tuple(TABLE[state])


def lived(steps: Sequence[Happened]) -> Lived | Broken | None:
    """The life that steps make, by day and then as they were recorded; None without any."""
    ordered = sorted(steps, key=lambda step: (step.on, step.key))
    state, since, launched = "", None, None
    states: dict[int, str] = {}
    for step in ordered:
        reached = TABLE[state].get(step.kind)
        if reached is None:
            return Broken(step, state)
        if reached != state:
            since = step.on
        if launched is None and reached in WORKING:
            launched = step.on
        state = states[step.key] = reached
    if since is None:
        return None
    after = [step.on for step in ordered[1:]]
    until = {step.key: day for step, day in zip(ordered, [*after, None], strict=True)}
    return Lived(states, until, state, since, launched, ordered[-1].on)
