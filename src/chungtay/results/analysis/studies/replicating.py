"""From a study whose label allows it to localities like those where it went well, with reasons and a backtest. Pure.

Only communes that were compared are looked at, on the figures of the study alone, so that the answer can be had again
to the digit. Nobody is ranked: communes fit for a trial stand in the order of their keys.
"""

from __future__ import annotations

from dataclasses import asdict
from math import isfinite
from typing import Any, Final

import numpy as np

from chungtay.kernel.errors import Both
from chungtay.results.analysis.effects import imputation, inference
from chungtay.results.analysis.effects.evaluation import Estimates
from chungtay.results.analysis.effects.labels import Label
from chungtay.results.analysis.effects.panel import Floats, Mask, Panel
from chungtay.results.analysis.emulation.funnels import limits
from chungtay.results.analysis.replication.backtest import Past, backtested
from chungtay.results.analysis.replication.covariates import covariate
from chungtay.results.analysis.replication.distance import Features, Measure, caliper, nearest
from chungtay.results.analysis.replication.shortlist import (
    LEAST_NEAR,
    NEAREST,
    Answer,
    Experience,
    Suggestion,
    suggested,
)
from chungtay.results.analysis.replication.shrinking import Effect, between, drawn_in
from chungtay.results.analysis.studies.arranging import Arranged, Commune

COMPARED_BY: Final = ("population", "density", "area", "unit_type", "baseline")
"""Of the closed list, what is known of every commune here."""
RECENT: Final = 4
"""Periods that tell the present level."""
_KEPT: Final = 300
_OFTEN: Final = 1.96


def replicated(arranged: Arranged, estimates: Estimates, label: Label, good: int) -> dict[str, Any] | None:
    """What may be said about where next; None where the label allows nothing. Ranges are of the middle four fifths."""
    panel = arranged.panel
    if label not in (Label.PROMISING, Label.SUPPORTED) or len(arranged.lines) != len(panel.start):
        return None
    features = [_features(line, panel, row) for row, line in enumerate(arranged.lines)]
    begun = np.flatnonzero(panel.ever)
    adopters = {arranged.keys[row]: features[row] for row in begun}
    measure = Measure.of([covariate(code) for code in COMPARED_BY], list(adopters.values()))
    logged, errors = _own_effects(panel)
    overall = _overall(estimates)
    past = _past(panel, features, measure)
    test = backtested(past)
    needs = _needs(panel, good)
    limit = caliper(list(adopters.values()), measure)
    spread = between([Effect(logged[row], errors[row]) for row in begun if isfinite(logged[row])])
    found = []
    for row in np.flatnonzero(~panel.ever):
        effect = overall
        if test.is_personal:
            effect = _local(features[row], features, begun, (logged, errors), measure, overall, spread)
        known = Experience(label, adopters, measure, effect, test.is_personal, limit)
        found.append(suggested(arranged.keys[row], features[row], known, needs_it=needs[row]))
    counted = {answer.value: sum(one.answer is answer for one in found) for answer in Answer}
    shown = sorted((one for one in found if one.answer is Answer.TRY), key=lambda one: one.place)[:_KEPT]
    return {
        "overall": list(overall.range()),
        "counted": counted,
        "suggested": [_suggestion(one) for one in shown],
        "backtest": {
            name: value if not isinstance(value, float) or isfinite(value) else None
            for name, value in (asdict(test) | {"is_personal": test.is_personal}).items()
        },
    }


def _features(line: Commune, panel: Panel, row: int) -> Features:
    people, area = line.people, line.area
    known = panel.untreated[row]
    counted, exposed = panel.outcome[row][known].sum(), panel.exposure[row][known].sum()
    return {
        "population": people,
        "density": people / area if people and area else None,
        "area": area,
        "unit_type": "ward" if line.is_ward else "commune",
        "baseline": float(counted / exposed) if exposed > 0 else None,
    }


def _own_effects(panel: Panel, cells: Mask | None = None) -> tuple[Floats, Floats]:
    """By place: log of counted over foretold in its treated cells, and its standard error. NaN without any."""
    foretold = imputation.impute(panel).foretold
    asked = panel.seen & panel.treated & np.isfinite(foretold)
    if cells is not None:
        asked &= cells
    counted = np.where(asked, panel.outcome, 0.0).sum(axis=1)
    expected = np.where(asked, foretold, 0.0).sum(axis=1)
    phi = inference.overdispersion(panel)
    with np.errstate(divide="ignore", invalid="ignore"):
        logged = np.where(expected > 0, np.log(np.maximum(counted, 0.5) / expected), np.nan)
        errors = np.where(expected > 0, np.sqrt(phi / expected), np.nan)
    return logged, errors


