"""Parts and wholes: over kinds, over time, over places."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from checks.builders import (
    COMMUNE,
    DISTRICT,
    HANOI,
    MORE_THAN,
    SIBLING,
    VILLAGE,
    claim,
    codes,
    found,
    on,
    report,
    tips,
)
from chungtay.checks.rules.verdicts import Severity
from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period, calendar_year, decree_month
from chungtay.kernel.quantities import Precision

WHOLE = claim("tips.received", 208_229)
COUNTS = st.integers(min_value=0, max_value=10**9)


def test_the_four_kinds_of_tips_add_up_to_the_whole() -> None:
    result = report("KT-001", WHOLE, *tips(24_962, 115_301, 55_226, 12_740))
    assert (result.findings, result.passed, result.untestable) == ((), 1, ())


def test_a_wrong_part_blocks_and_names_every_figure_concerned() -> None:
    (draft,) = report("KT-001", WHOLE, *tips(24_962, 115_301, 55_226, 12_741)).findings
    assert (draft.severity, draft.positions) == (Severity.BLOCK, (1, 2, 3, 4, 5))
    assert draft.where.vi.startswith("số liệu 1, số liệu 2")
    assert "24.962 + 115.301 + 55.226 + 12.741 = 208.230" in draft.read.vi
    assert "208,230" in draft.expected.en


def test_parts_that_fall_short_are_left_open_while_one_is_missing() -> None:
    result = report("KT-001", WHOLE, *tips(24_962, 115_301, 55_226, None))
    assert result.findings == ()
    assert len(result.untestable) == 1


def test_known_parts_above_the_whole_are_wrong_though_one_is_missing() -> None:
    assert "KT-001" in codes(WHOLE, *tips(None, 190_000, 55_226, None))


def test_a_part_that_was_not_reported_is_missing_and_not_zero() -> None:
    parts = tips(24_962, 115_301, 55_226, None)
    silent = claim("tips.received", None, "tip_category=other", absence=Absence.NOT_REPORTED)
    assert report("KT-001", WHOLE, *parts, silent).findings == ()


def test_a_part_that_was_reported_as_zero_counts() -> None:
    zero = claim("tips.received", 0, "tip_category=other", absence=Absence.ZERO)
    assert "KT-001" in codes(WHOLE, *tips(24_962, 115_301, 55_226, None), zero)


def test_parts_without_their_whole_cannot_be_tested() -> None:
    result = report("KT-001", *tips(1, 2, 3, 4))
    assert (result.findings, len(result.untestable)) == ((), 1)


def test_more_than_a_whole_does_not_contradict_larger_parts() -> None:
    whole = claim("tips.received", 208_000, precision=MORE_THAN)
    result = report("KT-001", whole, *tips(24_962, 115_301, 55_226, 12_740))
    assert (result.findings, len(result.untestable)) == ((), 1)


def test_more_than_a_whole_contradicts_complete_parts_below_it() -> None:
    whole = claim("tips.received", 209_000, precision=MORE_THAN)
    assert "KT-001" in codes(whole, *tips(24_962, 115_301, 55_226, 12_740))


def test_parts_told_by_other_reports_may_be_too_much_but_never_too_little() -> None:
    short, over = tips(1, 2, 3, 4), tips(208_230, 0, 0, 0)
    assert report("KT-001", WHOLE, related=tuple(short)).findings == ()
    assert len(report("KT-001", WHOLE, related=tuple(over)).findings) == 1


def test_a_percentage_is_no_part_of_a_count() -> None:
    share = claim("tips.received", "55.4", "tip_category=crime", unit="%")
    assert report("KT-001", WHOLE, share).untestable == ()


@given(parts=st.tuples(COUNTS, COUNTS, COUNTS, COUNTS), off=st.integers(min_value=-5, max_value=5))
def test_exact_parts_are_judged_by_their_sum_alone(parts: tuple[int, int, int, int], off: int) -> None:
    whole = claim("tips.received", max(0, sum(parts) + off))
    expected = [] if whole.quantity and whole.quantity.value == sum(parts) else ["KT-001"]
    assert [f.rule for f in report("KT-001", whole, *tips(*parts)).findings] == expected


@given(
    parts=st.tuples(COUNTS, COUNTS, COUNTS, COUNTS),
    under=st.integers(min_value=0, max_value=10**6),
    word=st.sampled_from([Precision.MORE_THAN, Precision.AT_LEAST]),
)
def test_a_lower_bound_at_or_below_the_sum_never_fails(
    parts: tuple[int, int, int, int], under: int, word: Precision
) -> None:
    whole = claim("tips.received", max(0, sum(parts) - under), precision=word)
    assert report("KT-001", whole, *tips(*parts)).findings == ()


def test_effective_models_never_outnumber_running_ones_on_the_same_day() -> None:
    assert "KT-002" in codes(
        claim("models.running", 290, period=on(2018)), claim("models.effective", 495, period=on(2018))
    )


def test_models_of_different_days_are_never_compared() -> None:
    running, effective = (
        claim("models.running", 290, period=on(2018)),
        claim("models.effective", 495, period=on(2023)),
    )
    assert report("KT-002", running, effective) == report("KT-002")


def test_models_of_different_places_are_never_compared() -> None:
    running = claim("models.running", 290, period=on(2023))
    effective = claim("models.effective", 495, period=on(2023), place=COMMUNE)
    assert report("KT-002", running, effective) == report("KT-002")


def test_models_launched_over_a_term_bound_nothing_that_stands_on_a_day() -> None:
    launched = claim("models.total", 1_616, period=on(2023))
    running = claim("models.running", 2_000, period=on(2023))
    assert report("KT-002", launched, running) == report("KT-002")


def test_hon_290_running_leaves_495_effective_open() -> None:
    running = claim("models.running", 290, period=on(2023), precision=MORE_THAN)
    result = report("KT-002", running, claim("models.effective", 495, period=on(2023)))
    assert (result.findings, len(result.untestable)) == ((), 1)


def test_communes_covered_by_kinds_of_model_overlap_and_are_not_added() -> None:
    whole = claim("models.communes_covered", 200, period=on(2023))
    kinds = [
        claim("models.communes_covered", n, f"model_kind={k}", period=on(2023))
        for k, n in (("security_camera", 181), ("security_gong", 109))
    ]
    assert codes(whole, *kinds) == []


def test_a_member_of_distinct_things_cannot_exceed_them() -> None:
    whole = claim("models.communes_covered", 100, period=on(2023))
    part = claim("models.communes_covered", 181, "model_kind=security_camera", period=on(2023))
    assert "KT-002" in codes(whole, part)


def test_a_year_above_the_term_around_it_is_looked_at() -> None:
    (draft,) = found(claim("tips.received", 100), claim("tips.received", 120, period=calendar_year(2015)))
    assert (draft.rule, draft.severity) == ("KT-003", Severity.WARN)


def test_years_add_up_within_a_term_only_where_they_do_not_overlap() -> None:
    term = claim("communication.sessions", 100)
    years = [claim("communication.sessions", 60, period=calendar_year(y)) for y in (2014, 2015)]
    month_inside = claim("communication.sessions", 50, period=decree_month(2014, 6))
    assert "KT-003" in codes(term, *years)
    assert codes(term, years[0], month_inside) == []


def test_stocks_of_different_days_do_not_bound_each_other() -> None:
    days = [claim("models.points", n, period=on(y)) for y, n in ((2014, 900), (2018, 700))]
    assert codes(*days) == []


def test_communes_above_their_province_are_looked_at_and_do_not_block() -> None:
    inner = [claim("communication.sessions", 60, place=p) for p in (COMMUNE, SIBLING)]
    (draft,) = found(claim("communication.sessions", 100, place=HANOI), *inner)
    assert (draft.rule, draft.severity, draft.positions) == ("KT-004", Severity.WARN, (1, 2, 3))


def test_a_place_inside_another_is_not_added_to_it() -> None:
    figures = [
        claim("communication.sessions", n, place=p)
        for p, n in ((HANOI, 100), (DISTRICT, 90), (COMMUNE, 80), (VILLAGE, 70))
    ]
    assert codes(*figures) == []


def test_what_only_touches_other_reports_is_not_this_reports_finding() -> None:
    others = (claim("tips.received", 100), claim("tips.received", 120, period=calendar_year(2015)))
    assert codes(claim("communication.sessions", 5), related=others) == []


def test_the_days_of_a_period_decide_and_not_its_clock() -> None:
    same_days = claim("tips.useful", 300, period=Period(date(2013, 1, 1), date(2018, 12, 31)))
    assert "KT-002" in codes(claim("tips.received", 200), same_days)
