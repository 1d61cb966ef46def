"""Several registers asked which of their rows have all the words of a text, the latest first.

Written out, because composing six statements and building their objects would take several times what the engines need
to answer them. Both engines read the same text but for the match itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from chungtay.gathering.registers.lists.words import has_words, matching

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.gathering.registers.lists.words import WordIndex


@dataclass(frozen=True)
class Sought:
    """A register as a search asks it. The table is `t`; `told` are columns that are given along as texts.

    `place` and `province` are the columns that lie in a territory. `where` holds of every row that is found, `wide` of
    those found from above a commune. Without an `index` the keys themselves are looked through.
    """

    register: str
    table: str
    told: tuple[str, ...]
    key: str = "t.name_key"
    name: str = "t.name"
    joins: str = ""
    place: str = "t.place_id"
    province: str = "t.province_id"
    where: str = "1 = 1"
    wide: str = "1 = 1"
    index: WordIndex | None = None


@dataclass(frozen=True)
class Scope:
    """Where rows may lie: in a province, in some places (named one by one), or anywhere. `is_near`: in a commune, where
    what is kept from view elsewhere may be seen."""

    province: int | None = None
    places: tuple[int, ...] | None = None
    is_near: bool = False


@dataclass(frozen=True)
class Row:
    """What was found: of which register, its id and name, its commune, and what its register tells along."""

    register: str
    id: int
    name: str
    place: int | None
    told: tuple[str, ...]


def rows_found(asked: Sequence[tuple[Sought, Sequence[str]]], scope: Scope, most: int) -> list[Row]:
    """Of each register up to `most` rows with all of its words. A register without words is not asked."""
    found: list[Row] = []
    with connection.cursor() as cursor:
        for sought, words in asked:
            if words and scope.places != ():
                cursor.execute(*_statement(sought, words, scope, most))
                rows = (row for row in cursor.fetchall() if has_words(row[3], words))
                found += [_row(sought.register, row) for row in sorted(rows, reverse=True)[:most]]
    return found


def _row(register: str, row: tuple[Any, ...]) -> Row:
    pk, name, place, _, *told = row
    return Row(register, pk, name, place, tuple(text or "" for text in told))


def _statement(sought: Sought, words: Sequence[str], scope: Scope, most: int) -> tuple[str, list[str | int]]:
    columns = ["t.id", sought.name, sought.place, sought.key, *(f"CAST({column} AS TEXT)" for column in sought.told)]
    conditions = [sought.where, *([] if scope.is_near else [sought.wide])]
    source, values, order = f"{sought.table} t {sought.joins}", [], ""
    if scope.places is None and sought.index is not None:
        matched = matching(sought.index, words, scope.province)
        source, order = f"{matched.source} {sought.joins}", f" ORDER BY {matched.order} DESC LIMIT {most}"
        conditions.append(matched.condition)
        values += matched.values
    else:
        conditions += [f"{sought.key} LIKE %s"] * len(words)
        values += [f"%{word}%" for word in words]
    if scope.places is not None:
        conditions.append(f"{sought.place} IN ({', '.join(map(str, scope.places))})")
    elif scope.province is not None and (sought.index is None or not sought.index.province):
        conditions.append(f"{sought.province} = {scope.province}")
    return f"SELECT {', '.join(columns)} FROM {source} WHERE {' AND '.join(conditions)}{order}", values
