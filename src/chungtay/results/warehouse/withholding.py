"""What is kept from an account beside small counts, asked of the ledger: the one place that every face asks.

`queries.small_cell` says what is shown as "<5"; this says what else is not told so that no small count can be had by
subtraction. The rule is decision 0009; `outsiders` works it out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from chungtay.ledger import queries as ledger
from chungtay.reference.actors.policies import reads_small_counts
from chungtay.reference.actors.queries import bodies_by_id, bodies_open_to
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places.queries import place_get, place_keys
from chungtay.results.warehouse.facts import PlaceNode, World
from chungtay.results.warehouse.loading import nodes_of, rules_of
from chungtay.results.warehouse.outsiders import COUNTRY, Outsider
from chungtay.results.warehouse.queries import answer, answer_group, is_few, live, opens_rows, reads_all, small_cell
from chungtay.results.warehouse.questions import Basis, By, Question, Row
from chungtay.results.warehouse.small import Kept, kept_back

if TYPE_CHECKING:
    from chungtay.kernel.periods import Period
    from chungtay.ledger.types import RecordedFigure
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

__all__ = ["Judge", "figures_withheld", "group_withheld", "kept_from", "outsider_of", "withheld_cell"]


@dataclass
class Judge:
    """What is kept from one account, of many rows: what they are made from is asked of the ledger in one go (`see`).

    `at` is the transaction as known at (None: now), `seen_by` `outsider_of` the account. Rows seen are held, and known
    again by being the same object.
    """

    user: User
    at: int | None = None
    seen_by: Outsider | None = None
    _read: dict[int, bool] = field(default_factory=dict)
    _seen: list[Sequence[Row]] = field(default_factory=list)

    @cached_property
    def open_to(self) -> frozenset[tuple[int, str]]:
        """The bodies whose small counts the account reads."""
        return bodies_open_to(self.user.body_id)

    @cached_property
    def outsider(self) -> Outsider:
        """The account before the figures."""
        return self.seen_by or _outsider(self.user, self.open_to, self.at)

    def see(self, rows: Sequence[Row]) -> set[int]:
        """Make ready to judge rows; gives those (by `id`) of which something is kept from whoever does not read them.

        The others are open to anybody.
        """
        asked = [row for row in rows if is_few(row) or self._is_kept(row)]
        self._seen.append(asked)
        found = set(map(id, asked))
        if asked:
            self._read.update(zip(map(id, asked), opens_rows(asked, self.open_to), strict=True))
        return found

    def reads(self, row: Row) -> bool:
        """Whether all that a row was made from is open to the account."""
        found = self._read.get(id(row))
        return reads_all(row, self.user) if found is None else found

    def is_small(self, row: Row) -> bool:
        """`queries.small_cell`."""
        return is_few(row) and not self.reads(row)

    def withholds(self, row: Row) -> bool:
        """Whether the total of a row is kept though it is not small, because of a small one elsewhere."""
        return self._is_kept(row) and not self.reads(row)

    def _is_kept(self, row: Row) -> bool:
        """Whether it is kept from whoever does not read all of it."""
        meaning, period = definition(row.indicator), row.period
        if row.total is None or period is None or meaning.threshold is None:
            return False
        keeps, made_of = self.outsider.keeps, row.made_of
        # A rate is printed with both of its counts: what is kept of either is kept of it.
        for code in (row.indicator, meaning.numerator, meaning.denominator):
            if code and (
                keeps(code, row.place, period, row.cell) or (made_of and _opens(self.outsider, code, row, period))
            ):
                return True
        return row.denominator is not None and 0 < row.denominator.value < meaning.threshold


def withheld_cell(row: Row, user: User, *, as_known_at: int | None = None, seen_by: Outsider | None = None) -> bool:
    """Whether the total of a row is kept from the account though it is not small, because of a small one elsewhere.

    `seen_by` is `outsider_of` the account, for whoever asks more than once; of thousands of rows ask a `Judge`.
    """
    return Judge(user, as_known_at, seen_by).withholds(row)


def _opens(outsider: Outsider, code: str, row: Row, period: Period) -> bool:
    """Whether a total on another day's map would part what is kept of the units that it was made of.

    Of a cut unit the published share gives back its whole number, and a province may be kept for what lies in it.
    """
    one_by_one = [key for key in row.made_of if row.is_estimated or key.startswith("p")]
    return outsider.splits(code, row.made_of, period, row.cell) or any(
        outsider.keeps(code, key, period, row.cell) for key in one_by_one
    )


def kept_from(
    rows: Sequence[Row],
    whole: Row | None,
    user: User,
    *,
    as_known_at: int | None = None,
    judge: Judge | None = None,
) -> Kept | None:
    """What is kept from the account of the parts of one indicator at one place; None: nothing is told of them.

    `judge` is one of the account, as known at the same transaction, for whoever asks about many places.
    """
    if not rows:
        return Kept(frozenset(), frozenset())
    judge = judge or Judge(user, as_known_at)
    if whole is not None and judge.withholds(whole):
        return None
    kept = kept_back(rows, whole, judge.is_small, definition(rows[0].indicator).threshold)
    if kept is None:
        return None
    more = {row.cell for row in rows if judge.withholds(row)}
    return Kept(kept.small, kept.withheld | more - kept.small)


def figures_withheld(figures: Iterable[RecordedFigure], user: User, *, as_known_at: int | None = None) -> set[int]:
    """Of figures, of any version of any report, those that are kept from the account besides the small ones."""
    counted = [f for f in figures if definition(f.claim.indicator).threshold is not None and f.claim.quantity]
    bodies = bodies_by_id({figure.body_id for figure in counted})
    others = [figure for figure in counted if not reads_small_counts(user, bodies[figure.body_id])]
    if not others:
        return set()
    outsider, keys = outsider_of(user, as_known_at), place_keys({figure.claim.place_id for figure in others})
    return {
        figure.id
        for figure in others
        if outsider.keeps(figure.claim.indicator, keys[figure.claim.place_id], figure.claim.period, figure.claim.cell)
    }


def group_withheld(
    question: Question, members: Sequence[Place], *, by_hand: bool, user: User | None = None
) -> frozenset[str]:
    """The cells whose total over the group must not be told, because it would give away a member's small count.

    Of a group made by hand: wherever one member's own row is small to this account, because such groups can be made
    to differ in one place. Of a group that follows flags: where just one is, because the others can be taken off. Of
    both, where the total would part what is kept of one province, or of the country (`outsiders`).
    """
    if not any(definition(code).threshold is not None for code in question.indicators):
        return frozenset()
    small: dict[str, set[str]] = defaultdict(set)
    rows = _member_rows(question, members)
    for row in rows:
        if small_cell(row, user):
            small[row.cell].add(row.place)
    found = {cell for cell, places in small.items() if by_hand or len(places) == 1}
    return frozenset(found | _split_cells(question, members, rows, user))


def _member_rows(question: Question, members: Sequence[Place]) -> list[Row]:
    """The row of every member by itself: by level in one question where there is such a question."""
    rows: list[Row] = []
    for level in sorted({member.level for member in members}):
        of_level = [member for member in members if member.level == level]
        if level in (By.PROVINCE, By.COMMUNE):
            keys = {member.key for member in of_level}
            found = answer_group(replace(question, by=By(level), trace=True), of_level)
            rows += [row for row in found if row.place in keys]
        else:
            for member in of_level:
                rows += answer(replace(question, place=member.key, by=By.ONE, trace=True))
    return rows


def _split_cells(question: Question, members: Sequence[Place], rows: Sequence[Row], user: User | None) -> set[str]:
    if user is None or question.period is None:
        return set()
    outsider, keys = outsider_of(user, question.as_known_at), {member.key for member in members}
    keys |= {made for row in rows for made in row.made_of}
    split = {
        (row.cell, code)
        for code in question.indicators
        for row in rows
        if outsider.splits(code, keys, question.period, row.cell)
    }
    return {cell for cell, _ in split if not all(reads_all(row, user) for row in rows if row.cell == cell)}


def outsider_of(user: User, at: int | None) -> Outsider:
    """The account before the figures as known at a transaction (None: as they are)."""
    return _outsider(user, bodies_open_to(user.body_id), at)


def _outsider(user: User, open_to: frozenset[tuple[int, str]], at: int | None) -> Outsider:
    known_at = ledger.transaction_now() if at is None else at
    # Numbers of transactions begin anew in another database; the head of the chain does not.
    return _asked(user.body_id, open_to, known_at, ledger.chain_head())


@lru_cache(maxsize=16)
def _asked(body_id: int, open_to: frozenset[tuple[int, str]], at: int, _head: tuple[int, str]) -> Outsider:
    """Kept in memory with what it has chosen: the same is asked for every row of a page, and by the next account."""
    places, near = nodes_of(place_get(COUNTRY)), {body for body, _ in open_to}

    def ask(question: Question) -> list[Row]:
        # Without what was owed: which claim leads hangs on it, and every claim is judged here.
        world = World(nodes_of(place_get(question.place)), rules_of(question.indicators))
        return live(world, replace(question, as_known_at=at))

    def reads(rows: Sequence[Row]) -> set[int]:
        ids = {key: place_get(key).pk for key in {row.place for row in rows if row.basis is Basis.REPORTED}}
        stated = {code: ledger.bodies_stating(code, ids.values()) for code in {row.indicator for row in rows}}
        return {id(row) for row in rows if row.basis is Basis.REPORTED and near & _stating(stated, ids, row)}

    def reads_some(key: str) -> bool:
        return any(key == there or key in _above(places, there) for _, there in open_to)

    return Outsider(places, ask, lambda code: definition(code).threshold, reads, reads_some)


def _stating(
    stated: Mapping[str, Mapping[tuple[int, date, date], set[int]]], ids: Mapping[str, int], row: Row
) -> set[int]:
    assert row.period is not None
    return stated[row.indicator].get((ids[row.place], row.period.start, row.period.end), set())


def _above(places: Mapping[str, PlaceNode], key: str) -> set[str]:
    found, above = set(), places[key].parent if key in places else None
    while above is not None and above in places:
        found.add(above)
        above = places[above].parent
    return found
