"""The guarded child: `python -I guarded.py workbook < (asked as JSON, line feed, bytes)`. See `guard`."""

import gc
import json
import resource
import struct
import sys
from pathlib import Path

MEMORY, SECONDS = 2 * 1024**3, 60
LENGTH = ">Q"


def limit(most_seconds: int = SECONDS) -> None:
    """From here on: so much memory, so many seconds, no file. `most_seconds`: how far the seconds may be moved on."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, most_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def many() -> None:
    """One workbook after another, each as its length and its bytes, answered the same way, until the pipe ends."""
    from chungtay.gathering.intake.workbooks.parsing import workbook_parse
    from chungtay.gathering.intake.workbooks.wire import wire_write

    # A workbook is hundreds of lists without a circle among them; looking for circles costs a twentieth of reading it.
    gc.set_threshold(100_000)
    come, go = sys.stdin.buffer, sys.stdout.buffer
    while head := come.read(struct.calcsize(LENGTH)):
        used = resource.getrusage(resource.RUSAGE_SELF)
        # The seconds are for one file: what was used on those before is added to the limit.
        spent = int(used.ru_utime + used.ru_stime)
        resource.setrlimit(resource.RLIMIT_CPU, (spent + SECONDS, resource.RLIM_INFINITY))
        content = come.read(struct.unpack(LENGTH, head)[0])
        answer = wire_write(workbook_parse(content))
        go.write(struct.pack(LENGTH, len(answer)) + answer)
        go.flush()


def main(task: str) -> None:
    """Read standard input under the limits and write the answer."""
    if task == "many":
        # The parent counts the seconds of each file, too, and kills a child that takes more.
        limit(resource.RLIM_INFINITY)
        many()
        return
    limit()
    asked, _, content = sys.stdin.buffer.read().partition(b"\n")
    if task == "annotate":
        from chungtay.gathering.intake.workbooks.annotate import workbook_annotate

        sys.stdout.buffer.write(workbook_annotate(content, **json.loads(asked)))
        return
    from chungtay.gathering.intake.workbooks.parsing import list_parse, sheets_parse, workbook_parse
    from chungtay.gathering.intake.workbooks.wire import wire_write

    parse = {"workbook": workbook_parse, "sheets": sheets_parse, "list": list_parse}[task]
    sys.stdout.buffer.write(wire_write(parse(content)))


if __name__ == "__main__":
    # Isolated, the interpreter knows no path of the house; this file knows where it stands in it.
    sys.path[0:0] = [str(Path(__file__).resolve().parents[4])]
    main(sys.argv[1])
