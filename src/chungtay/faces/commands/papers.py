"""`chungtay papers`: the reviews of all provinces, a trial key, a signature over an issued PDF, is it the file?"""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import date
from pathlib import Path
from time import monotonic

from chungtay.faces.commands.terminal import acting, period_of
from chungtay.kernel.errors import Both, Refusal

_REVIEWS = ("interim", "final", "yearly", "halfyear", "monthly", "brief", "press", "known")


def arguments(parser: argparse.ArgumentParser) -> None:
    """One deed each."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="VIỆC")
    many = deeds.add_parser("provinces", help="báo cáo của mọi tỉnh / the reviews of all provinces")
    many.add_argument("--programme", required=True, help="số chương trình / programme number")
    many.add_argument("--period", required=True, help="TỪ/ĐẾN, vd 2013/2023 / FROM/TO")
    many.add_argument("--out", required=True, type=Path, help="thư mục / folder")
    many.add_argument("--kind", default="", choices=["", *_REVIEWS], help="loại báo cáo / kind of review")
    many.add_argument("--on", type=date.fromisoformat, help="địa giới ngày / on the map of a day, vd 2025-07-01")
    many.add_argument("--kinds", default="docx,pdf", help="docx,pdf,page,slides,sheets,brief")
    key = deeds.add_parser("key", help="tạo khóa thử, không có giá trị / make a trial key, worth nothing")
    key.add_argument("--out", required=True, type=Path, help="tệp .p12")
    sign = deeds.add_parser("sign", help="ký số một văn bản đã ban hành / sign an issued paper")
    sign.add_argument("--paper", required=True, type=int, help="mã văn bản / number of the paper on its page")
    sign.add_argument("--key", required=True, type=Path, help="tệp .p12")
    check = deeds.add_parser("check", help="tệp có phải bản đã ban hành / whether a file is one that was issued")
    check.add_argument("file", type=Path)
    for deed in (many, sign, check):
        deed.add_argument("--as", dest="account", help="theo quyền của tài khoản / within this account's territory")


def run(options: argparse.Namespace) -> int:
    """0 done; for `check` 1 where the file is none that was issued."""
    return {"provinces": _provinces, "key": _key, "sign": _sign, "check": _check}[options.deed](options)


def _provinces(options: argparse.Namespace) -> int:
    """One after the other, each told as it is done; begun again after a stop, those that are done are not made anew."""
    from chungtay import flow_reviews
    from chungtay.gathering.programmes.queries import programme_get
    from chungtay.results.issuing import runs
    from chungtay.results.issuing.kinds import FileKind
    from chungtay.results.issuing.pictures import SHARED

    by, programme, period = acting(options.account), programme_get(options.programme), period_of(options.period)
    run = runs.run_unfinished(by=by, programme=programme, period=period, kind=options.kind)
    run = run or flow_reviews.reviews_begin(
        by=by,
        programme=programme,
        period=period,
        on=options.on or period.end,
        kind=options.kind,
        files=[FileKind(kind) for kind in options.kinds.split(",") if kind in FileKind.values],
    )
    began = monotonic()
    for item in flow_reviews.reviews_go_on(run=run):
        told = f"[{item.refused}]" if item.refused else f"{item.took:.1f} s"
        print(f"{item.position}/{item.of}  {monotonic() - began:6.1f} s  {item.place}: {told}", flush=True)
    options.out.mkdir(parents=True, exist_ok=True)
    counts = runs.counts_of(run)
    for files in runs.files_of(run).values():
        for file in files:
            (options.out / file.name).write_bytes(bytes(file.content))
    made, refused = counts["made"], counts["refused"]
    print(f"{made} báo cáo, {refused} bị từ chối, {SHARED.made} hình vẽ một lần: {options.out}")
    print(f"{made} reviews, {refused} refused, {SHARED.made} pictures drawn once: {options.out}")
    return 0


def _key(options: argparse.Namespace) -> int:
    from chungtay.results.issuing.signing import TRIAL_NAME, trial_key_made

    if options.out.exists():
        raise Refusal.of(
            "LENH-005",
            "--out",
            read=str(options.out),
            todo=Both("đặt tên khác", "give another name"),
            vi="tệp đã có, không ghi đè",
            en="the file is there already and is not overwritten",
        )
    options.out.touch(mode=0o600)
    options.out.write_bytes(trial_key_made(password=_password()))
    print(f"{options.out}: {TRIAL_NAME}")
    return 0


def _sign(options: argparse.Namespace) -> int:
    from chungtay.results.issuing import queries, services

    actor = acting(options.account)
    paper = queries.issued_get(by=actor, id=options.paper)
    file = services.sign(by=actor, issued=paper, key_file=options.key, password=_password())
    print(f"{file.name}  SHA-256 {file.sha256}")
    return 0


def _check(options: argparse.Namespace) -> int:
    from chungtay.results.issuing import queries

    found = queries.verified(by=acting(options.account), content=options.file.read_bytes())
    known = found.file or found.of
    print(f"SHA-256 {found.sha256}")
    if found.signature:
        state = "nguyên vẹn / intact" if found.signature.is_intact and found.signature.is_whole else "ĐÃ SỬA / CHANGED"
        print(f"Chữ ký / signature: {found.signature.signer}: {state}")
    if known is None:
        print("Không phải tệp đã ban hành / not a file that was issued")
        return 1
    more = "" if found.file else " + chữ ký / signature"
    print(f"Đã ban hành / issued: {known.name}{more}")
    return 0


def _password() -> str:
    """Asked for, or the first line of what is piped in: never an argument, which others on the machine can read."""
    return (
        getpass.getpass("Mật khẩu khóa / key's password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    )
