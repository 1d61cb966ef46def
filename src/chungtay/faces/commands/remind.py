"""`chungtay remind`: the round of mails that tell each account what waits for it; for a timer, hourly or so."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import TYPE_CHECKING

from chungtay.kernel.errors import Both, Refusal

if TYPE_CHECKING:
    from chungtay.gathering.approval.notices import Sending


def arguments(parser: argparse.ArgumentParser) -> None:
    """As of which moment."""
    parser.add_argument("--now", help="thời điểm, mặc định bây giờ / moment, now unless given: 2025-11-17T08:00")


def run(options: argparse.Namespace) -> int:
    """Write the mails; 1 where the server did not take some, which the next round tries again."""
    from django.utils import timezone

    from chungtay.gathering.approval.notices import digests_send
    from chungtay.gathering.approval.overdue import tasks_remind
    from chungtay.reference.forms.villages import villages_follow

    # A timer runs this: villages follow a change of borders on its day, before anybody is told what is due.
    villages_follow()
    now = _moment(options.now) if options.now else timezone.now()
    done = digests_send(now)
    print(_told("Báo cáo / reports", done))
    of_tasks = tasks_remind(now)
    print(_told("Nhiệm vụ / tasks", of_tasks))
    return 1 if done.failed or of_tasks.failed else 0


def _told(what: str, done: Sending) -> str:
    return (
        f"{what}. Đã gửi / sent: {done.sent}. Đã gửi trước đó / before: {done.before}. "
        f"Giờ yên lặng / quiet: {done.quiet}. Không có việc / nothing: {done.nothing}. Lỗi / failed: {done.failed}."
    )


def _moment(text: str) -> datetime:
    from django.utils import timezone

    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal.of(
            "LENH-012",
            "--now",
            read=text,
            expected="2025-11-17T08:00",
            vi="không đọc được thời điểm",
            en="the moment cannot be read",
            todo=Both("ghi năm-tháng-ngàyTgiờ:phút", "write year-month-dayThour:minute"),
        ) from None
    return read if read.tzinfo else timezone.make_aware(read)
