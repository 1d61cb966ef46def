"""A group of places as one node over its members, so that every engine adds it up as it adds up a province.

Nothing else is new: bounds, unions, completeness and which claim leads follow the same rules. A member that lies in
another member stays below it, and old communes count below the 2025 commune that took them over as a whole, as they
do when that commune is asked itself: no land is counted twice.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from chungtay.results.warehouse.facts import GROUP, PlaceNode, World
from chungtay.results.warehouse.questions import Question


def grouped(world: World, question: Question, members: Iterable[str]) -> tuple[World, Question]:
    """The world with one node over the members (keys), and the question about that node; its rows bear GROUP as place.

    KeyError for a member that the world does not hold. A group without members is a ValueError: it has no sum, and
    nothing that could be missing from one.
    """
    known = set(members)
    if not known:
        raise ValueError("a group without members")
    tops = {key for key in known if not known & {*_above(world, key), world.places[key].home_commune}}
    places = dict(world.places)
    for node in world.places.values():
        if node.home_commune in tops and not tops & {node.key, *_above(world, node.key)}:
            places[node.key] = replace(node, parent=node.home_commune)
    for key in tops:
        places[key] = replace(world.places[key], parent=GROUP)
    places[GROUP] = PlaceNode(GROUP, GROUP)
    return replace(world, places=places), replace(question, place=GROUP)


def _above(world: World, key: str) -> Iterator[str]:
    """The places that hold a place, upward, as far as this world goes."""
    above = world.places[key].parent
    while above is not None and above in world.places:
        yield above
        above = world.places[above].parent
