"""Requests to look at the source book: asked by whom, answered by whom, and what answers say of a test."""

from __future__ import annotations

from typing import Any

import pytest

from chungtay.kernel.errors import Both, NotAllowed, Refusal
from chungtay.kernel.periods import Period, decree_month
from chungtay.results.analysis.bookchecks import finding, queries, services
from chungtay.results.analysis.bookchecks.finding import Proposal, indicators_looked_at
from chungtay.results.analysis.signals.verdicts import Signal, Verdict

pytestmark = pytest.mark.django_db
MONTH = decree_month(2025, 11)
SIGNAL = Signal("copied_row", Verdict.FLAGGED, why=Both("giống hệt", "the same"))
CODE = "patrols.shifts"


def _proposal(cast: Any, month: Period = MONTH) -> Proposal:
    body = cast.bodies["CA-BADINH"]
    return Proposal(body.place, body, month, (SIGNAL,), ((CODE,),), (month,), ((CODE, ("12",)),))


def test_the_body_that_was_asked_answers_and_the_test_remembers(cast: Any) -> None:
    made = services.check_keep(by=cast.chi, proposal=_proposal(cast))
    assert queries.checks_waiting(cast.an) == [made]
    services.check_answer(by=cast.an, id=made.pk, answer="error")
    [record] = [record for record in queries.records_of_tests() if record.test == "copied_row"]
    assert (record.asked, record.errors, record.waiting, record.precision) == (1, 1, 0, 1.0)
    assert queries.checks_waiting(cast.an) == []


def test_a_stranger_asks_nobody_sees_nothing_and_answers_nothing(cast: Any) -> None:
    made = services.check_keep(by=cast.chi, proposal=_proposal(cast))
    with pytest.raises(NotAllowed):
        services.check_keep(by=cast.giang, proposal=_proposal(cast, decree_month(2025, 12)))
    for stranger in (cast.giang, cast.khoa, cast.dung, cast.hoa):
        with pytest.raises(NotAllowed):
            services.check_answer(by=stranger, id=made.pk, answer="error")
    with pytest.raises(NotAllowed):
        services.check_answer(by=cast.chi, id=made.pk, answer="as_reported")


def test_a_question_is_asked_once_taken_back_and_asked_again_but_not_taken_back_after_its_answer(cast: Any) -> None:
    first = services.check_keep(by=cast.chi, proposal=_proposal(cast))
    with pytest.raises(Refusal, match="KP-022"):
        services.check_keep(by=cast.binh, proposal=_proposal(cast))
    services.check_take_back(by=cast.binh, id=first.pk)
    with pytest.raises(Refusal, match="KP-025"):
        services.check_answer(by=cast.an, id=first.pk, answer="error")
    again = services.check_keep(by=cast.chi, proposal=_proposal(cast))
    services.check_answer(by=cast.an, id=again.pk, answer="as_reported")
    with pytest.raises(Refusal, match="KP-023"):
        services.check_take_back(by=cast.chi, id=again.pk)


def test_a_test_that_is_nearly_never_right_is_retired() -> None:
    assert not queries.Record("copied_row", 9, 0, 9).is_retired
    assert queries.Record("copied_row", 12, 1, 9).is_retired
    assert not queries.Record("copied_row", 12, 2, 8).is_retired


def test_tips_money_and_stocks_are_never_looked_at_and_small_counts_never_printed() -> None:
    codes = indicators_looked_at()
    assert CODE in codes
    assert not {code for code in codes if code.startswith(("tips.", "funding.", "models.points"))}
    assert finding._printed("mediation.cases_received", 3) == "<5"


def test_the_sentence_of_an_indicator_with_small_counts_holds_no_numbers() -> None:
    told = Signal("unlike_own", Verdict.FLAGGED, why=Both("thường từ 1 đến 4", "usually 1 to 4"))
    assert not any(sign.isdigit() for sign in finding._guarded(told, ("mediation.cases_received",)).why)
    assert finding._guarded(told, (CODE,)) == told
