"""The parsers, run as a child process by `sandbox`: `python formats.py docx < bytes`. Imports nothing of the house.

Prints {"blocks": [[text, page, kind, cell], …], "unread": [pages without text]} or {"code": "DOC-…"}.
"""

import io
import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

if not __package__:
    # Run as a file and isolated: the folder of the parsers is all that it may see of the house.
    sys.path.insert(0, str(Path(__file__).parent))

Row = tuple[str, int | None, str, tuple[int, int, int] | None]
Answer = tuple[list[Row], list[int]]
MEMORY, SECONDS = 2 * 1024**3, 60


class Unreadable(Exception):
    """The file cannot be read; the argument is the refusal's code."""


def docx_blocks(data: bytes) -> Answer:
    """Paragraphs and cells of a Word file."""
    return list(_parser("word").word_rows(data)), []


def html_blocks(data: bytes) -> Answer:
    """The article of a web page, given in UTF-8."""
    return list(_parser("web").web_rows(data.decode("utf-8", errors="replace"))), []


def pdf_blocks(data: bytes) -> Answer:
    """Paragraphs and cells of a PDF that holds text, and which of its pages hold none."""
    rows, empty = _parser("pages").page_rows(_pdf(data))
    return rows, empty


def scan_blocks(data: bytes) -> Answer:
    """Paragraphs of the scanned pages of a PDF. Before the file stand, in one line, the program and the pages."""
    head, _, content = data.partition(b"\n")
    program, *numbers = head.decode().split("\t")
    parser = _parser("scans")
    if len(numbers) > parser.MOST_PAGES:
        raise Unreadable("DOC-007")
    return list(parser.scan_rows(_pdf(content), [int(number) for number in numbers], program)), []


def _parser(name: str) -> Any:
    from importlib import import_module

    return import_module(f"{__package__}.parsers.{name}" if __package__ else f"parsers.{name}")


def _pdf(data: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(io.BytesIO(data))
    except pypdfium2.PdfiumError as error:
        raise Unreadable("DOC-003" if "password" in str(error).lower() else "DOC-004") from error


PARSERS: dict[str, Callable[[bytes], Answer]] = {
    "docx": docx_blocks,
    "html": html_blocks,
    "pdf": pdf_blocks,
    "scan": scan_blocks,
}


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main(kind: str) -> None:
    """Read standard input under the limits and print the answer."""
    _limit()
    data = sys.stdin.buffer.read()
    try:
        rows, unread = PARSERS[kind](data)
        answer: dict[str, object] = {"blocks": rows, "unread": unread}
    except Unreadable as error:
        answer = {"code": str(error.args[0])}
    except MemoryError:
        answer = {"code": "DOC-012"}
    except Exception:
        # Whatever a parser of foreign bytes raises, the file is what is wrong; a traceback tells a reporter nothing.
        answer = {"code": "DOC-004"}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
