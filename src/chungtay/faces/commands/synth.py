"""`chungtay synth`: an invented nation of any size, for trials and measurements; real places, numbers by chance.

Without --ledger it is laid straight into the warehouse of a new data folder, and can be asked at once. With --ledger
it is a small one of real batches, sent and approved, with all that hangs on them. Nothing of it was ever reported.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from pathlib import Path

from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.numbers import number_words

_UNITS = {"": 1, "K": 1_000, "M": 1_000_000}


def arguments(parser: argparse.ArgumentParser) -> None:
    """How many figures, drawn from which seed, to where."""
    parser.add_argument("--figures", type=_count, default=4_000_000, metavar="N", help="200k, 40M, 120M…")
    parser.add_argument(
        "--seed", type=int, default=1, help="cùng số thì cùng số liệu / the same number, the same nation"
    )
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="thư mục dữ liệu mới / a new data folder")
    parser.add_argument(
        "--villages", type=int, default=0, metavar="N", help="thôn báo cáo ở mỗi xã / villages that report, per commune"
    )
    parser.add_argument("--lists", action="store_true", help="mọi xã kê tên mô hình / every commune lists its models")
    parser.add_argument("--ledger", action="store_true", help="ghi vào sổ cái / as batches of a ledger (≤ 1M)")


def _count(text: str) -> int:
    found = re.fullmatch(r"([1-9][0-9]*)([KM]?)", text.strip().upper())
    if found is None:
        raise argparse.ArgumentTypeError(f"{text}? 200k, 40M")
    return int(found[1]) * _UNITS[found[2]]


def run(options: argparse.Namespace) -> int:
    """Make the data folder, the nation in it, and say how to ask it."""
    from chungtay.faces.commands.demo.cast import PASSWORD
    from chungtay.faces.commands.demo.command import refuse_production
    from chungtay.faces.commands.main import setup_django
    from chungtay.faces.commands.setup import prepare

    folder = _new(options.to)
    os.environ["CHUNGTAY_DATA_DIR"] = str(folder)
    setup_django()
    refuse_production()
    prepare()
    from chungtay.faces.commands.synth_ledger import accounts, ledger_fill
    from chungtay.results.warehouse.synth.nation import Nation
    from chungtay.results.warehouse.synth.services import nation_found

    begun = time.perf_counter()
    reporter, approver = accounts()
    lists_of = 1 if options.lists else Nation.lists_of
    nation = Nation(options.figures, options.seed, villages=max(0, options.villages), lists_of=lists_of)
    if options.ledger:
        count = ledger_fill(nation, by=reporter, approver=approver, progress=_progress)
    else:
        count = nation_found(nation, by=reporter, progress=_progress).figure_count
    took = time.perf_counter() - begun
    print(f"BẢN MINH HỌA / ILLUSTRATION: {number_words(count)} số liệu / figures, {took:.0f} s")
    print(f"  Tài khoản / accounts: {reporter.username}, {approver.username} — mật khẩu / password: {PASSWORD}")
    asked = "--indicator communication.sessions --place 'Việt Nam' --period 2024"
    print(f"  CHUNGTAY_DATA_DIR={folder} chungtay figures {asked}")
    return 0


def _progress(done: int, of: int) -> None:
    end = "\r" if sys.stdout.isatty() and done < of else "\n"
    if end == "\r" or done % 10 == 0 or done == of:
        print(f"  {done}/{of}", end=end, flush=True)


def _new(folder: Path) -> Path:
    folder = folder.absolute()
    if folder.exists() and any(folder.iterdir()):
        raise Refusal.of(
            "SYNTH-003",
            str(folder),
            vi="thư mục đã có dữ liệu khác, không ghi đè",
            en="the folder holds something else and is not overwritten",
            todo=Both("chọn thư mục mới bằng --to", "choose a new folder with --to"),
        )
    folder.mkdir(parents=True, exist_ok=True)
    return folder
