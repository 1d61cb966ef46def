"""Form versions as reviewed text, and what may be wrong with one wherever it came from. No Django here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chungtay.kernel.errors import Both, Problem, side
from chungtay.kernel.periods import Regime
from chungtay.reference.forms.rights import Asked, rights_problems
from chungtay.reference.forms.ruling import rule_mistake
from chungtay.reference.indicators.catalogue import catalogue, cell_problems
from chungtay.reference.sources.masking import naming_problems

LEVELS = ("village", "commune", "district", "province", "centre")
"""From the lowest up."""
LINES = ("police", "front", "committee", "member")
REGIMES = tuple(regime for regime in Regime if regime not in (Regime.DAY, Regime.SPAN))
MOST_ROWS = 200
STATUSES = ("result", "target")


@dataclass(frozen=True)
class RowText:
    """One row as the text states it; `line` is where, from 1, and 0 where it came from no file."""

    indicator: str
    cell: str = ""
    allows_precision: bool = False
    must_answer: bool = True
    line: int = field(default=0, compare=False)

    @property
    def key(self) -> str:
        """As `ItemFacts.key`: "tips.received|"."""
        return f"{self.indicator}|{self.cell}"

    @property
    def written(self) -> str:
        """As files write it: the bar only before a cell."""
        return self.key.removesuffix("|")


@dataclass(frozen=True)
class SectionText:
    """A heading with its rows. Both names "" where a form has no headings."""

    name_vi: str
    name_en: str
    rows: tuple[RowText, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class FormText:
    """One form version as its text states it; `rules` as `Form.rules` holds them."""

    code: str
    version: int
    name_vi: str
    name_en: str
    regime: Regime
    valid_from: date
    valid_to: date | None
    due: dict[str, int]
    sections: tuple[SectionText, ...]
    owed_by: str = ""
    rules: tuple[dict[str, Any], ...] = ()
    guidance_vi: str = ""
    guidance_en: str = ""
    status: str = "result"
    """What its numbers are: results, or targets of a plan, which nobody owes."""

    @property
    def rows(self) -> tuple[RowText, ...]:
        """All rows in the order asked for."""
        return tuple(row for section in self.sections for row in section.rows)

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators asked for, each once, in the order of their first row."""
        return tuple(dict.fromkeys(row.indicator for row in self.rows))

    @property
    def level(self) -> str:
        """The lowest level that fills the form in: the one that owes it, else the lowest with a deadline."""
        return self.owed_by.partition(":")[2] or min(self.due, key=LEVELS.index)


def is_two_attest(indicator: str) -> bool:
    """Whether police and Front both state an indicator, by its reporter in the catalogue ("MT+CX")."""
    return {"MT", "CX"} <= set(catalogue()[indicator].reporter.split("+"))


def form_problems(form: FormText) -> Iterator[Problem]:
    """What is wrong with a form as a whole, wherever it came from."""
    yield from _name_problems(form)
    yield from _due_problems(form)
    yield from _status_problems(form)
    rows, seen = form.rows, set[str]()
    if not 1 <= len(rows) <= MOST_ROWS:
        yield problem("BIEUMAU-014", form.code, 0, str(len(rows)), f"1-{MOST_ROWS}", *WORDS["rows"])
    for row in rows:
        yield from _row_problems(row)
        if row.key in seen:
            yield problem("BIEUMAU-014", row.written, row.line, row.written, "", *WORDS["twice"])
        seen.add(row.key)
    if form.due and all(level in LEVELS for level in form.due) and all(r.indicator in catalogue() for r in rows):
        asked = [Asked(row.indicator, row.cell, row.line) for row in rows]
        for found in rights_problems(form.level, asked):
            yield problem("BIEUMAU-015", found.written, found.line, found.written, found.expected, found.vi, found.en)
    for number, rule in enumerate(form.rules, 1):
        if mistake := rule_mistake(rule, seen):
            where = Both(f"{form.code}, quy tắc {number}", f"{form.code}, rule {number}")
            yield problem("BIEUMAU-016", where, 0, mistake.read, mistake.expected, mistake.vi, mistake.en)


def _name_problems(form: FormText) -> Iterator[Problem]:
    if not (form.code.isascii() and form.code.replace("-", "").isalnum() and form.code.islower()):
        yield problem("BIEUMAU-012", "code", 0, form.code, "a-z, 0-9, -", *WORDS["code"])
    if not form.name_vi or not form.name_en:
        yield problem("BIEUMAU-011", "name_vi, name_en", 0, form.name_vi or form.name_en, "", *WORDS["names"])
    if len(form.sections) > 1 and not all(s.name_vi and s.name_en for s in form.sections):
        line = next(s.line for s in form.sections if not s.name_vi or not s.name_en)
        yield problem("BIEUMAU-011", "sections", line, "", "", *WORDS["headings"])
    named = [form.name_vi, form.name_en, form.guidance_vi, form.guidance_en]
    named += [name for section in form.sections for name in (section.name_vi, section.name_en)]
    yield from naming_problems("name_vi, name_en", *named)
    whys = [str(rule.get(side) or "") for rule in form.rules if isinstance(rule, dict) for side in ("why_vi", "why_en")]
    yield from naming_problems("why_vi, why_en", *whys)
    if form.valid_to is not None and form.valid_to < form.valid_from:
        yield problem("BIEUMAU-018", "valid_to", 0, str(form.valid_to), f">= {form.valid_from}", *WORDS["backward"])


