"""Complementary suppression against the worked example of FCSM working paper 22 (statistical methods 6.2)."""

from math import inf

from hypothesis import given, settings
from hypothesis import strategies as st

from chungtay.results.publishing.protecting import Cell, Sum, Table, given_away, intervals, kept_besides

COUNTIES = ("Alpha", "Beta", "Gamma", "Delta", "Total")
LEVELS = ("Low", "Med", "High", "VHigh", "Total")
COUNTS = [[15, 1, 3, 1, 20], [20, 10, 10, 15, 55], [3, 10, 10, 2, 25], [12, 14, 7, 2, 35], [50, 35, 30, 20, 135]]


def table_of(counts: list[list[int]], threshold: int = 5, said: tuple[float, float] = (0, inf)) -> Table:
    """Counts with their margins in the last row and column."""
    height, width = len(counts), len(counts[0])
    cells = tuple(Cell(v, v, v, 0 < v < threshold, said) for row in counts for v in row)
    across = [Sum(r * width + width - 1, tuple(r * width + c for c in range(width - 1))) for r in range(height)]
    down = [Sum((height - 1) * width + c, tuple(r * width + c for r in range(height - 1))) for c in range(width)]
    return Table(cells, (*across, *down), threshold)


def at(county: str, level: str) -> int:
    return COUNTIES.index(county) * 5 + LEVELS.index(level)


DELINQUENTS = table_of(COUNTS)


def test_hiding_the_small_counts_alone_hides_none_of_them() -> None:
    found = intervals(DELINQUENTS, ())
    assert [found[position] for position in DELINQUENTS.small] == [(v, v) for v in (1, 3, 1, 3, 2, 2)]


def test_two_in_every_line_look_safe_and_still_give_one_away() -> None:
    kept = {at("Beta", "Med"), at("Beta", "High"), at("Delta", "Low")}
    assert intervals(DELINQUENTS, kept)[at("Alpha", "VHigh")] == (1, 1)
    assert at("Alpha", "VHigh") in given_away(DELINQUENTS, kept)


def test_the_least_that_protects_all_is_three_counts_of_29_in_value() -> None:
    kept = kept_besides(DELINQUENTS)
    assert kept == {at("Gamma", "Med"), at("Delta", "Low"), at("Delta", "High")}
    assert sum(DELINQUENTS.cells[position].value for position in kept) == 29
    assert list(intervals(DELINQUENTS, kept).values()) == [(0, 5), (0, 5), (0, 5), (0, 9), (0, 5), (0, 5)]


def test_a_single_small_count_between_told_sums_takes_a_whole_with_it() -> None:
    kept = kept_besides(table_of([[3, 40, 43], [50, 60, 110], [53, 100, 153]]))
    assert kept is not None
    assert len(kept) == 3


def test_rounding_alone_protects_what_lies_within_it() -> None:
    cells = (Cell(100, 95, 105), Cell(97, 95, 105), Cell(3, 0, 0, is_small=True, said=(0, 4)))
    assert kept_besides(Table(cells, (Sum(0, (1, 2)),))) == frozenset()


def test_what_is_kept_in_other_words_than_a_small_one_is_known_to_be_none() -> None:
    whole, small = Cell(8, 8, 8), Cell(3, 0, 0, is_small=True, said=(0, 4))
    for least, narrowed in ((0, []), (5, [2])):
        table = Table((whole, Cell(5, 5, 5, kept_low=least), small), (Sum(0, (1, 2)),))
        assert given_away(table, {1}) == narrowed


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=2, max_size=3))
def test_whatever_the_table_no_small_count_can_be_narrowed_down(rows: list[list[int]]) -> None:
    margins = [[*row, sum(row)] for row in rows]
    table = table_of([*margins, [sum(column) for column in zip(*margins, strict=True)]], said=(0, 4))
    kept = kept_besides(table)
    assert kept is None or given_away(table, kept) == []
