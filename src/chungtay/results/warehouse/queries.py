"""Asking: live questions over the latest generation and the ledger's tail, or frozen ones from a snapshot alone."""

import logging
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
from django.conf import settings

from chungtay.kernel.errors import Both, NotAllowed, Refusal
from chungtay.kernel.periods import Period, Regime
from chungtay.ledger import queries as ledger
from chungtay.reference.actors.policies import sees_place, visible_q
from chungtay.reference.actors.queries import bodies_open_to
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places.queries import lies_within, place_get
from chungtay.results.warehouse import answers, framed
from chungtay.results.warehouse.acyclic import acyclic
from chungtay.results.warehouse.asking import check_asked
from chungtay.results.warehouse.facts import World
from chungtay.results.warehouse.generations import (
    State,
    generation_latest,
    generation_state,
    generations_folder,
    generations_kept,
)
from chungtay.results.warehouse.groups import grouped
from chungtay.results.warehouse.loading import Reader, world_of
from chungtay.results.warehouse.models import Generation, Snapshot
from chungtay.results.warehouse.onmap import check_on_map, world_on_map
from chungtay.results.warehouse.questions import By, Question, Row
from chungtay.results.warehouse.snapshot_files import snapshots_state
from chungtay.results.warehouse.snapshots import facts_of
from chungtay.results.warehouse.soundness import set_aside
from chungtay.results.warehouse.spark_sessions import cluster_of
from chungtay.results.warehouse.stores import Store, store_of
from chungtay.results.warehouse.tailing import tail_at
from chungtay.results.warehouse.tails import Tail
from chungtay.results.warehouse.types import SnapshotFacts

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

_log = logging.getLogger(__name__)
_FEW_FIGURES = 200
"""Of more, the bodies behind a row are asked of the ledger by themselves: it names each once."""

Answered = answers.Answer | answers.Listed
"""What gives rows (`rows()`) and columns (`table`)."""

__all__ = [
    "Answered",
    "State",
    "answer",
    "answer_group",
    "ask",
    "generation_latest",
    "generation_state",
    "generations_kept",
    "is_few",
    "live",
    "opens_rows",
    "place_of",
    "reads_all",
    "small_cell",
    "snapshot_facts",
    "snapshot_get",
    "snapshot_period",
    "snapshots_of_term",
    "snapshots_state",
    "snapshots_visible",
]


def answer(question: Question, *, user: "User | None" = None, snapshot: Snapshot | None = None) -> list[Row]:
    """The rows of a question, of the ledger as it is now (or was at `as_known_at`), or of a snapshot alone.

    With a user, a place outside the territory is refused with NotAllowed KHO-404, like one that does not exist.
    Without one, the caller answers for who sees the rows. Refusal DANHMUC-002 for an unknown indicator; for a question
    with a frame also KHO-007 to 009 (`onmap`); for one too large, or that divides time into nothing, those of `asking`.
    """
    place = place_of(question.place, user)
    check_asked(question, place)
    if question.frame is not None:
        if snapshot is not None:
            raise _no_maps(snapshot)
        return live(world_on_map(question, place, user), question)
    if snapshot is not None:
        return snapshot_facts(snapshot).ask(question)
    return live(world_of(place, question.indicators), question)


def ask(question: Question, *, user: "User | None" = None) -> Answered:
    """The same of the ledger, as columns where they are wanted (`table`, as `columns.TABLE`) or as rows."""
    place = place_of(question.place, user)
    check_asked(question, place)
    if question.frame is not None:
        return _asked(world_on_map(question, place, user), question)
    return _asked(world_of(place, question.indicators), question)


def answer_group(question: Question, members: "Sequence[Place]", *, user: "User | None" = None) -> list[Row]:
    """The rows of a question about some places of `question.place` taken together, of the ledger alone.

    Rows of the whole bear GROUP as their place; `by` gives rows of the members and of what lies in them. Members that
    lie in other members are not counted twice. NotAllowed KHO-404 for a member outside `question.place`, and as in
    `answer`; Refusal KHO-006 without members, KHO-010 with a frame. What may not be told is for `withholding` to say.
    """
    place = place_of(question.place, user)
    if not members:
        raise Refusal.of(
            "KHO-006",
            Both("nhóm địa bàn", "group of places"),
            read=place.full_name,
            expected=Both(
                "nhóm có thành viên ở địa bàn này vào ngày cuối kỳ", "members there on the period's last day"
            ),
            todo=Both("xem thành viên của nhóm theo ngày", "see the group's members on a day"),
            vi="nhóm không có thành viên nào ở đây vào ngày đó",
            en="the group has no members here on that day",
        )
    outside = [member.key for member in members if not lies_within(member, place)]
    if outside:
        raise _hidden(", ".join(sorted(outside)))
    if question.frame is not None:
        return _group_on_map(question, question.frame, place, members, user)
    world = world_of(place, question.indicators)
    return live(*grouped(world, question, (member.key for member in members)))


