"""What is owed follows the map: a unit that ended owes nothing after its last day, a new one owes from its first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.reference.actors.queries import bodies_all
from chungtay.reference.forms.models import Form, Obligation
from chungtay.reference.forms.policies import check_define
from chungtay.reference.forms.villages import villages_follow
from chungtay.reference.places.queries import place_get, places_in_force, successors, villages_stranded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.places.models import Place

_BATCH = 1000
_PLACE_LEVEL = {"centre": "country"}


@dataclass(frozen=True)
class Followed:
    """How many obligations began, ended, and found the body that owes them."""

    opened: int
    ended: int
    bound: int

    @property
    def is_nothing(self) -> bool:
        """Whether all was in line already."""
        return not (self.opened or self.ended or self.bound)


def obligations_follow(*, by: User, form: Form, since: date | None = None) -> Followed:
    """Bring what is owed of a form (in all its versions) into line with the units and bodies as they are now.

    Where the form says who owes it, every such unit in force on or after `since` owes it for as long as the unit and
    the form last; where obligations were given one by one, the successors of units that ended take over. Obligations
    that somebody ended stay ended. `since` is the first day on which anything of the form was owed, else the version's
    first day; a unit that was there then and owed nothing owes from `since` where it is given, else from today:
    nobody is late with what was not asked. NotAllowed BIEUMAU-005.
    """
    check_define(by, form.scope)
    villages_follow()
    return follow(form, since)


@transaction.atomic
def follow(form: Form, since: date | None = None, *, everywhere: bool = True) -> Followed:
    """The same once a form was made; not `everywhere`: only the successors of units that owed it take over."""
    known = list(Obligation.objects.filter(form__code=form.code).select_related("place", "body", "form"))
    until = _until(form)
    ended = _ended(known, until)
    bodies = _bodies(form, known)
    begin = since or min((item.valid_from for item in known), default=form.valid_from)
    joins = timezone.localdate() if known and since is None else begin
    bound = _bound(known, bodies)
    owing = [(unit, joins) for unit in _units(form, begin)] if form.owed_by and everywhere else _heirs(known)
    done = {item.place_id for item in known}
    new = [
        Obligation(form=form, body=bodies.get(unit.pk), place=unit, valid_from=first, valid_to=last)
        for unit, joined in owing
        if unit.pk not in done
        for first, last in [(_first_day(unit, begin, joined), _last_day(unit, until))]
        if last is None or first <= last
    ]
    Obligation.objects.bulk_create(new, batch_size=_BATCH)
    return Followed(len(new), ended, bound)


def follow_all() -> Followed:
    """What is owed of every form in line with the map, when the software is set up; nobody else comes to owe it."""
    villages_follow()
    latest = {form.code: form for form in Form.objects.order_by("version")}
    owed = set(Obligation.objects.values_list("form__code", flat=True))
    found = [follow(form, everywhere=False) for code, form in sorted(latest.items()) if code in owed]
    return Followed(sum(f.opened for f in found), sum(f.ended for f in found), sum(f.bound for f in found))


def _until(form: Form) -> date | None:
    """The last day of the form in any version; None while one is open."""
    ends = list(Form.objects.filter(code=form.code).values_list("valid_to", flat=True))
    known = [day for day in ends if day is not None]
    return None if len(known) < len(ends) else max(known)


def _first_day(unit: Place, begin: date, joined: date) -> date:
    """A unit that came after the form was first owed owes it from its own first day, an older one since it joined."""
    came = unit.valid_from or date.min
    return came if came > begin else max(begin, joined)


def _last_day(unit: Place, until: date | None) -> date | None:
    return min((day for day in (unit.valid_to, until) if day is not None), default=None)


def _units(form: Form, begin: date) -> list[Place]:
    """The units of the level that owes the form, in force on or after the day, in the form's land."""
    level = form.owed_by.partition(":")[2]
    found = places_in_force(form.scope or place_get("vn"), level=_PLACE_LEVEL.get(level, level), since=begin)
    if level != "village":
        return found
    # Whose commune ended owes nothing until it is known where it lies (`villages`).
    unsettled = {stranded.village.pk for stranded in villages_stranded(timezone.localdate())}
    return [unit for unit in found if unit.pk not in unsettled]


def _heirs(known: Iterable[Obligation]) -> list[tuple[Place, date]]:
    """The units to which what ended with its unit has passed, and since when: not what ended by itself before."""
    heirs: dict[int, tuple[Place, date]] = {}
    for item in known:
        if item.valid_to is None or item.valid_to != item.place.valid_to:
            continue
        for link in successors(item.place):
            if link.new.level == item.place.level:
                heirs.setdefault(link.new_id, (link.new, item.valid_to + timedelta(days=1)))
    return list(heirs.values())


def _ended(known: list[Obligation], until: date | None) -> int:
    """End what outlives its unit or its form; take away what could never have been owed."""
    late: list[Obligation] = []
    never: list[Obligation] = []
    for item in known:
        last = _last_day(item.place, until)
        if last is not None and (item.valid_to is None or item.valid_to > last):
            item.valid_to = last
            (late if item.valid_from <= last else never).append(item)
    Obligation.objects.bulk_update(late, ["valid_to"], batch_size=_BATCH)
    Obligation.objects.filter(pk__in=[item.pk for item in never]).delete()
    known[:] = [item for item in known if item not in never]
    return len(late) + len(never)


def _bodies(form: Form, known: Iterable[Obligation]) -> dict[int, Body]:
    """The body of each unit in the line that owes the form; of several the one that is still there."""
    line, _, level = form.owed_by.partition(":")
    lines = {line} if line else {item.body.line for item in known if item.body}
    fitting = [b for b in bodies_all() if b.line in lines and (not level or b.level == level)]
    return {body.place_id: body for body in sorted(fitting, key=lambda b: (b.valid_to is None, b.pk))}


def _bound(known: Iterable[Obligation], bodies: dict[int, Body]) -> int:
    """Give what nobody was there to owe to the body that has been set up since."""
    waiting = [item for item in known if item.body_id is None and item.place_id in bodies]
    for item in waiting:
        item.body = bodies[item.place_id]
    Obligation.objects.bulk_update(waiting, ["body"], batch_size=_BATCH)
    return len(waiting)
