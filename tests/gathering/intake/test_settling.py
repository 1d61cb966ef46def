"""What a reader found becomes a place on a date, a period on a clock, a cell of the catalogue; or stays open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chungtay.gathering.intake import queries
from chungtay.gathering.intake.claims import period_of
from chungtay.gathering.intake.readers.records import UNKNOWN_PERIOD, TextPeriod
from chungtay.kernel.periods import Period, Regime, day, programme_term
from gathering.intake.conftest import HOME, NOVEMBER, found


@pytest.mark.parametrize(
    ("stated", "meant"),
    [
        (TextPeriod("2013", "2018", "flow"), programme_term(2013, 2018)),
        (TextPeriod(None, "2020-01-15", "stock"), day(date(2020, 1, 15))),
        (TextPeriod(None, "2020-02", "stock"), day(date(2020, 2, 29))),
        (TextPeriod(None, "2020", "stock"), day(date(2020, 12, 31))),
        (TextPeriod(None, "2025", "stock"), day(date(2025, 11, 14))),
        (TextPeriod(None, "2025-11", "stock"), day(date(2025, 11, 14))),
        (TextPeriod("2020-01-15", "2020-01-15", "event"), day(date(2020, 1, 15))),
        (TextPeriod("2025-11", "2025-11", "flow"), NOVEMBER),
        (TextPeriod("2025-10", "2025-10", "flow"), Period(date(2025, 10, 1), date(2025, 10, 31), Regime.SPAN)),
        (UNKNOWN_PERIOD, None),
        (TextPeriod("2025-13", "2025-13", "flow"), None),
        (TextPeriod("2026", "2025", "flow"), None),
    ],
)
def test_stated_times_on_the_kernels_clock(one: Any, stated: TextPeriod, meant: Period | None) -> None:
    assert period_of(one("12", period=stated)) == meant


def test_the_place_is_the_one_of_the_periods_last_day(one: Any) -> None:
    old = one("12", place="Hà Nội", period=TextPeriod("2013", "2018", "flow")).place
    new = one("12", place="Hà Nội", period=TextPeriod("2025-11", "2025-11", "flow")).place
    assert (old.key, new.key) == ("p01@2013", "p01@2025")


def test_the_reports_own_place_is_the_place_of_its_body(one: Any, cast: Any) -> None:
    assert one("12", place=HOME).place == cast.an.body.place


@pytest.mark.parametrize("path", [None, "Làng Không Có", "Hòa Bình"])
def test_a_place_unknown_or_with_namesakes_stays_open(one: Any, path: str | None) -> None:
    assert one("12", place=path).place is None


def test_an_indicator_that_the_catalogue_does_not_know_stays_open(one: Any) -> None:
    assert one("12", "gossip.heard").indicator is None


def test_a_breakdown_is_kept_in_its_canonical_form(one: Any) -> None:
    assert one("25", "tips.received", breakdown={"tip_category": "crime"}).cell == "tip_category=crime"


def test_a_qualifier_that_may_name_a_person_is_not_kept(one: Any) -> None:
    assert one("12", qualifier="ở khu dân cư").qualifier == "ở khu dân cư"
    assert one("12", qualifier="do ông Nguyễn Văn An chủ trì").qualifier == ""


def test_positions_paragraphs_and_parents_count_from_one(read: Any) -> None:
    part = found("25", "tips.received", parent=0)
    whole, part_of_it = queries.candidates_of(read(found("40", "tips.received"), part))
    assert (whole.position, whole.paragraph, whole.parent_position) == (1, 2, None)
    assert (part_of_it.position, part_of_it.parent_position) == (2, 1)


def test_no_sentence_of_the_report_is_stored(one: Any) -> None:
    candidate = one("12")
    texts = [v for v in vars(candidate).values() if isinstance(v, str)]
    assert not any("tuyên truyền" in text for text in texts)
