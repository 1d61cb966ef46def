"""The thresholds under which anything is said of an effect, each set with the day from which it holds.

A result keeps the day of its settings, so that it can be had again under the thresholds of then. A new set is added
below with its own day; none is ever edited.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date


@dataclass(frozen=True)
class Settings:
    """Shares are of 1. Their reasons: sections 4.4 to 4.8 of the statistical methods."""

    since: date
    begun: int = 10
    begun_by_starts: int = 5
    compared: int = 20
    cohort_shown: int = 5
    before: int = 4
    after: int = 4
    complete: float = 0.90
    complete_apart: float = 0.05
    unclean: float = 0.05
    expected: float = 100.0
    least_visible: float = 0.30
    back_dated: float = 0.10
    others_treated: float = 0.50
    others_compared: float = 0.25
    apart: float = 0.25
    variants_apart: float = 0.05
    lead_errors: float = 2.0
    lead_count: int = 4
    practically_none: float = 0.05
    acceptable_bending: float = 1.0
    false_found: float = 0.05
    draws: int = 999
    starts_drawn: int = 2_000
    seed: int = 20_130_910

    def as_data(self) -> dict[str, float | int | str]:
        """For keeping beside a result."""
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}

    @classmethod
    def from_data(cls, data: dict[str, float | int | str]) -> Settings:
        """A kept set."""
        values = dict(data)
        since = date.fromisoformat(str(values.pop("since")))
        return cls(since=since, **values)  # type: ignore[arg-type]


ALL = (Settings(since=date(2026, 11, 22)),)
"""Oldest first."""


def in_force(day: date) -> Settings:
    """The settings of a day; before the first, the first."""
    return next((settings for settings in reversed(ALL) if settings.since <= day), ALL[0])
