"""Names of a register found by their words, marks aside: 'hoa binh' and 'binh ho' find 'Hòa Bình hôm nay'.

The engine keeps the index: on SQLite a full-text table that triggers fill in the transaction that writes the row, on
PostgreSQL an index over the words of a column. Either reads columns that hold keys without marks already, so that no
dictionary of the engine's is asked. `install` may be called at any time; it is after every `migrate`, because on SQLite
an AlterField copies the table and drops its triggers without a word.

Django's own search for PostgreSQL asks for a driver that an instance on SQLite does not have, and covers one engine.

Where it stops: a row that is written past the triggers (INSERT OR REPLACE) stays unknown until the next `migrate`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, connections
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.signals import post_migrate

from chungtay.kernel.text import search_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.apps import AppConfig
    from django.db.backends.base.base import BaseDatabaseWrapper

MOST_WORDS = 8


@dataclass(frozen=True)
class WordIndex:
    """Which rows of a table are found by which column of keys. `kept`: the condition on a row, `{row}` before each of
    its columns, and `watched`: these columns. `province`: the column with the home province, "" where there is none."""

    name: str
    table: str
    words: str
    kept: str = "TRUE"
    watched: tuple[str, ...] = ()
    province: str = ""

    def condition(self, row: str) -> str:
        """The condition on a row that is called so."""
        return self.kept.replace("{row}", row)


def terms(text: str) -> list[str]:
    """The words of what somebody typed; the last one may be the beginning of a word. One letter begins too much: behind
    other words it is left out until there are two."""
    if not text:
        return []
    found = search_key(text).split()[:MOST_WORDS]
    return found[:-1] if len(found) > 1 and len(found[-1]) == 1 and found[-1].isalpha() else found


def has_words(key: str, words: Sequence[str]) -> bool:
    """Whether a key has all the words, the last one perhaps as a beginning: for rows that are few enough to be read."""
    held = key.split()
    *whole, last = words
    return set(whole) <= set(held) and any(word.startswith(last) if len(last) > 1 else word == last for word in held)


@dataclass(frozen=True)
class Matched:
    """A match as a statement has it, the table called `t`: what to read from, on which condition, latest last by."""

    source: str
    condition: str
    values: list[str | int]
    order: str


def matching(index: WordIndex, words: Sequence[str], province: int | None) -> Matched:
    """The rows that have all the words, in a province (where the index knows it) or in all."""
    own = province if index.province else None
    if connection.vendor == "sqlite":
        source = f"{index.name} m JOIN {index.table} t ON t.id = m.rowid"
        return Matched(source, f"m.{index.name} MATCH %s", [_match(words, own)], "m.rowid")
    condition = f"{index.condition('t.')} AND to_tsvector('simple', t.{index.words}) @@ to_tsquery('simple', %s)"
    condition += "" if own is None else f" AND t.{index.province} = {own}"
    # Not the bare id: PostgreSQL would walk the rows from the last one on until enough are found, and a word that none
    # has cost it half a second where its index answers in one millisecond. The price: all matches are sorted.
    return Matched(f"{index.table} t", condition, [_tsquery(words)], "t.id + 0")


def words_q(index: WordIndex, words: Sequence[str]) -> Q:
    """The same as a filter on the rows of the table. On PostgreSQL the rows' own condition stands beside it."""
    if connection.vendor == "sqlite":
        rows = f"(SELECT rowid FROM {index.name} WHERE {index.name} MATCH %(expressions)s)"
        return Q(pk__in=Func(Value(_match(words, None)), template=rows))
    return Q(_Has(F(index.words), Value(_tsquery(words))))


class _Has(Func):
    """Whether a column has words: written as the index is."""

    template = "(to_tsvector('simple', %(expressions)s))"
    arg_joiner = ") @@ to_tsquery('simple', "
    output_field = BooleanField()


def _match(words: Sequence[str], province: int | None) -> str:
    *whole, last = [f'"{word}"' for word in words]
    asked = f"words : ({' AND '.join([*whole, f'{last} *' if len(words[-1]) > 1 else last])})"
    return asked if province is None else f'{asked} AND province : "{province}"'


def _tsquery(words: Sequence[str]) -> str:
    *whole, last = words
    return " & ".join([*whole, f"{last}:*" if len(last) > 1 else last])


def installed_after_migrate(app: AppConfig, *indexes: WordIndex) -> None:
    """For an app's `ready`: its indexes stand after every `migrate`, on Django's own signal."""

    def install_all(*, using: str, **_: Any) -> None:
        for index in indexes:
            install(connections[using], index)

    post_migrate.connect(install_all, sender=app, weak=False, dispatch_uid=f"{app.label}.words")


def install(db: BaseDatabaseWrapper, index: WordIndex) -> None:
    """The index stands and holds every row; where nothing is missing, nothing is done.

    NotImplementedError on an engine other than the two that are kept.
    """
    with db.cursor() as cursor:
        if index.table not in db.introspection.table_names(cursor):
            return
        if db.vendor == "postgresql":
            kept = index.condition("")
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {index.name} ON {index.table} "
                f"USING gin (to_tsvector('simple', {index.words})) WHERE {kept}"
            )
        elif db.vendor == "sqlite":
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE name IN (%s, %s, %s, %s)", [index.name, *_triggers(index)]
            )
            if cursor.fetchone() != (4,):
                for statement in _statements(index):
                    cursor.execute(statement)
        else:
            raise NotImplementedError(f"no search by words on {db.vendor}; use SQLite or PostgreSQL")


def _triggers(index: WordIndex) -> list[str]:
    return [f"{index.name}_{change}" for change in ("insert", "delete", "update")]


def _statements(index: WordIndex) -> list[str]:
    """The full-text table holds no copy of the texts: what is taken out has to be told as it was put in."""
    name, table = index.name, index.table
    inserted, deleted, updated = _triggers(index)
    watched = ", ".join(filter(None, (index.words, index.province, *index.watched)))
    put, take = _put(index, "NEW."), _taken(index, "OLD.")
    return [
        *(f"DROP TRIGGER IF EXISTS {trigger}" for trigger in (inserted, deleted, updated)),
        f"DROP TABLE IF EXISTS {name}",
        f"CREATE VIRTUAL TABLE {name} USING fts5(words, province, content='', columnsize=0, detail='column', "
        "tokenize='ascii')",
        f"INSERT INTO {name}(rowid, words, province) SELECT {_values(index, '')} FROM {table} "
        f"WHERE {index.condition('')}",
        f"CREATE TRIGGER {inserted} AFTER INSERT ON {table} BEGIN {put} END",
        f"CREATE TRIGGER {deleted} AFTER DELETE ON {table} BEGIN {take} END",
        f"CREATE TRIGGER {updated} AFTER UPDATE OF {watched} ON {table} BEGIN {take} {put} END",
    ]


def _put(index: WordIndex, row: str) -> str:
    into = f"{index.name}(rowid, words, province)"
    return f"INSERT INTO {into} SELECT {_values(index, row)} WHERE {index.condition(row)};"


def _taken(index: WordIndex, row: str) -> str:
    into = f"{index.name}({index.name}, rowid, words, province)"
    return f"INSERT INTO {into} SELECT 'delete', {_values(index, row)} WHERE {index.condition(row)};"


def _values(index: WordIndex, row: str) -> str:
    province = f"{row}{index.province}" if index.province else "NULL"
    return f"{row}id, {row}{index.words}, {province}"
