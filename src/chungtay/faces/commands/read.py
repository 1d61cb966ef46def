"""`chungtay read`: what the reader finds in reports, as a table for people or JSON for programs. Needs no database.

Several files, and all files of folders, are read in order, many of them on all cores (`--jobs`). One that is refused is
named with its reason, the others are still read, and the exit code is 2. `--format jsonl` prints a line for each figure
as soon as it is read.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from chungtay.faces.commands.terminal import table
from chungtay.gathering.intake.readers import document_open, read_document, scans, to_json
from chungtay.gathering.intake.readers.documents import LARGEST
from chungtay.gathering.intake.readers.refusals import refused
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.numbers import quantity_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from chungtay.gathering.intake.readers import Document
    from chungtay.gathering.intake.readers.records import Candidate
    from chungtay.kernel.errors import Problem

KINDS = (".docx", ".doc", ".pdf", ".html", ".htm", ".txt", ".rtf", ".odt")
# From so many files on, starting further processes costs less than it saves.
_MANY, _MOST_JOBS = 20, 8
HEAD = ("số", "đơn vị", "chỉ tiêu", "phân tổ", "địa bàn", "kỳ", "tin cậy")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which files, and how to print."""
    kinds = " ".join(KINDS)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=f"tệp, thư mục / files, folders: {kinds}")
    parser.add_argument("--format", choices=["table", "json", "jsonl"], default="table")
    parser.add_argument(
        "--jobs", type=int, help="số tiến trình; nếu không nêu, từ 20 tệp trở lên dùng mọi nhân / processes"
    )


def run(options: argparse.Namespace) -> int:
    """Read every file that can be read, one after the other: what one said is printed before the next is opened."""
    refused = False
    printer = _PRINTERS[options.format]()
    paths = _files(options.files)
    first = [] if options.jobs else list(islice(paths, _MANY))
    jobs = options.jobs or (_cores() if len(first) == _MANY else 1)
    for told in _told(chain(first, paths), options.format, max(1, jobs)):
        refused |= told.is_refused
        printer.say(told)
        for line in told.said:
            print(line, file=sys.stderr)
    printer.end()
    return 2 if refused else 0


@dataclass(frozen=True)
class _Told:
    """What one file says, ready to be printed."""

    out: list[str]
    said: list[str]
    is_refused: bool = False


class _Plain:
    """Tables for people, or a line of JSON for each figure."""

    def say(self, told: _Told) -> None:
        """Print what one file says."""
        for line in told.out:
            print(line)
        sys.stdout.flush()

    def end(self) -> None:
        """Nothing is open."""


class _Array(_Plain):
    """One JSON list over all files."""

    def __init__(self) -> None:
        self._before = "["

    def say(self, told: _Told) -> None:
        """Print the figures of one file as members of the list."""
        for line in told.out:
            print(self._before, line, sep="\n", end="")
            self._before = ","

    def end(self) -> None:
        """Close the list."""
        print("[]" if self._before == "[" else "\n]")


_PRINTERS = {"table": _Plain, "jsonl": _Plain, "json": _Array}


def _files(named: Sequence[Path]) -> Iterator[Path]:
    """The files named, and of folders those of a kind that can be read, in order of name, with all folders inside."""
    for path in named:
        if not path.is_dir():
            yield path
            continue
        is_empty = True
        for folder, inner, names in os.walk(path):
            inner.sort()
            for name in sorted(names):
                if PurePath(name).suffix.lower() in KINDS and not name.startswith(("~$", ".")):
                    is_empty = False
                    yield Path(folder, name)
        if is_empty:
            yield path


def _cores() -> int:
    """How many processes a folder is worth: one for each core, as far as the machine has memory for them."""
    return min(os.cpu_count() or 1, _MOST_JOBS)


def _told(paths: Iterator[Path], form: str, jobs: int) -> Iterator[_Told]:
    """In the order of the files, no more than a few ahead of what was printed: memory does not grow with a folder."""
    if jobs == 1:
        yield from (_read(path, form) for path in paths)
        return
    waiting: deque[Future[_Told]] = deque()
    with ProcessPoolExecutor(jobs) as pool:
        for path in paths:
            waiting.append(pool.submit(_read, path, form))
            if len(waiting) > 4 * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _read(path: Path, form: str) -> _Told:
    try:
        document = document_open(_content(path), path.name)
        reading = scans.doubted(read_document(document), document)
    except Refusal as refusal:
        return _Told([], _in_words(refusal.problems), is_refused=True)
    if form == "table":
        lines = [f"{path.name}: {len(reading.candidates)} số liệu / figures"]
        lines += [table(HEAD, [_line(c) for c in reading.candidates])] if reading.candidates else []
        return _Told([*lines, ""], _in_words(reading.notes))
    records = [_in_the_file(record, document) for record in to_json(reading, path.name)]
    return _Told([json.dumps(record, ensure_ascii=False) for record in records], _in_words(reading.notes))


def _in_words(problems: Iterable[Problem]) -> list[str]:
    return [problem.in_words(language) for problem in problems for language in ("vi", "en")]


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
