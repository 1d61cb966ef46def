"""A refused workbook given back with the cells coloured that are to be mended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chungtay.gathering.intake.uploads.services import told
from chungtay.gathering.intake.workbooks.guard import in_child
from chungtay.kernel.errors import side

if TYPE_CHECKING:
    from chungtay.gathering.intake.models import UploadedFile
    from chungtay.kernel.errors import Problem

_CELL = re.compile(r"[^!,]{1,60}![A-Z]{1,3}[1-9]\d*")


def coloured(file: UploadedFile, content: bytes, language: str = "vi") -> bytes:
    """The bytes of an .xlsx; b"" where the file cannot be opened."""
    marks = [mark for kept in file.problems for mark in _marks(told(kept), language)]
    return in_child("annotate", content, {"marks": marks, "language": language})


def _marks(problem: Problem, language: str) -> list[list[str]]:
    where = side(problem.where, language)
    cells = [part.strip() for part in where.split(", ")]
    at = [cell for cell in cells if _CELL.fullmatch(cell)]
    return [[cell, "block", problem.in_words(language)] for cell in at or [""]]
