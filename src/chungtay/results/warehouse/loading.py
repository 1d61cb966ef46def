"""From the rooms below to neutral facts: rows of the ledger, places, duties, the catalogue's rules."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING

import pyarrow as pa
from django.conf import settings
from django.utils import timezone

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period, Regime
from chungtay.kernel.quantities import INFINITY, Precision, Quantity, Total
from chungtay.ledger.types import BatchHead, FigureRow
from chungtay.reference.actors import queries as actors
from chungtay.reference.forms import queries as forms
from chungtay.reference.forms.deadlines import deadline
from chungtay.reference.indicators.catalogue import Definition
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places import queries as places
from chungtay.results.warehouse.apportion import shares
from chungtay.results.warehouse.coding import place_table
from chungtay.results.warehouse.facts import (
    Duty,
    Fact,
    PlaceNode,
    Receipt,
    Rule,
    World,
    attestation_rank,
    least_days,
    plain,
)
from chungtay.results.warehouse.frames import Atlas, Change

if TYPE_CHECKING:
    from chungtay.reference.places.maps import MapLink
    from chungtay.reference.places.models import Place

_CHUNK = 500
"""Rows whose places are looked up by one statement."""
_DEADLINE_LEVEL = {"country": "centre", "province": "province"}


class Reader:
    """Turns rows of the ledger into facts and receipts; keeps what it has looked up of bodies and places."""

    def __init__(self) -> None:
        self._lines: dict[int, str] = {}
        self._places: dict[int, str] = {}
        self._batches: dict[tuple[int, int], tuple[BatchHead, int, int | None]] = {}
        self._periods: dict[tuple[date, date, str], Period] = {}

    def facts(self, rows: Iterable[FigureRow]) -> Iterator[Fact]:
        """One fact per row; the batches met are kept for `receipts`."""
        stream = iter(rows)
        while chunk := list(islice(stream, _CHUNK)):
            self._look_up(chunk)
            for row in chunk:
                self._batches.setdefault((row.batch.id, row.known_from), (row.batch, row.known_from, row.known_to))
                yield self._fact(row)

    def receipts(self) -> list[Receipt]:
        """The batches of all rows read so far, in order of id."""
        return [
            Receipt(
                head.id,
                head.form_code,
                self._places[head.key.place_id],
                Period(head.key.start, head.key.end, Regime(head.key.regime)),
                known_from,
                known_to,
            )
            for _, (head, known_from, known_to) in sorted(self._batches.items())
        ]

    def _period(self, row: FigureRow) -> Period:
        key = (row.start, row.end, row.regime)
        if key not in self._periods:
            self._periods[key] = Period(row.start, row.end, Regime(row.regime))
        return self._periods[key]

    def _fact(self, row: FigureRow) -> Fact:
        total, under = _told(row)
        about_own_place = row.batch.key.place_id == row.place_id
        return Fact(
            id=row.id,
            indicator=row.indicator,
            place=self._places[row.place_id],
            period=self._period(row),
            quantity=total,
            absence=Absence(row.absence) if row.absence else None,
            cell=row.cell,
            status=row.status,
            denominator=under,
            members=tuple(row.members) if row.members is not None else None,
            batch=row.batch.id,
            rank=attestation_rank(self._lines[row.batch.key.body_id], about_own_place=about_own_place),
            known_from=row.known_from,
            known_to=row.known_to,
        )

    def _look_up(self, rows: Iterable[FigureRow]) -> None:
        keys = [(row.batch.key.body_id, row.batch.key.place_id, row.place_id) for row in rows]
        if new := {body for body, _, _ in keys} - self._lines.keys():
            self._lines |= {pk: body.line for pk, body in actors.bodies_by_id(new).items()}
        if new := {place for _, *both in keys for place in both} - self._places.keys():
            self._places |= places.place_keys(new)


def _told(row: FigureRow) -> tuple[Total | None, Total | None]:
    """A row's number and its denominator; nearly all are exact and have none."""
    if row.value is not None and row.precision == Precision.EXACT and row.value_to is None and row.of is None:
        value = plain(row.value)
        return Total(value, value, value), None
    quantity = quantity_of(row)
    under = Total(*[quantity.of] * 3) if quantity is not None and quantity.of is not None else None
    return total_of(quantity), under


