"""Writing down how a programme is carried out: documents, steering committees, conferences. Each by its own body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.gathering.programmes import life, policies
from chungtay.gathering.programmes.models import Committee, Conference, ConferenceKind, Paper, PaperKind
from chungtay.gathering.programmes.refusals import not_theirs, problem, refusal
from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.text import squeeze
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.sources.masking import naming_problems

if TYPE_CHECKING:
    from chungtay.gathering.programmes.models import Programme
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place
    from chungtay.reference.sources.models import Source

MOST_PEOPLE = 100_000


@dataclass(frozen=True)
class PaperDraft:
    """A document as it is written down."""

    kind: int
    number: str
    title: str
    issued_on: date
    year: int | None = None


@dataclass(frozen=True)
class ConferenceDraft:
    """A conference as it is written down; `chairs` are offices."""

    kind: int
    place: Place
    held_on: date
    title: str
    chairs: str = ""
    reports: str = ""
    attending: int | None = None


@transaction.atomic
def paper_add(*, by: User, programme: Programme, draft: PaperDraft) -> Paper:
    """A document of the account's body. NotAllowed CTPH-403; Refusal CTPH-011 of a kind or number that is none,
    -012 of a day to come or before the programme, -013 where the number is there already, NGUON-106 of names."""
    _check_may(by, programme)
    number, title = squeeze(draft.number)[:60], squeeze(draft.title)[:200]
    problems = _day_problems(draft.issued_on, programme) + naming(title)
    if draft.kind not in PaperKind.values or not number or not title:
        expected = Both("loại, số ký hiệu và trích yếu", "a kind, a number and a title")
        problems.append(problem("CTPH-011", number, expected, "văn bản chưa đủ", "the document is not complete"))
    if Paper.objects.filter(programme=programme, body=by.body, number=number, is_struck=False).exists():
        expected = Both("số chưa ghi", "a number that is not there yet")
        problems.append(problem("CTPH-013", number, expected, "văn bản này đã ghi", "it is written down already"))
    if problems:
        raise Refusal(problems)
    return Paper.objects.create(
        programme=programme,
        body=by.body,
        kind=draft.kind,
        number=number,
        title=title,
        issued_on=draft.issued_on,
        year=draft.year,
        recorded_by=by,
        recorded_at=timezone.now(),
    )


def paper_file(*, by: User, paper: Paper, source: Source) -> Paper:
    """The file of a document, which the gate let in. NotAllowed CTPH-403."""
    if not policies.may_record(by) or paper.body_id != by.body_id:
        raise not_theirs(paper.number)
    paper.source = source
    paper.save(update_fields=["source"])
    return paper


@transaction.atomic
def paper_strike(*, by: User, id: int, reason: str) -> Paper:
    """It was written by mistake; the row stays with the reason, and may be taken back. CTPH-014 without a reason."""
    found = life.paper_get(by=by, id=id)
    if not policies.may_record(by) or found.body_id != by.body_id:
        raise not_theirs(found.number)
    found.reason, found.is_struck = ("", False) if found.is_struck else (checked_reason(reason), True)
    if not found.is_struck and life.is_known(found):
        expected = Both("số chưa ghi", "a number that is not there yet")
        raise refusal("CTPH-013", found.number, expected, "văn bản này đã ghi", "it is written down already")
    found.save(update_fields=["reason", "is_struck"])
    return found


@transaction.atomic
def committee_add(
    *, by: User, programme: Programme, place: Place, name: str, since: date, head: str = "", decision: str = ""
) -> Committee:
    """A steering committee of a place under its name; the one before it there ends the day before.

    Refusal CTPH-011 without a name, -012 of a day out of the programme, -015 before the one that stands.
    """
    _check_may(by, programme)
    if not sees_place(by, place):
        raise not_theirs(place.full_name)
    texts = [squeeze(name)[:200], squeeze(head)[:120], squeeze(decision)[:60]]
    problems = _day_problems(since, programme) + naming(*texts[:2])
    if not texts[0]:
        expected = Both("tên ban chỉ đạo", "the committee's name")
        problems.append(problem("CTPH-011", "", expected, "chưa có tên", "there is no name"))
    if problems:
        raise Refusal(problems)
    standing = Committee.objects.filter(programme=programme, place=place, until__isnull=True).first()
    if standing is not None:
        if standing.since >= since:
            expected = Both(f"ngày sau {standing.since:%d/%m/%Y}", f"a day after {standing.since:%d/%m/%Y}")
            raise refusal("CTPH-015", f"{since:%d/%m/%Y}", expected, "đã có ban khác", "another one stands")
        standing.until = since - timedelta(days=1)
        standing.save(update_fields=["until"])
    return Committee.objects.create(
        programme=programme,
        place=place,
        name=texts[0],
        head=texts[1],
        decision=texts[2],
        since=since,
        recorded_by=by,
        recorded_at=timezone.now(),
    )


@transaction.atomic
def conference_add(*, by: User, programme: Programme, draft: ConferenceDraft) -> Conference:
    """A conference that the account's body held. Refusals as for a paper; CTPH-016 of more people than there may be."""
    _check_may(by, programme)
    if not sees_place(by, draft.place):
        raise not_theirs(draft.place.full_name)
    title, chairs = squeeze(draft.title)[:200], squeeze(draft.chairs)[:300]
    reports = squeeze(draft.reports)[:300]
    problems = _day_problems(draft.held_on, programme) + naming(*filter(None, (title, chairs, reports)))
    if draft.kind not in ConferenceKind.values or not title:
        expected = Both("loại và tên hội nghị", "a kind and a title")
        problems.append(problem("CTPH-011", title, expected, "hội nghị chưa đủ", "the conference is not complete"))
    if draft.attending is not None and not 0 < draft.attending <= MOST_PEOPLE:
        expected = Both(f"1 đến {MOST_PEOPLE}", f"1 to {MOST_PEOPLE}")
        problems.append(problem("CTPH-016", str(draft.attending), expected, "số dự quá lớn", "too many attending"))
    if problems:
        raise Refusal(problems)
    return Conference.objects.create(
        programme=programme,
        body=by.body,
        kind=draft.kind,
        place=draft.place,
        held_on=draft.held_on,
        title=title,
        chairs=chairs,
        reports=reports,
        attending=draft.attending,
        recorded_by=by,
        recorded_at=timezone.now(),
    )


def naming(*texts: str) -> list[Problem]:
    """Why texts that name a person may not be kept."""
    return naming_problems(Both("chương trình", "programme"), *texts)


def checked_reason(reason: str) -> str:
    """A reason as it is kept. Refusal CTPH-014 without one, NGUON-106."""
    found = squeeze(reason)[:200]
    if not found:
        raise refusal("CTPH-014", "", Both("một lý do", "a reason"), "chưa ghi lý do", "there is no reason")
    if problems := naming(found):
        raise Refusal(problems)
    return found


def _check_may(by: User, programme: Programme) -> None:
    if not policies.may_record(by) or not life.is_followed(by, programme):
        raise not_theirs(programme.number)


def _day_problems(on: date, programme: Programme) -> list[Problem]:
    first = programme.signed_on or programme.term_start
    if first.year <= on.year and on <= timezone.localdate():
        return []
    expected = Both(f"từ năm {first.year} đến hôm nay", f"from {first.year} until today")
    return [problem("CTPH-012", f"{on:%d/%m/%Y}", expected, "ngày không hợp chương trình", "not a day of it")]
