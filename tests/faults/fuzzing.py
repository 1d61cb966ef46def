"""Bytes that nobody would send on purpose, and what each reader must make of them: a result, or a refusal with a code.

`python fuzzing.py SECONDS SEED [FOLDER]` goes on drawing; what breaks a reader is kept in FOLDER, to be turned into a
line of `HOSTILE`, which is the kept corpus: it stands here as code, so that one sees what is wrong with each.
"""

from __future__ import annotations

import io
import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

TEXT = "Đã tổ chức 12 buổi tuyên truyền, hơn 15.000 lượt người dự. "


def docx(text: str = TEXT) -> bytes:
    """A small report in Word."""
    from docx import Document

    made, target = Document(), io.BytesIO()
    made.add_heading("BÁO CÁO", 1)
    made.add_paragraph(text)
    table = made.add_table(rows=2, cols=2)
    table.rows[0].cells[0].text = "Chỉ tiêu"
    table.rows[1].cells[1].text = "12"
    made.save(target)
    return target.getvalue()


def xlsx(cells: dict[str, Any] | None = None) -> bytes:
    """A small sheet."""
    from openpyxl import Workbook

    made, target = Workbook(), io.BytesIO()
    for address, value in (cells or {"A1": "Chỉ tiêu", "B1": "Số", "A2": "Buổi tuyên truyền", "B2": 12}).items():
        made.active[address] = value
    made.save(target)
    return target.getvalue()


def html(inside: str = f"<p>{TEXT}</p>") -> bytes:
    """A page."""
    return f"<!doctype html><html><body><h1>Báo cáo</h1>{inside}</body></html>".encode()


def pdf(pages: bytes = b"[3 0 R]", stream: bytes = b"BT /F1 12 Tf 72 700 Td (12 buoi tuyen truyen) Tj ET") -> bytes:
    """One page of text, written by hand."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids " + pages + b" /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def archive(members: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", packing) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return target.getvalue()


def with_member(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """An office file with one of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        members = {part: opened.read(part) for part in opened.namelist()}
    members[name] = change(members.get(name, b""))
    return archive(members)


def listing() -> bytes:
    """A list in CSV."""
    return "Tên;Số\nTổ tự quản;12\n".encode("utf-8-sig")


SEEDS: dict[str, Callable[[], bytes]] = {
    "a.docx": docx,
    "a.xlsx": xlsx,
    "a.html": html,
    "a.pdf": pdf,
    "a.txt": lambda: TEXT.encode("utf-16"),
    "a.zip": lambda: archive({"xa/a.xlsx": xlsx(), "b.txt": b"x"}),
    "a.csv": listing,
}

_WORD = "word/document.xml"
_ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing at all": ("a.docx", lambda: b""),
    "a file of another sort under its name": ("a.docx", lambda: pdf()),
    "an entity that names a file": ("a.docx", lambda: with_member(docx(), _WORD, lambda _: _ENTITIES)),
    "elements within elements": ("a.docx", lambda: with_member(docx(), _WORD, lambda _: b"<a>" * 20_000)),
    "packed a thousandfold": ("a.docx", lambda: with_member(docx(), _WORD, lambda old: old + b" " * 60_000_000)),
    "its table of members cut off": ("a.docx", lambda: docx()[:-30]),
    "a page that is its own parent": ("a.pdf", lambda: pdf(b"[2 0 R 2 0 R]")),
    "a page of no end": ("a.pdf", lambda: pdf(stream=b"q " * 300_000)),
    "half a page": ("a.pdf", lambda: pdf()[:300]),
    "ten thousand boxes, one in another": ("a.html", lambda: html("<div>" * 10_000 + TEXT)),
    "a link to a script": ("a.html", lambda: html(f'<a href="javascript:alert(1)">{TEXT}</a><script>1</script>')),
    "two cells at the ends of the sheet": ("a.xlsx", lambda: xlsx({"A1": 1, "XFD1048576": 1})),
    "a formula that calls a program": ("a.xlsx", lambda: xlsx({"A1": "=cmd|' /C calc'!A0", "B2": "=1/0"})),
    "members that climb out": ("a.zip", lambda: archive({"../../etc/a.xlsx": xlsx(), "/b.xlsx": xlsx()})),
    "archives within archives": ("a.zip", lambda: archive({"a.zip": archive({"a.zip": archive({"a.xlsx": b""})})})),
    "a line of a million columns": ("a.csv", lambda: b"a;" * 1_000_000),
    "bytes without letters": ("a.csv", lambda: b"\0\xff\xfe;\0\n" * 500),
}


