"""The rows of a form being filled in, as HTML.

Written by hand and not by a template: a form has up to a hundred rows of ten small elements each, and rendering them
one by one costs more than everything else of the page. What never changes of a row (its name, unit, choices) is put
together once per form and language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from chungtay.faces.desk.telling import language, sentence
from chungtay.gathering.intake.drafts import queries as drafts
from chungtay.kernel.absence import LABELS, Absence
from chungtay.kernel.entries import DIGITS
from chungtay.kernel.numbers import quantity_words
from chungtay.reference.indicators.catalogue import cell_name
from chungtay.reference.indicators.queries import definition

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chungtay.gathering.intake.drafts.below import FromVillages
    from chungtay.gathering.intake.drafts.queries import Content, DraftLine, Earlier
    from chungtay.gathering.intake.drafts.services import Written
    from chungtay.kernel.errors import Problem
    from chungtay.kernel.quantities import Quantity
    from chungtay.ledger.types import Claim, RecordedFigure
    from chungtay.reference.forms.types import ItemFacts

NOTHING = "·"
_NONE_EARLIER = drafts.Earlier()
NO_EARLIER: dict[str, Earlier] = {}
NO_VILLAGES: dict[str, FromVillages] = {}


class Section(NamedTuple):
    """A heading of the form and how many of the rows it must have are filled in, for the list that leads to it."""

    anchor: str
    name: str
    filled: int
    rows: int


@dataclass(frozen=True)
class Beside:
    """What stands beside the rows of a draft: earlier reports, what is corrected, marks of a return, answers."""

    earlier: Mapping[str, Earlier]
    corrected: Mapping[str, RecordedFigure]
    marks: Mapping[int, str]
    """Reason by id of the figure that a return asks to put right."""
    explains: bool
    """Whether every change takes a word why: the report that is corrected stands."""
    last: str = ""
    """The period before, in words."""
    year: str = ""
    unlocked: frozenset[int] = frozenset()
    villages: Mapping[str, FromVillages] = field(default_factory=lambda: NO_VILLAGES)
    """By key of the row, what the villages of the commune reported, added up."""
    answers: Mapping[int, tuple[Written, tuple[str, str, str]]] | None = None
    """By item: what became of a cell in a plain form that was not saved as typed, and what was typed."""

    @property
    def is_return(self) -> bool:
        """Whether a return names the figures to put right: the others are accepted."""
        return bool(self.marks)

    def mark_of(self, key: str) -> str | None:
        """Why the row was returned; None where it was not."""
        figure = self.corrected.get(key)
        return self.marks.get(figure.id) if figure is not None else None


def seal(version: int, said: tuple[str, str, str]) -> str:
    """What a form was shown of a cell, so that a plain form writes only what its reader changed."""
    return f"{version}-{crc32(chr(31).join(said).encode()):x}"


def sealed(text: str) -> tuple[int, str]:
    """(version, what was shown); (0, '') where the text is no seal."""
    version, dash, shown = text.partition("-")
    return (int(version), shown) if dash and version.isascii() and version.isdigit() and len(version) < 10 else (0, "")


def shown(content: Content) -> tuple[str, str, str]:
    """What a person sees in the cell's fields: an offer stands beside it, not in it."""
    return drafts.BLANK.said if content.origin == drafts.Origin.OFFERED else content.said


def words_of(content: Content) -> str:
    """A content in a few words."""
    if content.absence:
        return absence(content.absence)
    return content.text or NOTHING


def absence(kind: str) -> str:
    """Which kind of nothing, in words."""
    return LABELS[Absence(kind)][language() == "en"]


def claim_words(claim: Claim | None, tongue: str = "") -> str:
    """What was said earlier, in words; nothing where nothing was. `tongue`: the page's language where it is at hand."""
    if claim is None:
        return ""
    if claim.quantity is None:
        return absence(claim.absence or Absence.NOT_REPORTED)
    return _number_words(claim.quantity, tongue or language())


@lru_cache(maxsize=4096)
def _number_words(quantity: Quantity, tongue: str) -> str:
    return quantity_words(quantity, tongue)


class _Fixed(NamedTuple):
    row: str
    head: str
    field: str
    choices: dict[str, str]
    tail: str


