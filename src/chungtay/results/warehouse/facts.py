"""The neutral rows that every engine answers from: what was claimed, what was owed, what arrived, and how places nest.

A `World` is small and whole in memory: it feeds the reference engine, the spec tables, and the writer of Parquet
folders. Keys are text here ('p01@2013', 'tips.received'); integers begin at the Parquet folder.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period, Regime, periods_of_year
from chungtay.kernel.quantities import Total
from chungtay.results.warehouse.frames import Atlas

LEVELS = ("country", "province", "district", "commune", "village")
LINES = ("police", "front", "committee", "member")

GROUP = "group"
"""Key and level of the node over the members of a group of places: above all levels, and none of them."""

_RANKS = {level: rank for rank, level in enumerate(LEVELS)} | {GROUP: -1}
_LEAST_DAYS = {"month": 28, "quarter": 89, "half": 180, "year": 365, "term": 365}


@dataclass(frozen=True)
class PlaceNode:
    """A place and the one place that holds it. An old province lies in the 2025 province that took all its land.

    `home_commune` is the 2025 commune that an old commune went into as a whole: it is asked only where that
    commune itself is, because up the tree the old commune counts in its own district.
    """

    key: str
    level: str
    parent: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    home_commune: str | None = None

    @property
    def rank(self) -> int:
        """0 for the country, 1 for provinces, 3 for communes."""
        return _RANKS[self.level]

    def in_force(self, on: date) -> bool:
        """Whether the place existed on the day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    def days_of(self, period: Period) -> int:
        """On how many days of the period the place existed."""
        start = max(period.start, self.valid_from or date.min)
        end = min(period.end, self.valid_to or date.max)
        return max(0, (end - start).days + 1)


@dataclass(frozen=True)
class Rule:
    """How an indicator adds up, which of two claims leads ('' leaves it open), and which forms ask for it."""

    code: str
    over_places: str
    over_time: str
    leads: str = "reported"
    numerator: str = ""
    denominator: str = ""
    forms: frozenset[str] = frozenset()
    may_apportion: bool = False
    """Whether a count of it may be shared out where a border cut the unit that it was counted in."""


@dataclass(frozen=True)
class Fact:
    """One approved claim. `quantity` None goes with an absence. `rank` orders attestations: the lowest leads.

    `with_id` is the figure that a computed ratio takes its denominator from. Known at transactions from
    `known_from` up to but not including `known_to`.
    """

    id: int
    indicator: str
    place: str
    period: Period
    quantity: Total | None = None
    absence: Absence | None = None
    cell: str = ""
    status: str = "result"
    denominator: Total | None = None
    members: tuple[str, ...] | None = None
    batch: int = 0
    rank: int = 0
    known_from: int = 0
    known_to: int | None = None
    with_id: int | None = None

    @property
    def order(self) -> tuple[bool, int, int, bool]:
        """What decides which of several attestations leads: one that can be added, then the line, then the first."""
        can_add = self.denominator is not None or self.members is not None
        return not can_add, self.rank, self.id, self.with_id is not None

    @property
    def ids(self) -> tuple[int, ...]:
        """The figures of the ledger behind it."""
        return (self.id,) if self.with_id is None else (self.id, self.with_id)

    def says_the_same(self, other: "Fact") -> bool:
        """Whether the two state one value: the same number, equally exact, over the same denominator."""
        mine = (self.quantity, self.denominator, sorted(self.members or ()))
        return mine == (other.quantity, other.denominator, sorted(other.members or ()))


@dataclass(frozen=True)
class Duty:
    """A place owes a form for the periods that end within the dates; never for less than `least_days`."""

    form: str
    place: str
    valid_from: date
    valid_to: date | None = None
    least_days: int = 1


@dataclass(frozen=True)
class Receipt:
    """An approved batch of a form arrived for a place and period, whatever it stated."""

    batch: int
    form: str
    place: str
    period: Period
    known_from: int = 0
    known_to: int | None = None


def due_at_once(period: Period, level: str) -> date:
    """The deadline where nobody set one: the period's own last day."""
    return period.end


