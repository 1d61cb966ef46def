"""What the portal's templates ask for."""

from datetime import date
from typing import Any

from django import template
from django.utils.dateformat import format as written

from chungtay.faces.portal import addresses
from chungtay.kernel.errors import side

register = template.Library()


@register.simple_tag
def to(name: str, **kwargs: Any) -> str:
    """The address of a page of the portal in the language of the page."""
    return addresses.address(name, **kwargs)


@register.filter
def said(text: str) -> str:
    """A text of two languages in the one that is read."""
    return side(text, addresses.current())


@register.filter(expects_localtime=True)
def day(moment: date | None) -> str:
    """23/11/2026, in English 23 November 2026: there readers of two continents would take figures for each other."""
    return _written(moment, "j/n/Y", "j F Y")


@register.filter(expects_localtime=True)
def month(moment: date | None) -> str:
    """11/2026, in English November 2026."""
    return _written(moment, "n/Y", "F Y")


@register.filter(expects_localtime=True)
def minute(moment: date | None) -> str:
    """A day with its hour before it."""
    return _written(moment, "H:i, j/n/Y", "H:i, j F Y")


def _written(moment: date | None, vi: str, en: str) -> str:
    return written(moment, en if addresses.current() == "en" else vi) if moment else ""
