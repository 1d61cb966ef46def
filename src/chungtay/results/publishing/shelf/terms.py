"""What the rules will leave out of a publication and why, told before a single figure is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from chungtay.kernel.errors import Both
from chungtay.kernel.periods import Period, Regime
from chungtay.reference.indicators.catalogue import Definition

LEVELS: Final = ("country", "province", "commune")
"""From the top."""
STEPS: Final = ("total", "year", "quarter", "month")
CLOCKS: Final = ("calendar", "decree")
LEAST_DAYS: Final = {"month": 28, "quarter": 89, "year": 365}
_STEP_DAYS: Final = {"year": 365, "quarter": 90, "month": 28}
_FLOOR_NAMES: Final = {
    "commune": Both("cấp xã", "communes"),
    "province": Both("cấp tỉnh", "provinces"),
    "country": Both("cả nước", "the country"),
}
_PERIOD_NAMES: Final = {
    "month": Both("tháng", "month"),
    "quarter": Both("quý", "quarter"),
    "year": Both("năm", "year"),
}


@dataclass(frozen=True)
class Told:
    """What will be public of an indicator. `levels` from the top, empty: nothing; `why` in words, what is left out."""

    definition: Definition
    levels: tuple[str, ...]
    why: tuple[Both, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether no rule takes anything from it."""
        return not self.why


def terms_told(definitions: Iterable[Definition], *, top: str, level: str, step: str, whole: Period) -> list[Told]:
    """Of each indicator, what of a publication from `top` down to `level`, by `step`, the rules let out."""
    asked = LEVELS[LEVELS.index(top) : LEVELS.index(level) + 1]
    return [_told(definition, asked, step, whole) for definition in definitions]


def _told(rule: Definition, asked: tuple[str, ...], step: str, whole: Period) -> Told:
    days = whole.days if step == "total" else _STEP_DAYS[step]
    if days < LEAST_DAYS[rule.public_period]:
        least = _PERIOD_NAMES[rule.public_period]
        return Told(rule, (), (Both(f"chỉ công bố từ {least.vi} trở lên", f"public by {least.en} or longer only"),))
    levels = tuple(name for name in asked if LEVELS.index(name) <= LEVELS.index(rule.public_floor))
    floor = _FLOOR_NAMES[rule.public_floor]
    if not levels:
        return Told(rule, (), (Both(f"chỉ công bố từ {floor.vi} trở lên", f"public for {floor.en} and above only"),))
    return Told(rule, levels, tuple(_narrowings(rule, len(levels) < len(asked), floor)))


def _narrowings(rule: Definition, is_cut: bool, floor: Both) -> Iterator[Both]:
    if is_cut:
        yield Both(f"không có số dưới {floor.vi}", f"nothing below {floor.en}")
    if rule.threshold is not None:
        yield Both(
            f"số dưới {rule.threshold}, kể cả 0, hiện “<{rule.threshold}”; có thể giữ thêm số để không suy ra được",
            f"counts below {rule.threshold}, nought too, show “<{rule.threshold}”; more may be kept to protect them",
        )
        base = rule.rounding or 5
        yield Both(f"làm tròn đến {base}", f"rounded to {base}")


def periods_asked(step: str, clock: str) -> Regime | None:
    """By which regime a publication divides its time; None: it does not."""
    return None if step == "total" else Regime(f"{clock}_{step}")


def whole_period(start: date, end: date) -> Period:
    """The whole time of a publication, as reviews name it."""
    whole_years = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    return Period(start, end, Regime.PROGRAMME_TERM if whole_years else Regime.SPAN)
