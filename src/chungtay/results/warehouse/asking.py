"""Wrong questions, refused before anything is read, each with what to ask instead.

Some cannot be asked at all: the language has no word for adding over time or over places, the catalogue says how each
indicator adds up, and what cannot be added stands apart in the answer (`Row.apart`). What can be asked wrongly is here.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.numbers import number_words
from chungtay.kernel.periods import PARTS, YEARS, Regime, periods_of_year
from chungtay.ledger.types import cell_parts
from chungtay.reference.indicators.catalogue import dimensions
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places import queries as places
from chungtay.results.warehouse.facts import World, divide
from chungtay.results.warehouse.loading import nodes_of, places_standing
from chungtay.results.warehouse.questions import By, Question, Tells
from chungtay.results.warehouse.rows import territory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.kernel.periods import Period
    from chungtay.reference.places.models import Place, Succession

_WIDER = ("country", "province", "district")
"""Levels that hold communes."""
_SHOWN = 5
"""Units, or members of a breakdown, that are named in a refusal."""


def check_asked(question: Question, place: Place) -> None:
    """Refusals KHO-026, KHO-027 for a division of time that gives nothing, KHO-030 for more cells than are answered;
    about coverage those of `check_covering`."""
    if question.tells is Tells.COVERAGE:
        check_covering(question.indicators, place, question.by, question.cells)
    check_division(question)
    check_size(question, place)


def check_covering(codes: Sequence[str], place: Place, by: By, cells: str | None) -> None:
    """Refusals KHO-032 for the coverage of what is no stock, KHO-033 about a single commune and by communes (where the
    thing is would be told, not how far it reaches), KHO-034 for a part of what may be small, KHO-025."""
    for code in codes:
        meaning = definition(code)
        if cells:
            check_cell(code, cells)
        if meaning.nature != "stock":
            raise _not_covering(
                "KHO-032",
                meaning.name_vi,
                Both("số hiện có, vd số mô hình", "a stock, as the number of models"),
                Both("chỉ số hiện có mới phủ được địa bàn vào một ngày", "only a stock covers places on a day"),
            )
        if cells != "" and meaning.threshold is not None:
            raise _not_covering(
                "KHO-034",
                cells or meaning.name_vi,
                Both("cả chỉ tiêu, không phân tổ", "the whole, not one part"),
                Both("phần nhỏ của chỉ tiêu này được giữ kín", "small parts of this indicator are kept"),
            )
    if place.level not in _WIDER or by is By.COMMUNE:
        raise _not_covering(
            "KHO-033",
            place.full_name,
            Both("tỉnh hoặc cả nước", "a province or the country"),
            Both("độ phủ không tính cho từng xã", "coverage is not told commune by commune"),
        )


def _not_covering(code: str, read: str, expected: Both, why: Both) -> Refusal:
    return Refusal.of(
        code,
        Both("độ phủ", "coverage"),
        read=read,
        expected=expected,
        todo=Both(f"hỏi {expected.vi}", f"ask for {expected.en}"),
        vi=why.vi,
        en=why.en,
    )


def cells_estimated(question: Question, place: Place) -> int:
    """How many numbers a question asks for at most, without reading any: indicators x places x periods x cells.

    Without a period each place counts once: which periods are claimed is known only by reading.
    """
    held = 1 if question.by is By.ONE else _levels(place.key, len(places_standing(place)))[question.by.value]
    cells = sum(_cells(code) if question.cells is None else 1 for code in question.indicators)
    return cells * max(1, held) * _periods(question)


def check_size(question: Question, place: Place) -> None:
    """Refusal KHO-030 where the estimate passes `WAREHOUSE_MOST_CELLS`."""
    most, asked = settings.WAREHOUSE_MOST_CELLS, cells_estimated(question, place)
    if asked <= most:
        return
    raise Refusal.of(
        "KHO-030",
        Both("câu hỏi", "question"),
        read=Both(f"khoảng {number_words(asked)} ô", f"about {number_words(asked, 'en')} cells"),
        expected=Both(f"nhiều nhất {number_words(most)} ô", f"at most {number_words(most, 'en')} cells"),
        todo=_narrower(question),
        vi="câu hỏi đòi nhiều ô số liệu hơn mức trả lời được một lần",
        en="the question asks for more cells than are answered at once",
    )


def check_division(question: Question) -> None:
    """Refusal KHO-026 for a regime that divides no period, KHO-027 where the period holds none of its parts whole."""
    period, regime = question.period, question.by_period
    if period is None or regime is None:
        return
    if regime not in PARTS and regime not in YEARS:
        raise Refusal.of(
            "KHO-026",
            Both("kỳ báo cáo", "reporting periods"),
            read=regime.value,
            expected=Both("tháng, quý, nửa năm hoặc năm", "months, quarters, halves or years"),
            todo=Both("chọn cách chia khác, hoặc hỏi cả kỳ", "choose another division, or ask for the whole"),
            vi="loại kỳ này không chia được thời gian",
            en="this kind of period does not divide time",
        )
    if not divide(period, regime):
        raise Refusal.of(
            "KHO-027",
            Both("kỳ", "period"),
            read=f"{period}",
            expected=_whole_part(period, regime),
            todo=Both("hỏi kỳ dài hơn, hoặc chia nhỏ hơn", "ask for a longer period, or divide it more finely"),
            vi="khoảng thời gian không chứa trọn kỳ báo cáo nào",
            en="the time holds no whole reporting period",
        )


def check_existed(place: Place, period: Period) -> None:
    """Refusal KHO-028 where no unit of the place's land, itself or beneath it, existed on any day of the period.

    A unit of today that took over whole units before is asked with them; only one that was cut out of others has none.
    """
    nodes = nodes_of(place)
    # Not all that lies on its land: communes of today count in the province of today, not in the old one.
    if any(nodes[key].days_of(period) for key in territory(World(nodes, {}), place.key)):
        return
    has_ended = place.valid_to is not None and place.valid_to < period.start
    links: list[Succession] = list((places.successors if has_ended else places.predecessors)(place))
    named = [(link.new if has_ended else link.old).full_name for link in links]
    units = ", ".join(named[:_SHOWN]) + (" …" if len(named) > _SHOWN else "")
    since, until = (f"{day:%d/%m/%Y}" if day else "…" for day in (place.valid_from, place.valid_to))
    raise Refusal.of(
        "KHO-028",
        Both("địa bàn", "place"),
        read=f"{place.full_name}, {period}",
        expected=Both(f"kỳ trong khoảng {since} đến {until}", f"a period between {since} and {until}"),
        todo=_instead(units, has_ended=has_ended),
        vi="địa bàn chưa có hoặc không còn vào kỳ này",
        en="the place did not exist in this period",
    )


def check_cell(code: str, cell: str) -> None:
    """Refusal KHO-025 for a part of a breakdown that the indicator does not have."""
    own, parts = definition(code).breakdown, cell_parts(cell) if "=" in cell else {cell: ""}
    for key, member in parts.items():
        dimension = dimensions().get(key)
        if dimension is not None and key == own and dimension.member(member) is not None:
            continue
        members = [f"{own}={one.key}" for one in dimensions()[own].members] if own else []
        listed = ", ".join(members[:_SHOWN]) + (" …" if len(members) > _SHOWN else "")
        raise Refusal.of(
            "KHO-025",
            Both("phân tổ", "breakdown"),
            read=cell,
            expected=listed or Both("chỉ tiêu này không có phân tổ", "this indicator has no breakdown"),
            todo=Both("chọn một phần có trong danh mục", "choose a part that the catalogue has"),
            vi="không có phần này của chỉ tiêu",
            en="the indicator has no such part",
        )


def by_asked(text: str) -> By:
    """The level that a text names. Refusal KHO-029."""
    try:
        return By(text)
    except ValueError:
        raise Refusal.of(
            "KHO-029",
            Both("cấp", "level"),
            read=text,
            expected=", ".join(By),
            todo=Both(
                "chọn một cấp; huyện đã bỏ thì hỏi từng huyện bằng tên",
                "choose a level; ask for a district by its name",
            ),
            vi="không trả lời theo cấp này",
            en="there are no answers by this level",
        ) from None


@lru_cache(maxsize=8)
def _levels(key: str, held: int) -> Counter[str]:
    return Counter(node.level for node in nodes_of(places.place_get(key)).values())


def _cells(code: str) -> int:
    own = definition(code).breakdown
    return 1 + (len(dimensions()[own].members) if own else 0)


def _periods(question: Question) -> int:
    if question.period is None or question.by_period is None:
        return 1
    in_a_year = PARTS[question.by_period][1] if question.by_period in PARTS else 1
    return max(1, -(-question.period.days * in_a_year // 365))


def _narrower(question: Question) -> Both:
    """What makes the question smaller, the strongest first."""
    ways = []
    if question.by is By.COMMUNE:
        ways.append(("hỏi theo tỉnh hoặc trong một tỉnh", "ask by province or within one province"))
    if question.by_period is not None:
        ways.append(("hỏi theo năm hoặc kỳ ngắn hơn", "ask by years or for less time"))
    if len(question.indicators) > 1:
        ways.append(("hỏi ít chỉ tiêu hơn", "ask for fewer indicators"))
    if question.cells is None:
        ways.append(("bỏ phân tổ", "leave breakdowns out"))
    return Both("; ".join(vi for vi, _ in ways), "; ".join(en for _, en in ways))


def _whole_part(period: Period, regime: Regime) -> str:
    """The first reporting period that begins within the asked one, as the least that would hold something."""
    parts = [part for year in (period.start.year, period.start.year + 1) for part in periods_of_year(regime, year)]
    least = next((part for part in parts if part.end >= period.start), parts[-1])
    return Both(f"ít nhất trọn {least.label()}: {least}", f"at least the whole of {least.label('en')}: {least}")


def _instead(units: str, *, has_ended: bool) -> Both:
    if not units:
        return Both("hỏi đơn vị cấp trên của địa bàn", "ask for the unit above it")
    if has_ended:
        return Both(f"hỏi đơn vị tiếp nhận: {units}", f"ask for what took it over: {units}")
    return Both(
        f"hỏi đơn vị tiền thân: {units}; hoặc hỏi theo bản đồ nay",
        f"ask for what it was made of: {units}; or on its map",
    )
