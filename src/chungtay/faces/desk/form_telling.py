"""Forms in words: rows with their units, rules as sentences, what a version changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from chungtay.faces.desk.labels import LEVELS
from chungtay.faces.desk.telling import language
from chungtay.reference.forms import ruling
from chungtay.reference.forms.comparing import Comparison
from chungtay.reference.forms.texts import is_two_attest
from chungtay.reference.indicators.catalogue import catalogue, cell_name

if TYPE_CHECKING:
    from chungtay.reference.forms.texts import FormText, RowText


@dataclass(frozen=True)
class RowLine:
    """One row as a page shows it; `number` counts all rows from 1, as where the form is filled in."""

    written: str
    number: int
    name: str
    unit: str
    is_stock: bool
    is_two_attest: bool
    allows_precision: bool
    must_answer: bool

    @property
    def is_part(self) -> bool:
        """Whether it is one cell of a breakdown."""
        return "|" in self.written


def row_name(written: str) -> str:
    """A row in words: the indicator, and after a colon the part that is meant."""
    code, _bar, cell = written.partition("|")
    known = catalogue().get(code)
    name = known.name(language()) if known else code
    return f"{name}: {cell_name(cell, language()) or cell}" if cell else name


def row_unit(written: str) -> str:
    """In which unit a row is counted."""
    known = catalogue().get(written.partition("|")[0])
    return known.unit(language()) if known else ""


def section_lines(form: FormText) -> list[tuple[str, list[RowLine]]]:
    """The sections of a form with their rows, as it is filled in."""
    numbers = count(1)
    return [
        (
            section.name_vi if language() == "vi" else section.name_en,
            [_line(row, number) for row, number in zip(section.rows, numbers, strict=False)],
        )
        for section in form.sections
    ]


def _line(row: RowText, number: int) -> RowLine:
    known = catalogue().get(row.indicator)
    return RowLine(
        written=row.written,
        number=number,
        name=cell_name(row.cell, language()) if row.cell else row_name(row.written),
        unit=row_unit(row.written),
        is_stock=known is not None and known.nature in ("stock", "distinct"),
        is_two_attest=known is not None and is_two_attest(row.indicator),
        allows_precision=row.allows_precision,
        must_answer=row.must_answer,
    )


def rule_words(rule: Mapping[str, Any]) -> str:
    """A well-formed rule as a sentence."""
    return ruling.rule_words(ruling.rules_read([rule])[0], language(), lambda key, _language: _quoted(key))


def _quoted(key: str) -> str:
    return f"“{row_name(key.removesuffix('|'))}”"


def change_lines(found: Comparison) -> Iterator[tuple[str, str]]:
    """A comparison line by line: '+', '−' or '~', and what."""
    yield from (("+", row_name(row.written)) for row in found.added)
    yield from (("−", row_name(row.written)) for row in found.removed)
    alike: dict[str, list[str]] = {}
    for change in found.changed:
        what = "; ".join(_row_changes(change.old, change.new, change.is_moved))
        alike.setdefault(what, []).append(row_name(change.new.written))
    yield from (("~", f"{what}: {', '.join(names)}") for what, names in alike.items())
    if found.is_reordered:
        yield "~", _("thứ tự các dòng đổi")
    yield from (("+", _("quy tắc: %(rule)s") % {"rule": rule_words(rule)}) for rule in found.rules_added)
    yield from (("−", _("quy tắc: %(rule)s") % {"rule": rule_words(rule)}) for rule in found.rules_removed)
    for level, (old, new) in found.due.items():
        said = {"level": LEVELS[level], "old": old or "–", "new": new or "–"}
        yield "~", _("hạn nộp %(level)s: %(old)s → %(new)s ngày làm việc") % said


def _row_changes(old: RowText, new: RowText, is_moved: bool) -> Iterator[str]:
    if is_moved:
        yield _("chuyển sang mục khác")
    if old.allows_precision != new.allows_precision:
        yield _("cho ghi “hơn, gần”") if new.allows_precision else _("không còn ghi “hơn, gần”")
    if old.must_answer != new.must_answer:
        yield _("nay bắt buộc") if new.must_answer else _("nay không bắt buộc")
