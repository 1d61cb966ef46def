"""A list on its way into a register: received, its columns confirmed, tried, and written or dropped.

Each step asks in which state the list is and moves it on in one statement, so that a second press finds it gone.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import transaction

from chungtay.gathering.registers.lists import keeping
from chungtay.gathering.registers.lists.columns import columns_checked, columns_remembered, head_key
from chungtay.gathering.registers.lists.models import BroughtList, ListColumns, ListState
from chungtay.gathering.registers.lists.queries import list_get
from chungtay.gathering.registers.lists.refusals import not_now
from chungtay.kernel.errors import Both
from chungtay.reference.sources.masking import masked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chungtay.gathering.registers.lists.columns import Field, Sheet
    from chungtay.gathering.registers.lists.types import Outcome
    from chungtay.kernel.errors import Problem
    from chungtay.reference.actors.models import User


@transaction.atomic
def list_begin(*, by: User, register: str, sheet: Sheet, file_name: str) -> BroughtList:
    """A list is there. Where the body confirmed such columns before, it can be tried at once."""
    known = ListColumns.objects.filter(register=register, body=by.body).first()
    columns = columns_remembered(sheet.head, known.heads) if known else {}
    made = BroughtList.objects.create(
        register=register,
        body=by.body,
        file_name=masked(file_name)[-120:],
        state=ListState.CHECKING if columns else ListState.MAPPING,
        rows=len(sheet.rows),
        columns=columns,
        made_by=by,
    )
    table = {"name": sheet.name, "at": sheet.at, "head": sheet.head, "rows": sheet.rows}
    keeping.prune()
    keeping.put(made.pk, keeping.TABLE, table)
    return made


@transaction.atomic
def columns_confirm(*, by: User, id: int, columns: Mapping[str, int], fields: Sequence[Field]) -> BroughtList:
    """The officer says which column holds what; the body's next list of such headings is not asked about.

    Refusals DSA-205, -221, -222. Also for a list that was tried already: it is tried again.
    """
    found = list_get(by=by, id=id)
    head = keeping.get(found.pk, keeping.TABLE)["head"]
    kept = columns_checked(columns, head, fields)
    _move(found, (ListState.MAPPING, ListState.CHECKED), ListState.CHECKING, columns=kept, good=0, bad=0, told={})
    heads = {field: head_key(head[number]) for field, number in kept.items()}
    ListColumns.objects.update_or_create(
        register=found.register, body=by.body, defaults={"heads": heads, "made_by": by}
    )
    return found


def list_tried(*, found: BroughtList, outcome: Outcome) -> None:
    """What the trial found is kept for the page; the list waits for the officer's word."""
    keeping.put(found.pk, keeping.FINDINGS, [_written(f.row, f.field, f.problem) for f in outcome.findings])
    told = Counter(f.problem.code for f in outcome.findings)
    bad = len({f.row for f in outcome.findings})
    _move(found, (ListState.CHECKING,), ListState.CHECKED, good=outcome.good, bad=bad, told=dict(told))


def list_decide(*, by: User, id: int, keeps_good: bool) -> BroughtList:
    """The list is to be written by this account: all of it, or its good rows.

    Refusal DSA-221 where bad rows stand in the way, or none is good.
    """
    found = list_get(by=by, id=id)
    if not found.good or (found.bad and not keeps_good):
        raise not_now(Both(f"{found.bad} dòng sai", f"{found.bad} bad rows"))
    _move(found, (ListState.CHECKED,), ListState.WRITING, keeps_good=keeps_good, made_by=by)
    return found


def list_came_in(*, found: BroughtList, outcome: Outcome) -> None:
    """The rows came in: of the list stay those that did not, until they are mended or two weeks are over.

    Within the transaction that wrote them: of two workers at the same list, the second is refused and writes nothing.
    """
    bad = {f.row for f in outcome.findings}
    told = Counter(f.problem.code for f in outcome.findings)
    about = {"result": outcome.result, "came_in": outcome.good if outcome.result else 0, "bad": len(bad)}
    _move(found, (ListState.WRITING,), ListState.KEPT, told=dict(told), **about)
    table = keeping.get(found.pk, keeping.TABLE)
    table["rows"] = [[number, row] for number, row in table["rows"] if number in bad]
    keeping.put(found.pk, keeping.TABLE, table)
    keeping.put(found.pk, keeping.FINDINGS, [_written(f.row, f.field, f.problem) for f in outcome.findings])


def list_again(*, found: BroughtList) -> None:
    """What was begun in the background and failed can be asked for again."""
    BroughtList.objects.filter(pk=found.pk, state=ListState.WRITING).update(state=ListState.CHECKED)


def list_drop(*, by: User, id: int) -> BroughtList:
    """Nothing of the list comes in; its rows are deleted."""
    found = list_get(by=by, id=id)
    _move(found, (ListState.MAPPING, ListState.CHECKED, ListState.CHECKING), ListState.DROPPED)
    keeping.drop(found.pk)
    return found


def list_undone(*, found: BroughtList, taken_back: int) -> None:
    """What came in was taken back by its register."""
    _move(found, (ListState.KEPT,), ListState.UNDONE, taken_back=taken_back)
    keeping.drop(found.pk)


def _move(found: BroughtList, since: Sequence[ListState], to: ListState, **about: Any) -> None:
    """On to another state, unless somebody was quicker: Refusal DSA-221."""
    held = BroughtList.objects.filter(pk=found.pk, state__in=since)
    if not held.update(state=to, **about):
        raise not_now(found.state)
    found.refresh_from_db()


def _written(row: int, field: str, problem: Problem) -> list[Any]:
    """A finding as it is kept; what was read is repeated masked."""
    sides = [[getattr(text, "vi", text), getattr(text, "en", text)] for text in (problem.expected, problem.todo)]
    return [row, field, problem.code, masked(problem.read), *sides, [problem.message_vi, problem.message_en]]
