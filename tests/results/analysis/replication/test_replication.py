"""Localities like those where it went well: the distance, the four answers, and when personal advice stays off."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from chungtay.results.analysis.effects.labels import Label
from chungtay.results.analysis.replication import distance, shrinking
from chungtay.results.analysis.replication.backtest import Past, backtested
from chungtay.results.analysis.replication.covariates import ALLOWED, FORBIDDEN_WORDS, Covariate, Kind, covariate
from chungtay.results.analysis.replication.distance import Features, Measure, gower
from chungtay.results.analysis.replication.shortlist import Answer, Experience, for_staged_trial, suggested
from chungtay.results.analysis.replication.shrinking import Effect

USED = [covariate(code) for code in ("population", "density", "unit_type", "border")]
ADOPTERS: dict[str, Features] = {
    f"xã {at}": {"population": 9000 + 200 * at, "density": 300 + 10 * at, "unit_type": "commune", "border": False}
    for at in range(12)
}
LIKE: Features = {"population": 10_000, "density": 350, "unit_type": "commune", "border": False}


def known(label: Label = Label.PROMISING) -> Experience:
    return Experience(label, ADOPTERS, Measure.of(USED, list(ADOPTERS.values())), Effect(-0.2, 0.05))


def test_gowers_distance_is_that_of_the_published_example() -> None:
    kinds = {"age": Kind.NUMBER, "gender": Kind.CATEGORY, "civil": Kind.CATEGORY, "salary": Kind.NUMBER}
    kinds |= {"children": Kind.NUMBER, "credit": Kind.NUMBER}
    columns: dict[str, list[Any]] = {
        "age": [21, 21, 19, 30, 21, 21, 19, 30],
        "gender": ["M", "M", "N", "M", "F", "F", "F", "F"],
        "civil": ["MARRIED", "SINGLE", "SINGLE", "SINGLE", "MARRIED", "SINGLE", "WIDOW", "DIVORCED"],
        "salary": [3000, 1200, 32000, 1800, 2900, 1100, 10000, 1500],
        "children": [1, 0, 1, 1, 1, 0, 0, 1],
        "credit": [2200, 100, 22000, 1100, 2000, 100, 6000, 2200],
    }
    rows: list[Features] = [{code: columns[code][at] for code in columns} for at in range(8)]
    used = [Covariate(code, kind, ALLOWED[0].words, "") for code, kind in kinds.items()]
    measure = Measure.of(used, rows, whole_range=True)
    found = [gower(rows[0], row, measure)[0] for row in rows]
    assert found == pytest.approx(
        [0, 0.3590238, 0.6707398, 0.3178742, 0.1687281, 0.5262299, 0.5969786, 0.4777876], abs=1e-7
    )


def test_without_seven_tenths_of_the_features_there_is_no_distance() -> None:
    measure = Measure.of(USED, list(ADOPTERS.values()))
    far, used = gower({"population": 5000, "density": 100}, LIKE, measure)
    assert np.isnan(far)
    assert used == 0.5


def test_no_feature_is_one_that_must_never_be_compared_by() -> None:
    told = " ".join(f"{one.code} {one.words.vi} {one.words.en} {one.reason}" for one in ALLOWED).lower().split()
    assert [word for word in FORBIDDEN_WORDS if word in " ".join(told).split()] == []
    assert all(one.reason for one in ALLOWED)


@pytest.mark.parametrize(
    "label", [Label.CANNOT_TELL, Label.NO_CLEAR_DIFFERENCE, Label.PRACTICALLY_NONE, Label.HARMFUL, Label.ACTIVITY]
)
def test_nothing_is_recommended_of_a_model_of_which_nothing_good_is_known(label: Label) -> None:
    assert suggested("xã", LIKE, known(label), needs_it=True).answer is Answer.NOT


def test_a_locality_like_the_adopters_with_a_need_is_fit_for_a_trial_and_told_why() -> None:
    found = suggested("xã", LIKE, known(), needs_it=True)
    assert found.answer is Answer.TRY
    assert len(found.alike) == 3
    assert found.effect is not None
    assert found.effect[0] < found.effect[1] < 0
    assert any("trên giấy" in reason.vi for reason in found.reasons)


def test_a_locality_without_need_is_not_recommended() -> None:
    assert suggested("xã", LIKE, known(), needs_it=False).answer is Answer.NOT


def test_a_city_ward_is_outside_the_experience_of_villages() -> None:
    ward: Features = {**LIKE, "population": 90_000, "unit_type": "ward"}
    found = suggested("phường", ward, known(), needs_it=True)
    assert found.answer is Answer.OUTSIDE
    assert len(found.reasons) == 2


def test_what_is_not_known_of_a_locality_is_asked_for() -> None:
    found = suggested("xã", {**LIKE, "density": None}, known(), needs_it=True)
    assert found.answer is Answer.MORE


def test_a_shortlist_has_no_order_of_merit() -> None:
    told = [suggested(name, LIKE, known(), needs_it=True) for name in ("xã C", "xã A", "xã B")]
    assert for_staged_trial(told) == ["xã A", "xã B", "xã C"]


def test_the_caliper_is_of_the_adopters_own_distances() -> None:
    measure = Measure.of(USED, list(ADOPTERS.values()))
    assert 0 < distance.caliper(list(ADOPTERS.values()), measure) < 0.2


def test_effects_that_differ_by_noise_alone_are_the_same_everywhere() -> None:
    alike = [Effect(-0.20, 0.1), Effect(-0.21, 0.1), Effect(-0.19, 0.1)]
    assert shrinking.between(alike) == 0.0
    assert shrinking.drawn_in(Effect(-0.5, 0.1), Effect(-0.2, 0.03), 0.0) == Effect(-0.2, 0.03)


def test_effects_that_truly_differ_keep_part_of_their_own() -> None:
    apart = [Effect(-0.6, 0.05), Effect(0.0, 0.05), Effect(-0.3, 0.05)]
    found = shrinking.drawn_in(Effect(-0.6, 0.05), Effect(-0.3, 0.03), shrinking.between(apart))
    assert -0.6 < found.logged < -0.55


def places(generator: np.random.Generator, *, moderated: bool) -> list[Past]:
    """Places whose effect follows a feature strongly, or not at all; what is foretold by place is noisy."""
    truth = generator.normal(-0.2, 0.2 if moderated else 0.0, size=60)
    personal = truth + generator.normal(0, 0.08, size=60)
    realised = truth + generator.normal(0, 0.1, size=60)
    return [
        Past(float(own), -0.2, float(own - 0.16), float(own + 0.16), float(came), was_suggested=own < -0.2)
        for own, came in zip(personal, realised, strict=True)
    ]


def test_without_any_difference_between_places_personal_advice_stays_off() -> None:
    runs = [backtested(places(np.random.default_rng(seed), moderated=False)).is_personal for seed in range(50)]
    assert sum(runs) <= 5


def test_a_strong_known_difference_switches_personal_advice_on() -> None:
    found = backtested(places(np.random.default_rng(1), moderated=True))
    assert found.is_personal
    assert found.correlation > 0.5
    assert 0.6 < found.coverage <= 1


def test_a_backtest_of_nobody_says_nothing_and_switches_nothing_on() -> None:
    found = backtested([])
    assert np.isnan(found.gain)
    assert not found.is_personal
