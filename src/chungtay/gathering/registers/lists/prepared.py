"""Statements that are put together once for each shape of a question, and then only given its values.

An engine finds fifty rows by an index in a fraction of the time in which a query set is made and written out as SQL. So
a question is told as values by name; what was asked for by a query set with places for the values is kept as its SQL,
for every other question that has values of the same names. Names say what is narrowed, and how many values a choice
has: nothing else may decide what the statement is, but what is said by `shape`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Q, Value
from django.db.models.lookups import In

if TYPE_CHECKING:
    from django.db.models import QuerySet

Values = Mapping[str, Any]
"""One value by name, or a tuple of values."""
Build = Callable[[Any, Values], "QuerySet[Any]"]
Statement = tuple[str, tuple[Any, ...]]
Around = Callable[[Any, str], str]
_MOST_KEPT = 600
_PLAIN = re.compile(r"[a-z_]+", re.ASCII)


class _Hole:
    """Where a value goes; `number` is its place in a tuple."""

    def __init__(self, name: str, number: int | None = None) -> None:
        self.name, self.number = name, number

    def filled(self, values: Values) -> Any:
        """The value of a question that goes here."""
        return values[self.name] if self.number is None else values[self.name][self.number]


class Prepared:
    """What one function asks for. `build` makes it of a shape and of values: a query set of plain columns (numbers,
    texts, dates, booleans: nothing that Django converts), which may do nothing with a value but compare with it.
    `around` makes the whole statement of a shape and of what that is written as."""

    def __init__(self, build: Build, around: Around | None = None) -> None:
        self._build, self._around = build, around
        self._kept: dict[Hashable, Statement | None] = {}

    def rows(self, values: Values, shape: Any = (), *, is_kept: bool = True) -> list[tuple[Any, ...]]:
        """What is found, in the columns of the query set. What a shape tells in words is not to be kept."""
        if not is_kept:
            return _found(self._statement(shape, values), values)
        lengths = [len(held) if isinstance(held, tuple) else -1 for held in values.values()]
        key = (connection.vendor, shape, *values, *lengths)
        if key not in self._kept:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = self._statement(shape, _holes(values))
        return _found(self._kept[key], values)

    def _statement(self, shape: Any, values: Values) -> Statement | None:
        statement = _written(self._build(shape, values))
        if statement is None or self._around is None:
            return statement
        return self._around(shape, statement[0]), statement[1]


def _found(statement: Statement | None, values: Values) -> list[tuple[Any, ...]]:
    if statement is None:
        return []
    sql, parameters = statement
    filled = [held.filled(values) if isinstance(held, _Hole) else held for held in parameters]
    with connection.cursor() as cursor:
        cursor.execute(sql, filled)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def among(column: str, values: Collection[Any]) -> Q:
    """Rows whose reference is one of some ids: Django's own choice among references takes no expressions."""
    return Q(In(F(f"{column}_id"), list(values)))


def one_of(column: str, values: Collection[Any]) -> Q:
    """The same, where a single one is an equality, which an index in the order of a list can follow."""
    return Q(**{column: next(iter(values))}) if len(values) == 1 else among(column, values)


def _holes(values: Values) -> Values:
    return {
        name: tuple(Value(_Hole(name, number)) for number in range(len(held)))
        if isinstance(held, tuple)
        else Value(_Hole(name))
        for name, held in values.items()
    }


def _written(found: QuerySet[Any]) -> Statement | None:
    """The statement and what is to be filled in. What never changes is written into it: SQLite looks at the value of a
    parameter that a partial index is about ("not void"), and prepares the statement anew each time it is bound."""
    try:
        sql, parameters = found.query.sql_with_params()
    except EmptyResultSet:
        return None
    pieces = sql.split("%s")
    if len(pieces) != len(parameters) + 1:
        return sql, tuple(parameters)
    written, open_ones = pieces[0], []
    for value, piece in zip(parameters, pieces[1:], strict=True):
        literal = _literal(value)
        written += ("%s" if literal is None else literal) + piece
        if literal is None:
            open_ones.append(value)
    return written, tuple(open_ones)


def _literal(value: Any) -> str | None:
    """A constant of the code as SQL has it: a whole number or a plain word; None for all else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(int(value))
    return f"'{value}'" if isinstance(value, str) and _PLAIN.fullmatch(value) else None
