"""Outlines thinned for a picture as wide as a page: the shipped ones are made for zooming in."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

Point = tuple[float, float]


def thinned(topology: dict[str, Any], tolerance: float = 0.012) -> dict[str, Any]:
    """The same TopoJSON, its arcs thinned to `tolerance` degrees. Ends of arcs stay, so neighbours still meet.

    A ring that would shrink to nothing or turn over is left as it was: an islet must not vanish from the map, and
    a ring that is not clockwise would be drawn as the whole world outside it.
    """
    whole = decoded_arcs(topology)
    arcs = [_rounded(_thin_arc(arc, tolerance)) for arc in whole]
    for ring in _rings(topology):
        if ring_area(joined(ring, arcs)) <= 0:
            for number in ring:
                arcs[_arc_number(number)] = whole[_arc_number(number)]
    kept = {key: value for key, value in topology.items() if key not in ("arcs", "transform", "bbox")}
    return {**kept, "arcs": [[list(point) for point in arc] for arc in arcs]}


def decoded_arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """Arcs as lists of (longitude, latitude): the stored ones are differences on an integer grid."""
    if "transform" not in topology:
        return [[(x, y) for x, y in arc] for arc in topology["arcs"]]
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + left, y * scale_y + bottom))
        found.append(points)
    return found


def ring_area(points: list[Point]) -> float:
    """Signed area in square degrees: positive for a clockwise ring."""
    return sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in pairwise(points)) / 2


def joined(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    """The points of a ring out of its arcs; ~n means arc n run backward."""
    points: list[Point] = []
    for number in ring:
        arc = arcs[_arc_number(number)]
        points += (arc if number >= 0 else arc[::-1])[1 if points else 0 :]
    return points


def _rings(topology: dict[str, Any]) -> Iterator[list[int]]:
    """Outer rings of every shape; the country's provinces have no holes that matter for the drawing."""
    for collection in topology["objects"].values():
        for shape in collection["geometries"]:
            polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
            yield from (polygon[0] for polygon in polygons)


def _arc_number(number: int) -> int:
    return number if number >= 0 else ~number


def _rounded(points: list[Point]) -> list[Point]:
    return [(round(x, 3), round(y, 3)) for x, y in points]


def _thin_arc(points: list[Point], tolerance: float) -> list[Point]:
    """A closed arc has no two ends to span a line between, so it is thinned in two halves."""
    if points[0] != points[-1]:
        return _thin_line(points, tolerance)
    half = len(points) // 2
    return _thin_line(points[: half + 1], tolerance)[:-1] + _thin_line(points[half:], tolerance)


def _thin_line(points: list[Point], tolerance: float) -> list[Point]:
    """Douglas and Peucker's method, without recursion because coasts run to thousands of points."""
    keep = {0, len(points) - 1}
    open_parts = [(0, len(points) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        if last - first < 2:
            continue
        far, distance = max(
            ((i, _distance(points[i], points[first], points[last])) for i in range(first + 1, last)),
            key=lambda item: item[1],
        )
        if distance > tolerance:
            keep.add(far)
            open_parts += [(first, far), (far, last)]
    return [points[i] for i in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """Distance from a point to a segment, in degrees: good enough for thinning at these latitudes."""
    (px, py), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, ((px - ax) * dx + (py - ay) * dy) / length))
    return float(((px - ax - along * dx) ** 2 + (py - ay - along * dy) ** 2) ** 0.5)
