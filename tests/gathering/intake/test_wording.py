"""Wordings learnt from corrections: what they tell of the next report, and what they leave alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from chungtay.gathering.intake import queries, services
from chungtay.gathering.intake.models import State, WordingRule
from chungtay.gathering.intake.wording import phrase_beside, uses_of, wording_learn, wording_restore, wording_retire
from chungtay.kernel.errors import Refusal

if TYPE_CHECKING:
    from conftest import Cast

LEARNT = "communication.residents_meetings"


def learnt(cast: Cast, candidate: Any, phrase: str = "buổi tuyên truyền") -> WordingRule:
    return wording_learn(by=cast.an, candidate_id=candidate.pk, phrase=phrase, indicator=LEARNT)


def read_again(cast: Cast, reading: Any) -> Any:
    """The first candidate of the same text read once more."""
    from chungtay.gathering.intake.readers.records import Reading
    from gathering.intake.conftest import NOVEMBER, PARAGRAPHS, found

    again = services.reading_keep(
        by=cast.an,
        source=reading.source,
        found=Reading((found("12"),)),
        paragraphs=PARAGRAPHS,
        body=reading.body,
        form=reading.form,
        place=reading.place,
        period=NOVEMBER,
    )
    return queries.candidates_of(again)[0]


def test_the_next_report_is_read_by_it_and_the_last_one_stays(one: Any, cast: Cast) -> None:
    first = one()
    services.candidate_decide(by=cast.an, candidate_id=first.pk, state=State.CONFIRMED)
    rule = learnt(cast, first)
    told = read_again(cast, first.reading)
    assert (told.indicator.code, told.confidence, told.rule_id) == (LEARNT, 0.8, rule.pk)
    first.refresh_from_db()
    assert (first.indicator.code, first.rule_id) == ("communication.sessions", None)


def test_what_was_taken_back_tells_nothing_until_it_is_had_back(one: Any, cast: Cast) -> None:
    first = one()
    rule = learnt(cast, first)
    wording_retire(by=cast.an, rule_id=rule.pk)
    assert read_again(cast, first.reading).rule_id is None
    again = wording_restore(by=cast.an, rule_id=rule.pk)
    assert read_again(cast, first.reading).rule_id == again.pk


def test_three_that_stood_make_it_sure_and_one_corrected_unmakes_it(one: Any, cast: Cast) -> None:
    first = one()
    rule = learnt(cast, first)
    told = [read_again(cast, first.reading) for _ in range(3)]
    for candidate in told:
        services.candidate_decide(by=cast.an, candidate_id=candidate.pk, state=State.CONFIRMED)
    assert read_again(cast, first.reading).confidence == 0.92
    services.candidate_correct(by=cast.an, candidate_id=told[0].pk, indicator="communication.sessions")
    assert uses_of([rule])[rule.pk].corrected == 1
    assert read_again(cast, first.reading).confidence == 0.8


@pytest.mark.parametrize("phrase", ["tin về tội phạm", "12 buổi", "Nguyễn Văn Thử", ""])
def test_words_that_stand_elsewhere_or_name_somebody_are_not_learnt(one: Any, cast: Cast, phrase: str) -> None:
    with pytest.raises(Refusal) as refused:
        learnt(cast, one(), phrase)
    assert refused.value.code == "DOC-221"


def test_the_words_after_a_number_end_at_a_mark_or_a_name() -> None:
    assert phrase_beside("12 buổi tuyên truyền, tại xã", 2) == "buổi tuyên truyền"
    assert phrase_beside("12 vụ việc Công an xử lý", 2) == "vụ việc"
