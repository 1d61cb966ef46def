"""What a paper is checked by: the digest of its manifest, in letters and as a code that a phone reads.

The official paper's code holds the digest alone, so that it leads nobody anywhere. The public paper's leads to the page
where anybody checks it against the public log.
"""

from __future__ import annotations

import io
from functools import lru_cache

import segno
from django.conf import settings

from chungtay.results.issuing.kinds import Rendition

CHECKING = "cong-khai/kiem-chung/"


def stamp_words(digest: str, rendition: str = Rendition.OFFICIAL) -> str:
    """The digest as it is printed, in groups of eight so that people can compare it; the public's with the page."""
    groups = " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
    words = f"Mã đối chiếu (SHA-256 của bản kê): {groups}"
    if rendition != Rendition.PUBLIC:
        return words
    return f"{words}. Tự kiểm chứng tại {_site().split('//')[-1]}{CHECKING}"


def stamp_png(digest: str, rendition: str = Rendition.OFFICIAL) -> bytes:
    """The code as PNG."""
    return _png(_told(digest, rendition))


def stamp_svg(digest: str, rendition: str = Rendition.OFFICIAL) -> str:
    """The code as SVG."""
    return _svg(_told(digest, rendition))


def _told(digest: str, rendition: str) -> str:
    return f"{_site()}{CHECKING}{digest}/" if rendition == Rendition.PUBLIC else f"CHUNGTAY:1:{digest}"


def _site() -> str:
    return settings.PUBLIC_URL.rstrip("/") + "/"


@lru_cache(maxsize=128)
def _png(told: str) -> bytes:
    out = io.BytesIO()
    segno.make(told, error="m").save(out, kind="png", scale=6, border=2)
    return out.getvalue()


@lru_cache(maxsize=128)
def _svg(told: str) -> str:
    out = io.BytesIO()
    segno.make(told, error="m").save(out, kind="svg", scale=4, border=2, xmldecl=False)
    return out.getvalue().decode()
