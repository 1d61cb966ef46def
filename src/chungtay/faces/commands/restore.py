"""`chungtay restore`: a backup into an empty installation, on whichever database it has, then the chain is verified.

What `setup` loaded is replaced by what the backup holds. Files are unpacked beside their places and moved there last,
within the transaction that loads the rows, so that a refusal leaves neither.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import shutil
import tarfile
import tempfile
import zlib
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from chungtay.faces.commands.backup import FORMAT, MANIFEST, ROWS, folders, models_in_order
from chungtay.faces.commands.sealing import WrongKey, is_sealed, unsealed
from chungtay.health.marks import AUDIT, mark_drop
from chungtay.kernel.errors import Both, Refusal

if TYPE_CHECKING:
    from django.db.models import Model

_LOADED_BY_SETUP = {"places", "indicators", "forms"}
_KINDS_AND_SCALES = {"modelkind", "kindname", "kindlikeness", "ratingscale", "ratinggrade"}
"""Of the register of community models, what `setup` loads; whatever an account added stands beside that account."""
_RUN = 2000
_BLOCK = 1 << 20
_LARGEST_MANIFEST = 256 << 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which archive."""
    parser.add_argument("file", type=Path, help="tệp sao lưu / backup to restore")
    parser.add_argument(
        "--unsealed",
        action="store_true",
        help="nhận tệp không khóa dù đã đặt khóa / take an unsealed file though a key is set",
    )


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when the restored chain does not verify."""
    from chungtay.faces.commands import verify
    from chungtay.results.warehouse.services import generation_build

    print(f"{restore(options.file, takes_unsealed=options.unsealed)} dòng đã khôi phục / rows restored")
    code = verify.run(options)
    generation_build()
    return code


def restore(path: Path, *, takes_unsealed: bool = False) -> int:
    """Load the archive; the number of rows. Refuses a damaged archive, before it touches the database, an
    installation that already holds data, and (SAOLUU-006) a file that is not sealed where a key is set."""
    from django.core.management import call_command
    from django.db import connection, transaction

    with ExitStack() as cleared, _opened(path, cleared, takes_unsealed=takes_unsealed) as archive:
        about = _manifest(archive, path)
        rows = cleared.enter_context(tempfile.TemporaryFile(dir=_beside()))
        aside = {top: _aside(folder, cleared) for top, folder in folders().items()}
        _unpack(archive, about["members"], rows, aside, path)
        call_command("migrate", verbosity=0, interactive=False)
        _refuse_unless_empty()
        with transaction.atomic():
            _clear_setup()
            count = _load(rows, path)
            if count != about["rows"]:
                raise _damaged(path, ROWS)
            connection.check_constraints()
            for top, folder in folders().items():
                aside[top].replace(folder)
    mark_drop(AUDIT)
    return count


def _opened(path: Path, cleared: ExitStack, *, takes_unsealed: bool = False) -> tarfile.TarFile:
    """The archive; one that is sealed is opened into a file without a name, which is gone with the process."""
    from django.conf import settings

    try:
        file: IO[bytes] = cleared.enter_context(path.open("rb"))
        if is_sealed(file):
            plain = cleared.enter_context(tempfile.TemporaryFile(dir=_beside()))  # noqa: SIM115
            unsealed(file, plain, settings.BACKUP_KEY)
            plain.seek(0)
            file = plain
        elif settings.BACKUP_KEY and not takes_unsealed:
            raise _not_sealed(path)
        return tarfile.open(fileobj=file, mode="r:")
    except WrongKey:
        raise Refusal.of(
            "SAOLUU-005",
            path.name,
            expected=Both("khóa đã dùng khi sao lưu", "the key that it was sealed with"),
            vi="không mở được bản sao lưu đã khóa",
            en="the sealed backup cannot be opened",
            todo=Both("đặt CHUNGTAY_BACKUP_KEY đúng khóa cũ", "set CHUNGTAY_BACKUP_KEY to that key"),
        ) from None
    except (OSError, tarfile.TarError):
        raise _damaged(path, "tar") from None


def _not_sealed(path: Path) -> Refusal:
    """Whoever can write to the folder of backups could else put accounts of his own into the next restore."""
    return Refusal.of(
        "SAOLUU-006",
        path.name,
        read=Both("tệp không khóa", "a file that is not sealed"),
        expected=Both("tệp đã khóa bằng CHUNGTAY_BACKUP_KEY", "a file sealed with CHUNGTAY_BACKUP_KEY"),
        vi="đã đặt khóa sao lưu, không nhận tệp không khóa",
        en="a backup key is set, and an unsealed file is not taken",
        todo=Both("nếu biết chắc tệp từ đâu: thêm --unsealed", "if you are sure where it comes from: add --unsealed"),
    )


def _beside() -> Path:
    """Where there is room for a whole backup in the clear: beside the data, which hold the same."""
    from django.conf import settings

    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _manifest(archive: tarfile.TarFile, path: Path) -> dict[str, Any]:
    """What the archive says that it holds; it must hold just that, in plain files under known folders."""
    try:
        entries = {entry.name: entry for entry in archive.getmembers()}
        if entries[MANIFEST].size > _LARGEST_MANIFEST:
            raise _damaged(path, MANIFEST)
        about: dict[str, Any] = json.loads(_content(archive, entries[MANIFEST]).read())
        if about["format"] != FORMAT:
            raise _other_version(path, f"format {about['format']}")
        if set(entries) != {MANIFEST, *about["members"]} or ROWS not in entries:
            raise _damaged(path, "tar")
    except (OSError, tarfile.TarError, KeyError, TypeError, ValueError):
        raise _damaged(path, MANIFEST) from None
    for name, entry in entries.items():
        if not entry.isfile() or not (name in (MANIFEST, ROWS) or _is_ours(name)):
            raise _damaged(path, name)
    return about


def _is_ours(name: str) -> bool:
    """Whether the member lies inside one of the folders: no way up, no drive, no root."""
    parts = PurePosixPath(name).parts
    plain = all(part != ".." and not set(part) & set("\\:\0") for part in parts)
    return plain and len(parts) > 1 and parts[0] in folders() and "/".join(parts) == name


def _content(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    stream = archive.extractfile(entry)
    if stream is None:
        raise tarfile.ReadError(entry.name)
    return stream


def _aside(folder: Path, cleared: ExitStack) -> Path:
    """An empty folder beside the one to be filled, gone at the end whatever happens."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    cleared.callback(shutil.rmtree, aside, ignore_errors=True)
    return aside


