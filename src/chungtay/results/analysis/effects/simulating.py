"""Invented panels of the kind that fooled estimators before: what the labels are tried on (methods 4.6).

Counts of 300 regions over 20 quarters: a level of each region (gamma), overdispersed about it, a common season. Ninety
begin, at random or after a bad quarter, with an effect that is known because it was put there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from chungtay.results.analysis.effects.gates import Circumstances, OutcomeClass
from chungtay.results.analysis.effects.panel import NEVER, Panel, Whole

SEASON = 0.1


@dataclass(frozen=True)
class Design:
    """`between`: shape of the regions' levels; `within`: size of the counts about them; `change`: the true effect."""

    places: int = 300
    periods: int = 20
    begun: int = 90
    mean: float = 6.0
    between: float = 1.5
    within: float = 5.0
    change: float = 0.0
    after_a_spike: bool = False
    first: int = 8
    last: int = 14


SPIKE = Design(after_a_spike=True)
RANDOM = Design()
TRUE_FALL = Design(begun=100, mean=10.0, change=-0.30)


def drawn(design: Design, seed: int) -> Panel:
    """One panel of a design; the same for the same seed."""
    generator = np.random.default_rng(seed)
    level = generator.gamma(design.between, design.mean / design.between, size=design.places)
    season = 1 + SEASON * np.sin(2 * np.pi * np.arange(design.periods) / 4)
    rate = level[:, None] * season[None, :]
    counts = generator.poisson(rate * generator.gamma(design.within, 1 / design.within, size=rate.shape))
    start = _after_a_spike(counts, design, generator) if design.after_a_spike else _at_random(design, generator)
    treated = np.arange(design.periods)[None, :] >= start[:, None]
    thinned = generator.binomial(counts, 1 + design.change) if design.change < 0 else counts
    return Panel.of(np.where(treated, thinned, counts).astype(np.float64), start)


def _at_random(design: Design, generator: np.random.Generator) -> Whole:
    start = np.full(design.places, NEVER, dtype=np.int64)
    chosen = generator.permutation(design.places)[: design.begun]
    start[chosen] = generator.integers(design.first, design.last + 1, size=design.begun)
    return start


def _after_a_spike(counts: Whole, design: Design, generator: np.random.Generator) -> Whole:
    """Each quarter, the places with the worst last quarter beside their own past begin, until enough have."""
    start = np.full(design.places, NEVER, dtype=np.int64)
    quarters = range(design.first, design.last + 1)
    each = -(-design.begun // len(quarters))
    for quarter in quarters:
        before = counts[:, : quarter - 1]
        usual, spread = before.mean(axis=1), before.std(axis=1) + 1
        shock = (counts[:, quarter - 1] - usual) / spread
        shock[start != NEVER] = -np.inf
        left = design.begun - int(np.sum(start != NEVER))
        for place in np.argsort(-shock)[: min(each, left)]:
            start[place] = quarter
    return start


def calm() -> Circumstances:
    """Circumstances in which all that is not in the panel is as it should be."""
    return Circumstances(
        OutcomeClass.A,
        changes_reporting=False,
        complete_begun=1.0,
        complete_compared=1.0,
        unclean=0.0,
        dates_known=True,
        back_dated=0.0,
        one_map=True,
        others_begun=0.0,
        others_compared=0.0,
        worst_difference=0.1,
        neighbours_apart=True,
    )
