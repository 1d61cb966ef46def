"""The sheet of proof of a report: what sums and what does not, what is told twice, what another report contradicts.

Nothing here refuses: real reports contain contradictions. Both numbers are kept and shown, with the likely reason.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from chungtay.gathering.intake import claims as claiming
from chungtay.gathering.intake import queries
from chungtay.gathering.intake.models import Candidate, State
from chungtay.kernel.quantities import Quantity, can_equal
from chungtay.reference.indicators.catalogue import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chungtay.gathering.intake.models import ReportReading
    from chungtay.kernel.periods import Period
    from chungtay.ledger.types import RecordedFigure
    from chungtay.reference.actors.models import User

LOOKED_AT = 40
"""Other reports of the same place, the latest, whose undecided figures are looked at."""
Kind = Literal["sum", "rate", "repeat", "other"]
_MODELS = "models."
_ALIKE = {
    "models.kinds": "kind", "models.points": "point", "models.teams": "team", "models.total": "total",
    "models.running": "stock", "models.effective": "stock", "models.built": "flow", "models.replicated": "flow",
}  # fmt: skip
"""Indicators that reports call by one word, "mô hình", and what each counts."""
_WEIGHT = (
    "same_count", "more_in_less_time", "level_not_stated", "kind_and_point", "flow_and_stock", "target_and_result",
    "other_date",
)  # fmt: skip
"""Reasons, what contradicts most plainly first."""
MOST_OTHERS = 2
"""Other reports told of one number."""
_NEAR_DAYS = 184
_LOOSE, _TIGHT = Decimal("1"), Decimal("0.1")


@dataclass(frozen=True)
class Statement:
    """One number as a report tells it. `candidate` or `figure` leads to it; `report` says whose it is."""

    indicator: str
    cell: str
    place_id: int
    period: Period
    quantity: Quantity
    status: str
    paragraph: int = 0
    candidate: int | None = None
    figure: int | None = None
    report: str = ""
    reading: int | None = None


@dataclass(frozen=True)
class Line:
    """One finding. `agrees`: nothing to do. `beside`: the parts, the other mention, the other report.

    `computed`: the sum or share that was worked out. `reason`: a stable word for the likely cause of a difference.
    """

    kind: Kind
    agrees: bool
    said: Statement
    beside: tuple[Statement, ...]
    computed: Decimal | None = None
    reason: str = ""


def statement_of(candidate: Candidate, report: str = "") -> Statement | None:
    """A candidate that is complete, as a statement; None for one that is dropped or lacks something."""
    period, quantity = claiming.period_of(candidate), claiming.quantity_of(candidate)
    if candidate.state == State.DROPPED or candidate.indicator is None or candidate.place_id is None:
        return None
    if period is None or quantity is None:
        return None
    return Statement(
        candidate.indicator.code,
        candidate.cell,
        candidate.place_id,
        period,
        quantity,
        candidate.status,
        candidate.paragraph,
        candidate=candidate.pk,
        report=report,
        reading=candidate.reading_id,
    )


def statement_held(figure: RecordedFigure, report: str) -> Statement | None:
    """A figure of the ledger as a statement; None for one that states an absence."""
    claim = figure.claim
    if claim.quantity is None:
        return None
    return Statement(
        claim.indicator,
        claim.cell,
        claim.place_id,
        claim.period,
        claim.quantity,
        claim.status.value,
        figure=figure.id,
        report=report,
    )


def statements_beside(*, by: User, reading: ReportReading) -> list[Statement]:
    """The figures of other reports of the place that are still being read: what was sent stands in the ledger."""
    near = queries.readings_visible(by).filter(place=reading.place_id, batch=None).exclude(source=reading.source_id)
    others = {other.pk: other.source for other in near[:LOOKED_AT]}
    rows = Candidate.objects.filter(reading__in=list(others)).exclude(state=State.DROPPED)
    told = []
    for candidate in rows.select_related("reading", "indicator", "place"):
        source = others[candidate.reading_id]
        statement = statement_of(candidate, source.number or source.filename)
        if statement is not None:
            told.append(statement)
    return told


def proof_of(candidates: Sequence[Candidate], others: Iterable[Statement]) -> list[Line]:
    """All lines of a report: what differs first."""
    stated = {c.position: statement for c in candidates if (statement := statement_of(c)) is not None}
    lines = [*_sums(candidates, stated), *_rates(candidates, stated), *_repeats(stated.values())]
    lines += _contradictions(list(stated.values()), others)
    return sorted(lines, key=lambda line: line.agrees)


def _sums(candidates: Sequence[Candidate], stated: dict[int, Statement]) -> list[Line]:
    """Parts beside their whole. Fewer than the whole is usual ('trong đó'); more cannot be of one division."""
    parts: dict[int, list[Candidate]] = defaultdict(list)
    by_position = {c.position: c for c in candidates}
    for c in candidates:
        if c.parent_position in by_position and c.state != State.DROPPED:
            parts[c.parent_position].append(c)
    lines = []
    for position, some in parts.items():
        whole = by_position[position]
        said = stated.get(position)
        if said is None or len(some) < 2 or any(c.value_to is not None or c.of is not None for c in [whole, *some]):
            continue
        total = sum((c.value for c in some), Decimal(0))
        told = [statement_of(c) or _bare(c, said) for c in some]
        if said.quantity.low <= total <= said.quantity.high:
            lines.append(Line("sum", True, said, tuple(told), total))
        elif total > said.quantity.high:
            lines.append(Line("sum", False, said, tuple(told), total, "parts_overlap"))
        else:
            lines.append(Line("sum", True, said, tuple(told), total, "parts_of_whole"))
    return lines


def _bare(candidate: Candidate, whole: Statement) -> Statement:
    """A part that lacks something of its own: told as its whole is."""
    quantity = claiming.quantity_of(candidate) or Quantity(candidate.value)
    return Statement(
        whole.indicator,
        candidate.cell,
        whole.place_id,
        whole.period,
        quantity,
        candidate.status,
        candidate.paragraph,
        candidate=candidate.pk,
        reading=candidate.reading_id,
    )


def _rates(candidates: Sequence[Candidate], stated: dict[int, Statement]) -> list[Line]:
    """'45/50 vụ, đạt 90%': the share worked out beside the one that the sentence tells."""
    lines = []
    for at, c in enumerate(candidates):
        rate = next((o for o in candidates[at + 1 : at + 3] if o.unit == "%" and _same_sentence(c, o)), None)
        said = stated.get(c.position)
        if said is None or rate is None or not c.of or c.state == State.DROPPED:
            continue
        worked = (c.value / c.of * 100).quantize(Decimal("0.01"))
        near = _LOOSE if rate.value == rate.value.to_integral_value() else _TIGHT
        beside = stated.get(rate.position) or _bare(rate, said)
        agrees = abs(worked - rate.value) <= near
        lines.append(Line("rate", agrees, said, (beside,), worked, "" if agrees else "rate_differs"))
    return lines


def _same_sentence(a: Candidate, b: Candidate) -> bool:
    return (a.sentence_start, a.sentence_end) == (b.sentence_start, b.sentence_end)


def _repeats(stated: Iterable[Statement]) -> list[Line]:
    """One count told twice: the title and the body, the text and a table."""
    same: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for one in stated:
        same[one.indicator, one.cell, one.place_id, one.period, one.status].append(one)
    lines = []
    for group in same.values():
        first = group[0]
        for other in group[1:]:
            agrees = can_equal(first.quantity, other.quantity)
            lines.append(Line("repeat", agrees, first, (other,), reason="" if agrees else "told_twice"))
    return lines


def _contradictions(own: Sequence[Statement], others: Iterable[Statement]) -> list[Line]:
    """What another report says otherwise of the same place, each pair of numbers once."""
    lines: list[Line] = []
    seen: set[tuple[object, ...]] = set()
    theirs: dict[int, list[Statement]] = defaultdict(list)
    for other in others:
        theirs[other.place_id].append(other)
    for mine in own:
        key = (mine.indicator, mine.cell, mine.place_id, mine.period, mine.status, mine.quantity.value)
        if key in seen:
            continue
        seen.add(key)
        found = [(reason, other) for other in theirs[mine.place_id] if (reason := why_different(mine, other))]
        found.sort(key=lambda pair: _WEIGHT.index(pair[0]))
        lines += [Line("other", False, mine, (other,), reason=reason) for reason, other in found[:MOST_OTHERS]]
    return sorted(lines, key=lambda line: _WEIGHT.index(line.reason))


def why_different(a: Statement, b: Statement) -> str | None:
    """The likely reason why two numbers of one place differ; None where they agree or are of different things."""
    if a.place_id != b.place_id or a.cell != b.cell or can_equal(a.quantity, b.quantity):
        return None
    if a.indicator != b.indicator:
        return _why_named_alike(a, b)
    if a.status != b.status:
        return "target_and_result" if a.period == b.period else None
    nature = catalogue()[a.indicator].nature
    if nature == "flow":
        return _why_flows_differ(a, b)
    if a.period.end == b.period.end:
        return "same_count"
    # What there is changes from year to year; only near days are worth a second look.
    return "other_date" if abs((a.period.end - b.period.end).days) <= _NEAR_DAYS else None


def _why_flows_differ(a: Statement, b: Statement) -> str | None:
    """A longer time holds more: only the same days, or more in fewer days, contradict."""
    if (a.period.start, a.period.end) == (b.period.start, b.period.end):
        return "same_count"
    shorter, longer = sorted((a, b), key=lambda one: one.period.days)
    is_within = longer.period.covers(shorter.period)
    return "more_in_less_time" if is_within and shorter.quantity.low > longer.quantity.high else None


def _why_named_alike(a: Statement, b: Statement) -> str | None:
    """'290 mô hình' here and '1.616 mô hình' there: kinds, points, a stock or what was made in a time."""
    one, other = _ALIKE.get(a.indicator), _ALIKE.get(b.indicator)
    if one is None or other is None or a.status != b.status:
        return None
    if not (a.period.overlaps(b.period) or a.period.end == b.period.end):
        return None
    pair = {one, other}
    if "kind" in pair and pair & {"point", "total", "stock"}:
        return "kind_and_point"
    if "flow" in pair and pair & {"stock", "total"}:
        return "flow_and_stock"
    return "level_not_stated" if pair == {"total", "stock"} or pair == {"total", "point"} else None
