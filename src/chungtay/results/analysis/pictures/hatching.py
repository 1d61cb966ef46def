"""Patterns as lines: hatching cut to a shape, because a drawing of data knows colours and no patterns.

Lines are laid over all shapes together at one distance, so that neighbours of one kind read as one surface.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import ceil, cos, floor, radians, sin

from chungtay.results.analysis.pictures.looks import Pattern

Point = tuple[float, float]
Segment = tuple[Point, Point]
DISTANCE = 5.0
"""Pixels between two lines."""
_ANGLES: dict[Pattern, tuple[int, ...]] = {
    Pattern.NONE: (),
    Pattern.RISING: (-45,),
    Pattern.FALLING: (45,),
    Pattern.CROSSED: (-45, 45),
    Pattern.LEVEL: (0,),
    Pattern.UPRIGHT: (90,),
}
_DOT = 0.5


def hatch(rings: Iterable[Sequence[Point]], pattern: Pattern, distance: float = DISTANCE) -> list[Segment]:
    """The segments of a pattern inside rings (closed or not; holes count as holes), in the same pixels."""
    listed = [ring for ring in rings if len(ring) > 2]
    if pattern is Pattern.DOTTED:
        return [dot for segment in _lines(listed, 0, distance) for dot in _dots(segment, distance)]
    return [segment for angle in _ANGLES[pattern] for segment in _lines(listed, angle, distance)]


def _lines(rings: Sequence[Sequence[Point]], angle: int, distance: float) -> list[Segment]:
    """Everything is turned until the lines lie level; where a level line meets edges it goes in and out by turns."""
    turn, back = (cos(radians(-angle)), sin(radians(-angle))), (cos(radians(angle)), sin(radians(angle)))
    met: dict[int, list[float]] = defaultdict(list)
    for ring in rings:
        turned = [(x * turn[0] - y * turn[1], x * turn[1] + y * turn[0]) for x, y in ring]
        for (x1, y1), (x2, y2) in pairwise([*turned, turned[0]]):
            low, high = (y1, y2) if y1 < y2 else (y2, y1)
            # Half-open, so that a corner on a line is met once and not twice.
            for number in range(ceil(low / distance), floor(high / distance) + 1):
                y = number * distance
                if low <= y < high:
                    met[number].append(x1 + (y - y1) * (x2 - x1) / (y2 - y1))
    found: list[Segment] = []
    for number, crossings in sorted(met.items()):
        y = number * distance
        for start, end in _joined(sorted(crossings)):
            found.append((_turned((start, y), back), _turned((end, y), back)))
    return found


def _joined(crossings: list[float]) -> list[Point]:
    """In and out by turns; where one shape ends and its neighbour begins the line goes on."""
    spans: list[Point] = []
    for start, end in zip(crossings[::2], crossings[1::2], strict=False):
        if spans and start - spans[-1][1] < 0.01:
            spans[-1] = (spans[-1][0], end)
        elif end - start > 0.2:
            spans.append((start, end))
    return spans


def _turned(point: Point, by: Point) -> Point:
    x, y = point
    return round(x * by[0] - y * by[1], 1), round(x * by[1] + y * by[0], 1)


def _dots(segment: Segment, distance: float) -> list[Segment]:
    (left, y), (right, _) = segment
    first = ceil(left / distance)
    # Every other line is moved by half, as dots of a screen are.
    shift = distance / 2 if round(y / distance) % 2 else 0.0
    places = (number * distance + shift for number in range(first, floor(right / distance) + 1))
    return [((x, y), (x + _DOT, y)) for x in places if left <= x <= right]
