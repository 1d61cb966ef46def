"""Charts as Vega-Lite data: bars from nought, lines that break where nothing was reported, panels of one scale.

Every number bears its words; bounds are drawn as ranges, what was shared out as stripes or hollow points, and where
there is no number stands the sign of its absence.
"""

from __future__ import annotations

from dataclasses import replace
from textwrap import wrap
from typing import Any

from chungtay.kernel.errors import Both, side
from chungtay.results.analysis.pictures.data import NOTHING, Datum, Kind, Picture, states_in, told
from chungtay.results.analysis.pictures.drawing import Spec, dressed
from chungtay.results.analysis.pictures.looks import (
    DASHES,
    ESTIMATED,
    INK,
    OPEN,
    QUIET,
    RANGE,
    SERIES,
    SHAPES,
    STATES,
    VALUE,
)

WIDTH = 430
_TITLE_LETTERS = 64
_STRIPES = 24
_IS_VALUE, _HAS_RANGE = "isValid(datum.value)", "isValid(datum.low) && isValid(datum.high) && datum.high > datum.low"
PANELS = 24
SERIES_MOST = len(SERIES)


def chart_spec(picture: Picture, language: str) -> Spec:
    """The chart of a picture, of whichever kind."""
    if picture.kind is Kind.LINE:
        return _line(picture, language)
    panels = [item for item in dict.fromkeys(datum.panel for datum in picture.data) if item != NOTHING]
    return _bars_in_panels(picture, panels, language) if len(panels) > 1 else _bars(picture, language)


def heading(title: Both, subtitle: Both, language: str, letters: int = _TITLE_LETTERS) -> dict[str, Any]:
    """The title above a picture, broken into lines."""
    return {
        "text": wrap(side(title, language), letters),
        "subtitle": wrap(side(subtitle, language), int(letters * 1.15)),
        "anchor": "start",
        "fontSize": 14,
        "subtitleFontSize": 12,
    }


def footed(spec: Spec, lines: list[str]) -> Spec:
    """The specification with small lines under it: what signs mean, and the mark of an illustration."""
    if not lines:
        return dressed(spec)
    folded = [part for line in lines for part in wrap(line, 88)]
    foot = {
        "data": {"values": [{"line": line, "order": order} for order, line in enumerate(folded)]},
        "mark": {"type": "text", "align": "left", "fontSize": 10.5, "color": QUIET, "x": 0},
        "encoding": {"text": {"field": "line"}, "y": {"field": "order", "type": "ordinal", "axis": None}},
        "width": WIDTH,
        "height": 14 * len(folded),
    }
    return dressed({"vconcat": [spec, foot], "spacing": 10})


def key_lines(picture: Picture, language: str, *, signs: bool = False) -> list[str]:
    """What the signs in a chart mean, of those that occur."""
    if not picture.has_key:
        return []
    data, said = picture.data, []
    if signs:
        listed = [f"{STATES[state].sign} {side(STATES[state].words, language)}" for state in states_in(data)]
        said += [" · ".join(item for item in listed if not item.startswith(" "))]
    if any(datum.is_open for datum in data):
        said.append(f"▸ {side(OPEN, language)}")
    if any(_ranges(datum) for datum in data):
        said.append(f"├─┤ {side(RANGE, language)}")
    if any(datum.estimated for datum in data):
        sign = (
            {"vi": "○ điểm rỗng", "en": "○ hollow"} if picture.kind is Kind.LINE else {"vi": "▨ sọc", "en": "▨ striped"}
        )
        said.append(f"{sign[language]}: {side(ESTIMATED, language).lower()}")
    listed = [" · ".join(filter(None, said))] if any(said) else []
    return [*listed, *([side(picture.mark, language)] if picture.mark != NOTHING else [])]


def _ranges(datum: Datum) -> bool:
    return datum.low is not None and datum.high is not None and datum.high > datum.low


def _row(datum: Datum, order: int, language: str) -> dict[str, Any]:
    value = datum.value
    whole = value is not None and datum.estimated > 0
    return {
        "order": order,
        "label": side(datum.label, language),
        "value": value,
        "low": datum.low,
        "high": datum.high,
        "firm": value * (1 - datum.estimated) if whole and value is not None else value,
        "words": told(datum, language),
        "state": datum.state,
        "sign": STATES[datum.state].sign,
        "series": side(datum.series, language),
        "panel": side(datum.panel, language),
        "said": f"{side(datum.label, language)}: {told(datum, language)}",
        "hollow": datum.estimated > 0,
        **({"href": datum.href} if datum.href else {}),
    }


def _top(data: tuple[Datum, ...]) -> float:
    ends = [max(datum.value or 0.0, datum.high or 0.0) for datum in data]
    return max(ends, default=1.0) or 1.0


def _bars(picture: Picture, language: str) -> Spec:
    rows = [_row(datum, order, language) for order, datum in enumerate(picture.data)]
    spec = {
        "data": {"values": rows},
        "layer": _bar_layers(_top(picture.data), picture, language),
        "width": WIDTH,
        "height": {"step": 26 if len(rows) <= 40 else 20},
        "title": heading(picture.title, _beneath(picture), language),
    }
    return footed(spec, key_lines(picture, language))


