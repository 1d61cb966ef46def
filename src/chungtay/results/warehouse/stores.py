"""A generation opened for asking: one DuckDB per process and generation, its codes, and its odd rows by indicator.

The native copy is read where there is one, else the Parquet files.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from chungtay.kernel.periods import Period
from chungtay.results.warehouse import layout
from chungtay.results.warehouse.coding import is_village
from chungtay.results.warehouse.commune_sheets import CommuneSheets, commune_sheets_of
from chungtay.results.warehouse.connections import Connected, Named
from chungtay.results.warehouse.facts import Fact, Receipt
from chungtay.results.warehouse.native import summed_of
from chungtay.results.warehouse.parquet import REGIMES, fact_of
from chungtay.results.warehouse.pools import Tree
from chungtay.results.warehouse.scanning import NodesAsked, Scan, Shape, Statement, Summed, late_sums, statements
from chungtay.results.warehouse.sheets import Sheets, sheets_of
from chungtay.results.warehouse.sides import NONE, Sides, side_of, with_sides
from chungtay.results.warehouse.spans import int_table, months_table, runs_of
from chungtay.results.warehouse.spark import SparkScan
from chungtay.results.warehouse.spark_sessions import Cluster

OPEN: Final = 3
"""Generations held open: the one asked now, the one before, and a snapshot's."""
_FACTS_HELD: Final = 400_000
"""Odd rows kept as objects, some 400 bytes each."""
_VIEWS: Final = {
    "years": layout.YEARS,
    "nodes": layout.NODES,
    "past": layout.PAST,
    "odd": layout.ODD,
    "receipts": layout.RECEIPTS,
}


class Claim(NamedTuple):
    """A plain number of one commune and month."""

    place: int
    clock: int
    month: int
    value: int
    figure: int
    sides: Sides = NONE
    with_id: int = 0
    """The figure that the denominator of a computed ratio was taken from; 0 for none."""


class ListPeriod(NamedTuple):
    """First and last code of the places that listed something of a period, and how many lists."""

    low: int
    high: int
    period: Period
    lists: int


