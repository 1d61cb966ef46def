"""The effect by periods since the start, with bands that hold for all of them at once.

Each set of periods (those before the start, those after it) has one multiplier: the 95 % quantile, over drawings of
places, of the largest studentised difference (sup-t). So a band that misses nought in one of twelve periods says as
much as one in one would.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from chungtay.results.analysis.effects.inference import FEWEST, Interval, drawn_log_ratios
from chungtay.results.analysis.effects.panel import Floats, Panel

SHOWN: Final = 12
"""Periods after the start that are shown: further on few places are left."""


def events_shown(by_event: Mapping[int, float]) -> list[int]:
    """The first periods since the start of which anything can be told."""
    return sorted(by_event)[:SHOWN]


def effects_drawn(panel: Panel, events: Sequence[int], weights: Floats) -> tuple[Floats, Floats]:
    """On the log scale, for each drawing of places: the whole effect, and that of each period since the start."""
    known = panel.untreated
    asked = panel.treated & np.any(known, axis=1, keepdims=True) & np.any(known, axis=0, keepdims=True)
    since = np.arange(panel.periods)[None, :] - panel.start[:, None]
    found = drawn_log_ratios(panel, [asked, *(asked & (since == event) for event in events)], known, weights)
    return found[:, 0], found[:, 1:]


def bands(
    effects: Mapping[int, float], events: Sequence[int], drawn: Floats, share: float = 0.95
) -> dict[int, Interval]:
    """Ranges that hold for all `events` at once with this confidence; `drawn`: drawings x events, on the log scale.
    Nothing where too few drawings could be told."""
    told = drawn[np.isfinite(drawn).all(axis=1)]
    if len(told) < FEWEST or not events:
        return {}
    spread = np.std(told, axis=0, ddof=1)
    apart = np.abs(told - told.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    times = float(np.quantile(apart.max(axis=1), share))
    logged = np.log1p(np.maximum([effects[event] for event in events], -1 + 1e-9))
    return {
        event: Interval(float(np.expm1(at - times * wide)), float(np.expm1(at + times * wide)))
        for event, at, wide in zip(events, logged, spread, strict=True)
    }
