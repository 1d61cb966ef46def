"""Figures and totals as the desk shows them to one account: names, words, and what is kept from others.

Counts from one up to the indicator's threshold are shown as "<5" outside the reporting body and its approver, and
kinds of model that touch faith, ethnicity, clan or a past stay with the commune that owns them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from chungtay.faces.desk.telling import language
from chungtay.kernel.absence import LABELS, Absence
from chungtay.kernel.numbers import quantity_words
from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import Quantity, Total
from chungtay.ledger.types import RecordedFigure, cell_parts
from chungtay.reference.actors.queries import bodies_by_id
from chungtay.reference.indicators.catalogue import LEVELS, cell_name, dimensions, is_sensitive_cell
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places.queries import places_by_id

if TYPE_CHECKING:
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.places.models import Place


NO_WORDS = "—"


@dataclass(frozen=True)
class FigureLine:
    """One figure as a line of a table."""

    id: int
    batch_id: int
    position: int
    code: str
    name: str
    unit: str
    cell: str
    words: str
    as_written: str
    place: Place
    period: Period
    status: str
    body: Body
    is_hidden: bool
    source_id: int | None
    span: tuple[int, int] | None
    quantity: Quantity | None


def is_small(code: str, value: Quantity | Total | None) -> bool:
    """Whether a count lies between one and the indicator's threshold."""
    threshold = definition(code).threshold
    return threshold is not None and value is not None and 0 < value.value < threshold


def is_below_floor(cell: str, place: Place) -> bool:
    """Whether a member of the cell exists only higher up: tips on political security, from the province.

    Such a figure is never approved; until it is returned, it is seen by those who are to return it.
    """
    level = LEVELS.index(place.level) if place.level in LEVELS else 0
    known = ((dimensions().get(dimension), key) for dimension, key in cell_parts(cell).items())
    members = (dimension.member(key) for dimension, key in known if dimension is not None)
    return any(level < LEVELS.index(member.floor) for member in members if member is not None)


def small_words(code: str) -> str:
    """'<5'."""
    return f"<{definition(code).threshold}"


def absence_words(absence: Absence | None) -> str:
    """Which kind of nothing."""
    return LABELS[absence or Absence.NOT_REPORTED][language() == "en"]


def is_own(user: User, body: Body) -> bool:
    """Whether the account belongs to the reporting body or to the one that this body reports to."""
    return user.body_id in (body.pk, body.parent_id)


def figure_lines(figures: Iterable[RecordedFigure], *, by: User) -> list[FigureLine]:
    """The figures as this account may read them, in the order given."""
    listed = list(figures)
    places = places_by_id({figure.claim.place_id for figure in listed})
    bodies = bodies_by_id({figure.body_id for figure in listed})
    own = {pk: is_own(by, body) for pk, body in bodies.items()}
    return [_line(f, places[f.claim.place_id], bodies[f.body_id], own[f.body_id], by) for f in listed]


def _line(figure: RecordedFigure, place: Place, body: Body, own: bool, by: User) -> FigureLine:
    claim = figure.claim
    meaning = definition(claim.indicator)
    small = not own and is_small(claim.indicator, claim.quantity)
    hidden = small or (not own and is_below_floor(claim.cell, place))
    return FigureLine(
        id=figure.id,
        batch_id=figure.batch_id,
        position=figure.position,
        code=claim.indicator,
        name=meaning.name(language()),
        unit=meaning.unit(language()),
        cell=_cell_words(claim.cell, place, by),
        words=small_words(claim.indicator) if small else NO_WORDS if hidden else _words(claim.quantity, claim.absence),
        as_written="" if hidden or claim.quantity is None else claim.quantity.as_written,
        place=place,
        period=claim.period,
        status=claim.status.value,
        body=body,
        is_hidden=hidden,
        source_id=figure.source_id,
        span=None if hidden else claim.span,
        quantity=None if hidden else claim.quantity,
    )


def _words(quantity: Quantity | None, absence: Absence | None) -> str:
    return quantity_words(quantity, language()) if quantity is not None else absence_words(absence)


def _cell_words(cell: str, place: Place, by: User) -> str:
    below_province = place.level not in ("country", "province")
    if below_province and is_sensitive_cell(cell) and by.body.place_id != place.pk:
        return _("loại khác")
    return cell_name(cell, language())


def in_language(thing: Any, stem: str = "name") -> str:
    """`name_vi` or `name_en` of a thing."""
    return str(getattr(thing, f"{stem}_{language()}"))