def _beneath(picture: Picture) -> Both:
    """Which place and dates, and what is counted: bars have no axis of numbers that could say it."""
    found = picture.subtitle
    if picture.unit == NOTHING:
        return found
    unit = Both(f"đơn vị tính: {picture.unit.vi}", f"counted in: {picture.unit.en}")
    return unit if found == NOTHING else Both(f"{found.vi}; {unit.vi}", f"{found.en}; {unit.en}")


def _bars_in_panels(picture: Picture, panels: list[Both], language: str) -> Spec:
    """Small multiples: one panel for each period, all on one scale."""
    rows = [_row(datum, order, language) for order, datum in enumerate(picture.data)]
    across = 1 if len(panels) == 1 else 2 if len(panels) <= 4 else 3
    spec = {
        "data": {"values": rows},
        "facet": {
            "field": "panel",
            "type": "nominal",
            "sort": [side(item, language) for item in panels],
            "title": None,
            "header": {"labelAnchor": "start", "labelFontWeight": 600, "labelFontSize": 12},
        },
        "columns": across,
        "spec": {
            "layer": _bar_layers(_top(picture.data), picture, language),
            "width": int(760 / across) - 130,
            "height": {"step": 20},
        },
        "title": heading(picture.title, _beneath(picture), language, 100),
    }
    return footed(spec, key_lines(picture, language))


