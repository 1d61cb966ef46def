"""`python -m benchmarks [NAME …]`: all of them, or those named. See `NAMES`."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from importlib import import_module

from chungtay.faces.commands.main import setup_django

NAMES = (
    *("reading", "documents", "reviewing", "reviews", "rolling_up", "deciding", "checking", "entry", "workbooks"),
    "effects",
)


def main(names: list[str]) -> int:
    """Run the benchmarks one after the other."""
    if unknown := set(names) - set(NAMES):
        print(f"{', '.join(sorted(unknown))}? {', '.join(NAMES)}", file=sys.stderr)
        return 2
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores"
    print(f"{datetime.now(UTC):%Y-%m-%d}, {machine}; CPU seconds, medians")
    with tempfile.TemporaryDirectory(prefix="chungtay-bench-") as folder:
        os.environ["CHUNGTAY_DATA_DIR"] = folder
        setup_django()
        for name in names or NAMES:
            import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
