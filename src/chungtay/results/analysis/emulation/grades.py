"""Grades instead of scores: minimum standards first, fixed goalposts, a geometric mean, and how sure the grade is.

A unit gets the highest grade that it reaches in at least half of the draws; between a fifth and four fifths it is
borderline and may not decide a reward by itself. A missing indicator gives no grade, never the average of the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

DRAWS = 1_000
BORDER = (0.2, 0.8)
MOST_INDICATORS = 8


class Standing(StrEnum):
    """NOT_MET: a minimum standard is missed. NO_GRADE: an indicator is missing."""

    GRADED = "graded"
    NOT_MET = "not_met"
    NO_GRADE = "no_grade"


@dataclass(frozen=True)
class Goalpost:
    """One indicator of quality: what is 0 and what is 1, set before; the least that must be reached."""

    code: str
    low: float
    high: float
    least: float | None = None

    def share(self, value: np.ndarray) -> np.ndarray:
        """Values between the goalposts, 0 to 1."""
        return np.clip((value - self.low) / (self.high - self.low), 0.0, 1.0)


@dataclass(frozen=True)
class Graded:
    """`grade` by name; `share`: in how many draws each grade is reached; the middle nine tenths of the score."""

    standing: Standing
    grade: str = ""
    is_borderline: bool = False
    share: dict[str, float] | None = None
    low: float = 0.0
    high: float = 0.0


def graded(
    values: Sequence[float | None],
    errors: Sequence[float],
    posts: Sequence[Goalpost],
    cuts: Sequence[tuple[str, float]],
    *,
    seed: int = 1,
) -> Graded:
    """The grade of one unit. `cuts`: grades from the lowest with the score that each begins at."""
    told = [value for value in values if value is not None]
    if len(told) < len(posts) or len(posts) > MOST_INDICATORS:
        return Graded(Standing.NO_GRADE)
    if any(post.least is not None and value < post.least for post, value in zip(posts, told, strict=True)):
        return Graded(Standing.NOT_MET)
    generator = np.random.default_rng(seed)
    drawn = generator.normal(told, errors, size=(DRAWS, len(posts)))
    weights = generator.dirichlet(np.ones(len(posts)), size=DRAWS)
    shares = np.stack([post.share(drawn[:, at]) for at, post in enumerate(posts)], axis=1)
    scores = np.exp(np.sum(weights * np.log(np.maximum(shares, 1e-9)), axis=1))
    reached = {name: float(np.mean(scores >= cut)) for name, cut in cuts}
    grade = next((name for name, _ in reversed(cuts) if reached[name] >= 0.5), cuts[0][0])
    low, high = np.quantile(scores, [0.05, 0.95])
    border = any(BORDER[0] < share < BORDER[1] for share in reached.values())
    return Graded(Standing.GRADED, grade, border, reached, float(low), float(high))
