"""By when a report is owed.

Decree 09/2019/NĐ-CP fixes the cut-off (the period's last day) and asks for at least one working day between it and
the deadline; how many for each level is data of the form. A deadline is a day on which an office works.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import yaml

from chungtay.kernel.periods import Period
from chungtay.kernel.text import nfc

DATA = Path(__file__).parent / "data"
WORKING_DAYS = {"village": 1, "commune": 1, "district": 2, "province": 3, "centre": 6}
"""Working days after the cut-off by level, where a form says nothing else."""


@dataclass(frozen=True)
class HolidayText:
    """One day off as its data file states it."""

    on: date
    name_vi: str
    name_en: str


def deadline(period: Period, level: str, holidays: Collection[date], due: dict[str, int] | None = None) -> date:
    """The last day on which a body of this level reports a period in time.

    `due` gives working days by level and may not be under one. 14/11/2025 is a Friday: one working day after it is
    Monday 17/11, never Sunday. Holidays beyond the years that are known count as working days.
    """
    days = (WORKING_DAYS | (due or {}))[level]
    if days < 1:
        raise ValueError(f"at least one working day lies between cut-off and deadline, read {days}")
    on = period.end
    while days:
        on += timedelta(days=1)
        days -= is_working_day(on, holidays)
    return on


def is_working_day(on: date, holidays: Collection[date]) -> bool:
    """Monday to Friday and no holiday."""
    return on.weekday() < 5 and on not in holidays


@lru_cache(maxsize=1)
def holiday_texts() -> tuple[HolidayText, ...]:
    """All days off of the data file."""
    rows = yaml.load(nfc((DATA / "holidays.yaml").read_text(encoding="utf-8")), Loader=yaml.CSafeLoader)["holidays"]
    return tuple(HolidayText(row["day"], row["vi"], row["en"]) for row in rows)
