"""The questions that an account keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from chungtay.kernel.errors import Both, NotAllowed
from chungtay.results.analysis.models import SavedExploration

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from chungtay.reference.actors.models import User


def explorations_of(user: User) -> QuerySet[SavedExploration]:
    """Those of one account, latest first, without what was taken away."""
    return SavedExploration.objects.filter(account=user, removed_at=None).order_by("-pk")


def explorations_newest(user: User, most: int) -> list[tuple[str, str]]:
    """Name and question of the latest of them.

    They stand on top of every table of the explorer: to put this query together took a tenth of a small page.
    """
    table = SavedExploration._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT name, query FROM {table} WHERE account_id = %s AND removed_at IS NULL ORDER BY id DESC LIMIT %s",
            [user.pk, most],
        )
        return [(name, query) for name, query in cursor.fetchall()]


def exploration_get(user: User, id: int) -> SavedExploration:
    """One of them, also one taken away. NotAllowed KP-404 for any other."""
    found = SavedExploration.objects.filter(account=user, pk=id).first()
    if found is None:
        refusal = NotAllowed.of(
            "KP-404",
            Both("câu hỏi đã lưu", "saved question"),
            read=str(id),
            vi="không có câu hỏi này",
            en="there is no such question",
        )
        assert isinstance(refusal, NotAllowed)
        raise refusal
    return found
