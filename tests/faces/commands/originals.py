"""Originals for the tests of reading, made as they run: good ones in every format, broken ones, hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile

SENTENCE = "Năm 2024, toàn tỉnh đã tiếp nhận hơn 1.250 tin báo của quần chúng nhân dân về an ninh trật tự."
ENGLISH = "During the year the province received 1,250 reports from residents about security and public order. " * 4


def docx(*paragraphs: str) -> bytes:
    """A Word file as python-docx writes it."""
    import docx as library

    document = library.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def docx_of_one_cell(text: str, *, columns: int) -> bytes:
    """A Word file with a table of one cell that says it spans so many columns."""
    import docx as library

    document = library.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = text
    cell._tc.get_or_add_tcPr().grid_span = columns
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def packed(**parts: bytes) -> bytes:
    """A zip archive; `__` in a name stands for a slash, and .xml is added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(f"{name.replace('__', '/')}.xml", content)
    return buffer.getvalue()


def locked(archive: bytes) -> bytes:
    """The archive with the flag of encryption set on its members, in their headers and in the directory."""
    marked = bytearray(archive)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = marked.find(signature)
        while at >= 0:
            marked[at + offset] |= 1
            at = marked.find(signature, at + 4)
    return bytes(marked)


def ole(stream: str) -> bytes:
    """The old container of Office with one empty stream: a header, one table sector, one directory sector."""
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<9I", 1, 1, 0, 4096, end, 0, end, 0, 0) + struct.pack("<108I", *[free] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, end, *[free] * 126)
    return header + table + _entry("Root Entry", 5, 1) + _entry(stream, 2, free) + bytes(256)


def _entry(name: str, kind: int, child: int) -> bytes:
    written = name.encode("utf-16-le")
    none = 0xFFFFFFFF
    head = written.ljust(64, b"\0") + struct.pack("<HBB3I", len(written) + 2, kind, 1, none, none, child)
    return (head + bytes(36) + struct.pack("<IQ", 0xFFFFFFFE, 0)).ljust(128, b"\0")


def pdf(text: str, *, trailer: str = "") -> bytes:
    """One page with the text, or blank where there is none; its letters are named by a table of Unicode."""
    shown = f"BT /F 9 Tf 20 700 Td <{text.encode('utf-16-be').hex()}> Tj ET".encode() if text else b"0 0 9 9 re f"
    table = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange "
        b"1 beginbfrange <0000> <ffff> <0000> endbfrange endcmap end"
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 2000 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        _stream(shown),
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/DW 500"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/FontDescriptor<</Type/FontDescriptor/FontName/A/Flags 4>>>>",
        _stream(table),
    ]
    body, starts = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    closing = f"trailer<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{len(body)}\n%%EOF".encode()
    return body + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows) + closing


def locked_pdf() -> bytes:
    """A PDF of which the empty password is not the one that it was closed with."""
    key = "ab" * 32
    return pdf(SENTENCE, trailer=f"/Encrypt<</Filter/Standard/V 1/R 2/O<{key}>/U<{key}>/P -4>>/ID[<00><00>]")


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)
