"""What the checks say of the periods that go up, beside figures that are fetched for a whole group at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay import flow_beside
from chungtay.checks import queries as check_queries
from chungtay.checks.rules import findings, rule_get
from chungtay.checks.rules.verdicts import Severity
from chungtay.checks.rules.view import Beside
from chungtay.flow_many.files import File, GoingUp, Work
from chungtay.kernel.errors import Both, Problem
from chungtay.kernel.periods import Period
from chungtay.ledger import queries as ledger_queries
from chungtay.ledger.types import RecordedFigure
from chungtay.reference.actors.policies import reads_small_counts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from chungtay.checks.rules.pasts import Pasts
    from chungtay.checks.rules.verdicts import FindingDraft
    from chungtay.checks.rules.view import PlaceFacts
    from chungtay.ledger.types import Claim
    from chungtay.reference.places.models import Place


def file_check(file: File, beside: Surroundings) -> None:
    """Judge the periods that go up, oldest first; one that must be mended refuses the file whole."""
    pasts = beside.pasts(file) if file.sending else None
    for number, sending in enumerate(file.sending):
        assert pasts is not None
        related, around = beside.of(file, sending.month.period, pasts)
        reports = check_queries.reports(sending.claims, related, **around)
        file.sending[number] = GoingUp(sending.month, sending.claims, reports)
        for finding in check_queries.told_to(beside.reads_small_counts(file), findings(reports)):
            if finding.severity == Severity.BLOCK and not rule_get(finding.rule).waivable:
                file.problems.append(_to_mend(finding, sending))


def _to_mend(finding: FindingDraft, sending: GoingUp) -> Problem:
    """The finding as a problem at the cells that it names."""
    vi, en = (check_queries.finding_words(finding, language) for language in ("vi", "en"))
    cells = [sending.claims[n - 1].locator for n in finding.positions if n <= len(sending.claims)]
    cells += [sending.month.addresses.get(key, "") for key in finding.rows]
    where = ", ".join(dict.fromkeys(cell for cell in cells if cell)) or Both(vi.where, en.where)
    return Problem(
        finding.rule,
        where,
        Both(vi.read, en.read),
        Both(vi.expected, en.expected),
        Both(vi.todo, en.todo),
        vi.message_vi,
        en.message_en,
    )


class Surroundings:
    """What the reports of a group are read beside: what `flow` fetches for one, fetched for all of them at once."""

    def __init__(self, work: Work, files: Sequence[File]) -> None:
        self._work = work
        self._near: dict[int, list[RecordedFigure]] = {}
        self._history: dict[tuple[int, str, int], list[RecordedFigure]] = {}
        self._facts: dict[frozenset[int], dict[int, PlaceFacts]] = {}
        if files:
            self._fetch(files)

    def reads_small_counts(self, file: File) -> bool:
        """Whether findings about a file may quote small counts of the body to whoever sends it."""
        return file.body is not None and reads_small_counts(self._work.by, file.body)

    def _fetch(self, files: Sequence[File]) -> None:
        periods = [month.period for file in files for month in file.months]
        claims = [claim for file in files for month in file.months for claim in month.claims]
        lands = {old.pk for file in files if file.heard for old in self._work.land(file.heard.place)}
        years = [flow_beside.years_beside(period) for period in periods]
        self._near = ledger_queries.figures_beside_many(
            places=lands,
            period=Period(min(p.start for p in years), max(p.end for p in years)),
            indicators=check_queries.indicators_beside(claims),
        )
        for figure in ledger_queries.figures_of_many_reports(
            bodies={file.body.pk for file in files if file.body},
            form_codes={file.heard.form.code for file in files if file.heard},
            places=lands,
            since=min(flow_beside.history_since(period) for period in periods),
            before=max(period.start for period in periods),
        ):
            key = (figure.body_id, figure.form_code, figure.batch_place_id)
            self._history.setdefault(key, []).append(figure)

    def pasts(self, file: File) -> Pasts:
        """The body's own series of the form about the land of a file.

        The other periods of the same file are among them: they are first heard of together with it, and stand before
        what was recorded of the same period, which they correct.
        """
        body, heard = file.body, file.heard
        assert body is not None
        assert heard is not None
        pasts = check_queries.pasts()
        for month in file.months:
            pasts.hear(month.claims, 0, month.period.start)
        for old in self._work.land(heard.place):
            reports: dict[date, list[Claim]] = {}
            for figure in self._history.get((body.pk, heard.form.code, old.pk), ()):
                claim = flow_beside.counted_in(heard.place, figure, old).claim
                reports.setdefault(figure.batch_period.start, []).append(claim)
            for begun, claims in reports.items():
                pasts.hear(claims, 1, begun)
        return pasts

    def of(self, file: File, period: Period, pasts: Pasts) -> tuple[list[RecordedFigure], Beside]:
        """The figures of related reports, and all else that stands beside the report of a period."""
        assert file.heard is not None
        assert file.body is not None
        body, form, place = file.body, file.heard.form, file.heard.place
        years, since = flow_beside.years_beside(period), flow_beside.history_since(period)
        near = [
            flow_beside.counted_in(place, figure, old)
            for old in self._work.land(place)
            for figure in self._near.get(old.pk, ())
            if figure.claim.period.overlaps(years)
        ]
        related, attested = flow_beside.mine_and_theirs(near, body, form, place, period)
        around = self._work.asked(form, period, body.level)
        return related, around | Beside(
            before=pasts.before(since, period.start), attested=attested, places=self._places(place, related)
        )

    def _places(self, place: Place, related: Sequence[RecordedFigure]) -> dict[int, PlaceFacts]:
        ids = frozenset({place.pk, *(figure.claim.place_id for figure in related)})
        if ids not in self._facts:
            self._facts[ids] = check_queries.place_facts(ids)
        return self._facts[ids]