def _overall(estimates: Estimates) -> Effect:
    low, high = np.log1p([estimates.wide.low, estimates.wide.high])
    return Effect(float(np.log1p(estimates.effect)), float(high - low) / (2 * _OFTEN))


def _pooled(logged: Floats, errors: Floats) -> Effect:
    weight = 1 / errors**2
    return Effect(float(weight @ logged / weight.sum()), float(np.sqrt(1 / weight.sum())))


def _local(
    mine: Features,
    features: list[Features],
    begun: np.ndarray,
    own: tuple[Floats, Floats],
    measure: Measure,
    overall: Effect,
    spread: float,
) -> Effect:
    """The effect at the nearest adopters, drawn towards that of all."""
    logged, errors = own
    told = [row for row in begun if isfinite(logged[row])]
    near = [told[at] for at, _ in nearest(mine, [features[row] for row in told], measure, NEAREST)]
    return drawn_in(_pooled(logged[near], errors[near]), overall, spread) if len(near) >= LEAST_NEAR else overall


def _past(panel: Panel, features: list[Features], measure: Measure) -> list[Past]:
    """For each start, with what was known before it: what was foretold of those that began then, and what came."""
    logged, errors = _own_effects(panel)
    found: list[Past] = []
    for start in panel.cohorts:
        early = Panel(panel.outcome[:, :start], panel.exposure[:, :start], panel.start, panel.strata)
        if start < 2 or not early.ever.any():
            continue
        then, then_errors = _own_effects(early)
        known = np.flatnonzero(early.ever & np.isfinite(then))
        if len(known) < LEAST_NEAR:
            continue
        overall = _pooled(then[known], then_errors[known])
        spread = between([Effect(then[row], then_errors[row]) for row in known])
        limit = caliper([features[row] for row in known], measure)
        for row in np.flatnonzero((panel.start == start) & np.isfinite(logged)):
            personal = _local(features[row], features, known, (then, then_errors), measure, overall, spread)
            wide = 1.2816 * float(np.hypot(personal.error, errors[row]))
            near = nearest(features[row], [features[one] for one in known], measure, LEAST_NEAR)
            is_near = len(near) == LEAST_NEAR and (not isfinite(limit) or near[-1][1] <= limit)
            middle = personal.logged
            found.append(
                Past(middle, overall.logged, middle - wide, middle + wide, float(logged[row]), is_near, is_near)
            )
    return found


def _needs(panel: Panel, good: int) -> list[bool | None]:
    """Whether each place's level of late lies beyond the 95 % funnel of its size, on the side that is not good. Counts
    are divided by their own overdispersion, not by how places differ: that is what is looked for."""
    late = np.arange(panel.periods) >= panel.periods - RECENT
    seen = panel.untreated & late
    counted = np.where(seen, panel.outcome, 0.0).sum(axis=1)
    exposed = np.where(seen, panel.exposure, 0.0).sum(axis=1)
    told = exposed > 0
    if not told.any() or counted.sum() == 0:
        return [None] * len(counted)
    expected = counted.sum() / exposed.sum() * exposed
    phi = inference.overdispersion(panel)
    found: list[bool | None] = []
    for row in range(len(counted)):
        if not told[row]:
            found.append(None)
            continue
        low, high = limits(float(expected[row]) / phi)
        share = float(counted[row] / expected[row])
        found.append(share > high if good < 0 else share < low)
    return found


def _suggestion(one: Suggestion) -> dict[str, Any]:
    """As plain data, sentences in both languages."""
    return {
        "place": one.place,
        "reasons": [_both(reason) for reason in one.reasons],
        "alike": [
            {"place": like.place, "match": list(map(_both, like.match)), "differ": list(map(_both, like.differ))}
            for like in one.alike
        ],
        "range": list(one.effect) if one.effect else None,
    }


def _both(text: Both) -> dict[str, str]:
    return {"vi": text.vi, "en": text.en}
