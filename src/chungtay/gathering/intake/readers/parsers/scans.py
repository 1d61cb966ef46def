"""Scanned pages through Tesseract with its Vietnamese data. Nothing is written to the disk."""

import re
import subprocess
from collections.abc import Iterator
from typing import Any

Row = tuple[str, int | None, str, tuple[int, int, int] | None]
DOTS = 300
MOST_PAGES = 60
_SECONDS = 60
_GREY = 1
_INDENTED = re.compile(r"\n\s*\n")


def scan_rows(pdf: Any, numbers: list[int], program: str) -> Iterator[Row]:
    """Paragraphs of the pages with these numbers, from 1."""
    for number in numbers:
        for paragraph in _INDENTED.split(_recognised(_picture(pdf[number - 1]), program)):
            words = " ".join(paragraph.split())
            if words:
                yield words, number, "p", None


def _picture(page: Any) -> bytes:
    """The page as a grey picture in the plainest of formats."""
    bitmap = page.render(scale=DOTS / 72, grayscale=True)
    rows, stride, width = bytes(bitmap.buffer), bitmap.stride, bitmap.width
    if stride != width:
        rows = b"".join(rows[at * stride : at * stride + width] for at in range(bitmap.height))
    return b"P5 %d %d 255\n" % (width, bitmap.height) + rows


def _recognised(picture: bytes, program: str) -> str:
    done = subprocess.run(
        [program, "stdin", "stdout", "-l", "vie", "--psm", "3"],
        input=picture,
        capture_output=True,
        timeout=_SECONDS,
        check=True,
        env={"PATH": "", "OMP_THREAD_LIMIT": "1"},
    )
    return done.stdout.decode("utf-8", errors="replace")
