"""Addresses of the portal: one table, two languages. The address tells the language, so that pages can be kept by
whoever stands between the server and the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import get_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.urls import URLPattern

LANGUAGES = {language: prefix.lstrip("/") for prefix, language in settings.LANGUAGE_BY_ADDRESS.items()}
"""Where the portal stands in either language: "cong-khai/", "public/"."""


class Page(NamedTuple):
    """One page: its name, its address in either language, its view."""

    name: str
    vi: str
    en: str
    view: Callable[..., Any]


def patterns(pages: Iterable[Page], language: str) -> list[URLPattern]:
    """The address table of one language."""
    return [path(page.vi if language == "vi" else page.en, page.view, name=page.name) for page in pages]


def address(name: str, /, language: str = "", **kwargs: Any) -> str:
    """The address of a page in a language, or in the one that is read now."""
    return reverse(f"portal_{language or current()}:{name}", kwargs=kwargs)


def address_elsewhere(path_info: str, name: str, kwargs: dict[str, Any]) -> dict[str, str]:
    """The same page in either language; where it has no name, the first page."""
    found = {}
    for language, prefix in LANGUAGES.items():
        try:
            found[language] = path_info if path_info.startswith(f"/{prefix}") else address(name, language, **kwargs)
        except NoReverseMatch:
            found[language] = address("home", language)
    return found


def current() -> str:
    """The language that is read now: English, or else Vietnamese."""
    return "en" if get_language() == "en" else "vi"
