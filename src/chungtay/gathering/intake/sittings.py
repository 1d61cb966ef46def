"""Confirming many reports in one sitting: what is left, what may be accepted together, and what else a figure may be.

Sure candidates are looked at and accepted together; the others come one by one, in the order of the reports and of
their text, each with what it may be instead.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.db import transaction

from chungtay.gathering.intake import choosing, queries, rows, services
from chungtay.gathering.intake import claims as claiming
from chungtay.gathering.intake.models import Candidate, State
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.periods import Period, Regime, calendar_year, day
from chungtay.kernel.text import match_key
from chungtay.reference.indicators.catalogue import catalogue, cell_problems
from chungtay.reference.places.queries import lies_within, places_by_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from chungtay.gathering.intake.models import ReportReading
    from chungtay.gathering.intake.rows import Changes
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

MOST_CHOICES = 6
"""Indicators offered for one figure, the reader's own among them; one key each."""
MOST_PERIODS = 5
_NEAR = 90
_WORD = re.compile(r"[^\W\d_]+")
_UNIT_WEIGHT = 4.0


@dataclass(frozen=True)
class Left:
    """How far a sitting has come, over all its reports, or over a plan."""

    all: int
    open: int
    kept: int
    dropped: int

    @property
    def decided(self) -> int:
        """Candidates that somebody has looked at."""
        return self.all - self.open


@dataclass(frozen=True)
class Choices:
    """What a figure may be, the likeliest first. A period is the reader's, else the report's."""

    indicators: tuple[str, ...]
    places: tuple[Place, ...]
    periods: tuple[Period, ...]


def left_of(readings: Iterable[ReportReading]) -> Left:
    """The counts of a sitting."""
    states = Counter(
        Candidate.objects.filter(reading__in=[reading.pk for reading in readings]).values_list("state", flat=True)
    )
    kept = sum(states[state.value] for state in claiming.ACCEPTED)
    return Left(states.total(), states[State.PROPOSED.value], kept, states[State.DROPPED.value])


def sure_by_reading(readings: Iterable[ReportReading]) -> dict[int, list[Candidate]]:
    """The candidates of each report that may be accepted together; a report without any is left out."""
    found = {reading.pk: choosing.sure_ones(queries.candidates_of(reading)) for reading in readings}
    return {pk: sure for pk, sure in found.items() if sure}


@transaction.atomic
def accept_together(*, by: User, readings: Iterable[ReportReading], ids: Collection[int]) -> int:
    """Confirm those of the sure candidates that were chosen; what stopped being sure since is left open. How many."""
    chosen = set(ids)
    return sum(services.candidates_confirm_sure(by=by, reading_id=reading.pk, only=chosen) for reading in readings)


def open_ids(readings: Sequence[ReportReading]) -> list[int]:
    """The undecided candidates in the order in which they are asked about: what is doubtful first, then the rest."""
    place = {reading.pk: number for number, reading in enumerate(readings)}
    rows = Candidate.objects.filter(reading__in=list(place), state=State.PROPOSED).values_list(
        "pk", "reading", "position", "confidence", "indicator", "place", "period_end"
    )
    ordered = sorted((_is_sure(*row[3:]), place[row[1]], row[2], row[0]) for row in rows)
    return [row[3] for row in ordered]


def _is_sure(confidence: float, *settled: object) -> bool:
    return confidence >= choosing.SURE and all(value is not None for value in settled)


def next_after(ids: Sequence[int], before: int | None) -> int | None:
    """The candidate to ask about after another that was put off; the first where none was or it was the last."""
    if before in ids:
        at = ids.index(before)
        return ids[(at + 1) % len(ids)]
    return ids[0] if ids else None


def choices_of(candidate: Candidate, words: str, at: int, territory: Place) -> Choices:
    """What a candidate may be. `words` is the text around it, the number at `words[at]`."""
    own = [candidate.indicator.code] if candidate.indicator else []
    near = words[max(0, at - _NEAR) : at + _NEAR]
    offered = [*own, *rows.others_of(candidate)[0], *likely_indicators(near, candidate.unit)]
    return Choices(tuple(dict.fromkeys(offered))[:MOST_CHOICES], _places(candidate, territory), periods_of(candidate))


