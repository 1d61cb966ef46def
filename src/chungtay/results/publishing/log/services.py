"""Appending to the public log and signing its head. Whatever is public stands in it, in the order in which it came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from chungtay.kernel.errors import Both, Refusal
from chungtay.results.publishing.log import queries
from chungtay.results.publishing.log.entries import Entry
from chungtay.results.publishing.log.note import Checkpoint, note_sign
from chungtay.results.publishing.log.tree import Growth, leaf_hash
from chungtay.results.publishing.models import LogDigest, LogHead, LogTile

if TYPE_CHECKING:
    from datetime import datetime

APPENDING_LOCK = 20_130_911
"""PostgreSQL's advisory lock that appending takes in turn; SQLite lets one writer in at a time anyway."""
_AT_ONCE = 4_000

_Full = tuple[int, int, bytes, bytes]


def leaves_append(entries: Iterable[Entry]) -> int:
    """Append leaves in this order and give the position of the first; the next free position where there are none.

    Only inside the transaction of what is made public, which takes the log's lock until it ends: positions have no
    gaps, and a leaf stands exactly when what it tells does. TransactionManagementError outside one.
    """
    appending_wait()
    first = queries.log_size()
    growth = Growth(first, queries.tile)
    at = timezone.now()
    remaining = iter(entries)
    while some := list(islice(remaining, _AT_ONCE)):
        _some_append(growth, some, at)
    return first


def head_sign() -> LogHead:
    """The head over all leaves, signed with this installation's key and kept; the one that stands already where
    nothing came since. Inside a transaction. Refusal CONGBO-101 without a key."""
    appending_wait()
    tree = queries.tree_of(queries.log_size())
    found = LogHead.objects.filter(size=tree.size).first()
    if found is not None:
        return found
    head = Checkpoint(settings.LOG_NAME, tree.size, tree.root())
    note = note_sign(head.text, settings.LOG_NAME, signing_seed())
    return LogHead.objects.create(size=head.size, root=head.root, note=note, at=timezone.now())


def signing_seed() -> bytes:
    """The 32 secret bytes of the log's key. Refusal CONGBO-101 where the setting is empty or no such key."""
    try:
        seed = bytes.fromhex(settings.LOG_KEY)
    except ValueError:
        seed = b""
    if len(seed) != 32:
        raise Refusal.of(
            "CONGBO-101",
            "CHUNGTAY_LOG_KEY",
            expected=Both("64 chữ số hex", "64 hex digits"),
            todo=Both(
                "Tạo khóa một lần (xem docs/public-log.md), ghi vào môi trường, giữ bản sao ở nơi an toàn",
                "Make a key once (see docs/public-log.md), put it into the environment, keep a copy in a safe place",
            ),
            vi="Chưa có khóa để ký nhật ký công khai",
            en="There is no key to sign the public log with",
        )
    return seed


def _some_append(growth: Growth, some: Sequence[Entry], at: datetime) -> None:
    position = growth.size
    rows: list[tuple[int, str, str, bytes]] = []
    tiles: list[_Full] = []
    digests: list[LogDigest] = []
    for entry in some:
        body = entry.body
        hashed = leaf_hash(body.encode())
        rows.append((position, entry.kind.value, body, hashed))
        digests += (LogDigest(digest=digest, position=position) for digest in entry.digests)
        tiles += growth.add(hashed)
        position += 1
    _leaves_insert(rows, at)
    LogDigest.objects.bulk_create(digests)
    LogTile.objects.bulk_create(
        LogTile(level=level, index=index, hashes=hashes, root=root) for level, index, hashes, root in tiles
    )


def _leaves_insert(rows: Sequence[tuple[int, str, str, bytes]], at: datetime) -> None:
    """By the shortest way of each engine: bulk_create would be most of what appending costs."""
    names = '"position", "kind", "body", "leaf_hash", "appended_at"'
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY publishing_logleaf ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((*row, at))
        else:
            told = connection.ops.adapt_datetimefield_value(at)
            statement = f"INSERT INTO publishing_logleaf ({names}) VALUES (%s, %s, %s, %s, %s)"
            cursor.executemany(statement, [(*row, told) for row in rows])


def appending_wait() -> None:
    """Wait, inside a transaction, until nobody else appends: what is looked up after that is not added meanwhile."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("the log is appended to inside the caller's transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [APPENDING_LOCK])
