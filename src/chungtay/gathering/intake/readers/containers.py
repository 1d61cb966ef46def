"""A look at an archive before anything parses it: size, members, ratio, encryption, entity declarations."""

import io
import re
import zipfile
import zlib

from chungtay.gathering.intake.readers.refusals import refused

MEMBERS, UNPACKED, RATIO = 2_000, 200 * 1024 * 1024, 200
_SMALL = 1024 * 1024
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CHUNK = 1024 * 1024


def check_docx(data: bytes, name: str) -> None:
    """Raises Refusal unless the bytes are a whole, unencrypted .docx of sane size without DOCTYPE in its XML."""
    check_archive(data, name, "word/document.xml")


def check_archive(data: bytes, name: str, holds: str) -> None:
    """The same for any format of zipped XML that is told by a file it holds."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise refused("DOC-004" if data.startswith(b"PK") else "DOC-001", name) from error
    with archive:
        members = archive.infolist()
        if any(member.flag_bits & 0x1 for member in members):
            raise refused("DOC-003", name)
        if len(members) > MEMBERS or sum(member.file_size for member in members) > UNPACKED:
            raise refused("DOC-005", name, read=f"{len(members)} / {sum(m.file_size for m in members) / _SMALL:.0f} MB")
        if not any(member.filename == holds for member in members):
            raise refused("DOC-001", name, read="zip")
        for member in members:
            _check_member(archive, member, name)


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    """The directory may lie about sizes, so the member is unpacked here and counted as it comes."""
    is_xml = member.filename.lower().endswith((".xml", ".rels"))
    read, tail = 0, b""
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                read += len(chunk)
                if read > UNPACKED or (read > 10 * _SMALL and read > RATIO * max(1, member.compress_size)):
                    raise refused("DOC-005", name, read=member.filename)
                # UTF-16 XML hides the declaration from a byte search; the zero bytes are dropped first.
                if is_xml and _DOCTYPE.search((tail + chunk).replace(b"\x00", b"")):
                    raise refused("DOC-006", name, read=member.filename)
                tail = chunk[-64:]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        # zipfile raises NotImplementedError for ways of packing that it does not know.
        raise refused("DOC-004", name, read=member.filename) from error


def is_encrypted_office(data: bytes) -> bool:
    """Whether an OLE container wraps an encrypted new-style file (its streams are named in UTF-16)."""
    return "EncryptedPackage".encode("utf-16-le") in data
