"""How points of community models read on their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from chungtay.faces.desk import pointwords

if TYPE_CHECKING:
    from chungtay.gathering.registers.community.models import ModelKind
    from chungtay.gathering.registers.community.queries import Seen
    from chungtay.gathering.registers.lists.keyset import Named

register = template.Library()


@register.filter
def kind_words(kind: ModelKind | Named | None) -> str:
    """What a kind is called."""
    return pointwords.kind_words(kind)


@register.filter
def point_words(seen: Seen[Any]) -> str:
    """What a point is called."""
    return pointwords.point_words(seen)


@register.filter
def state_words(state: str) -> str:
    """A state of a life."""
    return pointwords.state_words(state)


@register.filter
def step_words(kind: str) -> str:
    """A step of a life."""
    return pointwords.step_words(kind)


@register.filter
def reason_words(reason: str) -> str:
    """Why a point ended."""
    return pointwords.reason_words(reason)


@register.filter
def lead_words(lead: str) -> object:
    """Who leads a point."""
    return pointwords.LEADS.get(lead, lead)


@register.filter
def standing_words(standing: str) -> object:
    """How a point stands."""
    return pointwords.STANDINGS.get(standing, standing)


@register.filter
def standing_pill(standing: str) -> str:
    """The colour of a standing."""
    return pointwords.PILLS.get(standing, "flat")  # type: ignore[call-overload, no-any-return]