def quantity_of(row: FigureRow) -> Quantity | None:
    """The quantity of a row as it was claimed."""
    if row.value is None:
        return None
    return Quantity(
        plain(row.value),
        Precision(row.precision),
        plain(row.value_to) if row.value_to is not None else None,
        plain(row.of) if row.of is not None else None,
        row.as_written,
        plain(row.grain) if row.grain is not None else Quantity(plain(row.value)).grain,
    )


def total_of(quantity: Quantity | None) -> Total | None:
    """A quantity as a sum of one."""
    if quantity is None:
        return None
    high = quantity.high if quantity.high == INFINITY else plain(quantity.high)
    return Total(quantity.value, plain(quantity.low), high)


def rule_of(item: Definition, asked_by: frozenset[str]) -> Rule:
    """How an indicator adds up, from the catalogue."""
    return Rule(
        item.code,
        item.over_places,
        item.over_time,
        item.leads,
        item.numerator,
        item.denominator,
        asked_by,
        item.may_apportion,
    )


def forms_by_indicator() -> dict[str, frozenset[str]]:
    """Which forms, in any version, ask for an indicator. A computed ratio is asked for by its numerator's forms. A form
    of targets asks for none: who fills it in has reported nothing, and who does not owes nothing."""
    found: dict[str, set[str]] = {}
    for form in forms.forms_all():
        if form.status == "target":
            continue
        for code in forms.form_indicators(form):
            found.setdefault(code, set()).add(form.code)
    return {code: frozenset(names) for code, names in found.items()}


def rules_of(codes: Iterable[str], asked_by: Mapping[str, frozenset[str]] | None = None) -> dict[str, Rule]:
    """The rules of indicators and of the parts of their ratios. Refusal DANHMUC-002 where there is no such code."""
    asked_by = forms_by_indicator() if asked_by is None else asked_by
    found: dict[str, Rule] = {}
    for code in codes:
        item = definition(code)
        own = asked_by.get(code, frozenset()) | asked_by.get(item.numerator, frozenset())
        found[code] = rule_of(item, own)
        for part in filter(None, (item.numerator, item.denominator)):
            found.setdefault(part, rule_of(definition(part), asked_by.get(part, frozenset())))
    return found


def node_of(place: "Place", keys: dict[int, str]) -> PlaceNode:
    """A place in the one tree of all dates: an old province lies in the 2025 province that took all its land."""
    home = place.home_province_id if place.level == "province" and place.home_province_id != place.pk else None
    above = home if home is not None else place.parent_id
    return PlaceNode(
        place.key,
        place.level,
        keys.get(above) if above is not None else None,
        place.valid_from,
        place.valid_to,
        keys.get(place.home_commune_id) if place.home_commune_id not in (None, place.pk) else None,
    )


def nodes_of(territory: "Place") -> dict[str, PlaceNode]:
    """All places of a territory as nodes. What lies outside is left out, so the territory itself has no parent here."""
    return _nodes(territory.key, *_places_mark(territory))


def _places_mark(territory: "Place") -> tuple[int, str]:
    """(number, key of the last) of a territory's units: they are never changed or taken away, only added."""
    held = places.places_in(territory)
    return held.count(), held.order_by("-pk").values_list("key", flat=True).first() or ""


@lru_cache(maxsize=8)
def _nodes(territory: str, count: int, last: str) -> dict[str, PlaceNode]:
    held = list(places.places_in(places.place_get(territory)))
    keys = {place.pk: place.key for place in held}
    return {place.key: node_of(place, keys) for place in held}


def places_laid(territory: "Place") -> pa.Table:
    """The same as PLACE_SCHEMA, for a generation. Of the country: a quarter of what laying an empty one took."""
    return _laid(territory.key, *_places_mark(territory))


@lru_cache(maxsize=2)
def _laid(territory: str, count: int, last: str) -> pa.Table:
    return place_table(_nodes(territory, count, last))


