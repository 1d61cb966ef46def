"""The `chungtay` command line: parse, set up what the command needs, run it, and answer with an exit code.

0 done; 1 something that was checked does not hold; 2 the input or the call was refused, with a reason and what to do.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module

from chungtay.kernel.errors import Refusal

Handler = Callable[[argparse.Namespace], int]
# Name, module, help. Every command is run by whoever holds the machine and its data folder; `--as` narrows it to one
# account's territory. `read` and `verify-public` need neither database nor data folder.
COMMANDS = (
    (
        "demo",
        "demo.command",
        "đi trọn đường với năm báo cáo minh họa / walk the whole way on five illustrative reports",
    ),
    ("serve", "serve", "mở trang làm việc / serve the desk"),
    ("work", "work", "làm việc nền của trang làm việc / do the desk's work in the background"),
    ("read", "read", "đọc báo cáo thành số liệu / read reports into figures"),
    ("workbooks", "workbooks", "nhập nhiều bảng tính, hoặc tạo bảng trống / take many workbooks, or make blank ones"),
    ("figures", "figures", "hỏi một chỉ tiêu / ask for an indicator's figures"),
    ("quality", "quality", "báo cáo đủ đến đâu, phủ đến đâu, liền mạch không / how complete, wide, unbroken"),
    ("groups", "groups", "nhóm địa bàn: xem, lập, thêm, kết thúc / groups of places: show, make, add, end"),
    ("remind", "remind", "gửi thư nhắc việc / write the mails that tell what waits"),
    ("review", "review", "lập báo cáo tổng kết / write a review"),
    ("again", "again", "số của báo cáo gốc bên số của bản lập lại / reports' figures beside reviews composed again"),
    ("papers", "papers", "báo cáo mọi tỉnh, khóa thử, ký số, đối chiếu tệp / all provinces, trial key, sign, check"),
    ("answers", "answers", "đóng các tháng ý kiến người dân đã qua / close the past months of residents' answers"),
    ("verify", "verify", "kiểm tra chuỗi băm / recompute the chain of approved batches"),
    (
        "verify-public",
        "verify_public",
        "tệp hay mã có trong nhật ký công khai không / whether a file or code stands in the public log",
    ),
    ("log", "log", "nhật ký công khai: khóa, đầu đã ký, bản sao / the public log: key, signed heads, mirror"),
    ("warehouse", "warehouse", "kho tổng số: dựng, kiểm, xem / the warehouse: build, verify, show"),
    ("synth", "synth", "tạo một nước minh họa để thử, đo / make an invented nation for trials and measurements"),
    ("methods", "methods", "số đã công bố bên số tính ở đây / published numbers beside what our statistics give"),
    ("effects", "effects", "làm lại các đánh giá tác động, so từng chữ số / do studies of effect again, to the digit"),
    ("doctor", "doctor", "máy này có ổn không, cần làm gì / is this installation well, and what to do"),
    ("backup", "backup", "sao lưu / write a backup"),
    ("restore", "restore", "khôi phục / restore a backup"),
    ("setup", "setup", "tạo bảng, nạp danh mục / create tables, load reference data"),
    ("account", "account", "tạo tài khoản / create an account"),
    ("access", "access", "mật khẩu mới, bỏ bước hai, thoát, khóa / new password, clear factors, sign out, close"),
    (
        "privacy",
        "privacy",
        "dữ liệu cá nhân: danh mục, yêu cầu, quên / personal data: inventory, requests, forgetting",
    ),
    ("manage", "manage", "lệnh của Django / Django's own commands"),
)
_ALONE = ("read", "verify-public", "methods")
AUDIENCES = {name: "anyone" if name in _ALONE else "operator" for name, _, _ in COMMANDS}
_LATER = (*_ALONE, "log", "demo", "synth", "doctor")
"""They need no database, decide first where their data stand, or tell of settings that are refused."""


def setup_django() -> None:
    """Make models importable; done only by commands that touch the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chungtay.config.settings")
    import django

    django.setup()


def parser(called: str) -> argparse.ArgumentParser:
    """The whole command line; only the called command's module is loaded, to add its arguments."""
    top = argparse.ArgumentParser(prog="chungtay", description="Chung Tay: báo cáo thành số liệu có bằng chứng.")
    commands = top.add_subparsers(dest="command", required=True, metavar="LỆNH")
    for name, module, text in COMMANDS:
        command = commands.add_parser(name, help=text, description=text)
        if name == "manage":
            command.add_argument("arguments", nargs=argparse.REMAINDER)
        elif name == called:
            import_module(f"chungtay.faces.commands.{module}").arguments(command)
        command.set_defaults(module=module)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run one command; refusals are printed in both languages without a traceback."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    options = parser(arguments[0] if arguments else "").parse_args(arguments)
    try:
        if options.command == "manage":
            import_module("chungtay.faces.commands.manage").main(options.arguments)
            return 0
        if options.command not in _LATER:
            setup_django()
        run: Handler = import_module(f"chungtay.faces.commands.{options.module}").run
        return run(options)
    except Refusal as refusal:
        for problem in refusal.problems:
            print(problem.in_words("vi"), problem.in_words("en"), sep="\n", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0


if __name__ == "__main__":
    sys.exit(main())