def _group_on_map(
    question: Question, on: date, place: "Place", members: "Sequence[Place]", user: "User | None"
) -> list[Row]:
    for member in members:
        check_on_map(member, on)
    world, keys = world_on_map(question, place, user), {member.key for member in members}
    if question.by is By.ONE:
        return live(world, replace(question, members=tuple(sorted(keys))))
    return [row for row in live(world, question) if keys.intersection(_line(world, row.place))]


def _line(world: World, key: str) -> Iterator[str]:
    above: str | None = key
    while above is not None and above in world.places:
        yield above
        above = world.places[above].parent


def live(world: World, question: Question) -> list[Row]:
    """The rows of a question about the ledger, over the places and duties of a world that bears no facts."""
    return _asked(world, question).rows()


@dataclass(frozen=True)
class Standing:
    """What stands for the ledger at a transaction: a generation of the ledger up to `transaction`, read as known `at`
    (None: as it is), and what the ledger says beyond it."""

    store: Store
    at: int | None
    tail: Tail | None
    transaction: int


def standing_at(transaction: int | None) -> Standing | None:
    """As the ledger is now, or was; None before the first generation."""
    generation = generation_latest()
    return None if generation is None else _standing(generation, ledger.transaction_now(), transaction)


def _standing(generation: Generation, now: int, asked: int | None) -> Standing:
    after, at = generation.transaction_number, now if asked is None else asked
    cluster = cluster_of(settings.WAREHOUSE, settings.WAREHOUSE_SEEN_AS)
    tail = tail_at(generation.folder, after=after, at=at, now=now) if at > after else None
    store = store_of(generations_folder() / generation.folder, settings.WAREHOUSE_READ_MEMORY, cluster=cluster)
    return Standing(store, at if at < after else None, tail, after)


def _asked(world: World, question: Question) -> Answered:
    now = ledger.transaction_now()
    at = now if question.as_known_at is None else question.as_known_at
    generation = generation_latest()
    if generation is None:
        return answers.Listed(_from_ledger(world, question, at))
    try:
        with acyclic():
            standing = _standing(generation, now, at)
            return answers.ask(standing.store, world, replace(question, as_known_at=standing.at), standing.tail)
    except (duckdb.Error, pa.ArrowException, OSError):
        if not set_aside(generations_folder() / generation.folder):
            raise
        _log.error("warehouse: generation %s is damaged; run chungtay warehouse build", generation.folder)
        return _asked(world, question)


def place_of(key: str, user: "User | None") -> "Place":
    """The place with a key; NotAllowed KHO-404 for one outside the user's territory, or of none."""
    if user is None:
        return place_get(key)
    try:
        place = place_get(key)
    except Refusal:
        raise _hidden(key) from None
    if not sees_place(user, place):
        raise _hidden(key)
    return place


def _from_ledger(world: World, question: Question, at: int) -> list[Row]:
    """Before the first generation: the ledger itself, row by row. Slow beyond some 100,000 figures."""
    reader = Reader()
    facts = tuple(fact for fact in reader.facts(ledger.rows_known(at=at)) if fact.indicator in world.rules)
    now = replace(question, as_known_at=None)
    return framed.answer(replace(world, facts=facts, receipts=tuple(reader.receipts())), now)


def small_cell(row: Row, user: "User | None") -> bool:
    """Whether a row must be shown as "<5" to this account, and its parts and differences not at all.

    True for 1 up to the indicator's threshold, unless the account belongs to the body that reported every figure
    behind the row or to the one that this body reports to. A row without figures (`trace` False) is small for all.
    """
    return is_few(row) and not reads_all(row, user)


