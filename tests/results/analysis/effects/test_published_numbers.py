"""The estimators give what others published or what two codes that are not ours agree on (statistical methods 4.3)."""

import numpy as np
import pytest
from published import published

from chungtay.results.analysis.effects import imputation, inference, sensitivity, staggered
from chungtay.results.analysis.effects.crosscheck import by_library
from chungtay.results.analysis.effects.panel import Panel

COUNTIES = "county-employment"
GROUP_TIME = {
    (1, 1): (-0.0105, 0.0233),
    (1, 2): (-0.0704, 0.0310),
    (1, 3): (-0.1373, 0.0364),
    (1, 4): (-0.1008, 0.0344),
    (3, 1): (0.0065, 0.0233),
    (3, 2): (-0.0028, 0.0196),
    (3, 3): (-0.0046, 0.0178),
    (3, 4): (-0.0412, 0.0202),
    (4, 1): (0.0305, 0.0150),
    (4, 2): (-0.0027, 0.0164),
    (4, 3): (-0.0311, 0.0179),
    (4, 4): (-0.0261, 0.0167),
}


def test_the_twelve_group_time_effects_of_county_employment_and_their_errors() -> None:
    found = staggered.group_time(published(COUNTIES))
    told = {cell: (found.at(*cell).value, found.at(*cell).error) for cell in found.cells}
    assert {cell: (round(value, 4), round(error, 4)) for cell, (value, error) in told.items()} == GROUP_TIME


def test_the_aggregates_of_county_employment() -> None:
    found = staggered.group_time(published(COUNTIES))
    group, own = staggered.group_overall(found)
    simple, calendar = staggered.simple(found), staggered.calendar_overall(found)
    overall, balanced = staggered.event_overall(found), staggered.event_overall(found, least=1)
    assert (round(simple.value, 6), round(simple.error, 6)) == (-0.039951, 0.012034)
    assert (round(overall.value, 6), round(overall.error, 6)) == (-0.077240, 0.019965)
    assert (round(group.value, 6), round(group.error, 6)) == (-0.031018, 0.012446)
    assert [round(own[start].value, 4) for start in (1, 3, 4)] == [-0.0797, -0.0229, -0.0261]
    assert (round(calendar.value, 6), round(calendar.error, 6)) == (-0.041700, 0.015972)
    assert round(balanced.value, 4) == -0.0288
    events = {event: round(value.value, 4) for event, value in staggered.by_event(found).items()}
    assert events == {-3: 0.0305, -2: -0.0006, -1: -0.0245, 0: -0.0199, 1: -0.0510, 2: -0.1373, 3: -0.1008}


def test_those_who_begin_later_compare_as_well_when_asked() -> None:
    found = staggered.group_time(published(COUNTIES), not_yet=True)
    group, _ = staggered.group_overall(found)
    told = [staggered.simple(found), staggered.event_overall(found), group, staggered.calendar_overall(found)]
    assert [round(value.value, 4) for value in told] == [-0.0398, -0.0774, -0.0305, -0.0443]
    assert [round(value.error, 4) for value in told[1:]] == [0.0196, 0.0126, 0.0156]


def test_imputation_of_counts_of_county_employment_to_ten_digits() -> None:
    logged = published(COUNTIES)
    counts = Panel.of(np.exp(logged.outcome), logged.start)
    imputed = imputation.impute(counts)
    treated = counts.treated
    assert imputation.effect(counts, imputed) == pytest.approx(-0.0207722559, abs=1e-10)
    assert (counts.outcome - imputed.foretold)[treated].mean() == pytest.approx(-28.9138328, abs=1e-6)


def test_castle_doctrine_and_why_one_treated_state_is_refused() -> None:
    found = staggered.group_time(published("state-homicide"))
    group, _ = staggered.group_overall(found)
    told = [staggered.simple(found), staggered.event_overall(found), group]
    assert [(round(value.value, 6), round(value.error, 6)) for value in told] == [
        (0.110383, 0.038724),
        (0.110281, 0.036670),
        (0.108447, 0.036333),
    ]
    alone = found.at(9, 1)
    assert (round(alone.value, 4), round(alone.error, 4)) == (0.5276, 0.0414), "precise, and of a single state"


def test_two_way_fixed_effects_of_castle_doctrine_as_a_diagnostic() -> None:
    panel = published("state-homicide")
    assert staggered.two_way(panel) == pytest.approx(0.0818116169, abs=2e-9)


def test_proposition_99_by_the_package_that_cross_checks_us() -> None:
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
    after = list(range(panel.cohorts[0], periods))
    model = SyntheticDiD(n_bootstrap=2, seed=1)
    found = model.fit(frame, outcome="packs", treatment="treated", unit="place", time="year", post_periods=after)
    assert float(found.att) == pytest.approx(-15.604, abs=1e-3)


def test_the_package_imputes_county_employment_as_two_other_codes_do() -> None:
    panel = published(COUNTIES)
    found = by_library(panel)
    assert found is not None
    counted = panel.outcome[panel.treated].mean()
    middle = (found.low + found.high) / 2 * (counted + 0.0477099)
    assert middle == pytest.approx(-0.0477099, abs=1e-6)


def test_what_leads_would_miss_as_published_for_the_he_wang_study() -> None:
    covariance = np.array(
        [
            [0.00890657, 0.00448831, 0.0014587],
            [0.00448831, 0.00593692, 0.00275008],
            [0.0014587, 0.00275008, 0.00303862],
        ]
    )
    leads, events = [0.0667031, -0.0077018, -0.0307691], [-4, -3, -2]
    slope = sensitivity.slope_half_seen(events, covariance)
    assert slope == pytest.approx(0.05206, abs=2e-5)
    assert sensitivity.bayes_factor(slope, events, covariance) == pytest.approx(0.569, abs=1e-4)
    assert sensitivity.likelihood_ratio(slope, events, leads, covariance) == pytest.approx(0.1057, abs=1e-4)


def test_the_displacement_quotient_and_the_reporting_that_hides_a_fall() -> None:
    assert sensitivity.displacement((100, 80), (50, 45), (1000, 1000)) == pytest.approx(0.25)
    hidden = [round(sensitivity.hidden_by(true), 3) for true in (-0.05, -0.1, -0.2, -0.3)]
    assert hidden == [0.053, 0.111, 0.25, 0.429]


@pytest.mark.parametrize(("communes", "least"), [(10, 0.58), (20, 0.46), (50, 0.32), (100, 0.24), (200, 0.17)])
def test_the_smallest_visible_fall_as_in_the_table_of_designs(communes: int, least: float) -> None:
    counts = np.full((5 * communes, 3), 5.0)
    start = np.array([2] * communes + [1 << 30] * 4 * communes)
    assert inference.least_visible(Panel.of(counts, start), 2.5) == pytest.approx(least, abs=0.006)
