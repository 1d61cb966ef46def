"""Short ways to read an invented text. The texts of these tests are made up; places are real, figures are not."""

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from chungtay.gathering.intake.readers import Candidate, Hints, Reading, document_open, read_document
from chungtay.gathering.intake.readers.numerals import Numeral, numerals
from chungtay.gathering.intake.readers.scene import Scene, scene
from chungtay.gathering.intake.readers.tokens import tokenise

REPORTS = Path(__file__).parent / "reports"
_MARKED = re.compile(r"\[([^\[\]|]+)\|([^\]]*)\]")


def reading(text: str, **hints: object) -> Reading:
    """The reading of a text as a .txt."""
    return read_document(document_open(text.encode(), "thu.txt"), profile=Hints(**hints))  # type: ignore[arg-type]


def figures(text: str, **hints: object) -> list[Candidate]:
    """Its candidates."""
    return list(reading(text, **hints).candidates)


def only(text: str, **hints: object) -> Candidate:
    """Its one candidate."""
    (candidate,) = figures(text, **hints)
    return candidate


def surfaces(text: str) -> list[str]:
    """The numbers that were taken for figures."""
    return [candidate.surface for candidate in figures(text)]


def numbers(text: str) -> list[Numeral]:
    """All numbers of a text."""
    return numerals(tokenise(text))


def laid_out(text: str) -> Scene:
    """The text as one paragraph."""
    return scene(text, 0, len(text))


@dataclass(frozen=True)
class Expected:
    """A figure as a report's author marked it; empty fields were left open."""

    start: int
    surface: str
    code: str
    value: Decimal
    period: str
    place: str
    approx: str


def report(name: str) -> tuple[str, list[Expected], dict[str, str]]:
    """(text, expected figures, heading) of a marked report.

    A figure is marked `[1.616|code|value|period|place|approx]`; '#key value' lines come first.
    """
    lines = (REPORTS / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    head: dict[str, str] = {}
    while lines[0].startswith("#"):
        key, _, value = lines.pop(0)[1:].partition(" ")
        head[key] = value
    raw, text, found, at = "\n".join(lines), "", [], 0
    for mark in _MARKED.finditer(raw):
        text += raw[at : mark.start()]
        code, value, period, place, approx = [*mark.group(2).split("|"), "", "", "", ""][:5]
        found.append(
            Expected(
                len(text),
                mark.group(1),
                code,
                Decimal(value or mark.group(1)),
                period,
                place or head["place"],
                approx or "exact",
            )
        )
        text += mark.group(1)
        at = mark.end()
    return text + raw[at:], found, head


def period_text(candidate: Candidate) -> str:
    """'2013..2018' for a flow, '@2020-01-15' for a stock, '!2020-01-15' for an event, '' where none is known."""
    period = candidate.period
    if period.end is None:
        return ""
    return {"flow": f"{period.start}..{period.end}", "stock": f"@{period.end}", "event": f"!{period.end}"}[
        str(period.kind)
    ]
