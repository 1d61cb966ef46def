"""From counts and starts to a panel: which period is the first full one, and who is left out, on small tables."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from chungtay.kernel.periods import Regime, calendar_quarter
from chungtay.results.analysis.effects import simulating
from chungtay.results.analysis.effects.evaluation import evaluate
from chungtay.results.analysis.effects.gates import Circumstances, OutcomeClass
from chungtay.results.analysis.effects.labels import Label
from chungtay.results.analysis.effects.panel import NEVER
from chungtay.results.analysis.effects.settings import ALL
from chungtay.results.analysis.studies import telling
from chungtay.results.analysis.studies.arranging import Arranged, Begun, Commune, arranged
from chungtay.results.analysis.studies.plans import Plan, looks_again

QUARTERS = [calendar_quarter(year, number) for year in (2023, 2024, 2025) for number in (1, 2, 3, 4)]
KIND = 7
EARLY = date(2024, 1, 5)
PLAN = Plan(KIND, "x", "o", "vn", date(2023, 1, 1), date(2025, 12, 31), Regime.CALENDAR_QUARTER, date(2025, 12, 31))


def commune(number: int) -> Commune:
    """Communes of 10 km² in a row, a degree of longitude apart."""
    return Commune(f"c{number}", 1, 10_000, 10.0, 0.0, float(number), is_ward=False)


def panel_of(*begun: Begun, count: float = 3.0, communes: int = 4, cut: frozenset[str] = frozenset()) -> Arranged:
    lines = [commune(number) for number in range(communes)]
    counts = {(line.key, at): count for line in lines for at in range(len(QUARTERS))}
    return arranged(KIND, lines, QUARTERS, counts, begun, cut, Circumstances(OutcomeClass.B, changes_reporting=False))


def test_the_first_full_period_counts_and_the_partial_one_is_left_out() -> None:
    found = panel_of(Begun("c0", KIND, date(2024, 5, 20), date(2024, 5, 21)))
    assert found.panel.start.tolist() == [6, NEVER, NEVER, NEVER]
    assert np.flatnonzero(np.isnan(found.panel.outcome[0])).tolist() == [5]
    assert found.seen.complete_begun == 1.0
    assert found.seen.back_dated == 0.0


def test_unknown_starts_early_starts_and_cut_communes_are_left_out() -> None:
    unknown, early = Begun("c1", KIND, None, EARLY), Begun("c2", KIND, date(2020, 1, 1), EARLY)
    found = panel_of(Begun("c0", KIND, EARLY, EARLY), unknown, early, communes=6, cut=frozenset({"c3"}))
    assert found.keys == ("c0", "c4", "c5")
    assert (found.unknown_starts, found.always, found.not_comparable) == (1, 1, 1)
    assert not found.seen.dates_known


def test_a_neighbour_of_one_that_began_is_no_comparison() -> None:
    lines = [commune(0), replace(commune(1), lon=0.03), commune(2)]
    counts = {(line.key, at): 1.0 for line in lines for at in range(len(QUARTERS))}
    seen = Circumstances(OutcomeClass.B, changes_reporting=False)
    found = arranged(KIND, lines, QUARTERS, counts, [Begun("c0", KIND, EARLY, EARLY)], frozenset(), seen)
    assert found.keys == ("c0", "c2")
    assert found.seen.neighbours_apart
    lost = [replace(line, lat=None) for line in lines]
    assert not arranged(KIND, lost, QUARTERS, counts, [], frozenset(), seen).seen.neighbours_apart


def test_other_kinds_at_the_same_time_and_late_entries_are_told() -> None:
    found = panel_of(Begun("c0", KIND, EARLY, date(2024, 9, 1)), Begun("c0", 8, date(2024, 3, 1), EARLY))
    assert (found.seen.others_begun, found.seen.others_compared) == (1.0, 0.0)
    assert found.seen.back_dated == 1.0


@pytest.mark.parametrize(
    ("code", "begun", "count"),
    [
        ("HIEUQUA-010", 1, 3.0),
        ("HIEUQUA-011", 4, 3.0),
        ("HIEUQUA-014", 2, 0.0),
    ],
)
def test_what_cannot_be_asked_is_named_and_no_number_leaves(code: str, begun: int, count: float) -> None:
    found = panel_of(*(Begun(f"c{number}", KIND, EARLY, EARLY) for number in range(begun)), count=count)
    data = telling.as_data(evaluate(found.panel, found.seen, ALL[0]), found)
    assert code in [why["code"] for why in data["why"]]
    assert (data["label"], data["estimates"], data["range"]) == (Label.CANNOT_TELL.value, None, None)


def test_another_outcome_or_window_after_numbers_were_seen_is_a_second_look() -> None:
    assert looks_again(replace(PLAN, outcome="other"), PLAN)
    assert looks_again(replace(PLAN, start=date(2024, 1, 1)), PLAN)
    assert not looks_again(replace(PLAN, end=date(2026, 12, 31), frame=date(2026, 12, 31)), PLAN)
    assert Plan.from_data(PLAN.as_data()).digest == PLAN.digest


def test_an_answer_is_kept_to_the_digit_and_no_estimate_is_told_without_its_range() -> None:
    panel, few = simulating.drawn(simulating.TRUE_FALL, 3), replace(ALL[0], draws=60)
    found = Arranged(panel, simulating.calm(), (), 0, 0, 0, 0)
    data, again = (telling.as_data(evaluate(panel, found.seen, few), found) for _ in range(2))
    assert json.loads(json.dumps(data)) == again
    assert data["range"]["vi"].startswith("có thể từ giảm")
    assert not any("-" in gate["read"]["vi"] for gate in data["gates"])


def test_starts_before_the_window_and_three_months_of_history_are_refused_by_name() -> None:
    early = panel_of(*(Begun(f"c{number}", KIND, date(2019, 1, 1), EARLY) for number in range(2)))
    whys = telling.as_data(evaluate(early.panel, early.seen, ALL[0]), early)["why"]
    assert "HIEUQUA-012" in [why["code"] for why in whys]
    lines = [commune(number) for number in range(4)]
    counts = {(line.key, at): 3.0 for line in lines for at in range(3)}
    seen = Circumstances(OutcomeClass.B, changes_reporting=False)
    started = [Begun("c0", KIND, QUARTERS[1].start, EARLY), Begun("c1", KIND, QUARTERS[1].start, EARLY)]
    short = arranged(KIND, lines, QUARTERS[:3], counts, started, frozenset(), seen)
    data = telling.as_data(evaluate(short.panel, short.seen, ALL[0]), short)
    assert "HIEUQUA-013" in [why["code"] for why in data["why"]]
    assert data["estimates"] is None
