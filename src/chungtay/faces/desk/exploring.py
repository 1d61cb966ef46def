"""What the explorer's page offers to choose from, and what it asks where nothing was chosen yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from django.core.cache import cache
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from chungtay.faces.desk.labels import GROUP_KINDS
from chungtay.faces.desk.telling import language
from chungtay.faces.desk.templatetags.desk import named
from chungtay.kernel.errors import Refusal, side
from chungtay.kernel.periods import Period, programme_term
from chungtay.kernel.text import match_key
from chungtay.ledger.queries import transaction_first
from chungtay.reference.actors.groups import groups_of
from chungtay.reference.indicators.catalogue import dimensions, is_sensitive_cell
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places.queries import descendants, place_get, place_label, provinces_on
from chungtay.results.analysis.exploring.address import AGAINST, AXES, DECREE, MEASURES, STEPS
from chungtay.results.analysis.exploring.exploration import Axis, Exploration, Level
from chungtay.results.warehouse.instants import instant_known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.safestring import SafeString

    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place
    from chungtay.results.analysis.exploring.grid import Grid

Choice = tuple[str, str]
FIRST_YEAR: Final = 2013
REMEMBERED: Final = 60
"""Seconds that the list of groups is kept: it is offered beside every table."""
MAPS: Final = (date(2025, 7, 1), date(2025, 6, 30))
"""The map of today, and the last one before it."""


def usual(user: User, today: date) -> Exploration:
    """What is asked where an address names nothing: the last five years of the account's own land."""
    place = user.body.place
    level = {"country": Level.PROVINCE, "province": Level.COMMUNE}.get(place.level, Level.ONE)
    term = programme_term(today.year - 4, today.year)
    years = Period(term.start, term.end)
    if level is Level.COMMUNE:
        years = Period(date(today.year, 1, 1), date(today.year, 12, 31))
    return Exploration((), place=place.key, level=level, period=years)


@dataclass(frozen=True)
class Offered:
    """What can be chosen, as pairs of (written, in words) with what is chosen now."""

    asked: Exploration
    place: Place
    user: User
    today: date

    def chosen(self) -> list[Choice]:
        """The indicators that are asked, by name."""
        return [(code, definition(code).name(language())) for code in self.asked.indicators]

    def cells(self) -> list[Choice]:
        """The breakdowns of the asked indicators; what may not be shown by itself below a province is not offered."""
        found = {"": _("Số chung"), "*": _("Mọi phần")}
        below = self.place.level not in ("country", "province") or self.asked.level in (Level.COMMUNE, Level.DISTRICT)
        for code in self.asked.indicators:
            own = definition(code).breakdown
            for member in dimensions()[own].members if own else ():
                cell = f"{own}={member.key}"
                if not (below and is_sensitive_cell(cell)):
                    found[cell] = member.name(language())
        return list(found.items()) if len(found) > 2 else []

    def places(self) -> list[tuple[str, tuple[Choice, ...]]]:
        """Places to look at, grouped: the own land, what lies in it today, and before July 2025."""
        own = self.user.body.place
        groups = list(_places_of(own.key, language(), self.today))
        if all(self.asked.place != key for _name, group in groups for key, _words in group):
            groups.insert(1, ("", (_choice(self.place, language()),)))
        return groups

    def groups(self) -> list[Choice]:
        """Groups of places that the account sees."""
        own = self.user.body.place
        if own.level not in ("country", "province"):
            return []
        on = self.asked.frame or (self.asked.period.end if self.asked.period else self.today)
        on = min(on, self.today)
        key = f"explore-groups-{self.user.body_id}-{own.key}-{on}-{language()}"
        found: list[Choice] | None = cache.get(key)
        if found is None:
            lines = [line for line in groups_of(self.user, on) if line.count]
            found = [(line.group.key, f"{_group_name(line.group)} ({line.count})") for line in lines]
            cache.set(key, found, REMEMBERED)
        return found

    def levels(self) -> list[Choice]:
        """Levels beneath the asked place."""
        words = {
            "mot": _("Chính địa bàn này"),
            "tinh": _("Từng tỉnh"),
            "huyen": _("Từng huyện (trước 7/2025)"),
            "xa": _("Từng xã"),
        }
        beneath = {"country": ("tinh", "xa"), "province": ("huyen", "xa"), "district": ("xa",)}
        return [(key, words[key]) for key in ("mot", *beneath.get(self.place.level, ()))]

    def spans(self) -> list[Choice]:
        """Times: the last few years, each year, the programme's terms, and the asked one."""
        listed = _spans(self.today.year, language())
        asked = self.asked.period
        if asked is None or any(value == str(asked) for value, _words in listed):
            return list(listed)
        return [*listed, (str(asked), _period_words(asked))]

    def steps(self) -> list[Choice]:
        """How time is divided."""
        words = (_("Cả kỳ một lần"), _("Từng năm"), _("Nửa năm"), _("Từng quý"), _("Từng tháng"))
        return list(zip(STEPS, words, strict=True))

    def clocks(self) -> list[Choice]:
        """Whose months and years."""
        return list(zip(DECREE, (_("Tháng dương lịch"), _("Kỳ báo cáo 15 đến 14")), strict=True))

    def maps(self) -> list[Choice]:
        """Whose units."""
        new, old = MAPS
        found = {
            "": _("Đơn vị của từng thời kỳ"),
            new.isoformat(): _("Bản đồ từ 01/07/2025"),
            old.isoformat(): _("Bản đồ đến 30/06/2025"),
        }
        if self.asked.frame is not None:
            found.setdefault(self.asked.frame.isoformat(), _("Bản đồ ngày %s") % f"{self.asked.frame:%d/%m/%Y}")
        return list(found.items())

    def measures(self) -> list[Choice]:
        """What is printed of each total."""
        words = (_("Con số"), _("Trên 100.000 dân"), _("Độ phủ (phần xã có)"))
        return list(zip(MEASURES, words, strict=True))

    def againsts(self) -> list[Choice]:
        """What stands beside each number."""
        words = (
            _("Không so"),
            _("So mục tiêu"),
            _("So nơi tương tự"),
            _("So kỳ trước"),
            _("Báo cáo bên cạnh số cộng"),
        )
        return list(zip(AGAINST, words, strict=True))

    def axes(self) -> list[tuple[str, str, bool]]:
        """Kinds of head in their order, the lines' first: (written, in words, across)."""
        words = {
            Axis.INDICATOR: _("Chỉ tiêu"),
            Axis.CELL: _("Phân tổ"),
            Axis.PLACE: _("Địa bàn"),
            Axis.PERIOD: _("Kỳ"),
        }
        written = {axis: word for word, axis in AXES.items()}
        order = (*self.asked.rows, *self.asked.columns)
        return [(written[axis], words[axis], axis in self.asked.columns) for axis in order]

    def slider(self) -> dict[str, Any] | None:
        """The days that the ledger can be asked as known on; None before its first day is over."""
        first = transaction_first()
        # A day is one of Viet Nam: what is recorded before seven in the morning is of the day before in UTC.
        start = timezone.localdate(first.recorded_at) if first is not None else self.today
        if start >= self.today:
            return None
        span = (self.today - start).days
        day = self.day_known()
        return {"first": start, "last": self.today, "span": span, "at": (day - start).days if day else span}

    def day_known(self) -> date | None:
        """The asked day of knowledge; None where it is now, or cannot be read."""
        if not self.asked.known:
            return None
        try:
            return timezone.localdate(instant_known(self.asked.known).moment)
        except Refusal:
            return None


