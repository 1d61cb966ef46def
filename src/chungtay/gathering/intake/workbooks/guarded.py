"""The guarded child: `python -I guarded.py workbook < (asked as JSON, line feed, bytes)`. See `guard`."""

import json
import resource
import sys
from pathlib import Path

MEMORY, SECONDS = 2 * 1024**3, 60
# Isolated, the interpreter knows no path of the house; this file knows where it stands in it.
sys.path[0:0] = [str(Path(__file__).resolve().parents[4])]


def limit() -> None:
    """From here on: so much memory, so many seconds, no file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(task: str) -> None:
    """Read standard input under the limits and write the answer."""
    limit()
    asked, _, content = sys.stdin.buffer.read().partition(b"\n")
    if task == "annotate":
        from chungtay.gathering.intake.workbooks.annotate import workbook_annotate

        sys.stdout.buffer.write(workbook_annotate(content, **json.loads(asked)))
        return
    from chungtay.gathering.intake.workbooks.parsing import sheets_parse, workbook_parse

    parse = {"workbook": workbook_parse, "sheets": sheets_parse}[task]
    sys.stdout.write(json.dumps(parse(content), ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
