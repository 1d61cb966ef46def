"""Totals of invented monthly figures of all communes: DuckDB over Parquet next to the plain engine; both must agree."""

from __future__ import annotations

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

from benchmarks.timing import say, side_by_side
from chungtay.kernel.periods import Period, calendar_month
from chungtay.kernel.quantities import Total
from chungtay.results.warehouse import duckdb_engine, reference_engine
from chungtay.results.warehouse.facts import Duty, Fact, PlaceNode, Receipt, Rule, World
from chungtay.results.warehouse.parquet import folder_write
from chungtay.results.warehouse.questions import By, Question

PROVINCES, COMMUNES, MONTHS, INDICATORS = 34, 3321, 12, 5
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def main() -> None:
    """Print the comparison; RuntimeError where the two engines differ."""
    world = invented()
    with tempfile.TemporaryDirectory(prefix="chungtay-bench-") as name:
        folder = Path(name)
        folder_write(folder, world.facts, lambda: world.receipts)
        size = sum(path.stat().st_size for path in folder.iterdir())
        each = size / len(world.facts)
        print(f"\n(c) Rolling up {len(world.facts)} figures of {COMMUNES} communes; {each:.1f} bytes each")
        for text, question in _questions():
            if duckdb_engine.answer(folder, world, question) != reference_engine.answer(world, question):
                raise RuntimeError(f"the engines differ: {text}")
            seconds = side_by_side(
                3,
                plain_Python=lambda q=question: reference_engine.answer(world, q),  # type: ignore[misc]
                DuckDB=lambda q=question: duckdb_engine.answer(folder, world, q),  # type: ignore[misc]
            )
            say(f"    {text} (the same rows)", seconds, "DuckDB")


def _questions() -> list[tuple[str, Question]]:
    codes = tuple(f"i{n}" for n in range(INDICATORS))
    return [
        ("The country in a year", Question(("i0",), "vn", YEAR, trace=False)),
        ("Its provinces in a year", Question(("i0",), "vn", YEAR, By.PROVINCE, trace=False)),
        ("All indicators of its provinces", Question(codes, "vn", YEAR, By.PROVINCE, trace=False)),
        ("One province with every figure behind", Question(("i0",), "p7", YEAR)),
        ("All communes in a month", Question(("i0",), "vn", calendar_month(2026, 5), By.COMMUNE, trace=False)),
    ]


def invented() -> World:
    """Every commune reports every indicator every month."""
    chance = Random(7)
    communes = [PlaceNode(f"c{n}", "commune", f"p{n % PROVINCES}") for n in range(COMMUNES)]
    nodes = [PlaceNode("vn", "country"), *(PlaceNode(f"p{n}", "province", "vn") for n in range(PROVINCES)), *communes]
    rules = {f"i{n}": Rule(f"i{n}", "sum", "sum", "rolled_up", forms=frozenset({"m"})) for n in range(INDICATORS)}
    facts, receipts = [], []
    for month in range(1, MONTHS + 1):
        period = calendar_month(2026, month)
        for commune in communes:
            batch = len(receipts) + 1
            receipts.append(Receipt(batch, "m", commune.key, period, batch))
            for code in rules:
                number = Decimal(chance.randint(0, 500))
                total = Total(number, number, number)
                facts.append(Fact(len(facts) + 1, code, commune.key, period, total, batch=batch, known_from=batch))
    duties = tuple(Duty("m", commune.key, YEAR.start) for commune in communes)
    return World({node.key: node for node in nodes}, rules, tuple(facts), duties, tuple(receipts))
