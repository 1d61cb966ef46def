"""Reading places: by key, by code on a date, by name, up and down the tree, and through the reform of 2025."""

import json
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any, cast

from django.db.models import Q, QuerySet

from chungtay.kernel.errors import Both, Refusal
from chungtay.reference.places.finding import PlaceMatch, inside_q, place_find, place_one, valid_q
from chungtay.reference.places.groups import (
    GroupKind,
    GroupLine,
    Proposal,
    group_find,
    group_history,
    group_is_visible,
    group_members,
    group_open_member,
    group_proposals,
    groups_visible,
)
from chungtay.reference.places.lines import (
    PlaceLine,
    PlaceShown,
    line_of,
    lines_in,
    lines_of,
    neighbours_in,
    people_in,
    positions_in,
)
from chungtay.reference.places.maps import FIRST_MAP, MapTables, map_tables
from chungtay.reference.places.models import (
    Place,
    PlaceLevel,
    PlaceName,
    Population,
    Succession,
)
from chungtay.reference.places.names import KIND_WORDS, Quality, name_key, readings
from chungtay.reference.places.stating import Stating
from chungtay.reference.places.territory import lies_within, territory_q, unit_ids
from chungtay.reference.places.units import DATA, NEW, OLD, REFORM, table, vintage_on
from chungtay.reference.places.villagemoves import Stranded, village_ids_on, villages_stranded
from chungtay.reference.places.villages import village_get, village_names, villages_of

__all__ = [
    "FIRST_MAP",
    "GroupKind",
    "GroupLine",
    "MapTables",
    "PlaceLine",
    "PlaceMatch",
    "PlaceShown",
    "Proposal",
    "Quality",
    "Stating",
    "Stranded",
    "children",
    "descendants",
    "forerunners",
    "group_find",
    "group_history",
    "group_is_visible",
    "group_members",
    "group_open_member",
    "group_proposals",
    "groups_visible",
    "lies_within",
    "line_of",
    "lines_in",
    "lines_of",
    "map_tables",
    "map_topology",
    "names_on",
    "people_in",
    "place_by_code",
    "place_find",
    "place_get",
    "place_keys",
    "place_label",
    "place_one",
    "place_path",
    "places_among",
    "places_by_id",
    "places_in",
    "places_in_force",
    "population",
    "populations",
    "positions_in",
    "predecessors",
    "province_neighbours",
    "provinces_on",
    "successors",
    "territory_q",
    "unit_ids",
    "village_get",
    "village_ids_on",
    "village_names",
    "villages_of",
    "villages_stranded",
]

_NAMED = 500
"""Places that one statement names."""
_LEVEL_BY_LENGTH = {2: PlaceLevel.PROVINCE, 3: PlaceLevel.DISTRICT, 5: PlaceLevel.COMMUNE}
_MAPS = {
    (PlaceLevel.PROVINCE, NEW): "provinces",
    (PlaceLevel.PROVINCE, OLD): "legacy_provinces",
    (PlaceLevel.COMMUNE, NEW): "communes",
}


def place_get(key: str) -> Place:
    """The place with a key ('p01@2025', 'vn'). Refusal DIABAN-001 when there is none."""
    try:
        return Place.objects.get(key=key)
    except Place.DoesNotExist:
        raise _unknown(key, Both("khóa địa bàn đã có", "a known key, as in p01@2025")) from None


def place_keys(ids: Iterable[int]) -> dict[int, str]:
    """The keys of places by their ids, in one query; ids of no place are left out."""
    wanted = set(ids)
    # Naming thousands of them costs more than reading all.
    found = Place.objects.all() if len(wanted) > _NAMED else Place.objects.filter(pk__in=wanted)
    return {pk: key for pk, key in found.order_by().values_list("pk", "key") if pk in wanted}


def places_by_id(ids: Iterable[int]) -> dict[int, Place]:
    """The places with these ids, in one query; unknown ids are left out."""
    return Place.objects.in_bulk(set(ids))


def places_among(ids: Iterable[Any]) -> QuerySet[Place]:
    """The places with these ids, which may be expressions, to be asked within another question."""
    return Place.objects.filter(pk__in=list(ids)).order_by("pk")


def places_by_key(keys: Iterable[str]) -> dict[str, Place]:
    """The places with these keys, in one query; unknown keys are left out."""
    return {place.key: place for place in Place.objects.filter(key__in=set(keys))}


def places_in(territory: Place) -> QuerySet[Place]:
    """All places of a territory, whatever their dates, itself among them, by key."""
    return Place.objects.filter(territory_q(territory, prefix="")).order_by("key")