def _unpack(
    archive: tarfile.TarFile, members: dict[str, str], rows: IO[bytes], aside: dict[str, Path], path: Path
) -> None:
    """Every member to its place, each compared with the digest in the manifest."""
    for name, expected in members.items():
        try:
            content = _content(archive, archive.getmember(name))
            if name == ROWS:
                found = _copy(content, rows)
            else:
                top, _, inside = name.partition("/")
                target = aside[top] / inside
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                with target.open("xb") as file:
                    target.chmod(0o600)
                    found = _copy(content, file)
        except (tarfile.TarError, EOFError, FileExistsError):
            raise _damaged(path, name) from None
        if found != expected:
            raise _damaged(path, name)
    rows.seek(0)


def _copy(content: IO[bytes], target: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := content.read(_BLOCK):
        digest.update(block)
        target.write(block)
    return digest.hexdigest()


def _clear_setup() -> None:
    """Empty the reference tables. Nothing refers to them: every other table was found empty."""
    from django.db import connection

    with connection.cursor() as cursor:
        for model in reversed(models_in_order()):
            if _is_loaded_by_setup(model):
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


def _load(rows: IO[bytes], path: Path) -> int:
    """Insert in order, in runs of one table; then tell PostgreSQL where its sequences stand."""
    from django.core import serializers
    from django.core.management.color import no_style
    from django.core.serializers.base import DeserializationError
    from django.db import connection

    run: list[Model] = []
    seen: dict[type[Model], int] = {}

    def flush() -> None:
        if run:
            model = type(run[0])
            model._base_manager.bulk_create(run, batch_size=500)
            seen[model] = seen.get(model, 0) + len(run)
            run.clear()

    try:
        with gzip.open(rows) as packed:
            for item in serializers.deserialize("jsonl", io.TextIOWrapper(packed, "ascii", newline="\n")):
                if run and (type(item.object) is not type(run[0]) or len(run) >= _RUN):
                    flush()
                run.append(item.object)
    except (EOFError, OSError, UnicodeDecodeError, zlib.error):
        raise _damaged(path, ROWS) from None
    except DeserializationError as error:
        raise _other_version(path, str(error)[:120]) from None
    flush()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(seen)):
            cursor.execute(statement)
    return sum(seen.values())


def _is_loaded_by_setup(model: type[Model]) -> bool:
    about = model._meta
    of_models = about.app_label == "community" and about.model_name in _KINDS_AND_SCALES
    return about.app_label in _LOADED_BY_SETUP or of_models


def _refuse_unless_empty() -> None:
    tables = (model for model in models_in_order() if not _is_loaded_by_setup(model))
    files = (folder for folder in folders().values() if folder.is_dir() and any(folder.iterdir()))
    holding = next((model._meta.db_table for model in tables if model._base_manager.exists()), None)
    if holding or (holding := next((str(folder) for folder in files), None)):
        raise Refusal.of(
            "SAOLUU-002",
            Both("nơi khôi phục", "the place to restore to"),
            read=holding,
            expected=Both("cơ sở dữ liệu và thư mục trống", "an empty database and empty folders"),
            vi="nơi này đã có dữ liệu, không ghi đè",
            en="it already holds data and is not overwritten",
            todo=Both("trỏ CHUNGTAY_DATABASE_URL và CHUNGTAY_DATA_DIR tới nơi trống", "point both at an empty place"),
        )


def _damaged(path: Path, part: str) -> Refusal:
    return Refusal.of(
        "SAOLUU-001",
        f"{path.name}: {part}",
        read=Both("tệp hỏng hoặc không phải bản sao lưu", "damaged, or no backup"),
        expected=Both("tệp do chungtay backup ghi", "a file written by chungtay backup"),
        todo=Both("dùng bản sao lưu khác", "use another backup"),
        vi="không đọc được bản sao lưu",
        en="the backup cannot be read",
    )


def _other_version(path: Path, read: str) -> Refusal:
    return Refusal.of(
        "SAOLUU-003",
        path.name,
        read=read,
        expected=Both("bản sao lưu của phiên bản này", "a backup of this version"),
        todo=Both(
            "khôi phục bằng phiên bản đã sao lưu, rồi nâng cấp", "restore with the version that wrote it, then upgrade"
        ),
        vi="bản sao lưu của phiên bản khác",
        en="the backup is of another version",
    )
