"""The map beside the board: provinces filled by what is counted in them, or one province with its communes as points.

Drawn here as plain SVG, since points and areas lead somewhere and take their colours from the page's stylesheet. The
table beneath says the same in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from chungtay.reference.places.queries import map_topology
from chungtay.results.analysis.pictures.outlines import decoded_arcs, joined, ring_area, thinned

Point = tuple[float, float]
WIDTH, HEIGHT, EDGE = 420.0, 560.0, 12.0
_FLAT = cos(radians(16))
"""Degrees of longitude are shorter than those of latitude; at the country's middle by this much."""
_MAINLAND = (102.0, 8.3, 110.0, 23.5)
"""West, south, east, north: the frame in which provinces are drawn; the archipelagos are marked beside it."""


@dataclass(frozen=True)
class _Archipelago:
    """An archipelago by the code of its province, and how far down the picture it is marked."""

    province: str
    name: str
    down: float


_ARCHIPELAGOS = (_Archipelago("48", "Hoàng Sa", 0.42), _Archipelago("56", "Trường Sa", 0.8))
"""Both belong on every map of the country and of their provinces; here their islets would be too small to be seen."""


@dataclass(frozen=True)
class Area:
    """A province on the map: by code, how it is filled, what is said of it, and where it leads ("" nowhere)."""

    code: str
    fill: str
    words: str
    address: str = ""


@dataclass(frozen=True)
class Spot:
    """A unit inside a province, as a point."""

    lon: float
    lat: float
    fill: str
    words: str
    address: str = ""


@lru_cache(maxsize=64)
def country_map(vintage: str, areas: tuple[Area, ...], title: str, language: str) -> SafeString | None:
    """All provinces; None where outlines are not installed. What is drawn is what is asked, so it can be kept."""
    shapes = _shapes(vintage)
    if not shapes:
        return None
    known = {area.code: area for area in areas}
    frame = _frame(_MAINLAND)
    drawn = [_area(known.get(code), rings, frame) for code, rings in shapes.items()]
    marks = [
        _archipelago(known.get(item.province), item, (WIDTH - 66, HEIGHT * item.down), language)
        for item in _ARCHIPELAGOS
    ]
    return _picture(title, [*drawn, *marks])


@lru_cache(maxsize=64)
def province_map(vintage: str, code: str, spots: tuple[Spot, ...], title: str, language: str) -> SafeString | None:
    """One province with its units as points; islands far off its coast are marked at the edge."""
    rings = _shapes(vintage).get(code)
    if not rings:
        return None
    box = _box(max(rings, key=lambda ring: abs(ring_area(ring))))
    frame = _frame(box)
    placed = [(spot, frame(spot.lon, spot.lat)) for spot in spots]
    near = [_spot(spot, at) for spot, at in placed if _is_inside(at)]
    far = [spot for spot, at in placed if not _is_inside(at)]
    marked = next((item for item in _ARCHIPELAGOS if item.province == code), None)
    edge = [_far(spot, marked, position, language) for position, spot in enumerate(far)]
    if marked is not None and not far:
        edge = [_archipelago(None, marked, _far_at(0), language)]
    # A wide province leaves half of the picture empty; what is marked at the edge needs all of it.
    heights = [frame(box[0], box[3])[1], frame(box[0], box[1])[1], *(at[1] for _, at in placed if _is_inside(at))]
    top, bottom = (0.0, HEIGHT) if edge else (min(heights) - EDGE, max(heights) + EDGE)
    return _picture(title, [_area(Area(code, "land", ""), rings, frame), *near, *edge], top, bottom)


def _is_inside(at: Point) -> bool:
    return 0 < at[0] < WIDTH and 0 < at[1] < HEIGHT


