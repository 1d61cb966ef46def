"""Effects (statistical methods 4.3 to 4.7)."""

from __future__ import annotations

import numpy as np

from chungtay.results.analysis.effects import imputation, inference, sensitivity, staggered
from chungtay.results.analysis.effects.crosscheck import by_library
from chungtay.results.analysis.effects.panel import NEVER, Panel
from chungtay.results.analysis.effects.staggered import Estimate
from chungtay.results.analysis.golden import Golden
from chungtay.results.analysis.golden.published import published

COUNTIES, STATES = "county-employment", "state-homicide"
HE_WANG = np.array(
    [
        [0.00890657, 0.00448831, 0.0014587],
        [0.00448831, 0.00593692, 0.00275008],
        [0.0014587, 0.00275008, 0.00303862],
    ]
)
DID, TWO = "R package did", "csdid and diff-diff agree"


def _both(*found: Estimate) -> list[float]:
    return [*(one.value for one in found), *(one.error for one in found)]


def _cells() -> list[float]:
    found = staggered.group_time(published(COUNTIES))
    told = [found.at(*cell) for cell in found.cells]
    return _both(*told)


def _aggregates(name: str) -> list[float]:
    found = staggered.group_time(published(name))
    return _both(staggered.simple(found), staggered.event_overall(found), staggered.group_overall(found)[0])


def _not_yet() -> list[float]:
    found = staggered.group_time(published(COUNTIES), not_yet=True)
    told = (staggered.simple(found), staggered.event_overall(found), staggered.group_overall(found)[0])
    return [*(one.value for one in told), staggered.calendar_overall(found).value]


def _events() -> list[float]:
    return [one.value for one in staggered.by_event(staggered.group_time(published(COUNTIES))).values()]


def _calendar() -> list[float]:
    found = staggered.group_time(published(COUNTIES))
    balanced = staggered.event_overall(found, least=1)
    return [*_both(staggered.calendar_overall(found)), balanced.value]


def _groups() -> list[float]:
    _, own = staggered.group_overall(staggered.group_time(published(COUNTIES)))
    return [one.value for one in own.values()]


def _counts() -> list[float]:
    logged = published(COUNTIES)
    counts = Panel.of(np.exp(logged.outcome), logged.start)
    imputed = imputation.impute(counts)
    apart = (counts.outcome - imputed.foretold)[counts.treated].mean()
    return [imputation.effect(counts, imputed), float(apart)]


def _alone() -> list[float]:
    found = staggered.group_time(published(STATES)).at(9, 1)
    return [found.value, found.error]


def _proposition_99() -> list[float]:
    import pandas as pd
    from diff_diff import SyntheticDiD

    panel = published("state-cigarettes")
    places, periods = panel.outcome.shape
    frame = pd.DataFrame(
        {
            "place": np.repeat(np.arange(places), periods),
            "year": np.tile(np.arange(periods), places),
            "packs": panel.outcome.ravel(),
            "treated": np.repeat(panel.ever.astype(int), periods),
        }
    )
    found = SyntheticDiD(n_bootstrap=2, seed=1).fit(
        frame,
        outcome="packs",
        treatment="treated",
        unit="place",
        time="year",
        post_periods=list(range(panel.cohorts[0], periods)),
    )
    return [float(found.att)]


def _library() -> list[float]:
    """The package's own effect, had back from the range that its share is told as."""
    panel = published(COUNTIES)
    found = by_library(panel)
    if found is None:
        return []
    share = (found.low + found.high) / 2
    return [share * float(panel.outcome[panel.treated].mean()) / (1 + share)]


def _missed() -> list[float]:
    leads, events = [0.0667031, -0.0077018, -0.0307691], [-4, -3, -2]
    slope = sensitivity.slope_half_seen(events, HE_WANG)
    return [
        slope,
        sensitivity.bayes_factor(slope, events, HE_WANG),
        sensitivity.likelihood_ratio(slope, events, leads, HE_WANG),
    ]


def _visible() -> list[float]:
    found = []
    for communes in (10, 20, 50, 100, 200):
        start = np.array([2] * communes + [NEVER] * 4 * communes)
        found.append(inference.least_visible(Panel.of(np.full((5 * communes, 3), 5.0), start), 2.5))
    return found


EFFECTS = (
    Golden(
        "county employment: 12 group-time effects",
        DID,
        (
            *(-0.0105, -0.0704, -0.1373, -0.1008, 0.0065, -0.0028, -0.0046, -0.0412, 0.0305, -0.0027, -0.0311, -0.0261),
            *(0.0233, 0.0310, 0.0364, 0.0344, 0.0233, 0.0196, 0.0178, 0.0202, 0.0150, 0.0164, 0.0179, 0.0167),
        ),
        _cells,
        5.1e-5,
    ),
    Golden(
        "county employment: simple, by event, by group",
        f"{DID}; {TWO}",
        (-0.039951, -0.077240, -0.031018, 0.012034, 0.019965, 0.012446),
        lambda: _aggregates(COUNTIES),
        5.1e-7,
    ),
    Golden(
        "county employment: events -3 to 3",
        DID,
        (0.0305, -0.0006, -0.0245, -0.0199, -0.0510, -0.1373, -0.1008),
        _events,
        5.1e-5,
    ),
    Golden("county employment: groups", DID, (-0.0797, -0.0229, -0.0261), _groups, 5.1e-5),
    Golden("county employment: calendar; balanced", TWO, (-0.041700, 0.015972, -0.0288), _calendar, 5.1e-5),
    Golden("county employment: not yet begun", TWO, (-0.0398, -0.0774, -0.0305, -0.0443), _not_yet, 5.1e-5),
    Golden(
        "county employment: Poisson imputation", "GLM and diff-diff agree", (-0.0207722559, -28.9138328), _counts, 5e-8
    ),
    Golden("county employment: linear imputation", "two codes agree", (-0.0477099,), _library, 5e-7),
    Golden(
        "castle doctrine: simple, by event, by group",
        TWO,
        (0.110383, 0.110281, 0.108447, 0.038724, 0.036670, 0.036333),
        lambda: _aggregates(STATES),
        5.1e-7,
    ),
    Golden(
        "castle doctrine: two-way fixed effects",
        "bacondecomp",
        (0.0818116169,),
        lambda: [staggered.two_way(published(STATES))],
        2e-9,
    ),
    Golden("castle doctrine: one state alone", "why it is refused", (0.5276, 0.0414), _alone, 5.1e-5),
    Golden("Proposition 99: synthetic differences", "synthdid", (-15.604,), _proposition_99, 1e-3),
    Golden("trend that leads would miss, He-Wang", "pretrends", (0.05206, 0.5690, 0.1057), _missed, 2e-4),
    Golden(
        "displacement quotient",
        "Bowers and Johnson",
        (0.25,),
        lambda: [sensitivity.displacement((100, 80), (50, 45), (1000, 1000))],
        1e-9,
    ),
    Golden("smallest visible fall by communes", "own", (0.58, 0.46, 0.32, 0.24, 0.17), _visible, 6e-3),
)
