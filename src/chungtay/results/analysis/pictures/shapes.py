"""Outlines by code as rings in pixels: provinces of both maps, communes of today, districts put together of communes.

Projected here once, so that hatching keeps its distance and a drawing needs no sphere. Without outlines there are none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from typing import Any

from chungtay.reference.places.queries import map_topology
from chungtay.results.analysis.pictures.data import Outline
from chungtay.results.analysis.pictures.outlines import decoded_arcs, joined, ring_area, thinned

Point = tuple[float, float]
Rings = tuple[tuple[Point, ...], ...]
WIDTH, HEIGHT, EDGE = 460.0, 550.0, 8.0
_FLAT = cos(radians(16))
"""Degrees of longitude are shorter than those of latitude; at the country's middle by this much."""
COUNTRY = (102.1, 8.3, 114.9, 23.45)
"""West, south, east, north: land, Hoàng Sa and the middle of Trường Sa, whose farthest islets one sign stands for."""
NEW, OLD = "2025", "2013"
_NEAR = 1.9
"""Degrees from the middle of a province to its farthest land."""
_THIN = 0.012
"""Degrees: half a pixel on a map of the country."""


@dataclass(frozen=True)
class Archipelago:
    """An archipelago: its codes by level, and where its name stands. Both are on every map of the country."""

    codes: dict[str, str]
    lon: float
    lat: float
    vi: str
    en: str


ARCHIPELAGOS = (
    Archipelago(
        {"province": "48", "district": "498", "commune": "20333"},
        112.0,
        16.45,
        "Quần đảo Hoàng Sa",
        "Hoàng Sa archipelago",
    ),
    Archipelago(
        {"province": "56", "district": "576", "commune": "22736"},
        113.4,
        10.2,
        "Quần đảo Trường Sa",
        "Trường Sa archipelago",
    ),
)


@dataclass(frozen=True)
class Drawn:
    """The shapes of one map in pixels, by code, with the borders of what lies above them and how to place a point."""

    shapes: dict[str, Rings]
    above: Rings
    place: Callable[[float, float], Point]
    width: float
    height: float
    far: tuple[str, ...] = ()
    """Codes of shapes too far off the coast for this map; they are named beside it."""


@lru_cache(maxsize=24)
def drawn(outline: Outline) -> Drawn | None:
    """The map in pixels; None where outlines are not installed, or none are known of such units."""
    rings = _degrees(outline.level, outline.vintage, bool(outline.within))
    if outline.within:
        inside = _codes_within(outline)
        rings = {code: found for code, found in rings.items() if code in inside}
    if not rings:
        return None
    box = _box(rings) if outline.within else COUNTRY
    place, width, height = _frame(box)
    shapes, far = {}, []
    for code, listed in rings.items():
        near = [ring for ring in listed if _is_near(ring, box)]
        if not near:
            far.append(code)
        shapes[code] = tuple(tuple(place(*point) for point in ring) for ring in near)
    return Drawn(shapes, _above(outline, place, box), place, width, height, tuple(far))


def middle(rings: Rings) -> Point:
    """A point to write on: the middle of the box of the largest ring."""
    largest = max(rings, key=lambda ring: abs(ring_area(list(ring))))
    xs, ys = [x for x, _ in largest], [y for _, y in largest]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _above(outline: Outline, place: Any, box: tuple[float, float, float, float]) -> Rings:
    if outline.level == "province" or outline.within:
        return ()
    rings = _degrees("province", outline.vintage, fine=False)
    listed = (ring for found in rings.values() for ring in found if _is_near(ring, box))
    return tuple(tuple(place(*point) for point in ring) for ring in listed)


@lru_cache(maxsize=6)
def _degrees(level: str, vintage: str, fine: bool) -> dict[str, list[list[Point]]]:
    """Outer rings by code in degrees, thinned for a map of the country unless a closer look is taken."""
    district = level == "district"
    if (level, vintage) not in {("province", NEW), ("province", OLD), ("commune", NEW), ("district", OLD)}:
        return {}
    topology = map_topology(NEW if district else vintage, "commune" if district else level)
    if topology is None:
        return {}
    small = topology if fine else thinned(topology, _THIN)
    arcs = decoded_arcs(small)
    [collection] = small["objects"].values()
    if district:
        return _united(collection["geometries"], arcs)
    return {
        shape["properties"]["code"]: [joined(ring, arcs) for ring in _outer(shape)]
        for shape in collection["geometries"]
    }


