"""`chungtay remind`: what a timer runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from chungtay.faces.commands.main import main
from chungtay.kernel.periods import decree_month
from chungtay.reference.actors.services import notices_set
from chungtay.reference.forms.queries import form_get
from chungtay.reference.forms.services import obligation_create


@pytest.fixture
def owing(cast: Any, settings: Any) -> Any:
    """An owes November 2025 and has a mailbox; Django keeps the mails of a test."""
    settings.EMAIL_HOST = "thu.vi.du"
    body, start = cast.an.body, decree_month(2025, 11).start
    obligation_create(form=form_get("monthly-commune"), body=body, place=body.place, valid_from=start)
    notices_set(by=cast.an, email="an@vi.du", language="vi", digest="daily")
    return cast


def test_a_round_says_how_many_mails_went_out_and_the_next_that_they_did(owing: Any, capsys: Any) -> None:
    assert [main(["remind", "--now", "2025-11-17T08:00"]) for _ in range(2)] == [0, 0]
    first, _tasks, second, _again = capsys.readouterr().out.splitlines()
    assert ("sent: 1." in first, "sent: 0." in second, "before: 1." in second) == (True, True, True)
    assert len(mail.outbox) == 1


def test_a_moment_that_cannot_be_read_and_a_missing_server_are_refused(owing: Any, settings: Any, capsys: Any) -> None:
    settings.EMAIL_HOST = ""
    assert [main(["remind", "--now", "mai"]), main(["remind"])] == [2, 2]
    told = capsys.readouterr().err
    assert ("LENH-012" in told, "DUYET-603" in told, mail.outbox) == (True, True, [])


@pytest.mark.long
def test_a_mail_whose_round_was_killed_goes_out_with_a_later_one_once(
    tmp_path: Path,
) -> None:
    others = {name: value for name, value in os.environ.items() if not name.startswith("CHUNGTAY_")}
    paths = os.pathsep.join(path for path in sys.path if path)
    own = {
        "CHUNGTAY_DATA_DIR": str(tmp_path / "data"),
        "PYTHONPATH": paths,
        "DJANGO_SETTINGS_MODULE": "chungtay.config.settings",
    }
    script = [sys.executable, str(Path(__file__).with_name("killing_mails.py"))]
    done = subprocess.run(script, env=others | own, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["rounds"] == [0, 1, 0]
    assert len(told["heard"]) == 2
    assert len(set(told["heard"])) == 1
