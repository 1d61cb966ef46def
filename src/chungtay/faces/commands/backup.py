"""`chungtay backup`: one archive of rows, originals (as ciphertext) and warehouse, for any database engine.

Rows are written as JSON lines in the order of their keys, read in one transaction, so that a backup taken on SQLite
restores on PostgreSQL. The master key is NOT in it: keep it elsewhere, or the originals stay closed for good.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path

APPS = (
    "places actors sources indicators forms ledger checks programmes intake warehouse reviews publishing".split()  # noqa: SIM905
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the archive goes."""
    parser.add_argument("file", type=Path, help="tệp .tar / archive to write")


def rows() -> Iterator[str]:
    """Every row of our own rooms as one JSON object per line, referenced rows first."""
    from django.apps import apps
    from django.core import serializers

    for label in APPS:
        for model in _ordered(list(apps.get_app_config(label).get_models())):
            for row in model._default_manager.order_by("pk").iterator(chunk_size=2000):
                yield serializers.serialize("jsonl", [row])


def _ordered(models: list[type]) -> list[type]:
    """Models of one room with referenced ones first; a room has no cycles between different tables."""
    done: list[type] = []
    waiting = list(models)
    while waiting:
        for model in waiting:
            needs = {f.related_model for f in model._meta.get_fields() if f.many_to_one} - {model}  # type: ignore[attr-defined]
            if not (needs & set(waiting)):
                done.append(model)
                waiting.remove(model)
                break
    return done


def run(options: argparse.Namespace) -> int:
    """Write the archive under another name first, so that a broken run leaves no half backup."""
    count, digest = write(options.file)
    print(f"{options.file}: {count} dòng / rows, SHA-256 {digest}")
    print("Khóa chủ không nằm trong bản sao lưu / the master key is not in it.")
    return 0


def write(target: Path) -> tuple[int, str]:
    """Write the archive; returns the number of rows and the SHA-256 of the rows file."""
    from django.conf import settings
    from django.db import transaction

    buffer, digest, count = io.BytesIO(), hashlib.sha256(), 0
    with transaction.atomic(), gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as packed:
        for line in rows():
            packed.write(line.encode())
            digest.update(line.encode())
            count += 1
    part = target.with_name(target.name + ".part")
    with tarfile.open(part, "w") as archive:
        _add(archive, "manifest.json", json.dumps({"format": 1, "rows": count, "sha256": digest.hexdigest()}).encode())
        _add(archive, "rows.jsonl.gz", buffer.getvalue())
        for name, folder in (("sources", settings.SOURCES_DIR), ("warehouse", settings.WAREHOUSE_DIR)):
            if Path(folder).is_dir():
                archive.add(folder, arcname=name)
    part.replace(target)
    return count, digest.hexdigest()


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))
