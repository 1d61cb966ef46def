"""What a plan set for a year beside what was done: how far each target is, and where the year may end."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay import flow_plans
from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.telling import language, telling
from chungtay.faces.desk.views.programmes import programme_followed
from chungtay.gathering.approval.policies import may_enter_for
from chungtay.gathering.programmes import queries as programmes
from chungtay.gathering.programmes import succeeding
from chungtay.kernel.errors import Refusal
from chungtay.kernel.periods import Regime, decree_year
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.forms.queries import form_get, form_indicators
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places.queries import place_get
from chungtay.results.warehouse.queries import answer, small_cell
from chungtay.results.warehouse.questions import Question, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.gathering.programmes.models import Programme
    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

FORM: Final = succeeding.TARGETS
MONTHS: Final = 12
ENOUGH: Final = 3
"""Months that must have been stated before the end of the year is reckoned."""


@dataclass(frozen=True)
class Line:
    """One target: what was set and done, how far that is, and between which numbers the year may end.

    `done` None where nothing was approved; `low`, `high` None where no honest reckoning is possible: for what is
    counted on a day, with fewer than three months, or when the year is whole.
    """

    name: str
    unit: str
    target: Decimal
    done: Decimal | None
    months: int
    low: Decimal | None
    high: Decimal | None

    @property
    def percent(self) -> int | None:
        """Of the target, rounded down; None where there is nothing to compare."""
        return None if self.done is None or not self.target else int(self.done * 100 / self.target)

    @property
    def stands(self) -> str:
        """'met', 'likely', 'open', 'unlikely' or 'unknown'."""
        if self.done is None:
            return "unknown"
        if self.done >= self.target:
            return "met"
        if self.low is None or self.high is None:
            return "open"
        return "likely" if self.low >= self.target else "unlikely" if self.high < self.target else "open"


def reckoned(months: Sequence[Decimal]) -> tuple[Decimal, Decimal] | None:
    """Where a year may end if each month still to come is no smaller than the smallest and no larger than the largest
    of those stated. No more is claimed: seasons are not known."""
    if not ENOUGH <= len(months) < MONTHS:
        return None
    left, done = MONTHS - len(months), sum(months, Decimal())
    return done + left * min(months), done + left * max(months)


@audience(*READERS)
def targets(request: DeskRequest, id: int) -> HttpResponse:
    """The targets of a year (`nam`) for a place (`dia-ban`), the account's own unless another is asked for."""
    user = request.user
    found = programme_followed(user, id)
    place, year = _place(request, user), _year(request, found)
    period = decree_year(year)
    may_set = place.pk == user.body.place_id and may_enter_for(user, user.body, place)
    carried = _carried(found, place, year) if may_set else {}
    if request.method == "POST" and carried:
        with telling(request):
            return redirect("draft", flow_plans.targets_open(by=user, programme=found, year=year).pk)
    context = {
        "section": "programmes",
        "crumbs": [(reverse("programmes"), _("Chương trình"))],
        "programme": found,
        "has_figures": programmes.programmes_visible(user).filter(pk=found.pk).exists(),
        "place": place,
        "year": year,
        "years": range(found.term_start.year, min(found.term_end.year, timezone.localdate().year + 1) + 1),
        "period": period,
        "lines": lines_of(user, place, period),
        "may_set": may_set,
        "carried": len(carried),
        "form": FORM,
    }
    return render(request, "desk/targets.html", context)


def _carried(found: Programme, place: Place, year: int) -> dict[str, str]:
    """The targets that the programme of this place was signed with, where they are for this year."""
    if place.pk != found.place_id or year != succeeding.targets_year(found, timezone.localdate()):
        return {}
    return succeeding.targets_carried(found)


def targets_last_set(user: User, place: Place, years: Sequence[int]) -> dict[str, Decimal]:
    """The targets of the first of these years in which any was approved, by indicator."""
    codes = tuple(form_indicators(form_get(FORM)))
    for year in years:
        asked = Question(codes, place.key, decree_year(year), statuses=("target",), trace=False)
        found = {row.indicator: row.total.value for row in answer(asked, user=user) if row.total is not None}
        if found:
            return found
    return {}


def _place(request: DeskRequest, user: User) -> Place:
    asked = request.GET.get("dia-ban", "")
    if not asked:
        return user.body.place
    try:
        place = place_get(asked)
    except Refusal as refusal:
        raise Http404 from refusal
    if not sees_place(user, place):
        raise Http404
    return place


def _year(request: DeskRequest, found: Programme) -> int:
    asked = request.GET.get("nam", "")
    first, last = found.term_start.year, found.term_end.year
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else timezone.localdate().year
    return min(max(year, first), last)


def lines_of(user: User, place: Place, period: Period) -> list[Line]:
    """The targets of a place for a year, with what was done and where the year may end; none is an empty list."""
    codes = tuple(form_indicators(form_get(FORM, period.end)))
    asked = Question(codes, place.key, period, statuses=("target",), trace=False)
    wanted = {row.indicator: row for row in answer(asked, user=user) if row.total is not None}
    if not wanted:
        return []
    held = tuple(wanted)
    done = {row.indicator: row for row in answer(Question(held, place.key, period), user=user)}
    monthly: dict[str, list[Decimal]] = {}
    for row in answer(Question(held, place.key, period, by_period=Regime.DECREE_MONTH, trace=False), user=user):
        if row.total is not None:
            monthly.setdefault(row.indicator, []).append(row.total.value)
    return [_line(user, wanted[code], done.get(code), monthly.get(code, [])) for code in held]


def _line(user: User, wanted: Row, done: Row | None, months: Sequence[Decimal]) -> Line:
    meaning = definition(wanted.indicator)
    assert wanted.total is not None
    shown = done is not None and done.total is not None and not small_cell(done, user)
    reached = done.total.value if shown and done is not None and done.total is not None else None
    span = reckoned(months) if shown and meaning.nature == "flow" else None
    return Line(
        name=meaning.name(language()),
        unit=meaning.unit(language()),
        target=wanted.total.value,
        done=reached,
        months=len(months) if shown else 0,
        low=span[0] if span else None,
        high=span[1] if span else None,
    )
