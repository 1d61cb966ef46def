"""`chungtay read`: what the reader finds in reports, as a table for people or JSON for programs. Needs no database.

Several files are read one after the other; one that is refused is named with its reason, the others are still read,
and the exit code is 2.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chungtay.faces.commands.terminal import table
from chungtay.gathering.intake.readers import document_open, read_document, to_json
from chungtay.gathering.intake.readers.documents import LARGEST
from chungtay.gathering.intake.readers.refusals import refused
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.numbers import quantity_words

if TYPE_CHECKING:
    from chungtay.gathering.intake.readers import Document
    from chungtay.gathering.intake.readers.records import Candidate, Reading

HEAD = ("số", "đơn vị", "chỉ tiêu", "phân tổ", "địa bàn", "kỳ", "tin cậy")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which files, and how to print."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".docx .html .txt .pdf")
    parser.add_argument("--format", choices=["table", "json"], default="table")


def run(options: argparse.Namespace) -> int:
    """Read every file that can be read."""
    records: list[dict[str, Any]] = []
    refused = False
    for path in options.files:
        try:
            content = _content(path)
            document = document_open(content, path.name)
            reading = read_document(document)
        except Refusal as refusal:
            refused = True
            for problem in refusal.problems:
                print(problem.in_words("vi"), problem.in_words("en"), sep="\n", file=sys.stderr)
            continue
        if options.format == "json":
            records += [_in_the_file(record, document) for record in to_json(reading, path.name)]
        else:
            print(f"{path.name}: {len(reading.candidates)} số liệu / figures")
            print(table(HEAD, [_line(c) for c in reading.candidates]) if reading.candidates else "", end="\n\n")
        _say_notes(reading)
    if options.format == "json":
        print(json.dumps(records, ensure_ascii=False, indent=1))
    return 2 if refused else 0


def _content(path: Path) -> bytes:
    """The file's bytes; a file over the limit is refused by its size, unread."""
    try:
        if path.stat().st_size > LARGEST:
            raise refused("DOC-007", path.name, read=f"{path.stat().st_size / 1024 / 1024:.0f} MB")
        return path.read_bytes()
    except OSError as error:
        raise Refusal.of(
            "LENH-005",
            str(path),
            read=error.strerror or "",
            expected=Both("tệp đọc được", "a readable file"),
            vi="không mở được tệp",
            en="the file cannot be opened",
            todo=Both("kiểm tra đường dẫn và quyền đọc", "check the path and the right to read it"),
        ) from None


def _in_the_file(record: dict[str, Any], document: Document) -> dict[str, Any]:
    """The record with its span and words as the file has them, where the reader worked on composed text."""
    start, end = record["start"], record["end"]
    first, last = document.original_span(start, end)
    return {**record, "start": first, "end": last, "surface": document.as_written(start, end)}


def _say_notes(reading: Reading) -> None:
    for problem in reading.notes:
        print(problem.in_words("vi"), problem.in_words("en"), sep="\n", file=sys.stderr)


def _line(candidate: Candidate) -> tuple[str, ...]:
    period = candidate.period
    when = f"{period.start or ''}…{period.end}" if period.end else "?"
    breakdown = ", ".join(f"{k}={v}" for k, v in candidate.breakdown.items())
    return (
        quantity_words(candidate.quantity()),
        candidate.unit,
        candidate.indicator or "?",
        breakdown,
        candidate.place or "?",
        when,
        f"{candidate.confidence:.0%}",
    )
