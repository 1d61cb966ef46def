"""What is asked of the registers, each with the statement that one would write by hand for the same rows."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from benchmarks.registers.data import TODAY, accounts
from benchmarks.registers.question import MOST_LOADED, Question
from chungtay.gathering.registers.activities import queries as activities
from chungtay.gathering.registers.activities.types import Sieve
from chungtay.gathering.registers.commendations import queries as commendations
from chungtay.gathering.registers.community import queries as community
from chungtay.gathering.registers.community.finding import working_by_place
from chungtay.gathering.registers.community.models import ModelKind
from chungtay.gathering.registers.forces import queries as forces
from chungtay.gathering.registers.standards import queries as standards
from chungtay.reference.places.queries import unit_ids

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chungtay.reference.actors.models import User

PLACE: Final = "p.id, p.level, p.name, p.full_name, p.kind"
YEAR: Final = date(2026, 1, 1)
SINCE: Final = date(2025, 11, 22)


def questions() -> Iterator[Question]:
    """All of them, register by register."""
    users = accounts()
    for level, by in users.items():
        yield from _activities(level, by)
    for level, by in users.items():
        yield from _points(level, by)
    for level, by in users.items():
        yield from _teams(level, by)
        yield from _standards(level, by)
        yield from _commendations(level, by)


def _cursor(*values: object) -> str:
    return urlsafe_b64encode(json.dumps(list(map(str, values))).encode()).decode().rstrip("=")


def _land(level: str, by: User, column: str = "place_id") -> tuple[str, tuple[int, ...]]:
    if level == "country":
        return "", ()
    if level == "province":
        return " AND a.province_id = %s", (by.body.place_id,)
    units = unit_ids(by.body.place)
    return f" AND a.{column} IN ({', '.join(['%s'] * len(units))})", units


def _loaded(found: Any) -> list[Any]:
    return list(found[:MOST_LOADED])


def _activities(level: str, by: User) -> Iterator[Question]:
    land, own = _land(level, by)
    alone = " AND (a.kind NOT IN (10, 11) OR a.body_id IN (SELECT id FROM actors_body WHERE id = %s OR parent_id = %s))"
    page = (
        f"SELECT a.id, a.kind, a.state, a.\"on\", a.hour, a.body_id, a.part, a.participations, a.title, a.venue,"
        " a.is_illustration,"
        f" b.name_vi, b.name_en, v.full_name, {PLACE} FROM activities_activity a JOIN actors_body b ON b.id = a.body_id"
        f" JOIN places_place p ON p.id = a.place_id LEFT JOIN places_place v ON v.id = a.village_id"
        f" WHERE a.state IN (1, 2){{}} ORDER BY a.\"on\" DESC, a.id DESC LIMIT 51"
    )  # fmt: skip
    body = by.body_id
    cases: dict[str, tuple[Sieve, str, tuple[Any, ...], str]] = {
        "this year": (
            Sieve(start=YEAR, end=TODAY, states=(1, 2)),
            f'{alone} AND a."on" >= %s AND a."on" <= %s',
            (body, body, YEAR, TODAY),
            "",
        ),
        "patrols of all years": (
            Sieve(kind=7, end=TODAY, states=(1, 2)), ' AND a.kind = 7 AND a."on" <= %s', (TODAY,), "",
        ),
        "all, far behind": (
            Sieve(end=TODAY, states=(1, 2)),
            f'{alone} AND (a."on", a.id) < (%s, %s)',
            (body, body, date(2022, 2, 1), 1_000_000),
            _cursor("2022-02-01", 1_000_000),
        ),
    }  # fmt: skip
    for name, (sieve, narrowed, values, after) in cases.items():
        yield Question(
            f"activities, {level}, {name}",
            partial(activities.activities_page, by, sieve, after=after),
            page.format(land + narrowed),
            (*own, *values),
            _lines,
            partial(_sorted_activities, by, sieve),
        )
    held = f' FROM activities_activity a WHERE a.state = 2{land}{alone} AND a."on" >= %s AND a."on" <= %s'
    sieve, values = Sieve(start=YEAR, end=TODAY, states=(1, 2)), (*own, body, body, YEAR, TODAY)
    visible = activities.activities_visible(by, Sieve(start=YEAR, end=TODAY, states=(2,)))
    yield Question(
        f"activities, {level}, counts by kind, this year",
        partial(activities.kind_counts, by, sieve),
        "SELECT a.kind, count(*), sum(a.participations), count(*) - count(a.participations)"
        + held
        + " GROUP BY a.kind",
        values,
        lambda found: [(c.kind, c.held, c.participations or None, c.uncounted) for c in found],
        lambda: _loaded(visible),
    )
    column = "province_id" if level == "country" else "place_id"
    yield Question(
        f"activities, {level}, map, this year",
        partial(activities.place_counts, by, sieve),
        f"SELECT a.{column}, count(*)" + held + f" AND a.{column} IS NOT NULL GROUP BY a.{column}",
        values,
        lambda found: list(found.items()),
        lambda: _loaded(visible),
    )


def _lines(page: Any) -> list[tuple[Any, ...]]:
    return [tuple(line) for line in page.rows]


def _sorted_activities(by: User, sieve: Sieve) -> list[Any]:
    found = _loaded(activities.activities_visible(by, sieve).select_related("place", "body", "village"))
    return sorted(found, key=lambda row: (row.on, row.pk), reverse=True)[:50]


def _points(level: str, by: User) -> Iterator[Question]:
    land, own = _land(level, by)
    kind = ModelKind.objects.filter(is_sensitive=False).order_by("pk")[2].pk
    page = (
        f"SELECT a.id, a.name, a.name_key, a.state, a.known_on, a.launched_on, a.assessed_on,"
        " a.is_illustration, a.is_sensitive, k.name_vi, k.name_en,"
        f" g.name_vi, g.name_en, a.province_id, q.level, q.name, q.full_name, q.kind, {PLACE}"
        " FROM community_modelpoint a JOIN community_modelkind k ON k.id = a.kind_id"
        f" JOIN places_place p ON p.id = a.place_id LEFT JOIN places_place q ON q.id = a.province_id"
        f" LEFT JOIN community_ratinggrade g ON g.id = a.grade_id WHERE a.state <> 'void'{{}} ORDER BY {{}} LIMIT 51"
    )
    working = " AND a.state IN ('launched', 'running')"
    cases: dict[str, tuple[community.Asked, str, str, tuple[Any, ...], str, str]] = {
        "by name": (community.Asked(), "ten", "", (), "a.name_key, a.id", ""),
        "by name, far behind": (
            community.Asked(), "ten", " AND (a.name_key, a.id) > (%s, %s)", ("m", 0), "a.name_key, a.id",
            _cursor("m", 0),
        ),
        "not seen for longest": (
            community.Asked(standing="unknown"), "xac-nhan", f"{working} AND a.known_on < %s", (SINCE,),
            "a.known_on, a.id", "",
        ),
        "of a kind": (
            community.Asked(kind=kind), "ten",
            f" AND a.kind_id = {kind}" + ("" if level == "commune" else " AND NOT a.is_sensitive"),
            (), "a.name_key, a.id", "",
        ),
        "latest first": (community.Asked(), "moi", "", (), "a.id DESC", ""),
    }  # fmt: skip
    for name, (asked, sort, narrowed, values, order, after) in cases.items():
        yield Question(
            f"points, {level}, {name}",
            partial(community.points_page, by, asked, TODAY, sort=sort, after=after),
            page.format(land + narrowed, order),
            (*own, *values),
            _lines,
            partial(_sorted_points, by, asked),
        )
    table = f" FROM community_modelpoint a WHERE 1 = 1{land}"
    is_known = "CASE WHEN a.known_on >= %s THEN 1 ELSE 0 END"
    found = community.points_found(by, community.Asked(), TODAY)
    yield Question(
        f"points, {level}, how many stand how",
        partial(community.totals, by, TODAY),
        f"SELECT sum(n) FROM (SELECT a.state, {is_known} AS known, a.is_effective, count(*) AS n{table}"
        " GROUP BY 1, 2, 3) t",
        (SINCE, *own),
        lambda told: [(sum(n for s, n in told.items() if s != "effective"),)],
        lambda: _loaded(found),
    )
    yield Question(
        f"points, {level}, map of a kind",
        partial(working_by_place, by, TODAY, kind),
        f"SELECT a.place_id, sum({is_known}), count(*){table}{working} AND a.kind_id = {kind} GROUP BY a.place_id",
        (SINCE, *own),
        lambda told: [(pk, known, known + unknown) for pk, (known, unknown) in told.items()],
        lambda: _loaded(community.points_found(by, community.Asked(kind=kind), TODAY)),
    )
    yield Question(
        f"points, {level}, map of all",
        partial(working_by_place, by, TODAY),
        f"SELECT a.place_id, sum({is_known}), count(*){table}{working} GROUP BY a.place_id",
        (SINCE, *own),
        lambda told: [(pk, known, known + unknown) for pk, (known, unknown) in told.items()],
        lambda: _loaded(found),
    )


def _sorted_points(by: User, asked: community.Asked) -> list[Any]:
    found = _loaded(community.points_found(by, asked, TODAY).select_related("place", "province", "kind", "grade"))
    return sorted(found, key=lambda row: (row.name_key, row.pk))[:50]


def _teams(level: str, by: User) -> Iterator[Question]:
    land, own = _land(level, by, "commune_id")
    there = f"a.is_void = {_false()} AND a.began_on <= %s AND (a.ended_on IS NULL OR a.ended_on >= %s)"
    asked = forces.Asked(on=TODAY)
    page = (
        f"SELECT a.id, a.kind, a.number, a.name, a.began_on, a.ended_on, a.members, a.women,"
        f" a.is_illustration, a.province_id, {PLACE}"
        f" FROM forces_team a JOIN places_place p ON p.id = a.commune_id WHERE {there}{land}{{}}"
        " ORDER BY a.province_id, a.commune_id, a.kind, a.number LIMIT 51"
    )
    far = max(unit_ids(by.body.place)[:1] or (0,)) if level == "commune" else 0
    behind = by.body.place.home_province_id or by.body.place_id
    for name, after, narrowed, values in (
        ("", "", "", ()),
        (", far behind", _cursor(behind, far, 1, 3), _BEYOND_TEAM, (behind, far, 1, 3)),
    ):
        yield Question(
            f"teams, {level}{name}",
            partial(forces.teams_page, by, asked, after=after),
            page.format(narrowed),
            (TODAY, TODAY, *own, *values),
            _lines,
            lambda: _loaded(forces.teams_visible(by, asked).select_related("commune")),
        )  # fmt: skip
    yield Question(
        f"teams, {level}, strength of today",
        partial(forces.strengths_now, by, TODAY),
        "SELECT a.kind, count(*), sum(a.members), sum(a.women), count(*) - count(a.members)"
        f" FROM forces_team a WHERE {there}{land} GROUP BY a.kind",
        (TODAY, TODAY, *own),
        lambda found: [(s.kind, s.teams, s.members, s.women, s.uncounted) for s in found],
        lambda: _loaded(forces.teams_visible(by, asked)),
    )


_BEYOND_TEAM: Final = " AND (a.province_id, a.commune_id, a.kind, a.number) > (%s, %s, %s, %s)"


def _false() -> str:
    from django.db import connection

    return "false" if connection.vendor == "postgresql" else "0"


def _standards(level: str, by: User) -> Iterator[Question]:
    land, own = _land(level, by)
    asked = standards.Asked(1, 2026)
    where = f" FROM standards_entry a{{}} WHERE a.rule = 1 AND a.year = 2026 AND a.state <> 5{land}"
    yield Question(
        f"standards, {level}",
        partial(standards.entries_page, by, asked),
        f"SELECT a.id, a.rule, a.kind, a.name, a.marks, a.state, a.decision, a.decided_on, a.is_illustration, {PLACE}"
        + where.format(" JOIN places_place p ON p.id = a.place_id")
        + " ORDER BY a.place_id, a.id LIMIT 51",
        own,
        _lines,
        lambda: _loaded(standards.entries_visible(by, asked).select_related("place")),
    )  # fmt: skip
    yield Question(
        f"standards, {level}, rates",
        partial(standards.rates, by, asked),
        "SELECT a.kind, count(*), sum(CASE WHEN a.state = 2 THEN 1 ELSE 0 END),"
        " sum(CASE WHEN a.state = 3 THEN 1 ELSE 0 END)" + where.format("") + " GROUP BY a.kind",
        own,
        lambda found: [(r.kind, r.registered, r.proposed, r.recognised) for r in found],
        lambda: _loaded(standards.entries_visible(by, asked)),
    )


def _commendations(level: str, by: User) -> Iterator[Question]:
    land, own = _land(level, by)
    asked = commendations.Asked()
    yield Question(
        f"commendations, {level}",
        partial(commendations.rounds_page, by, asked),
        "SELECT a.id, a.form, a.state, a.opened_on, a.decision, a.decided_on, a.is_illustration, b.name_vi, b.name_en"
        " FROM commendations_round a JOIN actors_body b ON b.id = a.proposer_id WHERE a.state <> 5 AND"
        f" (a.state = 4 OR a.proposer_id = %s OR (a.giver_id = %s AND a.state IN (2, 3))){land}"
        " ORDER BY a.opened_on DESC, a.id DESC LIMIT 51",
        (by.body_id, by.body_id, *own),
        _lines,
        lambda: _loaded(commendations.rounds_visible(by, asked).select_related("proposer")),
    )  # fmt: skip
