"""What moved a total since a day: the section under a headline's evidence, in words, as the account may read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime

from chungtay.faces.desk.showing import FigureLine, figure_lines
from chungtay.faces.desk.telling import language, problems
from chungtay.kernel.errors import Refusal
from chungtay.kernel.numbers import number_words, quantity_words
from chungtay.ledger.queries import transaction_now
from chungtay.reference.indicators.queries import definition
from chungtay.results.warehouse.differences import ADDING, Difference, Step, explain
from chungtay.results.warehouse.instants import instant_known
from chungtay.results.warehouse.questions import Question, Row
from chungtay.results.warehouse.words import move_words

if TYPE_CHECKING:
    from chungtay.faces.desk.headlines import Look

MOST = 100
"""Figures that are listed, those that moved it most first; the rest is told by its number."""


@dataclass(frozen=True)
class Moved:
    """One figure that moved the total: None where one side does not state it. `change` "" where it may not be told."""

    line: FigureLine
    old: FigureLine | None
    new: FigureLine | None
    kind: str
    change: str
    version: int
    decided_at: datetime | None
    why: str


@dataclass(frozen=True)
class Since:
    """What became of one total since an instant. `asked` is what was typed; empty where nothing was asked yet."""

    asked: str = ""
    moment: datetime | None = None
    problems: Sequence[Any] = ()
    is_kept: bool = False
    before: str = ""
    after: str = ""
    change: str = ""
    kinds: Sequence[tuple[str, str, str]] = ()
    """How a figure moved it, how many did, and what they came to."""
    lines: Sequence[Moved] = field(default=())
    more: int = 0


def since_of(look: Look, code: str, cell: str, asked: str) -> Since | None:
    """The section for one headline; None for what does not add, whose difference is not that of its figures."""
    if definition(code).nature not in ADDING:
        return None
    asked = asked.strip()
    if not asked:
        return Since()
    try:
        known = instant_known(asked)
        moment = localtime(known.moment)
        question = Question((code,), look.place.key, look.period, cells=cell)
        found = explain(question, known.transaction, transaction_now(), look.by)
    except Refusal as refusal:
        return Since(asked, problems=problems(refusal))
    if not found:
        return Since(asked, moment)
    return _told(asked, moment, found[0], look)


def _told(asked: str, moment: datetime, item: Difference, look: Look) -> Since:
    if item.is_kept:
        return Since(asked, moment, is_kept=True)
    steps = sorted(item.steps, key=lambda step: -abs(step.move.change))
    listed = [side for step in steps[:MOST] for side in (step.old, step.new) if side is not None]
    lines = {line.id: line for line in figure_lines(listed, by=look.by)}
    kinds = [
        (move_words(kind)[language() == "en"], number_words(count, language()), _signed(change))
        for kind, count, change in item.by_kind()
    ]
    return Since(
        asked,
        moment,
        before=_total(item.before),
        after=_total(item.after),
        change=_signed(item.change),
        kinds=kinds,
        lines=[_moved(step, lines) for step in steps[:MOST]],
        more=max(0, len(steps) - MOST) + item.unlisted,
    )


def _moved(step: Step, lines: dict[int, FigureLine]) -> Moved:
    old, new = (lines[side.id] if side is not None else None for side in (step.old, step.new))
    is_hidden = any(line.is_hidden for line in (old, new) if line is not None)
    deed = step.deed
    return Moved(
        line=lines[step.figure.id],
        old=old,
        new=new,
        kind=move_words(step.move.kind, deed.kind if deed else "")[language() == "en"],
        change="" if is_hidden else _signed(step.move.change),
        version=step.figure.version,
        decided_at=deed.decided_at if deed else None,
        why=deed.reason if deed and not is_hidden else "",
    )


def _total(row: Row | None) -> str:
    return quantity_words(row.total, language()) if row is not None and row.total is not None else "—"


def _signed(number: Decimal) -> str:
    return ("+" if number > 0 else "") + number_words(number, language())
