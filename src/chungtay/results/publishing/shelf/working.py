"""What those who publish see of their own publications, drafts among them. No public page reads this."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from chungtay.kernel.errors import Both, NotAllowed
from chungtay.reference.actors.policies import sees_place, visible_q
from chungtay.reference.actors.queries import Role
from chungtay.results.publishing.models import Publication

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from chungtay.reference.actors.models import User

DRAFT, EMBARGOED, PUBLISHED, WITHDRAWN = "drafting", "embargoed", "published", "withdrawn"


def state_of(publication: Publication, now: datetime | None = None) -> str:
    """Draft, embargoed, published or withdrawn."""
    if publication.withdrawn_at is not None:
        return WITHDRAWN
    if publication.released_at is None:
        return DRAFT
    is_waiting = publication.embargo_until is not None and publication.embargo_until > (now or timezone.now())
    return EMBARGOED if is_waiting else PUBLISHED


def publications_of_territory(by: User) -> QuerySet[Publication]:
    """Those of the account's territory, latest first; drafts and what waits for its day for approvers alone."""
    found = Publication.objects.filter(visible_q(by)).select_related("place", "body", "snapshot", "corrects")
    found = found.order_by("-created_at", "-pk")
    if by.role == Role.APPROVER:
        return found
    open_now = Q(embargo_until__isnull=True) | Q(embargo_until__lte=timezone.now())
    return found.filter(open_now, released_at__isnull=False)


def publication_in_view(by: User, pk: int) -> Publication:
    """One of them; NotAllowed CONGBO-404 for any other, as for one that does not exist."""
    found = publications_of_territory(by).filter(pk=pk).first()
    if found is None or not sees_place(by, found.place):
        refused = NotAllowed.of(
            "CONGBO-404",
            Both("công bố", "publishing"),
            read=str(pk),
            todo=Both("Mở lại danh sách công bố", "Open the list of publications again"),
            vi="không có đợt công bố này",
            en="there is no such publication",
        )
        assert isinstance(refused, NotAllowed)
        raise refused
    return found
