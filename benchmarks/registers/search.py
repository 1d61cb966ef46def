"""One search over all registers beside the bare full-text query, at 150,000 points.

*Bare* asks the engine's full-text index of each large register for the latest rows and reads what the page shows of
them, each register by one statement of hand-written SQL through the same driver; *ours* is `found_everywhere`, with
kinds, teams and public recipients besides. Processor time of this process and of the server's that answers it, the
median of many.
"""

from __future__ import annotations

from itertools import product
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from django.db import connection, transaction

from benchmarks.registers.data import accounts
from benchmarks.registers.lists import spent
from chungtay.gathering.registers.community.models import ModelPoint
from chungtay.gathering.registers.community.names import point_key
from chungtay.gathering.registers.community.wordindexes import POINTS
from chungtay.gathering.registers.lists.words import terms
from chungtay.gathering.registers.searching import MOST, found_everywhere

if TYPE_CHECKING:
    from collections.abc import Callable

    from chungtay.reference.actors.models import User

WHOLE: Final = 150_000
RUNS: Final = 41
BAR: Final = 2.0
ASKED: Final = (
    ("one row", "vành khuyên hót 700"),
    ("rare", "vành khuyên"),
    ("rare, beginning", "vành khu"),
    ("rare in titles", "gặp mặt người cao"),
    ("common", "camera"),
    ("common, two words", "camera cổng trường"),
    ("common, beginning", "ca"),
    ("in titles", "ra quân"),
    ("nothing", "không đâu có chữ này"),
)
_SHOWN: Final = {
    "point_words": (
        "community_modelpoint",
        "t.id, t.name, t.state, t.known_on, t.is_effective, k.name_vi, k.name_en, p.full_name",
        "JOIN community_modelkind k ON k.id = t.kind_id JOIN places_place p ON p.id = t.place_id",
    ),
    "activity_words": (
        "activities_activity",
        'p.id, t.kind, t.state, t."on", t.part, t.title, p.full_name',
        "JOIN places_place p ON p.id = t.place_id",
    ),
    "entry_words": (
        "standards_entry",
        "t.id, t.rule, t.year, t.kind, t.name, p.full_name",
        "JOIN places_place p ON p.id = t.place_id",
    ),
}


def main() -> None:
    """Measure and tell; what is added to the rows for it is taken back."""
    with transaction.atomic():
        _topped_up()
        print(f"{ModelPoint.objects.count():,} points, {connection.vendor}; milliseconds")
        print(f"{'':22}{'':10}{'index':>8}{'bare':>8}{'ours':>8}{'ratio':>7}  rows")
        worst = 0.0
        for (name, text), (level, by) in product(ASKED, accounts().items()):
            if level != "commune":
                worst = max(worst, _told(name, text, level, by))
        print(f"worst ratio {worst:.2f}, bar {BAR}")
        transaction.set_rollback(True)


def _topped_up() -> None:
    """Points up to the whole, with words that few others have; none for a smaller world."""
    many = WHOLE - ModelPoint.objects.count()
    if not 0 < many < WHOLE // 2:
        return
    fields = [f.attname for f in ModelPoint._meta.concrete_fields if f.attname not in ("id", "name", "name_key")]
    rows = ModelPoint.objects.filter(is_sensitive=False).order_by("pk").values(*fields)[:many]
    birds = ("Vành khuyên hót", "Chích chòe lửa", "Sáo đá bay", "Bồ câu trắng")
    names = (f"{birds[n % 4]} {n}" if n % 100 == 0 else f"Khu nhà số {n}" for n in range(many))
    made = (ModelPoint(name=name, name_key=point_key(name), **row) for name, row in zip(names, rows, strict=True))
    ModelPoint.objects.bulk_create(made, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE community_modelpoint")


def _told(name: str, text: str, level: str, by: User) -> float:
    province = by.body.place.pk if level == "province" else None
    index = _taken(lambda: _index(text, province))
    bare = _taken(lambda: _bare(text, province))
    ours = _taken(lambda: found_everywhere(by, text))
    found = found_everywhere(by, text)
    rows = sum(map(len, found.rows.values())) + len(found.teams)
    print(f"{name:22}{level:10}{index:8.2f}{bare:8.2f}{ours:8.2f}{ours / bare:7.2f}  {rows}")
    return ours / bare


def _taken(what: Callable[[], object]) -> float:
    told = []
    for _ in range(RUNS):
        begun = spent()
        what()
        told.append(spent() - begun)
    return median(told) * 1000


def _index(text: str, province: int | None) -> list[Any]:
    """The ids alone."""
    found = []
    with connection.cursor() as cursor:
        for index in _SHOWN:
            cursor.execute(*_matching(index, text, province))
            found += cursor.fetchall()
    return found


def _bare(text: str, province: int | None) -> list[Any]:
    """The ids with what the page shows of each."""
    found = []
    with connection.cursor() as cursor:
        for index, (table, columns, joins) in _SHOWN.items():
            matching, values = _matching(index, text, province)
            sql = f"SELECT {columns} FROM ({matching}) m JOIN {table} t ON t.id = m.id {joins} ORDER BY t.id DESC"
            cursor.execute(sql, values)
            found += cursor.fetchall()
    return found


def _matching(index: str, text: str, province: int | None) -> tuple[str, list[Any]]:
    words = terms(point_key(text) if index == POINTS.name else text)
    if connection.vendor == "sqlite":
        asked = "words : (" + " AND ".join(f'"{word}"' for word in words) + " *)"
        asked = asked if province is None else f'{asked} AND province : "{province}"'
        sql = f"SELECT rowid AS id FROM {index} WHERE {index} MATCH %s ORDER BY rowid DESC LIMIT {MOST + 1}"
        return sql, [asked]
    table = _SHOWN[index][0]
    column, kept = {
        "point_words": ("name_key", "NOT is_sensitive AND state <> 'void'"),
        "activity_words": ("title_key", "title_key IS NOT NULL AND state <> 4"),
        "entry_words": ("name_key", "name_key <> '' AND state <> 5"),
    }[index]
    own = "" if province is None else f" AND province_id = {province}"
    sql = (
        f"SELECT id FROM {table} WHERE {kept}{own} AND to_tsvector('simple', {column}) @@ "
        f"to_tsquery('simple', %s) ORDER BY id + 0 DESC LIMIT {MOST + 1}"
    )
    return sql, [" & ".join(words) + ":*"]
