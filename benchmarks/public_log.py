"""What appending to the public log and proving from it cost, in CPU seconds, up to millions of leaves.

    python -m benchmarks.public_log [--leaves 12_000_000] [--to FILE]

Leaves are as long as those of figures are. SQLite in a file of its own, with the triggers that guard it.
"""

from __future__ import annotations

import argparse
import os
import random
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time


def main() -> None:
    """Prints one line for each measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--leaves", type=lambda text: int(text.replace("_", "")), default=12_000_000)
    parser.add_argument("--at-once", type=int, default=250_000)
    parser.add_argument("--to", type=Path)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        path = options.to or Path(folder) / "log.sqlite3"
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "chungtay.config.settings",
            "CHUNGTAY_DATABASE_URL": f"sqlite:///{path}",
        }
        os.environ.setdefault("CHUNGTAY_DATA_DIR", folder)
        import django

        django.setup()
        _tables()
        _appended(options.leaves, options.at_once)
        _proven()


def _tables() -> None:
    from django.db import connection

    from chungtay.results.publishing.guards import GUARDS
    from chungtay.results.publishing.models import LogDigest, LogHead, LogLeaf, LogTile

    with connection.schema_editor() as editor:
        for model in (LogLeaf, LogTile, LogHead, LogDigest):
            editor.create_model(model)
    GUARDS.install(connection)


def _entries(first: int, count: int):  # type: ignore[no-untyped-def]
    from chungtay.results.publishing.log.entries import Entry, LeafKind

    same = {"publication": "2026-q3-ha-tinh", "secret": "5f0c3a9be1d24c77a9b1e0d6c2f48a10"}
    rest = {"absence": "", "cell": "", "end": "2026-09-30", "estimated_share": "", "expected": 69, "hidden": ""}
    rest |= {"indicator": "tips.received", "precision": "exact", "reported": 67, "rounded_to": 10}
    for at in range(first, first + count):
        told = {"place": [f"{at % 100_000:05d}", "2025", "commune", "Xã Kỳ Anh"], "shown": [str(at), str(at)]}
        yield Entry(LeafKind.FIGURE, {**same, **rest, **told, "low": str(at), "high": str(at), "start": "2026-07-01"})


def _appended(leaves: int, at_once: int) -> None:
    from django.db import transaction

    from chungtay.results.publishing.log.services import head_sign, leaves_append

    spent = 0.0
    for first in range(0, leaves, at_once):
        began = process_time()
        with transaction.atomic():
            leaves_append(_entries(first, min(at_once, leaves - first)))
            head_sign()
        spent += process_time() - began
        done = min(leaves, first + at_once)
        if done == leaves or (first // at_once) % 8 == 0:
            print(f"{done:>12,} leaves  {spent:8.1f} s  {spent / done * 1e6:6.1f} us a leaf", flush=True)


def _proven() -> None:
    from django.db import transaction

    from chungtay.results.publishing.log import queries
    from chungtay.results.publishing.log.services import head_sign, leaves_append

    size = queries.log_size()
    chosen = [random.Random(7).randrange(size) for _ in range(300)]
    _measure("inclusion", lambda: [queries.proof_inclusion(at, size) for at in chosen], len(chosen))
    _measure("consistency", lambda: [queries.proof_consistency(max(1, at), size) for at in chosen], len(chosen))
    _measure("root", lambda: [queries.tree_of(size).root() for _ in range(50)], 50)

    def one() -> None:
        for number in range(50):
            with transaction.atomic():
                leaves_append(_entries(size + number, 1))
                head_sign()

    _measure("append one, sign", one, 50)


def _measure(name: str, done: object, times: int) -> None:
    began = process_time()
    done()  # type: ignore[operator]
    print(f"{name:>16}  {(process_time() - began) / times * 1000:7.2f} ms each", flush=True)


if __name__ == "__main__":
    main()
