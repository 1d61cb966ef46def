"""`chungtay workbooks`: a folder or zip archive of workbooks taken up at once; `chungtay workbooks make` writes blank
ones for every unit that the account may enter for.

Stopped by Ctrl-C, by the machine or by anything else, the same command goes on where it was; nothing is sent twice.
Exit codes: 0 all files taken or known already, 1 some were refused, 2 nothing could be begun, 130 stopped by hand.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chungtay.faces.commands.terminal import acting, period_of
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.numbers import number_words
from chungtay.kernel.text import match_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chungtay.gathering.intake.models import Layout, Upload, UploadedFile
    from chungtay.gathering.intake.uploads.listing import Bundle, Listed
    from chungtay.gathering.intake.uploads.services import Settled
    from chungtay.kernel.errors import Problem
    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import User
    from chungtay.reference.forms.models import Form

STOPPED = 130
SHOWN = 3
"""Problems told of one refused file; all of them with `--format json` or in its coloured copy."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to take up, or `make` with a form and its periods."""
    parser.add_argument("what", metavar="FOLDER|ZIP|make", help="thư mục, tệp zip, hoặc make / folder, zip, or make")
    parser.add_argument("form", nargs="?", help="với make: mã biểu mẫu / with make: form code")
    parser.add_argument("periods", nargs="?", help="với make: TỪ/ĐẾN, ≤ 12 kỳ / with make: FROM/TO")
    parser.add_argument("--as", dest="account", required=True, metavar="USER", help="tài khoản báo cáo / a reporter")
    parser.add_argument("--layout", metavar="NAME", help="mẫu riêng của đơn vị / a layout of the body's own")
    parser.add_argument("--copies", type=Path, metavar="DIR", help="bản tô màu của tệp bị từ chối / coloured copies")
    parser.add_argument("--out", type=Path, metavar="DIR", help="với make: ghi vào thư mục / with make: write into")
    parser.add_argument("--language", choices=["vi", "en"], default="vi", help="với make, --copies / with these")
    parser.add_argument("--group", type=int, default=25, metavar="N", help="số tệp mỗi lượt ghi / files to a writing")
    parser.add_argument("--format", choices=["text", "json"], default="text")


def run(options: argparse.Namespace) -> int:
    """Take workbooks up, or make them."""
    user = acting(options.account)
    if options.what == "make":
        return _make(options, user)
    if options.form is not None:
        raise _called_wrongly("FOLDER|ZIP", options.form)
    return _take(options, user)


# --- taking up -----------------------------------------------------------------------------------


def _take(options: argparse.Namespace, user: User) -> int:
    from django.conf import settings

    from chungtay.flow_many import reader, upload_begin, upload_go_on
    from chungtay.gathering.intake.uploads.listing import bundle_open, listed

    path = Path(options.what)
    layout = _layout(user, options.layout) if options.layout else None
    bundle = bundle_open(path)
    files = listed(bundle, path.name)
    upload = upload_begin(by=user, name=path.resolve().name, files=files, layout=layout)
    told = _Told(len(files))
    stopped = False
    try:
        for progress in upload_go_on(
            by=user,
            upload=upload,
            read=reader(bundle, files),
            is_illustration=settings.DEMO,
            group=max(1, options.group),
        ):
            told.progress(progress.settled, progress.files, progress.group)
    except KeyboardInterrupt:
        stopped = True
    told.close()
    return _summary(options, upload, _Copies(options, bundle, files), stopped)


class _Told:
    """One line on the terminal that is written over; one line per group where it is no terminal."""

    def __init__(self, files: int) -> None:
        self._begun, self._is_line, self._files = time.monotonic(), sys.stderr.isatty(), files

    def progress(self, settled: int, files: int, group: Iterable[Settled]) -> None:
        seconds = time.monotonic() - self._begun
        figures = sum(one.figures for one in group)
        line = f"{settled}/{files} tệp / files · +{figures} số liệu / figures · {seconds:.0f} s"
        print(f"\r\x1b[K{line}" if self._is_line else line, end="" if self._is_line else "\n", file=sys.stderr)
        sys.stderr.flush()

    def close(self) -> None:
        if self._is_line:
            print(file=sys.stderr)


class _Copies:
    """Writes refused workbooks with their cells coloured, where that was asked for."""

    def __init__(self, options: argparse.Namespace, bundle: Bundle, files: Iterable[Listed]) -> None:
        self._folder, self._language, self._bundle = options.copies, options.language, bundle
        self._keys = {file.sha256: file.key for file in files if file.problem is None}

    def write(self, file: UploadedFile) -> None:
        if self._folder is None or file.sha256 not in self._keys:
            return
        from chungtay.gathering.intake.uploads.copies import coloured

        copy = coloured(file, self._bundle.read(self._keys[file.sha256]), self._language)
        if copy:
            self._folder.mkdir(parents=True, exist_ok=True)
            stem = Path(file.name.replace("\\", "/")).with_suffix("").as_posix().replace("/", "_")
            (self._folder / f"{stem}-{file.pk}.xlsx").write_bytes(copy)


