"""The specification in spec/*.txt, asked of finished answers wherever its questions are usual ones.

Its figures are few and mostly odd, so that hardly a sheet would be laid: each asked indicator is given one plain month
in a cell that nobody asks about. What the sheets then say of the asked cell is what the tree said of it when they were
laid, and must be as specified.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import plain_writer
import pytest

from chungtay.kernel.periods import Period, Regime, day, periods_of_year
from chungtay.kernel.quantities import Quantity, total
from chungtay.results.warehouse import answers
from chungtay.results.warehouse.facts import Fact, PlaceNode, Rule, World, adds_up_plainly
from chungtay.results.warehouse.laying import EVERY, sheets_lay
from chungtay.results.warehouse.questions import By, Question, Tells
from chungtay.results.warehouse.stores import Store
from results.warehouse.spec_reader import Case, cases

ELSEWHERE = "elsewhere"
"""The cell of the plain months."""


def of_calendar(question: Question) -> Question:
    """The question about the calendar's period that it spells out in days, and of coverage without the figures."""
    asked = replace(question, trace=question.tells is not Tells.COVERAGE)
    if question.period is None or question.by_period is not None:
        return asked
    days = (question.period.start, question.period.end)
    parts = (part for regime in EVERY for part in periods_of_year(regime, days[1].year))
    return replace(asked, period=next((part for part in parts if (part.start, part.end) == days), question.period))


def is_usual(case: Case) -> bool:
    """Whether the sheets must be what answers: results as they stand, as was, of the country or by province."""
    question = of_calendar(case.question)
    rules, asked = [case.world.rules[code] for code in question.indicators], case.world.places[question.place]
    if question.period is None or (question.by_period or question.period.regime) not in EVERY:
        return False
    is_place = asked.rank == 0 or (asked.rank == 1 and question.by is By.ONE and question.tells is Tells.TOTALS)
    as_it_stands = question.as_known_at is None and question.frame is None and question.statuses == ("result",)
    return is_place and as_it_stands and question.by is not By.COMMUNE and all(map(adds_up_plainly, rules))


def with_plain_months(world: World, question: Question) -> World:
    """The world, in which a commune stated a month of every asked indicator. One is made if there is none."""
    assert question.period is not None
    regime = question.by_period or question.period.regime
    clock = Regime.DECREE_MONTH if regime.value.startswith("decree") else Regime.CALENDAR_MONTH
    month = periods_of_year(clock, question.period.end.year)[-1]
    places = dict(world.places)
    commune = next((key for key, node in places.items() if node.level == "commune"), None)
    if commune is None:
        province = next(key for key, node in places.items() if node.level == "province")
        commune = "z0"
        places[commune] = PlaceNode(commune, "commune", province)
    rules = [world.rules[code] for code in question.indicators]
    more = [_stated(rule, commune, month, 900 + number) for number, rule in enumerate(rules)]
    return replace(world, places=places, facts=(*world.facts, *more))


def _stated(rule: Rule, commune: str, month: Period, number: int) -> Fact:
    one = total([Quantity.read("1")])
    under = one if rule.over_places == "ratio" else None
    period = day(month.end) if rule.over_time == "last" else month
    return Fact(number, rule.code, commune, period, one, cell=ELSEWHERE, denominator=under, batch=number, known_from=1)


def without_figures(table: Sequence[dict[str, str]], question: Question) -> list[dict[str, str]]:
    """The table, and of coverage without the figures: the sheets do not keep them."""
    hidden = {"figures"} if question.tells is Tells.COVERAGE else set()
    return [{name: said for name, said in row.items() if name not in hidden} for row in table]


USUAL = [case for case in cases() if is_usual(case)]


@pytest.mark.long
@pytest.mark.parametrize("case", USUAL, ids=lambda case: case.title)
def test_finished_answers_are_as_specified(case: Case, tmp_path: Path) -> None:
    question = of_calendar(case.question)
    assert question.period is not None
    world = with_plain_months(case.world, question)
    plain_writer.write(tmp_path, world)
    sheets_lay(tmp_path, world, regimes=[question.by_period or question.period.regime])
    with Store(tmp_path) as store:
        found = answers.ask(store, world, question)
        rows = [row for row in found.rows() if row.cell != ELSEWHERE]
        assert found.finished == set(question.indicators)
        assert without_figures(case.shown(rows), question) == without_figures(case.expected, question)


def test_hardly_a_usual_question_is_left_out() -> None:
    assert len(USUAL) >= 50
