"""What is held about whom: every column classed, the page up to date, what a person may ask for, what is forgotten."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from chungtay.faces.commands.inventory import CLASSES, columns, page
from chungtay.faces.commands.main import main
from chungtay.faces.commands.work import forget_if_due
from chungtay.health import data
from chungtay.health.findings import State
from chungtay.reference.actors.models import OpenSession
from chungtay.reference.audit.queries import Way, entries
from chungtay.reference.audit.services import record, visiting

PAGE = Path(__file__).resolve().parents[3] / "docs" / "data-inventory.md"


def test_every_column_is_classed() -> None:
    assert [f"{column.table}.{column.column}" for column in columns() if column.about not in CLASSES] == []


def test_the_page_of_the_inventory_is_the_one_of_today() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_only_accounts_and_commended_people_are_held_as_persons() -> None:
    rooms = {column.table.split(".")[0] for column in columns() if column.about in ("account", "commended", "device")}
    assert rooms == {"actors", "audit", "axes", "commendations", "reviews"}


@pytest.mark.django_db
def test_an_account_is_given_what_is_held_of_it_and_no_secret(cast: Any, capsys: Any) -> None:
    record(account="chi", role="reporter", body=cast.chi.body.code, deed="door.entered")
    assert main(["privacy", "account", "chi"]) == 0
    said = capsys.readouterr().out
    told = json.loads(said)
    assert (told["account"]["name"], told["deeds"][0]["deed"]) == ("chi", "door.entered")
    assert cast.chi.password not in said
    assert entries(None)[0].deed == "privacy.account_exported"


@pytest.mark.django_db
def test_what_is_over_is_forgotten_and_how_much_is_told(
    cast: Any, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with visiting(Way.DESK, "10.1.2.3"):
        record(account="chi", deed="door.entered")
    over = timezone.now() - timedelta(hours=1)
    OpenSession.objects.create(session_key="over", session_data="", expire_date=over, account=cast.chi)
    later = timezone.now() + timedelta(days=366)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert main(["privacy", "forget"]) == 0
    assert [line.rpartition(": ")[2] for line in capsys.readouterr().out.splitlines()[:3]] == ["1", "0", "1"]
    assert entries(None)[0].deed == "audit.origins_forgotten"


@pytest.mark.django_db
def test_the_worker_forgets_once_a_day(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_DIR = tmp_path
    with visiting(Way.DESK, "10.1.2.3"):
        record(account="chi", deed="door.entered")
    later = timezone.now() + timedelta(days=368)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert data.origins().state is State.WARNING
    assert [forget_if_due(), forget_if_due()] == [True, False]
    assert (data.origins().state, entries(None)[0].deed) == (State.OK, "audit.origins_forgotten")
