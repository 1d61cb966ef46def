"""Members of an archive unpacked once: what was looked at is, byte for byte, what the reader of cells is given.

Two programs that read one archive may disagree about it (a name twice, a length that lies); here only this one reads
what came in, and the other reads an archive that this one wrote, which costs it no second unpacking either.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LENGTHS = struct.Struct("<HH")
_LENGTHS_AT = 26
_LOCAL = struct.Struct("<4s5H3L2H")
_LISTED = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION, _UTF8, _STORED, _TIME, _DAY = 20, 0x800, 0, 0, 0x21
"""Of an archive that is handed on at once: no compression, and the first day its calendar knows."""


def unpacked(content: bytes, member: zipfile.ZipInfo) -> bytes:
    """The bytes of a member, never more than the directory says there are. Raises BadZipFile, zlib.error.

    The library's own reading of a member costs four times as much where members are small, as those of workbooks are.
    """
    at = member.header_offset
    if content[at : at + 4] != b"PK\3\4":
        raise zipfile.BadZipFile(member.filename)
    name, extra = _LENGTHS.unpack_from(content, at + _LENGTHS_AT)
    start = at + _LOCAL.size + name + extra
    packed = content[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_DEFLATED:
        data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, member.file_size + 1)
    elif member.compress_type == zipfile.ZIP_STORED:
        data = packed
    else:
        raise zipfile.BadZipFile(member.filename)
    if len(data) != member.file_size or zlib.crc32(data) != member.CRC:
        raise zipfile.BadZipFile(member.filename)
    return data


def packed(parts: Mapping[str, tuple[bytes, int]]) -> bytes:
    """An archive of members, by name their bytes and checksums, that costs its reader nothing to unpack.

    For archives of less than 4 GB and 65,536 members, as all are that the look lets through.
    """
    out: list[bytes] = []
    listed: list[bytes] = []
    at = 0
    for name, (data, checksum) in parts.items():
        raw, size = name.encode(), len(data)
        about = (_VERSION, _UTF8, _STORED, _TIME, _DAY, checksum, size, size, len(raw), 0)
        listed += [_LISTED.pack(b"PK\1\2", _VERSION, *about, 0, 0, 0, 0, at), raw]
        out += [_LOCAL.pack(b"PK\3\4", *about), raw, data]
        at += _LOCAL.size + len(raw) + size
    directory = b"".join(listed)
    return b"".join([*out, directory, _END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), len(directory), at, 0)])
