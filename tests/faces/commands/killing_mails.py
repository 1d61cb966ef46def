"""`python killing_mails.py`: kills a round of mails while a real server of SMTP holds one and has not answered.

The round runs in a process of its own, forked before the server begins, and is ended by SIGKILL. Written as JSON: what
became of three rounds after it, and the Message-IDs that the server heard, that of the killed round first.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from socket import create_server
from typing import Any

MONDAY = datetime(2025, 11, 17, 2, 0, tzinfo=UTC)


class Holding:
    """A server that takes a mail and, as long as `is_slow`, does not say so."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.is_slow = True

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        import asyncio

        self.heard.append(message_from_bytes(envelope.content)["Message-ID"])
        while self.is_slow:
            await asyncio.sleep(0.01)
        return "250 taken"


def prepare() -> None:
    """One reporter who owes one monthly report; of the reference data no more than that."""
    from django.core.management import call_command
    from django.db import connection

    from chungtay.reference.actors.services import account_create, body_create, notices_set
    from chungtay.reference.forms.models import Form
    from chungtay.reference.forms.services import obligation_create
    from chungtay.reference.places.models import Place

    call_command("migrate", verbosity=0)
    place = Place.objects.create(key="c1@2025", level="commune", code="1", name="A", full_name="A", kind="xa")
    body = body_create(code="CA-A", name_vi="A", name_en="A", line="police", level="commune", place=place)
    by = account_create(username="an", password=None, display_name="A", body=body, role="reporter")
    notices_set(by=by, email="an@vi.du", language="vi", digest="daily")
    dates = {"valid_from": date(2025, 1, 1)}
    form = Form.objects.create(code="a", version=1, name_vi="A", name_en="A", regime="decree_month", **dates)
    obligation_create(form=form, body=body, place=place, valid_from=date(2025, 10, 15), valid_to=date(2025, 11, 14))
    connection.close()


def killed(port: int) -> tuple[int, Any]:
    """A process that sends the round's mails once it is told to, and what to call to tell it."""
    from chungtay.gathering.approval.notices import digests_send

    begin, told = os.pipe()
    child = os.fork()
    if not child:
        os.read(begin, 1)
        digests_send(MONDAY)
        os._exit(0)
    return child, lambda: os.write(told, b".")


def main() -> None:
    """Kill one round, then three more: while its claim holds, once it ran out, and after that."""
    import django

    django.setup()
    from aiosmtpd.controller import Controller
    from django.conf import settings

    from chungtay.gathering.approval.models import Notice
    from chungtay.gathering.approval.notices import digests_send

    prepare()
    with create_server(("127.0.0.1", 0)) as free:
        settings.EMAIL_PORT = free.getsockname()[1]
    settings.EMAIL_HOST, settings.EMAIL_BACKEND = "127.0.0.1", "django.core.mail.backends.smtp.EmailBackend"
    child, begin = killed(settings.EMAIL_PORT)
    box = Holding()
    controller = Controller(box, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    controller.start()
    begin()
    while not box.heard:
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    box.is_slow = False
    rounds = [digests_send(MONDAY).sent]
    # The time that a claim holds goes by.
    claim = Notice.objects.get()
    Notice.objects.update(claimed_until=claim.claimed_until - timedelta(hours=1))
    rounds += [digests_send(MONDAY).sent for _ in range(2)]
    controller.stop()
    sys.stdout.write(json.dumps({"rounds": rounds, "heard": box.heard}))


if __name__ == "__main__":
    main()
