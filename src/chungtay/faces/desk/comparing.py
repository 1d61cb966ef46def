"""What stands beside each figure of a report on its page: earlier periods, the version before, what others state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chungtay.faces.desk.showing import FigureLine, figure_lines
from chungtay.faces.desk.telling import language
from chungtay.gathering.approval import changes
from chungtay.kernel.numbers import number_words
from chungtay.kernel.periods import Period, Regime, period_before, year_before
from chungtay.ledger import queries as ledger
from chungtay.reference.forms.queries import form_items

if TYPE_CHECKING:
    from chungtay.gathering.approval.changes import Change, Counted
    from chungtay.ledger.models import Batch
    from chungtay.ledger.types import RecordedFigure
    from chungtay.reference.actors.models import User


@dataclass(frozen=True)
class Attested:
    """The same figure as a body of another line states it. `gap` in words where the two differ, "" where they agree,
    None where it cannot be told: a small count that is withheld, or a number with a word of precision."""

    line: FigureLine
    gap: str | None
    differs: bool


@dataclass(frozen=True)
class Compared:
    """A figure with what stands beside it. `last` and `year` are None where that report says nothing of it."""

    line: FigureLine
    note: str
    last: FigureLine | None
    year: FigureLine | None
    was: FigureLine | None
    attested: tuple[Attested, ...]
    lacks_attestation: bool
    """The form asks for two attestations and no body of another line has stated it yet."""
    place_differs: bool
    period_differs: bool


@dataclass(frozen=True)
class ChangeLine:
    """A changed figure in words; None where the old or the new version does not state it."""

    line: FigureLine
    old: FigureLine | None
    new: FigureLine | None
    who: str
    why: str
    was_accepted: bool
    """The return before this version had accepted the figure; it was changed all the same."""


@dataclass(frozen=True)
class Comparison:
    """All figures of a report with what stands beside them, and the labels of the periods they are compared with."""

    lines: list[Compared]
    last: str
    year: str
    has_attested: bool
    has_words: bool


def comparison(batch: Batch, figures: list[RecordedFigure], found: list[Change], *, by: User) -> Comparison:
    """The figures of a report in its order, as this account may read them; of a form in the order of its rows."""
    period = Period(batch.start, batch.end, Regime(batch.regime))
    earlier, others = changes.earlier_of(batch), _attested(batch, figures)
    old = {c.new.id: c.old for c in found if c.new is not None and c.old is not None}
    shown = _lines([*figures, *earlier.last.values(), *earlier.year.values(), *old.values(), *_flat(others)], by)
    items = form_items(batch.form)
    asked = {(item.indicator, item.cell) for item in items if item.two_attest}
    rows = {(item.indicator, item.cell): item.position for item in items} if batch.source_id is None else {}
    lines = []
    for figure in sorted(figures, key=lambda f: rows.get((f.claim.indicator, f.claim.cell), len(items))):
        line, key, was = shown[figure.id], changes.series(figure.claim), old.get(figure.id)
        beside = tuple(_attest(line, shown[other.id]) for other in others.get(changes.counted(figure.claim), ()))
        last, year = earlier.last.get(key), earlier.year.get(key)
        lines.append(
            Compared(
                line=line,
                # What was said of a small number may repeat it, when the number itself is small no more.
                note="" if line.is_hidden or (was and shown[was.id].is_hidden) else figure.claim.note,
                last=shown[last.id] if last else None,
                year=shown[year.id] if year else None,
                was=shown[was.id] if was else None,
                attested=beside,
                lacks_attestation=not beside and (figure.claim.indicator, figure.claim.cell) in asked,
                place_differs=figure.claim.place_id != batch.place_id,
                period_differs=figure.claim.period.end != period.end,
            )
        )
    last_period, year_period = period_before(period), year_before(period)
    return Comparison(
        lines=lines,
        last=last_period.label(language()) if last_period and earlier.last else "",
        year=year_period.label(language()) if year_period and earlier.year else "",
        has_attested=any(line.attested or line.lacks_attestation for line in lines),
        has_words=any(line.line.as_written for line in lines),
    )


def change_lines(batch: Batch, found: list[Change], *, by: User) -> list[ChangeLine]:
    """The changes of a version as this account may read them."""
    accepted = changes.changed_though_accepted(batch) if found else set()
    shown = _lines([side for c in found for side in (c.old, c.new) if side is not None], by)
    return [
        ChangeLine(
            line=shown[c.figure.id],
            old=shown[c.old.id] if c.old else None,
            new=shown[c.new.id] if c.new else None,
            who=c.who.display_name if c.who is not None else "",
            why="" if any(shown[side.id].is_hidden for side in (c.old, c.new) if side is not None) else c.why,
            was_accepted=c.figure.id in accepted,
        )
        for c in found
    ]


def _lines(figures: Iterable[RecordedFigure], by: User) -> dict[int, FigureLine]:
    return {line.id: line for line in figure_lines(figures, by=by)}


def _attested(batch: Batch, figures: list[RecordedFigure]) -> dict[Counted, list[RecordedFigure]]:
    """What bodies of other lines state of the very same, and that counts."""
    wanted = {changes.counted(figure.claim) for figure in figures}
    beside: dict[Counted, list[RecordedFigure]] = {}
    period = Period(batch.start, batch.end)
    codes = sorted({figure.claim.indicator for figure in figures})
    for other in ledger.figures_beside(place=batch.place, period=period, indicators=codes):
        key = changes.counted(other.claim)
        if other.body_id != batch.body_id and key in wanted:
            beside.setdefault(key, []).append(other)
    return beside


def _flat(others: dict[Counted, list[RecordedFigure]]) -> list[RecordedFigure]:
    return [figure for found in others.values() for figure in found]


def _attest(own: FigureLine, other: FigureLine) -> Attested:
    if own.quantity is None or other.quantity is None:
        return Attested(other, None, own.words != other.words and not (own.is_hidden or other.is_hidden))
    if not (own.quantity.is_exact and other.quantity.is_exact):
        return Attested(other, None, own.words != other.words)
    gap = own.quantity.value - other.quantity.value
    words = "" if not gap else ("+" if gap < 0 else "−") + number_words(abs(gap), language())
    return Attested(other, words, bool(gap))
