"""From counts of communes, starts of points and what is known of communes to a panel and its circumstances. Pure.

Whoever began before the window ends has a first full period; the period in which it began is left out, and so is a
commune that began before the first period, of which no time before is known. Communes beside one that has begun are
kept out of the comparison: two are beside one another when circles of their areas, a fifth wider, would meet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

import numpy as np

from chungtay.checks.rules.outliers import modified_z
from chungtay.kernel.periods import Period
from chungtay.results.analysis.effects.gates import Circumstances
from chungtay.results.analysis.effects.panel import NEVER, Floats, Mask, Panel, Whole

LATE_DAYS = 92
"""A start that was entered more than a quarter after its day is back-dated."""
FAR = 6.75
"""A robust score from which a count of a commune lies extremely far from its own others."""
FEWEST_OWN = 8
_TOUCHING = 1.2
_KM_PER_DEGREE = 111.2
_AT_ONCE = 256


@dataclass(frozen=True)
class Commune:
    """A unit of the map on which all periods are counted. `people`: None where no count is known; area in km²."""

    key: str
    province: int
    people: int | None
    area: float | None
    lat: float | None
    lon: float | None
    is_ward: bool


@dataclass(frozen=True)
class Begun:
    """A kind began in a commune; `on` None: it runs there and nobody knows since when."""

    place: str
    kind: int
    on: date | None
    recorded: date


@dataclass(frozen=True)
class Arranged:
    """The panel with what else was found: which communes it is of, and how many were left out for which reason."""

    panel: Panel
    seen: Circumstances
    keys: tuple[str, ...]
    unknown_starts: int
    always: int
    beside: int
    not_comparable: int
    lines: tuple[Commune, ...] = ()
    """The communes of the panel's rows."""

    @property
    def digest(self) -> str:
        """SHA-256 over all that the estimates are made from."""
        found = sha256("\n".join(self.keys).encode())
        for array in (self.panel.outcome, self.panel.exposure, self.panel.start, self.panel.strata):
            found.update(np.ascontiguousarray(array).tobytes())
        return found.hexdigest()


def arranged(
    kind: int,
    communes: Sequence[Commune],
    periods: Sequence[Period],
    counts: Mapping[tuple[str, int], float],
    begun: Sequence[Begun],
    cut: frozenset[str],
    seen: Circumstances,
) -> Arranged:
    """The panel of one kind. `counts` by commune and position of the period, missing where nothing was stated; `cut`:
    communes whose counts are shared out or not comparable on this map; `seen`: what is known of outcome and plan."""
    own = {item.place: item for item in begun if item.kind == kind}
    unknown = {key for key, item in own.items() if item.on is None}
    lines = [line for line in communes if line.key not in cut | unknown]
    start, partly = _starts(lines, own, periods)
    always = start == 0
    later = (start > 0) & (start != NEVER)
    # Where all began too early they stay, to be refused by name.
    keep = ~always if later.any() else np.ones(len(lines), dtype=np.bool_)
    beside = _beside(lines, start != NEVER) if _are_placed(lines) else None
    if beside is not None:
        keep &= ~beside
    outcome = _outcome(lines, periods, counts)
    outcome[partly] = np.nan
    people = np.array([float(line.people or 0) for line in lines])
    exposure = np.repeat(people[:, None], len(periods), axis=1)
    strata = np.array([line.province for line in lines], dtype=np.int64)
    chosen = [line for line, kept in zip(lines, keep, strict=True) if kept]
    panel = Panel.of(outcome, start, exposure=exposure, strata=strata).chosen(keep)
    known = [item for item in own.values() if item.on is not None]
    late = sum((item.recorded - item.on).days > LATE_DAYS for item in known if item.on is not None)
    others_begun, others_compared = _others(kind, panel, chosen, begun, periods)
    told = replace(
        _circumstances(panel, chosen, partly[keep], seen),
        dates_known=bool(known) and len(unknown) <= len(own) / 10,
        back_dated=late / len(known) if known else None,
        one_map=True,
        neighbours_apart=beside is not None,
        others_begun=others_begun,
        others_compared=others_compared,
    )
    return Arranged(
        panel,
        told,
        tuple(line.key for line in chosen),
        unknown_starts=len(unknown),
        always=int(np.sum(always & ~keep)),
        beside=0 if beside is None else int(beside.sum()),
        not_comparable=len(cut),
        lines=tuple(chosen),
    )


def _starts(lines: Sequence[Commune], own: Mapping[str, Begun], periods: Sequence[Period]) -> tuple[Whole, Mask]:
    """First full periods, and the cells of periods in which the kind ran for a part only."""
    start = np.full(len(lines), NEVER, dtype=np.int64)
    partly = np.zeros((len(lines), len(periods)), dtype=np.bool_)
    for row, line in enumerate(lines):
        item = own.get(line.key)
        if item is None or item.on is None:
            continue
        first = next((at for at, period in enumerate(periods) if period.start >= item.on), None)
        start[row] = NEVER if first is None else first
        for at, period in enumerate(periods):
            partly[row, at] = period.start < item.on <= period.end
    return start, partly


