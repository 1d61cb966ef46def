"""What came in by one list, held by the register that took it in, so that it can be taken back as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import models
from django.utils import timezone

from chungtay.gathering.registers.lists.refusals import not_now, not_there

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User

_WRITERS = ("reporter", "approver")


class BringingBase(models.Model):
    """A list that came in at once, by a file. Each register has a table of them, for its rows to point at."""

    body = models.ForeignKey("actors.Body", models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120, blank=True)
    rows = models.PositiveIntegerField()
    made_by = models.ForeignKey("actors.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("actors.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True


Made = TypeVar("Made", bound=BringingBase)


def bringing_held(model: type[Made], *, by: User, id: int) -> Made:
    """A list of the account's body that counts, locked. NotAllowed DSA-404; Refusal DSA-221 where it was taken back.

    Inside a transaction.
    """
    made = model._default_manager.select_for_update(of=("self",)).filter(pk=id, body=by.body).first()
    if made is None or by.role not in _WRITERS:
        raise not_there()
    if made.undone_at is not None:
        raise not_now("undone")
    return made


def bringing_close(made: BringingBase, *, by: User) -> None:
    """It was taken back, now, by this account."""
    made.undone_at, made.undone_by = timezone.now(), by
    made.save(update_fields=["undone_at", "undone_by"])
