"""Documents that belong to a step of a point's life: the decision, the minutes, the report that it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.gathering.registers.community import policies
from chungtay.gathering.registers.community.models import Step, StepDocument
from chungtay.gathering.registers.community.refusals import not_there, refusal
from chungtay.kernel.errors import Both

if TYPE_CHECKING:
    from chungtay.gathering.registers.community.models import ModelPoint
    from chungtay.reference.actors.models import User
    from chungtay.reference.sources.models import Source


def step_kept(*, by: User, point: ModelPoint, step_id: int) -> Step:
    """A step that counts, of a point that the account keeps. NotAllowed DSM-404, -403; Refusal DSM-115."""
    policies.check_keep(by, point)
    found = Step.objects.filter(pk=step_id, point=point, struck_at=None).first()
    if found is None:
        expected = Both("một bước đang có hiệu lực của điểm này", "a step of this point that counts")
        raise refusal("DSM-115", str(step_id), expected, "không có bước này", "there is no such step")
    return found


@transaction.atomic
def document_add(*, by: User, point: ModelPoint, step_id: int, source: Source) -> StepDocument:
    """A document that the gate let in belongs to a step; once. NotAllowed and Refusal as in `step_kept`."""
    step = step_kept(by=by, point=point, step_id=step_id)
    known = StepDocument.objects.filter(step=step, source=source, removed_at=None).first()
    return known or StepDocument.objects.create(step=step, source=source, added_by=by)


@transaction.atomic
def document_remove(*, by: User, point: ModelPoint, id: int) -> None:
    """Take a document off a step; the original stays where it is kept. NotAllowed DSM-404, -403."""
    policies.check_keep(by, point)
    held = StepDocument.objects.filter(pk=id, step__point=point, removed_at=None)
    if not held.update(removed_by=by, removed_at=timezone.now()):
        raise not_there()


def documents_of(point: ModelPoint) -> dict[int, list[StepDocument]]:
    """The documents of a point's steps, by step, in the order in which they were added."""
    held = StepDocument.objects.filter(step__point=point, removed_at=None).order_by("pk")
    found: dict[int, list[StepDocument]] = {}
    for document in held.select_related("source__issuer__parent"):
        found.setdefault(document.step_id, []).append(document)
    return found
