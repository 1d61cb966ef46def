"""One search over all registers: what was found in each, the latest first, and where to go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from chungtay.faces.desk import pointwords
from chungtay.faces.desk.activities import STATES
from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.telling import language
from chungtay.faces.desk.views.commendations import form_name, recipient_name
from chungtay.faces.desk.views.teams import team_name
from chungtay.gathering.registers.activities.kinds import kinds
from chungtay.gathering.registers.community import queries as community
from chungtay.gathering.registers.forces.kinds import RULES
from chungtay.gathering.registers.searching import MOST, found_everywhere
from chungtay.gathering.registers.standards.rules import rule_sets, subject_name
from chungtay.kernel.errors import side
from chungtay.reference.places.queries import lines_of, place_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpResponse

    from chungtay.gathering.registers.lists.seeking import Row
    from chungtay.gathering.registers.searching import Found
    from chungtay.reference.actors.models import User

LONGEST = 80


@dataclass(frozen=True)
class Hit:
    """A thing that was found: what it is called, what is said of it, and its page."""

    name: str
    about: str
    address: str


@dataclass(frozen=True)
class Group:
    """What was found in one register; `more`: the address of its list for these words, "" where all is shown."""

    key: str
    name: str
    hits: list[Hit]
    more: str


@audience(*READERS)
def register_search(request: DeskRequest) -> HttpResponse:
    """The page of the search: a box, and what was found."""
    text = " ".join(request.GET.get("tim", "").split())[:LONGEST]
    found = found_everywhere(request.user, text)
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi"))],
        "text": text,
        "groups": [group for group in _groups(request.user, found, text) if group.hits],
    }
    return render(request, "desk/register_search.html", context)


def _groups(user: User, found: Found, text: str) -> Iterator[Group]:
    today, asked = timezone.localdate(), urlencode({"tim": text})
    told = _Told(user, found)
    yield _group("kinds", _("Loại mô hình"), told.kinds(), reverse("model_kinds"))
    yield _group("points", _("Điểm mô hình"), told.points(today), f"{reverse('points')}?{asked}")
    yield _group("point_teams", _("Tổ của mô hình"), told.point_teams(), "")
    yield _group("activities", _("Hoạt động"), told.activities(), f"{reverse('activities')}?{asked}")
    yield _group("teams", _("Lực lượng nòng cốt"), _teams(user, found), reverse("teams"))
    yield _group("entries", _("Tiêu chuẩn"), told.entries(), "")
    yield _group("awards", _("Khen thưởng"), told.awards(), "")


def _group(key: str, name: str, hits: Iterable[Hit], more: str) -> Group:
    held = list(hits)
    return Group(key, name, held[:MOST], more if len(held) > MOST else "")


def _teams(user: User, found: Found) -> Iterator[Hit]:
    for team in found.teams:
        village = team.village.full_name if team.village else ""
        about = _joined(side(RULES[team.kind].name, language()), village)
        yield Hit(team_name(user, team), about, reverse("team", args=[team.pk]))


class _Told:
    """Rows in words; the places of all of them are read at once."""

    def __init__(self, user: User, found: Found) -> None:
        self.own, self.rows, self.tongue = user.body.place_id, found.rows, language()
        ids = {row.place for rows in found.rows.values() for row in rows if row.place is not None}
        self.labels = {line.pk: place_label(line, self.tongue) for line in lines_of(ids)}

    def _of(self, register: str) -> list[Row]:
        return self.rows.get(register, [])

    def _where(self, row: Row) -> str:
        """Where it is, unless that is the reader's own place."""
        return "" if row.place in (None, self.own) else self.labels.get(row.place or 0, "")

    def kinds(self) -> Iterator[Hit]:
        for row in self._of("kinds"):
            name = row.told[2] if self.tongue == "en" and row.told[2] else row.told[1]
            yield Hit(name, self._where(row), reverse("model_kind", args=[row.id]))

    def points(self, today: date) -> Iterator[Hit]:
        for row in self._of("points"):
            kind_vi, kind_en, state, known_on = row.told
            standing = community.standing_in(state, date.fromisoformat(known_on), today)
            kind = kind_en if self.tongue == "en" and kind_en else kind_vi
            about = _joined(kind, self._where(row), pointwords.STANDINGS[standing])
            yield Hit(row.name, about, reverse("point", args=[row.id]))

    def point_teams(self) -> Iterator[Hit]:
        for row in self._of("point_teams"):
            yield Hit(row.name, _joined(row.told[1], self._where(row)), reverse("point", args=[row.told[0]]) + "#teams")

    def activities(self) -> Iterator[Hit]:
        for row in self._of("activities"):
            kind, state, on, _part = row.told
            day = formats.date_format(date.fromisoformat(on), "DATE_FORMAT")
            about = _joined(kinds()[int(kind)].name(self.tongue), day, self._where(row), STATES[int(state)][1])
            yield Hit(row.name, about, reverse("activity", args=[row.id]))

    def entries(self) -> Iterator[Hit]:
        for row in self._of("entries"):
            kind, rule, year = map(int, row.told[:3])
            of = (side(subject_name(kind), self.tongue), side(rule_sets()[rule].name, self.tongue))
            yield Hit(row.name, _joined(*of, year, self._where(row)), reverse("standard", args=[row.id]))

    def awards(self) -> Iterator[Hit]:
        for row in self._of("awards"):
            about = _joined(recipient_name(int(row.told[2])), form_name(int(row.told[1])), self._where(row))
            yield Hit(row.name, about, reverse("commendation", args=[row.told[0]]))


def _joined(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)
