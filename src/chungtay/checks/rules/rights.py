"""What may not be counted this finely, or asked for at all. No reason sets these aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.checks.rules.verdicts import Verdict, broken, held
from chungtay.checks.rules.view import BatchView, Item, Words
from chungtay.kernel.periods import Regime
from chungtay.ledger.types import FigureStatus, cell_parts
from chungtay.reference.indicators.catalogue import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator

# Profiles of the catalogue whose counts, taken finely enough, point at the persons behind them.
TALLIES = frozenset({"tips", "disputes", "mediation_done"})
DROP_IT = Words("Bỏ số này khỏi báo cáo", "Drop this number from the report")


def _reaches(level: str, floor: str) -> bool:
    """Whether a place of this level is at or above the floor. An unknown level reaches nothing: rights come first."""
    return level in LEVELS and LEVELS.index(level) >= LEVELS.index(floor)


def members_keep_their_floor(view: BatchView) -> Iterator[Verdict]:
    """KT-013: a member with a floor exists only from that level up: tips on political security, from the province."""
    holding = 0
    for item in view.own:
        for dimension, key in cell_parts(item.claim.cell).items() if item.claim.cell else ():
            known = view.dimensions.get(dimension)
            member = known.member(key) if known else None
            if member is None or member.floor == "commune":
                continue
            if _reaches(view.level(item), member.floor):
                holding += 1
                continue
            yield broken(
                item,
                read=Words(f"{member.name_vi} của một địa bàn dưới cấp tỉnh", f"{member.name_en} below a province"),
                expected=Words("số của tỉnh, thành phố hoặc toàn quốc", "a figure of a province or the country"),
                todo=DROP_IT,
            )
    yield from held(holding)


def tallies_stay_coarse(view: BatchView) -> Iterator[Verdict]:
    """KT-014: below a province, tips and disputes are one total per commune and period, never crossed."""
    holding = 0
    for item in view.own:
        definition = view.definitions.get(item.claim.indicator)
        if definition is None or definition.rights not in TALLIES or _reaches(view.level(item), "province"):
            continue
        too_fine = _too_fine(view, item)
        if too_fine is None:
            holding += 1
        else:
            yield broken(
                item,
                read=too_fine,
                expected=Words(
                    "một tổng cho mỗi xã và kỳ báo cáo, phân theo một tiêu thức",
                    "one total per commune and reporting period, by one breakdown",
                ),
                todo=DROP_IT,
            )
    yield from held(holding)


def _too_fine(view: BatchView, item: Item) -> Words | None:
    if view.level(item) not in ("commune", "district"):
        return Words("số của một thôn, tổ dân phố", "a figure of a village or neighbourhood")
    if ";" in item.claim.cell and len(cell_parts(item.claim.cell)) > 1:
        return Words("số phân theo hai tiêu thức cùng lúc", "a figure broken down two ways at once")
    if view.nature(item) == "flow" and item.claim.period.regime is Regime.DAY:
        return Words("số của một ngày", "a figure of a single day")
    return None


def no_quotas(view: BatchView) -> Iterator[Verdict]:
    """KT-015: no target on what people must stay free to do or not to do. The catalogue says which and why."""
    holding = 0
    for item in view.own:
        if item.claim.status is not FigureStatus.TARGET or (definition := view.definition(item)) is None:
            continue
        if definition.may_target:
            holding += 1
        else:
            yield broken(
                item,
                read=Words("một chỉ tiêu phấn đấu", "a target"),
                expected=Words(definition.reason_vi, definition.reason_en),
                todo=DROP_IT,
            )
    yield from held(holding)
