"""The answer of an exploration: the grid, as an account may read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chungtay.kernel.errors import Both
from chungtay.ledger.queries import transaction_now
from chungtay.reference.actors.groups import group_of
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places import queries as places
from chungtay.results.analysis.exploring import naming
from chungtay.results.analysis.exploring.cells import rated
from chungtay.results.analysis.exploring.checking import check, declined
from chungtay.results.analysis.exploring.comparing import compared
from chungtay.results.analysis.exploring.exploration import Axis, Exploration, Level, Measure
from chungtay.results.analysis.exploring.finding import Finding, Reader, periods_of
from chungtay.results.analysis.exploring.grid import Cell, Grid, Head
from chungtay.results.analysis.exploring.laying import Key, Laid, grid_of
from chungtay.results.analysis.exploring.peopling import people_of
from chungtay.results.analysis.exploring.questions import questions_of
from chungtay.results.warehouse.facts import GROUP
from chungtay.results.warehouse.instants import Instant, instant_known
from chungtay.results.warehouse.queries import answer_group, place_of
from chungtay.results.warehouse.questions import By
from chungtay.results.warehouse.withholding import group_withheld

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place, PlaceGroup

_STOCK = Both(
    "Chỉ tiêu hiện có: mỗi kỳ lấy số cuối cùng, không cộng qua các kỳ.",
    "A stock: each period has its last number; nothing is added over time.",
)
_AS_WAS = Both(
    "Mỗi đơn vị đứng tên của thời kỳ mình; tỉnh cũ nằm trong tỉnh mới.",
    "Units stand under the names of their time; an old province lies in the new one.",
)
_SHARED_OUT = Both(
    "Phần của đơn vị bị chia ước tính theo dân số; số ước tính không dùng để giao chỉ tiêu, chấm điểm.",
    "What cut units counted is shared out by population; estimates feed no target and no score.",
)
_OF_ITS_REGION = Both(
    "Số của đơn vị nhập trọn là số thật; đơn vị bị chia chỉ so được trong cả vùng của nó.",
    "Numbers of whole units are real; what was cut can be compared within its whole region alone.",
)
_RATED = Both(
    "Trên 100.000 dân, theo Tổng điều tra 01/04/2019 (quy về đơn vị đang xem).",
    "Per 100,000 people, by the census of 1 April 2019 (carried to the units shown).",
)


@dataclass(frozen=True)
class _Asking:
    """One exploration being answered."""

    asked: Exploration
    place: Place
    reader: Reader
    known: Instant | None


def explored(asked: Exploration, user: User | None) -> Grid:
    """The grid. NotAllowed KHO-404 for a place outside the territory, DIABAN-404 for a group; Refusal DANHMUC-002 for
    an unknown indicator, KHO-020 to 022 for the instant; Declined (`checking`) with the nearest that has an answer."""
    if not asked.indicators or asked.period is None:
        raise declined(
            "KP-000",
            Both("câu hỏi", "question"),
            "",
            Both("chưa chọn chỉ tiêu hoặc thời gian", "no indicator or no time is chosen"),
            Both("chọn ít nhất một chỉ tiêu", "choose at least one indicator"),
            None,
        )
    for code in asked.indicators:
        definition(code)
    known = instant_known(asked.known) if asked.known else None
    at = known.transaction if known is not None else None
    place = place_of(asked.place, user)
    for key in asked.places:
        place_of(key, user)
    check(asked, place)
    return _answered(_Asking(asked, place, Reader(user, at), known))


def _answered(asking: _Asking) -> Grid:
    asked, reader = asking.asked, asking.reader
    finding = Finding(asked, asking.place, reader, periods_of(asked))
    group = None
    if asked.group:
        group = _take_group(asking, finding)
    else:
        finding.find()
    cells: Mapping[Key, Cell] = finding.cells
    if asked.measure is Measure.RATE:
        people = people_of({key[2] for key in cells} - {GROUP})
        cells = {key: rated(cell, people.get(key[2])) for key, cell in cells.items()}
    cells = compared(asked, asking.place, reader, cells, finding.periods)
    heads = _heads(asked, cells, finding, group)
    pairs = frozenset((key[0], key[1]) for key in cells)
    unit = naming.unit_of(asked.indicators)
    at = reader.at if reader.at is not None else transaction_now()
    return grid_of(asked, Laid(heads, cells, pairs), _notes(asked), unit, at)


def _take_group(asking: _Asking, finding: Finding) -> PlaceGroup:
    """Cells of the members, and of all of them together."""
    asked, user = asking.asked, asking.reader.user
    assert user is not None, "groups are asked by accounts"
    assert asked.period is not None
    group, on = group_of(user, asked.group), asked.frame or asked.period.end
    moment = asking.known.moment if asking.known is not None else None
    members = list(places.group_members(group.key, on, within=asking.place, known_at=moment))
    for question in questions_of(asked, asked.indicators, asking.reader.at, trace=True):
        rows = answer_group(question, members, user=user)
        kept_back: frozenset[str] = frozenset()
        if question.by is By.ONE and members:
            kept_back = group_withheld(question, members, by_hand=bool(group.keeper), user=user)
            rows = [row for row in rows if not (row.cell and "" in kept_back)]
        finding.take_rows(rows, kept_back)
    return group


def _heads(
    asked: Exploration, cells: Mapping[Key, Cell], finding: Finding, group: PlaceGroup | None
) -> dict[Axis, list[Head]]:
    parts: dict[str, set[str]] = {}
    seen: dict[str, None] = {}
    for code, cell, place, _ in cells:
        parts.setdefault(code, set()).add(cell)
        seen[place] = None
    order = [cell for code in asked.indicators for cell in naming.cells_in_order(code, parts.get(code, ()))]
    first = [naming.group_head(Both(group.name_vi, group.name_en))] if group is not None and GROUP in seen else []
    return {
        Axis.INDICATOR: [naming.indicator_head(code) for code in asked.indicators],
        Axis.CELL: [naming.cell_head(cell) for cell in dict.fromkeys(order or [""])],
        Axis.PLACE: first + naming.place_heads(_wanted(asked, seen), asked.place),
        Axis.PERIOD: [naming.period_head(period) for period in finding.periods],
    }


def _wanted(asked: Exploration, seen: Iterable[str]) -> list[str]:
    """Of an own list the places named, not the one that holds them."""
    return [key for key in seen if key != asked.place or not asked.places or key in asked.places]


def _notes(asked: Exploration) -> list[Both]:
    notes = []
    if any(definition(code).nature == "stock" for code in asked.indicators):
        notes.append(_STOCK)
    if asked.frame is not None:
        notes.append(_SHARED_OUT if asked.estimate else _OF_ITS_REGION)
    elif asked.level is not Level.ONE:
        notes.append(_AS_WAS)
    if asked.measure is Measure.RATE:
        notes.append(_RATED)
    return notes


def evidence_of(asked: Exploration, indicator: str, cell: str, place: str) -> Exploration:
    """The exploration of one cell alone, on the same map and as known at the same instant."""
    return replace(
        asked,
        indicators=(indicator,),
        cells=cell,
        place=place,
        level=Level.ONE,
        places=(),
        group="",
        search="",
        sort="",
    )
