"""The work list: at most twenty communes whose figures of the last two years are worth a look at the source book."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from django.core.cache import cache

from chungtay.kernel.errors import Both
from chungtay.kernel.periods import Period, Regime, decree_month, period_before
from chungtay.ledger.queries import transaction_now
from chungtay.reference.actors.queries import bodies_by_id, body_ids_reporting_to
from chungtay.reference.indicators.queries import definition, indicators_all
from chungtay.reference.places.queries import places_by_key
from chungtay.results.analysis.bookchecks.queries import is_officer, retired_tests
from chungtay.results.analysis.signals.families import Asked
from chungtay.results.analysis.signals.families import listed as work_list_of
from chungtay.results.analysis.signals.screening import Tested
from chungtay.results.analysis.signals.sweeping import Sweep, involved, told_of
from chungtay.results.warehouse.queries import ask
from chungtay.results.warehouse.questions import By, Question
from chungtay.results.warehouse.screening import numbers_of, sheets_of

if TYPE_CHECKING:
    from datetime import date

    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.places.models import Place
    from chungtay.results.analysis.signals.verdicts import Signal

MONTHS: Final = 24
SHOWN_MONTHS, SHOWN_LINES = 4, 10
REMEMBERED: Final = 600
"""Seconds; the work list changes with the ledger, the day and the retired tests, which are in its key."""
Figures = dict[str, list[list[object]]]


@dataclass(frozen=True)
class Proposal:
    """A commune that could be asked: about which period, what was seen, and the figures as they are printed.

    `figures`: months as [start, end] and, for each indicator, the texts of those months.
    """

    place: Place
    body: Body
    period: Period
    signals: tuple[Signal, ...]
    about: tuple[tuple[str, ...], ...]
    months: tuple[Period, ...]
    lines: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def key(self) -> str:
        """As an address names it."""
        return f"{self.body.pk}/{self.period}"


@dataclass(frozen=True)
class Proposals:
    """The list, how many more there were, how many of it would be innocent coincidences, how many were looked at."""

    listed: tuple[Proposal, ...] = ()
    left_out: int = 0
    expected_false: float = 0.0
    communes: int = 0
    numbers: int = 0


def may_ask(user: User) -> bool:
    """Whether the account asks communes at all: an officer of a body whose territory is a province."""
    return is_officer(user) and user.body.place.level == "province"


def proposals_for(user: User, today: date) -> Proposals:
    """The work list of the account's body. Empty where nothing is left after false discoveries are looked after."""
    if not may_ask(user):
        return Proposals()
    retired = retired_tests()
    known = f"{transaction_now()}:{today}:{','.join(sorted(retired))}"
    key = f"book-checks:{user.body_id}:{known}"
    found: Proposals | None = cache.get(key)
    if found is None:
        found = _found(user.body, today, retired)
        cache.set(key, found, REMEMBERED)
    return found


def indicators_looked_at() -> list[str]:
    """Indicators whose monthly numbers may be looked at: added flows, no tips, no money, no shares."""
    return [
        item.code
        for item in indicators_all()
        if item.nature == "flow"
        and item.over_places == "sum"
        and item.unit_vi != "đồng"
        and not item.code.startswith(("tips.", "context."))
    ]


def _found(asking: Body, today: date, retired: Collection[str]) -> Proposals:
    months = months_looked_at(today)
    bodies = {
        body.place.key: body
        for body in bodies_by_id(body_ids_reporting_to(asking, today) - {asking.pk}).values()
        if body.place.level == "commune" and body.line == asking.line
    }
    asked = Question(
        tuple(indicators_looked_at()),
        asking.place.key,
        Period(months[0].start, months[-1].end),
        By.COMMUNE,
        by_period=Regime.DECREE_MONTH,
        trace=False,
    )
    keys = sorted(bodies)
    sheets = list(sheets_of(ask(asked).table, keys, months))
    sweep = Sweep(len(keys), len(months))
    for sheet in sheets:
        sweep.add(sheet.indicator, sheet.places, sheet.values, sheet.stated)
    flags = sweep.flags(retired=retired)
    units = numbers_of(sheets, involved(flags))
    seen = list(told_of(flags, keys.__getitem__, units.__getitem__))
    listed = work_list_of(seen)
    places = places_by_key([str(one.unit) for one in listed.asked])
    at = {key: position for position, key in enumerate(keys)}
    found = tuple(
        _proposal(one, seen, units[at[str(one.unit)]], months, places[str(one.unit)], bodies[str(one.unit)])
        for one in listed.asked
    )
    return Proposals(found, listed.left_out, listed.expected_false, sweep.seen, sweep.numbers)


def months_looked_at(today: date) -> list[Period]:
    """The last two years of reporting months that have ended, oldest first."""
    month: Period | None = decree_month(today.year, today.month)
    found: list[Period] = []
    while month is not None and len(found) < MONTHS:
        if month.end <= today:
            found.append(month)
        month = period_before(month)
    return found[::-1]


def _proposal(
    one: Asked, seen: Sequence[Tested], rows: Mapping[int, Mapping[str, int]], months: Sequence[Period], *of: object
) -> Proposal:
    place, body = of
    about = {id(item.signal): item.about for item in seen if item.unit == one.unit}
    signals = _once(one.signals)
    told = tuple(_guarded(signal, about.get(id(signal), ())) for signal in signals)
    codes = dict.fromkeys(code for signal in signals for code in about.get(id(signal), ()))
    last = range(max(0, one.period - SHOWN_MONTHS + 1), one.period + 1)
    alone = {of_one[0] for signal in signals if len(of_one := about.get(id(signal), ())) == 1}
    most = sorted(
        codes, key=lambda code: (code not in alone, -max((rows[m].get(code, 0) for m in last if m in rows), default=0))
    )
    lines = [(code, tuple(_printed(code, rows.get(m, {}).get(code)) for m in last)) for code in most[:SHOWN_LINES]]
    return Proposal(
        place,  # type: ignore[arg-type]
        body,  # type: ignore[arg-type]
        months[one.period],
        told,
        tuple(about.get(id(signal), ()) for signal in signals),
        tuple(months[m] for m in last),
        tuple(lines),
    )


def _guarded(signal: Signal, about: Sequence[str]) -> Signal:
    """Its sentence without the usual range, where that could hold a small count of another body's report."""
    if signal.test != "unlike_own" or all(definition(code).threshold is None for code in about):
        return signal
    return replace(signal, why=Both("ngoài khoảng thường có", "outside its usual range"))


def _once(signals: Sequence[Signal]) -> tuple[Signal, ...]:
    """The strongest of each test."""
    found: dict[str, Signal] = {}
    for signal in signals:
        found.setdefault(signal.test, signal)
    return tuple(found.values())


def _printed(code: str, number: int | None) -> str:
    """The number as it may be printed to anybody who sees the page; "" where there is none."""
    if number is None:
        return ""
    threshold = definition(code).threshold
    return f"<{threshold}" if threshold is not None and 0 < number < threshold else str(number)
