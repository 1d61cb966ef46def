"""Publications too large for somebody to wait for: what the worker is to do, how far it is, and doing it.

Reckoning writes nothing before its end, and a release is one transaction: whatever ends the process leaves the draft as
it was, and the work is begun anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from chungtay.kernel.errors import Both, Refusal
from chungtay.results.publishing.models import Publication, PublicationWork
from chungtay.results.publishing.shelf import refusals
from chungtay.results.publishing.shelf.beats import beat, beat_end, beat_seen

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User

LEASE: Final = timedelta(minutes=30)
"""Work that has not moved for so long is nobody's: one guarded indicator of all communes and months, the longest step,
takes some minutes."""


@dataclass(frozen=True)
class Progress:
    """What the worker has of a publication: `percent` 0 to 99; `is_left`: its process was ended; or why it refused."""

    is_release: bool
    percent: int
    is_waiting: bool
    is_left: bool
    refusal: dict[str, str] | None

    @property
    def is_open(self) -> bool:
        """Whether it will come to an end by itself."""
        return self.refusal is None and not self.is_left


def work_of(publication: Publication) -> Progress | None:
    """How far it is; None where nothing is left to do."""
    found = PublicationWork.objects.filter(publication=publication).first()
    return None if found is None else _progress(found)


@transaction.atomic
def work_ask(*, by: User, publication: Publication, is_release: bool, embargo_until: datetime | None = None) -> int:
    """Leave a draft to the worker, or what was left behind or refused once more; the publication's id for the queue.

    Whether the account may is asked here by the caller and again when it is done. Refusal CONGBO-019 where it is
    released, or somebody is at it; CONGBO-018 for the release of a draft that was never reckoned.
    """
    draft = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    standing = work_of(draft)
    if draft.released_at is not None or (standing is not None and standing.is_open):
        raise refusals.wrong_state(
            draft,
            Both("đã công bố hoặc đang được xử lý", "released already, or being worked at"),
            Both("Tải lại trang để xem tình trạng hiện nay", "Reload to see how it stands now"),
        )
    if is_release and not draft.digest:
        raise refusals.changed(draft)
    beat_end(draft.pk)
    asked = {"is_release": is_release, "embargo_until": embargo_until, "asked_by": by, "asked_at": timezone.now()}
    PublicationWork.objects.update_or_create(publication=draft, defaults={**asked, "started_at": None, "refusal": None})
    return int(draft.pk)


def work_go_on(id: int, deed: Callable[[PublicationWork, Callable[[float], None]], object]) -> None:
    """Have `deed` done for a publication that waits or was left behind; nothing where it is done, or somebody is at it.

    A refusal is kept for whoever asked. Any other end leaves the work to be asked for again.
    """
    found = PublicationWork.objects.filter(publication=id, refusal__isnull=True).select_related("asked_by").first()
    if found is None or not (_progress(found).is_waiting or _progress(found).is_left):
        return
    same = PublicationWork.objects.filter(pk=found.pk, started_at=found.started_at)
    if not same.update(started_at=timezone.now()):
        return
    beat(id, 0)
    try:
        deed(found, lambda share: beat(id, max(0, min(99, int(share * 100)))))
    except Refusal as refusal:
        problem = refusal.problems[0]
        told = {"vi": problem.in_words("vi"), "en": problem.in_words("en")}
        PublicationWork.objects.filter(pk=found.pk).update(refusal=told)
    else:
        PublicationWork.objects.filter(pk=found.pk).delete()
    finally:
        beat_end(id)


def _progress(found: PublicationWork) -> Progress:
    percent, seen = beat_seen(found.publication_id)
    moved = max(filter(None, (found.started_at, seen)), default=None)
    is_left = found.started_at is not None and moved is not None and moved < timezone.now() - LEASE
    return Progress(found.is_release, percent, found.started_at is None, is_left, found.refusal)
