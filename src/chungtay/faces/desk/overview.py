"""The overview of a body: its headline numbers with what moved them, who reported, pictures, and what to ask.

Everything is asked of the account's own land as the account may read it. Periods that are not over are not compared:
half a year beside a whole one would always have fallen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _

from chungtay.faces.desk import gridpictures
from chungtay.faces.desk.telling import language
from chungtay.gathering.programmes import queries as programmes
from chungtay.kernel.errors import Both, Refusal, side
from chungtay.kernel.numbers import number_words
from chungtay.kernel.periods import Period
from chungtay.ledger.queries import transaction_now
from chungtay.reference.forms import queries as forms
from chungtay.reference.indicators.queries import definition
from chungtay.results.analysis.dashboards.blocks import Block, BlockKind, Page, usual
from chungtay.results.analysis.exploring.address import address_of
from chungtay.results.analysis.exploring.answering import explored
from chungtay.results.analysis.exploring.exploration import Against, Axis, Exploration, Level, Step
from chungtay.results.analysis.pictures.data import NOTHING
from chungtay.results.analysis.pictures.grids import Point, places_of, points_of
from chungtay.results.analysis.pictures.telling import change_of, like_for_like, movers, said_of, stands_on, within
from chungtay.results.warehouse.completeness import Completeness, completeness

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.results.analysis.exploring.grid import Grid

REMEMBERED: Final = 300
"""Seconds. What is approved meanwhile is in the key; who owes a report may change without a deed of the ledger."""
_NOTHING: Final = "nothing kept"
STEPS: Final = {"nam": Step.YEAR, "quy": Step.QUARTER, "thang": Step.MONTH, "giai-doan": Step.WHOLE}
_DECREE = ("quy", "thang")
"""Months and quarters run from the 15th to the 14th, as reports do; what came for them is in no calendar month."""
MOVERS, ASKED, FORMS = 3, 6, 5
_FALLEN = 20
"""Per cent: a fall from here on is asked about."""


@dataclass(frozen=True)
class Headline:
    """One headline number: `sign` 1, -1 or 0 for how it moved, None where that cannot be said; `why` what moved it."""

    code: str
    name: str
    unit: str
    words: str
    has_value: bool
    stands: str
    change: str
    sign: int | None
    why: tuple[str, ...]
    address: str


@dataclass(frozen=True)
class Reported:
    """One form's reports of this year: how many came of how many that were due."""

    name: str
    received: int
    expected: int
    late: int
    missing: int
    percent: int
    address: str


@dataclass(frozen=True)
class Looked:
    """A picture of the page with the sentences beside it."""

    title: str
    said: tuple[str, ...]
    drawn: str
    load: str
    png: str
    alt: str
    address: str


