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
_SAME_KEY = " AND ".join(
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
FROM k JOIN ledger_batch b ON {_SAME_KEY} JOIN ledger_decision d ON d.batch_id = b.id
WHERE d.transaction_id <= %s
ORDER BY {_KEY}, d.transaction_id, d.id
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
