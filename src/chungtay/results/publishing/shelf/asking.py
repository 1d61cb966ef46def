"""What a publication asks of the warehouse, in pieces that fit into memory whatever its size.

One piece is one indicator of one level, communes province by province: 3.321 communes times 120 months are 34 pieces
of some 12.000 rows each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from chungtay.kernel.periods import Period, periods_of_year
from chungtay.reference.indicators.catalogue import Definition
from chungtay.reference.places.queries import names_on, places_by_key, provinces_on
from chungtay.results.publishing.shelf.lines import Claim, Printed, line_of, members_of, public_rows
from chungtay.results.publishing.shelf.terms import LEVELS, Told, periods_asked, terms_told, whole_period
from chungtay.results.warehouse.queries import answer
from chungtay.results.warehouse.questions import By, Question, Row

if TYPE_CHECKING:
    from chungtay.reference.places.models import Place
    from chungtay.results.publishing.models import Publication

_BY = {"province": By.PROVINCE, "commune": By.COMMUNE}
_ROWS = 60_000
"""So many rows are in memory at once where indicators are asked for together."""
_UNITS = {"country": 1, "province": 63, "commune": 3_321}
_CELLS = 10


class Pieces:
    """The lines of one publication, asked anew each time; names of places are read once."""

    def __init__(self, publication: Publication, definitions: Iterable[Definition]) -> None:
        self.publication = publication
        self.period = whole_period(publication.start, publication.end)
        self.terms: list[Told] = terms_told(
            definitions,
            top=publication.place.level,
            level=publication.level,
            step=publication.step,
            whole=self.period,
        )
        self.slots = slots_of(publication.step, publication.clock, self.period)
        self._rules = {told.definition.code: told.definition for told in self.terms}
        self._ready: dict[str, list[list[Claim]]] = {}
        self._printed: dict[str, tuple[Printed, int]] = {}

    def claims(self, told: Told) -> Iterator[list[Claim]]:
        """The lines of one indicator, piece by piece from the top. Asked for in the order of `terms`, several small
        indicators are one question."""
        code = told.definition.code
        if code not in self._ready:
            group = self._group(told)
            if len(group) == 1:
                for level in told.levels:
                    for question in self._questions(level):
                        yield from self._claims((code,), question, level).values()
                return
            self._ready = {item.definition.code: [] for item in group}
            for level in told.levels:
                for question in self._questions(level):
                    for of, claims in self._claims(tuple(self._ready), question, level).items():
                        self._ready[of].append(claims)
        yield from self._ready.pop(code)

    def of_place(self, told: Iterable[Told], place: Place) -> list[Claim]:
        """The lines of one place, of indicators that need no others beside them."""
        codes = tuple(item.definition.code for item in told if place.level in item.levels)
        if not codes:
            return []
        question = replace(self._question(), indicators=codes, place=place.key)
        return [claim for claims in self._claims(codes, question, place.level).values() for claim in claims]

    def _group(self, told: Told) -> list[Told]:
        """Those that are asked for together with one: the next of the same levels, as many as fit."""
        units = sum(_UNITS[level] for level in told.levels)
        cells = 1 + (_CELLS if self.publication.cells else 0)
        fitting = max(1, _ROWS // (units * len(self.slots) * cells))
        begin = self.terms.index(told)
        same = [item for item in self.terms[begin:] if item.levels == told.levels]
        return same[:fitting]

    def _question(self) -> Question:
        p = self.publication
        return Question(
            indicators=(),
            place=p.place.key,
            period=self.period,
            by_period=periods_asked(p.step, p.clock),
            cells=None if p.cells else "",
            as_known_at=p.snapshot.transaction_number,
            frame=p.frame_day,
            trace=False,
        )

    def _questions(self, level: str) -> Iterator[Question]:
        p, question = self.publication, self._question()
        if level == p.place.level:
            yield question
        elif level == "commune" and p.place.level == "country":
            for province in provinces_on(p.frame_day or p.end):
                yield replace(question, place=province.key, by=By.COMMUNE)
        else:
            yield replace(question, by=_BY[level])

    def _claims(self, codes: tuple[str, ...], question: Question, level: str) -> dict[str, list[Claim]]:
        asked: dict[str, list[Row]] = {code: [] for code in codes}
        for row in answer(replace(question, indicators=codes)):
            if _exists(row, level):
                asked[row.indicator].append(row)
        self._read_names({row.place for rows in asked.values() for row in rows})
        return {code: self._of_rows(rows, self._rules[code], level) for code, rows in asked.items()}

    def _of_rows(self, rows: list[Row], rule: Definition, level: str) -> list[Claim]:
        found = []
        for row in public_rows(rows, rule):
            printed, land = self._printed[row.place]
            if printed.level == level:
                slot = self._slot(row.period)
                found.append(Claim(line_of(row, rule, printed, slot), row, land, (slot.start, slot.end)))
        return found

    def _slot(self, period: Period | None) -> Period:
        if period is None:
            return self.period
        position = bisect_left(self.slots, period.end, key=lambda slot: slot.end)
        found = self.slots[position] if position < len(self.slots) else self.period
        return found if found.covers(period) else self.period

    def _read_names(self, keys: Iterable[str]) -> None:
        new = [key for key in keys if key not in self._printed]
        if not new:
            return
        on: date = self.publication.frame_day or self.publication.end
        places = places_by_key(new)
        names = names_on(places.values(), on)
        for key, place in places.items():
            named = names.get(place.pk, place)
            printed = Printed(place.code, place.vintage, place.level, named.full_name)
            self._printed[key] = (printed, place.home_province_id or 0)


def slots_of(step: str, clock: str, whole: Period) -> list[Period]:
    """The parts into which a publication divides its time, in order: those that lie wholly within it."""
    regime = periods_asked(step, clock)
    if regime is None:
        return [whole]
    years = range(whole.start.year, whole.end.year + 2)
    return [part for year in years for part in periods_of_year(regime, year) if whole.covers(part)]


def _exists(row: Row, level: str) -> bool:
    """A member that exists from a level up only is not told of below it."""
    return all(LEVELS.index(level) <= LEVELS.index(member.floor) for member in members_of(row.cell))
