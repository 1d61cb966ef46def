"""What the rules make of one answer, and of a table of answers, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from chungtay.kernel.periods import Period, calendar_half, calendar_month, calendar_quarter, calendar_year
from chungtay.kernel.quantities import Total
from chungtay.reference.indicators.catalogue import catalogue
from chungtay.results.publishing.shelf.guarding import Before, guarded, rates_kept
from chungtay.results.publishing.shelf.lines import Claim, Line, Printed, line_of, public_rows
from chungtay.results.publishing.shelf.terms import terms_told, whole_period
from chungtay.results.warehouse.questions import Basis, Row

TIPS, OPEN = catalogue()["tips.received"], catalogue()["patrols.shifts"]
TO_THE_UNIT = replace(TIPS, rounding=1)
YEAR = calendar_year(2025)


def row(value: int | None, place: str = "p01@2025", cell: str = "", period: Period = YEAR) -> Row:
    total = None if value is None else Total(Decimal(value), Decimal(value), Decimal(value))
    return Row("tips.received", place, period, cell, Basis.REPORTED, total, stated=1, expected=1)


def line(value: int, rule=TIPS, period: Period = YEAR) -> Line:  # type: ignore[no-untyped-def]
    return line_of(row(value, period=period), rule, Printed("01", "2025", "province", "Hà Nội"), period)


def claims(values: dict[str, int], rule=TO_THE_UNIT, period: Period = YEAR) -> list[Claim]:  # type: ignore[no-untyped-def]
    """'VN' for the country, else codes of provinces."""
    found = []
    for code, value in values.items():
        level = "country" if code == "VN" else "province"
        told = row(value, code, period=period)
        printed = line_of(told, rule, Printed(code, "2025", level, code), period)
        found.append(Claim(printed, told, 0 if code == "VN" else int(code), (period.start, period.end)))
    return found


@pytest.mark.parametrize("value", [0, 1, 4])
def test_below_the_threshold_nought_too_nothing_but_the_threshold_is_told(value: int) -> None:
    told = line(value)
    assert (told.shown, told.hidden) == (("<5", "<5"), "threshold")
    assert (told.low, told.high, told.precision, told.absence, told.rounded_to) == ("", "", "", "", None)


def test_a_count_of_people_matters_is_rounded_and_no_bound_tells_it_exactly() -> None:
    told = line(1234)
    assert (told.shown, told.low, told.high, told.rounded_to) == (("1.230", "1,230"), "1230", "1230", 10)


def test_an_open_count_is_told_as_it_is() -> None:
    told = line(3, OPEN)
    assert (told.shown, told.hidden, told.rounded_to) == (("3", "3"), "", None)


def test_what_covers_one_month_of_a_quarter_is_not_told_of_a_sensitive_count() -> None:
    month, quarter = calendar_month(2025, 1), calendar_quarter(2025, 1)
    told = line_of(row(900, period=month), TIPS, Printed("01", "2025", "province", "Hà Nội"), quarter)
    assert (told.hidden, told.low) == ("floor", "")


def test_a_part_that_is_never_public_leaves_with_its_sisters_and_the_whole_stays() -> None:
    cells = ("", "tip_category=crime", "tip_category=political_security")
    assert [r.cell for r in public_rows([row(90, cell=cell) for cell in cells], TIPS)] == [""]


def test_sensitive_kinds_are_added_up_into_other_kinds() -> None:
    cells = ("model_kind=peaceful_parish", "model_kind=other", "model_kind=security_gong")
    found = {r.cell: r.total and r.total.value for r in public_rows([row(7, cell=c) for c in cells], OPEN)}
    assert found == {"model_kind=security_gong": 7, "model_kind=other": 14}


def test_a_small_count_that_a_sum_gives_away_takes_another_with_it() -> None:
    lines = guarded(claims({"VN": 93, "01": 3, "42": 40, "46": 50}), TO_THE_UNIT, {})
    assert [told.hidden for told in lines] == ["", "threshold", "complement", ""]
    assert lines[2].shown == ("Không công bố", "Not published")
    assert not lines[2].low + lines[2].high + lines[2].precision


def test_rounding_to_ten_protects_without_keeping_more() -> None:
    lines = guarded(claims({"VN": 93, "01": 3, "42": 40, "46": 50}, TIPS), TIPS, {})
    assert [told.hidden for told in lines] == ["", "threshold", "", ""]


def test_a_year_is_kept_where_a_half_told_before_would_give_a_small_half_away() -> None:
    halves = [claims({"01": n}, period=calendar_half(2025, i))[0] for i, n in enumerate((3, 40), 1)]
    before = {claim.line.key: Before(claim, claim.line.hidden) for claim in halves}
    [told] = guarded(claims({"01": 43}), TO_THE_UNIT, before)
    assert told.hidden == "complement"


def test_what_is_public_is_not_kept_in_place_of_another() -> None:
    table = claims({"VN": 93, "01": 3, "42": 40, "46": 50})
    lines = guarded(table, TO_THE_UNIT, {table[2].line.key: Before(table[2], "")})
    assert [told.hidden for told in lines] == ["", "threshold", "", "complement"]


def test_what_the_rules_leave_out_is_told_beforehand() -> None:
    whole = whole_period(date(2025, 1, 1), date(2025, 12, 31))
    month, quarter = (
        terms_told([TIPS], top="province", level="commune", step=step, whole=whole)[0] for step in ("month", "quarter")
    )
    assert (month.levels, quarter.levels) == ((), ("province",))
    assert "quý" in month.why[0].vi
    assert "cấp tỉnh" in quarter.why[0].vi


@pytest.mark.parametrize("values", [(10, 5, 5, 0), (11, 5, 5, 1), (12, 5, 6, 1), (12, 5, 7, 0), (12, 6, 6, 0)])
def test_a_shown_number_is_known_to_reach_the_threshold_whatever_it_is_rounded_to(values: tuple[int, ...]) -> None:
    rule = replace(TIPS, rounding=5)
    lines = guarded(claims(dict(zip(("VN", "1", "2", "3"), values, strict=True)), rule), rule, {})
    assert "complement" in {item.hidden for item in lines}


RATE = catalogue()["mediation.success_rate"]


def test_a_ratio_is_bounded_in_its_own_unit() -> None:
    of = replace(row(812), denominator=Total(*[Decimal(1000)] * 3))
    told = line_of(of, catalogue()["standard.rate"], Printed("01", "2025", "province", "Hà Nội"), YEAR)
    assert (told.shown[0], told.low, told.high) == ("81,2% (812/1.000)", "81.2", "81.2")


def test_a_ratio_does_not_tell_a_part_that_is_kept() -> None:
    of = replace(row(83), denominator=Total(*[Decimal(100)] * 3))
    told = line_of(of, RATE, Printed("01", "2025", "province", "Hà Nội"), YEAR)
    same = tuple(told.key[1:])
    assert told.low
    assert [rates_kept([told], parts)[0].hidden for parts in ([{same}, {same}], [{same}, set()])] == ["", "complement"]
