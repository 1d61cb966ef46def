"""A page's rows with the columns of what they refer to, put together around a statement that has chosen them.

Rows chosen by their number and then read again are two more tables in a statement: PostgreSQL plans it half as long
again as it runs. Where an index gives the rows in the order of the list, they are read once, whole, and joined.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import ForeignKey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model


@dataclass(frozen=True)
class Joining:
    """`fields`: columns of a model, and of what it refers to (`place__name`, `point__kind__name_vi`)."""

    model: type[Model]
    fields: tuple[str, ...]

    @cached_property
    def own(self) -> tuple[str, ...]:
        """The columns of the model itself that are shown or that refer to what is, each once."""
        found = (self._attname(self.model, name.partition("__")[0]) for name in self.fields)
        return tuple(dict.fromkeys(found))

    def around(self, chosen: str, columns: Sequence[str], *, is_down: bool) -> str:
        """The statement that gives `fields` of the rows that another one chooses, whose columns are `own`; in the order
        of some of these columns."""
        quote, joins = connection.ops.quote_name, {}
        shown = []
        for name in self.fields:
            *way, last = name.split("__")
            model, held = self.model, "chosen"
            for depth, step in enumerate(way, 1):
                field = model._meta.get_field(step)
                assert isinstance(field, ForeignKey)
                model = field.related_model
                alias = f"of_{'_'.join(way[:depth])}"
                kind = "LEFT JOIN" if field.null else "INNER JOIN"
                key = field.attname if held == "chosen" else str(field.column)
                on = f"{alias}.{quote(str(field.target_field.column))} = {held}.{quote(key)}"
                joins[alias] = f"{kind} {quote(model._meta.db_table)} {alias} ON {on}"
                held = alias
            told = self._attname(model, last) if held == "chosen" else self._column(model, last)
            shown.append(f"{held}.{quote(told)}")
        order = ", ".join(f"chosen.{quote(name)} {'DESC' if is_down else 'ASC'}" for name in columns)
        return f"SELECT {', '.join(shown)} FROM ({chosen}) chosen {' '.join(joins.values())} ORDER BY {order}"

    def _attname(self, model: type[Model], name: str) -> str:
        return str(next(f.attname for f in model._meta.concrete_fields if name in (f.name, f.attname)))

    def _column(self, model: type[Model], name: str) -> str:
        return str(next(f.column for f in model._meta.concrete_fields if name in (f.name, f.attname)))
