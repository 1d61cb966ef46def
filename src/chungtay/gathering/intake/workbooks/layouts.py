"""Own layouts of a body: kept, listed, changed, forgotten, and found again for a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.gathering.intake.models import Layout
from chungtay.gathering.intake.workbooks import mapping
from chungtay.gathering.intake.workbooks.refusals import problem, refused
from chungtay.gathering.intake.workbooks.when import period_stated
from chungtay.kernel.errors import Both, NotAllowed, Problem, Refusal
from chungtay.kernel.periods import Regime
from chungtay.kernel.text import squeeze
from chungtay.reference.actors.queries import Role
from chungtay.reference.forms.queries import form_items
from chungtay.reference.sources.gate import gate_problems
from chungtay.reference.sources.masking import mask_spans, masked, naming_problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from chungtay.gathering.intake.workbooks.parsing import Parsed
    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.forms.models import Form
    from chungtay.reference.places.models import Place
    from chungtay.reference.places.queries import Stating


FILE_NAME = "*"
"""As the cell of the place: the place stands in the name of each file."""


def layouts_of(body: Body) -> list[Layout]:
    """The layouts of a body, by name."""
    return list(Layout.objects.filter(body=body).select_related("form", "body__place").order_by("name"))


def layout_get(*, by: User, id: int) -> Layout:
    """A layout of the account's own body; NotAllowed BANGTINH-145 for any other, whether it exists or not."""
    found = Layout.objects.select_related("form", "body__place").filter(pk=id, body=by.body_id).first()
    if found is None or by.role != Role.REPORTER:
        raise NotAllowed([problem("BANGTINH-145", Both(f"Mẫu riêng {id}", f"Layout {id}"))])
    return found


@transaction.atomic
def layout_keep(
    *,
    by: User,
    form: Form,
    name: str,
    cells: Mapping[str, str],
    anchors: Mapping[str, str],
    period_at: str = "",
    place_at: str = "",
    layout: Layout | None = None,
) -> Layout:
    """Keep where the rows of a form stand; with `layout`, change that one. Addresses are "Sheet!D12"; `place_at` may
    be `FILE_NAME`, too.

    Refusals BANGTINH-140 (name), -142 (a cell used twice), -143 (no cell). Only by reporters, for their own body.
    """
    if by.role != Role.REPORTER:
        raise NotAllowed([problem("BANGTINH-145", Both("Mẫu riêng", "Layout"))])
    known = {item.key for item in form_items(form)}
    kept = {key: address for key, address in cells.items() if address and key in known}
    _check(kept, [*_name_of(by, name, layout), *sheets_problems([*kept.values(), *anchors, period_at, place_at])])
    values = {
        "form": form,
        "name": squeeze(name)[:120],
        "cells": kept,
        "anchors": dict(anchors),
        "period_at": period_at[:80],
        "place_at": place_at[:80],
        "made_at": timezone.now(),
        "made_by": by,
    }
    if layout is None:
        return Layout.objects.create(body=by.body, **values)
    for field, value in values.items():
        setattr(layout, field, value)
    layout.save()
    return layout


def _name_of(by: User, name: str, layout: Layout | None) -> list[Problem]:
    said = squeeze(name)
    others = Layout.objects.filter(body=by.body_id, name=said).values_list("pk", flat=True)
    taken = set(others) - {layout.pk if layout is not None else 0}
    if not said or len(said) > 120 or taken:
        return [problem("BANGTINH-140", Both("Tên mẫu", "Name"))]
    return naming_problems(Both("Tên mẫu", "Name"), said)


def sheets_problems(addresses: Iterable[str]) -> list[Problem]:
    """NGUON-106 for names of sheets that may name a person: they would stand in the address of every figure."""
    sheets = dict.fromkeys(address.rpartition("!")[0] for address in addresses)
    return naming_problems(Both("Tên trang tính", "Name of a sheet"), *sheets)


def _check(cells: Mapping[str, str], found: list[Problem]) -> None:
    if not cells:
        found.append(problem("BANGTINH-143", Both("Các ô", "Cells")))
    seen: set[str] = set()
    for address in cells.values():
        if address in seen:
            found.append(problem("BANGTINH-142", address))
        seen.add(address)
    if found:
        raise Refusal(found)


@transaction.atomic
def layout_forget(*, by: User, layout: Layout) -> None:
    """Forget a layout; what was filled in with it stays."""
    layout_get(by=by, id=layout.pk).delete()


def names_nobody(text: str) -> bool:
    """Whether the words of a cell may be kept as an anchor."""
    return not mask_spans(text) and not gate_problems([text])


def layout_for(parsed: Parsed, layouts: Sequence[Layout], name: str) -> Layout:
    """The layout whose anchors all stand in this workbook; of several, the one with most.

    Refusal BANGTINH-144 naming the cells that differ where one nearly fits, -110 where none does.
    """
    fitting = [layout for layout in layouts if layout.anchors and not mapping.anchors_apart(parsed, layout.anchors)]
    if fitting:
        return max(fitting, key=lambda layout: len(layout.anchors))
    near = min(layouts, key=lambda layout: _distance(parsed, layout), default=None)
    if near is not None and _distance(parsed, near) <= 0.5:
        check_layout(parsed, near)
    raise refused("BANGTINH-110", name)


def _distance(parsed: Parsed, layout: Layout) -> float:
    """The share of anchors that differ; 1 where there is none to compare."""
    return len(mapping.anchors_apart(parsed, layout.anchors)) / len(layout.anchors) if layout.anchors else 1.0


def check_layout(parsed: Parsed, layout: Layout) -> None:
    """Refusal BANGTINH-144 for each label that is not where the sample had it; at most twenty."""
    apart = mapping.anchors_apart(parsed, layout.anchors)
    if apart:
        raise Refusal([problem("BANGTINH-144", where, "", f"“{layout.anchors[where]}”") for where in apart[:20]])


def layout_period(parsed: Parsed, layout: Layout, told: Period | None) -> Period:
    """The period that the workbook states where the layout knows the cell, else the one that the officer told.

    Refusal BANGTINH-117 where the two differ or the cell states none, -146 where nobody tells.
    """
    if not layout.period_at:
        if told is None:
            raise refused("BANGTINH-146", layout.name)
        return told
    value = mapping.value_at(parsed, layout.period_at)
    text = value.get("date", "") if isinstance(value, dict) else str(value)
    stated = period_stated(text, Regime(layout.form.regime))
    if stated is None or (told is not None and told != stated):
        read = stated.label() if stated else ""
        raise refused("BANGTINH-117", layout.period_at, read, told.label() if told else "")
    return stated


def layout_place(parsed: Parsed, layout: Layout, filename: str, stating: Stating) -> Place:
    """The place that the workbook states where the layout knows the cell, or in its name; else the body's own.

    Refusal BANGTINH-147 where it states none of the body's territory, or more than one.
    """
    own = layout.body.place
    if not layout.place_at:
        return own
    is_named = layout.place_at == FILE_NAME
    text = filename if is_named else str(mapping.value_at(parsed, layout.place_at))
    found = stating.place(text)
    if found is None:
        where = filename if is_named else layout.place_at
        raise refused("BANGTINH-147", where, masked(text)[:80], own.full_name)
    return found
