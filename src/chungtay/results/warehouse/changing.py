"""What changes of plain numbers add to what a scan finds: rows of CHANGES, put beside its rows or its statements."""

from collections.abc import Sequence
from typing import Final

import pyarrow as pa

from chungtay.results.warehouse import scan_sql

MEASURES: Final = scan_sql.MEASURES
CHANGES: Final = (*scan_sql.COLUMNS.replace(" ", "").split(","), "was")


def change_table(rows: Sequence[tuple[int, ...]]) -> pa.Table:
    """Rows of CHANGES as columns."""
    columns: Sequence[Sequence[int]] = list(zip(*rows, strict=True)) or [()] * len(CHANGES)
    kinds = [pa.int64() if name in ("value", "claims") else pa.int32() for name in CHANGES]
    return pa.table([pa.array(column, kind) for column, kind in zip(columns, kinds, strict=True)], names=list(CHANGES))


def with_changes(texts: Sequence[str], changes: str) -> str:
    """The statements of a scan as one, with the rows of a table of CHANGES added to theirs.

    First and last days are those of both, but where nothing is left of what the scan found.
    """
    names = scan_sql.COLUMNS
    both = " UNION ALL ".join(f"SELECT {names}, 0 AS was, claims AS held FROM ({text}) n" for text in texts)
    both += f"{' UNION ALL ' if texts else ''}SELECT {names}, was, 0 AS held FROM {changes}"
    days = ", ".join(
        f"CASE WHEN SUM(was) >= SUM(held) THEN COALESCE({edge}(CASE WHEN held = 0 THEN {day} END), {edge}({day}))"
        f" ELSE {edge}({day}) END::INT AS {day}"
        for edge, day in (("MIN", "first_day"), ("MAX", "last_day"))
    )
    sums = ", ".join(f"SUM({name})::BIGINT AS {name}" for name in MEASURES)
    return (
        f"SELECT indicator, cell, bucket, place, MIN(clock)::INT AS clock, {sums}, {days} FROM ({both}) b GROUP BY ALL"
    )


def add_changes(row: dict[str, int] | None, changes: Sequence[tuple[int, ...]]) -> dict[str, int]:
    """The same of one place: what the scan found (None: nothing) with its rows of CHANGES."""
    found = [dict(zip(CHANGES, change, strict=True)) for change in changes]
    both = found if row is None else [row, *found]
    left = found if row is not None and sum(item["was"] for item in found) >= row["claims"] else both
    told = dict(both[0]) | {name: sum(item[name] for item in both) for name in MEASURES}
    told["clock"] = min(item["clock"] for item in both)
    return told | {"first_day": min(i["first_day"] for i in left), "last_day": max(i["last_day"] for i in left)}
