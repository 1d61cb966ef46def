"""A corrigendum: a paper of its own with a number of its own, that says what was printed and what it should be. The old
paper is never changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.text import nfc
from chungtay.results.issuing.blocks import Block, Kind, Printed
from chungtay.results.reviews.together.screening import screened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST = 50
_LONGEST = 2000


@dataclass(frozen=True)
class Correction:
    """Words that stand in the paper, and what they should have been."""

    printed: str
    correct: str


def corrigendum_of(paper: Printed, corrections: Iterable[Correction]) -> Printed:
    """The corrigendum of a paper, number and day open.

    Refusal BANHANH-005 for words that do not stand in the paper, BANHANH-006 for none, too many or no change at all,
    XET-004, XET-005 and those of the gate for words that may name a person.
    """
    listed = [Correction(nfc(item.printed).strip(), nfc(item.correct).strip()) for item in corrections]
    _check(paper, listed)
    head = replace(
        paper.head,
        title="ĐÍNH CHÍNH",
        subject=f"Đính chính {_named(paper)}",
        number=0,
        issued_on="",
        bases=(),
        opening=f"{_named(paper)} được đính chính như sau:",
    )
    return replace(paper, head=head, blocks=tuple(_lines(listed)), annexes=(), recipients=paper.recipients)


def _named(paper: Printed) -> str:
    number = paper.head.number_line.removeprefix("Số:").strip()
    return f"Báo cáo số {number} {paper.head.date_words}"


def _lines(corrections: list[Correction]) -> Iterator[Block]:
    for position, item in enumerate(corrections, 1):
        yield Block(Kind.PARAGRAPH, f"{position}. Đã in: “{item.printed}”")
        yield Block(Kind.PARAGRAPH, f"Nay sửa là: “{item.correct}”.")
    yield Block(Kind.PARAGRAPH, "Các nội dung khác của Báo cáo không thay đổi./.")


def _check(paper: Printed, corrections: list[Correction]) -> None:
    where = Both("Đính chính", "Corrigendum")
    if not 0 < len(corrections) <= MOST or any(item.printed == item.correct for item in corrections):
        raise Refusal.of(
            "BANHANH-006",
            where,
            read=str(len(corrections)),
            expected=Both(f"1 đến {MOST} chỗ, mỗi chỗ có thay đổi", f"1 to {MOST} places, each with a change"),
            todo=Both("Ghi từng chỗ: đã in gì, nay sửa là gì", "Of each place: what was printed, what it is now"),
            vi="Không có gì để đính chính, hoặc quá nhiều",
            en="There is nothing to put right, or too much",
        )
    told = "\n".join(_words(paper))
    missing = [item.printed for item in corrections if not item.printed or item.printed not in told]
    if missing:
        raise Refusal([_not_there(words) for words in missing])
    for item in corrections:
        screened(item.correct, "corrigendum", _LONGEST)


def _words(paper: Printed) -> Iterator[str]:
    """Every piece of text of the paper."""
    blocks = [*paper.blocks, *(block for annex in paper.annexes for block in annex.blocks)]
    yield from (paper.head.subject, *paper.head.bases, paper.head.opening, *paper.recipients)
    for block in blocks:
        yield block.text
        if block.grid is not None:
            yield from (cell.text for row in block.grid.rows for cell in row)


def _not_there(words: str) -> Problem:
    return Problem(
        "BANHANH-005",
        Both("Đính chính", "Corrigendum"),
        words[:120],
        Both("lời văn đúng như đã in", "the words exactly as they were printed"),
        Both("Chép lại từ văn bản đã ban hành", "Copy them from the paper that was issued"),
        "Văn bản không có chỗ này",
        "The paper has no such words",
    )
