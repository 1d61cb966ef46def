"""Laying down sheets of communes: the general way answers by commune, year by year, and that is kept.

A few series at a time. What is odd is judged row by row, as always; of an indicator of which that is much there is no
sheet, and the general way goes on answering.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from chungtay.kernel.periods import Period, Regime
from chungtay.results.warehouse.answering import Answering
from chungtay.results.warehouse.answers import Answer
from chungtay.results.warehouse.columns import RARE, WORDS, told
from chungtay.results.warehouse.commune_sheets import (
    COMMUNES_FILE,
    COMMUNES_INDEX_FILE,
    COMMUNES_RARE_FILE,
    KIND,
    KINDS_FILE,
    KINDS_SCHEMA,
    MOST_KINDS,
    NUMBERS_SCHEMA,
    RARE_NUMBERS_SCHEMA,
)
from chungtay.results.warehouse.facts import World
from chungtay.results.warehouse.questions import By, Question
from chungtay.results.warehouse.rows_in_codes import RAW, SheetFiles, in_codes, row_in_codes
from chungtay.results.warehouse.sheets import SHEETS_FORMAT, SHOWN, Calendar, rule_line
from chungtay.results.warehouse.stores import Store

_AT_ONCE: Final = 8
"""Series that are asked about at once, and more of them where they are asked of few years."""
_YEARS_AT_ONCE: Final = 80
_MOST_JUDGED: Final = 20_000
"""Rows of one indicator that are judged one by one to lay it down."""
_LARGEST: Final = (1 << 31) - 1


def communes_lay(
    folder: Path,
    store: Store,
    world: World,
    top: str,
    years: tuple[int, int],
    wanted: Mapping[Regime, Sequence[str]],
    marks: Mapping[str, str],
) -> None:
    """Lay down the communes of a generation: of each regime, those of some indicators. `world` of no certain day;
    `marks` are those of all that hold communes."""
    with _Files(folder, _FILES) as files:
        laying = _Laying(store, world, top, years, files)
        for regime, codes in wanted.items():
            for some in _some(store, codes, max(_AT_ONCE, _YEARS_AT_ONCE // (years[1] - years[0] + 1))):
                laying.lay(regime, some)
        files.kinds(laying.kinds)
    index = {
        "format": SHEETS_FORMAT,
        "years": years,
        "regimes": list(wanted),
        "rules": {code: rule_line(rule) for code, rule in sorted(world.rules.items())},
        "worlds": marks,
        "parts": laying.parts,
    }
    (folder / COMMUNES_INDEX_FILE).write_text(json.dumps(index), encoding="utf-8")


def _some(store: Store, codes: Sequence[str], most: int) -> Iterator[list[str]]:
    """A few indicators at a time, so that their series are few."""
    found: list[str] = []
    count = 0
    for code in codes:
        series = len(store.pairs(store.indicators[code][0], None))
        if found and count + series > most:
            yield found
            found, count = [], 0
        found.append(code)
        count += series
    if found:
        yield found


_FILES: Final = ((COMMUNES_FILE, NUMBERS_SCHEMA), (COMMUNES_RARE_FILE, RARE_NUMBERS_SCHEMA))


class _Files(SheetFiles):
    """The files of communes, with what the kinds of their rows say."""

    def kinds(self, kinds: Mapping[tuple[Any, ...], int]) -> None:
        """Write what the kinds say."""
        columns = []
        for name, values in zip(KIND, zip(*kinds, strict=True) if kinds else [()] * len(KIND), strict=True):
            raw = pa.array(values, RAW.field(name).type)
            columns.append(told(raw, WORDS[name], name) if name in WORDS else raw)
        with pa.ipc.new_file(str(self.folder / KINDS_FILE), KINDS_SCHEMA) as writer:
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=KINDS_SCHEMA))


def _batch(table: pa.Table, schema: pa.Schema) -> pa.RecordBatch:
    columns = [table[item.name].combine_chunks().cast(item.type) for item in schema]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


class _Laying:
    """One generation's communes in the making."""

    def __init__(self, store: Store, world: World, top: str, years: tuple[int, int], files: _Files) -> None:
        self.store, self.world, self.top, self.years, self.files = store, world, top, years, files
        self.parts: list[dict[str, Any]] = []
        self.kinds: dict[tuple[Any, ...], int] = {}

    def _answering(self, regime: Regime, codes: Sequence[str]) -> Answering:
        periods = Calendar(regime, self.years).periods
        span = Period(periods[0].start, periods[-1].end)
        asked = Question(tuple(codes), self.top, span, By.COMMUNE, regime, None, trace=False)
        return Answering(self.store, self.world, asked)

    def lay(self, regime: Regime, codes: Sequence[str]) -> None:
        """The communes of some indicators."""
        answer = Answer(self._answering(regime, codes), finished=False, judging=False)
        judged = dict.fromkeys(codes, 0)
        for left in answer.left:
            judged[left.item.rule.code] += sum(map(len, left.only.values()))
        tables = [in_codes(self.store, t, pa.repeat(pa.scalar(SHOWN), t.num_rows)) for t in answer.raw]
        tables.append(pa.Table.from_pylist(list(self._judged(answer, judged)), RAW))
        found = pa.concat_tables(tables)
        for code in codes if answer.raw else ():
            if judged[code] <= _MOST_JUDGED:
                own = found.filter(pc.equal(found["indicator"], self.store.indicators[code][0]))
                self._keep(regime, code, own)

    def _judged(self, answer: Answer, counts: Mapping[str, int]) -> Iterator[dict[str, Any]]:
        """What the tree says of the rows that were left to it, in codes."""
        for left in answer.left:
            if counts[left.item.rule.code] > _MOST_JUDGED:
                continue
            for bucket, tree, wanted in left.item.trees(left.cell, left.periods, left.only):
                for row in tree.rows(required=left.required, only=wanted):
                    yield {**row_in_codes(self.store, row), "bucket": bucket, "group": SHOWN}

    def _keep(self, regime: Regime, code: str, table: pa.Table) -> None:
        table = table.take(pc.sort_indices(table, [(name, "ascending") for name in ("cell", "bucket", "place")]))
        kinds = self._kinds_of(table)
        if kinds is None:
            return
        table = table.append_column("kind", kinds)
        is_rare = pc.or_(table["is_open"], pc.greater(pc.fill_null(pc.abs(table["value"]), 0), _LARGEST))
        for name in RARE:
            if name != "is_open":
                is_rare = pc.or_(is_rare, pc.is_valid(table[name]))
        tables = table.filter(pc.invert(is_rare)), table.filter(is_rare)
        offsets = [self._offsets(part, regime) for part in tables]
        cells = sorted({cell for found in offsets for cell in found} | {self.store.cells[""]})
        self.parts.append(
            {
                "regime": regime.value,
                "indicator": code,
                "plain": self.files.add(0, _batch(tables[0], NUMBERS_SCHEMA)),
                "rare": self.files.add(1, _batch(tables[1], RARE_NUMBERS_SCHEMA)),
                "cells": {self.store.cell_key(cell): [found.get(cell, []) for found in offsets] for cell in cells},
            }
        )

    def _offsets(self, table: pa.Table, regime: Regime) -> dict[int, list[int]]:
        """By cell, where each of its periods begins, and where the last one ends."""
        if not table.num_rows:
            return {}
        counted = table.select(["cell", "bucket"]).group_by(["cell", "bucket"], use_threads=False)
        counts: dict[int, dict[int, int]] = {}
        for row in counted.aggregate([([], "count_all")]).to_pylist():
            counts.setdefault(row["cell"], {})[row["bucket"]] = row["count_all"]
        found, start = {}, 0
        for cell in sorted(counts):
            offsets = found[cell] = [start]
            for number in range(len(Calendar(regime, self.years).periods)):
                start += counts[cell].get(number, 0)
                offsets.append(start)
        return found

    def _kinds_of(self, table: pa.Table) -> pa.Array | None:
        """The number of each row's kind; None where there would be more kinds than can be numbered."""
        key = pa.repeat(pa.scalar(0, pa.int64()), table.num_rows)
        for name in KIND:
            coded = _encoded(table[name])
            key = pc.add(pc.multiply(key, len(coded.dictionary) + 1), coded.indices.cast(pa.int64()))
            key = _encoded(key).indices.cast(pa.int64())
        found = pa.table({"key": key, "at": pa.array(range(table.num_rows), pa.int64())})
        firsts = found.group_by("key", use_threads=False).aggregate([("at", "min")]).sort_by("key")["at_min"]
        rows = table.select(list(KIND)).take(firsts)
        columns = [pc.cast(rows[name], pa.int32()) if name in ("start", "end") else rows[name] for name in KIND]
        says = list(zip(*(column.to_pylist() for column in columns), strict=True))
        if len(self.kinds.keys() | says) > MOST_KINDS:
            return None
        numbers = pa.array([self.kinds.setdefault(said, len(self.kinds)) for said in says], pa.int32())
        return numbers.take(key)


def _encoded(column: pa.Array | pa.ChunkedArray) -> pa.DictionaryArray:
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    return pc.dictionary_encode(column, null_encoding="encode")