def _summary(options: argparse.Namespace, upload: Upload, copies: _Copies, stopped: bool) -> int:
    from chungtay.gathering.intake.uploads import queries
    from chungtay.gathering.intake.uploads.services import REFUSED, told

    counts = queries.counts_of(upload)
    files = list(queries.files_of(upload))
    for file in files:
        if file.state == REFUSED:
            copies.write(file)
    if options.format == "json":
        print(json.dumps(_record(upload, counts, files, stopped), ensure_ascii=False, indent=1))
    else:
        for file in files:
            if file.problems and file.state != "known":
                _say_file(file, [told(kept) for kept in file.problems])
        print(_closing(counts, stopped))
    if stopped:
        return STOPPED
    return 1 if counts[REFUSED] else 0


def _say_file(file: UploadedFile, problems: list[Problem]) -> None:
    words = {"refused": "từ chối / refused", "sent": "đã nhận, trừ / taken, but for"}
    print(f"{file.name}: {words.get(file.state, file.state)}")
    for problem in problems[:SHOWN]:
        print(f"  {problem.in_words('vi')}\n  {problem.in_words('en')}")
    if len(problems) > SHOWN:
        print(f"  … và {len(problems) - SHOWN} điều khác / and {len(problems) - SHOWN} more")


def _closing(counts: dict[str, int], stopped: bool) -> str:
    figures = number_words(counts["figures"])
    lines = [
        f"Đã gửi {counts['sent']} tệp ({figures} số liệu), đã có từ trước {counts['known']}, từ chối "
        f"{counts['refused']}, còn chờ {counts['waiting']}.",
        f"Sent {counts['sent']} files ({figures} figures), known before {counts['known']}, refused "
        f"{counts['refused']}, still waiting {counts['waiting']}.",
    ]
    if stopped:
        lines.append("Đã dừng; chạy lại đúng lệnh này để tiếp tục. / Stopped; run the same command to go on.")
    elif counts["sent"]:
        lines.append("Câu hỏi của phép kiểm tra gửi kèm chưa giải thích. / Questions of the checks go up unexplained.")
    return "\n".join(lines)


def _record(upload: Upload, counts: dict[str, int], files: list[UploadedFile], stopped: bool) -> dict[str, Any]:
    return {
        "upload": upload.pk,
        "name": upload.name,
        "stopped": stopped,
        **counts,
        "files": [
            {"name": f.name, "sha256": f.sha256, "state": f.state, "figures": f.figures, "problems": f.problems}
            for f in files
        ],
    }


def _layout(user: User, name: str) -> Layout:
    from chungtay.gathering.intake.workbooks.layouts import layouts_of

    known = layouts_of(user.body)
    found = next((layout for layout in known if match_key(layout.name) == match_key(name)), None)
    if found is None:
        raise Refusal.of(
            "LENH-010",
            "--layout",
            read=name,
            expected=", ".join(layout.name for layout in known),
            vi="đơn vị không có mẫu riêng này",
            en="the body has no such layout",
            todo=Both("chỉ ô cho mẫu riêng trên trang làm việc một lần", "point its cells out once on the desk"),
        )
    return found


# --- making --------------------------------------------------------------------------------------


def _make(options: argparse.Namespace, user: User) -> int:
    from chungtay.gathering.approval.policies import may_enter_for
    from chungtay.gathering.intake.workbooks.services import workbook_make
    from chungtay.reference.forms.queries import form_get, obligations_in

    if not (options.form and options.periods and options.out):
        raise _called_wrongly("make FORM PERIODS --out DIR", options.form or "")
    asked = period_of(options.periods)
    form = form_get(options.form, asked.end)
    periods = _periods(form, asked)
    owed = obligations_in(user.body.place, asked.end, form.code)
    units = {
        (o.body.pk, o.place.pk): (o.body, o.place)
        for o in owed
        if o.body is not None and may_enter_for(user, o.body, o.place)
    }
    options.out.mkdir(parents=True, exist_ok=True)
    for body, place in units.values():
        content = workbook_make(
            by=user, form=form, place=place, periods=periods, language=options.language, body=body, is_blank=True
        )
        (options.out / f"{form.code}_{_plain(body.code)}_{_plain(place.key)}_{periods[-1].end:%Y-%m}.xlsx").write_bytes(
            content
        )
    print(f"{len(units)} bảng tính / workbooks · {len(periods)} kỳ / periods · {options.out}")
    return 0 if units else 1


def _periods(form: Form, asked: Period) -> list[Period]:
    """The periods of the form's clock that end within what was asked, as they are named by their last days."""
    from chungtay.kernel.periods import Regime
    from chungtay.reference.forms.calendar import is_divided, periods_from
    from chungtay.reference.forms.queries import version_for

    found = [asked] if not is_divided(Regime(form.regime)) else []
    for period in periods_from(Regime(form.regime), asked.start) if not found else ():
        if period.end > asked.end:
            break
        if version_for(form, period).pk == form.pk:
            found.append(period)
    return found


def _plain(text: str) -> str:
    return "".join(c if c.isalnum() and c.isascii() else "-" for c in text)


def _called_wrongly(expected: str, read: str) -> Refusal:
    return Refusal.of(
        "LENH-011",
        "workbooks",
        read=read,
        expected=expected,
        vi="gọi lệnh thiếu hoặc thừa đối số",
        en="an argument is missing or one too many",
        todo=Both("xem chungtay workbooks --help", "see chungtay workbooks --help"),
    )
