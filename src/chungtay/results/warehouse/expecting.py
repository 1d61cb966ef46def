"""Who owed a report and from whom one came, counted once for a set of forms and asked periods, not per indicator.

The counts stand in a table of the store's own DuckDB and are kept while the same questions come back; the sets of
places behind them are read only where a row has no value, or a place was excused.
"""

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import Final

from chungtay.kernel.periods import Period
from chungtay.results.warehouse.connections import Named
from chungtay.results.warehouse.facts import Duty, Receipt, Rule, World, inside, owes
from chungtay.results.warehouse.layout import day_number
from chungtay.results.warehouse.reference_engine import Ground
from chungtay.results.warehouse.rows import at_or_under
from chungtay.results.warehouse.scanning import LEAF_RANK
from chungtay.results.warehouse.spans import int_table
from chungtay.results.warehouse.stores import Store

_KEPT: Final = 96
"""Tables of counts kept: one to three for a set of forms, asked periods and territory."""
_PERIODS_KEPT: Final = 40
"""Periods of which the sets of places are kept, about a megabyte each for a nation."""
_FEW: Final = 500
"""Reports beyond the generation up to which the counts of the generation are changed, and not made anew."""
_CHANGED: Final = """
    WITH came AS ({came} AND r.place IN (SELECT place FROM touched_places)), was AS (
        SELECT bucket, place, owing, arrived FROM {before}
        WHERE own = 1 AND place IN (SELECT place FROM touched_places)
    ), moved AS (
        SELECT bucket, place, coalesce(owing, 0) AS owing,
            CASE WHEN came.place IS NULL THEN 0 ELSE 1 END - coalesce(arrived, 0) AS more
        FROM was FULL JOIN came USING (bucket, place)
        WHERE (came.place IS NULL) <> (coalesce(arrived, 0) = 0)
    )
    SELECT bucket, place, rank, own, sum(owing)::INT AS owing, sum(arrived)::INT AS arrived, sum(s.both)::INT AS both
    FROM (
        SELECT bucket, place, rank, own, owing, arrived, o.both FROM {before} o
        UNION ALL SELECT m.bucket, c.above, c.rank, c.own, 0, m.more, m.more * m.owing
        FROM moved m JOIN closure c USING (place) WHERE {inside}
    ) s GROUP BY ALL HAVING sum(owing) + sum(arrived) > 0"""
"""Counts with those of some places changed: what was owed is the same."""
_LIVING: Final = """CASE WHEN coalesce(p.valid_from <= b.end_day, TRUE) AND coalesce(p.valid_to >= b.end_day, TRUE)
                THEN 1 ELSE 0 END"""


@dataclass(frozen=True)
class NewReceipts:
    """What arrived and ended beyond the generation, as of a transaction."""

    version: int = 0
    ended: frozenset[int] = frozenset()
    receipts: tuple[Receipt, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.ended or self.receipts)


_NOTHING: Final = NewReceipts()


@dataclass(frozen=True)
class Scope:
    """What decides who is counted, beside the period: the forms, how periods belong to the asked ones, and the past."""

    forms: frozenset[str]
    over_time: str
    exactly: bool
    at: int | None

    @classmethod
    def of(cls, rule: Rule, *, exactly: bool, at: int | None) -> "Scope":
        """The scope of an indicator."""
        return cls(rule.forms, rule.over_time, exactly, at)


