"""A report being read, until it is sent: candidates are confirmed, corrected, added, dropped, and taken back.

Only reporters of the body whose report it is may do so, and not while a batch sent from it waits for a decision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from chungtay.gathering.intake import choosing, copies, queries, rows, settling, wording
from chungtay.gathering.intake import claims as claiming
from chungtay.gathering.intake.models import Candidate, ReportReading, State
from chungtay.gathering.intake.readers import numerals, read_document, scans, tokens
from chungtay.gathering.intake.readers.records import Hints
from chungtay.kernel.errors import Both, NotAllowed, Refusal
from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import Precision
from chungtay.kernel.text import squeeze
from chungtay.ledger.queries import batch_status
from chungtay.ledger.types import DecisionKind, FigureStatus
from chungtay.reference.actors.queries import Role
from chungtay.reference.indicators.queries import indicator_id
from chungtay.reference.sources.masking import mask_spans
from chungtay.reference.sources.queries import text_unmasked_for_reading

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from chungtay.gathering.intake.readers import Document
    from chungtay.gathering.intake.readers.records import Candidate as Found
    from chungtay.gathering.intake.readers.records import Reading
    from chungtay.ledger.models import Batch
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.forms.models import Form
    from chungtay.reference.places.models import Place
    from chungtay.reference.sources.models import Source

LONGEST_PASSAGE = 80


@transaction.atomic
def reading_start(
    *, by: User, source: Source, document: Document, body: Body, form: Form, place: Place, period: Period
) -> ReportReading:
    """Read an original into candidates. The report's own place, date and years are told to the reader."""
    found = found_in(document=document, place=place, period=period, issued_on=source.issued_on)
    paragraphs = [(p.start, p.end) for p in document.paragraphs]
    return reading_keep(
        by=by, source=source, found=found, paragraphs=paragraphs, body=body, form=form, place=place, period=period
    )


def found_in(*, document: Document, place: Place, period: Period, issued_on: date | None = None) -> Reading:
    """What a report says, told of which place and period it is to speak. Writes nothing."""
    whole_years = (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31)
    hints = Hints(
        document_date=issued_on.isoformat() if issued_on else None,
        place=settling.path_of(place, period.end),
        term=(period.start.year, period.end.year) if whole_years else None,
    )
    return scans.doubted(read_document(document, profile=hints), document)


@transaction.atomic
def reading_keep(
    *,
    by: User,
    source: Source,
    found: Reading,
    paragraphs: Sequence[tuple[int, int]],
    body: Body,
    form: Form,
    place: Place,
    period: Period,
) -> ReportReading:
    """Keep what a reader found, as candidates: offsets, numbers and codes, never a sentence."""
    if by.role != Role.REPORTER or by.body_id != body.pk:
        raise _not_yours()
    reading = ReportReading.objects.create(
        source=source,
        body=body,
        form=form,
        place=place,
        start=period.start,
        end=period.end,
        regime=period.regime.value,
        created_at=timezone.now(),
        created_by=by,
    )
    settler = settling.Settler(place, period, settling.path_of(place, period.end))
    made = [_proposed(reading, number, item, settler, paragraphs) for number, item in enumerate(found.candidates, 1)]
    held = text_unmasked_for_reading(source)
    copies.sketch_keep(reading, held)
    if made and wording.has_rules(body):
        told = wording.Told(body, held.text)
        for candidate in made:
            told.apply(candidate)
    Candidate.objects.bulk_create(made)
    return reading


def _proposed(
    reading: ReportReading, number: int, found: Found, settler: settling.Settler, paragraphs: Sequence[tuple[int, int]]
) -> Candidate:
    period = settler.period_of(found)
    place = settler.place_of(found, period)
    code = settling.known_indicator(found.indicator)
    return Candidate(
        reading=reading,
        position=number,
        start=found.start,
        end=found.end,
        sentence_start=found.sentence[0],
        sentence_end=found.sentence[1],
        paragraph=settling.paragraph_of(found.start, paragraphs),
        surface=squeeze(found.surface)[:80],
        value=found.value,
        value_to=found.value_to,
        of=found.of,
        precision=found.quantity().precision.value,
        unit=squeeze(found.unit)[:60],
        indicator_id=indicator_id(code) if code else None,
        cell=settling.cell_of(found),
        qualifier=settling.qualifier_of(found),
        parent_position=None if found.parent is None else found.parent + 1,
        status=found.status,
        place=place,
        confidence=found.confidence,
        others=rows.others_kept(found, settler, period),
        **rows.period_columns(period),
    )


