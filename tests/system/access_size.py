"""How large the table of access is: `python tests/system/access_size.py`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Addresses, accounts, owners and questions, and what the commands add."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chungtay.config.settings")
    sys.path.insert(0, str(ROOT / "tests"))
    import django

    django.setup()
    from access_table import ROWS
    from access_world import BODIES, RELATIONS, accounts
    from django.urls import get_resolver
    from test_access import patterns
    from test_access_commands import MAY

    from chungtay.faces.commands.main import COMMANDS

    asking = len(list(accounts()))
    owners = {name: 1 if row.of_a_commune or not row.names_an_object else len(RELATIONS) for name, row in ROWS.items()}
    cells = 2 * asking * sum(owners.values())
    open_face, portal = (
        sum(1 for _ in patterns(get_resolver(f"chungtay.faces.{face}.urls"))) for face in ("api.open", "portal")
    )
    relations = sorted({relation for of in RELATIONS.values() for relation in of.values() if relation})
    lines = [
        f"addresses of the desk      {len(ROWS)}",
        f"accounts                   {asking} ({len(BODIES)} bodies, and nobody signed in)",
        f"relations to an object     {', '.join(relations)}",
        f"questions (GET and POST)   {cells}",
        f"public addresses           {portal} of the portal, {open_face} of the open API, for everybody",
        f"commands                   {len(COMMANDS)}, {len(MAY)} of which narrow to an account",
        f"questions of commands      {len(MAY) * len(RELATIONS) * (asking - 1)}",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
