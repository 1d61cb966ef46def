"""Who sees which study, and what is known of a kind."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.utils import timezone

from chungtay.kernel.errors import Both, NotAllowed
from chungtay.kernel.text import match_key
from chungtay.reference.actors.policies import visible_q
from chungtay.results.analysis.effects.labels import Label
from chungtay.results.analysis.studies.models import Study, StudyState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

__all__ = [
    "StudyState",
    "labels_by_kind",
    "labels_of",
    "left_behind",
    "studies_done",
    "studies_known",
    "studies_left",
    "studies_visible",
    "study_get",
    "study_shown",
]

LEASE: Final = timedelta(minutes=15)
"""A study that has not said how far it is for so long is carried out by nobody: the longest step of the whole country
takes under a minute."""


def left_behind(now: datetime) -> Q:
    """Studies whose process was ended before they were."""
    return Q(state=StudyState.RUNNING) & (Q(beat_at__lt=now - LEASE) | Q(beat_at=None, started_at__lt=now - LEASE))


def studies_left() -> list[int]:
    """Studies (ids) to be begun anew, oldest first."""
    return list(Study.objects.filter(left_behind(timezone.now())).order_by("pk").values_list("pk", flat=True))


def studies_visible(by: User) -> QuerySet[Study]:
    """Studies of the account's territory, latest first; those of kinds that were since kept from view are not."""
    found = Study.objects.filter(visible_q(by), kind__is_sensitive=False)
    return found.select_related("kind", "place", "registered_by").order_by("-pk")


def study_get(*, by: User, id: int) -> Study:
    """One of them; NotAllowed HIEUQUA-404 for any other, as if there were none."""
    found = studies_visible(by).filter(pk=id).first()
    if found is None:
        refusal = NotAllowed.of(
            "HIEUQUA-404",
            Both("Đánh giá tác động", "Study of effect"),
            expected=Both("một đánh giá của địa bàn mình", "a study of one's own territory"),
            vi="không có đánh giá này",
            en="there is no such study",
        )
        assert isinstance(refusal, NotAllowed)
        raise refusal
    return found


def studies_done() -> QuerySet[Study]:
    """All that are done, oldest first: for whoever keeps the machine."""
    return Study.objects.filter(state=StudyState.DONE).select_related("kind", "place").order_by("pk")


def study_shown(by: User, studies: Sequence[Study]) -> Study | None:
    """Of studies, latest first, the one that a page begins with: of the whole territory where there is one."""
    own = (study for study in studies if study.place_id == by.body.place_id)
    return next(own, studies[0] if studies else None)


def labels_by_kind(by: User) -> dict[int, Label]:
    """What is known of each kind that was studied: the label of the latest study of the whole territory, else of the
    latest within it."""
    rows = studies_visible(by).filter(state=StudyState.DONE).order_by("pk").values_list("kind_id", "place_id", "label")
    told = sorted(rows, key=lambda row: row[1] == by.body.place_id)
    return {kind: Label(label) for kind, _place, label in told}


def labels_of(by: User, members: Iterable[str]) -> dict[str, Label]:
    """The same by the kinds' keys in the catalogue, of those that are asked for."""
    wanted = set(members)
    found = labels_by_kind(by)
    keys = dict(studies_visible(by).filter(kind__in=found).values_list("kind", "kind__member"))
    return {keys[kind]: label for kind, label in found.items() if keys.get(kind) in wanted}


def studies_known(*, place: Place, transaction: int) -> list[Study]:
    """The latest study of each kind of a place that stands on the ledger up to a transaction, of those that are done:
    what could be said of effects when something else was frozen there. In the order of the kinds' names."""
    done = Study.objects.filter(
        state=StudyState.DONE,
        place=place,
        kind__is_sensitive=False,
        transaction__lte=transaction,
    )
    latest = {study.kind_id: study for study in done.select_related("kind").order_by("pk")}
    return sorted(latest.values(), key=lambda study: (match_key(study.kind.name_vi), study.pk))
