import io
import unicodedata
import zipfile

import docx
import pytest
from reading_builders import reading

from chungtay.gathering.intake.readers import document_open, read_document, scans
from chungtay.kernel.errors import Refusal

_TEXT = "Toàn tỉnh có 12 mô hình tự quản về an ninh trật tự, 7 tổ hòa giải."


def _docx(*paragraphs: str, rows: list[list[str]] | None = None) -> bytes:
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    if rows:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for at, row in enumerate(rows):
            for column, words in enumerate(row):
                table.cell(at, column).text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _rezipped(data: bytes, change: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(n for n in change if n not in old.namelist())]:
            new.writestr(name, change.get(name, old.read(name) if name in old.namelist() else b""))
    return out.getvalue()


def _pdf(*lines: str) -> bytes:
    """A one-page PDF with Latin text, written by hand."""
    body = "BT /F1 12 Tf 50 700 Td " + " ".join(f"({line}) Tj 0 -20 Td" for line in lines) + " ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(body)}>>stream\n{body}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, at = "%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        at.append(len(out))
        out += f"{number} 0 obj{item}endobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in at)
    end = f"trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return f"{out}xref\n0 6\n0000000000 65535 f \n{table}{end}".encode()


def _code(data: bytes, name: str) -> str:
    with pytest.raises(Refusal) as refusal:
        document_open(data, name)
    return refusal.value.code


def test_offsets_of_plain_text_are_those_of_the_file() -> None:
    text = f"\ufeff  {_TEXT}\r\n\r\n  {_TEXT}"
    found = read_document(document_open(text.encode(), "a.txt")).candidates
    assert [text[c.start : c.end] for c in found] == ["12", "7", "12", "7"]


def test_decomposed_text_is_composed_and_mapped_back() -> None:
    raw = unicodedata.normalize("NFD", _TEXT)
    document = document_open(raw.encode(), "a.txt")
    start, end = document.original_span(*[(c.start, c.end) for c in read_document(document).candidates][1])
    assert raw[start:end] == "7"


def test_word_paragraphs_and_cells_come_in_order() -> None:
    document = document_open(_docx("Mở đầu", _TEXT, rows=[["Nội dung", "Số"], ["Tổ hòa giải", "7"]]), "a.docx")
    assert [p.kind for p in document.paragraphs] == ["p", "p", "cell", "cell", "cell", "cell"]
    assert document.paragraphs[-1].cell == (0, 1, 1)


def test_a_number_in_a_table_is_read_through_its_row() -> None:
    rows = [["TT", "Nội dung", "Đơn vị tính", "Kết quả"], ["1", "Tin nhân dân cung cấp", "tin", "1.120"]]
    document = document_open(_docx("Kết quả năm 2023", rows=rows), "a.docx")
    (found,) = read_document(document).candidates
    assert (found.surface, found.indicator, document.text[found.start : found.end]) == (
        "1.120",
        "tips.received",
        "1.120",
    )


def test_a_number_in_a_table_is_read_through_its_column_and_place() -> None:
    rows = [["Địa bàn", "Số mô hình"], ["Huyện Chư Sê", "12"]]
    (found,) = read_document(document_open(_docx("Công an tỉnh Gia Lai", rows=rows), "a.docx")).candidates
    assert (found.unit, found.place) == ("mô hình", "Gia Lai/Chư Sê")


def test_a_page_gives_its_article_without_navigation() -> None:
    page = f"<html><title>Tin</title><nav>9 mô hình</nav><article><p>{_TEXT}</p></article><footer>3 vụ</footer></html>"
    assert document_open(page.encode(), "a.html").text == f"Tin\n{_TEXT}"


def test_a_pdf_with_text_gives_pages() -> None:
    document = document_open(_pdf("Co 12 to, 7 vu."), "a.pdf")
    assert (document.text, document.paragraphs[0].page) == ("Co 12 to, 7 vu.", 1)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"GIF89a\x00\x00", "a.gif", "DOC-001"),
        (b" \n", "a.txt", "DOC-002"),
        (b"PK\x03\x04 broken", "a.docx", "DOC-004"),
        (b"%PDF-1.4 broken", "a.pdf", "DOC-004"),
        (b"x" * (25 * 1024 * 1024 + 1), "a.txt", "DOC-007"),
        (_pdf(), "a.pdf", "DOC-008"),
        (b"The police and the residents met in the hall. " * 20, "a.txt", "DOC-009"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc", "DOC-010"),
        (b"c\xf3 d\xe2u", "a.txt", "DOC-011"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_code(
    data: bytes, name: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")  # Neither LibreOffice nor Tesseract is to be found.
    scans.recogniser.cache_clear()
    assert _code(data, name) == code


def test_a_truncated_word_file_is_refused() -> None:
    assert _code(_docx(_TEXT)[:3000], "a.docx") == "DOC-004"


def test_an_encrypted_word_file_is_refused() -> None:
    wrapped = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    assert _code(wrapped, "a.docx") == "DOC-003"


def test_entities_in_the_xml_are_refused() -> None:
    xml = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    assert _code(_rezipped(_docx(_TEXT), {"word/document.xml": xml}), "a.docx") == "DOC-006"


def test_an_archive_that_grows_too_large_is_refused() -> None:
    assert _code(_rezipped(_docx(_TEXT), {"word/media/x.bin": bytes(60 * 1024 * 1024)}), "a.docx") == "DOC-005"


def test_an_archive_that_is_no_word_file_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    assert _code(out.getvalue(), "a.docx") == "DOC-001"


def test_a_text_without_figures_gets_a_note_and_no_refusal() -> None:
    assert [note.code for note in reading("Phong trào phát triển mạnh.").notes] == ["DOC-020"]
