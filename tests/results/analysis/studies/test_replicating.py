"""Where next: nothing without a label that allows it, half of nobody's effect, and the backtest beside it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from chungtay.results.analysis.effects import simulating
from chungtay.results.analysis.effects.evaluation import Estimates
from chungtay.results.analysis.effects.inference import Interval
from chungtay.results.analysis.effects.labels import Label
from chungtay.results.analysis.studies.arranging import Arranged, Commune
from chungtay.results.analysis.studies.replicating import replicated

ESTIMATES = Estimates(
    -0.3, Interval(-0.36, -0.23), Interval(-0.35, -0.24), 0.001, {}, {}, {}, (-0.3, -0.29, -0.31), 0.05, 2.0
)


def _arranged(seed: int = 3) -> Arranged:
    panel = simulating.drawn(replace(simulating.TRUE_FALL, places=140, begun=60), seed)
    chance = np.random.default_rng(seed)
    people = chance.integers(4_000, 30_000, size=len(panel.start))
    exposure = np.repeat(people[:, None].astype(float), panel.periods, axis=1)
    panel = replace(panel, exposure=exposure)
    lines = tuple(
        Commune(f"c{n:03}", n % 4, int(people[n]), float(chance.uniform(5, 60)), None, None, n % 3 == 0)
        for n in range(len(panel.start))
    )
    return Arranged(panel, simulating.calm(), tuple(line.key for line in lines), 0, 0, 0, 0, lines)


def test_no_recommendation_is_made_from_a_label_that_tells_nothing() -> None:
    for label in (Label.CANNOT_TELL, Label.NO_CLEAR_DIFFERENCE, Label.PRACTICALLY_NONE, Label.HARMFUL, Label.ACTIVITY):
        assert replicated(_arranged(), ESTIMATES, label, -1) is None


def test_communes_that_need_it_and_are_like_those_before_stand_in_no_order_with_reasons_and_a_range() -> None:
    found = replicated(_arranged(), ESTIMATES, Label.PROMISING, -1)
    assert found is not None
    keys = [one["place"] for one in found["suggested"]]
    assert keys == sorted(keys)
    assert keys
    assert sum(found["counted"].values()) == 80
    one = found["suggested"][0]
    assert one["alike"]
    assert one["reasons"][-1]["en"].startswith("Similar on paper")
    assert one["range"][0] < one["range"][1]


def test_without_true_differences_between_places_everybody_gets_the_same_range() -> None:
    found = replicated(_arranged(), ESTIMATES, Label.SUPPORTED, -1)
    assert found is not None
    assert found["backtest"]["places"] >= 20
    assert found["backtest"]["is_personal"] is False
    assert {tuple(one["range"]) for one in found["suggested"]} == {tuple(found["overall"])}
