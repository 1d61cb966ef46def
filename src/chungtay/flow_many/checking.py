"""What the checks say of the periods that go up, beside figures that are fetched for a whole group at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay import flow_beside
from chungtay.checks import queries as check_queries
from chungtay.checks.rules import findings, rule_get
from chungtay.checks.rules.verdicts import Severity
from chungtay.checks.rules.view import Beside
from chungtay.flow_many.files import File, GoingUp, Work
from chungtay.gathering.intake.uploads.claiming import MonthRead
from chungtay.kernel.errors import Both, Problem
from chungtay.kernel.periods import Period
from chungtay.ledger import queries as ledger_queries
from chungtay.ledger.types import RecordedFigure
from chungtay.reference.actors.policies import reads_small_counts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from chungtay.checks.rules.verdicts import FindingDraft


def file_check(file: File, beside: Surroundings) -> None:
    """Judge the periods that go up, oldest first; one that must be mended refuses the file whole."""
    for number, sending in enumerate(file.sending):
        earlier = [month for month in file.months if month.period.end < sending.month.period.start]
        related, around = beside.of(file, sending.month.period, earlier)
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

    def of(self, file: File, period: Period, earlier: Sequence[MonthRead]) -> tuple[list[RecordedFigure], Beside]:
        """The figures of related reports, and all else that stands beside the report of a period.

        The earlier periods of the same file are its history, too: they are first heard of together with it.
        """
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
        history = [
            flow_beside.counted_in(place, figure, old)
            for old in self._work.land(place)
            for figure in self._history.get((body.pk, form.code, old.pk), ())
            if since <= figure.batch_period.start < period.start
        ]
        related, attested = flow_beside.mine_and_theirs(near, body, form, place, period)
        own = [figure for month in earlier for figure in _not_yet_recorded(file, month)]
        around = self._work.asked(form, period, body.level)
        return related, around | Beside(history=[*own, *history], attested=attested)


def _not_yet_recorded(file: File, month: MonthRead) -> Iterator[RecordedFigure]:
    """The figures of a period as they would stand: the rules read of a history nothing but what it states."""
    key = file.key(month.period)
    for position, claim in enumerate(month.claims, 1):
        yield RecordedFigure(
            0, 0, position, claim, key.body_id, key.form_code, key.place_id, month.period, 0, None, False, None
        )
