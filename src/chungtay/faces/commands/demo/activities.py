"""An invented half-year of one commune in the registers of activities, core forces and tallies. Every row is marked as
invented and is no figure's evidence; nothing of it was done by anybody."""

from __future__ import annotations

import random
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from chungtay.gathering.registers.activities.services import activities_register
from chungtay.gathering.registers.activities.types import ActivityDraft
from chungtay.gathering.registers.forces.services import TeamDraft, team_begin
from chungtay.gathering.registers.tallies import services as tallies
from chungtay.kernel.periods import Regime, period_before, periods_of_year
from chungtay.reference.places.queries import villages_of

if TYPE_CHECKING:
    from chungtay.faces.commands.demo.cast import Cast
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

DAYS, COUNT = 180, 130
SINCE = date(2025, 8, 1)
"""When the teams of a commune of 2025 began."""
COMMUNICATION, LAUNCH, MEETING, LEGAL_AID, TRAINING, PATROL, INSPECTION, REINTEGRATION = 1, 2, 4, 5, 6, 7, 9, 10
OFTEN = (*(COMMUNICATION,) * 5, *(PATROL,) * 8, *(MEETING,) * 3, LAUNCH, LEGAL_AID, TRAINING, TRAINING, INSPECTION)
PARTS = {
    COMMUNICATION: ("drugs", "cyber", "traffic", "fire", "law"),
    TRAINING: ("law", "fire"),
    PATROL: ("security_team", "joint", "police"),
}
TITLES = {
    LAUNCH: "Ra quân đợt cao điểm",
    MEETING: "Họp dân bàn việc giữ gìn trật tự",
    COMMUNICATION: "Nhận biết lừa đảo qua mạng",
}


def create(cast: Cast) -> int:
    """The commune that the demonstration's reporter keeps; gives how many activities it has."""
    by = cast.accounts["baocao.xa"]
    commune, chance = by.body.place, random.Random(2026)  # noqa: S311 - the same rows each time
    villages = villages_of(commune)
    drafts = [_draft(chance, commune, villages) for _ in range(COUNT)]
    made = activities_register(by=by, drafts=drafts, is_illustration=True)
    for number, village in enumerate(villages[:6]):
        name = f"Tổ bảo vệ an ninh, trật tự số {number + 1}"
        team = TeamDraft(1, commune, SINCE, members=3 + number % 3, women=number % 2, village=village, name=name)
        team_begin(by=by, draft=team, is_illustration=True)
    for members, women in ((5, 2), (4, 1)):
        team = TeamDraft(2, commune, SINCE, members=members, women=women)
        team_begin(by=by, draft=team, is_illustration=True)
    _tallies(by)
    return len(made)


def _draft(chance: random.Random, commune: Place, villages: list[Place]) -> ActivityDraft:
    kind = chance.choice((*OFTEN, REINTEGRATION))
    on = timezone.localdate() - timedelta(days=chance.randrange(DAYS))
    if kind == REINTEGRATION:
        amount = chance.randrange(2, 12) * 500_000
        return ActivityDraft(kind, on, commune, participations=chance.randrange(1, 6), amount=amount)
    return ActivityDraft(
        kind,
        on,
        commune,
        hour=time(20 if kind == PATROL else chance.choice((8, 14, 19)), 0),
        village=chance.choice(villages) if villages and chance.random() < 0.6 else None,
        part=chance.choice(PARTS[kind]) if kind in PARTS else "",
        partners=tuple(chance.sample(("front", "women", "youth", "veterans", "school"), chance.randrange(3))),
        participations=chance.randrange(4, 12) if kind == PATROL else chance.choice((35, 48, 60, 85, 120)),
        title=TITLES.get(kind, "") if chance.random() < 0.5 else "",
        venue="" if kind == PATROL else chance.choice(("Nhà văn hóa", "Trường học", "Hội trường")),
    )


def _tallies(by: User) -> None:
    """The month that ended last, confirmed; the one that runs is being counted."""
    today = timezone.localdate()
    months = [*periods_of_year(Regime.DECREE_MONTH, today.year), *periods_of_year(Regime.DECREE_MONTH, today.year + 1)]
    running = next(month for month in months if month.end >= today)
    ended = period_before(running)
    assert ended is not None
    told = {("tips.received", "crime"): 9, ("tips.received", "social_evils"): 6, ("tips.useful", "crime"): 7}
    for period in (ended, running):
        sheet = tallies.sheet_open(by=by, topic="tips", period=period, axis=1, is_illustration=True)
        tallies.tally_write(by=by, id=sheet.pk, values=told)
        if period == ended:
            tallies.sheet_confirm(by=by, id=sheet.pk)
