"""Numbers that somebody typed by hand into a review, held against the figures of its snapshot.

A number is read with the grammar that reads reports. It agrees where its interval holds the ledger's: "trên 200 nghìn"
is true of 208.229, and 208.229 says more than "trên 208.000" does. Numbers that stand in generated sentences are no
doubt either, nor are small ones of which nobody knows what they count ("3 nhiệm vụ").
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from chungtay.gathering.intake.readers import Candidate, Hints, document_open, read_document
from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import Total, total
from chungtay.results.reviews.composition import NO_TEXT, Composition, OtherClaim, Shown, TableRow, Text
from chungtay.results.reviews.prose import figure_words
from chungtay.results.reviews.structure.tokens import TOKEN, BoundFigure, token_key

CONTRADICTS, UNKNOWN, UNBOUND, SMALL, QUOTA = "contradicts", "unknown", "unbound", "small", "quota"
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_UNTOLD_BELOW = 10


@dataclass(frozen=True)
class Right:
    """What the catalogue says of an indicator that a text may not say otherwise."""

    threshold: int | None
    may_target: bool


@dataclass(frozen=True)
class Piece:
    """A piece of a wording as it reads: plain words, or a bound figure (`key`), or a number in doubt (`doubt`).

    `says` is what the ledger has in its place, `key` of a doubt the figure that could be bound there.
    """

    text: str
    key: str = ""
    doubt: str = ""
    says: Text = NO_TEXT


@dataclass(frozen=True)
class _Doubt:
    start: int
    end: int
    kind: str
    says: Text = NO_TEXT
    key: str = ""


def pieces(
    wording: str, review: Composition, figures: Mapping[str, BoundFigure], rights: Mapping[str, Right]
) -> list[Piece]:
    """The Vietnamese wording in pieces, in order; together they are what is printed."""
    text, bound = _printed(wording, figures)
    marks = [*bound, *_doubts(text, bound, review, rights)]
    found, position = [], 0
    for mark in sorted(marks, key=lambda item: item.start):
        if mark.start < position:
            continue
        found.append(Piece(text[position : mark.start]))
        found.append(Piece(text[mark.start : mark.end], mark.key, mark.kind, mark.says))
        position = mark.end
    return [piece for piece in (*found, Piece(text[position:])) if piece.text]


def _printed(wording: str, figures: Mapping[str, BoundFigure]) -> tuple[str, list[_Doubt]]:
    """The wording with its figures in words, and where they stand."""
    parts, bound, position, length = [], [], 0, 0
    for match in TOKEN.finditer(wording):
        figure = figures.get(match[1])
        words = figure.words.vi if figure else ""
        before = wording[position : match.start()]
        length += len(before)
        bound.append(_Doubt(length, length + len(words), "", NO_TEXT, match[1]))
        parts += [before, words]
        length, position = length + len(words), match.end()
    return "".join((*parts, wording[position:])), bound


def _doubts(text: str, bound: Iterable[_Doubt], review: Composition, rights: Mapping[str, Right]) -> Iterator[_Doubt]:
    home = review.place_name.vi
    # No term: a number of which no time is told is held against whatever dates the ledger's own figure has.
    hints = Hints(review.binding.known_on, home)
    reading = read_document(document_open(text.encode(), "review.txt"), profile=hints) if text else None
    taken = [(item.start, item.end) for item in bound]
    known = _numbers_told(review)
    for item in reading.candidates if reading else ():
        if any(start < item.end and item.start < end for start, end in taken):
            continue
        doubt = _judged(item, review, rights.get(item.indicator or ""), home)
        if doubt is None or (doubt.kind == UNKNOWN and set(_NUMBER.findall(item.surface)) <= known):
            continue
        yield doubt


def _judged(item: Candidate, review: Composition, right: Right | None, home: str) -> _Doubt | None:
    if right is not None and item.status == "target" and not right.may_target:
        return _Doubt(item.start, item.end, QUOTA)
    if right is not None and right.threshold is not None and 0 < item.value < right.threshold:
        return _Doubt(item.start, item.end, SMALL)
    if item.status != "result":
        return None
    if item.indicator is None:
        return _Doubt(item.start, item.end, UNKNOWN) if item.value >= _UNTOLD_BELOW else None
    stated = total([item.quantity()])
    rows = list(_rows_about(item, review, home))
    if not rows or stated is None:
        return _Doubt(item.start, item.end, UNKNOWN)
    for shown, words, ids in rows:
        if shown.total is not None and _holds(stated, shown.total):
            return _Doubt(item.start, item.end, UNBOUND, words, token_key(ids, words.vi))
    told = [(words, ids) for shown, words, ids in rows if shown.total is not None or shown.hidden]
    if not told:
        return _Doubt(item.start, item.end, UNKNOWN, rows[0][0].words)
    words, ids = told[0]
    return _Doubt(item.start, item.end, CONTRADICTS, words, token_key(ids, words.vi))


def _rows_about(item: Candidate, review: Composition, home: str) -> Iterator[tuple[Shown, Text, tuple[int, ...]]]:
    """What the review has of the same indicator, part, place and dates: the leading claim first."""
    cell = ",".join(f"{key}={value}" for key, value in sorted(item.breakdown.items()))
    when = item.period.to_period()
    for area in review.areas:
        for row in (*area.rows, *area.apart):
            if row.indicator != item.indicator or row.cell != cell or not _is_place(item, row, review, home):
                continue
            if when is not None and not _is_time(when, row, review):
                continue
            yield row.shown, figure_words(row)[0], row.figure_ids
            yield from ((other.shown, other.shown.words, other.figure_ids) for other in _told(row.others))


def _told(others: Iterable[OtherClaim]) -> Iterator[OtherClaim]:
    return (other for other in others if other.shown.total is not None)


def _is_place(item: Candidate, row: TableRow, review: Composition, home: str) -> bool:
    if item.place in (None, home):
        return row.place == review.place
    return item.place is not None and row.place_name.vi.endswith(item.place.rpartition("/")[2])


def _is_time(when: Period, row: TableRow, review: Composition) -> bool:
    """Whether a row is about the years that the text names; a state is looked for at the end of them."""
    period = (row.span or review.span).period
    if row.nature in ("stock", "distinct"):
        return when.end.year == period.end.year
    return (when.start.year, when.end.year) == (period.start.year, period.end.year)


def _holds(stated: Total, ledger: Total) -> bool:
    return stated.low <= ledger.low and ledger.high <= stated.high


def _numbers_told(review: Composition) -> set[str]:
    """Every number that generated sentences print, as it is written there."""
    sentences = [*review.situation, *(s for area in review.areas for s in area.sentences), *review.comparison]
    words = [review.heading.subject.vi, *(basis.vi for basis in review.heading.bases)]
    return {number for text in (*words, *(s.plain("vi") for s in sentences)) for number in _NUMBER.findall(text)}
