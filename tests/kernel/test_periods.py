from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.kernel import periods
from chungtay.kernel.periods import Period, Regime, parse_period


def test_a_decree_month_runs_from_the_fifteenth_to_the_fourteenth() -> None:
    assert periods.decree_month(2025, 11) == Period(date(2025, 10, 15), date(2025, 11, 14), Regime.DECREE_MONTH)


def test_the_first_decree_month_begins_in_the_year_before() -> None:
    assert periods.decree_month(2025, 1).start == date(2024, 12, 15)


@pytest.mark.parametrize(("year"), [2019, 2024, 2025])
def test_twelve_decree_months_make_the_decree_year(year: int) -> None:
    months = [periods.decree_month(year, m) for m in range(1, 13)]
    assert (months[0].start, months[-1].end) == (
        periods.decree_year(year).start,
        periods.decree_year(year).end,
    )
    assert sum(m.days for m in months) == periods.decree_year(year).days


def test_the_second_decree_half_is_june_to_december() -> None:
    half = periods.decree_half(2025, 2)
    assert (half.start, half.end) == (date(2025, 6, 15), date(2025, 12, 14))


def test_five_kinds_of_year_end_on_five_days() -> None:
    years = [
        f(2025)
        for f in (
            periods.safe_area_year,
            periods.force_year,
            periods.safe_commune_year,
            periods.decree_year,
            periods.calendar_year,
        )
    ]
    ends = [(10, 31), (11, 14), (11, 15), (12, 14), (12, 31)]
    assert [(y.end.month, y.end.day) for y in years] == ends


def test_a_period_cannot_run_backward() -> None:
    with pytest.raises(ValueError, match="forward"):
        Period(date(2025, 2, 1), date(2025, 1, 1))


@pytest.mark.parametrize(
    ("text", "start", "end", "regime"),
    [
        ("2013/2018", date(2013, 1, 1), date(2018, 12, 31), Regime.PROGRAMME_TERM),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), Regime.SPAN),
        ("2020-01-15", date(2020, 1, 15), date(2020, 1, 15), Regime.DAY),
        ("2025-10-15/2025-11-14", date(2025, 10, 15), date(2025, 11, 14), Regime.SPAN),
    ],
)
def test_each_edge_of_a_written_period_is_as_precise_as_written(
    text: str, start: date, end: date, regime: Regime
) -> None:
    assert parse_period(text) == Period(start, end, regime)


@pytest.mark.parametrize("text", ["", "năm 2013", "2013-13", "13/2013", "2018/2013"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_period(text)


@pytest.mark.parametrize(
    ("period", "vietnamese", "english"),
    [
        (periods.decree_month(2025, 11), "tháng 11/2025", "November 2025"),
        (periods.decree_quarter(2025, 3), "quý III/2025", "Q3 2025"),
        (periods.decree_half(2025, 1), "6 tháng đầu năm 2025", "H1 2025"),
        (periods.programme_term(2013, 2018), "giai đoạn 2013-2018", "2013-2018"),
        (periods.day(date(2020, 1, 15)), "15/01/2020", "2020-01-15"),
        (periods.calendar_year(2020), "năm 2020", "2020"),
    ],
)
def test_periods_are_named_as_people_name_them(period: Period, vietnamese: str, english: str) -> None:
    assert (period.label(), period.label("en")) == (vietnamese, english)


@given(st.integers(2013, 2033), st.integers(1, 11))
def test_decree_months_touch_without_overlap(year: int, month: int) -> None:
    this, following = periods.decree_month(year, month), periods.decree_month(year, month + 1)
    assert (following.start - this.end).days == 1
    assert not this.overlaps(following)
