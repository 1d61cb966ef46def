"""How complete, how covering and how unbroken figures are, by place and time."""

from datetime import date, datetime
from typing import Any

import pytest
from django.utils import timezone
from warehouse_builders import HANOI, NOVEMBER, SESSIONS, Office

from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.periods import Regime, decree_month, decree_year, parse_period
from chungtay.ledger.queries import transaction_now
from chungtay.ledger.types import DecisionKind
from chungtay.results.warehouse.arrivals import arrivals
from chungtay.results.warehouse.completeness import completeness
from chungtay.results.warehouse.coverage import coverage
from chungtay.results.warehouse.generations import generation_build
from chungtay.results.warehouse.questions import By
from chungtay.results.warehouse.series import series_quality

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
FORM, TEAMS, TIPS = "monthly-commune", "force.teams", "tips.received"
BADINH, NGOCHA = "c00004@2025", "c00008@2025"


@pytest.fixture
def sends(office: Office, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sends a report of a body at nine o'clock of a day."""

    def send(code: str, on: date, period: Any = NOVEMBER, kind: DecisionKind = DecisionKind.SUBMITTED) -> Any:
        with monkeypatch.context() as patched:
            at = timezone.make_aware(datetime(on.year, on.month, on.day, 9))
            patched.setattr("django.utils.timezone.now", lambda: at)
            batch = office.reports(code, 15, period=period)
            office.decides(batch, kind)
            return batch

    return send


def told(**extra: Any) -> list[tuple[str, int, int, int, int, int]]:
    period = extra.pop("period", NOVEMBER)
    rows = completeness(FORM, extra.pop("place", HANOI), period, **extra)
    return [(row.place, row.expected, row.received, row.on_time, row.late, row.missing) for row in rows]


def test_reports_on_time_late_and_missing_are_counted(sends: Any) -> None:
    assert told() == [(HANOI, 2, 0, 0, 0, 2)]
    sends("CA-BADINH", date(2025, 11, 17))
    sends("CA-NGOCHA", date(2025, 11, 18))
    assert told() == [(HANOI, 2, 2, 1, 1, 0)]
    assert told(by=By.COMMUNE) == [(BADINH, 1, 1, 1, 0, 0), (NGOCHA, 1, 1, 0, 1, 0)]


def test_each_reporting_period_has_its_own_row(sends: Any) -> None:
    sends("CA-BADINH", date(2025, 11, 17))
    rows = completeness(FORM, HANOI, parse_period("2025-09-15/2025-12-14"), by=By.PROVINCE, each_period=True)
    assert [(row.period, row.expected, row.received) for row in rows] == [
        (decree_month(2025, 10), 2, 0),
        (NOVEMBER, 2, 1),
        (decree_month(2025, 12), 2, 0),
    ]


def test_a_withdrawn_report_was_never_received_and_as_known_before_it_was(sends: Any, office: Office) -> None:
    batch = sends("CA-BADINH", date(2025, 11, 17))
    then = transaction_now()
    office.decides(batch, DecisionKind.WITHDRAWN)
    assert told() == [(HANOI, 2, 0, 0, 0, 2)]
    # On the day it was known the deadline had not passed: the other one was still pending.
    assert told(as_known_at=then) == [(HANOI, 2, 1, 1, 0, 0)]


def test_the_share_of_people_counts_a_place_once(sends: Any, office: Office) -> None:
    from chungtay.reference.forms.queries import form_get
    from chungtay.reference.forms.services import obligation_create

    front, badinh = office.cast.bodies["MT-HN"], office.cast.bodies["CA-BADINH"].place
    obligation_create(form=form_get(FORM), body=front, place=badinh, valid_from=date(2025, 7, 1))
    sends("CA-BADINH", date(2025, 11, 17))
    [row] = completeness(FORM, BADINH, NOVEMBER)
    assert (row.expected, row.received, row.people_expected) == (2, 1, row.people_received)
    [row] = completeness(FORM, HANOI, NOVEMBER)
    assert 0 < row.people_received < row.people_expected


def test_before_any_report_was_owed_there_is_no_completeness(office: Office) -> None:
    with pytest.raises(Refusal, match="KHO-031"):
        completeness(FORM, HANOI, decree_month(2999, 1))
    with pytest.raises(NotAllowed, match="KHO-404"):
        completeness(FORM, HANOI, NOVEMBER, user=office.cast.giang)


def test_reports_of_generation_and_tail_are_counted_in_columns(sends: Any) -> None:
    sends("CA-BADINH", date(2025, 11, 17), kind=DecisionKind.APPROVED)
    generation_build()
    then = transaction_now()
    sends("CA-NGOCHA", date(2025, 11, 18), kind=DecisionKind.APPROVED)

    def counted(**extra: Any) -> list[tuple[str, int, int]]:
        rows = arrivals(FORM, "vn", NOVEMBER, **extra).to_pylist()
        return [(row["place"], row["expected"], row["received"]) for row in rows]

    assert counted() == [(HANOI, 2, 2)]
    assert counted(by="commune") == [(BADINH, 1, 1), (NGOCHA, 1, 1)]
    assert counted(as_known_at=then) == [(HANOI, 2, 1)]


def test_before_the_first_generation_arrivals_are_refused(office: Office) -> None:
    with pytest.raises(Refusal, match="KHO-035"):
        arrivals(FORM, "vn", NOVEMBER)


# --- coverage -------------------------------------------------------------------------------------


def test_communes_with_a_number_above_nought_are_covered(office: Office) -> None:
    office.reports("CA-BADINH", 3, indicator=TEAMS)
    office.reports("CA-NGOCHA", 0, indicator=TEAMS)
    [row] = coverage(TEAMS, HANOI, date(2025, 12, 31))
    assert (row.covered, row.stated, row.communes) == (1, 2, 126)
    assert [row.covered for row in coverage(TEAMS, "vn", date(2025, 12, 31), by=By.PROVINCE) if row.stated] == [1]


@pytest.mark.parametrize("on", [date(2025, 11, 13), date(2027, 1, 1)])
def test_a_number_of_later_or_of_long_ago_covers_nothing(office: Office, on: date) -> None:
    office.reports("CA-BADINH", 3, indicator=TEAMS)
    assert [row.covered for row in coverage(TEAMS, HANOI, on)] == [0]


def test_before_the_reform_the_communes_of_that_day_are_counted(office: Office) -> None:
    [row] = coverage(TEAMS, HANOI, date(2025, 6, 30))
    assert (row.covered, row.communes) == (0, 526)


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("KHO-032", {"code": SESSIONS}),
        ("KHO-033", {"place": BADINH}),
        ("KHO-033", {"by": By.COMMUNE}),
        ("KHO-025", {"cell": "sex=neither"}),
    ],
)
def test_coverage_of_what_covers_nothing_is_refused(office: Office, code: str, asked: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match=code):
        coverage(**({"code": TEAMS, "place": HANOI, "on": date(2025, 12, 31)} | asked))