@transaction.atomic
def candidate_decide(*, by: User, candidate_id: int, state: State) -> Candidate:
    """Confirm or drop a candidate. Refusal DOC-203 for any other state, DOC-202 and DOC-404 as everywhere here."""
    candidate = _mine(by, candidate_id)
    if state not in (State.CONFIRMED, State.DROPPED):
        raise Refusal.of(
            "DOC-203",
            claiming.where(candidate),
            read=str(state),
            expected=f"{State.CONFIRMED.value}, {State.DROPPED.value}",
            vi="Chỉ xác nhận hoặc bỏ",
            en="A candidate is confirmed or dropped",
        )
    if state == State.CONFIRMED and candidate.is_added:
        state = State.ADDED
    elif state == State.CONFIRMED and candidate.proposal is not None:
        state = State.CORRECTED
    return _decided(candidate, by, state)


@transaction.atomic
def candidate_correct(*, by: User, candidate_id: int, **changes: Unpack[rows.Changes]) -> Candidate:
    """Change what was read. The reader's proposal is kept, so that `candidate_reopen` can give it back.

    Refusal DOC-210 to DOC-214 where the changes themselves leave something that cannot be a claim.
    """
    candidate = _mine(by, candidate_id)
    if candidate.proposal is None and not candidate.is_added:
        candidate.proposal = rows.proposal_of(candidate)
    rows.apply_changes(candidate, changes)
    problems = claiming.problems_of(candidate)
    if problems:
        raise Refusal(problems)
    return _decided(candidate, by, State.ADDED if candidate.is_added else State.CORRECTED)


@transaction.atomic
def candidate_add(*, by: User, reading_id: int, start: int, end: int, **values: Unpack[rows.Changes]) -> Candidate:
    """A figure that the reader missed: the officer marks where it stands and says what it is.

    `value` is needed; `indicator`, `place` and `period` too before it can be sent. Refusal DOC-216 for a passage
    outside the text or longer than 80 characters, DOC-210 to DOC-214 for what it still lacks.
    """
    reading = _own(by, queries.reading_get(by=by, id=reading_id))
    held = text_unmasked_for_reading(reading.source)
    if not (0 <= start < end <= len(held.text) and "value" in values and _is_number(held.text[start:end])):
        raise _not_a_number(start, end)
    paragraph = settling.paragraph_of(start, held.paragraphs)
    sentence = _sentence_around(held.text, held.paragraphs[paragraph - 1] if held.paragraphs else None, start, end)
    last = Candidate.objects.filter(reading=reading).aggregate(last=Max("position"))["last"] or 0
    candidate = Candidate(
        reading=reading,
        position=last + 1,
        start=start,
        end=end,
        sentence_start=sentence[0],
        sentence_end=sentence[1],
        paragraph=paragraph,
        surface=squeeze(held.text[start:end]),
        precision=Precision.EXACT.value,
        status=FigureStatus.RESULT.value,
        confidence=1.0,
        is_added=True,
    )
    rows.apply_changes(candidate, values)
    problems = claiming.problems_of(candidate)
    if problems:
        raise Refusal(problems)
    return _decided(candidate, by, State.ADDED)


def _is_number(passage: str) -> bool:
    """Whether it holds a number in digits or words and nothing that may name a person: it is kept as written."""
    holds = numerals.numerals(tokens.tokenise(passage))
    return len(passage) <= LONGEST_PASSAGE and bool(holds) and not mask_spans(passage)


def _not_a_number(start: int, end: int) -> Refusal:
    return Refusal.of(
        "DOC-216",
        Both(f"Ký tự {start}-{end}", f"Characters {start}-{end}"),
        read=Both(f"{end - start} ký tự", f"{end - start} characters"),
        expected=Both(
            f"một con số trong văn bản, tối đa {LONGEST_PASSAGE} ký tự",
            f"một con số trong văn bản, tối đa {LONGEST_PASSAGE} a number of the text",
        ),
        todo=Both("Đánh dấu lại đúng con số", "Mark just the number"),
        vi="Đoạn đánh dấu không phải một con số trong văn bản",
        en="The marked passage is not a number of the text",
    )


