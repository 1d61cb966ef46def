"""`chungtay restore`: a backup into an empty installation, on whichever database it has, then the chain is verified."""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

from chungtay.kernel.errors import Refusal

if TYPE_CHECKING:
    from django.db.models import Model


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which archive."""
    parser.add_argument("file", type=Path, help="tệp sao lưu / backup to restore")


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when the restored chain does not verify."""
    from chungtay.faces.commands import verify

    print(f"{restore(options.file)} dòng đã khôi phục / rows restored")
    return verify.run(options)


def restore(archive_path: Path) -> int:
    """Load the archive; the number of rows. Refuses a damaged archive and a database that already holds accounts."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0, interactive=False)
    _refuse_unless_empty()
    with _opened(archive_path) as archive:
        manifest = json.loads(_member(archive, "manifest.json", archive_path))
        lines = gzip.decompress(_member(archive, "rows.jsonl.gz", archive_path))
        if hashlib.sha256(lines).hexdigest() != manifest["sha256"]:
            raise _damaged(archive_path, "rows.jsonl.gz")
        with transaction.atomic():
            _load(lines.decode())
            folders = {"sources": Path(settings.SOURCES_DIR), "warehouse": Path(settings.WAREHOUSE_DIR)}
            for entry in archive.getmembers():
                top, _, inside = entry.name.partition("/")
                if top in folders and inside and entry.isfile():
                    target = folders[top] / inside
                    target.parent.mkdir(parents=True, exist_ok=True)
                    stream = archive.extractfile(entry)
                    assert stream
                    target.write_bytes(stream.read())
    return int(manifest["rows"])


def _load(text: str) -> None:
    """Insert in order, in runs of one table; then tell PostgreSQL where its sequences stand."""
    from django.core import serializers
    from django.core.management.color import no_style
    from django.db import connection

    run: list[Model] = []
    seen: list[type[Model]] = []

    def flush() -> None:
        if run:
            type(run[0])._default_manager.bulk_create(run, batch_size=500)
            seen.append(type(run[0]))
            run.clear()

    for item in serializers.deserialize("jsonl", text):
        if run and (type(item.object) is not type(run[0]) or len(run) >= 2000):
            flush()
        run.append(item.object)
    flush()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(dict.fromkeys(seen))):
            cursor.execute(statement)


def _refuse_unless_empty() -> None:
    from chungtay.reference.actors.queries import bodies_all

    if bodies_all():
        raise Refusal.of(
            "SAOLUU-002",
            "cơ sở dữ liệu / database",
            vi="cơ sở dữ liệu đã có dữ liệu, không ghi đè",
            en="the database already holds data and is not overwritten",
            todo="trỏ CHUNGTAY_DATABASE_URL và CHUNGTAY_DATA_DIR tới nơi trống / point both at an empty place",
        )


def _opened(path: Path) -> tarfile.TarFile:
    try:
        return tarfile.open(path)
    except (OSError, tarfile.TarError):
        raise _damaged(path, "tar") from None


def _member(archive: tarfile.TarFile, name: str, path: Path) -> bytes:
    try:
        stream = archive.extractfile(name)
        assert stream
        return stream.read()
    except (KeyError, AssertionError, OSError, tarfile.TarError):
        raise _damaged(path, name) from None


def _damaged(path: Path, part: str) -> Refusal:
    return Refusal.of(
        "SAOLUU-001",
        f"{path.name}: {part}",
        read="tệp hỏng hoặc không phải bản sao lưu / damaged, or no backup",
        expected="tệp do chungtay backup ghi / a file written by chungtay backup",
        todo="dùng bản sao lưu khác / use another backup",
        vi="không đọc được bản sao lưu",
        en="the backup cannot be read",
    )
