"""From an exploration to the warehouse's questions: as few as there can be, each for many cells at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from chungtay.results.analysis.exploring.exploration import Exploration, Level, Measure
from chungtay.results.warehouse.questions import By, Question, Tells

COUNTRY: Final = "vn"
MOST_DISTRICTS: Final = 60
"""Districts are asked one by one: no province had more than thirty."""
_BY: Final = {Level.PROVINCE: By.PROVINCE, Level.COMMUNE: By.COMMUNE}


def questions_of(asked: Exploration, codes: Sequence[str], at: int | None, *, trace: bool) -> Iterator[Question]:
    """One question about the place itself, and one about all places of the level. With `trace` every part is asked for
    where one is: which parts are kept from an account hangs on their sisters."""
    whole = _question(asked, codes, at, trace=trace)
    if trace and asked.cells:
        whole = replace(whole, cells=None)
    # The country comes to the same on every map; as was it need not be put together anew.
    yield replace(whole, frame=None, apportion=False) if asked.place == COUNTRY and not asked.group else whole
    if asked.level in _BY:
        yield replace(whole, by=_BY[asked.level])


def widest(asked: Exploration) -> Question:
    """The question with the most cells."""
    one = _question(asked, asked.indicators, None, trace=False)
    return replace(one, by=_BY[asked.level]) if asked.level in _BY else one


def _question(asked: Exploration, codes: Sequence[str], at: int | None, *, trace: bool) -> Question:
    covers = asked.measure is Measure.COVERAGE
    return Question(
        tuple(codes),
        asked.place,
        asked.period,
        by_period=asked.regime,
        cells=None if asked.cells == "*" else asked.cells,
        as_known_at=at,
        trace=trace,
        frame=None if covers else asked.frame,
        apportion=asked.estimate and not covers,
        tells=Tells.COVERAGE if covers else Tells.TOTALS,
    )
