"""The product: questions by its public way of asking, the bare statements they end in, and 3,000 fresh corrections."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final
from unittest import mock

import duckdb
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.warehouse.data import CURRENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

    from benchmarks.warehouse.data import Data
    from chungtay.results.warehouse.questions import Question, Row
    from chungtay.results.warehouse.tails import Tail

FRESH: Final = 3_000
FINISHED: Final = ("sheet", "shares")
"""Beginnings of the names of files that hold finished answers."""


def columns(question: Question) -> pa.Table:
    """The answer as columns."""
    from chungtay.results.warehouse.queries import ask

    return ask(question).table


def rows(question: Question) -> list[Row]:
    """As pages ask: rows as Python objects."""
    from chungtay.results.warehouse.queries import answer

    return answer(question)


def of_columns(table: pa.Table) -> tuple[int, float]:
    """(rows with a number, their sum); of shares the sum of the shares."""
    table = table.filter(table["value"].is_valid())
    if table["denominator"].null_count < table.num_rows:
        shares = pc.divide(table["value"].cast("double"), table["denominator"].cast("double"))
        return table.num_rows, float(pc.sum(shares).as_py() or 0.0)
    added = table.group_by("scale").aggregate([("value", "sum")]).to_pylist()
    return table.num_rows, float(sum(row["value_sum"] / 10 ** row["scale"] for row in added))


def of_rows(found: list[Row]) -> tuple[int, float]:
    """The same of rows."""
    numbers = [row for row in found if row.total is not None]
    shares = (row.total.value / row.denominator.value if row.denominator else row.total.value for row in numbers)  # type: ignore[union-attr]
    return len(numbers), float(sum(shares))


@contextmanager
def asked_of(folder: Path, tail: Tail | None = None) -> Iterator[None]:
    """Within it, questions are asked of a generation at another place, with this tail of the ledger above it."""
    from chungtay.results.warehouse import queries

    number = queries.ledger.transaction_now()
    found = SimpleNamespace(folder=folder.name, transaction_number=number)
    with mock.patch.multiple(
        queries,
        generation_latest=lambda: found,
        generations_folder=lambda: folder.parent,
        tail_at=lambda *_, **__: tail,
        ledger=SimpleNamespace(transaction_now=lambda: number + (tail is not None)),
    ):
        yield


def elsewhere(folder: Path, question: Question, tail: Tail | None = None) -> Callable[[], pa.Table]:
    """Asks a generation at another place."""

    def ask() -> pa.Table:
        with asked_of(folder, tail):
            return columns(question)

    return ask


def without_finished(folder: Path) -> Path:
    """The same generation without its finished answers, as links in a folder that ends with this process."""
    holder = Path(tempfile.mkdtemp(prefix="without-")) / folder.name
    holder.mkdir()
    for path in folder.iterdir():
        if not path.name.startswith(FINISHED):
            (holder / path.name).symlink_to(path)
    return holder


def bare(folder: Path, question: Question) -> Callable[[], int]:
    """Runs the statements that a question ends in where no finished answer serves, and nothing else; gives how many
    rows they return. What is remembered from question to question is asked for once before."""
    from chungtay.reference.places.queries import place_get
    from chungtay.results.warehouse import answers
    from chungtay.results.warehouse.loading import world_of
    from chungtay.results.warehouse.onmap import world_on_map
    from chungtay.results.warehouse.stores import Store

    place = place_get(question.place)
    framed = question.frame is not None
    world = world_on_map(question, place, None) if framed else world_of(place, question.indicators)
    # A store of its own: what others ask does not push the small tables of these statements out.
    store = Store(folder)
    answers.ask(store, world, question)
    with listening() as heard:
        answers.ask(store, world, question)
    kept = list(heard)
    return lambda: sum(run().num_rows for run in kept)


@contextmanager
def listening() -> Iterator[list[Callable[[], Any]]]:
    """Hears every statement that a store runs, to be run again by itself."""
    from chungtay.results.warehouse.stores import Store

    heard: list[Callable[[], Any]] = []
    run, prepared = Store.run, Store.prepared

    def hear_run(self: Store, statement: Any) -> Any:
        if "wanted" in statement.tables:
            heard.append(lambda: run(self, statement))
        return run(self, statement)

    def hear_prepared(self: Store, text: str) -> Any:
        heard.append(lambda: prepared(self, text))
        return prepared(self, text)

    with mock.patch.multiple(Store, run=hear_run, prepared=hear_prepared):
        yield heard


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
