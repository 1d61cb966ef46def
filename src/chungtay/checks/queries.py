"""Reading findings: what was found in a batch, what still stops it, and what would be found in claims not yet sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.checks import rules
from chungtay.checks.models import Finding, Waiver
from chungtay.checks.rules.verdicts import FindingDraft, RuleReport, Severity
from chungtay.checks.rules.view import BatchView, PlaceFacts
from chungtay.kernel.errors import NotAllowed, Problem
from chungtay.ledger.queries import batch_get
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.indicators.catalogue import catalogue, dimensions
from chungtay.reference.places.queries import lies_within, places_by_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chungtay.ledger.types import Claim, RecordedFigure
    from chungtay.reference.actors.models import User

# A place can only lie in one that stands above it; the order spares most comparisons.
_DEPTH = {"country": 0, "province": 1, "district": 2, "commune": 3, "village": 4}


def findings_of(batch_id: int) -> list[Finding]:
    """Everything found in the batch, in order of rule, waived or not."""
    return list(Finding.objects.filter(batch_id=batch_id).order_by("rule", "pk"))


def waivers_of(batch_id: int) -> dict[int, Waiver]:
    """The waivers of the batch's findings by finding id, with who waived them."""
    rows = Waiver.objects.filter(finding__batch_id=batch_id).select_related("waived_by", "waived_by__body")
    return {waiver.finding_id: waiver for waiver in rows}


def blocking(batch_id: int) -> list[Finding]:
    """The findings that stop approval: severity block and not waived."""
    return [f for f in findings_of(batch_id) if f.severity == Severity.BLOCK and f.pk not in waivers_of(batch_id)]


def finding_get(*, by: User, id: int) -> Finding:
    """One finding of a batch in the account's territory; anything else is refused as if it did not exist (KT-404)."""
    finding = Finding.objects.select_related("batch__place").filter(pk=id).first()
    if finding is None or not sees_place(by, finding.batch.place):
        raise NotAllowed.of(
            "KT-404",
            f"Phát hiện / Finding {id}",
            todo="Mở lại danh sách báo cáo / Open the list of reports again",
            vi="Không có phát hiện này",
            en="There is no such finding",
        )
    return finding


def preview(claims: Sequence[Claim], related: Iterable[RecordedFigure] = ()) -> list[FindingDraft]:
    """What the rules would find in these claims: for the desk, before anything is sent."""
    return rules.findings(reports(claims, related))


def reports(claims: Sequence[Claim], related: Iterable[RecordedFigure] = ()) -> tuple[RuleReport, ...]:
    """One report per rule, with how often it held and where it could not be tested."""
    others = tuple(related)
    ids = {c.place_id for c in claims} | {f.claim.place_id for f in others}
    return rules.run(BatchView(tuple(claims), catalogue(), dimensions(), _places(ids), others))


def finding_words(finding: Finding | FindingDraft, language: str = "vi") -> Problem:
    """A finding in words of one language; the message is the rule's name, its reason stands with the rule."""
    rule = rules.rule_get(finding.rule)
    if isinstance(finding, FindingDraft):
        where, read, expected, todo = (
            text.of(language) for text in (finding.where, finding.read, finding.expected, finding.todo)
        )
    else:
        where, read, expected, todo = (finding.details[key][language] for key in ("where", "read", "expected", "todo"))
    where = where[:1].upper() + where[1:]
    return Problem(rule.code, where, read, expected, todo, rule.title.vi, rule.title.en)


def others_only(batch_id: int, figures: Iterable[RecordedFigure]) -> list[RecordedFigure]:
    """The figures of other reports: earlier versions of the same report are corrected by it, not contradicted."""
    batch = batch_get(batch_id)
    key = (batch.body_id, batch.form.code, batch.place_id, batch.start, batch.end)
    return [
        f
        for f in figures
        if key != (f.body_id, f.form_code, f.batch_place_id, f.batch_period.start, f.batch_period.end)
    ]


def _places(ids: set[int]) -> dict[int, PlaceFacts]:
    found = places_by_id(ids)
    facts = {}
    for pk, place in found.items():
        above = [p for p in found.values() if _DEPTH[p.level] < _DEPTH[place.level]]
        within = frozenset(p.pk for p in above if lies_within(place, p))
        facts[pk] = PlaceFacts(place.full_name, place.level, within)
    return facts
