"""Which pictures a review draws: one of all, and for each content area one of its own rows where there is one to draw.

The one of all sets places side by side, else parts of one indicator, else indicators of one area.

No bar is a share of anything: lengths are counts from zero, because the parts that were stated are seldom all parts.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from chungtay.kernel.periods import Period
from chungtay.results.reviews.composition import (
    INDICATORS,
    NO_TEXT,
    PARTS,
    PLACES,
    Bar,
    Chart,
    Span,
    TableRow,
    Text,
)
from chungtay.results.reviews.inputs import Area, IndicatorFacts, ReviewInput, ReviewRow
from chungtay.results.reviews.rows import table_row
from chungtay.results.reviews.showing import counted_units, in_part, standing

MOST_BARS = 16
"""More rows are read better in the table that stands beside the picture."""
_ADDED = ("flow", "stock")
_COUNTED = ("flow", "stock", "distinct")
_OPEN = Text(" Dấu ▸: mức tối thiểu.", " ▸: a lower bound.")


def chart_of(given: ReviewInput) -> Chart | None:
    """The chart of a review; None where fewer than two counts may be set side by side."""
    return _of_places(given) or _of_parts(given) or _of_indicators(given)


def area_chart(area: Area, given: ReviewInput, of_all: Chart | None) -> Chart | None:
    """The chart of an area's own rows: parts of one indicator of the place, else indicators in one unit. Each bar is a
    row of the area's table. None where nothing of it can be drawn, or the review's chart draws the same."""
    own = replace(given, areas=(area,), by_place=())
    found = _of_parts(own) or _of_indicators(own)
    if found is None or len(found.bars) > MOST_BARS:
        return None
    told = {(bar.indicator, bar.cell, bar.figure_ids) for bar in (of_all.bars if of_all is not None else ())}
    return None if {(bar.indicator, bar.cell, bar.figure_ids) for bar in found.bars} <= told else found


def by_size(bars: Iterable[Bar]) -> tuple[Bar, ...]:
    """Kinds and indicators from the largest down, 'other' last. Never for places: that would rank them."""

    def order(bar: Bar) -> tuple[bool, Decimal, str, str]:
        return bar.cell.endswith("=other"), -Decimal(bar.shown.value or 0), bar.indicator, bar.cell

    return tuple(sorted(bars, key=order))


def _of_places(given: ReviewInput) -> Chart | None:
    """The first indicator that two or more places below stated and that may be set side by side."""
    order = [row.row.indicator for area in given.areas for row in area.rows]
    for code in dict.fromkeys(order):
        facts = given.indicators[code]
        if not facts.may_rank or facts.nature not in _ADDED:
            continue
        rows = [
            row for row in given.by_place if row.row.indicator == code and row.row.cell == "" and _is_shown(row, given)
        ]
        if len({row.row.place for row in rows}) >= 2 and len({row.row.period for row in rows}) == 1:
            return _chart_of_places(facts, rows, given)
    return None


def _chart_of_places(facts: IndicatorFacts, rows: list[ReviewRow], given: ReviewInput) -> Chart:
    """Places stand in the order of their codes and not of their values: a picture of places is no table of ranks."""
    bars = tuple(_bar(item, item.place.name, given) for item in sorted(rows, key=lambda row: row.place.key))
    level, period = rows[0].place.level, rows[0].row.period
    span = Span.of(period) if period else None
    units = counted_units(level, given.period.end)
    note = Text(
        f"Chỉ vẽ {len(bars)} {units.vi} có báo cáo; xếp theo mã đơn vị, không xếp hạng.",
        f"Only the {len(bars)} {units.en} that reported, in the order of their codes, not ranked.",
    )
    place = NO_TEXT if given.place.level == "country" else given.place.full_name
    subtitle = _headed((place, span.label() if span else NO_TEXT))
    return Chart(PLACES, facts.code, level, span, facts.name, subtitle, facts.unit, bars, _noted(note, bars))


def _of_parts(given: ReviewInput) -> Chart | None:
    """The indicator with the most parts stated at one place for the same dates.

    Among equals, a place by itself comes before a sum that lacks reports. What may not be set side by side by place
    is drawn for the review's own place alone, so that no single place is held up.
    """
    groups: dict[tuple[object, ...], list[ReviewRow]] = {}
    for item in (*_own_rows(given), *given.by_place):
        facts, dimension = given.indicators[item.row.indicator], item.row.cell.partition("=")[0]
        is_own = item.place == given.place
        may_stand = is_own or (facts.may_rank and item.place.level == "province")
        # Amounts in kilograms and in pieces have no common axis.
        if dimension in ("", "unit") or facts.nature not in _COUNTED or not may_stand or not _is_shown(item, given):
            continue
        groups.setdefault((item.row.indicator, item.place.key, item.row.period, dimension), []).append(item)
    found = [rows for rows in groups.values() if len(rows) >= 2]
    if not found:
        return None
    rows = max(found, key=lambda rows: (len(rows), _footing(rows, given) in (NO_TEXT, None)))
    return _chart_of_parts(rows, given)


def _chart_of_parts(rows: list[ReviewRow], given: ReviewInput) -> Chart:
    facts = given.indicators[rows[0].row.indicator]
    title = Text(f"{facts.name.vi} theo từng loại", f"{facts.name.en}, by kind")
    note = Text(
        "Chỉ vẽ những loại báo cáo có nêu số liệu; không phải cơ cấu của toàn bộ.",
        "Only the kinds that reports stated; these are not shares of a whole.",
    )
    if facts.nature == "distinct":
        note = Text(
            f"{note.vi} Một nơi có thể thuộc nhiều loại nên các cột không cộng lại được.",
            f"{note.en} One place may be of several kinds, so the bars do not add up.",
        )
    labelled = [(item, _capital(item.cell_name)) for item in rows]
    return _chart_at_one_place(PARTS, facts.code, title, facts.unit, labelled, given, note)


def _of_indicators(given: ReviewInput) -> Chart | None:
    """The most indicators of one content area that were counted in the same unit for the same dates."""
    groups: dict[tuple[int, Text, Period | None], list[ReviewRow]] = {}
    names = {}
    for area in given.areas:
        for item in area.rows:
            facts = given.indicators[item.row.indicator]
            if item.row.cell == "" and facts.nature in _ADDED and _is_shown(item, given):
                names[area.position] = area.name
                groups.setdefault((area.position, facts.unit, item.row.period), []).append(item)
    found = [key for key in groups if len(groups[key]) >= 2]
    if not found:
        return None
    key = max(found, key=lambda key: len(groups[key]))
    labelled = [(item, given.indicators[item.row.indicator].name) for item in groups[key]]
    note = Text(
        "Các chỉ tiêu cùng đơn vị tính, cùng kỳ; mỗi cột là một số riêng, các cột không cộng lại được.",
        "Indicators of the same unit and dates; each bar is a count of its own, and they do not add up.",
    )
    unit = given.indicators[groups[key][0].row.indicator].unit
    return _chart_at_one_place(INDICATORS, "", names[key[0]], unit, labelled, given, note)


def _chart_at_one_place(
    kind: str,
    code: str,
    title: Text,
    unit: Text,
    labelled: list[tuple[ReviewRow, Text]],
    given: ReviewInput,
    note: Text,
) -> Chart:
    """What the counts stand on is said once under the title where it is the same of all, else with each bar."""
    rows = [item for item, _ in labelled]
    common = _footing(rows, given)
    bars = []
    for item, label in labelled:
        own = _stands_on(item, given) if common is None else NO_TEXT
        said = Text(f"{label.vi} ({own.vi})", f"{label.en} ({own.en})") if own != NO_TEXT else label
        bars.append(_bar(item, said, given))
    place, period = rows[0].place, rows[0].row.period
    span = Span.of(period) if period else None
    of_part = place.level == "country" and common != NO_TEXT
    named = NO_TEXT if of_part else place.full_name
    subtitle = _headed((named, common or NO_TEXT, span.label() if span else NO_TEXT))
    drawn = by_size(bars)
    return Chart(kind, code, place.level, span, title, subtitle, unit, drawn, _noted(note, drawn))


def _own_rows(given: ReviewInput) -> Iterable[ReviewRow]:
    return (row for area in given.areas for row in area.rows)


def _is_shown(item: ReviewRow, given: ReviewInput) -> bool:
    """Whether a number may be drawn: a small count that is kept back has none."""
    return item.row.total is not None and _as_line(item, given).shown.value is not None


def _footing(rows: list[ReviewRow], given: ReviewInput) -> Text | None:
    """What all the rows stand on, '' for complete ones; None where they do not stand on the same."""
    found = {_stands_on(item, given) for item in rows}
    return found.pop() if len(found) == 1 else None


def _stands_on(item: ReviewRow, given: ReviewInput) -> Text:
    line = _as_line(item, given)
    said, part = standing(line, given.period.end), in_part(line, dates_are_told=True)
    return Text(said.vi + part.vi, said.en + part.en)


def _as_line(item: ReviewRow, given: ReviewInput) -> TableRow:
    return table_row(item, given.indicators[item.row.indicator])


def _bar(item: ReviewRow, label: Text, given: ReviewInput) -> Bar:
    line = _as_line(item, given)
    return Bar(label, line.shown, line.indicator, line.cell, line.figure_ids)


def _headed(parts: Iterable[Text]) -> Text:
    """'Tỉnh Hà Tĩnh, giai đoạn 2013-2023'."""
    kept = [part for part in parts if part != NO_TEXT]
    return _capital(Text(", ".join(part.vi for part in kept), ", ".join(part.en for part in kept)))


def _capital(text: Text) -> Text:
    return Text(*(words[:1].upper() + words[1:] for words in (text.vi, text.en)))


def _noted(note: Text, bars: Iterable[Bar]) -> Text:
    is_open = any(bar.open_upward for bar in bars)
    return Text(note.vi + _OPEN.vi, note.en + _OPEN.en) if is_open else note
