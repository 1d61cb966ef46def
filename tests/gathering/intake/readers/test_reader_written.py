"""Reports written at random by a generator that knows their figures."""

import pytest
from benchmarks.written.score import MEASURES, Tally, calibration, tally
from benchmarks.written.writer import write


@pytest.fixture(scope="module")
def counted() -> Tally:
    return tally(range(1000, 1030))


@pytest.mark.parametrize("measure", MEASURES)
def test_what_was_written_is_read(counted: Tally, measure: str) -> None:
    assert counted.f1(measure) >= (0.97 if measure == "all" else 0.985)


def test_what_is_called_sure_is_right(counted: Tally) -> None:
    assert all(share >= 0.97 for low, _, _, share in calibration(counted) if low >= 0.9)


def test_every_noted_number_stands_where_it_is_said_to() -> None:
    text, noted = write(3)
    assert noted
    assert all(text[item.start : item.end].strip() == text[item.start : item.end] for item in noted)


def test_the_same_seed_writes_the_same_report() -> None:
    assert write(11) == write(11) != write(12)
