"""`python -m benchmarks.registers [data|lists|search|bringing]`: lay the rows once, or measure.

CHUNGTAY_BENCH_DIR says where they are kept (some 0.7 GB), else `data/bench`. On SQLite unless CHUNGTAY_DATABASE_URL
names a PostgreSQL database, which is filled if it is empty; `--also=postgresql://…` does both, one after the other.
`--points=12400` lays and asks fewer of everything.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

NAMES = ("lists", "search", "bringing")
"""Each is a module with a `main()`, asked after the rows lie there."""


def main(words: list[str]) -> int:
    """As the module says."""
    options = [word for word in words if word.startswith("--")]
    names = [word for word in words if word not in options] or list(NAMES)
    if unknown := set(names) - {*NAMES, "data"}:
        print(f"{', '.join(sorted(unknown))}? data, {', '.join(NAMES)}", file=sys.stderr)
        return 2
    points = next((int(word.partition("=")[2]) for word in options if word.startswith("--points=")), 124_000)
    root = Path(os.environ.get("CHUNGTAY_BENCH_DIR", "data/bench")).absolute() / f"registers-{points}"
    root.mkdir(parents=True, exist_ok=True)
    os.environ["CHUNGTAY_DATA_DIR"] = str(root)
    from chungtay.faces.commands.main import setup_django

    setup_django()
    from benchmarks.registers.data import laid

    laid(points / 124_000)
    for name in names:
        if name != "data" and (Path(__file__).parent / f"{name}.py").exists():
            import_module(f"benchmarks.registers.{name}").main()
    also = next((word.partition("=")[2] for word in options if word.startswith("--also=")), "")
    if not also:
        return 0
    again = [sys.executable, "-m", "benchmarks.registers", *names, f"--points={points}"]
    return subprocess.run(again, env={**os.environ, "CHUNGTAY_DATABASE_URL": also}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
