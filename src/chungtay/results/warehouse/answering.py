"""One question asked of one store: land and reports that its indicators share, and what is asked for together."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from chungtay.results.warehouse.expecting import Counting, NewReceipts, counting_of
from chungtay.results.warehouse.facts import World
from chungtay.results.warehouse.group_frames import frame_of
from chungtay.results.warehouse.lands import land_of
from chungtay.results.warehouse.questions import By, Question
from chungtay.results.warehouse.scanning import NodesAsked, Places
from chungtay.results.warehouse.sides import with_sides
from chungtay.results.warehouse.spans import Spans, Way
from chungtay.results.warehouse.stores import Claim, Store
from chungtay.results.warehouse.tails import Tail

Pair = tuple[int, int]
"""A series: indicator and cell, as codes."""
_MOST_SCANNED: Final = 500_000
"""Rows that are held for series judged together, some 60 bytes each."""
_MOST_FETCHED: Final = 1_000
"""Communes of one series, at a hundred numbers each, that are held for series judged together."""


class Answering:
    """One question asked of one store."""

    def __init__(
        self, store: Store, world: World, question: Question, tail: Tail | None = None, every: int | None = None
    ) -> None:
        """`every`: about each place of this rank, in force or not, instead of those that the question asks for."""
        self.store, self.world, self.asked, self.every = store, world, question, every
        self.frame = frame_of(world, question) if question.frame is not None else None
        # A frame adds up places of its own choice, over all the land that can matter.
        self.question = replace(question, place=self.frame.root, by=By.ONE) if self.frame else question
        self.tail = tail or Tail()
        self.land = land_of(store, world, self.question)
        self.ground = replace(self.land.ground, world=world)
        if every is not None:
            candidates = [place for key in self.land.ground.lines if (place := world.places[key]).rank == every]
            self.ground = replace(self.ground, candidates=candidates)
        self.lines = self.ground.lines
        self.new = NewReceipts(self.tail.version, self.tail.ended, self.tail.receipts)
        self.at = None if self.tail else question.as_known_at
        self.joint: dict[Pair, tuple[Pair, ...]] = {}
        """By series, those that are judged with it: what one of them asks the scan for is asked for all."""
        self.alike: dict[Pair, tuple[Pair, ...]] = {}
        """Those of them of which the same communes are judged."""
        self._scanned: dict[tuple[tuple[Pair, ...], Spans, Places], list[pa.Table]] = {}
        self._claims: dict[tuple[tuple[Pair, ...], tuple[int, ...], bool], Mapping[Pair, list[Claim]]] = {}

    def scan(self, pair: Pair, spans: Spans, places: Places) -> list[pa.Table]:
        """What the plain communes of some places come to by one series."""
        joint = (self.joint if places.codes is None else self.alike).get(pair, ())
        count = self.store.ranks[places.low : places.high + 1].count(places.rank)
        most = len(joint) * len(spans.periods) * (count if places.codes is None else len(places.codes))
        if not joint or most > _MOST_SCANNED:
            return self.store.nodes(NodesAsked((pair,), spans, places, self.at))
        key = (joint, spans, places)
        if key not in self._scanned:
            self._scanned[key] = self.store.nodes(NodesAsked(joint, spans, places, self.at))
        found = self._scanned[key]
        cells = pa.array([cell for _, cell in with_sides((pair,), self.store.shape.sides)], pa.int32())
        return [
            t.filter(pc.and_(pc.equal(t["indicator"], pair[0]), pc.is_in(t["cell"].cast(pa.int32()), cells)))
            for t in found
        ]

    def claims(self, pair: Pair, places: Sequence[int], *, figures: bool = True) -> list[Claim]:
        """Every plain number of some communes by one series."""
        joint = self.alike.get(pair, ())
        if not joint or len(joint) * len(places) > _MOST_FETCHED:
            return self.store.claims((pair,), places, self.at, figures=figures)[pair]
        key = (joint, tuple(sorted(places)), figures)
        if key not in self._claims:
            self._claims[key] = self.store.claims(joint, places, self.at, figures=figures)
        return self._claims[key][pair]

    def judge_together(self, series: Iterable[tuple[Pair, Way, Hashable]]) -> None:
        """Have series asked for together that add up over time in one way; and of those of which the same is judged,
        as the third word says, communes, too."""
        ways, same = defaultdict[Hashable, list[Pair]](list), defaultdict[Hashable, list[Pair]](list)
        for pair, way, what in series:
            if pair in self.store.shape.clocks:
                ways[way].append(pair)
                same[way, what].append(pair)
        self.joint, self.alike = _by_each(ways.values()), _by_each(same.values())

    def counting(self) -> Counting:
        """Who owed and reported, of this ground."""
        return counting_of(self.store, self.world, self.land.ground, is_range=self.land.is_range)


def _by_each(groups: Iterable[Sequence[Pair]]) -> dict[Pair, tuple[Pair, ...]]:
    return {pair: tuple(sorted(pairs)) for pairs in groups if len(pairs) > 1 for pair in pairs}
