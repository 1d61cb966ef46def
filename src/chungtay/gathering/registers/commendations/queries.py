"""Reading commendations: rounds, who is in them as an account may see it, limits. Always `by` an account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Q, QuerySet

from chungtay.gathering.registers.commendations import checking, policies
from chungtay.gathering.registers.commendations.kinds import RECIPIENTS
from chungtay.gathering.registers.commendations.models import Award, Deed, Fate, Limit, Round, RoundStep, State
from chungtay.gathering.registers.commendations.refusals import unknown
from chungtay.gathering.registers.lists.keyset import Named, Pages, Slice, slice_of
from chungtay.gathering.registers.lists.land import is_few, land_of, land_q

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from chungtay.reference.actors.models import Body, User

__all__ = ["Deed", "Fate", "State"]

MOST_STEPS = 100
"""Of a round that a page tells: each of thousands of recipients is one."""
_LISTED = ("place", "province", "giver", "proposer")
_KEPT = (Fate.PROPOSED, Fate.GRANTED, Fate.DECLINED, Fate.REVOKED)


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to: a state, a form, some communes or provinces (None: any, the whole territory)."""

    state: int | None = None
    form: int | None = None
    communes: frozenset[int] | None = None
    provinces: frozenset[int] = frozenset()


class RoundLine(NamedTuple):
    """A row of the list: columns of `Round`, and what its proposer is called."""

    id: int
    form: int
    state: int
    opened_on: date
    decision: str
    decided_on: date | None
    is_illustration: bool
    proposer__name_vi: str
    proposer__name_en: str

    @property
    def pk(self) -> int:
        """Its number."""
        return self.id

    @property
    def proposer(self) -> Named:
        """Who proposed it."""
        return Named(self.proposer__name_vi, self.proposer__name_en)


@dataclass(frozen=True)
class AwardsAsked:
    """What the awards of a round are narrowed to; `words` of a name as it is typed."""

    kind: int | None = None
    fate: int | None = None
    words: str = ""


def round_get(*, by: User, id: int) -> Round:
    """One round. NotAllowed KHE-404 where there is none that the account may see."""
    found = Round.objects.select_related(*_LISTED, "seal").filter(pk=id).first()
    if found is None or not policies.sees(by, found):
        raise unknown(str(id))
    return found


def rounds_visible(by: User, asked: Asked | None = None) -> QuerySet[Round]:
    """The rounds that the account may see, in no order: `policies.sees` as a filter.

    Proposer and giver are bodies over one land, the round's place lies in it: so the account's own rounds are looked
    for in its land like all others, which an index holds in the order of the list.
    """
    return _found(policies.is_officer(by), _values(by, asked or Asked()))


def rounds_page(by: User, asked: Asked, *, after: str = "", before: str = "", length: int = 50) -> Slice[RoundLine]:
    """A page, latest first."""
    order, shape, values = ("-opened_on", "-id"), policies.is_officer(by), _values(by, asked)
    few = is_few(values.get("units", ()))
    return _PAGES.page(values, order, shape=shape, after=after, before=before, length=length, is_few=few)


def _values(by: User, asked: Asked) -> dict[str, Any]:
    land = land_of(by, provinces=asked.provinces, communes=asked.communes)
    if "units" in land:
        # A commune has few rounds, found by its units; its province has all those of its neighbours.
        land.pop("province", None)
    told = {"state": asked.state, "form": asked.form, "body": by.body_id}
    return {**land, **{name: value for name, value in told.items() if value is not None}}


def _found(is_officer: Any, values: Mapping[str, Any]) -> QuerySet[Round]:
    known = Q(state=State.DECIDED)
    if is_officer:
        known |= Q(proposer=values["body"]) | Q(giver=values["body"], state__in=policies.AT_WORK)
    told = {name: values[name] for name in ("state", "form") if name in values}
    return Round.objects.filter(land_q(values), known, **told).exclude(state=State.DROPPED)


_PAGES = Pages(Round, RoundLine, _found, is_indexed=True)


def counts_of(rounds: Iterable[Round | RoundLine]) -> dict[int, dict[int, int]]:
    """Of each round how many recipients of each kind stand in it; guarded ones count like the others."""
    rows = (
        Award.objects.filter(round__in=[held.pk for held in rounds], fate__in=(Fate.PROPOSED, Fate.GRANTED))
        .values_list("round_id", "kind")
        .annotate(n=Count("id"))
        .order_by()
    )
    told: dict[int, dict[int, int]] = {}
    for held, kind, n in rows:
        told.setdefault(held, {})[kind] = n
    return told


