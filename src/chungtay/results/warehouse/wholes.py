"""The plain numbers of one indicator and cell, as wholes and as facts, each as the ledger has them with its tail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from chungtay.results.warehouse.changing import add_changes
from chungtay.results.warehouse.facts import Fact
from chungtay.results.warehouse.layout import CLOCKS, day_of
from chungtay.results.warehouse.leaves import Leaf
from chungtay.results.warehouse.reference_engine import NOBODY, Tree, Whole
from chungtay.results.warehouse.rows import Asked, Figures
from chungtay.results.warehouse.scanning import LEAF_RANK, Places
from chungtay.results.warehouse.sides import NONE, Sides, denominator_of, side_of, total_of
from chungtay.results.warehouse.spans import Spans, month_period

if TYPE_CHECKING:
    from chungtay.kernel.periods import Period
    from chungtay.results.warehouse.judging import Indicator
    from chungtay.results.warehouse.stores import Claim

LEADS_RANK: Final = -1
"""A plain number leads whatever stands beside it: the folder says so, not its line."""


class Plain:
    """The plain numbers of one indicator and cell."""

    def __init__(self, indicator: Indicator, cell: str, spans: Spans) -> None:
        self.of, self.cell, self.spans = indicator, cell, spans
        self.store, self.pair = indicator.store, indicator.pairs[cell]
        self.unit = Decimal(1).scaleb(-indicator.scale)
        self.trace = indicator.question.trace

    def stating(self, wanted: Sequence[Set[str]]) -> list[Set[str]]:
        """For each asked period the communes among those wanted that state a number.

        The generation is asked once; what the tail changes is put over it.
        """
        store, places = self.store, self.store.place_codes
        of_all = (self.pair, self.spans, self.of.asking.at)
        held: dict[tuple[int, str], bool] = store.remember("stating", of_all, None, dict)
        missing = [{key for key in keys if (bucket, key) not in held} for bucket, keys in enumerate(wanted)]
        codes = tuple(sorted({places[key] for keys in missing for key in keys if key in places}))
        if codes:
            told = self._told(codes)
            held.update(
                ((bucket, key), (bucket, places.get(key, -1)) in told)
                for bucket, keys in enumerate(missing)
                for key in keys
            )
        found: list[Set[str]] = []
        shifted = self.of.shifts.of_cell(self.cell)
        for bucket, keys in enumerate(wanted):
            told_here = {key for key in keys if held.get((bucket, key), False)}
            for key in keys if shifted else ():
                leaf = shifted.get(places.get(key, -1))
                span = None if leaf is None else self.spans.ranges[bucket][leaf.clock]
                if leaf is not None and span is not None:
                    told_here.discard(key)
                    told_here.update([key] if leaf.after(*span) else [])
            found.append(told_here)
        return found

    def _told(self, codes: tuple[int, ...]) -> set[tuple[int, int]]:
        """The asked periods for which communes have a number in the generation, each with the commune."""
        return {
            (bucket, place)
            for place, clock, first, last in self.store.stretches(self.pair, codes, self.of.asking.at)
            for bucket, ranges in enumerate(self.spans.ranges)
            if (held := ranges[clock]) is not None and first <= held[1] and last >= held[0]
        }

    def nodes(self, wanted: Sequence[Set[str]]) -> list[dict[str, Whole]]:
        """For each asked period what the wanted places come to, those without a number left out."""
        store = self.store
        found: list[dict[str, Whole]] = [{} for _ in wanted]
        by_rank: dict[int, set[int]] = defaultdict(set)
        for key in set().union(*wanted):
            if (code := store.place_codes.get(key)) is not None:
                by_rank[store.ranks[code]].add(code)
        for rank, codes in by_rank.items():
            places = self._places(rank, codes)
            changes: dict[tuple[int, int], list[tuple[int, ...]]] = defaultdict(list)
            for change in self.of.shifts.changes(self.pair, self.cell, self.spans, places):
                changes[change[2], change[3]].append(change)
            rows = {at: add_changes(None, of_it) for at, of_it in changes.items()}
            only = pa.array(sorted(codes), pa.int32())
            sides: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
            for table in self.of.asking.scan(self.pair, self.spans, places):
                held = table if places.codes else table.filter(pc.is_in(table["place"], only))
                for row in held.to_pylist():
                    at = (row["bucket"], row["place"])
                    if side := side_of(row["cell"]):
                        sides[at][side] = row["value"]
                    else:
                        rows[at] = add_changes(row, changes[at]) if at in changes else row
            for (bucket, code), row in rows.items():
                key = store.place_keys[code]
                if key in wanted[bucket]:
                    found[bucket][key] = self._whole(key, row, sides.get((bucket, code), NONE))
        return found

    def _places(self, rank: int, codes: Set[int]) -> Places:
        """The places of a scan for some places of a level. Communes are named; of the others all of the level are
        asked, within the asked place or the only one: such a statement comes again."""
        store, low, high = self.store, min(codes), max(self.store.ends[code] for code in codes)
        if rank == LEAF_RANK and len(codes) > 1:
            return Places(rank, low, high, tuple(sorted(codes)))
        root = store.place_codes.get(self.of.question.place)
        if len(codes) > 1 and root is not None and root <= low and high <= store.ends[root]:
            low, high = root, store.ends[root]
        return Places(rank, low, high)

    def _whole(self, key: str, row: dict[str, int], sides: Sides) -> Whole:
        return Whole(
            total=total_of(row["value"], sides, self.unit),
            denominator=denominator_of(sides, self.unit) if self.of.is_ratio else None,
            stated=row["stated"],
            partial=row["partial"],
            claims=row["claims"],
            first=day_of(row["first_day"]),
            last=day_of(row["last_day"]),
            regime=CLOCKS[row["clock"]],
            is_own=self.store.ranks[row["place"]] == LEAF_RANK,
            ids=self.figures(row["bucket"], key) if self.trace else (),
        )

    def facts(self, leaves: Set[str]) -> Iterator[tuple[int, Fact]]:
        """The numbers of some communes as facts, each with its asked period."""
        store, keys = self.store, self.store.place_keys
        codes = [store.place_codes[key] for key in leaves if key in store.place_codes]
        claims = self.of.asking.claims(self.pair, codes, figures=self._are_told_apart(leaves)) if codes else []
        hot = self.of.hot
        near = [claim.figure for claim in claims if (self.cell, keys[claim.place]) in hot]
        ranks = self.of.asking.tail.ranks(near)
        shifted = self.of.shifts.of_cell(self.cell)
        yield from self._new([shifted[code] for code in codes if code in shifted])
        for claim in claims:
            if claim.figure in hot.get((self.cell, keys[claim.place]), ()):
                continue
            if claim.place in shifted and claim.month in shifted[claim.place].replaced:
                continue
            for bucket, both in enumerate(self.spans.ranges):
                held = both[claim.clock]
                if held is not None and held[0] <= claim.month <= held[1]:
                    yield bucket, self._fact(claim, ranks.get(claim.figure, LEADS_RANK))

    def _are_told_apart(self, leaves: Set[str]) -> bool:
        """Whether it matters which figures the numbers of some communes are: else they need not be read."""
        beside = any(fact.place in leaves for fact, _ in self.of.facts.get(self.cell, ()))
        return self.trace or beside or any((self.cell, place) in self.of.hot for place in leaves)

    def _new(self, leaves: Iterable[Leaf]) -> Iterator[tuple[int, Fact]]:
        """What the tail says of communes whose change is told as a difference."""
        for leaf in leaves:
            for month, fact in leaf.facts.items():
                for bucket, both in enumerate(self.spans.ranges):
                    held = both[leaf.clock]
                    if held is not None and held[0] <= month <= held[1]:
                        yield bucket, fact

    def _fact(self, claim: Claim, rank: int) -> Fact:
        return Fact(
            id=claim.figure,
            indicator=self.of.rule.code,
            place=self.store.place_keys[claim.place],
            period=month_period(claim.clock, claim.month),
            quantity=total_of(claim.value, claim.sides, self.unit),
            denominator=denominator_of(claim.sides, self.unit) if self.of.is_ratio else None,
            cell=self.cell,
            rank=rank,
            with_id=claim.with_id or None,
        )

    def figures(self, bucket: int, place: str) -> Sequence[int]:
        """The figures behind a node, worked out again from the communes: which of them count is the tree's to say."""

        return figures_behind(self.of, self.cell, self.spans.periods[bucket], place, lambda at: self._at(bucket, at))

    def _at(self, bucket: int, places: Set[str]) -> Iterable[Fact]:
        return (fact for number, fact in self.facts(places) if number == bucket)


def figures_behind(
    of: Indicator, cell: str, period: Period, place: str, facts_at: Callable[[Set[str]], Iterable[Fact]]
) -> Figures:
    """The figures of which a place's number is made, looked for when they are asked for; which count is the tree's
    to say."""

    def find() -> Iterable[int]:
        under, leaves = [place], set()
        while under:
            key = under.pop()
            under += of.asking.land.children.get(key, ())
            leaves.add(key)
        asked = Asked(of.question, of.rule, period, cell)
        node = Tree(of.asking.ground, asked, list(facts_at(leaves)), NOBODY).node(place)
        return node.figure_ids if node is not None else ()

    return Figures(find)
