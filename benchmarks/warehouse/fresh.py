"""How soon an approved report is in every total: a commune's late report is appended and sent; then the desk's own
approval is timed together with the first asking after it, question by question. A second version follows, which
corrects every figure. Each total is checked.

Of 2020, in the province of Q2: Q1, Q2 and Q3. Of 2025, when communes ended in the middle of the year, which makes a
total the hardest to keep: what pages ask about the commune, its province and the country. All of it is done upon a copy
of the data folder, in a process of its own.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import contextmanager
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from benchmarks.warehouse.asked import FORM, LAST, ONE_YEAR, PROVINCE, forty, questions
from benchmarks.warehouse.clock import spent

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from benchmarks.warehouse.data import Data
    from chungtay.kernel.periods import Period
    from chungtay.ledger.models import Batch
    from chungtay.reference.actors.models import Body
    from chungtay.reference.places.models import Place
    from chungtay.results.warehouse.questions import Question

ROUNDS: Final = 4
"""Reports of each year, every one late first and then corrected."""
SAID: Final = (7, 12)
"""What each figure of the late report says, and of its correction."""
MONTH: Final = 5
"""May: of the old communes, which reported until June 2025."""
Took = tuple[float, float]
"""CPU and wall seconds."""


@contextmanager
def aside(data: Data, name: str = "aside") -> Iterator[Path]:
    """A copy of a data folder to be written in: its generations are linked, for nobody ever changes their files."""
    folder = data.folder / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(data.product / "warehouse", folder / "warehouse", copy_function=_link)
    for path in data.product.glob(".*_key"):
        shutil.copy2(path, folder)
    with (
        sqlite3.connect(data.product / "chungtay.sqlite3") as there,
        sqlite3.connect(folder / "chungtay.sqlite3") as db,
    ):
        there.backup(db)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _link(source: str, target: str) -> os.PathLike[str] | str:
    from os import link

    link(source, target)
    return target


def measured() -> list[dict[str, Any]]:
    """CPU and wall of approving and of each total at its first asking after it, by what is asked."""
    found: dict[str, list[Took]] = {}
    for year, within in ((ONE_YEAR, PROVINCE), (LAST, None)):
        for place, province in _late(year, within, ROUNDS):
            asked = _usual(place) if within else dict(_pages(place, province))
            _reported(place, _month(year), asked, found)
    return [
        {
            "asked": name,
            "cpu": median(cpu for cpu, _ in took),
            "wall": median(wall for _, wall in took),
            "wall_to": max(wall for _, wall in took),
            "rounds": len(took),
        }
        for name, took in found.items()
    ]


def _reported(place: Place, month: Period, asked: dict[str, Question], found: dict[str, list[Took]]) -> None:
    """A late report of a place and its correction, each with what is asked after it."""
    body, before, held = body_of(place), {name: _sum(question) for name, question in asked.items()}, 0
    for said, what in zip(SAID, ("a late report", "its correction"), strict=True):
        batch = _sent(body, month, said)
        approved = timed(lambda batch=batch: _approve(batch))  # type: ignore[misc]
        found.setdefault(f"{month.label('en')}, {what}: approving it", []).append(approved)
        for name, question in asked.items():
            took = timed(lambda question=question: _sum(question))  # type: ignore[misc]
            both = approved[0] + took[0], approved[1] + took[1]
            found.setdefault(f"{month.label('en')}, {what}: {name}", []).append(both)
        for name, question in asked.items():
            before[name] += (said - held) * len(question.indicators)
            if (after := _sum(question)) != before[name]:
                raise RuntimeError(f"{place.key}, {name}: {after} and not {before[name]}")
        held = said


def timed(work: Callable[[], object]) -> Took:
    """What it took."""
    cpu, wall = spent(), time.perf_counter()
    work()
    return spent() - cpu, time.perf_counter() - wall


def _late(year: int, within: str | None, count: int) -> list[tuple[Place, str]]:
    """Old communes from which no report of the month came, each with its province."""
    from chungtay.reference.places.queries import place_get
    from chungtay.results.warehouse.layout import day_number
    from chungtay.results.warehouse.queries import standing_at

    standing = standing_at(None)
    assert standing is not None
    store, last = standing.store, day_number(_month(year).end)
    low, high = 0, len(store.place_keys)
    if within:
        low = store.place_codes[within]
        high = store.ends[low]
    found = store.execute(
        "SELECT code FROM places p WHERE rank = 3 AND code BETWEEN ? AND ? AND valid_to IS NOT NULL AND valid_to > ?"
        " AND coalesce(valid_from < ?, TRUE)"
        " AND code NOT IN (SELECT place FROM came_in WHERE last_day = ?) ORDER BY hash(code) LIMIT ?",
        (low, high, last, last - 40, last, count),
    ).fetchall()
    late = []
    for (code,) in found:
        above = code
        while store.ranks[above] != 1:
            above = store.parents[above]  # type: ignore[assignment]
        late.append((place_get(store.place_keys[code]), store.place_keys[above]))
    return late


def _month(year: int) -> Period:
    from chungtay.kernel.periods import decree_month

    return decree_month(year, MONTH)


def _usual(place: Place) -> dict[str, Question]:
    """Q1 to Q3, all of whose figures the report states."""
    return {name: question for name, question in questions().items() if name in ("Q1", "Q2", "Q3")}


def _pages(place: Place, province: str) -> Iterator[tuple[str, Question]]:
    from chungtay.kernel.periods import Regime, decree_year
    from chungtay.results.warehouse.questions import By, Question

    month = _month(LAST)
    asked = Question(_of_form(), place.key, decree_year(LAST), trace=False)
    yield "the commune's year", asked
    yield "its province's year", replace(asked, place=province)
    yield "its province's months", replace(asked, place=province, by_period=Regime.DECREE_MONTH)
    yield "its province's communes", replace(asked, place=province, by=By.COMMUNE, period=month)
    yield "the country's year", replace(asked, place="vn")
    yield "the country's provinces", replace(asked, place="vn", by=By.PROVINCE, period=month)
    yield "the country's provinces, by year", replace(asked, place="vn", by=By.PROVINCE, by_period=Regime.DECREE_YEAR)


def _of_form() -> tuple[str, ...]:
    """Flows of the form that are told once, and of which no part or ratio hangs on another."""
    from benchmarks.warehouse.asked import flows
    from chungtay.reference.forms.queries import form_get, form_items

    of_form = {item.indicator for item in form_items(form_get(FORM)) if not item.cell}
    return tuple(code for code in flows() if code in of_form)


def _codes() -> Sequence[str]:
    """What a report says: forty flows, those of the form among them."""
    return sorted({*forty(), *_of_form()})


def _sum(question: Question) -> float:
    from benchmarks.warehouse.product import columns, of_columns

    return of_columns(columns(question))[1]


def body_of(place: Place) -> Body:
    """The police of a commune, under the invented office at the centre."""
    from chungtay.reference.actors.queries import user_get
    from chungtay.reference.actors.services import body_create

    code, above = f"MH-{place.key.replace('@', '-').upper()}", user_get("minhhoa.approver").body
    return body_create(code=code, name_vi=code, name_en=code, line="police", level="commune", place=place, parent=above)


def _sent(body: Body, month: Period, said: int) -> Batch:
    from chungtay.kernel.quantities import Quantity
    from chungtay.ledger.services import batch_append, decision_append
    from chungtay.ledger.types import Claim, DecisionKind
    from chungtay.reference.actors.queries import user_get
    from chungtay.reference.forms.queries import form_get

    reporter, form = user_get("minhhoa.reporter"), form_get(FORM)
    claims = [Claim(item, body.place_id, month, Quantity.read(said)) for item in _codes()]
    batch = batch_append(
        by=reporter, body=body, form=form, place=body.place, period=month, claims=claims, is_illustration=True
    )
    decision_append(by=reporter, batch=batch, kind=DecisionKind.SUBMITTED)
    return batch


def _approve(batch: Batch) -> None:
    """As the desk does."""
    from chungtay.flow import batch_decide
    from chungtay.ledger.types import DecisionKind
    from chungtay.reference.actors.queries import user_get

    batch_decide(by=user_get("minhhoa.approver"), batch=batch, kind=DecisionKind.APPROVED)
