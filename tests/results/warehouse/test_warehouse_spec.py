"""The specification in spec/*.txt, asked of every engine."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chungtay.results.warehouse import duckdb_engine, framed, reference_engine
from chungtay.results.warehouse.facts import World, with_ratios
from chungtay.results.warehouse.parquet import folder_write
from chungtay.results.warehouse.questions import Question, Row
from results.warehouse.spec_reader import Case, cases

Answer = Callable[[World, Question], list[Row]]


@pytest.fixture(params=["reference", "duckdb"])
def answer(request: pytest.FixtureRequest, tmp_path: Path) -> Answer:
    """One of the engines, over the same facts."""
    if request.param == "reference":
        return reference_engine.answer

    def over_parquet(world: World, question: Question) -> list[Row]:
        folder_write(tmp_path, with_ratios(world.facts, world.rules), lambda: world.receipts)
        return duckdb_engine.answer(tmp_path, world, question)

    return over_parquet


AS_WAS = [case for case in cases() if case.question.frame is None]


@pytest.mark.parametrize("case", AS_WAS, ids=lambda case: case.title)
def test_every_engine_answers_as_specified(case: Case, answer: Answer) -> None:
    assert case.shown(answer(case.world, case.question)) == case.expected


@pytest.mark.parametrize("case", [case for case in cases() if case.question.frame], ids=lambda case: case.title)
def test_frames_answer_as_specified(case: Case) -> None:
    assert case.shown(framed.answer(case.world, case.question)) == case.expected
