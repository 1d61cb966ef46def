"""What the pages of workbooks show: periods to choose from, problems by cell, and the marks of a coloured copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chungtay import flow
from chungtay.checks import queries as checks
from chungtay.faces.desk.telling import ProblemWords, language, words
from chungtay.gathering.intake.drafts import queries as drafts
from chungtay.gathering.intake.workbooks.filling import drafts_of_source
from chungtay.gathering.intake.workbooks.services import source_problems
from chungtay.gathering.intake.workbooks.when import periods_begun
from chungtay.gathering.programmes import queries as programmes
from chungtay.kernel.periods import Regime
from chungtay.kernel.text import match_key
from chungtay.reference.forms import queries as forms
from chungtay.reference.places.queries import place_label

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from chungtay.gathering.intake.models import Draft
    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import User
    from chungtay.reference.forms.models import Form
    from chungtay.reference.places.models import Place
    from chungtay.reference.sources.models import Source

SHOWN = 24
"""Periods to choose from: two years of months."""


@dataclass(frozen=True)
class Mark:
    """One thing said of cells; no address where it is said of the whole."""

    addresses: tuple[str, ...]
    severity: str
    told: ProblemWords

    @property
    def text(self) -> str:
        """The whole of it in one comment."""
        parts = [self.told.message or self.told.where, self.told.read, self.told.expected, self.told.todo]
        return f"[{self.told.code}] " + "\n".join(part[:1].upper() + part[1:] for part in parts if part)


@dataclass(frozen=True)
class Owed:
    """A form that the body may fill in, and the place it is about."""

    form: Form
    place: Place

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"{self.form.code}:{self.place.key}"


def owed_by(user: User, today: date) -> list[Owed]:
    """The forms that the body owes, each with its place; where it owes none, every form about its own place."""
    owed = [Owed(o.form, o.place) for o in forms.obligations_of(user.body, today)]
    if not owed:
        owed = [Owed(form, user.body.place) for form in forms.forms_all() if form.valid_to is None]
    found: dict[str, Owed] = {}
    for item in owed:
        found.setdefault(item.key, item)
    return list(found.values())


def periods_of(user: User, form: Form, today: date) -> list[Period]:
    """Periods of the form that have begun, latest first; of a programme's term those of the programmes in view."""
    if form.regime == Regime.PROGRAMME_TERM:
        terms = {programmes.term(programme) for programme in programmes.programmes_visible(user)}
        return sorted((term for term in terms if term.start <= today), reverse=True)
    return [p for p in periods_begun(Regime(form.regime), today, SHOWN) if p.end >= form.valid_from]


def marks_of(user: User, source: Source, content: bytes) -> list[Mark]:
    """What is wrong with the cells of a received workbook, and what the checks find in the drafts that it filled."""
    problems = source_problems(by=user, source=source, content=content)
    found = [Mark((p.where,) if "!" in p.where else (), "block", words(p)) for p in problems]
    for draft in drafts_of_source(source):
        if draft.batch_id is None:
            found += _findings(user, draft)
    return found


def _findings(user: User, draft: Draft) -> Iterator[Mark]:
    """Each finding at the cells of its figures; where none of them came from the workbook, at none."""
    located = {line.item.key: line.content.locator for line in drafts.draft_lines(draft) if line.content.locator}
    claims = drafts.claims_readable(draft)
    for finding in flow.draft_findings(by=user, draft=draft):
        told = words(checks.finding_words(finding, language()))
        at = [claims[n - 1].locator for n in finding.positions if n <= len(claims)]
        at += [located.get(key, "") for key in finding.rows]
        # What was taken from a register stands in no cell of the workbook.
        yield Mark(tuple(dict.fromkeys(cell for cell in at if "!" in cell)), finding.severity.value, told)


def file_name(form: Form, place: Place, periods: list[Period]) -> str:
    """'monthly-commune_Phuong-Ba-Dinh_2025-11.xlsx': plain letters, so that any disk and mail takes it."""
    label = "-".join(match_key(place_label(place, "vi")).split()) or "dia-ban"
    first, last = periods[-1].end, periods[0].end
    span = f"{last:%Y-%m}" if first == last else f"{first:%Y-%m}_{last:%Y-%m}"
    return f"{form.code}_{label}_{span}.xlsx"
