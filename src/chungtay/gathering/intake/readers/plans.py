"""Plans: from the text of a plan, of a conference's conclusions or of a request to what is to be done by whom by when.

read_plan(document_open(data, "ke_hoach.docx")).items

A plan is written as a table (with columns for what, who leads, who takes part, by when), as a numbered list whose
items say so in labelled lines, or in sentences. All three may stand in one document. No Django in here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from chungtay.gathering.intake.readers.plandues import due_of
from chungtay.gathering.intake.readers.planlines import (
    Parts,
    bodies_split,
    is_asking,
    is_bulleted,
    labels_of,
    parts_of,
    unbulleted,
)
from chungtay.gathering.intake.readers.plantables import items_of_tables
from chungtay.gathering.programmes.quotas import is_quota, without_quota
from chungtay.kernel.text import match_key, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chungtay.gathering.intake.readers.documents import Document

MOST_ITEMS = 300
_NUMBER = re.compile(r"(?:^|\n)\s*Số\s*:\s*(\d{1,5}\s*/\s*[^\s,;]{2,40})")
_SIGNED = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+((?:19|20)\d{2})", re.IGNORECASE)
_YEAR = re.compile(r"năm\s+((?:19|20)\d{2})", re.IGNORECASE)
_ROMAN = re.compile(r"^\s*(?:[IVX]{1,5})\s*[.\-–)/]\s*\S")
_NUMBERED = re.compile(r"^\s*\(?(\d{1,2}(?:\.\d{1,2}){0,2})[.)]?\s+\S|^\s*(\d{1,2})\.\S")
_END = re.compile(r"^\s*(?:nơi nhận|tm\.|kt\.|phụ lục\b.*danh sách)", re.IGNORECASE)
_OF_TASKS = ("nhiem vu", "noi dung", "giai phap", "to chuc thuc hien", "ket luan", "phan cong", "phuong huong",
             "trong tam", "cong viec", "tien do", "bien phap", "de nghi", "yeu cau thuc hien")  # fmt: skip
_OF_TARGETS = ("chi tieu", "muc tieu")
_OTHER = ("muc dich", "can cu", "tinh hinh", "dac diem", "danh gia", "kinh phi", "ket qua", "uu diem", "ton tai",
          "han che", "nguyen nhan")  # fmt: skip
_BODY = re.compile(
    r"(?:(?:đối với|giao|các)\s+)?(?:công an|ủy ban|ubnd|ubmttq|mttq|mặt trận|ban thường trực|hội |đoàn thanh|liên đoàn"
    r"|sở |đảng ủy|các tổ chức|tổ chức thành viên)",
    re.IGNORECASE,
)
_SHORTEST = 12


@dataclass(frozen=True)
class PlanItem:
    """One thing to be done; text[start:end] says so, in `paragraph` from 1.

    `lead`, `partners`, `due_words`, `area`, `target` in the plan's own words, "" or () where it has none. `is_quota`:
    it asks for a number of tips or of persons, which was left out of `title`; "" is left where nothing else was said.
    `is_carried`: lead or day stand in the row above, as merged cells do.
    """

    title: str
    start: int
    end: int
    paragraph: int
    lead: str = ""
    partners: tuple[str, ...] = ()
    due_words: str = ""
    due: date | None = None
    area: str = ""
    target: str = ""
    is_quota: bool = False
    is_carried: bool = False


@dataclass(frozen=True)
class PlanText:
    """What a document says of itself and asks for. `more`: items beyond those that are taken."""

    number: str
    title: str
    issued_on: date | None
    year: int | None
    items: tuple[PlanItem, ...]
    more: int = 0


@dataclass(frozen=True)
class _Line:
    text: str
    start: int
    end: int
    paragraph: int
    is_heading: bool


def read_plan(document: Document, year: int | None = None) -> PlanText:
    """What a plan asks for. `year`: the one that it is known to be of, for days written without one."""
    head = document.text[:4000]
    issued_on = _issued(head)
    title = _title(head)
    named = _YEAR.search(title)
    of_year = year or (int(named.group(1)) if named else issued_on.year if issued_on else None)
    number = _NUMBER.search(head)
    rows = [
        _item(parts, start, end, paragraph, area, of_year, carried)
        for parts, start, end, paragraph, area, carried in items_of_tables(document)
    ]
    lines = list(_lines(document))
    listed = _listed(lines, of_year)
    if not rows and not listed and not any(_ROMAN.match(line.text) for line in lines):
        listed = _listed(lines, of_year, is_whole=True)
    found = [*rows, *listed]
    found.sort(key=lambda item: item.start)
    return PlanText(
        number="".join(number.group(1).split()) if number else "",
        title=title,
        issued_on=issued_on,
        year=of_year,
        items=tuple(found[:MOST_ITEMS]),
        more=max(0, len(found) - MOST_ITEMS),
    )


def _issued(head: str) -> date | None:
    found = _SIGNED.search(head)
    try:
        return date(int(found.group(3)), int(found.group(2)), int(found.group(1))) if found else None
    except ValueError:
        return None


def _title(head: str) -> str:
    """The lines under the name of the kind of document."""
    lines = [squeeze(line) for line in head.split("\n")]
    for at, line in enumerate(lines):
        if match_key(line) in ("ke hoach", "thong bao", "cong van", "chuong trinh"):
            following = lines[at + 1 : at + 4]
            ends = next((i for i, one in enumerate(following) if _ends_title(one)), 3)
            return squeeze(" ".join(following[:ends]))[:200]
    return ""


def _ends_title(line: str) -> bool:
    return not line or line.startswith("Căn cứ") or is_bulleted(line) or _ROMAN.match(line) is not None


def _lines(document: Document) -> Iterator[_Line]:
    """The lines outside tables, each with where it stands."""
    for number, paragraph in enumerate(document.paragraphs, start=1):
        if paragraph.cell is not None:
            continue
        at = paragraph.start
        for line in document.text[paragraph.start : paragraph.end].split("\n"):
            if line.strip():
                yield _Line(line, at, at + len(line), number, paragraph.kind == "heading")
            at += len(line) + 1


def _listed(lines: list[_Line], year: int | None, *, is_whole: bool = False) -> list[PlanItem]:
    """The items of the sections that ask for something; of every line where there are none, or `is_whole`."""
    is_listed = any(is_bulleted(line.text) for line in lines)
    taking, area, owner = is_whole or not any(_is_section(line) for line in lines), "", ""
    found: list[PlanItem] = []
    for at, line in enumerate(lines):
        if _END.match(line.text):
            break
        if _is_section(line):
            taking, area, owner = is_whole or _is_of_tasks(line.text), "", ""
            continue
        if not taking:
            continue
        label = labels_of(line.text)
        if label is not None and found and not label.todo:
            found[-1] = _joined(found[-1], label, line, year)
        elif _leads_on(lines, at):
            is_owner = _BODY.match(unbulleted(line.text)) is not None
            area, owner = ("", _named(line.text)) if is_owner else (_named(line.text), "")
        elif _is_item(line, is_listed, is_whole):
            item = _item(parts_of(line.text), line.start, line.end, line.paragraph, area, year)
            found.append(item if item.lead or not owner else replace(item, lead=owner))
    return found


def _is_item(line: _Line, is_listed: bool, is_whole: bool) -> bool:
    if len(line.text.strip()) < _SHORTEST or line.is_heading:
        return False
    if is_bulleted(line.text):
        return True
    if is_asking(line.text):
        return True
    parts = parts_of(line.text)
    return bool(parts.lead) or not (is_listed or is_whole)


def _is_section(line: _Line) -> bool:
    """Whether a line heads a section: with a Roman number, or in capitals or a style of its own (a number that Word
    set by itself is not in the text)."""
    text = line.text.strip()
    return _ROMAN.match(text) is not None or (len(text) < 120 and text.isupper() and len(text) > 5)


def _is_of_tasks(heading: str) -> bool:
    key = match_key(heading)
    if any(word in key for word in _OF_TASKS):
        return not any(word in key for word in ("muc dich", "can cu"))
    return any(word in key for word in _OF_TARGETS) and not any(word in key for word in _OTHER)


def _leads_on(lines: list[_Line], at: int) -> bool:
    """Whether a numbered line is the head of what follows: short, and followed by items of another sign."""
    line, after = lines[at], lines[at + 1] if at + 1 < len(lines) else None
    if after is None or labels_of(after.text) is not None or len(line.text) > 160:
        return False
    depth, below = _depth(line.text), _depth(after.text)
    return below > depth and (depth > 0 or line.is_heading or line.text.rstrip().endswith(":"))


def _depth(text: str) -> int:
    """How deep an item stands: 1 for '1.', 2 for '1.1.' or 'a)', 3 for '1.1.1.', 4 for a dash, 5 for a plus; 0 else."""
    if found := _NUMBERED.match(text):
        return 1 + (found.group(1) or found.group(2) or "").count(".")
    sign = text.lstrip()[:1]
    if sign in "-–—•*·":
        return 4
    if sign == "+":
        return 5
    return 3 if is_bulleted(text) else 0


def _named(text: str) -> str:
    return unbulleted(text).strip(" :.;")[:200]


def _item(
    parts: Parts, start: int, end: int, paragraph: int, area: str, year: int | None, is_carried: bool = False
) -> PlanItem:
    quota = is_quota(parts.whole) or is_quota(parts.target)
    return PlanItem(
        title=without_quota(parts.todo),
        start=start,
        end=end,
        paragraph=paragraph,
        lead=parts.lead[:200],
        partners=bodies_split(parts.partner),
        due_words=parts.due[:120],
        due=due_of(parts.due, year) if parts.due else None,
        area=area,
        target="" if is_quota(parts.target) else parts.target[:300],
        is_quota=quota,
        is_carried=is_carried,
    )


def _joined(item: PlanItem, label: Parts, line: _Line, year: int | None) -> PlanItem:
    """An item with what a labelled line under it adds."""
    due = label.due or item.due_words
    return replace(
        item,
        end=line.end,
        lead=label.lead or item.lead,
        partners=bodies_split(label.partner) or item.partners,
        due_words=due[:120],
        due=due_of(due, year) if due else None,
        target="" if is_quota(label.target) else (label.target or item.target)[:300],
        is_quota=item.is_quota or is_quota(label.target),
    )