def _far_at(position: int) -> Point:
    """Along the lower edge, from the right: land seldom reaches both."""
    return WIDTH - 66 - 130 * (position % 3), HEIGHT - 34 - 40 * (position // 3)


def _far(spot: Spot, marked: _Archipelago | None, position: int, language: str) -> SafeString:
    """An island too far off to be drawn in its place: named at the edge; an archipelago as one."""
    x, y = _far_at(position)
    if marked is not None and marked.name in spot.words:
        area = Area(marked.province, spot.fill, spot.words, spot.address)
        return _archipelago(area, marked, (x, y), language)
    name = spot.words.partition(":")[0]
    label = '<g>{}<text class="map__name" x="{}" y="{}">{}</text></g>'
    return format_html(label, _spot(spot, (x, y)), f"{x:.0f}", f"{y + 20:.0f}", name)


@lru_cache(maxsize=2)
def _shapes(vintage: str) -> dict[str, tuple[list[Point], ...]]:
    """Outer rings of each province by code, in degrees, thinned for a picture of this size."""
    topology = map_topology(vintage)
    if topology is None:
        return {}
    small = thinned(topology)
    arcs = decoded_arcs(small)
    [collection] = small["objects"].values()
    return {shape["properties"]["code"]: tuple(_rings(shape, arcs)) for shape in collection["geometries"]}


def _rings(shape: Mapping[str, Any], arcs: list[list[Point]]) -> Iterable[list[Point]]:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    return (joined(polygon[0], arcs) for polygon in polygons)


def _box(ring: list[Point]) -> tuple[float, float, float, float]:
    lons, lats = [x for x, _ in ring], [y for _, y in ring]
    return min(lons), min(lats), max(lons), max(lats)


def _frame(box: tuple[float, float, float, float]) -> Any:
    """A function from degrees to points of the picture that fits the box into it."""
    west, south, east, north = box
    scale = min((WIDTH - 2 * EDGE) / ((east - west) * _FLAT), (HEIGHT - 2 * EDGE) / (north - south))
    left = (WIDTH - (east - west) * _FLAT * scale) / 2
    top = (HEIGHT - (north - south) * scale) / 2
    return lambda lon, lat: (left + (lon - west) * _FLAT * scale, top + (north - lat) * scale)


def _area(area: Area | None, rings: Iterable[list[Point]], frame: Any) -> SafeString:
    path = "".join(_ring_path(ring, frame) for ring in rings)
    return _led(
        area, format_html('<path class="map__area map--{}" d="{}">', area.fill if area else "none", path), "path"
    )


def _ring_path(ring: list[Point], frame: Any) -> str:
    """A ring as a path; rings wholly outside the picture (far islands, marked beside it) are left out."""
    points = [frame(x, y) for x, y in ring]
    if all(x > WIDTH or x < 0 or y > HEIGHT or y < 0 for x, y in points):
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def _spot(spot: Spot, at: Point) -> SafeString:
    """A point; what is overdue is a square, so that it is told without colour too."""
    x, y = at
    if spot.fill == "overdue":
        shape = '<rect class="map__spot map--{}" x="{}" y="{}" width="9" height="9">'
        return _led(spot, format_html(shape, spot.fill, f"{x - 4.5:.1f}", f"{y - 4.5:.1f}"), "rect")
    shape = '<circle class="map__spot map--{}" cx="{}" cy="{}" r="4.5">'
    return _led(spot, format_html(shape, spot.fill, f"{x:.1f}", f"{y:.1f}"), "circle")


def _archipelago(area: Area | None, marked: _Archipelago, at: Point, language: str) -> SafeString:
    x, y = at
    words = f"Quần đảo {marked.name}" if language == "vi" else f"{marked.name} archipelago"
    dots = format_html_join(
        "",
        '<circle class="map__spot map--{}" cx="{}" cy="{}" r="2.5"/>',
        [(area.fill if area else "none", f"{x + dx:.0f}", f"{y + dy:.0f}") for dx, dy in ((-8, 0), (2, -5), (7, 4))],
    )
    return format_html(
        '<g>{}<text class="map__name" x="{}" y="{}">{}</text></g>', dots, f"{x:.0f}", f"{y + 20:.0f}", words
    )


def _led(thing: Area | Spot | None, opened: SafeString, tag: str) -> SafeString:
    """The shape with its words, inside its link."""
    if thing is None:
        return format_html("{}</{}>", opened, tag)
    shape = format_html("{}<title>{}</title></{}>", opened, thing.words, tag)
    if not thing.address:
        return shape
    return format_html('<a href="{}" tabindex="-1" aria-label="{}">{}</a>', thing.address, thing.words, shape)


def _picture(title: str, parts: Iterable[SafeString], top: float = 0, bottom: float = HEIGHT) -> SafeString:
    return format_html(
        '<svg class="map" viewBox="0 {} {} {}" role="group" aria-label="{}">{}</svg>',
        int(top),
        int(WIDTH),
        int(bottom - top),
        title,
        format_html_join("", "{}", ((part,) for part in parts)),
    )
