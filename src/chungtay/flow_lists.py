"""A list that a body keeps in a workbook comes into a register.

    list_receive -> columns are confirmed once -> list_try -> the officer's word -> list_write -> list_undo

It is read where workbooks are read, in a guarded child, and taken in by the register it is for; the two rooms do not
know each other. What is long is done by the worker: a list that is CHECKING or WRITING waits for `list_work`.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from django.db import transaction

from chungtay.gathering.intake.workbooks.guard import parsed_in_child
from chungtay.gathering.intake.workbooks.reading import check_parsed
from chungtay.gathering.registers.activities.listing import ActivityLists
from chungtay.gathering.registers.commendations.bringing import awards_bring
from chungtay.gathering.registers.commendations.listfields import FIELDS
from chungtay.gathering.registers.commendations.queries import round_get
from chungtay.gathering.registers.commendations.services import check_edit
from chungtay.gathering.registers.community.listing import PointLists
from chungtay.gathering.registers.community.teamlisting import PointTeamLists
from chungtay.gathering.registers.forces.listing import TeamLists
from chungtay.gathering.registers.lists import queries, services
from chungtay.gathering.registers.lists.columns import (
    MOST_COLUMNS,
    MOST_ROWS,
    columns_checked,
    columns_guessed,
    sheet_found,
)
from chungtay.gathering.registers.lists.refusals import not_there, refusal
from chungtay.gathering.registers.standards.listing import StandardLists
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.text import nfc

if TYPE_CHECKING:
    from chungtay.gathering.registers.lists.models import BroughtList
    from chungtay.gathering.registers.lists.types import Outcome, Taker
    from chungtay.reference.actors.models import User

__all__ = ["AT_ONCE", "TAKERS", "list_receive", "list_undo", "list_work", "recipients_bring", "taker_of"]

TAKERS: dict[str, Taker] = {
    "mo-hinh": PointLists(),
    "to-mo-hinh": PointTeamLists(),
    "hoat-dong": ActivityLists(),
    "to-nong-cot": TeamLists(),
    "tieu-chuan": StandardLists(),
}
"""The registers that take lists in, by their word in addresses."""
AT_ONCE = 300
"""Rows that a request reads and writes itself, in about half a second; more are left to the worker."""
_SIGNS = ",;\t"


def taker_of(by: User, register: str) -> Taker:
    """The register that an address names. NotAllowed DSA-404 where the account brings nothing into it."""
    found = TAKERS.get(register)
    if found is None or not found.may_bring(by):
        raise not_there()
    return found


def list_receive(*, by: User, register: str, content: bytes, filename: str) -> BroughtList:
    """A list is read and kept for the account's body, not yet in the register.

    NotAllowed DSA-404. Refusals BANGTINH-101 to -124 no workbook, DSA-201 no text, DSA-202 to -204 no list.
    """
    sheet = sheet_found(_sheets(content, filename), taker_of(by, register).fields)
    return services.list_begin(by=by, register=register, sheet=sheet, file_name=filename)


def recipients_bring(
    *, by: User, id: int, content: bytes, filename: str, is_trial: bool, keeps_good: bool = False
) -> tuple[Outcome, dict[str, int]]:
    """The recipients of a round from its proposer's list, in one go: this list names people, and is kept nowhere. Gives
    also which column (from 0) was read for what. Nothing is read for who may not write the round.

    NotAllowed KHE-404, -403; Refusals KHE-008, BANGTINH-101 to -124, DSA-201 to -205, DSA-203 over 1,000 rows.
    """
    check_edit(by, round_get(by=by, id=id))
    sheet = sheet_found(_sheets(content, filename), FIELDS)
    columns = columns_checked(columns_guessed(sheet.head, FIELDS), sheet.head, FIELDS)
    rows = [(n, {key: row[at] if at < len(row) else "" for key, at in columns.items()}) for n, row in sheet.rows]
    return awards_bring(by=by, id=id, rows=rows, is_trial=is_trial, keeps_good=keeps_good), columns


def _sheets(content: bytes, filename: str) -> list[dict[str, Any]]:
    is_text = filename.casefold().endswith((".csv", ".tsv", ".txt"))
    return [_text_sheet(content)] if is_text else _book_sheets(content, filename)


def _book_sheets(content: bytes, filename: str) -> list[dict[str, Any]]:
    parsed = parsed_in_child(content, "list")
    check_parsed(parsed, filename)
    odd = {*parsed["errors"], *parsed["no_result"]}
    for where in odd:
        name, _, address = where.rpartition("!")
        letters = address.rstrip("0123456789")
        for sheet in parsed["sheets"]:
            if sheet["name"] == name and address[len(letters) :]:
                _spoil(sheet["rows"], int(address[len(letters) :]) - 1, letters)
    return list(parsed["sheets"])


def _spoil(rows: list[list[Any]], row: int, letters: str) -> None:
    """A formula that shows an error or nothing: its empty cell must not pass for one that was left empty."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    if row < len(rows) and column <= len(rows[row]):
        rows[row][column - 1] = {"other": "#"}


