"""The chain of what was done: only added to, whole or told where it is not, and forgetting where things came from."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from chungtay.reference.audit import guards
from chungtay.reference.audit.models import Entry, Origin, Way
from chungtay.reference.audit.queries import audit_verify, entries
from chungtay.reference.audit.services import origins_forget, record, visiting

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture(autouse=True)
def three_entries() -> None:
    with visiting(Way.DESK, "10.1.2.3"):
        for deed in ("account.made", "batch_decide", "account.closed"):
            told = {"before": {"count": 1}, "after": {"count": 2}}
            record(account="duyet.ht", role="approver", body="CA-HT", deed=deed, **told)


def test_the_chain_holds() -> None:
    report = audit_verify()
    assert (report.entries, report.broken_at, report.head) == (3, 0, Entry.objects.get(sequence=3).digest)


@pytest.mark.parametrize("change", ["UPDATE audit_entry SET account = 'x'", "DELETE FROM audit_entry"])
def test_nothing_of_it_can_be_changed(change: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE audit_entry SET account = 'x' WHERE sequence = 2", 2),
        ("UPDATE audit_entry SET after = '{\"count\": 3}' WHERE sequence = 1", 1),
        ("DELETE FROM audit_origin; DELETE FROM audit_entry WHERE sequence = 2", 2),
        ("UPDATE audit_origin SET seen = '10.9.9.9'", 1),
        ("DELETE FROM audit_origin", 1),
    ],
)
def test_what_was_changed_by_force_is_found(change: str, broken: int) -> None:
    guards.remove(connection)
    with connection.cursor() as cursor:
        for statement in change.split("; "):
            cursor.execute(statement)
    assert audit_verify().broken_at == broken


def test_forgetting_origins_leaves_the_chain_whole_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    later = timezone.now() + timedelta(days=366)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert origins_forget(now=later) == 3
    assert (Origin.objects.count(), audit_verify().broken_at) == (0, 0)
    assert entries(None)[0].deed == "audit.origins_forgotten"


def test_only_listed_things_can_be_told() -> None:
    with pytest.raises(ValueError, match="password"):
        record(account="x", deed="account.made", after={"password": "abc"})


def test_one_finds_by_day_account_deed_and_body() -> None:
    today = timezone.localdate()
    assert entries({"CA-HT"}, since=today, until=today, account="duyet.ht", deed="account").count() == 2
    assert entries({"CA-HN"}).count() == 0
    assert entries(None, until=today - timedelta(days=1)).count() == 0