def _outcome(lines: Sequence[Commune], periods: Sequence[Period], counts: Mapping[tuple[str, int], float]) -> Floats:
    nothing = float("nan")
    cells = [[counts.get((line.key, at), nothing) for at in range(len(periods))] for line in lines]
    return np.array(cells, dtype=np.float64).reshape(len(lines), len(periods))


def _are_placed(lines: Sequence[Commune]) -> bool:
    return bool(lines) and all(line.lat is not None and line.lon is not None and line.area for line in lines)


def _beside(lines: Sequence[Commune], begun: Mask) -> Mask:
    """Communes that have not begun and lie beside one that has."""
    lat = np.array([line.lat for line in lines], dtype=np.float64)
    lon = np.array([line.lon for line in lines], dtype=np.float64)
    east, north = lon * np.cos(np.radians(lat)) * _KM_PER_DEGREE, lat * _KM_PER_DEGREE
    radius = np.sqrt(np.array([line.area or 0.0 for line in lines]) / np.pi)
    found = np.zeros(len(lines), dtype=np.bool_)
    theirs = np.flatnonzero(begun)
    for first in range(0, len(theirs), _AT_ONCE):
        some = theirs[first : first + _AT_ONCE]
        apart = np.hypot(east[:, None] - east[some], north[:, None] - north[some])
        found |= (apart <= _TOUCHING * (radius[:, None] + radius[some])).any(axis=1)
    return found & ~begun


def _circumstances(panel: Panel, lines: Sequence[Commune], partly: Mask, seen: Circumstances) -> Circumstances:
    begun = panel.ever
    due = ~partly
    given = np.isfinite(panel.outcome)
    return replace(
        seen,
        complete_begun=_share(given[begun], due[begun]),
        complete_compared=_share(given[~begun], due[~begun]),
        unclean=_unclean(panel),
        worst_difference=_worst_difference(lines, begun),
    )


def _share(given: Mask, due: Mask) -> float | None:
    return float(given[due].mean()) if due.any() else None


def _unclean(panel: Panel) -> float | None:
    """The share of counts that lie extremely far from the commune's own others, the tested one left out. A commune with
    too short a history cannot be told and counts as one whose counts stand."""
    far = cells = 0
    for row in panel.outcome:
        own = row[np.isfinite(row)]
        cells += len(own)
        if len(own) <= FEWEST_OWN:
            continue
        middle = np.median(own)
        worst = np.flatnonzero(np.abs(own - middle) >= np.quantile(np.abs(own - middle), 0.9))
        for at in worst:
            score = modified_z(list(np.delete(own, at)), float(own[at]))
            far += score is not None and abs(score) > FAR
    return far / cells if cells else None


def _worst_difference(lines: Sequence[Commune], begun: Mask) -> float | None:
    """The greatest standardised difference between those that began and those that did not: people, density, wards."""
    if not begun.any() or begun.all() or any(not line.people or not line.area for line in lines):
        return None
    people = np.log([float(line.people or 1) for line in lines])
    density = people - np.log([line.area or 1.0 for line in lines])
    wards = np.array([float(line.is_ward) for line in lines])
    return max(_apart(values, begun) for values in (people, density, wards))


def _apart(values: Floats, begun: Mask) -> float:
    one, other = values[begun], values[~begun]
    spread = float(np.sqrt((one.var() + other.var()) / 2))
    return 0.0 if spread == 0 else abs(float(one.mean() - other.mean())) / spread


def _others(
    kind: int, panel: Panel, lines: Sequence[Commune], begun: Sequence[Begun], periods: Sequence[Period]
) -> tuple[float | None, float | None]:
    """Shares of communes in which another kind began: within two periods of the start, or at any time in the window for
    those that are compared."""
    dates: dict[str, list[date]] = {}
    for item in begun:
        if item.kind != kind and item.on is not None:
            dates.setdefault(item.place, []).append(item.on)
    near: list[bool] = []
    ever: list[bool] = []
    for line, start in zip(lines, panel.start, strict=True):
        low = 0 if start >= len(periods) else max(0, int(start) - 3)
        high = len(periods) - 1 if start >= len(periods) else min(len(periods) - 1, int(start) + 2)
        has = any(periods[low].start <= on <= periods[high].end for on in dates.get(line.key, ()))
        (near if start < len(periods) else ever).append(has)
    return (sum(near) / len(near) if near else None, sum(ever) / len(ever) if ever else None)
