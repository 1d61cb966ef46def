"""Writing standards down: register for a year, assess oneself, propose, recognise or not, open again, void."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.gathering.registers.standards import policies, queries
from chungtay.gathering.registers.standards.models import Bringing, Deed, Entry, EntryStep, State, Verdict
from chungtay.gathering.registers.standards.refusals import not_theirs, refusal
from chungtay.gathering.registers.standards.rules import COMMUNE, RuleSet, Subject, rule_sets, sorts
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.text import match_key, squeeze
from chungtay.reference.indicators.catalogue import dimensions
from chungtay.reference.sources.masking import naming_problems

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place


@dataclass(frozen=True)
class EntryDraft:
    """A subject as somebody writes it down; a commune has no name of its own."""

    rule: int
    year: int
    kind: int
    place: Place
    name: str = ""
    sort: int = 0


@transaction.atomic
def entry_register(
    *, by: User, draft: EntryDraft, is_illustration: bool = False, brought: Bringing | None = None
) -> Entry:
    """A subject registers for a year; `brought`: by which list.

    NotAllowed TCH-403; Refusals TCH-001 no such set, subject or year, TCH-002 before the year begins, TCH-003 a sort
    that is excluded, TCH-004 the name, TCH-005 it is registered, NGUON-106 a name that may be a person's.
    """
    if not policies.may_register(by, draft.place):
        raise not_theirs(draft.place.full_name)
    name = "" if draft.kind == COMMUNE else squeeze(draft.name)
    _check_draft(draft, name)
    key = match_key(name)[:120]
    same = {"place": draft.place, "rule": draft.rule, "year": draft.year, "kind": draft.kind, "name_key": key}
    if Entry.objects.filter(**same).exclude(state=State.VOID).exists():
        expected = Both("đối tượng chưa đăng ký trong năm", "a subject not registered for the year yet")
        raise refusal("TCH-005", name or draft.place.full_name, expected, "đã đăng ký rồi", "registered already")
    entry = Entry.objects.create(
        **same,
        sort=draft.sort,
        name=name,
        province_id=draft.place.home_province_id,
        body=by.body,
        is_illustration=is_illustration,
        brought=brought,
    )
    _record(by, entry, Deed.REGISTERED, timezone.localdate())
    return entry


@transaction.atomic
def entry_assess(*, by: User, id: int, marks: Mapping[int, int]) -> Entry:
    """The self-assessment: a verdict for every criterion. Refusals TCH-006 one is missing, TCH-007 the state."""
    entry = _kept(by, id, State.REGISTERED)
    wanted = subject_of(entry).criteria
    if set(marks) != set(wanted) or not set(marks.values()) <= set(Verdict.values):
        expected = Both("một kết quả cho mỗi tiêu chí", "a verdict for every criterion")
        read = f"{len(marks)}/{len(wanted)}"
        raise refusal("TCH-006", read, expected, "còn tiêu chí chưa đánh giá", "a criterion is not assessed yet")
    entry.marks = {str(number): int(verdict) for number, verdict in sorted(marks.items())}
    return _stepped(by, entry, Deed.ASSESSED)


@transaction.atomic
def entry_propose(*, by: User, id: int, document: str = "") -> Entry:
    """Proposed for recognition. Refusals TCH-006 unless every criterion is met or does not apply (where criteria are
    counted: unless all were assessed), TCH-007."""
    entry = _kept(by, id, State.REGISTERED)
    all_met = Verdict.NOT_MET not in entry.marks.values() or rule_sets()[entry.rule].by_criteria
    if not entry.marks or not all_met:
        expected = Both("mọi tiêu chí đạt hoặc không áp dụng", "every criterion met or not applicable")
        raise refusal("TCH-006", "", expected, "chưa đủ điều kiện đề nghị", "it cannot be proposed yet")
    entry.state = State.PROPOSED
    return _stepped(by, entry, Deed.PROPOSED, document=document)


@transaction.atomic
def entry_decide(
    *, by: User, id: int, recognised: bool, number: str = "", on: date, rating: str = "", reason: str = ""
) -> Entry:
    """Recognised by a numbered decision (and rated, where the set rates), or not, with a reason.

    NotAllowed TCH-403; Refusals TCH-002 the day, TCH-007 the state, TCH-008 number, rating or reason is missing.
    """
    entry = _locked(by, id)
    if not policies.may_recognise(by, entry):
        raise not_theirs(str(id))
    _check_state(entry, State.PROPOSED)
    _check_decided_on(entry, on)
    if _lacks_number(entry, number, rating) if recognised else not squeeze(reason):
        raise _something_missing()
    if not recognised:
        entry.state = State.NOT_RECOGNISED
        return _stepped(by, entry, Deed.NOT_RECOGNISED, on=on, reason=reason)
    return _recognised(by, entry, number, on, rating)


@transaction.atomic
def entry_recognised(*, by: User, id: int, number: str, on: date, rating: str = "") -> Entry:
    """Recognised by a decision that is there already, as a list of the year tells it: nobody assesses it here any more.

    NotAllowed TCH-403; Refusals TCH-002 the day, TCH-007 the state, TCH-006 where criteria are counted, TCH-008.
    """
    entry = _locked(by, id)
    if not policies.may_recognise(by, entry):
        raise not_theirs(str(id))
    _check_state(entry, State.REGISTERED)
    _check_decided_on(entry, on)
    if rule_sets()[entry.rule].by_criteria:
        expected = Both("kết quả từng tiêu chí", "a verdict for every criterion")
        raise refusal("TCH-006", "", expected, "bộ này đếm tiêu chí đạt", "this set counts criteria met")
    if _lacks_number(entry, number, rating):
        raise _something_missing()
    return _recognised(by, entry, number, on, rating)


@transaction.atomic
def entry_taken_back(*, by: User, id: int, reason: str) -> Entry:
    """What a list of the account's body said of a subject is void, also a recognition. NotAllowed TCH-403; TCH-008."""
    entry = _locked(by, id)
    if entry.brought is None or entry.brought.body_id != by.body_id:
        raise not_theirs(str(id))
    _check_reason(reason)
    entry.state, entry.decision, entry.decided_on, entry.rating = State.VOID, "", None, ""
    return _stepped(by, entry, Deed.VOIDED, reason=reason)


