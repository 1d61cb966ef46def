"""Wide answers one row at a time, for those who want Python objects."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Final

import pyarrow as pa

from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import Total
from chungtay.results.warehouse.answering import Answering
from chungtay.results.warehouse.apportion import Comparability
from chungtay.results.warehouse.columns import ABSENCES, BASES, REGIMES
from chungtay.results.warehouse.facts import LEVELS
from chungtay.results.warehouse.judging import Indicator
from chungtay.results.warehouse.layout import day_of
from chungtay.results.warehouse.questions import Row
from chungtay.results.warehouse.rows import Figures
from chungtay.results.warehouse.sides import read_total
from chungtay.results.warehouse.spans import spans_of
from chungtay.results.warehouse.wholes import Plain

_MILLIONTH: Final = Decimal(1).scaleb(-6)


@dataclass(frozen=True)
class WideSheet:
    """The columns of one way over time, with the indicators that they are about."""

    table: pa.Table
    indicators: Mapping[int, Indicator]
    periods: tuple[Period, ...]


def rows_of(asking: Answering, sheet: WideSheet) -> Iterator[tuple[str, Row]]:
    """The rows of a sheet, each with its indicator."""
    store, trace = asking.store, asking.asked.trace
    spans = spans_of(next(iter(sheet.indicators.values())).way, sheet.periods)
    plain: dict[tuple[int, int], Plain] = {}
    for row in sheet.table.to_pylist():
        item, cell = sheet.indicators[row["indicator"]], store.cell_key(row["cell"])
        key = store.place_keys[row["place"]]
        total, under = _totals(row, item.scale + row.get("finer", 0))
        figures: Sequence[int] = ()
        if trace and total is not None and asking.frame is not None:
            figures = Figures(partial(_figures_on_map, item, cell, sheet.periods, row["bucket"], key))
        elif trace and total is not None:
            series = (row["indicator"], row["cell"])
            if series not in plain:
                plain[series] = Plain(item, cell, spans)
            figures = plain[series].figures(row["bucket"], key)
        yield (
            item.rule.code,
            Row(
                **(_on_map(asking, row, key, sheet.periods) if "kind" in row else {}),
                indicator=item.rule.code,
                place=key,
                period=Period(day_of(row["start_day"]), day_of(row["end_day"]), REGIMES[row["regime"]]),
                cell=cell,
                basis=BASES[row["basis"]],
                total=total,
                denominator=under,
                absence=None if row["absence"] is None else ABSENCES[row["absence"]],
                stated=row["stated"],
                received=row["received"],
                expected=row["expected"],
                figure_ids=figures,
                partial=row["partial"],
                level=LEVELS[row["level"]],
            ),
        )


def _on_map(asking: Answering, row: Mapping[str, Any], unit: str, periods: tuple[Period, ...]) -> dict[str, Any]:
    """What a row of a map has beside that of no map."""
    kind = tuple(Comparability)[row["kind"]]
    if row["value"] is None:
        return {"comparability": kind}
    assert asking.frame is not None
    made_of = asking.frame.made_of(unit, periods[row["bucket"]])
    return {
        "comparability": kind,
        "made_of": made_of,
        "estimated_share": (row["share"] * _MILLIONTH).quantize(_MILLIONTH),
    }


def _figures_on_map(item: Indicator, cell: str, periods: tuple[Period, ...], bucket: int, unit: str) -> Sequence[int]:
    [row] = item.judged_rows(cell, periods, required=False, only={bucket: {unit}})
    return row.figure_ids


def _totals(row: Mapping[str, Any], scale: int) -> tuple[Total | None, Total | None]:
    """The number of a row of columns, and its denominator."""
    if row["value"] is None:
        return None, None
    if "den" not in row:
        return read_total(row["value"], None, None, False, scale), None
    total = read_total(row["value"], row["low"], row["high"], row["is_open"], scale)
    if row["den"] is None:
        return total, None
    return total, read_total(row["den"], row["den_low"], row["den_high"], row["den_open"], scale)
