"""`chungtay verify-public` and `chungtay log`: what holds, what does not, and what to do with junk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from chungtay.results.publishing.log import queries
from shelf_rows import published

if TYPE_CHECKING:
    from commands_desk import Run

pytestmark = pytest.mark.django_db


def test_a_digest_and_a_proof_file_hold_and_a_changed_file_does_not(run: Run, cast: Any, tmp_path: Path) -> None:
    made = published(cast, "q1", ["1.615"])
    spaced = " ".join(made.digest[at : at + 8] for at in range(0, 64, 8)).upper()
    assert run("verify-public", spaced).code == 0
    assert run("verify-public", "a" * 64).code == 1
    bundle = queries.bundle_of(1)
    assert bundle is not None
    file, key = tmp_path / "so.tlog-proof", run("log", "key").out.strip()
    file.write_text(bundle.text, encoding="utf-8")
    assert "1.615" in run("verify-public", file, "--key", key).out
    file.write_text(bundle.text.replace("index 1", "index 0"), encoding="utf-8")
    assert run("verify-public", file, "--key", key).code == 1
    assert run("verify-public", "không-có").code == 2
    assert run("log", "heads", "--out", tmp_path / "heads").code == 0
    assert run("log", "against", tmp_path / "heads").code == 0
