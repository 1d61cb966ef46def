"""Where activities were held: the country by province, or one province by commune, on a map and in a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chungtay.faces.desk import activities as shown
from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.boardmap import Area, Spot, country_map, province_map
from chungtay.faces.desk.telling import language
from chungtay.faces.desk.views.points import place_asked
from chungtay.gathering.registers.activities import queries
from chungtay.gathering.registers.activities.kinds import kinds
from chungtay.reference.places.queries import line_of, lines_in, place_label, places_by_id

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.utils.safestring import SafeString

    from chungtay.faces.desk.activities import Asked
    from chungtay.reference.places.models import Place
    from chungtay.reference.places.queries import PlaceLine


@dataclass(frozen=True)
class Row:
    """A unit with the activities held in it, and where its line leads."""

    place: PlaceLine
    held: int
    address: str

    @property
    def fill(self) -> str:
        """Whether anything was held: numbers are not compared, communes differ in size and in what they write down."""
        return "approved" if self.held else "not_yet_due"


@audience(*READERS)
def activity_map(request: DeskRequest) -> HttpResponse:
    """The map of the territory, or of a province of it (`o`); narrowed by kind and days as the list is."""
    user, today = request.user, timezone.localdate()
    narrowed = request.GET.copy()
    for name in ("xem", "dia-ban", "tim"):
        narrowed.pop(name, None)
    told = shown.asked(user, narrowed)
    within = place_asked(user, request.GET.get("o", "")) or user.body.place
    sieve = told.sieve
    if within.level == "province" and within.pk != user.body.place_id:
        sieve = replace(sieve, places=frozenset(), provinces=frozenset({within.pk}))
    elif within.pk != user.body.place_id:
        sieve = replace(sieve, places=frozenset({within.pk}))
    counts = queries.place_counts(user, sieve)
    level = "province" if within.level == "country" else "commune"
    lines = [line_of(within)] if within.level == "commune" else lines_in(within, today, level)
    here = _on_todays_map(counts, {line.pk for line in lines})
    above = f", {within.name}" if user.body.place.level == "country" else ""
    rows = [Row(line, here.get(line.pk, 0), _address(told, line, level, above)) for line in lines]
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("activities"), _("Hoạt động"))],
        "asked": told,
        "within": within,
        "rows": sorted(rows, key=lambda row: (row.held > 0, row.place.name)),
        "held": sum(counts.values()),
        "reached": sum(row.held > 0 for row in rows),
        "elsewhere": sum(counts.values()) - sum(row.held for row in rows),
        "map": _map(within, rows),
        "is_country": within.level == "country",
        "kinds": [(kind.key, kind.name(language())) for kind in kinds().values()],
        "up": f"?{urlencode(_query(told))}" if within.pk != user.body.place_id else "",
    }
    return render(request, "desk/activity_map.html", context)


def _on_todays_map(counts: dict[int, int], known: set[int]) -> dict[int, int]:
    """Counts by the places of today: those of an old commune that went whole into one of today are that one's. What was
    held in a split commune, or in a province as a whole, lies in none of them."""
    old = places_by_id(pk for pk in counts if pk not in known)
    found: dict[int, int] = {}
    for pk, n in counts.items():
        home = pk if pk in known else old[pk].home_commune_id if pk in old else None
        if home is not None and home in known:
            found[home] = found.get(home, 0) + n
    return found


def _query(told: Asked) -> dict[str, str]:
    days = {"tu": told.start, "den": told.end}
    kind = {"loai": told.kind.key} if told.kind else {}
    return kind | {name: value.isoformat() for name, value in days.items() if value}


def _address(told: Asked, line: PlaceLine, level: str, above: str) -> str:
    """A province leads to its own map, a commune to its list, where names of the country need their province."""
    if level == "province":
        return f"?{urlencode({**_query(told), 'o': line.key})}"
    return f"{reverse('activities')}?{urlencode({**_query(told), 'dia-ban': line.full_name})}"


def _map(within: Place, rows: list[Row]) -> SafeString | None:
    title = _("Nơi đã có hoạt động, %(place)s") % {"place": place_label(within, language())}
    if within.level == "country":
        areas = (Area(row.place.code, row.fill, _words(row), row.address) for row in rows)
        return country_map("2025", tuple(areas), title, language())
    if within.level != "province":
        return None
    spots = (
        Spot(row.place.lon, row.place.lat, row.fill, _words(row), row.address)
        for row in rows
        if row.place.lon is not None and row.place.lat is not None
    )
    return province_map(within.vintage, within.code, tuple(spots), title, language())


def _words(row: Row) -> str:
    said = ngettext("%(n)d hoạt động", "%(n)d hoạt động", row.held) % {"n": row.held}
    return f"{place_label(row.place, language())}: {said}"
