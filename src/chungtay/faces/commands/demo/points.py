"""An invented register of community models for Hà Nội. It happens to count what the illustrative report states (1.616
launched in ten years, 495 effective, two kinds in 181 and 109 communes), and is never that report's evidence: the two
stand side by side as two claims. Every row is marked as invented; nothing was reported by anybody.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

from chungtay.gathering.registers.community import queries, services
from chungtay.gathering.registers.community.services import Draft, First
from chungtay.reference.places.queries import descendants, place_get, successors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chungtay.faces.commands.demo.cast import Cast
    from chungtay.gathering.registers.community.models import ModelKind, RatingGrade
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

FIRST, LAST = date(2014, 1, 6), date(2023, 6, 30)
THEN = date(2023, 7, 24)
"""The day for which the report states how many there are."""
WIDE = (("self_managed_area", 181), ("security_camera", 109))
"""Kinds that worked, known and effective, in just so many communes."""
EFFECTIVE, KNOWN, UNKNOWN, ENDED = 205, 150, 620, 351
"""Points of other kinds: effective, known and not effective, unknown, ended. With those of `WIDE` 1.616."""
OTHERS = (
    *("household_cluster", "fire_safe_cluster", "public_fire_point", "security_gong", "security_gate"),
    *("residents_patrol", "online_group", "safe_school_gate", "rented_housing", "security_light", "drug_free_area"),
)
LEADS = ("police", "police", "front", "women", "youth", "veterans", "residents")
WITH_TEAMS = 20
"""So many clusters of households have two teams each."""
TODAY_KNOWN = 0.7
"""This part of what was known then has been seen this year as well."""


def create(cast: Cast) -> int:
    """The register, kept by the province's police; gives how many points it has."""
    drafts = list(_drafts(random.Random(2023)))  # noqa: S311 - the same register each time
    brought = services.points_bring(
        by=cast.accounts["baocao.hn"], drafts=drafts, file_name="giả định", is_illustration=True
    )
    if brought.problems:
        raise AssertionError(brought.problems[:3])
    _teams(cast.accounts["baocao.hn"])
    return brought.points


def _teams(by: User) -> None:
    """Two teams for each of the latest clusters of households, with how many people they have."""
    kind = queries.kind_named("Tổ liên gia, liên hộ tự quản")
    asked = queries.Asked(standing="known", kind=kind.pk if kind else None)
    for point in queries.points_found(by, asked, THEN).order_by("-pk")[:WITH_TEAMS]:
        since = point.launched_on or point.state_since
        for number in (1, 2):
            name = f"Tổ liên gia số {number}"
            services.team_add(by=by, point=point, name=name, since=since, members=7 + (point.pk + number) % 5)


def _drafts(chance: random.Random) -> Iterator[Draft]:
    communes = list(descendants(place_get("p01@2013"), THEN, "commune"))
    kinds = {kind.member: kind for kind in queries.kinds_in_use() if kind.owner_id is None}
    grades = [
        grade for grade in queries.scales_for(communes[0], THEN)[0].grades.all() if grade.is_effective is not None
    ]
    good = next(grade for grade in grades if grade.is_effective)
    poor = next(grade for grade in grades if not grade.is_effective)
    made = _Made(chance, {commune.pk: _heir(commune) for commune in communes})
    for member, count in WIDE:
        for commune in chance.sample(communes, count):
            yield made.draft(kinds[member], commune, "known", good)
    sorts = ["effective"] * EFFECTIVE + ["known"] * KNOWN + ["unknown"] * UNKNOWN + ["ended"] * ENDED
    for sort in sorts:
        grade = {"effective": good, "known": chance.choice([poor, None])}.get(sort)
        yield made.draft(kinds[chance.choice(OTHERS)], chance.choice(communes), sort, grade)


def _heir(commune: Place) -> Place | None:
    """The commune of today in which an invented point of an old one lies: the one with most of its people."""
    heirs = [link.new for link in successors(commune) if link.new.level == "commune"]
    return heirs[0] if heirs else None


class _Made:
    """Points one after another, each with a name of its own."""

    def __init__(self, chance: random.Random, heirs: dict[int, Place | None]) -> None:
        self._chance, self._heirs = chance, heirs
        self._numbers: dict[tuple[int | None, int], int] = {}
        self._row = 0

    def draft(self, kind: ModelKind, commune: Place, sort: str, grade: RatingGrade | None) -> Draft:
        heir = self._heirs[commune.pk]
        of_kind = (heir.pk if heir else commune.pk, kind.pk)
        number = self._numbers[of_kind] = self._numbers.get(of_kind, 0) + 1
        self._row += 1
        launched = FIRST + timedelta(self._chance.randrange((LAST - FIRST).days))
        if commune.valid_from is not None and launched < commune.valid_from:
            launched = commune.valid_from
        if sort == "unknown":
            launched = min(launched, date(2022, 6, 30)) if commune.valid_from is None else launched
        return Draft(
            row=self._row,
            kind=kind,
            place=commune,
            now=heir,
            name=f"{kind.name_vi}, khu {number}",
            lead=self._chance.choice(LEADS),
            steps=tuple(self._steps(launched, sort)),
            seen_on=self._seen(sort),
            grade=grade,
            graded_on=date(2023, 7, 20) if grade else None,
            grounds="Rà soát giả định" if grade else "",
            is_replica=self._chance.random() < 0.3,
        )

    def _steps(self, launched: date, sort: str) -> Iterator[First]:
        yield First("launch", launched)
        if sort in ("known", "effective"):
            yield First("strengthen", date(2023, 7, 1) + timedelta(self._chance.randrange(20)))
        elif sort == "ended":
            last = max(launched + timedelta(90), date(2021, 1, 1)) + timedelta(self._chance.randrange(180))
            yield First("end", min(last, THEN), reason="Không còn phù hợp")

    def _seen(self, sort: str) -> date | None:
        if sort in ("known", "effective") and self._chance.random() < TODAY_KNOWN:
            return date(2026, 1, 5) + timedelta(self._chance.randrange(270))
        return None
