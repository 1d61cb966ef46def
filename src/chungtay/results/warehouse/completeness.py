"""How complete reporting was: expected, received and on time, by place and reporting period, and for how many people.

Counted as the board counts (`gathering.approval.board`): expected are those who owe the form on a reporting period's
last day, received those of whom a version stands with those above, is approved or was returned, on time those whose
first such version came by the deadline. A unit that ended owes nothing after its last day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.periods import Period, Regime
from chungtay.ledger import queries as ledger
from chungtay.reference.forms import queries as forms
from chungtay.reference.places import queries as places
from chungtay.results.warehouse.facts import PlaceNode, World, divide
from chungtay.results.warehouse.instants import day_known
from chungtay.results.warehouse.loading import nodes_of
from chungtay.results.warehouse.queries import place_of
from chungtay.results.warehouse.questions import By
from chungtay.results.warehouse.rows import territory

if TYPE_CHECKING:
    from chungtay.ledger.types import ReportSent
    from chungtay.reference.actors.models import User
    from chungtay.reference.forms.types import Duty
    from chungtay.reference.places.models import Place

CENSUS_YEAR = 2019
CENSUSES = ("census", "census_rebased")
"""One count of people for the units of every map: those of that day, and the same carried to the units of 2025."""


@dataclass(frozen=True)
class Completeness:
    """The reports of a place, or of all places within it, for one reporting period or for all of the asked one.

    `pending` are expected, not received, and not yet due. People are of the census, and counted once for each
    reporting period in which they were expected; places of which no count is known are in neither number.
    """

    place: str
    period: Period
    expected: int = 0
    received: int = 0
    on_time: int = 0
    pending: int = 0
    people_expected: int = 0
    people_received: int = 0

    @property
    def late(self) -> int:
        """Received after the deadline."""
        return self.received - self.on_time

    @property
    def missing(self) -> int:
        """Not received though due."""
        return self.expected - self.received - self.pending


@dataclass(frozen=True)
class _Due:
    """One report that is owed."""

    duty: Duty
    period: Period
    is_received: bool
    is_on_time: bool
    is_pending: bool


def completeness(
    form_code: str,
    place: str,
    period: Period,
    *,
    by: By = By.ONE,
    each_period: bool = False,
    as_known_at: int | None = None,
    user: User | None = None,
) -> list[Completeness]:
    """Rows by place (and by reporting period), in order of place and time; places of which nothing is expected have
    none.

    With a user as in `queries.answer`. Refusals BIEUMAU-001 for an unknown form, KHO-031 where no reporting period of
    the form lies within the asked one and had ended by then.
    """
    asked = place_of(place, user)
    form = forms.form_get(form_code)
    today = day_known(as_known_at)
    periods = [part for part in _parts(period, Regime(form.regime)) if part.end < today]
    if not periods:
        raise _nothing_due(period, today)
    duties = forms.duties_in(asked, form_code)
    sent = _first_sent(asked, form_code, periods, as_known_at)
    deadlines = forms.deadlines_of(form_code, periods, {duty.level for duty in duties})
    due = [_due(duty, part, sent, deadlines, today) for duty in duties for part in periods if duty.covers(part.end)]
    return _counted(due, _Where(asked.key, by, {item.duty.place_id for item in due}), period, each_period)


def _parts(period: Period, regime: Regime) -> list[Period]:
    """The reporting periods within the asked one; of a form for whole terms, the asked one itself."""
    return divide(period, regime) or ([period] if regime in (Regime.PROGRAMME_TERM, Regime.SPAN) else [])


Sent = Mapping[tuple[int | None, int, date, date], datetime | None]


def _first_sent(asked: Place, form_code: str, periods: Sequence[Period], at: int | None) -> Sent:
    """When the first version that counts came, by body, place and dates; under no body as well, for places whose body
    was not set up when it was owed."""
    since, until = min(p.end for p in periods), max(p.end for p in periods)
    found: dict[tuple[int | None, int, date, date], datetime | None] = {}
    reports: Iterable[ReportSent] = ledger.reports_sent_in(asked, form_code=form_code, since=since, until=until, at=at)
    for report in reports:
        if report.state != "withdrawn":
            for body_id in (report.body_id, None):
                found.setdefault((body_id, report.place_id, report.start, report.end), report.sent_at)
    return found


def _due(duty: Duty, period: Period, sent: Sent, deadlines: Mapping[tuple[Period, str], date], today: date) -> _Due:
    key, last = (duty.body_id, duty.place_id, period.start, period.end), deadlines[period, duty.level]
    came = sent.get(key)
    is_on_time = came is not None and timezone.localtime(came).date() <= last
    return _Due(duty, period, key in sent, is_on_time, is_pending=key not in sent and today <= last)


class _Where:
    """In which row the reports of a place count, and how many people it has."""

    def __init__(self, asked: str, by: By, place_ids: set[int]) -> None:
        self.asked, self.by = asked, by
        held = places.places_by_id(place_ids)
        self.keys = {pk: place.key for pk, place in held.items()}
        self.people: dict[int, int] = {}
        for source in CENSUSES:
            self.people |= places.populations(held.values(), CENSUS_YEAR, source)
        self.nodes: Mapping[str, PlaceNode] = nodes_of(places.place_get(asked))
        self.lines = territory(World(self.nodes, {}), asked) if by is not By.ONE else {}

    def row_of(self, item: _Due) -> str | None:
        """The place of its row: of two provinces around an old commune the one in force when it was due."""
        if self.by is By.ONE:
            return self.asked
        line = [key for key in self.lines.get(self.keys[item.duty.place_id], ()) if self._is_level(key)]
        return next((key for key in line if self.nodes[key].in_force(item.period.end)), line[-1] if line else None)

    def _is_level(self, key: str) -> bool:
        return self.nodes[key].level == self.by.value


def _counted(due: Iterable[_Due], where: _Where, asked: Period, each_period: bool) -> list[Completeness]:
    rows: dict[tuple[str, Period], list[_Due]] = defaultdict(list)
    for item in due:
        place = where.row_of(item)
        if place is not None:
            rows[place, item.period if each_period else asked].append(item)
    return [_row(Completeness(*key), items, where.people) for key, items in sorted(rows.items())]


def _row(empty: Completeness, items: Sequence[_Due], people: Mapping[int, int]) -> Completeness:
    expected = {(item.duty.place_id, item.period) for item in items}
    received = {(item.duty.place_id, item.period) for item in items if item.is_received}
    return replace(
        empty,
        expected=len(items),
        received=sum(item.is_received for item in items),
        on_time=sum(item.is_on_time for item in items),
        pending=sum(item.is_pending for item in items),
        people_expected=sum(_people(expected, people)),
        people_received=sum(_people(received, people)),
    )


def _people(pairs: Iterable[tuple[int, Period]], people: Mapping[int, int]) -> Iterator[int]:
    # Two bodies of different lines report about the same people: each place counts once a period.
    return (people.get(place_id, 0) for place_id, _ in pairs)


def _nothing_due(period: Period, today: date) -> Refusal:
    return Refusal.of(
        "KHO-031",
        Both("kỳ", "period"),
        read=str(period),
        expected=Both(
            f"kỳ có ít nhất một kỳ báo cáo trọn vẹn, kết thúc trước ngày {today:%d/%m/%Y}",
            f"at least one whole reporting period that ended before {today}",
        ),
        todo=Both("chọn kỳ dài hơn hoặc sớm hơn", "choose a longer or an earlier period"),
        vi="trong khoảng này chưa có kỳ báo cáo nào phải nộp",
        en="no report was owed within this time",
    )
