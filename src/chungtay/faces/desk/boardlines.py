"""The board as its page shows it: which form and period, units in words, provinces counted together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from chungtay.faces.desk.dues import written
from chungtay.faces.desk.telling import language
from chungtay.gathering.approval import board as boards
from chungtay.gathering.approval.board import Board, Cell, Count, State, Unit
from chungtay.kernel.errors import NotAllowed
from chungtay.kernel.periods import Period, Regime, parse_period, period_before
from chungtay.kernel.text import match_key
from chungtay.reference.actors.policies import reads_figures
from chungtay.reference.actors.queries import bodies_by_id
from chungtay.reference.forms import queries as forms
from chungtay.reference.forms.calendar import is_divided, period_of
from chungtay.reference.places.queries import place_label, places_by_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.forms.models import Form
    from chungtay.reference.places.models import Place

ORDER = {state: position for position, state in enumerate(State)}
SIGNS = {
    State.APPROVED: "✓",
    State.WAITING: "…",
    State.RETURNED: "↩",
    State.OVERDUE: "✕",
    State.NOT_YET_DUE: "○",
    State.NOT_OWED: "",
}
"""One sign for each state, for tables in which words have no room; the legend says which is which."""


@dataclass(frozen=True)
class Asked:
    """What a page of the board is about."""

    form: Form
    forms: list[Form]
    board: Board
    position: int
    today: date

    @cached_property
    def places(self) -> dict[int, Place]:
        """The places of all units, by id."""
        return places_by_id({unit.place_id for unit in self.board.cells})

    @property
    def period(self) -> Period:
        """The period told in detail."""
        return self.board.periods[self.position]

    def address(self, **changes: str | None) -> str:
        """The same page with something else chosen; None takes a choice away."""
        chosen: dict[str, str | None] = {"mau": self.form.code, "ky": written(self.period), **changes}
        return "?" + urlencode({name: value for name, value in chosen.items() if value})

    @property
    def before(self) -> str:
        """Where the period before is shown; "" where there is none."""
        if self.position + 1 < len(self.board.periods):
            return written(self.board.periods[self.position + 1])
        period = period_before(self.period)
        return written(period) if period else ""

    @property
    def after(self) -> str:
        """Where the period after is shown; "" for the one that has not ended yet."""
        if self.position:
            return written(self.board.periods[self.position - 1])
        if not is_divided(self.period.regime):
            return ""
        following = period_of(self.period.regime, date.fromordinal(self.period.end.toordinal() + 1))
        return written(following) if following.end < self.today else ""


def asked(user: User, code: str, ky: str, today: date) -> Asked | None:
    """The board that an address asks for: its form, else the first that is owed here, and its period, else the last.

    None where nothing is owed in the account's territory, or no period of the form has ended.
    """
    owed = forms.forms_owed_in(user.body.place) if reads_figures(user) else []
    form = next((f for f in owed if f.code == code), _usual(owed))
    if form is None:
        return None
    wanted = _period(ky, Regime(form.regime))
    periods = boards.board_periods(user, form, today)
    if wanted is not None and wanted.end < today and wanted not in periods:
        periods = boards.board_periods(user, form, today, until=wanted)
    if not periods:
        return None
    position = periods.index(wanted) if wanted in periods else 0
    return Asked(form, owed, boards.board_of(user, form.code, periods, today), position, today)


def _usual(owed: Sequence[Form]) -> Form | None:
    """Monthly forms are looked at most."""
    return next((f for f in owed if f.regime == Regime.DECREE_MONTH), owed[0] if owed else None)


def _period(text: str, regime: Regime) -> Period | None:
    try:
        read = parse_period(text)
        return (
            period_of(regime, read.end if len(text) != 7 else read.start)
            if is_divided(regime)
            else replace(read, regime=regime)
        )
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True)
class Line:
    """A unit in words."""

    unit: Unit
    place: Place
    body: Body | None
    cells: tuple[Cell, ...]
    cell: Cell
    deadline: date | None
    can_remind: bool

    @property
    def signs(self) -> list[tuple[Cell, str]]:
        """Each period's cell with its sign, earliest first as one reads a row."""
        return [(cell, SIGNS[cell.state]) for cell in reversed(self.cells)]


@dataclass(frozen=True)
class Group:
    """The units of one province, counted together."""

    place: Place
    counts: tuple[Count, ...]
    count: Count

    @property
    def earliest_first(self) -> tuple[Count, ...]:
        """Counts as one reads a row."""
        return self.counts[::-1]


