"""Lays a case of the specification down where reports live: places, obligations, batches and what was decided of them.

The ledger wants what the tables leave out. Their places become units of the database, the ended ones with the homes
that successions give the shipped ones. Their indicators become those of the catalogue that add up the same way. Their
batches come from the police or the Front of the place; two that stand side by side about one place and period come
from two bodies, because a second report of the same body would replace its first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from chungtay.gathering.programmes.services import AreaDraft, programme_create
from chungtay.kernel.periods import Period, programme_term
from chungtay.ledger import services as ledger
from chungtay.ledger.queries import figures_of_batch, transaction_now
from chungtay.ledger.types import Claim, DecisionKind, FigureStatus
from chungtay.reference.actors.models import Role
from chungtay.reference.actors.services import account_create, body_create
from chungtay.reference.forms.queries import form_get
from chungtay.reference.forms.services import obligation_create
from chungtay.reference.places.models import Place
from chungtay.reference.places.queries import place_get
from chungtay.results.warehouse.facts import LINES, Fact, PlaceNode
from chungtay.results.warehouse.loading import rules_of
from chungtay.results.warehouse.models import Snapshot
from chungtay.results.warehouse.queries import answer
from chungtay.results.warehouse.questions import Question, Row, Tells
from chungtay.results.warehouse.services import snapshot_freeze
from results.warehouse.spec_reader import Case, Table, cases

# Maps of other days stand in the tables with changes of their own; over the shipped ones they are tried by themselves.
# Who is covered is told of every place in force, and the ledger's country has more of them than the tables draw.
CASES = [case for case in cases() if case.world.atlas is None and case.question.tells is not Tells.COVERAGE]
CODES = {
    "sessions": "communication.sessions",
    "pledges": "pledges.signed",
    "teams": "models.running",
    "rank": "standard.exemplary_criteria_met",
    "solved": "mediation.cases_successful",
    "received": "mediation.cases_conducted",
    "rate": "mediation.success_rate",
    "safe": "standard.rate",
    "change": "context.change",
    "kinds": "models.kinds",
    "covered": "models.communes_covered",
}
ONLY_IN_THE_TABLES = {"pledges"}
"""Adds up in a way that the catalogue allows and no indicator has today: a flow of which the sum from below leads."""
ALL_YEARS = programme_term(2013, 2026)
_KINDS = {"province": "tinh", "district": "huyen", "commune": "xa", "village": "thon"}


def catalogue_differs(case: Case) -> set[str]:
    """Indicators of the case whose rule in the tables is not the one that the catalogue gives the real indicator."""
    real = rules_of(CODES[name] for name in case.world.rules)

    def wanted(name: str) -> tuple[str, ...]:
        rule = case.world.rules[name]
        parts = [CODES[part] if part else "" for part in (rule.numerator, rule.denominator)]
        return rule.over_places, rule.over_time, rule.leads, *parts

    def found(name: str) -> tuple[str, ...]:
        rule = real[CODES[name]]
        return rule.over_places, rule.over_time, rule.leads, rule.numerator, rule.denominator

    return {name for name in case.world.rules if wanted(name) != found(name)}


@dataclass
class Report:
    """One batch of the tables: who reports it, in which order among the bodies of its line, and what became of it."""

    facts: list[Fact]
    body: int = 0
    is_replaced: bool = False
    batch: Any = None

    @property
    def key(self) -> tuple[str, str, Period]:
        """Line, place and period."""
        return LINES[self.facts[0].rank // 2], self.facts[0].place, self.facts[0].period


@dataclass(frozen=True)
class Step:
    """At a transaction of the tables something is decided about a report."""

    at: int
    report: Report
    kind: DecisionKind


class CaseLedger:
    """The ledger of one case. Its steps are still to be taken."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.places = _places_create()[case.file]
        self.names = {place.key: name for name, place in self.places.items()}
        self.form = form_get("monthly-commune" if "sessions" in case.world.rules else "programme-review")
        self.steps = _steps(case.world.facts)
        self._bodies: dict[tuple[str, str, int], Any] = {}
        self._figures: dict[int, int] = {}
        self._moments: dict[int, int] = {}
        centre = self._body("police", "vn", 0)
        self.officer = account_create(
            username="officer", password=None, display_name="Cán bộ", body=centre, role=Role.APPROVER
        )
        for duty in case.world.duties:
            place, body = self.places[duty.place], self._body("police", duty.place, 0)
            obligation_create(
                form=self.form, body=body, place=place, valid_from=duty.valid_from, valid_to=duty.valid_to
            )

    def take(self, steps: Iterable[Step]) -> None:
        """Append the batches and record the decisions."""
        for step in steps:
            report = step.report
            if report.batch is None:
                report.batch = self._append(report)
            ledger.decision_append(by=self.officer, batch=report.batch, kind=step.kind, reason="số liệu sai")
            self._moments[step.at] = transaction_now()

    def question(self) -> Question:
        """What the case asks, in the keys and codes of the database."""
        asked = self.case.question
        at = asked.as_known_at
        if at is not None:
            at = max((number for moment, number in self._moments.items() if moment <= at), default=0)
        codes = tuple(CODES[name] for name in asked.indicators)
        return replace(asked, indicators=codes, place=self.places[asked.place].key, as_known_at=at)

    def answer(self, snapshot: Snapshot | None = None) -> Table:
        """What the warehouse answers, in the words of the case."""
        return self.case.shown([self._named(row) for row in answer(self.question(), snapshot=snapshot)])

    def freeze(self) -> Snapshot:
        """A snapshot of the place that is asked about and of all years."""
        place, centre = self.places[self.case.question.place], self._body("police", "vn", 0)
        area = AreaDraft(name_vi="Kết quả", name_en="Results", indicators=self.question().indicators)
        programme = programme_create(
            by=self.officer,
            number="01/CTr",
            title_vi="Chương trình phối hợp",
            title_en="Coordination programme",
            place=place,
            term=ALL_YEARS,
            parties=[centre],
            areas=[area],
        )
        return snapshot_freeze(by=self.officer, programme=programme, place=place, period=ALL_YEARS)

    def _named(self, row: Row) -> Row:
        return replace(
            row,
            place=self.names[row.place],
            figure_ids=tuple(sorted(self._figures[pk] for pk in row.figure_ids)),
            beside=tuple(map(self._named, row.beside)),
            apart=tuple(map(self._named, row.apart)),
        )

    def _append(self, report: Report) -> Any:
        line, place, period = report.key
        batch = ledger.batch_append(
            by=self.officer,
            body=self._body(line, place, report.body),
            form=self.form,
            place=self.places[place],
            period=period,
            claims=[self._claim(fact) for fact in report.facts],
        )
        for fact, figure in zip(report.facts, figures_of_batch(batch), strict=True):
            self._figures[figure.id] = fact.id
        return batch

    def _claim(self, fact: Fact) -> Claim:
        quantity = fact.quantity.as_quantity() if fact.quantity is not None else None
        if quantity is not None and fact.denominator is not None:
            quantity = replace(quantity, of=fact.denominator.value)
        return Claim(
            CODES[fact.indicator],
            self.places[fact.place].pk,
            fact.period,
            quantity,
            fact.absence,
            fact.cell,
            FigureStatus(fact.status),
            members=fact.members,
        )

    def _body(self, line: str, place: str, number: int) -> Any:
        if (line, place, number) not in self._bodies:
            level = self.places[place].level
            self._bodies[line, place, number] = body_create(
                code=f"{line}-{place}-{number}".upper(),
                name_vi=f"Đơn vị {place}",
                name_en=f"Body {place}",
                line=line,
                level="centre" if level == "country" else level,
                place=self.places[place],
            )
        return self._bodies[line, place, number]


