"""From the ledger's columns to claims indicator by indicator, with files in between: no sorting of all at once.

What arrives is put in order of indicator some hundred thousand rows at a time and laid into a file; the claims of one
indicator are then a slice of each file. Memory holds one part, or one indicator.
"""

import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from chungtay.results.warehouse.building import THREADS
from chungtay.results.warehouse.facts import Rule
from chungtay.results.warehouse.parquet import FACT_SCHEMA, claims_whole

_PARTS = "batch, known_from, cell, place, first_day, last_day, regime, status"
_RATIO = f"""
SELECT top.* REPLACE ($code::INTEGER AS indicator, bottom.value AS den_value, bottom.low AS den_low,
    bottom.high AS den_high, bottom.is_open AS den_open, bottom.id AS with_id)
FROM (FROM tops WHERE value IS NOT NULL QUALIFY row_number() OVER (PARTITION BY {_PARTS} ORDER BY id) = 1) top
JOIN (FROM bottoms WHERE value IS NOT NULL QUALIFY row_number() OVER (PARTITION BY {_PARTS} ORDER BY id) = 1) bottom
    USING ({_PARTS})
"""


class Staging:
    """Claims on their way, in files of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts: list[pa.Table] = []
        self._slices: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        folder.mkdir()

    def __enter__(self) -> "Staging":
        return self

    def __exit__(self, *error: object) -> None:
        self._parts.clear()
        shutil.rmtree(self._folder, ignore_errors=True)

    def add(self, claims: pa.Table) -> None:
        """Claims in order of indicator, as FACT_SCHEMA or those of its columns that say something of them."""
        if not claims.num_rows:
            return
        path = self._folder / f"{len(self._parts)}.arrow"
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, claims.schema) as writer:
            writer.write_table(claims)
        with pa.memory_map(str(path)) as source:
            part = pa.ipc.open_file(source).read_all()
        first = 0
        counts = {item["values"]: item["counts"] for item in part["indicator"].value_counts().to_pylist()}
        for indicator in sorted(counts):
            self._slices[indicator].append((len(self._parts), first, counts[indicator]))
            first += counts[indicator]
        self._parts.append(part)

    def claims(self, indicator: int) -> pa.Table:
        """All claims of an indicator."""
        found = [self._parts[part].slice(first, count) for part, first, count in self._slices.get(indicator, ())]
        return pa.concat_tables(found, promote_options="default") if found else FACT_SCHEMA.empty_table()

    def with_ratios(self, rules: Mapping[str, Rule]) -> Iterator[pa.Table]:
        """The claims of one indicator after the other, by code (as in `coding`), with the ratios that follow from
        numerator and denominator of one batch: what `facts.with_ratios` gives."""
        codes = {key: code for code, key in enumerate(sorted(rules))}
        for key, code in codes.items():
            claims, rule = self.claims(code), rules[key]
            if rule.numerator and rule.denominator:
                tops, bottoms = (self.claims(codes[part]) for part in (rule.numerator, rule.denominator))
                if tops.num_rows and bottoms.num_rows:
                    claims = pa.concat_tables([claims, _ratios(code, tops, bottoms)], promote_options="default")
            yield claims


def _ratios(code: int, tops: pa.Table, bottoms: pa.Table) -> pa.Table:
    with duckdb.connect(config={"threads": THREADS}) as db:
        db.register("tops", claims_whole(tops))
        db.register("bottoms", claims_whole(bottoms))
        found = db.sql(_RATIO, params={"code": code}).to_arrow_table()
    return found.select(FACT_SCHEMA.names).cast(FACT_SCHEMA)