class Overview:
    """The page of one account on one day."""

    def __init__(self, user: User, today: date, step: str, blocks: Sequence[Block]) -> None:
        self.user, self.today, self.blocks = user, today, blocks
        self.place = user.body.place
        self._asked_step = step if step in STEPS else ""

    @cached_property
    def step(self) -> str:
        """The chosen clock; else years, or the programme's term where no year has any number."""
        if self._asked_step:
            return self._asked_step
        grid = self._grid("nam", self.codes, Level.ONE)
        has_value = grid is not None and any(cell.value is not None for _row, _column, cell in grid.each())
        return "nam" if has_value else "giai-doan"

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The indicators of the headlines, wherever they stand on the page; on a page without, the usual ones: periods
        and what to ask go by them."""
        usually = usual(Page.LEADER, self.place.level)
        for blocks in (self.blocks, usually):
            listed = [code for block in blocks if block.kind is BlockKind.HEADLINES for code in block.indicators]
            if listed:
                return tuple(dict.fromkeys(listed))
        return ()

    @property
    def level(self) -> Level:
        """The places beneath the account's own."""
        return {"country": Level.PROVINCE, "province": Level.COMMUNE}.get(self.place.level, Level.ONE)

    @cached_property
    def at(self) -> str:
        """The key of the last period, among those that are over, in which any headline has a number."""
        grid = self._grid(self.step, self.codes, Level.ONE)
        points = points_of(grid) if grid is not None else []
        known = [point.period.key for point in points if point.cell.value is not None]
        order = [point.period.key for point in points]
        return max(known or order, key=order.index, default="")

    @cached_property
    def period(self) -> str:
        """That period in words."""
        grid = self._grid(self.step, self.codes, Level.ONE)
        labels = {point.period.key: point.period.label for point in points_of(grid)} if grid is not None else {}
        return side(within(labels.get(self.at, NOTHING)), language())

    def headlines(self, codes: Iterable[str]) -> list[Headline]:
        """The numbers of a block of headlines."""
        now, before = self._own
        return [self._headline(code, now[code], before.get(code)) for code in codes if code in now]

    def _headline(self, code: str, now: Point, before: Point | None) -> Headline:
        cell, change, meaning = now.cell, None, definition(code)
        if before is not None and cell.value is not None:
            change = change_of(cell, before.cell)
        said = ""
        if change is not None and before is not None and (before.cell.value is not None):
            said = side(_after(change.words, within(before.period.label)), language())
        return Headline(
            code=code,
            name=meaning.name(language()),
            unit=meaning.unit(language()),
            words=side(cell.text, language()),
            has_value=cell.value is not None,
            stands=side(stands_on(cell), language()) if cell.value is not None else "",
            change=said,
            sign=change.sign if change is not None else None,
            why=self._why(code) if said else (),
            address=self.address((code,), Level.ONE),
        )

    def _why(self, code: str) -> tuple[str, ...]:
        """What became of it in the places that reported both times, and which moved it most: by name where places may
        be compared by it, else how many moved."""
        now, before = self._below
        mine, earlier = ([p for p in points if p.indicator.key == code] for points in (now, before))
        alike = like_for_like(mine, earlier) if definition(code).over_places == "sum" else None
        first = []
        if alike is not None and alike[1].sign is not None and alike[0] < len(mine):
            told = {"n": number_words(alike[0], language()), "change": _short(side(alike[1].words, language()))}
            first = [_("Riêng %(n)s nơi có số cả hai kỳ: %(change)s") % told]
        named = movers(mine, earlier, MOVERS, may_name=lambda item: definition(item).may_rank)
        found = [f"{side(p.place.label, language())}: {_short(side(change.words, language()))}" for p, change in named]
        if found or not mine or not earlier:
            return (*first, *found)
        counted = said_of([*earlier, *mine], NOTHING, at=self.at)[1:]
        return (*first, *(side(text, language()) for text in counted))

    def reported(self) -> list[Reported]:
        """This year's reports by form: what was due by today, and came."""
        counted: list[tuple[str, Completeness]] = self._kept(("reported", self.place.key), self._counted)
        names = {form.code: form for form in forms.forms_owed_in(self.place)} if counted else {}
        found = []
        for code, row in counted:
            due = row.expected - row.pending
            name = names[code].name_vi if language() == "vi" else names[code].name_en
            late, missing = row.received - row.on_time, max(0, due - row.received)
            percent = min(100, round(row.received * 100 / due)) if due > 0 else 100
            address = f"{reverse('board')}?{urlencode({'mau': code})}"
            found.append(Reported(name, row.received, due, late, missing, percent, address))
        return [item for item in found if item.expected > 0]

    def _counted(self) -> list[tuple[str, Completeness]]:
        year = Period(date(self.today.year, 1, 1), self.today)
        found: list[tuple[str, Completeness]] = []
        for form in forms.forms_owed_in(self.place)[:FORMS]:
            try:
                found += [(form.code, row) for row in completeness(form.code, self.place.key, year, user=self.user)]
            except Refusal:
                continue
        return found

    def looked(self, block: Block) -> Looked | None:
        """The picture of a block; None where there is nothing that it could show."""
        code, view = block.indicators[0], _VIEWS[block.kind]
        level = Level.ONE if block.kind is BlockKind.LINE else self.level
        if block.kind is not BlockKind.LINE and level is Level.ONE:
            return None
        grid = self._grid(self.step, (code,), level)
        if grid is None:
            return None
        words = {gridpictures.VIEW: view}
        query = urlencode([*address_of(grid.question), *words.items()])
        made = gridpictures.made(grid, words)
        points = places_of(grid, points_of(grid))
        return Looked(
            title=definition(code).name(language()),
            said=tuple(side(text, language()) for text in said_of(points, grid.unit or NOTHING)),
            drawn=gridpictures.at_hand(made, query),
            load=f"{reverse('explore_picture')}?{query}" if made.spec is not None else "",
            png=f"{reverse('explore_picture_file', args=['png'])}?{query}" if made.spec is not None else "",
            alt=gridpictures.alt_of(made) if made.picture is not None else "",
            address=f"{reverse('explore')}?{query}",
        )

    def asks(self) -> list[tuple[str, str]]:
        """What to ask, with where to look: numbers that nobody gave, that fell, that stand on other reports."""
        now, before = self._own
        found, told = [], set()
        for code in self.codes:
            words = _question(code, now[code], before.get(code)) if code in now else ""
            # One report that did not come leaves out every number: that is asked about once.
            cell = now[code].cell
            cause = cell.reported, cell.expected, cell.partial
            if words and cause not in told:
                told.add(cause)
                found.append((words, self.address((code,), self.level)))
        missing = [item for item in self.reported() if item.missing]
        for item in missing[:2]:
            words = _("%(form)s: %(n)s báo cáo quá hạn chưa gửi. Nơi nào, vì sao?")
            found.append((words % {"form": item.name, "n": number_words(item.missing, language())}, item.address))
        return found[:ASKED]

    @cached_property
    def _own(self) -> tuple[dict[str, Point], dict[str, Point]]:
        """The headline numbers of the shown period, and of the one before it, by indicator."""
        grid = self._grid(self.step, self.codes, Level.ONE)
        return self._two(points_of(grid) if grid is not None else [])

    def _two(self, points: Sequence[Point]) -> tuple[dict[str, Point], dict[str, Point]]:
        order = list(dict.fromkeys(point.period.key for point in points))
        before = order[order.index(self.at) - 1] if self.at in order[1:] else ""
        now, then = ({p.indicator.key: p for p in points if p.period.key == key} for key in (self.at, before))
        return now, then

    @cached_property
    def _below(self) -> tuple[list[Point], list[Point]]:
        grid = self._grid(self.step, self.codes, self.level) if self.level is not Level.ONE else None
        points = places_of(grid, points_of(grid)) if grid is not None else []
        order = list(dict.fromkeys(point.period.key for point in points))
        before = order[order.index(self.at) - 1] if self.at in order[1:] else ""
        return [p for p in points if p.period.key == self.at], [p for p in points if p.period.key == before]

    def address(self, codes: tuple[str, ...], level: Level, view: str = "", against: Against = Against.NOTHING) -> str:
        """Where the explorer answers for some indicators what the page tells: as a table, or drawn as a view."""
        asked = replace(self._question(self.step, codes, level), against=against)
        words = [(gridpictures.VIEW, view)] if view else []
        return f"{reverse('explore')}?{urlencode([*address_of(asked), *words])}"

    def _question(self, step: str, codes: tuple[str, ...], level: Level) -> Exploration:
        rows, columns = (Axis.INDICATOR, Axis.CELL, Axis.PLACE), (Axis.PERIOD,)
        asked = Exploration(codes, place=self.place.key, level=level, period=self._span(step), step=STEPS[step])
        return replace(asked, rows=rows, columns=columns, decree=step in _DECREE)

    def _span(self, step: str) -> Period:
        """Time that is over: five years, some eight quarters, twelve months; or the term of the first programme."""
        today = self.today
        if step == "giai-doan":
            found = next(iter(programmes.programmes_visible(self.user)), None)
            return programmes.term(found) if found is not None else Period(date(today.year - 4, 1, 1), today)
        if step in _DECREE:
            first = today.year * 12 + today.month - 1 - {"quy": 27, "thang": 12}[step]
            return Period(date(first // 12, first % 12 + 1, 15), today)
        return Period(date(today.year - 5, 1, 1), date(today.year - 1, 12, 31))

    def _grid(self, step: str, codes: tuple[str, ...], level: Level) -> Grid | None:
        """The answer; None where the question has none."""
        if not codes:
            return None
        asked = self._question(step, codes, level)
        found: Grid | None = self._kept(asked, lambda: self._explored(asked))
        return found

    def _explored(self, asked: Exploration) -> Grid | None:
        try:
            return explored(asked, self.user)
        except Refusal:
            return None

    def _kept(self, asked: object, answer: Callable[[], Any]) -> Any:
        """An answer, kept for a while under all that it hangs on."""
        by = self.user.body_id, self.user.role, transaction_now(), self.today
        key = "overview:" + sha256(repr((asked, by)).encode()).hexdigest()
        found = cache.get(key, _NOTHING)
        if found == _NOTHING:
            found = answer()
            cache.set(key, found, REMEMBERED)
        return found


_VIEWS: Final = {BlockKind.LINE: "duong", BlockKind.BARS: "cot", BlockKind.MAP: "ban-do"}


def _after(words: Both, period: Both) -> Both:
    return Both(f"{words.vi} {period.vi}", f"{words.en} {period.en}")


def _short(words: str) -> str:
    return words.removesuffix(" so với").removesuffix(" since")


def _question(code: str, now: Point, before: Point | None) -> str:
    """The first thing to ask about a number; '' where nothing stands out."""
    name, cell = definition(code).name(language()), now.cell
    asked: dict[str, Any] = {"name": name, "period": side(within(now.period.label), language())}
    if cell.value is None:
        return "" if cell.kept else _("%(name)s: vì sao chưa có số của %(period)s?") % asked
    if before is not None and before.cell.value is not None:
        change = change_of(cell, before.cell)
        asked["counts"] = f"{cell.reported}/{cell.expected}", f"{before.cell.reported}/{before.cell.expected}"
        if change.sign is None and asked["counts"][0] != asked["counts"][1]:
            asked |= {"now": asked["counts"][0], "then": asked["counts"][1]}
            return _("%(name)s: %(now)s nơi báo cáo, kỳ trước %(then)s. Nơi nào thôi, nơi nào mới báo cáo?") % asked
        fell = (before.cell.value - cell.value) * 100 / before.cell.value if before.cell.value else 0
        if change.sign == -1 and fell >= _FALLEN:
            asked["fell"] = number_words(round(fell), language())
            return _("%(name)s giảm %(fell)s%%: do đâu?") % asked
    if cell.beside is not None:
        asked["beside"] = side(cell.beside, language())
        return _("%(name)s: số tự báo và số cộng từ dưới lên khác nhau (%(beside)s). Số nào đúng?") % asked
    if cell.is_open:
        asked["words"] = side(cell.text, language())
        return _("%(name)s mới nói “%(words)s”: con số chính xác là bao nhiêu?") % asked
    if not cell.is_complete and cell.partial and cell.reported >= cell.expected > 0:
        asked["partial"] = number_words(cell.partial, language())
        return _("%(name)s: %(partial)s nơi mới báo cáo một phần, số đầy đủ là bao nhiêu?") % asked
    if not cell.is_complete and cell.expected:
        asked["missing"] = number_words(cell.expected - cell.reported, language())
        return _("%(name)s: còn %(missing)s nơi chưa báo cáo, là những nơi nào?") % asked
    return ""
