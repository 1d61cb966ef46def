"""The first page, the search for a place, and what is shown where nothing was found."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

from django.http import Http404
from django.utils import timezone

from chungtay.faces.portal.addresses import current
from chungtay.faces.portal.finding import found_by
from chungtay.faces.portal.showing import page
from chungtay.faces.portal.views.news import told
from chungtay.reference.places import queries as places
from chungtay.results.publishing import queries as shelf

if TYPE_CHECKING:
    from chungtay.faces.portal.showing import Made


@page
def home(asked: dict[str, str]) -> Made:
    """Find your place; what is new; what else is here."""
    provinces = [(unit.key, unit.name) for unit in places.provinces_on(timezone.localdate())]
    return "portal/home.html", {
        "provinces": sorted(provinces, key=lambda line: _by_letters(line[1])),
        "newest": [told(item) for item in shelf.publications_standing()[:4]],
        "kinds_count": len(shelf.kinds_public()),
        "indicators_count": len(shelf.indicators_public()),
    }


_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"


def _by_letters(name: str) -> list[int]:
    """As a Vietnamese dictionary has it: đ after d, ơ after ô; tones tell nothing here."""
    bare = "".join(part for part in normalize("NFD", name.casefold()) if part not in _TONES)
    return [_LETTERS.find(letter) for letter in normalize("NFC", bare)]


@page
def search(asked: dict[str, str]) -> Made:
    """Places that the words may name, old names with what they became."""
    text = asked.get("q", "")
    found = found_by(text, current()) if text else []
    return "portal/search.html", {"q": text, "found": found}


@page
def offline(asked: dict[str, str]) -> Made:
    """What a phone without a connection shows for a page that it never had."""
    return "portal/offline.html", {}


@page
def missing(asked: dict[str, str], rest: str) -> Made:
    """No page has this address."""
    raise Http404