def _period_words(period: Period) -> str:
    words = period.label(language())
    return words[:1].upper() + words[1:]


@lru_cache(maxsize=8)
def _spans(year: int, _lang: str) -> tuple[Choice, ...]:
    """The usual times in the page's language, which the words depend on."""
    found = [programme_term(year - 2, year), programme_term(year - 4, year), programme_term(year - 9, year)]
    found += [Period(date(one, 1, 1), date(one, 12, 31)) for one in range(year, FIRST_YEAR - 1, -1)]
    found += [programme_term(2013, 2018), programme_term(2013, 2023), programme_term(2023, 2033)]
    return tuple({str(period): _period_words(period) for period in found}.items())


def _group_name(group: Any) -> str:
    name = group.name_vi if language() == "vi" else group.name_en
    return str(name or GROUP_KINDS.get(group.kind, group.key))


def _choice(place: Place, lang: str) -> Choice:
    return place.key, place_label(place, lang)


@lru_cache(maxsize=64)
def _places_of(own: str, lang: str, today: date) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """Places of a territory by group. Units come with the version that runs; `lang` is the page's."""
    place = place_get(own)
    found: list[tuple[str, tuple[Choice, ...]]] = [("", (_choice(place, lang),))]
    if place.level == "country":
        new, old = MAPS
        found.append((_("Tỉnh, thành phố"), tuple(_choice(one, lang) for one in provinces_on(new))))
        found.append((_("Tỉnh trước 01/07/2025"), tuple(_choice(one, lang) for one in provinces_on(old))))
    elif place.level == "province":
        held = sorted(descendants(place, today, "commune"), key=lambda one: match_key(one.name))
        found.append((_("Xã, phường"), tuple(_choice(one, lang) for one in held)))
    return tuple(found)


def level_for(asked: Exploration, place: Place, words: Mapping[str, Any]) -> Exploration:
    """Where a place was chosen without a level for it: the level next below it."""
    fitting = {"country": Level.PROVINCE, "province": Level.COMMUNE, "district": Level.COMMUNE}
    if "cap" not in words:
        return replace(asked, level=fitting.get(place.level, Level.ONE))
    return asked


def pinned(grid: Grid) -> Exploration:
    """The same as it was known for good: a link that tells the same numbers next year."""
    asked = grid.question
    return asked if asked.known else replace(asked, known=f"#{grid.transaction}")


def headline(asked: Exploration, place: Place) -> SafeString:
    """The question in one line."""
    names = [definition(code).name(language()) for code in asked.indicators[:2]]
    more = len(asked.indicators) - len(names)
    what = ", ".join(names) + (f" +{more}" if more > 0 else "")
    when = asked.period.label(language()) if asked.period else ""
    return format_html_join(" · ", "{}", [(part,) for part in (what, named(place), when) if part])


def sided(text: str) -> str:
    """A text of two languages in the page's."""
    return side(text, language())
