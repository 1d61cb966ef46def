"""Figures and totals as the desk shows them to one account: names, words, and what is kept from others.

Counts from one up to the indicator's threshold are shown as "<5" outside the reporting body and its approver, and
kinds of model that touch faith, ethnicity, clan or a past stay with the commune that owns them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from chungtay.faces.desk.telling import language
from chungtay.kernel.absence import LABELS, Absence
from chungtay.kernel.numbers import quantity_words
from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import Quantity, Total
from chungtay.ledger import queries as ledger
from chungtay.ledger.types import RecordedFigure, cell_parts
from chungtay.reference.actors.policies import reads_small_counts
from chungtay.reference.actors.queries import bodies_by_id
from chungtay.reference.indicators.catalogue import LEVELS, cell_name, dimensions, is_sensitive_cell
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places.queries import places_by_id
from chungtay.results.warehouse.small import kept_with
from chungtay.results.warehouse.withholding import figures_withheld

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


def figure_lines(
    figures: Iterable[RecordedFigure], *, by: User, withheld: Collection[int] = frozenset()
) -> list[FigureLine]:
    """The figures as this account may read them, in the order given. `withheld`: ids that are kept back besides."""
    listed = list(figures)
    bodies = bodies_by_id({figure.body_id for figure in listed})
    own = {pk: reads_small_counts(by, body) for pk, body in bodies.items()}
    foreign = [figure for figure in listed if not own[figure.body_id] and _is_counted_low(figure)]
    # Also those that are not listed: whether a number may be told hangs on the others of its report.
    found = ledger.figures_of_batches({figure.batch_id for figure in foreign}) if foreign else {}
    reports = [figure for report in found.values() for figure in report]
    places = places_by_id({figure.claim.place_id for figure in [*listed, *reports]})
    kept = _withheld_in(reports, places) | figures_withheld(foreign, by) | set(withheld)
    return [
        _line(f, places[f.claim.place_id], bodies[f.body_id], own[f.body_id], by, is_withheld=f.id in kept)
        for f in listed
    ]


def _is_counted_low(figure: RecordedFigure) -> bool:
    return definition(figure.claim.indicator).threshold is not None


def _withheld_in(reports: Iterable[RecordedFigure], places: Mapping[int, Place]) -> set[int]:
    """The figures of whole reports that would tell a small or hidden one, with the whole that they are parts of."""
    groups: dict[tuple[object, ...], list[RecordedFigure]] = {}
    for figure in reports:
        claim = figure.claim
        if _is_counted_low(figure):
            key = (figure.batch_id, claim.indicator, claim.place_id, claim.period, claim.status)
            groups.setdefault(key, []).append(figure)
    found: set[int] = set()
    for group in groups.values():
        whole = next((f.claim.quantity for f in group if not f.claim.cell), None)
        if whole is None:
            continue
        by_dimension: dict[tuple[str, ...], list[RecordedFigure]] = {}
        for figure in group:
            if figure.claim.cell and figure.claim.quantity is not None:
                by_dimension.setdefault(tuple(cell_parts(figure.claim.cell)), []).append(figure)
        for parts in by_dimension.values():
            found |= _withheld_of(whole, parts, places[parts[0].claim.place_id])
    return found


def _withheld_of(whole: Quantity, parts: Sequence[RecordedFigure], place: Place) -> set[int]:
    """Of the parts of a whole those that are kept back with the small ones; the rule is `warehouse.small`'s."""
    code, everything = parts[0].claim.indicator, {part.id for part in parts}
    if is_small(code, whole) or any(is_below_floor(part.claim.cell, place) for part in parts):
        return everything
    return _beside_small(code, parts)


def withheld_in_sum(figures: Iterable[RecordedFigure], *, by: User) -> set[int]:
    """The figures that are kept back with the small ones among them, where what they add up to is shown.

    What the account may read of its own and of bodies that report to it is small to nobody, and is no cover either.
    """
    listed = [f for f in figures if _is_counted_low(f) and f.claim.quantity is not None]
    bodies = bodies_by_id({figure.body_id for figure in listed})
    others = [f for f in listed if not reads_small_counts(by, bodies[f.body_id])]
    codes = {figure.claim.indicator for figure in others}
    return {pk for code in codes for pk in _beside_small(code, [f for f in others if f.claim.indicator == code])}


def _beside_small(code: str, figures: Sequence[RecordedFigure]) -> set[int]:
    values = {f.id: f.claim.quantity.value for f in figures if f.claim.quantity is not None}
    small = {f.id for f in figures if is_small(code, f.claim.quantity)}
    threshold = definition(code).threshold
    if not small or threshold is None:
        return set()
    kept = kept_with(values, small, threshold)
    return set(values) if kept is None else set(kept)


def _line(
    figure: RecordedFigure, place: Place, body: Body, own: bool, by: User, *, is_withheld: bool = False
) -> FigureLine:
    claim = figure.claim
    meaning = definition(claim.indicator)
    small = not own and is_small(claim.indicator, claim.quantity)
    withheld = not own and not small and is_withheld
    hidden = small or withheld or (not own and (is_below_floor(claim.cell, place) or _is_too_fine(figure, place)))
    shown = _words(claim.quantity, claim.absence)
    return FigureLine(
        id=figure.id,
        batch_id=figure.batch_id,
        position=figure.position,
        code=claim.indicator,
        name=meaning.name(language()),
        unit=meaning.unit(language()),
        cell=_cell_words(claim.cell, place, by),
        words=small_words(claim.indicator) if small else _("được che") if withheld else NO_WORDS if hidden else shown,
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


def _is_too_fine(figure: RecordedFigure, place: Place) -> bool:
    """Tips, disputes and persons of one village are never to be stated (KT-014); until returned, others do not see."""
    return place.level == "village" and definition(figure.claim.indicator).is_sensitive


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