def fed(name: str, data: bytes) -> str:
    """What becomes of it: "read", or the code of the refusal. Anything else that is raised is a fault of the reader."""
    from chungtay.flow_lists import _text_sheet
    from chungtay.gathering.intake.readers import document_open, read_document
    from chungtay.gathering.intake.uploads.listing import Archive, listed
    from chungtay.gathering.intake.workbooks.guard import parsed_in_child
    from chungtay.gathering.intake.workbooks.reading import check_parsed
    from chungtay.kernel.errors import Refusal

    try:
        if name.endswith(".xlsx"):
            check_parsed(parsed_in_child(data, "sheets"), name)
        elif name.endswith(".zip"):
            bundle = Archive(io.BytesIO(data), name)
            for file in listed(bundle, name):
                # Names are labels here: whatever they climb to, bytes come by their key.
                if file.problem is None:
                    bundle.read(file.key)
        elif name.endswith(".csv"):
            _text_sheet(data)
        else:
            read_document(document_open(data, name))
    except Refusal as refusal:
        return refusal.code
    return "read"


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A few changes: in the parts of an office file or archive as often as in its bytes."""
    if data[:2] == b"PK" and chance.random() < 0.8:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            name = chance.choice(opened.namelist())
        return with_member(data, name, lambda old: _changed(old, chance))
    return _changed(data, chance)


_ODD = (b"\0", b"\xff\xfe", b"<", b"]]>", b"&#x0;", b"999999999999", b"-1", b"\x80")


def _changed(data: bytes, chance: random.Random) -> bytes:
    bytes_ = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        at = chance.randrange(len(bytes_) + 1)
        match chance.randrange(6):
            case 0 if bytes_:
                bytes_[at % len(bytes_)] ^= 1 << chance.randrange(8)
            case 1:
                del bytes_[at : at + chance.choice([1, 4, 64, 4096])]
            case 2:
                bytes_[at:at] = bytes_[at : at + 200] * chance.choice([1, 3, 50])
            case 3:
                bytes_[at:at] = chance.choice(_ODD)
            case 4:
                bytes_[at : at + 8] = chance.randbytes(8)
            case _:
                bytes_ = bytes_[:at]
    return bytes(bytes_)


def main(seconds: float, seed: int, kept: Path | None) -> int:
    """Draw until the time is over; exit code 1 where a reader broke."""
    chance, until, ends, broken = random.Random(seed), time.monotonic() + seconds, Counter[str](), 0
    seeds = {name: make() for name, make in SEEDS.items()}
    while time.monotonic() < until:
        name = chance.choice(list(seeds))
        data = mutated(seeds[name], chance)
        try:
            ends[f"{name[2:]}: {fed(name, data)}"] += 1
        except Exception as error:
            broken += 1
            ends[f"{name[2:]}: BROKEN {type(error).__name__}: {error}"[:120]] += 1
            if kept is not None:
                kept.mkdir(parents=True, exist_ok=True)
                (kept / f"{sha256(data).hexdigest()[:12]}{name[1:]}").write_bytes(data)
    sys.stdout.write(
        "\n".join(f"{count:6} {end}" for end, count in sorted(ends.items())) + f"\n{sum(ends.values())} files\n"
    )
    return int(broken > 0)


if __name__ == "__main__":
    from chungtay.faces.commands.main import setup_django

    setup_django()
    sys.exit(main(float(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None))
