"""One page for a leader: the head of the paper, one line of results from each content area, what is asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pypdfium2

from chungtay.results.issuing.blocks import Block, Kind, Printed, clause_cut
from chungtay.results.issuing.pdf import pdf_of

if TYPE_CHECKING:
    from chungtay.results.issuing.pictures import Pictures

_TITLE = "TÓM TẮT BÁO CÁO"
_LONGEST = 420
"""Letters of one line; a longer sentence ends at a full stop or a semicolon before them."""


def brief_of(paper: Printed, pictures: Pictures) -> Printed:
    """The brief: as many lines as one page holds, never a cut number. The whole paper stays the one that counts."""
    lines = _lines(paper)
    while True:
        made = _brief(paper, lines)
        if len(lines) <= 1 or _pages(pdf_of(made, pictures, digest="0" * 64)) <= 1:
            return made
        lines = _shorter(lines)


def _brief(paper: Printed, lines: list[Block]) -> Printed:
    told = paper.head.number_line.removeprefix("Số: ").strip()
    source = Block(Kind.NOTE, f"Tóm tắt Báo cáo số {told} {paper.head.date_words}; số liệu và nguồn xem Báo cáo.")
    head = replace(paper.head, title=_TITLE, bases=(), opening=lines[0].text if lines else "")
    return replace(paper, head=head, blocks=(*lines[1:], source), annexes=(), signatures=(), recipients=())


def _lines(paper: Printed) -> list[Block]:
    """The first sentence of the situation, the first result of each part, the first line of each passage."""
    chosen: list[Block] = []
    title: Block | None = None
    for block in paper.blocks:
        if block.kind == Kind.TITLE:
            title = block
        elif title is not None and block.kind in (Kind.PARAGRAPH, Kind.ITEM):
            text = clause_cut(block.text, _LONGEST)
            if text:
                chosen += [Block(Kind.TITLE, title.text, 1), replace(block, text=text)] if chosen else [Block("", text)]
            title = None
    return chosen


def _shorter(lines: list[Block]) -> list[Block]:
    """Without the longest line, and its title."""
    longest = max(range(2, len(lines), 2), key=lambda at: len(lines[at].text), default=0)
    return lines[: longest - 1] + lines[longest + 1 :] if longest else lines[:1]


def _pages(content: bytes) -> int:
    document = pypdfium2.PdfDocument(content)
    try:
        return len(document)
    finally:
        document.close()
