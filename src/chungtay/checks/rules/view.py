"""What the rules look at: the claims of one batch, other current figures beside them, and what the words mean.

All of it is handed in and stays as it is, so a rule can be judged on paper. `number` is the place of a figure
in its report as people count, from 1; a figure of another report has none and is named by its entry.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypedDict, TypeVar

from chungtay.checks.rules.pasts import Before, Past, Pasts, merged
from chungtay.checks.rules.units import admits
from chungtay.kernel.numbers import quantity_words
from chungtay.ledger.types import Claim, FigureStatus, RecordedFigure, cell_parts, cell_text
from chungtay.reference.indicators.catalogue import Definition, Dimension, cell_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from chungtay.kernel.periods import Period
    from chungtay.kernel.quantities import Quantity
    from chungtay.reference.forms.ruling import FormRule
    from chungtay.reference.forms.types import ItemFacts

Key = TypeVar("Key")


@dataclass(frozen=True)
class Words:
    """One text in both languages."""

    vi: str
    en: str

    def of(self, language: str) -> str:
        """The text in 'vi' or 'en'."""
        return self.vi if language == "vi" else self.en


@dataclass(frozen=True)
class Reason:
    """Why something cannot be told, in both languages, with the code under which it is counted."""

    code: str
    vi: str
    en: str

    def of(self, language: str) -> str:
        """The text in 'vi' or 'en'."""
        return self.vi if language == "vi" else self.en


@dataclass(frozen=True)
class Sending:
    """When a report goes out, and by when it was owed."""

    on: date
    due: date


@dataclass(frozen=True)
class Told:
    """What a report is about, the day on which it came, and the date that it bears where it bears one."""

    about: Period
    on: date
    dated: date | None = None


class Beside(TypedDict, total=False):
    """What a report is read beside, other than the figures of related reports: see `BatchView`."""

    history: Iterable[RecordedFigure]
    before: Before
    places: Mapping[int, PlaceFacts]
    attested: Iterable[RecordedFigure]
    form_rules: Iterable[FormRule]
    asked: Iterable[ItemFacts]
    sending: Sending | None
    told: Told | None
    registered: Mapping[str, Quantity]


@dataclass(frozen=True)
class PlaceFacts:
    """What rules need to know of a place: its level, and the ids of all places around it."""

    name: str
    level: str
    within: frozenset[int] = frozenset()


@dataclass(slots=True, eq=False)
class Item:
    """A claim with the name by which a finding points at it; exactly one of `number` and `entry` is set."""

    claim: Claim
    number: int | None = None
    entry: int | None = None

    @property
    def is_own(self) -> bool:
        """Whether it belongs to the batch under check."""
        return self.number is not None

    @property
    def quantity(self) -> Quantity:
        """The stated quantity; ask only where `has_quantity`."""
        assert self.claim.quantity is not None
        return self.claim.quantity

    @property
    def has_quantity(self) -> bool:
        """Whether a number was stated, zero included."""
        return self.claim.quantity is not None

    @property
    def dates(self) -> tuple[int, int]:
        """First and last day as ordinals: periods of different clocks with the same days are the same time."""
        return self.claim.period.start.toordinal(), self.claim.period.end.toordinal()

    @property
    def series(self) -> tuple[str, str, int, FigureStatus]:
        """What is counted where: indicator, cell, place and status, whatever the time."""
        return self.claim.indicator, self.claim.cell, self.claim.place_id, self.claim.status

    def where(self) -> Words:
        """'số liệu 3' in this report, 'mục 812 của sổ cái' elsewhere."""
        if self.number is not None:
            return Words(f"số liệu {self.number}", f"figure {self.number}")
        return Words(f"mục {self.entry} của sổ cái", f"ledger entry {self.entry}")

    def said(self) -> Words:
        """The number with its word of precision, from the value and never from the report's own sentence."""
        return Words(quantity_words(self.quantity, "vi"), quantity_words(self.quantity, "en"))

    @property
    def row(self) -> str:
        """The key of the form's row that it fills in: "tips.received|tip_category=crime"."""
        return f"{self.claim.indicator}|{self.claim.cell}"


