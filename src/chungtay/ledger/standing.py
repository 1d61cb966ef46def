"""Which version of a report stands, from which transaction to which.

A batch stands at transaction T when the latest decision about it up to T is 'approved' or 'published' and no later
version of the same key does. So a returned newer version supersedes nothing, and when the version that superseded is
withdrawn the one before it stands again.

It is worked out per batch from the decisions, which are few beside the figures (one form of a commune holds dozens,
that of a province thousands), and held in no table: nothing has to be kept in step with what was decided.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.db import connection

from chungtay.ledger.transactions import transaction_now
from chungtay.ledger.types import DecisionKind

_AT_ONCE = 500
"""Batches asked about by one statement."""


class Event(NamedTuple):
    """A decision about one version of a key, reduced to what matters here."""

    transaction: int
    version: int
    batch_id: int
    stands: bool


NEVER = 0
"""`known_from` of a batch that never stood: transactions count from 1."""


@dataclass(frozen=True)
class Stretch:
    """A batch stood from `known_from` until before `known_to` (None: it still stands)."""

    batch_id: int
    known_from: int
    known_to: int | None = None


def stretches(events: Iterable[Event]) -> list[Stretch]:
    """The stretches of one key from its decisions in order of transaction; they never overlap."""
    standing: dict[int, int] = {}
    found: list[Stretch] = []
    current: Stretch | None = None
    for transaction, together in groupby(events, key=lambda event: event.transaction):
        for event in together:
            if event.stands:
                standing[event.version] = event.batch_id
            else:
                standing.pop(event.version, None)
        batch_id = standing[max(standing)] if standing else None
        if current is not None and current.batch_id != batch_id:
            found.append(Stretch(current.batch_id, current.known_from, transaction))
            current = None
        if current is None and batch_id is not None:
            current = Stretch(batch_id, transaction)
    return [*found, current] if current else found


_KEY = 'b.body_id, b.form_id, b.place_id, b.start, b."end", b.regime'
SAME_KEY = " AND ".join(
    f"b.{column} = k.{column}" for column in ("body_id", "form_id", "place_id", "start", '"end"', "regime")
)
_TIMELINE = f"""
SELECT {_KEY}, d.transaction_id, b.version, b.id, d.kind
FROM ledger_decision d JOIN ledger_batch b ON b.id = d.batch_id
WHERE d.transaction_id <= %s
ORDER BY {_KEY}, d.transaction_id, d.id
"""
# The keys come first, so that the ledger's tail costs what was decided in it and not what was ever decided.
_TIMELINE_OF = f"""
WITH k AS (SELECT DISTINCT {_KEY} FROM ledger_batch b WHERE b.id IN ({{batches}}))
SELECT {_KEY}, d.transaction_id, b.version, b.id, d.kind
FROM k JOIN ledger_batch b ON {SAME_KEY} JOIN ledger_decision d ON d.batch_id = b.id
WHERE d.transaction_id <= %s
ORDER BY {_KEY}, d.transaction_id, d.id
"""
# The same for all keys at once, in SQL alone: `stretch` (batch_id, known_from, known_to). A batch with no other version
# of its key stands as was decided of it. Where there are several, nothing changes between two cuts, and of those that
# stand there the latest version counts; pieces of one batch that follow on each other are one stretch.
STRETCHES = f"""
WITH told AS (
    SELECT batch_id, transaction_id AS t, CASE WHEN kind IN ({{stands}}) THEN 1 ELSE 0 END AS stands,
        row_number() OVER (PARTITION BY batch_id, transaction_id ORDER BY id DESC) AS nth
    FROM ledger_decision WHERE transaction_id <= %s {{among}}
), course AS (
    SELECT batch_id, t, stands, lag(stands) OVER (PARTITION BY batch_id ORDER BY t) AS before FROM told WHERE nth = 1
), change AS (
    SELECT batch_id, t, stands, lead(t) OVER (PARTITION BY batch_id ORDER BY t) AS until
    FROM course WHERE stands <> coalesce(before, 0)
), run AS (
    SELECT batch_id, t AS known_from, until AS known_to FROM change WHERE stands = 1
), k AS (
    SELECT {_KEY}, min(b.id) AS series FROM ledger_batch b {{of_batches}} GROUP BY {_KEY} HAVING count(*) > 1
), version AS (
    SELECT b.id AS batch_id, b.version, k.series FROM ledger_batch b JOIN k ON {SAME_KEY}
), rival AS (
    SELECT run.*, version, series FROM run JOIN version ON version.batch_id = run.batch_id
), cut AS (
    SELECT series, known_from AS t FROM rival UNION SELECT series, known_to FROM rival WHERE known_to IS NOT NULL
), piece AS (
    SELECT series, t, lead(t) OVER (PARTITION BY series ORDER BY t) AS until FROM cut
), counted AS (
    SELECT t, until, batch_id, row_number() OVER (PARTITION BY piece.series, t ORDER BY version DESC) AS nth
    FROM piece JOIN rival ON rival.series = piece.series AND known_from <= t AND (known_to IS NULL OR known_to > t)
), started AS (
    SELECT batch_id, t, until,
        CASE WHEN lag(until) OVER (PARTITION BY batch_id ORDER BY t) = t THEN 0 ELSE 1 END AS starts
    FROM counted WHERE nth = 1
), numbered AS (
    SELECT batch_id, t, until, sum(starts) OVER (PARTITION BY batch_id ORDER BY t) AS number FROM started
), stretch AS (
    SELECT run.* FROM run LEFT JOIN version ON version.batch_id = run.batch_id WHERE version.batch_id IS NULL
    UNION ALL
    SELECT batch_id, min(t), CASE WHEN count(until) = count(*) THEN max(until) END FROM numbered
    GROUP BY batch_id, number
)
"""
_DECIDED_BETWEEN = "SELECT batch_id FROM ledger_decision WHERE transaction_id > %s AND transaction_id <= %s"
_ABOUT_PLACE = "SELECT batch_id FROM ledger_figure WHERE place_id = %s"


def stretches_all(at: int) -> Iterator[Stretch]:
    """Every stretch of every key as known at transaction `at`, key by key. Streams."""
    return _stretches(_TIMELINE, (at,))


def stretches_touched(*, after: int, at: int) -> Iterator[Stretch]:
    """The whole course, up to `at`, of the keys about which anything was decided after `after`."""
    return _stretches(_TIMELINE_OF.format(batches=_DECIDED_BETWEEN), (after, at, at))


def stretches_about(*, place_id: int, at: int) -> Iterator[Stretch]:
    """The course, up to `at`, of the keys under which a figure about the place was ever recorded."""
    return _stretches(_TIMELINE_OF.format(batches=_ABOUT_PLACE), (place_id, at))


def stretches_of(batch_ids: Sequence[int], *, at: int) -> Iterator[Stretch]:
    """The course, up to `at`, of the keys of a few batches (at least one)."""
    return _stretches(_TIMELINE_OF.format(batches=", ".join(["%s"] * len(batch_ids))), (*batch_ids, at))


def _stretches(sql: str, parameters: tuple[int, ...]) -> Iterator[Stretch]:
    for _, rows in groupby(_rows(sql, parameters), key=lambda row: row[:6]):
        yield from stretches(Event(row[6], row[7], row[8], DecisionKind(row[9]).stands) for row in rows)


def _rows(sql: str, parameters: tuple[int, ...]) -> Iterator[tuple[Any, ...]]:
    # A cursor on the server: the decisions of ten years do not have to fit in memory at once.
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(5000):
            yield from rows


def standing_of(batch_ids: Iterable[int]) -> Iterator[Stretch]:
    """The stretches that last now, of these batches."""
    wanted = set(batch_ids)
    ordered, now = sorted(wanted), transaction_now()
    for at in range(0, len(ordered), _AT_ONCE):
        for stretch in stretches_of(ordered[at : at + _AT_ONCE], at=now):
            if stretch.known_to is None and stretch.batch_id in wanted:
                yield stretch
