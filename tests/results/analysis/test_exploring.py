"""The explorer's question in an address and back, its words, and how an answer is laid out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chungtay.kernel.absence import Absence
from chungtay.kernel.errors import Both
from chungtay.kernel.periods import calendar_year, parse_period
from chungtay.kernel.quantities import Total
from chungtay.results.analysis.exploring.address import address_of, exploration_read
from chungtay.results.analysis.exploring.cells import absent_words, cell_of, plain_cell, rated
from chungtay.results.analysis.exploring.comparing import _of_before, _of_target, before_of, compared
from chungtay.results.analysis.exploring.exploration import Against, Axis, Exploration, Level, Measure, Step, sides
from chungtay.results.analysis.exploring.finding import Reader
from chungtay.results.analysis.exploring.grid import Cell, Head, Spot
from chungtay.results.analysis.exploring.laying import Key, Laid, grid_of
from chungtay.results.analysis.exploring.naming import unit_of
from chungtay.results.warehouse.facts import GROUP
from chungtay.results.warehouse.questions import Basis, Row

USUAL = Exploration(period=parse_period("2021/2025"))
SPOT = Spot("tips.received", "", "vn", calendar_year(2025))
KEYS = ["chi-tieu", "dia-ban", "ky", "cap", "ban-do", "cot", "v"]
Kinds = tuple[Axis, ...]
kinds = st.lists(st.sampled_from(Axis), max_size=4, unique=True).map(tuple)
explorations = st.builds(
    Exploration,
    indicators=st.sampled_from([("tips.received",), ("models.points", "campaigns.launches")]),
    cells=st.sampled_from(["", "*", "tip_category=crime"]),
    place=st.sampled_from(["vn", "p42@2025", "c00004@2013"]),
    level=st.sampled_from(Level),
    places=st.sampled_from([(), ("p42@2025", "p01@2025")]),
    group=st.sampled_from(["", "urban"]),
    group_on=st.sampled_from([None, date(2025, 8, 1)]),
    period=st.sampled_from([parse_period("2021/2025"), parse_period("2025-01/2025-06")]),
    step=st.sampled_from(Step),
    decree=st.booleans(),
    frame=st.sampled_from([None, date(2025, 7, 1)]),
    known=st.sampled_from(["", "#412", "2026-01-31"]),
    measure=st.sampled_from(Measure),
    against=st.sampled_from(Against),
    sort=st.sampled_from(["", "-2025-01-01/2025-12-31"]),
    search=st.sampled_from(["", "hà nội"]),
)


@settings(max_examples=20)
@given(explorations, kinds, kinds)
def test_an_exploration_comes_back_from_its_address(
    asked: Exploration, rows: tuple[Axis], columns: tuple[Axis]
) -> None:
    down, across = sides(rows, columns)
    asked = Exploration(**{**vars(asked), "rows": down, "columns": across})
    found = exploration_read(parse_qs(urlencode(address_of(asked))), USUAL)
    assert (found.exploration, found.misread) == (asked, ())


@settings(max_examples=20)
@given(
    st.dictionaries(st.sampled_from(["chi-tieu", "dia-ban", "ky", "cap", "ban-do", "cot", "v"]), st.lists(st.text()))
)
def test_no_address_is_too_odd_to_be_read(words: dict[str, list[str]]) -> None:
    found = exploration_read(words, USUAL)
    assert exploration_read(parse_qs(urlencode(address_of(found.exploration))), USUAL).exploration == found.exploration


def test_the_words_of_version_one_stay() -> None:
    written = urlencode(address_of(Exploration(("models.points",), period=parse_period("2025"))), safe="/,")
    assert written == (
        "v=1&chi-tieu=models.points&dia-ban=vn&cap=tinh&ky=2025-01-01/2025-12-31&buoc=nam&lich=duong-lich&do=so"
        "&hang=chi-tieu,phan,noi&cot=ky"
    )


def test_five_kinds_of_nothing_have_five_words() -> None:
    assert len({absent_words(absence) for absence in Absence}) == 5


def test_a_number_known_from_below_says_so_also_as_a_rate() -> None:
    total = Total(Decimal(15_000), Decimal(15_000), Decimal("Infinity"))
    row = Row("campaigns.launches", "vn", SPOT.period, "", Basis.ROLLED_UP, total, stated=3, expected=63)
    cell = cell_of(row, SPOT, "flow", {})
    assert (cell.text.vi, cell.is_open, cell.is_complete) == ("trên 15.000", True, False)
    assert rated(cell, 1_000_000).text.vi == "trên 1.500"
    assert rated(cell, None).value is None


def _cell(value: int, reported: int = 9, *, high: str = "", partial: int = 0, of: int = 0) -> Cell:
    total = Total(Decimal(value), Decimal(value), Decimal(high or value))
    under = Total(Decimal(of), Decimal(of), Decimal(of)) if of else None
    row = Row("campaigns.launches", "vn", SPOT.period, "", Basis.ROLLED_UP, total, stated=reported, expected=9)
    return cell_of(replace(row, partial=partial, denominator=under), SPOT, "flow", {})


def test_a_share_of_what_is_known_from_below_is_no_exact_share() -> None:
    cell = _cell(900, high="Infinity", of=1000)
    assert (cell.text.vi, cell.low, cell.is_open) == ("khoảng 90% (900/1.000)", Decimal(90), True)
    assert _of_before(cell, _cell(800, of=1000)).vi == "kỳ trước 80% (800/1.000)"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("cell", "target", "words"),
    [
        (_cell(150), Total(Decimal(140), Decimal(140), Decimal(140)), "mục tiêu 140, đạt 107,1%"),
        (_cell(150, high="Infinity"), Total(Decimal(140), Decimal(140), Decimal(140)), "đạt ít nhất 107,1%"),
        (
            _cell(150, 3),
            Total(Decimal(140), Decimal(140), Decimal("Infinity")),
            "mục tiêu trên 140, đạt ít nhất 107,1%",
        ),
    ],
)
def test_only_an_exact_and_complete_number_reached_an_exact_share_of_its_target(
    cell: Cell, target: Total, words: str
) -> None:
    assert _of_target(cell, target).vi.endswith(words)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("old", "is_told"), [(_cell(100), True), (_cell(100, 8), False), (_cell(100, partial=2), False)]
)
def test_only_what_stands_on_reports_alike_has_changed_by_a_per_cent(old: Cell, is_told: bool) -> None:
    assert ("%" in _of_before(_cell(120), old).vi) is is_told  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("asked", "before"),
    [
        ("2026-06-15/2026-09-14", "2026-03-15/2026-06-14"),
        ("2026-01/2026-01", "2025-12-01/2025-12-31"),
        ("2021/2025", "2016-01-01/2020-12-31"),
        ("2026-01-03/2026-01-20", None),
    ],
)
def test_a_whole_time_is_set_beside_the_one_as_long_before_it(asked: str, before: str | None) -> None:
    found = before_of(Exploration(period=parse_period(asked), step=Step.WHOLE))
    assert (str(found.period) if found else None) == before


def test_what_is_told_of_people_bears_its_own_unit() -> None:
    units = [unit_of(("campaigns.launches",), measure) for measure in Measure]
    assert [unit.vi.partition("/")[2] for unit in units if unit] == ["", "100.000 dân", ""]
    assert units[2] == Both("%", "%")


def test_the_time_before_is_asked_of_the_same_members_and_nobody_gives_a_group_a_target() -> None:
    asked = Exploration(("campaigns.launches",), group="urban", period=SPOT.period, against=Against.BEFORE)
    days = (SPOT.period.start, SPOT.period.end), (date(2024, 1, 1), date(2024, 12, 31))
    members: list[date | None] = []

    def found(other: Exploration) -> dict[Key, Cell]:
        members.append(other.group_day)
        return {("campaigns.launches", "", GROUP, days[1]): _cell(100)}

    now: dict[Key, Cell] = {("campaigns.launches", "", GROUP, days[0]): _cell(120)}
    told = compared(asked, Reader(None, None), now, (SPOT.period,), found)
    assert [cell.compared.vi for cell in told.values() if cell.compared] == ["kỳ trước 100 (+20%)"]
    assert members == [date(2025, 12, 31)]


def _head(kind: Axis, key: str, **more: object) -> Head:
    return Head(kind, key, Both(key, key), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sort", "search", "expected"),
    [("", "", ["a", "b", "c"]), ("-2025", "", ["b", "a", "c"]), ("2025", "", ["a", "b", "c"]), ("", "C", ["c"])],
)
def test_lines_are_sorted_and_searched_and_what_has_no_number_stands_last(
    sort: str, search: str, expected: list[str]
) -> None:
    days = SPOT.period.start, SPOT.period.end
    heads = {
        Axis.INDICATOR: [_head(Axis.INDICATOR, "x")],
        Axis.CELL: [_head(Axis.CELL, "")],
        Axis.PLACE: [_head(Axis.PLACE, key) for key in "abc"],
        Axis.PERIOD: [_head(Axis.PERIOD, "2025", days=days)],
    }
    numbers = {"a": 1, "b": 7}
    cells: dict[object, Cell] = {
        ("x", "", key, days): plain_cell(value, 0, (1, 1, 0, "commune"), Basis.REPORTED, SPOT)
        for key, value in numbers.items()
    }
    asked = Exploration(("x",), period=SPOT.period, sort=sort, search=search)
    grid = grid_of(asked, Laid(heads, cells, frozenset({("x", "")})), (), None, None)  # type: ignore[arg-type]
    assert [head.of(Axis.PLACE).key for head in grid.row_heads] == expected  # type: ignore[union-attr]
    assert [head.kind for head in grid.fixed] == [Axis.INDICATOR, Axis.CELL, Axis.PERIOD]
