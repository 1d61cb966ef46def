"""Numbers that others published, or that two codes which are not ours agree on, beside what ours give.

`chungtay methods` prints them, the tests hold them. Where only a computation of ours stands behind a number it says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Golden:
    """One published number, or a few that belong together, to the digits given. `source` names who gives them."""

    name: str
    source: str
    expected: tuple[float, ...]
    computed: Callable[[], Sequence[float]]
    within: float

    def holds(self) -> bool:
        """Whether ours are the same to the digits given."""
        found = tuple(self.computed())
        return len(found) == len(self.expected) and all(
            abs(ours - theirs) <= self.within for ours, theirs in zip(found, self.expected, strict=True)
        )


def goldens() -> tuple[Golden, ...]:
    """All of them, signals first."""
    from chungtay.results.analysis.golden.of_effects import EFFECTS
    from chungtay.results.analysis.golden.of_signals import SIGNALS

    return (*SIGNALS, *EFFECTS)
