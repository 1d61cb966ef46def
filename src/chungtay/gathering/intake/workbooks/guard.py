"""One workbook in one guarded child: 2 GB, 60 s, no file written, nothing of the parent's environment.

For many workbooks the uploads keep a pool of such children; both run `guarded.py`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from chungtay.gathering.intake.workbooks.precheck import LARGEST
from chungtay.gathering.intake.workbooks.refusals import refused
from chungtay.gathering.intake.workbooks.wire import wire_read

if TYPE_CHECKING:
    from chungtay.gathering.intake.workbooks.parsing import Parsed

PATIENCE = 90
_CHILD = [sys.executable, "-I", "-B", "-X", "utf8", str(Path(__file__).with_name("guarded.py"))]
Task = Literal["workbook", "sheets", "list", "annotate", "many"]


def child_command(task: Task) -> list[str]:
    """The command line of a guarded child: of this interpreter, isolated, knowing nothing of the parent's paths."""
    return [*_CHILD, task]


def parsed_in_child(content: bytes, task: Literal["workbook", "sheets", "list"] = "workbook") -> Parsed:
    """`parsing.workbook_parse`, `sheets_parse` or `list_parse`, done where a hostile file can hurt nobody.

    A child that dies or takes too long gives {"refused": …} with BANGTINH-107.
    """
    if len(content) > LARGEST:
        size = f"{len(content) / 1024 / 1024:.0f} MB"
        return {"refused": [["BANGTINH-106", size, size]]}
    return wire_read(in_child(task, content))


def in_child(task: Task, content: bytes, asked: dict[str, Any] | None = None) -> bytes:
    """What the child answers; b"" where it died or took too long. `asked` stands on the first line, as JSON."""
    head = json.dumps(asked or {}).encode() + b"\n"
    try:
        done = subprocess.run(
            child_command(task),
            input=head + content,
            capture_output=True,
            timeout=PATIENCE,
            env={"PATH": ""},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return b""
    return done.stdout if done.returncode == 0 else b""


def checked(out: bytes, name: str) -> bytes:
    """The answer, or Refusal BANGTINH-107 where there is none."""
    if not out:
        raise refused("BANGTINH-107", name)
    return out
