"""What the machine has: room, time, fonts, converters, a worker that lives, a backup that is young."""

from __future__ import annotations

import ctypes
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from chungtay.gathering.intake.readers.converting import converter
from chungtay.gathering.intake.readers.scans import recogniser
from chungtay.health import marks
from chungtay.health.findings import Finding, State, ok
from chungtay.kernel.errors import Both
from chungtay.kernel.numbers import number_words

GIGA = 1_000_000_000
FULL, TIGHT, TIGHT_SHARE = 1 * GIGA, 5 * GIGA, 0.05
BEAT_SECONDS, STILL_SECONDS = 30, 180
YOUNG, OLD = timedelta(hours=30), timedelta(days=7)
_TIME_ERROR = 5
"""What adjtimex(2) answers while nothing keeps the clock right."""

DISK = Both("Chỗ trống trên đĩa", "Room on the disk")
WRITABLE = Both("Thư mục dữ liệu ghi được", "The data folder can be written")
CLOCK = Both("Đồng hồ của máy", "The machine's clock")
FONTS = Both("Phông chữ của văn bản", "Fonts of papers")
OLD_WORD = Both("Đọc tệp .doc, .rtf, .odt", "Reading .doc, .rtf, .odt")
SCANS = Both("Đọc bản quét", "Reading scans")
WORKER = Both("Tiến trình nền", "The worker")
BACKUP = Both("Bản sao lưu", "The backup")


def disk() -> Finding:
    """Room where the data stand."""
    usage = shutil.disk_usage(_standing(Path(settings.DATA_DIR)))
    share = usage.free / usage.total
    found = Both(
        f"còn {number_words(round(usage.free / GIGA))} GB ({share:.0%})",
        f"{number_words(round(usage.free / GIGA), 'en')} GB free ({share:.0%})",
    )
    if usage.free >= TIGHT and share >= TIGHT_SHARE:
        return ok("disk", DISK, found)
    todo = Both(
        "chuyển bản sao lưu cũ ra khỏi máy, hoặc thêm đĩa; đầy hẳn thì không ai gửi được báo cáo",
        "move old backups away, or add a disk; once it is full nobody can send a report",
    )
    return Finding("disk", State.FAILED if usage.free < FULL else State.WARNING, DISK, found, todo)


def writable() -> Finding:
    """A file can be made in the data folder by whoever runs this."""
    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
            file.write(b"x")
            file.flush()
    except OSError as error:
        return Finding(
            "writable",
            State.FAILED,
            WRITABLE,
            Both(f"không ghi được ({error.strerror})", f"cannot be written ({error.strerror})"),
            Both(
                "cho tài khoản chạy dịch vụ quyền ghi vào CHUNGTAY_DATA_DIR (chown), hoặc giải phóng đĩa",
                "give the service's account the right to write to CHUNGTAY_DATA_DIR (chown), or free the disk",
            ),
        )
    return ok("writable", WRITABLE, Both("ghi được", "can be written"))


def clock() -> Finding:
    """Whether something keeps the clock right; what the ledger and the database say of it is `data.clock_beside`."""
    try:
        answer = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512))
    except (OSError, AttributeError):
        answer = -1
    if answer < 0:
        return Finding("clock", State.NOTE, CLOCK, Both("không hỏi được hệ thống", "the system cannot be asked"))
    if answer == _TIME_ERROR:
        return Finding(
            "clock",
            State.WARNING,
            CLOCK,
            Both("không có gì giữ cho đúng giờ", "nothing keeps it right"),
            Both(
                "bật đồng bộ giờ: `timedatectl set-ntp true`; máy chủ giờ ghi ở /etc/systemd/timesyncd.conf",
                "switch on time keeping: `timedatectl set-ntp true`; the office's time server goes to "
                "/etc/systemd/timesyncd.conf",
            ),
        )
    return ok("clock", CLOCK, Both("được giữ đúng giờ", "kept right"))


