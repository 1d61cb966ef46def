"""The same questions for PostgreSQL: over normalized tables, and over the DHIS2-style baseline.

A commune's figures count in the province of its own time; the row of 2025 is that of the new province, so old
provinces are gathered into it after adding up. Stocks of old communes do not count at the end of 2025.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.warehouse.asked import COVERED, FIRST, KNOWN_AT, LAST, ONE_YEAR, STOCK, forty, one, ten, twenty
from benchmarks.warehouse.tables import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NOW = f"known_to = {OPEN}"
THEN = f"known_from <= {KNOWN_AT} AND known_to > {KNOWN_AT}"
_HOMES = "(SELECT DISTINCT province, home FROM place) AS h"


def _some(codes: Mapping[str, int], chosen: Iterable[str]) -> str:
    return ", ".join(str(codes[code]) for code in chosen)


def _by_year(inner: str) -> str:
    """Old provinces gathered into the new ones where the year ends after the reform."""
    return f"""SELECT indicator, CASE WHEN y = {LAST} THEN h.home ELSE a.province END AS place, y, sum(v) AS v
        FROM ({inner}) AS a JOIN {_HOMES} ON h.province = a.province GROUP BY 1, 2, 3"""


def normalized(codes: Mapping[str, int], province: int) -> dict[str, str]:
    """By question; all over the one table of figures and the one of places."""
    joined = "FROM figure f JOIN place p USING (place)"
    years = f"""SELECT indicator, p.province, month / 12 AS y, sum(value) AS v {joined}
        WHERE indicator IN ({_some(codes, forty())}) AND cell = 0 AND {{known}} GROUP BY 1, 2, 3"""
    lasts = f"""SELECT DISTINCT ON (place, month / 12) place, month / 12 AS y, value FROM figure
        WHERE indicator = {{code}} AND cell = 0 AND {NOW} ORDER BY place, month / 12, month DESC"""
    ended = f"NOT (l.y = {LAST} AND p.province <> p.home)"
    q5 = f"""SELECT p.province AS place, l.y, sum(value) AS v FROM ({lasts.format(code=codes[STOCK])}) AS l
        JOIN place p USING (place) WHERE {ended} GROUP BY 1, 2"""
    q6 = f"""SELECT p.province AS place, l.y, count(*) FILTER (WHERE value > 0)::float8 / max(c.communes) AS v
        FROM ({lasts.format(code=codes[COVERED])}) AS l JOIN place p USING (place)
            JOIN owed o USING (place) JOIN communes c ON c.place = p.province AND c.y = l.y
        WHERE {ended} AND 12 * l.y + 11 <= o.last_month GROUP BY 1, 2"""
    return {
        "Q1": f"""SELECT p.province AS place, month, sum(value) AS v {joined}
            WHERE indicator = {codes[one()]} AND cell = 0 AND {NOW} GROUP BY 1, 2""",
        "Q2": f"""SELECT indicator, place, sum(value) AS v {joined} WHERE indicator IN ({_some(codes, twenty())})
            AND cell = 0 AND p.province = {province} AND month BETWEEN {12 * ONE_YEAR} AND {12 * ONE_YEAR + 11}
            AND {NOW} GROUP BY 1, 2""",
        "Q3": _by_year(years.format(known=NOW)),
        "Q4": _by_year(years.format(known=THEN)),
        "Q5": q5,
        "Q6": q6,
        "Q7": f"""SELECT indicator, p.home AS place, month / 12 AS y, sum(value) AS v {joined}
            WHERE indicator IN ({_some(codes, ten())}) AND cell = 0 AND {NOW} GROUP BY 1, 2, 3""",
    }


def dhis2_style(uids: Mapping[str, str], province: str) -> dict[str, str]:
    """By question, as the shapes of its SQL are documented in its source: one union of years, filters, one group."""
    every = range(FIRST, LAST + 1)
    union = " UNION ALL ".join(f"SELECT ap.* FROM analytics_{year} AS ap" for year in every)
    hint = ", ".join(map(str, every))
    months = ", ".join(f"'{year}{month:02}'" for year in every for month in range(1, 13))
    years = ", ".join(f"'{year}'" for year in every)

    def some(chosen: Iterable[str]) -> str:
        return ", ".join(f"'{uids[code]}'" for code in chosen)

    def added(what: str, unit: str, period: str, periods: str) -> str:
        return f"""SELECT ax.dx, ax.{unit} AS place, ax.{period} AS y, sum(value) AS v FROM ({union}) AS ax
            WHERE ax.dx IN ({what}) AND ax.{period} IN ({periods}) AND ax.year IN ({hint}) GROUP BY 1, 2, 3"""

    def last(code: str, value: str) -> str:
        """Last value in the period, a query per year."""
        parts = []
        for year in every:
            ended = " AND ax.home = ax.uidlevel2" if year == LAST else ""
            parts.append(f"""(SELECT ax.uidlevel2 AS place, '{year}' AS y, {value} AS v FROM (
                SELECT dx, uidlevel2, home, value, row_number() OVER (
                    PARTITION BY dx, ou, co, ao ORDER BY peenddate DESC, pestartdate DESC) AS pe_rank
                FROM analytics_{year} WHERE dx = '{uids[code]}' AND pestartdate >= '{year}-01-01'
                    AND peenddate <= '{year}-12-31' AND value IS NOT NULL) AS ax
                WHERE ax.pe_rank = 1{ended} GROUP BY 1)""")
        return " UNION ALL ".join(parts)

    merged = "(SELECT DISTINCT uidlevel2, home FROM orgunitstructure) AS h"
    return {
        "Q1": added(some([one()]), "uidlevel2", "monthly", months),
        "Q2": f"""SELECT ax.dx, ax.ou AS place, sum(value) AS v FROM analytics_{ONE_YEAR} AS ax
            WHERE ax.dx IN ({some(twenty())}) AND ax.yearly IN ('{ONE_YEAR}') AND ax.uidlevel2 IN ('{province}')
            GROUP BY 1, 2""",
        "Q3": f"""SELECT dx, CASE WHEN y = '{LAST}' THEN h.home ELSE place END AS place, y, sum(v) AS v
            FROM ({added(some(forty()), "uidlevel2", "yearly", years)}) AS a JOIN {merged} ON h.uidlevel2 = a.place
            GROUP BY 1, 2, 3""",
        "Q5": last(STOCK, "sum(value)"),
        "Q6": f"""SELECT n.place, n.y, v / c.communes AS v
            FROM ({last(COVERED, "count(*) FILTER (WHERE value > 0)::float8")}) AS n
                JOIN communes c ON c.uid = n.place AND c.y::text = n.y""",
        "Q7": added(some(ten()), "home", "yearly", years),
    }
