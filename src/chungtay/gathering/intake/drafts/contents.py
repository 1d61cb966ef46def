"""What stands in one cell of a draft, how it reads, and its earlier contents. Knows no account and no database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from chungtay.gathering.intake.models import DraftCell, Origin
from chungtay.kernel.absence import Absence
from chungtay.kernel.entries import LONGEST, Entry, absence_entry, entry_read
from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.text import squeeze
from chungtay.ledger.types import Claim, FigureStatus
from chungtay.reference.indicators.catalogue import cell_name
from chungtay.reference.indicators.queries import definition
from chungtay.reference.sources.gate import gate_problems
from chungtay.reference.sources.masking import mask_spans

if TYPE_CHECKING:
    from chungtay.kernel.periods import Period
    from chungtay.reference.forms.types import ItemFacts

MOST_BEFORE = 20
"""Earlier contents kept for undoing; older ones are forgotten."""
NOTE_LONGEST = 300
REGISTER = "register"
"""The locator of what a register counted, offered or taken; other offers are of the report before."""
_LETTERS_OF_A_SLIP = 4


class Content(NamedTuple):
    """What a cell holds. `absence` is one of `Absence`, then `text` is "" (a zero is written "0")."""

    text: str = ""
    absence: str = ""
    note: str = ""
    origin: str = Origin.TYPED.value
    locator: str = ""

    @property
    def said(self) -> tuple[str, str, str]:
        """What matters to people: two contents that say the same are no conflict."""
        return self.text, self.absence, self.note


BLANK = Content()


@dataclass(frozen=True)
class CellText:
    """One cell as somebody writes it. `seen` is the version that they saw (0: an empty cell), None to write over
    whatever stands there. `note` None leaves the note as it is. Cells of one `deed` are undone together."""

    item_id: int
    text: str
    absence: str = ""
    note: str | None = None
    seen: int | None = None
    origin: str = Origin.TYPED.value
    locator: str = ""
    deed: str = ""


def content_of(cell: DraftCell | None) -> Content:
    """What the cell holds; nothing where there is none."""
    if cell is None:
        return BLANK
    return Content(cell.text, cell.absence, cell.note, cell.origin, cell.locator)


def entry_of(content: Content, item: ItemFacts) -> Entry:
    """The content as a quantity or a kind of nothing. Refusals NHAP-101 to 105, naming the row."""
    if content.absence:
        return absence_entry(Absence(content.absence))
    is_ratio = definition(item.indicator).nature == "ratio"
    told = {"allows_precision": item.allows_precision, "allows_ratio": is_ratio}
    return entry_read(content.text, **told, where=row_words(item))


def claim_of(content: Content, item: ItemFacts, place_id: int, asked: Period) -> Claim:
    """What an answered cell says of a place for the days that the row asks about. Refusals as `entry_of`."""
    entry = entry_of(content, item)
    return Claim(
        indicator=item.indicator,
        place_id=place_id,
        period=asked,
        quantity=entry.quantity,
        absence=entry.absence,
        cell=item.cell,
        status=FigureStatus(item.status),
        locator=content.locator,
        note=content.note,
    )


def open_row(item: ItemFacts) -> Problem:
    """NHAP-210: a row that must be answered and is not."""
    return Problem(
        "NHAP-210",
        row_words(item),
        "",
        Both("một số, hoặc lý do không có", "a number, or why there is none"),
        Both("Điền số, hoặc chọn lý do không có số", "Fill it in, or choose why there is no number"),
        "Dòng này chưa trả lời",
        "This row is not answered",
    )


def is_answered(content: Content) -> bool:
    """Whether somebody has said something in it: an offer that nobody took says nothing."""
    return content.origin != Origin.OFFERED and bool(content.text or content.absence)


def settled(written: CellText, item: ItemFacts, before: Content) -> tuple[Content, Problem | None]:
    """What would stand in the cell, and what is wrong with it.

    A text that reads as a kind of nothing becomes one. A slip of the fingers ("12abc") is kept as typed, so that it can
    be mended; raises Refusal for what may not be kept at all: words that are no number (they could name somebody),
    NHAP-204 a note or text that leads to a person, NHAP-205 one that is too long.
    """
    note = before.note if written.note is None else squeeze(written.note)
    _check_note(note, item)
    text = squeeze(written.text)
    absence = written.absence if written.absence in set(Absence) else ""
    content = Content("" if absence else text, absence, note, written.origin, written.locator)
    if absence == Absence.ZERO:
        return content._replace(text="0", absence=""), None
    try:
        entry = entry_of(content, item)
    except Refusal as refusal:
        _check_slip(text, item, refusal)
        return content, refusal.problems[0]
    if entry.absence is not None and entry.quantity is None:
        return content._replace(text="", absence=entry.absence.value), None
    if entry.absence is Absence.ZERO:
        return content._replace(text="0", absence=""), None
    return content, None


def _check_slip(text: str, item: ItemFacts, refusal: Refusal) -> None:
    if len(text) > LONGEST or sum(c.isalpha() for c in text) > _LETTERS_OF_A_SLIP:
        raise refusal
    if gate_problems([text]):
        raise _names_somebody(item)


def _check_note(note: str, item: ItemFacts) -> None:
    if len(note) > NOTE_LONGEST:
        raise Refusal.of(
            "NHAP-205",
            row_words(item),
            read=Both(f"{len(note)} ký tự", f"{len(note)} characters"),
            expected=f"≤ {NOTE_LONGEST}",
            todo=Both("Viết ngắn lại", "Write it shorter"),
            vi="Ghi chú quá dài",
            en="The note is too long",
        )
    if note and (mask_spans(note) or gate_problems([note])):
        raise _names_somebody(item)


def _names_somebody(item: ItemFacts) -> Refusal:
    return Refusal.of(
        "NHAP-204",
        row_words(item),
        todo=Both(
            "Viết lại, không nêu tên người, số định danh, điện thoại", "Write it without names or numbers of people"
        ),
        vi="Có thể chỉ ra một người nên không được lưu",
        en="It may lead to a person and is not kept",
    )


def row_words(item: ItemFacts) -> Both:
    """'Dòng 5, tin báo: hình sự', 'Row 5, tips: crime'."""
    meaning, number = definition(item.indicator), item.position + 1
    parts = [f": {cell_name(item.cell, language)}" if item.cell else "" for language in ("vi", "en")]
    return Both(f"Dòng {number}, {meaning.name_vi}{parts[0]}", f"Row {number}, {meaning.name_en}{parts[1]}")


# --- history -------------------------------------------------------------------------------------


def remembered(cell: DraftCell) -> dict[str, Any]:
    """The present content as an entry of `before`."""
    return {**content_of(cell)._asdict(), "by": cell.changed_by_id, "at": cell.changed_at.isoformat()}


def never_written() -> dict[str, Any]:
    """The entry of `before` of a cell that did not exist."""
    return {**BLANK._asdict(), "by": None, "at": None}
