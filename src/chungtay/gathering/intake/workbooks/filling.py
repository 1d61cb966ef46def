"""From the cells of a workbook into the draft of a report, which the officer looks at and sends.

What was typed into the draft before is written over where the workbook has something to say, and can be had back by
undoing; cells that the workbook leaves empty stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from chungtay.gathering.intake.drafts import queries, services
from chungtay.gathering.intake.drafts.contents import BLANK, CellText, content_of, settled
from chungtay.gathering.intake.models import Draft, Origin
from chungtay.kernel.absence import Absence
from chungtay.kernel.entries import PLACES, Entry, entry_read, entry_text
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.quantities import Precision, Quantity
from chungtay.kernel.text import nfc
from chungtay.ledger.queries import batch_latest, figures_of_batch
from chungtay.reference.forms.queries import form_items
from chungtay.reference.sources.gate import gate_problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chungtay.gathering.intake.workbooks.reading import RowRead, Value
    from chungtay.kernel.errors import Problem
    from chungtay.kernel.periods import Period
    from chungtay.ledger.models import Batch
    from chungtay.ledger.types import Claim
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.forms.models import Form
    from chungtay.reference.places.models import Place
    from chungtay.reference.sources.models import Source

_SHORT = {
    Absence.NOT_REPORTED.value: "-",
    Absence.REFUSED.value: "kct",
    Absence.NOT_APPLICABLE.value: "kad",
    Absence.NOT_YET_DUE.value: "cdh",
}


@dataclass(frozen=True)
class Replaced:
    """A cell of the draft that held something else before: (was, is now) as written, and the workbook's cell."""

    address: str
    was: str
    now: str


@dataclass(frozen=True)
class Filled:
    """One draft filled from a workbook. `problems` are of its cells, each naming the workbook's cell."""

    draft: Draft
    taken: int
    problems: tuple[Problem, ...] = ()
    replaced: tuple[Replaced, ...] = ()


@transaction.atomic
def draft_fill(*, by: User, draft: Draft, source: Source, rows: Sequence[RowRead]) -> Filled:
    """Write every cell that holds something into the draft; those that cannot be read are kept as typed, and told."""
    ids = {item.key: item.id for item in form_items(draft.form)}
    before = {line.item.id: line.content for line in queries.draft_lines(draft)}
    said = [row for row in rows if row.value is not None and row.key in ids]
    cells = [
        CellText(ids[row.key], cell_text(row.value), origin=Origin.WORKBOOK.value, locator=row.address) for row in said
    ]
    problems: list[Problem] = []
    replaced: list[Replaced] = []
    taken = 0
    for row, written in zip(said, services.cells_write(by=by, draft=draft, cells=cells), strict=True):
        if written.problem is not None:
            problems.append(replace(written.problem, where=row.address))
        taken += written.is_kept
        was = before[written.item_id]
        if written.is_kept and written.cell is not None and was.origin in (Origin.TYPED, Origin.WORKBOOK):
            now = content_of(written.cell)
            if was.text and was.text != now.text:
                replaced.append(Replaced(row.address, was.text, now.text or now.absence))
    if draft.source_id != source.pk:
        Draft.objects.filter(pk=draft.pk).update(source=source)
        draft.source = source
    return Filled(draft, taken, tuple(problems), tuple(replaced))


def cell_text(value: Value) -> str:
    """A cell's content as it would be typed into the draft: 1234.5 is '1234,5'; texts stay as they are.

    What a formula computed is cut to as many decimals as a figure may have: nobody typed the ones after them.
    """
    if value is None or isinstance(value, str):
        return nfc(value or "")
    number = Decimal(value) if isinstance(value, int) else round(Decimal(f"{value:.15g}"), PLACES)
    return entry_text(Quantity.read(number.normalize() if number else Decimal(0)))


