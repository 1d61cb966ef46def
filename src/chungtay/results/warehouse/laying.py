"""Laying down sheets: the general way answers the usual questions once, about every place of a level, and that is kept.

It works through a few indicators at a time, so that memory stays small however large the nation. Of one that is added
up in no plain way, and of one that nobody ever stated, there is no sheet.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period, Regime
from chungtay.results.warehouse.answering import Answering
from chungtay.results.warehouse.answers import Answer, Left
from chungtay.results.warehouse.building import THREADS, file_facts
from chungtay.results.warehouse.columns import RARE, WORDS, told
from chungtay.results.warehouse.commune_laying import communes_lay
from chungtay.results.warehouse.commune_sheets import COMMUNES_FILES
from chungtay.results.warehouse.facts import LEVELS, World, adds_up_plainly
from chungtay.results.warehouse.layout import MANIFEST, MONTH_CLOCKS
from chungtay.results.warehouse.questions import By, Question, Row, Tells
from chungtay.results.warehouse.rows_in_codes import RAW, SheetFiles, in_codes, row_in_codes
from chungtay.results.warehouse.scanning import LEAF_RANK
from chungtay.results.warehouse.sheets import (
    COUNTRY,
    FILES,
    GROUPS,
    INDEX_FILE,
    OTHERS,
    PLAIN_FILE,
    PLAIN_SCHEMA,
    RARE_FILE,
    RARE_SCHEMA,
    REGIMES,
    SHEETS_FORMAT,
    SHOWN,
    Calendar,
    rule_line,
    world_marks,
)
from chungtay.results.warehouse.stores import Store

_AT_ONCE: Final = 20
"""Indicators that are asked about at once, and more of them where they are asked of few periods."""
_PERIODS_AT_ONCE: Final = 3_000
EVERY: Final = tuple(regime for regimes in REGIMES for regime in regimes)
_COVERED: Final = tuple(regimes[-1] for regimes in REGIMES)
"""Periods for which is laid down how far stocks reach."""
_MOST_YEARS: Final = 30
_RANKS: Final = {COUNTRY: LEVELS.index("country"), SHOWN: LEVELS.index("province")}


def sheets_lay(folder: Path, world: World, *, memory: str = "1GB", regimes: Sequence[Regime] = EVERY) -> None:
    """Lay down the sheets of a whole generation beside its files, and name them in its manifest.

    `world` as questions about the country bear it; what day it is does not matter.
    """
    with Store(folder, memory=memory, threads=THREADS) as store:
        top = next((key for key, place in world.places.items() if place.rank == 0), None)
        years = _years(store, world)
        if top is None or years is None or top not in store.place_codes:
            return
        of_no_day = replace(world, today=None)
        with SheetFiles(folder, ((PLAIN_FILE, PLAIN_SCHEMA), (RARE_FILE, RARE_SCHEMA))) as files:
            laying = _Laying(store, of_no_day, top, years, files)
            marks = laying.marks()
            laying.lay(regimes, {key: mark for key, mark in marks.items() if world.places[key].rank <= _RANKS[SHOWN]})
        communes_lay(folder, store, of_no_day, top, years, laying.yearly(regimes), marks)
    path = folder / MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["sheets"] = {name: file_facts(folder / name) for name in (*FILES, *COMMUNES_FILES)}
    path.write_text(json.dumps(manifest, indent=1, ensure_ascii=False), encoding="utf-8")


def _years(store: Store, world: World) -> tuple[int, int] | None:
    """The first and last year with a plain number, or of today if that is later."""
    [(first, last)] = store.execute("SELECT min(year), max(year) FROM years").fetchall()
    if first is None:
        return None
    last = max(last, world.today.year if world.today else last)
    return max(first, last - _MOST_YEARS + 1), last


class _Laying:
    """One generation's sheets in the making."""

    def __init__(self, store: Store, world: World, top: str, years: tuple[int, int], files: SheetFiles) -> None:
        self.store, self.world, self.top, self.years, self.files = store, world, top, years, files
        self.words = {name: store.words(name) for name in ("indicator", "cell", "place")} | WORDS
        self.parts: list[dict[str, Any]] = []
        self.regimes: list[Regime] = []

    def lay(self, wanted: Sequence[Regime], marks: Mapping[str, str]) -> None:
        """Those of the wanted regimes, and the index."""
        for family, regimes in enumerate(REGIMES):
            codes = self._indicators(family)
            for regime in [regime for regime in regimes if codes and regime in wanted]:
                self.regimes.append(regime)
                size = max(_AT_ONCE, _PERIODS_AT_ONCE // len(Calendar(regime, self.years).periods))
                for first in range(0, len(codes), size):
                    self._lay(regime, codes[first : first + size])
        index = {
            "format": SHEETS_FORMAT,
            "years": self.years,
            "regimes": self.regimes,
            "rules": {code: rule_line(rule) for code, rule in sorted(self.world.rules.items())},
            "worlds": marks,
            "parts": self.parts,
        }
        (self.files.folder / INDEX_FILE).write_text(json.dumps(index), encoding="utf-8")

    def yearly(self, wanted: Sequence[Regime]) -> dict[Regime, list[str]]:
        """The indicators that have months of a year's clocks, by those of the wanted regimes that are years."""
        found = {regimes[-1]: self._indicators(family) for family, regimes in enumerate(REGIMES)}
        return {regime: codes for regime, codes in found.items() if codes and regime in wanted}

    def _indicators(self, family: int) -> list[str]:
        """Those that are added up plainly and have months of these clocks."""
        found = []
        for code, rule in sorted(self.world.rules.items()):
            pairs = self.store.pairs(self.store.indicators.get(code, (-1, 0))[0], None)
            clocks = {clock % MONTH_CLOCKS for pair in pairs for clock in self.store.shape.clocks[pair]}
            way = (rule.over_places, rule.over_time)
            if family in clocks and self.store.ways.get(code) == way and adds_up_plainly(rule):
                found.append(code)
        return found

    def marks(self) -> dict[str, str]:
        """The marks of all that hold communes."""
        lines = self._answering(Regime.DECREE_YEAR, [], SHOWN).lines
        return world_marks(self.world, lines, [key for key in lines if self.world.places[key].rank < LEAF_RANK])

    def _answering(self, regime: Regime, codes: Sequence[str], group: int) -> Answering:
        periods = Calendar(regime, self.years).periods
        span = Period(periods[0].start, periods[-1].end)
        asked = Question(tuple(codes), self.top, span, By.PROVINCE, regime, None, trace=False)
        return Answering(self.store, self.world, asked, every=_RANKS[group])

    def _lay(self, regime: Regime, codes: Sequence[str]) -> None:
        answers = {group: Answer(self._answering(regime, codes, group)) for group in (SHOWN, COUNTRY)}
        tables = [self._plain(table, group) for group, answer in answers.items() for table in answer.raw]
        left = _together(left for answer in answers.values() for left in answer.left)
        tables.append(pa.Table.from_pylist(list(self._judged(left)), RAW))
        found = pa.concat_tables(tables)
        found = found.take(self._order(found))
        for code in codes:
            own = found.filter(pc.equal(found["indicator"], self.store.indicators[code][0]))
            self._keep(regime, code, Tells.TOTALS, own)
        if regime in _COVERED:
            self._cover(regime, [code for code in codes if self.world.rules[code].over_time == "last"])

    def _keep(self, regime: Regime, code: str, tells: Tells, table: pa.Table) -> None:
        part = {"regime": regime.value, "indicator": code, "tells": tells.value}
        self.parts.append(part | self._written(table))

    def _cover(self, regime: Regime, codes: Sequence[str]) -> None:
        """How far stocks reach: in the country, and in each province in force."""
        rows = []
        calendar = Calendar(regime, self.years)
        for by, group in ((By.ONE, COUNTRY), (By.PROVINCE, SHOWN)) if codes else ():
            plain = self._answering(regime, codes, SHOWN).question
            answer = Answer(Answering(self.store, self.world, replace(plain, by=by, tells=Tells.COVERAGE)))
            for row in answer.rows():
                assert row.period is not None
                place = {"bucket": calendar.holding(row.period.end), "group": group, "told": 0}
                rows.append(row_in_codes(self.store, row) | place)
        found = pa.Table.from_pylist(rows, RAW)
        found = found.take(self._order(found))
        for code in codes:
            own = found.filter(pc.equal(found["indicator"], self.store.indicators[code][0]))
            self._keep(regime, code, Tells.COVERAGE, own)

    def _plain(self, table: pa.Table, group: int) -> pa.Table:
        """What the statement found, in codes."""
        groups = pc.if_else(pc.equal(table["shown"], 1), SHOWN, OTHERS)
        return in_codes(self.store, table, groups if group == SHOWN else pa.repeat(pa.scalar(COUNTRY), table.num_rows))

    def _judged(self, left: Sequence[Left]) -> Iterator[dict[str, Any]]:
        """What the tree says of the rows that were left to it, in codes."""
        for of_cell in left:
            for bucket, tree, wanted in of_cell.item.trees(of_cell.cell, of_cell.periods, of_cell.only):
                provinces = wanted - {self.top}
                usual = {row.place for row in tree.rows(required=of_cell.required, only=provinces)} | {self.top}
                for row in tree.rows_of(sorted(wanted), required=of_cell.required):
                    if row.place in usual or not _says_nothing(row):
                        of_group = COUNTRY if row.place == self.top else SHOWN if row.place in usual else OTHERS
                        yield row_in_codes(self.store, row) | {"bucket": bucket, "group": of_group}

    def _order(self, table: pa.Table) -> pa.Array:
        """Indicator, cell, group, period, place, as one number each."""
        key = pa.scalar(0, pa.int64())
        sizes = (("indicator", 1), ("cell", len(self.words["cell"])), ("group", len(GROUPS)), ("bucket", 1 << 12))
        for name, size in (*sizes, ("place", len(self.store.place_keys))):
            key = pc.add(pc.multiply(key, size), table[name].cast(pa.int64()))
        return pc.sort_indices(key)

    def _written(self, table: pa.Table) -> dict[str, Any]:
        """The rows of one indicator laid down; where they stand."""
        is_rare = table["is_open"]
        for name in RARE:
            if name != "is_open":
                is_rare = pc.or_(is_rare, pc.is_valid(table[name]))
        plain, rare = table.filter(pc.invert(is_rare)), table.filter(is_rare)
        cells: dict[str, list[list[int]]] = {}
        spans = [_spans(plain), _spans(rare)]
        for code in sorted({cell for of_file in spans for cell, _ in of_file} | {self.store.cells[""]}):
            cells[self.store.cell_key(code)] = [
                [number for of_file in spans for number in of_file.get((code, group), (0, 0))] for group in GROUPS
            ]
        return {
            "plain": self.files.add(0, self._dressed(plain, PLAIN_SCHEMA)),
            "rare": self.files.add(1, self._dressed(rare, RARE_SCHEMA)),
            "cells": cells,
        }

    def _dressed(self, table: pa.Table, schema: pa.Schema) -> pa.RecordBatch:
        """The rows with words for codes."""
        columns = []
        for item in schema:
            column = table[item.name].combine_chunks()
            columns.append(told(column, self.words[item.name], item.name) if item.name in self.words else column)
        return pa.RecordBatch.from_arrays(columns, schema=schema)


def _together(found: Iterable[Left]) -> list[Left]:
    """Rows of provinces and of the country, so that each tree is made once. The provinces' must come first: what their
    level shows is told by their ground."""
    kept: dict[tuple[str, str], Left] = {}
    for left in found:
        key = (left.item.rule.code, left.cell)
        before = kept.get(key)
        both = dict(left.only)
        for bucket, places in before.only.items() if before is not None else ():
            both[bucket] = {*places, *both.get(bucket, ())}
        kept[key] = replace(before or left, only=both)
    return list(kept.values())


def _spans(table: pa.Table) -> dict[tuple[int, int], tuple[int, int]]:
    """By cell and group, where its rows begin and how many they are."""
    if not table.num_rows:
        return {}
    counted = table.select(["cell", "group"]).group_by(["cell", "group"], use_threads=False)
    found, start = {}, 0
    for row in sorted(counted.aggregate([([], "count_all")]).to_pylist(), key=lambda row: (row["cell"], row["group"])):
        found[row["cell"], row["group"]] = start, row["count_all"]
        start += row["count_all"]
    return found


def _says_nothing(row: Row) -> bool:
    """Whether anybody would say the same of a place of which nothing is known."""
    return row.total is None and row.absence is Absence.NOT_REPORTED and not row.level and not row.apart
