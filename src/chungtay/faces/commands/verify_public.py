"""`chungtay verify-public`: does what is printed stand in the public log, and unchanged since?

Of a proof file (.tlog-proof) with `--key` this needs no network and no database. A digest, or any other file, is looked
up in the log of this installation, or with `--at` in anybody's.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from chungtay.faces.commands.fetching import fetcher
from chungtay.faces.commands.log import keys_read
from chungtay.kernel.errors import Both, Refusal
from chungtay.results.publishing.log.bundle import HEADER, Bundle, bundle_read
from chungtay.results.publishing.log.mirroring import heads_kept
from chungtay.results.publishing.log.note import NoteError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chungtay.results.publishing.log.note import Checkpoint, Verifier

_DIGEST = re.compile(r"[0-9a-f]{64}")
_MOST_BYTES = 200 * 1024 * 1024


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is checked, against which log."""
    parser.add_argument("what", help="tệp, hoặc mã đối chiếu 64 chữ số / a file, or a code of 64 digits")
    parser.add_argument("--key", action="append", help="khóa công khai của nhật ký / the log's public key")
    parser.add_argument("--at", help="https://…/cong-khai/so; thiếu thì hỏi nhật ký ở đây / else the log here is asked")
    parser.add_argument("--heads", type=Path, help="thư mục của `chungtay log mirror` / a folder of mirrored heads")


def run(options: argparse.Namespace) -> int:
    """0 it stands in the log; 1 it does not, or a signature or path does not hold."""
    bundles, keys = _asked(options)
    count = 0
    try:
        for bundle in bundles:
            head = bundle.proven(keys)
            _mirrored(head, keys, options.heads)
            _tell(bundle, head)
            count += 1
    except NoteError as bad:
        print(f"KHÔNG ĐÚNG / DOES NOT HOLD: {bad}", file=sys.stderr)
        return 1
    if not count:
        print("Nhật ký công khai không có / the public log does not hold it")
    return 0 if count else 1


def _asked(options: argparse.Namespace) -> tuple[Iterator[Bundle], list[Verifier]]:
    text = options.what.replace(" ", "").lower()
    path = Path(options.what)
    if path.is_file():
        content = _content(path)
        if content.startswith(HEADER.encode()):
            return iter([bundle_read(content.decode("utf-8", "replace"))]), _keys(options)
        text = hashlib.sha256(content).hexdigest()
        print(f"SHA-256 {text}")
    elif not _DIGEST.fullmatch(text):
        raise Refusal.of(
            "MO-104",
            options.what[:80],
            expected=Both("một tệp, hoặc 64 chữ số hex in trên văn bản", "a file, or the 64 hex digits of a paper"),
            vi="Không có tệp này, và đây không phải mã đối chiếu",
            en="There is no such file, and this is no such code",
        )
    return (_at(options.at, text) if options.at else _here(text)), _keys(options)


def _content(path: Path) -> bytes:
    if path.stat().st_size > _MOST_BYTES:
        raise Refusal.of(
            "MO-105", str(path), read=f"{path.stat().st_size} B", vi="Tệp quá lớn", en="The file is too large"
        )
    return path.read_bytes()


def _keys(options: argparse.Namespace) -> list[Verifier]:
    if options.key:
        return keys_read(options.key)
    if options.at:
        raise Refusal.of(
            "MO-106",
            "--key",
            todo=Both(
                "Lấy khóa từ nguồn khác với trang đang kiểm tra",
                "Take the key from elsewhere than the site that is checked",
            ),
            vi="Cần khóa công khai của nhật ký",
            en="The log's public key is wanted",
        )
    from chungtay.faces.commands.main import setup_django

    setup_django()
    from chungtay.results.publishing.log.queries import verifiers

    return verifiers()


def _at(address: str, digest: str) -> Iterator[Bundle]:
    fetch = fetcher(address)
    try:
        positions = json.loads(fetch(f"tim/{digest}"))["positions"]
    except Refusal as refusal:
        if "404" in refusal.problems[0].read:
            return
        raise
    for position in positions:
        yield bundle_read(fetch(f"chung/{int(position)}.tlog-proof").decode("utf-8", "replace"))


def _here(digest: str) -> Iterator[Bundle]:
    from chungtay.faces.commands.main import setup_django

    setup_django()
    from chungtay.results.publishing.log import queries

    for position in queries.positions_of(digest):
        bundle = queries.bundle_of(position)
        if bundle is not None:
            yield bundle


def _mirrored(head: Checkpoint, keys: list[Verifier], folder: Path | None) -> None:
    """The head must not contradict one of its size that a mirror kept."""
    if folder is None:
        return
    for kept in heads_kept(folder, keys):
        if kept.size == head.size and kept.root != head.root:
            raise NoteError(f"the mirror keeps another head of {head.size}")


def _tell(bundle: Bundle, head: Checkpoint) -> None:
    print(f"Có trong nhật ký / it stands in the log: {head.origin}")
    print(f"  lá / leaf {bundle.position} · {head.size} lá đã ký / leaves signed")
    print(f"  {bundle.body.decode('utf-8', 'replace')}")
