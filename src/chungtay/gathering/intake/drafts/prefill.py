"""What stands in a draft before anybody has typed: the figures of the report that it corrects, or what stood a period
ago as an offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from chungtay.gathering.intake.drafts.contents import REGISTER, Content
from chungtay.gathering.intake.drafts.queries import earlier_of, figures_corrected
from chungtay.gathering.intake.models import Draft, Origin
from chungtay.kernel.absence import Absence
from chungtay.kernel.entries import entry_text
from chungtay.reference.actors.policies import reads_small_counts
from chungtay.reference.forms.queries import form_items
from chungtay.reference.indicators.queries import definition

if TYPE_CHECKING:
    from chungtay.kernel.quantities import Quantity
    from chungtay.ledger.types import Claim
    from chungtay.reference.actors.models import User


def prefilled(draft: Draft, by: User, counted: Mapping[str, Quantity]) -> dict[int, Content]:
    """By item id. A correction begins from the figures as they were sent. A new report is offered what the registers
    count (`counted`, by key), else the stocks of the report before: what stands is mostly what stood; what flows is
    counted anew each time. Nothing is offered whose small counts are kept from the account."""
    items = {item.key: item for item in form_items(draft.form)}
    if draft.corrects_id is not None:
        figures = figures_corrected(draft)
        return {items[key].id: _content(f.claim, Origin.BEFORE) for key, f in figures.items() if key in items}
    before = {
        items[key].id: _content(earlier.last, Origin.OFFERED)
        for key, earlier in earlier_of(draft).items()
        if key in items
        and earlier.last is not None
        and earlier.last.quantity is not None
        and definition(items[key].indicator).nature == "stock"
        and _may_read(items[key].indicator, draft, by)
    }
    return before | offered(draft, by, counted)


def offered(draft: Draft, by: User, counted: Mapping[str, Quantity]) -> dict[int, Content]:
    """What the registers count as offers, by item id."""
    items = {item.key: item for item in form_items(draft.form)}
    return {
        items[key].id: Content(entry_text(value), "", "", Origin.OFFERED.value, REGISTER)
        for key, value in counted.items()
        if key in items and _may_read(items[key].indicator, draft, by)
    }


def _may_read(indicator: str, draft: Draft, by: User) -> bool:
    return definition(indicator).threshold is None or reads_small_counts(by, draft.body)


def _content(claim: Claim, origin: Origin) -> Content:
    note = claim.note if origin is Origin.BEFORE else ""
    if claim.quantity is None:
        return Content("", (claim.absence or Absence.NOT_REPORTED).value, note, origin.value)
    return Content(entry_text(claim.quantity), "", note, origin.value)
