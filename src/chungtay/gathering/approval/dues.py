"""Which reports a body owes now, by when, and what became of each: composed from its obligations and its batches.

What was begun and not sent yet is known to intake alone; whoever shows both joins them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from chungtay.gathering.programmes import queries as programmes
from chungtay.kernel.periods import Period, Regime, period_before
from chungtay.ledger import queries as ledger
from chungtay.ledger.types import DecisionKind
from chungtay.reference.forms import queries as forms
from chungtay.reference.forms.calendar import is_divided, period_of, periods_from

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.reference.forms.models import Form, Obligation
    from chungtay.reference.places.models import Place

MOST = 12
"""Periods looked back at: what is older is asked for by a person, not by a list."""
SOON_DAYS = 3
"""A deadline that is this near is told in mails."""
AHEAD_DAYS = 400
"""How far a calendar of deadlines reaches: the year to come, and the beginning of the next."""
SENT = (DecisionKind.SUBMITTED, DecisionKind.APPROVED, DecisionKind.PUBLISHED)


@dataclass(frozen=True)
class Due:
    """One report of a body: for which form, place and period, by when. `state` "" where nothing was sent yet."""

    form: Form
    place: Place
    period: Period
    deadline: date
    state: str = ""
    batch_id: int | None = None

    @property
    def is_sent(self) -> bool:
        """Whether it is with those above, or approved by them."""
        return self.state in SENT

    def days_left(self, today: date) -> int:
        """Days until the deadline, 0 on the day itself, negative after it."""
        return (self.deadline - today).days

    def until(self, today: date, language: str) -> str:
        """'hạn 18/11, còn 3 ngày'; the year is said where it is not this one."""
        return until_words(self.deadline, today, language)

    def words(self, today: date, language: str) -> str:
        """'Báo cáo tháng 11/2025, hạn 18/11, còn 3 ngày'."""
        label = self.period.label(language)
        title = f"Báo cáo {label}" if language == "vi" else f"Report of {label}"
        return f"{title}, {self.until(today, language)}"


def until_words(deadline: date, today: date, language: str) -> str:
    """By when, and how long that is from today: 'hạn 18/11, còn 3 ngày', 'hạn 18/11, quá hạn 2 ngày'."""
    left = (deadline - today).days
    if language == "vi":
        day = f"{deadline:%d/%m}" if deadline.year == today.year else f"{deadline:%d/%m/%Y}"
        rest = "hôm nay" if left == 0 else f"còn {left} ngày" if left > 0 else f"quá hạn {-left} ngày"
        return f"hạn {day}, {rest}"
    day = f"{deadline.day} {deadline:%B}" + ("" if deadline.year == today.year else f" {deadline.year}")
    days = f"{abs(left)} day{'' if abs(left) == 1 else 's'}"
    return f"due {day}, {'today' if left == 0 else f'{days} left' if left > 0 else f'{days} overdue'}"


def dues_of(user: User, today: date) -> list[Due]:
    """For each obligation of the account's body the last period that has ended, and those before it that were not sent.

    Earliest deadline first. A period is owed where the obligation is in force on its last day, so a unit that ended
    still owes what ended before it. Periods of a programme are those of the programmes that the account sees.
    """
    last: set[tuple[str, int]] = set()
    found = []
    for due in _stated(user, _ended(user, today)):
        is_last = (due.form.code, due.place.pk) not in last
        last.add((due.form.code, due.place.pk))
        if is_last or not due.is_sent:
            found.append(due)
    return sorted(found, key=lambda due: (due.deadline, due.form.code, due.place.key))


def dues_ahead(user: User, today: date) -> list[Due]:
    """What is owed and not sent: of the last periods, and of those whose deadlines come within `AHEAD_DAYS`.

    Earliest deadline first.
    """
    late = [due for due in dues_of(user, today) if not due.is_sent]
    coming = [due for due in _stated(user, _coming(user, today)) if not due.is_sent]
    return sorted([*late, *coming], key=lambda due: (due.deadline, due.form.code, due.place.key))


def periods_ended(regime: Regime, today: date, count: int = MOST) -> list[Period]:
    """The last periods of a regime that are over, latest first; none for regimes that no calendar divides."""
    if not is_divided(regime):
        return []
    found: list[Period] = []
    period = period_before(period_of(regime, today))
    while period is not None and len(found) < count:
        found.append(period)
        period = period_before(period)
    return found


Owed = tuple["Obligation", Period]


def _ended(user: User, today: date) -> Iterator[Owed]:
    """Each obligation with its periods that have ended, latest first."""
    duties = forms.duties_of(user.body)
    for obligation in duties:
        for period in periods_ended(Regime(obligation.form.regime), today):
            if _covers(obligation, period):
                yield obligation, period
    terms = {programmes.term(programme) for programme in programmes.programmes_visible(user)}
    for term in sorted(terms, reverse=True):
        for obligation in duties if term.end < today else []:
            if obligation.form.regime == Regime.PROGRAMME_TERM and _covers(obligation, term):
                yield obligation, term


def _coming(user: User, today: date) -> Iterator[Owed]:
    """Each obligation with its periods that run now or will, as far as the calendar reaches."""
    for obligation in forms.duties_of(user.body):
        regime = Regime(obligation.form.regime)
        for period in periods_from(regime, today) if is_divided(regime) else []:
            if period.end > today + timedelta(days=AHEAD_DAYS):
                break
            if _covers(obligation, period):
                yield obligation, period


def _covers(obligation: Obligation, period: Period) -> bool:
    return obligation.valid_from <= period.end and (obligation.valid_to is None or period.end <= obligation.valid_to)


def _stated(user: User, owed: Iterator[Owed]) -> Iterator[Due]:
    """What is owed, each form, place and period once, with its deadline and what became of it."""
    listed = {(o.form.code, o.place_id, period): (o, period) for o, period in reversed(list(owed))}
    by_form: dict[str, set[Period]] = {}
    for code, _, period in listed:
        by_form.setdefault(code, set()).add(period)
    level = user.body.level
    deadlines: dict[tuple[str, Period, str], date] = {}
    states: dict[tuple[str, int, date, date], tuple[str, int]] = {}
    for code, periods in by_form.items():
        deadlines |= {
            (code, period, level): on for (period, _), on in forms.deadlines_of(code, periods, [level]).items()
        }
        states |= _states(user, code, periods)
    for (code, place_id, period), (obligation, _) in reversed(listed.items()):
        state, batch_id = states.get((code, place_id, period.start, period.end), ("", None))
        yield Due(obligation.form, obligation.place, period, deadlines[code, period, level], state, batch_id)


def _states(user: User, code: str, periods: set[Period]) -> dict[tuple[str, int, date, date], tuple[str, int]]:
    """The latest version of each report of the body with its state."""
    since, until = min(period.end for period in periods), max(period.end for period in periods)
    sent = ledger.reports_sent(user, form_code=code, since=since, until=until)
    return {(code, r.place_id, r.start, r.end): (r.state, r.batch_id) for r in sent if r.body_id == user.body_id}
