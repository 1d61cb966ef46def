"""Activities as pages show them: what is typed, what a list is narrowed to, a month's days, a row's words."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.faces.desk.forms import NOT_A_DATE, REQUIRED, NumberField, place_written
from chungtay.faces.desk.registerlists import places_named
from chungtay.faces.desk.telling import language
from chungtay.gathering.registers.activities import policies, queries
from chungtay.gathering.registers.activities.kinds import ActivityKind, kind_keyed, kinds, partners
from chungtay.gathering.registers.activities.queries import State, Step
from chungtay.gathering.registers.activities.types import ActivityDraft, ActivityLine, Sieve
from chungtay.reference.places import queries as places

if TYPE_CHECKING:
    from decimal import Decimal

    from django.http import QueryDict
    from django.utils.functional import Promise

    from chungtay.gathering.registers.activities.models import Activity
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

STATES: dict[int, tuple[str, Promise]] = {
    State.PLANNED: ("due", gettext_lazy("Dự kiến")),
    State.HELD: ("confirmed", gettext_lazy("Đã diễn ra")),
    State.CANCELLED: ("withdrawn", gettext_lazy("Không tổ chức")),
    State.STRUCK: ("dropped", gettext_lazy("Đã gạch bỏ")),
}
"""By state, how it is coloured and what it is called."""
STEPS: dict[int, Promise] = {
    Step.WEEKLY: gettext_lazy("Hằng tuần"),
    Step.FORTNIGHTLY: gettext_lazy("Hai tuần một lần"),
    Step.MONTHLY: gettext_lazy("Hằng tháng"),
    Step.QUARTERLY: gettext_lazy("Ba tháng một lần"),
}
VIEWS: dict[str, Promise] = {
    "": gettext_lazy("Đến hôm nay"),
    "sap-toi": gettext_lazy("Sắp tới"),
    "cho-ghi": gettext_lazy("Chờ ghi kết quả"),
    "gach-bo": gettext_lazy("Đã gạch bỏ, không tổ chức"),
}
"""What a list is of, by the word in its address."""


class ActivityForm(forms.Form):
    """An activity as it is typed; what it may be is decided by the room."""

    on = forms.DateField(error_messages=NOT_A_DATE)
    hour = forms.TimeField(required=False, error_messages={"invalid": gettext_lazy("Giờ viết theo dạng 19:30.")})
    place = forms.CharField(required=False, max_length=200)
    village = forms.CharField(required=False, max_length=40)
    part = forms.CharField(required=False, max_length=40)
    participations = NumberField(required=False, max_length=20)
    amount = NumberField(required=False, max_length=20)
    title = forms.CharField(required=False, max_length=300)
    venue = forms.CharField(required=False, max_length=300)
    partners = forms.MultipleChoiceField(required=False, choices=[(key, key) for key in partners()])
    step = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, choices=[("", ""), *((s.value, s.name) for s in Step)]
    )
    last = forms.DateField(required=False, error_messages=NOT_A_DATE)
    reason = forms.CharField(required=False, max_length=300)

    def clean_participations(self) -> int | None:
        """People come whole."""
        return _whole(self.cleaned_data["participations"])

    def clean_amount(self) -> int | None:
        """So do đồng."""
        return _whole(self.cleaned_data["amount"])

    def clean(self) -> dict[str, Any]:
        """What comes again does so until a day."""
        data = super().clean() or {}
        if data.get("step") and not data.get("last") and "last" not in self.errors:
            self.add_error("last", REQUIRED["required"])
        return data


def _whole(value: Decimal | None) -> int | None:
    if value is None:
        return None
    if value != value.to_integral_value():
        raise forms.ValidationError(_("Hãy ghi số nguyên."))
    return int(value)


def draft_typed(user: User, kind: ActivityKind, data: dict[str, Any]) -> ActivityDraft:
    """What was typed as a draft. Refusals DIABAN-005, -006 and -045 for places that cannot be told."""
    place = user.body.place
    if data["place"].strip():
        place = place_written(data["place"], on=data["on"], own=place)
    village = places.village_get(place, data["village"]) if data["village"] else None
    given = {name: data[name] for name in ("on", "hour", "part", "participations", "amount", "title", "venue")}
    return ActivityDraft(kind=kind.number, place=place, village=village, partners=tuple(data["partners"]), **given)


def typed_of(activity: Activity) -> dict[str, Any]:
    """An activity as its form begins."""
    names = ("on", "hour", "part", "participations", "amount", "title", "venue", "partners")
    return {name: getattr(activity, name) for name in names} | {
        "place": activity.place.full_name,
        "village": activity.village.key if activity.village else "",
    }


def form_choices(user: User, kind: ActivityKind, place: Place) -> dict[str, Any]:
    """What a form of the kind offers to choose from."""
    own_commune = place.level == "commune" and policies.sees_village(user, place) and not kind.counts_alone
    today = timezone.localdate()
    villages = (
        [v for v in places.villages_of(place) if v.valid_to is None or v.valid_to >= today] if own_commune else []
    )
    dimension = kind.dimension
    return {
        "kind": kind,
        "kind_name": kind.name(language()),
        "villages": villages,
        "dimension": dimension,
        "parts": [(m.key, m.name(language())) for m in dimension.members] if dimension else [],
        "partner_names": [(p.key, p.name(language())) for p in partners().values()],
        "steps": [(str(value), words) for value, words in STEPS.items()],
        "asks_place": user.body.place.level not in ("commune", "village"),
        "today": today,
    }


@dataclass(frozen=True)
class Asked:
    """What the address of a list narrows it to. `is_nowhere`: it names a place that the territory does not have."""

    view: str
    kind: ActivityKind | None
    start: date | None
    end: date | None
    place: str
    sieve: Sieve
    is_nowhere: bool
    search: str = ""

    @property
    def forward(self) -> bool:
        """What is yet to come is read from the next one on."""
        return self.view in ("sap-toi", "cho-ghi")


class _Days(forms.Form):
    tu = forms.DateField(required=False)
    den = forms.DateField(required=False)


def asked(user: User, query: QueryDict) -> Asked:
    """The list that an address asks for; what cannot be read narrows nothing."""
    today = timezone.localdate()
    view = query.get("xem", "") if query.get("xem", "") in VIEWS else ""
    days = _Days(query)
    days.is_valid()
    start, end = days.cleaned_data.get("tu"), days.cleaned_data.get("den")
    kind = kind_keyed(query.get("loai", ""))
    place, search = query.get("dia-ban", "").strip()[:120], query.get("tim", "").strip()[:80]
    named = places_named(place, user)
    if not view and "tu" not in query:
        # Without a word on days the list is this year's: counts over all years would say little, and slowly.
        start = date(today.year, 1, 1)
    bounds = {
        "": (start, min(end or today, today), ()),
        "sap-toi": (max(start or today, today + timedelta(days=1)), end, (State.PLANNED,)),
        "cho-ghi": (start, min(end or today, today), (State.PLANNED,)),
        "gach-bo": (start, end, (State.CANCELLED, State.STRUCK)),
    }[view]
    sieve = Sieve(
        kind=kind.number if kind else None,
        start=bounds[0],
        end=bounds[1],
        states=bounds[2] or (State.PLANNED, State.HELD),
        places=named.communes if named else None,
        provinces=named.provinces if named else frozenset(),
        body_id=user.body_id if view == "cho-ghi" else None,
        search=search,
    )
    return Asked(view, kind, start, end, place, sieve, named is not None and named.is_none, search)


@dataclass(frozen=True)
class Line:
    """One activity as a list shows it."""

    row: Activity | ActivityLine
    kind: ActivityKind
    name: str
    about: str
    where: str
    state: str
    state_words: Promise
    village: str
    may_hold: bool


def line_of(user: User, row: Activity | ActivityLine, today: date) -> Line:
    """A row in words, as the account may read it."""
    kind = kinds()[row.kind]
    if isinstance(row, ActivityLine):
        near, keeps = policies.is_near(user), policies.may_keep_line(user, row)
    else:
        near, keeps = policies.sees_village(user, row.place), policies.may_keep(user, row)
    state, words = STATES[row.state]
    return Line(
        row=row,
        kind=kind,
        name=row.title or kind.name(language()),
        about=" · ".join(word for word in (kind.name(language()) if row.title else "", part_words(row)) if word),
        where=row.venue if near else "",
        state=state,
        state_words=words,
        village=row.village.full_name if row.village is not None and near else "",
        may_hold=row.state == State.PLANNED and row.on <= today and keeps,
    )


def part_words(row: Activity | ActivityLine) -> str:
    """The member of the kind's dimension ('Phòng, chống ma túy'); '' for none."""
    dimension = kinds()[row.kind].dimension
    member = dimension.member(row.part) if dimension else None
    return member.name(language()) if member else ""


