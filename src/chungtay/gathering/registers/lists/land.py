"""What of a register lies in an account's territory, as values to ask with: by columns that indexes begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from chungtay.gathering.registers.lists.asking import connected
from chungtay.gathering.registers.lists.prepared import FEW, Prepared, among, one_of
from chungtay.reference.actors.policies import reads_figures
from chungtay.reference.places.queries import places_among, unit_ids
from chungtay.reference.places.units import NEW

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.db.models import Model, QuerySet

    from chungtay.reference.actors.models import User


def land_of(by: User, *, provinces: Collection[int] = (), communes: Collection[int] | None = None) -> dict[str, Any]:
    """The rows of the territory, of which only those of some provinces and communes (None: all). `land_q` reads it."""
    place = by.body.place
    narrowed = {} if communes is None else {"in": tuple(sorted(communes)), "in provinces": tuple(sorted(provinces))}
    if not reads_figures(by):
        return {"units": ()}
    if place.level == "country":
        return narrowed
    if place.level == "province" and place.vintage == NEW:
        return {"province": place.pk, **narrowed}
    home = {"province": place.home_province_id} if place.home_province_id else {}
    return {**home, "units": unit_ids(place), **narrowed}


def land_q(values: Mapping[str, Any], column: str = "place") -> Q:
    """The same as a filter on a table with a `province` and a column for the commune."""
    found = Q()
    if "province" in values:
        found &= Q(province=values["province"])
    if "units" in values:
        found &= one_of(column, values["units"])
    if "in" in values:
        communes, provinces = values["in"], values["in provinces"]
        if communes and provinces:
            found &= among(column, communes) | among("province", provinces)
        else:
            found &= one_of("province", provinces) if provinces else one_of(column, communes)
    return found


def is_few(units: Collection[int]) -> bool:
    """Whether several units are so few that their rows are sorted once found."""
    return 1 < len(units) <= FEW


class Used:
    """Which of some units a register has rows of: most communes hold old units in which nothing was ever written down,
    and one place is read in the order of a list."""

    def __init__(self, model: type[Model], column: str) -> None:
        self._model, self._column = model, column
        self._prepared = Prepared(self._asked)

    def among(self, units: tuple[int, ...]) -> tuple[int, ...]:
        """Those with rows, or the first; many are not looked into. SQLite sorts what it finds of a few units in less
        time than it takes to look which of them have any; PostgreSQL would read all others in the order of the list."""
        if not is_few(units) or connected().vendor == "sqlite":
            return units
        return tuple(pk for (pk,) in self._prepared.rows({"units": units})) or units[:1]

    def _asked(self, _shape: object, values: Mapping[str, Any]) -> QuerySet[Any]:
        written = Exists(self._model._default_manager.filter(**{self._column: OuterRef("pk")}))
        return places_among(values["units"]).filter(written).values_list("pk")
