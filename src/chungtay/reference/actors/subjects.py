"""What is held of one account, for whoever it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.reference.actors.factors import codes_left, passkeys_of, totp_stands
from chungtay.reference.actors.identities import identities_of
from chungtay.reference.actors.sessions import sessions_of
from chungtay.reference.audit.queries import entries, origins_of

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User

LATEST = 1_000
"""Entries of the audit that are given; all of them stand on its page."""


def account_data(user: User) -> dict[str, object]:
    """The account, how it signs in, where it is signed in, and its latest deeds; no secret. JSON, instants as text."""
    deeds = list(entries(None, account=user.username)[:LATEST])
    origins = origins_of(deeds)
    return {
        "account": {
            "name": user.username,
            "office": user.display_name,
            "body": user.body.code,
            "role": user.role,
            "open": user.is_active,
            "mailbox": user.email,
            "language": user.language,
            "digest": user.digest,
            "quiet": [str(user.quiet_from or ""), str(user.quiet_to or "")],
            "task_mails": user.task_mails,
            "calendar": bool(user.calendar_key),
            "last_sign_in": _text(user.last_login),
        },
        "signs_in_with": {
            "six_digits": totp_stands(user),
            "recovery_codes_left": codes_left(user),
            "passkeys": [{"label": key.label, "made": _text(key.made_at)} for key in passkeys_of(user)],
            "providers": [{"issuer": one.issuer, "key": one.subject} for one in identities_of(user)],
        },
        "sessions": [
            {"browser": one.browser, "from": one.origin, "began": _text(one.began_at)} for one in sessions_of(user)
        ],
        "deeds": [
            {"at": _text(one.at), "deed": one.deed, "thing": one.thing, "from": origins.get(one.pk, "")}
            for one in deeds
        ],
        "told": "Decisions and steps of registers bear the account's office for good: laws on records ask for it.",
    }


def _text(instant: object) -> str:
    return "" if instant is None else str(instant)
