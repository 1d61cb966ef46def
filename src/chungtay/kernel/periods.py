"""Periods: two dates and a regime, because at least five different "years" end between 31 October and 31 December.

Cut-offs of the decree regimes are those of Decree 09/2019/NĐ-CP, Article 12: a month runs from the 15th
of the month before to the 14th. Never `year=2025`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Regime(StrEnum):
    """Which clock a period belongs to."""

    DECREE_MONTH = "decree_month"
    DECREE_QUARTER = "decree_quarter"
    DECREE_HALF = "decree_half"
    DECREE_YEAR = "decree_year"
    CALENDAR_MONTH = "calendar_month"
    CALENDAR_QUARTER = "calendar_quarter"
    CALENDAR_HALF = "calendar_half"
    CALENDAR_YEAR = "calendar_year"
    SAFE_AREA_YEAR = "safe_area_year"
    SAFE_COMMUNE_YEAR = "safe_commune_year"
    FORCE_YEAR = "force_year"
    PROGRAMME_TERM = "programme_term"
    DAY = "day"
    SPAN = "span"


@dataclass(frozen=True, order=True)
class Period:
    """From `start` to `end`, both included, on the clock of `regime`. A stock stands on one day (regime DAY)."""

    start: date
    end: date
    regime: Regime = Regime.SPAN

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period runs forward, read {self.start} to {self.end}")

    @property
    def days(self) -> int:
        """Number of days, both ends counted."""
        return (self.end - self.start).days + 1

    def covers(self, other: "Period") -> bool:
        """Whether `other` lies wholly within this period, whatever the regimes."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share at least one day."""
        return self.start <= other.end and other.start <= self.end

    def label(self, language: str = "vi") -> str:
        """The period as people say it: 'tháng 11/2025', 'năm 2020', 'giai đoạn 2013-2018', '15/01/2020'."""
        vietnamese = language == "vi"
        number, year = _ordinal(self)
        match self.regime:
            case Regime.DAY:
                return f"{self.end:%d/%m/%Y}" if vietnamese else self.end.isoformat()
            case Regime.DECREE_MONTH | Regime.CALENDAR_MONTH:
                return f"tháng {number}/{year}" if vietnamese else f"{date(year, number, 1):%B %Y}"
            case Regime.DECREE_QUARTER | Regime.CALENDAR_QUARTER:
                return f"quý {_ROMAN[number]}/{year}" if vietnamese else f"Q{number} {year}"
            case Regime.DECREE_HALF | Regime.CALENDAR_HALF:
                return f"6 tháng {'đầu' if number == 1 else 'cuối'} năm {year}" if vietnamese else f"H{number} {year}"
            case Regime.PROGRAMME_TERM | Regime.SPAN if _whole_years(self) and self.start.year != self.end.year:
                return f"{'giai đoạn ' if vietnamese else ''}{self.start.year}-{self.end.year}"
            case Regime.PROGRAMME_TERM | Regime.SPAN if not _whole_years(self):
                return f"{self.start:%d/%m/%Y}-{self.end:%d/%m/%Y}" if vietnamese else f"{self.start} to {self.end}"
            case _:
                return f"năm {year}" if vietnamese else f"{year}"

    def __str__(self) -> str:
        return f"{self.start}/{self.end}"


_ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


def _whole_years(period: Period) -> bool:
    return (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31)


