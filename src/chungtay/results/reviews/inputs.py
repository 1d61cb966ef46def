"""What a review is made from: plain facts of one snapshot, and nothing that is live."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chungtay.kernel.periods import Period
from chungtay.results.reviews.comparing import Earlier
from chungtay.results.reviews.composition import NO_TEXT, EffectLine, MapPlace, Text
from chungtay.results.warehouse.questions import Row


@dataclass(frozen=True)
class IndicatorFacts:
    """An indicator as the snapshot's catalogue has it."""

    code: str
    name: Text
    unit: Text
    nature: str
    may_rank: bool
    threshold: int | None = None
    """Counts from 1 to below it are printed as "<threshold"."""


@dataclass(frozen=True)
class PlaceFacts:
    """A place by its key in the ledger ('p01@2013') with the name it bore in the review's period."""

    key: str
    name: Text
    full_name: Text
    level: str


@dataclass(frozen=True)
class Census:
    """How many units a place had on a day: of its territory alone, so that the text can say it with a date."""

    on: date
    provinces: int
    communes: int


@dataclass(frozen=True)
class Issuer:
    """A body that signs: its line ('police', 'front', 'committee', 'member') and level choose the office."""

    name: Text
    line: str
    level: str


@dataclass(frozen=True)
class ProgrammeFacts:
    """The programme reviewed, with the one that it carries out."""

    number: str
    title: Text
    signed_on: date | None
    term: Period
    parent_number: str = ""
    parent_title: Text = NO_TEXT
    parent_signed_on: date | None = None


@dataclass(frozen=True)
class ReviewRow:
    """A row of the warehouse's answer with the names that it needs to be printed.

    `is_withheld`: its number is not printed, because it would give a small one beside it away.
    """

    row: Row
    place: PlaceFacts
    cell_name: Text
    counted: str
    is_withheld: bool = False


@dataclass(frozen=True)
class Area:
    """A content area with its rows, in the order of its indicators."""

    position: int
    name: Text
    rows: tuple[ReviewRow, ...]
    apart: tuple[ReviewRow, ...] = ()
    """What places below stated that cannot be added up, as far as the review may name it."""


@dataclass(frozen=True)
class Evidence:
    """One figure of the ledger and where it stands. `sentence` is masked."""

    figure_id: int
    indicator: str
    cell_name: Text
    place_name: Text
    period: Period | None
    words: Text
    as_written: str
    sentence: str
    source_title: str
    source_number: str
    issuer: Text
    locator: Text
    batch_id: int
    approved_on: date | None
    is_illustration: bool


@dataclass(frozen=True)
class Frame:
    """From this day the place stands for these units before it; without any, the place itself ended the day before."""

    on: date
    made_of: tuple[Text, ...]


@dataclass(frozen=True)
class ReviewInput:
    """Everything that `compose` may look at.

    `by_place` holds the same indicators for the places below, for the chart; `provinces` which of them reported,
    only for a review of the whole country.
    """

    kind: str
    snapshot_code: str
    snapshot_digest: str
    transaction_number: int
    known_on: date
    programme: ProgrammeFacts
    place: PlaceFacts
    period: Period
    issuers: tuple[Issuer, ...]
    census: tuple[Census, ...]
    indicators: Mapping[str, IndicatorFacts]
    areas: tuple[Area, ...]
    by_place: tuple[ReviewRow, ...]
    provinces: tuple[MapPlace, ...]
    vintage: str
    evidence: tuple[Evidence, ...]
    previous: Period | None = None
    """The period that this one is set beside, with its rows `before`."""
    before: tuple[ReviewRow, ...] = ()
    earlier: Earlier | None = None
    """The review before, as known then and now."""
    frames: tuple["Frame", ...] = ()
    """Where the map of the place itself changed inside the period."""
    effects: tuple[EffectLine, ...] = ()
    """What was known of models' effects when the snapshot was frozen."""
