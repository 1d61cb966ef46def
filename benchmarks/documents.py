"""Opening reports in every format, one of three hundred pages with tables, and a folder: memory must stay flat."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import docx

from benchmarks.invented import docx_of, report
from benchmarks.timing import say, side_by_side
from chungtay.gathering.intake.readers import Document, document_open, read_document

PARTS, FEW, MANY = 60, 100, 600
"""Sixty parts of 25 paragraphs and a table are 296 pages as LibreOffice sets them."""


def main() -> None:
    """Print all three."""
    paragraphs = report(0)
    page = "<article>" + "".join(f"<p>{text}</p>" for text in paragraphs) + "</article>"
    files = {
        "a.txt": "\n".join(paragraphs).encode(),
        "a.docx": docx_of(paragraphs),
        "a.html": f"<html><body>{page}</body></html>".encode(),
    }
    opened = side_by_side(5, **{name[2:]: lambda name=name: document_open(files[name], name) for name in files})
    say(f"(a) Opening a report of {len(files['a.txt'])} bytes, limited child included", opened, "txt")
    _long()
    _flat()


def _long() -> None:
    content = _book()
    held: dict[str, Document] = {}

    def opening() -> None:
        held["it"] = document_open(content, "a.docx")

    seconds = side_by_side(1, opening=opening, reading=lambda: read_document(held["it"]))
    document = held["it"]
    found, cells = len(read_document(document).candidates), sum(p.kind == "cell" for p in document.paragraphs)
    total = sum(seconds.values())
    print(f"\n(b) 296 pages, {len(document.text):,} characters, {cells:,} cells: {found:,} figures in {total:.1f} s")
    for name, value in seconds.items():
        print(f"  {name:38} {value:9.4f} s")


def _book() -> bytes:
    book = docx.Document()
    for part in range(PARTS):
        for text in report(part, 25):
            book.add_paragraph(text)
        table = book.add_table(rows=25, cols=4)
        for number, row in enumerate(table._tbl.tr_lst):
            words = ("TT", "Nội dung", "Đơn vị tính", "Kết quả")
            if number:
                words = (
                    str(number),
                    *(("Tin nhân dân cung cấp", "tin") if number % 2 else ("Tổ hòa giải", "tổ")),
                    "17",
                )
            for cell, word in zip(row.tc_lst, words, strict=True):
                cell.p_lst[0].add_r().text = word
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _flat() -> None:
    """`chungtay read --format jsonl` over few and over many: the most memory that either held."""
    with tempfile.TemporaryDirectory() as folder:
        for count in (FEW, MANY):
            room = Path(folder, str(count))
            room.mkdir()
            for number in range(count):
                text = "\n".join(report(number, 12))
                (room / f"{number}.txt").write_text(text, encoding="utf-8")
        print("\n(c) A folder of text files of some 5,000 characters, as lines of JSON")
        for count in (FEW, MANY):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            program = (
                "import resource, sys; from chungtay.faces.commands.main import main; main(sys.argv[1:]);"
                "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
            )
            command = [sys.executable, "-c", program, "read", "--format", "jsonl", str(Path(folder, str(count)))]
            done = subprocess.run(command, capture_output=True, check=True)
            spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before.ru_utime
            most = int(done.stderr.split()[-1]) / 1024
            print(f"  {count:6} files {count / spent:8.0f} a second of CPU {most:9.0f} MB at most")