def _ordinal(period: Period) -> tuple[int, int]:
    """(number within the year, year) after the period's last month, which every regime names it by."""
    months = {"month": 1, "quarter": 3, "half": 6}
    unit = next((n for name, n in months.items() if period.regime.value.endswith(name)), 12)
    return -(-period.end.month // unit), period.end.year


def _month_end(year: int, month: int) -> date:
    return (date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)


def _calendar(year: int, number: int, months: int, regime: Regime) -> Period:
    first, last = (number - 1) * months + 1, number * months
    if not 1 <= first <= last <= 12:
        raise ValueError(f"no {regime} number {number}")
    return Period(date(year, first, 1), _month_end(year, last), regime)


def _decree(year: int, number: int, months: int, regime: Regime) -> Period:
    first, last = (number - 1) * months + 1, number * months
    if not 1 <= first <= last <= 12:
        raise ValueError(f"no {regime} number {number}")
    start = date(year - 1, 12, 15) if first == 1 else date(year, first - 1, 15)
    return Period(start, date(year, last, 14), regime)


def decree_month(year: int, month: int) -> Period:
    """15th of the month before to the 14th: decree_month(2025, 11) is 15/10-14/11/2025."""
    return _decree(year, month, 1, Regime.DECREE_MONTH)


def decree_quarter(year: int, quarter: int) -> Period:
    """15th of the month before the quarter to the 14th of its last month."""
    return _decree(year, quarter, 3, Regime.DECREE_QUARTER)


def decree_half(year: int, half: int) -> Period:
    """15 December to 14 June, 15 June to 14 December."""
    return _decree(year, half, 6, Regime.DECREE_HALF)


def decree_year(year: int) -> Period:
    """15 December of the year before to 14 December."""
    return _decree(year, 1, 12, Regime.DECREE_YEAR)


def calendar_month(year: int, month: int) -> Period:
    """First to last day of a month."""
    return _calendar(year, month, 1, Regime.CALENDAR_MONTH)


def calendar_quarter(year: int, quarter: int) -> Period:
    """First to last day of a quarter."""
    return _calendar(year, quarter, 3, Regime.CALENDAR_QUARTER)


def calendar_half(year: int, half: int) -> Period:
    """First to last day of a half-year."""
    return _calendar(year, half, 6, Regime.CALENDAR_HALF)


def calendar_year(year: int) -> Period:
    """1 January to 31 December."""
    return _calendar(year, 1, 12, Regime.CALENDAR_YEAR)


def safe_area_year(year: int) -> Period:
    """The safe-standard year of residential areas: 1 November to 31 October (Circular 124/2021/TT-BCA)."""
    return Period(date(year - 1, 11, 1), date(year, 10, 31), Regime.SAFE_AREA_YEAR)


def safe_commune_year(year: int) -> Period:
    """The safe-standard year of communes, agencies, firms and schools: 16 November to 15 November."""
    return Period(date(year - 1, 11, 16), date(year, 11, 15), Regime.SAFE_COMMUNE_YEAR)


def force_year(year: int) -> Period:
    """The rating year of grassroots security teams: 15 November to 14 November (Guidance 01/HD-BCA-V05)."""
    return Period(date(year - 1, 11, 15), date(year, 11, 14), Regime.FORCE_YEAR)


def programme_term(first_year: int, last_year: int) -> Period:
    """The years a coordination programme names in its title, as whole calendar years."""
    return Period(date(first_year, 1, 1), date(last_year, 12, 31), Regime.PROGRAMME_TERM)


def day(on: date) -> Period:
    """One day: where a stock stands, or an event took place."""
    return Period(on, on, Regime.DAY)


_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def _edge(text: str, *, last: bool) -> date:
    found = _DATE.fullmatch(text.strip())
    if not found:
        raise ValueError(f"a date is YYYY, YYYY-MM or YYYY-MM-DD, read {text!r}")
    year, month, day_of_month = (int(part) if part else None for part in found.groups())
    assert year is not None
    if month is None:
        return date(year, 12, 31) if last else date(year, 1, 1)
    if day_of_month is None:
        return _month_end(year, month) if last else date(year, month, 1)
    return date(year, month, day_of_month)


def parse_period(text: str) -> Period:
    """'2013/2018', '2025-11/2025-12', '2020-01-15': each edge as precise as written, the end inclusive.

    Whole years read as a programme term. Raises ValueError where the text is no period.
    """
    first, slash, second = text.partition("/")
    if not slash:
        second = first
    start, end = _edge(first, last=False), _edge(second, last=True)
    if start == end:
        return day(start)
    period = Period(start, end)
    return programme_term(start.year, end.year) if _whole_years(period) and start.year != end.year else period


PARTS: dict[Regime, tuple[Callable[[int, int], Period], int]] = {
    Regime.DECREE_MONTH: (decree_month, 12),
    Regime.DECREE_QUARTER: (decree_quarter, 4),
    Regime.DECREE_HALF: (decree_half, 2),
    Regime.CALENDAR_MONTH: (calendar_month, 12),
    Regime.CALENDAR_QUARTER: (calendar_quarter, 4),
    Regime.CALENDAR_HALF: (calendar_half, 2),
}
"""How a period of each regime within a year is made from year and number, and how many of them a year has."""
YEARS: dict[Regime, Callable[[int], Period]] = {
    Regime.DECREE_YEAR: decree_year,
    Regime.CALENDAR_YEAR: calendar_year,
    Regime.SAFE_AREA_YEAR: safe_area_year,
    Regime.SAFE_COMMUNE_YEAR: safe_commune_year,
    Regime.FORCE_YEAR: force_year,
}
"""How a year of each regime is made."""


def periods_of_year(regime: Regime, year: int) -> list[Period]:
    """The periods into which a regime divides a year, in order; none for regimes that no calendar divides."""
    if regime in YEARS:
        return [YEARS[regime](year)]
    make, count = PARTS.get(regime, (decree_month, 0))
    return [make(year, number) for number in range(1, count + 1)]


def period_before(period: Period) -> Period | None:
    """The period just before on the same clock; None for regimes that no calendar divides (terms, spans, days)."""
    number, year = _ordinal(period)
    if period.regime in YEARS:
        return YEARS[period.regime](period.end.year - 1)
    if period.regime not in PARTS:
        return None
    make, count = PARTS[period.regime]
    return make(year, number - 1) if number > 1 else make(year - 1, count)


def year_before(period: Period) -> Period | None:
    """The same period of the year before; None for whole years (`period_before` is theirs) and for terms and spans."""
    if period.regime not in PARTS:
        return None
    number, year = _ordinal(period)
    return PARTS[period.regime][0](year - 1, number)


def compared_period(period: Period) -> Period | None:
    """What a period is set beside: the same one a year before, for a term of whole years the one as long before it."""
    found = year_before(period) or period_before(period)
    if found is not None or period.regime not in (Regime.PROGRAMME_TERM, Regime.SPAN):
        return found
    first, last = period.start, period.end
    if (first.month, first.day, last.month, last.day) != (1, 1, 12, 31):
        return None
    years = last.year - first.year + 1
    return Period(first.replace(year=first.year - years), last.replace(year=first.year - 1), period.regime)


def is_on_clock(period: Period) -> bool:
    """Whether the two dates are those of a period of its regime: a decree month that begins on the 20th is none.

    Terms, spans and days have any dates.
    """
    number, year = _ordinal(period)
    if period.regime in PARTS:
        return PARTS[period.regime][0](year, number) == period
    return period.regime not in YEARS or YEARS[period.regime](period.end.year) == period
