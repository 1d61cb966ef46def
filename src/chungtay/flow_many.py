"""The same way for many workbooks at once: a folder or an archive of them becomes batches, checked and sent up.

upload = upload_begin(by=user, name="thang-11", files=listed(bundle, "thang-11"))
for progress in upload_go_on(by=user, upload=upload, read=reader(bundle, files)): …

Files go in groups, each in one transaction of the database: originals, batches, findings, decisions and what became of
each file come to stand together or not at all. So it may stop anywhere, and going on is doing the same again.

A file goes up whole or not at all, but for periods that say what was sent, or that wait for a decision. What must be
mended refuses it. Questions of the checks do not: nobody sits before three thousand workbooks to answer them, so the
approver finds them unexplained, as with narrative reports.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import islice
from mimetypes import guess_type
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from chungtay import flow, flow_beside
from chungtay.checks import queries as check_queries
from chungtay.checks import services as checks
from chungtay.checks.rules import findings, rule_get
from chungtay.checks.rules.verdicts import Severity
from chungtay.checks.rules.view import Beside, Sending, Told
from chungtay.gathering.approval import policies
from chungtay.gathering.intake.drafts.queries import readings_behind, says
from chungtay.gathering.intake.uploads import queries, services
from chungtay.gathering.intake.uploads.claiming import Claiming, MonthRead
from chungtay.gathering.intake.uploads.pool import Pool
from chungtay.gathering.intake.uploads.refusals import problem
from chungtay.gathering.intake.uploads.services import KNOWN, REFUSED, SENT, Settled
from chungtay.gathering.intake.workbooks.checking import Known
from chungtay.gathering.intake.workbooks.refusals import problem as workbook_problem
from chungtay.gathering.intake.workbooks.services import Heard, parsed_hear
from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.periods import Period
from chungtay.ledger import bulk as ledger_bulk
from chungtay.ledger import queries as ledger_queries
from chungtay.ledger import services as ledger
from chungtay.ledger.types import BatchKey, DecisionKind, RecordedFigure, ReportKey
from chungtay.reference.actors.queries import body_get
from chungtay.reference.forms import queries as forms
from chungtay.reference.forms.ruling import rules_read
from chungtay.reference.places.queries import forerunners
from chungtay.reference.sources import services as sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from chungtay.checks.rules.verdicts import FindingDraft, RuleReport
    from chungtay.gathering.intake.models import Upload, UploadedFile
    from chungtay.gathering.intake.uploads.listing import Bundle, Listed
    from chungtay.gathering.intake.workbooks.parsing import Parsed
    from chungtay.ledger.types import Claim
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.forms.models import Form
    from chungtay.reference.places.models import Place
    from chungtay.reference.sources.models import Source

GROUP = 25
"""Files to a transaction: some three hundred batches. Other writers of the ledger wait that long."""

upload_begin = services.upload_begin


class Progress(NamedTuple):
    """How far it is after a group: files settled by now, of how many, and what became of those of the group."""

    settled: int
    files: int
    group: tuple[Settled, ...]


def reader(bundle: Bundle, files: Iterable[Listed]) -> Callable[[UploadedFile], bytes]:
    """How to read the files of an upload from the bundle that they were listed from; b"" for one that is gone."""
    keys = {file.sha256: file.key for file in files if file.problem is None}

    def read(file: UploadedFile) -> bytes:
        try:
            return bundle.read(keys[file.sha256])
        except (KeyError, OSError):
            return b""

    return read


def upload_go_on(
    *,
    by: User,
    upload: Upload,
    read: Callable[[UploadedFile], bytes],
    is_illustration: bool = False,
    group: int = GROUP,
) -> Iterator[Progress]:
    """Take up the files that still wait, a group at a time; yields after each. Stopped anywhere, it is gone on with by
    calling it again. The files of `read` are read by a few threads at once."""
    total = sum(queries.counts_of(upload)[state] for state in queries.STATES)
    known = _known_settle(by, queries.files_waiting(upload))
    waiting = queries.files_waiting(upload)
    settled = total - len(waiting)
    work = _Work(by, upload, is_illustration)
    if known:
        yield Progress(settled, total, tuple(known))
    with Pool() as pool:
        parsed = pool.parsed(waiting, read)
        while some := list(islice(parsed, group)):
            done = _group_take(work, [work.file_of(*one) for one in some])
            settled += len(some)
            yield Progress(settled, total, tuple(done))
    services.upload_end(upload)


@transaction.atomic
def _known_settle(by: User, waiting: Sequence[UploadedFile]) -> list[Settled]:
    """Files that came in before, all of them taken, are known by their hash and not read again; unless a report from
    them was withdrawn, which may be sent again."""
    before = queries.sent_before(by.body_id, [file.sha256 for file in waiting])
    batches = ledger_queries.batches_of_sources(before.values())
    states = ledger_queries.batch_statuses(batches)
    withdrawn = {source for pk, source in batches.items() if states.get(pk) is DecisionKind.WITHDRAWN}
    still = services.files_lock(file.pk for file in waiting if before.get(file.sha256, 0) not in {0} | withdrawn)
    told = [Settled(file, KNOWN, [workbook_problem("BANGTINH-120", file.name)]) for file in waiting if file.pk in still]
    services.files_settle(told)
    return told


# --- what is known while it runs -----------------------------------------------------------------


class _Work:
    """One run over an upload, with what the tables said before and will say again."""

    def __init__(self, by: User, upload: Upload, is_illustration: bool) -> None:
        self.by, self.upload, self.is_illustration = by, upload, is_illustration
        self.known, self.claiming = Known(), Claiming()
        self.today = timezone.localdate()
        self._bodies: dict[str, Body] = {}
        self._refusals: dict[tuple[int, int], Refusal | None] = {}
        self._lands: dict[int, list[Place]] = {}
        self._dues: dict[tuple[int, Period, str], date] = {}
        self._rules: dict[int, Beside] = {}

    def file_of(self, row: UploadedFile, content: bytes, parsed: Parsed) -> _File:
        """A file as it was read, with what it says, or why it says nothing."""
        file = _File(row, content)
        if sha256(content).hexdigest() != row.sha256:
            file.problems.append(problem("GOI-108", row.name))
            return file
        try:
            self._hear(file, parsed)
        except Refusal as refusal:
            file.problems += refusal.problems
        return file

    def _hear(self, file: _File, parsed: Parsed) -> None:
        own = self.by.body
        heard = parsed_hear(
            parsed, body=own, filename=file.row.name, layout=self.upload.layout, is_any_body=True, known=self.known
        )
        body = self._body(heard.body_code) if heard.body_code else own
        self._check(body, heard.place)
        file.heard, file.body = heard, body
        file.problems += heard.problems
        for period, rows in heard.months:
            month = self.claiming.month_read(heard.form, heard.place.pk, period, rows)
            told = {found.where for found in heard.problems}
            file.problems += [found for found in month.problems if found.where not in told]
            file.months.append(month)
        file.months.sort(key=lambda month: month.period.start)

    def _body(self, code: str) -> Body:
        if code not in self._bodies:
            try:
                self._bodies[code] = body_get(code)
            except Refusal as refusal:
                raise Refusal([workbook_problem("BANGTINH-114", "ChungTay!B5", code)]) from refusal
        return self._bodies[code]

    def _check(self, body: Body, place: Place) -> None:
        """`policies.check_enter_for`. All claims are of this place, so nothing else has to be asked of them."""
        key = (body.pk, place.pk)
        if key not in self._refusals:
            try:
                policies.check_enter_for(self.by, body, place)
                self._refusals[key] = None
            except Refusal as refusal:
                self._refusals[key] = refusal
        if (known := self._refusals[key]) is not None:
            raise known

    def land(self, place: Place) -> list[Place]:
        """The place, and the unit that it was before with the same land."""
        if place.pk not in self._lands:
            self._lands[place.pk] = [place, *forerunners(place)]
        return self._lands[place.pk]

    def asked(self, form: Form, period: Period, level: str) -> Beside:
        """What a form asks for, with its rules, and when it was owed."""
        key = (form.pk, period, level)
        if key not in self._dues:
            self._dues[key] = forms.deadline_of(form, period, level)
        if form.pk not in self._rules:
            self._rules[form.pk] = Beside(form_rules=rules_read(form.rules), asked=forms.form_items(form))
        sending = Sending(self.today, self._dues[key])
        return self._rules[form.pk] | Beside(told=Told(period, self.today, None), sending=sending)


@dataclass
class _File:
    """One workbook on its way. With problems it is refused; `skipped` are periods that it does not take now."""

    row: UploadedFile
    content: bytes
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Problem] = field(default_factory=list)
    heard: Heard | None = None
    body: Body | None = None
    months: list[MonthRead] = field(default_factory=list)
    sending: list[_Sending] = field(default_factory=list)

    def key(self, period: Period) -> ReportKey:
        """The report of a period."""
        assert self.heard is not None
        assert self.body is not None
        place, code = self.heard.place, self.heard.form.code
        return ReportKey(self.body.pk, code, place.pk, period.start, period.end, period.regime.value)

    def draft_key(self, period: Period) -> BatchKey:
        """The same with the version of the form."""
        assert self.heard is not None
        return BatchKey(self.key(period).body_id, self.heard.form.pk, *self.key(period)[2:])


@dataclass(frozen=True)
class _Sending:
    """One period that goes up, with what the checks say of it."""

    month: MonthRead
    claims: list[Claim]
    reports: tuple[RuleReport, ...]


# --- a group -------------------------------------------------------------------------------------


def _group_take(work: _Work, files: list[_File]) -> list[Settled]:
    """Settle a group of files. Where others wrote the same reports meanwhile, it is looked at again."""
    for _ in range(5):
        latest = _looked_at(work, files)
        try:
            done = _write(work, files, latest)
        except Refusal as refusal:
            if len(files) > 1:
                return [one for file in files for one in _group_take(work, [file])]
            files[0].problems += refusal.problems
            continue
        if done is not None:
            return done
    raise RuntimeError("the ledger moved under five looks at a group of workbooks")


def _looked_at(work: _Work, files: Sequence[_File]) -> dict[ReportKey, tuple[int, int]]:
    """Find out for each period whether it goes up; the latest batches on which the answer stands."""
    for file in files:
        file.skipped.clear()
        file.sending.clear()
    open_files = [file for file in files if not file.problems]
    keys = {file.key(month.period) for file in open_files for month in file.months}
    latest = ledger_queries.batches_latest(keys)
    sent = _Sent.of(latest)
    written = services.drafts_written(file.draft_key(m.period) for file in open_files for m in file.months)
    beside = _Surroundings(work, open_files)
    taken: dict[ReportKey, list[Claim]] = {}
    for file in open_files:
        _file_look(file, sent, written, taken)
        _file_check(file, beside)
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


def _file_look(file: _File, sent: _Sent, written: set[BatchKey], taken: dict[ReportKey, list[Claim]]) -> None:
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
        file.sending.append(_Sending(month, claims, ()))


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


# --- checks --------------------------------------------------------------------------------------


def _file_check(file: _File, beside: _Surroundings) -> None:
    """Judge the periods that go up, oldest first; one that must be mended refuses the file whole."""
    for number, sending in enumerate(file.sending):
        earlier = [month for month in file.months if month.period.end < sending.month.period.start]
        related, around = beside.of(file, sending.month.period, earlier)
        reports = check_queries.reports(sending.claims, related, **around)
        file.sending[number] = _Sending(sending.month, sending.claims, reports)
        for finding in findings(reports):
            if finding.severity == Severity.BLOCK and not rule_get(finding.rule).waivable:
                file.problems.append(_to_mend(finding, sending))


def _to_mend(finding: FindingDraft, sending: _Sending) -> Problem:
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


class _Surroundings:
    """What the reports of a group are read beside: what `flow` fetches for one, fetched for all of them at once."""

    def __init__(self, work: _Work, files: Sequence[_File]) -> None:
        self._work = work
        self._near: dict[int, list[RecordedFigure]] = {}
        self._history: dict[tuple[int, str, int], list[RecordedFigure]] = {}
        if files:
            self._fetch(files)

    def _fetch(self, files: Sequence[_File]) -> None:
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

    def of(self, file: _File, period: Period, earlier: Sequence[MonthRead]) -> tuple[list[RecordedFigure], Beside]:
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


def _not_yet_recorded(file: _File, month: MonthRead) -> Iterator[RecordedFigure]:
    """The figures of a period as they would stand: the rules read of a history nothing but what it states."""
    key = file.key(month.period)
    for position, claim in enumerate(month.claims, 1):
        yield RecordedFigure(
            0, 0, position, claim, key.body_id, key.form_code, key.place_id, month.period, 0, None, False, None
        )


# --- writing -------------------------------------------------------------------------------------


@transaction.atomic
def _write(work: _Work, files: Sequence[_File], latest: dict[ReportKey, tuple[int, int]]) -> list[Settled] | None:
    """All of the group in one transaction; None, and nothing written, where the reports are no longer those that were
    looked at."""
    still = services.files_lock(file.row.pk for file in files)
    files = [file for file in files if file.row.pk in still]
    # Originals first: writing them to the disk takes long, and from the next line on other writers wait.
    kept = {file.row.pk: _kept(work, file) for file in files if file.sending and not file.problems}
    ledger.writing_wait()
    keys = {file.key(month.period) for file in files if file.heard for month in file.months}
    if ledger_queries.batches_latest(keys) != {key: latest[key] for key in keys if key in latest}:
        transaction.set_rollback(True)
        return None
    going = [file for file in files if kept.get(file.row.pk) is not None and not file.problems]
    services.drafts_pass(file.draft_key(sending.month.period) for file in going for sending in file.sending)
    _batches_write(work, [(file, sending, kept[file.row.pk]) for file in going for sending in file.sending])
    settled = [_settled(file, kept.get(file.row.pk)) for file in files]
    services.files_settle(settled)
    return settled


def _kept(work: _Work, file: _File) -> Source | None:
    """The original, kept by the body that brings it in; None, with the reason among the problems, where it may not."""
    assert file.heard is not None
    try:
        return sources.source_receive(
            by=work.by,
            issuer=work.by.body,
            content=file.content,
            filename=file.row.name,
            media_type=guess_type(file.row.name)[0] or "application/octet-stream",
            text=file.heard.text,
            paragraphs=file.heard.paragraphs,
            is_illustration=work.is_illustration,
        )
    except Refusal as refusal:
        file.problems += refusal.problems
        return None


def _batches_write(work: _Work, sending: Sequence[tuple[_File, _Sending, Source | None]]) -> None:
    new = [
        ledger.NewBatch(file.body, file.heard.form, file.heard.place, one.month.period, one.claims, source)
        for file, one, source in sending
        if file.heard is not None and file.body is not None
    ]
    if not new:
        return
    batches = ledger_bulk.batches_append(by=work.by, batches=new)
    checks.findings_keep(found={batch.pk: one.reports for batch, (_, one, _) in zip(batches, sending, strict=True)})
    ledger.decisions_append(by=work.by, batches=batches, kind=DecisionKind.SUBMITTED)


def _settled(file: _File, source: Source | None) -> Settled:
    if file.problems:
        return Settled(file.row, REFUSED, file.problems)
    if file.sending:
        figures = sum(len(sending.claims) for sending in file.sending)
        return Settled(file.row, SENT, file.skipped, figures, source)
    return Settled(file.row, REFUSED if file.skipped else KNOWN, file.skipped)
