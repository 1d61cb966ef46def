"""How good the figures of a territory are, as tables: reports complete, communes covered, series without gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from django.utils.translation import gettext as _

from chungtay.faces.desk.tables import Cell, Table
from chungtay.faces.desk.telling import language
from chungtay.kernel.numbers import number_words
from chungtay.kernel.periods import Period, Regime, decree_year
from chungtay.kernel.text import match_key
from chungtay.reference.forms import queries as forms
from chungtay.reference.indicators.queries import indicators_all
from chungtay.reference.places.queries import place_label, places_by_key
from chungtay.results.warehouse.completeness import completeness
from chungtay.results.warehouse.coverage import coverage_over
from chungtay.results.warehouse.questions import By
from chungtay.results.warehouse.series import series_quality

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.reference.forms.models import Form
    from chungtay.reference.indicators.catalogue import Definition
    from chungtay.reference.places.models import Place

T = TypeVar("T")
COMPLETE, COVERED, UNBROKEN = "day-du", "do-phu", "lien-mach"
YEARS: Final = 5
"""So many years are shown side by side, or may be chosen."""
GOOD, FAIR = 90, 75
"""Per cent, as on the board."""


@dataclass(frozen=True)
class Asked:
    """What a page asks: which of the three, of what, for which place; by province for the country, else by commune."""

    user: User
    place: Place
    kind: str
    today: date
    form: Form | None
    indicator: Definition | None
    year: int

    @property
    def by(self) -> By:
        """The level of the lines."""
        return By.PROVINCE if self.place.level == "country" else By.COMMUNE

    @cached_property
    def period(self) -> Period:
        """The year of decree months that was chosen."""
        return decree_year(self.year)


def kinds() -> list[tuple[str, str]]:
    """The three, in words."""
    return [(COMPLETE, _("Báo cáo đầy đủ")), (COVERED, _("Độ phủ")), (UNBROKEN, _("Chuỗi số liệu"))]


def asked_of(user: User, place: Place, asked: Mapping[str, str], today: date) -> Asked:
    """From the words of an address; what cannot be read becomes the first that there is."""
    kind = asked.get("xem", "")
    kind = kind if kind in dict(kinds()) else COMPLETE
    year = asked.get("nam", "")
    years = years_of(today)
    found_form = _chosen(forms_of(place), lambda form: form.code, asked.get("mau", ""))
    found = _chosen(indicators_of(kind), lambda item: item.code, asked.get("chi-tieu", ""))
    chosen = next((item for item in years if str(item) == year), years[0])
    return Asked(user, place, kind, today, found_form, found, chosen)


def _chosen(listed: list[T], key: Callable[[T], str], wanted: str) -> T | None:
    return next((item for item in listed if key(item) == wanted), listed[0] if listed else None)


def years_of(today: date) -> list[int]:
    """The decree years one may ask about, the latest first."""
    last = today.year + (today > decree_year(today.year).end)
    return list(range(last, last - YEARS, -1))


def forms_of(place: Place) -> list[Form]:
    """The forms that anybody in a territory owes."""
    return forms.forms_owed_in(place)


def indicators_of(kind: str) -> list[Definition]:
    """What can be asked about: stocks cover places, everything has a series."""
    items = [item for item in indicators_all() if item.nature == "stock" or kind == UNBROKEN]
    return sorted(items, key=lambda item: item.name(language()).casefold())


def table_of(asked: Asked) -> Table:
    """The answer. Refusals as in the three questions."""
    return {COMPLETE: _completeness, COVERED: _coverage, UNBROKEN: _series}[asked.kind](asked)


def _completeness(asked: Asked) -> Table:
    heads = [_("Địa bàn"), _("Phải báo cáo"), _("Đã nhận"), _("Tỷ lệ"), _("Đúng hạn"), _("Muộn"), _("Thiếu")]
    heads.append(_("Dân số có báo cáo"))
    note = _("Dân số theo tổng điều tra 2019; mỗi kỳ báo cáo tính một lần.")
    if asked.form is None:
        return Table(heads, [], note)
    found = completeness(asked.form.code, asked.place.key, asked.period, by=asked.by, user=asked.user)
    by_place, lines = {item.place: item for item in found}, []
    for place in ordered(by_place):
        item = by_place[place.key]
        numbers = (item.on_time, item.late, item.missing)
        lines.append(
            [
                place_cell(place),
                Cell(_number(item.expected)),
                Cell(_number(item.received)),
                _share(item.received, item.expected),
                *(Cell(_number(number)) for number in numbers),
                Cell(_percent(item.people_received, item.people_expected)),
            ]
        )
    return Table(heads, lines, note)


def _coverage(asked: Asked) -> Table:
    years = sorted(years_of(asked.today))
    heads = [_("Địa bàn"), *map(str, years)]
    note = _("Tỷ lệ xã có ít nhất một trên số xã có hiệu lực vào cuối năm; trong ngoặc là số xã có trên tổng số.")
    if asked.indicator is None:
        return Table(heads, [], note)
    period = Period(decree_year(years[0]).start, decree_year(years[-1]).end)
    by = By.PROVINCE if asked.place.level == "country" else By.ONE
    rows = coverage_over(asked.indicator.code, asked.place.key, period, Regime.DECREE_YEAR, by=by, user=asked.user)
    told = {(row.place, row.on.year): row for row in rows}
    lines = []
    for place in ordered(row.place for row in rows if row.stated):
        line = [place_cell(place)]
        for year in years:
            row = told.get((place.key, year))
            if row is None or not row.stated:
                line.append(Cell("–"))
            else:
                share, counts = _percent(row.covered, row.communes), (_number(row.covered), _number(row.communes))
                line.append(Cell(share, "/".join(counts)))
        lines.append(line)
    return Table(heads, lines, note)


def _series(asked: Asked) -> Table:
    heads = [_("Địa bàn"), _("Kỳ đầu"), _("Kỳ cuối"), _("Số kỳ có số liệu"), _("Kỳ hổng"), _("Hổng dài nhất")]
    heads += [_("Kỳ im từ đó"), _("Không đổi")]
    note = _("Kỳ hổng là kỳ không có số liệu giữa kỳ đầu và kỳ cuối; “không đổi” là mọi kỳ cùng một số.")
    if asked.indicator is None:
        return Table(heads, [], note)
    found = series_quality(asked.indicator.code, asked.place.key, by=asked.by, user=asked.user)
    by_place, lines = {item.place: item for item in found}, []
    for place in ordered(by_place):
        item = by_place[place.key]
        ends = (item.first.label(language()), item.last.label(language()))
        numbers = (item.numbers, item.gaps, item.longest, item.silent)
        constant = {True: _("có"), False: _("không"), None: "–"}[item.is_constant]
        lines.append(
            [
                place_cell(place),
                *(Cell(words, is_text=True) for words in ends),
                *(Cell(_number(number)) for number in numbers),
                Cell(constant, is_text=True),
            ]
        )
    return Table(heads, lines, note)


def ordered(keys: Iterable[str]) -> list[Place]:
    """The places in the order of their names, those of today first."""
    found = places_by_key(keys).values()
    return sorted(found, key=lambda place: (place.valid_to is not None, match_key(place.name), place.key))


def place_cell(place: Place) -> Cell:
    """A place as the first cell of its line."""
    return Cell(place_label(place, language()), is_text=True)


def _number(number: int) -> str:
    return number_words(number, language())


def _share(part: int, whole: int) -> Cell:
    rate = 100 * part / whole if whole else None
    grade = "" if rate is None else "good" if rate >= GOOD else "fair" if rate >= FAIR else "poor"
    return Cell(_percent(part, whole), grade=grade)


def _percent(part: int, whole: int) -> str:
    """Whole per cent, never rounded up to 100 nor down to 0."""
    if not whole:
        return "–"
    rate = 100 * part / whole
    if 0 < rate < 1:
        return "<1%"
    return f"{99 if 99 < rate < 100 else round(rate)}%"
