"""Certificates drawn: one file of many sheets, or a picture of one. Typst does it in memory, with the fonts that it
carries (Libertinus Serif), so that a sheet is the same on every machine. No Django, nothing on the disk."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.gathering.registers.commendations.certificates.looks import Look
    from chungtay.gathering.registers.commendations.certificates.wording import Certificate

_SHEET = Path(__file__).parent / "certificate.typ"
_PICTURE_DPI = 110


def certificates_pdf(look: Look, certificates: Sequence[Certificate]) -> bytes:
    """One sheet each, ready for print: fonts embedded, no author, no title, equal bytes for equal content.

    Two to three ms a sheet; the whole is in memory, so who asks for thousands asks in parts.
    """
    return _drawn(look, certificates, "pdf")


def certificate_png(look: Look, one: Certificate) -> bytes:
    """A picture of one sheet, for a screen."""
    return _drawn(look, [one], "png")


def _drawn(look: Look, certificates: Sequence[Certificate], kind: str) -> bytes:
    # Loaded where it is used: 80 MB that no other page needs.
    import typst

    told = {"template": asdict(look), "certificates": [asdict(one) for one in certificates]}
    made: bytes = typst.compile(
        _sheet(),
        format="png" if kind == "png" else "pdf",
        ppi=_PICTURE_DPI if look.paper == "a4" else _PICTURE_DPI * 0.7,
        pdf_tags=False,
        sys_inputs={"data": json.dumps(told, ensure_ascii=False)},
        ignore_system_fonts=True,
        timestamp=0,
    )
    return made


@lru_cache(maxsize=1)
def _sheet() -> bytes:
    return _SHEET.read_bytes()
