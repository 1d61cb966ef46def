"""Who has reported: what is expected set against what came in, by unit and period, as `methods.md` 1.1 counts it.

Expected (E) are the units that owe the form on the period's last day; received (R) those of which a version stands
with those above, is approved or was returned; on time (L) those whose first such version came by the deadline. Both
rates have E beneath. A unit that ended owes nothing after its last day, so mergers depress no rate. A version that was
withdrawn was never received.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from chungtay.gathering.approval.dues import MOST, periods_ended
from chungtay.gathering.programmes import queries as programmes
from chungtay.kernel.periods import Period, Regime, period_before
from chungtay.ledger import queries as ledger
from chungtay.ledger.types import DecisionKind
from chungtay.reference.actors.policies import reads_figures
from chungtay.reference.actors.queries import Role, body_ids_below
from chungtay.reference.forms import queries as forms
from chungtay.reference.forms.calendar import is_divided, period_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from chungtay.ledger.types import ReportSent
    from chungtay.reference.actors.models import User
    from chungtay.reference.forms.models import Form

GOOD, FAIR = 90, 75
"""Per cent of the expected reports from which a rate is good, and from which fair (`methods.md` 1.1, since 2026)."""


class State(StrEnum):
    """How a unit stands with a report. Exactly one holds; they are shown in this order."""

    OVERDUE = "overdue"
    RETURNED = "returned"
    WAITING = "waiting"
    APPROVED = "approved"
    NOT_YET_DUE = "not_yet_due"
    NOT_OWED = "not_owed"

    @property
    def is_received(self) -> bool:
        """Whether a report came in."""
        return self in (State.RETURNED, State.WAITING, State.APPROVED)


class Cell(NamedTuple):
    """One unit and period. `on_time` None where nothing came."""

    state: State
    on_time: bool | None = None
    batch_id: int | None = None
    sent_on: date | None = None


NOT_OWED = Cell(State.NOT_OWED)


@dataclass(frozen=True, slots=True)
class Unit:
    """Who owes for which place. `body_id` None: nobody is set up there yet."""

    place_id: int
    body_id: int | None
    level: str


@dataclass(frozen=True, slots=True)
class Count:
    """The reports of some units for one period, counted."""

    expected: int = 0
    received: int = 0
    on_time: int = 0
    overdue: int = 0
    returned: int = 0
    waiting: int = 0
    approved: int = 0
    not_yet_due: int = 0

    @property
    def late(self) -> int:
        """Received after the deadline."""
        return self.received - self.on_time

    @property
    def reporting_rate(self) -> float | None:
        """Received of expected, in per cent; None where nothing is expected."""
        return 100 * self.received / self.expected if self.expected else None

    @property
    def on_time_rate(self) -> float | None:
        """Received in time of expected, in per cent."""
        return 100 * self.on_time / self.expected if self.expected else None

    @property
    def grade(self) -> str:
        """'good', 'fair' or 'poor' by the reporting rate; 'open' while deadlines run and it is not good yet, '' where
        nothing is expected."""
        rate = self.reporting_rate
        if rate is None:
            return ""
        if rate >= GOOD:
            return "good"
        return "open" if self.not_yet_due and not self.overdue else "fair" if rate >= FAIR else "poor"


@dataclass(frozen=True)
class Board:
    """Units, each with its cells in the order of `periods` (latest first)."""

    form_code: str
    periods: tuple[Period, ...]
    deadlines: Mapping[tuple[Period, str], date]
    cells: Mapping[Unit, tuple[Cell, ...]]

    def count(self, position: int, units: Iterable[Unit] | None = None) -> Count:
        """The reports of all units, or of some, for the period at a position."""
        chosen = self.cells if units is None else units
        return counted(self.cells[unit][position] for unit in chosen)


def counted(cells: Iterable[Cell]) -> Count:
    """The reports of some cells; those that nobody owes are left out."""
    states: Counter[State] = Counter()
    on_time = 0
    for cell in cells:
        states[cell.state] += 1
        on_time += bool(cell.on_time)
    received = sum(number for state, number in states.items() if state.is_received)
    return Count(
        expected=states.total() - states[State.NOT_OWED],
        received=received,
        on_time=on_time,
        overdue=states[State.OVERDUE],
        returned=states[State.RETURNED],
        waiting=states[State.WAITING],
        approved=states[State.APPROVED],
        not_yet_due=states[State.NOT_YET_DUE],
    )


def board_periods(user: User, form: Form, today: date, until: Period | None = None) -> list[Period]:
    """The last twelve periods of a form that have ended, latest first, or the twelve up to one; the terms of the
    programmes that the account sees where no calendar divides the form's regime."""
    regime = Regime(form.regime)
    if not is_divided(regime):
        terms = {programmes.term(programme) for programme in programmes.programmes_visible(user)}
        ended = sorted((term for term in terms if term.end < today), key=lambda t: (t.end, t.start), reverse=True)
        return [term for term in ended if until is None or term.end <= until.end][:MOST]
    if until is None:
        return periods_ended(regime, today)
    found: list[Period] = []
    period: Period | None = period_of(regime, until.end)
    while period is not None and len(found) < MOST:
        found.append(period)
        period = period_before(period)
    return found


