"""What a paper is checked by: the digest of its manifest, in letters and as a code that a phone reads."""

from __future__ import annotations

import io
from functools import lru_cache

import segno


def stamp_words(digest: str) -> str:
    """The digest as it is printed, in groups of eight so that people can compare it."""
    groups = " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
    return f"Mã đối chiếu (SHA-256 của bản kê): {groups}"


@lru_cache(maxsize=128)
def stamp_png(digest: str) -> bytes:
    """The code as PNG. It holds the digest alone: no address, so that it leads nobody anywhere."""
    out = io.BytesIO()
    segno.make(_told(digest), error="m").save(out, kind="png", scale=6, border=2)
    return out.getvalue()


@lru_cache(maxsize=128)
def stamp_svg(digest: str) -> str:
    """The code as SVG."""
    out = io.BytesIO()
    segno.make(_told(digest), error="m").save(out, kind="svg", scale=4, border=2, xmldecl=False)
    return out.getvalue().decode()


def _told(digest: str) -> str:
    return f"CHUNGTAY:1:{digest}"
