"""Every file of a paper, from its manifest alone; a picture is drawn once for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.results.issuing import pictures as drawn
from chungtay.results.issuing.kinds import FileKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from chungtay.results.issuing.blocks import Printed
    from chungtay.results.issuing.manifest import Manifest
    from chungtay.results.issuing.pictures import Pictures

ENDINGS = {
    FileKind.DOCX: ".docx",
    FileKind.PDF: ".pdf",
    FileKind.PAGE: ".html",
    FileKind.SLIDES: ".pptx",
    FileKind.SHEETS: ".xlsx",
    FileKind.BRIEF: "-tom-tat.pdf",
    FileKind.MANIFEST: "-ban-ke.json",
    FileKind.SIGNED: "-da-ky.pdf",
}
_OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = {
    FileKind.DOCX: f"{_OFFICE}wordprocessingml.document",
    FileKind.PDF: "application/pdf",
    FileKind.PAGE: "text/html; charset=utf-8",
    FileKind.SLIDES: f"{_OFFICE}presentationml.presentation",
    FileKind.SHEETS: f"{_OFFICE}spreadsheetml.sheet",
    FileKind.BRIEF: "application/pdf",
    FileKind.MANIFEST: "application/json",
    FileKind.SIGNED: "application/pdf",
}
MADE = (FileKind.DOCX, FileKind.PDF, FileKind.PAGE, FileKind.SLIDES, FileKind.SHEETS, FileKind.BRIEF)
"""What can be made of a paper, issued or not."""


def file_of(kind: FileKind, paper: Printed, *, digest: str = "", pictures: Pictures | None = None) -> bytes:
    """One file. `digest` '' makes a draft. Refusal BANHANH-002 where the PDF would break its standard."""
    return _MAKERS[kind](paper, pictures or drawn.SHARED, digest)


def files_of(manifest: Manifest, *, pictures: Pictures | None = None) -> Mapping[FileKind, bytes]:
    """All files of an issued paper and the manifest itself. Slides and sheets only of a paper with tables."""
    kinds = MADE if manifest.paper.annexes or manifest.paper.drawings else (FileKind.DOCX, FileKind.PDF, FileKind.PAGE)
    made = {kind: file_of(kind, manifest.paper, digest=manifest.digest, pictures=pictures) for kind in kinds}
    return made | {FileKind.MANIFEST: manifest.content}


# Each library is loaded when its first file is made: every command and worker would wait for all of them.


def _docx(paper: Printed, pictures: Pictures, digest: str) -> bytes:
    from chungtay.results.issuing.docx import docx_of

    return docx_of(paper, pictures, digest=digest)


def _pdf(paper: Printed, pictures: Pictures, digest: str) -> bytes:
    from chungtay.results.issuing.pdf import pdf_of

    return pdf_of(paper, pictures, digest=digest)


def _page(paper: Printed, pictures: Pictures, digest: str) -> bytes:
    from chungtay.results.issuing.page import page_of

    return page_of(paper, pictures, digest=digest)


def _slides(paper: Printed, pictures: Pictures, digest: str) -> bytes:
    from chungtay.results.issuing.slides import slides_of

    return slides_of(paper, pictures, digest=digest)


def _sheets(paper: Printed, pictures: Pictures, digest: str) -> bytes:
    from chungtay.results.issuing.sheets import sheets_of

    return sheets_of(paper, digest=digest)


def _brief(paper: Printed, pictures: Pictures, digest: str) -> bytes:
    from chungtay.results.issuing.brief import brief_of
    from chungtay.results.issuing.pdf import pdf_of

    return pdf_of(brief_of(paper, pictures), pictures, digest=digest)


_MAKERS: Mapping[FileKind, Callable[[Printed, Pictures, str], bytes]] = {
    FileKind.DOCX: _docx,
    FileKind.PDF: _pdf,
    FileKind.PAGE: _page,
    FileKind.SLIDES: _slides,
    FileKind.SHEETS: _sheets,
    FileKind.BRIEF: _brief,
}
