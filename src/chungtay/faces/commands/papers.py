"""`chungtay papers`: the reviews of all provinces, a trial key, a signature over an issued PDF, is it the file?"""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from time import monotonic

from chungtay.faces.commands.terminal import acting, period_of
from chungtay.kernel.errors import Both, Refusal


def arguments(parser: argparse.ArgumentParser) -> None:
    """One deed each."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="VIỆC")
    many = deeds.add_parser("provinces", help="báo cáo của mọi tỉnh / the reviews of all provinces")
    many.add_argument("--programme", required=True, help="số chương trình / programme number")
    many.add_argument("--period", required=True, help="TỪ/ĐẾN, vd 2013/2023 / FROM/TO")
    many.add_argument("--out", required=True, type=Path, help="thư mục / folder")
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
    """One after the other, each told as it is done; a province without figures is named and left out."""
    from chungtay import flow_issuing
    from chungtay.gathering.programmes.queries import programme_get
    from chungtay.results.issuing.kinds import FileKind
    from chungtay.results.issuing.pictures import SHARED

    kinds = [FileKind(kind) for kind in options.kinds.split(",") if kind in FileKind.values]
    options.out.mkdir(parents=True, exist_ok=True)
    began, done = monotonic(), 0
    for item in flow_issuing.provinces_print(
        by=acting(options.account),
        programme=programme_get(options.programme),
        period=period_of(options.period),
        kinds=kinds,
    ):
        for name, content in item.files.items():
            (options.out / name).write_bytes(content)
        done += bool(item.files)
        told = ", ".join(item.files) or f"[{item.refused}]"
        print(f"{item.number}/{item.of}  {monotonic() - began:6.1f} s  {item.place}: {told}", flush=True)
    print(f"{done} báo cáo, {SHARED.made} hình vẽ một lần / {done} reviews, {SHARED.made} pictures drawn once")
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