Count = tuple[str, str, int, tuple[int, int], str]
"""Indicator, cell, place, first and last day, status: what one number is the number of."""
Family = tuple[Item | None, str, list[Item]]
"""A whole (None where it is not stated), a dimension, and the stated parts by which it divides the whole."""


@dataclass(frozen=True)
class BatchView:
    """One batch as the rules see it, never beside its own old versions.

    `related`: current figures of the body's other reports; `history`: its reports with the same form for earlier
    periods, or `before`: the same, gathered once for many reports; `attested`: what other bodies, named in `bodies`,
    state of the same place. `form_rules` and `asked`: the rules and rows of its form. `sending` is known where a
    deadline holds, `told` where a report is sent. `registered`: what registers count, by key of the form's row.
    """

    claims: tuple[Claim, ...]
    definitions: Mapping[str, Definition]
    dimensions: Mapping[str, Dimension]
    places: Mapping[int, PlaceFacts] = field(default_factory=dict)
    related: tuple[RecordedFigure, ...] = ()
    history: tuple[RecordedFigure, ...] = ()
    attested: tuple[RecordedFigure, ...] = ()
    bodies: Mapping[int, Words] = field(default_factory=dict)
    form_rules: tuple[FormRule, ...] = ()
    asked: tuple[ItemFacts, ...] = ()
    sending: Sending | None = None
    told: Told | None = None
    before: Before | None = None
    registered: Mapping[str, Quantity] = field(default_factory=dict)

    @cached_property
    def own(self) -> tuple[Item, ...]:
        """The batch's claims, numbered from 1."""
        return tuple(Item(claim, number=n) for n, claim in enumerate(self.claims, 1))

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Own claims first, then the others: where both state one thing, this report is taken at its word."""
        return self.own + tuple(Item(figure.claim, entry=figure.id) for figure in self.related)

    @cached_property
    def countable(self) -> tuple[Item, ...]:
        """Items that arithmetic may use: a number is stated, in the indicator's own kind of unit."""
        return tuple(
            i
            for i in self.items
            if i.claim.quantity is not None and i.claim.indicator in self.definitions and self.unit_fits(i)
        )

    @cached_property
    def own_countable(self) -> tuple[Item, ...]:
        """Those of the batch itself."""
        return tuple(i for i in self.countable if i.number is not None)

    @cached_property
    def rows(self) -> dict[str, Item]:
        """The batch's claims by the key of the form's row that they fill in."""
        return {item.row: item for item in self.own}

    def days(self, period: Period) -> tuple[int, int]:
        """`Item.dates`, worked out once: the figures of a report share their periods."""
        found = self._days.get(id(period))
        if found is None:
            found = self._days[id(period)] = period.start.toordinal(), period.end.toordinal()
        return found

    @cached_property
    def _days(self) -> dict[int, tuple[int, int]]:
        """By identity, which nobody else is given while the claims are held."""
        return {}

    @cached_property
    def counted(self) -> dict[Count, Item]:
        """The countable items by what they count, the first of each."""
        found: dict[Count, Item] = {}
        for item in self.countable:
            claim = item.claim
            key = claim.indicator, claim.cell, claim.place_id, self.days(claim.period), claim.status._value_
            if key not in found:
                found[key] = item
        return found

    @cached_property
    def families(self) -> list[Family]:
        """For every dimension by which a stated cell divides another."""
        parted: dict[tuple[str, Count], list[Item]] = {}
        for (code, cell, place_id, dates, status), item in self.counted.items():
            for dimension, above in _divided(cell) if cell else ():
                parted.setdefault((dimension, (code, above, place_id, dates, status)), []).append(item)
        return [(self.counted.get(whole), dimension, items) for (dimension, whole), items in parted.items()]

    @cached_property
    def flows(self) -> list[list[Item]]:
        """The countable flows that are stated more than once, for other times or by other reports, by series."""
        series: dict[tuple[str, str, int, str], list[Item]] = {}
        for item in self.countable:
            claim = item.claim
            if self.definitions[claim.indicator].nature == "flow":
                key = claim.indicator, claim.cell, claim.place_id, claim.status._value_
                series.setdefault(key, []).append(item)
        return [items for items in series.values() if len(items) > 1]

    def past(self, item: Item) -> Past:
        """Earlier exact numbers of the item's series over periods of like length, oldest first, each period once.

        Of one period the number that was handed in first is taken: that of the body's own report of the form."""
        named = item.number, item.entry
        found = self._pasts.get(named)
        if found is None:
            found = self._pasts[named] = self._earlier(item.claim)
        return found

    def _earlier(self, claim: Claim) -> Past:
        named = claim.indicator, claim.cell, claim.place_id, claim.status._value_
        before, beside = self._before
        found = before.of(named, claim.period)
        return found if beside is None else merged(found, beside.of(named, claim.period))

    @cached_property
    def _pasts(self) -> dict[tuple[int | None, int | None], Past]:
        """Found before, because several rules ask; by the name of the item."""
        return {}

    @cached_property
    def _before(self) -> tuple[Before, Before | None]:
        """What the body's reports of the form stated before, and what this report and its related ones state."""
        if (before := self.before) is None:
            history = Pasts(self.definitions)
            history.hear((figure.claim for figure in self.history), 0)
            before = history.before()
        periods = {id(claim.period): claim.period for claim in self.claims}.values()
        if not self.related and (not periods or max(p.start for p in periods) <= min(p.end for p in periods)):
            return before, None
        beside = Pasts(self.definitions)
        beside.hear((item.claim for item in self.items), 0)
        return before, beside.before()

    def definition(self, item: Item) -> Definition | None:
        """The catalogue's entry; None for a code that the catalogue does not know."""
        return self.definitions.get(item.claim.indicator)

    def nature(self, item: Item) -> str:
        """flow, stock, ratio or distinct; '' where unknown."""
        definition = self.definition(item)
        return definition.nature if definition else ""

    def members(self, dimension: str) -> frozenset[str]:
        """All members of a breakdown; of one that the catalogue does not know, a member that nobody can state."""
        found = self._members.get(dimension)
        if found is None:
            known = self.dimensions.get(dimension)
            found = frozenset(m.key for m in known.members) if known else frozenset({""})
            self._members[dimension] = found
        return found

    @cached_property
    def _members(self) -> dict[str, frozenset[str]]:
        return {}

    def unit_fits(self, item: Item) -> bool:
        """Whether the stated unit is of the indicator's kind: money, percent, weight or a count. Unstated units fit."""
        if not item.claim.unit:
            return True
        definition = self.definitions.get(item.claim.indicator)
        return definition is None or admits(definition, item.claim.unit)

    def level(self, item: Item) -> str:
        """The level of the place that the claim is about; '' where unknown."""
        place = self.places.get(item.claim.place_id)
        return place.level if place else ""

    def name(self, item: Item) -> Words:
        """What the claim counts, where and when: 'Tin dân cung cấp (tội phạm), Hà Nội, giai đoạn 2013-2018'."""
        definition = self.definition(item)
        place = self.places.get(item.claim.place_id)
        texts = []
        for language in ("vi", "en"):
            title = definition.name(language) if definition else item.claim.indicator
            title += f" ({cell_name(item.claim.cell, language)})" if item.claim.cell else ""
            texts.append(
                ", ".join(filter(None, [title, place.name if place else "", item.claim.period.label(language)]))
            )
        return Words(*texts)


def first_by(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, Item]:
    """The first item of each key: own claims stand before those of other reports."""
    found: dict[Key, Item] = {}
    for item in items:
        found.setdefault(key(item), item)
    return found


@lru_cache(maxsize=5000)
def _divided(cell: str) -> tuple[tuple[str, str], ...]:
    """Each dimension of a cell with the cell that it divides."""
    parts = cell_parts(cell)
    return tuple((dimension, cell_text({d: m for d, m in parts.items() if d != dimension})) for dimension in parts)


def shorter(a: Period, b: Period) -> bool:
    """Whether `a` lies within `b` and leaves days of it out."""
    return b.covers(a) and a.days < b.days
