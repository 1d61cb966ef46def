"""The kinds of activity and the partners in them, as the shipped file states them. No Django in here."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from chungtay.kernel.text import nfc
from chungtay.reference.indicators.catalogue import Dimension, catalogue, dimensions

_DATA = Path(__file__).parent / "data" / "kinds.yaml"


@dataclass(frozen=True)
class ActivityKind:
    """What sort of thing was done. The fields are explained at the head of the file."""

    number: int
    key: str
    vi: str
    en: str
    icon: str
    counts: str = ""
    participations: str = ""
    counts_alone: bool = False
    amount: bool = False
    future: bool = True
    until: date | None = None

    def name(self, language: str = "vi") -> str:
        """The name in 'vi' or 'en'."""
        return self.vi if language == "vi" else self.en

    @property
    def dimension(self) -> Dimension | None:
        """By what its indicator is broken down ('topic', 'force'); None where it is not, or not by what is done."""
        found = catalogue()[self.counts].breakdown if self.counts else ""
        return dimensions()[found] if found in ("topic", "force") else None


@dataclass(frozen=True)
class Partner:
    """A sort of organisation that takes part."""

    key: str
    vi: str
    en: str

    def name(self, language: str = "vi") -> str:
        """The name in 'vi' or 'en'."""
        return self.vi if language == "vi" else self.en


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(nfc(_DATA.read_text(encoding="utf-8")))
    return read


@lru_cache(maxsize=1)
def kinds() -> MappingProxyType[int, ActivityKind]:
    """All kinds by number, in the order in which they are shown."""
    found = [ActivityKind(**row) for row in _file()["kinds"]]
    return MappingProxyType({kind.number: kind for kind in found})


@lru_cache(maxsize=1)
def partners() -> MappingProxyType[str, Partner]:
    """All partners by key, in the order in which they are shown."""
    return MappingProxyType({key: Partner(key, row["vi"], row["en"]) for key, row in _file()["partners"].items()})


def kinds_on(on: date) -> list[ActivityKind]:
    """The kinds that activities of a day may be of."""
    return [kind for kind in kinds().values() if kind.until is None or on <= kind.until]


def kind_keyed(key: str) -> ActivityKind | None:
    """The kind with a key ('patrol'); None for any other text."""
    return next((kind for kind in kinds().values() if kind.key == key), None)


def counts_alone() -> tuple[int, ...]:
    """The numbers of the kinds of which only counts are kept."""
    return tuple(kind.number for kind in kinds().values() if kind.counts_alone)
