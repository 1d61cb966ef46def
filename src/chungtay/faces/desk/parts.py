"""The parts of a total ('tập thể 68, cá nhân 1'), as an account may read them.

Three rules stand between what was stated and what is shown: a member with a floor exists only from that level up;
below province, kinds of model that touch faith, ethnicity, clan or a past are "loại khác" to all but their own
commune; and a small count is "<5" to others, without being told by what is left of the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from chungtay.faces.desk.counts import share
from chungtay.faces.desk.showing import is_below_floor, small_words
from chungtay.faces.desk.telling import language
from chungtay.kernel.numbers import quantity_words
from chungtay.kernel.quantities import Total
from chungtay.ledger import queries as ledger
from chungtay.ledger.types import cell_parts
from chungtay.reference.indicators.catalogue import cell_name, dimensions, is_sensitive_cell
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places.queries import place_label, places_by_id
from chungtay.results.warehouse.queries import small_cell
from chungtay.results.warehouse.questions import Basis, Row
from chungtay.results.warehouse.small import Kept
from chungtay.results.warehouse.withholding import kept_from, withheld_cell

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

NAMED = ("country", "province")
"""Levels at which every part is named."""
SHOWN = 6
"""Parts shown at once; the rest of a long list (there are some twenty kinds of model) is unfolded."""


@dataclass(frozen=True)
class Part:
    """One part of a total. `share` says of how many expected reports it is the sum; `address` leads to its evidence."""

    name: str
    words: str
    share: str
    address: str


def parts_in_view(rows: Sequence[Row], place: Place, by: User) -> list[Row]:
    """The parts of one indicator at a place that exist for the account, in the order of the catalogue."""
    if any(is_below_floor(row.cell, place) for row in rows):
        # Without its sisters, too: the whole less the others would tell it.
        return []
    kept = list(rows)
    if not _names_all(place, by) and any(is_sensitive_cell(row.cell) for row in rows):
        kept = _merged(kept)
    return sorted(kept, key=_position)


def part_of(rows: Sequence[Row], cell: str, whole: Row | None, place: Place, by: User) -> Row | None:
    """The one part, if the account may see what it is the sum of; None for any other."""
    shown = parts_in_view(rows, place, by)
    kept = _kept(shown, whole, by)
    hidden = kept.small | kept.withheld if kept is not None else {cell}
    return next((r for r in shown if r.cell == cell and cell not in hidden and _leads_on(r)), None)


def parts_shown(
    rows: Sequence[Row], whole: Row | None, place: Place, by: User, address: Callable[[Row], str]
) -> tuple[Part, ...]:
    """The parts in words. `whole` is the total they belong to, None where nobody stated one."""
    shown = parts_in_view(rows, place, by)
    kept = _kept(shown, whole, by)
    if kept is None:
        return ()
    instead = {cell: _("được che") for cell in kept.withheld}
    instead |= {row.cell: small_words(row.indicator) for row in shown if row.cell in kept.small}
    return tuple(
        Part(
            name=cell_name(row.cell, language()),
            words=instead.get(row.cell) or quantity_words(row.total, language()),
            share=share(row, place.level),
            address=address(row) if row.cell not in instead and _leads_on(row) else "",
        )
        for row in shown
        if row.total is not None
    )


def parts_apart(rows: Sequence[Row], place: Place, by: User, address: Callable[[Row], str]) -> tuple[Part, ...]:
    """What one place below stated and nobody may add up: its whole and its parts, each under the place's name."""
    named = place_label(place, language())
    whole = next((row for row in rows if not row.cell), None)
    found = parts_shown([row for row in rows if row.cell], whole, place, by, address)
    parts = tuple(replace(part, name=f"{named}: {part.name}") for part in found)
    if whole is None or whole.total is None:
        return parts
    small, withheld = small_cell(whole, by), withheld_cell(whole, by)
    shown = _("được che") if withheld else quantity_words(whole.total, language())
    words = small_words(whole.indicator) if small else shown
    return (Part(named, words, "", "" if small or withheld else address(whole)), *parts)


def _kept(rows: Sequence[Row], whole: Row | None, by: User) -> Kept | None:
    if not rows:
        return Kept(frozenset(), frozenset())
    return kept_from(rows, whole, by)


def _names_all(place: Place, by: User) -> bool:
    return place.level in NAMED or by.body.place_id == place.pk


def _leads_on(row: Row) -> bool:
    """A sum of a sensitive part may not be listed commune by commune: it leads on where provinces stated all of it."""
    if not is_sensitive_cell(row.cell) or row.basis is Basis.REPORTED:
        return True
    if row.level not in NAMED:
        return False
    places = places_by_id({figure.claim.place_id for figure in ledger.figures_get(row.figure_ids)})
    return all(place.level in NAMED for place in places.values())


def _merged(rows: list[Row]) -> list[Row]:
    """Sensitive parts and "other" as one. What cannot be added (places counted once) is left out."""
    dimension = next(iter(cell_parts(rows[0].cell)))
    other = f"{dimension}=other"
    open_rows = [row for row in rows if not is_sensitive_cell(row.cell) and row.cell != other]
    closed = [row for row in rows if is_sensitive_cell(row.cell) or row.cell == other]
    if definition(rows[0].indicator).over_places != "sum":
        return open_rows + [row for row in closed if row.cell == other]
    total = sum((row.total for row in closed if row.total is not None), Total())
    ids = tuple(sorted({number for row in closed for number in row.figure_ids}))
    fewest = min(closed, key=lambda row: row.stated)
    partial = max(row.partial for row in closed)
    one = replace(fewest, cell=other, total=total, figure_ids=ids, partial=partial, beside=(), also_reported=None)
    return [*open_rows, one]


def _position(row: Row) -> tuple[int, str]:
    (dimension, key), *_more = cell_parts(row.cell).items()
    members = [member.key for member in dimensions()[dimension].members] if dimension in dimensions() else []
    return (members.index(key) if key in members else len(members)), row.cell