@transaction.atomic
def entry_reopen(*, by: User, id: int, reason: str) -> Entry:
    """Proposal or decision was the mistake: registered again. An approver's deed; TCH-007, TCH-008."""
    entry = _locked(by, id)
    if not policies.may_recognise(by, entry):
        raise not_theirs(str(id))
    _check_state(entry, State.PROPOSED, State.RECOGNISED, State.NOT_RECOGNISED)
    _check_reason(reason)
    entry.state, entry.decision, entry.decided_on, entry.rating = State.REGISTERED, "", None, ""
    return _stepped(by, entry, Deed.REOPENED, reason=reason)


@transaction.atomic
def entry_void(*, by: User, id: int, reason: str) -> Entry:
    """It was registered by mistake. Refusals TCH-007 once it was proposed, TCH-008."""
    entry = _kept(by, id, State.REGISTERED)
    _check_reason(reason)
    entry.state = State.VOID
    return _stepped(by, entry, Deed.VOIDED, reason=reason)


def _recognised(by: User, entry: Entry, number: str, on: date, rating: str) -> Entry:
    entry.state, entry.decision, entry.decided_on = State.RECOGNISED, squeeze(number)[:60], on
    entry.rating = rating if rule_sets()[entry.rule].is_rated else ""
    return _stepped(by, entry, Deed.RECOGNISED, on=on, document=number)


def _check_decided_on(entry: Entry, on: date) -> None:
    first, _last = subject_of(entry).year(entry.year)
    if not first <= on <= timezone.localdate():
        expected = Both(f"từ {first:%d/%m/%Y} đến hôm nay", f"{first} to today")
        raise refusal("TCH-002", f"{on:%d/%m/%Y}", expected, "ngày không hợp lệ", "no such day")


