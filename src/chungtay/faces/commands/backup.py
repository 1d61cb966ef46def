"""`chungtay backup`: one archive of rows, originals (as ciphertext) and snapshots, for any database engine.

Rows are JSON lines, referenced tables first, all as of one moment, so that a backup taken on SQLite restores on
PostgreSQL. Generations of the warehouse are left out: restoring makes them again; so are sessions and tries at the
door, and residents' answers of the month that is open with its salt: a copy would outlive the month in which they are
destroyed. The master key is NOT in it: keep it elsewhere, or the originals stay closed for good. The same state gives
the same archive, to the byte; with CHUNGTAY_BACKUP_KEY it is sealed on its way to the disk, and no two are alike.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from graphlib import TopologicalSorter
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.core.serializers.jsonl import Serializer

from chungtay.faces.commands.sealing import Sealing
from chungtay.kernel.errors import Both, Refusal

if TYPE_CHECKING:
    from django.db.models import Model

FORMAT = 1
MANIFEST, ROWS = "manifest.json", "rows.jsonl.gz"


class _Exact(DjangoJSONEncoder):
    """Django's encoder cuts instants to milliseconds, and the chain seals them to the microsecond."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


class _Lines(Serializer):
    """A line per row, in ASCII, so that no character inside a text can end it."""

    _encoder = _Exact()

    def end_object(self, obj: Any) -> None:
        self.stream.write(self._encoder.encode(self.get_dump_object(obj)) + "\n")


class _Counted:
    """What rows are written to: packs them and counts lines."""

    def __init__(self, target: IO[bytes]) -> None:
        self.packed, self.count = gzip.GzipFile(fileobj=target, filename="", mode="wb", mtime=0), 0

    def write(self, line: str) -> None:
        self.packed.write(line.encode("ascii"))
        self.count += 1


FORGOTTEN = ("publishing.AnswerSalt", "publishing.ResidentAnswer", "actors.OpenSession")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the archive goes."""
    parser.add_argument("file", type=Path, help="tệp .tar / archive to write")


def run(options: argparse.Namespace) -> int:
    """Write the archive under another name first, so that a broken run leaves no half backup."""
    from chungtay.health.marks import BACKUP, mark_set

    try:
        count, digest = write(options.file)
    except OSError as error:
        raise Refusal.of(
            "SAOLUU-004",
            str(options.file),
            read=error.strerror or "",
            expected=Both("thư mục ghi được, đủ chỗ trống", "a folder that can be written, with room"),
            vi="không ghi được bản sao lưu",
            en="the backup cannot be written",
            todo=Both("chọn chỗ khác", "choose another place"),
        ) from None
    mark_set(BACKUP, rows=count)
    print(f"{options.file}: {count} dòng / rows, SHA-256 {digest}")
    print("Khóa chủ không nằm trong bản sao lưu / the master key is not in it.")
    return 0


def models_in_order() -> list[type[Model]]:
    """The tables of every installed room, referenced ones first; graphlib.CycleError where tables need each other.

    A new room is among them without being named anywhere; tables that are forgotten each month and those of the parts
    that we use are not.
    """
    from django.apps import apps

    rooms = [room for room in apps.get_app_configs() if room.name.startswith("chungtay.")]
    models = [model for room in rooms for model in room.get_models(include_auto_created=True)]
    models = [model for model in models if model._meta.label not in FORGOTTEN]
    needs = {model: [other for other in models if other in _needed(model)] for model in models}
    return [*TopologicalSorter(needs).static_order()]


def _needed(model: type[Model]) -> set[Any]:
    """The tables that its keys name, itself left out."""
    return {field.related_model for field in model._meta.concrete_fields if field.is_relation} - {model}


def write(target: Path) -> tuple[int, str]:
    """Write the archive; returns the number of rows and the archive's SHA-256. Memory does not grow with the tables."""
    part = target.with_name(target.name + ".part")
    try:
        # It holds password hashes and wrapped keys: for its owner alone.
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            count = _write_sealed(file, target.parent)
            file.flush()
            os.fsync(file.fileno())
        digest = _digest(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return count, digest


def _write_sealed(file: IO[bytes], beside: Path) -> int:
    from django.conf import settings

    if not settings.BACKUP_KEY:
        return _write_archive(file, beside)
    sealing = Sealing(file, settings.BACKUP_KEY)
    # Rows lie in the clear for a while: beside the data, which hold the same, and never on the backup's disk.
    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    count = _write_archive(cast(IO[bytes], sealing), folder)
    sealing.finish()
    return count


def _write_archive(file: IO[bytes], beside: Path) -> int:
    members: dict[str, str] = {}
    with tarfile.open(fileobj=file, mode="w") as archive, tempfile.TemporaryFile(dir=beside) as packed:
        count = _write_rows(packed)
        packed.seek(0)
        members[ROWS] = _add(archive, ROWS, packed)
        for name, path in files():
            with path.open("rb") as content:
                members[name] = _add(archive, name, content)
        about = {"format": FORMAT, "rows": count, "members": members}
        _add(archive, MANIFEST, io.BytesIO(json.dumps(about, indent=1).encode()))
    return count


def _write_rows(target: IO[bytes]) -> int:
    lines = _Counted(target)
    with _one_moment():
        for model in models_in_order():
            rows = model._base_manager.order_by("pk").iterator(chunk_size=2000)
            _Lines().serialize(rows, stream=cast(IO[str], lines))
    lines.packed.close()
    return lines.count


@contextmanager
def _one_moment() -> Iterator[None]:
    """All tables as they were at one moment, while others go on writing."""
    from django.db import connection, transaction

    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Transactions of this project take SQLite's writing lock at once; a plain one only reads.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def folders() -> dict[str, Path]:
    """The folders that a backup holds, by their names in it."""
    from django.conf import settings

    return {"sources": Path(settings.SOURCES_DIR), "snapshots": Path(settings.WAREHOUSE_DIR) / "snapshots"}


def files() -> Iterator[tuple[str, Path]]:
    """Files by their names in the archive. They are listed after the rows were read: a row's files come before it."""
    for top, folder in folders().items():
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            # Names that begin with a dot are still being written.
            if path.is_file() and not any(part.startswith(".") for part in inside.parts):
                yield f"{top}/{inside.as_posix()}", path


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes]) -> str:
    """Add a member, without time or owner; returns its SHA-256."""
    entry = tarfile.TarInfo(name)
    entry.size = content.seek(0, os.SEEK_END)
    entry.mode = 0o600
    content.seek(0)
    archive.addfile(entry, content)
    content.seek(0)
    return hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
