"""Finding the places that a list names: thousands at once, with the rules and refusals of single look-ups.

A line that is plain is settled from two queries for the whole list and from the gazetteer; any other is asked
singly, which decides it or says why not.
"""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from chungtay.kernel.errors import Refusal
from chungtay.reference.places.finding import place_find, place_one, valid_q
from chungtay.reference.places.gazetteer import Unit, gazetteer
from chungtay.reference.places.grouplist import ListLine
from chungtay.reference.places.models import Place, PlaceLevel
from chungtay.reference.places.names import Quality, name_key, readings
from chungtay.reference.places.queries import names_on, place_by_code
from chungtay.reference.places.units import table, vintage_on

_T = TypeVar("_T")
_AT_ONCE = 500


class ListFinder:
    """The places of a list on a day; names are sought in `within` first (None: in the whole country)."""

    def __init__(self, lines: Iterable[ListLine], within: Place | None, on: date) -> None:
        self.within, self.on = within, on
        self.scope = _unit(within, on)
        named = {line.name: self._only(line.name) for line in lines if not line.code}
        keys = {key for key in named.values() if key}
        drafts = {row["alias_code"] for row in table("code_aliases")}
        codes = {line.code for line in lines if line.code} - drafts
        found = [*_by("key", keys, on), *_by("code", codes, on)]
        self.by_key = {place.key: place for place in found}
        self.by_name = {name: self.by_key[key] for name, key in named.items() if key in self.by_key}
        self.by_code = {place.code: place for place in found if place.code in codes}
        versions = {pk: v for some in _cut(list(self.by_code.values())) for pk, v in names_on(some, on).items()}
        self.name_keys = {pk: name_key(version.name) for pk, version in versions.items()}

    def place(self, line: ListLine) -> Place:
        """The place of one line. Refusals DIABAN-001 to -006 as in `place_by_code` and `place_one`."""
        if line.code:
            place = self.by_code.get(line.code)
            if place is not None and self._is_named(place, line.name):
                return place
            return place_by_code(line.code, on=self.on, named=line.name)
        return self.by_name.get(line.name) or self._asked(line.name)

    def _is_named(self, place: Place, name: str) -> bool:
        return not name or self.name_keys[place.pk] in {reading.key for reading in readings(name)}

    def _only(self, name: str) -> str:
        """The key of the one unit that fits best, '' where there is none or several."""
        units = gazetteer().find(name, on=self.on, within=self.scope)
        return units[0].key if len(units) == 1 else ""

    def _asked(self, name: str) -> Place:
        try:
            return place_one(name, on=self.on, within=self.within)
        except Refusal as refusal:
            if self.within is None or refusal.code != "DIABAN-005":
                raise
            # The owner does not lie within itself; and whoever names a place of elsewhere is told that, not "unknown".
            found = [match.place for match in place_find(name, on=self.on) if match.quality < Quality.SIMILAR]
            if not found:
                raise
            return self.within if self.within in found else found[0]


def _unit(place: Place | None, on: date) -> Unit | None:
    # Villages are not in the gazetteer; what is found elsewhere is then refused as outside the village.
    return None if place is None or place.level == PlaceLevel.VILLAGE else gazetteer().unit(place.key, on)


def _by(field: str, values: set[str], on: date) -> list[Place]:
    """Places in force on a day; a code means a unit of the day's own vintage."""
    found: list[Place] = []
    for some in _cut(sorted(values)):
        found += Place.objects.filter(valid_q(on), vintage=vintage_on(on), **{f"{field}__in": some})
    return found


def _cut(items: list[_T]) -> Iterable[list[_T]]:
    """In portions that every database takes as one list."""
    return (items[begin : begin + _AT_ONCE] for begin in range(0, len(items), _AT_ONCE))
