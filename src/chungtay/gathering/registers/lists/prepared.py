"""Statements that are put together once for each shape of a question, and then only given its values.

An engine finds fifty rows by an index in a fraction of the time in which a query set is made and written out as SQL. So
a question is told as values by name; what was asked for by a query set with places for the values is kept as its SQL,
for every other question that has values of the same names. Names say what is narrowed, and how many values a choice
has: nothing else may decide what the statement is, but what is said by `shape`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db.models import F, Q, Value
from django.db.models.lookups import In

from chungtay.gathering.registers.lists.asking import Written, connected

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import QuerySet

Values = Mapping[str, Any]
"""One value by name, or a tuple of values."""
Build = Callable[[Any, Values], "QuerySet[Any]"]
Statement = tuple[Written, tuple[Any, ...]]
"""`_Hole`s of single values of a tuple; names, where a value goes whole; constants, each a tuple of one."""
Around = Callable[[Any, str], str]
FEW = 20
"""Units of a territory whose rows are so few that any plan which begins with them is a good one."""
_LAND = ("units", "places")
"""What values are called that name the units of an account's land."""
_MOST_KEPT = 600
_PLAIN = re.compile(r"[a-z_]+", re.ASCII)


class _Hole:
    """Where a value goes; `number` is its place in a tuple, of which all go here without one."""

    def __init__(self, name: str, number: int | None = None) -> None:
        self.name, self.number = name, number


class Prepared:
    """What one function asks for. `build` makes it of a shape and of values: a query set of plain columns (numbers,
    texts, dates, booleans: nothing that Django converts), which may do nothing with a value but compare with it.
    `around` makes the whole statement of a shape and of what that is written as. `is_planned_once`: as `Written`, for
    any account; of few units it always is."""

    def __init__(self, build: Build, around: Around | None = None, *, is_planned_once: bool = False) -> None:
        self._build, self._around, self._is_planned_once = build, around, is_planned_once
        self._kept: dict[Hashable, Statement | None] = {}

    def rows(self, values: Values, shape: Any = (), *, is_kept: bool = True) -> list[tuple[Any, ...]]:
        """What is found, in the columns of the query set. What a shape tells in words is not to be kept."""
        if not is_kept:
            return _found(connected(), self._statement(shape, values), values)
        connection = connected()
        lengths = [len(held) if held.__class__ is tuple else -1 for held in values.values()]
        key = (connection.vendor, shape, *values, *lengths)
        try:
            statement = self._kept[key]
        except KeyError:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            statement = self._kept[key] = self._statement(shape, _holes(values))
        return _found(connection, statement, values)

    def _statement(self, shape: Any, values: Values) -> Statement | None:
        told = _written(self._build(shape, values))
        if told is None:
            return None
        sql, parameters = told
        few = any(0 < len(values.get(name, ())) <= FEW for name in _LAND)
        sql = sql if self._around is None else self._around(shape, sql)
        return Written(sql, is_planned_once=few or self._is_planned_once), tuple(_together(parameters, values))


def _found(connection: BaseDatabaseWrapper, statement: Statement | None, values: Values) -> list[tuple[Any, ...]]:
    if statement is None:
        return []
    written, parameters = statement
    filled: list[Any] = []
    for held in parameters:
        if held.__class__ is str:
            value = values[held]
            if value.__class__ is tuple:
                filled += value
            else:
                filled.append(value)
        elif held.__class__ is _Hole:
            filled.append(values[held.name][held.number])
        else:
            filled += held
    return written.rows(connection, filled)


def _together(parameters: Sequence[Any], values: Values) -> Iterator[Any]:
    """As a `Statement` has them: one place for all of a tuple where they follow each other, for a commune has ten
    units."""
    left = list(parameters)
    while left:
        hole = left[0]
        if isinstance(hole, _Hole) and hole.number == 0:
            many = len(values[hole.name])
            run = [(held.name, held.number) for held in left[:many] if isinstance(held, _Hole)]
            if run == [(hole.name, number) for number in range(many)]:
                yield hole.name
                del left[:many]
                continue
        held = left.pop(0)
        if not isinstance(held, _Hole):
            yield (held,)
        else:
            yield held.name if held.number is None else held


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


def _written(found: QuerySet[Any]) -> tuple[str, tuple[Any, ...]] | None:
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