def _status_problems(form: FormText) -> Iterator[Problem]:
    """Targets are set by a plan, on what may have a target; nobody is made to set them."""
    if form.status not in STATUSES:
        yield problem("BIEUMAU-012", "status", 0, form.status, ", ".join(STATUSES), *WORDS["value"])
    if form.status != "target":
        return
    if form.owed_by:
        yield problem("BIEUMAU-031", "owed_by", 0, form.owed_by, "", *WORDS["targets_owed"])
    for row in form.rows:
        known = catalogue().get(row.indicator)
        if known is not None and not known.may_target:
            yield problem("BIEUMAU-031", row.written, row.line, known.name_vi, "", *WORDS["no_target"])


def _due_problems(form: FormText) -> Iterator[Problem]:
    for level, days in form.due.items():
        if level not in LEVELS or not 1 <= days <= 366:
            yield problem("BIEUMAU-017", "due", 0, f"{level}: {days}", f"{', '.join(LEVELS)}; 1-366", *WORDS["due"])
    line, colon, level = form.owed_by.partition(":")
    if form.owed_by and (line not in LINES or not colon or level not in LEVELS):
        yield problem("BIEUMAU-012", "owed_by", 0, form.owed_by, "police:commune, front:province...", *WORDS["owed"])
    elif (level and level not in form.due) or not form.due:
        yield problem("BIEUMAU-017", "due", 0, ", ".join(form.due), level or "commune: 1", *WORDS["due_lacks"])


def _row_problems(row: RowText) -> Iterator[Problem]:
    known = catalogue().get(row.indicator)
    if known is None:
        yield problem("BIEUMAU-013", row.written, row.line, row.indicator, "", *WORDS["indicator"])
    elif ";" in row.cell or cell_problems(known, row.cell):
        expected = f"{known.breakdown}=..." if known.breakdown else ""
        yield problem("BIEUMAU-013", row.written, row.line, row.cell, expected, *WORDS["cell"])


WORDS = {
    "yaml": ("không đọc được như một tệp YAML", "this cannot be read as YAML"),
    "large": ("tệp quá lớn hoặc lồng quá sâu", "the file is too large or too deep"),
    "alias": ("không dùng neo và tham chiếu (&, *)", "anchors and aliases (&, *) are not used here"),
    "mapping": ("chỗ này phải là các cặp khóa: giá trị", "key: value pairs belong here"),
    "list": ("chỗ này phải là một danh sách", "a list belongs here"),
    "unknown": ("không có khóa này", "there is no such key"),
    "lacks": ("còn thiếu khóa", "a key lacks"),
    "double": ("khóa này đã có ở trên", "this key stands above already"),
    "value": ("giá trị không đúng loại", "the value is of another kind"),
    "code": ("mã biểu mẫu chỉ gồm chữ thường không dấu, số và gạch nối", "a code is small letters, digits and hyphens"),
    "names": ("biểu mẫu cần tên bằng hai thứ tiếng", "a form needs a name in both languages"),
    "headings": ("mỗi mục cần tên bằng hai thứ tiếng", "each section needs a name in both languages"),
    "backward": ("ngày hết hiệu lực trước ngày có hiệu lực", "the dates run backward"),
    "due": ("hạn nộp: ít nhất một ngày làm việc, theo cấp", "due: at least one working day, by level"),
    "due_lacks": ("chưa có hạn nộp cho cấp phải báo cáo", "no deadline for the level that reports"),
    "owed": ("đơn vị phải báo cáo ghi là ngành:cấp", "who owes it is written line:level"),
    "rows": ("số dòng của biểu mẫu không hợp lệ", "a form has rows, and not too many"),
    "twice": ("dòng này đã có trong biểu mẫu", "this row stands on the form already"),
    "indicator": ("danh mục không có chỉ tiêu này", "the catalogue has no such indicator"),
    "no_target": ("không ai được giao mức phải đạt ở chỉ tiêu này", "nobody is given a target on this indicator"),
    "targets_owed": ("chỉ tiêu của kế hoạch không phải báo cáo bắt buộc", "nobody owes targets"),
    "cell": ("chỉ tiêu này không phân tổ như vậy", "the indicator is not broken down this way"),
}


def problem(code: str, where: str, line: int, read: str, expected: str, vi: str, en: str) -> Problem:
    """A mistake of a form text; `line` 0 where no file is meant."""
    place = where
    if line:
        place = Both(f"dòng {line}: {side(where, 'vi')}", f"line {line}: {side(where, 'en')}")
    todo = (
        Both("sửa rồi nạp lại", "mend it and import again")
        if line
        else Both("sửa rồi lưu lại", "mend it and save again")
    )
    return Problem(code, place, read, expected, todo, vi, en)
