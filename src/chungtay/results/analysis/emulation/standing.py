"""Places beside each other by how they report: grades with ranges, the funnel of missing reports, ranks as ranges.

Two qualities count, both of which anybody can check: reports that came, and reports that came in time. Tips, meetings,
launches and offences count for nothing, however many or few. What is rewarded here, and how it could be gamed, is said
by `NOTES`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from chungtay.kernel.errors import Both
from chungtay.results.analysis.emulation.funnels import WIDE, limits
from chungtay.results.analysis.emulation.grades import Goalpost, Graded, graded
from chungtay.results.analysis.emulation.ranks import groups_only, rank_ranges

POSTS: Final = (Goalpost("complete", 0.5, 1.0, 0.5), Goalpost("on_time", 0.3, 1.0))
CUTS: Final = (("C", 0.0), ("B", 0.6), ("A", 0.85))
FEWEST: Final = 6
"""Reports expected before anything is said of a place."""
RANKED: Final = 70
"""Places up to which ranks are told as ranges; of more, groups alone."""
NOTES: Final = (
    (
        Both("Báo cáo đủ", "Reports complete"),
        Both("báo cáo đã đến trên số phải có", "reports that came, of those owed"),
        Both("gửi báo cáo rỗng hoặc chép kỳ trước cho đủ số", "sending empty reports, or last month's again"),
        Both("đối chiếu sổ gốc, phép thử dòng trùng", "the source book is looked at; rows that repeat are asked about"),
    ),
    (
        Both("Báo cáo đúng hạn", "Reports in time"),
        Both("báo cáo đến trước hạn trên số phải có", "reports before the deadline, of those owed"),
        Both("gửi vội rồi đính chính", "sending in haste and correcting after"),
        Both("đính chính trung thực không bao giờ bị trừ", "an honest correction never costs anything"),
    ),
)
"""Of each quality: its name, what is counted, how one could game it, what stands against that."""


@dataclass(frozen=True)
class Reported:
    """What one place owed and sent; `pending` is not due yet and no part of it."""

    key: str
    owed: int
    received: int
    on_time: int


@dataclass(frozen=True)
class Standing:
    """One place: its grade, whether more reports are missing than its size explains, and the ranks it could have."""

    key: str
    of: Reported
    grade: Graded | None
    is_apart: bool
    ranks: tuple[int, int] | None


def standings(places: Sequence[Reported]) -> tuple[list[Standing], bool]:
    """Every place in the given order; whether ranks say so little that only groups may be shown. Of places that owed
    fewer than six reports nothing is said."""
    told = [place for place in places if place.owed >= FEWEST]
    owed = sum(place.owed for place in told)
    missing = sum(place.owed - place.received for place in told) / owed if owed else 0.0
    ranks: dict[str, tuple[int, int]] = {}
    groups = len(told) < 2 or len(told) > RANKED
    if not groups:
        ranges = rank_ranges([p.received / p.owed for p in told], [_error(p.received, p.owed) for p in told])
        groups = groups_only(ranges)
        ranks = {} if groups else {p.key: found for p, found in zip(told, ranges, strict=True)}
    found = []
    for place in places:
        if place.owed < FEWEST:
            found.append(Standing(place.key, place, None, is_apart=False, ranks=None))
            continue
        shares = [place.received / place.owed, place.on_time / place.owed]
        errors = [_error(place.received, place.owed), _error(place.on_time, place.owed)]
        expected = missing * place.owed
        apart = expected > 0 and (place.owed - place.received) / expected > limits(expected, WIDE)[1]
        found.append(Standing(place.key, place, graded(shares, errors, POSTS, CUTS), apart, ranks.get(place.key)))
    return found, groups


def _error(count: int, of: int) -> float:
    """Of a share, with half a report on either side, so that none and all are not certain."""
    share = (count + 0.5) / (of + 1)
    return sqrt(share * (1 - share) / of)
