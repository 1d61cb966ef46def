"""What kind of thing a unit counts: only numbers of one kind are compared and added."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chungtay.reference.indicators.catalogue import Definition


def admits(definition: Definition, unit: str) -> bool:
    """Whether a stated unit is of the indicator's kind. Unstated units fit."""
    return not unit.strip() or unit_kind(unit) in unit_kinds(definition.unit_vi)


@lru_cache(maxsize=1000)
def unit_kind(unit: str) -> str:
    """'money', 'percent', 'weight' or 'count'."""
    words = unit.casefold().split()
    if any(w in ("đồng", "vnđ", "vnd") for w in words):
        return "money"
    if "%" in unit or "phần trăm" in unit.casefold():
        return "percent"
    if any(w in ("kg", "g", "gam", "tấn", "tạ", "ki-lô-gam") for w in words):
        return "weight"
    return "count"


@lru_cache(maxsize=1000)
def unit_kinds(units: str) -> frozenset[str]:
    """The kinds that a catalogue entry admits: 'kg, quả, kíp' is weight or count."""
    return frozenset(unit_kind(part) for part in units.split(","))
