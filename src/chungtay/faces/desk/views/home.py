"""The first page: what waits for the account, and the headline figures of its programmes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay.checks import queries as checks
from chungtay.faces.desk import headlines
from chungtay.faces.desk.audience import SIGNED_IN, DeskRequest, audience
from chungtay.faces.desk.dues import dues_of
from chungtay.faces.desk.telling import language
from chungtay.faces.desk.views.tasks import state_of
from chungtay.gathering.approval import changes
from chungtay.gathering.approval import queries as approval
from chungtay.gathering.intake import queries as intake
from chungtay.gathering.intake.drafts import queries as drafts
from chungtay.gathering.programmes import life
from chungtay.gathering.programmes import queries as programmes
from chungtay.kernel.periods import Period, Regime
from chungtay.ledger import queries as ledger
from chungtay.ledger.types import DecisionKind
from chungtay.results.analysis.bookchecks import queries as book_queries
from chungtay.results.issuing import agreeing
from chungtay.results.issuing import queries as papers
from chungtay.results.reviews import queries as reviews

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chungtay.faces.desk.dues import Due
    from chungtay.gathering.intake.models import Draft, ReportReading
    from chungtay.gathering.programmes.models import Programme
    from chungtay.ledger.models import Batch
    from chungtay.reference.actors.models import User
    from chungtay.results.reviews.models import Review
    from chungtay.results.reviews.structure.shape import Section


MOST_TO_DECIDE = 8
"""Reports that wait for a decision on the first page; a province may have two hundred: they have their own page."""


@dataclass(frozen=True)
class Task:
    """One thing that waits: where it leads, what it is about, what is to be done."""

    address: str
    place: Any
    period: Period
    form: Any
    body: Any
    state: str
    deed: str
    note: str = ""
    title: str = ""
    """What it is and by when, where a deadline is known: “Báo cáo tháng 11/2025, hạn 18/11, còn 3 ngày”."""
    opens: Due | None = None
    """What is begun by filling in its form, where that is the first way; `address` is then the other one."""


@audience(*SIGNED_IN)
def home(request: DeskRequest) -> HttpResponse:
    """What waits for me. Administrators keep accounts and are led to their own page."""
    user = request.user
    if user.role in ("administrator", "oversight"):
        return redirect("account")
    today = timezone.localdate()
    owed = dues_of(user, today) if user.role == "reporter" else []
    cards = [_card(programme, user) for programme in programmes.programmes_visible(user)]
    context = {
        "section": "home",
        "tasks": (waiting := tasks(user, owed)),
        "to_decide": (sent := sum(task.state == DecisionKind.SUBMITTED for task in waiting)),
        "shown": _shown(waiting),
        "more": max(0, sent - MOST_TO_DECIDE),
        "changed": changes.changed_under(user),
        "sent": [due for due in owed if due.is_sent],
        "programmes": cards,
        "to_do": [(task, state_of(task, today)) for task in life.tasks_waiting(user)],
        "to_look_up": book_queries.checks_waiting(user),
        "to_write": _to_write(user),
        "to_agree": agreeing.reviews_asked(user),
        "may_report": user.role == "reporter",
    }
    return render(request, "desk/home.html", context)


def _to_write(user: User) -> list[tuple[Review, Section]]:
    """Sections that the account was given, of reviews that have not gone out."""
    given = reviews.sections_waiting(user)
    out = papers.issued_among(review.pk for review, _section in given)
    return [(review, section) for review, section in given if review.pk not in out]


def tasks(user: User, owed: Sequence[Due] = ()) -> list[Task]:
    """Returned work first, then batches to decide, then reports that are owed, then readings begun and not sent."""
    queue = approval.queue_for(user)
    states = ledger.batch_statuses([batch.pk for batch in queue])
    stopped = checks.blocking_in([batch.pk for batch in queue])
    told = {item.batch_id: item for item in owed}
    waiting = [_batch_task(b, states[b.pk], len(stopped.get(b.pk, ())), told.get(b.pk)) for b in queue]
    due = [_due_task(item, user) for item in owed if item.is_open]
    until = {item.reading_id: item for item in owed}
    begun = [_reading_task(r, until.get(r.pk)) for r in _unfinished(user)] if user.role == "reporter" else []
    begun += [_draft_task(draft, owed) for draft in drafts.drafts_visible(user)]
    drafted = {_key(task) for task in begun}
    due = [task for task in due if _key(task) not in drafted]
    waiting = [task for task in waiting if task.state != DecisionKind.RETURNED or _key(task) not in drafted]
    return sorted(waiting, key=lambda task: task.state != DecisionKind.RETURNED) + due + begun


def _shown(waiting: Sequence[Task]) -> list[Task]:
    to_decide = [task for task in waiting if task.state == DecisionKind.SUBMITTED]
    left_out = {id(task) for task in to_decide[MOST_TO_DECIDE:]}
    return [task for task in waiting if id(task) not in left_out]


def _due_task(due: Due, user: User) -> Task:
    state = _lateness(due)
    by_form = due.form.regime != Regime.PROGRAMME_TERM
    deed = _("Điền phiếu") if by_form else _("Gửi báo cáo")
    opens = due if by_form else None
    title = _title(due)
    return Task(due.address, due.place, due.period, due.form, user.body, state, deed, title=title, opens=opens)


def _lateness(due: Due) -> str:
    return "late" if due.deadline < timezone.localdate() else "due"


def _title(due: Due | None) -> str:
    return due.words(timezone.localdate(), language()) if due is not None else ""


def _unfinished(user: User) -> Iterable[ReportReading]:
    return intake.readings_visible(user).filter(body=user.body_id, batch=None)


def _batch_task(batch: Batch, state: DecisionKind, stopped: int, due: Due | None) -> Task:
    if state is DecisionKind.RETURNED:
        deed, note = _("Sửa và trình lại"), ledger.decisions_of(batch)[-1].reason
    else:
        deed, note = _("Xem và duyệt"), _("%(n)d điều phải xử lý") % {"n": stopped} if stopped else ""
    period = Period(batch.start, batch.end, Regime(batch.regime))
    address, title = reverse("batch", args=[batch.pk]), _title(due)
    return Task(address, batch.place, period, batch.form, batch.body, state, deed, note, title)


def _reading_task(reading: ReportReading, due: Due | None) -> Task:
    period = Period(reading.start, reading.end, Regime(reading.regime))
    address, deed = reverse("reading", args=[reading.pk]), _("Đọc tiếp")
    return Task(address, reading.place, period, reading.form, reading.body, "reading", deed, title=_title(due))


def _key(task: Task) -> tuple[object, ...]:
    return task.form.code, task.place.pk, task.period, task.body.pk


def _draft_task(draft: Draft, owed: Sequence[Due]) -> Task:
    period = Period(draft.start, draft.end, Regime(draft.regime))
    due = next(
        (d for d in owed if (d.form.code, d.place.pk, d.period) == (draft.form.code, draft.place_id, period)), None
    )
    address, deed = reverse("draft", args=[draft.pk]), _("Điền tiếp")
    return Task(address, draft.place, period, draft.form, draft.body, "drafting", deed, title=_title(due))


def _card(programme: Programme, user: User) -> dict[str, object]:
    look = headlines.Look(programme, headlines.place_for(programme, user), programmes.term(programme), user)
    totals = headlines.totals_of(look)
    return {
        "programme": programme,
        "tiles": headlines.best_tiles(headlines.area_tiles(look, totals)),
        "coverage": headlines.coverage(look, totals),
    }
