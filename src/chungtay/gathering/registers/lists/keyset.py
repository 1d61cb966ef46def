"""Pages of a list by where the last one ended: the thousandth costs what the first did.

The order is one of columns that an index holds, the id last, all in one direction. A page is asked for by a cursor,
the values of those columns in the last row shown; one that cannot be read gives the first page.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from binascii import a2b_base64
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Func, Model, Q, Value
from django.db.models.functions import Coalesce

from chungtay.gathering.registers.lists.asking import connected
from chungtay.gathering.registers.lists.joining import Joining
from chungtay.gathering.registers.lists.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.db.models import QuerySet

    from chungtay.gathering.registers.lists.prepared import Build, Values

Row = TypeVar("Row")
Held = TypeVar("Held", bound=Model)
Line = TypeVar("Line", bound="tuple[Any, ...]")
PAGE_LENGTH = 50
_LONGEST = 600
_WRITER, _READER = json.JSONEncoder(ensure_ascii=False), json.JSONDecoder()
_FROM_URL = str.maketrans("-_", "+/")


class Slice(NamedTuple, Generic[Row]):
    """One page: its rows, and the cursors of the page after and before it ("" where there is none)."""

    rows: list[Row]
    after: str
    before: str


class Named(NamedTuple):
    """What a row of a list says of a body, a kind or a grade."""

    name_vi: str
    name_en: str


class Pages(Generic[Line]):
    """Pages of lines: named tuples whose fields are the columns, with those of related rows (`place__name`) among them.

    `build` gives the rows that are asked for, unordered. The rows of the page are chosen by their own table alone and
    then joined, so that no engine begins with the places and sorts every row to show fifty. `is_indexed`: an index
    gives the rows in the order of the list whatever is asked for; else they are chosen by their numbers, which may
    stand in an index of other columns, and read after.
    """

    def __init__(self, model: type[Model], line: type[Line], build: Build, *, is_indexed: bool = False) -> None:
        self._model, self._line, self._build = model, line, build
        self._joining = Joining(model, line._fields) if is_indexed else None  # type: ignore[attr-defined]
        # As the line's own `_make`, which counts the columns of every row again: half the time of all rows of a page.
        self._made: Callable[[tuple[Any, ...]], Line] = partial(tuple.__new__, line)
        self._prepared = Prepared(self._asked, self._around if is_indexed else None, is_planned_once=is_indexed)

    def page(
        self,
        values: Values,
        order: Sequence[str],
        *,
        shape: Any = (),
        after: str = "",
        before: str = "",
        length: int = PAGE_LENGTH,
        is_kept: bool = True,
        is_few: bool = False,
        bounds: tuple[str, str] | None = None,
    ) -> Slice[Line]:
        """As `slice_of`; the columns of `order` are among the line's. `is_kept`: as `Prepared.rows`. `is_few`: the rows
        are few and are sorted once found; else PostgreSQL may read all others in the order of the list to find them.
        `bounds`: which values are the least and the greatest of the first column. The one that a cursor makes idle is
        left out: of two bounds on one side, an engine may begin at the wider one."""
        columns = _columns(tuple(order))
        backward = bool(before)
        cursor = _read(self._model, columns, before or after)
        is_down = order[0].startswith("-") != backward
        held = values
        if cursor is not None:
            held = {**values, **{f"after {n}": value for n, value in enumerate(cursor)}}
            if bounds is not None and _is_idle(values.get(bounds[is_down]), cursor[0], is_down):
                del held[bounds[is_down]]
        asked = (shape, is_few, columns, is_down, cursor is not None, length + 1)
        rows = list(map(self._made, self._prepared.rows(held, asked, is_kept=is_kept)))
        return _slice(rows, columns, length, is_beyond=cursor is not None, backward=backward)

    def _asked(self, shape: Any, values: Mapping[str, Any]) -> QuerySet[Any]:
        inner, is_few, columns, is_down, is_beyond, length = shape
        cursor = [values[f"after {n}"] for n in range(len(columns))] if is_beyond else None
        found = _ordered(self._build(inner, values), columns, is_down, cursor)
        if is_few and (self._joining is None or _finds_whole_rows(is_few)):
            # No index has this order.
            keys = (Coalesce(name, name) for name in columns)
            found = found.order_by(*(key.desc() if is_down else key.asc() for key in keys))
            if _finds_whole_rows(is_few):
                return found[:length].values_list(*self._line._fields)  # type: ignore[attr-defined]
        found = found[:length]
        if self._joining is not None:
            return found.values_list(*dict.fromkeys((*self._joining.own, *columns)))
        joined = self._model._default_manager.filter(pk__in=found.values("pk"))
        return _ordered(joined, columns, is_down, None).values_list(*self._line._fields)  # type: ignore[attr-defined]

    def _around(self, shape: Any, chosen: str) -> str:
        assert self._joining is not None
        _, is_few, columns, is_down, _, _ = shape
        if _finds_whole_rows(is_few):
            return chosen
        return self._joining.around(chosen, columns, is_down=is_down)


def _finds_whole_rows(is_few: bool) -> bool:
    """SQLite finds and sorts few rows with all they refer to in less time than their numbers, and these rows again."""
    return is_few and connected().vendor == "sqlite"


def _is_idle(bound: Any, beyond: Any, is_down: bool) -> bool:
    return bound is not None and (beyond <= bound if is_down else beyond >= bound)


def slice_of(
    found: QuerySet[Held], order: Sequence[str], *, after: str = "", before: str = "", length: int = PAGE_LENGTH
) -> Slice[Held]:
    """The page behind or before a cursor. `order`: fields that are never null, the last one unique; all of them with
    '-' or none."""
    columns = [name.removeprefix("-") for name in order]
    backward = bool(before)
    cursor = _read(found.model, columns, before or after)
    ordered = _ordered(found, columns, order[0].startswith("-") != backward, cursor)
    return _slice(list(ordered[: length + 1]), columns, length, is_beyond=cursor is not None, backward=backward)


def _ordered(
    found: QuerySet[Held], columns: Sequence[str], is_down: bool, cursor: Sequence[Any] | None
) -> QuerySet[Held]:
    ordered = found.order_by(*(f"-{name}" if is_down else name for name in columns))
    return ordered if cursor is None else ordered.filter(_beyond(columns, cursor, "lt" if is_down else "gt"))


def _slice(rows: list[Row], columns: Sequence[str], length: int, *, is_beyond: bool, backward: bool) -> Slice[Row]:
    """Of the rows of a page and one more, in the order in which they were asked for."""
    more = len(rows) > length
    rows = rows[:length][::-1] if backward else rows[:length]
    if not rows:
        return Slice(rows, "", "")
    goes_on, began = (is_beyond, more) if backward else (more, is_beyond)
    return Slice(rows, _written(columns, rows[-1]) if goes_on else "", _written(columns, rows[0]) if began else "")


def _beyond(columns: Sequence[str], cursor: Sequence[Any], side: str) -> Q:
    """Rows beyond the cursor, compared as rows: an index begins just behind it."""
    if len(columns) == 1:
        return Q(**{f"{columns[0]}__{side}": cursor[0]})
    return Q(_Beyond(_Row(*columns), _Row(*(v if isinstance(v, Value) else Value(v) for v in cursor)), side=side))


class _Row(Func):
    """Several columns, or values, as one row."""

    function, output_field = "", BooleanField()


class _Beyond(Func):
    """One row against another, as both engines compare rows; Django's own writes it out in pieces for SQLite."""

    template, output_field, arity = "%(expressions)s", BooleanField(), 2

    def __init__(self, *rows: Any, side: str) -> None:
        super().__init__(*rows, arg_joiner=" < " if side == "lt" else " > ")


def _written(columns: Sequence[str], row: Any) -> str:
    values = [str(getattr(row, name)) for name in columns]
    return urlsafe_b64encode(_WRITER.encode(values).encode()).decode().rstrip("=")


def _read(model: type[Model], columns: Sequence[str], text: str) -> list[Any] | None:
    if not text or len(text) > _LONGEST:
        return None
    try:
        values = _READER.decode(a2b_base64(text.translate(_FROM_URL) + "=" * (-len(text) % 4)).decode())
        if not isinstance(values, list) or len(values) != len(columns):
            return None
        fields = _fields(model)
        return [fields[name].to_python(str(value)) for name, value in zip(columns, values, strict=True)]
    except (ValueError, ValidationError, OverflowError):
        return None


@cache
def _columns(order: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.removeprefix("-") for name in order)


@cache
def _fields(model: type[Model]) -> dict[str, Any]:
    return {name: field for field in model._meta.concrete_fields for name in (field.name, field.attname)}
