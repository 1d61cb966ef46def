"""Parsing in a child process with hard limits: a small file can ask for hundreds of gigabytes or never end.

The child gets the bytes on its standard input and answers with JSON. It sees none of the parent's environment
(so no passwords), may hold 2 GB, compute 60 s and write no file.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from chungtay.gathering.intake.readers.refusals import refused

MEMORY, SECONDS, PATIENCE = 2 * 1024**3, 60, 90
# Run as a file and isolated: nothing of the house is imported but this one, which is a third of the child's time.
_CHILD = [sys.executable, "-I", "-B", "-X", "utf8", str(Path(__file__).with_name("formats.py"))]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or table cell as a parser gives it."""

    text: str
    page: int | None
    kind: Literal["p", "cell", "heading"]
    cell: tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file holds; `unread` are its pages without text."""

    blocks: list[Block]
    unread: list[int]


def parse(data: bytes, kind: str, name: str, patience: int = PATIENCE) -> Parsed:
    """A docx, html, pdf or scan. Raises Refusal when the child refuses, dies or takes too long."""
    try:
        done = subprocess.run(
            [*_CHILD, kind],
            input=data,
            capture_output=True,
            timeout=patience,
            env={"PATH": ""},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refused("DOC-012", name) from error
    if done.returncode < 0:
        raise refused("DOC-012", name, read=f"signal {-done.returncode}")
    answer = _answer(done.stdout)
    if "code" in answer:
        raise refused(str(answer["code"]), name)
    blocks = [_block(item) for item in cast(list[list[object]], answer["blocks"])]
    return Parsed(blocks, cast(list[int], answer["unread"]))


def _answer(out: bytes) -> dict[str, object]:
    try:
        return cast(dict[str, object], json.loads(out))
    except ValueError:
        return {"code": "DOC-004"}


def _block(item: list[object]) -> Block:
    text, page, kind, cell = item
    place = cast(list[int] | None, cell)
    return Block(
        str(text),
        cast(int | None, page),
        cast(Literal["p", "cell", "heading"], kind),
        (place[0], place[1], place[2]) if place else None,
    )
