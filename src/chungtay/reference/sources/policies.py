"""Who may open an original: the body that issued it, and approvers of bodies above. A partner never."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from chungtay.kernel.errors import Both, NotAllowed, Problem
from chungtay.reference.actors.policies import is_above, reads_figures

if TYPE_CHECKING:
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.sources.models import Source

_OFFICERS = ("reporter", "approver")


def may_open(user: User, issuer: Body) -> bool:
    """Whether the account may open originals of a body."""
    if not reads_figures(user) or user.role not in _OFFICERS:
        return False
    return user.body_id == issuer.pk or (user.role == "approver" and is_above(user.body, issuer))


def check_open(user: User, source: Source) -> None:
    """NotAllowed NGUON-404, the same as for an original that does not exist."""
    if not may_open(user, source.issuer):
        raise unknown(source.pk)


def open_q(user: User) -> Q:
    """`may_open` as a filter on sources. Levels are three, so two steps up the line are all there are."""
    if not reads_figures(user) or user.role not in _OFFICERS:
        return Q(pk__in=[])
    own = Q(issuer=user.body_id)
    if user.role != "approver":
        return own
    return own | Q(issuer__parent=user.body_id) | Q(issuer__parent__parent=user.body_id)


def unknown(id: int) -> NotAllowed:
    """What is said of an original that the account may not know of, or that is not there."""
    return NotAllowed(
        [
            Problem(
                "NGUON-404",
                Both("bản gốc", "original"),
                str(id),
                Both("bản gốc của cơ quan mình hoặc cấp dưới", "an original of the own body or one below"),
                Both("hỏi cơ quan ban hành", "ask the body that issued it"),
                "không có bản gốc này",
                "there is no such original",
            )
        ]
    )
