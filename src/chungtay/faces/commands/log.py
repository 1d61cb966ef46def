"""`chungtay log`: the public log's key and heads; a mirror of anybody's log, which sees when one is rewritten."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from chungtay.faces.commands.fetching import fetcher
from chungtay.kernel.errors import Both, Refusal
from chungtay.results.publishing.log import mirroring
from chungtay.results.publishing.log.note import NoteError, Verifier, verifier_read

if TYPE_CHECKING:
    from collections.abc import Iterable


def arguments(parser: argparse.ArgumentParser) -> None:
    """One deed each; `mirror` needs neither database nor data folder."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="VIỆC")
    deeds.add_parser("key", help="khóa công khai, để trao cho người khác / the public key, to be handed to others")
    deeds.add_parser("sign", help="ký đầu nhật ký bây giờ / sign the head now")
    export = deeds.add_parser("heads", help="ghi mọi đầu đã ký ra thư mục / write all signed heads to a folder")
    export.add_argument("--out", required=True, type=Path)
    mirror = deeds.add_parser(
        "mirror", help="chép đầu nhật ký của một nơi, kiểm tra / keep the heads of a log, checked"
    )
    mirror.add_argument("address", help="https://…/cong-khai/so")
    mirror.add_argument(
        "--key", required=True, action="append", help="khóa công khai của nơi đó / the log's public key"
    )
    mirror.add_argument("--into", required=True, type=Path, help="thư mục giữ các đầu / folder of the heads")
    against = deeds.add_parser("against", help="nhật ký ở đây so với các đầu đã chép / this log against heads kept")
    against.add_argument("folder", type=Path)


def run(options: argparse.Namespace) -> int:
    """0 done; 1 where a log contradicts what it signed before."""
    if options.deed == "mirror":
        return _mirror(options)
    from chungtay.faces.commands.main import setup_django

    setup_django()
    return {"key": _key, "sign": _sign, "heads": _heads, "against": _against}[options.deed](options)


def keys_read(told: Iterable[str]) -> list[Verifier]:
    """Keys as they were handed over. Refusal MO-103 where one is none."""
    try:
        return [verifier_read(text) for text in told]
    except NoteError as bad:
        raise Refusal.of(
            "MO-103",
            "--key",
            expected=Both("tên+mã+khóa, như `chungtay log key` in ra", "name+id+key, as `chungtay log key` prints it"),
            vi="Đây không phải khóa công khai của một nhật ký",
            en="This is no public key of a log",
        ) from bad


def _mirror(options: argparse.Namespace) -> int:
    try:
        taken = mirroring.head_mirror(fetcher(options.address), keys_read(options.key), options.into)
    except mirroring.Broken as broken:
        print(f"NHẬT KÝ ĐÃ BỊ VIẾT LẠI: {broken.evidence}", file=sys.stderr)
        print(f"THE LOG WAS REWRITTEN: {broken}; both heads are kept, {broken.evidence}", file=sys.stderr)
        return 1
    except NoteError as bad:
        print(f"Đầu nhật ký không đúng / the head does not hold: {bad}", file=sys.stderr)
        return 1
    before = taken.before.size if taken.before else 0
    state = f"{before} → {taken.head.size}" if taken.is_new else f"{taken.head.size}, không đổi / unchanged"
    print(f"Nguyên vẹn / whole: {state}")
    return 0


def _key(options: argparse.Namespace) -> int:
    from chungtay.results.publishing.log.queries import verifiers

    for key in verifiers():
        print(key.told)
    return 0


def _sign(options: argparse.Namespace) -> int:
    from django.db import transaction

    from chungtay.results.publishing.log.services import head_sign

    with transaction.atomic():
        print(head_sign().note, end="")
    return 0


def _heads(options: argparse.Namespace) -> int:
    from chungtay.results.publishing.log import queries

    after = new = 0
    while some := queries.heads(after, 500):
        new += mirroring.heads_export([head.note for head in some], [head.size for head in some], options.out)
        after = some[-1].size
    print(f"{new} đầu mới / new heads: {options.out}")
    return 0


def _against(options: argparse.Namespace) -> int:
    from chungtay.results.publishing.log import queries

    size = queries.log_size()
    checked = 0
    for head in mirroring.heads_kept(options.folder, queries.verifiers()):
        checked += 1
        if head.size > size or queries.tree_of(head.size).root() != head.root:
            print(f"KHÔNG KHỚP ở đầu {head.size} / DOES NOT MATCH at the head of {head.size}", file=sys.stderr)
            return 1
    print(f"Khớp / matches: {checked} đầu / heads, {size} lá / leaves")
    return 0
