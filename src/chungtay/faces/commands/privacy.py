"""`chungtay privacy`: what is held about whom, what is held of one account or one commended person, and what is
forgotten when its time is over."""

from __future__ import annotations

import argparse
import json
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which of the four."""
    parts = parser.add_subparsers(dest="part", required=True, metavar="VIỆC")
    parts.add_parser("inventory", help="danh mục dữ liệu / the inventory, as a page")
    account = parts.add_parser("account", help="dữ liệu của một tài khoản / what is held of an account, as JSON")
    account.add_argument("username")
    award = parts.add_parser("award", help="dữ liệu của người được khen / what is held of a commended person, as JSON")
    award.add_argument("id", type=int, help="số của dòng khen thưởng / number of the award")
    parts.add_parser("forget", help="quên những gì hết hạn, in ra đã quên gì / forget what is over, and tell what")


def run(options: argparse.Namespace) -> int:
    """Do it; a request of a person is told to the audit."""
    if options.part == "inventory":
        from chungtay.faces.commands.inventory import page

        sys.stdout.write(page())
        return 0
    if options.part == "forget":
        return _forget()
    found = _account(options.username) if options.part == "account" else _award(options.id)
    print(json.dumps(found, ensure_ascii=False, indent=2, default=str))
    return 0


def _account(username: str) -> dict[str, object]:
    from chungtay.reference.actors.auditing import told
    from chungtay.reference.actors.queries import user_get
    from chungtay.reference.actors.subjects import account_data

    user = user_get(username)
    found = account_data(user)
    told(None, "privacy.account_exported", about=user)
    return found


def _award(id: int) -> dict[str, object]:
    from chungtay.gathering.registers.commendations.subjects import award_data
    from chungtay.reference.actors.auditing import told

    found = award_data(id)
    told(None, "privacy.award_exported", thing=f"award:{id}")
    return found


def _forget() -> int:
    """Each line: what, how many. Sessions that are over, tries at the door, origins of the audit."""
    from datetime import timedelta

    from axes.models import AccessAttempt, AccessLog
    from django.utils import timezone

    from chungtay.reference.actors.sessions import sessions_forget
    from chungtay.reference.audit.queries import audit_verify
    from chungtay.reference.audit.services import origins_forget

    now = timezone.now()
    month = now - timedelta(days=30)
    tries = AccessAttempt.objects.filter(attempt_time__lt=month).delete()[0]
    tries += AccessLog.objects.filter(attempt_time__lt=month).delete()[0]
    print(f"phiên đã hết / sessions: {sessions_forget()}")
    print(f"lần thử ở cửa quá 30 ngày / tries at the door: {tries}")
    print(f"nơi đến quá 365 ngày / origins: {origins_forget(now=now)}")
    report = audit_verify()
    state = f"HỎNG / BROKEN {report.broken_at}" if report.broken_at else "nguyên vẹn / whole"
    print(f"nhật ký sau khi quên / the audit afterwards: {report.entries}, {state}")
    return 1 if report.broken_at else 0
