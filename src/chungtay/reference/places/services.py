"""Bringing the shipped tables into the database; groups are written in `grouping`, villages in `villages`."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import F, Model

from chungtay.kernel.errors import Both, Refusal
from chungtay.reference.places.grouping import group_create, group_import, group_member_add, group_member_end
from chungtay.reference.places.links import Homes, Link, homes, links
from chungtay.reference.places.models import (
    Place,
    PlaceGroup,
    PlaceGroupMember,
    PlaceLevel,
    PlaceName,
    Population,
    Succession,
)
from chungtay.reference.places.names import name_key, name_tone_key
from chungtay.reference.places.units import (
    COUNTRY_KEY,
    NEW,
    OLD,
    REFORM,
    UnitVersion,
    table,
    unit_key,
    unit_versions,
)
from chungtay.reference.places.villagemoves import village_move
from chungtay.reference.places.villages import village_add, village_end, village_rename, villages_import

__all__ = [
    "group_create",
    "group_import",
    "group_member_add",
    "group_member_end",
    "places_load",
    "village_add",
    "village_end",
    "village_move",
    "village_rename",
    "villages_import",
]

GROUPS = {
    "border": ("Xã biên giới đất liền", "Land border communes"),
    "coast": ("Xã ven biển", "Coastal communes"),
    "island": ("Xã đảo, đặc khu", "Island communes and special zones"),
    "urban": ("Phường (đô thị)", "Wards (urban)"),
}
_FLAGS = {"border": "border", "coast": "coastal", "island": "island"}

# Their outlines take in the shoals around them, so the printed area is the area.
_PRINTED_AREA = frozenset({"20333", "22736"})
_BATCH = 2000


class _Position(NamedTuple):
    lat: float | None = None
    lon: float | None = None
    area: float | None = None


@transaction.atomic
def places_load() -> int:
    """Bring every shipped unit, name, link, group and population into the database; gives the number of units.

    May be run again at any time, also over newer tables: units are matched by key and keep their
    ids, what hangs on them is written anew, units missing from the tables stay. Some 2 seconds.
    Raises Refusal DIABAN-008 when the tables are not whole.
    """
    try:
        found = list(links())
        ids = _load_units(homes(found))
        _load_names(ids)
        _load_successions(ids, found)
        _load_groups(ids)
        _load_populations(ids)
    except (KeyError, FileNotFoundError) as gap:
        raise Refusal.of(
            "DIABAN-008",
            "reference/places/data",
            read=str(gap),
            expected=Both("đủ các bảng, mã tham chiếu khớp nhau", "complete tables with matching codes"),
            todo=Both("cài lại phần mềm", "install the program again"),
            vi="bảng địa bàn kèm theo phần mềm không đầy đủ",
            en="the tables of places that come with the program are incomplete",
        ) from gap
    return len(ids)


def _load_units(home: Homes) -> dict[str, int]:
    """Units level by level, so that parents and homes have ids first; then the links of a unit to itself."""
    ids: dict[str, int] = {}
    positions = _positions()
    fields = [field.name for field in Place._meta.concrete_fields if field.name not in ("id", "key")]
    for _, tier in groupby(unit_versions().values(), key=lambda versions: versions[0].key[:1] + versions[0].vintage):
        places = [_place(versions, ids, home, positions) for versions in tier]
        saved = Place.objects.bulk_create(
            places, batch_size=_BATCH, update_conflicts=True, unique_fields=["key"], update_fields=fields
        )
        ids.update((place.key, place.pk) for place in saved)
    provinces = Place.objects.filter(level=PlaceLevel.PROVINCE)
    provinces.filter(vintage=NEW).update(home_province=F("pk"))
    provinces.filter(vintage=OLD).update(legacy_province=F("pk"))
    Place.objects.filter(level=PlaceLevel.COMMUNE, vintage=NEW).update(home_commune=F("pk"))
    return ids


def _place(versions: list[UnitVersion], ids: dict[str, int], home: Homes, positions: dict[str, _Position]) -> Place:
    last = versions[-1]
    lat, lon, area = positions.get(last.key, _Position())
    return Place(
        key=last.key,
        level=last.level,
        code=last.code,
        vintage=last.vintage,
        valid_from=versions[0].valid_from,
        valid_to=last.valid_to,
        name=last.name,
        full_name=last.full_name,
        kind=last.kind,
        parent_id=ids[last.parent_key] if last.parent_key else None,
        legacy_province_id=_id(ids, home.legacy_province.get(last.key)),
        home_province_id=_id(ids, home.home_province.get(last.key)),
        home_commune_id=_id(ids, home.home_commune.get(last.key)),
        lat=lat,
        lon=lon,
        area=area,
    )


def _id(ids: dict[str, int], key: str | None) -> int | None:
    return ids[key] if key else None


def _positions() -> dict[str, _Position]:
    found = {}
    for row in table("provinces"):
        key = unit_key("province", row["code"], NEW)
        found[key] = _position(row, "area_km2")
    for row in table("communes"):
        key = unit_key("commune", row["code"], NEW)
        found[key] = _position(row, "area_km2" if row["code"] in _PRINTED_AREA else "area_km2_geom")
    for row in table("legacy_communes"):
        found[unit_key("commune", row["code"], OLD)] = _position(row, "area_km2_2013")
    return found


def _position(row: dict[str, str], area: str) -> _Position:
    return _Position(*(float(row[column]) if row[column] else None for column in ("lat", "lon", area)))


def _load_names(ids: dict[str, int]) -> None:
    PlaceName.objects.exclude(place__level=PlaceLevel.VILLAGE).delete()
    _insert(
        PlaceName,
        "place_id name full_name kind parent_id valid_from valid_to decree match_key tone_key",
        (
            (
                ids[version.key],
                version.name,
                version.full_name,
                version.kind,
                _id(ids, version.parent_key),
                version.valid_from,
                version.valid_to,
                version.decree,
                name_key(version.name),
                name_tone_key(version.name),
            )
            for versions in unit_versions().values()
            for version in versions
        ),
    )


def _load_successions(ids: dict[str, int], found: list[Link]) -> None:
    Succession.objects.all().delete()
    _insert(
        Succession,
        "old_id new_id on_date kind scope share share_area share_method source",
        (
            (
                ids[link.old_key],
                ids[link.new_key],
                link.on_date,
                link.kind,
                link.scope,
                link.share,
                link.share_area,
                link.share_method,
                link.source,
            )
            for link in found
        ),
    )


def _load_groups(ids: dict[str, int]) -> None:
    groups = {}
    for code, (name_vi, name_en) in GROUPS.items():
        groups[code], _ = PlaceGroup.objects.update_or_create(
            key=code, defaults={"name_vi": name_vi, "name_en": name_en, "kind": code, "owner": None, "keeper": ""}
        )
    members = [
        PlaceGroupMember(group=groups[code], place_id=ids[unit_key("commune", row["code"], NEW)], valid_from=REFORM)
        for row in table("communes")
        for code, column in _FLAGS.items()
        if row[column] == "1"
    ]
    # A ward is urban for as long as it is a ward: ten communes became wards on 30 April 2026.
    members += [
        PlaceGroupMember(
            group=groups["urban"],
            place_id=ids[version.key],
            valid_from=version.valid_from,
            valid_to=version.valid_to,
        )
        for versions in unit_versions().values()
        for version in versions
        if version.vintage == NEW and version.kind == "phuong"
    ]
    PlaceGroupMember.objects.filter(group__key__in=GROUPS).delete()
    PlaceGroupMember.objects.bulk_create(members, batch_size=_BATCH)


def _load_populations(ids: dict[str, int]) -> None:
    """Census figures of 2019 as counted and as carried to 2025, and the registered figures of 2025.

    Registered figures that the publisher's errors make doubtful (45 communes, mostly of former Bạc
    Liêu) are left out: a gap is better than a wrong denominator.
    """
    source = Population.Source
    totals: dict[tuple[str, int, Population.Source], str] = {}
    for row in table("populations"):
        level, vintage = row["level"].removeprefix("legacy_"), OLD if row["level"].startswith("legacy_") else NEW
        kind = source.CENSUS if vintage == OLD else source.CENSUS_REBASED
        totals[unit_key(level, row["code"], vintage), int(row["year"]), kind] = row["total"]
    for file, level in (("legacy_provinces", "province"), ("legacy_districts", "district")):
        for row in table(file):
            totals[unit_key(level, row["code"], OLD), 2019, source.CENSUS] = row["pop_2019"]
    for file, level in (("provinces", "province"), ("communes", "commune")):
        for row in table(file):
            if row.get("population_flag") != "suspect":
                totals[unit_key(level, row["code"], NEW), 2025, source.REGISTERED] = row["population"]
    country = sum(int(row["pop_2019"]) for row in table("legacy_provinces"))
    totals[COUNTRY_KEY, 2019, source.CENSUS] = str(country)
    Population.objects.all().delete()
    _insert(
        Population,
        "place_id year source total",
        ((ids[key], year, kind.value, int(total)) for (key, year, kind), total in totals.items() if total),
    )


def _insert(model: type[Model], columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Plain SQL for the large tables: building 47,000 model instances would double the time of a load."""
    quote = connection.ops.quote_name
    names = columns.split()
    sql = (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, names))}) "
        f"VALUES ({', '.join(['%s'] * len(names))})"
    )
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(rows))
