"""Hostile and broken files: each refused with a code, none of them opened."""

from __future__ import annotations

from typing import Any

import pytest

from chungtay.gathering.intake.workbooks.guard import parsed_in_child
from chungtay.gathering.intake.workbooks.parsing import workbook_parse
from chungtay.gathering.intake.workbooks.precheck import LARGEST, workbook_check
from chungtay.gathering.intake.workbooks.reading import workbook_read
from chungtay.gathering.intake.workbooks.writer import workbook_write
from chungtay.kernel.errors import Refusal
from gathering.intake.workbook_builders import plain, sheet_of, zipped

CONTENT = workbook_write(sheet_of())
SHEET_XML = "xl/worksheets/sheet1.xml"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"


def sheet_with(body: bytes) -> bytes:
    return zipped({SHEET_XML: HEAD + body + TAIL}, CONTENT)


FAR_APART = b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'
HOSTILE: list[tuple[str, bytes, str]] = [
    ("words", b"khong phai bang tinh", "BANGTINH-101"),
    ("a zip of workbooks", zipped({"a.xlsx": CONTENT}), "BANGTINH-109"),
    ("a zip in a zip", zipped({"trong.zip": zipped({"a": b"b"})}), "BANGTINH-109"),
    ("a Word file", zipped({"word/document.xml": b"<w/>"}), "BANGTINH-101"),
    ("cut in two", CONTENT[: len(CONTENT) // 2], "BANGTINH-103"),
    ("a bomb", zipped({"xl/media/big.xml": b"0" * 60_000_000}, CONTENT), "BANGTINH-104"),
    ("many members", zipped({f"m{n}": b"" for n in range(2_001)}, CONTENT), "BANGTINH-104"),
    ("a DOCTYPE", zipped({"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}, CONTENT), "BANGTINH-105"),
    ("a DOCTYPE in UTF-16", zipped({SHEET_XML: "<!DOCTYPE a><a/>".encode("utf-16")}, CONTENT), "BANGTINH-105"),
    ("too large", b"PK" + b"0" * LARGEST, "BANGTINH-106"),
    ("ten million rows", sheet_with(b'<row r="10000000"><c r="A10000000"><v>1</v></c></row>'), "BANGTINH-108"),
    (
        "two cells far apart",
        sheet_with(FAR_APART),
        "BANGTINH-108",
    ),
    ("a password", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "BANGTINH-102"),
]


@pytest.mark.parametrize(("content", "code"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_a_hostile_file_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        workbook_check(content)
    assert refused.value.code == code


def test_a_file_that_asks_for_all_memory_is_refused_and_nobody_dies() -> None:
    prefixed = b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
    row = "<x:row r='{0}'><x:c r='{1}{0}'><x:v>1</x:v></x:c></x:row>"
    cells = (row.format(1, "A") + row.format(1048576, "XFD")).encode()
    content = zipped({SHEET_XML: prefixed + cells + b"</x:sheetData></x:worksheet>"}, CONTENT)
    [[code, _, _]] = parsed_in_child(content)["refused"]
    assert code in ("BANGTINH-103", "BANGTINH-107", "BANGTINH-108")


def test_noise_behind_a_true_beginning_is_refused() -> None:
    assert workbook_parse(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00\x01" * 900)["refused"][0][0] == "BANGTINH-103"


def test_a_refusal_crosses_the_pipe_in_both_languages() -> None:
    content = zipped({f"m{n}": b"" for n in range(2_001)}, CONTENT)
    with pytest.raises(Refusal) as refused:
        workbook_read(workbook_parse(content), "thang.xlsx")
    [told] = refused.value.problems
    assert (told.code, told.where) == ("BANGTINH-104", "thang.xlsx")
    assert "workbook" not in told.read


def test_a_macro_is_left_alone(tmp_path: Any) -> None:
    content = zipped({"xl/vbaProject.bin": b"\xcc\x61\xff\xff" * 50}, CONTENT)
    assert workbook_read(workbook_parse(content)).form_code == "made-up"


def test_comments_are_words_for_the_gate() -> None:
    note = b'<comments xmlns="x"><comment><text><t>Anh Ba</t></text></comment></comments>'
    assert "Anh Ba" in workbook_check(zipped({"xl/comments/comment9.xml": note}, plain([[1]]))).notes


ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="Trang1"><table:table-row>{}</table:table-row></table:table>
</office:spreadsheet></office:body></office:document-content>"""


def ods(cells: str) -> bytes:
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    parts = {"mimetype": kind, "content.xml": ODS.format(cells).encode(), "META-INF/manifest.xml": manifest}
    return zipped(parts)


NUMBER = '<table:table-cell office:value-type="float" office:value="12"><text:p>12</text:p></table:table-cell>'


def test_an_ods_is_read() -> None:
    assert workbook_parse(ods(NUMBER))["sheets"][0]["rows"] == [[12]]


def test_an_ods_that_repeats_a_cell_without_end_is_refused() -> None:
    cell = NUMBER.replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="900000000"', 1)
    assert workbook_parse(ods(cell))["refused"][0][0] == "BANGTINH-108"


def test_formulas_of_an_ods_are_told_apart() -> None:
    plain_formula = '<table:table-cell table:formula="of:=1+1"/>'
    linked = NUMBER.replace(" office:value-type", " table:formula=\"of:='file:///a.ods'#$A.A1\" office:value-type", 1)
    looked = workbook_check(ods(NUMBER + plain_formula + linked))
    assert (looked.no_result, looked.elsewhere) == (("Trang1!B1",), ("Trang1!C1",))
