"""How far a thing reaches: in how many communes there is at least one of it on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.periods import Period
from chungtay.reference.indicators.queries import definition
from chungtay.results.warehouse.asking import check_cell
from chungtay.results.warehouse.facts import PlaceNode, World
from chungtay.results.warehouse.loading import nodes_of
from chungtay.results.warehouse.queries import answer, place_of
from chungtay.results.warehouse.questions import STOCK_AGE_DAYS, By, Question
from chungtay.results.warehouse.rows import territory

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

WIDER = ("country", "province", "district")


@dataclass(frozen=True)
class Coverage:
    """Of the `communes` of a place in force on the day, `covered` have a number above nought that is not too old;
    `stated` have any number, nought among them."""

    place: str
    on: date
    covered: int
    stated: int
    communes: int


def coverage(
    code: str,
    place: str,
    on: date,
    *,
    by: By = By.ONE,
    cell: str = "",
    as_known_at: int | None = None,
    user: User | None = None,
) -> list[Coverage]:
    """The place as a whole, or each of its provinces in force on the day, by key.

    What an old commune stated before a reform does not cover the commune that took it over: that one has to say it.
    Refusals KHO-032 for what is no stock, KHO-033 about a single commune and by communes (where the thing is would be
    told, not how far it reaches), KHO-034 for a part of what may be small, KHO-025 for an unknown part.
    """
    asked = place_of(place, user)
    _check(code, asked, by, cell)
    period = Period(on - timedelta(days=STOCK_AGE_DAYS), on)
    question = Question((code,), asked.key, period, By.COMMUNE, cells=cell, as_known_at=as_known_at, trace=False)
    numbers = {row.place: row.total.value for row in answer(question, user=user) if row.total is not None}
    found = []
    for key, communes in _communes(asked, by, on).items():
        stated = [numbers[commune] for commune in communes if commune in numbers]
        found.append(Coverage(key, on, sum(value > 0 for value in stated), len(stated), len(communes)))
    return found


def _communes(asked: Place, by: By, on: date) -> dict[str, list[str]]:
    """The communes in force on the day, by the place of their row."""
    nodes = nodes_of(asked)
    found: dict[str, list[str]] = defaultdict(list)
    for key, line in territory(World(nodes, {}), asked.key).items():
        if nodes[key].level == "commune" and nodes[key].in_force(on):
            above = asked.key if by is By.ONE else _province(nodes, line, on)
            if above is not None:
                found[above].append(key)
    return dict(sorted(found.items()))


def _province(nodes: dict[str, PlaceNode], line: Sequence[str], on: date) -> str | None:
    return next((key for key in line if nodes[key].level == By.PROVINCE and nodes[key].in_force(on)), None)


def _check(code: str, place: Place, by: By, cell: str) -> None:
    meaning = definition(code)
    if cell:
        check_cell(code, cell)
    if meaning.nature != "stock":
        raise _refused(
            "KHO-032",
            meaning.name_vi,
            Both("số hiện có, vd số mô hình", "a stock, as the number of models"),
            Both("chỉ số hiện có mới phủ được địa bàn vào một ngày", "only a stock covers places on a day"),
        )
    if place.level not in WIDER or by is By.COMMUNE:
        raise _refused(
            "KHO-033",
            place.full_name,
            Both("tỉnh hoặc cả nước", "a province or the country"),
            Both("độ phủ không tính cho từng xã", "coverage is not told commune by commune"),
        )
    if cell and meaning.threshold is not None:
        raise _refused(
            "KHO-034",
            cell,
            Both("cả chỉ tiêu, không phân tổ", "the whole, not one part"),
            Both("phần nhỏ của chỉ tiêu này được giữ kín", "small parts of this indicator are kept"),
        )


def _refused(code: str, read: str, expected: Both, why: Both) -> Refusal:
    return Refusal.of(
        code,
        Both("độ phủ", "coverage"),
        read=read,
        expected=expected,
        todo=Both(f"hỏi {expected.vi}", f"ask for {expected.en}"),
        vi=why.vi,
        en=why.en,
    )
