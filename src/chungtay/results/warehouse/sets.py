"""Distinct things in columns: what communes name, united from place to place by the database.

The lists of `odd` that say nothing else - one commune, its members, no bounds - need not be judged one by one: of each
commune the last list within the asked period counts, of what lies directly in one place the living count wherever
there are any, and a place has what any of them names. That is what the tree says of them; it is asked where a list
stands beside something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from chungtay.kernel.quantities import Total
from chungtay.results.warehouse.facts import plain
from chungtay.results.warehouse.layout import day_number
from chungtay.results.warehouse.parquet import REGIMES, STATUSES
from chungtay.results.warehouse.reference_engine import Whole
from chungtay.results.warehouse.scanning import LEAF_RANK, Statement
from chungtay.results.warehouse.wholes import figures_behind

if TYPE_CHECKING:
    from chungtay.kernel.periods import Period
    from chungtay.results.warehouse.facts import Fact, Rule
    from chungtay.results.warehouse.judging import Indicator

FEW: Final = 1_000
"""Lists of an indicator up to which they are quicker told one by one."""
IS_SET: Final = f"""(o.status = {STATUSES.index("result")} AND o.value IS NOT NULL AND o.members IS NOT NULL
    AND o.low IS NULL AND o.high IS NULL AND NOT COALESCE(o.is_open, FALSE) AND o.den_value IS NULL AND NOT o.beside
    AND o.place IN (SELECT code FROM places WHERE rank = {LEAF_RANK}))"""
"""Whether a row `o` of `odd` is a list and nothing else."""
_LIFE: Final = """JOIN places p ON p.code = n.place JOIN asked_ends b ON b.bucket = n.bucket"""
_LIVES: Final = "CASE WHEN COALESCE(p.valid_to >= b.end_day, 1 = 1) THEN 1 ELSE 0 END"


def unites(rule: Rule) -> bool:
    """Whether lists of an indicator are united over places, the last of each counting over time."""
    return (rule.over_places, rule.over_time) == ("union", "last")


@lru_cache(maxsize=64)
def _statement(deepest: int, known: str, exactly: bool) -> str:
    """What each place comes to by the lists of communes in a range of codes: bucket, place, stated, partial, first_day,
    last_day, regime, value, of_them (lists of one day), members."""
    within = "o.last_day BETWEEN b.first_end AND b.last_end"
    if exactly:
        within = "o.first_day = b.start AND o.last_day = b.last_end"
    steps = [
        f"""said AS (
        SELECT b.bucket, o.place, o.first_day, o.last_day, o.regime, o.members, o.value,
            ROW_NUMBER() OVER (PARTITION BY b.bucket, o.place ORDER BY o.last_day DESC, o.rank, o.id) AS position,
            COUNT(*) OVER (PARTITION BY b.bucket, o.place, o.last_day) AS of_them
        FROM odd o JOIN asked_ends b ON {within}
        WHERE o.indicator = ? AND o.cell = ? AND o.place BETWEEN ? AND ? AND {known} AND {IS_SET})""",
        f"""leaves AS (
        SELECT n.bucket, n.place, 1 AS stated, n.first_day, n.last_day, n.regime, n.value, n.of_them,
            LIST_SORT(LIST_DISTINCT(n.members)) AS members, p.depth, p.parent, {_LIVES} AS lives,
            CASE WHEN {_LIVES} = 1 AND COALESCE(p.valid_from <= b.end_day, 1 = 1) THEN 0 ELSE 1 END AS partial
        FROM said n {_LIFE} WHERE n.position = 1)""",
    ]
    columns = "bucket, place, stated, partial, first_day, last_day, regime, value, of_them, members"
    names = [f"SELECT {columns} FROM leaves"]
    for depth in range(deepest - 1, -1, -1):
        below = f"SELECT {columns}, parent, lives FROM leaves WHERE depth = {depth + 1}"
        if depth < deepest - 1:
            below += f" UNION ALL SELECT {columns}, parent, lives FROM up_{depth + 1}"
        steps.append(f"""up_{depth} AS (
        SELECT n.bucket, n.place, n.stated, n.partial, n.first_day, n.last_day, n.regime, NULL AS value, 1 AS of_them,
            n.members, p.parent, {_LIVES} AS lives
        FROM (SELECT bucket, parent AS place, SUM(stated) AS stated, SUM(partial) AS partial,
                MIN(first_day) AS first_day, MAX(last_day) AS last_day, MIN(regime) AS regime,
                LIST_SORT(LIST_DISTINCT(FLATTEN(LIST(members)))) AS members
            FROM (SELECT *, MAX(lives) OVER (PARTITION BY bucket, parent) AS most FROM ({below}) c)
            WHERE lives = most AND parent IS NOT NULL GROUP BY bucket, parent) n {_LIFE})""")
        names.append(f"SELECT {columns} FROM up_{depth}")
    return f"WITH {', '.join(steps)} {' UNION ALL '.join(names)}"


@lru_cache(maxsize=64)
def _ends(periods: tuple[Period, ...], age_days: int) -> pa.Table:
    """Of each asked period the first day, from which on a last day counts, and the last; and that as a number."""
    first = [max(period.start, period.end - timedelta(days=age_days)) for period in periods]
    days = {
        "start": [period.start for period in periods],
        "first_end": first,
        "last_end": [period.end for period in periods],
    }
    columns = {name: pa.array(found, pa.date32()) for name, found in days.items()}
    ends = pa.array([day_number(period.end) for period in periods], pa.int32())
    return pa.table({"bucket": pa.array(range(len(periods)), pa.int32()), **columns, "end_day": ends})


class Sets:
    """The lists of one indicator and cell: `wholes.Plain` of what is united."""

    def __init__(self, indicator: Indicator, cell: str, periods: tuple[Period, ...]) -> None:
        self.of, self.cell, self.periods = indicator, cell, periods
        self.store, self.trace = indicator.store, indicator.question.trace

    def nodes(self, wanted: Sequence[Set[str]]) -> list[dict[str, Whole]]:
        """For each asked period what the wanted places come to, those without a list left out."""
        store = self.store
        codes = sorted({store.place_codes[key] for keys in wanted for key in keys if key in store.place_codes})
        found: list[dict[str, Whole]] = [{} for _ in wanted]
        if not codes:
            return found
        low, high = self._reach(codes[0], max(store.ends[code] for code in codes))
        table = self._table(low, high)
        for row in table.filter(pc.is_in(table["place"], pa.array(codes, pa.int32()))).to_pylist():
            key = store.place_keys[row["place"]]
            if key in wanted[row["bucket"]]:
                found[row["bucket"]][key] = self._whole(key, row)
        return found

    def twice(self) -> list[tuple[int, str]]:
        """(asked period, commune) of lists that stand beside another of the same day."""
        store = self.store
        table = self._table(*self._reach(0, 0))
        rows = table.filter(pc.greater(table["of_them"], 1)).select(["bucket", "place"]).to_pylist()
        return [(row["bucket"], store.place_keys[row["place"]]) for row in rows]

    def _reach(self, low: int, high: int) -> tuple[int, int]:
        """The codes of the asked place, if it holds these: what is asked of it is read once."""
        root = self.store.place_codes.get(self.of.question.place)
        if root is None:
            return 0, len(self.store.place_keys) - 1
        is_inside = (low, high) == (0, 0) or (root <= low and high <= self.store.ends[root])
        return (root, self.store.ends[root]) if is_inside else (low, high)

    def _table(self, low: int, high: int) -> pa.Table:
        question, at = self.of.question, self.of.asking.at
        key = (self.of.code, self.cell, self.periods, question.period is None, question.stock_age_days, at, low, high)

        def read() -> pa.Table:
            known, numbers = self._known()
            text = _statement(max(self.store.tree.depths), known, question.period is None)
            asked = (self.of.code, self.store.cell_code(self.cell), low, high, *numbers)
            ends = _ends(self.periods, question.stock_age_days)
            return self.store.run(Statement(text, asked, {"asked_ends": ends}))

        return self.store.remember("sets", key, None, read)

    def _known(self) -> tuple[str, tuple[int, ...]]:
        at = self.of.asking.at
        if at is None:
            return "o.known_to IS NULL", ()
        return "o.known_from <= ? AND (o.known_to IS NULL OR o.known_to > ?)", (at, at)

    def _whole(self, key: str, row: dict[str, Any]) -> Whole:
        is_own = self.store.ranks[row["place"]] == LEAF_RANK
        count = row["value"] if is_own else Decimal(len(row["members"]))
        return Whole(
            total=Total(*[plain(count)] * 3),
            stated=int(row["stated"]),
            partial=int(row["partial"]),
            claims=int(row["stated"]),
            first=row["first_day"],
            last=row["last_day"],
            regime=REGIMES[row["regime"]],
            is_own=is_own,
            ids=self.figures(row["bucket"], key) if self.trace else (),
            members=tuple(row["members"]),
        )

    def facts(self, leaves: Set[str]) -> Iterator[tuple[int, Fact]]:
        """The lists of some communes as facts, each with its asked period."""
        tail, hot = self.of.asking.tail, self.of.hot
        store, codes = self.store, self.store.place_codes
        held = sorted(codes[key] for key in leaves if key in codes)
        if not held:
            return
        facts = store.lists((self.of.code, store.cell_code(self.cell)), held, self.of.asking.at, IS_SET)
        ranks = tail.ranks([fact.id for fact in facts if (self.cell, fact.place) in hot])
        for fact in facts:
            if fact.id in hot.get((self.cell, fact.place), ()) or fact.batch in tail.ended:
                continue
            for bucket in self.of.buckets_with(fact, self.periods):
                yield bucket, replace(fact, rank=ranks.get(fact.id, fact.rank))

    def figures(self, bucket: int, place: str) -> Sequence[int]:
        """The figures behind a node, worked out again from the communes."""
        return figures_behind(self.of, self.cell, self.periods[bucket], place, lambda at: self._at(bucket, at))

    def _at(self, bucket: int, places: Set[str]) -> Iterable[Fact]:
        return (fact for number, fact in self.facts(places) if number == bucket)