def _sentence_around(text: str, paragraph: tuple[int, int] | None, start: int, end: int) -> tuple[int, int]:
    """The sentence of the paragraph that holds the passage; the passage itself where none holds it whole."""
    if paragraph is None:
        return start, end
    found = tokens.tokenise(text, *paragraph)
    for sentence in tokens.sentences(found):
        first, last = found[sentence.first].start, found[sentence.last - 1].end
        if first <= start and end <= last:
            return first, last
    return start, end


@transaction.atomic
def candidate_reopen(*, by: User, candidate_id: int) -> Candidate:
    """Take the last word back: what the reader proposed stands again, undecided. What was added by hand stays added."""
    candidate = _mine(by, candidate_id)
    if candidate.is_added:
        return _decided(candidate, by, State.ADDED)
    if candidate.proposal is not None:
        rows.give_back(candidate, candidate.proposal)
        candidate.proposal = None
    candidate.state = State.PROPOSED
    candidate.decided_by = None
    candidate.decided_at = None
    candidate.save()
    return candidate


@transaction.atomic
def candidates_confirm_sure(
    *, by: User, reading_id: int, threshold: float = choosing.SURE, only: Collection[int] | None = None
) -> int:
    """Confirm the candidates that `choosing.sure_ones` names, of these ids alone where `only` is given; how many."""
    reading = _own(by, queries.reading_get(by=by, id=reading_id))
    chosen = choosing.sure_ones(queries.candidates_of(reading), threshold)
    chosen = [c for c in chosen if only is None or c.pk in only]
    for candidate in chosen:
        _decided(candidate, by, State.CONFIRMED)
    return len(chosen)


def check_untouched(reading: ReportReading) -> None:
    """Refusal DOC-223 once somebody decided on a figure of a report, or sent it."""
    decided = Candidate.objects.filter(reading=reading).exclude(state=State.PROPOSED).exists()
    if decided or reading.batch_id is not None:
        raise Refusal.of(
            "DOC-223",
            Both(f"Báo cáo {reading.pk}", f"Report {reading.pk}"),
            expected=Both("báo cáo chưa ai xem số nào", "a report of which no figure was decided"),
            todo=Both("hoàn lại các số đã xem, hoặc sửa kỳ từng số", "take the decisions back, or correct each figure"),
            vi="Đã có số được xem nên không đọc lại được",
            en="Figures of it were decided, so it is not read anew",
        )


@transaction.atomic
def reading_bind_batch(*, reading: ReportReading, batch: Batch) -> None:
    """Remember the batch that was sent from a reading; the next one sent will correct it."""
    reading.batch = batch
    reading.save(update_fields=["batch"])


# --- who, and how a row changes ------------------------------------------------------------------


def _mine(by: User, candidate_id: int) -> Candidate:
    candidate = queries.candidate_get(by=by, id=candidate_id)
    _own(by, candidate.reading)
    return candidate


def _own(by: User, reading: ReportReading) -> ReportReading:
    if by.role != Role.REPORTER or by.body_id != reading.body_id:
        raise _not_yours()
    if reading.batch_id and batch_status(reading.batch_id) is DecisionKind.SUBMITTED:
        raise Refusal.of(
            "DOC-201",
            Both(f"Lô {reading.batch_id}", f"Batch {reading.batch_id}"),
            todo=Both("Rút báo cáo về, hoặc chờ quyết định", "Withdraw the report, or wait for the decision"),
            vi="Báo cáo đã gửi và đang chờ duyệt nên chưa sửa được",
            en="The report was sent and waits for a decision",
        )
    return reading


def _not_yours() -> NotAllowed:
    return NotAllowed.of(
        "DOC-202",
        Both("Tài khoản", "Account"),
        expected=Both("tài khoản báo cáo của cơ quan lập báo cáo", "a reporter of the reporting body"),
        todo=Both("Chuyển cho người lập báo cáo", "Leave it to the reporter"),
        vi="Chỉ người báo cáo của chính cơ quan mới sửa được",
        en="Only a reporter of the body itself may change this",
    )


def _decided(candidate: Candidate, by: User, state: State) -> Candidate:
    candidate.state = state
    candidate.decided_by = by
    candidate.decided_at = timezone.now()
    candidate.save()
    return candidate
