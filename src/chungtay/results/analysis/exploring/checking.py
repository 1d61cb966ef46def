"""Explorations that cannot be answered, each refused with a sentence and the nearest that can (`Declined.nearest`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.numbers import number_words
from chungtay.ledger.types import cell_parts
from chungtay.reference.indicators.catalogue import dimensions, is_sensitive_cell
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places import queries as places
from chungtay.reference.places.units import REFORM
from chungtay.results.analysis.exploring.exploration import Against, Exploration, Level, Measure, Step
from chungtay.results.analysis.exploring.questions import MOST_DISTRICTS, widest
from chungtay.results.warehouse.asking import cells_estimated, check_cell, check_existed
from chungtay.results.warehouse.facts import LEVELS, divide

if TYPE_CHECKING:
    from chungtay.reference.places.models import Place

MOST_CELLS: Final = 100_000
"""Of one grid: some megabytes of page. What needs more takes the bulk files."""
LAST_DISTRICTS: Final = REFORM - timedelta(days=1)
_PROVINCES: Final = 100
"""More than there ever were, old and new: what fits with so many need not be counted."""
_FLOORS: Final = {"commune": 0, "province": 1, "country": 2}
_ORDER: Final = {"village": 0, "commune": 0, "district": 0, "province": 1, "country": 2}


@dataclass
class Declined(Refusal):
    """A refusal with the nearest exploration that has an answer; None where there is none."""

    nearest: Exploration | None = None


def check(asked: Exploration, place: Place) -> None:
    """Declined KP-001 to KP-010, KP-013 and the refusals of `asking` for what has no answer."""
    _check_place(asked, place)
    _check_parts(asked, place)
    if asked.measure is Measure.COVERAGE:
        _check_coverage(asked, place)
    _check_measure(asked)
    _check_sorting(asked)
    _check_time(asked, place)
    _check_size(asked, place)


def declined(code: str, where: Both, read: str, why: Both, todo: Both, nearest: Exploration | None) -> Declined:
    """A refusal of an exploration."""
    made = Declined.of(code, where, read=read, todo=todo, vi=why.vi, en=why.en)
    assert isinstance(made, Declined)
    made.nearest = nearest
    return made


def _check_place(asked: Exploration, place: Place) -> None:
    if asked.level is not Level.ONE and LEVELS.index(str(asked.level)) <= _depth(place):
        raise declined(
            "KP-001",
            Both("cấp", "level"),
            place.full_name,
            Both("địa bàn này không có đơn vị cấp ấy bên dưới", "the place holds no units of that level"),
            Both("xem chính địa bàn này", "see the place itself"),
            replace(asked, level=Level.ONE),
        )
    if asked.level is not Level.DISTRICT:
        return
    on = asked.frame or (asked.period.end if asked.period else places.FIRST_MAP)
    if on > LAST_DISTRICTS:
        raise declined(
            "KP-002",
            Both("cấp", "level"),
            on.isoformat(),
            Both("cấp huyện đã kết thúc ngày 30/06/2025", "districts ended on 30 June 2025"),
            Both("xem theo xã, hoặc hỏi kỳ trước ngày đó", "see communes, or ask for a time before"),
            replace(asked, level=Level.COMMUNE if place.level == "province" else Level.PROVINCE),
        )
    if places.descendants(place, on, "district").count() > MOST_DISTRICTS:
        raise declined(
            "KP-003",
            Both("địa bàn", "place"),
            place.full_name,
            Both("huyện được trả lời trong từng tỉnh", "districts are answered within one province"),
            Both("chọn một tỉnh", "choose a province"),
            replace(asked, level=Level.PROVINCE),
        )


def _depth(place: Place) -> int:
    return LEVELS.index(place.level) if place.level in LEVELS else len(LEVELS)


def _check_parts(asked: Exploration, place: Place) -> None:
    """A part that exists from some level up only, and kinds that are not named below a province."""
    if asked.cells in ("", "*"):
        return
    _check_known(asked)
    lowest = min(_ORDER[place.level], 2 if asked.level is Level.ONE else _ORDER[str(asked.level)])
    for dimension, key in (cell_parts(asked.cells) if "=" in asked.cells else {}).items():
        member = dimensions()[dimension].member(key) if dimension in dimensions() else None
        if member is not None and _FLOORS[member.floor] > lowest:
            raise declined(
                "KP-004",
                Both("phân tổ", "breakdown"),
                Both(member.name_vi, member.name_en),
                Both("phần này không có ở cấp đang xem", "the part does not exist at that level"),
                Both("xem theo tỉnh, hoặc xem số chung", "see provinces, or the whole"),
                _above(asked, member.floor),
            )
    if lowest < _ORDER["province"] and is_sensitive_cell(asked.cells):
        raise declined(
            "KP-005",
            Both("phân tổ", "breakdown"),
            asked.cells,
            Both("phần này không được xem riêng dưới cấp tỉnh", "this part is not shown by itself below a province"),
            Both("xem theo tỉnh", "see provinces"),
            _above(asked, "province"),
        )


def _check_known(asked: Exploration) -> None:
    """Refusal KHO-025 where none of the indicators has the part."""
    unknown = None
    for code in asked.indicators:
        try:
            check_cell(code, asked.cells)
        except Refusal as refusal:
            unknown = refusal
        else:
            return
    if unknown is not None:
        raise unknown


def _above(asked: Exploration, floor: str) -> Exploration:
    level = Level.ONE if floor == "country" else Level.PROVINCE
    return replace(asked, place="vn", level=level, places=(), group="")


def _check_coverage(asked: Exploration, place: Place) -> None:
    """Coverage is counted in communes: of what holds them, as was, and beside no target."""
    as_was = replace(asked, frame=None, estimate=False, against=Against.NOTHING, group="")
    if place.level not in ("country", "province", "district"):
        nearest = replace(as_was, measure=Measure.COUNT)
    elif asked.level is Level.COMMUNE or asked.level is Level.DISTRICT:
        nearest = replace(as_was, level=Level.ONE)
    elif as_was != asked:
        nearest = as_was
    else:
        return
    raise declined(
        "KP-013",
        Both("độ phủ", "coverage"),
        place.full_name,
        Both(
            "độ phủ tính số xã có, của tỉnh hoặc cả nước, theo đơn vị từng thời kỳ",
            "coverage counts communes of a province or the country, as was",
        ),
        Both("xem theo tỉnh, hoặc xem con số", "see provinces, or see the number"),
        nearest,
    )


def _check_measure(asked: Exploration) -> None:
    for code in asked.indicators:
        meaning = definition(code)
        if asked.measure is Measure.RATE and meaning.nature not in ("flow", "stock"):
            raise declined(
                "KP-006",
                Both(meaning.name_vi, meaning.name_en),
                "",
                Both(
                    "tỷ lệ và số đếm không trùng không chia theo dân số",
                    "neither shares nor distinct counts have rates",
                ),
                Both("xem con số", "see the number"),
                replace(asked, measure=Measure.COUNT),
            )
        if asked.against is Against.SIMILAR and not meaning.may_rank:
            raise _no_ranking(code, replace(asked, against=Against.NOTHING))
        if asked.against is Against.TARGET and not meaning.may_target:
            raise declined(
                "KP-007",
                Both(meaning.name_vi, meaning.name_en),
                "",
                Both(meaning.reason_vi, meaning.reason_en),
                Both("xem không so với mục tiêu", "see it without targets"),
                replace(asked, against=Against.NOTHING),
            )


def _check_sorting(asked: Exploration) -> None:
    """Lines in the order of a number are a ranking of places."""
    if not asked.sort:
        return
    for code in asked.indicators:
        if not definition(code).may_rank:
            raise _no_ranking(code, replace(asked, sort=""))


def _no_ranking(code: str, nearest: Exploration) -> Declined:
    meaning = definition(code)
    return declined(
        "KP-008",
        Both(meaning.name_vi, meaning.name_en),
        "",
        Both(f"không xếp hạng địa bàn: {meaning.reason_vi}", f"places are not ranked: {meaning.reason_en}"),
        Both("xem theo thứ tự tên", "see them in the order of names"),
        nearest,
    )


def _check_time(asked: Exploration, place: Place) -> None:
    assert asked.period is not None
    if asked.frame is None and not asked.group and place.level != "country":
        check_existed(place, asked.period)
    if asked.regime is not None and not divide(asked.period, asked.regime):
        raise declined(
            "KP-009",
            Both("kỳ", "period"),
            str(asked.period),
            Both("thời gian không chứa trọn kỳ nào như vậy", "the time holds no such period whole"),
            Both("xem cả thời gian một lần", "see the time as a whole"),
            replace(asked, step=Step.WHOLE),
        )


def _check_size(asked: Exploration, place: Place) -> None:
    if asked.level in (Level.ONE, Level.PROVINCE) and _PROVINCES * size_of(replace(asked, level=Level.ONE), place) <= (
        MOST_CELLS
    ):
        return
    size = size_of(asked, place)
    if size <= MOST_CELLS:
        return
    raise declined(
        "KP-010",
        Both("câu hỏi", "question"),
        Both(f"khoảng {number_words(size)} ô", f"about {number_words(size, 'en')} cells"),
        Both(
            f"một bảng có nhiều nhất {number_words(MOST_CELLS)} ô",
            f"a table has at most {number_words(MOST_CELLS, 'en')} cells",
        ),
        Both("thu hẹp câu hỏi", "narrow the question"),
        narrower(asked, place),
    )


def size_of(asked: Exploration, place: Place) -> int:
    """How many cells the grid has at most, without asking."""
    narrowed = sum(1 for _ in asked.places)
    size = cells_estimated(widest(asked), place)
    if narrowed:
        size = cells_estimated(widest(replace(asked, level=Level.ONE)), place) * (narrowed + 1)
    return size


def narrower(asked: Exploration, place: Place) -> Exploration | None:
    """The nearest exploration that fits: coarser time first, then fewer parts, higher places, fewer indicators."""
    ways: Sequence[Callable[[Exploration], Exploration]] = (
        lambda it: replace(it, step=Step.YEAR) if it.step is not Step.WHOLE else it,
        lambda it: replace(it, cells=""),
        lambda it: replace(it, step=Step.WHOLE),
        lambda it: replace(it, level=Level.PROVINCE) if place.level == "country" else it,
        lambda it: replace(it, indicators=it.indicators[:1]),
        lambda it: replace(it, level=Level.ONE),
    )
    for way in ways:
        asked = way(asked)
        if size_of(asked, place) <= MOST_CELLS:
            return asked
    return None


def nearest_to(asked: Exploration, code: str) -> Exploration | None:
    """What comes nearest to an exploration that a room below refused, by the code of its refusal."""
    match code:
        case "KHO-020" | "KHO-021" | "KHO-022":
            return replace(asked, known="")
        case "KHO-007" | "KHO-008":
            return replace(asked, frame=None, estimate=False)
        case "KHO-006":
            return replace(asked, group="")
        case "KHO-025":
            return replace(asked, cells="")
        case "KHO-028":
            return replace(asked, frame=REFORM)
        case "KHO-032" | "KHO-033" | "KHO-034":
            level = Level.ONE if code == "KHO-033" else asked.level
            return replace(asked, measure=Measure.COUNT if code != "KHO-033" else asked.measure, level=level)
        case _:
            return None
