"""What an installation has that copied the example file and set only what the handbook says."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from chungtay.config import settings as module
from chungtay.health.findings import State
from chungtay.health.surroundings import configured

EXAMPLE = Path(__file__).resolve().parents[2] / ".env.example"


def test_production_from_the_example_file_keeps_its_guards(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lines = [line for line in EXAMPLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    told = dict(line.split("=", 1) for line in lines)
    told |= {"CHUNGTAY_ENV": "production", "CHUNGTAY_DATA_DIR": str(tmp_path), "CHUNGTAY_ALLOWED_HOSTS": "vi.du"}
    for name, value in (told | dict.fromkeys(("CHUNGTAY_SECRET_KEY", "CHUNGTAY_MASTER_KEY"), "0" * 64)).items():
        monkeypatch.setenv(name, value)
    found = runpy.run_path(str(module.__file__))
    assert found["SECOND_FACTOR_ROLES"] == ("approver", "administrator", "oversight")
    assert found["TWO_PEOPLE"] is True


def test_the_doctor_warns_of_production_without_them(settings: Any) -> None:
    settings.DEMO, settings.SESSION_COOKIE_SECURE, settings.PUBLIC_URL = False, True, "https://vi.du/"
    settings.SECOND_FACTOR_ROLES, settings.TWO_PEOPLE = ("approver",), True
    assert configured().state is State.OK
    settings.SECOND_FACTOR_ROLES, settings.TWO_PEOPLE = (), False
    found = configured()
    assert found.state is State.WARNING
    assert "CHUNGTAY_TWO_PEOPLE" in found.found
    assert "CHUNGTAY_SECOND_FACTOR_ROLES" in found.found