# --- series ---------------------------------------------------------------------------------------


def reports_in(office: Office, months: dict[int, int], indicator: str = SESSIONS) -> None:
    for month, value in months.items():
        office.reports("CA-BADINH", value, period=decree_month(2025, month), indicator=indicator)


def test_gaps_stand_between_the_first_and_the_last_number(office: Office) -> None:
    reports_in(office, {2: 5, 3: 6, 7: 5, 9: 5})
    [row] = series_quality(SESSIONS, BADINH, period=decree_year(2025))
    assert (row.first, row.last, row.regime) == (decree_month(2025, 2), decree_month(2025, 9), Regime.DECREE_MONTH)
    assert (row.numbers, row.gaps, row.longest, row.silent, row.is_constant) == (4, 4, 3, 3, False)


def test_numbers_that_never_change_are_told(office: Office) -> None:
    reports_in(office, {8: 7, 9: 7, 10: 7})
    office.reports("CA-NGOCHA", 4, period=decree_month(2025, 9))
    rows = series_quality(SESSIONS, HANOI, by=By.COMMUNE)
    assert [(row.place, row.numbers, row.is_constant) for row in rows] == [(BADINH, 3, True), (NGOCHA, 1, None)]


def test_whether_small_numbers_change_is_not_told_to_outsiders(office: Office) -> None:
    reports_in(office, {8: 2, 9: 2, 10: 2}, TIPS)
    told = {name: series_quality(TIPS, BADINH, user=getattr(office.cast, name)) for name in ("binh", "dung")}
    assert [(name, rows[0].is_constant) for name, rows in told.items()] == [("binh", True), ("dung", None)]
