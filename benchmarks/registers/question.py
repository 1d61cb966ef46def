"""One thing that a page asks, and what it is measured against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_LOADED: Final = 5_000
"""Objects that are loaded at most: two million do not fit."""


@dataclass
class Question:
    """One thing that a page asks. `rows` makes comparable rows of the product's answer; `bare` is the SQL by hand."""

    name: str
    ask: Callable[[], Any]
    bare: str
    parameters: tuple[Any, ...]
    rows: Callable[[Any], list[tuple[Any, ...]]]
    load: Callable[[], Any] | None = None
