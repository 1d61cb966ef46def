"""The primary estimator: what would have been counted without the model, foretold from every untreated cell.

    mu(place, period) = exposure x level of the place x level of the period, Poisson quasi-likelihood on untreated cells
    effect            = counted in treated cells / foretold there - 1

Imputation of Borusyak, Jaravel and Spiess with a mean that multiplies (Wooldridge 2023). Consistent when that mean is
right, whatever the variance; intervals come from drawing places again. It stops holding where levels move apart by
themselves: leads and variants are there to see that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from chungtay.results.analysis.effects.panel import Floats, Mask, Panel

TOLERANCE = 1e-10
ROUNDS = 5_000


@dataclass(frozen=True)
class Imputed:
    """`foretold`: places x periods, NaN where a place or a period has no untreated cell to learn from.
    `uninformed`: places with nothing but zeros before, whose level is nought."""

    foretold: Floats
    uninformed: int


def impute(panel: Panel) -> Imputed:
    """Every cell as it would be expected without the model."""
    known = panel.untreated
    counted = np.where(known, panel.outcome, 0.0)
    exposed = np.where(known, panel.exposure, 0.0)
    by_place, by_period = counted.sum(axis=1), counted.sum(axis=0)
    period = np.ones(panel.periods)
    for _ in range(ROUNDS):
        place = _share(by_place, exposed @ np.nan_to_num(period))
        fitted = _share(by_period, place_sum(exposed, place))
        moved = _furthest(fitted, period)
        period = fitted
        if moved < TOLERANCE:
            break
    place = _share(by_place, exposed @ np.nan_to_num(period))
    foretold = panel.exposure * place[:, None] * period[None, :]
    return Imputed(foretold, int(np.sum((by_place == 0) & known.any(axis=1))))


def place_sum(exposed: Floats, place: Floats) -> Floats:
    """Exposure times level, summed over the places that have a level."""
    total: Floats = np.nan_to_num(place) @ exposed
    return total


def effect(panel: Panel, imputed: Imputed | None = None, *, cells: Mask | None = None) -> float:
    """Counted over foretold in treated cells, less one; over some of them only where `cells` tells. NaN without any."""
    foretold = (imputed or impute(panel)).foretold
    asked = panel.seen & panel.treated & np.isfinite(foretold)
    if cells is not None:
        asked &= cells
    expected = foretold[asked].sum()
    return float(panel.outcome[asked].sum() / expected - 1) if expected > 0 else float("nan")


def effect_by_event(panel: Panel, imputed: Imputed | None = None) -> dict[int, float]:
    """The effect by periods since the start, 0 first."""
    found = imputed or impute(panel)
    since = _since(panel)
    last = int(since[panel.treated & panel.seen].max(initial=-1))
    told = {event: effect(panel, found, cells=since == event) for event in range(last + 1)}
    return {event: value for event, value in told.items() if np.isfinite(value)}


def effect_by_cohort(panel: Panel, imputed: Imputed | None = None) -> dict[int, float]:
    """The effect by start."""
    found = imputed or impute(panel)
    return {start: effect(panel, found, cells=(panel.start == start)[:, None]) for start in panel.cohorts}


def leads(panel: Panel, count: int) -> dict[int, float]:
    """What the last `count` periods before the start lay above what the others foretell; -1 is the last one before.

    Each place's last periods before its start are left out, the rest is fitted, and those are foretold.
    """
    held, since = held_out(panel, count)
    foretold = impute(panel.without(held)).foretold
    found = {}
    for event in range(-count, 0):
        asked = held & (since == event) & panel.seen & np.isfinite(foretold)
        expected = foretold[asked].sum()
        if expected > 0:
            found[event] = float(panel.outcome[asked].sum() / expected - 1)
    return found


def held_out(panel: Panel, count: int) -> tuple[Mask, Floats]:
    """(the last `count` periods before each start, periods since the start): both places x periods."""
    since = _since(panel)
    return (since < 0) & (since >= -count) & panel.ever[:, None], since


def without_last_before(panel: Panel) -> Panel:
    """The panel without each place's last period before its start: a variant that must agree."""
    return panel.without(held_out(panel, 1)[0])


def effect_from_base(panel: Panel, base: int) -> float:
    """The effect from one period before the start alone: `base` 2 is the period before the last one.

    Each cohort is led on by those who have not begun by then, from that period: counted there over counted now.
    """
    counted = expected = 0.0
    filled = np.where(panel.seen, panel.outcome, 0.0)
    for start in panel.cohorts:
        if start < base:
            continue
        mine, at = panel.start == start, start - base
        for period in range(start, panel.periods):
            both = panel.seen[:, at] & panel.seen[:, period]
            others = (panel.start > period) & both
            before = filled[others, at].sum()
            own = mine & both
            if before > 0 and own.any():
                counted += filled[own, period].sum()
                expected += filled[own, at].sum() * filled[others, period].sum() / before
    return float(counted / expected - 1) if expected > 0 else float("nan")


def _since(panel: Panel) -> Floats:
    """Periods since each place's start; far below nought where it never began."""
    return np.arange(panel.periods, dtype=np.float64)[None, :] - panel.start[:, None].astype(np.float64)


def _share(counted: Floats, expected: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        share: Floats = np.where(expected > 0, counted / expected, np.nan)
    return share


def _furthest(now: Floats, before: Floats) -> float:
    both = np.isfinite(now) & np.isfinite(before)
    return float(np.max(np.abs(now[both] - before[both]) / np.maximum(np.abs(before[both]), 1e-300), initial=0.0))
