"""Arranging a body's page, and undoing it. Only ever the page of the account's own body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.kernel.errors import Both, NotAllowed
from chungtay.results.analysis.dashboards import blocks as arranging
from chungtay.results.analysis.dashboards.models import Layout
from chungtay.results.analysis.dashboards.queries import arranged, codes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chungtay.reference.actors.models import User

_ARRANGE = ("reporter", "approver")
_KEPT = 50
"""Arrangements of one page that are kept to go back to."""


def block_add(*, by: User, page: arranging.Page, kind: str, indicators: Iterable[str] = ()) -> Layout:
    """One more block. Refusals TQ-001 to 003; NotAllowed TQ-403 for accounts that only read."""
    block = arranging.block_made(kind, indicators, codes())
    return _keep(by, page, arranging.added(_blocks(by, page), block))


def block_remove(*, by: User, page: arranging.Page, at: int, code: str = "") -> Layout:
    """Without the block at a place, or without one of its indicators."""
    return _keep(by, page, arranging.removed(_blocks(by, page), at, code))


def block_move(*, by: User, page: arranging.Page, at: int, up: bool) -> Layout:
    """The block at a place one further up or down."""
    return _keep(by, page, arranging.moved(_blocks(by, page), at, -1 if up else 1))


def layout_undo(*, by: User, page: arranging.Page) -> bool:
    """Back to how the page was before the last change; False where nothing was changed."""
    _check(by)
    layout = arranged(by.body, page).layout
    if layout is None:
        return False
    layout.undone_at, layout.undone_by = timezone.now(), by
    layout.save(update_fields=["undone_at", "undone_by"])
    return True


def _blocks(by: User, page: arranging.Page) -> tuple[arranging.Block, ...]:
    _check(by)
    return arranged(by.body, page).blocks


@transaction.atomic
def _keep(by: User, page: arranging.Page, blocks: tuple[arranging.Block, ...]) -> Layout:
    kept = Layout.objects.create(body=by.body, page=page, blocks=arranging.to_data(blocks), arranged_by=by)
    old = Layout.objects.filter(body=by.body, page=page).order_by("-pk").values_list("pk", flat=True)[_KEPT:]
    Layout.objects.filter(pk__in=list(old)).delete()
    return kept


def _check(by: User) -> None:
    if by.role not in _ARRANGE:
        refusal = NotAllowed.of(
            "TQ-403",
            Both("tổng quan", "overview"),
            read=by.role,
            expected=Both("cán bộ báo cáo hoặc lãnh đạo duyệt", "a reporter or an approver"),
            vi="tài khoản này chỉ được xem",
            en="this account may only look",
        )
        assert isinstance(refusal, NotAllowed)
        raise refusal
