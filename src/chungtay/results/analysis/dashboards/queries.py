"""Which arrangement stands for a body's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chungtay.reference.indicators.queries import indicators_all
from chungtay.results.analysis.dashboards.blocks import Block, Page, from_data, usual
from chungtay.results.analysis.dashboards.models import Layout

if TYPE_CHECKING:
    from chungtay.reference.actors.models import Body


@dataclass(frozen=True)
class Arranged:
    """A page's blocks, and the arrangement that they are of; None where nobody arranged it yet."""

    blocks: tuple[Block, ...]
    layout: Layout | None


def arranged(body: Body, page: Page) -> Arranged:
    """What stands on the page of a body."""
    layout = Layout.objects.filter(body=body, page=page, undone_at=None).order_by("-pk").first()
    if layout is None:
        return Arranged(usual(page, body.place.level), None)
    return Arranged(from_data(layout.blocks, codes()), layout)


def codes() -> set[str]:
    """The indicators that a block may be about."""
    return {item.code for item in indicators_all()}
