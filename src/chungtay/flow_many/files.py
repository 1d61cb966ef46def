"""One run over an upload, and one workbook on its way through it."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils import timezone

from chungtay.checks.rules.view import Beside, Sending, Told
from chungtay.gathering.approval import policies
from chungtay.gathering.intake.uploads.claiming import Claiming, MonthRead
from chungtay.gathering.intake.uploads.refusals import problem
from chungtay.gathering.intake.workbooks.checking import Known
from chungtay.gathering.intake.workbooks.refusals import problem as workbook_problem
from chungtay.gathering.intake.workbooks.services import Heard, parsed_hear
from chungtay.kernel.errors import Problem, Refusal
from chungtay.kernel.periods import Period
from chungtay.ledger.types import BatchKey, ReportKey
from chungtay.reference.actors.queries import body_get
from chungtay.reference.forms import queries as forms
from chungtay.reference.forms.ruling import rules_read
from chungtay.reference.places.queries import forerunners

if TYPE_CHECKING:
    from datetime import date

    from chungtay.checks.rules.verdicts import RuleReport
    from chungtay.gathering.intake.models import Upload, UploadedFile
    from chungtay.gathering.intake.workbooks.parsing import Parsed
    from chungtay.ledger.types import Claim
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.forms.models import Form
    from chungtay.reference.places.models import Place


class Work:
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

    def file_of(self, row: UploadedFile, content: bytes, parsed: Parsed) -> File:
        """A file as it was read, with what it says, or why it says nothing."""
        file = File(row, content)
        if sha256(content).hexdigest() != row.sha256:
            file.problems.append(problem("GOI-108", row.name))
            return file
        try:
            self._hear(file, parsed)
        except Refusal as refusal:
            file.problems += refusal.problems
        return file

    def _hear(self, file: File, parsed: Parsed) -> None:
        own = self.by.body
        heard = parsed_hear(
            parsed, body=own, filename=file.row.name, layout=self.upload.layout, is_any_body=True, known=self.known
        )
        body = own if heard.body_code == own.code else self._body(heard.body_code)
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

    def no_correcting(self, file: File) -> Problem | None:
        """Why whoever sends a file may not put right what its body has sent before, whatever the file says of it."""
        assert file.heard is not None
        assert file.body is not None
        try:
            policies.check_correct(self.by, file.body, file.heard.form)
        except Refusal as refusal:
            return refusal.problems[0]
        return None

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
class File:
    """One workbook on its way. With problems it is refused; `skipped` are periods that it does not take now."""

    row: UploadedFile
    content: bytes
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Problem] = field(default_factory=list)
    heard: Heard | None = None
    body: Body | None = None
    months: list[MonthRead] = field(default_factory=list)
    sending: list[GoingUp] = field(default_factory=list)

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
class GoingUp:
    """One period that goes up, with what the checks say of it."""

    month: MonthRead
    claims: list[Claim]
    reports: tuple[RuleReport, ...]