def places_in_force(territory: Place, *, level: str, since: date) -> list[Place]:
    """The units of a level in a territory that are in force on a day or came after it, by key.

    No territory above a commune holds villages: those of the communes that lie in it are meant.
    """
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=since)
    prefix = "parent__" if level == PlaceLevel.VILLAGE and territory.level != PlaceLevel.VILLAGE else ""
    return list(Place.objects.filter(territory_q(territory, prefix), lasting, level=level).order_by("key"))


def place_by_code(code: str, *, on: date, level: str | None = None, named: str = "") -> Place:
    """The unit that an official code meant on a day; nearly every code means two units, so the day is needed.

    `named` is the name that stands beside the code where it was read: it is compared (marks and
    prefix aside) and settles codes that a draft list of 2025 gave to another commune. Codes that
    only drafts and letters of 2025 used are resolved to the official unit.

    Refusals: DIABAN-001 no such unit that day; DIABAN-002 not a code (zeros in front lost); DIABAN-003
    the code is in conflict between the official and the draft list and no name tells which is meant;
    DIABAN-004 the unit has another name.
    """
    length_level = _LEVEL_BY_LENGTH.get(len(code))
    if not code.isascii() or not code.isdigit() or length_level is None or level not in (None, length_level):
        raise _refuse(
            "DIABAN-002",
            code,
            Both("mã 2 (tỉnh), 3 (huyện) hoặc 5 chữ số (xã)", "a code of 2, 3 or 5 digits"),
            Both("giữ nguyên số 0 ở đầu, nhập mã dạng văn bản", "keep the zeros in front, enter the code as text"),
            "mã đơn vị hành chính không đúng dạng",
            "this is not the code of an administrative unit",
        )
    official = Place.objects.filter(valid_q(on), level=length_level, code=code, vintage=vintage_on(on)).first()
    other = _aliases().get(code) if length_level == PlaceLevel.COMMUNE and on >= REFORM else None
    if other is None:
        if official is None:
            raise _unknown(code, Both(f"mã có hiệu lực ngày {on:%d/%m/%Y}", f"a code in force on {on.isoformat()}"))
        candidates = [official]
    else:
        aliased = Place.objects.get(level=PlaceLevel.COMMUNE, code=other, vintage=NEW)
        candidates = [aliased] if official is None else [official, aliased]
    return _settle(code, candidates, on, named)


def _settle(code: str, candidates: list[Place], on: date, named: str) -> Place:
    if named:
        keys = {reading.key for reading in readings(named)}
        versions = names_on(candidates, on)
        fitting = [place for place in candidates if name_key(versions[place.pk].name) in keys]
        if len(fitting) == 1:
            return fitting[0]
        raise _refuse(
            "DIABAN-004",
            f"{code} {named}",
            " / ".join(place.full_name for place in candidates),
            Both("đối chiếu mã và tên trong tài liệu", "compare code and name in the document"),
            "mã và tên không phải của cùng một đơn vị",
            "code and name do not belong to the same unit",
        )
    if len(candidates) == 1:
        return candidates[0]
    raise _refuse(
        "DIABAN-003",
        code,
        " / ".join(place.full_name for place in candidates),
        Both("ghi thêm tên đơn vị bên cạnh mã", "give the name beside the code"),
        "mã này là hai xã khác nhau theo danh mục chính thức và theo dự thảo năm 2025",
        "the official list and the draft of 2025 give this code to two different communes",
    )


@lru_cache(maxsize=1)
def _aliases() -> dict[str, str]:
    return {row["alias_code"]: row["code"] for row in table("code_aliases")}


def names_on(places: Iterable[Place | PlaceLine | PlaceShown], on: date) -> dict[int, PlaceName]:
    """The versions of names of many places on a day, by place id, in one query.

    A place that was not in force that day is given its nearest version: the first that had not ended yet,
    else its last.
    """
    found: dict[int, PlaceName] = {}
    versions = PlaceName.objects.filter(place__in=[place.pk for place in places]).select_related("parent")
    for version in sorted(versions, key=lambda v: v.valid_from or date.min):
        kept = found.get(version.place_id)
        if kept is None or (kept.valid_to is not None and kept.valid_to < on):
            found[version.place_id] = version
    return found


def place_path(place: Place, on: date) -> list[PlaceName]:
    """The versions of names from the province down to the place, as on a day; the country's path is empty.

    A place that was not in force that day is shown in its nearest version.
    """
    path: list[PlaceName] = []
    current: Place | None = place
    while current is not None and current.level != PlaceLevel.COUNTRY:
        version = names_on([current], on)[current.pk]
        path.insert(0, version)
        current = version.parent
    return path


