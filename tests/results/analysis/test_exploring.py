"""The explorer's question in an address and back, its words, and how an answer is laid out."""

from __future__ import annotations

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
from chungtay.results.analysis.exploring.exploration import Against, Axis, Exploration, Level, Measure, Step, sides
from chungtay.results.analysis.exploring.grid import Cell, Head, Spot
from chungtay.results.analysis.exploring.laying import Laid, grid_of
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
