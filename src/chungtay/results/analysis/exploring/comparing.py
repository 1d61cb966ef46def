"""What stands beside a number: what was promised, the time before, places like it. Said in words, never as a score.

Numbers that the account may not read are compared with nothing and nothing is compared with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from statistics import median
from typing import Final

from chungtay.kernel.errors import Both
from chungtay.kernel.numbers import number_words, quantity_words
from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import Total
from chungtay.reference.places import queries as places
from chungtay.results.analysis.exploring.cells import PER, stand_alike
from chungtay.results.analysis.exploring.exploration import Against, Exploration, Step
from chungtay.results.analysis.exploring.finding import Reader, periods_of
from chungtay.results.analysis.exploring.grid import Cell
from chungtay.results.analysis.exploring.laying import Key
from chungtay.results.analysis.exploring.peopling import people_of
from chungtay.results.analysis.exploring.questions import questions_of
from chungtay.results.warehouse.facts import GROUP
from chungtay.results.warehouse.queries import answer

FEWEST_LIKE: Final = 5
"""Below this many places alike their middle says nothing."""
_IN_EVERY_MONTH: Final = 28
_NO_TARGET: Final = Both("chưa giao mục tiêu", "no target given")
_NONE_BEFORE: Final = Both("kỳ trước chưa có số", "nothing for the time before")
_TOO_FEW: Final = Both(f"chưa đủ {FEWEST_LIKE} nơi tương tự", f"fewer than {FEWEST_LIKE} places like it")


def compared(
    asked: Exploration,
    reader: Reader,
    cells: Mapping[Key, Cell],
    periods: Sequence[Period],
    find: Callable[[Exploration], Mapping[Key, Cell]],
) -> Mapping[Key, Cell]:
    """The cells with what they are set against in words. `find` answers another exploration in the way of these."""
    match asked.against:
        case Against.TARGET:
            return _with_targets(asked, reader, cells, periods)
        case Against.BEFORE:
            return _with_before(asked, cells, periods, find)
        case Against.SIMILAR:
            return _with_similar(cells)
        case _:
            return cells


def _with_targets(
    asked: Exploration, reader: Reader, cells: Mapping[Key, Cell], periods: Sequence[Period]
) -> Mapping[Key, Cell]:
    promised: dict[Key, Total] = {}
    bucket = {(period.start, period.end) for period in periods}
    for question in questions_of(asked, asked.indicators, reader.at, trace=False):
        for row in answer(replace(question, statuses=("target",)), user=reader.user):
            days = (row.period.start, row.period.end) if row.period is not None else None
            if row.total is not None and days in bucket:
                promised[row.indicator, row.cell, row.place, days] = row.total
    return {
        # Nobody gives a target to a group.
        key: cell if key[2] == GROUP else replace(cell, compared=_of_target(cell, promised.get(key)))
        for key, cell in cells.items()
    }


def _of_target(cell: Cell, target: Total | None) -> Both | None:
    if target is None:
        return None if cell.total is None else _NO_TARGET
    vi, en = (quantity_words(target, language) for language in ("vi", "en"))
    # A rate or an estimate is no progress towards a number that was promised.
    if cell.total is None or cell.value != cell.total.value or cell.is_estimated or target.low <= 0:
        return Both(f"mục tiêu {vi}", f"target {en}")
    low = cell.total.low
    if low == cell.total.high and cell.is_complete:
        share = round(low * 100 / target.value, 1)
        return Both(f"mục tiêu {vi}, đạt {number_words(share)}%", f"target {en}, {number_words(share, 'en')}% reached")
    # What is known from below, or of some places, is reached at least.
    least = (low * 100 / target.value).quantize(Decimal("0.1"), ROUND_FLOOR)
    if least <= 0:
        return Both(f"mục tiêu {vi}", f"target {en}")
    at_least = number_words(least), number_words(least, "en")
    return Both(f"mục tiêu {vi}, đạt ít nhất {at_least[0]}%", f"target {en}, at least {at_least[1]}% reached")


def _with_before(
    asked: Exploration,
    cells: Mapping[Key, Cell],
    periods: Sequence[Period],
    find: Callable[[Exploration], Mapping[Key, Cell]],
) -> Mapping[Key, Cell]:
    earlier = before_of(asked)
    if earlier is None:
        return cells
    found, theirs = find(earlier), periods_of(earlier)
    days = {(new.start, new.end): (old.start, old.end) for new, old in zip(periods, theirs, strict=False)}
    told = {}
    for key, cell in cells.items():
        at = days.get(key[3]) if key[3] is not None else None
        told[key] = replace(cell, compared=_of_before(cell, found.get((*key[:3], at))))
    return told


def before_of(asked: Exploration) -> Exploration | None:
    """The same exploration a year earlier; of a whole time the one as long before it. None where the time has no whole
    number of months."""
    assert asked.period is not None
    if asked.step is Step.WHOLE:
        period = _as_long_before(asked.period)
    else:
        start, end = (_year_before(day) for day in (asked.period.start, asked.period.end))
        period = Period(start, end, asked.period.regime)
    if period is None:
        return None
    # Of a group the same places, or it would have risen by those that joined it.
    members = asked.group_day if asked.group else None
    return replace(asked, period=period, group_on=members, against=Against.NOTHING)


def _as_long_before(period: Period) -> Period | None:
    """As many months just before, on whichever day they begin: the quarter before a quarter, the term before a term."""
    start, after = period.start, period.end + timedelta(1)
    if start.day != after.day or start.day > _IN_EVERY_MONTH:
        return None
    month = 2 * (start.year * 12 + start.month - 1) - (after.year * 12 + after.month - 1)
    return Period(date(month // 12, month % 12 + 1, start.day), start - timedelta(1), period.regime)


def _year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return day.replace(year=day.year - 1, day=28)
    moved = day.replace(year=day.year - 1)
    is_last = (day.month, day.day) == (2, 28) and moved.year % 4 == 0
    return moved.replace(day=29) if is_last else moved


def _of_before(cell: Cell, old: Cell | None) -> Both | None:
    if cell.kept is not None or (old is not None and old.kept is not None):
        return None
    if old is None or old.value is None:
        return None if cell.value is None else _NONE_BEFORE
    if cell.value is None:
        return Both(f"kỳ trước {old.text.vi}", f"before: {old.text.en}")
    if not stand_alike(cell, old):
        vi, en = f"kỳ trước {old.text.vi}, mức đầy đủ khác nhau", f"before: {old.text.en}, unevenly complete"
        return Both(f"{vi} nên không so", f"{en}: not compared")
    if not old.value or cell.low != cell.high or old.low != old.high:
        return Both(f"kỳ trước {old.text.vi}", f"before: {old.text.en}")
    change = round((cell.value - old.value) * 100 / old.value, 1)
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    vi, en = number_words(abs(change)), number_words(abs(change), "en")
    return Both(f"kỳ trước {old.text.vi} ({sign}{vi}%)", f"before: {old.text.en} ({sign}{en}%)")


def _with_similar(cells: Mapping[Key, Cell]) -> Mapping[Key, Cell]:
    """Beside the rate of each place the middle one of places of its kind that have half to twice its people."""
    people = people_of({key[2] for key in cells})
    found = places.places_by_key(people)
    kinds = {key: (place.level, place.kind, place.valid_to is None) for key, place in found.items()}
    rates: dict[tuple[object, ...], dict[str, Decimal]] = defaultdict(dict)
    for key, cell in cells.items():
        if cell.total is not None and cell.kept is None and cell.is_complete and key[2] in kinds:
            group = key[0], key[1], key[3], kinds[key[2]]
            rates[group][key[2]] = round(cell.total.value * PER / people[key[2]], 1)
    told = {}
    for key, cell in cells.items():
        own = kinds.get(key[2])
        alike = rates.get((key[0], key[1], key[3], own), {}) if own is not None else {}
        is_told = own is not None and cell.total is not None and cell.kept is None
        told[key] = replace(cell, compared=_of_similar(key[2], alike, people)) if is_told else cell
    return told


def _of_similar(place: str, rates: Mapping[str, Decimal], people: Mapping[str, int]) -> Both:
    size = people[place]
    alike = [rate for key, rate in rates.items() if key != place and size <= 2 * people[key] <= 4 * size]
    if len(alike) < FEWEST_LIKE:
        return _TOO_FEW
    middle, own = median(alike), rates.get(place)
    vi, en = number_words(middle), number_words(middle, "en")
    mine = ("", "") if own is None else (f"; ở đây {number_words(own)}", f"; here {number_words(own, 'en')}")
    return Both(
        f"{len(alike)} nơi tương tự: giữa {vi}/100.000 dân{mine[0]}",
        f"{len(alike)} places like it: middle {en} per 100,000{mine[1]}",
    )
