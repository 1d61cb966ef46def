"""What a leaf says, in words for people. The leaf itself is what counts; this only reads it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chungtay.reference.indicators.catalogue import catalogue, cell_name

if TYPE_CHECKING:
    from chungtay.results.publishing.log.queries import Leaf


@dataclass(frozen=True)
class Telling:
    """A leaf that is public, part by part; what it does not tell is empty."""

    position: int
    kind: str
    body: str
    name: str
    shown: str
    place: str
    start: str
    end: str
    day: str
    files: tuple[str, ...]


def telling_of(leaf: Leaf, language: str) -> Telling | None:
    """The words of a leaf; None while what it says is not public."""
    if leaf.body is None:
        return None
    told = json.loads(leaf.body)
    return Telling(
        position=leaf.position,
        kind=leaf.kind,
        body=leaf.body,
        name=_name(told, language),
        shown=_of(told.get("shown"), language),
        place=_place(told),
        start=str(told.get("start") or ""),
        end=str(told.get("end") or ""),
        day=str(told.get("issued_on") or str(told.get("released_at") or told.get("at") or "")[:10]),
        files=tuple(file["name"] for file in told.get("files", ())),
    )


def _name(told: dict[str, Any], language: str) -> str:
    code = str(told.get("indicator") or "")
    if code in catalogue():
        parts = (catalogue()[code].name(language), cell_name(told.get("cell", ""), language))
        return ": ".join(part for part in parts if part)
    title = told.get("title_en") if language == "en" else told.get("title")
    words = (title, told.get("number"), told.get("name"), _of(told.get("kind_name"), language), told.get("publication"))
    return next((str(word) for word in words if word), "")


def _place(told: dict[str, Any]) -> str:
    place = told.get("place")
    if told.get("place_name"):
        return str(told["place_name"])
    return str(place[3]) if isinstance(place, list) and len(place) > 3 else ""


def _of(both: Any, language: str) -> str:
    if isinstance(both, list) and len(both) == 2:
        return str(both[0] if language == "vi" else both[1])
    return both if isinstance(both, str) else ""
