"""Invented rows of every register on the real places: the same in every run. No name in them is anybody's.

At the whole size: 124,000 model points and 10,000 of their teams, 86,000 security teams, 2,000,000 activities, 100,000
subjects of standards, 50,000 recipients of commendations. Of the activities before July 2025 one in forty lies in an
old unit, as it was called on its day.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from django.core.management import call_command
from django.db.models import Max

from benchmarks.registers.laying import BEGAN, lay, settled
from chungtay.faces.commands.setup import prepare
from chungtay.gathering.registers.activities.models import Activity
from chungtay.gathering.registers.commendations.models import Award, Round
from chungtay.gathering.registers.community.models import ModelKind, ModelPoint, ModelTeam, Stay, Strength
from chungtay.gathering.registers.community.models import Step as PointStep
from chungtay.gathering.registers.community.names import point_key
from chungtay.gathering.registers.forces.models import Team, TeamStep
from chungtay.gathering.registers.standards.models import Entry
from chungtay.kernel.text import search_key
from chungtay.reference.actors.models import Body, User
from chungtay.reference.actors.services import account_create, body_create
from chungtay.reference.places.models import Place
from chungtay.reference.places.queries import place_get
from chungtay.reference.sources.models import Source

TODAY: Final = date(2026, 11, 22)
"""The day of the rows; what is asked is asked as of it."""
POINTS, POINT_TEAMS, TEAMS, ACTIVITIES, ENTRIES, AWARDS = 124_000, 10_000, 86_000, 2_000_000, 100_000, 50_000
USERS = {"country": "duyet.tw", "province": "baocao.hn", "commune": "baocao.xa"}
_SPOTS = ("cổng trường", "chợ trung tâm", "ngã tư", "nhà văn hóa", "khu nhà trọ", "bến xe", "cụm dân cư", "tuyến đường")
_TITLES = (
    "Phòng, chống lừa đảo qua mạng", "An toàn giao thông đầu năm học", "Phòng cháy mùa khô", "Ra quân đêm cuối tuần",
    "Tuyên truyền phòng, chống ma túy", "Họp tổ liên gia", "Tập huấn tổ bảo vệ", "Gặp mặt người cao tuổi",
)  # fmt: skip
_SLEEP = {"running": 6, "launched": 2, "dormant": 1, "ended": 1, "approved": 1}


@dataclass(frozen=True)
class Ground:
    """What rows stand on: communes of today with their provinces and bodies, and old units."""

    communes: list[tuple[int, int, int]]
    """(place, province, body)."""
    old: list[tuple[int, int]]
    """(place, home province)."""
    by: int


def laid(share: float) -> None:
    """All rows, unless they lie there already."""
    call_command("migrate", verbosity=0, interactive=False)
    if Award.objects.exists():
        return
    prepare()
    begun = time.perf_counter()
    ground = _ground()
    chance = Random(5)
    for told, count in _laying(ground, chance, share):
        print(f"  {count:>9,} {told}, {time.perf_counter() - begun:.0f} s", flush=True)
    settled()


def accounts() -> dict[str, User]:
    """Who asks: an officer of the country, of a province, of a commune."""
    found = User.objects.select_related("body__place", "body__parent")
    return {level: found.get(username=name) for level, name in USERS.items()}


def _ground() -> Ground:
    places = Place.objects.filter(vintage="2025", level="commune").order_by("pk")
    communes = list(places.values_list("pk", "home_province_id"))
    _bodies(communes)
    of_place = dict(Body.objects.values_list("place_id", "pk"))
    by = User.objects.get(username=USERS["country"]).pk
    old = Place.objects.filter(vintage="2013", level="commune", home_province__isnull=False).order_by("pk")
    return Ground(
        [(pk, province, of_place[pk]) for pk, province in communes], list(old.values_list("pk", "home_province_id")), by
    )


def _bodies(communes: list[tuple[int, int]]) -> None:
    if Body.objects.filter(code="BENCH").exists():
        return
    centre = body_create(
        code="BENCH", name_vi="Trung ương", name_en="Centre", line="police", level="centre", place=place_get("vn")
    )
    provinces = list(Place.objects.filter(vintage="2025", level="province").order_by("pk"))
    made = Body.objects.bulk_create(
        Body(
            code=f"BENCH-{p.code}",
            name_vi=f"Công an {p.name}",
            name_en=f"Police of {p.name}",
            line="police",
            level="province",
            place=p,
            parent=centre,
        )
        for p in provinces
    )
    above = {body.place_id: body for body in Body.objects.filter(code__in=[body.code for body in made])}
    names = dict(Place.objects.filter(pk__in=[pk for pk, _ in communes]).values_list("pk", "full_name"))
    Body.objects.bulk_create(
        (
            Body(
                code=f"BENCH-{pk}",
                name_vi=f"Công an {names[pk]}",
                name_en=f"Police of {names[pk]}",
                line="police",
                level="commune",
                place_id=pk,
                parent=above[province],
            )
            for pk, province in communes
        ),
        batch_size=1000,
    )
    hanoi = place_get("p01@2025")
    first = Body.objects.filter(place__home_province=hanoi, level="commune").order_by("pk")[3]
    for level, body in (("country", centre), ("province", above[hanoi.pk]), ("commune", first)):
        account_create(
            username=USERS[level], password="mat-khau-cua-the-gioi", display_name=level, body=body, role="reporter"
        )


def _laying(ground: Ground, chance: Random, share: float) -> Iterator[tuple[str, int]]:
    points = round(POINTS * share)
    yield "points", _points(ground, chance, points)
    yield "their teams", _point_teams(ground, chance, round(POINT_TEAMS * share))
    yield "security teams", _teams(ground, chance, round(TEAMS * share))
    yield "activities", _activities(ground, chance, round(ACTIVITIES * share))
    yield "subjects of standards", _entries(ground, chance, round(ENTRIES * share))
    yield "recipients", _awards(ground, chance, round(AWARDS * share))


def _day(chance: Random, first: date, days: int) -> str:
    return (first + timedelta(days=int(chance.random() * days))).isoformat()


def _points(ground: Ground, chance: Random, many: int) -> int:
    kinds = list(ModelKind.objects.filter(united_with=None).order_by("pk").values_list("pk", "name_vi", "is_sensitive"))
    words = [(f"{name} {spot}", point_key(f"{name} {spot}"), pk, hid) for pk, name, hid in kinds for spot in _SPOTS]
    words = [word for word in words if not word[3]] * 9 + [word for word in words if word[3]]
    states = [state for state, weight in _SLEEP.items() for _ in range(weight)]
    steps: list[tuple[Any, ...]] = []
    start = ModelPoint.objects.aggregate(last=Max("pk"))["last"] or 0

    def rows() -> Iterator[tuple[Any, ...]]:
        for n in range(many):
            place, province, body = ground.communes[int(chance.random() ** 1.3 * len(ground.communes))]
            name, key, kind, hidden = words[int(chance.random() ** 1.5 * len(words))]
            state = states[int(chance.random() * len(states))]
            number = n % 97 + 1
            launched = _day(chance, date(2019, 1, 1), 2600)
            known = max(launched, _day(chance, date(2025, 3, 1), 620))
            effective = None if n % 3 == 0 else n % 3 == 1
            steps.append((start + n + 1, place, launched, state))
            yield (
                kind, place, province, body, f"{name} {number}", f"{key} {number}", ("front", "police")[n % 2],
                state, launched, None if state == "approved" else launched, known, effective, hidden, ground.by, True,
            )  # fmt: skip

    names = (
        "kind_id place_id province_id body_id name name_key lead state state_since launched_on known_on "
        "is_effective is_sensitive made_by_id is_illustration"
    )
    count = lay(ModelPoint, names, rows())
    lay(Stay, "point_id place_id valid_from", ((pk, place, on) for pk, place, on, _ in steps))
    told = ((pk, "launch", on, state, ground.by) for pk, _, on, state in steps)
    lay(PointStep, "point_id kind on_date state made_by_id", told)
    return count


def _point_teams(ground: Ground, chance: Random, many: int) -> int:
    first, last = ModelPoint.objects.order_by("pk")[0].pk, ModelPoint.objects.count()
    rows = (
        (
            first + int(chance.random() * last),
            f"Tổ {n % 9 + 1}",
            f"to {n}",
            _day(chance, date(2020, 1, 1), 1500),
            ground.by,
        )
        for n in range(many)
    )
    count = lay(ModelTeam, "point_id name name_key valid_from made_by_id", rows)
    ids = ModelTeam.objects.order_by("pk").values_list("pk", flat=True)
    told = ((pk, "2024-01-01", 3 + pk % 9, ground.by) for pk in ids)
    lay(Strength, "team_id since members made_by_id", told)
    return count


def _teams(ground: Ground, chance: Random, many: int) -> int:
    def rows() -> Iterator[tuple[Any, ...]]:
        for n in range(many):
            place, province, body = ground.communes[n % len(ground.communes)]
            number = n // len(ground.communes) + 1
            ended = "2025-12-31" if n % 23 == 0 else None
            members = 3 + n % 6
            yield 1, place, province, body, number, "2024-07-01", ended, members, n % 3, "2026-10-01", True

    names = "kind commune_id province_id body_id number began_on ended_on members women counted_on is_illustration"
    count = lay(Team, names, rows())
    ids = Team.objects.order_by("pk").values_list("pk", "members", "women")
    told = ((pk, 1, 2, "2026-10-01", members, women, ground.by, BEGAN.isoformat(" ")) for pk, members, women in ids)
    lay(TeamStep, "team_id version deed on members women recorded_by_id recorded_at", told)
    return count


def _activities(ground: Ground, chance: Random, many: int) -> int:
    titles = [(title, search_key(title)) for title in _TITLES]
    days = [(date(2021, 12, 1) + timedelta(days=n)).isoformat() for n in range(1817)]
    kinds = [kind for kind, weight in enumerate((30, 4, 2, 14, 3, 8, 30, 4, 3, 1, 1), 1) for _ in range(weight)]
    bodies = {province: body for _, province, body in ground.communes}

    def rows() -> Iterator[tuple[Any, ...]]:
        for n in range(many):
            on = days[int(chance.random() * len(days))]
            place, province, body = ground.communes[int(chance.random() * len(ground.communes))]
            if n % 40 == 0 and on < "2025-07-01":
                place, province = ground.old[int(chance.random() * len(ground.old))]
                body = bodies[province]
            title, key = titles[n % len(titles)] if n % 3 == 0 else ("", None)
            state = 1 if n % 50 == 0 else 4 if n % 50 == 1 else 2
            people = None if n % 5 == 0 or state == 1 else n % 200
            yield (
                kinds[int(chance.random() * len(kinds))],
                state,
                on,
                place,
                province,
                body,
                people,
                title,
                key,
                2,
                ground.by,
            )

    names = "kind state on place_id province_id body_id participations title title_key deed recorded_by_id"
    told = ((*row, BEGAN.isoformat(" "), True) for row in rows())
    return lay(Activity, f"{names} recorded_at is_illustration", told)


def _entries(ground: Ground, chance: Random, many: int) -> int:
    def rows() -> Iterator[tuple[Any, ...]]:
        for n in range(many):
            place, province, body = ground.communes[n % len(ground.communes)]
            kind = 1 if n % 3 else 3 + n % 2
            state = 3 if n % 4 else 1
            name = f"Khu dân cư số {n // len(ground.communes) + 1}"
            decided = ("12/QĐ", "2026-11-10") if state == 3 else ("", None)
            yield 1, 2022 + n % 5, kind, name, search_key(name), place, province, body, state, *decided, True

    names = "rule year kind name name_key place_id province_id body_id state decision decided_on is_illustration"
    return lay(Entry, names, rows())


def _awards(ground: Ground, chance: Random, many: int) -> int:
    seal = Source.objects.create(
        sha256="0" * 64,
        filename="x",
        media_type="text/plain",
        size=1,
        issuer_id=ground.communes[0][2],
        received_at=BEGAN,
        received_by_id=ground.by,
        storage_name="bench",
        is_illustration=True,
    )
    rounds = max(1, many // 10)
    above = dict(Body.objects.filter(level="commune").values_list("pk", "parent_id"))

    def held() -> Iterator[tuple[Any, ...]]:
        for n in range(rounds):
            place, province, body = ground.communes[n * 7 % len(ground.communes)]
            on = _day(chance, date(2022, 1, 1), 1700)
            state = (4, 4, 4, 2, 3)[n % 5]
            decided = ("45/QĐ", on, seal.pk) if state == 4 else ("", None, None)
            yield 5, 1 + n % 4, body, above[body], place, province, state, on, *decided, True

    names = (
        "form sort proposer_id giver_id place_id province_id state opened_on decision decided_on seal_id "
        "is_illustration"
    )
    lay(Round, names, held())
    known = list(Round.objects.order_by("pk").values_list("pk", "place_id", "state"))

    def rows() -> Iterator[tuple[Any, ...]]:
        for n in range(many):
            pk, place, state = known[n % len(known)]
            kind = (1, 1, 2, 3)[n % 4]
            name = f"{('Tập thể', 'Tập thể', 'Hộ', 'Cá nhân')[n % 4]} giả định {n}"
            guarded = n % 50 == 0
            achievement = 9 if guarded else 1 + n % 8
            name = "" if guarded else name
            yield (
                pk,
                kind,
                name,
                search_key(name),
                place,
                achievement,
                "2024-01-01",
                "2024-12-31",
                guarded,
                2 if state == 4 else 1,
            )

    names = "round_id kind name name_key place_id achievement achieved_from achieved_to is_guarded fate"
    return lay(Award, names, rows())
