"""Originals as text with paragraphs: Word, PDF, web pages and plain text, old and new.

Word, web and PDF files are parsed in a child process with hard limits (`sandbox`), after a look at the archive;
plain text is read here. Offsets of a .txt index the decoded file exactly as it stands. What only LibreOffice or
Tesseract can read is read where the machine has them.
"""

import re
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Literal

from chungtay.gathering.intake.readers import containers, converting, encodings, sandbox, scans
from chungtay.gathering.intake.readers.refusals import refused
from chungtay.kernel.errors import Both
from chungtay.kernel.text import nfc

LARGEST = 25 * 1024 * 1024
# Some 400 pages. Text takes little room, so the size of a file alone would let in what takes an hour to read.
LONGEST = 1_000_000
_VIETNAMESE = set("ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")
_ENOUGH_LETTERS, _FEW = 200, 0.02
# Searching one stretch without a blank (and ordering the marks of one letter) costs the square of its length, so a
# small file could keep the reader busy for hours. In prose even web addresses stay far below.
_LONGEST_STRETCH = 2000
_STRETCH = re.compile(rf"\S{{{_LONGEST_STRETCH + 1}}}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """text[start:end]; `page` from 1 where the format has pages; `cell` is (table, row, column) for kind 'cell'."""

    start: int
    end: int
    page: int | None = None
    kind: Literal["p", "cell", "heading"] = "p"
    cell: tuple[int, int, int] | None = None


@dataclass(frozen=True)
class Document:
    """NFC text and its paragraphs. `origin` maps offsets of `text` to those of the file where NFC moved them.

    `raw` is a plain text file as it was decoded, before NFC; None for other formats, which have no text of their own.
    `scanned` are the pages, from 1, whose letters were recognised in a picture; `unread` those that hold no text and
    could not be recognised.
    """

    name: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    origin: tuple[int, ...] | None = field(default=None, repr=False)
    raw: str | None = field(default=None, repr=False)
    scanned: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()

    def as_written(self, start: int, end: int) -> str:
        """text[start:end] as the file writes it."""
        first, last = self.original_span(start, end)
        return self.text[start:end] if self.raw is None else self.raw[first:last]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] stands in the decoded file."""
        return (self.origin[start], self.origin[end]) if self.origin else (start, end)


_CONVERTED = ("doc", "rtf", "odt")


def document_open(data: bytes, filename: str) -> Document:
    """Read an original. Raises Refusal with a DOC- code when it is no document that can be read."""
    name = PurePath(filename).name
    if len(data) > LARGEST:
        raise refused("DOC-007", name, read=f"{len(data) / 1024 / 1024:.0f} MB")
    if not data.strip():
        raise refused("DOC-002", name)
    kind = _kind(data, name)
    if kind in _CONVERTED:
        data, kind = converting.as_docx(data, f".{kind}", name), "docx"
        containers.check_docx(data, name)
    document = text_document(data, name) if kind == "txt" else _parsed(data, name, kind)
    _check_language(document)
    return document


def _kind(data: bytes, name: str) -> str:
    suffix = PurePath(name).suffix.lower()
    if data.startswith(b"%PDF-") or b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if containers.is_encrypted_office(data):
            raise refused("DOC-003", name)
        return "doc"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if suffix == ".odt" and data.startswith(b"PK\x03\x04"):
        containers.check_archive(data, name, "content.xml")
        return "odt"
    if data.startswith(b"PK\x03\x04") or suffix == ".docx":
        containers.check_docx(data, name)
        return "docx"
    if suffix in {".html", ".htm"} or data.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        return "html"
    if suffix in {".txt", ""}:
        return "txt"
    raise refused("DOC-001", name, read=suffix or "?")


def text_document(data: bytes, name: str) -> Document:
    """A plain text file; a byte order mark is kept as a character so that offsets stay those of the file."""
    try:
        raw = encodings.decoded(data)
    except encodings.Unknown as error:
        raise refused("DOC-011", name, read=f"byte {error.args[0]}") from error
    if "\x00" in raw:
        raise refused("DOC-001", name)
    _check_length(raw, name)
    _check_stretches(raw, name)
    text, origin = composed(raw)
    return Document(name, text, tuple(_lines(text)), origin, raw)


def composed(raw: str) -> tuple[str, tuple[int, ...] | None]:
    """NFC text and, where composing moved anything, the offset in `raw` of each character and of the end."""
    text = nfc(raw)
    if len(text) == len(raw):
        return text, None
    pieces: list[str] = []
    origin: list[int] = []
    at = 0
    while at < len(raw):
        end = at + 1
        while end < len(raw) and nfc(raw[at : end + 1]) != nfc(raw[at:end]) + raw[end].replace("\u00a0", " "):
            end += 1
        piece = nfc(raw[at:end])
        pieces.append(piece)
        origin += [at] * len(piece)
        at = end
    return "".join(pieces), (*origin, len(raw))


def _lines(text: str) -> list[Paragraph]:
    found: list[Paragraph] = []
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            found.append(Paragraph(at, at + len(line.rstrip("\r\n"))))
        at += len(line)
    return found


def _parsed(data: bytes, name: str, kind: str) -> Document:
    if kind == "html":
        data = _page(data).encode("utf-8", errors="replace")
    parsed = sandbox.parse(data, kind, name)
    blocks, scanned = parsed.blocks, tuple[int, ...]()
    if parsed.unread:
        recognised = scans.recognised(data, parsed.unread, name)
        scanned = tuple(sorted({block.page for block in recognised if block.page is not None}))
        blocks = sorted([*blocks, *recognised], key=lambda block: block.page or 0)
    _check_length("".join(block.text for block in blocks), name)
    _in_unicode(blocks)
    texts: list[str] = []
    found: list[Paragraph] = []
    at = 0
    for block in blocks:
        _check_stretches(block.text, name)
        words = nfc(block.text).strip()
        if not words:
            continue
        found.append(Paragraph(at, at + len(words), block.page, block.kind, block.cell))
        texts.append(words)
        at += len(words) + 1
    if not found:
        raise refused("DOC-008" if kind == "pdf" else "DOC-002", name)
    unread = tuple(page for page in parsed.unread if page not in scanned)
    return Document(name, "\n".join(texts), tuple(found), scanned=scanned, unread=unread)


def _page(data: bytes) -> str:
    """The text of a web page: by its letters, else by UTF-8 with signs for what is none."""
    try:
        return encodings.decoded(data)
    except encodings.Unknown:
        return data.decode("utf-8", errors="replace")


def _in_unicode(blocks: list[sandbox.Block]) -> None:
    """Old fonts (.VnTime, VNI-Times) put Vietnamese letters where Western ones stand; the whole file is one way."""
    joined = "\n".join(block.text for block in blocks)
    if _marked(joined) < _FEW and encodings.in_unicode(joined) is not None:
        convert = encodings.way_of(joined)
        blocks[:] = [replace(block, text=convert(block.text)) for block in blocks]


def _marked(text: str) -> float:
    """The share of letters that only Vietnamese writes."""
    sample = text[:20000].casefold()
    letters = sum(1 for c in sample if c.isalpha())
    return sum(1 for c in sample if c in _VIETNAMESE) / letters if letters else 1.0


def _check_length(raw: str, name: str) -> None:
    if len(raw) > LONGEST:
        raise refused("DOC-007", name, read=Both(f"{len(raw)} ký tự", f"{len(raw)} characters"))


def _check_stretches(raw: str, name: str) -> None:
    if _STRETCH.search(raw):
        raise refused(
            "DOC-001",
            name,
            read=Both(f"> {_LONGEST_STRETCH} ký tự liền nhau", f"> {_LONGEST_STRETCH} characters without a blank"),
        )


def _check_language(document: Document) -> None:
    letters = sum(1 for c in document.text[:20000] if c.isalpha())
    if letters >= _ENOUGH_LETTERS and _marked(document.text) < _FEW:
        raise refused("DOC-009", document.name)
