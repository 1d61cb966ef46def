"""How complete reporting was over a nation and ten years: expected against received, in columns, from a generation.

`completeness` tells of every report whether it came in time, from the ledger itself. This counts the approved ones
alone, in one statement, for every province, district or commune and every reporting period: expected are the places
that owe the form on the period's last day, received those of them of which an approved report stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.periods import Period, Regime
from chungtay.reference.forms import queries as forms
from chungtay.results.warehouse.asking import check_division
from chungtay.results.warehouse.facts import LEVELS, World, divide
from chungtay.results.warehouse.layout import day_number
from chungtay.results.warehouse.loading import world_of
from chungtay.results.warehouse.queries import Standing, place_of, standing_at
from chungtay.results.warehouse.questions import Question
from chungtay.results.warehouse.scanning import Statement
from chungtay.results.warehouse.spans import int_table

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.results.warehouse.stores import Store

ARRIVALS: Final = pa.schema(
    [
        ("place", pa.dictionary(pa.int32(), pa.string())),
        ("start", pa.date32()),
        ("end", pa.date32()),
        ("expected", pa.int32()),
        ("received", pa.int32()),
    ]
)
_LEVELS: Final = ("country", "province", "district", "commune")


def arrivals(
    form_code: str,
    place: str,
    period: Period,
    *,
    by: str = "province",
    as_known_at: int | None = None,
    user: User | None = None,
) -> pa.Table:
    """ARRIVALS: a row for each place of a level (country, province, district, commune) and reporting period of the
    form within the asked one, of which anything is expected; in order of period and place.

    Of two provinces around an old commune the one that was in force at the end of a period counts its report. With a
    user as in `queries.answer`; Refusals BIEUMAU-001 for an unknown form, KHO-027 where none of its periods lies
    within the asked one, KHO-029 for another level, KHO-035 before the first generation.
    """
    asked = place_of(place, user)
    regime = Regime(forms.form_get(form_code).regime)
    check_division(Question((), asked.key, period, by_period=regime))
    if by not in _LEVELS:
        raise _no_level(by)
    standing = standing_at(as_known_at)
    if standing is None:
        raise _nothing_laid_down()
    store, periods = standing.store, divide(period, regime)
    tables = {
        "buckets": int_table(("bucket", "first_day", "last_day"), _days(periods)),
        "owed": _owed(store, world_of(asked, ()), form_code),
        "fresh": int_table(("place", "first_day", "last_day"), _fresh(standing, form_code)),
        "gone": int_table(("batch",), [(batch,) for batch in standing.tail.ended] if standing.tail else []),
    }
    root = store.place_codes[asked.key]
    reach = (root, store.ends[root])
    known = "known_to IS NULL"
    if standing.at is not None:
        known = f"known_from <= {standing.at} AND (known_to IS NULL OR known_to > {standing.at})"
    text = _TEXT.format(known=known)
    parameters = (store.forms.get(form_code, -1), *reach, LEVELS.index(by), *reach)
    found = store.run(Statement(text, parameters, tables))
    return _shown(store, found, periods)


def _days(periods: Sequence[Period]) -> list[tuple[int, int, int]]:
    return [(n, day_number(period.start), day_number(period.end)) for n, period in enumerate(periods)]


def _owed(store: Store, world: World, form: str) -> pa.Table:
    def make() -> pa.Table:
        rows = [
            (
                store.place_codes[duty.place],
                day_number(duty.valid_from),
                None if duty.valid_to is None else day_number(duty.valid_to),
                duty.least_days,
            )
            for duty in world.duties
            if duty.form == form and duty.place in store.place_codes
        ]
        return int_table(("place", "valid_from", "valid_to", "least_days"), rows)

    return store.remember("owed", (id(world.duties), form), world.duties, make)


def _fresh(standing: Standing, form: str) -> list[tuple[int, int, int]]:
    codes = standing.store.place_codes
    return [
        (codes[item.place], day_number(item.period.start), day_number(item.period.end))
        for item in (standing.tail.receipts if standing.tail else ())
        if item.form == form and item.place in codes
    ]


_TEXT: Final = """
    WITH came AS (
        SELECT DISTINCT b.bucket, r.place FROM (
            SELECT place, first_day, last_day FROM came_in WHERE form = ? AND place BETWEEN ? AND ? AND {known}
                AND batch NOT IN (SELECT batch FROM gone)
            UNION ALL SELECT place, first_day, last_day FROM fresh
        ) r JOIN buckets b ON b.first_day = r.first_day AND b.last_day = r.last_day
    ), due AS (
        SELECT DISTINCT b.bucket, b.last_day, o.place FROM owed o JOIN buckets b ON o.valid_from <= b.last_day
            AND coalesce(o.valid_to >= b.last_day, TRUE) AND b.last_day - b.first_day + 1 >= o.least_days
    ), homes AS (
        SELECT c.place, c.above, coalesce(p.valid_from, -1000000) AS valid_from,
            coalesce(p.valid_to, 1000000) AS valid_to, count(*) OVER (PARTITION BY c.place) = 1 AS alone
        FROM closure c JOIN places p ON p.code = c.above WHERE p.rank = ? AND c.above BETWEEN ? AND ?
    )
    SELECT d.bucket, h.above AS place, count(*)::INT AS expected, count(r.place)::INT AS received
    FROM due d JOIN homes h ON h.place = d.place AND (h.alone OR d.last_day BETWEEN h.valid_from AND h.valid_to)
        LEFT JOIN came r ON r.bucket = d.bucket AND r.place = d.place
    GROUP BY d.bucket, h.above ORDER BY d.bucket, h.above"""


def _shown(store: Store, found: pa.Table, periods: Sequence[Period]) -> pa.Table:
    found = found.combine_chunks()
    starts, ends = pa.array([p.start for p in periods]), pa.array([p.end for p in periods])
    place = pa.DictionaryArray.from_arrays(_one(found, "place"), store.words("place"))
    bucket = _one(found, "bucket")
    columns = [place, starts.take(bucket), ends.take(bucket), _one(found, "expected"), _one(found, "received")]
    return pa.table(columns, schema=ARRIVALS)


def _one(found: pa.Table, name: str) -> pa.Array:
    """A column in one piece."""
    chunks = found[name].chunks
    return chunks[0].cast(pa.int32()) if chunks else pa.array([], pa.int32())


def _nothing_laid_down() -> Refusal:
    return Refusal.of(
        "KHO-035",
        Both("kho số liệu", "warehouse"),
        read="0",
        expected=Both("kho đã dựng ít nhất một lần", "a warehouse that was built at least once"),
        todo=Both("chạy chungtay warehouse build", "run chungtay warehouse build"),
        vi="kho số liệu chưa được dựng lần nào",
        en="the warehouse was never built",
    )


def _no_level(read: str) -> Refusal:
    return Refusal.of(
        "KHO-029",
        Both("cấp", "level"),
        read=read,
        expected=", ".join(_LEVELS),
        todo=Both("chọn một cấp", "choose a level"),
        vi="không trả lời theo cấp này",
        en="there are no answers by this level",
    )