def awards_page(
    by: User, held: Round, asked: AwardsAsked | None = None, *, after: str = "", before: str = "", length: int = 50
) -> Slice[Award]:
    """A page of who is in a round, as far as the account may know, in the order in which they came in.

    Never by name: a cursor stands in addresses, and these in logs.
    """
    found = _named(by, held, asked or AwardsAsked()).select_related("place")
    return slice_of(found, ("id",), after=after, before=before, length=length)


def awards_counted(by: User, held: Round, asked: AwardsAsked | None = None) -> int:
    """How many they are on all pages."""
    return _named(by, held, asked or AwardsAsked()).count()


def awards_of_file(by: User, held: Round, asked: AwardsAsked) -> Iterator[Award]:
    """Those of them that files may bear, a thousand at a time."""
    rows = _named(by, held, asked).filter(is_guarded=False).select_related("place").order_by("id")
    return (award for award in rows.iterator(chunk_size=1000) if policies.sees_in_lists(by, held, award))


def awards_unnamed(by: User, held: Round) -> dict[int, int]:
    """Of those whom the account may not know, how many of each kind there are."""
    kept = Award.objects.filter(round=held, fate__in=_KEPT)
    unnamed = kept.exclude(pk__in=_named(by, held, AwardsAsked()).values("pk"))
    counts = dict(unnamed.values_list("kind").annotate(n=Count("id")).order_by())
    return {kind: counts[kind] for kind in RECIPIENTS if kind in counts}


def _named(by: User, held: Round, asked: AwardsAsked) -> QuerySet[Award]:
    found = Award.objects.filter(policies.names_q(by, held), round=held, fate__in=_KEPT).exclude(name="")
    told = {"kind": asked.kind, "fate": asked.fate}
    found = found.filter(**{name: value for name, value in told.items() if value is not None})
    for word in checking.name_key(asked.words).split():
        found = found.filter(name_key__contains=word)
    return found


def award_of(by: User, held: Round, id: int) -> Award:
    """One award of a round, guarded ones for the awarding body alone. NotAllowed KHE-404."""
    found = Award.objects.select_related("place").filter(round=held, pk=id, fate__in=_KEPT).first()
    if found is None or not policies.sees_name(by, held, found):
        raise unknown(str(id))
    return found


def steps_of(by: User, held: Round, most: int = MOST_STEPS) -> list[RoundStep]:
    """What was done, latest first, no more than `most`; of guarded awards only for the awarding body."""
    found = RoundStep.objects.filter(round=held).select_related("recorded_by__body").order_by("-version")
    hides = not (policies.is_officer(by) and by.body_id == held.giver_id)
    return list((found.exclude(award__is_guarded=True) if hides else found)[:most])


def awards_granted(by: User, found: QuerySet[Round]) -> Iterator[Award]:
    """The awards of decided rounds that lists and files may bear, a thousand at a time, latest decision first."""
    rows = (
        Award.objects.filter(round__in=found.filter(state=State.DECIDED), fate=Fate.GRANTED, is_guarded=False)
        .exclude(name="")
        .select_related("place", "round__giver", "round__proposer", "round__place", "round__province")
        .order_by("-round__decided_on", "-pk")
    )
    return (a for a in rows.iterator(chunk_size=1000) if policies.sees_in_lists(by, a.round, a))


def plans_known(by: User) -> list[str]:
    """Numbers of plans for which bodies over the account's land set limits."""
    givers = [giver.pk for _, giver in policies.forms_for(by.body)] + [by.body_id]
    return sorted(set(Limit.objects.filter(giver__in=givers).values_list("plan", flat=True)))


def limits_of(giver: Body) -> list[tuple[Limit, int]]:
    """The limits in force of a giver, each with how many awards under it were granted."""
    latest: dict[tuple[str, int, int], Limit] = {}
    for limit in Limit.objects.filter(giver=giver).order_by("id"):
        latest[limit.plan, limit.form, limit.kind] = limit
    return [(limit, granted_under(limit)) for _, limit in sorted(latest.items())]


def limit_of(held: Round, kind: int) -> Limit | None:
    """The limit that a round is under for a kind of recipient; None where its plan sets none."""
    found = Limit.objects.filter(giver=held.giver_id, plan=held.plan, form=held.form, kind=kind)
    return found.order_by("-id").first() if held.plan else None


def granted_under(limit: Limit) -> int:
    """How many awards of its form and kind the giver granted under the plan."""
    of_plan = Q(round__giver=limit.giver_id, round__plan=limit.plan, round__form=limit.form)
    return Award.objects.filter(of_plan, kind=limit.kind, fate=Fate.GRANTED).count()
