"""What the portal's templates ask for."""

from typing import Any

from django import template

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
