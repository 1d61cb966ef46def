"""Candidates of a reading as cards: what was read, what it is taken for, and what may be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chungtay.faces.desk import labels
from chungtay.faces.desk.forms import CandidateForm
from chungtay.faces.desk.passages import Mark
from chungtay.faces.desk.telling import ProblemWords, language
from chungtay.kernel.numbers import number_words, quantity_words
from chungtay.kernel.periods import Period, Regime
from chungtay.kernel.quantities import Precision, Quantity
from chungtay.ledger.types import FigureStatus
from chungtay.reference.indicators.catalogue import cell_name, dimensions
from chungtay.reference.indicators.queries import definition, indicators_all
from chungtay.reference.places.queries import place_label

if TYPE_CHECKING:
    from chungtay.gathering.intake.models import Candidate
    from chungtay.reference.places.models import Place

SURE = 0.9
"""From here on the button for the sure ones takes a candidate."""
KEPT = ("confirmed", "corrected", "added")


@dataclass(frozen=True)
class Card:
    """One candidate. `is_ready`: nothing is missing that a figure needs. `edit`: the form that stands open in it.

    `is_outside`: it is about days that the report is not about, so the report's period or the figure's is wrong.
    """

    id: int
    state: str
    words: str
    unit: str
    name: str
    cell: str
    place: Place | None
    period: Period | None
    status: str
    qualifier: str
    paragraph: int
    confidence: str
    confidence_words: str
    is_ready: bool
    is_outside: bool = False
    edit: CandidateForm | None = None
    problems: Sequence[ProblemWords] = ()


@dataclass(frozen=True)
class Counts:
    """How far the reading has come."""

    all: int
    decided: int
    kept: int
    dropped: int
    unclear: int
    sure: int
    outside: int

    @property
    def open(self) -> int:
        """Candidates that nobody has looked at."""
        return self.all - self.decided


def card(candidate: Candidate, edit: CandidateForm | None = None, problems: Sequence[ProblemWords] = ()) -> Card:
    """A candidate as its card."""
    code = candidate.indicator.code if candidate.indicator else ""
    return Card(
        id=candidate.pk,
        state=str(candidate.state),
        words=_words(candidate),
        unit=candidate.unit if language() == "vi" else (definition(code).unit("en") if code else ""),
        name=definition(code).name(language()) if code else "",
        cell=cell_name(candidate.cell, language()),
        place=candidate.place,
        period=period_of(candidate),
        status=candidate.status,
        qualifier=candidate.qualifier,
        paragraph=candidate.paragraph,
        confidence=f"{candidate.confidence:.2f}",
        confidence_words=f"{int(candidate.confidence * 100)}%",
        is_ready=is_complete(candidate),
        is_outside=is_outside(candidate),
        edit=edit,
        problems=problems,
    )


def counts(candidates: Sequence[Candidate]) -> Counts:
    """The counts above the list. `sure` is an upper bound: the service leaves out what a rule objects to."""
    proposed = [c for c in candidates if c.state == "proposed"]
    return Counts(
        all=len(candidates),
        decided=len(candidates) - len(proposed),
        kept=sum(c.state in KEPT for c in candidates),
        dropped=sum(c.state == "dropped" for c in candidates),
        unclear=sum(c.indicator_id is None for c in proposed),
        sure=sum(c.confidence >= SURE and is_complete(c) for c in proposed),
        outside=sum(c.state != "dropped" and is_outside(c) for c in candidates),
    )


def marks(candidates: Sequence[Candidate]) -> list[Mark]:
    """Where the candidates stand in the text."""
    return [Mark(c.start, c.end, str(c.state), c.pk) for c in candidates]


def is_complete(candidate: Candidate) -> bool:
    """Whether indicator, place and period are known; whether they fit each other is the service's to say."""
    return bool(candidate.indicator_id and candidate.place_id and candidate.period_end)


def is_outside(candidate: Candidate) -> bool:
    """Whether its days do not lie within those of the report."""
    period, report = period_of(candidate), candidate.reading
    return period is not None and not Period(report.start, report.end).covers(period)


def period_of(candidate: Candidate) -> Period | None:
    """The candidate's period; None while it is not known."""
    if candidate.period_start is None or candidate.period_end is None:
        return None
    return Period(candidate.period_start, candidate.period_end, Regime(candidate.period_regime))


def edit_form(candidate: Candidate, data: Any = None) -> CandidateForm:
    """The form to correct a candidate, filled with what was read and, where that is silent, with the report's own."""
    reading, period = candidate.reading, period_of(candidate)
    start, end = (period.start, period.end) if period else (reading.start, reading.end)
    initial = {
        "indicator": candidate.indicator.code if candidate.indicator else "",
        "precision": candidate.precision,
        "value": _plain(candidate.value),
        "value_to": _plain(candidate.value_to),
        "cell": candidate.cell,
        "status": candidate.status,
        "place": place_label(candidate.place or reading.place, language()),
        "start": start,
        "end": end,
    }
    return CandidateForm(data, initial=initial)


def choices() -> dict[str, Any]:
    """What the selects of the edit form offer."""
    return {
        "indicators": [(d.code, f"{d.name(language())} ({d.unit(language())})") for d in indicators_all()],
        "precisions": [(p.value, labels.PRECISIONS[p.value]) for p in Precision],
        "statuses": [(s.value, labels.STATUSES[s.value]) for s in FigureStatus],
        "dimensions": [
            (
                d.name_vi if language() == "vi" else d.name_en,
                [(f"{d.key}={m.key}", m.name(language())) for m in d.members],
            )
            for d in dimensions().values()
        ],
    }


def _words(candidate: Candidate) -> str:
    quantity = Quantity(candidate.value, Precision(candidate.precision), candidate.value_to, candidate.of)
    return quantity_words(quantity, language())


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return number_words(value, language()).replace("." if language() == "vi" else ",", "")
