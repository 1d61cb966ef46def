"""What the rules look at: the claims of one batch, other current figures beside them, and what the words mean.

All of it is frozen and handed in, so a rule can be judged on paper. `number` is the place of a figure
in its report as people count, from 1; a figure of another report has none and is named by its entry.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypedDict, TypeVar

from chungtay.kernel.numbers import quantity_words
from chungtay.ledger.types import Claim, FigureStatus, RecordedFigure
from chungtay.reference.indicators.catalogue import Definition, Dimension, cell_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date
    from decimal import Decimal

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
    attested: Iterable[RecordedFigure]
    form_rules: Iterable[FormRule]
    asked: Iterable[ItemFacts]
    sending: Sending | None
    told: Told | None


@dataclass(frozen=True)
class PlaceFacts:
    """What rules need to know of a place: its level, and the ids of all places around it."""

    name: str
    level: str
    within: frozenset[int] = frozenset()


@dataclass(frozen=True)
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


class Past(NamedTuple):
    """An earlier number of a series, and the running number of the month (year × 12 + month) in which it ends."""

    month: int
    value: Decimal


Stated = tuple["date", "date", int, "Decimal", FigureStatus]
"""First and last day, the order in which it was handed in, the number and its status."""


@dataclass(frozen=True)
class BatchView:
    """One batch as the rules see it, never beside its own old versions.

    `related`: current figures of the body's other reports; `history`: its reports with the same form for earlier
    periods; `attested`: what other bodies, named in `bodies`, state of the same place. `form_rules` and `asked`: the
    rules and rows of its form. `sending` is known where a deadline holds, `told` where a report is sent.
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
            i for i in self.items if i.has_quantity and i.claim.indicator in self.definitions and self.unit_fits(i)
        )

    def past(self, item: Item) -> list[Past]:
        """Earlier exact numbers of the item's series over periods of like length, oldest first, each period once.

        Of one period the number that was handed in first is taken: that of the body's own report of the form."""
        named = item.number, item.entry
        found = self._pasts.get(named)
        if found is None:
            found = self._pasts[named] = list(self._earlier(item))
        return found

    def _earlier(self, item: Item) -> Iterator[Past]:
        mine, status = item.claim.period, item.claim.status
        known = None
        named = item.claim.indicator, item.claim.cell, item.claim.place_id
        for first, last, _, value, its in self._series.get(named, ()):
            if its is status and last < mine.start and (first, last) != known:
                known = first, last
                if _alike((last - first).days + 1, mine.days):
                    yield Past(last.year * 12 + last.month, value)

    @cached_property
    def _pasts(self) -> dict[tuple[int | None, int | None], list[Past]]:
        """Found before, because several rules ask; by the name of the item."""
        return {}

    @cached_property
    def _series(self) -> dict[tuple[str, str, int], list[Stated]]:
        """All exact numbers by indicator, cell and place, oldest first."""
        by_unit: dict[tuple[str, str, int, str], list[Stated]] = {}
        for order, claim in enumerate((*(f.claim for f in self.history), *(i.claim for i in self.items))):
            quantity, period = claim.quantity, claim.period
            if quantity is not None and quantity.is_exact:
                named = claim.indicator, claim.cell, claim.place_id, claim.unit
                if (found := by_unit.get(named)) is None:
                    found = by_unit[named] = []
                found.append((period.start, period.end, order, quantity.value, claim.status))
        series: dict[tuple[str, str, int], list[Stated]] = {}
        for (indicator, cell, place_id, unit), found in by_unit.items():
            if indicator in self.definitions and self._admits(indicator, unit):
                series.setdefault((indicator, cell, place_id), []).extend(found)
        for found in series.values():
            found.sort()
        return series

    def definition(self, item: Item) -> Definition | None:
        """The catalogue's entry; None for a code that the catalogue does not know."""
        return self.definitions.get(item.claim.indicator)

    def nature(self, item: Item) -> str:
        """flow, stock, ratio or distinct; '' where unknown."""
        definition = self.definition(item)
        return definition.nature if definition else ""

    def members(self, dimension: str) -> frozenset[str]:
        """All members of a breakdown; of one that the catalogue does not know, a member that nobody can state."""
        known = self.dimensions.get(dimension)
        return frozenset(m.key for m in known.members) if known else frozenset({""})

    def unit_fits(self, item: Item) -> bool:
        """Whether the stated unit is of the indicator's kind: money, percent, weight or a count. Unstated units fit."""
        return item.claim.indicator not in self.definitions or self._admits(item.claim.indicator, item.claim.unit)

    def _admits(self, indicator: str, unit: str) -> bool:
        return not unit.strip() or unit_kind(unit) in unit_kinds(self.definitions[indicator].unit_vi)

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


def unit_kind(unit: str) -> str:
    """'money', 'percent', 'weight' or 'count'."""
    words = unit.casefold().split()
    if any(w in ("đồng", "vnđ", "vnd") for w in words):
        return "money"
    if "%" in unit or "phần trăm" in unit.casefold():
        return "percent"
    if any(w in ("kg", "g", "gam", "tấn", "tạ", "ki-lô-gam") for w in words):
        return "weight"
    return "count"


def unit_kinds(units: str) -> frozenset[str]:
    """The kinds that a catalogue entry admits: 'kg, quả, kíp' is weight or count."""
    return frozenset(unit_kind(part) for part in units.split(","))


def _alike(days: int, others: int) -> bool:
    """Months differ by a day or three: lengths within a tenth are one kind of period."""
    return days * 10 >= others * 9 and others * 10 >= days * 9


def shorter(a: Period, b: Period) -> bool:
    """Whether `a` lies within `b` and leaves days of it out."""
    return b.covers(a) and a.days < b.days
