"""Reading findings: what was found in a batch, what still stops it, and what would be found in claims not yet sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Unpack

from django.db.models import Exists, OuterRef

from chungtay.checks import rules
from chungtay.checks.models import Checkup, Explanation, Finding, Waiver
from chungtay.checks.rules.pasts import Pasts
from chungtay.checks.rules.reasons import REASONS
from chungtay.checks.rules.verdicts import FindingDraft, Rule, RuleReport, Severity
from chungtay.checks.rules.view import BatchView, Beside, PlaceFacts, Words
from chungtay.kernel.errors import Both, NotAllowed, Problem
from chungtay.ledger.queries import batch_get
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.actors.queries import bodies_by_id
from chungtay.reference.indicators.catalogue import catalogue, dimensions
from chungtay.reference.places.queries import lies_within, places_by_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from django.db.models import QuerySet

    from chungtay.checks.rules.view import Reason
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


def explanations_of(batch_id: int) -> dict[int, Explanation]:
    """What the reporter said to the batch's findings, by finding id, with who said it."""
    rows = Explanation.objects.filter(finding__batch_id=batch_id).select_related("explained_by", "explained_by__body")
    return {explanation.finding_id: explanation for explanation in rows}


def reasons_given(batch_id: int) -> dict[str, str]:
    """The same by the finding's key: what a corrected report may say again where the finding comes up again."""
    rows = Explanation.objects.filter(finding__batch_id=batch_id).order_by("pk")
    return dict(rows.values_list("finding__key", "reason"))


def unmended(batch_id: int) -> list[Finding]:
    """The findings that no reason can set aside: the report cannot stand with them."""
    return [f for f in findings_of(batch_id) if f.severity == Severity.BLOCK and not rules.rule_get(f.rule).waivable]


def unexplained(batch_id: int) -> list[Finding]:
    """The findings to which the reporter owes a reason and has given none."""
    given = explanations_of(batch_id)
    return [f for f in findings_of(batch_id) if must_explain(f) and f.pk not in given]


def must_explain(finding: Finding | FindingDraft) -> bool:
    """Whether the reporter is asked for a reason: a question, or a block that an approver may set aside."""
    if finding.severity == Severity.BLOCK:
        return rules.rule_get(finding.rule).waivable
    return finding.severity == Severity.WARN


@dataclass(frozen=True)
class RuleCount:
    """How often a rule held for a batch, how often it did not, and how often it could not be told, by reason."""

    rule: Rule
    passed: int
    failed: int
    open: dict[Reason, int]

    @property
    def untold(self) -> int:
        """How often it could not be told, whatever the reason."""
        return sum(self.open.values())


def rule_counts(batch_id: int) -> list[RuleCount]:
    """What was checked when the batch was sent, rule by rule; empty where it was checked before this was kept."""
    checkup = Checkup.objects.filter(batch_id=batch_id).first()
    found = []
    for code, (passed, failed, untold) in sorted(checkup.counts.items() if checkup else ()):
        found.append(RuleCount(rules.rule_get(code), passed, failed, {REASONS[r]: n for r, n in untold.items()}))
    return found


def blocking_in(batch_ids: Collection[int]) -> dict[int, list[Finding]]:
    """`blocking` of several batches in one query; batches that nothing stops are left out."""
    found: dict[int, list[Finding]] = {}
    for finding in open_findings(batch_ids).filter(severity=Severity.BLOCK.value).order_by("rule", "pk"):
        found.setdefault(finding.batch_id, []).append(finding)
    return found