def fonts() -> Finding:
    """Which face papers are printed in."""
    from chungtay.results.issuing.queries import face_of_papers

    family, is_asked_for = face_of_papers()
    if is_asked_for:
        return ok("fonts", FONTS, Both(family, family))
    return Finding(
        "fonts",
        State.WARNING,
        FONTS,
        Both(f"chỉ có {family}", f"only {family}"),
        Both(
            "cài phông cùng khổ với Times New Roman: `apt install fonts-liberation`",
            "install a face of the widths of Times New Roman: `apt install fonts-liberation`",
        ),
    )


def old_word() -> Finding:
    """Whether LibreOffice is there."""
    if converter() is not None:
        return ok("old-word", OLD_WORD, Both("có LibreOffice", "LibreOffice is there"))
    return Finding(
        "old-word",
        State.NOTE,
        OLD_WORD,
        Both("không có LibreOffice: các tệp này bị từ chối", "no LibreOffice: such files are refused"),
        Both("nếu cần: `apt install libreoffice-writer`", "if needed: `apt install libreoffice-writer`"),
    )


def scans() -> Finding:
    """Whether Tesseract with Vietnamese is there."""
    if recogniser() is not None:
        return ok("scans", SCANS, Both("có Tesseract tiếng Việt", "Tesseract with Vietnamese is there"))
    return Finding(
        "scans",
        State.NOTE,
        SCANS,
        Both("không có Tesseract tiếng Việt: bản quét bị từ chối", "no Tesseract with Vietnamese: scans are refused"),
        Both(
            "nếu cần: `apt install tesseract-ocr tesseract-ocr-vie`",
            "if needed: `apt install tesseract-ocr tesseract-ocr-vie`",
        ),
    )


def worker() -> Finding:
    """Whether the worker of this machine gave a sign of life within three minutes."""
    mark = marks.mark_get(marks.WORKER)
    if mark is not None and mark.age_seconds <= STILL_SECONDS:
        return ok("worker", WORKER, Both("đang chạy", "runs"))
    found = Both("chưa chạy lần nào", "never ran") if mark is None else _since("im", "silent", mark)
    return Finding(
        "worker",
        State.FAILED if settings.PRODUCTION else State.WARNING,
        WORKER,
        found,
        Both(
            "chạy `systemctl restart chungtay-worker` (hoặc `chungtay work`), rồi xem `journalctl -u chungtay-worker`",
            "run `systemctl restart chungtay-worker` (or `chungtay work`), look at `journalctl -u chungtay-worker`",
        ),
    )


def backup() -> Finding:
    """How old the last backup is that this machine wrote."""
    mark = marks.mark_get(marks.BACKUP)
    todo = Both(
        "chạy `chungtay backup TỆP.tar` và để ở máy khác; bật `chungtay-backup.timer` để chạy mỗi đêm",
        "run `chungtay backup FILE.tar` and keep it on another machine; `chungtay-backup.timer` does it every night",
    )
    if mark is None:
        state = State.WARNING if settings.PRODUCTION else State.NOTE
        return Finding("backup", state, BACKUP, Both("chưa có bản nào", "none was written"), todo)
    found = _since("cách đây", "written", mark, " ago")
    if mark.age_seconds <= YOUNG.total_seconds():
        return ok("backup", BACKUP, found)
    state = State.FAILED if mark.age_seconds > OLD.total_seconds() else State.WARNING
    return Finding("backup", state, BACKUP, found, todo)


def _since(vi: str, en: str, mark: marks.Mark, after: str = "") -> Both:
    minutes = max(0, round(mark.age_seconds / 60))
    if minutes < 120:
        return Both(f"{vi} {minutes} phút", f"{en} {minutes} min{after}")
    hours = minutes // 60
    if hours < 72:
        return Both(f"{vi} {hours} giờ", f"{en} {hours} hours{after}")
    return Both(f"{vi} {hours // 24} ngày", f"{en} {hours // 24} days{after}")


def _standing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return folder if folder.exists() else _standing(folder.parent)
