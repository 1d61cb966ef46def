"""One chart and one map of a review as the pictures of the explorer are: one specification for both.

The tables beneath them are the accessible truth.
"""

from typing import Any

from chungtay.kernel.errors import Both
from chungtay.results.analysis.pictures import drawing
from chungtay.results.analysis.pictures.charts import chart_spec as spec_of_chart
from chungtay.results.analysis.pictures.data import Datum, Kind, MapPicture, Outline, Picture
from chungtay.results.analysis.pictures.looks import STATES as LOOKS
from chungtay.results.analysis.pictures.looks import VALUE
from chungtay.results.analysis.pictures.maps import map_spec as spec_of_map
from chungtay.results.reviews.composition import Chart, ReportingMap, Text

_REPORTED = "reported"
_DRAWN_AS = {_REPORTED: VALUE}
STATES: dict[str, tuple[Text, str]] = {
    state: (Text(LOOKS[look].words.vi, LOOKS[look].words.en), LOOKS[look].colour)
    for state, look in ((state, _DRAWN_AS.get(state, state)) for state in (_REPORTED, *LOOKS))
    if state in (_REPORTED, "zero", "refused", "not_reported", "not_yet_due", "not_applicable")
}
"""Each state's words and colour; they differ in lightness and pattern too, for print without colour."""


def chart_spec(chart: Chart, language: str) -> dict[str, Any]:
    """The chart as a Vega-Lite specification: bars from zero, each with its number as the text prints it."""
    data = tuple(
        Datum(
            str(position),
            _both(bar.label),
            _both(bar.shown.words),
            float(bar.shown.value or 0),
            is_open=bar.open_upward,
        )
        for position, bar in enumerate(chart.bars)
    )
    title, subtitle, unit = _both(chart.title), _both(chart.subtitle), _both(chart.unit)
    # The note beneath the chart says what its signs mean.
    return spec_of_chart(Picture(Kind.BAR, title, data, subtitle, unit, has_key=False), language)


def map_spec(drawn: ReportingMap, language: str) -> dict[str, Any] | None:
    """The map as a Vega-Lite specification; None where outlines are not installed."""
    data = tuple(
        Datum(
            place.code, _both(place.name), _both(STATES[place.state][0]), state=_DRAWN_AS.get(place.state, place.state)
        )
        for place in drawn.places
    )
    outline = Outline("province", drawn.vintage)
    return spec_of_map(MapPicture(_both(drawn.title), outline, data, is_shaded=False), language)


def svg(spec: dict[str, Any], language: str) -> str:
    """The picture for a page."""
    return drawing.svg(spec, language)


def _both(text: Text) -> Both:
    return Both(text.vi, text.en)


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
