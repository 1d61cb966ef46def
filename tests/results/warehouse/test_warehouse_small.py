"""No small count can be had by subtraction: tried by working out every case that a reader could think of."""

from decimal import Decimal
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from chungtay.kernel.quantities import Total
from chungtay.results.warehouse.questions import Basis, Row
from chungtay.results.warehouse.small import Kept, kept_back, kept_with

FIVE = 5


def row(value: int, cell: str = "") -> Row:
    number = Decimal(value)
    return Row("tips.received", "vn", None, cell, Basis.REPORTED, Total(number, number, number))


def is_small(found: Row) -> bool:
    return found.total is not None and 0 < found.total.value < FIVE


def kept(whole: int | None, **parts: int) -> Kept | None:
    rows = [row(value, cell) for cell, value in parts.items()]
    return kept_back(rows, row(whole) if whole is not None else None, is_small, FIVE)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=4))
def test_every_small_number_could_still_be_another(numbers: list[int]) -> None:
    values = {place: Decimal(number) for place, number in enumerate(numbers)}
    small = [key for key, value in values.items() if 0 < value < FIVE]
    withheld = kept_with(values, small, FIVE)
    if withheld is None or not small:
        return
    hidden = sum(values[key] for key in (*small, *withheld))
    ranges = [range(1, FIVE)] * len(small) + [range(FIVE, int(hidden) + 1)] * len(withheld)
    possible = [case for case in product(*ranges) if sum(case) == hidden]
    assert all(len({case[n] for case in possible}) > 1 for n in range(len(small)))


def test_the_smallest_other_part_is_withheld_with_one_that_is_small() -> None:
    assert kept(160, a=3, b=57, c=100) == Kept(frozenset("a"), frozenset("b"))


def test_two_small_parts_hide_each_other_unless_their_sum_tells_them() -> None:
    assert kept(105, a=2, b=3, c=100) == Kept(frozenset("ab"), frozenset())
    assert kept(102, a=1, b=1, c=100) == Kept(frozenset("ab"), frozenset("c"))


def test_one_and_five_tell_each_other_so_that_a_larger_one_is_withheld() -> None:
    assert kept(106, a=1, b=5, c=100) == Kept(frozenset("a"), frozenset("c"))


def test_of_parts_that_cannot_be_hidden_none_is_told() -> None:
    assert kept(6, a=1, b=5) is None
    assert kept(3, a=3, b=0) is None


def test_without_a_whole_nothing_can_be_subtracted() -> None:
    assert kept(None, a=3, b=57) == Kept(frozenset("a"), frozenset())


def test_what_is_withheld_already_counts() -> None:
    values = {key: Decimal(value) for key, value in {"a": 2, "b": 40, "c": 9}.items()}
    assert kept_with(values, ["a"], FIVE, withheld=["b"]) == {"b"}
