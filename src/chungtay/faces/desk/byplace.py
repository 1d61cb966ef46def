"""One indicator place by place, as was or on the map of a day, as a table with what of it is an estimate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from chungtay.faces.desk import counts, headlines
from chungtay.faces.desk.quality import ordered, place_cell
from chungtay.faces.desk.showing import small_words
from chungtay.faces.desk.tables import Cell, Table
from chungtay.faces.desk.telling import language
from chungtay.kernel.numbers import quantity_words
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places.queries import place_label
from chungtay.results.warehouse.queries import answer, small_cell
from chungtay.results.warehouse.questions import By, Question, Row
from chungtay.results.warehouse.withholding import withheld_cell
from chungtay.results.warehouse.words import frame_words

if TYPE_CHECKING:
    from chungtay.reference.places.models import Place

MAPS: Final = (date(2025, 7, 1), date(2025, 6, 30))
"""The map of today, and the last one before it."""


@dataclass(frozen=True)
class Map:
    """Whose units the lines are: those of each time, or of one day; with `estimate` what a border cut is shared out."""

    frame: date | None = None
    estimate: bool = False

    @classmethod
    def asked(cls, day: str, estimate: str) -> Map:
        """From the words of an address."""
        frame = next((found for found in MAPS if found.isoformat() == day), None)
        return cls(frame, frame is not None and bool(estimate))


def maps() -> list[tuple[str, str]]:
    """The maps one may choose, in words."""
    new, old = MAPS
    return [
        ("", _("Đơn vị của từng thời kỳ")),
        (new.isoformat(), _("Bản đồ từ 01/07/2025")),
        (old.isoformat(), _("Bản đồ đến 30/06/2025")),
    ]


def table_of(look: headlines.Look, code: str, on: Map) -> Table:
    """The lines of the indicator: the asked place, then its provinces, or its communes. Refusals as in `answer`."""
    heads = [_("Địa bàn"), definition(code).name(language()), _("Phần ước tính"), _("Cộng từ đâu")]
    by = By.PROVINCE if look.place.level == "country" else By.COMMUNE
    whole = Question((code,), look.place.key, look.period, frame=on.frame, apportion=on.estimate)
    asked = (whole, replace(whole, by=by))
    rows = {row.place: row for question in asked for row in answer(question, user=look.by)}
    named = {place.key: place for place in ordered({key for row in rows.values() for key in _units(row)})}
    places = [place for place in named.values() if place.key in rows]
    places.sort(key=lambda place: place.key != look.place.key)
    lines = [_line(look, place, rows[place.key], named) for place in places]
    return Table(heads, lines, _note(on))


def _units(row: Row) -> set[str]:
    """The places that the words of a row name."""
    region = row.region
    return {row.place, *(region.targets if region is not None and not region.too_wide() else ())}


def _line(look: headlines.Look, place: Place, row: Row, named: dict[str, Place]) -> list[Cell]:
    hidden = _hidden(look, row)
    words, share = hidden or headlines.row_words(row), ""
    on_map = None if row.total is not None and hidden else frame_words(row, _names(named), _of_region(look, row))
    if on_map is not None:
        words = on_map[language() == "en"]
    if row.estimated_share and not hidden:
        share = f"{round(100 * row.estimated_share, 1):g}%".replace(".", "," if language() == "vi" else ".")
    address = ""
    if row.comparability is None and row.total is not None:
        address = replace(look, place=place).address(row.indicator, row.cell)
    note = "" if row.total is None else counts.note(row, place.level)
    return [place_cell(place), Cell(words, address=address), Cell(share or "–"), Cell(note, is_text=True)]


def _hidden(look: headlines.Look, row: Row) -> str:
    if small_cell(row, look.by):
        return small_words(row.indicator)
    return _("được che") if withheld_cell(row, look.by) else ""


def _of_region(look: headlines.Look, row: Row) -> tuple[str, str] | None:
    """The number of the region that a unit can only be compared within."""
    if row.region is None or not row.beside or (total := row.beside[0].total) is None:
        return None
    hidden = _hidden(look, row.beside[0])
    return (hidden, hidden) if hidden else (quantity_words(total), quantity_words(total, "en"))


def _names(named: dict[str, Place]) -> dict[str, str]:
    return {key: place_label(place, language()) for key, place in named.items()}


def _note(on: Map) -> str:
    if on.frame is None:
        return _("Mỗi đơn vị đứng tên của thời kỳ mình; tỉnh cũ nằm trong tỉnh mới.")
    if on.estimate:
        return _("Phần của đơn vị bị chia ước tính theo dân số; số ước tính không dùng để giao chỉ tiêu, chấm điểm.")
    return _("Số của đơn vị nhập trọn là số thật; đơn vị bị chia chỉ so được trong cả vùng của nó.")
