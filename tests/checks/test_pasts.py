"""Earlier numbers gathered once for many reports: whose number counts, how far back, and of what they are."""

from __future__ import annotations

from datetime import date

from checks.builders import claim
from chungtay.checks.rules.pasts import Past, Pasts, merged
from chungtay.kernel.periods import Period, decree_month, decree_quarter
from chungtay.reference.indicators.catalogue import catalogue

CODE = "patrols.shifts"
NAMED = (CODE, "", 2, "result")
OCTOBER, NOVEMBER, DECEMBER = (decree_month(2025, month) for month in (10, 11, 12))


def heard(*stated: tuple[int, Period, int]) -> Pasts:
    """Numbers, each of a period, with the rank of their report."""
    pasts = Pasts(catalogue())
    for value, period, rank in stated:
        pasts.hear([claim(CODE, value, period=period)], rank, period.start)
    return pasts


def numbers(past: Past) -> list[tuple[int, int]]:
    """Month and number."""
    return [(month % 12 or 12, int(value)) for month, value in zip(past.months, past.values, strict=True)]


def test_of_one_period_the_number_of_the_lowest_rank_counts() -> None:
    pasts = heard((9, NOVEMBER, 1), (5, OCTOBER, 1), (7, NOVEMBER, 0))
    assert numbers(pasts.before().of(NAMED, DECEMBER)) == [(10, 5), (11, 7)]


def test_reports_that_begin_before_the_first_day_are_left_out() -> None:
    before = heard((5, OCTOBER, 0), (7, NOVEMBER, 0)).before(NOVEMBER.start, DECEMBER.start)
    assert numbers(before.of(NAMED, DECEMBER)) == [(11, 7)]


def test_periods_of_another_length_and_later_ones_are_left_out() -> None:
    pasts = heard((5, OCTOBER, 0), (30, decree_quarter(2025, 3), 0), (9, DECEMBER, 0))
    assert numbers(pasts.before().of(NAMED, NOVEMBER)) == [(10, 5)]


def test_numbers_of_another_unit_or_inexact_are_not_heard() -> None:
    pasts = Pasts(catalogue())
    pasts.hear([claim(CODE, 5, period=OCTOBER, unit="%"), claim("no.such", 5, period=OCTOBER)], 0)
    assert not pasts


def test_two_gatherings_are_read_as_one() -> None:
    first, second = (heard(*said).before().of(NAMED, DECEMBER) for said in ([(5, OCTOBER, 0)], [(7, NOVEMBER, 0)]))
    both = merged(second, first)
    assert (numbers(both), both.spans[0][0]) == ([(10, 5), (11, 7)], date(2025, 9, 15))
