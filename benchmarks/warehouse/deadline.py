"""The day on which every commune reports: a month's reports of all of today's communes, approved one after the other,
so that the ledger's tail above the generation grows to a third of a million figures.

At each length of the tail: what the usual questions take of a process that has followed the ledger since, at the first
asking and after; what it takes a process to read the tail that has not; whether the worker would build. Then what the
next generation takes, and the questions above it. All of it is done upon a copy of the data folder.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Final

from benchmarks.warehouse.asked import FORM, PROVINCE, forty, one, questions, twenty
from benchmarks.warehouse.fresh import body_of, timed

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.warehouse.data import Data
    from chungtay.kernel.periods import Period
    from chungtay.ledger.types import Claim
    from chungtay.reference.places.models import Place
    from chungtay.results.warehouse.questions import Question

EACH: Final = 100
"""Figures of a report."""
STEPS: Final = (200, 1_000)
"""Reports after which it is measured, beside all of them; 20,000 figures are what the worker waits for."""
AT_ONCE: Final = 100


def record_of(data: Data) -> Path:
    """Where the last measurement is kept."""
    return data.folder / "deadline.json"


def kept(data: Data) -> dict[str, Any] | None:
    """What was measured last."""
    path = record_of(data)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def measured(data: Data, most: int = 0) -> dict[str, Any]:
    """What the day takes, kept if it is whole; `most` reports where not all communes shall report. Django is set up on
    a copy."""
    from chungtay.kernel.periods import decree_month
    from chungtay.results.warehouse.services import generation_follow, generation_is_due

    month, places = decree_month(2026, 1), _communes()
    places = places[: most or len(places)]
    asked = _asked(month)
    for question in asked.values():
        timed(lambda question=question: _ask(question))  # type: ignore[misc]
    steps = []
    for done, until in pairwise((0, *(step for step in STEPS if step < len(places)), len(places))):
        _report(places[done:until], month)
        step: dict[str, Any] = {"reports": until, "figures": until * EACH, "is_due": generation_is_due()}
        step["asked"] = {name: _twice(question) for name, question in asked.items()}
        step["anew"] = timed(_read_anew)
        steps.append(step)
        print(f"  {_line(step)}", flush=True)
    next_took = timed(lambda: generation_follow())
    after = {name: _twice(question) for name, question in asked.items()}
    record = {"size": data.size, "steps": steps, "next": next_took, "after": after}
    if not most:
        record_of(data).write_text(json.dumps(record), encoding="utf-8")
    return record


def _ask(question: Question) -> int:
    from benchmarks.warehouse.product import columns

    return columns(question).num_rows


def _twice(question: Question) -> dict[str, tuple[float, float]]:
    return {word: timed(lambda: _ask(question)) for word in ("first", "again")}


def _asked(month: Period) -> dict[str, Question]:
    """Q1 to Q3 over the years before, which the new month does not touch, and the same about the new month."""
    from chungtay.kernel.periods import decree_year
    from chungtay.results.warehouse.questions import By, Question

    usual = {name: question for name, question in questions().items() if name in ("Q1", "Q2", "Q3")}
    year = decree_year(2026)
    country = Question(tuple(forty()), "vn", year, By.PROVINCE, trace=False)
    home = _home()
    return usual | {
        "one indicator, provinces, the month": Question((one(),), "vn", month, By.PROVINCE, trace=False),
        "twenty, a province by commune, the year": Question(tuple(twenty()), home, year, By.COMMUNE, trace=False),
        "forty, provinces, the year": country,
        "forty, the country, the year": replace(country, by=By.ONE),
    }


def _home() -> str:
    """The province of today that the province of Q2 lies in."""
    from chungtay.reference.places.queries import place_get

    place = place_get(PROVINCE)
    return place.home_province.key if place.home_province is not None else place.key


def _communes() -> list[Place]:
    from chungtay.reference.places.queries import place_get, places_in

    return [item for item in places_in(place_get("vn")) if item.level == "commune" and item.valid_to is None]


def _report(places: list[Place], month: Period) -> None:
    """Reports of some communes, sent and approved."""
    from chungtay.ledger.bulk import NewBatch, batches_append
    from chungtay.ledger.services import decisions_append
    from chungtay.ledger.types import DecisionKind
    from chungtay.reference.actors.queries import user_get
    from chungtay.reference.forms.queries import form_get

    form, reporter, approver = form_get(FORM), user_get("minhhoa.reporter"), user_get("minhhoa.approver")
    stream = iter(places)
    while some := list(islice(stream, AT_ONCE)):
        new = [
            NewBatch(body_of(place), form, place, month, _claims(place, month), is_illustration=True) for place in some
        ]
        made = batches_append(by=reporter, batches=new)
        decisions_append(by=reporter, batches=made, kind=DecisionKind.SUBMITTED)
        decisions_append(by=approver, batches=made, kind=DecisionKind.APPROVED)


def _claims(place: Place, month: Period) -> list[Claim]:
    """The first hundred series of the invented nation; what stands, of the month's last day."""
    from chungtay.kernel.quantities import Quantity
    from chungtay.ledger.types import Claim
    from chungtay.reference.forms.asking import period_asked
    from chungtay.results.warehouse.synth.nation import Nation

    series = Nation(1, 1).series()[:EACH]
    return [
        Claim(item.indicator, place.pk, period_asked(item.indicator, month), Quantity.read(3 + n % 5), cell=item.cell)
        for n, item in enumerate(series)
    ]


def _read_anew() -> None:
    """What a process pays that has not followed the ledger."""
    from chungtay.ledger import queries as ledger
    from chungtay.results.warehouse.queries import generation_latest
    from chungtay.results.warehouse.tailing import Growing

    latest = generation_latest()
    assert latest is not None
    Growing(latest.transaction_number).at(ledger.transaction_now())


def told(record: dict[str, Any]) -> str:
    """As Markdown: CPU ms at the first asking and after, by the length of the tail."""
    steps = record["steps"]
    heads = [f"{step['figures']:,} figures" for step in steps] + ["next generation"]
    lines = [f"| {record['size']}, asked with a tail of | {' | '.join(heads)} |", "|---" * (len(heads) + 1) + "|"]
    for name in steps[0]["asked"]:
        cells = [_both(found[name]) for found in (*(step["asked"] for step in steps), record["after"])]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    cells = [f"{1e3 * step['anew'][0]:,.0f}" for step in steps]
    lines.append(f"| the tail, read by a new process | {' | '.join(cells)} | |")
    due = ["yes" if step["is_due"] else "no" for step in steps]
    lines.append(f"| the worker builds | {' | '.join(due)} | {record['next'][0]:,.0f} CPU s |")
    return "\n".join(lines)


def _both(took: dict[str, tuple[float, float]]) -> str:
    return f"{1e3 * took['first'][0]:,.0f}, then {1e3 * took['again'][0]:,.0f}"


def _line(step: dict[str, Any]) -> str:
    return f"{step['figures']:,} figures: " + "; ".join(f"{n} {_both(took)}" for n, took in step["asked"].items())
