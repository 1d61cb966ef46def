"""What the doctor finds: each fault by its code, with a remedy in both languages, and never a name."""

from __future__ import annotations

import json
from collections import namedtuple
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from chungtay.faces.commands.main import main
from chungtay.health import anchoring, data, machine, marks, surroundings
from chungtay.health.findings import State, looked_at
from chungtay.health.queries import examined
from chungtay.kernel.errors import Both
from chungtay.ledger.services import transaction_open
from chungtay.reference.audit import guards
from chungtay.reference.audit.models import Entry
from chungtay.reference.audit.queries import audit_verify
from chungtay.reference.audit.services import record

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def own_data(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = settings.STATIC_ROOT = tmp_path


def test_a_full_disk_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(100 * machine.GIGA, 0, machine.GIGA // 2))
    found = machine.disk()
    assert (found.state, bool(found.todo)) == (State.FAILED, True)


def test_a_tight_disk_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(1000 * machine.GIGA, 0, 30 * machine.GIGA))
    assert machine.disk().state is State.WARNING


def test_a_folder_that_cannot_be_written_is_told(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "file"
    settings.DATA_DIR.write_text("")
    assert machine.writable().state is State.FAILED


def test_a_silent_worker_is_told_and_a_sign_of_life_ends_it(settings: Any) -> None:
    settings.PRODUCTION = True
    assert machine.worker().state is State.FAILED
    marks.mark_set(marks.WORKER)
    assert machine.worker().state is State.OK


@pytest.mark.parametrize(("days", "state"), [(0, State.OK), (2, State.WARNING), (8, State.FAILED)])
def test_a_backup_grows_old(monkeypatch: pytest.MonkeyPatch, days: int, state: State) -> None:
    marks.mark_set(marks.BACKUP, rows=1)
    monkeypatch.setattr(marks.Mark, "age_seconds", property(lambda mark: days * 86_400.0))
    assert machine.backup().state is state


def test_a_damaged_mark_is_as_none(tmp_path: Path) -> None:
    marks.mark_set(marks.BACKUP)
    (tmp_path / "marks" / "backup.json").write_text("{")
    assert marks.mark_get(marks.BACKUP) is None


def test_a_mail_server_that_is_away_is_told_without_its_name(settings: Any) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    found = surroundings.mail()
    assert (found.state, "127.0.0.1" in found.found) == (State.WARNING, False)


def test_a_check_that_breaks_tells_the_sort_of_error_and_not_its_text() -> None:
    def broken() -> Any:
        raise ValueError("Nguyễn Văn A, 0912 345 678")

    found = looked_at("x", Both("a", "b"), broken)
    assert (found.state, "ValueError" in found.found, "Nguyễn" in str(found)) == (State.FAILED, True, False)


@pytest.mark.django_db
def test_an_audit_whose_end_was_cut_off_is_told_and_stays_told() -> None:
    record(account="chi", deed="door.entered")
    record(account="chi", deed="account.closed")
    anchoring.anchor_set()
    assert anchoring.audit_end().state is State.OK
    guards.remove(connection)
    Entry.objects.filter(sequence=2).delete()
    assert audit_verify().broken_at == 0
    anchoring.anchor_set()
    assert (anchoring.anchor_broken(), anchoring.audit_end().state) == (2, State.FAILED)


@pytest.mark.django_db
class TestOnADatabase:
    """What stands in it."""

    def test_an_installation_is_looked_at_from_end_to_end(self) -> None:
        found = {finding.code: finding for finding in examined(is_thorough=True)}
        assert len(found) == 22
        assert {code for code, finding in found.items() if finding.state is State.FAILED} == set()
        for finding in found.values():
            assert finding.todo or finding.state in (State.OK, State.NOTE)

    def test_the_command_answers_with_json_and_exit_code(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["doctor", "--quick", "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert {finding["code"] for finding in told["findings"]} > {"chain", "disk", "clock", "backup"}
        assert all(finding["found_vi"] and finding["found_en"] for finding in told["findings"])

    def test_a_clock_that_was_moved_back_is_told(self, cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        with transaction.atomic():
            transaction_open(cast.an)
        monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2020, 1, 1, tzinfo=UTC))
        assert data.clock_beside().state is State.FAILED

    def test_what_machines_ask_is_a_word_and_numbers_are_for_the_token(self, client: Any, settings: Any) -> None:
        assert (client.get("/healthz").content, client.get("/readyz").content) == (b"ok\n", b"ready\n")
        settings.METRICS_TOKEN = "t" * 20
        assert client.get("/metrics").status_code == 404
        assert client.get("/metrics", headers={"Authorization": "Bearer " + "x" * 20}).status_code == 404
        told = client.get("/metrics", headers={"Authorization": "Bearer " + "t" * 20})
        assert b'chungtay_check_state{check="chain"} 0' in told.content

    def test_not_ready_while_the_database_is_of_another_version(
        self, client: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(data, "waiting_migrations", lambda: 1)
        assert (client.get("/readyz").status_code, client.get("/healthz").status_code) == (503, 200)
