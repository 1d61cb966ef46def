"""Who is in scope of a standard in a year: of so many, some are recognised. That is what its rate divides by.

Of communes it is known: those in force on the year's last day. Of residential areas, agencies, firms and schools a
commune states how many are reviewed, those excluded by their sort left out; units are not listed for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone

from chungtay.gathering.registers.lists.land import land_of, land_q
from chungtay.gathering.registers.standards import policies
from chungtay.gathering.registers.standards.models import Entry, Scope, State
from chungtay.gathering.registers.standards.refusals import not_theirs, refusal
from chungtay.gathering.registers.standards.rules import COMMUNE, RuleSet, rule_sets
from chungtay.kernel.errors import Both
from chungtay.kernel.text import squeeze
from chungtay.reference.places.queries import descendants, villages_of
from chungtay.reference.sources.masking import check_names_nobody

if TYPE_CHECKING:
    from chungtay.gathering.registers.standards.queries import Asked
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

AREA = 1
MOST = 100_000


@dataclass(frozen=True)
class Share:
    """Of one kind of subject: how many are in scope where that was stated, how many of those places' subjects are
    recognised, and of how many communes it was stated. `recognised` counts in these communes alone."""

    kind: int
    inside: int
    recognised: int
    stated: int
    communes: int


@transaction.atomic
def scope_state(
    *,
    by: User,
    place: Place,
    rule: int,
    year: int,
    kind: int,
    inside: int,
    document: str = "",
    is_illustration: bool = False,
) -> Scope:
    """How many subjects of a kind a commune reviews in a year. Stated again, the former number stays and counts no
    more. NotAllowed TCH-403; Refusals TCH-001 no such set, kind or year (of communes nothing is stated), TCH-002 before
    the year begins, TCH-010 fewer than registered or too many, NGUON-106."""
    if not policies.may_register(by, place):
        raise not_theirs(place.full_name)
    _check(place, rule, year, kind, inside)
    check_names_nobody(Both("số văn bản", "number of the document"), document)
    told = {"place": place, "rule": rule, "year": year, "kind": kind}
    before = Scope.objects.select_for_update().filter(**told, is_last=True).first()
    if before is not None and (before.inside, before.document) == (inside, squeeze(document)[:60]):
        return before
    Scope.objects.filter(**told, is_last=True).update(is_last=False)
    return Scope.objects.create(
        **told,
        province_id=place.home_province_id,
        body=by.body,
        inside=inside,
        document=squeeze(document)[:60],
        version=1 if before is None else before.version + 1,
        recorded_by=by,
        recorded_at=timezone.now(),
        is_illustration=is_illustration,
    )


def _check(place: Place, number: int, year: int, kind: int, inside: int) -> None:
    rule = rule_sets().get(number)
    if rule is None or not rule.rate or kind not in rule.subjects or kind == COMMUNE or not rule.holds_in(year):
        expected = Both("bộ tiêu chí, đối tượng và năm có diện xét", "a set, kind and year with a scope")
        read = f"{number}, {kind}, {year}"
        raise refusal("TCH-001", read, expected, "không có diện xét này", "there is no such scope")
    first, last = rule.subjects[kind].year(year)
    if timezone.localdate() < first:
        expected = Both(f"kỳ {first:%d/%m/%Y} – {last:%d/%m/%Y} đã bắt đầu", f"a year that has begun, {first} – {last}")
        raise refusal("TCH-002", str(year), expected, "chưa đến kỳ", "the year has not begun")
    same = Entry.objects.filter(place=place, rule=number, year=year, kind=kind)
    registered = same.exclude(state=State.VOID).count()
    if not registered <= inside <= MOST:
        expected = Both(f"từ số đã đăng ký ({registered}) đến {MOST}", f"{registered}, as registered, to {MOST}")
        vi, en = "số thuộc diện xét không hợp lý", "the number in scope cannot be"
        raise refusal("TCH-010", str(inside), expected, vi, en)


def kinds_stated(rule: RuleSet) -> list[int]:
    """The kinds of which communes state how many are in scope; none where the set has no rate."""
    return [kind for kind in rule.subjects if kind != COMMUNE] if rule.rate else []


def scopes_of(place: Place, rule: int, year: int) -> dict[int, Scope]:
    """What a commune states of a year, by kind."""
    return {scope.kind: scope for scope in Scope.objects.filter(place=place, rule=rule, year=year, is_last=True)}


def scope_guessed(place: Place, rule: RuleSet, year: int, kind: int) -> int | None:
    """What a commune is likely to state: its villages on the year's last day. None where nothing is known."""
    on = _last_day(rule, year, kind)
    held = [v for v in villages_of(place) if (v.valid_to is None or v.valid_to >= on) and _began(v, on)]
    return len(held) or None if kind == AREA else None


def shares(by: User, asked: Asked) -> list[Share]:
    """Of each kind, recognised out of those in scope, over the communes of the territory that stated it."""
    rule = rule_sets()[asked.rule]
    if not rule.rate or (asked.communes is not None and not asked.communes and not asked.provinces):
        return []
    values = land_of(by, provinces=asked.provinces, communes=asked.communes)
    last = Scope.objects.filter(land_q(values), rule=asked.rule, year=asked.year, is_last=True)
    sums = {row[0]: row[1:] for row in last.values_list("kind").annotate(n=Sum("inside"), k=Count("id")).order_by()}
    held = Entry.objects.filter(land_q(values), rule=asked.rule, year=asked.year, state=State.RECOGNISED)
    days = {kind: _last_day(rule, asked.year, kind) for kind in rule.subjects}
    in_force = {on: _communes(by, asked, on) for on in set(days.values())}
    found = []
    for kind, on in days.items():
        same, communes = held.filter(kind=kind), in_force[on]
        if kind == COMMUNE:
            found.append(Share(kind, communes, same.count(), communes, communes))
        elif kind in sums:
            recognised = same.filter(place__in=last.filter(kind=kind).values("place")).count()
            found.append(Share(kind, sums[kind][0], recognised, sums[kind][1], communes))
    return [share for share in found if share.inside]


def _communes(by: User, asked: Asked, on: date) -> int:
    """How many communes that are asked for are in force on a day."""
    own = by.body.place
    if own.level == "commune":
        return int(asked.communes is None or own.pk in asked.communes)
    found = descendants(own, on, "commune")
    if asked.communes is not None:
        found = found.filter(Q(pk__in=asked.communes) | Q(home_province__in=asked.provinces))
    return found.count()


def _last_day(rule: RuleSet, year: int, kind: int) -> date:
    """The last day of a year, today while it runs."""
    return min(rule.subjects[kind].year(year)[1], timezone.localdate())


def _began(place: Place, on: date) -> bool:
    return place.valid_from is None or place.valid_from <= on
