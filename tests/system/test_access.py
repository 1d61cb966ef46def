"""Who may reach what: every command and every address declares its audience; what declares none fails the build."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from chungtay.faces.commands.main import AUDIENCES, COMMANDS


def test_every_command_declares_its_audience() -> None:
    assert {name for name, _, _ in COMMANDS} == set(AUDIENCES)
    assert set(AUDIENCES.values()) <= {"anyone", "operator"}


def patterns(resolver: URLResolver) -> Iterator[tuple[str, Any]]:
    """Every address of the table with its view."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        elif isinstance(entry, URLPattern):
            yield str(entry.pattern), entry.callback


def test_every_address_declares_its_audience() -> None:
    addresses = dict(patterns(get_resolver()))
    assert addresses
    undeclared = [address for address, view in addresses.items() if not getattr(view, "audience", None)]
    assert undeclared == []
