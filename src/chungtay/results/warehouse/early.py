"""What is not due yet: of finished answers, in which it was laid down as missing, decided when they are read."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period, Regime
from chungtay.results.warehouse.columns import ABSENCES
from chungtay.results.warehouse.connections import Connected
from chungtay.results.warehouse.facts import LEVELS, World
from chungtay.results.warehouse.sheets import Laid

_MISSING, _NOT_YET = ABSENCES.index(Absence.NOT_REPORTED), ABSENCES.index(Absence.NOT_YET_DUE)
_LAST_DEADLINE_DAYS: Final = 366
"""No report is due later than a year after the end of its period."""


def early_of(store: Connected, sheets: Laid, regime: Regime, world: World) -> Mapping[int, tuple[int, ...]]:
    """By period of a regime, the levels whose reports are not due yet today; kept no longer than the store, whose
    sheets these are."""
    today, due = world.today, world.due
    if today is None:
        return {}
    key = (id(sheets), regime, today, due)
    return store.remember("early", key, sheets, lambda: _early_on(sheets, regime, today, due))


def _early_on(
    sheets: Laid, regime: Regime, today: date, due: Callable[[Period, str], date]
) -> Mapping[int, tuple[int, ...]]:
    found = {}
    for number, period in enumerate(sheets.calendars[regime].periods):
        if (today - period.end).days < _LAST_DEADLINE_DAYS:
            levels = tuple(rank for rank, level in enumerate(LEVELS) if today <= due(period, level))
            if levels:
                found[number] = levels
    return found


def due_told(batch: pa.RecordBatch, early: Mapping[int, tuple[int, ...]]) -> pa.RecordBatch:
    """The rows with those that are missing, and not due yet, told so."""
    buckets, level = batch.column("bucket"), batch.column("level").indices
    absence = batch.column("absence")
    is_early = pa.repeat(pa.scalar(False), batch.num_rows)
    for number, levels in early.items():
        is_of = pc.and_(pc.equal(buckets, number), pc.is_in(level, pa.array(levels, level.type)))
        is_early = pc.or_(is_early, is_of)
    is_missing = pc.fill_null(pc.equal(absence.indices, _MISSING), False)
    is_owed = pc.greater(batch.column("expected"), 0)
    is_early = pc.and_(is_early, pc.and_(is_missing, is_owed))
    codes = pc.if_else(is_early, pa.scalar(_NOT_YET, absence.indices.type), absence.indices)
    changed = pa.DictionaryArray.from_arrays(codes, absence.dictionary)
    return batch.set_column(batch.schema.get_field_index("absence"), "absence", changed)