@dataclass(frozen=True)
class World:
    """Everything that an answer may depend on. `today` None asks as if every deadline had passed."""

    places: Mapping[str, PlaceNode]
    rules: Mapping[str, Rule]
    facts: tuple[Fact, ...] = ()
    duties: tuple[Duty, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    today: date | None = None
    due: Callable[[Period, str], date] = field(default=due_at_once, compare=False)
    atlas: Atlas | None = field(default=None, compare=False)
    """What became of units; needed by questions with a frame alone."""
    hidden: frozenset[str] = frozenset()
    """Places outside the asker's territory, which only a frame reaches: no number is told of them or made with them."""


def plain(number: Decimal) -> Decimal:
    """The same number without the zeros that a column of fixed places adds: 120.000000 is 120, 88.730000 is 88.73."""
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()


def known(item: Fact | Receipt, at: int | None) -> bool:
    """Whether the row was current at a transaction; None asks for what is current now."""
    if at is None:
        return item.known_to is None
    return item.known_from <= at and (item.known_to is None or item.known_to > at)


def attestation_rank(line: str, *, about_own_place: bool) -> int:
    """Police before Front before committee before member; within a line the body whose place it is before another."""
    return 2 * LINES.index(line) + (0 if about_own_place else 1)


def least_days(regime: Regime) -> int:
    """The shortest period for which a form of this regime can be owed, in days."""
    return next((days for word, days in _LEAST_DAYS.items() if regime.value.endswith(word)), 1)


def with_ratios(facts: Iterable[Fact], rules: Mapping[str, Rule]) -> Iterator[Fact]:
    """The facts, followed by the ratios that follow from numerator and denominator of one and the same batch.

    Only where one batch states both for the same cell, place and period: dividing one body's cases by another's
    would compare two counts that nobody made together.
    """
    ratios = [rule for rule in rules.values() if rule.numerator and rule.denominator]
    wanted = {code for rule in ratios for code in (rule.numerator, rule.denominator)}
    parts: dict[tuple[object, ...], dict[str, Fact]] = defaultdict(dict)
    for fact in facts:
        yield fact
        if fact.indicator in wanted and fact.quantity is not None:
            key = (fact.batch, fact.known_from, fact.cell, fact.place, fact.period, fact.status)
            parts[key].setdefault(fact.indicator, fact)
    for rule in ratios:
        for found in parts.values():
            top, bottom = found.get(rule.numerator), found.get(rule.denominator)
            if top and bottom:
                yield replace(top, indicator=rule.code, denominator=bottom.quantity, with_id=bottom.id)


def adds_up_plainly(rule: Rule) -> bool:
    """Whether claims of it about single months are added as they are: counts, and ratios with their denominators."""
    return (rule.over_places, rule.over_time) in (("sum", "sum"), ("sum", "last"), ("ratio", "ratio"))


def divide(period: Period, regime: Regime) -> list[Period]:
    """The reporting periods of a regime that lie wholly inside a period, in order. Empty for DAY, SPAN and terms."""
    years = range(period.start.year, period.end.year + 2)
    return [part for year in years for part in periods_of_year(regime, year) if period.covers(part)]


def inside(rule: Rule, bucket: Period, period: Period, *, exactly: bool) -> bool:
    """Whether a claim or batch about `period` belongs to the asked one: wholly inside, by its last day, or just it."""
    if exactly or rule.over_time == "none":
        return (period.start, period.end) == (bucket.start, bucket.end)
    if rule.over_time == "last":
        return bucket.start <= period.end <= bucket.end
    return bucket.covers(period)


def too_old(rule: Rule, bucket: Period, period: Period, age_days: int) -> bool:
    """Whether a last value stands too long before the asked end to say anything of it."""
    return rule.over_time == "last" and period.end < bucket.end - timedelta(days=age_days)


def owes(rule: Rule, duty: Duty, bucket: Period) -> bool:
    """Whether a duty makes its place expected: for what sums, on any day of the period; for stocks, on the last."""
    if duty.form not in rule.forms or bucket.days < duty.least_days:
        return False
    start = bucket.end if rule.over_time == "last" else bucket.start
    return duty.valid_from <= bucket.end and (duty.valid_to is None or duty.valid_to >= start)
