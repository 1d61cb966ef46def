"""One chart and one map, drawn here from the composition alone; the tables beneath them are the accessible truth.

Data stand inside the specification and no address is ever fetched (`allowed_base_urls=[]`).
"""

from functools import lru_cache
from textwrap import wrap
from typing import Any, cast

import altair as alt
import vl_convert

from chungtay.kernel.absence import LABELS
from chungtay.reference.places import queries as places
from chungtay.results.reviews.composition import Chart, ReportingMap, Text
from chungtay.results.analysis.pictures.fonts import FAMILY, font_registered
from chungtay.results.analysis.pictures.outlines import thinned

_NUMBERS = {
    "vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", " ₫"]},
}
_LABELS = {absence.value: Text(*words) for absence, words in LABELS.items()}
STATES: dict[str, tuple[Text, str]] = {
    "reported": (Text("Có báo cáo", "Reported"), "#1f4e79"),
    "zero": (_LABELS["zero"], "#7fb2d9"),
    "refused": (_LABELS["refused"], "#b5482a"),
    "not_reported": (_LABELS["not_reported"], "#f2b25c"),
    "not_yet_due": (_LABELS["not_yet_due"], "#d9d2e9"),
    "not_applicable": (_LABELS["not_applicable"], "#f4f4f4"),
}
"""Each state's words and colour; they differ in lightness too, for print without colour."""
_TITLE_LETTERS = 64
_SCHEMA = alt.SCHEMA_URL
_NAMES = {"labelLimit": 280}
_UNIT = Text("đơn vị tính", "counted in")
_ARCHIPELAGOS = (
    {"lon": 112.0, "lat": 16.45, "vi": "Quần đảo Hoàng Sa", "en": "Hoàng Sa archipelago", "code": "48"},
    {"lon": 114.2, "lat": 10.2, "vi": "Quần đảo Trường Sa", "en": "Trường Sa archipelago", "code": "56"},
)
"""Both belong on every map of the country. They are named and marked because their islets are too small to be seen."""


def chart_spec(chart: Chart, language: str) -> dict[str, Any]:
    """The chart as a Vega-Lite specification: bars from zero, each with its number as the text prints it.

    It has no axis of numbers: each bar bears its own, and measuring the words of an axis is a third of the drawing.
    It is written out rather than built by the library, which takes as long again as drawing some of it.
    """
    rows: list[dict[str, Any]] = [
        {
            "order": position,
            "label": bar.label.of(language),
            "value": float(bar.shown.value or 0),
            "words": bar.shown.words.of(language) + (" ▸" if bar.open_upward else ""),
        }
        for position, bar in enumerate(chart.bars)
    ]
    top = max((row["value"] for row in rows), default=1.0) or 1.0
    places = {
        "y": {"field": "label", "type": "nominal", "sort": {"field": "order"}, "title": None, "axis": _NAMES},
        "x": {"field": "value", "type": "quantitative", "scale": {"domain": [0, top * 1.25]}, "axis": None},
    }
    number = {"type": "text", "align": "left", "dx": 4, "fontSize": 12}
    return {
        "$schema": _SCHEMA,
        "data": {"values": rows},
        "width": 430,
        "height": {"step": 26},
        "title": {
            "text": wrap(chart.title.of(language), _TITLE_LETTERS),
            "subtitle": wrap(_beneath(chart, language), _TITLE_LETTERS),
            "anchor": "start",
            "fontSize": 14,
            "subtitleFontSize": 12,
        },
        "layer": [
            {
                "mark": {"type": "bar", "color": STATES["reported"][1], "height": {"band": 0.7}},
                "encoding": places,
            },
            {"mark": number, "encoding": places | {"text": {"field": "words", "type": "nominal"}}},
        ],
        "config": {"font": f"{FAMILY}, sans-serif", "background": "white", "view": {"stroke": None}},
    }


def _beneath(chart: Chart, language: str) -> str:
    """Which place and dates, and what is counted."""
    words, unit = chart.subtitle.of(language), chart.unit.of(language)
    told = f"{_UNIT.of(language)}: {unit}" if unit else ""
    return "; ".join(part for part in (words, told) if part)


