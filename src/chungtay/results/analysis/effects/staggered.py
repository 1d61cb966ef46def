"""Group-time effects and their aggregates, without covariates (Callaway and Sant'Anna 2021).

ATT(g, t) = mean change of those who began at g, less the mean change of those who had not, from the period before.
Standard errors from influence functions, each place one observation. A balanced panel only: what is missing is said
and not filled in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from chungtay.kernel.errors import Both, Refusal
from chungtay.results.analysis.effects.panel import Floats, Mask, Panel


@dataclass(frozen=True)
class Estimate:
    """A value and its standard error."""

    value: float
    error: float


@dataclass(frozen=True)
class GroupTime:
    """Effects of each start in each period with their influence: cells x places. `before` are the pre-periods."""

    cells: tuple[tuple[int, int], ...]
    values: Floats
    influence: Floats
    panel: Panel

    def at(self, start: int, period: int) -> Estimate:
        """One of them."""
        row = self.cells.index((start, period))
        return Estimate(float(self.values[row]), _error(self.influence[row]))


def group_time(panel: Panel, *, not_yet: bool = False, base: int = 1) -> GroupTime:
    """ATT(g, t) of every start and period. `not_yet`: those who begin later compare too; otherwise never begun only.

    Before a start each period is held against the one before it; from the start on, against the period `base` before.
    Refusal HIEUQUA-002 where cells are missing.
    """
    if not panel.seen.all():
        raise _unbalanced(panel)
    cells, values, influences = [], [], []
    for start in panel.cohorts:
        if start < base:
            continue
        for period in range(1, panel.periods):
            reference = start - base if period >= start else period - 1
            mine, others = panel.start == start, _others(panel, start, max(period, reference), not_yet=not_yet)
            if not others.any():
                continue
            change = panel.outcome[:, period] - panel.outcome[:, reference]
            cells.append((start, period))
            values.append(change[mine].mean() - change[others].mean())
            influences.append(_influence(change, mine) - _influence(change, others))
    return GroupTime(tuple(cells), np.array(values), np.array(influences), panel)


def _others(panel: Panel, start: int, until: int, *, not_yet: bool) -> Mask:
    never: Mask = panel.start >= panel.periods
    if not not_yet:
        return never
    later: Mask = (panel.start > until) & (panel.start != start)
    return later


def _influence(change: Floats, mine: Mask) -> Floats:
    share = mine.mean()
    return np.where(mine, (change - change[mine].mean()) / share, 0.0)


def _error(influence: Floats) -> float:
    return float(np.sqrt(np.mean(influence**2) / len(influence)))


def simple(found: GroupTime) -> Estimate:
    """All effects from the start on, weighed by how many began then."""
    return _weighed(found, [row for row, (start, period) in enumerate(found.cells) if period >= start])


def by_event(found: GroupTime, *, least: int | None = None) -> dict[int, Estimate]:
    """Effects by periods since the start. `least`: only starts seen for that many periods after (balanced)."""
    kept = [
        (row, period - start)
        for row, (start, period) in enumerate(found.cells)
        if least is None or (start + least < found.panel.periods and period - start <= least)
    ]
    events = sorted({event for _, event in kept})
    return {event: _weighed(found, [row for row, at in kept if at == event]) for event in events}


def event_overall(found: GroupTime, *, least: int | None = None) -> Estimate:
    """The mean over the periods since the start, each alike."""
    kept = [
        (row, period - start)
        for row, (start, period) in enumerate(found.cells)
        if period >= start and (least is None or (start + least < found.panel.periods and period - start <= least))
    ]
    rows = [[row for row, at in kept if at == event] for event in sorted({event for _, event in kept})]
    return _mean_of(found, rows)


def group_overall(found: GroupTime) -> tuple[Estimate, dict[int, Estimate]]:
    """The mean over starts weighed by how many began then, and each start's own mean over its periods."""
    of_start = {
        start: [row for row, (own, period) in enumerate(found.cells) if own == start and period >= start]
        for start in found.panel.cohorts
    }
    of_start = {start: rows for start, rows in of_start.items() if rows}
    values = np.array([found.values[rows].mean() for rows in of_start.values()])
    influence = np.array([found.influence[rows].mean(axis=0) for rows in of_start.values()])
    own = {
        start: Estimate(float(value), _error(moved))
        for start, value, moved in zip(of_start, values, influence, strict=True)
    }
    return _combined(found.panel, list(of_start), values, influence), own


def calendar_overall(found: GroupTime) -> Estimate:
    """The mean over calendar periods, each alike, of what runs in it."""
    periods = sorted({period for start, period in found.cells if period >= start})
    rows = [[row for row, (start, at) in enumerate(found.cells) if at == period and at >= start] for period in periods]
    return _mean_of(found, rows)


def _mean_of(found: GroupTime, groups: list[list[int]]) -> Estimate:
    parts = [_weighed_parts(found, rows) for rows in groups]
    influence = np.mean([moved for _, moved in parts], axis=0)
    return Estimate(float(np.mean([value for value, _ in parts])), _error(influence))


def _weighed(found: GroupTime, rows: list[int]) -> Estimate:
    value, influence = _weighed_parts(found, rows)
    return Estimate(value, _error(influence))


def _weighed_parts(found: GroupTime, rows: list[int]) -> tuple[float, Floats]:
    starts = [found.cells[row][0] for row in rows]
    return _combined_parts(found.panel, starts, found.values[rows], found.influence[rows])


def _combined(panel: Panel, starts: list[int], values: Floats, influence: Floats) -> Estimate:
    value, moved = _combined_parts(panel, starts, values, influence)
    return Estimate(value, _error(moved))


def _combined_parts(panel: Panel, starts: list[int], values: Floats, influence: Floats) -> tuple[float, Floats]:
    """Weighed by the share that began at each start. The shares are estimates as well, and move the result."""
    member = np.array([panel.start == start for start in starts], dtype=np.float64)
    share = member.mean(axis=1)
    weight = share / share.sum()
    value = float(weight @ values)
    centred = member - share[:, None]
    moved_weight = centred / share.sum() - np.outer(share, centred.sum(axis=0)) / share.sum() ** 2
    return value, weight @ influence + values @ moved_weight


def _unbalanced(panel: Panel) -> Refusal:
    return Refusal.of(
        "HIEUQUA-002",
        Both("Bảng kết quả", "Panel of outcomes"),
        read=Both(f"thiếu {int((~panel.seen).sum())} ô", f"{int((~panel.seen).sum())} cells missing"),
        expected=Both("đủ mọi địa bàn, mọi kỳ", "every place in every period"),
        todo=Both("Chọn khoảng thời gian có đủ báo cáo", "Choose a time with complete reports"),
        vi="Phép so sánh này cần chuỗi đầy đủ",
        en="This comparison needs complete series",
    )


def two_way(panel: Panel) -> float:
    """The coefficient of two-way fixed effects: shown as a diagnostic only, for starts that differ bend it."""
    if not panel.seen.all():
        raise _unbalanced(panel)

    def within(cells: Floats) -> Floats:
        centred: Floats = cells - cells.mean(axis=0) - cells.mean(axis=1, keepdims=True) + cells.mean()
        return centred

    treated = within(panel.treated.astype(np.float64))
    return float((treated * within(panel.outcome)).sum() / (treated**2).sum())
