"""Many figures into their table at once, by the shortest way that each engine has.

Django's bulk_create spends about seven times what the database itself needs on these 21 columns, and nothing of what
it offers (defaults, returned ids) is wanted here: the constraints and guards of the table hold on this way too.
"""

import json
from collections.abc import Iterable, Iterator

from django.db import connection

from chungtay.ledger.canonical import number_text
from chungtay.ledger.plain import Columns
from chungtay.ledger.records import Stored

_TABLE = "ledger_figure"
_COLUMNS = ("batch_id", "position", "indicator_id", "place_id", "corrects_id", *Stored._fields)
_NAMES = ", ".join(f'"{column}"' for column in _COLUMNS)


def figures_insert(batch_id: int, figures: Iterable[tuple[int, int, int | None, Stored]]) -> None:
    """The figures of a batch, in order of position from 1, each as (indicator, place, corrects, columns)."""
    rows = _rows(batch_id, figures)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {_TABLE} ({_NAMES}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(_COLUMNS))
            cursor.executemany(f"INSERT INTO {_TABLE} ({_NAMES}) VALUES ({places})", list(rows))


def takes_text() -> bool:
    """Whether the engine takes rows as text: see `plain.Moulds`."""
    return connection.vendor == "postgresql"


def plain_insert(batches: Iterable[tuple[int, list[str] | list[Columns]]]) -> None:
    """The plain figures of many batches, by their ids, in one statement; rows as `plain.Moulds` drew them."""
    with connection.cursor() as cursor:
        if takes_text():
            with cursor.copy(f"COPY {_TABLE} ({_NAMES}) FROM STDIN") as copy:
                for batch_id, rows in batches:
                    copy.write("".join(f"{batch_id}\t{row}\n" for row in rows))
        else:
            places = ", ".join(["%s"] * len(_COLUMNS))
            tuples = [(batch_id, *row) for batch_id, rows in batches for row in rows]
            cursor.executemany(f"INSERT INTO {_TABLE} ({_NAMES}) VALUES ({places})", tuples)


def _rows(
    batch_id: int, figures: Iterable[tuple[int, int, int | None, Stored]]
) -> Iterator[tuple[int | str | None, ...]]:
    for position, (indicator, place, corrects, item) in enumerate(figures, 1):
        yield (
            batch_id,
            position,
            indicator,
            place,
            corrects,
            item.cell,
            item.start.isoformat(),
            item.end.isoformat(),
            item.regime,
            item.status,
            number_text(item.value),
            number_text(item.value_to),
            number_text(item.of),
            item.precision,
            number_text(item.grain),
            item.as_written,
            item.absence,
            item.unit,
            None if item.members is None else json.dumps(item.members),
            item.source_start,
            item.source_end,
            item.locator,
            item.note,
        )
