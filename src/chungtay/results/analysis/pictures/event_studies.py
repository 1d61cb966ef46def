"""The event study of a study of effect: by periods since the start, how far counts lie from what is foretold.

Before the start the points say whether the two groups of communes already went apart; after it they are the effect,
shown only of a study whose every condition holds. Bars are ranges that hold for all points of one side at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chungtay.kernel.errors import Both, side
from chungtay.results.analysis.pictures.charts import footed, heading
from chungtay.results.analysis.pictures.drawing import Spec
from chungtay.results.analysis.pictures.looks import INK, LINES, QUIET, SERIES

WIDTH, HEIGHT = 430, 210
_TITLE = Both("Theo số kỳ trước và sau khi bắt đầu", "By periods before and after the start")
_ACROSS = Both("Kỳ so với kỳ bắt đầu (0 là kỳ đầu tiên)", "Periods from the start (0 is the first)")
_UP = Both("Khác mức dự tính (%)", "Off what is foretold (%)")
_BEFORE, _AFTER = Both("trước", "before"), Both("sau", "after")
_KEY = Both(
    "Chấm: khác mức dự tính từ các xã tương tự. Vạch: khoảng 95 % đúng cùng lúc cho mọi kỳ mỗi bên.",
    "Points: off what communes alike foretell. Bars: 95% ranges that hold for all periods of a side at once.",
)


def points_of(estimates: Mapping[str, Any], *, settled: bool) -> list[dict[str, Any]]:
    """The points that may be shown, by period: only those before the start unless the study is settled. Shares of 1;
    a point without a range is left out."""
    found = []
    for told in ("leads", "by_event") if settled else ("leads",):
        for event, value in (estimates.get(told) or {}).items():
            band = (estimates.get("bands") or {}).get(event)
            if band and None not in (value, band["low"], band["high"]):
                found.append({"event": int(event), "value": value, "low": band["low"], "high": band["high"]})
    return sorted(found, key=lambda point: int(point["event"]))


def event_spec(points: list[dict[str, Any]], language: str, mark: Both | None = None) -> Spec:
    """The picture of some points as Vega-Lite."""
    rows = [
        {
            "event": point["event"],
            **{name: round(point[name] * 100, 1) for name in ("value", "low", "high")},
            "side": side(_BEFORE if point["event"] < 0 else _AFTER, language),
            "said": said_of(point, language),
        }
        for point in points
    ]
    x = {
        "field": "event",
        "type": "ordinal",
        "title": side(_ACROSS, language),
        "axis": {"labelAngle": 0, "labelColor": INK, "titleColor": INK},
    }
    up = {"title": side(_UP, language), "axis": {"grid": True, "gridColor": "#e4e9e7"}}
    colour = {"condition": {"test": "datum.event < 0", "value": QUIET}, "value": SERIES[0]}
    spec = {
        "data": {"values": rows},
        "width": WIDTH,
        "height": HEIGHT,
        "title": heading(_TITLE, Both("", ""), language),
        "layer": [
            {"mark": {"type": "rule", "color": LINES, "strokeDash": [4, 3]}, "encoding": {"y": {"datum": 0}}},
            {
                "mark": {"type": "rule", "strokeWidth": 2},
                "encoding": {
                    "x": x,
                    "y": {"field": "low", "type": "quantitative", **up},
                    "y2": {"field": "high"},
                    "color": colour,
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
                "encoding": {
                    "x": x,
                    "y": {"field": "value", "type": "quantitative", **up},
                    "color": colour,
                    "shape": {"condition": {"test": "datum.event < 0", "value": "diamond"}, "value": "circle"},
                    "description": {"field": "said"},
                },
            },
        ],
    }
    return footed(spec, [side(_KEY, language), *([side(mark, language)] if mark and mark.vi else [])])


def spoken(points: list[dict[str, Any]], language: str) -> str:
    """The picture in words, for those who do not see it."""
    return f"{side(_TITLE, language)}. {'; '.join(said_of(point, language) for point in points)}."


def before_words(points: list[dict[str, Any]]) -> Both:
    """What the points before the start say, beside the picture."""
    before = [point for point in points if point["event"] < 0]
    off = sum(not point["low"] <= 0 <= point["high"] for point in before)
    if not before:
        return Both("Chưa có kỳ nào trước khi bắt đầu để xem.", "There is no period before the start to look at.")
    if off:
        return Both(
            f"Ở {off} trong {len(before)} kỳ trước khi bắt đầu, các xã triển khai đã khác các xã để so sánh.",
            f"In {off} of {len(before)} periods before the start the two groups of communes already differed.",
        )
    return Both(
        f"Ở cả {len(before)} kỳ trước khi bắt đầu chưa thấy hai nhóm xã khác nhau; khoảng rộng thì có thể bỏ sót.",
        f"In all {len(before)} periods before the start no difference was seen; wide ranges may hide one.",
    )


def said_of(point: Mapping[str, Any], language: str) -> str:
    """One point in words with its range."""
    middle, low, high = (_percent(point[name], language) for name in ("value", "low", "high"))
    event = int(point["event"])
    word = {"vi": "từ", "en": "from"}[language]
    to = {"vi": "đến", "en": "to"}[language]
    return f"{event:+d}: {middle} ({word} {low} {to} {high})".replace("+0", "0", 1)


def _percent(value: float, language: str) -> str:
    text = f"{value * 100:+.0f}"
    return f"{text} %" if language == "vi" else f"{text}%"
