"""Lists cut into pages, searched and sorted; all by plain addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from chungtay.kernel.text import match_key

T = TypeVar("T")
PAGE_LENGTH = 50
LONGEST_PAGE_NUMBER = 6
LONGEST_ID = 18
"""Digits: what a column for ids holds in either database."""


def is_id(text: str) -> bool:
    """Whether a text from an address or a field may be an id. "²" is a digit to Python and no number."""
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_ID


@dataclass(frozen=True)
class Paged(Generic[T]):
    """One page of a list, with what its template needs to lead to the others."""

    page: Page[Any]
    query: str

    def __iter__(self) -> Iterator[T]:
        return iter(self.page.object_list)

    @property
    def context(self) -> dict[str, object]:
        """For the template of page links."""
        return {"page_obj": self.page, "query": self.query}


def paged(request: HttpRequest, items: Sequence[T] | QuerySet[Any], length: int = PAGE_LENGTH) -> Paged[T]:
    """The page that the address asks for; one that does not exist becomes the nearest that does.

    Of a query only the rows of the page are read.
    """
    asked = request.GET.get("trang", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_PAGE_NUMBER else 1
    rest = request.GET.copy()
    rest.pop("trang", None)
    query = f"{rest.urlencode()}&" if rest else ""
    return Paged(Paginator(items, length).get_page(number), query)


def matching(items: Iterable[T], search: str, text_of: Callable[[T], str]) -> Sequence[T]:
    """The items whose text holds every word of the search, marks and case aside; all of them where it is empty.

    Read in Python: a territory holds thousands of reports, not millions. Past that, search in the database.
    """
    if not search:
        return items if isinstance(items, Sequence) else list(items)
    words = match_key(search).split()
    return [item for item in items if all(word in match_key(text_of(item)) for word in words)]
