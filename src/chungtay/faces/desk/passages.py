"""An original's text cut into paragraphs and marks, for showing where figures stand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

MASK = "█"


@dataclass(frozen=True)
class Mark:
    """A span of the text to show: of a candidate (`key` its id, `look` its state) or of a sentence."""

    start: int
    end: int
    look: str
    key: int | None = None


@dataclass(frozen=True)
class Piece:
    """A run of characters with one look: plain, masked, or a mark."""

    text: str
    mark: Mark | None = None
    is_masked: bool = False


@dataclass(frozen=True)
class Passage:
    """A paragraph by its number, counted from 1, in pieces."""

    number: int
    pieces: tuple[Piece, ...]
    is_here: bool = False


def passages(text: str, paragraphs: Sequence[tuple[int, int]], marks: Iterable[Mark]) -> list[Passage]:
    """Every paragraph with the marks that begin in it.

    Marks are drawn in order of start; one that overlaps an earlier mark is drawn from where that ends, or not at all
    when nothing of it is left: it still stands in the list beside the text.
    """
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    result = []
    for number, (start, end) in enumerate(paragraphs, start=1):
        inside = [mark for mark in ordered if mark.start < end and mark.end > start]
        result.append(Passage(number, tuple(_pieces(text, start, end, inside)), bool(inside)))
    return result


def surrounding(
    text: str, paragraphs: Sequence[tuple[int, int]], marks: Sequence[Mark], around: int = 1
) -> list[Passage]:
    """The paragraphs that bear marks, with `around` paragraphs before and after."""
    every = passages(text, paragraphs, marks)
    here = [index for index, passage in enumerate(every) if passage.is_here]
    return [p for index, p in enumerate(every) if any(abs(index - at) <= around for at in here)]


def _pieces(text: str, start: int, end: int, marks: list[Mark]) -> Iterator[Piece]:
    at = start
    for mark in marks:
        first, last = max(mark.start, at), min(mark.end, end)
        if first >= last:
            continue
        yield from _masked(text[at:first], None)
        yield from _masked(text[first:last], mark)
        at = last
    yield from _masked(text[at:end], None)


def _masked(text: str, mark: Mark | None) -> Iterator[Piece]:
    for is_masked, run in groupby(text, key=lambda character: character == MASK):
        yield Piece("".join(run), mark, is_masked)
