"""A point as an account may see it: of a sensitive kind, outside its commune, it has no name and no kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from chungtay.gathering.registers.community import policies
from chungtay.gathering.registers.community.finding import PointLine, Standing, standing_of, territory_points
from chungtay.gathering.registers.community.refusals import not_there

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from chungtay.gathering.registers.community.models import ModelKind, ModelPoint
    from chungtay.gathering.registers.lists.keyset import Named
    from chungtay.reference.actors.models import User


Point = TypeVar("Point", "ModelPoint", PointLine)


@dataclass(frozen=True)
class Seen(Generic[Point]):
    """A point, or a row of a list, for a page. `name` is "" and `kind` None where they are kept from the account."""

    point: Point
    name: str
    kind: ModelKind | Named | None
    standing: Standing

    @property
    def is_hidden(self) -> bool:
        """Whether the kind is kept from view; then the texts of its steps and teams are as well."""
        return self.kind is None


def seen(by: User, points: Iterable[Point], on: date) -> list[Seen[Point]]:
    """Points, which lie in the account's territory, as it may see them."""
    return [_seen(by, point, on) for point in points]


def point_seen(by: User, id: int, on: date) -> Seen[ModelPoint]:
    """One point of the account's territory. NotAllowed DSM-404 for any other, as for one that is not there."""
    related = ("place", "province", "body", "kind", "grade", "origin", "merged_into", "made_by__body")
    found = territory_points(by).filter(pk=id).select_related(*related).first()
    if found is None:
        raise not_there()
    return _seen(by, found, on)


def _seen(by: User, point: Point, on: date) -> Seen[Point]:
    hides = point.is_sensitive and not policies.sees_kinds_of(by)
    standing = standing_of(point, on)
    return Seen(point, "", None, standing) if hides else Seen(point, point.name, point.kind, standing)
