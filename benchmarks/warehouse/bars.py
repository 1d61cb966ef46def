"""The bars of the measurements: which ratio must hold, and whether it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from benchmarks.warehouse.asked import LEAVES

if TYPE_CHECKING:
    from collections.abc import Mapping

NUMPY, BARE = "numpy sum", "bare DuckDB"
OURS, ROWS, FRESH = "Chung Tay", "Chung Tay, as rows", "Chung Tay, 3,000 corrections"
GENERAL = "Chung Tay, the general way"
NORMALIZED, STYLED = "PostgreSQL normalized", "DHIS2-style baseline"


@dataclass(frozen=True)
class Bar:
    """A ratio of two contenders' CPU for one question, and its limit; `most` or `least`."""

    text: str
    above: tuple[str, str]
    below: tuple[str, str]
    most: float | None = None
    least: float | None = None


BARS: Final = (
    Bar("Q3 ÷ numpy sum of its values", ("Q3", OURS), ("Q3", NUMPY), most=2),
    Bar(f"{LEAVES} ÷ numpy sum of its values", (LEAVES, OURS), (LEAVES, NUMPY), most=15),
    Bar(f"Q4 as known at a past day ÷ {LEAVES}", ("Q4", OURS), (LEAVES, OURS), most=1.3),
    *(
        Bar(f"PostgreSQL normalized ÷ ours, {q}", (q, NORMALIZED), (q, OURS), least=least)
        for q, least in (("Q1", 20), ("Q2", 2), ("Q3", 100))
    ),
    *(Bar(f"DHIS2-style baseline ÷ ours, {q}", (q, STYLED), (q, OURS), least=100) for q in ("Q1", "Q5", "Q6", "Q7")),
    *(
        Bar(f"ours ÷ the bare statements it ends in, {q}", (q, OURS), (q, BARE), most=1.3)
        for q in ("Q3", LEAVES, "Q5", "Q6", "Q7")
    ),
    *(
        Bar(f"with 3,000 fresh corrections ÷ without, {q}", (q, FRESH), (q, OURS), most=1.15)
        for q in ("Q1", "Q2", "Q3")
    ),
)
LAYER_MS: Final = 5.0
"""Q1 and Q2: how much more CPU, in milliseconds, than the bare statements."""


def judged(found: Mapping[tuple[str, str], float]) -> list[dict[str, Any]]:
    """Every bar with its ratio; None where one of the two was not measured."""
    rows = []
    for bar in BARS:
        above, below = found.get(bar.above), found.get(bar.below)
        ratio = above / below if above is not None and below else None
        rows.append(row(bar.text, ratio, most=bar.most, least=bar.least))
    for question in ("Q1", "Q2"):
        ours, bare = found.get((question, OURS)), found.get((question, BARE))
        more = None if ours is None or bare is None else 1000 * (ours - bare)
        rows.append(row(f"ours − the bare statements it ends in, {question}, ms", more, most=LAYER_MS))
    return rows


def row(text: str, ratio: float | None, *, most: float | None = None, least: float | None = None) -> dict[str, Any]:
    """One line of the table of bars; without a bar it is only told."""
    holds, must = None, ""
    if most is not None:
        holds, must = ratio is not None and ratio <= most, f"≤ {most:g}"
    elif least is not None:
        holds, must = ratio is not None and ratio >= least, f"≥ {least:g}"
    return {"bar": text, "ratio": ratio, "must": must, "holds": None if ratio is None else holds}


def told(rows: list[dict[str, Any]]) -> str:
    """The table as Markdown."""
    lines = ["| measure | ratio | must | |", "|---|---|---|---|"]
    for item in rows:
        ratio = "not measured" if item["ratio"] is None else _number(item["ratio"])
        word = {True: "holds", False: "**missed**", None: ""}[item["holds"]]
        lines.append(f"| {item['bar']} | {ratio} | {item['must']} | {word} |")
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
