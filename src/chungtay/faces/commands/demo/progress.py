"""What the demonstration says on the terminal while it works."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
STEPS = 8


class Progress:
    """Steps and bars on the terminal; plain lines where the output is a pipe."""

    def __init__(self) -> None:
        self.number = 0

    def step(self, vietnamese: str, english: str) -> None:
        """Announce the next step in both languages."""
        self.number += 1
        print(f"\n[{self.number}/{STEPS}] {vietnamese} / {english}", flush=True)

    def say(self, text: str) -> None:
        """One line below the step."""
        print(f"      {text}", flush=True)

    def over(self, items: Iterable[T], count: int) -> Iterator[T]:
        """Yield the items, drawing how far it is."""
        live = sys.stdout.isatty()
        for done, item in enumerate(items, start=1):
            yield item
            if live and (done % 10 == 0 or done == count):
                filled = 30 * done // max(count, 1)
                print(f"\r      [{'█' * filled}{'·' * (30 - filled)}] {done}/{count}", end="", flush=True)
        if live:
            print()
