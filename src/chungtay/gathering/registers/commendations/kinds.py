"""Forms of commendation, their givers, and for what they are given, as the shipped file states them. No Django here."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from chungtay.kernel.errors import Both
from chungtay.kernel.text import nfc

_DATA = Path(__file__).parent / "data" / "awards.yaml"
RECIPIENTS: dict[int, tuple[str, Both]] = {
    1: ("collective", Both("Tập thể", "Collective")),
    2: ("household", Both("Hộ gia đình", "Household")),
    3: ("individual", Both("Cá nhân", "Individual")),
}
"""By number, the member of the catalogue's breakdown and the name."""
COLLECTIVE = 1


@dataclass(frozen=True)
class AwardForm:
    """A form of commendation and the sort of body that gives it; `counts` is an indicator or "". `certificate`: what
    stands on its paper where the giver has no template of its own."""

    number: int
    key: str
    name: Both
    line: str
    level: str
    counts: str
    certificate: MappingProxyType[str, str]


@dataclass(frozen=True)
class Achievement:
    """For what one is commended. Whoever is commended for a guarded one is seen by the awarding body alone, and the
    paper says `on_paper` of it."""

    number: int
    name: Both
    is_guarded: bool
    on_paper: str


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(nfc(_DATA.read_text(encoding="utf-8")))
    return read


@lru_cache(maxsize=1)
def award_forms() -> MappingProxyType[int, AwardForm]:
    """All forms by number, in the order in which they are shown."""
    found = [
        AwardForm(
            row["number"],
            row["key"],
            Both(row["vi"], row["en"]),
            row["line"],
            row["level"],
            row["counts"],
            MappingProxyType(row["certificate"]),
        )
        for row in _file()["forms"]
    ]
    return MappingProxyType({form.number: form for form in found})


@lru_cache(maxsize=1)
def sorts() -> MappingProxyType[int, Both]:
    """Kinds of commendation: merit, irregular, thematic, long service."""
    return MappingProxyType({row["number"]: Both(row["vi"], row["en"]) for row in _file()["sorts"]})


@lru_cache(maxsize=1)
def achievements() -> MappingProxyType[int, Achievement]:
    """The closed list of achievements by number."""
    found = [
        Achievement(
            row["number"], Both(row["vi"], row["en"]), row.get("guarded", False), row.get("certificate", row["vi"])
        )
        for row in _file()["achievements"]
    ]
    return MappingProxyType({one.number: one for one in found})
