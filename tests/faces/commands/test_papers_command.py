"""`chungtay papers`: a trial key, and whether a file is one that was issued."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from commands_desk import Run

from chungtay.results.issuing.signing import TRIAL_NAME

pytestmark = pytest.mark.django_db


def test_a_trial_key_says_that_it_is_one_and_is_never_written_over(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "key.p12"
    monkeypatch.setattr("sys.stdin", io.StringIO("thu\n"))
    assert TRIAL_NAME in run("papers", "key", "--out", path).out
    assert path.stat().st_mode & 0o077 == 0
    before = path.read_bytes()
    assert run("papers", "key", "--out", path).code == 2
    assert path.read_bytes() == before


def test_a_file_that_nobody_issued_is_told_with_an_exit_code(run: Run, cast: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK")
    told = run("papers", "check", path, "--as", "giang")
    assert told.code == 1
    assert "not a file that was issued" in told.out
