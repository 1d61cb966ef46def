"""Pages of a list by where the last one ended: the thousandth costs what the first did.

The order is one of columns that an index holds, the id last, all in one direction. A page is asked for by a cursor,
the values of those columns in the last row shown; one that cannot be read gives the first page.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

Row = TypeVar("Row", bound=Model)
PAGE_LENGTH = 50
_LONGEST = 600


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """One page: its rows, and the cursors of the page after and before it ("" where there is none)."""

    rows: list[Row]
    after: str
    before: str


def slice_of(
    found: QuerySet[Row], order: Sequence[str], *, after: str = "", before: str = "", length: int = PAGE_LENGTH
) -> Slice[Row]:
    """The page behind or before a cursor. `order`: fields that are never null, the last one unique; all of them with
    '-' or none."""
    columns = [name.removeprefix("-") for name in order]
    is_down = order[0].startswith("-")
    backward = bool(before)
    cursor = _read(found, columns, before or after)
    ordered = found.order_by(*(f"-{c}" if is_down != backward else c for c in columns))
    if cursor is not None:
        ordered = ordered.filter(_beyond(columns, cursor, "lt" if is_down != backward else "gt"))
    rows = list(ordered[: length + 1])
    more = len(rows) > length
    rows = rows[:length][::-1] if backward else rows[:length]
    if not rows:
        return Slice(rows, "", "")
    goes_on, began = (cursor is not None, more) if backward else (more, cursor is not None)
    return Slice(rows, _written(columns, rows[-1]) if goes_on else "", _written(columns, rows[0]) if began else "")


def first_value(cursor: str) -> str:
    """The first column's value in a cursor; "" in one that cannot be read. A list that is bounded on that column drops
    the bound which the cursor makes idle: of two bounds on one side, an engine may begin at the wider one."""
    try:
        values = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))) if len(cursor) <= _LONGEST else None
    except ValueError:
        return ""
    return str(values[0]) if isinstance(values, list) and values else ""


def _beyond(columns: Sequence[str], cursor: Sequence[Any], side: str) -> Q:
    """Rows beyond the cursor. The first condition alone lets an index begin at the right place."""
    first = Q(**{f"{columns[0]}__{side}{'e' if len(columns) > 1 else ''}": cursor[0]})
    beyond = Q(pk__in=[])
    for last in range(len(columns)):
        same = Q(**dict(zip(columns[:last], cursor[:last], strict=True)))
        beyond |= same & Q(**{f"{columns[last]}__{side}": cursor[last]})
    return first & beyond


def _written(columns: Sequence[str], row: Model) -> str:
    values = [str(getattr(row, name)) for name in columns]
    return urlsafe_b64encode(json.dumps(values, ensure_ascii=False).encode()).decode().rstrip("=")


def _read(found: QuerySet[Row], columns: Sequence[str], text: str) -> list[Any] | None:
    if not text or len(text) > _LONGEST:
        return None
    try:
        values = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(values, list) or len(values) != len(columns):
            return None
        fields = {n: field for field in found.model._meta.concrete_fields for n in (field.name, field.attname)}
        return [fields[name].to_python(str(value)) for name, value in zip(columns, values, strict=True)]
    except (ValueError, ValidationError, OverflowError):
        return None
