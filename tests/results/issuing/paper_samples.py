"""Papers of the invented review of `review_samples`."""

from datetime import date
from typing import Any

from chungtay.results.issuing.blocks import Printed
from chungtay.results.issuing.layout import Form
from chungtay.results.issuing.printed import printed_of
from chungtay.results.reviews.queries import document_of
from chungtay.results.reviews.services import review_compose, text_write
from chungtay.results.reviews.structure.document import document
from chungtay.results.reviews.structure.templates import outline

ISSUED_ON = date(2026, 2, 3)
WORDS = "Các cấp đã phối hợp chặt chẽ."


def paper(review: Any, issuer: str = "joint", *, is_deputy: bool = False, words: str = WORDS) -> Printed:
    sections = outline(review)
    texts = {block.key: words for section in sections for block in section.blocks if block.kind == "text"}
    return printed_of(review, document(review, sections, texts), Form(issuer, is_deputy))


def numbered(review: Any, issuer: str = "joint", **more: Any) -> Printed:
    return paper(review, issuer, **more).numbered(5, ISSUED_ON)


def written(by: Any, snapshot: Any) -> Any:
    """A review in the database in which every passage has words."""
    review = review_compose(by=by, snapshot=snapshot)
    for section in document_of(review).sections:
        for block in section.blocks:
            if block.kind == "text":
                text_write(by=by, review=review, section=block.key, text="Các cấp đã phối hợp chặt chẽ.")
    return review
