"""The life of one point as a page tells it: steps, confirmations, moves of borders and changes, latest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from chungtay.gathering.registers.community.models import (
    Assessment,
    Confirmation,
    Edit,
    ModelTeam,
    Round,
    Stay,
    Step,
    TeamStrike,
)
from chungtay.gathering.registers.community.teams import teams_on

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from chungtay.gathering.registers.community.models import ModelPoint
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.places.models import Place


@dataclass(frozen=True)
class Event:
    """One line of a life. `sort`: step, seen, move or edit; the rows that the sort names are filled."""

    sort: str
    on: date
    step: Step | None = None
    seen: Confirmation | None = None
    move: Stay | None = None
    came_from: Place | None = None
    edit: Edit | None = None
    by: User | None = None
    at: datetime | None = None
    body: Body | None = None


def events_of(point: ModelPoint) -> list[Event]:
    """All that happened to a point, struck lines among them, latest first."""
    steps = Step.objects.filter(point=point).select_related("made_by__body", "struck_by__body", "other")
    found = [Event("step", s.on_date, step=s, by=s.made_by, at=s.made_at, body=s.made_by.body) for s in steps]
    confirmed = Confirmation.objects.filter(point=point).select_related("round__made_by", "round__body")
    found += [
        Event("seen", c.on_date, seen=c, by=c.round.made_by, at=c.round.made_at, body=c.round.body) for c in confirmed
    ]
    stays = list(Stay.objects.filter(point=point).select_related("place").order_by("valid_from"))
    found += [Event("move", stay.valid_from, move=stay, came_from=before.place) for before, stay in pairwise(stays)]
    edits = Edit.objects.filter(point=point).select_related("made_by__body")
    found += [Event("edit", e.made_at.date(), edit=e, by=e.made_by, at=e.made_at, body=e.made_by.body) for e in edits]
    return sorted(found, key=lambda event: (event.on, event.at.isoformat() if event.at else ""), reverse=True)


def assessments_of(point: ModelPoint) -> list[Assessment]:
    """All grades that a point was given, latest first, struck ones among them."""
    found = Assessment.objects.filter(point=point).select_related("grade__scale", "body", "made_by__body")
    return list(found.order_by("-on_date", "-pk"))


def teams_of(point: ModelPoint, on: date) -> list[ModelTeam]:
    """The teams of a point on a day with their `members`; then ended ones, then struck ones with what was
    said of it (`struck`, latest first), both without."""
    living: QuerySet[ModelTeam] = teams_on(on).filter(point=point).order_by("name_key", "pk")
    own = ModelTeam.objects.filter(point=point)
    ended = own.filter(is_void=False, valid_to__lt=on).order_by("-valid_to", "pk")
    last = Prefetch("strikes", TeamStrike.objects.select_related("made_by__body").order_by("-pk"), to_attr="struck")
    return [*living, *ended, *own.filter(is_void=True).order_by("name_key", "pk").prefetch_related(last)]


def rounds_of(by: User, limit: int = 5) -> list[Round]:
    """The latest rounds of confirmation of the account's body that count."""
    return list(Round.objects.filter(body=by.body, undone_at=None).order_by("-pk")[:limit])
