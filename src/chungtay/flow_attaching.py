"""Joins between rooms that may not know each other: a document that belongs to an activity, to a step of a point or to
a programme is read as reports are, so that the gate sees its text before anything is kept."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from chungtay.gathering.intake.readers import document_open
from chungtay.gathering.programmes import papers
from chungtay.gathering.programmes.refusals import refusal as paper_refusal
from chungtay.gathering.registers.activities import policies, queries, refusals, services
from chungtay.gathering.registers.community import queries as steps
from chungtay.gathering.registers.community import services as points
from chungtay.gathering.registers.community.refusals import refusal as point_refusal
from chungtay.kernel.errors import Both
from chungtay.reference.sources import services as sources
from chungtay.reference.sources.masking import filename_masked

if TYPE_CHECKING:
    from collections.abc import Callable

    from chungtay.gathering.intake.readers import Document
    from chungtay.gathering.programmes.models import Paper, Programme
    from chungtay.gathering.programmes.papers import PaperDraft
    from chungtay.gathering.registers.activities.models import ActivityDocument
    from chungtay.gathering.registers.community.models import ModelPoint, StepDocument
    from chungtay.kernel.errors import Refusal
    from chungtay.reference.actors.models import User
    from chungtay.reference.sources.models import Source

_PDF_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_HTML_PICTURE = re.compile(rb"<\s*(?:img|image|picture|svg|object|embed)\b", re.IGNORECASE)


@transaction.atomic
def activity_attach(
    *, by: User, id: int, content: bytes, filename: str, size: int = 0, number: str = "", is_illustration: bool = False
) -> ActivityDocument:
    """A document (.docx, .pdf with text, .html, .txt) belongs to an activity of the account's body from now on. `size`:
    of the file as it was sent, of which only a part may have been held.

    NotAllowed HDG-403, -404; Refusal HDG-010 where only counts are kept, HDG-018 where it is too large, DOC- codes
    where it is no document or not what it says, HDG-016 where pictures are in it (nobody can see from here whether they
    show people), NGUON-101 to -105 of the gate.
    """
    held = queries.activity_get(by=by, id=id)
    if not policies.may_keep(by, held):
        raise refusals.not_theirs(str(id))
    services.check_takes_documents(held)
    source = _received(by, content, filename, size, number, is_illustration, ("HDG-016", "HDG-018"), refusals.refusal)
    return services.document_add(by=by, id=id, source=source)


@transaction.atomic
def step_attach(
    *,
    by: User,
    point: ModelPoint,
    step_id: int,
    content: bytes,
    filename: str,
    size: int = 0,
    number: str = "",
    is_illustration: bool = False,
) -> StepDocument:
    """The same for a step of the life of a point that the account keeps.

    NotAllowed DSM-403, -404; Refusals DSM-115 no such step, DSM-116 pictures, DSM-117 too large; DOC- and NGUON- codes.
    """
    steps.step_kept(by=by, point=point, step_id=step_id)
    source = _received(by, content, filename, size, number, is_illustration, ("DSM-116", "DSM-117"), point_refusal)
    return points.document_add(by=by, point=point, step_id=step_id, source=source)


@transaction.atomic
def paper_receive(
    *, by: User, programme: Programme, draft: PaperDraft, content: bytes, filename: str, size: int = 0
) -> Paper:
    """A document by which the account's body carries a programme out, with its file. Refusals as `papers.paper_add`;
    CTPH-023 pictures, CTPH-024 too large; DOC- and NGUON- codes."""
    paper = papers.paper_add(by=by, programme=programme, draft=draft)
    codes = ("CTPH-023", "CTPH-024")
    source = _received(by, content, filename, size, paper.number, False, codes, paper_refusal)
    return papers.paper_file(by=by, paper=paper, source=source)


def _received(
    by: User,
    content: bytes,
    filename: str,
    size: int,
    number: str,
    is_illustration: bool,
    codes: tuple[str, str],
    refusal: Callable[[str, str, Both, str, str], Refusal],
) -> Source:
    """A document behind the gate. `codes`: of pictures in it, and of what is too large to be read."""
    document = text_opened(content, filename, size, codes, refusal)
    return document_received(by, document, content, filename, number, is_illustration)


def text_opened(
    content: bytes,
    filename: str,
    size: int,
    codes: tuple[str, str],
    refusal: Callable[[str, str, Both, str, str], Refusal],
) -> Document:
    """A document of text alone. `codes`: of pictures in it, and of what is too large to be read."""
    checked_size(content, filename, size, codes[1], refusal)
    document = document_open(content, filename)
    if has_pictures(content):
        expected = Both("tài liệu chỉ có chữ", "a document of text alone")
        vi, en = "tài liệu có hình ảnh nên không được nhận", "there are pictures in the document, it is not taken"
        raise refusal(codes[0], "", expected, vi, en)
    return document


def document_received(
    by: User, document: Document, content: bytes, filename: str, number: str, is_illustration: bool
) -> Source:
    """The document is kept behind the gate. Refusals NGUON-101 to -105."""
    return sources.source_receive(
        by=by,
        issuer=by.body,
        content=content,
        filename=filename,
        text=document.text,
        paragraphs=[(p.start, p.end) for p in document.paragraphs],
        number=number,
        is_illustration=is_illustration,
    )


def checked_size(
    content: bytes, filename: str, size: int, code: str, refusal: Callable[[str, str, Both, str, str], Refusal]
) -> None:
    """A refusal with this code where a file is larger than what is taken; `size`: as it was sent."""
    if max(len(content), size) > settings.MAX_UPLOAD_BYTES:
        most = f"≤ {settings.MAX_UPLOAD_BYTES // 2**20} MB"
        raise refusal(code, filename_masked(filename)[-80:], Both(most, most), "tệp quá lớn", "the file is too large")


def has_pictures(content: bytes) -> bool:
    """Whether a document that could be opened holds pictures, judged by its bytes.

    A picture of a PDF is an object of its own whose head is never packed; a drawing made of lines is none.
    """
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return any("/media/" in name or "/embeddings/" in name for name in archive.namelist())
    if b"%PDF-" in content[:1024]:
        return _PDF_PICTURE.search(content) is not None
    return _HTML_PICTURE.search(content) is not None
