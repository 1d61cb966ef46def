"""A sample of a body's own workbook as the page shows it, and what the officer pointed at.

The sample is kept nowhere: it travels in the page, signed for the account and with names masked, and is gone with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core import signing

from chungtay.faces.desk.telling import language
from chungtay.gathering.intake.workbooks import mapping
from chungtay.gathering.intake.workbooks.guard import parsed_in_child
from chungtay.gathering.intake.workbooks.layout import column_letters
from chungtay.gathering.intake.workbooks.layouts import FILE_NAME, names_nobody, sheets_problems
from chungtay.gathering.intake.workbooks.outlines import form_rows
from chungtay.gathering.intake.workbooks.reading import check_parsed
from chungtay.gathering.intake.workbooks.refusals import problem
from chungtay.kernel.errors import Problem, Refusal
from chungtay.kernel.numbers import number_words
from chungtay.reference.sources.masking import masked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chungtay.reference.actors.models import User
    from chungtay.reference.forms.models import Form

Sample = dict[str, Any]
_HOURS = 12
_LONGEST = 60
_MASK = "█"
_PERIOD, _PLACE = "·period", "·place"


@dataclass(frozen=True)
class PointedRow:
    """A row of the form with the address that stands beside it, and what stands there in the sample."""

    field: str
    key: str
    number: int
    name: str
    unit: str
    address: str
    value: str
    is_part: bool
    section: str


@dataclass(frozen=True)
class ShownSheet:
    """One sheet of the sample as a table: letters over columns, numbers before rows."""

    name: str
    is_hidden: bool
    letters: list[str]
    rows: list[tuple[int, list[tuple[str, str, bool]]]]
    """Row number, and for each cell its address, its text, and whether it holds a number."""
    is_cut: bool


def sample_of(content: bytes, filename: str) -> Sample:
    """The sheets of a workbook, cut to what a page can show, with names masked. Refusals BANGTINH-101 to 122."""
    parsed = parsed_in_child(content, "sheets")
    check_parsed(parsed, filename)
    if problems := sheets_problems(f"{sheet['name']}!A1" for sheet in parsed["sheets"]):
        raise Refusal(problems)
    sheets = []
    for sheet in parsed["sheets"]:
        rows = [[_small(v) for v in row[: mapping.SHOWN_COLUMNS]] for row in sheet["rows"][: mapping.SHOWN_ROWS]]
        cut = len(sheet["rows"]) > mapping.SHOWN_ROWS or any(len(r) > mapping.SHOWN_COLUMNS for r in sheet["rows"][:1])
        sheets.append({**sheet, "rows": rows, "cut": cut})
    return {"sheets": sheets, "no_result": parsed["no_result"], "name": filename[-80:]}


def _small(value: Any) -> Any:
    return masked(value)[:_LONGEST] if isinstance(value, str) else value


def signed(sample: Sample, user: User) -> str:
    """The sample as a field of the page."""
    return signing.dumps(sample, salt=f"layout-{user.pk}", compress=True)


def unsigned(text: str, user: User) -> Sample | None:
    """The sample back; None where it is another account's, too old or no sample at all."""
    try:
        found = signing.loads(text, salt=f"layout-{user.pk}", max_age=_HOURS * 3600)
    except signing.BadSignature:
        return None
    return found if isinstance(found, dict) else None


def sheets_shown(sample: Sample) -> list[ShownSheet]:
    """The tables of the page."""
    found = []
    for sheet in sample["sheets"]:
        width = max((len(row) for row in sheet["rows"]), default=0)
        rows = []
        for number, row in enumerate(sheet["rows"], 1):
            cells = [
                (f"{sheet['name']}!{column_letters(n)}{number}", _text(value), isinstance(value, int | float))
                for n, value in enumerate(row, 1)
            ]
            rows.append((number, cells))
        letters = [column_letters(n) for n in range(1, width + 1)]
        found.append(ShownSheet(sheet["name"], sheet["hidden"], letters, rows, sheet["cut"]))
    return found


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return str(next(iter(value.values()), ""))
    if isinstance(value, int | float):
        return number_words(value if isinstance(value, int) else round(Decimal(f"{value:.15g}"), 6), language())
    return str(value)


def rows_pointed(form: Form, addresses: Mapping[str, str], sample: Sample | None) -> list[PointedRow]:
    """The rows of the form with the addresses typed or suggested so far."""
    vi = language() == "vi"
    found = []
    for number, row in enumerate(form_rows(form), 1):
        address = addresses.get(row.key, "")
        names = [s["name"] for s in sample["sheets"]] if sample else []
        at = mapping.address_read(address, names) if sample and address else None
        value = _text(mapping.value_at(sample, at)) if sample and at else ""
        name, unit = (row.name_vi, row.unit_vi) if vi else (row.name_en, row.unit_en)
        section = row.section_vi if vi else row.section_en
        field = f"cell-{number}"
        found.append(PointedRow(field, row.key, number, name, unit, address, value, row.is_part, section))
    return found


def addresses_typed(form: Form, posted: Mapping[str, str]) -> dict[str, str]:
    """By key of the row, what was typed."""
    return {row.key: posted.get(f"cell-{n}", "").strip() for n, row in enumerate(form_rows(form), 1)}


class Pointed(NamedTuple):
    """What was pointed at, as it is kept: see `Layout`."""

    cells: dict[str, str]
    anchors: dict[str, str]
    period_at: str
    place_at: str


def pointed(sample: Sample, typed: Mapping[str, str], about: Mapping[str, Any]) -> Pointed:
    """The addresses as they are kept. Refusal BANGTINH-141 for each that is none.

    `about`: what was typed as `period_at` and `place_at`; `is_in_name`: the place stands in the name of each file.
    """
    names = [sheet["name"] for sheet in sample["sheets"]]
    cells: dict[str, str] = {}
    wrong: list[Problem] = []
    place_at = "" if about["is_in_name"] else about["place_at"].strip()
    for key, text in [*typed.items(), (_PERIOD, about["period_at"].strip()), (_PLACE, place_at)]:
        if not text:
            continue
        address = mapping.address_read(text, names)
        if address is None:
            wrong.append(problem("BANGTINH-141", text[:40], text[:40]))
        else:
            cells[key] = address
    if wrong:
        raise Refusal(wrong)
    period, place = cells.pop(_PERIOD, ""), cells.pop(_PLACE, "")
    anchors = mapping.anchors_of(sample, cells.values(), lambda text: _MASK not in text and names_nobody(text))
    stays = {where: key for where, key in anchors.items() if where not in (period, place)}
    return Pointed(cells, stays, period, FILE_NAME if about["is_in_name"] else place)


def suggestions(form: Form, sample: Sample) -> dict[str, str]:
    """Addresses for rows whose very name stands in the sample, in either language."""
    rows = form_rows(form)
    english = mapping.suggested(sample, {row.key: row.name_en for row in rows if not row.is_part})
    return english | mapping.suggested(sample, {row.key: row.name_vi for row in rows if not row.is_part})
