"""A grid as a picture: which of its heads run along, which tell lines or panels apart, and what may not be drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chungtay.kernel.errors import Both, Refusal
from chungtay.results.analysis.exploring.exploration import Axis
from chungtay.results.analysis.exploring.grid import Cell, Grid, Head, Spot
from chungtay.results.analysis.pictures.charts import PANELS
from chungtay.results.analysis.pictures.data import NOTHING, Datum, Kind, MapPicture, Outline, Picture
from chungtay.results.analysis.pictures.looks import KEPT, NOT_COMPARABLE, VALUE, ZERO
from chungtay.results.analysis.pictures.shapes import NEW, OLD
from chungtay.results.warehouse.facts import GROUP

BARS, PANEL_BARS, PANELS_OF_YEARS = 70, 35, 6
"""Most bars in one chart, most in a panel, most panels: more is read in a table or on a map."""
REFORM = date(2025, 7, 1)
"""From this day on there are the units of today."""
_LEVELS = {"p": "province", "d": "district", "c": "commune"}
_NEAR = Both(
    "Ranh giới huyện ghép từ các xã hiện nay nên chỉ gần đúng: 297 xã nằm trên hai huyện trở lên.",
    "Districts are put together of today's communes and only near: 297 communes lie in more than one.",
)
_NO_HEAD = Head(Axis.CELL, "", NOTHING)


@dataclass(frozen=True)
class Point:
    """One cell of a grid with the head of each kind; a kind that does not vary may have none."""

    indicator: Head
    part: Head
    place: Head
    period: Head
    cell: Cell

    @property
    def subject(self) -> str:
        """What is counted: an indicator or a part of it, as `of` names it."""
        return f"{self.indicator.key} {self.part.key}".strip()

    @property
    def subject_label(self) -> Both:
        """The indicator, with its part behind it."""
        return _joined(self.indicator.label, self.part.label, ": ") if self.part.key else self.indicator.label


@dataclass(frozen=True)
class Asked:
    """How a grid is to be drawn: `of` names what is drawn (a subject, '' the first), `at` the period (a head's key, ''
    the last one that says anything)."""

    kind: Kind
    of: str = ""
    at: str = ""


@dataclass(frozen=True)
class Choices:
    """What a grid offers to be drawn: subjects and periods as (key, words)."""

    subjects: tuple[tuple[str, Both], ...]
    periods: tuple[tuple[str, Both], ...]
    places: int


def points_of(grid: Grid) -> list[Point]:
    """The cells of a grid one by one."""
    fixed = {head.kind: head for head in grid.fixed}
    found = []
    for row, column, cell in grid.each():
        heads = (row.of(axis) or column.of(axis) or fixed.get(axis, _NO_HEAD) for axis in Axis)
        indicator, part, place, period = heads
        found.append(Point(indicator, part, place, period, cell))
    return found


def places_of(grid: Grid, points: Sequence[Point]) -> list[Point]:
    """Without the whole that holds the places, which would dwarf them and is on no map, and without cells of units that
    were not there in a period."""
    there = [point for point in points if point.cell.evidence is not None or point.cell.kept is not None]
    below = [point for point in there if point.place.key not in (grid.question.place, GROUP)]
    return below or there or list(points)


def standing(points: Sequence[Point]) -> list[Point]:
    """Of the points of one period, those of units in force on its last day where old and new ones told of it: a year
    that a map ended in is never drawn twice over."""
    maps = {_code(point.place.key)[2] for point in points}
    if not {OLD, NEW} <= maps:
        return list(points)
    ends = [point.cell.evidence.period.end for point in points if point.cell.evidence is not None]
    ended = OLD if max(ends, default=REFORM) >= REFORM else NEW
    return [point for point in points if _code(point.place.key)[2] != ended]


def choices_of(points: Sequence[Point]) -> Choices:
    """What may be chosen on the page of the picture."""
    subjects = {point.subject: point.subject_label for point in points}
    periods = {point.period.key: point.period.label for point in points}
    return Choices(tuple(subjects.items()), tuple(periods.items()), len({point.place.key for point in points}))


def picture_of(
    grid: Grid,
    asked: Asked,
    *,
    may_rank: Callable[[str], bool],
    address: Callable[[Spot], str] | None = None,
    mark: Both = NOTHING,
) -> Picture | MapPicture:
    """The grid drawn as asked. Refusal HINH-001 for an empty grid, 002 for a ranking that is not allowed, 003 for a
    map of units without outlines or of no units."""
    points = places_of(grid, points_of(grid))
    if not points:
        raise _empty()
    drawing = _Drawing(grid, points, asked, may_rank, address, mark)
    return drawing.map() if asked.kind is Kind.MAP else drawing.chart()


class _Drawing:
    """One grid on its way to a picture."""

    def __init__(
        self,
        grid: Grid,
        points: list[Point],
        asked: Asked,
        may_rank: Callable[[str], bool],
        address: Callable[[Spot], str] | None,
        mark: Both,
    ) -> None:
        self.grid, self.asked, self.address, self.mark = grid, asked, address, mark
        self.choices = choices_of(points)
        self.notes: list[Both] = []
        subjects = [key for key, _ in self.choices.subjects]
        self.subject = asked.of if asked.of in subjects else subjects[0]
        self.is_one_place = self.choices.places == 1
        self.points = points
        if not (self.is_one_place and grid.unit is not None) and len(subjects) > 1:
            self.points = [point for point in points if point.subject == self.subject]
        self.at = self._period()
        self.may_rank = all(may_rank(point.indicator.key) for point in self.points)

    def chart(self) -> Picture:
        if self.asked.kind is Kind.RANKING:
            return self._ranking()
        if self.asked.kind is Kind.LINE:
            return self._line()
        return self._years() if self.asked.kind is Kind.YEARS else self._bar()

    def map(self) -> MapPicture:
        """Shades are a comparison of places: where that is not allowed, the map tells states apart and no numbers."""
        points = standing([p for p in self.points if p.period.key == self.at and p.subject == self.subject])
        outline = self._outline(points)
        if outline.level == "district":
            self.notes.append(_NEAR)
        if not self.may_rank:
            self.notes.append(
                Both(
                    "Chỉ tiêu này không dùng để so sánh, xếp hạng địa bàn: bản đồ chỉ cho biết nơi nào có báo cáo.",
                    "This indicator must not compare or rank places: the map only tells which places reported.",
                )
            )
        data = tuple(self._datum(p, p.place.label, key=_code(p.place.key)[1]) for p in points if p.place.key != "vn")
        return MapPicture(
            self._title(points), outline, data, self._subtitle(points), self._unit(), self.may_rank,
            tuple(self.notes), self.mark,
        )  # fmt: skip

    def _bar(self) -> Picture:
        points = standing([point for point in self.points if point.period.key == self.at])
        if not self.is_one_place:
            self.notes.append(
                Both("Xếp theo thứ tự của bảng, không xếp hạng.", "In the order of the table, not ranked.")
            )
        return self._barred(Kind.BAR, points)

    def _ranking(self) -> Picture:
        if not self.may_rank:
            raise _no_ranking(self.points[0].indicator.label)
        points = standing([point for point in self.points if point.period.key == self.at])
        points.sort(key=lambda point: -(point.cell.value if point.cell.value is not None else Decimal(-1)))
        if any(0 < p.cell.reported < p.cell.expected or p.cell.is_open or p.cell.is_estimated for p in points):
            self.notes.append(
                Both(
                    "Nơi báo cáo thiếu, số “trên” và số ước tính có thể đứng sai chỗ.",
                    "Incomplete, “over” and estimated numbers may stand out of their place.",
                )
            )
        return self._barred(Kind.RANKING, points)

    def _barred(self, kind: Kind, points: list[Point]) -> Picture:
        if len(points) > BARS:
            self.notes.append(_cut(BARS, len(points)))
        data = tuple(self._datum(point, self._along(point)) for point in points[:BARS])
        return self._picture(kind, points, data)

    def _line(self) -> Picture:
        series = list(dict.fromkeys(self._along(point) for point in self.points))
        kept = series[:PANELS]
        if len(series) > len(kept):
            self.notes.append(_cut(len(kept), len(series)))
        single = len(series) == 1
        data = tuple(
            self._datum(point, point.period.label, series=NOTHING if single else self._along(point))
            for point in self.points
            if self._along(point) in kept
        )
        # Lines of one series stand together, whichever side of the grid the periods run along.
        order = {item: number for number, item in enumerate(kept)}
        data = tuple(sorted(data, key=lambda datum: order.get(datum.series, 0)))
        return self._picture(Kind.LINE, self.points, data, dated=False)

    def _years(self) -> Picture:
        periods = [key for key, _ in self.choices.periods][-PANELS_OF_YEARS:]
        if len(self.choices.periods) > len(periods):
            self.notes.append(_cut(len(periods), len(self.choices.periods)))
        names = list(dict.fromkeys(self._along(point) for point in self.points))
        kept = set(names[:PANEL_BARS])
        if len(names) > len(kept):
            self.notes.append(_cut(len(kept), len(names)))
        ordered = sorted(
            (point for point in self.points if point.period.key in periods and self._along(point) in kept),
            key=lambda point: periods.index(point.period.key),
        )
        data = tuple(self._datum(point, self._along(point), panel=point.period.label) for point in ordered)
        return self._picture(Kind.YEARS, self.points, data, dated=False)

    def _picture(self, kind: Kind, points: list[Point], data: tuple[Datum, ...], *, dated: bool = True) -> Picture:
        subtitle = self._subtitle(points, dated=dated)
        return Picture(kind, self._title(points), data, subtitle, self._unit(), tuple(self.notes), self.mark)

    def _along(self, point: Point) -> Both:
        """What tells one bar or line from another: the place, or at one place what is counted."""
        if not self.is_one_place:
            return point.place.label
        return point.part.label if point.part.key and self._is_one_indicator else point.subject_label

    @property
    def _is_one_indicator(self) -> bool:
        return len({point.indicator.key for point in self.points}) == 1

    def _datum(
        self, point: Point, label: Both, *, key: str = "", series: Both = NOTHING, panel: Both = NOTHING
    ) -> Datum:
        cell = point.cell
        value = None if cell.value is None else float(cell.value)
        low, high = _bounds(cell)
        return Datum(
            key=key or f"{point.subject} {point.place.key} {point.period.key}",
            label=label,
            words=cell.text,
            value=value,
            state=state_of(cell),
            low=low,
            high=high,
            is_open=cell.is_open,
            estimated=float(cell.estimated),
            stands=f"{cell.reported}/{cell.expected}"
            if value is not None and 0 < cell.reported < cell.expected
            else "",
            series=series,
            panel=panel,
            href=self.address(cell.evidence) if self.address and cell.evidence and value is not None else "",
        )

    def _period(self) -> str:
        keys = [key for key, _ in self.choices.periods]
        if self.asked.at in keys:
            return self.asked.at
        spoken = {point.period.key for point in self.points if point.cell.value is not None}
        return next((key for key in reversed(keys) if key in spoken), keys[-1])

    def _title(self, points: list[Point]) -> Both:
        indicators = {point.indicator.key: point.indicator.label for point in points}
        if len(indicators) > 1:
            return Both("Nhiều chỉ tiêu", "Several indicators")
        subjects = {point.subject: point.subject_label for point in points}
        return next(iter((subjects if len(subjects) == 1 else indicators).values()))

    def _subtitle(self, points: list[Point], *, dated: bool = True) -> Both:
        place = points[0].place.label if self.is_one_place else NOTHING
        period = next((point.period.label for point in points if point.period.key == self.at), NOTHING)
        return _joined(_capital(place), _capital(period) if dated else NOTHING, " · ")

    def _unit(self) -> Both:
        return self.grid.unit or NOTHING

    def _outline(self, points: list[Point]) -> Outline:
        kinds = [_code(point.place.key)[::2] for point in points if point.place.key != "vn"]
        if not kinds:
            raise _no_map(points[0].place.label)
        level, vintage = max(set(kinds), key=kinds.count)
        above, code, of = _code(self.grid.question.place)
        within = code if above == "province" else ""
        if level == "province" and within == code and len(kinds) == 1:
            within = ""
        if (level, vintage) in (("commune", "2013"), ("district", "2025")):
            raise _no_map(points[0].place.label)
        return Outline(level, vintage, within, of or "2025")


def state_of(cell: Cell) -> str:
    """How the cell is told on a picture: by its number, or by which kind of nothing it is."""
    if cell.kept is not None:
        return KEPT
    if not cell.is_comparable:
        return NOT_COMPARABLE
    if cell.value is not None:
        return VALUE if cell.value else ZERO
    return cell.absence.value if cell.absence is not None else "not_reported"


def _bounds(cell: Cell) -> tuple[float | None, float | None]:
    if cell.value is None or cell.low is None or cell.high is None or cell.low == cell.high:
        return None, None
    return float(cell.low), None if cell.high.is_infinite() else float(cell.high)


def _code(key: str) -> tuple[str, str, str]:
    """Level, code and map of a place's key; ('', '', '') of the country."""
    name, _, vintage = key.partition("@")
    return (_LEVELS.get(name[:1], ""), name[1:], vintage) if vintage else ("", "", "")


