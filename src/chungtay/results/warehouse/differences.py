"""The difference of a total between two instants, figure by figure: which came, which were corrected, which ended.

Only of totals that add (flows and stocks), because only there the figures' own differences are the total's.

What is withheld at either instant is not to be had from the difference (decision 0009): of an indicator with a
threshold an outsider is told a difference only if both totals may be told, no part of a breakdown is asked, and no
figure that moved, before, after or in how far it changed, is small or kept. Otherwise nothing of it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import Total
from chungtay.ledger import queries as ledger
from chungtay.ledger.types import DecisionKind
from chungtay.reference.actors.policies import reads_small_counts
from chungtay.reference.actors.queries import bodies_by_id
from chungtay.reference.indicators.catalogue import is_sensitive_cell
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places.queries import place_get, place_keys
from chungtay.results.warehouse.facts import PlaceNode, divide
from chungtay.results.warehouse.loading import nodes_of, total_of
from chungtay.results.warehouse.moves import Known, Move, MoveKind, moves_between
from chungtay.results.warehouse.queries import answer, small_cell
from chungtay.results.warehouse.questions import Question, Row
from chungtay.results.warehouse.withholding import figures_withheld, withheld_cell

if TYPE_CHECKING:
    from chungtay.ledger.queries import Deed
    from chungtay.ledger.standing import Stretch
    from chungtay.ledger.types import RecordedFigure
    from chungtay.reference.actors.models import User

ADDING = ("flow", "stock")
_AT_ONCE = 2000


@dataclass(frozen=True)
class Step:
    """One move with what is known of it. `deed` is the decision that made the figure count, or cease to; of a figure
    that only gave way to another, the decision about that one; None where neither changed (somebody owes otherwise)."""

    move: Move
    old: RecordedFigure | None
    new: RecordedFigure | None
    deed: Deed | None

    @property
    def figure(self) -> RecordedFigure:
        """The newer figure, the older where there is none."""
        found = self.new or self.old
        assert found is not None
        return found


@dataclass(frozen=True)
class Difference:
    """One total at two instants. The changes of the steps add up to `change`.

    `is_kept`: nothing of it may be told to the account; rows and steps are then left out. `unlisted` steps are not
    told one by one, because their places would tell where kinds are that no list names below a province.
    """

    indicator: str
    place: str
    cell: str
    period: Period | None
    before: Row | None = None
    after: Row | None = None
    steps: tuple[Step, ...] = ()
    is_kept: bool = False
    unlisted: int = 0

    @property
    def change(self) -> Decimal:
        """The new total less the old one; a total that nobody stated counts as nothing."""
        return _value(self.after) - _value(self.before)

    def by_kind(self) -> list[tuple[MoveKind, int, Decimal]]:
        """How many figures moved in each way, and what they came to together."""
        found = []
        for kind in MoveKind:
            changes = [step.move.change for step in self.steps if step.move.kind is kind]
            if changes:
                found.append((kind, len(changes), sum(changes, Decimal(0))))
        return found


def explain(question: Question, then: int, now: int, user: User | None = None) -> list[Difference]:
    """Each total of a question as known at transaction `then` and at `now`, with what led from one to the other.

    Rows that are the same at both instants and stand on the same figures are left out. With a user as in
    `queries.answer`, small counts kept. Refusal KHO-023 for what does not add, KHO-024 with a frame or backwards.
    """
    _check(question, then, now)
    asked = replace(question, trace=True, by_period=None)
    found: list[Difference] = []
    for bucket in _buckets(question):
        sides = [
            {_key(asked, row): row for row in answer(replace(asked, period=bucket, as_known_at=at), user=user)}
            for at in (then, now)
        ]
        for key in sorted({*sides[0], *sides[1]}, key=str):
            before, after = sides[0].get(key), sides[1].get(key)
            if _ids(before) ^ _ids(after):
                period = bucket if bucket is not None else (after or before).period  # type: ignore[union-attr]
                found.append(Difference(key[0], key[1], key[2], period, before, after))
    return _explained(found, question.place, then, now, user)


def _check(question: Question, then: int, now: int) -> None:
    for code in question.indicators:
        meaning = definition(code)
        if meaning.nature not in ADDING:
            raise Refusal.of(
                "KHO-023",
                Both(f"chỉ tiêu {code}", f"indicator {code}"),
                read=meaning.name_vi,
                expected=Both("số phát sinh hoặc số hiện có", "a flow or a stock"),
                vi="chênh lệch của tỷ lệ hoặc của số đếm theo danh sách không phải là tổng chênh lệch của từng số liệu",
                en="the difference of a ratio or of a union is not the sum of its figures' differences",
                todo=Both(
                    "hỏi tử số và mẫu số, hoặc hỏi hai thời điểm", "ask for its two counts, or for both instants"
                ),
            )
    if question.frame is not None or question.as_known_at is not None or then > now:
        raise Refusal.of(
            "KHO-024",
            Both("hai thời điểm", "the two instants"),
            read=f"{then} → {now}",
            expected=Both(
                "thời điểm trước, rồi thời điểm sau; không kèm bản đồ", "the earlier, then the later; no map"
            ),
            vi="không so được hai thời điểm như vậy",
            en="the two instants cannot be compared like this",
            todo=Both("đổi thứ tự, hoặc bỏ bản đồ", "exchange them, or leave the map out"),
        )


def _buckets(question: Question) -> Sequence[Period | None]:
    if question.period is None or question.by_period is None:
        return [question.period]
    return divide(question.period, question.by_period)


def _key(question: Question, row: Row) -> tuple[str, str, str, Period | None]:
    return row.indicator, row.place, row.cell, row.period if question.period is None else None


def _ids(row: Row | None) -> set[int]:
    return set(row.figure_ids) if row is not None and row.total is not None else set()


def _value(row: Row | None) -> Decimal:
    return row.total.value if row is not None and row.total is not None else Decimal(0)


def kept_differences(found: Sequence[Difference], place: str, then: int, now: int, user: User) -> list[bool]:
    """Of each difference of totals at or under a place, with its rows and without steps: whether nothing of it may be
    told to the account."""
    return [_is_kept(item, then, now, user) for item in _with_steps(found, place, then, now)]


def _explained(found: Sequence[Difference], place: str, then: int, now: int, user: User | None) -> list[Difference]:
    explained = []
    for item in _with_steps(found, place, then, now):
        if user is not None and _is_kept(item, then, now, user):
            explained.append(Difference(item.indicator, item.place, item.cell, item.period, is_kept=True))
        elif user is not None and is_sensitive_cell(item.cell):
            explained.append(replace(item, steps=(), unlisted=len(item.steps)))
        else:
            explained.append(item)
    return explained


def _with_steps(found: Sequence[Difference], place: str, then: int, now: int) -> list[Difference]:
    moved = {id for item in found for id in _ids(item.before) ^ _ids(item.after)}
    evidence = _Evidence(moved, then, now)
    above = _above(nodes_of(place_get(place)))
    stepped = []
    for item in found:
        moves = moves_between(_ids(item.before), _ids(item.after), evidence.known, above)
        stepped.append(replace(item, steps=tuple(evidence.step(move) for move in moves)))
    return stepped


def _above(nodes: Mapping[str, PlaceNode]) -> Callable[[str], Sequence[str]]:
    @cache
    def above(place: str) -> tuple[str, ...]:
        node = nodes.get(place)
        if node is None:
            return ()
        upper = (node.parent,) if node.parent in nodes else ()
        return tuple(key for part in (*upper, node.home_commune) if part for key in (part, *above(part)))

    return above


class _Evidence:
    """The figures that moved, with the stretches of their batches and the decisions that began or ended them."""

    def __init__(self, ids: Iterable[int], then: int, now: int) -> None:
        self.then, self.now = then, now
        self.figures = {figure.id: figure for some in _some(sorted(ids)) for figure in ledger.figures_get(some)}
        self.courses = ledger.courses_of({figure.batch_id for figure in self.figures.values()}, at=now)
        keys = place_keys({figure.claim.place_id for figure in self.figures.values()})
        self.known = {id: self._known(figure, keys) for id, figure in self.figures.items()}
        self.deeds = ledger.deeds_at(
            number
            for figure in self.figures.values()
            for number in (self._began(figure), self._ended(figure))
            if number
        )

    def _known(self, figure: RecordedFigure, keys: Mapping[int, str]) -> Known:
        claim = figure.claim
        report = (figure.body_id, figure.form_code, figure.batch_place_id, figure.batch_period)
        return Known(
            id=figure.id,
            report=report,
            place=keys[claim.place_id],
            cell=claim.cell,
            period=claim.period,
            total=total_of(claim.quantity) or Total(),
            then=self._stretch(figure, self.then) is not None,
            now=self._stretch(figure, self.now) is not None,
            status=claim.status.value,
        )

    def _stretch(self, figure: RecordedFigure, at: int) -> Stretch | None:
        stretches = self.courses.get(figure.batch_id, ())
        return next((s for s in stretches if s.known_from <= at and (s.known_to is None or s.known_to > at)), None)

    def _began(self, figure: RecordedFigure) -> int | None:
        found = self._stretch(figure, self.now)
        return found.known_from if found is not None and found.known_from > self.then else None

    def _ended(self, figure: RecordedFigure) -> int | None:
        found = self._stretch(figure, self.then)
        return found.known_to if found is not None and found.known_to and found.known_to <= self.now else None

    def step(self, move: Move) -> Step:
        """The move with its figures and the decision behind it."""
        old, new = (self.figures[side.id] if side is not None else None for side in (move.old, move.new))
        causes = [new or old] if move.kind not in (MoveKind.LEADS, MoveKind.LED) else []
        causes += [self.figures[id] for id in move.instead]
        return Step(move, old, new, next((deed for figure in causes if figure and (deed := self._deed(figure))), None))

    def _deed(self, figure: RecordedFigure) -> Deed | None:
        number = self._began(figure) or self._ended(figure)
        listed = self.deeds.get(number, []) if number else []
        own = [deed for deed in listed if deed.batch_id == figure.batch_id]
        standing = [deed for deed in listed if DecisionKind(deed.kind).stands]
        return next(iter([*own, *standing, *listed]), None)


def _some(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(ids), _AT_ONCE):
        yield ids[at : at + _AT_ONCE]


def _is_kept(item: Difference, then: int, now: int, user: User) -> bool:
    """Whether nothing of a difference may be told to the account: see the head of this file."""
    threshold = definition(item.indicator).threshold
    if threshold is None:
        return False
    for row, at in ((item.before, then), (item.after, now)):
        if row is not None and (small_cell(row, user) or withheld_cell(row, user, as_known_at=at)):
            return True
    sides = [side for step in item.steps for side in (step.old, step.new) if side is not None]
    bodies = bodies_by_id({side.body_id for side in sides})
    open_to = {pk for pk, body in bodies.items() if reads_small_counts(user, body)}
    if bodies.keys() <= open_to:
        return False
    foreign = [step for step in item.steps if step.figure.body_id not in open_to]
    numbers = [item.change, *(number for step in foreign for number in _numbers(step.move))]
    if item.cell or any(0 < abs(number) < threshold for number in numbers):
        return True
    return any(figures_withheld(sides, user, as_known_at=at) for at in (then, now))


def _numbers(move: Move) -> list[Decimal]:
    return [move.change, *(side.total.value for side in (move.old, move.new) if side is not None)]
