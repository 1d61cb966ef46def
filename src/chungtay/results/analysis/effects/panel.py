"""Outcomes of places over periods, and the first full period in which each place ran the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from chungtay.kernel.errors import Both, Refusal

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]

NEVER = 1 << 30
"""The start of a place that never began: later than every period there will ever be."""


@dataclass(frozen=True)
class Panel:
    """`outcome` and `exposure`: places x periods, a missing outcome is NaN and never 0. `start`: the position of each
    place's first full period with the model, NEVER where it has none. `strata`: places whose starts might have been
    exchanged (province and reason), as whole numbers."""

    outcome: Floats
    exposure: Floats
    start: Whole
    strata: Whole

    @classmethod
    def of(
        cls,
        outcome: Sequence[Sequence[float]] | Floats,
        start: Sequence[int] | Whole,
        *,
        exposure: Sequence[Sequence[float]] | Floats | None = None,
        strata: Sequence[int] | Whole | None = None,
    ) -> Panel:
        """A panel of plain sequences; without exposure every place counts alike. Refusal HIEUQUA-001 when they do
        not belong together."""
        cells = np.asarray(outcome, dtype=np.float64)
        starts = np.asarray(start, dtype=np.int64)
        weights = np.ones_like(cells) if exposure is None else np.asarray(exposure, dtype=np.float64)
        groups = np.zeros(len(starts), dtype=np.int64) if strata is None else np.asarray(strata, dtype=np.int64)
        if cells.ndim != 2 or weights.shape != cells.shape or len(starts) != len(cells) or len(groups) != len(cells):
            raise Refusal.of(
                "HIEUQUA-001",
                Both("Bảng kết quả", "Panel of outcomes"),
                read=Both(f"{cells.shape}, {weights.shape}, {starts.shape}", f"{cells.shape}, {weights.shape}"),
                expected=Both("mỗi địa bàn một dòng, mỗi kỳ một cột", "a row per place, a column per period"),
                vi="Kết quả, dân số và ngày bắt đầu không khớp nhau",
                en="Outcomes, exposure and starts do not belong together",
            )
        return cls(cells, weights, starts, groups)

    @property
    def periods(self) -> int:
        """How many periods there are."""
        return int(self.outcome.shape[1])

    @cached_property
    def seen(self) -> Mask:
        """Cells with an outcome and somebody to have it."""
        return np.isfinite(self.outcome) & (self.exposure > 0)

    @cached_property
    def treated(self) -> Mask:
        """Cells in which the model ran."""
        return np.arange(self.periods)[None, :] >= self.start[:, None]

    @cached_property
    def untreated(self) -> Mask:
        """Seen cells without the model: all that a comparison may be learnt from."""
        return self.seen & ~self.treated

    @cached_property
    def ever(self) -> Mask:
        """Places that begin within the panel."""
        return self.start < self.periods

    @property
    def cohorts(self) -> list[int]:
        """Starts that occur within the panel, earliest first."""
        return [int(start) for start in np.unique(self.start[self.ever])]

    def without(self, cells: Mask) -> Panel:
        """The panel as if these cells had never been seen."""
        return replace(self, outcome=np.where(cells, np.nan, self.outcome))

    def chosen(self, places: Mask | Whole) -> Panel:
        """The panel of some places only, or of places drawn again."""
        return Panel(self.outcome[places], self.exposure[places], self.start[places], self.strata[places])

    def begun_at(self, start: Whole) -> Panel:
        """The same outcomes as if the model had begun at other times."""
        return replace(self, start=start)
