"""What a picture says, in a sentence or two: what changed since the period before, and on how many reports it stands.

Nothing is said to have risen or fallen that may not have: bounds are compared as bounds, and totals of different
numbers of reports are set side by side without a difference. No place is named as the most or the least.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from chungtay.kernel.errors import Both
from chungtay.kernel.numbers import number_words
from chungtay.kernel.quantities import Comparison, Total, less_than
from chungtay.results.analysis.exploring.cells import stand_alike
from chungtay.results.analysis.exploring.grid import Cell
from chungtay.results.analysis.pictures.data import NOTHING
from chungtay.results.analysis.pictures.grids import Point, standing, state_of
from chungtay.results.analysis.pictures.looks import STATES, VALUE, ZERO

_FEW = 20
"""Below this a change is told in numbers and not in per cent."""


@dataclass(frozen=True)
class Change:
    """What became of a number since the period before: `sign` 1, -1, 0, or None where nothing can be concluded."""

    sign: int | None
    words: Both


def said_of(points: Sequence[Point], unit: Both, *, at: str = "") -> list[Both]:
    """The sentences beside a picture of one subject: of one place its last number and what it was; of many, how many
    told it. `at` is the period's key, '' the last that has a number."""
    periods = list(dict.fromkeys(point.period.key for point in points))
    spoken = {point.period.key for point in points if point.cell.value is not None}
    key = at if at in periods else next((key for key in reversed(periods) if key in spoken), "")
    now = standing([point for point in points if point.period.key == key])
    if not now:
        return [Both("Chưa có số liệu nào để nói.", "There are no figures to tell of yet.")]
    place = periods.index(key)
    before = [point for point in points if place and point.period.key == periods[place - 1]]
    if len({point.place.key for point in now}) > 1:
        return _of_many(now, before)
    return _of_one(now[0], before[0] if before else None, unit)


def _of_one(now: Point, before: Point | None, unit: Both) -> list[Both]:
    cell = now.cell
    if cell.value is None:
        return [_sentence(now.period.label, cell.text)]
    # A share bears its sign itself.
    counted = cell.text if "%" in cell.text.vi else _spaced(cell.text, unit)
    said = [_sentence(now.period.label, _spaced(counted, stands_on(cell)))]
    if before is not None:
        said.append(_sentence(change_of(cell, before.cell).words, within(before.period.label)))
    return said


def stands_on(cell: Cell) -> Both:
    """'(tổng của 3/63 nơi phải báo cáo)': on how many reports a number stands; all of them is worth saying too."""
    if cell.expected == 0:
        return NOTHING
    vi, en = (number_words(cell.reported, language) for language in ("vi", "en"))
    of_vi, of_en = (number_words(cell.expected, language) for language in ("vi", "en"))
    if cell.is_complete:
        return Both(f"(đủ {of_vi} nơi phải báo cáo)", f"(all {of_en} that owe a report)")
    part_vi, part_en = "", ""
    if cell.partial:
        part_vi = f", {number_words(cell.partial)} nơi báo cáo chưa đủ kỳ hoặc chưa đủ địa bàn"
        part_en = f", {number_words(cell.partial, 'en')} of them in part"
    return Both(f"(từ {vi}/{of_vi} nơi phải báo cáo{part_vi})", f"(from {en} of {of_en} that owe a report{part_en})")


def change_of(now: Cell, before: Cell) -> Change:
    """What became of a number, in words that still want the period they compare with behind them."""
    if before.value is None or now.value is None:
        return Change(None, Both("chưa có số để so với", "there is no number to compare with in"))
    if not stand_alike(now, before):
        return _unlike(now, before)
    a, b = _bounds(before), _bounds(now)
    if less_than(a, b) is Comparison.TRUE:
        return _moved(1, now, before)
    if less_than(b, a) is Comparison.TRUE:
        return _moved(-1, now, before)
    if a == b and a.low == a.high:
        return Change(0, Both("không đổi so với", "unchanged since"))
    vi, en = before.text.vi, before.text.en
    return Change(
        None, Both(f"chưa kết luận được tăng hay giảm (khi đó {vi}) so với", f"cannot be compared ({en}) with")
    )


def _unlike(now: Cell, before: Cell) -> Change:
    in_full = (now.reported, now.expected) == (before.reported, before.expected)
    told = [cell.reported - cell.partial if in_full else cell.reported for cell in (now, before)]
    counts = f"{told[0]}/{now.expected}", f"{told[1]}/{before.expected}"
    full = ("báo cáo đầy đủ", "full reports") if in_full else ("báo cáo", "reports")
    vi = f"số nơi {full[0]} khác nhau ({counts[0]} và {counts[1]}, số khi đó {before.text.vi}) nên chưa so được với"
    en = f"different numbers of {full[1]} ({counts[0]} and {counts[1]}; it was {before.text.en}): not compared with"
    return Change(None, Both(vi, en))


