"""What a sheet looks like: its topic, what is counted, by which members, and what must hold of it. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from chungtay.kernel.errors import Both
from chungtay.kernel.text import nfc
from chungtay.reference.indicators.catalogue import catalogue, dimensions

_DATA = Path(__file__).parent / "data" / "tallies.yaml"
KIND, CHANNEL = 1, 2
Line = tuple[str, str]
"""(measure, member); the member is '' for one number a sheet."""


@dataclass(frozen=True)
class Measure:
    """What is counted. `key` is an indicator, or `own.` something for what is kept only for its checks."""

    key: str
    name: Both
    plain: bool = False
    at_most: str = ""


@dataclass(frozen=True)
class Topic:
    """One sort of tally with its measures, and the members of each axis (key to name)."""

    key: str
    name: Both
    measures: tuple[Measure, ...]
    members: Mapping[int, Mapping[str, Both]]

    @property
    def axes(self) -> tuple[int, ...]:
        """What a sheet may be counted by; one axis without members where nothing is split."""
        return tuple(self.members) or (KIND,)

    def lines(self, axis: int) -> list[Line]:
        """All lines of a sheet, measure by measure."""
        members = self.members.get(axis, {})
        return [(m.key, key) for m in self.measures for key in ([""] if m.plain else members)]

    def totals(self, values: Mapping[Line, int]) -> dict[str, int]:
        """The total of each measure."""
        found = {measure.key: 0 for measure in self.measures}
        for (measure, _member), value in values.items():
            found[measure] += value
        return found


@lru_cache(maxsize=1)
def topics() -> MappingProxyType[str, Topic]:
    """All topics by key, in the order in which they are shown."""
    read = yaml.safe_load(nfc(_DATA.read_text(encoding="utf-8")))["topics"]
    return MappingProxyType({key: _topic(key, row) for key, row in read.items()})


def _topic(key: str, row: dict[str, Any]) -> Topic:
    measures = tuple(_measure(code, told) for code, told in row["measures"].items())
    sides = {KIND: row.get("kinds"), CHANNEL: row.get("channels")}
    members = {axis: _members(side) for axis, side in sides.items() if side}
    return Topic(key, Both(row["vi"], row["en"]), measures, MappingProxyType(members))


def _measure(code: str, told: dict[str, Any]) -> Measure:
    known = catalogue().get(code)
    name = Both(known.name_vi, known.name_en) if known else Both(told["vi"], told["en"])
    return Measure(code, name, bool(told.get("plain")), told.get("at_most", ""))


def _members(side: dict[str, Any]) -> Mapping[str, Both]:
    """A dimension's members but those that exist only above the commune, or the members that stand in the file."""
    if "dimension" in side:
        found = dimensions()[side["dimension"]].members
        return MappingProxyType({m.key: Both(m.name_vi, m.name_en) for m in found if m.floor == "commune"})
    return MappingProxyType({key: Both(row["vi"], row["en"]) for key, row in side["members"].items()})


def wrong_sums(topic: Topic, values: Mapping[Line, int]) -> list[tuple[Both, Both]]:
    """What does not hold, as (what was read, what was expected); empty where the sheet may be confirmed."""
    total = topic.totals(values)
    names = {measure.key: measure.name for measure in topic.measures}
    found = [
        (
            Both(f"{m.name.vi}: {total[m.key]}", f"{m.name.en}: {total[m.key]}"),
            Both(
                f"không quá {total[m.at_most]} ({names[m.at_most].vi})",
                f"not more than {total[m.at_most]} ({names[m.at_most].en})",
            ),
        )
        for m in topic.measures
        if m.at_most and total[m.key] > total[m.at_most]
    ]
    return found + (_wrong_mediation(total) if "mediation.cases_conducted" in total else [])


def _wrong_mediation(total: Mapping[str, int]) -> list[tuple[Both, Both]]:
    """Conducted is successful and unsuccessful; what came in was conducted or is pending."""
    received, conducted = total["mediation.cases_received"], total["mediation.cases_conducted"]
    ended = total["mediation.cases_successful"] + total["own.unsuccessful"]
    found = []
    if ended != conducted:
        found.append(
            (
                Both(f"thành và không thành: {ended}", f"successful and unsuccessful: {ended}"),
                Both(f"bằng số vụ đã tiến hành: {conducted}", f"as many as were conducted: {conducted}"),
            )
        )
    if (dealt := conducted + total["own.pending"]) < received:
        found.append(
            (
                Both(f"đã tiến hành và chưa tiến hành: {dealt}", f"conducted and pending: {dealt}"),
                Both(f"ít nhất bằng số vụ tiếp nhận: {received}", f"at least as many as were received: {received}"),
            )
        )
    return found


def success_rate(total: Mapping[str, int]) -> float | None:
    """Successful cases of those conducted, never of those received; None where none was conducted."""
    conducted = total.get("mediation.cases_conducted", 0)
    return total["mediation.cases_successful"] / conducted if conducted else None
