"""`chungtay remind`: what a timer runs."""

from __future__ import annotations

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
    first, second = capsys.readouterr().out.splitlines()
    assert ("sent: 1." in first, "sent: 0." in second, "before: 1." in second) == (True, True, True)
    assert len(mail.outbox) == 1


def test_a_moment_that_cannot_be_read_and_a_missing_server_are_refused(owing: Any, settings: Any, capsys: Any) -> None:
    settings.EMAIL_HOST = ""
    assert [main(["remind", "--now", "mai"]), main(["remind"])] == [2, 2]
    told = capsys.readouterr().err
    assert ("LENH-012" in told, "DUYET-603" in told, mail.outbox) == (True, True, [])
