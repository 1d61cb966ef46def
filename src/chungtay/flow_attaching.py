"""Joins between the registers and the rooms that they may not know: a document that belongs to an activity is read as
reports are, so that the gate sees its text before anything is kept."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from django.db import transaction

from chungtay.gathering.intake.readers import document_open
from chungtay.gathering.registers.activities import policies, queries, refusals, services
from chungtay.kernel.errors import Both
from chungtay.reference.sources import services as sources

if TYPE_CHECKING:
    from chungtay.gathering.registers.activities.models import ActivityDocument
    from chungtay.reference.actors.models import User

_PDF_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_HTML_PICTURE = re.compile(rb"<\s*(?:img|image|picture|svg|object|embed)\b", re.IGNORECASE)


def activity_attach(
    *, by: User, id: int, content: bytes, filename: str, number: str = "", is_illustration: bool = False
) -> ActivityDocument:
    """A document (.docx, .pdf with text, .html, .txt) belongs to an activity of the account's body from now on.

    NotAllowed HDG-403, -404; Refusal HDG-010 where only counts are kept, DOC- codes where it is no document or not what
    it says, HDG-016 where pictures are in it (nobody can see from here whether they show people), NGUON-101 to -105 of
    the gate.
    """
    held = queries.activity_get(by=by, id=id)
    if not policies.may_keep(by, held):
        raise refusals.not_theirs(str(id))
    services.check_takes_documents(held)
    document = document_open(content, filename)
    if has_pictures(content):
        expected = Both("tài liệu chỉ có chữ", "a document of text alone")
        vi, en = "tài liệu có hình ảnh nên không được nhận", "there are pictures in the document, it is not taken"
        raise refusals.refusal("HDG-016", "", expected, vi, en)
    with transaction.atomic():
        source = sources.source_receive(
            by=by,
            issuer=by.body,
            content=content,
            filename=filename,
            text=document.text,
            paragraphs=[(p.start, p.end) for p in document.paragraphs],
            number=number,
            is_illustration=is_illustration,
        )
        return services.document_add(by=by, id=id, source=source)


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
