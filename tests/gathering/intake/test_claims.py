"""From accepted candidates to claims: repeats once, everything open named, nothing unsure taken along."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from chungtay.gathering.intake import queries, services
from chungtay.gathering.intake.models import State
from chungtay.gathering.intake.readers.records import UNKNOWN_PERIOD
from chungtay.kernel.errors import Refusal
from gathering.intake.conftest import TEXT, found


def confirm(reading: Any, by: Any) -> None:
    for candidate in queries.candidates_of(reading):
        services.candidate_decide(by=by, candidate_id=candidate.pk, state=State.CONFIRMED)


def test_accepted_candidates_become_claims_with_their_words_and_place_in_the_text(read: Any, cast: Any) -> None:
    reading = read(found("12", unit="buổi"))
    confirm(reading, cast.an)
    (claim,) = queries.claims_of(reading)
    assert (claim.indicator, claim.place_id, claim.unit) == ("communication.sessions", cast.an.body.place_id, "buổi")
    assert claim.quantity is not None
    assert (claim.quantity.value, claim.quantity.as_written) == (Decimal(12), "12")
    assert str(claim.quantity.value) == "12"
    assert TEXT[slice(*claim.span)] == "12"


def test_what_is_proposed_or_dropped_is_not_claimed(read: Any, cast: Any) -> None:
    reading = read(found("12"), found("40", "tips.received"), found("25", "tips.useful"))
    first, second, _ = queries.candidates_of(reading)
    services.candidate_decide(by=cast.an, candidate_id=first.pk, state=State.CONFIRMED)
    services.candidate_decide(by=cast.an, candidate_id=second.pk, state=State.DROPPED)
    assert [c.indicator for c in queries.claims_of(reading)] == ["communication.sessions"]


def test_every_open_end_is_named_with_its_place_in_the_report(read: Any, cast: Any) -> None:
    reading = read(found("12", None, place=None), found("40", "tips.received", period=UNKNOWN_PERIOD))
    confirm(reading, cast.an)
    with pytest.raises(Refusal) as refused:
        queries.claims_of(reading)
    found_problems = [(p.code, p.where[:19]) for p in refused.value.problems]
    assert found_problems == [
        ("DOC-210", "Số liệu 1, đoạn 2 /"[:19]),
        ("DOC-211", "Số liệu 1, đoạn 2 /"[:19]),
        ("DOC-212", "Số liệu 2, đoạn 2 /"[:19]),
    ]
    assert all(p.todo and p.message_en for p in refused.value.problems)


def test_a_breakdown_that_is_not_the_indicators_is_named(read: Any, cast: Any) -> None:
    reading = read(found("12", breakdown={"tip_category": "crime"}))
    confirm(reading, cast.an)
    with pytest.raises(Refusal) as refused:
        queries.claims_of(reading)
    assert refused.value.code == "DOC-213"


def test_a_report_without_any_accepted_figure_is_not_sent(read: Any) -> None:
    with pytest.raises(Refusal) as refused:
        queries.claims_of(read(found("12")))
    assert refused.value.code == "DOC-215"


def test_a_report_that_states_no_figure_is_sent_with_none(read: Any) -> None:
    assert queries.claims_of(read()) == []


def mention(surface: str, value: int, approx: str = "exact", confidence: float = 0.95) -> Any:
    return found(surface, "tips.received", value=Decimal(value), approx=approx, confidence=confidence)


def test_a_title_that_repeats_the_body_is_one_claim(read: Any, cast: Any) -> None:
    reading = read(mention("11", 40), mention("40", 40))
    confirm(reading, cast.an)
    (claim,) = queries.claims_of(reading)
    assert TEXT[slice(*claim.span)] == "11"


def test_two_different_numbers_for_one_count_are_both_sent_for_a_check_to_show(read: Any, cast: Any) -> None:
    reading = read(mention("11", 41), mention("40", 40))
    confirm(reading, cast.an)
    assert len(queries.claims_of(reading)) == 2


def test_each_sentence_behind_accepted_figures_is_kept_once(read: Any, cast: Any) -> None:
    reading = read(found("12"), found("40", "tips.received"), found("7", "force.teams"))
    confirm(reading, cast.an)
    assert queries.sentences_of(reading) == [(17, 116, 2), (117, len(TEXT), 3)]


def states(reading: Any) -> list[str]:
    return [c.state for c in queries.candidates_of(reading)]


def test_the_sure_and_complete_are_confirmed_together(read: Any, cast: Any) -> None:
    unsure = found("40", "tips.received", confidence=0.5)
    open_end = found("7", "force.teams", place=None)
    reading = read(found("12"), unsure, open_end)
    assert services.candidates_confirm_sure(by=cast.an, reading_id=reading.pk) == 1
    assert states(reading) == ["confirmed", "proposed", "proposed"]
    assert services.candidates_confirm_sure(by=cast.an, reading_id=reading.pk, threshold=0.5) == 1


def test_beside_an_exact_number_a_vague_mention_is_left_out(read: Any, cast: Any) -> None:
    reading = read(mention("11", 30, "more_than"), mention("40", 40))
    services.candidates_confirm_sure(by=cast.an, reading_id=reading.pk)
    assert states(reading) == ["proposed", "confirmed"]


def test_of_mentions_that_contradict_each_other_none_is_sure(read: Any, cast: Any) -> None:
    reading = read(mention("11", 41), mention("40", 40))
    assert services.candidates_confirm_sure(by=cast.an, reading_id=reading.pk) == 0


def test_what_contradicts_a_figure_already_accepted_is_not_sure(read: Any, cast: Any) -> None:
    reading = read(mention("11", 41, confidence=0.2), mention("40", 40))
    first = queries.candidates_of(reading)[0]
    services.candidate_decide(by=cast.an, candidate_id=first.pk, state=State.CONFIRMED)
    assert services.candidates_confirm_sure(by=cast.an, reading_id=reading.pk) == 0


def test_what_a_blocking_rule_objects_to_is_not_sure(read: Any, cast: Any) -> None:
    impossible = found("25", "tips.useful", value=Decimal(41))
    reading = read(found("12"), found("40", "tips.received"), impossible)
    services.candidates_confirm_sure(by=cast.an, reading_id=reading.pk)
    assert states(reading) == ["confirmed", "proposed", "proposed"]


def test_political_tips_of_a_commune_are_never_confirmed_by_themselves(read: Any, cast: Any) -> None:
    cell = {"tip_category": "political_security"}
    reading = read(found("25", "tips.received", breakdown=cell))
    assert services.candidates_confirm_sure(by=cast.an, reading_id=reading.pk) == 0
