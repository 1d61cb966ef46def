"""What a folder, a zip archive or a handful of files holds, looked at before anything is read. Knows no database.

Nothing is ever unpacked to the disk. An archive inside an archive is told and never opened; links are not followed.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Protocol

from chungtay.gathering.intake.uploads.refusals import problem, refused
from chungtay.gathering.intake.workbooks.precheck import LARGEST
from chungtay.gathering.intake.workbooks.refusals import problem as workbook_problem
from chungtay.kernel.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from chungtay.kernel.errors import Problem

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
DOCUMENTS = (".docx", ".doc", ".pdf", ".html", ".htm", ".txt", ".rtf", ".odt")
ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tgz", ".bz2", ".xz", ".tar")
MOST_FILES, MOST_BYTES = 20_000, 4 * 1024**3
RATIO, _SMALL = 200, 10 * 1024 * 1024
_NOISE = ("~$", ".")
"""What Excel and the systems leave beside the files that people made: passed over without a word."""


@dataclass(frozen=True)
class Listed:
    """One file: `key` reads it, `name` is shown. `problem`: why it is not read, then `sha256` may be ""."""

    key: str
    name: str
    sha256: str
    problem: Problem | None = None


class Bundle(Protocol):
    """Files by key, whatever holds them."""

    def sizes(self) -> Iterator[tuple[str, int]]:
        """Every file with its size in bytes, in order of name."""

    def read(self, key: str) -> bytes:
        """The bytes of one, at most one more than the largest workbook; OSError where it cannot be read."""


class Folder:
    """A folder with all folders in it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def sizes(self) -> Iterator[tuple[str, int]]:
        """See `Bundle`."""
        for path in sorted(self._path.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield str(path.relative_to(self._path)), path.stat().st_size

    def read(self, key: str) -> bytes:
        """See `Bundle`."""
        with (self._path / key).open("rb") as file:
            return file.read(LARGEST + 1)


class Archive:
    """A zip archive. Refusals GOI-102 to 104 when it is opened."""

    def __init__(self, file: Path | IO[bytes], name: str) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise refused("GOI-103", name) from error
        members = [member for member in self._zip.infolist() if not member.is_dir()]
        total = sum(member.file_size for member in members)
        packed = sum(member.compress_size for member in members)
        if len(members) > MOST_FILES or total > MOST_BYTES or (total > _SMALL and total > RATIO * packed):
            raise refused("GOI-104", name, f"{len(members)}, {total / 1024 / 1024:.0f} MB")
        if any(member.flag_bits & 0x1 for member in members):
            raise refused("GOI-102", name)
        self._members = {f"{n}": member for n, member in enumerate(members)}
        self._names = {key: nfc(member.filename) for key, member in self._members.items()}

    def sizes(self) -> Iterator[tuple[str, int]]:
        """See `Bundle`; a key is the number of the member, because an archive may use a name twice."""
        for key in sorted(self._members, key=lambda key: (self._names[key], int(key))):
            yield key, self._members[key].file_size

    def named(self, key: str) -> str:
        """The name of a member in the archive."""
        return self._names[key]

    def read(self, key: str) -> bytes:
        """See `Bundle`. The sizes that the archive states bound nothing: the bytes are counted."""
        try:
            with self._zip.open(self._members[key]) as file:
                return file.read(LARGEST + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
            raise OSError(str(error)) from error


class Handful:
    """Files that are at hand, by name."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def sizes(self) -> Iterator[tuple[str, int]]:
        """See `Bundle`."""
        yield from ((name, len(content)) for name, content in sorted(self._files.items()))

    def read(self, key: str) -> bytes:
        """See `Bundle`."""
        return self._files[key]


def bundle_open(path: Path) -> Bundle:
    """The folder or the zip archive at a path. Refusals GOI-101 to 104."""
    if path.is_dir():
        return Folder(path)
    if path.is_file() and zipfile.is_zipfile(path):
        return Archive(path, path.name)
    raise refused("GOI-103" if path.suffix.casefold() == ".zip" and path.is_file() else "GOI-101", path.name)


def listed(bundle: Bundle, name: str, kinds: Sequence[str] = WORKBOOKS) -> list[Listed]:
    """All files of a bundle, those that are not of these kinds with the reason. Refusals GOI-104, GOI-109 none at all.

    `kinds` is WORKBOOKS or DOCUMENTS.
    """
    found: list[Listed] = []
    seen: dict[str, str] = {}
    for key, size in bundle.sizes():
        shown = nfc(bundle.named(key)) if isinstance(bundle, Archive) else nfc(key)
        if len(found) >= MOST_FILES:
            raise refused("GOI-104", name, str(len(found)))
        if not _is_noise(shown):
            found.append(_looked_at(bundle, key, shown, size, seen, kinds))
    if not found:
        raise refused("GOI-109" if kinds is WORKBOOKS else "GOI-116", name)
    return found


def _is_noise(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return "__MACOSX" in parts or parts[-1].startswith(_NOISE) or parts[-1].casefold() in ("thumbs.db", "desktop.ini")


def _looked_at(bundle: Bundle, key: str, name: str, size: int, seen: dict[str, str], kinds: Sequence[str]) -> Listed:
    suffix = PurePosixPath(name).suffix.casefold()
    if suffix in ARCHIVES:
        return Listed(key, name, "", problem("GOI-106", name))
    if suffix not in kinds:
        return Listed(key, name, "", problem("GOI-105" if kinds is WORKBOOKS else "GOI-115", name))
    if size > LARGEST:
        return Listed(key, name, "", workbook_problem("BANGTINH-106", name, f"{size / 1024 / 1024:.0f} MB"))
    try:
        content = bundle.read(key)
    except OSError:
        return Listed(key, name, "", workbook_problem("BANGTINH-103", name))
    if len(content) > LARGEST:
        return Listed(key, name, "", workbook_problem("BANGTINH-106", name, f"> {LARGEST // 1024 // 1024} MB"))
    digest = sha256(content).hexdigest()
    if digest in seen:
        return Listed(key, name, digest, problem("GOI-107", name, seen[digest]))
    seen[digest] = name
    return Listed(key, name, digest)