def rows_problems(form: Form, rows: Iterable[RowRead]) -> list[Problem]:
    """What is wrong with the cells of a period, each naming its cell; as `draft_fill`, but writing nothing."""
    items = {item.key: item for item in form_items(form)}
    found: list[Problem] = []
    for row in rows:
        if row.value is None or row.key not in items:
            continue
        item = items[row.key]
        try:
            problem = settled(CellText(item.id, cell_text(row.value)), item, BLANK)[1]
        except Refusal as refusal:
            problem = refusal.problems[0]
        found += [replace(problem, where=row.address)] if problem is not None else []
    return found


def values_known(
    *, body: Body, form: Form, place: Place, periods: Iterable[Period]
) -> dict[tuple[str, Period], Decimal | str]:
    """What stands in the open draft of each period, else in the report that was sent last; as a workbook writes it."""
    values: dict[tuple[str, Period], Decimal | str] = {}
    for period in periods:
        key = {"body": body, "place": place, "start": period.start, "end": period.end, "regime": period.regime.value}
        draft = Draft.objects.filter(form__code=form.code, batch=None, discarded_at=None, **key).first()
        if draft is not None:
            lines = [line for line in queries.draft_lines(draft) if line.is_answered]
            said = {line.item.key: _typed(line.content.text, line.content.absence) for line in lines}
        else:
            last = batch_latest(body=body, form_code=form.code, place=place, period=period)
            sent = figures_of_batch(last) if last is not None else []
            said = {f"{f.claim.indicator}|{f.claim.cell}": _claimed(f.claim) for f in sent}
        values |= {(row, period): value for row, value in said.items()}
    return values


def _typed(text: str, absence: str) -> Decimal | str:
    if absence:
        return _SHORT.get(absence, "-")
    try:
        quantity = entry_read(text, allows_precision=True).quantity
    except Refusal:
        return text
    return quantity.value if quantity is not None and quantity.precision is Precision.EXACT else text


def _claimed(claim: Claim) -> Decimal | str:
    if claim.quantity is None:
        return _SHORT.get(str(claim.absence), "-")
    return claim.quantity.value if claim.quantity.precision is Precision.EXACT else entry_text(claim.quantity)


def gate_text(texts: Iterable[tuple[str, str]], title: str) -> tuple[str, list[tuple[int, int]]]:
    """The words of a workbook as one text with its paragraphs, a cell to each, for keeping the original.

    Refusal NGUON-101 to 105 as the gate of originals, but naming the cell.
    """
    cells = [(where, nfc(text).strip()) for where, text in texts]
    cells = [(where, text) for where, text in cells if text]
    found = gate_problems([text for _, text in cells])
    if found:
        raise Refusal([replace(p, where=_cell_of(p.where, cells)) for p in found])
    lines = [nfc(title), *(text for _, text in cells)]
    spans, at = [], 0
    for line in lines:
        spans.append((at, at + len(line)))
        at += len(line) + 1
    return "\n".join(lines), spans


def _cell_of(paragraph: str, cells: Sequence[tuple[str, str]]) -> str:
    number = paragraph.rpartition(" ")[2]
    where = cells[int(number) - 1][0] if number.isdigit() else ""
    return where or Both("ghi chú của ô", "a comment")


def says_the_same(batch: Batch, form: Form, rows: Iterable[RowRead]) -> bool:
    """Whether a report that was sent says of each of these rows what the workbook says: then there is nothing new."""
    sent = {f"{f.claim.indicator}|{f.claim.cell}": _said(f.claim) for f in figures_of_batch(batch)}
    known = {item.key for item in form_items(form)}
    said = [row for row in rows if row.value is not None and row.key in known]
    try:
        entries = {row.key: _said(entry_read(cell_text(row.value), allows_precision=True)) for row in said}
    except Refusal:
        return False
    return all(sent.get(key) == entry for key, entry in entries.items())


def _said(stated: Claim | Entry) -> tuple[object, ...]:
    quantity = stated.quantity
    return (quantity.value, quantity.precision) if quantity is not None else (stated.absence,)


def drafts_of_source(source: Source) -> list[Draft]:
    """The drafts that were filled from an original, sent ones among them, discarded ones not."""
    found = Draft.objects.filter(source=source, discarded_at=None).select_related("form", "place", "body", "batch")
    return list(found.order_by("start"))
