"""Which version stands: on decisions alone, without a database."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from chungtay.ledger.standing import Event, Stretch, stretches

DECISIONS = st.lists(st.tuples(st.integers(1, 4), st.booleans()), max_size=25)


def course(*decided: tuple[int, bool]) -> list[Stretch]:
    """Decisions (version, stands) at transactions 1, 2, 3...; the version serves as the batch's id."""
    return stretches(Event(at, version, version, stands) for at, (version, stands) in enumerate(decided, 1))


def standing_at(decided: list[tuple[int, bool]], at: int) -> int | None:
    """The definition, word for word: the highest version whose latest decision lets it stand."""
    latest = dict(decided[:at])
    return max((version for version, stands in latest.items() if stands), default=None)


def test_nothing_stands_before_an_approval() -> None:
    assert course((1, False)) == []


def test_an_approved_version_stands_from_its_approval() -> None:
    assert course((1, False), (1, True)) == [Stretch(1, 2)]


def test_publishing_does_not_begin_anew() -> None:
    assert course((1, True), (1, True)) == [Stretch(1, 1)]


def test_a_later_approved_version_supersedes() -> None:
    assert course((1, True), (2, False), (2, True)) == [Stretch(1, 1, 3), Stretch(2, 3)]


def test_a_returned_newer_version_supersedes_nothing() -> None:
    assert course((1, True), (2, False), (2, False)) == [Stretch(1, 1)]


def test_an_older_version_approved_late_does_not_push_out_the_newer() -> None:
    assert course((2, True), (1, True)) == [Stretch(2, 1)]


def test_when_the_newer_is_withdrawn_the_older_stands_again() -> None:
    assert course((1, True), (2, True), (2, False)) == [Stretch(1, 1, 2), Stretch(2, 2, 3), Stretch(1, 3)]


def test_decisions_of_one_transaction_leave_no_empty_stretch() -> None:
    assert stretches([Event(1, 1, 1, True), Event(1, 2, 2, True)]) == [Stretch(2, 1)]


@given(DECISIONS)
def test_at_every_transaction_just_the_version_of_the_definition_stands(decided: list[tuple[int, bool]]) -> None:
    found = course(*decided)
    for at in range(1, len(decided) + 1):
        standing = [s.batch_id for s in found if s.known_from <= at and (s.known_to is None or at < s.known_to)]
        assert standing == [v for v in [standing_at(decided, at)] if v is not None]


@given(DECISIONS)
def test_stretches_run_forward_and_never_overlap(decided: list[tuple[int, bool]]) -> None:
    found = course(*decided)
    assert all(s.known_to is None or s.known_from < s.known_to for s in found)
    assert all(a.known_to is not None and a.known_to <= b.known_from for a, b in pairwise(found))
