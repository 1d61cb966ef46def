"""What crosses the waist: a claim going in, and a recorded figure coming out. No model leaves this room."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import Quantity


class FigureStatus(StrEnum):
    """Only results are totalled unless targets or context are asked for."""

    RESULT = "result"
    TARGET = "target"
    CONTEXT = "context"


class DecisionKind(StrEnum):
    """What may be said of a batch; the latest is its status."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"
    PUBLISHED = "published"

    @property
    def stands(self) -> bool:
        """Whether the figures of a batch count while this is the latest that was decided of it."""
        return self in (DecisionKind.APPROVED, DecisionKind.PUBLISHED)


@dataclass(frozen=True)
class Claim:
    """One figure to be recorded. Exactly one of `quantity` and `absence` (or both for ZERO).

    `cell` is canonical "dimension=member" pairs joined by ";" in order of dimension, "" for the whole.
    `span` is (start, end) in the extracted text of the batch's source. `members` are kind keys or place keys
    of a distinct indicator. `corrects` is the id of the figure that this one replaces. `locator` is a sheet's cell
    ("Thang!D12") where the source is a workbook; `note` what the reporter says of the figure, naming nobody.
    """

    indicator: str
    place_id: int
    period: Period
    quantity: Quantity | None = None
    absence: Absence | None = None
    cell: str = ""
    status: FigureStatus = FigureStatus.RESULT
    unit: str = ""
    members: tuple[str, ...] | None = None
    span: tuple[int, int] | None = None
    corrects: int | None = None
    locator: str = ""
    note: str = ""


@dataclass(frozen=True)
class RecordedFigure:
    """A claim as the ledger holds it, with what is needed to trace it."""

    id: int
    batch_id: int
    position: int
    claim: Claim
    body_id: int
    form_code: str
    batch_place_id: int
    batch_period: Period
    version: int
    source_id: int | None
    is_illustration: bool
    known_from: int | None
    """Transaction from which it counts; None where its batch never stood. A figure that stood, was superseded and
    stands again because the later version was withdrawn has two such stretches."""
    known_to: int | None = None
    """Transaction at which it ceased to count; None while it stands."""


class BatchKey(NamedTuple):
    """What versions of a batch share: at any transaction at most one of them stands."""

    body_id: int
    form_id: int
    place_id: int
    start: date
    end: date
    regime: str


class ReportKey(NamedTuple):
    """One report, whichever version of the form it was sent with."""

    body_id: int
    form_code: str
    place_id: int
    start: date
    end: date
    regime: str

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """Where the parts stand in the table of batches."""
        return ("body_id", "form__code", "place_id", "start", "end", "regime")


class BatchHead(NamedTuple):
    """The header of a batch, one object shared by all its figure rows."""

    id: int
    key: BatchKey
    form_code: str
    form_version: int
    version: int
    source_id: int | None
    is_illustration: bool


class FigureRow(NamedTuple):
    """A figure as flat columns, for export of millions: the same facts as `RecordedFigure` at a third of its price.

    Numbers are Decimals with six places, `regime`, `status`, `precision` and `absence` the stored texts.
    (id, known_from) is unique: see `RecordedFigure.known_from`.
    """

    batch: BatchHead
    known_from: int
    known_to: int | None
    id: int
    position: int
    indicator: str
    cell: str
    place_id: int
    start: date
    end: date
    regime: str
    status: str
    value: Decimal | None
    value_to: Decimal | None
    of: Decimal | None
    precision: str
    grain: Decimal | None
    as_written: str
    absence: str
    unit: str
    members: list[str] | None
    source_start: int | None
    source_end: int | None
    locator: str
    note: str
    corrects: int | None


@dataclass(frozen=True)
class ChainBreak:
    """The first link that does not recompute, and why. `sequence` 0: a batch that no link covers yet."""

    sequence: int
    batch_id: int
    reason_vi: str
    reason_en: str


@dataclass(frozen=True)
class ChainReport:
    """What `verify` found: how many links hold, the head's digest, and the first break if there is one."""

    links: int
    head: str
    first_break: ChainBreak | None = None


def cell_text(breakdown: dict[str, str]) -> str:
    """The canonical text of a breakdown cell: {'tip_category': 'crime'} is 'tip_category=crime'; {} is ''."""
    return ";".join(f"{dimension}={breakdown[dimension]}" for dimension in sorted(breakdown))


def cell_parts(cell: str) -> dict[str, str]:
    """The breakdown behind a cell's canonical text."""
    return dict(part.split("=", 1) for part in cell.split(";")) if cell else {}


class ReportSent(NamedTuple):
    """One version of a report, without its figures: whose, about where and when, what was decided last, when it came.

    `sent_at` None: it was never sent on, only withdrawn.
    """

    batch_id: int
    body_id: int
    place_id: int
    start: date
    end: date
    state: str
    sent_at: datetime | None