class Store(Connected):
    """One generation, open for reading. With a cluster, what plain figures come to is worked out there."""

    def __init__(
        self, folder: Path, *, memory: str = "512MB", threads: int = 2, cluster: Cluster | None = None
    ) -> None:
        self.folder = folder
        super().__init__(memory=memory, threads=threads)
        self._odd: OrderedDict[tuple[int, int | None, str], tuple[tuple[Fact, bool], ...]] = OrderedDict()
        self._read_codes()
        summed = self._lay_out()
        self.shape = self._shape(summed if cluster is None else None)
        self.sheets: Sheets | None = sheets_of(folder) if cluster is None else None
        """Finished answers, where they were laid down and no cluster is to answer instead."""
        self.communes: CommuneSheets | None = commune_sheets_of(folder) if cluster is None else None
        """The same by commune."""
        self._elsewhere: Scan | None = None if cluster is None else SparkScan(folder, self.shape, cluster)
        self._pairs: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for pair in sorted(self.shape.clocks):
            self._pairs[pair[0]].append(pair)

    def _read_codes(self) -> None:
        places = pq.read_table(self.folder / layout.PLACES).to_pydict()
        self.place_keys: list[str] = places["key"]
        self.place_codes = dict(zip(places["key"], places["code"], strict=True))
        self.parents: list[int | None] = places["parent"]
        self.ends: list[int] = places["span_end"]
        self.ranks: list[int] = places["rank"]
        self.lives: list[tuple[int | None, int | None]] = list(
            zip(places["valid_from"], places["valid_to"], strict=True)
        )
        self.days_of_ends = sorted({day for day in places["valid_to"] if day is not None})
        self.tree = Tree(self.parents, self.ranks, places["depth"], self.ends, self.lives)
        assert places["code"] == list(range(len(self.place_keys)))
        rows = pq.read_table(self.folder / layout.INDICATORS).to_pylist()
        self.indicators = {row["key"]: (row["code"], row["scale"]) for row in rows}
        self.ways = {row["key"]: (row["over_places"], row["over_time"]) for row in rows}
        self.indicator_keys = {row["code"]: row["key"] for row in rows}
        self.scales = {row["code"]: row["scale"] for row in rows}
        by_kind: dict[str, dict[int, str]] = {"cell": {}, "form": {}}
        for row in pq.read_table(self.folder / layout.CODES).to_pylist():
            by_kind.setdefault(row["kind"], {})[row["code"]] = row["key"]
        # Odd rows may be about places that came into being while the generation was built.
        self._all_places = {**by_kind.get("place", {}), **dict(enumerate(self.place_keys))}
        self.village_codes = {key: code for code, key in by_kind.get("place", {}).items() if is_village(key)}
        self.cell_keys, self.form_keys = by_kind["cell"], by_kind["form"]
        self.cells = {key: code for code, key in self.cell_keys.items()}
        self.cells.setdefault("", len(self.cells))
        self.cell_keys[self.cells[""]] = ""
        most = max(self.indicator_keys, default=-1) + 1
        self._words = {
            "indicator": pa.array([self.indicator_keys.get(code) for code in range(most)], pa.string()),
            "place": pa.array(self.place_keys, pa.string()),
            "cell": pa.array([], pa.string()),
        }
        self.scale_array = pa.array([self.scales.get(code, 0) for code in range(most)], pa.int8())
        self.forms = {key: code for code, key in self.form_keys.items()}

    def _lay_out(self) -> Summed | None:
        """The tables that statements read; gives what is added up beforehand."""
        db, cache = self._db, self.folder / layout.CACHE
        held: set[str] = set()
        if cache.exists():
            # A copy that is damaged or of another version of DuckDB is not needed: the Parquet files say the same.
            with suppress(duckdb.Error):
                db.execute(f"ATTACH '{cache}' AS held (READ_ONLY)")
                held = {name for (name,) in db.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        for name, file in _VIEWS.items():
            source = f"held.{name}" if name in held else f"read_parquet('{self.folder / file}')"
            db.execute(f"CREATE VIEW {name} AS FROM {source}")
        db.execute(f"CREATE VIEW years_with_figures AS FROM read_parquet('{self.folder / layout.YEARS}')")
        db.execute(f"CREATE TABLE places AS FROM read_parquet('{self.folder / layout.PLACES}')")
        db.register("months_given", months_table())
        db.execute("CREATE TABLE months AS FROM months_given")
        db.execute("""CREATE TABLE closure AS
            WITH RECURSIVE above AS (
                SELECT code AS place, code AS above, rank, parent, 1 AS own FROM places
                UNION ALL
                SELECT a.place, p.code, a.rank, p.parent, 0 FROM above a JOIN places p ON p.code = a.parent
            ) SELECT place, above, rank, own FROM above""")
        days = "(first_day - DATE '1970-01-01')::INT AS first_day, (last_day - DATE '1970-01-01')::INT AS last_day"
        db.execute(f"CREATE VIEW came_in AS SELECT batch, form, place, known_from, known_to, {days} FROM receipts")
        db.execute("CREATE TABLE receipt_periods AS SELECT DISTINCT first_day, last_day FROM came_in")
        found = summed_of(db, held)
        for name in ("sums", "members") if found is not None else ():
            db.execute(f"CREATE VIEW {name} AS FROM held.{name}")
        return found

    def _shape(self, summed: Summed | None) -> Shape:
        clocks: dict[tuple[int, int], set[int]] = defaultdict(set)
        sides: dict[tuple[int, int], set[int]] = defaultdict(set)
        columns = f"indicator, cell, clock, place >= {len(self.place_keys)} AS is_beyond"
        pairs = f"SELECT DISTINCT {columns} FROM years UNION SELECT DISTINCT {columns} FROM past"
        self._village_pairs: dict[int, set[tuple[int, int]]] = defaultdict(set)
        for indicator, code, clock, is_beyond in self._db.execute(pairs).fetchall():
            side, cell = divmod(code, layout.SIDE_ROOM)
            if side:
                sides[indicator, cell].add(side)
            elif is_beyond:
                self._village_pairs[indicator].add((indicator, cell))
            else:
                clocks[indicator, cell].add(clock)
        told = {pair: tuple(sorted(found)) for pair, found in sides.items()}
        return Shape({pair: frozenset(found) for pair, found in clocks.items()}, self.tree, told, summed)

    def cell_code(self, cell: str) -> int:
        """The code of a cell; one that the generation does not know gets the next."""
        if cell not in self.cells:
            with self._lock:
                code = self.cells.setdefault(cell, len(self.cells))
                self.cell_keys[code] = cell
        return self.cells[cell]

    def village_pairs(self, indicator: int, cell: str | None) -> list[tuple[int, int]]:
        """The series of an indicator that villages have plain numbers of: all of its cells, or one."""
        found = self._village_pairs.get(indicator, ())
        return sorted(pair for pair in found if cell is None or self.cell_keys[pair[1]] == cell)

    def key_of(self, code: int) -> str:
        """The key of any place, villages among them."""
        return str(self._all_places[code])

    def cell_key(self, code: int) -> str:
        """The cell of a code."""
        return self.cell_keys[code]

    def words(self, kind: str) -> pa.Array:
        """The keys of indicators, cells or places in order of their codes."""
        if kind == "cell" and len(self._words["cell"]) != len(self.cell_keys):
            self._words["cell"] = pa.array([self.cell_keys[code] for code in range(len(self.cell_keys))], pa.string())
        return self._words[kind]

    def text(self, statement: Statement) -> str:
        """See `Connected`; what was known of late years is added up once, for it stays as it is."""
        text, late = super().text(statement), statement.late
        if late is None:
            return text

        def make() -> Named:
            name = f"late_{self.number()}"
            self.execute(f"CREATE TABLE {name} AS {self.text(late_sums(late, self.shape))}")
            return Named(self, name)

        return text.replace("FROM late_sums", f"FROM {self.remember('late sums', (late,), None, make).name}")

    def nodes(self, asked: NodesAsked) -> list[pa.Table]:
        """What plain communes come to, as tables whose rows together are the answer."""
        if self._elsewhere is not None:
            return self._elsewhere.nodes(asked)
        return [self.run(statement) for statement in statements(asked, self.shape)]

    def texts(self, asked: NodesAsked) -> list[str]:
        """The statements of the same, to be read by another."""
        if self._elsewhere is not None:
            return [f"SELECT * FROM {self.given(table)}" for table in self._elsewhere.nodes(asked)]
        return [self.text(statement) for statement in statements(asked, self.shape)]

    def claims(
        self, pairs: Sequence[tuple[int, int]], places: Sequence[int], at: int | None, *, figures: bool = True
    ) -> dict[tuple[int, int], list[Claim]]:
        """By series, every plain number of some communes, as it leads at a transaction (None: in the generation).

        Without `figures`, which the native copy does not hold, those of the claims are 0.
        """
        self.register("wanted", int_table(("place",), [(code,) for code in places]))
        sides: dict[tuple[int, ...], dict[str, int]] = defaultdict(dict)
        under: dict[tuple[int, ...], int] = {}
        found: dict[tuple[int, int], list[Claim]] = {pair: [] for pair in pairs}
        rows = self._months_of(with_sides(pairs, self.shape.sides), (min(places), max(places)), at, figures)
        for indicator, cell, place, clock, month, value, figure in rows:
            if side := side_of(cell):
                key = (indicator, cell % layout.SIDE_ROOM, place, clock, month)
                sides[key][side] = value
                under[key] = under.get(key, 0) or figure
            else:
                found[indicator, cell].append(Claim(place, clock, month, value, figure))
        if not sides:
            return found
        return {
            pair: [
                claim._replace(sides=sides.get((*pair, *claim[:3]), NONE), with_id=under.get((*pair, *claim[:3]), 0))
                for claim in claims
            ]
            for pair, claims in found.items()
        }

    def _months_of(
        self, pairs: Sequence[tuple[int, int]], reach: tuple[int, int], at: int | None, with_figures: bool
    ) -> Iterator[tuple[int, ...]]:
        """(indicator, cell, place, clock, month, value, figure) of the places in `wanted`, as known at `at`."""
        names = ("v", "k", *(("id",) if with_figures else ()))
        months = ", ".join(f"{name}{i}" for name in names for i in layout.MONTHS)
        years = "years_with_figures" if with_figures else "years"
        indicators, both = sorted({pair[0] for pair in pairs}), ", ".join(map(str, pairs))
        here = f"""indicator IN ({", ".join(map(str, indicators))}) AND (indicator, cell) IN ({both})
            AND place BETWEEN ? AND ? AND place IN (SELECT place FROM wanted)"""
        if len(indicators) == 1:
            cells = ", ".join(str(cell) for _, cell in pairs)
            here = f"""indicator = {indicators[0]} AND cell IN ({cells}) AND place BETWEEN ? AND ?
                AND place IN (SELECT place FROM wanted)"""
        text = f"SELECT indicator, cell, place, clock, year, mask, {months} FROM {years} WHERE {here}"
        for indicator, cell, place, clock, year, mask, *rest in self.execute(text, reach).fetchall():
            values, since, figures = rest[:12], rest[12:24], rest[24:] or (0,) * 12
            for i in layout.MONTHS:
                if mask >> i & 1 and (at is None or since[i] <= at):
                    yield indicator, cell, place, clock, 12 * year + i, values[i], figures[i]
        if at is not None:
            columns = "indicator, cell, place, clock, month, value, id"
            text = f"SELECT {columns} FROM past WHERE {here} AND known_from <= ? AND known_to > ?"
            yield from self.execute(text, (*reach, at, at)).fetchall()

    def stretches(
        self, pair: tuple[int, int], places: Sequence[int], at: int | None
    ) -> list[tuple[int, int, int, int]]:
        """(place, clock, first month, last month) of months in a row with a plain number, at most a year long."""
        if at is not None:
            claims = self.claims((pair,), places, at)[pair]
            return [(found.place, found.clock, found.month, found.month) for found in claims]

        def find() -> list[tuple[int, int, int, int]]:
            self.register("wanted", int_table(("place",), [(code,) for code in places]))
            text = """SELECT place, clock, year, mask FROM years
                WHERE indicator = ? AND cell = ? AND place BETWEEN ? AND ? AND place IN (SELECT place FROM wanted)"""
            rows = self.execute(text, (*pair, min(places), max(places))).fetchall()
            return [
                (place, clock, 12 * year + first, 12 * year + last)
                for place, clock, year, mask in rows
                for first, last in runs_of(mask)
            ]

        return self.remember("stretches", (pair, tuple(places)), None, find)

    def receipts_of(self, batches: frozenset[int], version: int) -> list[Receipt]:
        """What arrived by some batches of the generation; `version` names them."""
        if not batches:
            return []

        def find() -> list[Receipt]:
            self.register("wanted", int_table(("batch",), [(batch,) for batch in sorted(batches)]))
            text = """SELECT batch, form, place, first_day, last_day FROM came_in
                WHERE batch IN (SELECT batch FROM wanted) AND known_to IS NULL"""
            keys, day = self._all_places, layout.day_of
            return [
                Receipt(batch, self.form_keys[form], keys[place], Period(day(first), day(last)))
                for batch, form, place, first, last in self.execute(text).fetchall()
            ]

        return self.remember("ended", (version, batches), None, find)

    def months(self, pair: tuple[int, int], low: int, high: int) -> set[tuple[int, int]]:
        """(clock, month) of every month with a plain number in a range of places, as the generation stands."""
        text = """SELECT clock, year, BIT_OR(mask) FROM years WHERE indicator = ? AND cell = ?
            AND place BETWEEN ? AND ? GROUP BY clock, year"""
        rows = self.execute(text, (*pair, low, high)).fetchall()
        return {(clock, 12 * year + i) for clock, year, mask in rows for i in layout.MONTHS if mask >> i & 1}

    def pairs(self, indicator: int, cell: str | None) -> list[tuple[int, int]]:
        """The plain series of an indicator: all of its cells, or one."""
        found = self._pairs.get(indicator, ())
        return [pair for pair in found if cell is None or self.cell_keys[pair[1]] == cell]

    def odd(self, indicator: str, at: int | None, less: str = "FALSE") -> tuple[tuple[Fact, bool], ...]:
        """The odd rows of an indicator known at a transaction (None: now), each with whether it stands beside a lead;
        without rows `o` of which `less` is true.

        Kept as long as there is room: what is asked twice is read once.
        """
        if indicator not in self.indicators:
            return ()
        code = self.indicators[indicator][0]
        with self._lock:
            if (code, at, less) in self._odd:
                self._odd.move_to_end((code, at, less))
                return self._odd[code, at, less]
        known, moments = "known_to IS NULL", [code]
        if at is not None:
            known, moments = "known_from <= ? AND (known_to IS NULL OR known_to > ?)", [code, at, at]
        text = f"SELECT * FROM odd o WHERE indicator = ? AND {known} AND NOT ({less})"
        found = self._facts(text, moments)
        with self._lock:
            self._odd[code, at, less] = found
            while sum(map(len, self._odd.values())) > _FACTS_HELD and len(self._odd) > 1:
                self._odd.popitem(last=False)
        return found

    def lists(self, pair: tuple[int, int], places: Iterable[int], at: int | None, which: str) -> list[Fact]:
        """The odd rows `o` of some places by a series of which `which` is true, known at a transaction."""
        known, moments = "known_to IS NULL", list(pair)
        if at is not None:
            known, moments = "known_from <= ? AND (known_to IS NULL OR known_to > ?)", [*pair, at, at]
        self.register("wanted", int_table(("place",), [(code,) for code in places]))
        wanted = "place IN (SELECT place FROM wanted)"
        text = f"SELECT * FROM odd o WHERE indicator = ? AND cell = ? AND {known} AND {wanted} AND {which}"
        return [fact for fact, _ in self._facts(text, moments)]

    def list_periods(self, indicator: int, which: str) -> dict[int, tuple[ListPeriod, ...]]:
        """By cell, of what periods are the odd rows `o` of which `which` is true."""

        def read() -> dict[int, tuple[ListPeriod, ...]]:
            text = f"""SELECT cell, first_day, last_day, regime, MIN(place), MAX(place), COUNT(*) FROM odd o
                WHERE indicator = ? AND {which} GROUP BY cell, first_day, last_day, regime"""
            found: dict[int, list[ListPeriod]] = defaultdict(list)
            for cell, start, end, regime, low, high, count in self.execute(text, (indicator,)).fetchall():
                found[cell].append(ListPeriod(low, high, Period(start, end, REGIMES[regime]), count))
            return {cell: tuple(periods) for cell, periods in found.items()}

        return self.remember("list periods", (indicator, which), None, read)

    def _facts(self, text: str, moments: list[int]) -> tuple[tuple[Fact, bool], ...]:
        rows = self.cursor().sql(text, params=moments).to_arrow_table().to_pylist()
        keys: dict[str, Any] = {"indicator": self.indicator_keys, "cell": self.cell_keys, "place": self._all_places}
        return tuple((fact_of(row, keys), bool(row["beside"])) for row in rows)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@lru_cache(maxsize=OPEN)
def store_of(folder: Path, memory: str = "512MB", threads: int = 2, cluster: Cluster | None = None) -> Store:
    """The store of a folder. Folders never change once they have their name."""
    return Store(folder, memory=memory, threads=threads, cluster=cluster)