def place_label(place: Place | PlaceLine | PlaceShown, lang: str = "vi", *, on: date | None = None) -> str:
    """What to call a place: 'Phường Ba Đình', in English 'Ba Đình ward'; its latest name or that of a day."""
    named = names_on([place], on)[place.pk] if on else place
    if lang == "vi" or place.level == PlaceLevel.VILLAGE:
        return named.full_name
    if named.kind not in KIND_WORDS or place.level == PlaceLevel.COUNTRY:
        return "Viet Nam" if place.level == PlaceLevel.COUNTRY else named.name
    vietnamese, english = KIND_WORDS[named.kind]
    number = named.name.casefold().removeprefix(vietnamese).strip()
    return f"{english.capitalize()} {number}" if number.isdigit() else f"{named.name} {english}"


def children(place: Place, on: date, level: str | None = None) -> QuerySet[Place]:
    """The units directly under a place on a day, by code."""
    held = Place.objects.filter(valid_q(on, "names__"), names__parent=place).filter(valid_q(on))
    return (held.filter(level=level) if level else held).order_by("level", "code")


def descendants(place: Place, on: date, level: str | None = None) -> QuerySet[Place]:
    """All units in force on a day that lie in a place, without itself, by code.

    A province or commune of 2025, asked about an earlier day, gives the older units of its land.
    """
    held = Place.objects.filter(valid_q(on), inside_q(place, on)).exclude(pk=place.pk)
    return (held.filter(level=level) if level else held).order_by("level", "code")


def provinces_on(on: date) -> QuerySet[Place]:
    """The provinces in force on a day, by code: 63 before 1 July 2025, 34 from then on."""
    return Place.objects.filter(valid_q(on), level=PlaceLevel.PROVINCE).order_by("code")


def successors(place: Place) -> QuerySet[Succession]:
    """What became of an old unit, largest share first; the shares sum to one. Empty for most districts."""
    return Succession.objects.filter(old=place).select_related("new").order_by("-share", "new__key")


def predecessors(place: Place) -> QuerySet[Succession]:
    """The old units that a unit of 2025 is made of, whole ones first."""
    return Succession.objects.filter(new=place).select_related("old").order_by("-kind", "-share", "old__key")


def forerunners(place: Place) -> list[Place]:
    """The old unit of the same level whose land is exactly the place's, in a list; empty where land was joined or cut.

    What was counted in it may be set beside what is counted in the place: nothing but the name and the code changed.
    """
    made_of = list(predecessors(place)[:2])
    if len(made_of) != 1:
        return []
    only = made_of[0]
    is_whole = only.kind == Succession.Kind.WHOLE and only.share == 1 and only.old.level == place.level
    return [only.old] if is_whole else []


def populations(places: Iterable[Place], year: int, source: str) -> dict[int, int]:
    """How many people places had in a year by one source, by place id; places without a figure are left out."""
    rows = Population.objects.filter(place__in=list(places), year=year, source=source)
    return dict(rows.values_list("place_id", "total"))


def population(place: Place) -> int | None:
    """The latest figure known of a place, whatever its source; None when there is none.

    Good for a sense of size. For rates and comparisons take one year and source from `populations`.
    """
    rows = Population.objects.filter(place=place).order_by("-year", "source")
    return rows.values_list("total", flat=True).first()


@lru_cache(maxsize=3)
def map_topology(vintage: str, level: str = "province") -> dict[str, Any] | None:
    """Outlines as TopoJSON, each shape with its `code`; None where they are not installed. Do not change it.

    Provinces of both maps and communes of today. A commune's shape also names its `province`, its `old_province`, and
    the `district` where most people of its land lived: 297 lie in more than one, so districts made of them are near.
    """
    name = _MAPS.get((PlaceLevel(level), vintage))
    path = DATA / "maps" / f"{name}.topojson"
    return cast(dict[str, Any], json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


@lru_cache(maxsize=1)
def province_neighbours() -> dict[str, frozenset[str]]:
    """Which provinces of today share a border on land, by code; empty where outlines are not installed."""
    topology = map_topology(NEW)
    return {} if topology is None else neighbours_in(topology)


def _unknown(read: str, expected: str) -> Refusal:
    return _refuse(
        "DIABAN-001",
        read,
        expected,
        Both("kiểm tra lại mã và ngày", "check the code and the date"),
        "không có đơn vị hành chính này",
        "there is no such administrative unit",
    )


def _refuse(code: str, read: str, expected: str, todo: str, vi: str, en: str) -> Refusal:
    return Refusal.of(code, Both("địa bàn", "place"), read=read, expected=expected, todo=todo, vi=vi, en=en)
