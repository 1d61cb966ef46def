"""Django's own commands (migrate, shell, check) under this project's settings."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line


def main(arguments: list[str] | None = None) -> None:
    """Run one of Django's management commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chungtay.config.settings")
    execute_from_command_line(["chungtay manage", *(sys.argv[1:] if arguments is None else arguments)])


if __name__ == "__main__":
    main()
