"""Which state of the shelf is public now, as a short text: who keeps pages asks whether it is still the same."""

from __future__ import annotations

from django.db.models import Count, Max, Q
from django.utils import timezone

from chungtay.results.publishing.models import AnswerReply, AnswerSalt, LogHead, Publication, Release


def edition() -> str:
    """Another text whenever anything public is other than before: released, out of its embargo, withdrawn, replied to.

    It changes with the day too, for pages speak of today's units.
    """
    now = timezone.now()
    shelf = Publication.objects.filter(released_at__isnull=False).aggregate(
        last=Max("pk"),
        released=Max("released_at"),
        withdrawn=Max("withdrawn_at"),
        seen=Count("pk", filter=Q(embargo_until__isnull=True) | Q(embargo_until__lte=now)),
    )
    rest = (
        Release.objects.aggregate(last=Max("pk"))["last"],
        AnswerSalt.objects.aggregate(last=Max("closed_at"))["last"],
        AnswerReply.objects.aggregate(last=Max("pk"))["last"],
        LogHead.objects.aggregate(last=Max("pk"))["last"],
    )
    return "|".join(str(part) for part in (timezone.localdate(now), *shelf.values(), *rest))