def lines_of(told: Asked, user: User, units: Iterable[Unit]) -> list[Line]:
    """Units with names, places and bodies; a page of them, not thousands."""
    chosen = list(units)
    bodies = bodies_by_id({unit.body_id for unit in chosen if unit.body_id is not None})
    reminded = boards.reminded_by(user)
    found = []
    for unit in chosen:
        cells = told.board.cells[unit]
        body = bodies.get(unit.body_id) if unit.body_id is not None else None
        missing = cells[told.position].state in (State.OVERDUE, State.NOT_YET_DUE, State.RETURNED)
        deadline = told.board.deadlines.get((told.period, unit.level))
        may = missing and unit.body_id in reminded
        found.append(Line(unit, told.places[unit.place_id], body, cells, cells[told.position], deadline, may))
    return found


def chosen_units(told: Asked, units: Iterable[Unit], state: str, search: str, order: str) -> list[Unit]:
    """Narrowed to a state ('late' for what came late, else of `State`) and to words, and sorted."""
    places, at = told.places, told.position
    found = [unit for unit in units if _is(told.board.cells[unit][at], state)]
    if words := match_key(search).split():
        bodies = bodies_by_id({unit.body_id for unit in found if unit.body_id is not None})
        found = [u for u in found if _holds(places[u.place_id], bodies.get(u.body_id or 0), words)]
    by_code = {unit: places[unit.place_id].code for unit in found}
    if order == "ten":
        return sorted(found, key=lambda unit: match_key(places[unit.place_id].name))
    if order == "ngay":
        return sorted(found, key=lambda unit: (told.board.cells[unit][at].sent_on or date.max, by_code[unit]))
    return sorted(found, key=lambda unit: (ORDER[told.board.cells[unit][at].state], by_code[unit]))


def _is(cell: Cell, state: str) -> bool:
    if state == "late":
        return cell.on_time is False
    return cell.state == state if state in list(State) else True


def _holds(place: Place, body: Body | None, words: list[str]) -> bool:
    text = match_key(f"{place.full_name} {place.code} {body.name_vi if body else ''}")
    return all(word in text for word in words)


def groups_of(told: Asked, units: Iterable[Unit]) -> list[Group]:
    """Units by their province of the period's map, by code."""
    held: dict[int, list[Unit]] = {}
    for unit in units:
        if (province_id := province_id_of(told.places[unit.place_id])) is not None:
            held.setdefault(province_id, []).append(unit)
    provinces = places_by_id(held)
    found = []
    for pk in sorted(held, key=lambda pk: (provinces[pk].vintage, provinces[pk].code)):
        counts = tuple(told.board.count(i, held[pk]) for i in range(len(told.board.periods)))
        found.append(Group(provinces[pk], counts, counts[told.position]))
    return found


def province_id_of(place: Place) -> int | None:
    """The province of a place on the map that the place belongs to."""
    return place.home_province_id if place.vintage == "2025" else place.legacy_province_id


def province_in_view(told: Asked, key: str) -> Place | None:
    """The province that an address asks for. NotAllowed BANLAM-404 where no unit of the board lies in it."""
    if not key:
        return None
    provinces = places_by_id({pk for place in told.places.values() if (pk := province_id_of(place)) is not None})
    found = next((province for province in provinces.values() if province.key == key), None)
    if found is None:
        raise NotAllowed.of("BANLAM-404", "dia-ban", vi="không có địa bàn này", en="there is no such place")
    return found


def units_in(told: Asked, province: Place | None) -> list[Unit]:
    """The units of the board, or those of one province."""
    every = told.board.cells
    return [u for u in every if province is None or province_id_of(told.places[u.place_id]) == province.pk]


def cell_words(cell: Cell) -> str:
    """'Đã duyệt, muộn, nhận 20/11/2025'."""
    words = [str(state_words()[cell.state])]
    if cell.on_time is not None:
        words.append(_("đúng hạn") if cell.on_time else _("muộn"))
    if cell.sent_on is not None:
        day = f"{cell.sent_on:%d/%m/%Y}" if language() == "vi" else cell.sent_on.isoformat()
        words.append(_("nhận %(day)s") % {"day": day})
    return ", ".join(words)


def state_words() -> dict[State, str]:
    """Each state in words."""
    return {
        State.OVERDUE: _("Quá hạn, chưa nhận"),
        State.RETURNED: _("Bị trả lại"),
        State.WAITING: _("Chờ duyệt"),
        State.APPROVED: _("Đã duyệt"),
        State.NOT_YET_DUE: _("Chưa đến hạn"),
        State.NOT_OWED: _("Không phải báo cáo"),
    }


def place_words(place: Place) -> str:
    """A place in the page's language."""
    return place_label(place, language())
