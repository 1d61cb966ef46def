"""The seam between a review as it is written and what is printed of it: when the review gains a shape, this page alone
changes. Paper is Vietnamese."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chungtay.kernel.numbers import roman
from chungtay.results.issuing.blocks import ANNEXES_NAMED, Annex, Block, Kind, Printed
from chungtay.results.issuing.layout import Form, head_of, signatures_of
from chungtay.results.reviews import drawings, labels
from chungtay.results.reviews.annex import annex_grid, sources_grid
from chungtay.results.reviews.composition import PUBLIC, Composition, FigureRef, Sentence
from chungtay.results.reviews.structure import shape
from chungtay.results.reviews.tables import (
    Grid,
    apart_grid,
    chart_grid,
    commendations_grid,
    effects_grid,
    map_grid,
    models_grid,
    proof_grid,
    results_grid,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from chungtay.results.reviews.composition import AreaSection
    from chungtay.results.reviews.structure.shape import DocumentBlock, DocumentSection, ReviewDocument

_VI = "vi"
_RESULTS = "KẾT QUẢ THỰC HIỆN THEO TỪNG NỘI DUNG"
WIDE_FROM = 7
"""A table of so many columns goes to an annex that lies across: on an upright page its words would break."""


def printed_of(review: Composition, document: ReviewDocument, form: Form) -> Printed:
    """The paper of one rendition, number and day open. The public rendition bears no signing."""
    is_public = review.rendition == PUBLIC
    annexes = tuple(_annexes(review, document))
    return Printed(
        rendition=review.rendition,
        is_illustration=review.is_illustration,
        marks=(labels.DEMO_MARK.vi,) if review.is_illustration else (),
        remark=labels.PUBLIC_MARK.vi if is_public else "",
        head=head_of(review, form),
        blocks=_ended([*_main(review, document), *_named(annexes)]),
        signatures=() if is_public else signatures_of(review, form),
        recipients=tuple(item.vi for item in review.recipients),
        annexes=annexes,
    )


def is_unwritten(paper: Printed) -> bool:
    """Whether a passage still waits for its words."""
    found = [*paper.blocks, *(block for annex in paper.annexes for block in annex.blocks)]
    return any(block.kind == Kind.BLANK for block in found)


def _main(review: Composition, document: ReviewDocument) -> Iterator[Block]:
    """People move and hide sections: a chapter that has lost its part is a title of the first level, for a level that
    is skipped breaks the outline of a page and of an archive file."""
    level = 0
    for section in document.sections:
        if section.level == shape.ANNEX:
            continue
        number = f"{section.number}. " if section.number else ""
        level = min(level + 1, 2 if section.level == shape.CHAPTER else 1)
        yield Block(Kind.TITLE, f"{number}{section.title.vi}", level)
        yield from _blocks(section, review)


def _blocks(section: DocumentSection, review: Composition) -> Iterator[Block]:
    for block in section.blocks:
        if block.kind in shape.WRITABLE:
            kind = Kind.ITEM if block.kind == shape.SENTENCES and not block.is_written else Kind.PARAGRAPH
            yield from (_sentence(kind, item) for item in block.paragraphs)
            if not block.paragraphs:
                yield Block(Kind.BLANK)
        elif block.kind == shape.NOTES:
            yield from (Block(Kind.NOTE, note.vi) for note in review.notes)
        elif block.kind in (shape.CHART, shape.AREA_CHART, shape.MAP):
            yield from _drawn(block, review)
        else:
            yield from (_table(grid) for grid in _grids(block, review) if len(grid.columns) < WIDE_FROM)


def _sentence(kind: str, sentence: Sentence) -> Block:
    parts = sentence.of(_VI)
    ids = tuple(number for part in parts if isinstance(part, FigureRef) for number in part.figure_ids)
    return Block(kind, sentence.plain(_VI), figure_ids=ids)


def _grids(block: DocumentBlock, review: Composition) -> Iterable[Grid]:
    """The tables that a block prints, those with rows."""
    found: list[Grid | None] = []
    area = _area(block, review)
    if block.kind == shape.TABLE and area:
        found = [results_grid(area, review, _VI)]
    elif block.kind == shape.APART and area:
        found = [apart_grid(area, review, _VI)]
    elif block.kind == shape.MODELS:
        found = [models_grid(review, _VI)]
    elif block.kind == shape.COMMENDATIONS:
        found = [commendations_grid(review, _VI)]
    elif block.kind == shape.EFFECTS:
        found = [effects_grid(review, _VI)]
    elif block.kind == shape.PROOF:
        found = [proof_grid(review, _VI)]
    elif block.kind == shape.SOURCES:
        found = [annex_grid(review, _VI), sources_grid(review, _VI)]
    return [grid for grid in found if grid is not None and grid.rows]


def _area(block: DocumentBlock, review: Composition) -> AreaSection | None:
    return next((area for area in review.areas if str(area.position) == block.of), None)


def _table(grid: Grid, *, captioned: bool = True) -> Block:
    """The only table of an annex has the annex's title for a caption."""
    return Block(Kind.TABLE, grid.caption if captioned else "", grid=grid)


