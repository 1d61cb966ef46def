"""The product: questions through its own language, the bare statements they end in, and 3,000 fresh corrections."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import duckdb
import pyarrow.parquet as pq

from benchmarks.warehouse.data import CURRENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from benchmarks.warehouse.data import Data
    from chungtay.results.warehouse.questions import Question
    from chungtay.results.warehouse.tails import Tail

FRESH: Final = 3_000


def asked(question: Question) -> tuple[int, float]:
    """As every page asks, rows as objects included; gives (rows with a number, their sum)."""
    from chungtay.results.warehouse.queries import answer

    found = [row.total.value for row in answer(question) if row.total is not None]
    return len(found), float(sum(found))


def in_columns(folder: Path, question: Question, tail: Tail | None = None) -> tuple[int, float]:
    """The same answer as columns, of one generation, with or without a tail of the ledger above it."""
    from chungtay.reference.places.queries import place_get
    from chungtay.results.warehouse import answers
    from chungtay.results.warehouse.loading import world_of
    from chungtay.results.warehouse.onmap import world_on_map
    from chungtay.results.warehouse.stores import store_of

    place = place_get(question.place)
    framed = question.frame is not None
    world = world_on_map(question, place, None) if framed else world_of(place, question.indicators)
    table = answers.ask(store_of(folder), world, question, tail).table.select(["value", "scale"])
    added = table.group_by("scale").aggregate([("value", "sum"), ("value", "count")]).to_pylist()
    return sum(row["value_count"] for row in added), sum(row["value_sum"] / 10 ** row["scale"] for row in added)


@contextmanager
def listening() -> Iterator[list[Any]]:
    """Hears every statement that a store runs."""
    from chungtay.results.warehouse.stores import Store

    heard: list[Any] = []
    own = Store.run

    def run(self: Store, statement: Any) -> Any:
        heard.append((self, statement))
        return own(self, statement)

    Store.run = run  # type: ignore[method-assign]
    try:
        yield heard
    finally:
        Store.run = own  # type: ignore[method-assign]


def bare(ask: Callable[[], tuple[int, float]]) -> Callable[[], tuple[int, float]]:
    """What runs the statements that a question ends in, and nothing else; gives how many rows they return.

    What the layer remembers from question to question is asked for once before, so only what every question runs is
    kept.
    """
    ask()
    with listening() as heard:
        ask()
    kept = list(heard)

    def run() -> tuple[int, float]:
        return sum(store.run(statement).num_rows for store, statement in kept), 0.0

    return run


def corrections(data: Data, folder: Path) -> Tail:
    """A tail in which some hundred reports are replaced by second versions: 3,000 figures, all of them one larger."""
    from chungtay.kernel.periods import decree_month
    from chungtay.kernel.quantities import Total
    from chungtay.results.warehouse.facts import Fact, plain
    from chungtay.results.warehouse.tails import Tail

    keys = _keys(folder)
    rows = _some_reports(data)
    now: dict[str, list[Fact]] = defaultdict(list)
    ended: dict[str, list[Fact]] = defaultdict(list)
    for indicator, cell, place, month, value, batch, figure in rows:
        code, period = keys["indicator", indicator], decree_month(month // 12, month % 12 + 1)
        number = plain(Decimal(str(value)))
        told = Fact(
            figure, code, keys["place", place], period, Total(*[number] * 3), cell=keys["cell", cell], batch=batch
        )
        ended[code].append(told)
        larger = Total(*[number + 1] * 3)
        now[code].append(replace(told, id=10**12 + figure, quantity=larger, batch=10**9 + batch, known_from=10**6))
    return Tail(1, frozenset(row[5] for row in rows), ended, now)


def _keys(folder: Path) -> dict[tuple[str, int], str]:
    from chungtay.results.warehouse import layout

    return {(row["kind"], row["code"]): row["key"] for row in pq.read_table(folder / layout.CODES).to_pylist()}


def _some_reports(data: Data) -> list[tuple[Any, ...]]:
    """All current figures of as many reports, spread over places and months, as come to some 3,000."""
    with duckdb.connect(config={"memory_limit": "2GB"}) as db:
        files = f"read_parquet('{data.file(CURRENT)}/*.parquet')"
        each = data.figures / 1_190_000
        share = max(1, round(1_190_000 / (FRESH / each)))
        return db.execute(
            f"SELECT indicator, cell, place, month, value, batch, id FROM {files} WHERE batch % {share} = 7"
        ).fetchall()


def sizes(folder: Path) -> dict[str, int]:
    """Bytes of each file of a generation."""
    return {path.name: path.stat().st_size for path in sorted(folder.iterdir())}
