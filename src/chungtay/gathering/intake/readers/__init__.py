"""Readers of originals: from the bytes of a report to candidates for figures. No Django in here.

from chungtay.gathering.intake.readers import document_open, read_document, to_json
reading = read_document(document_open(data, "bao_cao.docx"))
"""

from chungtay.gathering.intake.readers.documents import Document, Paragraph, document_open
from chungtay.gathering.intake.readers.reader import read_document, to_json
from chungtay.gathering.intake.readers.records import Candidate, Hints, Negative, Reading, TextPeriod

__all__ = [
    "Candidate",
    "Document",
    "Hints",
    "Negative",
    "Paragraph",
    "Reading",
    "TextPeriod",
    "document_open",
    "read_document",
    "to_json",
]
