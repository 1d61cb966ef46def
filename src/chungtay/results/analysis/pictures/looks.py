"""How each kind of number and of nothing looks: colours that differ in lightness too, and a pattern for every absence.

Values go from light to dark in one hue, so a map reads the same for those who tell no red from green and on a printer
without colour. What is no value is pale and bears a pattern, so it is never taken for a low number.
"""

from dataclasses import dataclass
from enum import StrEnum

from chungtay.kernel.absence import LABELS, Absence
from chungtay.kernel.errors import Both


class Pattern(StrEnum):
    """What is laid over a colour."""

    NONE = ""
    RISING = "rising"
    FALLING = "falling"
    CROSSED = "crossed"
    LEVEL = "level"
    UPRIGHT = "upright"
    DOTTED = "dotted"


@dataclass(frozen=True)
class Look:
    """Words for the legend, a colour, a pattern over it, and the sign that stands where there is no area to fill."""

    words: Both
    colour: str
    pattern: Pattern = Pattern.NONE
    sign: str = ""


VALUE, ZERO, KEPT, NOT_COMPARABLE = "value", "zero", "kept", "not_comparable"
STATES: dict[str, Look] = {
    VALUE: Look(Both("Có báo cáo", "Reported"), "#1f4e79"),
    ZERO: Look(Both(*LABELS[Absence.ZERO]), "#ffffff", Pattern.DOTTED, "0"),
    "refused": Look(Both(*LABELS[Absence.REFUSED]), "#f3d9cf", Pattern.CROSSED, "×"),
    "not_reported": Look(Both(*LABELS[Absence.NOT_REPORTED]), "#fdf0d8", Pattern.RISING, "?"),
    "not_yet_due": Look(Both(*LABELS[Absence.NOT_YET_DUE]), "#e6e0f0", Pattern.LEVEL, "…"),
    "not_applicable": Look(Both(*LABELS[Absence.NOT_APPLICABLE]), "#eeeeee", Pattern.NONE, "–"),
    KEPT: Look(Both("Được che (số nhỏ)", "Kept back (small count)"), "#dfe6d8", Pattern.UPRIGHT, "■"),
    NOT_COMPARABLE: Look(Both("Không so được trên bản đồ này", "Not comparable on this map"), "#c9c9c9", sign="≠"),
}
"""By the state of a number."""
ESTIMATED = Both("Có phần ước tính", "Partly estimated")
OPEN = Both("Mức tối thiểu (“trên”)", "A lower bound (“over”)")
RANGE = Both("Khoảng có thể", "Possible range")

RAMP = ("#d3e3ee", "#9fc3dc", "#5f9bc4", "#2b6a9e", "#0f3f6b")
"""Five steps from few to many; their lightness falls evenly."""
SERIES = ("#0f3f6b", "#c4651a", "#2f8f83", "#8c3b6e", "#6d6d6d", "#b59410")
"""Lines of one chart, by hue; each has a dash and a shape of its own besides."""
DASHES: tuple[list[int], ...] = ([1, 0], [6, 3], [2, 2], [9, 3, 2, 3], [12, 4], [4, 2, 1, 2])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
INK, QUIET, LINES = "#13201e", "#62706c", "#555555"
