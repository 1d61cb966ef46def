"""Reads the specification: small text tables of places, rules, figures, questions and the answers they must have.

A file holds what its cases share, then cases that begin with '# '. A table is a '[name]' line, a header line and
rows, with columns apart by two or more spaces and '-' for nothing. An answer compares only the columns it shows.
Figures without a batch number came in a batch each. Every batch arrived for the place and period of its figures.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period, Regime, decree_month, parse_period
from chungtay.kernel.quantities import INFINITY, Precision, Quantity, Total, total
from chungtay.results.warehouse.facts import Duty, Fact, PlaceNode, Receipt, Rule, World, attestation_rank
from chungtay.results.warehouse.frames import Atlas, Change
from chungtay.results.warehouse.questions import By, Question, Row, Tells

FOLDER = Path(__file__).parent / "spec"
FORM = "monthly"
_WORDS = {">": Precision.MORE_THAN, "<": Precision.NEARLY, "~": Precision.ABOUT}
Table = list[dict[str, str]]


@dataclass(frozen=True)
class Case:
    """One case: a world, a question, and the answer as a table of the columns that matter."""

    title: str
    world: World
    question: Question
    expected: Table

    @property
    def file(self) -> str:
        """The name of its file: cases of one file share their places."""
        return self.title.partition(":")[0]

    def shown(self, rows: list[Row]) -> Table:
        """The rows of an engine in the words of the case."""
        columns = list(self.expected[0]) if self.expected else ["place"]
        return [{column: _shown(row, column) for column in columns} for row in rows]


def cases() -> list[Case]:
    """All cases of all files."""
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        shared, *parts = re.split(r"^# ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        common = _tables(shared)
        for part in parts:
            title, _, body = part.partition("\n")
            tables = _tables(body)
            merged = {name: common.get(name, []) + tables.get(name, []) for name in {*common, *tables}}
            found.append(
                Case(f"{path.stem}: {title}", _world(merged), _question(merged["question"][0]), merged["answer"])
            )
    return found


def _tables(text: str) -> dict[str, Table]:
    tables: dict[str, Table] = {}
    for block in re.split(r"^\[", text, flags=re.MULTILINE)[1:]:
        name, _, body = block.partition("]")
        lines = [line.strip() for line in body.splitlines() if line.strip()]
        header = re.split(r" {2,}", lines[0])
        rows = [re.split(r" {2,}", line) for line in lines[1:]]
        assert all(len(row) <= len(header) for row in rows), (name, rows)
        tables[name] = [dict(zip(header, row + ["-"] * (len(header) - len(row)), strict=True)) for row in rows]
    return tables


def _get(row: dict[str, str], name: str, default: str = "") -> str:
    value = row.get(name, "-")
    return default if value == "-" else value


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def read_period(text: str) -> Period:
    """'2025', '2025-01/2025-06', '2025-12-31', or 'm2025-11' for a decree month."""
    if text.startswith("m"):
        return decree_month(int(text[1:5]), int(text[6:8]))
    return parse_period(text)


def _quantity(text: str) -> Total | None:
    if not text:
        return None
    if text[0] in _WORDS:
        return total([Quantity.read(text[1:], _WORDS[text[0]])])
    return total([Quantity.read(text)])


def _world(tables: dict[str, Table]) -> World:
    places = {
        row["key"]: PlaceNode(
            row["key"],
            row["level"],
            _get(row, "parent") or None,
            _day(_get(row, "valid_from")),
            _day(_get(row, "valid_to")),
            _get(row, "home_commune") or None,
        )
        for row in tables["places"]
    }
    rules = {
        row["code"]: Rule(
            row["code"],
            row["over_places"],
            row["over_time"],
            _get(row, "leads"),
            _get(row, "numerator"),
            _get(row, "denominator"),
            frozenset(_get(row, "forms", FORM).split(",")),
            _get(row, "splits") == "yes",
        )
        for row in tables["rules"]
    }
    facts = tuple(_fact(row) for row in tables.get("figures", []))
    return World(
        places,
        rules,
        facts,
        tuple(
            Duty(row["form"], row["place"], _day(row["from"]) or date.min, _day(_get(row, "to")))
            for row in tables.get("duties", [])
        ),
        tuple(Receipt(f.batch, FORM, f.place, f.period, f.known_from, f.known_to) for f in facts),
        _day(_get(tables["question"][0], "today")),
        atlas=_atlas(tables) if "changes" in tables else None,
    )


def _atlas(tables: dict[str, Table]) -> Atlas:
    """All maps: shares in per cent; the second weight and land are as the people where they are not told."""
    changes = []
    for row in tables["changes"]:
        people = _get(row, "people", "100")
        found = [people, _get(row, "other", people), _get(row, "land", people)]
        on = _day(row["on"]) or date.min
        changes.append(Change(row["old"], row["new"], on, *(round(Decimal(share) * 10_000) for share in found)))
    rows = tables["places"]
    lives = {row["key"]: (_day(_get(row, "valid_from")), _day(_get(row, "valid_to"))) for row in rows}
    sizes = {row["key"]: int(_get(row, "people")) for row in rows if _get(row, "people")}
    return Atlas(changes, lives, sizes, sizes)


def _fact(row: dict[str, str]) -> Fact:
    known_from, _, known_to = _get(row, "known", "1").partition("-")
    value = _get(row, "value")
    absence = Absence(value) if value in list(Absence) else None
    members = _get(row, "members")
    fact = Fact(
        int(row["id"]),
        row["indicator"],
        row["place"],
        read_period(row["period"]),
        None if absence else _quantity(value),
        absence,
        _get(row, "cell"),
        _get(row, "status", "result"),
        _quantity(_get(row, "of")),
        tuple(members.split(",")) if members else None,
        int(_get(row, "batch", row["id"])),
        attestation_rank(_get(row, "line", "police"), about_own_place=True),
        int(known_from),
        int(known_to) if known_to else None,
    )
    return replace(fact, quantity=Total(), absence=Absence.ZERO) if absence is Absence.ZERO else fact


def _question(row: dict[str, str]) -> Question:
    period, cells, regime, at = (_get(row, name) for name in ("period", "cells", "by_period", "as_known_at"))
    return Question(
        indicators=tuple(row["indicators"].split(",")),
        place=row["place"],
        period=read_period(period) if period else None,
        by=By(_get(row, "by", "one")),
        by_period=Regime(regime) if regime else None,
        cells=None if cells == "every" else cells,
        as_known_at=int(at) if at else None,
        statuses=tuple(_get(row, "statuses", "result").split(",")),
        frame=_day(_get(row, "frame")),
        apportion=_get(row, "apportion") == "yes",
        members=tuple(sorted(filter(None, (_get(row, "group") or "").split("+")))),
        tells=Tells(_get(row, "tells", "totals")),
    )


def show_total(item: Total | None) -> str:
    """'18210', or '18210 (18210..inf)' where the words leave it open; '-' for nothing."""
    if item is None:
        return "-"
    ends = ["inf" if end == INFINITY else f"{Decimal(end):f}" for end in (item.low, item.high)]
    return f"{item.value:f}" if item.low == item.high else f"{item.value:f} ({ends[0]}..{ends[1]})"


def _shown(row: Row, column: str) -> str:
    match column:
        case "total" | "denominator" | "also_reported":
            return show_total(getattr(row, column))
        case "period":
            return _show_period(row.period)
        case "counts":
            return f"{row.stated}/{row.received}/{row.expected}" + (f" part {row.partial}" if row.partial else "")
        case "figures":
            return ",".join(str(i) for i in row.figure_ids) or "-"
        case "apart":
            return ",".join(f"{other.place} {show_total(other.total)}" for other in row.apart) or "-"
        case "status":
            return row.comparability.value if row.comparability else "-"
        case "share":
            return "-" if row.estimated_share is None else f"{row.estimated_share:.3f}"
        case "made_of":
            return ",".join(row.made_of) or "-"
        case "region":
            units = ",".join(row.region.targets) if row.region else "-"
            return f"{units}: {show_total(row.beside[0].total)}" if row.beside else units
        case "members":
            return "-" if row.members is None else ",".join(row.members)
        case _:
            return str(getattr(row, column) or "-")


def _show_period(period: Period | None) -> str:
    if period is None:
        return "-"
    return f"{period.start}" if period.start == period.end else f"{period.start}/{period.end}"
