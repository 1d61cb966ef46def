"""What the villages of a commune have reported, added up beside the rows of the commune's own form.

An offer and no more: nothing is sent that the commune has not taken, and what concerns single people (tips, disputes,
mediation, persons, sensitive kinds of model) is never added up from villages, which are not asked for it either.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chungtay.gathering.intake.drafts.queries import period_of
from chungtay.kernel.entries import entry_text
from chungtay.kernel.quantities import Precision, Quantity, total
from chungtay.ledger.queries import figures_of_places
from chungtay.ledger.types import FigureStatus
from chungtay.reference.forms.queries import form_items
from chungtay.reference.forms.villages import villages_expected
from chungtay.reference.indicators.catalogue import is_sensitive_cell
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places.queries import village_ids_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chungtay.gathering.intake.models import Draft
    from chungtay.reference.forms.types import ItemFacts

_WRITTEN = (Precision.EXACT, Precision.MORE_THAN, Precision.NEARLY, Precision.ABOUT, Precision.AT_LEAST)


@dataclass(frozen=True)
class FromVillages:
    """A row added up: how many of the villages that owe the report stated it, and how the sum would be written into the
    row ("" where its precision cannot be written there)."""

    quantity: Quantity
    stated: int
    expected: int
    text: str


def from_villages(draft: Draft) -> Mapping[str, FromVillages]:
    """By key of the row, the sum of what the approved reports of the commune's villages state for the same period."""
    place, period = draft.place, period_of(draft)
    expected = villages_expected(place, period.end) if place.level == "commune" else {}
    below = village_ids_on(place, period.end) if expected else set()
    items = {item.key: item for item in form_items(draft.form) if _adds_up(item)} if expected else {}
    found: dict[str, FromVillages] = {}
    for code, owing in sorted(expected.items()):
        stated: dict[str, dict[int, Quantity]] = defaultdict(dict)
        for figure in figures_of_places(form_code=code, places=below, period=period):
            claim = figure.claim
            if claim.quantity is not None and claim.status is FigureStatus.RESULT:
                stated[f"{claim.indicator}|{claim.cell}"][claim.place_id] = claim.quantity
        for key in stated.keys() & items.keys() - found.keys():
            found[key] = _added(items[key], stated[key], len(owing | stated[key].keys()))
    return found


def _adds_up(item: ItemFacts) -> bool:
    asked = definition(item.indicator)
    return asked.over_places == "sum" and not asked.is_sensitive and not is_sensitive_cell(item.cell)


def _added(item: ItemFacts, stated: Mapping[int, Quantity], expected: int) -> FromVillages:
    quantity = total(stated.values()).as_quantity()
    fits = quantity.precision is Precision.EXACT or (item.allows_precision and quantity.precision in _WRITTEN)
    return FromVillages(quantity, len(stated), expected, entry_text(quantity) if fits else "")
