"""A form version while it is being made: all of it stands in the page, so nothing is kept until it is saved.

Every button sends the whole page and gets it back changed; a script only saves the way there and back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from chungtay.faces.desk import labels
from chungtay.faces.desk.forms import NOT_A_DATE, REQUIRED
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.telling import language
from chungtay.kernel.errors import side
from chungtay.kernel.periods import Regime
from chungtay.kernel.text import match_key, nfc, squeeze
from chungtay.reference.forms.ruling import rows_named, rule_mistake, rules_read
from chungtay.reference.forms.texts import LEVELS, MOST_ROWS, FormText, RowText, SectionText
from chungtay.reference.indicators.catalogue import catalogue, cell_problems, dimensions

if TYPE_CHECKING:
    from django.http import QueryDict

KINDS = ("if", "at_most", "sum", "bounds")
MOST_FOUND = 24
MOST_LINES = MOST_ROWS + 50
MOST_RULES = 100
_LONGEST = 10_000
_SIDES = ("when", "then")
_PLAIN = ("code", "name_vi", "name_en", "regime", "owed_by", "valid_from", "valid_to", "guidance_vi", "guidance_en")


class HeadForm(forms.Form):
    """What stands above the rows."""

    code = forms.CharField(max_length=40, error_messages=REQUIRED)
    name_vi = forms.CharField(max_length=200, error_messages=REQUIRED)
    name_en = forms.CharField(max_length=200, error_messages=REQUIRED)
    regime = forms.ChoiceField(choices=list(labels.REGIMES.items()))
    owed_by = forms.CharField(max_length=30, required=False)
    valid_from = forms.DateField(error_messages=NOT_A_DATE)
    valid_to = forms.DateField(required=False, error_messages=NOT_A_DATE)
    guidance_vi = forms.CharField(max_length=2000, required=False)
    guidance_en = forms.CharField(max_length=2000, required=False)


@dataclass(frozen=True)
class Line:
    """A heading (`row` "") or a row. `id` names it on the page."""

    id: int
    row: str = ""
    vi: str = ""
    en: str = ""
    precision: bool = False
    optional: bool = False


@dataclass
class Working:
    """The version as it stands on the page."""

    head: dict[str, Any]
    due: dict[str, str]
    lines: list[Line] = field(default_factory=list)
    rules: list[dict[str, Any]] = field(default_factory=list)
    find: str = ""
    into: int | None = None
    focus: int | None = None
    """The line that was moved or added last: the page comes back with it in hand."""
    bad_rule: str = ""

    @classmethod
    def of(cls, text: FormText) -> Working:
        """A version as the page begins with it."""
        lines: list[Line] = []
        for section in text.sections:
            if section.name_vi:
                lines.append(Line(len(lines), vi=section.name_vi, en=section.name_en))
            for row in section.rows:
                line = Line(len(lines), row.written, precision=row.allows_precision, optional=not row.must_answer)
                lines.append(line)
        head: dict[str, Any] = {name: getattr(text, name) for name in _PLAIN}
        return cls(head, {k: str(v) for k, v in text.due.items()}, lines, [dict(rule) for rule in text.rules])

    @classmethod
    def sent(cls, post: QueryDict) -> Working:
        """The page as it was sent; what makes no sense in it is left out."""
        lines = [line for token in post.getlist("line")[:MOST_LINES] if (line := _line_sent(post, token)) is not None]
        rules = [rule for text in post.getlist("rule")[:MOST_RULES] if (rule := _rule_sent(text)) is not None]
        into = post.get("into", "")
        return cls(
            head={name: post.get(name, "")[:2000] for name in _PLAIN},
            due={level: post.get(f"due-{level}", "").strip()[:4] for level in LEVELS if post.get(f"due-{level}")},
            lines=lines,
            rules=rules,
            find=squeeze(post.get("find", ""))[:100],
            into=int(into) if is_id(into) else None,
        )

    def act(self, do: str, post: QueryDict) -> None:
        """Press a button of the page: 'up:3', 'down:3', 'remove:3', 'add:tips.received', 'section', 'rule:if'..."""
        deed, _colon, about = do.partition(":")
        if deed in ("up", "down", "remove") and is_id(about):
            self._move(int(about), deed)
        elif deed == "add":
            self._add(about)
        elif deed == "section":
            self._insert(Line(self._next_id()))
        elif deed == "rule" and about in KINDS:
            self._rule_add(about, post)
        elif deed == "unrule" and is_id(about) and int(about) < len(self.rules):
            del self.rules[int(about)]

    def _move(self, id: int, deed: str) -> None:
        at = next((n for n, line in enumerate(self.lines) if line.id == id), None)
        if at is None:
            return
        if deed == "remove":
            gone = self.lines.pop(at)
            self.focus = self.lines[min(at, len(self.lines) - 1)].id if self.lines else None
            self.rules = [rule for rule in self.rules if _full(gone.row) not in rows_named(rules_read([rule])[0])]
            return
        to = at + (1 if deed == "down" else -1)
        if 0 <= to < len(self.lines):
            self.lines[at], self.lines[to] = self.lines[to], self.lines[at]
        self.focus = id

    def _add(self, written: str) -> None:
        code, _bar, cell = written.partition("|")
        known = catalogue().get(code)
        taken = any(line.row == written for line in self.lines)
        if known is None or cell_problems(known, cell) or taken or len(self.lines) >= MOST_LINES:
            return
        whole = next((n for n, line in enumerate(self.lines) if cell and line.row.partition("|")[0] == code), None)
        line = Line(self._next_id(), written, optional=bool(cell))
        if whole is None:
            self._insert(line)
            return
        # A part stands beneath its whole, after the parts that are there.
        while whole + 1 < len(self.lines) and self.lines[whole + 1].row.startswith(f"{code}|"):
            whole += 1
        self.lines.insert(whole + 1, line)
        self.focus = line.id

    def _insert(self, line: Line) -> None:
        """At the end of the section that was asked for; else, and for headings, at the very end."""
        at = len(self.lines)
        start = next((n for n, other in enumerate(self.lines) if other.id == self.into and not other.row), None)
        if line.row and start is not None:
            at = next((n for n in range(start + 1, len(self.lines)) if not self.lines[n].row), len(self.lines))
        self.lines.insert(at, line)
        self.focus = line.id

    def _next_id(self) -> int:
        return max((line.id for line in self.lines), default=-1) + 1

    def _rule_add(self, kind: str, post: QueryDict) -> None:
        rule = _rule_typed(kind, post)
        mistake = rule_mistake(rule, {_full(line.row) for line in self.lines if line.row})
        if mistake is not None:
            told = mistake.vi if language() == "vi" else mistake.en
            self.bad_rule = f"{told}: {mistake.read}. {side(mistake.expected, language())}"
        elif rule not in self.rules:
            self.rules.append(rule)

    def text(self, version: int) -> FormText | None:
        """The version as it stands; None where the head cannot be read: `head_form` says why."""
        form = self.head_form()
        if not form.is_valid() or not self.is_due_read:
            return None
        said = dict(form.cleaned_data)
        return FormText(
            **{name: squeeze(said[name]) for name in ("code", "name_vi", "name_en", "owed_by")},
            **{name: nfc(said[name]).strip() for name in ("guidance_vi", "guidance_en")},
            version=version,
            regime=Regime(said["regime"]),
            valid_from=said["valid_from"],
            valid_to=said["valid_to"],
            due={level: int(days) for level, days in self.due.items()},
            sections=self.sections(),
            rules=tuple(self.rules),
        )

    @property
    def is_due_read(self) -> bool:
        """Whether every deadline that was typed is a number of days."""
        return all(days.isascii() and days.isdigit() for days in self.due.values())

    def head_form(self) -> HeadForm:
        """The head with what is wrong in it."""
        return HeadForm({k: _as_typed(v) for k, v in self.head.items()})

    def sections(self) -> tuple[SectionText, ...]:
        """The rows under their headings; those above the first heading have none."""
        parts: list[SectionText] = []
        for line in self.lines:
            if not line.row:
                parts.append(SectionText(squeeze(line.vi), squeeze(line.en), ()))
                continue
            if not parts:
                parts.append(SectionText("", "", ()))
            code, _bar, cell = line.row.partition("|")
            row = RowText(code, cell, line.precision, not line.optional)
            parts[-1] = replace(parts[-1], rows=(*parts[-1].rows, row))
        return tuple(part for part in parts if part.rows)

    def found(self) -> list[str]:
        """Rows of the catalogue that the search names and the page does not have: wholes, and parts of those there."""
        wanted = match_key(self.find).split()
        if not wanted:
            return []
        have, phrase = {line.row for line in self.lines}, " ".join(wanted)
        found = [(row, words) for row, words in _searched() if row not in have and all(w in words for w in wanted)]
        found.sort(key=lambda item: (phrase not in item[1], "|" in item[0]))
        return [row for row, _words in found[:MOST_FOUND]]


def _searched() -> list[tuple[str, str]]:
    """Every row that a form may ask for, with the words by which it is found."""
    rows = []
    for code, known in catalogue().items():
        words = match_key(f"{code} {known.name_vi} {known.name_en}")
        rows.append((code, words))
        dimension = dimensions().get(known.breakdown)
        for member in dimension.members if dimension else ():
            of = match_key(f"{member.name_vi} {member.name_en}")
            rows.append((f"{code}|{known.breakdown}={member.key}", f"{words} {of}"))
    return rows


def _full(row: str) -> str:
    return row if "|" in row else f"{row}|"


def _line_sent(post: QueryDict, token: str) -> Line | None:
    if not is_id(token) or len(token) > 4:
        return None
    row = post.get(f"row-{token}", "")[:200]
    if row and row.partition("|")[0] not in catalogue():
        return None
    vi, en = (squeeze(post.get(f"{name}-{token}", ""))[:200] for name in ("vi", "en"))
    return Line(int(token), row, vi, en, f"precision-{token}" in post, f"optional-{token}" in post)


def _rule_sent(text: str) -> dict[str, Any] | None:
    try:
        rule = json.loads(text[:_LONGEST])
    except ValueError:
        return None
    every = {_full(row) for row, _words in _searched()}
    return rule if isinstance(rule, dict) and rule_mistake(rule, every) is None else None


def _rule_typed(kind: str, post: QueryDict) -> dict[str, Any]:
    def row(name: str) -> str:
        return _full(post.get(f"{kind}-{name}", ""))

    def number(name: str) -> int | None:
        text = post.get(f"{kind}-{name}", "").strip().replace(".", "").replace(",", "").replace(" ", "")
        return int(text) if is_id(text) and len(text) < 16 else None

    if kind == "sum":
        return {"kind": kind, "whole": row("whole"), "parts": [_full(key) for key in post.getlist("sum-parts")]}
    if kind == "at_most":
        return {"kind": kind, "part": row("part"), "whole": row("whole")}
    if kind == "if":
        when, then = ({"key": row(name), **_comparison(post, name, number(f"{name}-value"))} for name in _SIDES)
        return {"kind": kind, "when": when, "then": then}
    limits = {name: value for name in ("low", "high") if (value := number(name)) is not None}
    return {"kind": kind, "key": row("key")} | limits


def _comparison(post: QueryDict, name: str, value: int | None) -> dict[str, Any]:
    op = post.get(f"if-{name}-op", ">")
    return {"op": op} if op == "stated" else {"op": op, "value": value or 0}


def _as_typed(value: object) -> object:
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d" if language() == "en" else "%d/%m/%Y")
    return value


_OWED = (
    ("police", "commune"), ("police", "province"), ("front", "commune"), ("front", "province"),
    ("committee", "village"), ("front", "village"), ("committee", "commune"), ("committee", "province"),
)  # fmt: skip


def owed_words() -> list[tuple[str, str]]:
    """Who may owe a form, as a list to choose from."""
    named = [(f"{line}:{level}", owed_name(line, level)) for line, level in _OWED]
    return [("", _("Giao riêng từng đơn vị")), *named]


def owed_name(line: str, level: str) -> str:
    """A line and level in words: 'Công an, cấp xã'."""
    words = str(labels.LEVELS[level])
    return f"{labels.LINES[line]}, {words[:1].lower()}{words[1:]}"
