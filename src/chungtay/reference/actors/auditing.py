"""Telling the audit of an account: as whom, of which body, and which account it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.reference.audit.services import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chungtay.kernel.canonical import Plain
    from chungtay.reference.actors.models import User
    from chungtay.reference.audit.models import Entry


def told(
    by: User | None,
    deed: str,
    *,
    about: User | None = None,
    thing: str = "",
    before: Mapping[str, Plain] | None = None,
    after: Mapping[str, Plain] | None = None,
) -> Entry:
    """One entry in the caller's transaction; about `by` itself unless another account or thing is named.

    `by` None: whoever holds the machine, at the command line.
    """
    subject = about or by
    named = thing or (f"account:{subject.username}" if subject else "")
    if by is None:
        # The oversight of a province must see what is done to its accounts, also by the machine's keeper.
        return record(
            account="", body=subject.body.code if subject else "", deed=deed, thing=named, before=before, after=after
        )
    return record(
        account=by.username, role=by.role, body=by.body.code, deed=deed, thing=named, before=before, after=after
    )
