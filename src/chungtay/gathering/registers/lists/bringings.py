"""What came in by one list, held by the register that took it in, so that it can be taken back as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from django.db import models, transaction
from django.utils import timezone

from chungtay.gathering.registers.lists.refusals import not_now, not_there
from chungtay.gathering.registers.lists.types import Finding
from chungtay.kernel.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chungtay.kernel.errors import Problem
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


class RowTold(Protocol):
    """A line of a list as a register read it: `row` is its number in the file."""

    @property
    def row(self) -> int:
        """From 1."""


Made = TypeVar("Made", bound=BringingBase)
One = TypeVar("One", bound=RowTold)


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


def rows_written(
    model: type[Made],
    told: Sequence[One],
    *,
    by: User,
    file_name: str,
    is_trial: bool,
    write: Callable[[One, Made], None],
    field_of: Callable[[Problem, One], str],
) -> tuple[int, list[Finding], int | None]:
    """The rows come in one by one as one list, each whole or told with its field; a trial is taken back. How many are
    good, what the others are refused for, and the list's id (None of a trial, or without a good row)."""
    findings: list[Finding] = []
    good = 0
    with transaction.atomic():
        made = model._default_manager.create(body=by.body, file_name=file_name[:120], rows=0, made_by=by)
        for one in told:
            try:
                with transaction.atomic():
                    write(one, made)
                good += 1
            except Refusal as refused:
                findings += [Finding(one.row, field_of(problem, one), problem) for problem in refused.problems]
        # Whatever is stated of these rows later is stated after this moment.
        made.rows, made.made_at = good, timezone.now()
        made.save(update_fields=["rows", "made_at"])
        if is_trial or not good:
            transaction.set_rollback(True)
            return good, findings, None
    return good, findings, made.pk
