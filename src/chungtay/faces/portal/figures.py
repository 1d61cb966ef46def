"""How a public figure stands on a page: what is printed, what it stands on, and in words why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from chungtay.faces.portal.addresses import current
from chungtay.results.publishing.wording import cell_name, indicator_of, period_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from chungtay.results.publishing.models import PublicFigure


@dataclass(frozen=True)
class Line:
    """A public figure ready for a page. `is_number`: something was counted and is told. `notes` are short sentences."""

    id: int
    indicator: str
    name: str
    cell: str
    unit: str
    place_key: str
    place_name: str
    period: str
    shown: str
    is_number: bool
    notes: tuple[str, ...]
    publication: str
    start: date
    end: date


def line_of(figure: PublicFigure) -> Line:
    """One figure, with its publication at hand."""
    language, told = current(), figure.publication
    rule = indicator_of(figure.indicator)
    return Line(
        id=figure.pk,
        indicator=figure.indicator,
        name=rule.name(language) if rule else figure.indicator,
        cell=cell_name(figure.cell, language),
        unit=rule.unit(language) if rule else "",
        place_key=key_of(figure.place_level, figure.place_code, figure.place_vintage),
        place_name=figure.place_name,
        period=period_name(figure.start, figure.end, told.step, told.clock, language),
        shown=figure.shown_vi if language == "vi" else figure.shown_en,
        is_number=not figure.absence and not figure.hidden,
        notes=tuple(_notes(figure)),
        publication=told.code,
        start=figure.start,
        end=figure.end,
    )


_LETTERS = {"province": "p", "district": "d", "commune": "c"}


def key_of(level: str, code: str, vintage: str) -> str:
    """The key by which places are known: 'p01@2025', 'vn'."""
    return f"{_LETTERS[level]}{code}@{vintage}" if level in _LETTERS else "vn"


def _notes(figure: PublicFigure) -> Iterable[str]:
    if figure.hidden == "threshold":
        yield _("quá nhỏ để công bố mà vẫn giữ kín cho người trong cuộc")
    elif figure.hidden == "complement":
        yield _("giữ lại để không suy ra được số nhỏ của nơi khác")
    elif figure.hidden:
        yield _("không công bố ở cấp này hoặc kỳ ngắn như vậy")
    if figure.expected:
        told = {"reported": figure.reported, "expected": figure.expected}
        yield _("%(reported)s trên %(expected)s nơi báo cáo") % told
    if figure.estimated_share:
        share = round(figure.estimated_share * 100)
        yield _("ước tính %(share)s%%, do chia theo ranh giới mới") % {"share": share or _("dưới 1")}
    if figure.rounded_to and figure.rounded_to > 1:
        yield _("làm tròn đến %(base)s") % {"base": figure.rounded_to}


@dataclass(frozen=True)
class Subject:
    """One indicator of a place: its newest whole figure, and how many others there are."""

    newest: Line
    more: int


def newest_of_each(figures: Iterable[PublicFigure]) -> list[Subject]:
    """Of each indicator the whole of its latest period; a part stands in where only parts are told."""
    groups: dict[str, list[PublicFigure]] = {}
    for figure in figures:
        groups.setdefault(figure.indicator, []).append(figure)
    found = []
    for held in groups.values():
        wholes = [figure for figure in held if not figure.cell] or held
        found.append(Subject(line_of(max(wholes, key=lambda figure: (figure.end, figure.start))), len(held) - 1))
    return found
