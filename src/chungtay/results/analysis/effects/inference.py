"""How sure a result is: places drawn again, and starts drawn again within their strata.

Places are the units that were chosen, so they are what is drawn (with all their periods); cells of one place are never
taken for independent. With few places that began, drawing places is too kind: then only the starts are drawn again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from chungtay.results.analysis.effects.imputation import effect, held_out, impute
from chungtay.results.analysis.effects.panel import Floats, Mask, Panel, Whole

DRAWS = 999
STARTS_DRAWN = 2_000
_AT_ONCE = 2_000_000
"""Numbers of one block of draws: bounds memory to some tens of megabytes whatever the panel's size."""
FEWEST = 20
"""Drawings that must have been told before a range is made of them."""
_CLOSE = 1e-6
_ROUNDS = 400

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Interval:
    """A range on the scale of the effect (-0.3 is thirty in a hundred fewer)."""

    low: float
    high: float

    @property
    def holds_nought(self) -> bool:
        """Whether no difference lies within."""
        return self.low <= 0 <= self.high


def drawn_log_ratios(panel: Panel, asked: Sequence[Mask], known: Mask, weights: Floats) -> Floats:
    """Log of counted over foretold in each mask of `asked` cells, learnt from the `known` ones: draws x masks.

    weights: draws x places. The same fixed point as `impute`, for all draws of a block side by side.
    """
    counted = np.where(known, panel.outcome, 0.0)
    exposed = np.where(known, panel.exposure, 0.0)
    by_place = counted.sum(axis=1)
    found = np.empty((len(weights), len(asked)))
    for rows in _blocks(len(weights), panel.outcome.size):
        weight = weights[rows]
        by_period = weight @ counted
        level = np.tile(_levels(panel, known), (len(weight), 1))
        for _ in range(_ROUNDS):
            place = _over(by_place[None, :], level @ exposed.T)
            fitted = _over(by_period, (weight * place) @ exposed)
            moved = np.max(np.abs(fitted - level) / np.maximum(level, 1e-12), initial=0.0)
            level = fitted
            if moved < _CLOSE:
                break
        place = _over(by_place[None, :], level @ exposed.T)
        for at, cells in enumerate(asked):
            found[rows, at] = _log_ratio(panel, cells, weight, place, level)
    return found


def _levels(panel: Panel, known: Mask) -> Floats:
    """Levels of the periods to begin from: the plain rates."""
    counted = np.where(known, panel.outcome, 0.0).sum(axis=0)
    exposed = np.where(known, panel.exposure, 0.0).sum(axis=0)
    return _over(counted, exposed)


def _log_ratio(panel: Panel, asked: Mask, weight: Floats, place: Floats, level: Floats) -> Floats:
    can = asked & panel.seen
    counted = weight @ np.where(can, panel.outcome, 0.0).sum(axis=1)
    exposure = np.where(can, panel.exposure, 0.0)
    expected = np.einsum("dp,dp->d", weight * place, level @ exposure.T)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log(counted / expected), dtype=np.float64)


def drawn_places(panel: Panel, draws: int, seed: int) -> Floats:
    """How often each place is drawn, with replacement: draws x places. The same for all variants of one evaluation."""
    places = len(panel.start)
    generator = np.random.default_rng(seed)
    return generator.multinomial(places, np.full(places, 1 / places), size=draws).astype(np.float64)


def effect_drawn(panel: Panel, weights: Floats) -> Floats:
    """The effect on the log scale, for each drawing of places; NaN in drawings where it cannot be told."""
    asked = panel.treated & _foretellable(panel, panel.untreated)
    return drawn_log_ratios(panel, [asked], panel.untreated, weights)[:, 0]


def leads_drawn(panel: Panel, count: int, weights: Floats) -> Floats:
    """What the last periods before the start lay above what all others foretell, on the log scale: draws x count,
    the last period before the start in the last column."""
    held, events = held_out(panel, count)
    known = panel.untreated & ~held
    can = _foretellable(panel, known) & held
    return drawn_log_ratios(panel, [can & (events == event) for event in range(-count, 0)], known, weights)


