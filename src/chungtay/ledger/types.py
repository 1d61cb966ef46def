"""What crosses the waist: a claim going in, and a recorded figure coming out. No model leaves this room."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

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


@dataclass(frozen=True)
class Claim:
    """One figure to be recorded. Exactly one of `quantity` and `absence` (or both for ZERO).

    `cell` is canonical "dimension=member" pairs joined by ";" in order of dimension, "" for the whole.
    `span` is (start, end) in the extracted text of the batch's source. `members` are kind keys or place keys
    of a distinct indicator. `corrects` is the id of the figure that this one replaces.
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
    known_from: int
    """Transaction number of the approval that made it current."""
    known_to: int | None = None
    """Transaction number that superseded or withdrew it; None while current."""


@dataclass(frozen=True)
class ChainBreak:
    """The first link that does not recompute, and why."""

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
    checked_at: datetime | None = field(default=None, compare=False)


def cell_text(breakdown: dict[str, str]) -> str:
    """The canonical text of a breakdown cell: {'tip_category': 'crime'} is 'tip_category=crime'; {} is ''."""
    return ";".join(f"{dimension}={breakdown[dimension]}" for dimension in sorted(breakdown))


def cell_parts(cell: str) -> dict[str, str]:
    """The breakdown behind a cell's canonical text."""
    return dict(part.split("=", 1) for part in cell.split(";")) if cell else {}
