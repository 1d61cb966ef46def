"""Whom a task is given to: one body, or each of a line below the account's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.faces.desk import labels
from chungtay.gathering.programmes import tasks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chungtay.reference.actors.models import Body, User

_LEVELS = {
    "centre": gettext_lazy("trung ương"),
    "province": gettext_lazy("cấp tỉnh"),
    "district": gettext_lazy("cấp huyện"),
    "commune": gettext_lazy("cấp xã"),
    "village": gettext_lazy("ở thôn, tổ"),
}


def owners_named(user: User, known: Mapping[str, Body], code: str) -> list[Body]:
    """Whom a field charges: one body by its code, or all of a line below the account's. PermissionDenied for others."""
    if code in known:
        return [known[code]]
    held = tasks.bodies_together(tasks.bodies_given(list(known.values()), user), user).get(code)
    if held is None:
        raise PermissionDenied
    return held


def together(owners: Sequence[Body], user: User) -> list[tuple[str, str]]:
    """The choices that charge many at once, with words: 'Công an xã: mỗi nơi một nhiệm vụ (69)'."""
    found = []
    for code, held in tasks.bodies_together(owners, user).items():
        words = {"line": labels.LINES[held[0].line], "level": _LEVELS[held[0].level], "n": len(held)}
        found.append((code, _("%(line)s %(level)s, mỗi nơi một nhiệm vụ (%(n)d)") % words))
    return found