def likely_indicators(near: str, unit: str) -> list[str]:
    """Indicators whose unit and name share words with the text around a number, rare words counting more."""
    weights, words = _weights(), _words(near)
    counted = _words(unit)
    scores: dict[str, float] = {}
    for code, definition in catalogue().items():
        named = _words(definition.name_vi)
        score = sum(weights[word] for word in named & words) / math.sqrt(len(named) or 1)
        same_unit = bool(counted) and bool(counted & _words(definition.unit_vi))
        if score > 0 or same_unit:
            scores[code] = score + _UNIT_WEIGHT * same_unit
    return sorted(scores, key=lambda code: -scores[code])[:MOST_CHOICES]


def _words(text: str) -> set[str]:
    return set(_WORD.findall(match_key(text)))


@cache
def _weights() -> Mapping[str, float]:
    """How rare a word is among the names of indicators."""
    names = [_words(definition.name_vi) for definition in catalogue().values()]
    count = Counter(word for words in names for word in words)
    return {word: math.log(1 + len(names) / n) for word, n in count.items()}


def _places(candidate: Candidate, territory: Place) -> tuple[Place, ...]:
    """The reader's, its next best, the report's, the territory's own, and what its neighbours are about."""
    reading = candidate.reading
    near = Candidate.objects.filter(
        reading=reading, paragraph__range=(candidate.paragraph - 1, candidate.paragraph + 1), place__isnull=False
    ).exclude(state=State.DROPPED)
    next_best = rows.others_of(candidate)[1]
    known_ids = places_by_id({*near.values_list("place", flat=True), *next_best})
    read = [known_ids.pop(pk) for pk in next_best if pk in known_ids]
    offered = [candidate.place, *read, reading.place, territory, *(known_ids[pk] for pk in sorted(known_ids))]
    known: dict[str, Place] = {}
    for place in offered:
        # A province before and after the reform bears one name: the likelier of the two is offered.
        if place is not None and _may_tell(place, candidate, territory):
            known.setdefault(place.full_name, place)
    return tuple(known.values())[:MOST_CHOICES]


def _may_tell(place: Place, candidate: Candidate, territory: Place) -> bool:
    return place.pk == candidate.place_id or lies_within(place, territory)


def periods_of(candidate: Candidate) -> tuple[Period, ...]:
    """The reader's and its next best, the report's whole period, its last day, and its last year; a state stands on a
    day first."""
    reading, read = candidate.reading, claiming.period_of(candidate)
    report = Period(reading.start, reading.end, Regime(reading.regime))
    stands = candidate.indicator is not None and catalogue()[candidate.indicator.code].nature in ("stock", "distinct")
    usual = [day(report.end), report] if stands else [report, day(report.end)]
    next_best = [period for period in rows.others_of(candidate)[2] if period.end <= report.end]
    offered = [read, *next_best[:2], *usual, calendar_year(report.end.year)]
    return tuple(dict.fromkeys(period for period in offered if period is not None))[:MOST_PERIODS]


@transaction.atomic
def candidate_answer(
    *, by: User, candidate_id: int, indicator: str, place: Place | None, period: Period | None
) -> Candidate:
    """Accept a candidate as what was chosen for it: as it was read, or with what differs corrected.

    A breakdown that the chosen indicator does not have is left off. Refusals as for `candidate_correct`, and DOC-222
    for a place that the body may not speak of.
    """
    candidate = queries.candidate_get(by=by, id=candidate_id)
    if not choosing.is_of_territory(candidate, place or candidate.place):
        raise Refusal.of(
            "DOC-222",
            claiming.where(candidate),
            expected=Both("địa bàn thuộc đơn vị", "a place of the unit's territory"),
            todo=Both("chọn địa bàn khác hoặc bỏ số này", "choose another place or drop this number"),
            vi="Số này nói về địa bàn ngoài đơn vị",
            en="This figure is about a place outside the unit's territory",
        )
    changes: Changes = {}
    if indicator != (candidate.indicator.code if candidate.indicator else ""):
        changes["indicator"] = indicator or None
        if indicator in catalogue() and cell_problems(catalogue()[indicator], candidate.cell):
            changes["cell"] = ""
    if place is not None and place.pk != candidate.place_id:
        changes["place"] = place
    if period is not None and period != claiming.period_of(candidate):
        changes["period"] = period
    if changes or claiming.problems_of(candidate):
        return services.candidate_correct(by=by, candidate_id=candidate_id, **changes)
    return services.candidate_decide(by=by, candidate_id=candidate_id, state=State.CONFIRMED)
