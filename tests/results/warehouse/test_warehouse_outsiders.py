"""What an outsider is told of small random trees opens nothing: tried by solving all that it is told for every cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from chungtay.kernel.periods import Period, calendar_month
from chungtay.kernel.quantities import Quantity, total
from chungtay.results.warehouse import reference_engine
from chungtay.results.warehouse.facts import Fact, PlaceNode, Rule, World
from chungtay.results.warehouse.outsiders import Outsider
from chungtay.results.warehouse.questions import Question, Row

FIVE = 5
FIRST, SECOND = calendar_month(2026, 1), calendar_month(2026, 2)
BOTH = Period(FIRST.start, SECOND.end)
SPANS = (FIRST, SECOND, BOTH)
CELLS = ("k=a", "k=b")
COMMUNES = {"p": ("p1", "p2", "p3"), "q": ("q1", "q2"), "r": ("r1", "r2"), "z": ("z1",)}
PLACES = {
    "vn": PlaceNode("vn", "country"),
    **{key: PlaceNode(key, "province", "vn") for key in COMMUNES},
    **{key: PlaceNode(key, "commune", above) for above, keys in COMMUNES.items() for key in keys},
}
RULES = {"tips": Rule("tips", "sum", "sum", "reported")}
LEAVES = sorted(key for keys in COMMUNES.values() for key in keys)
Atom = tuple[str, Period, str]
ATOMS: list[Atom] = list(product(LEAVES, (FIRST, SECOND), CELLS))

numbers = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 7, 20])
# Of the country nothing is small: what it is in a month may be had from its years (decision 0009).
trees = st.fixed_dictionaries(
    {
        (leaf, month): st.just((50, 60)) if leaf == "z1" else st.none() | st.tuples(numbers, numbers)
        for leaf, month, _ in ATOMS
    }
)


def world_of(tree: dict[tuple[str, Period], tuple[int, int] | None]) -> World:
    """Each commune states its parts and their sum, or nothing at all."""
    facts: list[Fact] = []
    for (leaf, month), parts in tree.items():
        for cell, number in zip(("", *CELLS), (sum(parts), *parts), strict=True) if parts else ():
            stated = total([Quantity.read(Decimal(number))])
            facts.append(Fact(len(facts) + 1, "tips", leaf, month, stated, cell=cell))
    return World(PLACES, RULES, tuple(facts))


def outsider(world: World, threshold: int | None = FIVE) -> Outsider:
    return Outsider(PLACES, lambda question: reference_engine.answer(world, question), lambda code: threshold)


def rows_of(world: World) -> list[Row]:
    """Every number that can be asked for."""
    asked = [Question(("tips",), key, span, cells=None) for key in PLACES for span in SPANS]
    found = [replace(row, period=q.period) for q in asked for row in reference_engine.answer(world, q)]
    return [row for row in found if row.total is not None]


def is_small(row: Row) -> bool:
    return row.total is not None and 0 < row.total.value < FIVE


def made_of(row: Row) -> list[Fraction]:
    """The row as a sum of atoms: which of them it holds."""
    assert row.period is not None
    held = {row.place} | set(LEAVES if row.place == "vn" else COMMUNES.get(row.place, ()))
    return [
        Fraction(leaf in held and row.period.covers(month) and row.cell in ("", cell)) for leaf, month, cell in ATOMS
    ]


def reduced(vector: list[Fraction], basis: dict[int, list[Fraction]]) -> list[Fraction]:
    for pivot, known in basis.items():
        if vector[pivot]:
            vector = [a - vector[pivot] * b for a, b in zip(vector, known, strict=True)]
    return vector


def spanned(vectors: Iterable[list[Fraction]]) -> dict[int, list[Fraction]]:
    """All that follows from these sums by adding and subtracting, as rows in echelon form."""
    basis: dict[int, list[Fraction]] = {}
    for vector in vectors:
        left = reduced(vector, basis)
        pivot = next((n for n, number in enumerate(left) if number), None)
        if pivot is not None:
            basis[pivot] = [number / left[pivot] for number in left]
    return basis


def opened(
    tree: dict[tuple[str, Period], tuple[int, int] | None], threshold: int | None = FIVE
) -> list[tuple[str, str, str]]:
    """The small numbers that follow from all that an outsider is told; with no threshold only they are kept."""
    world = world_of(tree)
    rows, reader = rows_of(world), outsider(world, threshold)
    kept = {id(row) for row in rows if is_small(row) or reader.keeps("tips", row.place, row.period or BOTH, row.cell)}
    # What nobody reported is known to be nothing.
    silent = [[Fraction(atom == other) for other in ATOMS] for atom in ATOMS if tree[atom[0], atom[1]] is None]
    known = spanned([*silent, *(made_of(row) for row in rows if id(row) not in kept)])
    return [
        (row.place, str(row.period), row.cell)
        for row in rows
        if is_small(row) and not any(reduced(made_of(row), known))
    ]


@settings(max_examples=25, deadline=None)
@given(trees)
def test_no_small_number_follows_from_all_that_an_outsider_is_told(
    tree: dict[tuple[str, Period], tuple[int, int] | None],
) -> None:
    assert opened(tree) == []


def test_without_the_choice_a_province_opens_its_commune() -> None:
    tree = {(leaf, month): (50, 60) if leaf == "z1" else None for leaf, month, _ in ATOMS}
    tree |= {("p1", FIRST): (2, 1), ("p2", FIRST): (20, 30)}
    assert ("p1", str(FIRST), "") in opened(tree, threshold=None)
    assert opened(tree) == []


@settings(max_examples=15, deadline=None)
@given(trees)
def test_a_place_keeps_its_number_where_a_sum_of_it_alone_would_part_what_is_kept(
    tree: dict[tuple[str, Period], tuple[int, int] | None],
) -> None:
    """`keeps` judges all places at once, `splits` any set of them by itself; q1 holds what p1 and p2 went into."""
    homes = {key: replace(PLACES[key], home_commune="q1") for key in ("p1", "p2")}
    world = world_of(tree)
    reader = Outsider(PLACES | homes, lambda question: reference_engine.answer(world, question), lambda code: FIVE)
    for place, span, cell in product((*COMMUNES, *LEAVES), SPANS, ("", *CELLS)):
        assert reader.keeps("tips", place, span, cell) is reader.splits("tips", [place], span, cell)
