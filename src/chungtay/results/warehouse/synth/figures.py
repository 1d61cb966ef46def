"""Statements for the monthly figures of all communes, one indicator or part of one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Regime
from chungtay.results.warehouse.parquet import ABSENCES, REGIMES
from chungtay.results.warehouse.synth.nation import PER_REPORT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chungtay.results.warehouse.synth.nation import Nation, Series

NO_DENOMINATOR: Final = """NULL::DECIMAL(24, 6) AS den_value, NULL::DECIMAL(24, 6) AS den_low,
            NULL::DECIMAL(24, 6) AS den_high, NULL::BOOLEAN AS den_open"""


@dataclass(frozen=True)
class Codes:
    """The integer codes that rows bear. Cell 0 is the whole."""

    places: Mapping[str, int]
    indicators: Mapping[str, int]
    cells: Mapping[str, int]


def _usual(nation: Nation, series: Series) -> str:
    """The expression of what a commune would usually state: its size, the season, growth; a stock only grows."""
    if series.is_stock:
        return f"{series.scale} * size * (1 + 0.004 * age)"
    phase = 6.28 * nation.chance(f"phase {series.indicator}")
    yearly = 0.1 * nation.chance(f"growth {series.indicator}")
    return f"{series.scale} * size * (1 + 0.25 * sin({phase} + 0.5236 * age)) * (1 + {yearly / 12} * age)"


def _counted(nation: Nation, series: Series) -> str:
    """The expression of the count itself, a whole number; `h` and `h2` are the row's two draws."""
    grain = 100_000 if series.scale >= 1e6 else 1
    mean = f"({_usual(nation, series)}) / {grain}"
    spread = f"0.01 * {mean}" if series.is_stock else f"(sqrt({mean}) + 0.1 * {mean})"
    drawn = f"greatest(0, round({mean} + {spread} * normal(h)))"
    slip = "CASE WHEN bits(h2, 1) < 6 THEN 8 + bits(h2, 2) % 92 ELSE 1 END"
    return f"({drawn} * {slip})::BIGINT * {grain}"


def _part(series: Series) -> str:
    """From `v` of the whole: the share that is a success, or one of four parts, of which the last is what is left."""
    shares = (0.4, 0.3, 0.2)
    if series.part is None:
        return "floor(v * (0.7 + 0.25 * bits(h2, 3) / 65536.0))::BIGINT" if series.of else "v"
    if series.part < len(shares):
        return f"floor(v * {shares[series.part]})::BIGINT"
    return "v - " + " - ".join(f"floor(v * {share})::BIGINT" for share in shares)


def _scaled(expression: str, series: Series) -> str:
    return decimal(f"({expression}) / {10**series.decimals}" if series.decimals else expression)


def statement(nation: Nation, codes: Codes, series: Series, kept: float) -> str:
    """The rows of one series of all communes, by commune and month, superseded ones before those that replaced them.

    `kept` is the share of the communes that keep the series at all.
    """
    drawn = next((s for s in nation.series() if s.indicator == series.of and not s.cell), series)
    keeps, vague, count = (nation.salt(f"{word} {drawn.indicator}") for word in ("keeps", "vague", "count"))
    absent, inexact = 0.0002 * nation.oddities, 0.0001 * nation.oddities
    kinds = ", ".join(str(ABSENCES.index(a)) for a in (Absence.NOT_REPORTED, Absence.NOT_APPLICABLE))
    return f"""
        WITH keeping AS (SELECT ord, unit(draw({vague}, ord)) < {inexact} AS is_vague FROM communes
            WHERE unit(draw({keeps}, ord)) < {kept}),
        drawn AS (SELECT r.*, is_vague, draw({count}, ord * 4096 + m) AS h FROM reports r JOIN keeping USING (ord)),
        twice AS (SELECT *, hash(h) AS h2 FROM drawn),
        said AS (SELECT *, {_counted(nation, drawn)} AS v FROM twice),
        stated AS (SELECT *, unit(hash(h2)) >= {absent} AS is_there FROM said),
        told AS (SELECT * REPLACE (CASE WHEN is_past AND bits(h2, 0) % 10 < 3
            THEN floor(v * (0.5 + bits(h2, 3) / 65536.0))::BIGINT ELSE v END AS v) FROM stated),
        parted AS (SELECT * REPLACE ({_part(series)} AS v) FROM told),
        bounded AS (SELECT *, is_vague AND is_there AND m % 4 = 0 AS has_bounds FROM parted)
        SELECT {codes.indicators[series.indicator]}::INTEGER AS indicator, {codes.cells[series.cell]}::INTEGER AS cell,
            place, {days(by_day=series.is_stock and nation.stocks_by_day)}, 0::TINYINT AS status,
            CASE WHEN is_there THEN {_scaled("v", series)} END AS value,
            CASE WHEN has_bounds THEN {_scaled("floor(v * 0.95)", series)} END AS low,
            CASE WHEN has_bounds THEN {_scaled("ceil(v * 1.05)", series)} END AS high,
            CASE WHEN is_there THEN FALSE END AS is_open, {NO_DENOMINATOR},
            CASE WHEN NOT is_there THEN [{kinds}][1 + bits(h, 2) % 2] END::TINYINT AS absence,
            NULL::VARCHAR[] AS members, 0::TINYINT AS rank, batch, batch * {PER_REPORT} + {series.number} AS id,
            NULL::BIGINT AS with_id, known_from, known_to
        FROM bounded"""


def days(*, by_day: bool) -> str:
    """The columns of the period: the month, or its last day alone."""
    regime = REGIMES.index(Regime.DAY if by_day else Regime.DECREE_MONTH)
    return f"{'last_day' if by_day else 'first_day'} AS first_day, last_day, {regime}::TINYINT AS regime"


def decimal(expression: str) -> str:
    """An expression as the exact number of a fact."""
    return f"({expression})::DECIMAL(24, 6)"
