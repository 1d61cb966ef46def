"""An outline of a body's own, read from the lines of a document: headings, what the machine puts there, hints.

I. KẾT QUẢ            a part: a Roman number, or a heading's style
1. Mô hình            a chapter: an Arabic number
PHỤ LỤC: NGUỒN        an annex
[Mô hình]             a block that is made from the figures; without any a section waits for words
anything else         a hint for whoever writes, never printed
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.text import match_key, squeeze
from chungtay.results.reviews.structure import shape
from chungtay.results.reviews.structure.templates import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

AREAS = "areas"
OWN = "own-"
"""Keys of sections that only a body's own outline has: their titles are an officer's words and never public."""
MARKERS: Mapping[str, str] = {
    "Đặc điểm tình hình": shape.SITUATION,
    "Số liệu chính": shape.HIGHLIGHTS,
    "Kết quả theo nội dung": AREAS,
    "So sánh": shape.COMPARISON,
    "Biểu đồ": shape.CHART,
    "Bản đồ": shape.MAP,
    "Mô hình": shape.MODELS,
    "Khen thưởng": shape.COMMENDATIONS,
    "Ghi chú về số liệu": shape.NOTES,
    "Nguồn số liệu": shape.SOURCES,
    "Số liệu có nhiều nguồn": shape.PROOF,
    "Hiệu quả mô hình": shape.EFFECTS,
    "Điều biết được": shape.KNOWN,
    "Lời văn": shape.TEXT,
}
"""What may stand in brackets, as people write it."""
_BY_KEY = {match_key(words): kind for words, kind in MARKERS.items()}
ALWAYS = ("notes", "annex_sources")
"""Put at the end where an outline has none: what is missing or estimated is told, and where each figure is from."""
MOST_SECTIONS, MOST_TITLE, MOST_HINT = 80, 200, 300
_PART = re.compile(r"^[IVXLC]{1,6}\s*[.)/]\s*(?=\S)")
_CHAPTER = re.compile(r"^\d{1,2}\s*[.)/]\s*(?=\S)")
_ANNEX = re.compile(r"^PHỤ LỤC(?:\s+[IVXLC]+)?\s*[.:–-]?\s*", re.IGNORECASE)
_MARKER = re.compile(r"^\[\s*([^\]]+?)\s*\]$")


@dataclass
class _Read:
    """A section while it is read; `line` is where its heading stands."""

    level: str
    title: str
    line: int
    blocks: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)


def outline_read(lines: Iterable[tuple[str, bool]]) -> dict[str, Any]:
    """The outline as the shipped ones are written, without its levels and kinds: {"sections", "order", "added"}.

    `lines`: each with whether it has a heading's style; empty ones count as lines. `added`: the keys of what was put at
    the end. Refusal with a problem for each mistake: XET-010 unknown block, XET-020 no section or too many, -021 a
    block that stands twice, -022 a title or hint too long, -023 the results by area inside a chapter.
    """
    found, problems = _sections(lines)
    if not 0 < len(found) <= MOST_SECTIONS:
        problems.append(_count(len(found)))
    if problems:
        raise Refusal(problems)
    sections: dict[str, Any] = {}
    order: list[str] = []
    names = {match_key(item["title"][0]): key for key, item in shipped()["sections"].items() if "title" in item}
    for number, item in enumerate(found, 1):
        key = names.get(match_key(item.title), f"{OWN}{number}")
        key = key if key not in sections else f"{OWN}{number}"
        sections[key] = _written(key, item)
        order.append(key)
        if AREAS in item.blocks:
            order.append(AREAS)
            sections[AREAS] = shipped()["sections"][AREAS]
    held = {block for item in found for block in item.blocks}
    added = [key for key in ALWAYS if not held & set(shipped()["sections"][key]["blocks"])]
    for key in added:
        sections[key] = shipped()["sections"][key]
    return {"sections": sections, "order": [*order, *added], "added": added}


def _sections(lines: Iterable[tuple[str, bool]]) -> tuple[list[_Read], list[Problem]]:
    found: list[_Read] = []
    problems: list[Problem] = []
    for number, (text, is_heading) in enumerate(lines, 1):
        words = squeeze(text)
        if not words:
            continue
        if (marked := _MARKER.match(words)) is not None:
            kind = _BY_KEY.get(match_key(marked[1]))
            problems += _marker_problems(kind, marked[1], number, found)
            if kind is not None and found:
                found[-1].blocks.append(kind)
        elif (head := _heading(words, is_heading)) is not None:
            found.append(_Read(*head, number))
            problems += _long(head[1], MOST_TITLE, number)
        elif found:
            found[-1].hints.append(words)
            problems += _long(" ".join(found[-1].hints), MOST_HINT, number)
    return found, problems


def _heading(words: str, is_heading: bool) -> tuple[str, str] | None:
    """The level and title of a heading."""
    for level, pattern in (("annex", _ANNEX), ("part", _PART), ("chapter", _CHAPTER)):
        if (sign := pattern.match(words)) is not None and words[sign.end() :]:
            return level, words[sign.end() :]
    return ("part", words) if is_heading else None


def _marker_problems(kind: str | None, words: str, number: int, found: list[_Read]) -> list[Problem]:
    where = Both(f"Đoạn {number}", f"Paragraph {number}")
    if kind is None:
        names = "; ".join(f"[{name}]" for name in MARKERS)
        todo = Both("Sửa chữ trong ngoặc vuông", "Correct the words in brackets")
        vi, en = "không có loại khối này", "there is no such kind of block"
        return [Problem("XET-010", where, f"[{words[:60]}]", names, todo, vi, en)]
    if kind != shape.TEXT and any(kind in item.blocks for item in found):
        todo = Both("Bỏ bớt một chỗ", "Take one of them out")
        vi, en = "khối này đã đặt ở trên", "the block stands further up already"
        return [Problem("XET-021", where, f"[{words}]", Both("mỗi khối một lần", "each block once"), todo, vi, en)]
    if kind == AREAS and found and found[-1].level != "part":
        todo = Both("Đặt ngay dưới một mục lớn (I, II…)", "Put it right under a part (I, II…)")
        vi, en = "kết quả theo nội dung tự chia thành các mục nhỏ", "results by area make chapters of their own"
        return [Problem("XET-023", where, f"[{words}]", Both("mục lớn", "a part"), todo, vi, en)]
    return []


def _long(words: str, most: int, number: int) -> list[Problem]:
    if len(words) <= most:
        return []
    expected = Both(f"≤ {most} ký tự", f"≤ {most} characters")
    todo = Both("Rút ngắn tiêu đề hoặc gợi ý", "Shorten the title or the hint")
    where = Both(f"Đoạn {number}", f"Paragraph {number}")
    return [Problem("XET-022", where, str(len(words)), expected, todo, "đoạn quá dài", "the paragraph is too long")]


def _count(number: int) -> Problem:
    return Problem(
        "XET-020",
        Both("mẫu đề cương", "template"),
        str(number),
        Both(f"1 đến {MOST_SECTIONS} mục", f"1 to {MOST_SECTIONS} sections"),
        Both("Đánh số mục: I., 1., PHỤ LỤC; tải mẫu để xem", "Number the sections: I., 1., PHỤ LỤC; see the sample"),
        "không đọc được mục nào, hoặc quá nhiều",
        "no section could be read, or too many",
    )


def _written(key: str, item: _Read) -> dict[str, Any]:
    """As the shipped sections are written. What is called as one of them keeps its English and its exact words."""
    known = shipped()["sections"].get(key)
    title = known["title"] if known else [item.title, item.title]
    blocks = [f"{shape.TEXT}:{key}" if block == shape.TEXT else block for block in item.blocks if block != AREAS]
    if not item.blocks and not _is_head(item):
        blocks = [f"{shape.TEXT}:{key}"]
    hint = " ".join(item.hints)
    level = "appended" if known and known["level"] == "appended" else item.level
    return {"title": title, "level": level, "blocks": blocks, **({"prompt": [hint, hint]} if hint else {})}


def _is_head(item: _Read) -> bool:
    """A part without a block or hint is only a head over its chapters."""
    return item.level == "part" and not item.hints
