"""The place that a cell of a workbook or the name of a file states: a name, alone or among a few other words."""

import re
from datetime import date
from functools import cached_property

from chungtay.kernel.text import match_key, squeeze, tone_key
from chungtay.reference.places.finding import inside_q, place_find, valid_q
from chungtay.reference.places.models import Place, PlaceLevel, PlaceName
from chungtay.reference.places.names import Quality

_WORD = re.compile(r"[^\W_]+")
_UNSAID = re.compile(
    r"\b(?:tháng|thang|năm|nam|quý|quy|month|year|quarter)(?=\s+\d)|\b(?:xlsx|xlsm|xls|ods)\b|\b\d+\b", re.IGNORECASE
)
_SMALLEST_FIRST = (PlaceLevel.COMMUNE, PlaceLevel.DISTRICT, PlaceLevel.PROVINCE, PlaceLevel.COUNTRY)


class Stating:
    """Reads texts against the names of one territory on a day, which are fetched once.

    'Đơn vị: Xã Hòa Bình' and 'bao_cao_xa-hoa-binh_11-2025.xlsx' state the commune where the territory has just one of
    the name. Of a unit and the one around it the smaller counts, of names within one another the longest; marks are
    left out only where no name of the level fits with them. Not for sentences: there the readers look.
    """

    def __init__(self, within: Place, on: date) -> None:
        self._within, self._on = within, on

    def place(self, text: str) -> Place | None:
        """The one place; None where the text states none, or where several fit."""
        words = squeeze(_UNSAID.sub(" ", " ".join(_WORD.findall(text))))
        found = self._by_full_name(words)
        if found is None:
            close = [m for m in place_find(words, on=self._on, within=self._within) if m.quality < Quality.SIMILAR]
            found = {match.place for match in close if match.rank == close[0].rank}
        return found.pop() if len(found) == 1 else None

    def spot(self, text: str) -> tuple[int, int] | None:
        """Where in the text the full name of the one place stands, marks and signs between its words apart."""
        key = match_key(text)
        place = self.place(text) if len(key) == len(text) else None
        if place is None:
            return None
        named = [name.full_name for name in self._names[place.level] if name.place_id == place.pk]
        parts = r"[\W_]+".join(map(re.escape, match_key(named[0] if named else place.full_name).split(" ")))
        found = re.search(rf"(?<![^\W_]){parts}(?![^\W_])", key)
        return found.span() if found else None

    def _by_full_name(self, words: str) -> set[Place] | None:
        for level in self._levels:
            for key_of in (tone_key, match_key):
                text = f" {key_of(words)} "
                keyed = [(key_of(name.full_name), name.place) for name in self._names[level]]
                within = [(len(key), place) for key, place in keyed if f" {key} " in text]
                if within:
                    longest = max(length for length, _ in within)
                    return {place for length, place in within if length == longest}
        return None

    @property
    def _levels(self) -> list[str]:
        first = [PlaceLevel.VILLAGE] if self._within.level == PlaceLevel.COMMUNE else []
        return [*first, *_SMALLEST_FIRST]

    @cached_property
    def _names(self) -> dict[str, list[PlaceName]]:
        inside = Place.objects.filter(valid_q(self._on)).filter(inside_q(self._within, self._on))
        names = PlaceName.objects.filter(valid_q(self._on), place__in=inside).select_related("place")
        found: dict[str, list[PlaceName]] = {level: [] for level in PlaceLevel.values}
        for name in [*names, *PlaceName.objects.filter(valid_q(self._on), place=self._within).select_related("place")]:
            found[name.place.level].append(name)
        return found
