"""Which form is in force, what it asks for, who owes it for a period, and by when."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import Q

from chungtay.kernel.errors import Both, NotAllowed, Refusal
from chungtay.kernel.periods import Period, Regime
from chungtay.reference.forms.calendar import is_divided, periods_from
from chungtay.reference.forms.deadlines import deadline
from chungtay.reference.forms.models import Form, FormItem, Holiday, Obligation
from chungtay.reference.forms.policies import visible_forms_q
from chungtay.reference.forms.rights import Asked, rights_problems
from chungtay.reference.forms.texts import LEVELS as _LEVELS
from chungtay.reference.forms.types import Duty, ItemFacts
from chungtay.reference.indicators.queries import indicator_code
from chungtay.reference.places.queries import territory_q

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.places.models import Place

LEVELS_OF_BODIES = {"country": "centre"}
"""The level of a body whose territory is such a place, where it is called otherwise than the place's."""


def _valid_on(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def form_get(code: str, on: date | None = None) -> Form:
    """The latest version of a form, or the latest that is in force on a day. Refusal BIEUMAU-001 when there is none."""
    forms = Form.objects.filter(code=code)
    form = (forms.filter(_valid_on(on)) if on else forms).order_by("-version").first()
    if form is None:
        raise Refusal.of(
            "BIEUMAU-001",
            Both("biểu mẫu", "form"),
            read=f"{code} {on.isoformat() if on else ''}".strip(),
            expected=Both("một biểu mẫu có hiệu lực", "a form in force"),
            todo=Both("chọn biểu mẫu khác hoặc kỳ khác", "choose another form or period"),
            vi="không có biểu mẫu này vào ngày đó",
            en="there is no such form on that day",
        )
    return form


def check_askable(form: Form, level: str) -> None:
    """Refusal BIEUMAU-015 where the form is filled in about a village and asks what no village is asked: the numbers
    would stand in a draft before any check refuses them (KT-014)."""
    rows = [Asked(item.indicator, item.cell) for item in form_items(form)] if level == "village" else []
    if found := next(rights_problems(level, rows), None):
        raise Refusal.of(
            "BIEUMAU-015",
            Both("biểu mẫu", "form"),
            read=form.code,
            todo=Both("báo cáo của cả xã, phường, đặc khu", "report for the whole commune"),
            vi=found.vi,
            en=found.en,
        )


def forms_all() -> list[Form]:
    """All form versions, the latest of each code first."""
    return list(Form.objects.order_by("code", "-version"))


def form_indicators(form: Form | str) -> list[str]:
    """The indicators of a form version (or of the latest version of a code), each once, in the order asked for."""
    version = form_get(form) if isinstance(form, str) else form
    return list(dict.fromkeys(item.indicator for item in form_items(version)))


def form_items(form: Form) -> tuple[ItemFacts, ...]:
    """The rows of a form version in the order asked for. Versions never change, so they are read once per process.

    Whoever makes a form version forgets what was read (`forget_items`): an id may be rolled back and given again.
    """
    return _items(form.pk)


@lru_cache(maxsize=64)
def _items(form_id: int) -> tuple[ItemFacts, ...]:
    items = FormItem.objects.filter(form=form_id).select_related("section", "form").order_by("position")
    return tuple(
        ItemFacts(
            id=item.pk,
            position=item.position,
            indicator=indicator_code(item.indicator_id),
            cell=item.cell,
            section_vi=item.section.name_vi if item.section else "",
            section_en=item.section.name_en if item.section else "",
            allows_precision=item.allows_precision,
            must_answer=item.must_answer,
            two_attest=item.two_attest,
            status=item.form.status,
        )
        for item in items
    )


def forget_items() -> None:
    """Read the rows of forms anew from now on."""
    _items.cache_clear()


def expected_place_ids(form_code: str, period: Period, territory: Place) -> list[int]:
    """Ids of the places in a territory (itself among them) for which the form is owed for the period, in any version.

    A place counts when its obligation is in force on the period's last day. Each place once, by id.
    """
    owed = Obligation.objects.filter(_valid_on(period.end), territory_q(territory), form__code=form_code)
    return sorted(set(owed.values_list("place_id", flat=True)))


def obligations_of(body: Body, on: date) -> list[Obligation]:
    """What a body owes on a day, with forms and places."""
    owed = Obligation.objects.filter(_valid_on(on), body=body).select_related("form", "place")
    return list(owed.order_by("form__code", "place__code"))


def obligations_in(territory: Place, on: date, form_code: str | None = None) -> list[Obligation]:
    """What is owed for the places of a territory on a day, with forms, places and bodies."""
    owed = Obligation.objects.filter(_valid_on(on), territory_q(territory)).select_related("form", "place", "body")
    return list((owed.filter(form__code=form_code) if form_code else owed).order_by("form__code", "place__code"))


def obligations_ever(territory: Place) -> list[Obligation]:
    """What was, is or will be owed for the places of a territory, on any day, with forms and places."""
    owed = Obligation.objects.filter(territory_q(territory)).select_related("form", "place")
    return list(owed.order_by("form__code", "place__key", "valid_from", "pk"))


def obligations_mark(territory: Place) -> int:
    """A number that changes with what is owed for the places of a territory; only of use while the process lives."""
    owed = Obligation.objects.filter(territory_q(territory)).order_by("pk")
    return hash(tuple(owed.values_list("pk", "form_id", "place_id", "valid_from", "valid_to")))


def duties_of(body: Body) -> list[Obligation]:
    """What a body owed, owes or will owe, on any day, with forms and places."""
    owed = Obligation.objects.filter(body=body).select_related("form", "place")
    return list(owed.order_by("form__code", "place__key", "valid_from", "pk"))


def duties_in(territory: Place, form_code: str) -> list[Duty]:
    """Who owes a form, in any version, for the places of a territory, and from when to when; in one query."""
    owed = Obligation.objects.filter(territory_q(territory), form__code=form_code)
    columns = ("place_id", "body_id", "body__level", "place__level", "valid_from", "valid_to")
    rows = owed.order_by("place__code", "place_id", "valid_from", "pk").values_list(*columns)
    return [
        Duty(place, body, level or LEVELS_OF_BODIES.get(unit, unit), start, end)
        for place, body, level, unit, start, end in rows
    ]


def forms_owed_in(territory: Place) -> list[Form]:
    """The latest version of each form that was, is or will be owed for a place of a territory."""
    codes = set(Obligation.objects.filter(territory_q(territory)).values_list("form__code", flat=True))
    latest = {form.code: form for form in Form.objects.filter(code__in=codes).order_by("version")}
    return [latest[code] for code in sorted(latest)]


def holidays_between(start: date, end: date) -> dict[date, Holiday]:
    """Days off from one day to another, both included."""
    return {holiday.on: holiday for holiday in Holiday.objects.filter(removed_at=None, on__gte=start, on__lte=end)}


def days_off_since(start: date) -> set[date]:
    """Days off from a day on."""
    return set(Holiday.objects.filter(removed_at=None, on__gte=start).values_list("on", flat=True))


def deadline_of(form: Form, period: Period, level: str) -> date:
    """The last day on which a body of a level ('centre', 'province', 'commune') reports the period in time.

    The days are those of the version in force for the period, whichever version of the form is given.
    """
    holidays = days_off_since(period.end)
    return deadline(period, level, holidays, version_for(form, period).due)


def deadlines_of(form_code: str, periods: Iterable[Period], levels: Iterable[str]) -> dict[tuple[Period, str], date]:
    """`deadline_of` for many periods and levels at once, in two queries; empty where the form is unknown."""
    asked = sorted(set(periods))
    versions = list(Form.objects.filter(code=form_code).order_by("-version"))
    if not asked or not versions:
        return {}
    holidays = days_off_since(asked[0].end)
    found: dict[tuple[Period, str], date] = {}
    for period in asked:
        form = next((form for form in versions if _in_force(form, period.end)), versions[0])
        found |= {(period, level): deadline(period, level, holidays, form.due) for level in set(levels)}
    return found


def _in_force(form: Form, on: date) -> bool:
    return form.valid_from <= on and (form.valid_to is None or on <= form.valid_to)


def version_for(form: Form, period: Period) -> Form:
    """The version of the same form that a report for the period is made with: the one in force on its last day.

    The given one where none is in force then.
    """
    if _in_force(form, period.end):
        return form  # whoever makes a version ends the one before it: no two are in force on a day
    versions = Form.objects.filter(_valid_on(period.end), code=form.code)
    return versions.order_by("-version").first() or form


def forms_visible(user: User) -> list[Form]:
    """All versions of the forms that concern an account, with their lands; the latest of each code first."""
    return list(Form.objects.filter(visible_forms_q(user)).select_related("scope").order_by("code", "-version"))


def form_in_view(*, by: User, id: int) -> Form:
    """A form version; NotAllowed BIEUMAU-006, as if it did not exist, where it is of other land."""
    form = Form.objects.filter(visible_forms_q(by), pk=id).select_related("scope").first()
    if form is None:
        raise NotAllowed.of(
            "BIEUMAU-006",
            Both("biểu mẫu", "form"),
            read=str(id),
            vi="không có biểu mẫu này",
            en="there is no such form",
        )
    return form


def versions_of(form: Form) -> list[Form]:
    """All versions of the same form, the latest first."""
    return list(Form.objects.filter(code=form.code).order_by("-version"))


def owed_count(form: Form, on: date, territory: Place) -> int:
    """For how many places of a territory the form is owed on a day, in any version."""
    owed = Obligation.objects.filter(_valid_on(on), territory_q(territory), form__code=form.code)
    return owed.values("place_id").distinct().count()


def deadlines_next(form: Form, today: date, count: int = 3) -> list[tuple[Period, dict[str, date]]]:
    """The next periods of a form that end on or after a day, each with the deadline of every level it names.

    Empty where no calendar divides the regime.
    """
    regime = Regime(form.regime)
    if not is_divided(regime):
        return []
    holidays = days_off_since(today)
    periods = islice((p for p in periods_from(regime, today) if p.end >= form.valid_from), count)
    dues = [(period, version_for(form, period).due) for period in periods]
    return [(period, {level: deadline(period, level, holidays, due) for level in due}) for period, due in dues]


def forms_open_to(user: User) -> list[Form]:
    """The latest version of each form that the account's body may answer: of its own level, and of levels below."""
    reach, latest = _LEVELS.index(user.body.level), dict[str, Form]()
    for form in forms_visible(user):
        level = form.owed_by.partition(":")[2] or min(form.due, key=_LEVELS.index)
        if _LEVELS.index(level) <= reach:
            latest.setdefault(form.code, form)
    return list(latest.values())
