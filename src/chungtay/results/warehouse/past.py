"""What an outsider is not told of an earlier instant, because of what the ledger has come to say since (decision 0009).

Judged at its own instant alone a total may be told; beside the one of today their difference would be a small count, or
a number that is kept today. So a total of an earlier instant is told only where `differences` would tell what led from
it to the one of today, and where it is not kept today itself.

Where it stops: two earlier instants are each set beside today, not beside one another. How far a figure that is not
small was corrected between them, before it was corrected once more, can be had.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from chungtay.ledger import queries as ledger
from chungtay.reference.indicators.queries import definition
from chungtay.results.warehouse.differences import ADDING, Difference, kept_differences
from chungtay.results.warehouse.facts import GROUP
from chungtay.results.warehouse.withholding import Judge

if TYPE_CHECKING:
    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import User
    from chungtay.results.warehouse.questions import Question, Row

MOST_MOVED: Final = 20_000
"""Figures that moved since: beyond, nobody waits for each to be judged, and what moved is kept."""


def kept_then(
    question: Question,
    rows: Sequence[Row],
    user: User,
    ask: Callable[[Question], Sequence[Row]],
    slot: Callable[[Row], Period | None] = lambda row: None,
) -> frozenset[int]:
    """Of the rows (with their figures) that answer a question as known at an instant, those (by `id`) that the account
    is not told for what came since; none where it asks of today.

    `ask` answers the same question as it is now; `slot` says which of the asked periods a row is about. What is kept
    at the instant itself is for a `Judge` of that instant.
    """
    then, now = question.as_known_at, ledger.transaction_now()
    if then is None or then >= now:
        return frozenset()
    counted = [row for row in rows if row.total is not None and definition(row.indicator).threshold is not None]
    judge = Judge(user, then)
    foreign = [row for row in counted if not judge.reads(row)]
    if not foreign:
        return frozenset()
    after = {_key(row, slot): row for row in ask(replace(question, as_known_at=None))}
    today = Judge(user, None)
    today.see(list(after.values()))
    kept: set[int] = set()
    moved: list[tuple[int, Row, Row]] = []
    for row in foreign:
        found = after.get(_key(row, slot))
        if today.withholds(row) or (found is not None and (today.is_small(found) or today.withholds(found))):
            kept.add(id(row))
            continue
        for claim, same in _claims_beside(row, found):
            if same is None or (_stands_on(same) == _stands_on(claim) and same.total != claim.total):
                kept.add(id(row))
            elif _stands_on(same) != _stands_on(claim):
                moved.append((id(row), claim, same))
    return frozenset(kept | _moved(question, moved, slot, (then, now), user))


def _claims_beside(row: Row, found: Row | None) -> Iterator[tuple[Row, Row | None]]:
    """Every claim of a row, for the others are told beside it, with the same claim of today; None where it has gone, or
    where there are several of its kind."""
    today = [found, *found.beside] if found is not None else []
    of_then = [row, *row.beside]
    for claim in of_then:
        same = [other for other in today if other.basis == claim.basis]
        is_clear = len(same) == 1 and sum(other.basis == claim.basis for other in of_then) == 1
        yield claim, same[0] if is_clear else next((other for other in same if other == claim), None)


def _moved(
    question: Question,
    moved: Sequence[tuple[int, Row, Row]],
    slot: Callable[[Row], Period | None],
    instants: tuple[int, int],
    user: User,
) -> set[int]:
    """Of claims that stood on other figures then, the rows (by `id`) of those whose difference may not be told, or
    cannot be judged."""
    judged = [item for item in moved if _is_judged(question, item[1])]
    behind = set().union(*(_stands_on(claim) ^ _stands_on(same) for _, claim, same in judged))
    if len(behind) > MOST_MOVED:
        judged = []
    kept = {row for row, claim, _ in moved if not judged or not _is_judged(question, claim)}
    items = [Difference(c.indicator, c.place, c.cell, slot(c), c, same) for _, c, same in judged]
    flags = kept_differences(items, question.place, *instants, user)
    return kept | {row for (row, _, _), is_kept in zip(judged, flags, strict=True) if is_kept}


def _is_judged(question: Question, row: Row) -> bool:
    """Whether the figures' own differences are the total's."""
    adds = definition(row.indicator).nature in ADDING
    return adds and question.frame is None and row.place != GROUP and not row.cell


def _stands_on(row: Row) -> frozenset[int]:
    return frozenset(row.figure_ids) if row.total is not None else frozenset()


def _key(row: Row, slot: Callable[[Row], Period | None]) -> Hashable:
    return row.indicator, row.place, row.cell, slot(row)
