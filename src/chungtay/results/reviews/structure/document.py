"""The document that is printed: a composition's sections in their order, numbered, with their words."""

from collections.abc import Iterable, Mapping

from chungtay.kernel.numbers import roman
from chungtay.results.reviews.composition import PUBLIC, AreaSection, Composition, Sentence
from chungtay.results.reviews.effects import known_sentences
from chungtay.results.reviews.structure.shape import (
    ANNEX,
    APART,
    AREA_CHART,
    CHAPTER,
    CHART,
    COMMENDATIONS,
    COMPARISON,
    EFFECTS,
    HIGHLIGHTS,
    KNOWN,
    MAP,
    MODELS,
    NOTES,
    PART,
    PROOF,
    SENTENCES,
    SITUATION,
    SOURCES,
    TABLE,
    TEXT,
    WRITABLE,
    Block,
    DocumentBlock,
    DocumentSection,
    ReviewDocument,
    Section,
)
from chungtay.results.reviews.structure.tokens import BoundFigure, bound_figures, paragraphs
from chungtay.results.reviews.tables import commendations_grid, models_grid


def document(review: Composition, sections: Iterable[Section], texts: Mapping[str, str]) -> ReviewDocument:
    """What is printed, in order. `texts` are wordings by block key; '' or none leaves a generated block as it was made.

    A section of which nothing is there to print is left out, but not one that waits for its words: it is printed as
    lines to be filled in. The public rendition bears no words of officers, and so no such section.
    """
    figures = bound_figures(review)
    shown = [s for s in sections if not s.is_hidden]
    built = [(s, tuple(b for block in s.blocks for b in _block(block, review, texts, figures))) for s in shown]
    kept = [(s, blocks) for s, blocks in built if _stays(s, blocks, review)]
    return ReviewDocument(tuple(_numbered(_with_children(kept))))


def generated(block: Block, review: Composition) -> tuple[Sentence, ...]:
    """The sentences that a block was made with; none for a text that only people write."""
    if block.kind == SENTENCES:
        area = area_of(block.of, review)
        return area.sentences if area else ()
    if block.kind == SITUATION:
        return review.situation
    if block.kind == HIGHLIGHTS:
        return tuple(area.sentences[0] for area in review.areas if area.sentences)
    if block.kind == KNOWN:
        return known_sentences(review.effects)
    return review.comparison if block.kind == COMPARISON else ()


def area_of(of: str, review: Composition) -> AreaSection | None:
    """The content area that a block belongs to, by its `of`."""
    return next((area for area in review.areas if str(area.position) == of), None)


def _block(
    block: Block, review: Composition, texts: Mapping[str, str], figures: Mapping[str, BoundFigure]
) -> Iterable[DocumentBlock]:
    if block.kind not in WRITABLE:
        if _has_content(block, review):
            yield DocumentBlock(block.kind, block.key, block.of)
        return
    words = "" if review.rendition == PUBLIC else texts.get(block.key, "").strip()
    told = paragraphs(words, figures) if words else generated(block, review)
    if told or (block.kind == TEXT and review.rendition != PUBLIC):
        yield DocumentBlock(block.kind, block.key, block.of, told, bool(words))


def _has_content(block: Block, review: Composition) -> bool:
    area = area_of(block.of, review)
    has = {
        TABLE: bool(area and area.rows),
        APART: bool(area and area.apart),
        AREA_CHART: bool(area and area.chart),
        CHART: review.chart is not None,
        MAP: review.reporting_map is not None,
        NOTES: bool(review.notes),
        SOURCES: bool(review.annex),
        EFFECTS: bool(review.effects),
        PROOF: any(row.others for found in review.areas for row in found.rows),
        MODELS: bool(models_grid(review, "vi").rows),
        COMMENDATIONS: bool(commendations_grid(review, "vi").rows),
    }
    return has.get(block.kind, False)


def _stays(section: Section, blocks: tuple[DocumentBlock, ...], review: Composition) -> bool:
    return bool(blocks) or (not section.blocks and section.level == PART)


def _with_children(
    kept: list[tuple[Section, tuple[DocumentBlock, ...]]],
) -> list[tuple[Section, tuple[DocumentBlock, ...]]]:
    """Without the parts that are only a heading of chapters and have none left."""
    found = []
    for number, (section, blocks) in enumerate(kept):
        follows = number + 1 < len(kept) and kept[number + 1][0].level == CHAPTER
        if blocks or follows or section.level != PART:
            found.append((section, blocks))
    return found


def _numbered(kept: list[tuple[Section, tuple[DocumentBlock, ...]]]) -> Iterable[DocumentSection]:
    """Parts and annexes are counted through the document, chapters from 1 in each part."""
    parts = chapters = annexes = 0
    for section, blocks in kept:
        number = ""
        if section.level == PART:
            parts, chapters = parts + 1, 0
            number = roman(parts)
        elif section.level == CHAPTER:
            chapters += 1
            number = str(chapters)
        elif section.level == ANNEX:
            annexes += 1
            number = roman(annexes)
        yield DocumentSection(section.key, section.level, number, section.title, blocks, section.prompt)
