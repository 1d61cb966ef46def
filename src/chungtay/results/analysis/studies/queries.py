"""Who sees which study, and what is known of a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.kernel.errors import Both, NotAllowed
from chungtay.reference.actors.policies import visible_q
from chungtay.results.analysis.effects.labels import Label
from chungtay.results.analysis.studies.models import Study, StudyState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from chungtay.reference.actors.models import User

__all__ = ["StudyState", "labels_by_kind", "studies_done", "studies_visible", "study_get", "study_shown"]


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
