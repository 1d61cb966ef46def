"""`chungtay access`: a forgotten password, a lost telephone, an account that is over. Each is told to the audit."""

from __future__ import annotations

import argparse
import getpass
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    """What, and of which account."""
    parser.add_argument("deed", choices=["password", "clear-factors", "sign-out", "close"])
    parser.add_argument("username")


def run(options: argparse.Namespace) -> int:
    """Do it; Refusals TAIKHOAN-001, TAIKHOAN-004."""
    from chungtay.reference.actors import factors, queries, services, sessions
    from chungtay.reference.actors.auditing import told

    user = queries.user_get(options.username)
    if options.deed == "password":
        typed = getpass.getpass("Mật khẩu / password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        services.password_set(user=user, password=typed)
    elif options.deed == "clear-factors":
        factors.factors_clear(user=user)
        sessions.sessions_end(user)
    elif options.deed == "sign-out":
        told(None, "account.out_everywhere", about=user, after={"sessions": sessions.sessions_end(user)})
    else:
        services.account_close(user=user)
    print(f"{options.username}: {options.deed}")
    return 0
