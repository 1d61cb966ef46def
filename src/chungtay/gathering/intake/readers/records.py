"""What a reading of a document consists of: candidates for figures, each with the exact span it stands in.

A candidate is an offer to a person who confirms it; nothing here is a figure of the ledger yet.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from chungtay.kernel.errors import Problem
from chungtay.kernel.periods import Period, day, parse_period
from chungtay.kernel.quantities import Precision, Quantity

FLOW, STOCK, EVENT = "flow", "stock", "event"


@dataclass(frozen=True)
class TextPeriod:
    """A period as precise as the text says it: YYYY, YYYY-MM or YYYY-MM-DD at each edge.

    `kind` is flow (counted from-to), stock (a state at `end`, `start` empty) or event (start = end).
    Both edges empty: the text does not say.
    """

    start: str | None = None
    end: str | None = None
    kind: str | None = None

    def to_period(self) -> Period | None:
        """Calendar dates on the kernel's clock; None where the text does not say. A stock stands on its last day."""
        if self.end is None:
            return None
        if self.start is None:
            return day(parse_period(self.end).end)
        return parse_period(f"{self.start}/{self.end}")


UNKNOWN_PERIOD = TextPeriod()


@dataclass(frozen=True)
class Hints:
    """What is known of a document before it is read: its date (YYYY[-MM[-DD]]), place path and programme years."""

    document_date: str | None = None
    place: str | None = None
    term: tuple[int, int] | None = None


@dataclass(frozen=True)
class Others:
    """What a figure may be besides, the likeliest first: codes of indicators, paths of places, periods."""

    indicators: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    periods: tuple[TextPeriod, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """A stated quantity. Offsets index the document's text; `confidence` is the chance that it is right."""

    start: int
    end: int
    surface: str
    value: Decimal
    value_to: Decimal | None
    of: Decimal | None
    approx: str
    unit: str
    indicator: str | None
    breakdown: dict[str, str]
    qualifier: str | None
    parent: int | None
    status: str
    place: str | None
    period: TextPeriod
    confidence: float
    sentence: tuple[int, int]
    others: Others = Others()

    def quantity(self) -> Quantity:
        """The kernel's quantity: a range where two ends are stated, else the word that stood before the number."""
        if self.value_to is not None:
            return Quantity.read(self.value, Precision.RANGE, value_to=self.value_to, as_written=self.surface)
        return Quantity.read(self.value, Precision(self.approx), of=self.of, as_written=self.surface)


@dataclass(frozen=True)
class Negative:
    """A number that is no figure, and why (the reasons of `notfigures`)."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class Reading:
    """All that was read from one document. `notes` are findings that do not stop the reading."""

    candidates: tuple[Candidate, ...]
    negatives: tuple[Negative, ...] = ()
    document_date: str | None = None
    default_place: str | None = None
    term: tuple[int, int] | None = None
    notes: tuple[Problem, ...] = field(default=())