class Counting:
    """The counts of one store for one world's duties."""

    def __init__(self, store: Store, duties: tuple[Duty, ...], ground: Ground, *, is_range: bool) -> None:
        self.store, self.duties, self.ground = store, duties, ground
        strangers = any(d.place not in store.place_codes for d in duties if d.place in ground.lines)
        self.is_range = is_range and not strangers
        self._name = f"duties_{store.number()}"
        self._lock = Lock()
        self._tables: OrderedDict[tuple[object, ...], str] = OrderedDict()
        self._reports: OrderedDict[tuple[str, int], Counted] = OrderedDict()
        self._lay_out()

    def _lay_out(self) -> None:
        store = self.store
        for duty in self.duties:
            store.forms.setdefault(duty.form, len(store.forms) + 1_000_000)
        rows = [
            (
                store.forms[d.form],
                store.place_codes[d.place],
                day_number(d.valid_from),
                None if d.valid_to is None else day_number(d.valid_to),
                d.least_days,
            )
            for d in self.duties
            if d.place in store.place_codes and d.place in self.ground.lines
        ]
        table = int_table(("form", "place", "valid_from", "valid_to", "least_days"), rows)
        store.keep(self._name, table)

    def close(self) -> None:
        """Give back the tables."""
        for name in (self._name, *self._tables.values()):
            self.store.drop(name)

    def table(self, scope: Scope, periods: tuple[Period, ...], new: NewReceipts) -> str:
        """The name of a table: bucket, place, rank, own, owing, arrived, both. `own` 1: of the place itself, 0: of the
        places of a rank strictly below it. `both` counts those of which something was owed and came."""
        # Forms that nobody owed or sent change no count: indicators that differ by such ones alone share theirs.
        sent = {item.form for item in new.receipts}
        scope = replace(scope, forms=frozenset(f for f in scope.forms if f in self.store.forms or f in sent))
        key = (scope, periods, new.version)
        with self._lock:
            if key in self._tables:
                self._tables.move_to_end(key)
                return self._tables[key]
        little = self._is_changed_little(new)
        before = self.table(scope, periods, _NOTHING) if little else None
        with self._lock:
            if key in self._tables:
                return self._tables[key]
            name = self._tables[key] = self._count(scope, periods, new, before)
            while len(self._tables) > _KEPT:
                self.store.retire(Named(self.store, self._tables.popitem(last=False)[1]))
            return name

    def level(self, scope: Scope, periods: tuple[Period, ...], new: NewReceipts, rank: int) -> str:
        """The name of a table: bucket, place, owing, arrived, living; of every place of a level, how many communes
        below it owed and how many reported. `living` 1: it was in force at the end of the period."""
        source = self.table(scope, periods, new)
        return self._kept(
            (source, "level", rank),
            periods,
            lambda: (
                f"""
            SELECT b.bucket, p.code AS place, coalesce(t.owing, 0)::INT AS owing,
                coalesce(t.arrived, 0)::INT AS arrived, {_LIVING} AS living
            FROM places p CROSS JOIN period_ends b LEFT JOIN {source} t
                ON t.own = 0 AND t.rank = {LEAF_RANK} AND t.bucket = b.bucket AND t.place = p.code
            WHERE p.rank = {rank} AND p.code {self._range()}"""
            ),
        )

    def lacking(self, scope: Scope, periods: tuple[Period, ...], new: NewReceipts, rank: int) -> str:
        """The name of a table: bucket, place, top, received, expected, own, living; the places of a level that owed or
        held places that did, counted at the highest level that owed. `living` as above."""
        source = self.table(scope, periods, new)
        return self._kept(
            (source, "lacking", rank),
            periods,
            lambda: (
                f"""
            WITH tops AS (SELECT bucket, place, min(rank) AS top FROM {source} WHERE owing > 0 GROUP BY ALL)
            SELECT t.bucket, t.place, m.top, sum(t.both)::INT AS received, sum(t.owing)::INT AS expected,
                max(CASE WHEN c.own > 0 THEN 1 ELSE 0 END) AS own, max({_LIVING}) AS living
            FROM {source} t JOIN tops m ON m.bucket = t.bucket AND m.place = t.place AND m.top = t.rank
                JOIN places p ON p.code = t.place JOIN period_ends b ON b.bucket = t.bucket
                LEFT JOIN (SELECT bucket, place, own FROM {source} WHERE own = 1 AND owing > 0) c
                    ON c.bucket = t.bucket AND c.place = t.place
            WHERE p.rank = {rank}
            GROUP BY t.bucket, t.place, m.top"""
            ),
        )

    def _kept(self, key: tuple[object, ...], periods: tuple[Period, ...], text: Callable[[], str]) -> str:
        """The name of a table, made now if it is not there; its statement may read `period_ends`: bucket, end_day."""
        with self._lock:
            if key not in self._tables:
                ends = [(n, day_number(period.end)) for n, period in enumerate(periods)]
                self.store.register("period_ends", int_table(("bucket", "end_day"), ends))
                name = self._tables[key] = f"counted_{self.store.number()}"
                self.store.execute(f"CREATE TABLE {name} AS {text()}")
            self._tables.move_to_end(key)
            return self._tables[key]

    def _count(self, scope: Scope, periods: tuple[Period, ...], new: NewReceipts, before: str | None) -> str:
        store, name = self.store, f"counted_{self.store.number()}"
        came = self._came(scope, periods, new)
        if before is not None:
            store.execute(f"CREATE TABLE {name} AS {_CHANGED.format(before=before, came=came, inside=self._inside())}")
            return name
        since = "b.end_day" if scope.over_time == "last" else "b.start_day"
        store.execute(f"""CREATE TABLE {name} AS
            WITH owing AS (
                SELECT DISTINCT b.bucket, d.place FROM {self._name} d JOIN asked_periods b
                    ON d.valid_from <= b.end_day AND (d.valid_to IS NULL OR d.valid_to >= {since})
                        AND b.end_day - b.start_day + 1 >= d.least_days
                WHERE d.form {self._forms(scope)}
            ), came AS ({came}), state AS (
                SELECT bucket, place, max(owing) AS owing, max(arrived) AS arrived
                FROM (SELECT bucket, place, 1 AS owing, 0 AS arrived FROM owing
                    UNION ALL SELECT bucket, place, 0, 1 FROM came) GROUP BY ALL
            )
            SELECT s.bucket, c.above AS place, c.rank, c.own, sum(owing)::INT AS owing,
                sum(arrived)::INT AS arrived, sum(owing * arrived)::INT AS both
            FROM state s JOIN closure c USING (place) WHERE {self._inside()} GROUP BY ALL""")
        return name

    def _came(self, scope: Scope, periods: tuple[Period, ...], new: NewReceipts) -> str:
        """The statement of who reported of which asked period: bucket, place."""
        asked = [(n, day_number(p.start), day_number(p.end)) for n, p in enumerate(periods)]
        self.store.register("asked_periods", int_table(("bucket", "start_day", "end_day"), asked))
        same = "r.first_day = b.start_day AND r.last_day = b.end_day"
        within = {
            "none": same,
            "last": "r.last_day BETWEEN b.start_day AND b.end_day",
        }.get(scope.over_time, "r.first_day >= b.start_day AND r.last_day <= b.end_day")
        return f"""SELECT DISTINCT s.bucket, r.place FROM ({self._receipts(scope, new)}) r
                JOIN (SELECT b.bucket, r.first_day, r.last_day FROM ({self._periods(new)}) r
                    JOIN asked_periods b ON {same if scope.exactly else within}) s
                ON s.first_day = r.first_day AND s.last_day = r.last_day
            WHERE r.form {self._forms(scope)} AND {self._held()}"""

    def _forms(self, scope: Scope) -> str:
        codes = [self.store.forms[form] for form in scope.forms if form in self.store.forms]
        return f"IN ({', '.join(map(str, codes)) or 'NULL'})"

    def _is_changed_little(self, new: NewReceipts) -> bool:
        """Whether it is quicker to count again who reported of the places that `new` is about; lays down a table of
        them if so."""
        if not new or not self.is_range or len(new.receipts) + len(new.ended) > _FEW:
            return False
        codes = {self.store.place_codes.get(receipt.place) for receipt in new.receipts}
        codes |= {self.store.place_codes.get(item.place) for item in self.store.receipts_of(new.ended, new.version)}
        touched = [(code,) for code in codes if code is not None]
        self.store.register("touched_places", int_table(("place",), touched))
        return True

    def _range(self) -> str:
        return f"BETWEEN {self._root} AND {self.store.ends[self._root]}"

    @cached_property
    def _root(self) -> int:
        """The asked place."""
        asked = next(key for key, line in self.ground.lines.items() if len(line) == 1)
        code: int = self.store.place_codes[asked]
        return code

    def _inside(self) -> str:
        """What lies above the asked place is nobody's question."""
        return f"c.above {self._range()}" if self.is_range else "c.own = 1"

    def _held(self) -> str:
        if self.is_range:
            return f"r.place {self._range()}"
        codes = [(self.store.place_codes[key],) for key in self.ground.lines if key in self.store.place_codes]
        self.store.register("held_places", int_table(("place",), codes))
        return "r.place IN (SELECT place FROM held_places)"

    def _periods(self, new: NewReceipts) -> str:
        return "SELECT first_day, last_day FROM receipt_periods" + (
            " UNION SELECT first_day, last_day FROM new_receipts" if new else ""
        )

    def _receipts(self, scope: Scope, new: NewReceipts) -> str:
        at = scope.at
        known = "known_to IS NULL" if at is None else f"known_from <= {at} AND (known_to IS NULL OR known_to > {at})"
        found = f"SELECT form, place, first_day, last_day FROM came_in WHERE {known}"
        if not new:
            return found
        store = self.store
        store.register("ended", int_table(("batch",), [(batch,) for batch in new.ended]))
        rows = [
            (
                store.forms.setdefault(item.form, len(store.forms) + 1_000_000),
                store.place_codes.get(item.place, -1),
                day_number(item.period.start),
                day_number(item.period.end),
            )
            for item in new.receipts
        ]
        store.register("new_receipts", int_table(("form", "place", "first_day", "last_day"), rows))
        return f"""{found} AND batch NOT IN (SELECT batch FROM ended)
            UNION ALL SELECT form, place, first_day, last_day FROM new_receipts"""

    def reports(
        self, rule: Rule, scope: Scope, periods: tuple[Period, ...], bucket: int, new: NewReceipts
    ) -> "Counted":
        """What the engine asks about one period."""
        table = self.table(scope, periods, new)
        with self._lock:
            found = self._reports.setdefault((table, bucket), Counted(self, rule, scope, periods, bucket, new, table))
            self._reports.move_to_end((table, bucket))
            while len(self._reports) > _PERIODS_KEPT:
                self._reports.popitem(last=False)
        return found

    def strangers(self, rule: Rule, scope: Scope, period: Period, new: NewReceipts) -> tuple[set[str], set[str]]:
        """(owing, arrived) among places that the generation does not know."""
        known, lines = self.store.place_codes, self.ground.lines
        owing = {d.place for d in self.duties if d.place not in known and d.place in lines and owes(rule, d, period)}
        arrived = {
            r.place
            for r in new.receipts
            if r.place not in known
            and r.place in lines
            and r.form in scope.forms
            and inside(rule, period, r.period, exactly=scope.exactly)
        }
        return owing, arrived


