"""The small parts: passages, pages of a list, numbers as typed, problems in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from chungtay.faces.desk.forms import decimal_written, months_until, period_between, period_written
from chungtay.faces.desk.paging import matching, paged
from chungtay.faces.desk.passages import Mark, passages, surrounding
from chungtay.faces.desk.telling import words
from chungtay.kernel.errors import Both, Problem
from chungtay.kernel.periods import Regime

TEXT = "Có 12 vụ. Ông ████ nói 34/56 tin."
spans = st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))), max_size=6)


@given(spans)
def test_marks_never_change_the_text(found: list[tuple[int, int]]) -> None:
    marks = [Mark(a, b, "proposed", key) for key, (a, b) in enumerate(found)]
    (passage,) = passages(TEXT, [(0, len(TEXT))], marks)
    assert "".join(piece.text for piece in passage.pieces) == TEXT


def test_masked_letters_are_a_piece_of_their_own() -> None:
    (passage,) = passages(TEXT, [(0, len(TEXT))], [Mark(3, 5, "confirmed", 7)])
    assert [(p.text, p.is_masked, p.mark is not None) for p in passage.pieces] == [
        ("Có ", False, False),
        ("12", False, True),
        (" vụ. Ông ", False, False),
        ("████", True, False),
        (" nói 34/56 tin.", False, False),
    ]


def test_only_the_paragraphs_around_a_mark_are_shown() -> None:
    text = "a\nb\nc\nd\ne"
    shown = surrounding(text, [(n, n + 1) for n in range(0, 9, 2)], [Mark(4, 5, "mark")])
    assert [(passage.number, passage.is_here) for passage in shown] == [(2, False), (3, True), (4, False)]


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [("vi", "1.234,5", "1234.5"), ("en", "1,234.5", "1234.5"), ("vi", "15.000", "15000"), ("vi", " 7 ", "7")],
)
def test_numbers_are_read_as_the_language_writes_them(language: str, typed: str, number: str) -> None:
    with translation.override(language):
        assert decimal_written(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["abc", "1e9999999", "NaN", "Infinity", "--1"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with translation.override("vi"), pytest.raises(ValueError):  # noqa: PT012
        value = decimal_written(typed)
        if value is not None and value.adjusted() > 18:
            raise ValueError


@pytest.mark.parametrize(
    ("start", "end", "regime"),
    [
        (date(2013, 1, 1), date(2018, 12, 31), Regime.PROGRAMME_TERM),
        (date(2018, 1, 1), date(2018, 12, 31), Regime.CALENDAR_YEAR),
        (date(2018, 5, 1), date(2018, 5, 1), Regime.DAY),
        (date(2018, 5, 1), date(2018, 6, 1), Regime.SPAN),
    ],
)
def test_two_days_become_the_period_that_people_mean(start: date, end: date, regime: Regime) -> None:
    assert period_between(start, end).regime is regime


def test_an_address_that_holds_no_period_is_no_error() -> None:
    assert period_written("hôm nay") is None


@pytest.mark.parametrize(
    ("today", "newest"),
    [(date(2025, 11, 14), "2025-11"), (date(2025, 11, 15), "2025-12"), (date(2025, 12, 15), "2026-01")],
)
def test_the_newest_month_to_report_is_the_one_that_runs(today: date, newest: str) -> None:
    with translation.override("vi"):
        months = months_until(today)
    assert (months[0][0], len(months)) == (newest, 15)


@pytest.mark.parametrize(("asked", "number"), [("2", 2), ("0", 3), ("99999", 3), ("1e26", 1), ("-1", 1), ("٣", 1)])
def test_a_page_that_does_not_exist_becomes_one_that_does(asked: str, number: int) -> None:
    request = RequestFactory().get("/", {"trang": asked, "tim": "x"})
    page = paged(request, list(range(120)))
    assert (page.page.number, page.query) == (number, "tim=x&")


def test_a_search_needs_every_word_and_no_marks() -> None:
    names = ["Phường Ba Đình", "Xã Ba Vì"]
    assert matching(names, "dinh ba", str) == ["Phường Ba Đình"]


def test_a_text_in_two_languages_shows_one_and_a_text_as_read_is_never_cut() -> None:
    found = Problem("X-1", Both("Xã A / B", "Commune A / B"), "Xã Tân Lập / Xã Tân Lập", "", Both("chọn lại", "choose"))
    with translation.override("en"):
        told = words(found)
    assert (told.where, told.read, told.todo) == ("Commune A / B", "Xã Tân Lập / Xã Tân Lập", "choose")
