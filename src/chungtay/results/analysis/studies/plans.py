"""What was set before anybody looked: a plan, its hash, and whether a later plan looks a second time."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.periods import Period, Regime, periods_of_year
from chungtay.results.analysis.effects.settings import Settings

REGIMES = (Regime.DECREE_QUARTER, Regime.CALENDAR_QUARTER, Regime.DECREE_MONTH, Regime.CALENDAR_MONTH)
NEW_MAP = date(2025, 7, 1)
"""The day on which the map changed; a window across it needs one map for all of its periods."""
LONGEST = 120
_WHERE = Both("Khoảng thời gian đánh giá", "Window of the study")
_IN_A_YEAR = {Regime.DECREE_QUARTER: 4, Regime.CALENDAR_QUARTER: 4, Regime.DECREE_MONTH: 12, Regime.CALENDAR_MONTH: 12}


@dataclass(frozen=True)
class Plan:
    """Which kind (id, and its key in the catalogue), which outcome, where (key), when, on the map of which day."""

    kind: int
    member: str
    outcome: str
    place: str
    start: date
    end: date
    regime: Regime
    frame: date | None

    def as_data(self) -> dict[str, Any]:
        """For keeping; the hash is of this."""
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in asdict(self).items()}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Plan:
        """A kept plan."""
        days = {key: date.fromisoformat(data[key]) if data[key] else None for key in ("start", "end", "frame")}
        return cls(**{**data, **days, "regime": Regime(data["regime"])})

    @property
    def digest(self) -> str:
        """SHA-256 of the plan as data: what was registered."""
        return sha256(json.dumps(self.as_data(), sort_keys=True, ensure_ascii=True).encode()).hexdigest()

    @property
    def periods(self) -> list[Period]:
        """The whole periods within the window, in order."""
        window = Period(self.start, self.end)
        years = range(self.start.year, self.end.year + 2)
        return [part for year in years for part in periods_of_year(self.regime, year) if window.covers(part)]

    @property
    def full_years(self) -> bool:
        """Whether every season is in it equally often."""
        return len(self.periods) % _IN_A_YEAR[self.regime] == 0


def check_plan(plan: Plan, settings: Settings, today: date) -> None:
    """Refusals HIEUQUA-024 a window across the change of the map without a map, HIEUQUA-025 too few periods,
    HIEUQUA-026 a window that is not over, or too long."""
    periods, needed = plan.periods, settings.before + settings.after
    if len(periods) < needed:
        raise _refusal(
            "HIEUQUA-025",
            Both(f"{len(periods)} kỳ", f"{len(periods)} periods"),
            Both(f"ít nhất {needed} kỳ trọn vẹn", f"at least {needed} whole periods"),
            Both("khoảng thời gian quá ngắn để đánh giá", "the window is too short to tell anything"),
        )
    if plan.end >= today or len(periods) > LONGEST:
        raise _refusal(
            "HIEUQUA-026",
            Both(f"đến {plan.end:%d/%m/%Y}, {len(periods)} kỳ", f"to {plan.end.isoformat()}, {len(periods)} periods"),
            Both(f"đã kết thúc, nhiều nhất {LONGEST} kỳ", f"a time that is over, {LONGEST} periods at most"),
            Both("khoảng thời gian chưa kết thúc hoặc quá dài", "the window is not over, or too long"),
        )
    if plan.frame is None and plan.start < NEW_MAP <= plan.end:
        raise _refusal(
            "HIEUQUA-024",
            Both("địa giới thay đổi ngày 01/07/2025", "the map changed on 2025-07-01"),
            Both("một bản đồ chung cho mọi kỳ", "one map for all periods"),
            Both("chuỗi số liệu đi qua lúc đổi địa giới", "the series crosses a change of the map"),
        )


def looks_again(plan: Plan, seen: Plan) -> bool:
    """Whether a plan made after the estimates of another were seen changes its outcome or its window. A later end, with
    all else as it was, is more of the same and no second look."""
    same = (plan.outcome, plan.place, plan.start, plan.regime) == (seen.outcome, seen.place, seen.start, seen.regime)
    return not (same and plan.end >= seen.end)


def _refusal(code: str, read: Both, expected: Both, told: Both) -> Refusal:
    todo = Both("chọn lại khoảng thời gian", "choose the window again")
    return Refusal.of(code, _WHERE, read=read, expected=expected, todo=todo, vi=told.vi, en=told.en)
