"""Reading lists that were brought in: the body's own, with what was found in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chungtay.gathering.registers.lists import keeping
from chungtay.gathering.registers.lists.cells import shown
from chungtay.gathering.registers.lists.models import BroughtList, ListState
from chungtay.gathering.registers.lists.refusals import not_there
from chungtay.gathering.registers.lists.types import Finding
from chungtay.kernel.errors import Both, Problem
from chungtay.reference.sources.masking import masked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from chungtay.reference.actors.models import User

__all__ = [
    "BUSY",
    "BroughtList",
    "Heading",
    "ListState",
    "findings_of",
    "headings_of",
    "list_get",
    "list_held",
    "lists_of",
    "rows_of",
    "table_of",
]

BUSY = (ListState.CHECKING, ListState.WRITING)
_WRITERS = ("reporter", "approver")


@dataclass(frozen=True)
class Heading:
    """A column of a list as the officer sees it: its letter, its heading, and what stands in its first cells."""

    number: int
    letter: str
    text: str
    samples: tuple[str, ...]


def list_get(*, by: User, id: int) -> BroughtList:
    """A list of the account's body. NotAllowed DSA-404."""
    found = BroughtList.objects.filter(pk=id, body=by.body).select_related("made_by").first()
    if found is None or by.role not in _WRITERS:
        raise not_there()
    return found


def list_held(id: int) -> BroughtList:
    """A list for the worker, which acts for whoever sent it."""
    return BroughtList.objects.select_related("made_by__body__place", "body").get(pk=id)


def lists_of(by: User, register: str, limit: int = 8) -> list[BroughtList]:
    """The latest lists of the account's body."""
    return list(
        BroughtList.objects.filter(body=by.body, register=register).select_related("made_by").order_by("-pk")[:limit]
    )


def rows_of(found: BroughtList) -> list[tuple[int, Mapping[str, Any]]]:
    """The cells of each row by field, with the row's number in the file. Refusal DSA-222."""
    wanted = list(found.columns.items())
    kept = keeping.get(found.pk, keeping.TABLE)["rows"]
    return [(n, {field: row[at] if at < len(row) else "" for field, at in wanted}) for n, row in kept]


def headings_of(found: BroughtList) -> list[Heading]:
    """The columns of a list with their first three filled cells, masked. Refusal DSA-222."""
    table = keeping.get(found.pk, keeping.TABLE)
    rows = [row for _, row in table["rows"][:200]]
    told = []
    for number, text in enumerate(table["head"]):
        filled = (shown(row[number]) for row in rows if number < len(row) and row[number] != "")
        samples = tuple(masked(cell)[:40] for _, cell in zip(range(3), filled, strict=False))
        if text or samples:
            told.append(Heading(number, letters(number), masked(text), samples))
    return told


def findings_of(found: BroughtList) -> list[Finding]:
    """What was found, in the order of the rows. Refusal DSA-222."""
    heads = keeping.get(found.pk, keeping.TABLE)["head"]
    told = []
    for row, field, code, read, expected, todo, message in keeping.get(found.pk, keeping.FINDINGS):
        at = found.columns.get(field, -1)
        where = Both(f"dòng {row}", f"row {row}")
        if 0 <= at < len(heads):
            name = masked(heads[at])
            where = Both(f"dòng {row}, cột {letters(at)} ({name})", f"row {row}, column {letters(at)} ({name})")
        told.append(Finding(row, field, Problem(code, where, read, Both(*expected), Both(*todo), *message)))
    return sorted(told, key=lambda finding: finding.row)


def table_of(found: BroughtList) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The headings, and the rows that are kept as people read them, masked. Refusal DSA-222."""
    table = keeping.get(found.pk, keeping.TABLE)
    rows = ((number, [masked(shown(cell)) for cell in row]) for number, row in table["rows"])
    return [masked(text) for text in table["head"]], rows


def letters(number: int) -> str:
    """The letters over a column, counted from 0."""
    left, right = divmod(number, 26)
    return (chr(64 + left) if left else "") + chr(65 + right)