@dataclass
class Counted:
    """Reports of one scope and period, read from the counts as far as they are asked for."""

    counting: Counting
    rule: Rule
    scope: Scope
    periods: tuple[Period, ...]
    bucket: int
    new: NewReceipts
    table: str

    @cached_property
    def _sets(self) -> tuple[set[str], set[str]]:
        keys = self.counting.store.place_keys
        text = f"SELECT place, owing, arrived FROM {self.table} WHERE bucket = {self.bucket} AND own = 1"
        found = self.counting.store.execute(text).fetchall()
        owing, arrived = self.counting.strangers(self.rule, self.scope, self.periods[self.bucket], self.new)
        return (
            owing | {keys[place] for place, owed, _ in found if owed},
            arrived | {keys[place] for place, _, came in found if came},
        )

    @cached_property
    def _counts(self) -> Mapping[tuple[str, int], tuple[int, int]]:
        counting = self.counting
        if not counting.is_range:
            owing, arrived = (counting.ground.count(found) for found in self._sets)
            return {key: (owing[key], arrived[key]) for key in owing.keys() | arrived.keys()}
        keys = counting.store.place_keys
        text = f"SELECT place, rank, owing, arrived FROM {self.table} WHERE bucket = {self.bucket} AND own = 0"
        found = counting.store.execute(text).fetchall()
        return {(keys[place], rank): (owing, arrived) for place, rank, owing, arrived in found}

    @property
    def owing(self) -> Set[str]:
        return self._sets[0]

    @property
    def arrived(self) -> Set[str]:
        return self._sets[1]

    def owing_at(self, place: str, rank: int) -> int:
        return self._counts.get((place, rank), (0, 0))[0]

    def arrived_at(self, place: str, rank: int) -> int:
        return self._counts.get((place, rank), (0, 0))[1]

    @cached_property
    def under(self) -> Mapping[str, Set[str]]:
        if not self.counting.is_range:
            return at_or_under(self.owing, self.counting.ground.lines)
        return _Under(self.counting.store, self.owing)


class _Under(Mapping[str, Set[str]]):
    """The owing places at or under each place, found by the ranges of codes."""

    def __init__(self, store: Store, owing: Set[str]) -> None:
        self._store = store
        self._codes = sorted(store.place_codes[key] for key in owing)

    def __getitem__(self, place: str) -> Set[str]:
        store = self._store
        code = store.place_codes[place]
        low, high = bisect_left(self._codes, code), bisect_right(self._codes, store.ends[code])
        if low == high:
            raise KeyError(place)
        return {store.place_keys[found] for found in self._codes[low:high]}

    def __iter__(self) -> Iterator[str]:
        return (key for key in self._store.place_keys if key in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def counting_of(store: Store, world: World, ground: Ground, *, is_range: bool) -> Counting:
    """The counts for a world's duties, kept with the store as long as the same duties are asked with."""
    return store.remember(
        "counting",
        (id(world.duties), id(ground)),
        (world.duties, ground),
        lambda: Counting(store, world.duties, ground, is_range=is_range),
    )
