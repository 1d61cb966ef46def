"""Small counts kept from being had by subtraction: one rule for pages, the command line and reviews.

Whoever is shown a whole and all of its parts but one has that one as well. So with a small part others are withheld,
the smallest that suffice, until every small part could still be at least two numbers. Within one row this is
`kept_back`; among the places under one, for one period, `kept_beside`, from which `outsiders` judges whatever is asked.
"""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate, chain
from typing import TypeVar

from chungtay.results.warehouse.questions import Row

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Child:
    """What one place beside others states of an indicator for one period. `is_known`: the account may read all of it,
    so that it hides nothing beside it."""

    values: tuple[Decimal, ...] = ()
    """The whole that leads, and every other claim about the same thing."""
    parts: Mapping[str, Decimal] = field(default_factory=dict)
    is_known: bool = False


@dataclass(frozen=True)
class Beside:
    """Of the places under one, for one period: those whose number is kept from an outsider, small ones among them, and
    those whose parts are. Not `tells_whole`: not even the number of the place that holds them may be told."""

    kept: frozenset[str] = frozenset()
    without_parts: frozenset[str] = frozenset()
    tells_whole: bool = True


def kept_beside(children: Mapping[str, Child], threshold: int, *, is_open: bool, has_parts: bool) -> Beside:
    """What an outsider is not told of the places under one, for one period; the same whatever was asked.

    `is_open`: the number that holds them is itself kept, so that one kept here hides it. Not `has_parts`: its parts
    are kept, so that none are told here.

    Numbers are kept as `kept_with` says; where that cannot hide them, all of them. Parts are told of all places or of
    none: of none as soon as one part is small, or one place is kept that has parts.
    """
    others = {key: child for key, child in children.items() if not child.is_known}
    values = {key: child.values[0] for key, child in others.items() if child.values}
    small = {key for key in values if any(0 < value < threshold for value in others[key].values)}
    kept = _kept_of(values, small, threshold, is_open=is_open)
    stating = frozenset(key for key, child in others.items() if child.parts)
    low = any(0 < value < threshold for child in others.values() for value in child.parts.values())
    without = stating if low or not has_parts or kept & stating else frozenset()
    return Beside(kept, without | kept, tells_whole=len(kept) != 1 or is_open or len(children) == 1)


def _kept_of(values: Mapping[str, Decimal], small: set[str], threshold: int, *, is_open: bool) -> frozenset[str]:
    if not small:
        lowest = sorted((value, key) for key, value in values.items() if value > 0)[:1] if is_open else []
        return frozenset(key for _, key in lowest)
    if is_open:
        return frozenset(small)
    more = kept_with(values, small, threshold)
    return frozenset(values) if more is None else frozenset(small) | more


@dataclass(frozen=True)
class Kept:
    """The cells of parts that are shown as "<5", and those that are withheld with them."""

    small: frozenset[str]
    withheld: frozenset[str]


def kept_back(
    parts: Sequence[Row], whole: Row | None, is_small: Callable[[Row], bool], threshold: int | None
) -> Kept | None:
    """What is kept back of the parts of one indicator at one place; None: nothing may be told of them at all.

    `whole` is what they belong to, None where nobody stated it: then there is nothing to subtract from. The parts of
    a whole that is itself small are not told: they would say of which kind its few are.
    """
    if whole is not None and whole.total is not None and is_small(whole):
        return None
    values = {row.cell: row.total.value for row in parts if row.total is not None}
    small = frozenset(row.cell for row in parts if row.cell in values and is_small(row))
    if not small or threshold is None or whole is None or whole.total is None:
        return Kept(small, frozenset())
    withheld = kept_with(values, small, threshold)
    return None if withheld is None else Kept(small, withheld)


def kept_with(
    values: Mapping[Key, Decimal], small: Collection[Key], threshold: int, withheld: Collection[Key] = ()
) -> frozenset[Key] | None:
    """Which numbers of a known sum are withheld with the small ones, `withheld` among them; None: even all are too few.

    A reader knows that a small one lies between 1 and the threshold and that one withheld with it does not. Zeros stay.
    """
    few = [values[key] for key in small]
    already = tuple(key for key in withheld if key not in small and key in values)
    free = sorted((key for key in values if key not in small and key not in already), key=lambda k: (values[k], str(k)))
    free = [key for key in free if values[key] > 0]
    single = [(key,) for key in free]
    for more in chain([()], single, accumulate(single, lambda so_far, key: (*so_far, *key))):
        chosen = (*already, *more)
        if not few or _is_open(few, [values[key] for key in chosen], threshold):
            return frozenset(chosen)
    return None


def _is_open(few: Sequence[Decimal], others: Sequence[Decimal], threshold: int) -> bool:
    """Whether a small number could still be two numbers, given what they add up to together with those withheld."""
    together = sum(few) + sum(others)
    most = min(Decimal(threshold - 1), together - (len(few) - 1) - threshold * len(others))
    least = Decimal(1) if others else max(Decimal(1), together - (len(few) - 1) * (threshold - 1))
    return least < most