def _bar_layers(top: float, picture: Picture, language: str) -> list[dict[str, Any]]:
    # By first appearance: every panel then has the same order.
    order = list(dict.fromkeys(side(datum.label, language) for datum in picture.data))
    y = {"field": "label", "type": "nominal", "sort": order, "title": None, "axis": {"labelLimit": 280}}
    # No axis of numbers: each bar bears its own, and measuring the words of an axis is a third of the drawing.
    x = {"field": "value", "type": "quantitative", "scale": {"domain": [0, top * 1.3]}, "axis": None}
    linked = {"href": {"field": "href"}} if any(datum.href for datum in picture.data) else {}
    bar = {"type": "bar", "height": {"band": 0.7}}
    layers: list[dict[str, Any]] = [
        {
            "mark": {**bar, "color": STATES[VALUE].colour},
            "encoding": {"y": y, "x": {**x, "field": "firm"}, "description": {"field": "said"}, **linked},
        }
    ]
    if any(datum.estimated for datum in picture.data):
        layers.append(
            {
                "transform": [{"filter": "datum.hollow"}],
                "mark": {**bar, "color": _stripes(), "stroke": STATES[VALUE].colour, "strokeWidth": 0.7},
                "encoding": {"y": y, "x": {**x, "field": "firm"}, "x2": {"field": "value"}},
            }
        )
    if any(_ranges(datum) for datum in picture.data):
        layers.append(_range_layer({"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}}))
    text = {"type": "text", "align": "left", "dx": 4, "fontSize": 12, "color": INK}
    end = [{"filter": _IS_VALUE}, {"calculate": "max(datum.value, datum.high || 0)", "as": "end"}]
    layers.append(
        {"transform": end, "mark": text, "encoding": {"y": y, "x": {**x, "field": "end"}, "text": {"field": "words"}}}
    )
    quiet = {**text, "fontStyle": "italic", "color": QUIET}
    nothing = [{"filter": f"!({_IS_VALUE})"}, {"calculate": "0", "as": "nought"}]
    signed = [*nothing, {"calculate": "datum.sign + ' ' + datum.words", "as": "told"}]
    if any(datum.value is None for datum in picture.data):
        encoding = {"y": y, "x": {**x, "field": "nought"}, "text": {"field": "told"}}
        layers.append({"transform": signed, "mark": quiet, "encoding": encoding})
    return layers


def _range_layer(encoding: dict[str, Any]) -> dict[str, Any]:
    mark = {"type": "errorbar", "ticks": {"color": INK, "size": 9}, "color": INK}
    return {"transform": [{"filter": _HAS_RANGE}], "mark": mark, "encoding": encoding}


def _stripes() -> dict[str, Any]:
    """A bar filled with slanted stripes: a gradient whose steps are hard."""
    colour, stops = STATES[VALUE].colour, []
    for number in range(_STRIPES):
        shade = colour if number % 2 else "#ffffff"
        stops += [{"offset": number / _STRIPES, "color": shade}, {"offset": (number + 1) / _STRIPES, "color": shade}]
    return {"gradient": "linear", "x1": 0, "y1": 0, "x2": 1, "y2": 0.25, "stops": stops}


def _line(picture: Picture, language: str) -> Spec:
    names = list(dict.fromkeys(datum.series for datum in picture.data))
    panels = len(names) > SERIES_MOST
    if len(names) == 1:
        picture = replace(picture, data=tuple(_dated(datum) for datum in picture.data))
    rows = [_row(datum, order, language) for order, datum in enumerate(picture.data)]
    layers = _line_layers(picture, [] if panels else names, language)
    title = heading(picture.title, picture.subtitle, language, 90)
    if not panels:
        spec: Spec = {"data": {"values": rows}, "layer": layers, "width": 620, "height": 280, "title": title}
        return footed(spec, key_lines(picture, language, signs=True))
    header = {"labelAnchor": "start", "labelFontWeight": 600, "labelFontSize": 11}
    spec = {
        "data": {"values": rows},
        "facet": {"field": "series", "sort": [side(name, language) for name in names], "title": None, "header": header},
        "columns": 4,
        "spec": {"layer": layers, "width": 150, "height": 100},
        "title": title,
    }
    return footed(spec, key_lines(picture, language, signs=True))


def _dated(datum: Datum) -> Datum:
    """A point of a single line tells of how many reports it is under its period: beside it the next point stands."""
    if not datum.stands:
        return datum
    label = Both(f"{datum.label.vi} ({datum.stands})", f"{datum.label.en} ({datum.stands})")
    return replace(datum, label=label, stands="")


def _line_layers(picture: Picture, names: list[Both], language: str) -> list[dict[str, Any]]:
    order = list(dict.fromkeys(side(datum.label, language) for datum in picture.data))
    angle = {"labelAngle": -40, "labelLimit": 110} if len(order) > 8 or not names else {"labelAngle": 0}
    x = {"field": "label", "type": "ordinal", "sort": order, "title": None, "axis": angle}
    scale = {"domain": [0, _top(picture.data) * 1.12], "nice": True}
    y = {"field": "value", "type": "quantitative", "title": side(picture.unit, language), "scale": scale}
    told_apart = _by_series(names, language)
    linked = {"href": {"field": "href"}} if any(datum.href for datum in picture.data) else {}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "line", "strokeWidth": 2}, "encoding": {"x": x, "y": y, **told_apart}},
        {
            "transform": [{"filter": _IS_VALUE}],
            "mark": {"type": "point", "filled": True, "size": 55, "opacity": 1},
            "encoding": {"x": x, "y": y, "description": {"field": "said"}, **_pointed(told_apart), **linked},
        },
    ]
    if any(datum.estimated for datum in picture.data):
        mark = {"type": "point", "filled": True, "size": 16, "opacity": 1, "color": "white"}
        layers.append({"transform": [{"filter": "datum.hollow"}], "mark": mark, "encoding": {"x": x, "y": y}})
    if any(_ranges(datum) for datum in picture.data):
        layers.append(_range_layer({"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}))
    if any(datum.is_open for datum in picture.data):
        layers.append(_above("isValid(datum.value) && indexof(datum.words, '▸') >= 0", "▲", x, y))
    if len(names) == 1:
        layers.append(_above(_IS_VALUE, None, x, y))
    if any(datum.value is None or datum.state != VALUE for datum in picture.data):
        layers.append(_signs(x, y))
    return layers


def _above(test: str, sign: str | None, x: dict[str, Any], y: dict[str, Any]) -> dict[str, Any]:
    mark = {"type": "text", "dy": -12 if sign is None else -9, "fontSize": 11 if sign is None else 8, "color": INK}
    said = {"field": "words"} if sign is None else {"value": sign}
    return {"transform": [{"filter": test}], "mark": mark, "encoding": {"x": x, "y": y, "text": said}}


def _signs(x: dict[str, Any], y: dict[str, Any]) -> dict[str, Any]:
    """Where there is no number the line breaks, and the sign of the absence stands on the ground line."""
    transform = [{"filter": f"!({_IS_VALUE})"}, {"calculate": "0", "as": "ground"}]
    mark = {"type": "text", "dy": -8, "fontSize": 13, "fontWeight": 600, "color": QUIET}
    encoding = {"x": x, "y": {**y, "field": "ground"}, "text": {"field": "sign"}, "description": {"field": "said"}}
    return {"transform": transform, "mark": mark, "encoding": encoding}


def _by_series(names: list[Both], language: str) -> dict[str, Any]:
    if len(names) < 2:
        return {"color": {"value": SERIES[0]}}
    domain = [side(name, language) for name in names]
    legend = {
        "title": None,
        "orient": "bottom",
        "columns": 2,
        "labelLimit": 300,
        "symbolStrokeWidth": 2,
        "symbolSize": 70,
    }
    return {
        "color": {"field": "series", "scale": {"domain": domain, "range": SERIES[: len(domain)]}, "legend": legend},
        "strokeDash": {
            "field": "series",
            "scale": {"domain": domain, "range": DASHES[: len(domain)]},
            "legend": legend,
        },
    }


def _pointed(told_apart: dict[str, Any]) -> dict[str, Any]:
    if "strokeDash" not in told_apart:
        return told_apart
    scale = {"domain": told_apart["color"]["scale"]["domain"], "range": SHAPES[: len(SERIES)]}
    return {
        "color": told_apart["color"],
        "shape": {"field": "series", "scale": scale, "legend": told_apart["color"]["legend"]},
    }
