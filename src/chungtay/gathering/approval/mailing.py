"""Mail going out: one plain text to one mailbox over the configured server. Off until a server is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""So that an absent office's automatic answer does not come back."""


def mail_is_on() -> bool:
    """Whether a mail server is configured (CHUNGTAY_SMTP_URL)."""
    return bool(settings.EMAIL_HOST)


def mail_send(to: str, subject: str, lines: list[str], connection: BaseEmailBackend | None = None) -> None:
    """One mail. OSError or smtplib.SMTPException where the server does not take it."""
    message = EmailMessage(subject, "\n".join(lines) + "\n", to=[to], headers=HEADERS, connection=connection)
    message.send(fail_silently=False)
