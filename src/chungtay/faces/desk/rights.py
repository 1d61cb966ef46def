"""What each role may open, read off the declarations that guard the pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from chungtay.faces.desk.audience import PUBLIC, SIGNED_IN, Audience


@dataclass(frozen=True)
class Right:
    """An address, and the roles that may open it in the order of `SIGNED_IN`."""

    address: str
    name: str
    may: tuple[bool, ...]


@dataclass(frozen=True)
class Rights:
    """The roles, how many pages each may open, and the pages by their first word."""

    roles: tuple[Audience, ...]
    counts: tuple[int, ...]
    groups: tuple[tuple[str, tuple[Right, ...]], ...]


def rights_by_role() -> Rights:
    """Of the officials' pages; what everybody may open is left out."""
    found: dict[str, list[Right]] = {}
    for entry in _pages(get_resolver("chungtay.faces.desk.urls")):
        who = getattr(entry.callback, "audience", ())
        if PUBLIC in who:
            continue
        address = f"/{entry.pattern}"
        group = address.split("/")[1] or "/"
        found.setdefault(group, []).append(Right(address, str(entry.name), tuple(role in who for role in SIGNED_IN)))
    every = [right for rights in found.values() for right in rights]
    counts = tuple(sum(right.may[i] for right in every) for i in range(len(SIGNED_IN)))
    return Rights(SIGNED_IN, counts, tuple((group, tuple(rights)) for group, rights in found.items()))


def _pages(resolver: URLResolver) -> Iterator[URLPattern]:
    return (entry for entry in resolver.url_patterns if isinstance(entry, URLPattern))