def _steps(facts: Sequence[Fact]) -> list[Step]:
    by_batch: dict[int, list[Fact]] = {}
    for fact in facts:
        by_batch.setdefault(fact.batch, []).append(fact)
    reports = [Report(found) for _, found in sorted(by_batch.items())]
    standing: dict[tuple[str, str, Period], list[Report]] = {}
    for report in reports:
        before = standing.setdefault(report.key, [])
        report.body = len(before)
        for number, other in enumerate(before):
            if other.facts[0].known_to == report.facts[0].known_from:
                other.is_replaced, report.body = True, number
        before[report.body : report.body + 1] = [report]
    approved = [Step(report.facts[0].known_from, report, DecisionKind.APPROVED) for report in reports]
    withdrawn = [
        Step(report.facts[0].known_to, report, DecisionKind.WITHDRAWN)
        for report in reports
        if report.facts[0].known_to is not None and not report.is_replaced
    ]
    return sorted(approved + withdrawn, key=lambda step: step.at)


def _places_create() -> dict[str, dict[str, Place]]:
    """The places of every file, by file and name: all of them every time, so that the tree of a test is that of all."""
    country = place_get("vn")
    made: dict[str, dict[str, Place]] = {}
    for case in CASES:
        if case.file not in made:
            found = made[case.file] = {"vn": country}
            nodes = [node for node in case.world.places.values() if node.key != "vn"]
            for node in sorted(nodes, key=lambda node: (node.valid_to is not None, node.rank)):
                found[node.key] = _place_create(case.file, node, found, case.world.places)
    return made


def _place_create(file: str, node: PlaceNode, made: dict[str, Place], nodes: dict[str, PlaceNode]) -> Place:
    living = node.valid_to is None
    homes = {"home_commune": node.home_commune}
    above: PlaceNode | None = node
    # No territory above its commune holds a village.
    while above is not None and node.level != "village":
        if above.level == "province":
            homes["home_province" if above.valid_to is None else "legacy_province"] = above.key
        above = nodes[above.parent] if above.parent else None
    if living and node.level == "commune":
        homes["home_commune"] = node.key
    place = Place(
        key=f"{node.key.lower()}.{file[:2]}@{2025 if living else 2013}",
        level=node.level,
        code=f"{node.key}-{file[:2]}",
        vintage="2025" if living else "2013",
        valid_from=node.valid_from,
        valid_to=node.valid_to,
        name=node.key,
        full_name=f"Đơn vị {node.key}",
        kind=_KINDS[node.level],
        # An old province lies in the new one by its home; in its own time it lay in the country.
        parent=made["vn"] if node.level == "province" else made[node.parent or "vn"],
        **{name: made[key] for name, key in homes.items() if key and key != node.key},
    )
    place.save()
    own = [name for name, key in homes.items() if key == node.key]
    for name in own:
        setattr(place, name, place)
    place.save(update_fields=own or ["key"])
    return place