@lru_cache(maxsize=1)
def atlas() -> Atlas:
    """All maps as the shipped tables tell them, with shares in millionths. Some 2 seconds at the first call."""
    tables = places.map_tables()
    together: dict[tuple[str, bool], list[MapLink]] = defaultdict(list)
    for link in tables.links:
        since = tables.lives[link.new][0]
        together[link.old, since is None or since <= link.on].append(link)
    changes = [change for links in together.values() for change in _changes(links)]
    return Atlas(changes, tables.lives, tables.people, tables.land, places.FIRST_MAP)


def _changes(links: "list[MapLink]") -> list[Change]:
    """The links of one unit into one map as changes."""
    if len(links) == 1:
        return [Change(link.old, link.new, link.on) for link in links]
    people = shares([Fraction(link.people) for link in links])
    other = shares([Fraction(link.other) for link in links])
    land = shares([Fraction(link.land) for link in links])
    return [
        Change(link.old, link.new, link.on, *of_it)
        for link, of_it in zip(links, zip(people, other, land, strict=True), strict=True)
    ]


def duties_of(territory: "Place") -> tuple[Duty, ...]:
    """What is or was owed for the places of a territory."""
    return tuple(
        Duty(item.form.code, item.place.key, item.valid_from, item.valid_to, least_days(Regime(item.form.regime)))
        for item in forms.obligations_ever(territory)
    )


def due_after(holidays: Iterable[date]) -> Callable[[Period, str], date]:
    """Deadlines by the level of the place that reports; the same function for the same days off."""
    return _due_after(frozenset(holidays))


@lru_cache(maxsize=8)
def _due_after(days_off: frozenset[date]) -> Callable[[Period, str], date]:

    def due(period: Period, level: str) -> date:
        return deadline(period, _DEADLINE_LEVEL.get(level, "commune"), days_off)

    return due


def holidays() -> tuple[date, ...]:
    """All days off that are known."""
    return tuple(sorted(forms.holidays_between(date.min, date.max)))


@dataclass(frozen=True)
class _Standing:
    """What stands beside the figures: places, duties, who asks for what. Changed by hand, a few times a year."""

    places: dict[str, PlaceNode]
    duties: tuple[Duty, ...]
    asked_by: dict[str, frozenset[str]]
    days_off: tuple[date, ...]

    @classmethod
    def read(cls, territory: "Place") -> "_Standing":
        return cls(nodes_of(territory), duties_of(territory), forms_by_indicator(), holidays())


_remembered: dict[str, tuple[float, object, _Standing]] = {}
"""By territory: when it was looked at last, the mark it bore then, and what was read."""
_REMEMBERED = 16


def _standing(territory: "Place") -> _Standing:
    """Looked at anew every WAREHOUSE_REMEMBERED_SECONDS, and read anew where it has changed: the duties of a nation
    take a second to read. What is the same stays the same object, which whoever counts by it relies on."""
    if not settings.WAREHOUSE_REMEMBERED_SECONDS:
        return _Standing.read(territory)
    now = monotonic()
    seen, mark, standing = _remembered.get(territory.key, (0.0, None, None))
    if standing is not None and now - seen < settings.WAREHOUSE_REMEMBERED_SECONDS:
        return standing
    found = (forms.obligations_mark(territory), _places_mark(territory), forms_by_indicator(), holidays())
    if standing is None or found != mark:
        standing = _Standing.read(territory)
    _remembered.pop(territory.key, None)
    _remembered[territory.key] = (now, found, standing)
    while len(_remembered) > _REMEMBERED:
        _remembered.pop(next(iter(_remembered)))
    return standing


def places_standing(territory: "Place") -> dict[str, PlaceNode]:
    """The nodes of a territory as the worlds of the last moments had them."""
    return _standing(territory).places if settings.WAREHOUSE_REMEMBERED_SECONDS else nodes_of(territory)


def world_of(territory: "Place", codes: Iterable[str]) -> World:
    """Places, rules and duties as they stand now, without facts."""
    standing = _standing(territory)
    return World(
        places=standing.places,
        rules=rules_of(codes, standing.asked_by),
        duties=standing.duties,
        today=timezone.localdate(),
        due=due_after(standing.days_off),
    )