def open_counts(batch_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """By batch, how many findings of each severity are not waived; batches without any are left out."""
    found: dict[int, dict[str, int]] = {}
    for batch_id, severity in open_findings(batch_ids).values_list("batch_id", "severity"):
        counts = found.setdefault(batch_id, {})
        counts[severity] = counts.get(severity, 0) + 1
    return found


def open_findings(batch_ids: Collection[int]) -> QuerySet[Finding]:
    """The findings of some batches that nobody set aside."""
    waived = Waiver.objects.filter(finding=OuterRef("pk"))
    return Finding.objects.filter(~Exists(waived), batch__in=list(batch_ids))


def finding_get(*, by: User, id: int) -> Finding:
    """One finding of a batch in the account's territory; anything else is refused as if it did not exist (KT-404)."""
    finding = Finding.objects.select_related("batch__place").filter(pk=id).first()
    if finding is None or not sees_place(by, finding.batch.place):
        raise NotAllowed.of(
            "KT-404",
            Both(f"Phát hiện {id}", f"Finding {id}"),
            todo=Both("Mở lại danh sách báo cáo", "Open the list of reports again"),
            vi="Không có phát hiện này",
            en="There is no such finding",
        )
    return finding


def preview(
    claims: Sequence[Claim], related: Iterable[RecordedFigure] = (), **beside: Unpack[Beside]
) -> list[FindingDraft]:
    """What the rules would find in these claims: for the desk, before anything is sent.

    What stands beside them is handed in; without it the rules that need it have nothing to say.
    """
    return rules.findings(reports(claims, related, **beside))


def reports(
    claims: Sequence[Claim], related: Iterable[RecordedFigure] = (), **beside: Unpack[Beside]
) -> tuple[RuleReport, ...]:
    """One report per rule, with how often it held and where it could not be tested."""
    others, attested = tuple(related), tuple(beside.get("attested", ()))
    bodies = bodies_by_id(f.body_id for f in attested) if attested else {}
    ids = {c.place_id for c in claims} | {f.claim.place_id for f in others}
    known = beside.get("places", {})
    view = BatchView(
        tuple(claims),
        catalogue(),
        dimensions(),
        known if ids <= known.keys() else place_facts(ids),
        others,
        tuple(beside.get("history", ())),
        attested,
        {pk: Words(body.name_vi, body.name_en) for pk, body in bodies.items()},
        tuple(beside.get("form_rules", ())),
        tuple(beside.get("asked", ())),
        beside.get("sending"),
        beside.get("told"),
        beside.get("before"),
        beside.get("registered", {}),
    )
    return rules.run(view)


def indicators_beside(claims: Iterable[Claim]) -> set[str]:
    """The codes whose other figures the rules compare these claims with: the same, and what they are parts of or hold.

    Codes that the catalogue does not know are left out.
    """
    return codes_beside({claim.indicator for claim in claims})


def codes_beside(stated: Collection[str]) -> set[str]:
    """`indicators_beside` of codes."""
    stated = set(stated)
    holding = {d.part_of for d in catalogue().values() if d.code in stated}
    held = {d.code for d in catalogue().values() if d.part_of in stated}
    return (stated | holding | held) & catalogue().keys()


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


def told_to(reads_small_counts: bool, found: Iterable[FindingDraft]) -> list[FindingDraft]:
    """Findings for an account: where small counts are kept from it, those about such indicators, and about what they
    are parts of or hold, say neither what was read nor what was expected. A rule quotes earlier months and others."""
    return [
        one if reads_small_counts or _quotes_no_low(one) else replace(one, read=_NOT_SAID, expected=_NOT_SAID)
        for one in found
    ]


def _quotes_no_low(finding: FindingDraft) -> bool:
    stated = {row.split("|")[0] for row in finding.rows} & catalogue().keys()
    return bool(stated) and all(catalogue()[code].threshold is None for code in codes_beside(stated))


_NOT_SAID = Words("", "")


def others_only(batch_id: int, figures: Iterable[RecordedFigure]) -> list[RecordedFigure]:
    """The figures of other reports: earlier versions of the same report are corrected by it, not contradicted."""
    batch = batch_get(batch_id)
    key = (batch.body_id, batch.form.code, batch.place_id, batch.start, batch.end)
    return [
        f
        for f in figures
        if key != (f.body_id, f.form_code, f.batch_place_id, f.batch_period.start, f.batch_period.end)
    ]


def pasts() -> Pasts:
    """A gathering of earlier numbers, empty: for many reports that are checked in a row (`Beside.before`)."""
    return Pasts(catalogue())


def place_facts(ids: Iterable[int]) -> dict[int, PlaceFacts]:
    """What the rules need to know of places, by id; of many, where many reports are checked (`Beside.places`)."""
    found = places_by_id(ids)
    facts = {}
    for pk, place in found.items():
        above = [p for p in found.values() if _DEPTH[p.level] < _DEPTH[place.level]]
        within = frozenset(p.pk for p in above if lies_within(place, p))
        facts[pk] = PlaceFacts(place.full_name, place.level, within)
    return facts
