"""How soon an approved report is in every total: a commune's late report of some hundred figures is appended, sent and
approved in the ledger; then what pages ask is asked for the first time after it. Nothing of it is kept.
"""

from __future__ import annotations

import time
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from benchmarks.warehouse.asked import FORM, LAST
from benchmarks.warehouse.clock import spent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chungtay.kernel.periods import Period
    from chungtay.reference.places.models import Place
    from chungtay.results.warehouse.questions import Question

ROUNDS: Final = 5
MORE: Final = 7
"""What each figure of the late report says."""
MONTH: Final = 5
"""May: of the old communes, which reported until June."""


def measured() -> list[dict[str, Any]]:
    """CPU and wall of each total at its first asking after an approval, by what is asked; every total is checked."""
    from django.db import transaction

    found: dict[str, list[tuple[float, float]]] = {}
    with transaction.atomic():
        for place, province in _late(ROUNDS):
            questions = dict(_pages(place, province))
            before = {name: _sum(question) for name, question in questions.items()}
            _approve(place)
            for name, question in questions.items():
                cpu, wall = spent(), time.perf_counter()
                after = _sum(question)
                found.setdefault(name, []).append((spent() - cpu, time.perf_counter() - wall))
                if after != before[name] + MORE * len(question.indicators):
                    raise RuntimeError(f"{name}: {after - before[name]} more")
        transaction.set_rollback(True)
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


def _late(count: int) -> Iterator[tuple[Place, str]]:
    """Old communes from which no report of the month came, each with its province."""
    from chungtay.reference.places.queries import place_get
    from chungtay.results.warehouse.layout import day_number
    from chungtay.results.warehouse.queries import standing_at

    standing = standing_at(None)
    assert standing is not None
    store, last = standing.store, day_number(_month().end)
    found = store.execute(
        "SELECT code FROM places p WHERE rank = 3 AND valid_to IS NOT NULL AND valid_to > ? AND code NOT IN"
        " (SELECT place FROM came_in WHERE last_day = ?) ORDER BY hash(code) LIMIT ?",
        (last, last, count),
    ).fetchall()
    for (code,) in found:
        above = code
        while store.ranks[above] != 1:
            above = store.parents[above]  # type: ignore[assignment]
        yield place_get(store.place_keys[code]), store.place_keys[above]


def _month() -> Period:
    from chungtay.kernel.periods import decree_month

    return decree_month(LAST, MONTH)


def _pages(place: Place, province: str) -> Iterator[tuple[str, Question]]:
    from chungtay.kernel.periods import Regime, decree_year
    from chungtay.results.warehouse.questions import By, Question

    year = decree_year(LAST)
    codes = _codes()
    asked = Question(codes, place.key, year, trace=False)
    yield "the commune's year", asked
    yield "its province's year", replace(asked, place=province)
    yield "its province's months", replace(asked, place=province, by_period=Regime.DECREE_MONTH)
    yield "its province's communes", replace(asked, place=province, by=By.COMMUNE, period=_month())
    yield "the country's year", replace(asked, place="vn")
    yield "the country's provinces", replace(asked, place="vn", by=By.PROVINCE, period=_month())
    yield "the country's provinces, ten years", replace(asked, place="vn", by=By.PROVINCE, by_period=Regime.DECREE_YEAR)


def _codes() -> tuple[str, ...]:
    """Flows of the form that are told once, and of which no part or ratio hangs on another."""
    from benchmarks.warehouse.asked import flows
    from chungtay.reference.forms.queries import form_get, form_items

    of_form = {item.indicator for item in form_items(form_get(FORM)) if not item.cell}
    return tuple(code for code in flows() if code in of_form)


def _sum(question: Question) -> float:
    from benchmarks.warehouse.product import columns, of_columns

    return of_columns(columns(question))[1]


def _approve(place: Place) -> None:
    from chungtay.kernel.quantities import Quantity
    from chungtay.ledger.services import batch_append, decision_append
    from chungtay.ledger.types import Claim, DecisionKind
    from chungtay.reference.actors.queries import user_get
    from chungtay.reference.actors.services import body_create
    from chungtay.reference.forms.queries import form_get

    reporter, approver = (user_get(f"minhhoa.{role}") for role in ("reporter", "approver"))
    code = f"MH-{place.key.replace('@', '-').upper()}"
    body = body_create(code=code, name_vi=code, name_en=code, line="police", level="commune", place=place)
    month = _month()
    claims = [Claim(item, place.pk, month, Quantity.read(MORE)) for item in _codes()]
    batch = batch_append(
        by=reporter, body=body, form=form_get(FORM), place=place, period=month, claims=claims, is_illustration=True
    )
    for who, kind in ((reporter, DecisionKind.SUBMITTED), (approver, DecisionKind.APPROVED)):
        decision_append(by=who, batch=batch, kind=kind)