def _joined(first: Both, second: Both, between: str) -> Both:
    if NOTHING in (first, second):
        return second if first == NOTHING else first
    return Both(f"{first.vi}{between}{second.vi}", f"{first.en}{between}{second.en}")


def _capital(text: Both) -> Both:
    return Both(text.vi[:1].upper() + text.vi[1:], text.en[:1].upper() + text.en[1:])


def _cut(shown: int, of: int) -> Both:
    return Both(
        f"Chỉ vẽ {shown} trong {of}; bảng bên dưới có đủ.", f"Only {shown} of {of} are drawn; the table below has all."
    )


def _empty() -> Refusal:
    return Refusal.of(
        "HINH-001",
        Both("hình", "picture"),
        expected=Both("bảng có ít nhất một ô", "a table with at least one cell"),
        todo=Both("chọn thêm chỉ tiêu, địa bàn hoặc kỳ", "choose more indicators, places or periods"),
        vi="bảng chưa có ô nào để vẽ",
        en="the table has nothing to draw",
    )


def _no_ranking(name: Both) -> Refusal:
    return Refusal.of(
        "HINH-002",
        Both("xếp hạng", "ranking"),
        read=name,
        expected=Both("chỉ tiêu được phép xếp hạng", "an indicator that may be ranked"),
        todo=Both("xem biểu đồ cột theo thứ tự của bảng", "look at bars in the order of the table"),
        vi="chỉ tiêu này không được dùng để xếp hạng địa bàn",
        en="places must not be ranked by this indicator",
    )


def _no_map(name: Both) -> Refusal:
    return Refusal.of(
        "HINH-003",
        Both("bản đồ", "map"),
        read=name,
        expected=Both(
            "tỉnh, xã của bản đồ hiện nay, hoặc tỉnh, huyện trước 7/2025",
            "provinces and communes of today's map, or provinces and districts before July 2025",
        ),
        todo=Both("chia theo tỉnh hoặc xã, hoặc xem biểu đồ", "divide by province or commune, or look at a chart"),
        vi="không có đường ranh giới để vẽ những địa bàn này",
        en="there are no outlines of these places",
    )
