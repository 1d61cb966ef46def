"""What an outsider is not told beside small counts: one choice for every page, command, list and question.

An outsider is whoever is neither of the body that reports nor of the one that this body reports to (decision 0009).
What is kept is chosen from the figures of one indicator, one period as it was reported and the places under one: the
provinces of the country, the communes of a province. From that choice every total is judged, whatever was asked: it is
told if it holds, of each such group, all that is kept or nothing of it. So what is told is made up of numbers that are
told and of whole groups of kept ones, and no subtraction opens such a group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from chungtay.kernel.periods import Period
from chungtay.results.warehouse.facts import GROUP, PlaceNode
from chungtay.results.warehouse.questions import By, Question, Row
from chungtay.results.warehouse.small import Beside, Child, kept_beside

COUNTRY = "vn"
Span = tuple[date, date]
Choices = Mapping[Span, Beside]
NOTHING = Beside()


@dataclass
class Outsider:
    """One account, or anybody (`reads` always False), before the figures of one state of the ledger or of a snapshot.

    `ask` answers questions; `threshold` is that of an indicator; `reads` gives the rows (by `id`) of which the account
    may read all that was stated; `reads_some` whether there can be any such row under a place at all.
    """

    places: Mapping[str, PlaceNode]
    ask: Callable[[Question], Sequence[Row]]
    threshold: Callable[[str], int | None]
    reads: Callable[[Sequence[Row]], set[int]] = lambda rows: set()
    reads_some: Callable[[str], bool] = lambda key: False
    _chosen: dict[tuple[str, str], Choices] = field(default_factory=dict)
    _parted: dict[tuple[str, str, bool], Mapping[str, tuple[Span, ...]]] = field(default_factory=dict)
    _found: dict[tuple[str, str, bool], tuple[Span, ...]] = field(default_factory=dict)

    def keeps(self, code: str, place: str, period: Period, cell: str = "") -> bool:
        """Whether a number about a place and period, a whole or a part, is kept to hide a small one elsewhere.

        Of what the account may read itself nothing is kept, and what is small is kept anyway: both are the caller's.
        """
        spans = self._found.get((code, place, bool(cell)))
        if spans is None:
            spans = self._kept_spans(code, place, of_part=bool(cell))
        return bool(spans) and any(period.start <= start and end <= period.end for start, end in spans)

    def _kept_spans(self, code: str, place: str, *, of_part: bool) -> tuple[Span, ...]:
        """The periods as reported for which a number about a place is kept: a page asks about a place for many."""
        node = self.places.get(place)
        if self.threshold(code) is None or node is None or place == GROUP:
            return ()
        if node.level not in ("country", "province"):
            above = {self._above(key) for key in (place, *self._forerunners.get(place, ()))} - {None}
            return tuple(span for key in above if key for span in self._parting(code, key, of_part).get(place, ()))
        found = self._parting(code, COUNTRY, of_part).get(place, ()) if node.level == "province" else ()
        if node.level == "country" or self.reads_some(place):
            found = (*found, *(span for span, beside in self._choices(code, place).items() if not beside.tells_whole))
        # Of communes there are too many for each to be remembered.
        self._found[code, place, of_part] = found
        return found

    def _parting(self, code: str, above: str, of_part: bool) -> Mapping[str, tuple[Span, ...]]:
        """What `splits` finds of every single place, by place: those under one, and what holds them or came of them."""
        if (code, above, of_part) not in self._parted:
            found: dict[str, list[Span]] = defaultdict(list)
            for span, beside in self._choices(code, above).items():
                kept = beside.without_parts if of_part else beside.kept
                inside: dict[str, set[str]] = defaultdict(set)
                for key in kept:
                    for place in self._held_in(key, above):
                        inside[place].add(key)
                whole = not of_part and not self._is_open(code, above, span)
                for place, keys in inside.items():
                    if not (whole and keys == kept):
                        found[place].append(span)
            self._parted[code, above, of_part] = {place: tuple(spans) for place, spans in found.items()}
        return self._parted[code, above, of_part]

    def _held_in(self, key: str, above: str) -> Iterator[str]:
        """A place and what it lies in, up to the one above, and the communes that these went into."""
        for place in (key, *self._line(key)):
            if place == above:
                return
            yield place
            home = self.places[place].home_commune
            if home is not None:
                yield home

    def splits(self, code: str, members: Iterable[str], period: Period, cell: str = "") -> bool:
        """Whether the total over some places would part what is kept: some of a group in it, some outside."""
        if self.threshold(code) is None:
            return False
        by_above: dict[str, set[str]] = defaultdict(set)
        for member in members:
            for key in (member, *self._forerunners.get(member, ())):
                if (above := self._above(key)) is not None:
                    by_above[above].add(key)
        return any(self._splits(code, above, keys, period, cell) for above, keys in by_above.items())

    @cached_property
    def _forerunners(self) -> Mapping[str, Sequence[str]]:
        """Old communes by the one of 2025 that they went into as a whole: its numbers hold theirs."""
        found: dict[str, list[str]] = defaultdict(list)
        for node in self.places.values():
            if node.home_commune is not None:
                found[node.home_commune].append(node.key)
        return found

    def _above(self, key: str) -> str | None:
        """The place whose group decides of this one."""
        node = self.places.get(key)
        if node is None or node.level == "country":
            return None
        if node.level == "province":
            return COUNTRY
        return next((above for above in self._line(key) if self.places[above].level == "province"), None)

    def _splits(self, code: str, above: str, keys: set[str], period: Period, cell: str) -> bool:
        for span, beside in self._spans(code, above, period):
            kept = beside.without_parts if cell else beside.kept
            inside = {key for key in kept if self._lies_in(key, keys)}
            if inside and (cell or inside != kept or self._is_open(code, above, span)):
                return True
        return False

    def _lies_in(self, key: str, keys: set[str]) -> bool:
        return key in keys or any(above in keys for above in self._line(key))

    def _spans(self, code: str, above: str, period: Period) -> Iterator[tuple[Span, Beside]]:
        for span, beside in self._choices(code, above).items():
            if period.start <= span[0] and span[1] <= period.end:
                yield span, beside

    def _is_open(self, code: str, above: str, span: Span) -> bool:
        """Whether the number of the place that holds a group is kept itself."""
        return above != COUNTRY and above in self._choices(code, COUNTRY).get(span, NOTHING).kept

    def _has_parts(self, code: str, above: str, span: Span) -> bool:
        return above == COUNTRY or above not in self._choices(code, COUNTRY).get(span, NOTHING).without_parts

    def _choices(self, code: str, above: str) -> Choices:
        if (code, above) not in self._chosen:
            self._chosen[code, above] = self._choose(code, above)
        return self._chosen[code, above]

    def _choose(self, code: str, above: str) -> Choices:
        threshold = self.threshold(code)
        assert threshold is not None
        by = By.PROVINCE if above == COUNTRY else By.COMMUNE
        asked = self.ask(Question((code,), above, None, by=by, cells=None, trace=False))
        rows = [row for row in asked if row.period and row.total and self._above(row.place) == above]
        known = self.reads(rows) if self.reads_some(above) else set()
        groups: dict[Span, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for row in rows:
            assert row.period is not None
            groups[row.period.start, row.period.end][row.place].append(row)
        found = {}
        for span, places in groups.items():
            children = {key: _child(listed, known) for key, listed in places.items()}
            is_open, has_parts = self._is_open(code, above, span), self._has_parts(code, above, span)
            found[span] = kept_beside(children, threshold, is_open=is_open, has_parts=has_parts)
        # Each row of each page goes through them, and nearly all keep nothing.
        return {span: beside for span, beside in found.items() if beside != NOTHING}

    def _line(self, key: str) -> Iterator[str]:
        above = self.places[key].parent if key in self.places else None
        while above is not None and above in self.places:
            yield above
            above = self.places[above].parent


def _child(rows: Sequence[Row], known: set[int]) -> Child:
    whole = next((row for row in rows if not row.cell), None)
    parts = {row.cell: row.total.value for row in rows if row.cell and row.total is not None}
    return Child(_values(whole) if whole is not None else (), parts, all(id(row) in known for row in rows))


def _values(row: Row) -> tuple[Decimal, ...]:
    """The number that leads, and what else is claimed of the same."""
    others = (other.total for other in row.beside)
    return tuple(total.value for total in (row.total, row.also_reported, *others) if total is not None)