@lru_cache(maxsize=32)
def _fixed(items: tuple[ItemFacts, ...], tongue: str) -> dict[int, _Fixed]:
    """The unchanging parts of each row in a language, by item id."""
    note, why = escape(_("Ghi chú")), escape(_("Không có số vì"))
    parts = {}
    for item in items:
        meaning, i = definition(item.indicator), item.id
        name = cell_name(item.cell, tongue) if item.cell else meaning.name(tongue)
        small = f'<small class="grid__of">{escape(meaning.name(tongue))}</small>' if item.cell else ""
        unit = escape(meaning.unit(tongue))
        must = "" if item.must_answer else ' data-optional=""'
        about = escape(meaning.definition_vi if tongue == "vi" else meaning.definition_en)
        mode = "text" if item.allows_precision or meaning.nature == "ratio" else "decimal"
        parts[i] = _Fixed(
            row=f'id="r-{i}" data-item="{i}"{must}>',
            head=f'<th scope="row"><span class="grid__no">{item.position + 1}</span><label for="t-{i}" title="{about}">'
            f'{small}{escape(name)} <span class="grid__unit">{unit}</span></label></th>',
            field=f'<td class="grid__value"><input type="text" id="t-{i}" name="t-{i}" inputmode="{mode}" '
            f'autocomplete="off" maxlength="80" aria-describedby="m-{i}" lang="vi"',
            choices={kind: _choices(i, kind, why) for kind in ("", *Absence)},
            tail=f'<details class="grid__note"%s><summary>{note}</summary><input type="text" name="n-{i}" '
            f'aria-label="{note}" maxlength="300" lang="vi" value="%s"></details>',
        )
    return parts


def _choices(item_id: int, chosen: str, why: str) -> str:
    options = "".join(
        f'<option value="{kind.value}"{" selected" if kind == chosen else ""}>{escape(absence(kind))}</option>'
        for kind in Absence
        if kind is not Absence.ZERO
    )
    return f'<select name="a-{item_id}" aria-label="{why}" title="{why}"><option value="">–</option>{options}</select>'


class Sayings(NamedTuple):
    """Parts of the page that say the same on every form: attributes that the script speaks with, and the keys."""

    said: SafeString
    keys: SafeString


@lru_cache(maxsize=4)
def sayings(tongue: str) -> Sayings:
    """Put together once per language, which must be the page's: their many phrases are a tenth of its cost."""
    said, keys = (render_to_string(f"desk/_draft_{part}.html") for part in Sayings._fields)
    return Sayings(said, keys)


def sections_of(lines: Sequence[DraftLine]) -> list[Section]:
    """The headings of the form in order; none where it has none."""
    tongue = language()
    found: dict[str, list[DraftLine]] = {}
    for line in lines:
        found.setdefault(line.item.section(tongue), []).append(line)
    if set(found) <= {""}:
        return []
    asked = {name: [line for line in rows if line.item.must_answer] or rows for name, rows in found.items()}
    return [
        Section(f"s-{number}", name, sum(line.is_answered for line in rows), len(rows))
        for number, (name, rows) in enumerate(asked.items(), 1)
    ]


def rows(lines: Sequence[DraftLine], beside: Beside, sections: Sequence[Section] = ()) -> SafeString:
    """The body of the table under its headings; figures that a return names come first: see `ordered`."""
    tongue = language()
    fixed = _fixed(tuple(sorted((line.item for line in lines), key=lambda item: item.position)), tongue)
    pieces: list[str] = []
    heading = ""
    anchors = {section.name: section.anchor for section in sections}
    for line in ordered(lines, beside):
        name = line.item.section(tongue)
        if anchors and name != heading:
            pieces.append(f'<tr class="grid__section" id="{anchors[name]}"><th colspan="5">{escape(name)}</th></tr>')
            heading = name
        pieces.append(_row(line, fixed[line.item.id], beside, tongue))
    return mark_safe("".join(pieces))  # noqa: S308 - every varying part is escaped where it is put in


def ordered(lines: Sequence[DraftLine], beside: Beside) -> list[DraftLine]:
    """Rows that a return names stand first; else the form's order."""
    return sorted(lines, key=lambda line: beside.mark_of(line.item.key) is None) if beside.is_return else list(lines)


def _row(line: DraftLine, fixed: _Fixed, beside: Beside, tongue: str) -> str:
    item, content = line.item, line.content
    earlier = beside.earlier.get(item.key, _NONE_EARLIER)
    text, kind, note = said = shown(content)
    answer = beside.answers.get(item.id) if beside.answers else None
    if answer is not None:
        text, kind, note = answer[1]
    locked = _is_locked(line, beside)
    problem = answer[0].problem if answer is not None else problem_of(line)
    state = " is-locked" if locked else ""
    if answer is not None or problem is not None:
        state += " is-bad"
    if beside.mark_of(item.key) is not None:
        state += " is-marked"
    opened = " open" if note else ""
    return (
        f'<tr class="grid__row{state}" {fixed.row}{fixed.head}{fixed.field} '
        f'value="{escape(text)}"{" readonly" if locked else ""}{_offer(content)}>'
        f"{fixed.choices.get(kind, fixed.choices[''])}"
        f'<input type="hidden" name="s-{item.id}" value="{seal(line.version, said)}"></td>'
        f'<td class="grid__then" data-label="{beside.last}">{escape(claim_words(earlier.last, tongue))}</td>'
        f'<td class="grid__then" data-label="{beside.year}">{escape(claim_words(earlier.year, tongue))}</td>'
        f'<td class="grid__more">{fixed.tail % (opened, escape(note))}'
        f'<div class="grid__said" id="m-{item.id}">{_said(line, beside, answer, locked=locked)}</div></td></tr>'
    )


