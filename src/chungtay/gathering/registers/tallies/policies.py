"""Who keeps a tally, and who reads which numbers of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.reference.actors.policies import reads_figures, reads_small_counts
from chungtay.reference.actors.queries import Role

if TYPE_CHECKING:
    from chungtay.gathering.registers.tallies.models import TallySheet
    from chungtay.reference.actors.models import User


def may_tally(user: User) -> bool:
    """Whether the account counts at all: an officer of a body of a commune."""
    is_officer = user.is_active and user.role in (Role.REPORTER, Role.APPROVER)
    return is_officer and user.body.place.level == "commune" and user.body.level == "commune"


def may_keep(user: User, sheet: TallySheet) -> bool:
    """Whether the account counts on this sheet."""
    return may_tally(user) and user.body_id == sheet.body_id


def sees(user: User, sheet: TallySheet) -> bool:
    """Its own body sees a sheet at any time, the body above once it is confirmed; nobody else sees one sheet."""
    if not reads_figures(user) or not reads_small_counts(user, sheet.body):
        return False
    return sheet.confirmed_at is not None or user.body_id == sheet.body_id