def _outer(shape: dict[str, Any]) -> Iterator[list[int]]:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    yield from (polygon[0] for polygon in polygons)


def _united(shapes: Iterable[dict[str, Any]], arcs: list[list[Point]]) -> dict[str, list[list[Point]]]:
    """Communes put together by old district: an arc that two of one district share lies inside and goes."""
    used: dict[str, dict[int, int]] = defaultdict(dict)
    for shape in shapes:
        own = used[shape["properties"]["district"]]
        for ring in _outer(shape):
            for number in ring:
                if own.pop(~number, None) is None:
                    own[number] = number
    return {code: list(_stitched(list(own), arcs)) for code, own in used.items()}


def _stitched(numbers: list[int], arcs: list[list[Point]]) -> Iterator[list[Point]]:
    """Rings out of arcs in any order: each goes on where the last one ended."""
    points = {number: arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers}
    starting: dict[Point, list[int]] = defaultdict(list)
    for number in numbers:
        starting[points[number][0]].append(number)
    while points:
        number = next(iter(points))
        ring: list[Point] = []
        while number in points:
            line = points.pop(number)
            starting[line[0]].remove(number)
            ring += line[1 if ring else 0 :]
            going_on = starting.get(line[-1])
            if ring[0] == line[-1] or not going_on:
                break
            number = going_on[0]
        yield ring


def _codes_within(outline: Outline) -> set[str]:
    """The shapes of a map that lie in its province, which may be one of today or one of before."""
    if outline.level == "province":
        return {code for code, above in _successors(outline.vintage) if outline.within in (code, above)}
    topology = map_topology(NEW, "commune")
    if topology is None:
        return set()
    [collection] = topology["objects"].values()
    above = "province" if outline.within_vintage == NEW else "old_province"
    shapes = (shape["properties"] for shape in collection["geometries"])
    name = "code" if outline.level == "commune" else "district"
    return {item[name] for item in shapes if item[above] == outline.within}


def _successors(vintage: str) -> Iterator[tuple[str, str]]:
    topology = map_topology(vintage)
    for collection in topology["objects"].values() if topology else ():
        for shape in collection["geometries"]:
            yield shape["properties"]["code"], shape["properties"].get("successor_code", "")


def _box(rings: dict[str, list[list[Point]]]) -> tuple[float, float, float, float]:
    """Of the shapes that hang together: islands far off would leave the land a speck."""
    points = [point for ring in _near_largest(rings) for point in ring]
    lons, lats = [x for x, _ in points], [y for _, y in points]
    return min(lons), min(lats), max(lons), max(lats)


def _near_largest(rings: dict[str, list[list[Point]]]) -> list[list[Point]]:
    """The rings around the middle of the units, each counted once: Trường Sa has more islets than its province."""
    largest = [max(found, key=lambda ring: abs(ring_area(ring))) for found in rings.values()]
    xs, ys = sorted(ring[0][0] for ring in largest), sorted(ring[0][1] for ring in largest)
    lon, lat = xs[len(xs) // 2], ys[len(ys) // 2]
    listed = [ring for found in rings.values() for ring in found]
    return [r for r in listed if abs(r[0][0] - lon) < _NEAR and abs(r[0][1] - lat) < _NEAR] or largest


def _is_near(ring: list[Point], box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    return any(west <= x <= east and south <= y <= north for x, y in ring)


def _frame(box: tuple[float, float, float, float]) -> tuple[Callable[[float, float], Point], float, float]:
    """A function from degrees to pixels of a picture that the box fills, and how large the picture is."""
    west, south, east, north = box
    scale = min((WIDTH - 2 * EDGE) / ((east - west) * _FLAT), (HEIGHT - 2 * EDGE) / (north - south))
    width, height = (east - west) * _FLAT * scale + 2 * EDGE, (north - south) * scale + 2 * EDGE

    def place(lon: float, lat: float) -> Point:
        return round((lon - west) * _FLAT * scale + EDGE, 1), round((north - lat) * scale + EDGE, 1)

    return place, width, height