def _drawn(block: DocumentBlock, review: Composition) -> Iterator[Block]:
    if block.kind == shape.CHART and review.chart:
        yield Block(Kind.CHART, drawings.chart_alt(review.chart, _VI), chart=review.chart)
        yield Block(Kind.NOTE, review.chart.note.vi)
        yield _table(chart_grid(review.chart, _VI))
    area = _area(block, review) if block.kind == shape.AREA_CHART else None
    if area is not None and area.chart is not None:
        # Its bars are rows of the area's table: no second table of them.
        yield Block(Kind.CHART, drawings.chart_alt(area.chart, _VI), chart=area.chart)
        yield Block(Kind.NOTE, area.chart.note.vi)
    if block.kind == shape.MAP and review.reporting_map:
        yield Block(Kind.MAP, drawings.map_alt(review.reporting_map, _VI), drawn=review.reporting_map)
        yield _table(map_grid(review.reporting_map, _VI))


def _annexes(review: Composition, document: ReviewDocument) -> Iterator[Annex]:
    """Results that need the width, then the annexes of the document."""
    shown = [block for section in document.sections if section.level != shape.ANNEX for block in section.blocks]
    wide = [grid for block in shown for grid in _grids(block, review) if len(grid.columns) >= WIDE_FROM]
    if wide:
        yield Annex(_RESULTS, True, tuple(_table(grid) for grid in wide))
    for section in document.sections:
        if section.level == shape.ANNEX:
            tables = [grid for block in section.blocks for grid in _grids(block, review)]
            others = [block for block in section.blocks if block.kind in (*shape.WRITABLE, shape.NOTES)]
            told = tuple(_blocks(replace(section, blocks=tuple(others)), review))
            is_wide = any(len(grid.columns) > 4 for grid in tables)
            drawn = tuple(
                _table(grid, captioned=grid.caption.casefold() != section.title.vi.casefold()) for grid in tables
            )
            if told or drawn:
                yield Annex(section.title.vi, is_wide, (*told, *drawn))


def _named(annexes: tuple[Annex, ...]) -> Iterator[Block]:
    """A paper with annexes says so in its text."""
    if not annexes:
        return
    titles = [annex.title[:1] + annex.title[1:].lower() for annex in annexes]
    if len(titles) == 1:
        yield Block(Kind.PARAGRAPH, f"{ANNEXES_NAMED} Phụ lục: {titles[0]}.")
        return
    listed = "; ".join(f"Phụ lục {roman(number)}: {title}" for number, title in enumerate(titles, 1))
    yield Block(Kind.PARAGRAPH, f"{ANNEXES_NAMED} {listed}.")


def _ended(blocks: list[Block]) -> tuple[Block, ...]:
    """The last words of the text end with './.'."""
    for position in range(len(blocks) - 1, -1, -1):
        block = blocks[position]
        if block.kind in (Kind.PARAGRAPH, Kind.ITEM, Kind.NOTE) and block.text:
            text = block.text.removesuffix("./.").rstrip(".;")
            blocks[position] = replace(block, text=f"{text}./.")
            break
    return tuple(blocks)
