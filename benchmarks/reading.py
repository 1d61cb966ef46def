"""Reading reports: next to a pattern that only finds numbers, and next to python-docx that only opens the file."""

from __future__ import annotations

import io
import re
import resource
import time
from concurrent.futures import ProcessPoolExecutor

import docx

from benchmarks.invented import docx_of, report
from benchmarks.timing import say, side_by_side
from benchmarks.written.writer import write
from chungtay.gathering.intake.readers import Document, document_open, read_document
from chungtay.gathering.intake.readers.documents import text_document
from chungtay.gathering.intake.readers.formats import docx_blocks

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
REPORTS = 20


def main() -> None:
    """Print both comparisons."""
    texts = ["\n".join(report(seed)) for seed in range(REPORTS)]
    documents = [text_document(text.encode(), "a.txt") for text in texts]
    figures = sum(len(read_document(document).candidates) for document in documents)
    numbers = sum(len(NUMBER.findall(text)) for text in texts)
    seconds = side_by_side(
        5, reader=lambda: _read(documents), bare_pattern=lambda: [NUMBER.findall(text) for text in texts]
    )
    characters = sum(map(len, texts))
    say(
        f"(a) Reading {REPORTS} reports, {characters} characters: {figures} figures of {numbers} numbers",
        seconds,
        "bare_pattern",
    )
    print(f"  reader: {REPORTS / seconds['reader']:.0f} reports/s, {characters / seconds['reader']:,.0f} characters/s")
    _steady()
    files = [docx_of(report(seed)) for seed in range(4)]
    opened = side_by_side(
        5,
        opened_in_a_limited_process=lambda: [document_open(file, "a.docx") for file in files],
        same_parser_in_this_process=lambda: [docx_blocks(file) for file in files],
        bare_python_docx=lambda: [_bare(file) for file in files],
    )
    say(f"    Opening {len(files)} Word files of {len(report(0))} paragraphs", opened, "bare_python_docx")


def _steady() -> None:
    """Pages of 5,000 characters a second on one core, and what memory 2,000 of them leave behind."""
    pages = [text_document(_page(seed).encode(), "a.txt") for seed in range(200)]
    _read(pages[:20])
    start = time.process_time()
    _read(pages)
    seconds = time.process_time() - start
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_count, pages[:40], chunksize=20))
        start = time.perf_counter()
        list(pool.map(_count, pages, chunksize=10))
        both = time.perf_counter() - start
    first = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(9):
        _read(pages)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - first
    print(
        f"  pages of 5,000 characters: {len(pages) / seconds:.0f}/s of processor time on one core, "
        f"{len(pages) / both:.0f}/s on two processes by the clock; 1,800 more leave {grown / 1024:.1f} MB"
    )


def _page(seed: int) -> str:
    text = ""
    while len(text) < 5000:
        text += write(seed)[0] + "\n"
        seed += 1000
    return text[:5000]


def _read(documents: list[Document]) -> None:
    for document in documents:
        read_document(document)


def _count(document: Document) -> int:
    return len(read_document(document).candidates)


def _bare(file: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(file)).paragraphs]