def board_of(user: User, form_code: str, periods: Sequence[Period], today: date) -> Board:
    """The units of the account's territory that owe the form in one of the periods, set against what they sent.

    Six questions to the database, however many units and periods. Empty for accounts that see no figures. A unit whose
    land two bodies report about (police and Front) stands once for each.
    """
    if not reads_figures(user) or not periods:
        return Board(form_code, tuple(periods), {}, {})
    duties = forms.duties_in(user.body.place, form_code)
    deadlines = forms.deadlines_of(form_code, periods, {duty.level for duty in duties})
    since, until = min(p.end for p in periods), max(p.end for p in periods)
    sent = _by_report(ledger.reports_sent(user, form_code=form_code, since=since, until=until))
    found: dict[Unit, list[Cell]] = {}
    for duty in duties:
        owed = [duty.covers(period.end) for period in periods]
        if not any(owed):
            continue
        cells = found.setdefault(Unit(duty.place_id, duty.body_id, duty.level), [NOT_OWED] * len(periods))
        for position, period in enumerate(periods):
            if owed[position]:
                key = (duty.body_id, duty.place_id, period.start, period.end)
                cells[position] = _cell(sent.get(key), deadlines[period, duty.level], today)
    return Board(form_code, tuple(periods), deadlines, {unit: tuple(cells) for unit, cells in found.items()})


Key = tuple[int | None, int, date, date]
Sent = tuple["ReportSent", date | None]
"""The latest version that counts, and the day on which the first that counts came."""


def _by_report(sent: Iterable[ReportSent]) -> dict[Key, Sent]:
    """By body, place and dates; under no body as well, for places whose body was not set up when it was owed."""
    found: dict[Key, Sent] = {}
    # Asking for the time zone anew costs more than everything else here, at forty thousand reports.
    zone = timezone.get_current_timezone()
    for report in sent:
        if report.state == "withdrawn":
            continue
        came = report.sent_at.astimezone(zone).date() if report.sent_at else None
        for body_id in (report.body_id, None):
            key = (body_id, report.place_id, report.start, report.end)
            known = found.get(key)
            found[key] = (report, known[1] if known else came)
    return found


def _cell(sent: Sent | None, deadline: date, today: date) -> Cell:
    if sent is None:
        return Cell(State.OVERDUE if today > deadline else State.NOT_YET_DUE)
    report, first = sent
    return Cell(_STATES[report.state], first is not None and first <= deadline, report.batch_id, first)


_STATES = {
    DecisionKind.SUBMITTED.value: State.WAITING,
    DecisionKind.RETURNED.value: State.RETURNED,
    DecisionKind.APPROVED.value: State.APPROVED,
    DecisionKind.PUBLISHED.value: State.APPROVED,
}


def reminded_by(user: User) -> set[int]:
    """Ids of the bodies to whose reporters the account may write: all below it, for those who work on reports."""
    may = reads_figures(user) and user.role in (Role.REPORTER, Role.APPROVER)
    return body_ids_below(user.body) if may else set()
