"""One DuckDB that many threads ask at once, and what is kept beside it.

Statements run on a cursor per thread; what they read beside the tables of all are small tables of the asking thread.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from threading import Lock, local
from typing import Any, Final, Protocol, TypeVar, cast, runtime_checkable

import duckdb
import pyarrow as pa

from chungtay.results.warehouse.scanning import Statement

Kept = TypeVar("Kept")
_GIVEN: Final = 128
"""Small tables and statements that each thread keeps."""
_REMEMBERED: Final = {
    "land": 8,
    "territory": 4,
    "counting": 8,
    "marks": 4096,
    "judged": 1024,
    "homes": 16,
    "owed": 8,
    "shifts": 1024,
    "changes": 256,
    "leaves": 1024,
    "firsts": 8,
    "lines": 1,
    "before": 1024,
    "fetched": 4,
    "odd series": 1024,
    "late": 1024,
    "stating": 2048,
    "ends": 1,
    "meeting": 1024,
    "worlds": 64,
    "stretches": 512,
    "touched": 256,
    "touched answers": 32,
    "ended": 4,
    "on map": 64,
    "late sums": 12,
    "sets": 16,
    "list periods": 64,
    "early": 64,
}
"""How many things of each kind are kept."""


@runtime_checkable
class Closing(Protocol):
    """What keeps tables in the store, and gives them back when it is no longer kept itself."""

    def close(self) -> None:
        """Give them back."""


@dataclass(frozen=True)
class Named:
    """A table that is kept as long as it is remembered."""

    db: "Connected"
    name: str

    def close(self) -> None:
        """Give it back."""
        self.db.drop(self.name)


class Connected:
    """A DuckDB with its cursors, small tables, prepared statements, and whatever else is worth remembering."""

    def __init__(self, *, memory: str, threads: int) -> None:
        self._db = duckdb.connect(config={"memory_limit": memory, "threads": str(threads)})
        self._cursors = local()
        self._lock = Lock()
        self._kept: dict[str, OrderedDict[tuple[object, ...], tuple[object, object]]]
        self._kept = {kind: OrderedDict() for kind in _REMEMBERED}
        self._numbers = count()
        self._asked: set[int] = set()
        self._old: list[tuple[int, Closing]] = []

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """The asking thread's own."""
        found: duckdb.DuckDBPyConnection | None = getattr(self._cursors, "held", None)
        if found is None:
            found = self._cursors.held = self._db.cursor()
        return found

    def execute(self, text: str, parameters: Sequence[int] = ()) -> duckdb.DuckDBPyConnection:
        """Run a statement on the thread's cursor."""
        return self.cursor().execute(text, parameters)

    def register(self, name: str, table: pa.Table) -> None:
        """Make a small table readable to this thread's statements."""
        self.cursor().register(name, table)

    def keep(self, name: str, table: pa.Table) -> None:
        """Keep a table with the store, for every thread."""
        cursor = self.cursor()
        cursor.register(f"{name}_given", table)
        cursor.execute(f"CREATE TABLE {name} AS FROM {name}_given")
        cursor.unregister(f"{name}_given")

    def drop(self, name: str) -> None:
        """Give back a kept table."""
        self.execute(f"DROP TABLE IF EXISTS {name}")

    def number(self) -> int:
        """A number that no other name of this store bears."""
        return next(self._numbers)

    def remember(self, kind: str, key: tuple[object, ...], held: object, make: Callable[[], Kept]) -> Kept:
        """What was made under a key, made now if it was not. The last few of each kind are kept.

        `held` are the things that the key names by their ids: while they are held here, no other has the same id.
        """
        kept = self._kept[kind]
        with self._lock:
            if key in kept:
                kept.move_to_end(key)
                return cast("Kept", kept[key][1])
        made = make()
        with self._lock:
            # Another thread may have made the same meanwhile: all go on with what was there first.
            found = cast("Kept", kept.setdefault(key, (held, made))[1])
            gone: list[object] = [] if found is made else [made]
            gone += [kept.popitem(last=False)[1][1] for _ in range(len(kept) - _REMEMBERED[kind])]
        self.retire(*gone)
        return found

    @contextmanager
    def asking(self) -> Iterator[None]:
        """While a question is worked out: tables that it may have named stay for it, whatever pushes them out."""
        number = self.number()
        with self._lock:
            self._asked.add(number)
        try:
            yield
        finally:
            with self._lock:
                self._asked.discard(number)
            self.retire()

    def retire(self, *gone: object) -> None:
        """Give back what is remembered no more as soon as no question is at work that began while it was."""
        with self._lock:
            self._old += [(self.number(), one) for one in gone if isinstance(one, Closing)]
            first = min(self._asked, default=None)
            over = [one for number, one in self._old if first is None or number < first]
            self._old = [pair for pair in self._old if first is not None and pair[0] >= first]
        for one in over:
            one.close()

    def columns(self, text: str, parameters: Sequence[int] = ()) -> pa.Table:
        """The rows of a statement on the thread's cursor, as columns."""
        return self.cursor().sql(_filled(text, parameters)).to_arrow_table()

    def run(self, statement: Statement) -> pa.Table:
        """The rows of a statement."""
        text = self.text(statement)
        # Lists of places seldom come again.
        return self.cursor().sql(text).to_arrow_table() if "wanted" in statement.tables else self.prepared(text)

    def text(self, statement: Statement) -> str:
        """A statement with its numbers put in and its small tables by the names that they bear for this thread."""
        text = _filled(statement.text, statement.parameters)
        for name, table in statement.tables.items():
            text = re.sub(rf"\b(FROM|JOIN) {name}\b", rf"\1 {self.given(table)}", text)
        return text

    def given(self, table: pa.Table) -> str:
        """The name under which this thread's statements read a small table; the same for the same table. No name is
        ever given twice: a statement that is kept may still mean the table before."""
        cursor, tables = self.cursor(), self._of_thread("tables")
        key = str(id(table))
        if key not in tables:
            name = f"given_{self.number()}"
            tables[key] = (name, table)
            # A table of DuckDB's own, unlike one of Arrow, says between which numbers its keys lie: joins are the
            # quicker for it.
            cursor.register(f"{name}_arrow", table)
            cursor.execute(f"CREATE TEMP TABLE {name} AS FROM {name}_arrow")
            cursor.unregister(f"{name}_arrow")
            while len(tables) > _GIVEN:
                cursor.execute(f"DROP TABLE {tables.popitem(last=False)[1][0]}")
        tables.move_to_end(key)
        return str(tables[key][0])

    def prepared(self, text: str) -> pa.Table:
        """The rows of a statement, which is put together once for each thread as soon as it comes again."""
        cursor, statements = self.cursor(), self._of_thread("statements")
        if text not in statements:
            statements[text] = ""
            while len(statements) > _GIVEN:
                if old := statements.popitem(last=False)[1]:
                    cursor.execute(f"DEALLOCATE {old}")
            return cursor.sql(text).to_arrow_table()
        if not statements[text]:
            name = f"statement_{self.number()}"
            cursor.execute(f"PREPARE {name} AS {text}")
            statements[text] = name
        statements.move_to_end(text)
        return cursor.sql(f"EXECUTE {statements[text]}").to_arrow_table()

    def _of_thread(self, name: str) -> OrderedDict[str, Any]:
        found: OrderedDict[str, Any] | None = getattr(self._cursors, name, None)
        if found is None:
            found = OrderedDict()
            setattr(self._cursors, name, found)
        return found

    def close(self) -> None:
        """Give back files and memory."""
        self._db.close()


def _filled(text: str, parameters: Sequence[int]) -> str:
    """A statement with its numbers put in."""
    numbers = (*map(str, parameters), "")
    return "".join(part + number for part, number in zip(text.split("?"), numbers, strict=True))
