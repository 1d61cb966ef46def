"""Figures inside what people write: each is a token that stands for a figure of the review, never a number typed anew.

A wording is kept with bare tokens, `[[a1b2c3d4]]`; in an editor each also shows what it prints,
`[[a1b2c3d4|trên 1.926 mô hình]]`. What stands behind the bar is for the eye alone and is dropped on the way in.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.results.reviews import codec
from chungtay.results.reviews.composition import NO_TEXT, Composition, FigureRef, Part, Sentence, TableRow, Text
from chungtay.results.reviews.grouping import has_count
from chungtay.results.reviews.prose import figure_words

TOKEN = re.compile(r"\[\[([0-9a-f]{8})(?:\|[^\[\]\n]*)?\]\]")
_ALMOST = re.compile(r"\[\[[^\[\]\n]*\]\]")


@dataclass(frozen=True)
class BoundFigure:
    """A figure that a wording may bear: what it prints, what it is about, and the ledger's figures behind it."""

    key: str
    words: Text
    figure_ids: tuple[int, ...]
    about: Text = NO_TEXT

    def part(self, language: str) -> FigureRef:
        """The figure inside a sentence."""
        return FigureRef(self.figure_ids, self.words.of(language))


def token_key(figure_ids: Iterable[int], words: str) -> str:
    """Of equal figures in equal words the same key, in every rendition and on every machine."""
    return sha256(codec.canonical([list(figure_ids), words])).hexdigest()[:8]


def bound_figures(review: Composition) -> dict[str, BoundFigure]:
    """Every figure that the review's generated sentences and tables print, by key, in their order."""
    found: dict[str, BoundFigure] = {}
    for figure in (*_of_sentences(review), *_of_rows(review)):
        known = found.get(figure.key)
        if known is None or known.about == NO_TEXT:
            found[figure.key] = figure
    return found


def _of_sentences(review: Composition) -> Iterator[BoundFigure]:
    told = [*review.situation, *(s for area in review.areas for s in area.sentences), *review.comparison]
    for sentence in told:
        vi, en = ([part for part in side if isinstance(part, FigureRef)] for side in (sentence.vi, sentence.en))
        for ours, theirs in zip(vi, en, strict=True):
            words = Text(ours.words, theirs.words)
            yield BoundFigure(token_key(ours.figure_ids, ours.words), words, ours.figure_ids)


def _of_rows(review: Composition) -> Iterator[BoundFigure]:
    for area in review.areas:
        for row in (*area.rows, *area.apart):
            about = _about(row)
            # What nobody stated is no figure.
            for words in figure_words(row) if has_count(row) else ():
                yield BoundFigure(token_key(row.figure_ids, words.vi), words, row.figure_ids, about)
            for other in row.others:
                words = other.shown.words
                yield BoundFigure(token_key(other.figure_ids, words.vi), words, other.figure_ids, about)


def _about(row: TableRow) -> Text:
    return Text(*("; ".join(p for p in parts if p) for parts in zip(*_named(row), strict=True)))


def _named(row: TableRow) -> Iterator[tuple[str, str]]:
    for words in (row.name, row.cell_name, row.place_name, row.span.label() if row.span else NO_TEXT):
        yield words.vi, words.en


def bare(text: str) -> str:
    """The wording as it is kept: tokens without the words that an editor shows behind the bar."""
    return TOKEN.sub(r"[[\1]]", text)


def told(text: str, figures: Mapping[str, BoundFigure], language: str = "vi") -> str:
    """The wording as an editor shows it: each token with what it prints."""

    def one(match: re.Match[str]) -> str:
        figure = figures.get(match[1])
        return f"[[{match[1]}|{figure.words.of(language)}]]" if figure else match[0]

    return TOKEN.sub(one, text)


def written(sentences: Iterable[Sentence], language: str = "vi") -> str:
    """Generated sentences as a wording to start from: a paragraph each, figures as tokens."""
    return "\n".join("".join(_token(part) for part in sentence.of(language)) for sentence in sentences)


def _token(part: Part) -> str:
    return part if isinstance(part, str) else f"[[{token_key(part.figure_ids, part.words)}]]"


def paragraphs(text: str, figures: Mapping[str, BoundFigure]) -> tuple[Sentence, ...]:
    """A wording as it is printed. It has one language: its own words stand in both, its figures in each."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(Sentence(tuple(_parts(line, figures, "vi")), tuple(_parts(line, figures, "en"))) for line in lines)


def _parts(line: str, figures: Mapping[str, BoundFigure], language: str) -> Iterator[Part]:
    position = 0
    for match in TOKEN.finditer(line):
        if match.start() > position:
            yield line[position : match.start()]
        figure = figures.get(match[1])
        if figure is not None:
            yield figure.part(language)
        position = match.end()
    if position < len(line):
        yield line[position:]


def check_tokens(text: str, figures: Mapping[str, BoundFigure]) -> None:
    """Refusal XET-006 for each thing in double brackets that is no figure of this review."""
    wrong = [m[0] for m in _ALMOST.finditer(text) if (t := TOKEN.fullmatch(m[0])) is None or t[1] not in figures]
    if wrong:
        raise Refusal(
            [
                Problem(
                    "XET-006",
                    Both("lời văn", "the wording"),
                    item,
                    Both("số liệu có trong bản này", "a figure of this review"),
                    Both("Chèn lại số từ danh sách số liệu", "Insert the figure again from the list"),
                    "trong bản này không có số liệu đó",
                    "this review has no such figure",
                )
                for item in dict.fromkeys(wrong)
            ]
        )
