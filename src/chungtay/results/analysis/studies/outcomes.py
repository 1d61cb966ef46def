"""What may be looked at as an outcome of a model. Reviewed data; nothing here knows of Django."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.text import nfc
from chungtay.reference.indicators.catalogue import Definition, catalogue
from chungtay.results.analysis.effects.gates import OutcomeClass

_DATA = Path(__file__).parent / "outcomes.yaml"
_WHERE = Both("Kết quả để đánh giá", "Outcome to look at")


@dataclass(frozen=True)
class Outcome:
    """An indicator that may be an outcome. `good` is -1 where fewer is better."""

    code: str
    outcome_class: OutcomeClass
    good: int
    why: Both


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    loaded = yaml.load(nfc(_DATA.read_text(encoding="utf-8")), Loader=yaml.CSafeLoader)
    assert isinstance(loaded, dict)
    return loaded


@lru_cache(maxsize=1)
def outcomes() -> MappingProxyType[str, Outcome]:
    """All of them by code, in the order in which they are offered. Read once per process."""
    found = {}
    for code, row in _read()["outcomes"].items():
        why = Both(row["why_vi"], row["why_en"])
        found[code] = Outcome(code, OutcomeClass(row["class"]), -1 if row["better"] == "fewer" else 1, why)
    return MappingProxyType(found)


def changes_reporting(member: str) -> bool:
    """Whether a kind (its key in the catalogue) may change what people report; kinds without a key of their own do."""
    return member not in _read()["leaves_reporting"]


def outcome_checked(codes: tuple[str, ...]) -> Outcome:
    """The outcome that is asked for. Refusals HIEUQUA-021 what is activity or nothing that may be looked at,
    HIEUQUA-022 several indicators: their units have no sum."""
    known: list[Definition] = [catalogue()[code] for code in codes if code in catalogue()]
    if len({item.unit_vi for item in known}) > 1 or len(codes) > 1:
        raise Refusal.of(
            "HIEUQUA-022",
            _WHERE,
            read=Both(
                ", ".join(f"{item.name_vi} ({item.unit_vi})" for item in known),
                ", ".join(f"{item.name_en} ({item.unit_en})" for item in known),
            ),
            expected=Both("một chỉ tiêu, một đơn vị tính", "one indicator, one unit"),
            todo=Both("đánh giá từng chỉ tiêu một", "look at one indicator at a time"),
            vi="các chỉ tiêu khác đơn vị không cộng được với nhau",
            en="indicators of mixed units have no sum",
        )
    found = outcomes().get(codes[0]) if codes else None
    if found is None:
        raise Refusal.of(
            "HIEUQUA-021",
            _WHERE,
            read=Both(known[0].name_vi, known[0].name_en) if known else ", ".join(codes),
            expected=Both(
                "; ".join(catalogue()[code].name_vi for code in outcomes()),
                "; ".join(catalogue()[code].name_en for code in outcomes()),
            ),
            todo=Both("chọn một điều mà mô hình có thể ngăn ngừa", "choose something that a model could prevent"),
            vi="số liệu hoạt động và tin báo không phải là kết quả",
            en="activity and tips are no outcome",
        )
    return found
