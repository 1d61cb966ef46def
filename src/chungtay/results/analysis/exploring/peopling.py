"""How many people places had, for rates and for finding places of a size: one year and one source for all of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from chungtay.reference.places import queries as places

YEAR: Final = 2019
"""The only year that both old and new units have: the census, and the same carried to the units of 2025."""
_SOURCES: Final = ("census", "census_rebased")
_known: dict[str, int | None] = {}
"""Shipped with the version that runs."""


def people_of(keys: Collection[str]) -> dict[str, int]:
    """People by place key; places without a figure are left out. Old units by the census, new ones by it rebased."""
    missing = [key for key in keys if key not in _known]
    if missing:
        by_key = places.places_by_key(missing)
        found: dict[int, int] = {}
        for source in _SOURCES:
            found |= places.populations(by_key.values(), YEAR, source)
        _known.update(dict.fromkeys(missing))
        _known.update({key: found[place.pk] for key, place in by_key.items() if place.pk in found})
    return {key: people for key in keys if (people := _known.get(key))}
