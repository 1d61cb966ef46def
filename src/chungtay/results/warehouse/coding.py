"""Integer codes of a generation: places depth first in the tree of all dates, indicators and the rest by their text."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import pyarrow as pa

from chungtay.kernel.periods import PARTS
from chungtay.results.warehouse.facts import PlaceNode, Rule
from chungtay.results.warehouse.layout import CLOCKS, INDICATOR_SCHEMA, MONTH_CLOCKS, MONTHS, PLACE_SCHEMA, day_number

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Months outside are no month of a clock: their claims stand in `odd`."""


def place_table(places: Mapping[str, PlaceNode]) -> pa.Table:
    """The places as PLACE_SCHEMA, in order of their codes: each is followed by all that lies in it."""
    children: dict[str | None, list[str]] = defaultdict(list)
    for node in places.values():
        children[node.parent if node.parent in places else None].append(node.key)
    rows: list[dict[str, Any]] = []

    def visit(key: str, parent: int | None, depth: int) -> None:
        node, code = places[key], len(rows)
        row = {"code": code, "key": key, "rank": node.rank, "parent": parent, "depth": depth}
        since, until = (None if day is None else day_number(day) for day in (node.valid_from, node.valid_to))
        rows.append(row | {"valid_from": since, "valid_to": until})
        for child in sorted(children[key]):
            visit(child, code, depth + 1)
        rows[code]["span_end"] = len(rows) - 1

    for top in sorted(children[None]):
        visit(top, None, 0)
    return pa.Table.from_pylist(rows, PLACE_SCHEMA)


def indicator_table(rules: Mapping[str, Rule], scales: Mapping[int, int]) -> pa.Table:
    """The indicators as INDICATOR_SCHEMA, by code; `scales` by code, 0 where there is none."""
    rows = [
        {
            "code": code,
            "key": key,
            "scale": scales.get(code, 0),
            "over_places": rules[key].over_places,
            "over_time": rules[key].over_time,
        }
        for code, key in enumerate(indicator_keys(rules))
    ]
    return pa.Table.from_pylist(rows, INDICATOR_SCHEMA)


def is_village(key: str) -> bool:
    """Whether the key is that of a village; there is one country."""
    return key.startswith("v") and "@" in key


def indicator_keys(rules: Iterable[str]) -> list[str]:
    """Keys in order of their codes."""
    return sorted(rules)


@lru_cache(maxsize=1)
def calendar() -> pa.Table:
    """The months of all clocks, a row per year: first days s0…s11 and last days e0…e11, one day where that is all."""
    rows = []
    for clock in range(len(CLOCKS)):
        make, _ = PARTS[CLOCKS[clock % MONTH_CLOCKS]]
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            months = [make(year, number + 1) for number in MONTHS]
            one_day = clock >= MONTH_CLOCKS
            starts = {f"s{i}": day_number(month.end if one_day else month.start) for i, month in enumerate(months)}
            ends = {f"e{i}": day_number(month.end) for i, month in enumerate(months)}
            rows.append({"clock": clock, "year": year, **starts, **ends})
    days = [(f"{edge}{i}", pa.int32()) for edge in "se" for i in MONTHS]
    return pa.Table.from_pylist(rows, pa.schema([("clock", pa.int8()), ("year", pa.int32()), *days]))
