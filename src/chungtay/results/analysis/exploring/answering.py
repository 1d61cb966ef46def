"""The answer of an exploration: the grid, as an account may read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chungtay.kernel.errors import Both
from chungtay.ledger.queries import transaction_now
from chungtay.reference.actors.groups import group_of
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places import queries as places
from chungtay.results.analysis.exploring import naming
from chungtay.results.analysis.exploring.cells import NO_GROUP_RATE, NO_PEOPLE, rated
from chungtay.results.analysis.exploring.checking import check, declined
from chungtay.results.analysis.exploring.comparing import before_of, compared
from chungtay.results.analysis.exploring.exploration import Against, Axis, Exploration, Level, Measure
from chungtay.results.analysis.exploring.finding import Finding, Reader, periods_of
from chungtay.results.analysis.exploring.grid import Cell, Grid, Head
from chungtay.results.analysis.exploring.laying import Key, Laid, grid_of
from chungtay.results.analysis.exploring.peopling import people_of
from chungtay.results.analysis.exploring.questions import questions_of
from chungtay.results.warehouse.acyclic import acyclic
from chungtay.results.warehouse.facts import GROUP
from chungtay.results.warehouse.instants import Instant, instant_known
from chungtay.results.warehouse.queries import answer, answer_group, place_of
from chungtay.results.warehouse.questions import By, Row
from chungtay.results.warehouse.withholding import group_withheld

if TYPE_CHECKING:
    from chungtay.kernel.periods import Period
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


_NO_BEFORE = Both(
    "Khoảng thời gian này không tròn tháng nên không có kỳ trước dài bằng nó để so.",
    "The time asked is no whole number of months: there is none as long before it to compare with.",
)
_KNOWN_THEN = Both(
    "Số như đã biết ngày trước được che nếu chênh lệch với hôm nay làm lộ một số nhỏ.",
    "A number as known earlier is kept back where its difference from today's would tell a small count.",
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
    with acyclic():
        return _answered(_Asking(asked, place, Reader(user, at), known))


def rows_behind(asked: Exploration, user: User) -> list[Row]:
    """The rows that the one cell of `evidence_of` is told from, with its sisters where it is a part. Refusals as in
    `explored`."""
    known = instant_known(asked.known) if asked.known else None
    reader = Reader(user, known.transaction if known is not None else None)
    whole = replace(asked, cells="*") if asked.cells else asked
    question = next(questions_of(whole, asked.indicators, reader.at, trace=True))
    if not asked.group:
        return answer(question, user=user)
    return answer_group(question, _members(_Asking(asked, place_of(asked.place, user), reader, known)), user=user)


def _answered(asking: _Asking) -> Grid:
    asked, reader = asking.asked, asking.reader
    found, periods = _found(asking), periods_of(asked)
    cells = compared(asked, reader, found, periods, lambda other: _found(replace(asking, asked=other)))
    group = group_of(reader.user, asked.group) if asked.group and reader.user is not None else None
    heads = _heads(asked, cells, periods, group)
    pairs = frozenset((key[0], key[1]) for key in cells)
    unit = naming.unit_of(asked.indicators, asked.measure)
    at = reader.at if reader.at is not None else transaction_now()
    return grid_of(asked, Laid(heads, cells, pairs), _notes(asked), unit, at)


def _found(asking: _Asking) -> Mapping[Key, Cell]:
    """The cells as they are measured, set against nothing."""
    asked = asking.asked
    finding = Finding(asked, asking.place, asking.reader, periods_of(asked))
    members: Sequence[Place] = ()
    if asked.group:
        members = _members(asking)
        _take_group(asking, finding, members)
    else:
        finding.find()
    return _rated(finding.cells, members) if asked.measure is Measure.RATE else finding.cells


def _rated(cells: Mapping[Key, Cell], members: Sequence[Place]) -> Mapping[Key, Cell]:
    """Rates; of a group where the people of each member are known and none can lie in another."""
    keys = {member.key for member in members}
    people = people_of({key[2] for key in cells} - {GROUP} | keys)
    if keys and keys <= people.keys() and len({member.level for member in members}) == 1:
        people[GROUP] = sum(people[key] for key in keys)
    return {
        key: rated(cell, people.get(key[2]), NO_GROUP_RATE if key[2] == GROUP else NO_PEOPLE)
        for key, cell in cells.items()
    }


def _members(asking: _Asking) -> list[Place]:
    """The members of the asked group on its day, as they were known; NotAllowed DIABAN-404 for a group not in view."""
    asked, user = asking.asked, asking.reader.user
    assert user is not None, "groups are asked by accounts"
    assert asked.group_day is not None
    moment = asking.known.moment if asking.known is not None else None
    group = group_of(user, asked.group)
    return list(places.group_members(group.key, asked.group_day, within=asking.place, known_at=moment))


def _take_group(asking: _Asking, finding: Finding, members: Sequence[Place]) -> None:
    """Cells of the members, and of all of them together."""
    asked, user = asking.asked, asking.reader.user
    assert user is not None, "groups are asked by accounts"
    group = group_of(user, asked.group)
    for question in questions_of(asked, asked.indicators, asking.reader.at, trace=True):
        rows = answer_group(question, members, user=user)
        kept_back: frozenset[str] = frozenset()
        if question.by is By.ONE and members:
            kept_back = group_withheld(question, members, by_hand=bool(group.keeper), user=user)
            rows = [row for row in rows if not (row.cell and "" in kept_back)]
        past = finding.kept_then(question, rows, lambda today, user: answer_group(today, members, user=user))
        finding.take_rows(rows, kept_back, past)


def _heads(
    asked: Exploration, cells: Mapping[Key, Cell], periods: Sequence[Period], group: PlaceGroup | None
) -> dict[Axis, list[Head]]:
    parts: dict[str, set[str]] = {}
    seen: dict[str, None] = {}
    for code, cell, place, _ in cells:
        parts.setdefault(code, set()).add(cell)
        seen[place] = None
    order = [cell for code in asked.indicators for cell in naming.cells_in_order(code, parts.get(code, ()))]
    first = [naming.group_head(Both(group.name_vi, group.name_en))] if group is not None and GROUP in seen else []
    return {
        Axis.INDICATOR: [naming.indicator_head(code, asked.measure) for code in asked.indicators],
        Axis.CELL: [naming.cell_head(cell) for cell in dict.fromkeys(order or [""])],
        Axis.PLACE: first + naming.place_heads(_wanted(asked, seen), asked.place),
        Axis.PERIOD: [naming.period_head(period) for period in periods],
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
    if asked.known and any(definition(code).threshold is not None for code in asked.indicators):
        notes.append(_KNOWN_THEN)
    if asked.against is Against.BEFORE and before_of(asked) is None:
        notes.append(_NO_BEFORE)
    return notes


def evidence_of(asked: Exploration, indicator: str, cell: str, place: str) -> Exploration:
    """The exploration of one cell alone, on the same map and as known at the same instant. Where the place is GROUP, of
    the same members."""
    is_group = place == GROUP
    return replace(
        asked,
        indicators=(indicator,),
        cells=cell,
        place=asked.place if is_group else place,
        level=Level.ONE,
        places=(),
        group=asked.group if is_group else "",
        group_on=asked.group_day if is_group else None,
        search="",
        sort="",
    )
