"""What is answered and what is refused: "cannot tell" wherever a condition fails, and no number with a refusal."""

from dataclasses import replace

import numpy as np
import pytest

from chungtay.results.analysis.effects import imputation, simulating
from chungtay.results.analysis.effects.evaluation import evaluate, placebo_panel
from chungtay.results.analysis.effects.gates import OutcomeClass
from chungtay.results.analysis.effects.labels import Label
from chungtay.results.analysis.effects.panel import NEVER, Panel
from chungtay.results.analysis.effects.settings import ALL, Settings
from chungtay.results.analysis.pictures.event_studies import points_of
from chungtay.results.analysis.studies import telling

TODAY = replace(ALL[0], draws=199)
CALM = simulating.calm()


def counts(places: int = 60, periods: int = 12, mean: float = 20.0) -> np.ndarray:
    return np.random.default_rng(1).poisson(mean, size=(places, periods)).astype(float)


def begun(places: int, those: int, period: int) -> list[int]:
    return [period] * those + [NEVER] * (places - those)


def codes(panel: Panel) -> set[str]:
    found = evaluate(panel, CALM, TODAY)
    assert found.label is Label.CANNOT_TELL
    assert found.estimates is None, "no number leaves with a refusal"
    return {why.code for why in found.why}


def test_what_was_done_is_never_an_outcome() -> None:
    found = evaluate(Panel.of(counts(), begun(60, 20, 6)), replace(CALM, outcome_class=OutcomeClass.C), TODAY)
    assert found.label is Label.ACTIVITY
    assert found.estimates is None


def test_one_treated_commune_tells_nothing() -> None:
    assert codes(Panel.of(counts(), begun(60, 1, 6))) == {"HIEUQUA-010"}


def test_all_begun_on_one_day_leave_nobody_to_compare_with() -> None:
    assert "HIEUQUA-011" in codes(Panel.of(counts(), begun(60, 60, 6)))


def test_nothing_before_the_start_tells_nothing() -> None:
    assert "HIEUQUA-012" in codes(Panel.of(counts(), begun(60, 20, 0)))


def test_three_months_of_history_are_too_few() -> None:
    assert codes(Panel.of(counts(periods=3), begun(60, 20, 2))) == {"HIEUQUA-013"}


def test_zeros_only_tell_nothing() -> None:
    assert codes(Panel.of(np.zeros((60, 12)), begun(60, 20, 6))) == {"HIEUQUA-014"}


@pytest.mark.parametrize(
    ("change", "gate"),
    [
        ({"complete_begun": 0.8}, 3),
        ({"complete_compared": None}, 3),
        ({"outcome_class": OutcomeClass.B, "changes_reporting": True}, 6),
        ({"back_dated": 0.2}, 7),
        ({"one_map": False}, 7),
        ({"others_begun": 0.6}, 8),
        ({"worst_difference": None}, 9),
        ({"neighbours_apart": False}, 12),
        ({"plan_unchanged": False}, 13),
    ],
)
def test_a_condition_that_fails_is_named_and_nothing_is_concluded(change: dict[str, object], gate: int) -> None:
    halved = np.where(np.arange(12) >= 6, 0.5, 1.0)[None, :]
    panel = Panel.of(np.vstack([counts(20) * halved, counts(40)]), begun(60, 20, 6))
    found = evaluate(panel, replace(CALM, **change), replace(TODAY, draws=40))  # type: ignore[arg-type]
    assert found.label is Label.CANNOT_TELL
    assert [failing.number for failing in found.failing] == [gate]


def test_a_true_fall_is_found_and_told_as_promising() -> None:
    found = evaluate(simulating.drawn(simulating.TRUE_FALL, 2), CALM, TODAY)
    assert found.label is Label.PROMISING
    assert found.estimates is not None
    assert found.estimates.wide.high < 0
    assert len(found.estimates.checks) == 2


def test_starts_after_a_bad_quarter_are_never_called_effective() -> None:
    labels = {evaluate(simulating.drawn(simulating.SPIKE, seed), CALM, TODAY).label for seed in range(3)}
    assert labels == {Label.CANNOT_TELL}


def test_the_same_panel_and_settings_give_the_same_digits() -> None:
    panel = Panel.of(counts(), begun(60, 20, 6))
    again = Settings.from_data(TODAY.as_data())
    assert evaluate(panel, CALM, TODAY) == evaluate(panel, CALM, again)


def test_a_rise_in_reporting_of_a_class_b_outcome_is_never_called_an_effect() -> None:
    panel = simulating.drawn(replace(simulating.TRUE_FALL, change=0.0), 4)
    more = Panel.of(np.where(panel.treated, panel.outcome * 1.25, panel.outcome), panel.start)
    by_class = replace(CALM, outcome_class=OutcomeClass.B, changes_reporting=True)
    assert evaluate(more, by_class, TODAY).label is Label.CANNOT_TELL


def test_the_order_of_places_changes_nothing() -> None:
    panel = simulating.drawn(simulating.TRUE_FALL, 5)
    shuffled = panel.chosen(np.random.default_rng(1).permutation(len(panel.start)))
    assert imputation.effect(shuffled) == pytest.approx(imputation.effect(panel), abs=1e-9)


def test_a_missing_cell_is_never_counted_as_nought() -> None:
    panel = simulating.drawn(simulating.TRUE_FALL, 6)
    holes = np.random.default_rng(2).random(panel.outcome.shape) < 0.1
    assert imputation.effect(panel.without(holes)) == pytest.approx(imputation.effect(panel), abs=0.04)


def test_a_level_and_a_season_alone_leave_no_effect() -> None:
    level, season = np.arange(1.0, 61.0)[:, None], np.tile([1.0, 2.0, 3.0, 2.0], 3)[None, :]
    panel = Panel.of(level * season, begun(60, 20, 6))
    assert imputation.effect(panel) == pytest.approx(0.0, abs=1e-9)
    assert all(abs(lead) < 1e-9 for lead in imputation.leads(panel, 3).values())


def test_the_start_moved_back_looks_at_nothing_after_the_true_one() -> None:
    panel = simulating.drawn(simulating.TRUE_FALL, 7)
    early = placebo_panel(panel, TODAY)
    assert early is not None
    assert not (early.seen & (np.arange(20)[None, :] >= early.start[:, None] + TODAY.before)).any()


def test_periods_before_and_after_the_start_bear_bands_and_a_study_that_is_not_settled_shows_those_before_alone() -> (
    None
):
    found = evaluate(simulating.drawn(simulating.TRUE_FALL, 3), CALM, TODAY)
    assert found.estimates is not None
    told = telling.numbers_of(found.estimates)
    every = points_of(told, settled=True)
    assert all(point["low"] <= point["value"] <= point["high"] for point in every)
    before = points_of(told, settled=False)
    assert before == [point for point in every if point["event"] < 0]
    assert before
