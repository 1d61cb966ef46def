"""The twelve conditions under which anything may be said of an effect (statistical methods 4.8)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import isnan

from chungtay.kernel.errors import Both
from chungtay.results.analysis.effects.settings import Settings


class OutcomeClass(StrEnum):
    """A: hardly touched by people's will to report. B: depends on it. C: activity, never an outcome."""

    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True)
class Circumstances:
    """What outcomes and starts alone do not tell. Shares are of 1; None: not looked at, and no pass."""

    outcome_class: OutcomeClass
    changes_reporting: bool
    complete_begun: float | None = None
    complete_compared: float | None = None
    unclean: float | None = None
    dates_known: bool = False
    back_dated: float | None = None
    one_map: bool = False
    others_begun: float | None = None
    others_compared: float | None = None
    worst_difference: float | None = None
    propensity: tuple[float, float] | None = None
    neighbours_apart: bool = False
    plan_unchanged: bool = True
    full_years: bool = True


@dataclass(frozen=True)
class Measured:
    """What the panel told: counts of places and periods, and what the estimators found."""

    begun: int
    compared: int
    before: int
    after: int
    expected: float
    least_visible: float
    variants: tuple[float, ...]
    lead_apart: float
    unseen_slope: float
    effect: float


@dataclass(frozen=True)
class Gate:
    """One condition: which, whether it holds, what was read and what is needed."""

    number: int
    holds: bool
    read: Both
    needed: Both


def design_gates(measured: Measured, seen: Circumstances, settings: Settings) -> list[Gate]:
    """The conditions that can be judged before any effect is estimated: 1 to 9 and 12, and the plan."""
    return [
        _enough_places(measured, settings),
        _enough_periods(measured, seen, settings),
        _complete(seen, settings),
        _gate(
            4,
            measured.expected >= settings.expected,
            _count(measured.expected, "vụ dự kiến", "events expected"),
            _count(settings.expected, "vụ trở lên", "events or more"),
        ),
        _gate(
            5,
            measured.least_visible <= settings.least_visible,
            Both(f"chỉ thấy được mức giảm từ {measured.least_visible:.0%}", f"falls from {measured.least_visible:.0%}"),
            Both(f"thấy được mức giảm {settings.least_visible:.0%}", f"a fall of {settings.least_visible:.0%} visible"),
        ),
        _outcome(seen),
        _dates(seen, settings),
        _alone(seen, settings),
        _alike(seen, settings),
        _gate(
            12,
            seen.neighbours_apart,
            _yes_no(seen.neighbours_apart),
            Both("địa bàn giáp ranh để riêng, không làm nhóm so sánh", "neighbours kept out of the comparison"),
        ),
        _gate(
            13,
            seen.plan_unchanged,
            _yes_no(seen.plan_unchanged),
            Both("kế hoạch phân tích đặt trước, không đổi", "the plan set before, unchanged"),
        ),
    ]


def result_gates(measured: Measured, settings: Settings) -> list[Gate]:
    """Those that need the estimates: 10 (variants agree, nothing unusual just before) and 11 (slopes would be seen)."""
    agree = _agree(measured.variants, settings.variants_apart)
    calm = measured.lead_apart <= settings.lead_errors
    told = ", ".join(f"{value:+.0%}" for value in measured.variants)
    return [
        _gate(
            10,
            agree and calm,
            Both(
                f"các cách tính: {told}; kỳ ngay trước lệch {measured.lead_apart:.1f} sai số",
                f"variants: {told}; the period before is off by {measured.lead_apart:.1f} errors",
            ),
            Both(
                "các cách tính cùng chiều, kỳ ngay trước khi bắt đầu không bất thường",
                "variants agree, the period before the start is not unusual",
            ),
        ),
        _gate(
            11,
            measured.unseen_slope < abs(measured.effect),
            Both(f"xu hướng có thể bỏ sót: {measured.unseen_slope:.2f}", f"unseen trend: {measured.unseen_slope:.2f}"),
            Both(f"nhỏ hơn tác động {abs(measured.effect):.2f}", f"less than the effect {abs(measured.effect):.2f}"),
        ),
    ]


def _enough_places(measured: Measured, settings: Settings) -> Gate:
    return _gate(
        1,
        measured.begun >= settings.begun_by_starts and measured.compared >= settings.compared,
        Both(
            f"{measured.begun} địa bàn triển khai, {measured.compared} địa bàn so sánh",
            f"{measured.begun} places begun, {measured.compared} compared",
        ),
        Both(
            f"ít nhất {settings.begun} (hoặc {settings.begun_by_starts} khi rút thăm lại) và {settings.compared}",
            f"at least {settings.begun} (or {settings.begun_by_starts} by drawn starts) and {settings.compared}",
        ),
    )


