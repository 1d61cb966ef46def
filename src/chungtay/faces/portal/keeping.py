"""Pages that were made already, kept in this process until what is public changes.

A page is kept with the edition that it was made from. What changes with the clock alone (an embargo that ends) is in
the edition too, which is asked again every second; nothing here is kept for one reader only.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from chungtay.results.publishing.editions import edition

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_BYTES = 48 * 1024 * 1024
ASKED_EVERY = 1.0
"""Seconds for which nobody asks again what is public; a withdrawal is seen after so long at the latest."""


class Kept(NamedTuple):
    """A page as it is sent: plain and packed, with the mark that browsers compare."""

    edition: str
    status: int
    plain: bytes
    packed: bytes
    etag: str


class Shelf:
    """The pages kept, least used thrown out first when they are too many."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most, self._size = most, 0
        self._pages: OrderedDict[str, Kept] = OrderedDict()
        self._lock = Lock()
        self._edition, self._asked = "", -ASKED_EVERY

    def now(self) -> str:
        """The edition that is public, asked at most once a second."""
        moment = monotonic()
        if moment - self._asked >= ASKED_EVERY:
            self._edition, self._asked = edition(), moment
        return self._edition

    def get(self, key: str, make: Callable[[], tuple[int, str]]) -> Kept:
        """The page under a key, made when it is missing or of another edition."""
        now = self.now()
        with self._lock:
            found = self._pages.get(key)
            if found is not None and found.edition == now:
                self._pages.move_to_end(key)
                return found
        status, text = make()
        page = _packed(now, status, text)
        if status == 200:
            self._put(key, page)
        return page

    def clear(self) -> None:
        """Forget everything, as a new process does."""
        with self._lock:
            self._pages.clear()
            self._size, self._asked = 0, -ASKED_EVERY

    def _put(self, key: str, page: Kept) -> None:
        with self._lock:
            old = self._pages.pop(key, None)
            self._size += _weight(page) - (_weight(old) if old else 0)
            self._pages[key] = page
            while self._size > self._most and len(self._pages) > 1:
                self._size -= _weight(self._pages.popitem(last=False)[1])


def _packed(edition_now: str, status: int, text: str) -> Kept:
    plain = text.encode()
    # The same words give the same bytes: a time in the head would make every process's mark differ.
    packed = gzip.compress(plain, 6, mtime=0)
    return Kept(edition_now, status, plain, packed, f'W/"{hashlib.sha256(plain).hexdigest()[:24]}"')


def _weight(page: Kept) -> int:
    return len(page.plain) + len(page.packed) + 400


PAGES = Shelf()
