"""Rule sets, their subjects, criteria and windows, as the shipped file states them. No Django in here."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from chungtay.kernel.errors import Both
from chungtay.kernel.text import nfc
from chungtay.reference.indicators.catalogue import dimensions

_DATA = Path(__file__).parent / "data" / "rules.yaml"
SUBJECTS = {1: "residential_area", 2: "commune", 3: "agency", 4: "firm", 5: "school"}
"""By number, the member of the catalogue's breakdown."""
COMMUNE = 2
_PER_SET = 100


@dataclass(frozen=True)
class Subject:
    """How one kind of subject is reviewed: the first and last (day, month) of its year, and by which criteria."""

    window: tuple[tuple[int, int], tuple[int, int]]
    counts: str
    criteria: tuple[int, ...]

    def year(self, named: int) -> tuple[date, date]:
        """The days of the year that ends in `named`."""
        (first_day, first_month), (last_day, last_month) = self.window
        return date(named - 1, first_month, first_day), date(named, last_month, last_day)


@dataclass(frozen=True)
class RuleSet:
    """One version of a standard; `until` None: it is in use. `by_criteria`: criteria met are counted, not subjects.
    `rate`: the indicator of its recognised subjects by those in scope, "" where there is none."""

    number: int
    name: Both
    basis: Both
    since: int
    until: int | None
    is_rated: bool
    by_criteria: bool
    rate: str
    subjects: MappingProxyType[int, Subject]

    def holds_in(self, year: int) -> bool:
        """Whether years of this name are reviewed by it."""
        return self.since <= year <= (self.until or year)


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(nfc(_DATA.read_text(encoding="utf-8")))
    return read


@lru_cache(maxsize=1)
def rule_sets() -> MappingProxyType[int, RuleSet]:
    """All sets by number, those out of use among them."""
    return MappingProxyType({row["number"]: _rule_set(row) for row in _file()["rules"]})


def _rule_set(row: dict[str, Any]) -> RuleSet:
    numbers = {key: number for number, key in SUBJECTS.items()}
    subjects = {
        numbers[key]: Subject((_day(s["window"][0]), _day(s["window"][1])), s["counts"], tuple(_criteria(row, s)))
        for key, s in row["subjects"].items()
    }
    name, basis = Both(row["vi"], row["en"]), Both(row["basis"]["vi"], row["basis"]["en"])
    flags = bool(row.get("rated", False)), bool(row.get("by_criteria", False))
    about = (*flags, row.get("rate", ""), MappingProxyType(subjects))
    return RuleSet(row["number"], name, basis, row["since"], row.get("until"), *about)


def _criteria(rule: dict[str, Any], subject: dict[str, Any]) -> list[int]:
    """Numbers of the criteria of a subject; those known by their numbers in the document begin at 100 times the set."""
    if "numbered" not in subject:
        return list(subject["criteria"])
    first, last = subject["numbered"]
    return [_PER_SET * rule["number"] + number for number in range(first, last + 1)]


def _day(text: str) -> tuple[int, int]:
    day, month = text.split("/")
    return int(day), int(month)


@lru_cache(maxsize=1)
def criteria() -> MappingProxyType[int, Both]:
    """All criteria by number."""
    named = {number: Both(row["vi"], row["en"]) for number, row in _file()["criteria"].items()}
    by_number = (n for rule in rule_sets().values() for s in rule.subjects.values() for n in s.criteria)
    for number in by_number:
        told = number % _PER_SET
        named.setdefault(number, Both(f"Tiêu chí số {told}", f"Criterion {told}"))
    return MappingProxyType(named)


@lru_cache(maxsize=1)
def sorts() -> MappingProxyType[tuple[int, int], tuple[Both, bool]]:
    """By kind of subject and number, the name of a sort and whether it is excluded from review."""
    numbers = {key: number for number, key in SUBJECTS.items()}
    return MappingProxyType(
        {
            (numbers[key], number): (Both(row["vi"], row["en"]), row.get("excluded", False))
            for key, found in _file()["sorts"].items()
            for number, row in found.items()
        }
    )


def subject_name(kind: int) -> Both:
    """The name of a kind of subject, as the catalogue has it."""
    member = dimensions()["subject_kind"].member(SUBJECTS[kind])
    assert member is not None
    return Both(member.name_vi, member.name_en)
