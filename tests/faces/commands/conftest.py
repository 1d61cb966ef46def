"""Commands as a function, and installations of their own."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from commands_desk import Installation, Office, Run, Said

from chungtay.faces.commands.main import main
from chungtay.reference.forms.queries import form_get
from chungtay.reference.forms.services import obligation_create


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """A command in this process, on the database of the test."""

    def call(*arguments: str | Path) -> Said:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return call


@pytest.fixture
def elsewhere(tmp_path: Path, settings: Any) -> Installation:
    """An empty installation with the master key of the test's."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    others = {name: value for name, value in os.environ.items() if not name.startswith("CHUNGTAY_")}
    own = {
        "CHUNGTAY_ENV": "demo",
        "CHUNGTAY_DATA_DIR": str(folder / "data"),
        "CHUNGTAY_MASTER_KEY": settings.MASTER_KEY,
    }
    return Installation(folder, {**others, **own})


@pytest.fixture
def office(cast: Any) -> Office:
    """Both communes owe the monthly form; nothing is reported yet."""
    for user in (cast.an, cast.khoa):
        form = form_get("monthly-commune")
        obligation_create(form=form, body=user.body, place=user.body.place, valid_from=date(2025, 7, 1))
    return Office(cast)
