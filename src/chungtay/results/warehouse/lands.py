"""The ground of a question, as a store knows it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chungtay.results.warehouse.facts import World
from chungtay.results.warehouse.questions import Question
from chungtay.results.warehouse.reference_engine import Ground
from chungtay.results.warehouse.rows import of_level, territory
from chungtay.results.warehouse.scanning import LEAF_RANK
from chungtay.results.warehouse.stores import Store


@dataclass(frozen=True)
class Land:
    """The ground of a question as the store knows it."""

    ground: Ground
    children: Mapping[str, Sequence[str]]
    is_known: bool
    """Whether the generation knows every place of the asked level."""
    moved: frozenset[str]
    """Places below which this world holds other communes than the generation: their nodes are of no use here."""
    villages: tuple[str, ...] = ()

    @property
    def is_range(self) -> bool:
        """Whether the territory is a range of codes."""
        return not self.moved


@dataclass(frozen=True)
class _Territory:
    """What is the same for every level that is asked about."""

    lines: Mapping[str, list[str]]
    children: Mapping[str, Sequence[str]]
    moved: frozenset[str]
    villages: tuple[str, ...]

    @classmethod
    def of(cls, store: Store, world: World, place: str) -> "_Territory":
        lines = territory(world, place)
        children: dict[str, list[str]] = defaultdict(list)
        moved: set[str] = set()
        for key, line in lines.items():
            if len(line) == 1:
                if key not in store.place_codes:
                    moved.add(key)
                continue
            children[line[1]].append(key)
            code = store.place_codes.get(key)
            if code is None or world.places[key].rank > LEAF_RANK:
                continue
            parent = store.parents[code]
            if parent is None or store.place_keys[parent] != line[1]:
                moved.update(line[1:])
        villages = tuple(key for key in lines if world.places[key].rank > LEAF_RANK)
        return cls(lines, children, frozenset(moved), villages)


def land_of(store: Store, world: World, question: Question) -> Land:
    """The ground of a question, kept while the same places are asked about."""
    place, places = question.place, world.places

    def make() -> Land:
        whole = store.remember("territory", (id(places), place), places, lambda: _Territory.of(store, world, place))
        candidates = of_level(question, (places[key] for key in whole.lines))
        is_known = all(node.key in store.place_codes for node in candidates)
        ground = Ground(world, whole.lines, candidates)
        return Land(ground, whole.children, is_known, whole.moved, whole.villages)

    return store.remember("land", (id(places), place, question.by), places, make)
