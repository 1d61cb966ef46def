"""From the tables to a sheet: what a form asks of a body for a place and periods, in the words of the catalogue."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from chungtay.gathering.intake.workbooks.layout import FormRow, FormSheet
from chungtay.reference.forms.queries import form_items
from chungtay.reference.indicators.catalogue import cell_name
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places.queries import place_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import Body
    from chungtay.reference.forms.models import Form
    from chungtay.reference.forms.types import ItemFacts
    from chungtay.reference.places.models import Place


def form_sheet(form: Form, body: Body, place: Place, periods: Sequence[Period]) -> FormSheet:
    """All that the workbook of a form is written from."""
    return FormSheet(
        form_code=form.code,
        version=form.version,
        name_vi=form.name_vi,
        name_en=form.name_en,
        place_key=place.key,
        place_vi=place_label(place, "vi"),
        place_en=place_label(place, "en"),
        body_code=body.code,
        body_vi=body.name_vi,
        body_en=body.name_en,
        regime=form.regime,
        periods=tuple(periods),
        rows=form_rows(form),
        guidance_vi=form.guidance_vi,
        guidance_en=form.guidance_en,
    )


def form_rows(form: Form) -> tuple[FormRow, ...]:
    """The rows of a form version in words."""
    return _rows(form_items(form))


@lru_cache(maxsize=64)
def _rows(items: tuple[ItemFacts, ...]) -> tuple[FormRow, ...]:
    return tuple(_row(item) for item in items)


def _row(item: ItemFacts) -> FormRow:
    known = definition(item.indicator)
    part_vi, part_en = cell_name(item.cell, "vi"), cell_name(item.cell, "en")
    return FormRow(
        key=item.key,
        name_vi=f"Trong đó: {part_vi}" if item.cell else known.name_vi,
        name_en=f"Of which: {part_en}" if item.cell else known.name_en,
        unit_vi=known.unit_vi,
        unit_en=known.unit_en,
        definition_vi=known.definition_vi,
        definition_en=known.definition_en,
        section_vi=item.section_vi,
        section_en=item.section_en,
        is_part=bool(item.cell),
        is_whole=known.nature != "ratio" and "đồng" not in known.unit_vi,
        allows_precision=item.allows_precision,
        must_answer=item.must_answer,
    )
