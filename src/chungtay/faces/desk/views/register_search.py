"""One search over all registers: what was found in each, the latest first, and where to go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from chungtay.faces.desk import pointwords
from chungtay.faces.desk.activities import line_of
from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.telling import language
from chungtay.faces.desk.views.commendations import form_name, recipient_name
from chungtay.faces.desk.views.teams import team_name
from chungtay.gathering.registers.community import queries as community
from chungtay.gathering.registers.forces.kinds import RULES
from chungtay.gathering.registers.searching import MOST, found_everywhere
from chungtay.gathering.registers.standards.rules import rule_sets, subject_name
from chungtay.kernel.errors import side
from chungtay.reference.places.queries import place_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from django.http import HttpResponse

    from chungtay.gathering.registers.searching import Found
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

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
    kinds = (Hit(pointwords.kind_words(k), _("Loại mô hình"), reverse("model_kind", args=[k.pk])) for k in found.kinds)
    yield _group("kinds", _("Loại mô hình"), kinds, reverse("model_kinds"))
    yield _group("points", _("Điểm mô hình"), _points(user, found, today), f"{reverse('points')}?{asked}")
    yield _group("point_teams", _("Tổ của mô hình"), _point_teams(found), "")
    yield _group("activities", _("Hoạt động"), _activities(user, found, today), f"{reverse('activities')}?{asked}")
    yield _group("teams", _("Lực lượng nòng cốt"), _teams(user, found), reverse("teams"))
    yield _group("entries", _("Tiêu chuẩn"), _entries(found), "")
    yield _group("awards", _("Khen thưởng"), _awards(found), "")


def _group(key: str, name: str, hits: Iterable[Hit], more: str) -> Group:
    held = list(hits)
    return Group(key, name, held[:MOST], more if len(held) > MOST else "")


def _points(user: User, found: Found, today: date) -> Iterator[Hit]:
    for seen in community.seen(user, found.points, today):
        about = (pointwords.kind_words(seen.kind), _where(user, seen.point.place), pointwords.STANDINGS[seen.standing])
        yield Hit(pointwords.point_words(seen), _joined(*about), reverse("point", args=[seen.point.pk]))


def _point_teams(found: Found) -> Iterator[Hit]:
    for team in found.point_teams:
        about = _joined(team.point.name, place_label(team.point.place, language()))
        yield Hit(team.name, about, reverse("point", args=[team.point_id]) + "#teams")


def _activities(user: User, found: Found, today: date) -> Iterator[Hit]:
    for row in found.activities:
        line = line_of(user, row, today)
        about = (line.about, formats.date_format(row.on, "DATE_FORMAT"), _where(user, row.place), line.state_words)
        yield Hit(line.name, _joined(*about), reverse("activity", args=[row.pk]))


def _teams(user: User, found: Found) -> Iterator[Hit]:
    for team in found.teams:
        village = team.village.full_name if team.village else ""
        about = _joined(side(RULES[team.kind].name, language()), village)
        yield Hit(team_name(user, team), about, reverse("team", args=[team.pk]))


def _entries(found: Found) -> Iterator[Hit]:
    tongue = language()
    for entry in found.entries:
        about = (side(subject_name(entry.kind), tongue), side(rule_sets()[entry.rule].name, tongue), str(entry.year))
        where = place_label(entry.place, tongue)
        yield Hit(entry.name, _joined(*about, where), reverse("standard", args=[entry.pk]))


def _awards(found: Found) -> Iterator[Hit]:
    for award in found.awards:
        held = award.round
        about = (recipient_name(award.kind), form_name(held.form), place_label(award.place, language()))
        yield Hit(award.name, _joined(*about), reverse("commendation", args=[held.pk]))


def _where(user: User, place: Place) -> str:
    """Where it is, unless that is the reader's own place."""
    return "" if place.pk == user.body.place_id else place_label(place, language())


def _joined(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)
