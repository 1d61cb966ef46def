"""Sections and blocks, as people arrange them and as a document prints them."""

from dataclasses import dataclass, replace
from typing import Any

from chungtay.results.reviews import codec
from chungtay.results.reviews.composition import NO_TEXT, Sentence, Text

TEXT = "text"
SENTENCES = "sentences"
SITUATION = "situation"
HIGHLIGHTS = "highlights"
COMPARISON = "comparison"
KNOWN = "known"
NOTES = "notes"
TABLE, APART, CHART, MAP = "table", "apart", "chart", "map"
AREA_CHART = "area_chart"
MODELS, PROOF, COMMENDATIONS, SOURCES, EFFECTS = "models", "proof", "commendations", "sources", "effects"

GENERATED = (SITUATION, SENTENCES, HIGHLIGHTS, COMPARISON, KNOWN)
"""Blocks of sentences that are made from the figures and that an officer may put in other words."""
WRITABLE = (TEXT, *GENERATED)
BLOCKS = (*WRITABLE, NOTES, TABLE, APART, AREA_CHART, CHART, MAP, MODELS, PROOF, COMMENDATIONS, SOURCES, EFFECTS)
OF_AREA = (SENTENCES, TABLE, APART, AREA_CHART)
"""Blocks that belong to one content area; `of` is its position."""

PART, CHAPTER, ANNEX, APPENDED = 1, 2, 3, 4
"""Levels of a section: numbered 'I.', numbered '1.' within its part, 'PHỤ LỤC I' on its own page, no number."""
LEVELS = (PART, CHAPTER, ANNEX, APPENDED)


@dataclass(frozen=True)
class Block:
    """A piece of a section. `key` is its address in the review, under which its wordings are kept."""

    kind: str
    key: str
    of: str = ""


@dataclass(frozen=True)
class Section:
    """A section as it is arranged now. `prompt` helps whoever writes it and is never printed."""

    key: str
    level: int
    title: Text
    blocks: tuple[Block, ...]
    prompt: Text = NO_TEXT
    is_hidden: bool = False

    def changed(self, **changes: Any) -> "Section":
        """A copy with some fields replaced."""
        return replace(self, **changes)


@dataclass(frozen=True)
class DocumentBlock:
    """A block with what it prints. `paragraphs` of writable blocks alone; tables and pictures are drawn by kind.

    `is_written`: the words are an officer's; figures in them are bound all the same.
    """

    kind: str
    key: str
    of: str
    paragraphs: tuple[Sentence, ...] = ()
    is_written: bool = False


@dataclass(frozen=True)
class DocumentSection:
    """A section in its place. `number` is what stands before the title: 'I', '1', 'PHỤ LỤC I' as 'I', or ''."""

    key: str
    level: int
    number: str
    title: Text
    blocks: tuple[DocumentBlock, ...]
    prompt: Text = NO_TEXT

    @property
    def is_empty(self) -> bool:
        """Whether nobody has written what only people write, so that there is nothing to print under the title."""
        return all(block.kind == TEXT and not block.paragraphs for block in self.blocks) and bool(self.blocks)


@dataclass(frozen=True)
class ReviewDocument:
    """The text of a review in its order. With the composition's tables it is all that any rendition prints."""

    sections: tuple[DocumentSection, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON data, for the manifest."""
        data = codec.to_json(self)
        assert isinstance(data, dict)
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "ReviewDocument":
        """The document that `to_json` wrote."""
        return codec.from_json(cls, data)
