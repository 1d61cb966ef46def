"""What few figures are: second attestations, ratios, lists, totals stated above the communes. Each as a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chungtay.kernel.periods import Regime, decree_year, programme_term
from chungtay.reference.indicators.catalogue import catalogue, dimensions
from chungtay.reference.places.units import REFORM
from chungtay.results.warehouse.parquet import REGIMES
from chungtay.results.warehouse.synth.figures import NO_DENOMINATOR, Codes, decimal
from chungtay.results.warehouse.synth.nation import PER_REPORT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from chungtay.kernel.periods import Period
    from chungtay.results.warehouse.synth.nation import Nation, Series

SECONDED: Final = ("communication.sessions", "awards.front", "models.running")
"""What the Front of some communes attests, too: for one report in two hundred."""
TOTALLED: Final = ("support.gift_value", "documents.issued", "models.total")
"""What every third province states for a year by itself."""
TERM: Final = ("training.classes", "reintegration.surrendered")
"""What provinces state for five years at once, with months beneath it or without."""
RATED: Final = "mediation.success_rate"
STATED_RATE: Final = "standard.rate"
BY_VILLAGE: Final = (
    "communication.residents_meetings",
    "communication.sessions",
    "patrols.participations",
    "patrols.shifts",
    "pledges.signed",
)
"""What villages state of each month since the reform."""
FRONT, ABOVE, BELOW = 10_000_000, 20_000_000, 100_000_000
"""Batches of the Front, of provinces and of villages are numbered from here."""
_KNOWN: Final = "NULL::BIGINT AS with_id, known_from, NULL::BIGINT AS known_to"


def statements(
    nation: Nation, codes: Codes, monthly: Callable[[Series], str], last_transaction: int
) -> Iterator[tuple[str, str]]:
    """(indicator, statement), each giving rows in the columns of FACT_SCHEMA; `monthly` gives those of a series."""
    wholes = {series.indicator: series for series in nation.series() if not series.cell}
    for code in SECONDED:
        yield code, _seconds(nation, monthly(wholes[code]), last_transaction)
    rate = catalogue()[RATED]
    parts = (monthly(wholes[code]) for code in (rate.numerator, rate.denominator))
    yield RATED, _ratio(codes, *parts)
    yield STATED_RATE, _stated_rate(nation, codes)
    yield "models.kinds", _kinds(nation, codes)
    yield "models.communes_covered", _covered(nation, codes)
    for number, code in enumerate(BY_VILLAGE if nation.villages else ()):
        yield code, _by_village(nation, codes, wholes[code], number)
    years = [decree_year(year) for year in range(nation.first_year, nation.last_year + 1)]
    told = [(code, year, 1) for code in TOTALLED for year in years]
    told += [(code, programme_term(2016, 2020), 5) for code in TERM]
    for number, (code, period, times) in enumerate(told, len(years)):
        yield code, _total(nation, codes, code, _provinces(nation, number, period), times * wholes[code].scale)


def _seconds(nation: Nation, told: str, last_transaction: int) -> str:
    """The Front's claims a week after the police's: two in three say the same."""
    chosen = f"unit(draw({nation.salt('front')}, id)) < 0.005"
    return f"""SELECT * REPLACE (2::TINYINT AS rank, batch + {FRONT} AS batch, id + {FRONT * PER_REPORT} AS id,
            known_from + 7 AS known_from, (value + (id % 3) // 2)::DECIMAL(24, 6) AS value)
        FROM ({told}) WHERE known_to IS NULL AND value IS NOT NULL AND low IS NULL
            AND known_from + 7 <= {last_transaction} AND {chosen}"""


def _ratio(codes: Codes, top: str, bottom: str) -> str:
    """The rate that follows from two counts of one report, as the warehouse makes it of any ledger."""
    return f"""SELECT n.* REPLACE ({codes.indicators[RATED]}::INTEGER AS indicator, d.value AS den_value,
            d.low AS den_low, d.high AS den_high, FALSE AS den_open, d.id AS with_id)
        FROM ({top}) n JOIN ({bottom}) d USING (batch) WHERE n.value IS NOT NULL AND d.value IS NOT NULL"""


def _row(
    codes: Codes, code: str, *, cell: str, value: str, members: str = "NULL::VARCHAR[]", den: str = NO_DENOMINATOR
) -> str:
    absence = "NULL::TINYINT AS absence"
    return f"""{codes.indicators[code]}::INTEGER AS indicator, {cell}::INTEGER AS cell, place,
        first_day, last_day, regime, 0::TINYINT AS status,
        {decimal(value)} AS value, NULL::DECIMAL(24, 6) AS low, NULL::DECIMAL(24, 6) AS high,
        FALSE AS is_open, {den}, {absence}, {members} AS members, 0::TINYINT AS rank, batch, id, {_KNOWN}"""


def _provinces(nation: Nation, number: int, period: Period) -> str:
    """The provinces that were in force when a period ended, with a draw and a batch each; `number` tells apart."""
    close = f"(DATE '{period.end}' - (SELECT opened FROM bounds))"
    return f"""SELECT place, draw({nation.salt(f"above {number}")}, place) AS h, DATE '{period.start}' AS first_day,
            DATE '{period.end}' AS last_day, {REGIMES.index(period.regime)}::TINYINT AS regime,
            ({close} + 20)::BIGINT AS known_from,
            {ABOVE} + {1000 * number} + row_number() OVER (ORDER BY place) AS batch, batch * {PER_REPORT} AS id
        FROM provinces WHERE DATE '{period.end}' BETWEEN valid_from AND valid_to"""


def _total(nation: Nation, codes: Codes, code: str, provinces: str, scale: float) -> str:
    """One province in three states a total; of what stands, for the period's last day."""
    value = f"floor({scale * 1500} * (0.5 + unit(h)))"
    row = _row(codes, code, cell=str(codes.cells[""]), value=value)
    at = ""
    if catalogue()[code].over_time == "last":
        at = f"REPLACE (last_day AS first_day, {REGIMES.index(Regime.DAY)}::TINYINT AS regime)"
    return f"SELECT {row} FROM (SELECT * {at} FROM ({provinces})) WHERE bits(h, 1) % 3 = 0"


def _stated_rate(nation: Nation, codes: Codes) -> str:
    """a of b for each kind of subject, province and year."""
    cells = [codes.cells[f"subject_kind={member.key}"] for member in dimensions()["subject_kind"].members]
    years = " UNION ALL ".join(
        _provinces(nation, number, decree_year(year))
        for number, year in enumerate(range(nation.first_year, nation.last_year + 1))
    )
    of = decimal("500 + bits(h, 1) % 500")
    den = f"{of} AS den_value, NULL::DECIMAL(24, 6) AS den_low, NULL::DECIMAL(24, 6) AS den_high, FALSE AS den_open"
    row = _row(codes, STATED_RATE, cell="subject", value="100 + bits(h, 2) % 400", den=den)
    return f"""SELECT {row} FROM (
        SELECT * REPLACE (id + n AS id, hash(h + n) AS h)
        FROM ({years}) CROSS JOIN (SELECT unnest({cells}) AS subject, unnest(range({len(cells)})) AS n))"""


def _yearly(nation: Nation) -> str:
    """Some reports of a year's last month: who also lists what there is."""
    return f"""SELECT place, last_day AS first_day, last_day, {REGIMES.index(Regime.DAY)}::TINYINT AS regime,
            known_from, batch, draw({nation.salt("lists")}, ord) AS h, ord
        FROM reports WHERE m % 12 = 11 AND known_to IS NULL
            AND draw({nation.salt("lists")}, ord) % {nation.lists_of} = 0"""


def _by_village(nation: Nation, codes: Codes, series: Series, number: int) -> str:
    """Nine villages in ten, two days after the month: less in all than their commune."""
    most = max(2, round(series.scale / nation.villages))
    row = _row(codes, series.indicator, cell=str(codes.cells[""]), value=f"bits(h, 1) % {most}")
    return f"""SELECT {row} FROM (
        SELECT place, first_day, last_day, {REGIMES.index(Regime.DECREE_MONTH)}::TINYINT AS regime,
            draw({nation.salt(f"village {series.indicator}")}, ord * 4096 + m) AS h,
            (last_day - opened + 2)::BIGINT AS known_from, {BELOW}::BIGINT + ord * 256 + age AS batch,
            batch * {PER_REPORT} + {number} AS id
        FROM villages JOIN months ON first_day >= DATE '{REFORM}' CROSS JOIN bounds)
        WHERE unit(h) < 0.9"""


def _kinds(nation: Nation, codes: Codes) -> str:
    """The kinds of model that a commune runs; those that tell of a belief or of single people are left out."""
    kinds = [member.key for member in dimensions()["model_kind"].members if not member.sensitive]
    listed = f"list_filter({kinds}, lambda k, i: hash(h + i) % 4 = 0)"
    row = _row(codes, "models.kinds", cell=str(codes.cells[""]), value="len(members)", members="members")
    return f"""SELECT {row} FROM (SELECT *, {listed} AS members, batch * {PER_REPORT} + 120 AS id
        FROM ({_yearly(nation)})) WHERE len(members) > 0"""


def _covered(nation: Nation, codes: Codes) -> str:
    """A commune with models that runs some: covered, and named by its key."""
    row = _row(codes, "models.communes_covered", cell=str(codes.cells[""]), value="1", members="[key]")
    return f"""SELECT {row} FROM (SELECT *, batch * {PER_REPORT} + 121 AS id FROM ({_yearly(nation)}))
        JOIN keys USING (place)"""
