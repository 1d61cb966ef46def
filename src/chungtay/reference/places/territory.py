"""What lies in the territory of a body: as a filter on rows, and of one place without a query. See `queries`."""

from functools import lru_cache
from typing import cast

from django.db.models import Q

from chungtay.reference.places.models import Place, PlaceLevel
from chungtay.reference.places.units import NEW


def territory_q(place: Place, prefix: str = "place__") -> Q:
    """What a body with this territory may see, as a filter on rows that refer to a place.

    The country holds all but villages, which nobody above their commune sees; a province of 2025 all that lies in it,
    of any date, an old province the same; a commune of 2025 itself and the old units that went wholly into it; any
    other place itself and what is directly under it. `prefix` '' filters places themselves.
    """
    if place.level == PlaceLevel.COUNTRY:
        return ~Q(**{f"{prefix}level": PlaceLevel.VILLAGE})
    if place.level == PlaceLevel.PROVINCE:
        return Q(**{f"{prefix}{_province_column(place)}": place})
    own = Q(**{f"{prefix}pk": place.pk}) | Q(**{f"{prefix}parent": place})
    if place.level == PlaceLevel.COMMUNE and place.vintage == NEW:
        own |= Q(**{f"{prefix}home_commune": place})
    return own


def unit_ids(territory: Place) -> tuple[int, ...]:
    """The official units of a territory by id, villages left out; the same meaning as `territory_q`. Read once per
    process for each territory: official units are shipped with the version that runs."""
    return _unit_ids(territory.pk)


@lru_cache(maxsize=4096)
def _unit_ids(pk: int) -> tuple[int, ...]:
    found = Place.objects.filter(territory_q(Place.objects.get(pk=pk), "")).exclude(level=PlaceLevel.VILLAGE)
    return tuple(found.order_by("pk").values_list("pk", flat=True))


def lies_within(place: Place, territory: Place) -> bool:
    """Whether a body with that territory may see the place; the same meaning as `territory_q`, without a query."""
    if territory.level == PlaceLevel.COUNTRY:
        return place.level != PlaceLevel.VILLAGE
    if territory.level == PlaceLevel.PROVINCE:
        return cast(int | None, getattr(place, f"{_province_column(territory)}_id")) == territory.pk
    if territory.pk in (place.pk, place.parent_id):
        return True
    return territory.vintage == NEW and place.home_commune_id == territory.pk


def _province_column(province: Place) -> str:
    return "home_province" if province.vintage == NEW else "legacy_province"
