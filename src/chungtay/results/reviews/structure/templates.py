"""Templates: which sections, of which blocks, a review of a level and kind starts with. They are data, and checked."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.text import nfc
from chungtay.results.reviews.composition import KINDS, NO_TEXT, Composition, Text
from chungtay.results.reviews.structure.shape import (
    ANNEX,
    APPENDED,
    BLOCKS,
    CHAPTER,
    OF_AREA,
    PART,
    TEXT,
    Block,
    Section,
)

_DATA = Path(__file__).parents[1] / "data" / "templates.yaml"
_LEVELS = {"part": PART, "chapter": CHAPTER, "annex": ANNEX, "appended": APPENDED}


def outline(review: Composition) -> tuple[Section, ...]:
    """The sections that a review starts with, by its level and kind. Refusal XET-011 where no template is for them."""
    return outline_of(shipped(), review)


def outline_of(templates: Mapping[str, Any], review: Composition) -> tuple[Section, ...]:
    """The same out of templates read elsewhere. Refusal XET-010 for an unknown block, XET-011 without a template."""
    check(templates)
    for item in templates["outlines"]:
        if review.level in item["levels"] and review.kind in item["kinds"]:
            return tuple(s for key in item["sections"] for s in _sections(key, templates["sections"][key], review))
    raise Refusal.of(
        "XET-011",
        Both("mẫu đề cương", "templates"),
        read=f"{review.level}, {review.kind}",
        expected=", ".join(KINDS),
        todo=Both("Thêm mẫu cho cấp và loại báo cáo này", "Add a template for this level and kind"),
        vi="chưa có mẫu đề cương cho cấp và loại báo cáo này",
        en="there is no template for this level and kind of review",
    )


def check(templates: Mapping[str, Any]) -> None:
    """Refusal with a problem for each unknown block (XET-010) and unknown section (XET-012) of some templates."""
    sections = templates["sections"]
    problems = [
        unknown_block(block, key)
        for key, section in sections.items()
        for block in section["blocks"]
        if str(block).partition(":")[0] not in BLOCKS
    ]
    named = {key for item in templates["outlines"] for key in item["sections"]}
    problems += [_unknown_section(key) for key in sorted(named - sections.keys())]
    if problems:
        raise Refusal(problems)


def check_blocks(blocks: Iterable[Block], section: str) -> None:
    """Refusal XET-010 for blocks of a kind that nothing prints."""
    if problems := [unknown_block(block.kind, section) for block in blocks if block.kind not in BLOCKS]:
        raise Refusal(problems)


def unknown_block(block: str, section: str) -> Problem:
    """XET-010."""
    return Problem(
        "XET-010",
        Both(f"mục {section}", f"section {section}"),
        str(block),
        ", ".join(BLOCKS),
        Both("Sửa mẫu đề cương", "Correct the template"),
        "không có loại khối này",
        "there is no such kind of block",
    )


def _unknown_section(key: str) -> Problem:
    return Problem(
        "XET-012",
        Both("mẫu đề cương", "template"),
        key,
        Both("mục đã khai báo", "a section that is declared"),
        Both("Khai báo mục trong mẫu", "Declare the section in the template"),
        "mẫu nêu một mục chưa khai báo",
        "the template names a section that is not declared",
    )


def _sections(key: str, given: Mapping[str, Any], review: Composition) -> Iterable[Section]:
    level, prompt = _LEVELS[given["level"]], _words(given.get("prompt"))
    if given.get("each") == "area":
        for area in review.areas:
            blocks = _blocks(given["blocks"], str(area.position))
            yield Section(f"area-{area.position}", level, area.name, blocks, prompt)
        return
    yield Section(key.replace("_", "-"), level, _words(given["title"]), _blocks(given["blocks"], ""), prompt)


def _blocks(given: Sequence[str], area: str) -> tuple[Block, ...]:
    """A block's address: its own where the template gives one, else its kind, with the area's position."""
    found = []
    for item in given:
        kind, _, key = item.partition(":")
        of = area if kind in OF_AREA else ""
        found.append(Block(kind, key or (f"{kind}-{of}" if of else kind), of))
    return tuple(found)


def _words(given: Sequence[str] | None) -> Text:
    return Text(given[0], given[1]) if given else NO_TEXT


def added(key: str, title: Text, level: int) -> Section:
    """A section that people add: one text of their own."""
    return Section(key, level, title, (Block(TEXT, key),))


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Any]:
    """The templates of the house, as written."""
    read: dict[str, Any] = yaml.safe_load(nfc(_DATA.read_text(encoding="utf-8")))
    return read