def _foretellable(panel: Panel, known: Mask) -> Mask:
    """Cells whose place and period have a known cell to learn from."""
    both: Mask = np.any(known, axis=1, keepdims=True) & np.any(known, axis=0, keepdims=True)
    return both


def interval(logged: Floats, share: float = 0.95) -> Interval:
    """The middle `share` of drawn effects, back on the scale of the effect. Not a number where hardly any was had."""
    logged = logged[np.isfinite(logged)]
    if len(logged) < FEWEST:
        return Interval(float("nan"), float("nan"))
    low, high = np.quantile(logged, [(1 - share) / 2, (1 + share) / 2])
    return Interval(float(np.expm1(low)), float(np.expm1(high)))


def two_sided(logged: Floats, observed: float) -> float:
    """How often drawn effects, moved to no effect, lie as far out as the observed one (all on the log scale)."""
    logged = logged[np.isfinite(logged)]
    if len(logged) < FEWEST or not np.isfinite(observed):
        return float("nan")
    spread = float(np.std(logged, ddof=1))
    if spread == 0:
        return 0.0 if observed else 1.0
    studentised = np.abs(logged - np.mean(logged)) / spread
    return float((1 + np.sum(studentised >= abs(observed) / spread)) / (1 + len(logged)))


def by_drawn_starts(
    panel: Panel, *, draws: int = STARTS_DRAWN, seed: int = 1, progress: Progress | None = None
) -> float:
    """The share of exchanged starts, within strata, whose effect is at least as large: (1 + n) / (1 + draws)."""
    observed = abs(np.log1p(effect(panel)))
    generator = np.random.default_rng(seed)
    reached = 0
    for draw in range(draws):
        value = effect(panel.begun_at(exchanged(panel, generator)))
        reached += int(not np.isfinite(value) or abs(np.log1p(value)) >= observed - 1e-12)
        if progress and draw % 100 == 99:
            progress((draw + 1) / draws)
    return (1 + reached) / (1 + draws)


def exchanged(panel: Panel, generator: np.random.Generator) -> Whole:
    """Starts dealt out again among the places of each stratum."""
    starts = panel.start.copy()
    for stratum in np.unique(panel.strata):
        mine = np.flatnonzero(panel.strata == stratum)
        starts[mine] = panel.start[generator.permutation(mine)]
    return starts


def least_visible(panel: Panel, phi: float) -> float:
    """The smallest fall that such counts would show in four of five cases, as a share: 1 - exp(-2.8 SE).

    SE from counts of begun and other places before and after the middle start, times an overdispersion `phi`.
    """
    if not panel.ever.any():
        return float("nan")
    middle = int(np.median(panel.start[panel.ever]))
    after = np.arange(panel.periods) >= middle
    filled = np.where(panel.seen, panel.outcome, 0.0)
    ever = panel.ever
    own, others = filled[ever], filled[~ever]
    own_after = np.where(panel.treated[ever], own, 0.0).sum()
    own_before = np.where(panel.treated[ever], 0.0, own).sum()
    parts = (own_before, own_after, others[:, ~after].sum(), others[:, after].sum())
    if min(parts) <= 0:
        return 1.0
    return float(1 - np.exp(-2.8 * np.sqrt(phi * sum(1 / part for part in parts))))


def overdispersion(panel: Panel) -> float:
    """Pearson's phi of untreated cells about what is foretold of them; never under 2.5, for that is too hopeful."""
    foretold = impute(panel).foretold
    known = panel.untreated & np.isfinite(foretold) & (foretold > 0)
    free = known.sum() - known.any(axis=1).sum() - known.any(axis=0).sum() + 1
    if free <= 0:
        return 2.5
    return max(2.5, float(np.sum((panel.outcome[known] - foretold[known]) ** 2 / foretold[known]) / free))


def _over(counted: Floats, expected: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        share: Floats = np.where(expected > 0, counted / np.where(expected > 0, expected, 1.0), 0.0)
    return share


def _blocks(draws: int, size: int) -> Iterator[slice]:
    step = max(1, _AT_ONCE // max(1, size))
    step = max(step, 32)
    for first in range(0, draws, step):
        yield slice(first, first + step)
