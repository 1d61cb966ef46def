"""What a snapshot holds, typed: all that a review may print, with the evidence of every figure. No Django here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import Quantity
from chungtay.results.warehouse.questions import Question, Row


@dataclass(frozen=True)
class PlaceFacts:
    """A place as the snapshot prints it, named as on the last day of the snapshot's period or its own.

    `parent` holds it in the tree of all dates (an old province lies in the 2025 province that took all its land);
    `province` is the 2025 province whose land it is, '' for the country; `home_commune` the 2025 commune that an old
    one went into as a whole.
    """

    key: str
    level: str
    name: str
    full_name: str
    parent: str
    province: str
    home_commune: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class IndicatorFacts:
    """The catalogue's entry as it stood when the snapshot was frozen, and the forms that asked for it."""

    code: str
    name_vi: str
    name_en: str
    unit_vi: str
    unit_en: str
    definition_vi: str
    definition_en: str
    nature: str
    over_places: str
    over_time: str
    breakdown: str = ""
    leads: str = ""
    numerator: str = ""
    denominator: str = ""
    may_target: bool = False
    may_rank: bool = False
    public_floor: str = ""
    public_period: str = ""
    threshold: int | None = None
    rounding: int | None = None
    legal_basis: str = ""
    forms: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceFacts:
    """An original as an annex cites it; never its text."""

    id: int
    sha256: str
    kind: str
    title: str
    number: str
    issuer_vi: str
    issuer_en: str
    issued_on: date | None = None
    is_illustration: bool = False


@dataclass(frozen=True)
class BatchFacts:
    """A batch with its approval: which body, which form, place and period, in which version."""

    id: int
    body_code: str
    body_vi: str
    body_en: str
    line: str
    form: str
    place: str
    period: Period
    version: int
    digest: str
    source_id: int | None
    approved_at: datetime
    approved_by_vi: str
    is_illustration: bool = False


@dataclass(frozen=True)
class FigureFacts:
    """A figure with its evidence: the words as written and the masked sentence they stand in ('' where none was kept).

    `paragraph` is its number in the source's text, from 1; None for a form or register.
    """

    id: int
    batch_id: int
    indicator: str
    cell: str
    place: str
    period: Period
    status: str
    quantity: Quantity | None
    absence: Absence | None
    as_written: str
    unit: str
    members: tuple[str, ...] | None
    sentence: str
    paragraph: int | None
    source_id: int | None
    is_illustration: bool = False


@dataclass(frozen=True)
class PartyFacts:
    """A body that signed the programme, in the order of the heading."""

    code: str
    name_vi: str
    name_en: str
    line: str


@dataclass(frozen=True)
class AreaFacts:
    """One area of work with the indicators that report on it."""

    position: int
    name_vi: str
    name_en: str
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class ProgrammeFacts:
    """The programme as it stood when the snapshot was frozen."""

    number: str
    title_vi: str
    title_en: str
    place: str
    term: Period
    signed_on: date | None
    parties: tuple[PartyFacts, ...]
    areas: tuple[AreaFacts, ...]
    parent: str = ""
    predecessor: str = ""


@dataclass(frozen=True)
class SnapshotFacts:
    """A frozen snapshot, read into memory. `ask` answers questions from it alone, never from live tables."""

    code: str
    place: str
    period: Period
    transaction_number: int
    digest: str
    frozen_at: datetime
    programme: ProgrammeFacts
    places: Mapping[str, PlaceFacts]
    indicators: Mapping[str, IndicatorFacts]
    sources: Mapping[int, SourceFacts]
    batches: Mapping[int, BatchFacts]
    figures: Mapping[int, FigureFacts]
    cells: Mapping[str, tuple[str, str]]
    """Breakdown cells in words (vi, en)."""
    ask: Callable[[Question], list[Row]] = field(repr=False, compare=False)

    def provinces(self, on: date) -> list[PlaceFacts]:
        """The provinces of the snapshot's territory in force on a day, by key."""
        return sorted(
            (
                place
                for place in self.places.values()
                if place.level == "province"
                and (place.valid_from is None or place.valid_from <= on)
                and (place.valid_to is None or on <= place.valid_to)
            ),
            key=lambda place: place.key,
        )
