"""A place that every machine reaches, a bucket of an S3 server or a folder they share, where whole folders are kept.

A folder stands there when its last file does, which is written after all others; what comes from there is told by its
digest, so that nothing need be locked and half of a folder is never taken for one.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from pyarrow import fs

from chungtay.kernel.errors import Both, Refusal
from chungtay.results.warehouse.folders import digest_of

_BLOCK: Final = 4 << 20
_REACH_SECONDS: Final = 5
_ANSWER_SECONDS: Final = 60
_ATTEMPTS: Final = 2


class Shared:
    """Folders by kind and name: `root`/kind/name/files, all files flat in their folder."""

    def __init__(self, files: Any, root: str, named: str) -> None:
        self._files, self._root = files, root
        self._top = root.partition("/")[0] or root
        self.named = named
        """As the setting names it, for people."""

    def standing(self, kind: str, names: Iterable[str], last: str) -> set[str]:
        """Those of some folders that stand there whole. Refusal KHO-060 where the store does not answer."""
        asked = sorted(names)
        with self._reached():
            # A bucket that is not there says of each file that there is no such file, like one that is empty. Below it
            # nothing need be there before the first folder is.
            if not self._is_there(self._top):
                raise FileNotFoundError(f"{self._top}: no such bucket or folder")
            found = self._files.get_file_info([self._path(kind, name, last) for name in asked])
        return {name for name, info in zip(asked, found, strict=True) if info.type == fs.FileType.File}

    def put(self, kind: str, folder: Path, last: str, left_out: Collection[str] = ()) -> None:
        """Bring a folder there, its last file last. Files of an attempt before that are whole are not sent again."""
        files = [path for path in sorted(folder.iterdir()) if path.name not in (*left_out, last)]
        with self._reached():
            self._files.create_dir(self._path(kind, folder.name), recursive=True)
            for path in (*files, folder / last):
                to = self._path(kind, folder.name, path.name)
                there = self._files.get_file_info(to)
                if path.name == last or there.size != path.stat().st_size:
                    self._send(path, to)

    def get(self, kind: str, name: str, into: Path) -> str:
        """Bring a folder's files from there into a folder; gives their digest, which the caller compares."""
        hashes: dict[str, str] = {}
        with self._reached():
            for info in self._files.get_file_info(fs.FileSelector(self._path(kind, name))):
                if info.type == fs.FileType.File:
                    hashes[info.base_name] = self._fetch(info.path, into / info.base_name)
        return digest_of(hashes)

    def drop(self, kind: str, names: Iterable[str]) -> None:
        """Take folders away."""
        with self._reached():
            for name in names:
                if self._is_there(self._path(kind, name)):
                    self._files.delete_dir(self._path(kind, name))

    def _path(self, *parts: str) -> str:
        return "/".join((self._root, *parts))

    def _is_there(self, path: str) -> bool:
        return bool(self._files.get_file_info(path).type == fs.FileType.Directory)

    def _send(self, path: Path, to: str) -> None:
        with path.open("rb") as content, self._files.open_output_stream(to) as there:
            while block := content.read(_BLOCK):
                there.write(block)

    def _fetch(self, path: str, to: Path) -> str:
        found = sha256()
        with self._files.open_input_stream(path) as content, to.open("wb") as here:
            while block := content.read(_BLOCK):
                found.update(block)
                here.write(block)
        return found.hexdigest()

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise _away(self.named, error) from error


def shared() -> Shared | None:
    """The store that CHUNGTAY_WAREHOUSE_STORE names; None where there is none."""
    return _shared(
        settings.WAREHOUSE_STORE,
        settings.WAREHOUSE_STORE_ENDPOINT,
        settings.WAREHOUSE_STORE_REGION,
        settings.WAREHOUSE_STORE_KEY,
        settings.WAREHOUSE_STORE_SECRET,
    )


@lru_cache(maxsize=2)
def _shared(named: str, endpoint: str, region: str, key: str, secret: str) -> Shared | None:
    if not named:
        return None
    if not named.startswith("s3://"):
        return Shared(fs.LocalFileSystem(), named, named)
    scheme, _, host = endpoint.rpartition("://")
    files = fs.S3FileSystem(
        # Without a key of its own, as the server's machine is known: its role, or the variables of its clients.
        access_key=key or None,
        secret_key=secret or None,
        region=region or None,
        endpoint_override=host or None,
        scheme=scheme or "https",
        connect_timeout=_REACH_SECONDS,
        request_timeout=_ANSWER_SECONDS,
        retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=_ATTEMPTS),
    )
    return Shared(files, named.removeprefix("s3://").strip("/"), named)


def changed_there(store: Shared, folder: str) -> Refusal:
    """KHO-061: a folder whose files are not those that were laid down."""
    return Refusal.of(
        "KHO-061",
        Both(f"kho chung {store.named}", f"shared store {store.named}"),
        read=folder,
        expected=Both("tệp như lúc dựng, đủ và đúng tổng kiểm", "files as they were laid down, all of them"),
        todo=Both(
            "chạy chungtay warehouse build ở máy dựng kho",
            "run chungtay warehouse build on the machine that builds",
        ),
        vi="tệp trên kho chung thiếu hoặc đã khác; máy này không lấy về và vẫn dùng thế hệ đang có",
        en="files in the shared store are missing or changed; this machine leaves them and goes on with what it has",
    )


def _away(named: str, error: OSError) -> Refusal:
    return Refusal.of(
        "KHO-060",
        Both(f"kho chung {named}", f"shared store {named}"),
        read=str(error).splitlines()[0][:300] if str(error) else type(error).__name__,
        expected=Both("một kho trả lời, có thùng chứa và quyền ghi", "a store that answers, its bucket and the right"),
        todo=Both(
            "xem CHUNGTAY_WAREHOUSE_STORE và các biến cùng tên, rồi chạy chungtay warehouse mirror",
            "see CHUNGTAY_WAREHOUSE_STORE and the variables beside it, then run chungtay warehouse mirror",
        ),
        vi="không dùng được kho chung; máy này vẫn trả lời bằng thế hệ đang có",
        en="the shared store cannot be used; this machine goes on answering from the generation it has",
    )
