"""Pages that are pictures: recognised where the machine has Tesseract with Vietnamese, and trusted less for it."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from chungtay.gathering.intake.readers import sandbox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.gathering.intake.readers.documents import Document
    from chungtay.gathering.intake.readers.records import Reading

TRUST = 0.75
"""No figure of a recognised page is surer than this: a digit misread looks like any other."""
_A_PAGE, _AT_LEAST = 30, 90


@cache
def recogniser() -> str | None:
    """Tesseract, if it is there and knows Vietnamese."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    said = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=False, text=True)
    return program if "vie" in (said.stdout + said.stderr).split() else None


def recognised(data: bytes, pages: Sequence[int], name: str) -> list[sandbox.Block]:
    """The paragraphs of pages of a PDF, from 1; none where the machine cannot recognise them."""
    program = recogniser()
    if program is None:
        return []
    head = "\t".join([program, *map(str, pages)])
    return sandbox.parse(head.encode() + b"\n" + data, "scan", name, max(_AT_LEAST, _A_PAGE * len(pages))).blocks


def doubted(reading: Reading, document: Document) -> Reading:
    """The reading with the figures of recognised pages doubted."""
    if not document.scanned:
        return reading
    starts = [(p.start, p.end) for p in document.paragraphs if p.page in document.scanned]
    return replace(
        reading,
        candidates=tuple(
            replace(c, confidence=min(c.confidence, TRUST))
            if any(first <= c.start < last for first, last in starts)
            else c
            for c in reading.candidates
        ),
    )
