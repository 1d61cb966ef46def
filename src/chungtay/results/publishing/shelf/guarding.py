"""No small count of a publication may be had by its sums, by what was public before, or by the other map.

Of each indicator with a threshold all counts that are or were public of the same land are one table: provinces add up
to the country, parts to their whole, months to quarters and years wherever they truly do. The table is audited and
more is kept until it passes (`protecting.py`). What is public already can neither be kept any more nor told otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from chungtay.kernel.quantities import Total
from chungtay.reference.indicators.catalogue import Definition, catalogue
from chungtay.results.publishing.protecting import Cell, Sum, Table, kept_besides
from chungtay.results.publishing.shelf.lines import Claim, Key, Line, base_of

_INFINITE = float("inf")


@dataclass(frozen=True)
class Before:
    """A figure that is public already: its claim, reckoned again, and how it stands there."""

    claim: Claim
    hidden: str


def is_guarded(rule: Definition) -> bool:
    """Whether small counts of it must not be told: a count that adds up, with a threshold."""
    return rule.threshold is not None and rule.nature in ("flow", "stock") and rule.over_places == "sum"


def guarded_parts(rule: Definition) -> list[Definition]:
    """The counts that a ratio is of, those of them that are guarded: its words tell both."""
    known = (catalogue().get(code) for code in (rule.numerator, rule.denominator))
    return [part for part in known if part is not None and is_guarded(part)]


def needs_others(rule: Definition) -> bool:
    """Whether a line of it can only be told when others are known: a guarded count, or a ratio of such."""
    return is_guarded(rule) or bool(guarded_parts(rule))


def rates_kept(lines: list[Line], told: Iterable[Collection[tuple[str, ...]]]) -> list[Line]:
    """The lines of a ratio, those kept of which a part is not public itself: the ratio would tell it. `told` holds for
    each part what it is public of, as keys without the indicator."""
    parts = list(told)
    return [
        line if line.hidden or line.absence or all(tuple(line.key[1:]) in part for part in parts) else line.kept()
        for line in lines
    ]


def guarded(claims: list[Claim], rule: Definition, before: Mapping[Key, Before]) -> list[Line]:
    """The lines of an indicator, with those kept that would give a small count away; where nothing less would do, all
    counts of it."""
    if not is_guarded(rule):
        return [claim.line for claim in claims]
    counts = [claim for claim in claims if _count(claim.row.total) is not None and claim.line.hidden != "floor"]
    keys = {claim.line.key for claim in counts}
    known = [item for key, item in before.items() if key not in keys and _count(item.claim.row.total) is not None]
    every = [*counts, *(item.claim for item in known)]
    table = Table(
        tuple(_cell(claim, rule, before.get(claim.line.key)) for claim in every),
        tuple(_sums(every)),
        rule.threshold or 0,
    )
    kept = kept_besides(table)
    hidden = keys if kept is None else {every[position].line.key for position in kept}
    hidden |= {key for key, item in before.items() if item.hidden == "complement"}
    return [_line(claim, hidden) for claim in claims]


def _line(claim: Claim, hidden: set[Key]) -> Line:
    is_kept = claim.line.key in hidden and claim.line.hidden == ""
    return claim.line.kept() if is_kept and claim.row.total is not None else claim.line


def _count(total: Total | None) -> int | None:
    if total is None or total.value != total.value.to_integral_value():
        return None
    return int(total.value)


def _cell(claim: Claim, rule: Definition, before: Before | None) -> Cell:
    value, threshold = _count(claim.row.total) or 0, rule.threshold or 0
    if value < threshold:
        return Cell(value, 0, 0, is_small=True, said=(0, threshold - 1))
    low, high = _learnt(claim.line, base_of(rule))
    if before is not None and before.hidden == "complement":
        return Cell(value, threshold, _INFINITE, is_fixed=True, kept_low=threshold)
    if claim.line.hidden == "":
        # Whoever is shown a number knows that it was not below the threshold, to whatever it is rounded.
        low = max(low, threshold)
    # What is kept besides is told in other words than "<5": it is known not to be below the threshold either.
    return Cell(value, min(low, value), max(high, value), is_fixed=before is not None, kept_low=threshold)


def _learnt(line: Line, base: int) -> tuple[float, float]:
    """What a reader learns of a count from its rounded text."""
    if not line.low and not line.high:
        return (0, _INFINITE)
    low = Decimal(line.low) if line.low else Decimal(0)
    half = Decimal(base) / 2 if line.precision == "exact" else Decimal(0)
    return float(low - half), float(Decimal(line.high) + half) if line.high else _INFINITE


def _sums(claims: list[Claim]) -> Iterator[Sum]:
    """Every sum that is true: a reader who expects one that is not learns nothing by it."""
    values = [_count(claim.row.total) or 0 for claim in claims]
    for whole, parts in (*_over_places(claims), *_over_cells(claims), *_over_time(claims)):
        if parts and sum(values[part] for part in parts) == values[whole]:
            yield Sum(whole, tuple(parts))


_Group = tuple[object, ...]
"""What parts of one whole have in common."""


def _over_places(claims: list[Claim]) -> Iterator[tuple[int, list[int]]]:
    """Provinces in the country, communes in the province of today on whose land they lie."""
    wholes: dict[_Group, int] = {}
    parts: dict[_Group, list[int]] = defaultdict(list)
    for position, claim in enumerate(claims):
        place, of = claim.line.place, (claim.line.cell, claim.slot)
        if place.level == "country":
            wholes[of] = position
        elif place.level == "province":
            wholes[*of, claim.land, place.vintage] = position
            parts[of].append(position)
        else:
            parts[*of, claim.land, place.vintage].append(position)
    for group, whole in wholes.items():
        yield whole, parts[group]


def _over_cells(claims: list[Claim]) -> Iterator[tuple[int, list[int]]]:
    wholes: dict[_Group, int] = {}
    parts: dict[_Group, list[int]] = defaultdict(list)
    for position, claim in enumerate(claims):
        group: _Group = (claim.line.place.code, claim.line.place.vintage, claim.slot)
        if claim.line.cell:
            parts[group].append(position)
        else:
            wholes[group] = position
    for of, positions in parts.items():
        if of in wholes:
            yield wholes[of], positions


def _over_time(claims: list[Claim]) -> Iterator[tuple[int, list[int]]]:
    """A longer time as the shorter ones that follow each other from its first day to its last."""
    groups: dict[tuple[str, str, str], list[tuple[date, date, int]]] = defaultdict(list)
    for position, claim in enumerate(claims):
        key = claim.line.key
        groups[key.cell, key.code, key.vintage].append((claim.line.period.start, claim.line.period.end, position))
    for spans in groups.values():
        starting: dict[date, list[tuple[date, int]]] = defaultdict(list)
        for start, end, position in spans:
            starting[start].append((end, position))
        for start, end, whole in spans:
            for longest in (True, False):
                parts = _tiling(starting, start, end, longest=longest)
                if len(parts) > 1:
                    yield whole, parts


def _tiling(starting: Mapping[date, Iterable[tuple[date, int]]], start: date, end: date, *, longest: bool) -> list[int]:
    first, parts = start, []
    while first <= end:
        fitting = [(last, position) for last, position in starting.get(first, ()) if last <= end]
        shorter = [item for item in fitting if (first, item[0]) != (start, end)]
        if not shorter:
            return []
        last, position = max(shorter) if longest else min(shorter)
        parts.append(position)
        first = last + timedelta(days=1)
    return parts