def like_for_like(now: Sequence[Point], before: Sequence[Point]) -> tuple[int, Change] | None:
    """What became of the sum of those places that told all of it both times, and how many they are; None for none.

    Only of what may be added up over places.
    """
    earlier = {point.place.key: point.cell for point in before}
    pairs = [(point.cell, earlier[point.place.key]) for point in now if point.place.key in earlier]
    told = [pair for pair in pairs if all(cell.value is not None and _is_firm(cell) for cell in pair)]
    if not told:
        return None
    return len(told), change_of(_sum(now for now, _ in told), _sum(before for _, before in told))


def _is_firm(cell: Cell) -> bool:
    return cell.is_complete and not cell.is_estimated


def _sum(cells: Iterable[Cell]) -> Cell:
    bounds = sum((_bounds(cell) for cell in cells), Total())
    return Cell(bounds, None, NOTHING, 1, 1, low=bounds.low, high=bounds.high, value=bounds.value)


def _bounds(cell: Cell) -> Total:
    value = cell.value if cell.value is not None else Decimal(0)
    low, high = (value if end is None else end for end in (cell.low, cell.high))
    return Total(value, low, high)


def _moved(sign: int, now: Cell, before: Cell) -> Change:
    assert now.value is not None
    assert before.value is not None
    by = abs(now.value - before.value)
    vi, en = ("tăng", "up") if sign > 0 else ("giảm", "down")
    numbers = number_words(by, "vi"), number_words(by, "en")
    if _bounds(now).low != _bounds(now).high or _bounds(before).low != _bounds(before).high:
        numbers = f"khoảng {numbers[0]}", f"about {numbers[1]}"
    if before.value >= _FEW:
        rate = round(by * 100 / before.value, 1)
        numbers = f"{numbers[0]} ({number_words(rate, 'vi')}%)", f"{numbers[1]} ({number_words(rate, 'en')}%)"
    return Change(sign, Both(f"{vi} {numbers[0]} so với", f"{en} {numbers[1]} since"))


def _of_many(now: Sequence[Point], before: Sequence[Point]) -> list[Both]:
    states: dict[str, int] = {}
    for point in now:
        state = VALUE if state_of(point.cell) == ZERO else state_of(point.cell)
        states[state] = states.get(state, 0) + 1
    told, count = states.pop(VALUE, 0), len(now)
    rest = [(STATES[state].words, number) for state, number in states.items()]
    vi = "".join(f"; {words.vi.lower()}: {number}" for words, number in rest)
    en = "".join(f"; {words.en.lower()}: {number}" for words, number in rest)
    said = [
        _sentence(
            now[0].period.label,
            Both(f"{told}/{count} địa bàn có số{vi}", f"{told} of {count} places have a number{en}"),
        )
    ]
    earlier = {point.place.key: point.cell for point in before}
    signs = [change_of(p.cell, earlier[p.place.key]).sign for p in now if p.place.key in earlier]
    known = [sign for sign in signs if sign is not None]
    if before and known:
        up, down = known.count(1), known.count(-1)
        vi = f"so với {within(before[0].period.label).vi}: {up} nơi tăng, {down} nơi giảm, {known.count(0)} không đổi"
        en = f"since {before[0].period.label.en}: {up} places up, {down} down, {known.count(0)} unchanged"
        unsure = len(now) - len(known)
        more = Both(f", {unsure} chưa so được", f", {unsure} not comparable") if unsure else NOTHING
        said.append(_capital(Both(f"{vi}{more.vi}.", f"{en}{more.en}.")))
    return said


def _sentence(first: Both, rest: Both) -> Both:
    # What compares leads on to the period that it compares with.
    between = " " if first.vi.endswith("với") else ": "
    return _capital(Both(f"{first.vi}{between}{rest.vi}.", f"{first.en}{between}{rest.en}."))


def within(period: Both) -> Both:
    """A period inside a sentence: 'năm 2025'."""
    return Both(period.vi[:1].lower() + period.vi[1:], period.en)


def _spaced(first: Both, second: Both) -> Both:
    return Both(f"{first.vi} {second.vi}".strip(), f"{first.en} {second.en}".strip())


def _capital(text: Both) -> Both:
    return Both(text.vi[:1].upper() + text.vi[1:], text.en[:1].upper() + text.en[1:])


def movers(
    now: Sequence[Point], before: Sequence[Point], most: int, *, may_name: Callable[[str], bool]
) -> list[tuple[Point, Change]]:
    """Of places below, those whose complete numbers moved most, named only where places may be compared by it."""
    earlier = {(point.subject, point.place.key): point.cell for point in before}
    found = []
    for point in now:
        old = earlier.get((point.subject, point.place.key))
        if old is None or not may_name(point.indicator.key):
            continue
        change = change_of(point.cell, old)
        if change.sign and point.cell.value is not None and old.value is not None:
            found.append((abs(point.cell.value - old.value), point, change))
    found.sort(key=lambda item: (-item[0], item[1].place.key))
    return [(point, change) for _, point, change in found[:most]]
