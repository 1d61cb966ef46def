"""Two estimators of other make, on rates over fewer and longer periods, that a firm result must agree with.

    by_group_time   Callaway and Sant'Anna (`staggered`), against all who had not begun
    by_library      imputation on rates as the diff-diff package does it, a code that is not ours

Both give ranges of the change in the rate as a share of what is foretold without the model.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from chungtay.results.analysis.effects import staggered
from chungtay.results.analysis.effects.inference import Interval
from chungtay.results.analysis.effects.panel import NEVER, Floats, Panel

MOST_PERIODS = 24


def coarser(panel: Panel, most: int = MOST_PERIODS) -> Panel:
    """The panel in at most so many periods of equal length; a start falls on the next full one, and the periods of a
    place in which the model began are not looked at. Whatever does not fill a last period is left out."""
    length = -(-panel.periods // most)
    if length == 1:
        return panel
    count = panel.periods // length
    cells = panel.outcome[:, : count * length].reshape(len(panel.start), count, length)
    exposure = panel.exposure[:, : count * length].reshape(len(panel.start), count, length)
    start = np.where(panel.ever, -(-panel.start // length), NEVER)
    begun_within = panel.ever & (panel.start % length > 0)
    outcome = cells.sum(axis=2)
    rows = np.flatnonzero(begun_within & (panel.start // length < count))
    outcome[rows, panel.start[rows] // length] = np.nan
    return Panel(outcome, exposure.mean(axis=2), start, panel.strata)


def _rates(panel: Panel) -> tuple[Panel, float]:
    """(complete places with rates for outcomes, the mean rate of treated cells); means stand in for nothing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        rates: Floats = np.where(panel.exposure > 0, panel.outcome / panel.exposure, np.nan)
    whole = np.asarray(np.isfinite(rates).all(axis=1), dtype=np.bool_)
    chosen = replace(panel, outcome=rates, exposure=np.ones_like(rates)).chosen(whole)
    treated = chosen.treated
    return chosen, float(chosen.outcome[treated].mean()) if treated.any() else 0.0


def _as_share(value: float, error: float, counted: float) -> Interval | None:
    """A change in the rate, as a share of the rate that is foretold (counted less the change)."""
    foretold = counted - value
    if foretold <= 0 or not np.isfinite(error):
        return None
    return Interval(float((value - 1.96 * error) / foretold), float((value + 1.96 * error) / foretold))


def by_group_time(panel: Panel) -> Interval | None:
    """The simple aggregate of group-time effects; None where no place is complete."""
    rates, counted = _rates(panel)
    if not rates.ever.any() or rates.ever.all():
        return None
    found = staggered.simple(staggered.group_time(rates, not_yet=True))
    return _as_share(found.value, found.error, counted)


def by_library(panel: Panel) -> Interval | None:
    """The same by the package's imputation estimator; None where no place is complete."""
    import pandas as pd
    from diff_diff import ImputationDiD

    rates, counted = _rates(panel)
    if not rates.ever.any() or rates.ever.all():
        return None
    places, periods = rates.outcome.shape
    frame = pd.DataFrame(
        {
            "place": np.repeat(np.arange(places), periods),
            "period": np.tile(np.arange(periods), places),
            "rate": rates.outcome.ravel(),
            "start": np.repeat(np.where(rates.ever, rates.start, 0), periods),
        }
    )
    found = ImputationDiD().fit(frame, outcome="rate", unit="place", time="period", first_treat="start")
    return _as_share(float(found.overall_att), float(found.overall_se), counted)
