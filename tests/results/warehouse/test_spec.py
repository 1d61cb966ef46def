"""The specification in spec/*.txt, asked of every engine."""

import pytest

from chungtay.results.warehouse import reference_engine
from results.warehouse.spec_reader import Case, cases

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_the_reference_engine_answers_as_specified(case: Case) -> None:
    assert case.shown(reference_engine.answer(case.world, case.question)) == case.expected