def _lacks_number(entry: Entry, number: str, rating: str) -> bool:
    bad_rating = rule_sets()[entry.rule].is_rated and dimensions()["rating"].member(rating) is None
    return not squeeze(number) or bad_rating


def _something_missing() -> Refusal:
    expected = Both("số quyết định, xếp loại; không công nhận thì lý do", "number and rating, or a reason")
    return refusal("TCH-008", "", expected, "thiếu số quyết định, xếp loại hoặc lý do", "something is missing")


def subject_of(entry: Entry) -> Subject:
    """How the entry's kind is reviewed under its set."""
    return rule_sets()[entry.rule].subjects[entry.kind]


def _check_draft(draft: EntryDraft, name: str) -> None:
    rule: RuleSet | None = rule_sets().get(draft.rule)
    if rule is None or draft.kind not in rule.subjects or not rule.holds_in(draft.year):
        expected = Both("bộ tiêu chí, đối tượng và năm còn dùng", "a set, subject and year in use")
        read = f"{draft.rule}, {draft.kind}, {draft.year}"
        raise refusal("TCH-001", read, expected, "không có bộ tiêu chí này", "there is no such set")
    first, last = rule.subjects[draft.kind].year(draft.year)
    if timezone.localdate() < first:
        expected = Both(f"kỳ {first:%d/%m/%Y} – {last:%d/%m/%Y} đã bắt đầu", f"a year that has begun, {first} – {last}")
        raise refusal("TCH-002", str(draft.year), expected, "chưa đến kỳ", "the year has not begun")
    known = {number for kind, number in sorts() if kind == draft.kind}
    if known and (draft.sort not in known or sorts()[draft.kind, draft.sort][1]):
        expected = Both(f"đối tượng thuộc diện xét theo {rule.basis.vi}", f"a sort reviewed under {rule.basis.en}")
        read = sorts()[draft.kind, draft.sort][0] if draft.sort in known else str(draft.sort)
        raise refusal("TCH-003", read, expected, "không thuộc diện xét", "excluded from review")
    if draft.kind != COMMUNE and not 0 < len(name) <= 120:
        expected = Both("tên, tối đa 120 chữ", "a name of at most 120 letters")
        raise refusal("TCH-004", str(len(name)), expected, "tên không hợp lệ", "no such name")
    _check_texts(name)


def _kept(by: User, id: int, state: State) -> Entry:
    entry = _locked(by, id)
    if not policies.may_keep(by, entry):
        raise not_theirs(str(id))
    _check_state(entry, state)
    return entry


def _locked(by: User, id: int) -> Entry:
    queries.entry_get(by=by, id=id)
    Entry.objects.select_for_update().get(pk=id)
    return queries.entry_get(by=by, id=id)


def _check_state(entry: Entry, *allowed: State) -> None:
    if entry.state not in allowed:
        expected = Both("bước hợp với tình trạng hiện nay", "a step that its state allows")
        read = State(entry.state).name.lower()
        raise refusal("TCH-007", read, expected, "không làm được bước này", "not in this state")


def _check_reason(reason: str) -> None:
    if not squeeze(reason):
        raise refusal("TCH-008", "", Both("lý do ngắn", "a short reason"), "phải có lý do", "a reason is needed")


def _check_texts(*texts: str) -> None:
    found = naming_problems(Both("tên, lý do, số văn bản", "name, reason, number"), *[text for text in texts if text])
    if found:
        raise Refusal(found)


def _stepped(
    by: User, entry: Entry, deed: Deed, *, on: date | None = None, document: str = "", reason: str = ""
) -> Entry:
    entry.version += 1
    _record(by, entry, deed, on or timezone.localdate(), squeeze(document)[:60], squeeze(reason)[:200])
    entry.save()
    return entry


def _record(by: User, entry: Entry, deed: Deed, on: date, document: str = "", reason: str = "") -> None:
    _check_texts(document, reason)
    told = {"deed": deed, "on": on, "document": document, "reason": reason}
    EntryStep.objects.create(entry=entry, version=entry.version, recorded_by=by, recorded_at=timezone.now(), **told)
