"""The specification in spec/*.txt, asked of every engine."""

from collections.abc import Callable
from pathlib import Path

import plain_writer
import pytest

from chungtay.results.warehouse import answers, framed, reference_engine
from chungtay.results.warehouse.facts import World
from chungtay.results.warehouse.questions import Question, Row
from chungtay.results.warehouse.stores import Store
from results.warehouse.spec_reader import Case, cases

Answer = Callable[[World, Question], list[Row]]


@pytest.fixture(params=["reference", "generation"])
def answer(request: pytest.FixtureRequest, tmp_path: Path) -> Answer:
    """One of the engines, over the same facts."""
    if request.param == "reference":
        return reference_engine.answer

    def of_generation(world: World, question: Question) -> list[Row]:
        plain_writer.write(tmp_path, world)
        store = Store(tmp_path)
        request.addfinalizer(store.close)
        return answers.answer(store, world, question)

    return of_generation


AS_WAS = [case for case in cases() if case.question.frame is None]


@pytest.mark.parametrize("case", AS_WAS, ids=lambda case: case.title)
def test_every_engine_answers_as_specified(case: Case, answer: Answer) -> None:
    assert case.shown(answer(case.world, case.question)) == case.expected


@pytest.mark.parametrize("case", [case for case in cases() if case.question.frame], ids=lambda case: case.title)
def test_frames_answer_as_specified(case: Case) -> None:
    assert case.shown(framed.answer(case.world, case.question)) == case.expected