def map_spec(drawn: ReportingMap, language: str) -> dict[str, Any] | None:
    """The map as a Vega-Lite specification; None where outlines are not installed."""
    outlines = _outlines(drawn.vintage)
    if outlines is None:
        return None
    names = {state: words.of(language) for state, (words, _) in STATES.items()}
    states = {place.code: names[place.state] for place in drawn.places}
    colour = alt.Color(
        "state:N",
        scale=alt.Scale(domain=list(names.values()), range=[colour for _, colour in STATES.values()]),
        legend=alt.Legend(title=None, orient="bottom", columns=3, labelLimit=200, symbolStrokeColor="#555"),
    )
    rows = alt.Data(values=[{"code": code, "state": state} for code, state in states.items()])
    shapes = (
        alt.Chart(alt.Data(values=outlines, format=alt.DataFormat(type="topojson", feature=_feature(outlines))))
        .mark_geoshape(stroke="#555", strokeWidth=0.4)
        .transform_lookup(lookup="properties.code", from_=alt.LookupData(rows, "code", ["state"]))
        .encode(color=colour)
    )
    marks = [{**place, "label": place[language], "state": states[str(place["code"])]} for place in _ARCHIPELAGOS]
    points = alt.Chart(alt.Data(values=marks)).encode(longitude="lon:Q", latitude="lat:Q")
    circles = points.mark_circle(size=70, stroke="#555", strokeWidth=0.6, opacity=1).encode(color=colour)
    labels = points.mark_text(dy=-11, fontSize=11, fontStyle="italic").encode(text="label:N")
    picture = alt.layer(shapes, circles, labels).project(type="mercator")
    title = alt.TitleParams(drawn.title.of(language), anchor="start", fontSize=14)
    return _dressed(picture.properties(width=430, height=520, title=title))


def svg(spec: dict[str, Any], language: str) -> str:
    """The picture for a page."""
    font_registered()
    drawn: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[], format_locale=_NUMBERS[language])
    return drawn


def png(spec: dict[str, Any], language: str) -> bytes:
    """The picture for a Word file, at twice its size so that print stays sharp."""
    font_registered()
    locale = _NUMBERS[language]
    drawn: bytes = vl_convert.vegalite_to_png(spec, scale=2.0, allowed_base_urls=[], format_locale=locale)
    return drawn


def chart_alt(chart: Chart, language: str) -> str:
    """The chart in words, for those who do not see it."""
    items = "; ".join(f"{bar.label.of(language)}: {bar.shown.words.of(language)}" for bar in chart.bars)
    kind = "Biểu đồ cột" if language == "vi" else "Bar chart"
    return f"{kind}: {chart_caption(chart, language)} ({chart.unit.of(language)}). {items}."


def chart_caption(chart: Chart, language: str) -> str:
    """What is drawn, of which place and dates."""
    return ": ".join(words for words in (chart.title.of(language), chart.subtitle.of(language)) if words)


def map_alt(drawn: ReportingMap, language: str) -> str:
    """The map in words: how many provinces are in each state. The table beneath names them."""
    counts = []
    for state, (words, _) in STATES.items():
        number = sum(place.state == state for place in drawn.places)
        if number:
            counts.append(f"{words.of(language)}: {number}")
    kind = "Bản đồ các tỉnh, thành phố, có quần đảo Hoàng Sa và quần đảo Trường Sa"
    if language != "vi":
        kind = "Map of the provinces, with the Hoàng Sa and Trường Sa archipelagos"
    return f"{kind}. {drawn.title.of(language)}. {'; '.join(counts)}."


@lru_cache(maxsize=2)
def _outlines(vintage: str) -> dict[str, Any] | None:
    topology = places.map_topology(vintage)
    return thinned(topology) if topology else None


def _feature(topology: dict[str, Any]) -> str:
    return str(next(iter(topology["objects"])))


def _dressed(picture: Any) -> dict[str, Any]:
    dressed = picture.configure(font=f"{FAMILY}, sans-serif", background="white").configure_view(stroke=None)
    return cast(dict[str, Any], dressed.to_dict())
