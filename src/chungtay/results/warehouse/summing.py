"""What several places come to together: shared by whoever puts places under one another, in time or on a map."""

from collections.abc import Callable
from decimal import Decimal

from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import Total
from chungtay.results.warehouse.facts import PlaceNode, Rule
from chungtay.results.warehouse.questions import Basis
from chungtay.results.warehouse.rows import Node, added, joined


def adds_up(rule: Rule, node: Node) -> bool:
    """Whether a node may enter a sum: distinct things need their members, ratios their denominators."""
    if rule.over_places == "union":
        return node.members is not None
    return rule.over_places != "ratio" or node.denominator is not None


def summed(rule: Rule, parts: list[tuple[PlaceNode, Node]], due: Callable[[int], tuple[int, int]]) -> Node:
    """The sum of what leads at some places; `due` gives how many of a rank reported, and how many were expected."""
    nodes = [node for _, node in parts]
    top = min(node.top for node in nodes)
    stated, partial = _counts(top, parts)
    arrived, expected = due(top)
    members = None
    total = sum((node.total for node in nodes), Total())
    if rule.over_places == "union":
        members = tuple(sorted({member for node in nodes for member in node.members or ()}))
        total = Total(*[Decimal(len(members))] * 3)
    return Node(
        basis=Basis.ROLLED_UP,
        total=total,
        denominator=added([node.denominator for node in nodes]),
        members=members,
        first=min(node.first for node in nodes),
        last=max(node.last for node in nodes),
        single=nodes[0].single if len(nodes) == 1 else None,
        top=top,
        stated=stated,
        received=max(stated, arrived),
        expected=expected,
        partial=partial,
        figure_ids=joined([node.figure_ids for node in nodes]),
    )


def without_twice(rule: Rule, bucket: Period, parts: list[tuple[PlaceNode, Node]]) -> list[tuple[PlaceNode, Node]]:
    """The parts without ended places whose land on the same days is counted by living ones.

    Of what is counted once, at the end, the living have it. Of what is summed, only places that began in the period,
    after the others had ended, can count their days again; one that was there all along counted its own land beside.
    """
    living = [(place, node) for place, node in parts if place.valid_to is None or place.valid_to >= bucket.end]
    if rule.over_time == "last":
        return living or parts
    ended = [(place.valid_to, node.last) for place, node in parts if place.valid_to and place.valid_to < bucket.end]
    young = [
        (place.valid_from, node.first) for place, node in living if place.valid_from and place.valid_from > bucket.start
    ]
    if not ended or not young or min(since for since, _ in young) <= max(until for until, _ in ended):
        return parts
    return living if max(last for _, last in ended) >= min(first for _, first in young) else parts


def _counts(top: int, parts: list[tuple[PlaceNode, Node]]) -> tuple[int, int]:
    """(stated, partial) in places of the level `top`.

    A place of that level known from below counts as one, in part unless all below it is there. What lies lower
    without a place of that level in between is no place more, but leaves the count open.
    """
    stated = partial = 0
    for place, node in parts:
        if node.top == top:
            stated += node.stated
            partial += node.partial
        elif place.rank == top:
            stated += 1
            partial += 0 if node.complete else 1
        else:
            partial += 1
    return stated, partial
