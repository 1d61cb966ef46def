"""What takes two people is done by two, once; an administrator's hour is read-only, told and seen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from chungtay import flow
from chungtay.flow_issuing import term_key, term_opened_again
from chungtay.gathering.approval import extraordinary as room
from chungtay.gathering.approval.models import Emergency, Proposal
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.periods import Period, Regime
from chungtay.reference.actors.queries import Role
from chungtay.reference.actors.services import account_create
from chungtay.reference.audit.queries import entries
from chungtay.results.issuing import services
from chungtay.results.warehouse.queries import snapshot_period
from results.issuing.paper_samples import written
from results.reviews.ledger_of_three import frozen

pytestmark = pytest.mark.django_db
TERM = "1:p01@2025:2025-01-01:2026-12-31"
WHY = {"ground": "mistake", "document": "12/QĐ-CAT"}


@pytest.fixture
def proposal(cast: Any) -> Proposal:
    """Bình of Hà Nội proposes; Dũng stands above."""
    return room.propose(by=cast.binh, kind=room.TERM, thing=TERM, **WHY)


def test_nobody_is_the_second_person_to_oneself_and_no_stranger_is(cast: Any, proposal: Proposal) -> None:
    for user in (cast.binh, cast.giang, cast.chi, cast.hoa):
        with pytest.raises(NotAllowed):
            room.decide(by=user, id=proposal.pk, accept=True)
    with pytest.raises(Refusal, match="HAINGUOI-001"):
        room.take(kind=room.TERM, thing=TERM, by=cast.binh)


def test_what_two_agreed_on_is_good_once_and_told(cast: Any, proposal: Proposal) -> None:
    room.decide(by=cast.dung, id=proposal.pk, accept=True)
    room.take(kind=room.TERM, thing=TERM, by=cast.binh)
    with pytest.raises(Refusal, match="HAINGUOI-001"):
        room.take(kind=room.TERM, thing=TERM, by=cast.binh)
    told = [entry.deed for entry in entries(None, deed="proposal")]
    assert told == ["proposal.used", "proposal.confirmed", "proposal.made"]


def test_what_was_refused_or_is_old_is_not_good(cast: Any, proposal: Proposal) -> None:
    room.decide(by=cast.dung, id=proposal.pk, accept=True)
    Proposal.objects.filter(pk=proposal.pk).update(decided_at=timezone.now() - timedelta(days=8))
    other = room.propose(by=cast.binh, kind=room.TERM, thing=TERM, **WHY)
    room.decide(by=cast.dung, id=other.pk, accept=False)
    with pytest.raises(Refusal, match="HAINGUOI-001"):
        room.take(kind=room.TERM, thing=TERM, by=cast.binh)


def test_the_catalogue_is_the_centres_and_grounds_are_of_a_list(cast: Any) -> None:
    with pytest.raises(NotAllowed):
        room.propose(by=cast.binh, kind=room.CATALOGUE, thing="abc", **WHY)
    with pytest.raises(Refusal) as refused:
        room.propose(by=cast.dung, kind=room.CATALOGUE, thing="abc", ground="because", document="ông A nói thế")
    assert [problem.code for problem in refused.value.problems] == ["HAINGUOI-002", "HAINGUOI-003"]


def test_another_catalogue_waits_for_two_people(cast: Any, settings: Any) -> None:
    from chungtay.faces.commands.setup import _second_person_for_the_catalogue
    from chungtay.reference.indicators.models import Indicator

    settings.TWO_PEOPLE = True
    _second_person_for_the_catalogue()
    Indicator.objects.update(catalogue_digest="0" * 64)
    with pytest.raises(Refusal, match="HAINGUOI-001"):
        _second_person_for_the_catalogue()


def test_pages_start_with_the_old_catalogue_until_two_people_agreed(cast: Any, settings: Any) -> None:
    from chungtay.faces.commands.setup import prepare
    from chungtay.health.data import catalogue
    from chungtay.health.findings import State
    from chungtay.reference.indicators.models import Indicator
    from chungtay.reference.indicators.queries import catalogue_waiting

    settings.TWO_PEOPLE = True
    Indicator.objects.update(catalogue_digest="0" * 64)
    assert (prepare(), catalogue().state) == (False, State.WARNING)
    with pytest.raises(Refusal, match="HAINGUOI-001"):
        prepare(must_load_catalogue=True)
    digest = catalogue_waiting()[:16]
    proposal = room.propose(by=cast.dung, kind=room.CATALOGUE, thing=digest, **WHY)
    proposal.decided_at, proposal.is_accepted = timezone.now(), True
    proposal.save()
    assert (prepare(), catalogue().state) == (True, State.OK)


def _ledger_out_of_reach(execute: Any, sql: str, *rest: Any) -> Any:
    if "max(number) FROM ledger_transaction" in sql:
        raise DatabaseError("out of reach")
    return execute(sql, *rest)


@pytest.mark.long
def test_a_term_of_which_a_review_was_issued_is_opened_again_by_two(cast: Any, settings: Any) -> None:
    settings.TWO_PEOPLE = True
    snapshot = frozen(cast, place="p42@2013")
    by, programme, place, period = cast.giang, snapshot.programme, snapshot.place, snapshot_period(snapshot)
    term_opened_again(by, programme, place, period)
    services.issue(by=by, review=written(by, snapshot), number=5, issued_on=timezone.localdate())
    with pytest.raises(Refusal, match="HAINGUOI-001"):
        flow.snapshot_freeze(by=by, programme=programme, place=place, period=period)
    proposal = room.propose(by=by, kind=room.TERM, thing=term_key(programme.pk, place.key, period), **WHY)
    room.decide(by=cast.dung, id=proposal.pk, accept=True)
    with connection.execute_wrapper(_ledger_out_of_reach), pytest.raises(DatabaseError, match="out of reach"):
        flow.snapshot_freeze(by=by, programme=programme, place=place, period=period)
    proposal.refresh_from_db()
    assert proposal.used_at is None, "a freeze that failed used up what two people agreed on"
    flow.snapshot_freeze(by=by, programme=programme, place=place, period=period)
    proposal.refresh_from_db()
    assert proposal.used_at is not None


def test_neither_another_day_nor_an_earlier_draft_gets_round_the_second_person(cast: Any, settings: Any) -> None:
    settings.TWO_PEOPLE = True
    snapshot, by, today = frozen(cast, place="p42@2013"), cast.giang, timezone.localdate()
    programme, place, term = snapshot.programme, snapshot.place, snapshot_period(snapshot)
    draft = written(by, flow.snapshot_freeze(by=by, programme=programme, place=place, period=term))
    services.issue(by=by, review=written(by, snapshot), number=5, issued_on=today)
    day = timedelta(days=1)
    for start, end in ((term.start + day, term.end), (term.start, term.end - day)):
        with pytest.raises(Refusal, match="HAINGUOI-001"):
            term_opened_again(by, programme, place, Period(start, end, Regime.SPAN))
    with pytest.raises(Refusal, match="HAINGUOI-001"):
        flow.review_issue(by=by, review=draft, number=6, issued_on=today)
    year = Period(term.end.replace(month=1, day=1), term.end, Regime.SPAN)
    term_opened_again(by, programme, place, year)


@pytest.fixture
def keeper(cast: Any) -> Any:
    return account_create(
        username="quantri", password=None, display_name="Quản trị", body=cast.chi.body, role=Role.ADMINISTRATOR
    )


def test_oversight_of_the_land_sees_it_and_nobody_else_ticks_it_off(cast: Any, keeper: Any) -> None:
    found = room.emergency_open(by=keeper, **WHY)
    here, away = (
        account_create(username=f"gs{i}", password=None, display_name="Giám sát", body=body, role=Role.OVERSIGHT)
        for i, body in enumerate((cast.chi.body, cast.giang.body))
    )
    for user in (away, keeper, cast.dung):
        with pytest.raises(NotAllowed):
            room.emergency_seen(by=user, id=found.pk)
    room.emergency_seen(by=here, id=found.pk)
    assert Emergency.objects.get(pk=found.pk).seen_by == here
    with pytest.raises(NotAllowed):
        room.emergency_open(by=cast.chi, **WHY)
