"""Office files are zip archives: written with fixed dates, equal content is equal bytes."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_FIXED_DATE = (1980, 1, 1, 0, 0, 0)


def settled(content: bytes, part_changed: Callable[[str, bytes], bytes] | None = None) -> bytes:
    """The same archive with fixed dates; `part_changed` may put other bytes for a part."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _FIXED_DATE)
            # A picture is compressed already.
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            entry.create_system = 0
            part = source.read(name)
            target.writestr(entry, part_changed(name, part) if part_changed else part)
    return result.getvalue()
