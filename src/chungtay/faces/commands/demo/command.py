"""`chungtay demo`: five Word reports are read, checked, approved up the line, frozen and composed into a review."""

from __future__ import annotations

import argparse
import os
import shutil
import time
from pathlib import Path

from chungtay.kernel.errors import Both, Refusal

MARKER = ".chungtay-demo"


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
    refuse_production()
    started = time.perf_counter()
    from chungtay.faces.commands.demo import cast, walk
    from chungtay.faces.commands.demo.progress import Progress

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
    return serve.run(argparse.Namespace(host="127.0.0.1", port=options.port, workers=1, without_worker=False))


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
                todo=Both("chọn thư mục khác bằng --out", "choose another folder with --out"),
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).touch()
    return folder


def refuse_production() -> None:
    """Invented figures never enter a machine in service. Refusal MINHHOA-002."""
    from django.conf import settings

    if not settings.DEMO:
        raise Refusal.of(
            "MINHHOA-002",
            "CHUNGTAY_ENV",
            read="production",
            expected="demo",
            vi="dữ liệu minh họa không được đưa vào hệ thống chính thức",
            en="illustrative data never enter a production instance",
            todo=Both("chạy trên cài đặt minh họa", "run it on a demonstration instance"),
        )
