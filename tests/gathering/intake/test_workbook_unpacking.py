"""One unpacking for the look and the reader, and what crosses the pipe from the guarded child."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.gathering.intake.workbooks.parsing import workbook_parse
from chungtay.gathering.intake.workbooks.precheck import workbook_check
from chungtay.gathering.intake.workbooks.reading import workbook_read
from chungtay.gathering.intake.workbooks.unpacking import packed, unpacked
from chungtay.gathering.intake.workbooks.wire import wire_read, wire_write
from chungtay.gathering.intake.workbooks.writer import workbook_write
from chungtay.kernel.errors import Refusal
from gathering.intake.workbook_builders import sheet_of, zipped

SHEET = sheet_of(rows=4, periods=2)
FIRST, SECOND = SHEET.periods
CONTENT = workbook_write(SHEET, values={(row.key, FIRST): 7.5 for row in SHEET.rows} | {("thing.n1|", SECOND): "hơn 9"})
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)


@given(st.dictionaries(NAMES, st.binary(max_size=200), max_size=5))
def test_what_is_packed_any_program_unpacks(members: dict[str, bytes]) -> None:
    content = packed({name: (data, zlib.crc32(data)) for name, data in members.items()})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert [(m.filename, unpacked(content, m)) for m in archive.infolist()] == list(members.items())


@pytest.mark.parametrize(("field", "by"), [("file_size", -1), ("file_size", 1), ("CRC", 1), ("header_offset", 1)])
def test_a_member_that_is_not_as_the_directory_says_is_refused(field: str, by: int) -> None:
    content = zipped({"a.xml": b"<a/>" * 50})
    member = zipfile.ZipFile(io.BytesIO(content)).infolist()[0]
    setattr(member, field, getattr(member, field) + by)
    with pytest.raises(zipfile.BadZipFile):
        unpacked(content, member)


def test_the_reader_is_given_only_what_was_looked_at() -> None:
    content = zipped({"xl/vbaProject.bin": b"\xcc\x61", "xl/worksheets/sheet9.bin": b"\0"}, CONTENT)
    given_to_it = zipfile.ZipFile(io.BytesIO(workbook_check(content).content)).namelist()
    assert "xl/worksheets/sheet1.xml" in given_to_it
    assert not [name for name in given_to_it if name.endswith(".bin")]


def test_plain_and_mixed_columns_cross_the_pipe_unchanged() -> None:
    parsed = workbook_parse(CONTENT)
    crossed = wire_read(wire_write(parsed))
    assert crossed == parsed
    assert workbook_read(crossed).values == ((7.5,) * 4, (None, "hơn 9", None, None))


@pytest.mark.parametrize("said", [b"", b"{", b'{"values": ["AAAA"]}', b'{"values": ["no base64"]}', b"7"])
def test_a_child_that_says_nothing_sound_refuses_its_file(said: bytes) -> None:
    with pytest.raises(Refusal, match="BANGTINH-107"):
        workbook_read(wire_read(said))