def _is_locked(line: DraftLine, beside: Beside) -> bool:
    """Accepted at the return, unchanged since, and not opened by the reporter."""
    if not beside.is_return or line.item.id in beside.unlocked or line.item.key not in beside.corrected:
        return False
    return beside.mark_of(line.item.key) is None and line.content.origin == drafts.Origin.BEFORE


def _offer(content: Content) -> str:
    if content.origin != drafts.Origin.OFFERED:
        return ""
    return f' placeholder="{escape(content.text)}" data-offer="{escape(content.text)}"'


def _offered_by(content: Content) -> str:
    return _("Sổ theo dõi") if content.locator == drafts.REGISTER else _("Kỳ trước")


def _said(line: DraftLine, beside: Beside, answer: tuple[Written, tuple[str, str, str]] | None, *, locked: bool) -> str:
    parts = []
    item, content = line.item, line.content
    mark = beside.mark_of(item.key)
    if mark is not None:
        parts.append(
            f'<p class="grid__mark"><b>{escape(_("Bị trả lại"))}:</b> <span lang="vi">{escape(mark)}</span></p>'
        )
    if locked:
        words = escape(_("Đã nhận"))
        parts.append(
            f'<p class="grid__accepted">{words} <button class="bare" name="do" value="unlock-{item.id}">'
            f"{escape(_('Mở để sửa'))}</button></p>"
        )
    old = beside.corrected.get(item.key)
    if old is not None and content.origin != drafts.Origin.BEFORE:
        why = escape(_("nêu lý do ở ghi chú")) if beside.explains and not content.note else ""
        parts.append(f'<p class="grid__old">{escape(_("Đã gửi"))}: <b>{escape(claim_words(old.claim))}</b> {why}</p>')
    if content.origin == drafts.Origin.OFFERED:
        parts.append(
            f'<p class="grid__offer">{escape(_offered_by(content))}: {escape(content.text)} '
            f'<button class="button button--s" name="do" value="take-{item.id}">{escape(_("Nhận"))}</button></p>'
        )
    if (added := beside.villages.get(item.key)) is not None and not locked:
        parts.append(_villages_html(item.id, added))
    if answer is not None:
        parts.append(_answer_words(answer[0]))
    elif problem := problem_of(line):
        parts.append(problem_html(problem))
    return "".join(parts)


def _villages_html(item_id: int, added: FromVillages) -> str:
    """The sum of the villages' reports with how many of them it stands on, and a button that takes it."""
    told = _("Cộng từ %(stated)d/%(expected)d thôn") % {"stated": added.stated, "expected": added.expected}
    number = escape(_number_words(added.quantity, language()))
    take = f'<button class="button button--s" name="do" value="sum-{item_id}">{escape(_("Nhận"))}</button>'
    return f'<p class="grid__offer">{escape(told)}: {number} {take if added.text else ""}</p>'


def problem_of(line: DraftLine) -> Problem | None:
    """What keeps the cell from being read; None where nothing does. Plain digits, nearly all cells, are not asked."""
    text = line.content.text
    if not text or (len(text) < DIGITS and text.isascii() and text.isdigit()):
        return None
    return drafts.problem_of(line.content, line.item)


def problem_html(problem: Problem) -> str:
    """What is wrong with a cell, below it."""
    return f'<p class="grid__bad">{escape(sentence(problem))}</p>'


def _answer_words(written: Written) -> str:
    if written.problem is not None:
        return problem_html(written.problem)
    theirs = words_of(written.theirs) if written.theirs is not None else ""
    told = _("Người khác vừa ghi “%(theirs)s”. Lưu lại để giữ số của bạn, tải lại trang để lấy số của họ.")
    return f'<p class="grid__bad">{escape(told % {"theirs": theirs})}</p>'


def row_name(item: ItemFacts) -> str:
    """The row as findings name it: '8. Tin báo tiếp nhận: hình sự'."""
    part = f": {cell_name(item.cell, language())}" if item.cell else ""
    return f"{item.position + 1}. {definition(item.indicator).name(language())}{part}"
