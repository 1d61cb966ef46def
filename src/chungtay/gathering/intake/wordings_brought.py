"""Wordings brought in from a table, as `cach-viet.csv` has them: tried first, written all at once, and taken back.

Nothing in a report that was read before changes. A phrase that means something else by now is told before it is
replaced, and means that again when the table is taken back.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.gathering.intake import queries, wording
from chungtay.gathering.intake.models import WordingImport, WordingRule
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.text import nfc, squeeze
from chungtay.reference.indicators.catalogue import catalogue
from chungtay.reference.indicators.queries import indicator_id

if TYPE_CHECKING:
    from chungtay.reference.actors.models import Body, User

MOST_LINES, MOST_BYTES = 2000, 256 * 1024
PHRASE, INDICATOR, GONE = "cum_tu", "chi_tieu", "bo"
"""Columns that are read; a row with a day in the last was taken back where it comes from."""


class Fate(StrEnum):
    """What bringing a table in makes of one of its lines."""

    NEW = "new"
    REPLACES = "replaces"
    KNOWN = "known"
    GONE = "gone"
    REFUSED = "refused"


@dataclass(frozen=True)
class Line:
    """One line, numbered as a sheet shows it. `instead_of` is the indicator that the phrase means until now.

    A refused phrase is not repeated: it may name somebody.
    """

    number: int
    phrase: str
    indicator: str
    fate: Fate
    instead_of: str = ""


def imports_of(body: Body) -> list[WordingImport]:
    """What the body brought in, the latest first."""
    return list(WordingImport.objects.filter(body=body).select_related("made_by").order_by("-pk"))


def wordings_tried(*, by: User, table: str) -> list[Line]:
    """What `wordings_bring` would make of a table; writes nothing. Refusal DOC-224 for what is no such table."""
    wording.check_reporter(by, by.body_id)
    held = {rule.key: rule.indicator.code for rule in wording.rules_of(by.body) if rule.retired_at is None}
    lines: list[Line] = []
    for number, phrase, indicator, gone in _rows(table):
        lines.append(line := _line(number, phrase, indicator, gone, held))
        if line.fate in (Fate.NEW, Fate.REPLACES):
            held[wording.key_of(phrase)] = indicator
    return lines


@transaction.atomic
def wordings_bring(*, by: User, table: str) -> WordingImport:
    """Write every line of the table that is new or replaces one. Refusal DOC-224 where none does."""
    lines = [line for line in wordings_tried(by=by, table=table) if line.fate in (Fate.NEW, Fate.REPLACES)]
    if not lines:
        raise _no_table(Both("Không có cách viết mới", "Nothing new"))
    now = timezone.now()
    brought = WordingImport.objects.create(body_id=by.body_id, made_at=now, made_by=by)
    for line in lines:
        key = wording.key_of(line.phrase)
        WordingRule.objects.filter(body=by.body_id, key=key, retired_at=None).update(retired_at=now, retired_by=by)
        WordingRule.objects.create(
            body_id=by.body_id,
            phrase=line.phrase,
            key=key,
            indicator_id=indicator_id(line.indicator),
            made_at=now,
            made_by=by,
            brought=brought,
        )
    return brought


@transaction.atomic
def bringing_undo(*, by: User, id: int) -> tuple[int, int]:
    """(taken back, had again): what the table brought and is still in force goes, what it replaced holds again."""
    found = WordingImport.objects.filter(pk=id, body=by.body_id).first()
    if found is None:
        raise queries.not_there(Both(f"Lần nhập {id}", f"Import {id}"))
    wording.check_reporter(by, found.body_id)
    if found.undone_at is not None:
        return 0, 0
    brought = WordingRule.objects.filter(brought=found)
    going = {rule.key for rule in brought if rule.retired_at is None}
    for rule in brought.filter(retired_at=None):
        wording.wording_retire(by=by, rule_id=rule.pk)
    own = set(brought.values_list("pk", flat=True))
    before = WordingRule.objects.filter(body=by.body_id, retired_at=found.made_at, key__in=going).exclude(pk__in=own)
    replaced = list(before)
    for rule in replaced:
        wording.wording_restore(by=by, rule_id=rule.pk)
    found.undone_at, found.undone_by = timezone.now(), by
    found.save(update_fields=["undone_at", "undone_by"])
    return len(going), len(replaced)


def _line(number: int, phrase: str, indicator: str, gone: str, held: dict[str, str]) -> Line:
    # Without a report at hand that shows where the words stand, a capital may be a name's.
    if not wording.is_plain(phrase) or phrase != phrase.lower() or indicator not in catalogue():
        return Line(number, "", indicator if indicator in catalogue() else "", Fate.REFUSED)
    if gone:
        return Line(number, phrase, indicator, Fate.GONE)
    before = held.get(wording.key_of(phrase))
    if before is None:
        return Line(number, phrase, indicator, Fate.NEW)
    if before == indicator:
        return Line(number, phrase, indicator, Fate.KNOWN)
    return Line(number, phrase, indicator, Fate.REPLACES, before)


def _rows(table: str) -> list[tuple[int, str, str, str]]:
    """(number of the line, phrase, indicator, day it was taken back) of each row; commas or semicolons part cells."""
    text = nfc(table.removeprefix("\ufeff"))
    head, _, _ = text.partition("\n")
    reader = csv.DictReader(StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    try:
        rows = list(reader)
    except csv.Error:
        raise _no_table(Both("không phải CSV", "no CSV")) from None
    if not {PHRASE, INDICATOR} <= set(reader.fieldnames or ()) or not rows or len(rows) > MOST_LINES:
        raise _no_table(Both(f"{len(rows)} dòng", f"{len(rows)} lines"))
    return [(number, *_cells(row)) for number, row in enumerate(rows, 2)]


def _cells(row: dict[str, str]) -> tuple[str, str, str]:
    return squeeze(row.get(PHRASE) or ""), squeeze(row.get(INDICATOR) or ""), squeeze(row.get(GONE) or "")


def _no_table(read: Both) -> Refusal:
    return Refusal.of(
        "DOC-224",
        Both("Tệp cách viết", "File of wordings"),
        read=read,
        expected=Both(
            f"CSV có cột {PHRASE}, {INDICATOR}, tối đa {MOST_LINES} dòng",
            f"a CSV with the columns {PHRASE}, {INDICATOR}, at most {MOST_LINES} lines",
        ),
        todo=Both("Tải bảng từ trang này làm mẫu", "Download the table of this page as a pattern"),
        vi="Không nhập được cách viết từ tệp này",
        en="No wordings can be brought in from this file",
    )
