"""Whether a generation is whole: cheaply each time it is asked, file by file and number by number on demand."""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from chungtay.results.warehouse import layout
from chungtay.results.warehouse.building import file_facts
from chungtay.results.warehouse.parquet import STATUSES

_SET_ASIDE: set[Path] = set()
"""Folders of which this process found a file changed: no longer asked, until it starts anew."""


Held = dict[tuple[str, str], tuple[int, int]]
"""By indicator and status: how many numbers count now, and their sum in millionths."""


def manifest_of(folder: Path) -> dict[str, Any] | None:
    """The manifest of a generation; None where there is none that can be read, or of another format."""
    try:
        stamp = (folder / layout.MANIFEST).stat().st_mtime_ns
    except OSError:
        return None
    return _manifest(folder, stamp)


@lru_cache(maxsize=16)
def _manifest(folder: Path, stamp: int) -> dict[str, Any] | None:
    try:
        found = json.loads((folder / layout.MANIFEST).read_text(encoding="utf-8"))
        return found if found["format"] in layout.READABLE and found["files"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_whole(folder: Path) -> bool:
    """Whether all files are there in the size that they were written in: some microseconds, for every question."""
    manifest = manifest_of(folder)
    if manifest is None or folder in _SET_ASIDE:
        return False
    try:
        return all((folder / name).stat().st_size == facts["bytes"] for name, facts in manifest["files"].items())
    except OSError:
        return False


def damaged_files(folder: Path) -> list[str]:
    """The files that are gone or not as they were written; the manifest itself where it cannot be read."""
    manifest = manifest_of(folder)
    if manifest is None:
        return [layout.MANIFEST]
    return [name for name, facts in manifest["files"].items() if not _is_as_written(folder / name, facts)]


def damaged_sheets(folder: Path) -> list[str]:
    """The same of the finished answers, which are not needed: without them the general way answers."""
    manifest = manifest_of(folder) or {}
    return [name for name, facts in manifest.get("sheets", {}).items() if not _is_as_written(folder / name, facts)]


def _is_as_written(path: Path, facts: dict[str, Any]) -> bool:
    try:
        return file_facts(path) == facts
    except OSError:
        return False


def set_aside(folder: Path) -> bool:
    """Look at every file of a generation that could not be read; True where it is damaged and asked no more."""
    if damaged_files(folder):
        _SET_ASIDE.add(folder)
        return True
    return False


_COMPUTED = " + ".join(f"CASE WHEN id{i} <> 0 THEN {1 << i} ELSE 0 END" for i in layout.MONTHS)
_OF_COMPUTED = " + ".join(f"CASE WHEN (computed & {1 << i}) <> 0 THEN v{i} ELSE 0 END" for i in layout.MONTHS)
# Computed ratios were not reported: their denominators name the figures that they were taken from.
_IN_FOLDER = f"""
WITH told AS (
    SELECT indicator, cell % {layout.SIDE_ROOM} AS cell, place, year, {_COMPUTED} AS computed
    FROM read_parquet($years) WHERE cell // {layout.SIDE_ROOM} = {layout.DENOMINATOR}
), numbers AS (
    SELECT y.indicator::INTEGER AS indicator, {STATUSES.index("result")} AS status,
        bit_count(mask) - bit_count(coalesce(computed, 0)) AS number,
        (value - CASE WHEN computed > 0 THEN {_OF_COMPUTED} ELSE 0 END)::HUGEINT * (10 ** (6 - scale))::BIGINT AS total
    FROM read_parquet($years) y JOIN read_parquet($indicators) i ON i.code = y.indicator
        LEFT JOIN told USING (indicator, cell, place, year)
    WHERE cell < {layout.SIDE_ROOM} AND bit_count(mask) <> bit_count(coalesce(computed, 0))
    UNION ALL
    SELECT indicator, status, 1, (value * 1000000)::HUGEINT FROM read_parquet($odd)
    WHERE known_to IS NULL AND value IS NOT NULL AND with_id IS NULL
)
SELECT key, status, sum(number)::BIGINT, sum(total)::HUGEINT
FROM numbers JOIN read_parquet($indicators) i ON i.code = numbers.indicator GROUP BY key, status
"""
_IN_PART = """
SELECT indicator, status, count(*), sum((value * 1000000)::HUGEINT)::HUGEINT FROM part
WHERE known_to IS NULL AND value IS NOT NULL GROUP BY indicator, status
"""


def held_in(folder: Path) -> Held:
    """What a generation holds of what was reported, computed ratios left out."""
    files = {name: str(folder / f"{name}.parquet") for name in ("years", "odd", "indicators")}
    with duckdb.connect() as db:
        rows = db.execute(_IN_FOLDER, files).fetchall()
    return {(key, STATUSES[status]): (number, total) for key, status, number, total in rows}


def held_by(parts: Iterable[pa.Table], keys: Sequence[str]) -> Held:
    """The same of claims as FACT_SCHEMA; `keys` of indicators in order of their codes."""
    found: Held = {}
    with duckdb.connect() as db:
        for part in parts:
            db.register("part", part)
            for code, status, number, total in db.execute(_IN_PART).fetchall():
                before = found.get((keys[code], STATUSES[status]), (0, 0))
                found[keys[code], STATUSES[status]] = before[0] + number, before[1] + total
    return found
