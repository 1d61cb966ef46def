"""What changed: in a report since the version before, and under somebody since they last looked.

Which totals moved is for those above this room to say: totals are the warehouse's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from chungtay.gathering.approval.models import Look
from chungtay.gathering.approval.queries import return_marks
from chungtay.kernel.periods import Period, Regime, period_before, year_before
from chungtay.ledger import queries as ledger
from chungtay.ledger.types import DecisionKind
from chungtay.reference.actors.policies import reads_figures

if TYPE_CHECKING:
    from chungtay.ledger.models import Batch, Decision
    from chungtay.ledger.types import Claim, RecordedFigure
    from chungtay.reference.actors.models import User

MOST = 20
"""Changes that are listed at once; more than that is looked for, not read."""
Counted = tuple[object, ...]
"""What a figure counts: indicator, cell, place, period and status."""


@dataclass(frozen=True)
class Change:
    """One figure that a newer version states otherwise. `old` None: it is new; `new` None: it is left out.

    `who` sent the newer version; `why` is what the reporter noted at the figure, "" where nothing new was said.
    """

    old: RecordedFigure | None
    new: RecordedFigure | None
    who: User | None
    why: str

    @property
    def figure(self) -> RecordedFigure:
        """The newer figure, the older where there is none."""
        found = self.new or self.old
        assert found is not None
        return found


@dataclass(frozen=True)
class Changed:
    """A report that counted and now counts otherwise, or no more: by which decision, and since which version."""

    decision: Decision
    batch: Batch
    before: Batch | None

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken out and not put right."""
        return self.decision.kind == DecisionKind.WITHDRAWN


def version_before(batch: Batch) -> Batch | None:
    """The earlier version that this one is read against: the last that counted, else the last that was sent."""
    earlier = ledger.versions_before(batch)
    statuses = ledger.batch_statuses([b.pk for b in earlier])
    stood = (b for b in earlier if b.pk in statuses and statuses[b.pk].stands)
    return next(stood, next(iter(earlier), None))


def diff(batch: Batch, before: Batch | None) -> list[Change]:
    """What a version states otherwise than an earlier one, in the order of the report, what it leaves out at the end.

    Empty without an earlier version. Two figures are the same one when they count the same thing, place and time.
    """
    if before is None:
        return []
    old = {counted(f.claim): f for f in ledger.figures_of_batch(before)}
    who = _sender(batch)
    found = []
    for figure in ledger.figures_of_batch(batch):
        was = old.pop(counted(figure.claim), None)
        if was is None or says(was.claim) != says(figure.claim):
            note = figure.claim.note
            found.append(Change(was, figure, who, "" if was is not None and note == was.claim.note else note))
    return found + [Change(was, None, who, "") for was in old.values()]


def changed_though_accepted(batch: Batch) -> set[int]:
    """The figures that this version states otherwise although the return before it had accepted them, by id."""
    previous = next(iter(ledger.versions_before(batch)), None)
    marks = return_marks(previous.pk) if previous is not None else {}
    if not marks:
        return set()
    return {
        c.new.id for c in diff(batch, previous) if c.new is not None and c.old is not None and c.old.id not in marks
    }


def _sender(batch: Batch) -> User | None:
    sent = (d for d in ledger.decisions_of(batch) if d.kind == DecisionKind.SUBMITTED)
    return next((d.decided_by for d in sent), None)


def counted(claim: Claim) -> Counted:
    """What a claim counts, whatever it says of it."""
    return claim.indicator, claim.cell, claim.place_id, claim.period, claim.status


def says(claim: Claim) -> tuple[object, ...]:
    """What a claim says, however it was written."""
    quantity = claim.quantity
    number = (quantity.value, quantity.precision, quantity.value_to, quantity.of) if quantity is not None else ()
    members = frozenset(claim.members) if claim.members is not None else None
    return (*number, members, None if quantity is not None else claim.absence)


# --- the same report of earlier periods -----------------------------------------------------------


@dataclass(frozen=True)
class Earlier:
    """The report of the period before and of the same period a year before, by what is counted where."""

    last: dict[Counted, RecordedFigure]
    year: dict[Counted, RecordedFigure]


def earlier_of(batch: Batch) -> Earlier:
    """What counts of the same body's reports for the period before, and for the same period of the year before.

    Keyed by indicator, cell, place and status: the period is the one thing that differs.
    """
    period = Period(batch.start, batch.end, Regime(batch.regime))
    last, year = period_before(period), year_before(period)
    wanted = [p for p in (last, year) if p is not None]
    if not wanted:
        return Earlier({}, {})
    found = ledger.figures_of_reports(
        body=batch.body,
        form_code=batch.form.code,
        place=batch.place,
        since=min(p.start for p in wanted),
        before=batch.start,
    )
    return Earlier(*({series(f.claim): f for f in found if f.batch_period == p} for p in (last, year)))


def series(claim: Claim) -> Counted:
    """What a claim counts, whenever."""
    return claim.indicator, claim.cell, claim.place_id, claim.status


# --- what changed under somebody ------------------------------------------------------------------


def changed_under(user: User) -> list[Changed]:
    """Other bodies' reports that counted in the territory, and were corrected or withdrawn since the last look.

    Latest first, at most twenty. What the account decided itself is no news to it.
    """
    if not reads_figures(user):
        return []
    look = Look.objects.filter(user=user).first()
    after = look.transaction if look is not None else 0
    decisions = ledger.standing_changed(user=user, after=after, most=MOST)
    return [Changed(d, d.batch, version_before(d.batch)) for d in decisions]


@transaction.atomic
def looked(*, by: User, until: int) -> None:
    """The account has looked at what changed up to a ledger transaction; never back, never beyond the ledger's last."""
    seen = min(until, ledger.transaction_now())
    look, _ = Look.objects.select_for_update().get_or_create(user=by)
    if seen > look.transaction:
        look.transaction = seen
        look.save(update_fields=["transaction"])
