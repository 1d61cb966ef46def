"""A corrigendum: a paper of its own with a number of its own, that says what was printed and what it should be. The old
paper is never changed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.text import nfc
from chungtay.results.issuing.blocks import Block, Kind, Printed
from chungtay.results.issuing.putright import public_words
from chungtay.results.reviews.structure.checking import SMALL, Piece, pieces
from chungtay.results.reviews.structure.tokens import bound_figures
from chungtay.results.reviews.together.screening import check_rights, rights, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from chungtay.results.issuing.putright import Disclosed
    from chungtay.results.reviews.composition import Composition

MOST = 50
_LONGEST = 2000
_KEPT_BACK = re.compile(r"<\d+|được che")
_PRINTED = re.compile(r"\d+\. Đã in: “(.*)”", re.DOTALL)
_NOW = re.compile(r"Nay sửa là: “(.*)”\.(?:/\.)?", re.DOTALL)
_COUNT = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True)
class Correction:
    """Words that stand in the paper, and what they should have been."""

    printed: str
    correct: str


def corrigendum_of(paper: Printed, corrections: Iterable[Correction], review: Composition) -> Printed:
    """The corrigendum of a paper of the review, number and day open.

    Refusal BANHANH-005 for words that do not stand in the paper, BANHANH-006 for none, too many or no change at all,
    XET-007 where a count was kept back or a small one is told now, XET-008 for a target that may not be set, XET-004 to
    XET-006 and those of the gate as of any wording.
    """
    listed = [Correction(nfc(item.printed).strip(), nfc(item.correct).strip()) for item in corrections]
    _check(paper, listed)
    listed = [_allowed(paper, item, review) for item in listed]
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


def corrections_of(corrigendum: Printed) -> list[Correction]:
    """What a corrigendum says, read back out of its paper."""
    texts = [block.text for block in corrigendum.blocks]
    pairs = [(_PRINTED.match(one), _NOW.match(other)) for one, other in pairwise(texts)]
    return [Correction(one[1], other[1]) for one, other in pairs if one and other]


def public_part(
    paper: Printed, corrections: Iterable[Correction], review: Composition, disclosed: Disclosed
) -> list[Correction]:
    """Those corrections that are about words of a public paper and may be told there, each by itself.

    An officer's wording is not public: what is told anew are words that the public paper prints already, or one count
    of it, as `disclosed` gives it under the rules.
    """
    kept, text = [], "\n".join(_words(paper))
    for item in corrections:
        words = public_words(nfc(item.printed), nfc(item.correct), text, review, disclosed)
        if words is None:
            continue
        told = replace(item, correct=words)
        try:
            corrigendum_of(paper, [told], review)
        except Refusal:
            continue
        kept.append(told)
    return kept


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


def _allowed(paper: Printed, item: Correction, review: Composition) -> Correction:
    """The correction as it may be printed. It is read where it will stand: "3" alone does not tell of what."""
    clean = replace(item, correct=said(item.correct, "corrigendum", review, _LONGEST))
    told = "\n".join(_words(paper))
    kept_back = [found.span() for found in _KEPT_BACK.finditer(told)]
    lines: dict[str, None] = {}
    for found in re.finditer(re.escape(clean.printed), told):
        start, end = found.span()
        if any(one < end and start < other for one, other in kept_back):
            check_rights([Piece(clean.printed, doubt=SMALL)])
        first, last = told.rfind("\n", 0, start) + 1, (told + "\n").find("\n", end)
        lines[told[first:start] + clean.correct + told[end:last]] = None
    if _COUNT.fullmatch(clean.correct):
        lines |= dict.fromkeys(f"{clean.correct} {label}" for label in _labels(paper, clean.printed))
    check_rights(pieces("\n".join(lines), review, bound_figures(review), rights()))
    return clean


def _labels(paper: Printed, printed: str) -> Iterator[str]:
    """What the lines of tables are about in which a cell reads just so."""
    blocks = [*paper.blocks, *(block for annex in paper.annexes for block in annex.blocks)]
    for row in (row for block in blocks if block.grid is not None for row in block.grid.rows):
        if any(cell.text == printed for cell in row):
            yield next((cell.text for cell in row if any(map(str.isalpha, cell.text))), "")


def _words(paper: Printed) -> Iterator[str]:
    """Every piece of text of the paper."""
    blocks = [*paper.blocks, *(block for annex in paper.annexes for block in annex.blocks)]
    head = paper.head
    yield from (*head.above, *head.issuers, head.title, head.subject, *head.bases, head.opening, *paper.recipients)
    yield from (words for signed in paper.signatures for words in (signed.authority, *signed.lines))
    yield from (annex.title for annex in paper.annexes)
    for block in blocks:
        yield block.text
        if block.grid is not None:
            yield from (block.grid.caption, *block.grid.columns)
            yield from (cell.text for row in block.grid.rows for cell in row)
        if block.chart is not None:
            chart = block.chart
            yield from (text.vi for text in (chart.title, chart.subtitle, chart.unit, chart.note))
            yield from (bar.label.vi for bar in chart.bars)
        if block.drawn is not None:
            yield block.drawn.title.vi


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