def _text_sheet(content: bytes) -> dict[str, Any]:
    """A CSV in UTF-8 or UTF-16, its cells set apart by whichever sign its first lines have most. DSA-201."""
    try:
        text = nfc(content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"))
        head = text[:4000]
        sign = max(_SIGNS, key=head.count)
        rows = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True):
            rows.append([cell.strip() for cell in row[: MOST_COLUMNS + 1]])
            if len(rows) > MOST_ROWS + 100:
                break
    except (UnicodeDecodeError, csv.Error):
        raise refusal(
            "DSA-201",
            "",
            Both("CSV mã hóa UTF-8, hoặc tệp Excel", "a CSV in UTF-8, or a workbook"),
            "không đọc được tệp văn bản này",
            "the text file cannot be read",
            Both("Lưu lại bằng “CSV UTF-8” rồi gửi", "Save it as “CSV UTF-8” and send it"),
        ) from None
    return {"name": "csv", "hidden": False, "rows": rows}


def list_work(*, id: int, is_illustration: bool) -> None:
    """Do what a list waits for, in the name of whoever sent it. Done twice, it does nothing the second time."""
    found = queries.list_held(id)
    if found.state == queries.ListState.CHECKING:
        services.list_tried(found=found, outcome=_brought(found, is_trial=True, is_illustration=is_illustration))
    elif found.state == queries.ListState.WRITING:
        try:
            with transaction.atomic():
                outcome = _brought(found, is_trial=False, is_illustration=is_illustration)
                if outcome.findings and not found.keeps_good:
                    # Between the trial and now the register changed, and all rows or none were asked for.
                    raise _changed()
                services.list_came_in(found=found, outcome=outcome)
        except Refusal:
            services.list_again(found=found)
            raise


def _brought(found: BroughtList, *, is_trial: bool, is_illustration: bool) -> Outcome:
    by = found.made_by
    return taker_of(by, found.register).bring(
        by=by,
        rows=queries.rows_of(found),
        file_name=found.file_name,
        is_trial=is_trial,
        is_illustration=is_illustration,
    )


def _changed() -> Refusal:
    return refusal(
        "DSA-223",
        "",
        Both("sổ như khi thử", "the register as it was at the trial"),
        "sổ đã thay đổi sau lần thử, có dòng nay không ghi được",
        "the register changed since the trial, some rows no longer fit",
        Both("Thử lại danh sách", "Try the list again"),
    )


def list_undo(*, by: User, id: int) -> tuple[int, int]:
    """What came in by a list is taken back, except rows that were written to since; gives how many were taken back and
    how many stay. NotAllowed DSA-404; Refusal DSA-221."""
    found = queries.list_get(by=by, id=id)
    if found.result is None:
        raise not_there()
    with transaction.atomic():
        taken, left = TAKERS[found.register].undo(by=by, id=found.result)
        services.list_undone(found=found, taken_back=taken)
    return taken, left
