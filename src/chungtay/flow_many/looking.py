"""Which periods of a group of workbooks go up, and which do not and why, beside what was sent before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from chungtay import flow
from chungtay.flow_many.checking import Surroundings, file_check
from chungtay.flow_many.files import File, GoingUp, Work
from chungtay.gathering.intake.drafts.queries import readings_behind, says
from chungtay.gathering.intake.uploads import services
from chungtay.gathering.intake.uploads.refusals import problem
from chungtay.gathering.intake.workbooks.refusals import problem as workbook_problem
from chungtay.kernel.errors import Both, Problem
from chungtay.kernel.periods import Period
from chungtay.ledger import queries as ledger_queries
from chungtay.ledger.types import BatchKey, DecisionKind, RecordedFigure, ReportKey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.ledger.types import Claim


def looked_at(work: Work, files: Sequence[File]) -> dict[ReportKey, tuple[int, int]]:
    """Find out for each period whether it goes up; the latest batches on which the answer stands."""
    for file in files:
        file.skipped.clear()
        file.sending.clear()
    open_files = [file for file in files if not file.problems]
    keys = {file.key(month.period) for file in open_files for month in file.months}
    latest = ledger_queries.batches_latest(keys)
    sent = _Sent.of(latest)
    written = services.drafts_written(file.draft_key(m.period) for file in open_files for m in file.months)
    beside = Surroundings(work, open_files)
    taken: dict[ReportKey, list[Claim]] = {}
    for file in open_files:
        _file_look(work, file, sent, written, taken)
        file_check(file, beside)
        if not file.problems:
            taken |= {file.key(sending.month.period): sending.claims for sending in file.sending}
    return latest


class _Sent(NamedTuple):
    """What was sent before of the reports of a group."""

    latest: dict[ReportKey, tuple[int, int]]
    states: dict[int, DecisionKind]
    figures: dict[int, list[RecordedFigure]]
    read: set[int]

    @classmethod
    def of(cls, latest: dict[ReportKey, tuple[int, int]]) -> _Sent:
        ids = [batch_id for batch_id, _ in latest.values()]
        states, figures = ledger_queries.batch_statuses(ids), ledger_queries.figures_of_batches(ids)
        return cls(latest, states, figures, readings_behind(ids))


def _file_look(
    work: Work, file: File, sent: _Sent, written: set[BatchKey], taken: dict[ReportKey, list[Claim]]
) -> None:
    """Which periods of a file go up, as which claims; the others with the reason, unless they say what was sent."""
    assert file.heard is not None
    for month in file.months:
        key, label = file.key(month.period), _label(month.period)
        if key in taken:
            if _said(month.claims) != _said(taken[key]):
                file.skipped.append(_waits(label))
            continue
        claims = month.claims
        if key in sent.latest:
            batch_id, form_id = sent.latest[key]
            if (why := work.no_correcting(file)) is not None:
                file.skipped.append(why)
                continue
            state, before = sent.states.get(batch_id), _by_row(sent.figures[batch_id])
            same = all(says(c) == says(before[_row(c)].claim) if _row(c) in before else False for c in claims)
            if same and state is not DecisionKind.WITHDRAWN:
                continue
            if (why := _stopped(state, batch_id in sent.read, form_id == file.heard.form.pk, label)) is not None:
                file.skipped.append(why)
                continue
            claims = [_correcting(claim, before.get(_row(claim))) for claim in claims]
        if file.draft_key(month.period) in written:
            file.skipped.append(problem("GOI-110", label))
            continue
        file.sending.append(GoingUp(month, claims, ()))


def _stopped(state: DecisionKind | None, is_read: bool, is_of_version: bool, label: str) -> Problem | None:
    """Why a report that was sent before, and said something else, is not sent anew from a workbook."""
    if state is DecisionKind.SUBMITTED:
        return _waits(label)
    if is_read:
        return flow.read_from_text(label).problems[0]
    if state is not None and state.stands:
        return problem("GOI-111", label)
    return None if is_of_version else workbook_problem("BANGTINH-113", label)


def _waits(label: str) -> Problem:
    return flow.waits_for_decision(label).problems[0]


def _label(period: Period) -> str:
    return Both(period.label("vi"), period.label("en"))


def _row(claim: Claim) -> str:
    return f"{claim.indicator}|{claim.cell}"


def _by_row(figures: Sequence[RecordedFigure]) -> dict[str, RecordedFigure]:
    return {_row(figure.claim): figure for figure in figures}


def _said(claims: Sequence[Claim]) -> dict[str, tuple[object, ...]]:
    return {_row(claim): says(claim) for claim in claims}


def _correcting(claim: Claim, old: RecordedFigure | None) -> Claim:
    return claim if old is None or says(claim) == says(old.claim) else replace(claim, corrects=old.id)
