"""What an activity must be before it is written down."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from chungtay.gathering.registers.activities.kinds import ActivityKind, kinds, partners
from chungtay.gathering.registers.activities.models import State
from chungtay.gathering.registers.activities.refusals import problem
from chungtay.kernel.errors import Both, Problem
from chungtay.kernel.text import squeeze
from chungtay.reference.sources.masking import naming_problems

if TYPE_CHECKING:
    from chungtay.gathering.registers.activities.types import ActivityDraft

FIRST_DAY = date(2000, 1, 1)
FURTHEST = timedelta(days=400)
MOST_PARTICIPATIONS = 1_000_000
MOST_AMOUNT = 10**13
LONGEST_TITLE, LONGEST_VENUE, LONGEST_REASON = 120, 80, 200


def draft_problems(draft: ActivityDraft, state: State) -> list[Problem]:
    """All that is wrong with a draft in this state; empty where it may be kept."""
    kind = kinds().get(draft.kind)
    if kind is None or (kind.until is not None and draft.on > kind.until):
        expected = Both("một loại trong danh sách, còn dùng vào ngày đó", "a kind of the list, in use on that day")
        return [problem("HDG-001", str(draft.kind), expected, "không có loại hoạt động này", "there is no such kind")]
    found = _day_problems(draft, kind, state) + _place_problems(draft)
    found += _count_problems(draft, state) + _choice_problems(draft, kind)
    return found + (_bare_problems(draft, kind) if kind.counts_alone else text_problems(draft.title, draft.venue))


def _day_problems(draft: ActivityDraft, kind: ActivityKind, state: State) -> list[Problem]:
    today = timezone.localdate()
    read = f"{draft.on:%d/%m/%Y}"
    if not FIRST_DAY <= draft.on <= today + FURTHEST:
        expected = Both("từ năm 2000 đến 400 ngày tới", "from the year 2000 to 400 days ahead")
        return [problem("HDG-002", read, expected, "ngày không hợp lệ", "the day cannot be right")]
    if state == State.HELD and draft.on > today:
        expected = Both("hôm nay hoặc trước đó; ngày sau thì ghi là dự kiến", "today or earlier; plan it if later")
        return [problem("HDG-003", read, expected, "chưa đến ngày", "the day has not come")]
    if state == State.PLANNED and not kind.future:
        expected = Both("ghi khi đã làm", "written down once it was done")
        return [problem("HDG-004", kind.vi, expected, "loại này không lập dự kiến", "this kind is not planned ahead")]
    return []


def _place_problems(draft: ActivityDraft) -> list[Problem]:
    place, village = draft.place, draft.village
    found = []
    begun = place.valid_from is None or place.valid_from <= draft.on
    if not begun or (place.valid_to is not None and draft.on > place.valid_to):
        expected = Both("địa bàn có vào ngày đó", "a place that was there on that day")
        read = f"{place.full_name}, {draft.on:%d/%m/%Y}"
        found.append(problem("HDG-005", read, expected, "ngày đó không có địa bàn này", "not there that day"))
    if place.level == "village":
        expected = Both("xã, và thôn ở ô riêng", "the commune, and the village in its own field")
        found.append(problem("HDG-006", place.full_name, expected, "địa bàn phải từ xã trở lên", "a commune or larger"))
    if village is not None and (village.level != "village" or village.parent_id != place.pk):
        expected = Both(f"một thôn của {place.full_name}", f"a village of {place.full_name}")
        found.append(problem("HDG-006", village.full_name, expected, "thôn không thuộc xã này", "not of this commune"))
    return found


def _count_problems(draft: ActivityDraft, state: State) -> list[Problem]:
    found = []
    if draft.participations is not None and not 0 <= draft.participations <= MOST_PARTICIPATIONS:
        expected = Both("0 đến 1.000.000 lượt người", "0 to 1,000,000 people")
        read = str(draft.participations)
        found.append(problem("HDG-007", read, expected, "số lượt người không hợp lệ", "no such number of people"))
    if draft.amount is not None and not 0 <= draft.amount <= MOST_AMOUNT:
        expected = Both("số tiền bằng đồng", "an amount in đồng")
        found.append(problem("HDG-007", str(draft.amount), expected, "số tiền không hợp lệ", "no such amount"))
    if state == State.PLANNED and (draft.participations is not None or draft.amount is not None):
        expected = Both("để trống đến khi đã diễn ra", "empty until it was held")
        read = str(draft.participations if draft.participations is not None else draft.amount)
        found.append(problem("HDG-008", read, expected, "chưa diễn ra thì chưa có kết quả", "it was not held yet"))
    return found


def _choice_problems(draft: ActivityDraft, kind: ActivityKind) -> list[Problem]:
    found = []
    dimension = kind.dimension
    if draft.part and (dimension is None or dimension.member(draft.part) is None):
        expected = Both("một mục của loại hoạt động này", "a member of this kind's list")
        found.append(problem("HDG-009", draft.part, expected, "không có mục này", "there is no such member"))
    if unknown := [key for key in draft.partners if key not in partners()]:
        expected = Both("tổ chức trong danh sách", "organisations of the list")
        found.append(problem("HDG-009", ", ".join(unknown)[:80], expected, "không có tổ chức này", "no such partner"))
    if draft.amount is not None and not kind.amount:
        expected = Both("loại có ghi kinh phí", "a kind that tells what was spent")
        found.append(problem("HDG-009", str(draft.amount), expected, "loại này không ghi kinh phí", "no amount here"))
    return found


def _bare_problems(draft: ActivityDraft, kind: ActivityKind) -> list[Problem]:
    """Support for people is kept as counts: a place that is smaller than a commune, or a title, may tell whom."""
    if not (draft.village or draft.title or draft.venue):
        return []
    expected = Both(
        "chỉ ngày, xã, số lượt và kinh phí; không thôn, tên, nơi họp",
        "day, commune, numbers and amount alone; no village, title or venue",
    )
    return [problem("HDG-010", kind.vi, expected, "loại này chỉ ghi số đếm", "only counts are kept of this kind")]


def text_problems(*texts: str) -> list[Problem]:
    """Why a title or venue may not be kept: too long (HDG-011), or it may name or lead to a person (NGUON-106)."""
    where = Both("tên, nơi tổ chức", "title, venue")
    limits = (LONGEST_TITLE, LONGEST_VENUE)
    found = [
        problem("HDG-011", f"{len(text)}", Both(f"tối đa {most} ký tự", f"{most} signs at most"), "quá dài", "too long")
        for text, most in zip(texts, limits, strict=False)
        if len(text) > most
    ]
    return found + naming_problems(where, *[text for text in texts if text])


def reason_problems(reason: str) -> list[Problem]:
    """Why a reason may not be kept: empty or too long (HDG-012), or it may name a person (NGUON-106)."""
    said = squeeze(reason)
    if not 0 < len(said) <= LONGEST_REASON:
        expected = Both("lý do ngắn, tối đa 200 ký tự", "a short reason, 200 signs at most")
        return [problem("HDG-012", str(len(said)), expected, "phải có lý do", "a reason is needed")]
    return naming_problems(Both("lý do", "reason"), said)
