"""`chungtay demo`: five Word reports are read, checked, approved up the line, frozen and composed into a review."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from chungtay.kernel.errors import Refusal

T = TypeVar("T")
MARKER = ".chungtay-demo"
STEPS = 8


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the demonstration's files go, and whether to serve afterwards."""
    parser.add_argument("--out", type=Path, default=Path("demo"), help="thư mục kết quả / folder for the results")
    parser.add_argument("--no-serve", action="store_true", help="không mở trang web / do not serve the desk")
    parser.add_argument("--port", type=int, default=8000)


def run(options: argparse.Namespace) -> int:
    """The whole way; the last lines say where the review is and how to sign in."""
    from chungtay.faces.commands import main, serve

    out = _own_folder(options.out)
    os.environ["CHUNGTAY_DATA_DIR"] = str(out / "data")
    main.setup_django()
    _refuse_production()
    started = time.perf_counter()
    from chungtay.faces.commands.demo import cast, walk

    files = walk.walk(out, Progress())
    print(f"\nXong trong {time.perf_counter() - started:.0f} giây / done in {time.perf_counter() - started:.0f} s.")
    for label, path in files:
        print(f"  {label}: {path}")
    address = f"http://127.0.0.1:{options.port}/"
    print(f"  Trang làm việc / desk: {address}")
    print(f"  Tài khoản / accounts: {', '.join(walk.SHOWN_ACCOUNTS)} — mật khẩu / password: {cast.PASSWORD}")
    if options.no_serve:
        print(f"  Mở lại / serve again: CHUNGTAY_DATA_DIR={out / 'data'} chungtay serve --port {options.port}")
        return 0
    return serve.run(argparse.Namespace(host="127.0.0.1", port=options.port, workers=1))


class Progress:
    """Steps and bars on the terminal; plain lines where the output is a pipe."""

    def __init__(self) -> None:
        self.number = 0

    def step(self, vietnamese: str, english: str) -> None:
        """Announce the next step in both languages."""
        self.number += 1
        print(f"\n[{self.number}/{STEPS}] {vietnamese} / {english}", flush=True)

    def say(self, text: str) -> None:
        """One line below the step."""
        print(f"      {text}", flush=True)

    def over(self, items: Iterable[T], count: int) -> Iterator[T]:
        """Yield the items, drawing how far it is."""
        live = sys.stdout.isatty()
        for done, item in enumerate(items, start=1):
            yield item
            if live and (done % 10 == 0 or done == count):
                filled = 30 * done // max(count, 1)
                print(f"\r      [{'█' * filled}{'·' * (30 - filled)}] {done}/{count}", end="", flush=True)
        if live:
            print()


def _own_folder(folder: Path) -> Path:
    """An empty folder, or one that an earlier demonstration made: that one is begun anew."""
    folder = folder.absolute()
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARKER).exists():
            raise Refusal.of(
                "MINHHOA-001",
                str(folder),
                vi="thư mục đã có dữ liệu khác, không ghi đè",
                en="the folder holds something else and is not overwritten",
                todo="chọn thư mục khác bằng --out / choose another folder with --out",
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).touch()
    return folder


def _refuse_production() -> None:
    from django.conf import settings

    if not settings.DEMO:
        raise Refusal.of(
            "MINHHOA-002",
            "CHUNGTAY_ENV",
            read="production",
            expected="demo",
            vi="dữ liệu minh họa không được đưa vào hệ thống chính thức",
            en="illustrative data never enter a production instance",
            todo="chạy trên cài đặt minh họa / run it on a demonstration instance",
        )
