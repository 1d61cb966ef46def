"""Confirm, correct, add, drop, and take back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from chungtay.gathering.intake import queries, services, sittings
from chungtay.gathering.intake.models import Candidate, State
from chungtay.gathering.intake.readers.records import Others, TextPeriod
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.quantities import Precision
from chungtay.ledger.services import batch_append, decision_append
from chungtay.ledger.types import DecisionKind
from gathering.intake.conftest import NOVEMBER, TEXT, found


def again(candidate: Candidate) -> Candidate:
    return Candidate.objects.get(pk=candidate.pk)


def test_a_new_candidate_is_only_proposed(one: Any) -> None:
    assert (one().state, one().decided_by) == (State.PROPOSED, None)


@pytest.mark.parametrize("state", [State.CONFIRMED, State.DROPPED])
def test_confirming_and_dropping_remember_who(one: Any, cast: Any, state: State) -> None:
    candidate = one()
    services.candidate_decide(by=cast.an, candidate_id=candidate.pk, state=state)
    assert (again(candidate).state, again(candidate).decided_by) == (state, cast.an)


def test_other_states_are_not_for_deciding(one: Any, cast: Any) -> None:
    with pytest.raises(Refusal) as refused:
        services.candidate_decide(by=cast.an, candidate_id=one().pk, state=State.ADDED)
    assert refused.value.code == "DOC-203"


CHANGES = {"value": Decimal("1.5"), "precision": Precision.MORE_THAN, "indicator": "tips.received", "unit": " tin "}


def content(candidate: Candidate) -> tuple[object, ...]:
    code = candidate.indicator.code if candidate.indicator else None
    return candidate.state, candidate.value, candidate.precision, code, candidate.unit


def test_a_correction_replaces_what_was_read(one: Any, cast: Any) -> None:
    candidate = one()
    services.candidate_correct(by=cast.an, candidate_id=candidate.pk, **CHANGES)
    assert content(again(candidate)) == ("corrected", Decimal("1.5"), "more_than", "tips.received", "tin")


def test_a_correction_taken_back_gives_the_proposal_again(one: Any, cast: Any) -> None:
    candidate = one()
    before = content(again(candidate))
    services.candidate_correct(by=cast.an, candidate_id=candidate.pk, **CHANGES)
    services.candidate_reopen(by=cast.an, candidate_id=candidate.pk)
    assert content(again(candidate)) == before
    assert (again(candidate).proposal, again(candidate).decided_by) == (None, None)


def test_a_second_correction_is_taken_back_to_the_first_proposal(one: Any, cast: Any) -> None:
    candidate = one()
    for value in (13, 14):
        services.candidate_correct(by=cast.an, candidate_id=candidate.pk, value=Decimal(value))
    services.candidate_reopen(by=cast.an, candidate_id=candidate.pk)
    assert again(candidate).value == 12


def test_a_corrected_candidate_that_was_dropped_and_confirmed_is_still_corrected(one: Any, cast: Any) -> None:
    candidate = one()
    services.candidate_correct(by=cast.an, candidate_id=candidate.pk, value=Decimal(13))
    for state in (State.DROPPED, State.CONFIRMED):
        services.candidate_decide(by=cast.an, candidate_id=candidate.pk, state=state)
    assert (again(candidate).state, again(candidate).value) == (State.CORRECTED, 13)


def test_a_correction_that_leaves_something_open_is_refused_whole(one: Any, cast: Any) -> None:
    candidate = one("12", None)
    with pytest.raises(Refusal) as refused:
        services.candidate_correct(by=cast.an, candidate_id=candidate.pk, value=Decimal(13))
    assert refused.value.code == "DOC-210"
    assert (again(candidate).value, again(candidate).state) == (12, State.PROPOSED)


def test_a_range_that_runs_backward_is_refused(one: Any, cast: Any) -> None:
    with pytest.raises(Refusal) as refused:
        services.candidate_correct(by=cast.an, candidate_id=one().pk, precision=Precision.RANGE, value_to=Decimal(3))
    assert refused.value.code == "DOC-214"


def test_a_unit_that_names_a_person_is_refused(one: Any, cast: Any) -> None:
    with pytest.raises(Refusal) as refused:
        services.candidate_correct(by=cast.an, candidate_id=one().pk, unit="vụ của ông Nguyễn Văn Bình")
    assert refused.value.code == "DOC-217"


def added(reading: Any, by: Any, surface: str = "7", **values: Any) -> Candidate:
    start = TEXT.index(f"{surface} tổ")
    base = {"value": Decimal(surface), "indicator": "force.teams", "place": by.body.place, "period": NOVEMBER}
    end = start + len(surface)
    return services.candidate_add(by=by, reading_id=reading.pk, start=start, end=end, **{**base, **values})


def test_a_figure_that_the_reader_missed_is_added_with_its_sentence(read: Any, cast: Any) -> None:
    candidate = added(read(found("12")), cast.an)
    assert (candidate.position, candidate.paragraph, candidate.surface, candidate.state) == (2, 3, "7", State.ADDED)
    assert TEXT[candidate.sentence_start : candidate.sentence_end].startswith("Hiện có 7 tổ")


def test_of_two_sentences_in_a_paragraph_the_one_with_the_number_is_its_evidence(read: Any, cast: Any) -> None:
    reading, start = read(), TEXT.index("40")
    values: Any = {"indicator": "tips.received", "place": cast.an.body.place, "period": NOVEMBER}
    candidate = services.candidate_add(
        by=cast.an, reading_id=reading.pk, start=start, end=start + 2, value=Decimal(40), **values
    )
    assert TEXT[candidate.sentence_start : candidate.sentence_end].startswith("Nhân dân cung cấp 40 tin")


def test_what_was_added_stays_added_when_dropping_it_is_taken_back(read: Any, cast: Any) -> None:
    candidate = added(read(found("12")), cast.an)
    services.candidate_decide(by=cast.an, candidate_id=candidate.pk, state=State.DROPPED)
    services.candidate_reopen(by=cast.an, candidate_id=candidate.pk)
    assert again(candidate).state == State.ADDED


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (5, 5), (0, 81), (0, 10_000), (0, 7)])
def test_a_passage_that_is_no_number_of_the_text_is_refused(read: Any, cast: Any, start: int, end: int) -> None:
    with pytest.raises(Refusal) as refused:
        services.candidate_add(by=cast.an, reading_id=read().pk, start=start, end=end, value=Decimal(7))
    assert refused.value.code == "DOC-216"


def test_an_added_figure_says_what_it_is(read: Any, cast: Any) -> None:
    with pytest.raises(Refusal) as refused:
        added(read(), cast.an, place=None)
    assert refused.value.code == "DOC-211"


@pytest.mark.parametrize(
    ("who", "code"), [("khoa", "DOC-404"), ("giang", "DOC-404"), ("hoa", "DOC-404"), ("binh", "DOC-202")]
)
def test_who_may_not_decide(one: Any, cast: Any, who: str, code: str) -> None:
    candidate = one()
    with pytest.raises(NotAllowed) as refused:
        services.candidate_decide(by=getattr(cast, who), candidate_id=candidate.pk, state=State.CONFIRMED)
    assert refused.value.code == code


def test_readings_are_seen_by_the_body_and_those_above_it(read: Any, cast: Any) -> None:
    reading = read(found("12"))
    sees = [
        n
        for n in ("an", "binh", "chi", "dung", "giang", "hoa", "khoa")
        if reading in queries.readings_visible(getattr(cast, n))
    ]
    assert sees == ["an", "binh", "dung"]
    assert queries.reading_get(by=cast.binh, id=reading.pk) == reading
    with pytest.raises(NotAllowed):
        queries.reading_get(by=cast.giang, id=reading.pk)


def sent_from(reading: Any, by: Any) -> Any:
    batch = batch_append(
        by=by,
        body=reading.body,
        form=reading.form,
        place=reading.place,
        period=NOVEMBER,
        source=reading.source,
        claims=queries.claims_of(reading),
    )
    services.reading_bind_batch(reading=reading, batch=batch)
    decision_append(by=by, batch=batch, kind=DecisionKind.SUBMITTED)
    return batch


def test_nothing_changes_while_a_batch_waits_for_its_decision(read: Any, cast: Any) -> None:
    reading = read(found("12"))
    services.candidates_confirm_sure(by=cast.an, reading_id=reading.pk)
    batch = sent_from(reading, cast.an)
    candidate = queries.candidates_of(reading)[0]
    with pytest.raises(Refusal) as refused:
        services.candidate_reopen(by=cast.an, candidate_id=candidate.pk)
    assert refused.value.code == "DOC-201"
    decision_append(by=cast.binh, batch=batch, kind=DecisionKind.RETURNED, reason="sai số")
    assert services.candidate_reopen(by=cast.an, candidate_id=candidate.pk).state == State.PROPOSED


def test_what_is_sent_again_names_the_figure_it_corrects(read: Any, cast: Any) -> None:
    reading = read(found("12"), found("40", "tips.received"))
    services.candidates_confirm_sure(by=cast.an, reading_id=reading.pk)
    batch = sent_from(reading, cast.an)
    decision_append(by=cast.binh, batch=batch, kind=DecisionKind.RETURNED, reason="sai số")
    wrong = queries.candidates_of(reading)[0]
    services.candidate_correct(by=cast.an, candidate_id=wrong.pk, value=Decimal(13))
    sessions, tips = queries.claims_of(reading)
    assert (sessions.corrects is not None, tips.corrects) == (True, None)
    assert sent_from(reading, cast.an).version == 2


def test_the_reading_of_any_version_of_a_batch_is_found(read: Any, cast: Any) -> None:
    reading = read(found("12"))
    services.candidates_confirm_sure(by=cast.an, reading_id=reading.pk)
    batch = sent_from(reading, cast.an)
    assert queries.reading_of_batch(by=cast.binh, batch=batch) == reading
    with pytest.raises(NotAllowed):
        queries.reading_of_batch(by=cast.hoa, batch=batch)


def test_the_readers_next_best_are_offered_first(one: Any, cast: Any) -> None:
    others = Others(("training.classes", "no.such"), ("Hà Nội",), (TextPeriod("2025-10", "2025-10", "flow"),))
    candidate = one(others=others)
    choices = sittings.choices_of(candidate, TEXT, candidate.start, cast.an.body.place)
    assert choices.indicators[:2] == ("communication.sessions", "training.classes")
    assert [str(period.start) for period in choices.periods[:2]] == ["2025-10-15", "2025-10-01"]


def test_a_figure_without_next_best_is_offered_the_rest(one: Any, cast: Any) -> None:
    candidate = one()
    Candidate.objects.filter(pk=candidate.pk).update(others={})
    assert sittings.choices_of(again(candidate), TEXT, candidate.start, cast.an.body.place).indicators
