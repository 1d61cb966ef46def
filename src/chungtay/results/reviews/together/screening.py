"""What may stand in any text that is written at a review: it counts and never identifies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.text import nfc
from chungtay.reference.indicators.catalogue import catalogue
from chungtay.reference.sources.gate import gate_problems
from chungtay.reference.sources.masking import mask_spans
from chungtay.results.reviews.structure.checking import QUOTA, SMALL, Right, pieces
from chungtay.results.reviews.structure.tokens import TOKEN, bare, bound_figures, check_tokens
from chungtay.results.reviews.together.refusals import too_long

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chungtay.results.reviews.composition import Composition
    from chungtay.results.reviews.structure.checking import Piece

MAX_TEXT = 20_000
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b-\x1f]")
_BREAKS = re.compile("\r\n?|\v|\f|\u2028|\u2029|\x85")
_SPACES = re.compile("[ \t\u00a0\u2002-\u200a\u202f\u3000]+")


def plain(text: str) -> str:
    """A text as it is kept: composed letters, plain spaces and line ends, nothing invisible, two line ends at most.

    Text copied out of a word processor brings no-break spaces, soft hyphens and marks of direction with it.
    """
    clean = _INVISIBLE.sub("", _BREAKS.sub("\n", nfc(text)))
    lines = [_SPACES.sub(" ", line).strip() for line in clean.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def screened(text: str, where: str, most: int = MAX_TEXT) -> str:
    """The plain text. Refusal XET-004 where it is too long, XET-005 where it may name a person or tell a single case,
    and the gate's own (NGUON-1xx) where it holds numbers that find a person."""
    clean = plain(text)
    if len(clean) > most:
        raise too_long(where, len(clean), most)
    # Keys of figures are no words, and must not look like numbers of a document to the gate.
    words = TOKEN.sub("…", clean).splitlines()
    if problems := [*gate_problems(words), *_persons(words)]:
        raise Refusal(problems)
    return clean


def said(text: str, where: str, review: Composition, most: int = MAX_TEXT) -> str:
    """A text beside the wordings (a remark, a title, a correction), with the words of its figures in place of them.

    Refusals of `screened` and `check_rights`, XET-006 for a figure that the review has not.
    """
    clean, figures = bare(screened(text, where, most)), bound_figures(review)
    check_tokens(clean, figures)
    read = pieces(clean, review, figures, rights())
    check_rights(read)
    return "".join(piece.text for piece in read)


def rights() -> dict[str, Right]:
    """What the catalogue of today says of small counts and targets, by indicator."""
    return {code: Right(item.threshold, item.may_target) for code, item in catalogue().items()}


def check_rights(read: Iterable[Piece]) -> None:
    """Refusal XET-007 for each small count that is typed where it may not be told, XET-008 for each target set on what
    may have none. Neither number is repeated."""
    problems = [_WRONG[piece.doubt] for piece in read if piece.doubt in _WRONG]
    if problems:
        raise Refusal(problems)


_WRONG = {
    SMALL: Problem(
        "XET-007",
        Both("lời văn", "the wording"),
        "",
        Both("số từ mức được nêu trở lên, hoặc <5", "counts from the threshold up, or <5"),
        Both("Chèn số từ danh sách; số nhỏ được in là <5", "Insert the figure from the list; it prints as <5"),
        "số tin, vụ việc nhỏ có thể chỉ ra người trong cuộc",
        "a small count of tips or cases may point to those concerned",
    ),
    QUOTA: Problem(
        "XET-008",
        Both("lời văn", "the wording"),
        "",
        Both("nhiệm vụ không kèm chỉ tiêu số lượng", "a task without a number to reach"),
        Both("Bỏ con số phải đạt", "Leave out the number to be reached"),
        "không giao chỉ tiêu cho nội dung này",
        "no target may be set on this",
    ),
}


def _persons(lines: list[str]) -> list[Problem]:
    """The paragraphs that may name somebody, by number: what stands there is not repeated."""
    return [
        Problem(
            "XET-005",
            Both(f"Đoạn {number}", f"Paragraph {number}"),
            "",
            Both("việc và số liệu, không nêu người", "what was done and how much, naming nobody"),
            Both(
                "Bỏ tên người, vụ việc riêng; nêu chức vụ, cơ quan", "Leave out names and single cases; name the office"
            ),
            "Đoạn này có thể nêu tên người hoặc kể một vụ việc",
            "The paragraph may name a person or tell a single case",
        )
        for number, line in enumerate(lines, 1)
        if mask_spans(line)
    ]
