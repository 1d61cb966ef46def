"""The paper as PDF/A-2a and PDF/UA-1: fonts inside, tagged, no author, equal bytes for equal papers on one machine.

The Decree asks for Times New Roman. Where the machine has it, or a face of the same widths, with all letters of
Vietnamese, that is used; else the serif that the typesetter carries. So a released file is kept, and never made anew.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from fontTools.ttLib import TTFont

from chungtay.kernel.errors import Both, Refusal
from chungtay.results.analysis.pictures.fonts import font_registered
from chungtay.results.issuing.stamps import stamp_svg, stamp_words
from chungtay.results.reviews import labels

if TYPE_CHECKING:
    from chungtay.results.issuing.blocks import Printed
    from chungtay.results.issuing.pictures import Pictures

_FACES = ("Times New Roman", "Liberation Serif", "Tinos")
_CARRIED = "Libertinus Serif"
_LETTERS = frozenset("ăâđêôơưẠạẢảẤấỀềỂểỄễỘộỚớỪừỨứỬửỹỴ")
_CUTS = 4
_SHEET = Path(__file__).parent / "review.typ"
STANDARDS = ["a-2a", "ua-1"]
_ONE_AT_A_TIME = Lock()
"""The typesetter is one for a process, and fails when a second thread asks while it works."""


def pdf_of(paper: Printed, pictures: Pictures, *, digest: str = "") -> bytes:
    """The PDF of a paper. `digest` is that of the manifest it was frozen under; '' for a draft."""
    told = {
        "face": _face()[0],
        "paper": paper.to_json(),
        "pictures": [pictures.svg(block).decode() for block in paper.drawings],
        "number_line": paper.head.number_line,
        "date_line": paper.head.date_line,
        "annex_names": [paper.annex_name(position) for position in range(len(paper.annexes))],
        "annex_note": paper.annex_note,
        "nation": labels.NATION.vi,
        "motto": labels.MOTTO.vi,
        "recipients_title": labels.RECIPIENTS.vi,
        "stamp": stamp_words(digest, paper.rendition) if digest else "",
        "code": stamp_svg(digest, paper.rendition) if digest else "",
    }
    return _compiled(json.dumps(told, ensure_ascii=False))


def _compiled(data: str) -> bytes:
    import typst

    try:
        with _ONE_AT_A_TIME:
            made: bytes = _compiler().compile(
                input=_SHEET.read_bytes(),
                format="pdf",
                sys_inputs={"data": data},
                pdf_standards=STANDARDS,
                timestamp=0,
            )
    except typst.TypstError as problem:
        raise Refusal.of(
            "BANHANH-002",
            Both("Tệp PDF", "PDF file"),
            read=str(problem.message)[:200],
            expected="PDF/A-2a, PDF/UA-1",
            todo=Both("Bỏ ký tự lạ (biểu tượng, mặt cười) trong lời văn", "Take odd signs (emoji) out of the passages"),
            vi="Không lập được tệp PDF lưu trữ",
            en="The PDF for the archive cannot be made",
        ) from problem
    return made


@lru_cache(maxsize=1)
def _compiler() -> Any:
    """80 MB that no other page needs; fonts are looked for once in a process, and no others than these are used."""
    import typst

    _, folders = _face()
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(font_registered()), *folders])
    return typst.Compiler(font_paths=fonts)


def face_of_papers() -> tuple[str, bool]:
    """In which face PDF papers are printed on this machine, and whether it is one that the Decree's is measured by."""
    family, _ = _face()
    return family, family != _CARRIED


@lru_cache(maxsize=1)
def _face() -> tuple[str, tuple[str, ...]]:
    """The first face of this machine with all Vietnamese letters in its four cuts, and the folders of its files."""
    import typst

    found = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False).fonts()
    for family in _FACES:
        files = [font.path for font in found if font.family == family and font.path]
        if len(files) >= _CUTS and all(_has_letters(path) for path in files):
            return family, tuple(sorted({str(Path(path).parent) for path in files}))
    return _CARRIED, ()


def _has_letters(path: str) -> bool:
    with TTFont(path, lazy=True, fontNumber=0) as font:
        return set(map(ord, _LETTERS)) <= set(font.getBestCmap())
