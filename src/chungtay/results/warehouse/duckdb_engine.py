"""Questions over a Parquet folder, answered by DuckDB in memory; the ledger's tail is laid over the folder.

Adding runs in SQL. Only the few claims that share days with others of their series ("tangled") come to Python, where
`cover` chooses among them. A query reads immutable files and holds no lock, so any number may run at once.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period
from chungtay.results.warehouse import duckdb_sql as sql
from chungtay.results.warehouse.facts import Fact, Receipt, World, divide
from chungtay.results.warehouse.parquet import (
    ABSENCES,
    FACT_SCHEMA,
    REGIMES,
    Codes,
    fact_of,
    fact_table,
    read_total,
    receipt_table,
)
from chungtay.results.warehouse.questions import Basis, By, Question, Row
from chungtay.results.warehouse.reference_engine import chosen_claims
from chungtay.results.warehouse.rows import (
    ABSENCE_ORDER,
    EXCUSED,
    Asked,
    Expectation,
    Node,
    absent_row,
    at_or_under,
    in_order,
    lead,
    nothing_at_all,
    of_level,
    own_node,
    targets,
    territory,
    value_row,
)

_RESOLVED_SCHEMA = pa.schema([*FACT_SCHEMA, ("b_start", pa.date32()), ("b_end", pa.date32()), ("conflict", pa.bool_())])


class Group(NamedTuple):
    """What a row of an answer is about, before its place."""

    indicator: int
    cell: int
    start: date
    end: date


@dataclass(frozen=True)
class Tail:
    """What the ledger says beyond a folder: batches that no longer count, and facts and receipts that now do."""

    ended: frozenset[int] = frozenset()
    facts: tuple[Fact, ...] = ()
    receipts: tuple[Receipt, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.ended or self.facts or self.receipts)


def answer(folder: Path, world: World, question: Question, tail: Tail | None = None) -> list[Row]:
    """The same rows as the reference engine's. `world` gives places, rules and duties; its facts are not looked at.

    With a tail, `question.as_known_at` must not lie before the folder's own transaction. KeyError on unknown keys.
    """
    with duckdb.connect() as db:
        return _Asking(db, folder, world, question, tail or Tail()).rows()


class _Reports(NamedTuple):
    """Who owed and from whom something came, and the owing places at or under each place."""

    owing: frozenset[str]
    arrived: frozenset[str]
    under: dict[str, set[str]]


@lru_cache(maxsize=4)
def _codes(folder: Path) -> Codes:
    # Folders never change once they have their name.
    return Codes.read(folder)


@dataclass
class _Found:
    """The nodes of the places that may get rows."""

    own: dict[Group, dict[str, Node]] = field(default_factory=lambda: defaultdict(dict))
    below: dict[Group, dict[str, Node]] = field(default_factory=lambda: defaultdict(dict))
    apart: dict[Group, dict[str, dict[str, Node]]] = field(default_factory=lambda: defaultdict(dict))
    """For each place above, the nearest claims below it that cannot be added."""
    regimes: dict[Group, Period] = field(default_factory=dict)


class _Asking:
    def __init__(
        self, db: duckdb.DuckDBPyConnection, folder: Path, world: World, question: Question, tail: Tail
    ) -> None:
        self.db, self.folder, self.world, self.question, self.tail = db, folder, world, question, tail
        self.codes = _codes(folder).copy()
        self.lines = territory(world, question.place)
        self.candidates = of_level(question, (world.places[key] for key in self.lines))
        self.rules = [world.rules[code] for code in dict.fromkeys(question.indicators)]
        self.scopes: dict[tuple[frozenset[str], str], int] = {}
        for rule in self.rules:
            self.scopes.setdefault((rule.forms, rule.over_time), len(self.scopes))
        self.reports: dict[tuple[int, date, date], _Reports] = {}
        self.conflicts: dict[tuple[Group, str], Fact] = {}
        self.depth = max(len(line) for line in self.lines.values()) - 1

    def rows(self) -> list[Row]:
        """All rows, by indicator in the order asked."""
        self._lay_out()
        self._choose()
        self._add_up()
        found = self._found()
        by_code: dict[str, list[Row]] = defaultdict(list)
        for asked, group in self._asked(found):
            by_code[asked.rule.code] += self._rows_of(asked, group, found)
        rows: list[Row] = []
        for code in self.question.indicators:
            of_code = by_code[code]
            if not of_code and self.question.by is By.ONE and self.question.period is None:
                of_code = [nothing_at_all(self.question, self.world.rules[code])]
            rows += in_order(of_code)
        return rows

    # What is asked, as tables

    def _table(self, name: str, columns: dict[str, pa.DataType], rows: Iterable[tuple[Any, ...]]) -> None:
        held = list(zip(*rows, strict=True)) or [()] * len(columns)
        arrays = [pa.array(list(column), kind) for column, kind in zip(held, columns.values(), strict=True)]
        self._register(name, pa.table(arrays, names=list(columns)))

    def _register(self, name: str, table: pa.Table) -> None:
        self.db.register(f"{name}_given", table)
        self.db.execute(f"CREATE TEMP TABLE {name} AS FROM {name}_given")

    def _lay_out(self) -> None:
        question, code = self.question, self.codes.code
        text, number, day = pa.string(), pa.int32(), pa.date32()
        tail = bool(self.tail)
        if tail:
            self._register("tail", fact_table(self.tail.facts, self.codes))
            self._table("ended", {"batch": pa.int64()}, [(batch,) for batch in self.tail.ended])
        self._table(
            "asked",
            {"indicator": number, "over_places": text, "over_time": text, "leads": text, "scope": number},
            [
                (code("indicator", r.code), r.over_places, r.over_time, r.leads, self.scopes[r.forms, r.over_time])
                for r in self.rules
            ],
        )
        self._table("buckets", {"b_start": day, "b_end": day}, [(b.start, b.end) for b in self._buckets()])
        self._lay_out_places()
        self._lay_out_duties()
        self._table(
            "absence_order",
            {"absence": pa.int8(), "position": number, "excuses": pa.bool_()},
            [(ABSENCES.index(a), position, a in EXCUSED) for position, a in enumerate(ABSENCE_ORDER)],
        )
        at = None if tail else question.as_known_at
        self.db.execute(sql.base(str(self.folder), at=at, tail=tail))
        cell = None if question.cells is None else code("cell", question.cells)
        whole = self.world.places[question.place].level == "country"
        self.db.execute(sql.claims(question, cell=cell, whole_country=whole))

    def _buckets(self) -> list[Period]:
        if self.question.period is None:
            return []
        if self.question.by_period is not None:
            return divide(self.question.period, self.question.by_period)
        return [self.question.period]

    def _lay_out_places(self) -> None:
        number, day = pa.int32(), pa.date32()
        code = {key: self.codes.code("place", key) for key in self.lines}
        nodes = ((self.world.places[key], line) for key, line in self.lines.items())
        self._table(
            "tree",
            {"place": number, "parent": number, "rank": number, "depth": number, "valid_from": day, "valid_to": day},
            [
                (code[n.key], code[line[1]] if line[1:] else None, n.rank, len(line) - 1, n.valid_from, n.valid_to)
                for n, line in nodes
            ],
        )
        self.db.execute(sql.CLOSURE)

    def _lay_out_duties(self) -> None:
        code, number, day = self.codes.code, pa.int32(), pa.date32()
        self._table(
            "scopes",
            {"scope": number, "form": number, "over_time": pa.string()},
            [(n, code("form", form), over_time) for (forms, over_time), n in self.scopes.items() for form in forms],
        )
        self._table(
            "duties",
            {"form": number, "place": number, "valid_from": day, "valid_to": day, "least_days": number},
            [
                (code("form", d.form), code("place", d.place), d.valid_from, d.valid_to, d.least_days)
                for d in self.world.duties
                if d.place in self.lines
            ],
        )
        condition = sql.known(None if self.tail else self.question.as_known_at)
        kept = f"SELECT form, place, first_day, last_day FROM read_parquet('{self.folder}/receipts.parquet')"
        statement = f"CREATE TEMP TABLE receipts AS {kept} WHERE {condition}"
        if self.tail:
            self._register("new_receipts", receipt_table(self.tail.receipts, self.codes))
            statement += " AND batch NOT IN (SELECT batch FROM ended)"
            statement += " UNION ALL SELECT form, place, first_day, last_day FROM new_receipts"
        self.db.execute(statement)

    # Claims that share days

    def _choose(self) -> None:
        keys = {kind: self.codes.keys(kind) for kind in self.codes.by_kind}
        groups: dict[tuple[Group, int], list[tuple[Fact, dict[str, Any]]]] = defaultdict(list)
        for row in self.db.sql(sql.TANGLED).to_arrow_table().to_pylist():
            group = Group(row["indicator"], row["cell"], row["b_start"], row["b_end"])
            groups[group, row["place"]].append((fact_of(row, keys), row))
        kept = []
        for (group, place), items in groups.items():
            rule = self.world.rules[keys["indicator"][group.indicator]]
            rows = {id(fact): row for fact, row in items}
            chosen = chosen_claims(rule, [fact for fact, _ in items])
            for first, *others in chosen:
                differing = [fact for fact in others if not fact.says_the_same(first)]
                if differing:
                    self.conflicts[group, keys["place"][place]] = differing[0]
                kept.append({**rows[id(first)], "conflict": bool(differing)})
        self._register("resolved", pa.Table.from_pylist(kept, schema=_RESOLVED_SCHEMA))
        self.db.execute(sql.USABLE)

    # Sums

    def _add_up(self) -> None:
        trace = self.question.trace
        ratios = any(rule.over_time == "ratio" for rule in self.rules)
        unions = any(rule.over_places == "union" for rule in self.rules)
        self.db.execute(sql.own(trace=trace, ratios=ratios))
        exactly = self.question.period is None
        for statement in (sql.ABSENT, sql.SPANS, sql.OWING, sql.arrived(exactly=exactly), *sql.COUNTS, sql.EXCUSED):
            self.db.execute(statement)
        self.db.execute(sql.lead(self.depth, with_below=False))
        for depth in range(self.depth - 1, -1, -1):
            self.db.execute(sql.below(depth, trace=trace, unions=unions))
            if depth:
                self.db.execute(sql.lead(depth, with_below=True))

    # Rows

    def _found(self) -> _Found:
        found = _Found()
        if self.question.by is By.ONE:
            wanted = f"depth = 0 AND place = {self.codes.code('place', self.question.place)}"
        else:
            ranks = {n.rank for n in self.world.places.values() if n.level == self.question.by.value}
            wanted = f"rank IN ({', '.join(map(str, ranks)) or 'NULL'})"
        keys = self.codes.keys("place")
        for name in ("own", *(f"below_{depth}" for depth in range(self.depth))):
            statement = f"SELECT {sql.NODE} FROM {name} SEMI JOIN (FROM tree WHERE {wanted}) USING (place)"
            into = found.own if name == "own" else found.below
            for row in self.db.sql(statement).to_arrow_table().to_pylist():
                group = Group(row["indicator"], row["cell"], row["b_start"], row["b_end"])
                into[group][keys[row["place"]]] = _node(row)
        if any(rule.over_places != "sum" for rule in self.rules):
            self._find_apart(found, keys)
        if self.question.period is None:
            for row in self.db.sql(
                "SELECT indicator, cell, b_start, b_end, list(DISTINCT regime) AS regimes FROM claims GROUP BY ALL"
            ).fetchall():
                regime = min(REGIMES[r] for r in row[4])
                found.regimes[Group(*row[:4])] = Period(row[2], row[3], regime)
        return found

    def _find_apart(self, found: _Found, keys: list[str]) -> None:
        lone: dict[Group, dict[str, Node]] = defaultdict(dict)
        for row in self.db.sql(sql.LONE).to_arrow_table().to_pylist():
            group = Group(row["indicator"], row["cell"], row["b_start"], row["b_end"])
            lone[group][keys[row["place"]]] = _node(row)
        for group, nodes in lone.items():
            for key, node in nodes.items():
                for above in self.lines[key][1:]:
                    found.apart[group].setdefault(above, {})[key] = node
                    if above in nodes:
                        break

    def _asked(self, found: _Found) -> list[tuple[Asked, Group]]:
        """Every indicator, cell and period that may have rows."""
        if self.question.period is None:
            periods = found.regimes
        else:
            main = self.codes.code("cell", self.question.cells or "")
            cells: dict[int, set[int]] = defaultdict(lambda: {main})
            for group in {*found.own, *found.below, *found.apart}:
                cells[group.indicator].add(group.cell)
            codes = [self.codes.code("indicator", rule.code) for rule in self.rules]
            periods = {Group(i, c, b.start, b.end): b for b in self._buckets() for i in codes for c in cells[i]}
        indicators, texts = self.codes.keys("indicator"), self.codes.keys("cell")
        return [
            (Asked(self.question, self.world.rules[indicators[g.indicator]], bucket, texts[g.cell]), g)
            for g, bucket in periods.items()
        ]

    def _rows_of(self, asked: Asked, group: Group, found: _Found) -> list[Row]:
        own = {key: self._with_conflict(asked, group, key, node) for key, node in found.own.get(group, {}).items()}
        below = found.below.get(group, {})
        required = asked.cell == (self.question.cells or "")
        apart = found.apart.get(group, {})
        needs_who = (required or bool(apart)) and (self.question.by is not By.ONE or not (own or below))
        who, owing = self._who(asked, group) if needs_who else (None, {})
        wanted = targets(
            self.question,
            asked.bucket,
            self.candidates,
            self.lines,
            with_value={*own, *below},
            with_own=set(own),
            owed=set(owing) if required else set(),
        )
        rows = []
        for place in wanted:
            node = lead(asked.rule, own.get(place), below.get(place))
            if node is not None:
                rows.append(value_row(asked, place, node))
            elif who is not None and (required or place in apart):
                nodes = apart.get(place, {}).items()
                lone = [(key, self._with_conflict(asked, group, key, found_node)) for key, found_node in nodes]
                rows.append(absent_row(asked, place, who, self.world, owing, lone))
        return rows

    def _with_conflict(self, asked: Asked, group: Group, key: str, node: Node) -> Node:
        if not node.beside:
            return node
        other = own_node(self.world.places[key], asked.rule, asked.bucket, [self.conflicts[group, key]])
        return replace(node, beside=(other,))

    def _reports(self, scope: int, start: date, end: date) -> _Reports:
        if (scope, start, end) not in self.reports:
            keys = self.codes.keys("place")

            def places(table: str) -> frozenset[str]:
                statement = f"SELECT place FROM {table} WHERE scope = ? AND b_start = ? AND b_end = ?"
                return frozenset(keys[row[0]] for row in self.db.execute(statement, [scope, start, end]).fetchall())

            owing = places("owing")
            self.reports[scope, start, end] = _Reports(owing, places("arrived"), at_or_under(owing, self.lines))
        return self.reports[scope, start, end]

    def _who(self, asked: Asked, group: Group) -> tuple[Expectation, dict[str, set[str]]]:
        keys = self.codes.keys("place")
        reports = self._reports(self.scopes[asked.rule.forms, asked.rule.over_time], group.start, group.end)
        said = self.db.execute(
            "SELECT place, position FROM absent WHERE (indicator, cell, b_start, b_end) = (?, ?, ?, ?)", list(group)
        ).fetchall()
        absences: dict[str, Absence] = {keys[place]: ABSENCE_ORDER[position] for place, position in said}
        # Places with a claim of their own are not in `absent` at all, so none has to be left out again.
        return Expectation(reports.owing, reports.arrived, absences, frozenset()), reports.under


def _node(row: dict[str, Any]) -> Node:
    total = read_total(row["value"], row["low"], row["high"], row["is_open"])
    assert total is not None
    members = row["members"]
    node = Node(
        basis=Basis(row["basis"]),
        total=total,
        denominator=read_total(row["den_value"], row["den_low"], row["den_high"], row["den_open"]),
        members=tuple(sorted(set(members))) if members is not None else None,
        first=row["first"],
        last=row["last"],
        single=Period(row["first"], row["last"], REGIMES[row["single"]]) if row["single"] is not None else None,
        top=int(row["top"]),
        stated=int(row["stated"]),
        received=int(row["received"]),
        expected=int(row["expected"]),
        partial=int(row["partial"]),
        figure_ids=tuple(i for i in row["ids"] or () if i is not None),
    )
    # Marks that an attestation differs; what it says is put in its place by `_with_conflict`.
    return replace(node, beside=(node,)) if row["conflict"] else node
