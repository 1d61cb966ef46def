"""Which reports a body owes now, by when, and what became of each: composed from its obligations and its batches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from chungtay.faces.desk.telling import language
from chungtay.gathering.intake import queries as intake
from chungtay.gathering.programmes import queries as programmes
from chungtay.kernel.periods import (
    Period,
    Regime,
    calendar_half,
    calendar_month,
    calendar_quarter,
    decree_half,
    decree_month,
    decree_quarter,
)
from chungtay.ledger import queries as ledger
from chungtay.ledger.types import DecisionKind
from chungtay.reference.forms import queries as forms
from chungtay.reference.places.queries import place_label

if TYPE_CHECKING:
    from chungtay.gathering.intake.models import ReportReading
    from chungtay.reference.actors.models import User
    from chungtay.reference.forms.models import Form, Obligation
    from chungtay.reference.places.models import Place

MOST = 12
"""Periods looked back at: what is older is asked for by a person, not by a list."""
_PARTS = {
    Regime.DECREE_MONTH: (decree_month, 12),
    Regime.DECREE_QUARTER: (decree_quarter, 4),
    Regime.DECREE_HALF: (decree_half, 2),
    Regime.CALENDAR_MONTH: (calendar_month, 12),
    Regime.CALENDAR_QUARTER: (calendar_quarter, 4),
    Regime.CALENDAR_HALF: (calendar_half, 2),
}


@dataclass(frozen=True)
class Due:
    """One report of a body: for which form, place and period, by when. `state` "" where nothing was sent yet."""

    form: Form
    place: Place
    period: Period
    deadline: date
    state: str
    batch_id: int | None
    reading_id: int | None

    @property
    def is_sent(self) -> bool:
        """Whether it is with those above, or approved by them."""
        return self.state in (DecisionKind.SUBMITTED, DecisionKind.APPROVED, DecisionKind.PUBLISHED)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be begun: nothing sent, nothing returned, nothing being read."""
        return not self.is_sent and self.state != DecisionKind.RETURNED and self.reading_id is None

    @property
    def written(self) -> str:
        """The period as addresses and forms hold it."""
        return written(self.period)

    @property
    def address(self) -> str:
        """Where it is handed in, with form, place and period filled in."""
        asked = {"mau": self.form.code, "dia-ban": place_label(self.place, language()), "ky": written(self.period)}
        return f"{reverse('report_new')}?{urlencode(asked)}"


def written(period: Period) -> str:
    """A period as the upload page takes it: '2026-11' for a month of the decree, else its two dates."""
    return f"{period.end:%Y-%m}" if period.regime is Regime.DECREE_MONTH else str(period)


def dues_of(user: User, today: date) -> list[Due]:
    """For each obligation of the account's body the last period that has ended, and those before it that were not sent.

    Earliest deadline first. Periods of a programme are those of the programmes that the account sees.
    """
    owed = list(_owed(user, today))
    states = _states(user)
    begun = {_key(r.form.code, r.place_id, r.start, r.end): r.pk for r in _readings(user)}
    found = []
    for position, obligation, period in owed:
        key = _key(obligation.form.code, obligation.place_id, period.start, period.end)
        batch_id, state = states.get(key, (None, ""))
        deadline = forms.deadline_of(obligation.form, period, user.body.level)
        due = Due(obligation.form, obligation.place, period, deadline, state, batch_id, begun.get(key))
        if position == 0 or not due.is_sent:
            found.append(due)
    return sorted(found, key=lambda due: (due.deadline, due.form.code, due.place.key))


def _owed(user: User, today: date) -> Iterator[tuple[int, Obligation, Period]]:
    """Each obligation with its periods that have ended, numbered back from the last."""
    for obligation in forms.obligations_of(user.body, today):
        for position, period in enumerate(_ended(Regime(obligation.form.regime), today)):
            if period.end >= obligation.valid_from:
                yield position, obligation, period
    terms = {programmes.term(programme) for programme in programmes.programmes_visible(user)}
    for term in terms:
        for obligation in forms.obligations_of(user.body, term.end) if term.end < today else []:
            if obligation.form.regime == Regime.PROGRAMME_TERM:
                yield 0, obligation, term


def _ended(regime: Regime, today: date) -> list[Period]:
    """The last periods of a regime that are over, latest first; none for regimes that no calendar divides."""
    if regime not in _PARTS:
        return []
    period, count = _PARTS[regime]
    numbers = [(year, number) for year in range(today.year - 3, today.year + 1) for number in range(1, count + 1)]
    return [p for p in (period(*item) for item in reversed(numbers)) if p.end < today][:MOST]


def _states(user: User) -> dict[tuple[object, ...], tuple[int, str]]:
    """The latest version of each report of the body with its state."""
    own = ledger.batches_visible(user).filter(body=user.body_id).order_by("version")
    latest = {_key(b.form.code, b.place_id, b.start, b.end): b.pk for b in own}
    statuses = ledger.batch_statuses(latest.values())
    return {key: (pk, statuses.get(pk, "")) for key, pk in latest.items()}


def _readings(user: User) -> Iterator[ReportReading]:
    yield from intake.readings_visible(user).filter(body=user.body_id, batch=None)


def _key(form: str, place_id: int, start: date, end: date) -> tuple[object, ...]:
    return form, place_id, start, end