def is_few(row: Row) -> bool:
    """Whether any number of a row is from 1 up to the indicator's threshold, whoever reads it."""
    threshold = definition(row.indicator).threshold
    if threshold is None:
        return False
    for item in (row.total, row.also_reported, *(other.total for other in row.beside)):
        if item is not None and 0 < item.value < threshold:
            return True
    return False


def reads_all(row: Row, user: "User | None") -> bool:
    """Whether small counts behind a row are open to the account: those of every body whose figures it was made from.
    False of a row without figures."""
    return user is not None and opens_rows([row], bodies_open_to(user.body_id))[0]


def opens_rows(rows: Sequence[Row], open_to: Collection[tuple[int, str]]) -> list[bool]:
    """`reads_all` of many rows by whoever may read the small counts of some bodies (as `bodies_open_to` gives them):
    with one question for all rows that are made of few figures."""
    behind = [figures_behind(row) for row in rows]
    together: set[int] = set().union(*(ids for ids in behind if len(ids) <= _FEW_FIGURES))
    bodies = ledger.body_of_each(together)
    stating = [
        {bodies[id] for id in ids if id in bodies} if len(ids) <= _FEW_FIGURES else ledger.bodies_of_figures(ids)
        for ids in behind
    ]
    near = {body for body, _ in open_to}
    return [bool(ids) and found <= near for ids, found in zip(behind, stating, strict=True)]


def figures_behind(row: Row) -> set[int]:
    """The figures (ids) that a row and the claims beside it were made from."""
    return {*row.figure_ids, *(id for other in row.beside for id in other.figure_ids)}


def snapshot_get(code: str, *, by: "User") -> Snapshot:
    """A snapshot of the account's territory; NotAllowed KHO-404 for any other, whether it exists or not."""
    found = Snapshot.objects.select_related("programme", "place").filter(code=code).first()
    if found is None or not sees_place(by, found.place):
        raise _hidden(code)
    return found


def snapshots_visible(by: "User") -> "QuerySet[Snapshot]":
    """Snapshots of the account's territory, latest first."""
    return Snapshot.objects.filter(visible_q(by)).select_related("programme", "place").order_by("-pk")


def snapshots_of_term(programme_id: int, place_id: int, period: Period) -> "QuerySet[Snapshot]":
    """How often just this term was frozen, first to last; for who may freeze it."""
    found = Snapshot.objects.filter(programme=programme_id, place=place_id, start=period.start, end=period.end)
    return found.order_by("pk")


def snapshot_period(snapshot: Snapshot) -> Period:
    """The period that was frozen."""
    whole_years = (snapshot.start.month, snapshot.start.day, snapshot.end.month, snapshot.end.day) == (1, 1, 12, 31)
    return Period(snapshot.start, snapshot.end, Regime.PROGRAMME_TERM if whole_years else Regime.SPAN)


def snapshot_facts(snapshot: Snapshot) -> SnapshotFacts:
    """All that the snapshot holds, typed, with `ask` for questions of it alone. Refusals KHO-003 and KHO-004.

    The last few are kept in memory: a snapshot never changes.
    """
    return _facts(snapshot.pk, snapshot.digest)


@lru_cache(maxsize=4)
def _facts(pk: int, digest: str) -> SnapshotFacts:
    return facts_of(Snapshot.objects.get(pk=pk, digest=digest))


def _no_maps(snapshot: Snapshot) -> Refusal:
    return Refusal.of(
        "KHO-009",
        Both("bản chốt số liệu", "snapshot"),
        read=snapshot.code,
        expected=Both("câu hỏi theo nguyên trạng", "a question as was"),
        todo=Both(
            f"hỏi sổ cái như đã biết tại giao dịch {snapshot.transaction_number}",
            f"ask the ledger as known at transaction {snapshot.transaction_number}",
        ),
        vi="bản chốt không giữ bản đồ của các ngày khác",
        en="a snapshot holds no maps of other days",
    )


def _hidden(read: str) -> NotAllowed:
    refusal = NotAllowed.of(
        "KHO-404",
        Both("số liệu", "figures"),
        read=read,
        expected=Both("địa bàn của đơn vị", "a place of your body's territory"),
        todo=Both("chọn địa bàn khác", "choose another place"),
        vi="không có số liệu này",
        en="there are no such figures",
    )
    assert isinstance(refusal, NotAllowed)
    return refusal
