"""`chungtay account`: an account for one body, its password typed in or read from a pipe."""

from __future__ import annotations

import argparse
import getpass
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    """Who, of which body, in which role."""
    parser.add_argument("username")
    parser.add_argument("--body", required=True, help="mã cơ quan / code of the body")
    parser.add_argument(
        "--role", required=True, choices=["reporter", "approver", "partner", "administrator", "oversight"]
    )
    parser.add_argument("--name", required=True, help="chức danh hiển thị / office shown on pages")


def run(options: argparse.Namespace) -> int:
    """Create the account; the password is checked by length and against common ones."""
    from chungtay.reference.actors import queries, services

    password = getpass.getpass("Mật khẩu / password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    services.account_create(
        username=options.username,
        password=password,
        display_name=options.name,
        body=queries.body_get(options.body),
        role=options.role,
    )
    print(options.username)
    return 0