def _enough_periods(measured: Measured, seen: Circumstances, settings: Settings) -> Gate:
    return _gate(
        2,
        measured.before >= settings.before and measured.after >= settings.after and seen.full_years,
        Both(
            f"{measured.before} kỳ trước, {measured.after} kỳ sau", f"{measured.before} before, {measured.after} after"
        ),
        Both(
            f"ít nhất {settings.before} kỳ trước và {settings.after} kỳ sau, cùng mùa",
            f"at least {settings.before} before and {settings.after} after, of the same seasons",
        ),
    )


def _complete(seen: Circumstances, settings: Settings) -> Gate:
    begun, compared, unclean = seen.complete_begun, seen.complete_compared, seen.unclean
    holds = (
        begun is not None
        and compared is not None
        and unclean is not None
        and min(begun, compared) >= settings.complete
        and abs(begun - compared) <= settings.complete_apart
        and unclean <= settings.unclean
    )
    return _gate(
        3,
        holds,
        Both(
            f"đủ báo cáo {_share(begun)} và {_share(compared)}, ô còn nghi vấn {_share(unclean)}",
            f"complete {_share(begun)} and {_share(compared)}, cells in question {_share(unclean)}",
        ),
        Both(
            f"từ {settings.complete:.0%}, lệch không quá {settings.complete_apart:.0%}",
            f"from {settings.complete:.0%}, apart by {settings.complete_apart:.0%} at most",
        ),
    )


def _outcome(seen: Circumstances) -> Gate:
    holds = seen.outcome_class is OutcomeClass.A or (
        seen.outcome_class is OutcomeClass.B and not seen.changes_reporting
    )
    return _gate(
        6,
        holds,
        Both(f"kết quả loại {seen.outcome_class}", f"outcome of class {seen.outcome_class}"),
        Both(
            "kết quả ít phụ thuộc việc người dân báo tin (loại A)",
            "an outcome that hardly depends on people's reporting (class A)",
        ),
    )


def _dates(seen: Circumstances, settings: Settings) -> Gate:
    holds = seen.dates_known and seen.back_dated is not None and seen.back_dated <= settings.back_dated and seen.one_map
    return _gate(
        7,
        holds,
        Both(
            f"ngày bắt đầu: {_yes_no(seen.dates_known).vi}; ghi lùi ngày {_share(seen.back_dated)}",
            f"starts known: {_yes_no(seen.dates_known).en}; back-dated {_share(seen.back_dated)}",
        ),
        Both("biết ngày bắt đầu, ít ghi lùi, cùng địa giới", "starts known, few back-dated, one map"),
    )


def _alone(seen: Circumstances, settings: Settings) -> Gate:
    begun, compared = seen.others_begun, seen.others_compared
    holds = (
        begun is not None
        and compared is not None
        and not (begun > settings.others_treated and compared < settings.others_compared)
    )
    return _gate(
        8,
        holds,
        Both(f"mô hình khác cùng lúc: {_share(begun)}, {_share(compared)}", f"{_share(begun)}, {_share(compared)}"),
        Both("không có mô hình khác làm cùng lúc ở đa số", "no other model at the same time in most"),
    )


def _alike(seen: Circumstances, settings: Settings) -> Gate:
    apart, range_of = seen.worst_difference, seen.propensity
    holds = (
        apart is not None
        and apart < settings.apart
        and (range_of is None or (range_of[0] >= 0.02 and range_of[1] <= 0.98))
    )
    read = Both("chưa xem", "not looked at") if apart is None else Both(f"lệch {apart:.2f}", f"apart by {apart:.2f}")
    return _gate(9, holds, read, Both(f"lệch dưới {settings.apart:.2f}", f"apart by less than {settings.apart:.2f}"))


def _agree(variants: tuple[float, ...], apart: float) -> bool:
    """No two of opposite sign of which one is at least `apart` from nought; one that cannot be told disagrees."""
    if any(isnan(value) for value in variants):
        return False
    return not (min(variants) < 0 < max(variants) and max(map(abs, variants)) >= apart)


def _gate(number: int, holds: bool, read: Both, needed: Both) -> Gate:
    return Gate(number, bool(holds), read, needed)


def _count(value: float, vi: str, en: str) -> Both:
    return Both(f"{value:,.0f}".replace(",", ".") + f" {vi}", f"{value:,.0f} {en}")


def _share(value: float | None) -> str:
    return "?" if value is None else f"{value:.0%}"


def _yes_no(value: bool) -> Both:
    return Both("có", "yes") if value else Both("không", "no")
