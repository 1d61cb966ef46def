"""Pages of words alone: how figures are made, what is never collected, where crime is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.faces.portal.addresses import current
from chungtay.faces.portal.showing import page

if TYPE_CHECKING:
    from chungtay.faces.portal.showing import Made


def _text(name: str) -> Made:
    return f"portal/texts/{name}_{current()}.html", {}


@page
def how(asked: dict[str, str]) -> Made:
    """How a figure comes to stand here."""
    return _text("how")


@page
def never(asked: dict[str, str]) -> Made:
    """What this house never collects."""
    return _text("never")


@page
def crime(asked: dict[str, str]) -> Made:
    """Where to report a crime: not here."""
    return _text("crime")
