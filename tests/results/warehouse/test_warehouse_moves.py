"""What led from one total to another: over random ledgers the moves add up to what the oracle says at both instants."""

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from chungtay.kernel.periods import Period, calendar_month, calendar_quarter
from chungtay.kernel.quantities import Total
from chungtay.results.warehouse import reference_engine
from chungtay.results.warehouse.facts import Duty, Fact, PlaceNode, Rule, World, attestation_rank, known
from chungtay.results.warehouse.moves import Known, Move, MoveKind, moves_between
from chungtay.results.warehouse.questions import By, Question, Row

PARENTS = {"vn": None, "pA": "vn", "pB": "vn", "a1": "pA", "a2": "pA", "b1": "pB"}
LEVELS = {"vn": "country", "pA": "province", "pB": "province"}
NODES = {key: PlaceNode(key, LEVELS.get(key, "commune"), parent) for key, parent in PARENTS.items()}
PERIODS = [*(calendar_month(2025, month) for month in (1, 2, 3)), calendar_quarter(2025, 1)]
LAST = 12


@dataclass(frozen=True)
class Version:
    """One version of a report about one place and period: from which transaction to which it counted."""

    place: str
    period: Period
    line: str
    value: int
    since: int
    until: int | None


@st.composite
def versions(draw: st.DrawFn) -> list[Version]:
    """Reports of random bodies, each with versions one after the other, some of them withdrawn."""
    key = st.tuples(st.sampled_from(list(PARENTS)), st.sampled_from(PERIODS), st.sampled_from(["police", "front"]))
    found = []
    for place, period, line in draw(st.lists(key, max_size=9, unique=True)):
        turns = sorted(draw(st.sets(st.integers(1, LAST), min_size=1, max_size=4)))
        for since, until in zip(turns, [*turns[1:], None], strict=True):
            if draw(st.integers(0, 4)):
                found.append(Version(place, period, line, draw(st.integers(0, 9)), since, until))
    return found


def world_of(found: list[Version], rule: Rule) -> World:
    facts = tuple(
        Fact(
            number,
            rule.code,
            version.place,
            version.period,
            Total(*[Decimal(version.value)] * 3),
            batch=number,
            rank=attestation_rank(version.line, about_own_place=True),
            known_from=version.since,
            known_to=version.until,
        )
        for number, version in enumerate(found, 1)
    )
    duties = tuple(Duty("monthly", key, PERIODS[0].start) for key in ("a1", "a2", "b1"))
    return World(NODES, {rule.code: rule}, facts, duties)


def explained(world: World, question: Question, then: int, now: int) -> list[tuple[Row | None, Row | None, list[Move]]]:
    rows = [
        {row.place: row for row in reference_engine.answer(world, Question(**{**vars(question), "as_known_at": at}))}
        for at in (then, now)
    ]
    known_figures = {
        fact.id: Known(
            fact.id,
            (fact.place, fact.period, fact.rank),
            fact.place,
            fact.cell,
            fact.period,
            fact.quantity or Total(),
            known(fact, then),
            known(fact, now),
        )
        for fact in world.facts
    }
    found = []
    for place in sorted({*rows[0], *rows[1]}):
        before, after = rows[0].get(place), rows[1].get(place)
        ids = [row.figure_ids if row is not None and row.total is not None else () for row in (before, after)]
        found.append((before, after, list(moves_between(*ids, known_figures, above))))
    return found


def above(place: str) -> list[str]:
    parent = PARENTS[place]
    return [] if parent is None else [parent, *above(parent)]


def value(row: Row | None) -> Decimal:
    return row.total.value if row is not None and row.total is not None else Decimal(0)


@settings(max_examples=80)
@given(
    versions(),
    st.sampled_from(["sum", "last"]),
    st.sampled_from(["reported", "rolled_up", ""]),
    st.sampled_from(list(By)),
    st.tuples(st.integers(0, LAST), st.integers(0, LAST)).map(sorted),
)
def test_what_moved_adds_up_to_the_difference_of_the_totals(
    found: list[Version], over_time: str, leads: str, by: By, instants: list[int]
) -> None:
    rule = Rule("sessions", "sum", over_time, leads, forms=frozenset({"monthly"}))
    question = Question((rule.code,), "vn", calendar_quarter(2025, 1), by=by)
    for before, after, moves in explained(world_of(found, rule), question, *instants):
        assert sum(move.change for move in moves) == value(after) - value(before)
        for move in moves:
            sides = (move.old and move.old.now, move.new and move.new.then)
            assert (
                sides
                == {
                    MoveKind.CAME: (None, False),
                    MoveKind.CORRECTED: (False, False),
                    MoveKind.ENDED: (False, None),
                    MoveKind.LEADS: (None, True),
                    MoveKind.LED: (True, None),
                }[move.kind]
            )


def moved(*found: Version, leads: str = "reported", then: int = 1, now: int = 9) -> list[tuple[MoveKind, int, int]]:
    rule = Rule("sessions", "sum", "sum", leads, forms=frozenset({"monthly"}))
    question = Question((rule.code,), "pA", PERIODS[0])
    [(_, _, moves)] = explained(world_of(list(found), rule), question, then, now)
    return [(move.kind, move.figure.id, int(move.change)) for move in moves]


def test_a_correction_is_one_move_from_the_old_number_to_the_new() -> None:
    old, new = (Version("a1", PERIODS[0], "police", *rest) for rest in ((5, 1, 4), (8, 4, None)))
    assert moved(old, new) == [(MoveKind.CORRECTED, 2, 3)]


def test_what_was_withdrawn_ended_and_what_was_approved_came() -> None:
    gone, come = Version("a1", PERIODS[0], "police", 5, 1, 4), Version("a2", PERIODS[0], "police", 7, 3, None)
    assert moved(gone, come) == [(MoveKind.ENDED, 1, -5), (MoveKind.CAME, 2, 7)]


def test_a_bodys_own_total_that_came_takes_the_place_of_the_sum_from_below() -> None:
    below, own = Version("a1", PERIODS[0], "police", 5, 1, None), Version("pA", PERIODS[0], "police", 9, 3, None)
    assert moved(below, own) == [(MoveKind.LED, 1, -5), (MoveKind.CAME, 2, 9)]


def test_another_lines_figure_leads_again_when_the_leading_one_is_withdrawn() -> None:
    police, front = Version("a1", PERIODS[0], "police", 5, 1, 4), Version("a1", PERIODS[0], "front", 6, 1, None)
    assert moved(police, front) == [(MoveKind.ENDED, 1, -5), (MoveKind.LEADS, 2, 6)]
