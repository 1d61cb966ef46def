"""`chungtay privacy`: what is held about whom, what is held of one account or one commended person, and what is
forgotten when its time is over."""

from __future__ import annotations

import argparse
import json
import sys

TRIES_DAYS = 30


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
    found = {**account_data(user), "tries": _tries(username)}
    told(None, "privacy.account_exported", about=user)
    return found


def _tries(username: str) -> list[dict[str, object]]:
    """What the door still holds of tries under that name."""
    from axes.models import AccessAttempt

    return [
        {"at": str(one.attempt_time), "from": one.ip_address, "browser": one.user_agent}
        for one in AccessAttempt.objects.filter(username=username).order_by("attempt_time")
    ]


def _award(id: int) -> dict[str, object]:
    from chungtay.gathering.registers.commendations.subjects import award_data
    from chungtay.reference.actors.auditing import told

    found = award_data(id)
    told(None, "privacy.award_exported", thing=f"award:{id}")
    return found


def forget() -> tuple[int, int, int]:
    """Forget what is over: how many sessions, tries at the door, origins of the audit. The worker does it daily."""
    from datetime import timedelta

    from axes.models import AccessAttempt, AccessLog
    from django.utils import timezone

    from chungtay.health.marks import FORGOTTEN, mark_set
    from chungtay.reference.actors.sessions import sessions_forget
    from chungtay.reference.audit.services import origins_forget

    now = timezone.now()
    month = now - timedelta(days=TRIES_DAYS)
    tries = AccessAttempt.objects.filter(attempt_time__lt=month).delete()[0]
    tries += AccessLog.objects.filter(attempt_time__lt=month).delete()[0]
    found = sessions_forget(), tries, origins_forget(now=now)
    mark_set(FORGOTTEN, sessions=found[0], tries=found[1], origins=found[2])
    return found


def _forget() -> int:
    """Each line: what, how many; then whether the audit is whole without it."""
    from chungtay.reference.audit.queries import audit_verify

    sessions, tries, origins = forget()
    print(f"phiên đã hết / sessions: {sessions}")
    print(f"lần thử ở cửa quá {TRIES_DAYS} ngày / tries at the door: {tries}")
    print(f"nơi đến quá 365 ngày / origins: {origins}")
    report = audit_verify()
    state = f"HỎNG / BROKEN {report.broken_at}" if report.broken_at else "nguyên vẹn / whole"
    print(f"nhật ký sau khi quên / the audit afterwards: {report.entries}, {state}")
    return 1 if report.broken_at else 0
