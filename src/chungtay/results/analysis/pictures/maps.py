"""Maps as Vega-Lite data: shapes shaded from few to many, patterns for estimates and for each kind of nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import wrap
from typing import Any

from chungtay.kernel.errors import Both, side
from chungtay.kernel.numbers import number_words
from chungtay.results.analysis.pictures.charts import heading
from chungtay.results.analysis.pictures.data import NOTHING, Datum, MapPicture, states_in, told
from chungtay.results.analysis.pictures.drawing import Spec, dressed
from chungtay.results.analysis.pictures.hatching import Segment, hatch
from chungtay.results.analysis.pictures.looks import (
    ESTIMATED,
    INK,
    LINES,
    OPEN,
    QUIET,
    RAMP,
    STATES,
    VALUE,
    Look,
    Pattern,
)
from chungtay.results.analysis.pictures.shapes import ARCHIPELAGOS, Drawn, Rings, drawn, middle

_PLANE = {"type": "identity", "scale": 1, "translate": [0, 0]}
_UNKNOWN = Look(Both("Không trong câu hỏi", "Not asked about"), "#f7f7f5")
_LINE, _SWATCH = 19, (22, 13)
NAMED = 40
"""Up to so many open bounds are marked one by one."""


@dataclass(frozen=True)
class Class:
    """One step of the shading: the numbers it holds, from the least to the greatest that there is."""

    low: float
    high: float
    count: int
    colour: str


def map_spec(picture: MapPicture, language: str) -> Spec | None:
    """The map as a Vega-Lite specification; None where outlines are not installed."""
    found = drawn(picture.outline)
    if found is None:
        return None
    steps = classes(picture.data) if picture.is_shaded else []
    known = {datum.key: datum for datum in picture.data}
    layers = [_areas(found, known, steps, language), *_hatches(found, known), *_borders(found)]
    layers += _opens(found, known) + _archipelagos(picture, found, known, steps, language)
    size = {"width": round(found.width), "height": round(found.height)}
    title = heading(picture.title, picture.subtitle, language)
    view: Spec = {"layer": layers, "projection": _PLANE, "title": title, **size}
    return dressed({"vconcat": [view, _legend(picture, found, steps, language)], "spacing": 8})


def classes(data: Iterable[Datum], most: int = len(RAMP)) -> list[Class]:
    """Numbers in up to five steps of about as many places each; equal numbers are never parted."""
    values = sorted(datum.value for datum in data if datum.state == VALUE and datum.value is not None)
    different = sorted(set(values))
    if not different:
        return []
    steps = min(most, len(different))
    cuts: list[list[float]] = []
    for number, value in enumerate(different):
        # Where a value stands among all of them says in which step it falls.
        step = min(steps - 1, int(values.index(value) * steps / len(values)))
        if steps == len(different):
            step = number
        if not cuts or step > len(cuts) - 1:
            cuts.append([])
        cuts[-1].append(value)
    colours = RAMP if len(cuts) == len(RAMP) else [RAMP[round(i * 4 / max(1, len(cuts) - 1))] for i in range(len(cuts))]
    count = [sum(cut[0] <= value <= cut[-1] for value in values) for cut in cuts]
    return [Class(cut[0], cut[-1], n, colour) for cut, n, colour in zip(cuts, count, colours, strict=True)]


def _colour(datum: Datum | None, steps: Sequence[Class]) -> str:
    if datum is None:
        return _UNKNOWN.colour
    if datum.state == VALUE and datum.value is not None and steps:
        return next(step.colour for step in steps if step.low <= datum.value <= step.high)
    return STATES[datum.state].colour


def _areas(found: Drawn, known: dict[str, Datum], steps: Sequence[Class], language: str) -> dict[str, Any]:
    features = []
    for code, rings in found.shapes.items():
        datum = known.get(code)
        said = f"{side(datum.label, language)}: {told(datum, language)}" if datum else side(_UNKNOWN.words, language)
        properties = {
            "fill": _colour(datum, steps),
            "said": said,
            **({"href": datum.href} if datum and datum.href else {}),
        }
        features.append({"type": "Feature", "geometry": _polygons(rings), "properties": properties})
    many = len(features) > 200
    encoding: dict[str, Any] = {"color": {"field": "properties.fill", "type": "nominal", "scale": None}}
    encoding["description"] = {"field": "properties.said"}
    if any(datum.href for datum in known.values()):
        encoding["href"] = {"field": "properties.href"}
    mark = {"type": "geoshape", "stroke": "#777" if many else LINES, "strokeWidth": 0.15 if many else 0.5}
    return {"data": {"values": features}, "mark": mark, "encoding": encoding}


def _polygons(rings: Rings) -> dict[str, Any]:
    return {"type": "MultiPolygon", "coordinates": [[[list(point) for point in (*ring, ring[0])]] for ring in rings]}


def _hatches(found: Drawn, known: dict[str, Datum]) -> list[dict[str, Any]]:
    by_pattern: dict[tuple[Pattern, str], list[Any]] = {}
    for code, rings in found.shapes.items():
        datum = known.get(code)
        if datum is None:
            continue
        if pattern := STATES[datum.state].pattern:
            by_pattern.setdefault((pattern, LINES), []).extend(rings)
        if datum.estimated > 0:
            by_pattern.setdefault((Pattern.FALLING, "#ffffff"), []).extend(rings)
    layers = []
    for (pattern, colour), found_rings in by_pattern.items():
        lines = hatch(found_rings, pattern)
        geometry = {"type": "MultiLineString", "coordinates": [[list(start), list(end)] for start, end in lines]}
        layers.append(_stroked([{"type": "Feature", "geometry": geometry, "properties": {}}], colour, _weight(pattern)))
    return layers


def _weight(pattern: Pattern) -> float:
    return 1.3 if pattern is Pattern.DOTTED else 0.7


def _stroked(features: list[dict[str, Any]], colour: str, width: float) -> dict[str, Any]:
    mark = {"type": "geoshape", "filled": False, "stroke": colour, "strokeWidth": width, "strokeCap": "round"}
    return {"data": {"values": features}, "mark": {**mark, "aria": False}}


def _borders(found: Drawn) -> list[dict[str, Any]]:
    if not found.above:
        return []
    lines = [[list(point) for point in (*ring, ring[0])] for ring in found.above]
    geometry = {"type": "MultiLineString", "coordinates": lines}
    return [_stroked([{"type": "Feature", "geometry": geometry, "properties": {}}], INK, 0.6)]


def _opens(found: Drawn, known: dict[str, Datum]) -> list[dict[str, Any]]:
    """A sign on each place whose number is only known from below."""
    shown = [code for code, rings in found.shapes.items() if rings and code in known and known[code].is_open][:NAMED]
    points = [dict(zip(("x", "y"), middle(found.shapes[code]), strict=True)) for code in shown]
    if not points:
        return []
    mark = {"type": "text", "text": "▸", "fontSize": 12, "color": INK, "stroke": "white", "strokeWidth": 2}
    at = {"longitude": {"field": "x", "type": "quantitative"}, "latitude": {"field": "y", "type": "quantitative"}}
    plain = {**mark, "stroke": None, "strokeWidth": 0}
    return [{"data": {"values": points}, "mark": drawn_mark, "encoding": at} for drawn_mark in (mark, plain)]


def _archipelagos(
    picture: MapPicture, found: Drawn, known: dict[str, Datum], steps: Sequence[Class], language: str
) -> list[dict[str, Any]]:
    """Named and marked on every map of the country, and beside the map of the province that each belongs to."""
    outline, marks = picture.outline, []
    for item in ARCHIPELAGOS:
        own = item.codes["province"]
        if outline.within and outline.within != own:
            continue
        x, y = found.place(item.lon, item.lat)
        if outline.within:
            x, y = found.width - 60, found.height - 30
        datum = known.get(item.codes.get(outline.level, own))
        said = f"{side(datum.label, language)}: {told(datum, language)}" if datum else ""
        name = item.vi if language == "vi" else item.en
        dots = ((-8, 1), (1, -5), (7, 5))
        marks += [{"x": x + dx, "y": y + dy, "fill": _colour(datum, steps), "said": said or name} for dx, dy in dots]
        marks.append({"x": x, "y": y + 17, "label": name})
    at = {"longitude": {"field": "x", "type": "quantitative"}, "latitude": {"field": "y", "type": "quantitative"}}
    fill = {"color": {"field": "fill", "type": "nominal", "scale": None}, "description": {"field": "said"}}
    circle = {"type": "circle", "size": 46, "stroke": LINES, "strokeWidth": 0.6, "opacity": 1}
    text = {"type": "text", "fontSize": 10.5, "fontStyle": "italic", "color": INK}
    if not marks:
        return []
    return [
        {"data": {"values": [m for m in marks if "fill" in m]}, "mark": circle, "encoding": {**at, **fill}},
        {
            "data": {"values": [m for m in marks if "label" in m]},
            "mark": text,
            "encoding": {**at, "text": {"field": "label"}},
        },
    ]


def _legend(picture: MapPicture, found: Drawn, steps: Sequence[Class], language: str) -> Spec:
    """Swatches with their patterns, drawn by the same hatching as the map: a legend of data knows no patterns."""
    looks = [(Look(_class_words(step), step.colour), "") for step in steps]
    states = [state for state in states_in(picture.data) if state != VALUE or not steps]
    looks += [(STATES[state], "") for state in states]
    if any(datum.estimated for datum in picture.data):
        looks.append((Look(ESTIMATED, RAMP[3], Pattern.FALLING), "#ffffff"))
    if len({datum.key for datum in picture.data} & set(found.shapes)) < len(found.shapes):
        looks.append((_UNKNOWN, ""))
    across = 2
    squares, lines, words = [], [], []
    for number, (look, colour) in enumerate(looks):
        x, y = (number % across) * 230, (number // across) * _LINE
        w, h = _SWATCH
        squares.append({"x": x, "x2": x + w, "y": y, "y2": y + h, "fill": look.colour})
        box = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
        lines += [_ruled(line, colour or LINES, _weight(look.pattern)) for line in hatch([box], look.pattern, 4.0)]
        words.append({"x": x + w + 6, "y": y + h / 2, "text": side(look.words, language)})
    rows = -(-len(looks) // across)
    foot = _foot(picture, language)
    words += [{"x": 0, "y": rows * _LINE + 8 + 14 * n, "text": line, "quiet": True} for n, line in enumerate(foot)]
    return _panel(squares, lines, words, found, rows * _LINE + 14 * len(foot) + 6)


def _panel(squares: list[Any], lines: list[Any], words: list[Any], found: Drawn, height: float) -> Spec:
    def pixel(field: str) -> dict[str, Any]:
        return {"field": field, "type": "quantitative", "scale": None, "axis": None}

    corner = {"x": pixel("x"), "y": pixel("y")}
    ends = {**corner, "x2": {"field": "x2"}, "y2": {"field": "y2"}}
    fill = {"color": {"field": "fill", "type": "nominal", "scale": None}}
    weight = {"strokeWidth": {"field": "weight", "type": "quantitative", "scale": None}}
    tint = {"color": {"condition": {"test": "datum.quiet", "value": QUIET}, "value": INK}}
    text = {"type": "text", "align": "left", "baseline": "middle", "fontSize": 11}
    layers = [
        {
            "data": {"values": squares},
            "mark": {"type": "rect", "stroke": LINES, "strokeWidth": 0.6},
            "encoding": {**ends, **fill},
        },
        {
            "data": {"values": lines},
            "mark": {"type": "rule", "strokeCap": "round"},
            "encoding": {**ends, **fill, **weight},
        },
        {"data": {"values": words}, "mark": text, "encoding": {**corner, "text": {"field": "text"}, **tint}},
    ]
    return {"layer": layers, "width": max(440, round(found.width)), "height": round(height)}


def _ruled(line: Segment, colour: str, weight: float) -> dict[str, Any]:
    (x, y), (x2, y2) = line
    return {"x": x, "y": y, "x2": x2, "y2": y2, "fill": colour, "weight": weight}


def _class_words(step: Class) -> Both:
    ends = [_number(value) for value in dict.fromkeys((step.low, step.high))]
    vi, en = (" – ".join(side(end, language) for end in ends) for language in ("vi", "en"))
    return Both(f"{vi}  ({step.count} nơi)", f"{en}  ({step.count} places)")


def _number(value: float) -> Both:
    rounded = Decimal(str(round(value, 1)))
    return Both(number_words(rounded, "vi"), number_words(rounded, "en"))


def _foot(picture: MapPicture, language: str) -> list[str]:
    lines = []
    if picture.unit != NOTHING:
        lines.append({"vi": "Đơn vị tính: ", "en": "Unit: "}[language] + side(picture.unit, language))
    if any(datum.is_open for datum in picture.data):
        lines.append(f"▸ {side(OPEN, language)}")
    for note in (*picture.notes, *((picture.mark,) if picture.mark != NOTHING else ())):
        lines += wrap(side(note, language), 84)
    return lines
