"""Numbers and their sides: what bounds and denominators are in a generation, and back. `layout` says what sides are."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from chungtay.kernel.quantities import INFINITY, Total
from chungtay.results.warehouse.layout import SIDE_ROOM, SIDES, side_cell

Sides = Mapping[str, int]
"""By name; what is missing is nought."""
NONE: Final[Sides] = {}
_UNDER: Final = "den_"


def side_of(code: int) -> str:
    """The side that a cell's code means; '' for the value itself."""
    side = code // SIDE_ROOM
    return SIDES[side - 1] if side else ""


def cell_of(code: int) -> int:
    """The cell that a side's code belongs to."""
    return code % SIDE_ROOM


def with_sides(
    pairs: Sequence[tuple[int, int]], sides: Mapping[tuple[int, int], Sequence[int]]
) -> tuple[tuple[int, int], ...]:
    """Series (indicator, cell), followed by those of their sides."""
    more = ((code, side_cell(cell, side)) for code, cell in pairs for side in sides.get((code, cell), ()))
    return (*pairs, *more)


def total_of(value: int, sides: Sides, unit: Decimal) -> Total:
    """A number with its bounds."""
    return _total(value, sides, "", unit)


def denominator_of(sides: Sides, unit: Decimal) -> Total:
    """The denominator of a ratio."""
    return _total(sides.get("den", 0), sides, _UNDER, unit)


def _total(value: int, sides: Sides, under: str, unit: Decimal) -> Total:
    high = INFINITY if sides.get(f"{under}open") else (value + sides.get(f"{under}up", 0)) * unit
    return Total(value * unit, (value - sides.get(f"{under}down", 0)) * unit, high)


def columns_of(sides: Sequence[int]) -> Mapping[str, str]:
    """The bounds and the denominator as columns in SQL, by name, where `z` holds the sides of a row `f` and `s` its
    series: `low` and `high` null where the number is exact, `high` null without an upper bound."""
    held = {name: f"coalesce(z.{name}, 0)" if n in sides else "0" for n, name in enumerate(SIDES, 1)}
    own = _bounds("f.value", {name: held[name] for name in ("down", "up", "open")})
    under = _bounds(held["den"], {name: held[f"{_UNDER}{name}"] for name in ("down", "up", "open")})
    under["open"] = under.pop("is_open")
    ratio = {f"{_UNDER}{name}": f"CASE WHEN s.is_ratio = 1 THEN {text} END" for name, text in under.items()}
    return own | {"den": f"CASE WHEN s.is_ratio = 1 THEN {held['den']} END"} | ratio


def _bounds(value: str, held: Mapping[str, str]) -> dict[str, str]:
    loose = f"({held['down']} <> 0 OR {held['up']} <> 0 OR {held['open']} <> 0)"
    return {
        "low": f"CASE WHEN {loose} THEN {value} - {held['down']} END",
        "high": f"CASE WHEN {loose} AND {held['open']} = 0 THEN {value} + {held['up']} END",
        "is_open": f"{held['open']} > 0",
    }


def is_exact(sides: Sequence[int]) -> str:
    """Whether a number has no bounds beside its value, in SQL."""
    held = [name for n, name in enumerate(SIDES[:3], 1) if n in sides]
    return " AND ".join(f"coalesce(z.{name}, 0) = 0" for name in held) or "TRUE"


def pivoted(sides: Sequence[int], found: str) -> str:
    """The sides among the rows of `found`, one row for all of a number's, in SQL."""
    each = ", ".join(
        f"sum(CASE WHEN cell // {SIDE_ROOM} = {side} THEN value END)::BIGINT AS {SIDES[side - 1]}" for side in sides
    )
    return f"""SELECT indicator, cell % {SIDE_ROOM} AS cell, bucket, place, {each} FROM {found}
        WHERE cell >= {SIDE_ROOM} GROUP BY indicator, cell % {SIDE_ROOM}, bucket, place"""


def read_total(value: int, low: int | None, high: int | None, is_open: bool, scale: int) -> Total:
    """A number from the columns of `columns_of`."""
    unit = Decimal(1).scaleb(-scale)
    upper = INFINITY if is_open else (value if high is None else high) * unit
    return Total(value * unit, (value if low is None else low) * unit, upper)


_MONTHS: Final = ", ".join(f"COALESCE(z.v{i}, 0) AS v{i}, y.k{i}" for i in range(12))
_YEARS: Final = f"""SELECT s.indicator, s.code AS cell, y.place, y.clock, y.year, y.mask, COALESCE(z.value, 0) AS value,
    COALESCE(z.last, 0) AS last, {_MONTHS}, y.kmin, y.kmax
    FROM years y JOIN sided s ON s.indicator = y.indicator AND s.cell = y.cell
        LEFT JOIN years z ON z.indicator = y.indicator AND z.cell = s.code AND z.place = y.place AND z.year = y.year"""
_PAST: Final = """SELECT s.indicator, s.code AS cell, y.place, y.clock, y.month, COALESCE(z.value, 0) AS value,
    y.known_from, y.known_to
    FROM past y JOIN sided s ON s.indicator = y.indicator AND s.cell = y.cell
        LEFT JOIN past z ON z.indicator = y.indicator AND z.cell = s.code AND z.place = y.place AND z.month = y.month
            AND z.known_from = y.known_from"""


def of_sides(text: str) -> str:
    """A statement about values over `years` and `past`, as one about the sides that `sided` (indicator, cell, code)
    names: with nought where a number has none, so that places are left out where their values are."""
    return text.replace("FROM years y", f"FROM ({_YEARS}) y").replace("FROM past y", f"FROM ({_PAST}) y")
