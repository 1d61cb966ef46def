"""Finding a place as people name it: without marks, by half a name, by the name of before the reform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from chungtay.reference.places import queries as places
from chungtay.reference.places.units import NEW, REFORM

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chungtay.reference.places.models import Place

_BEFORE: Final = REFORM - timedelta(days=1)
_MOST: Final = 24
_MOST_NEW: Final = 40


@dataclass(frozen=True)
class Found:
    """A place that a text may name. `became` is what an ended unit's land is now in, by name; `above` its province."""

    key: str
    name: str
    above: str
    ended: bool
    became: tuple[Led, ...] = ()
    similar: bool = False


@dataclass(frozen=True)
class Led:
    """Where an old name leads."""

    key: str
    name: str
    above: str


def found_by(text: str, language: str) -> list[Found]:
    """Places that a text may name, units of today before those that ended, no villages."""
    today = timezone.localdate()
    now = [match for match in places.place_find(text, on=today, limit=_MOST) if match.place.level != "village"]
    before = [match for match in places.place_find(text, on=_BEFORE, limit=_MOST) if match.place.level != "village"]
    exact = [match for match in (*now, *before) if match.quality < places.Quality.SIMILAR]
    kept = exact or [*now, *before]
    lines: dict[str, Found] = {}
    for match in kept:
        similar = match.quality >= places.Quality.SIMILAR
        lines.setdefault(match.place.key, _found(match.place, language, similar=similar))
    return sorted(lines.values(), key=lambda line: (line.ended, line.similar))[:_MOST]


def _found(place: Place, language: str, *, similar: bool) -> Found:
    ended = is_ended(place)
    return Found(
        key=place.key,
        name=places.place_label(place, language),
        above=above_name(place, language),
        ended=ended,
        became=tuple(led_to(place, language)) if ended else (),
        similar=similar,
    )


def is_ended(place: Place) -> bool:
    """Whether a unit is no longer there today."""
    return place.valid_to is not None and place.valid_to < timezone.localdate()


def above_name(place: Place, language: str) -> str:
    """The province that a place lies in, as of its own days; "" for provinces and the country."""
    if place.level in ("province", "country"):
        return ""
    above = place.home_province if place.vintage == NEW else place.legacy_province
    return places.place_label(above, language) if above is not None and above.pk != place.pk else ""


def led_to(place: Place, language: str) -> list[Led]:
    """The units of today that an ended unit's land lies in, by name. A district leads through its communes."""
    links = list(places.successors(place)[:_MOST_NEW])
    new: Iterable[Place] = [link.new for link in links]
    if not links and place.level == "district":
        new = _communes_of_today(place)
    return [Led(unit.key, places.place_label(unit, language), above_name(unit, language)) for unit in _once(new)]


def _communes_of_today(district: Place) -> list[Place]:
    last = min(district.valid_to or _BEFORE, _BEFORE)
    found: list[Place] = []
    for commune in places.descendants(district, last, level="commune"):
        found += [link.new for link in places.successors(commune)]
    return sorted(_once(found), key=lambda unit: unit.key)[:_MOST_NEW]


def _once(units: Iterable[Place]) -> list[Place]:
    return list({unit.key: unit for unit in units}.values())