@dataclass(frozen=True)
class Day:
    """One day of a calendar: its activities where there are few, else how many of each kind."""

    on: date
    is_of_month: bool
    is_today: bool
    lines: Sequence[Line]
    counts: Sequence[tuple[str, str, int, int]]
    """(key of the kind, its name, held, planned)."""


MOST_IN_DAY = 4
"""Lines of a day before it is told in numbers."""


def month_days(user: User, year: int, month: int, kind: ActivityKind | None) -> list[list[Day]]:
    """The weeks of a month, Monday first. A commune reads its activities; whoever sees more reads numbers."""
    weeks = Calendar().monthdatescalendar(year, month)
    today = timezone.localdate()
    sieve = Sieve(
        kind=kind.number if kind else None,
        start=weeks[0][0],
        end=weeks[-1][-1],
        states=(State.PLANNED, State.HELD),
    )
    counts = queries.day_counts(user, sieve)
    lines: dict[date, list[Line]] = {}
    if user.body.place.level in ("commune", "village"):
        for row in queries.activities_page(user, sieve, forward=True, length=400).rows:
            lines.setdefault(row.on, []).append(line_of(user, row, today))
    return [[_day(on, month, today, counts.get(on, {}), lines.get(on, [])) for on in week] for week in weeks]


def _day(on: date, month: int, today: date, counts: dict[tuple[int, int], int], lines: list[Line]) -> Day:
    told = [
        (kind.key, kind.name(language()), counts.get((number, State.HELD), 0), counts.get((number, State.PLANNED), 0))
        for number, kind in kinds().items()
    ]
    few = lines if 0 < len(lines) <= MOST_IN_DAY else []
    shown = [] if few else [one for one in told if one[2] or one[3]]
    return Day(on, on.month == month, on == today, few, shown)
