"""Asking a body to look at its source book, taking that back, and answering from the closed list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from chungtay.kernel.errors import Both, NotAllowed, Refusal
from chungtay.results.analysis.bookchecks.finding import proposals_for
from chungtay.results.analysis.bookchecks.queries import check_get, is_officer
from chungtay.results.analysis.models import Answer, BookCheck

if TYPE_CHECKING:
    from datetime import date

    from chungtay.reference.actors.models import User
    from chungtay.results.analysis.bookchecks.finding import Proposal

_WHERE = Both("đề nghị đối chiếu sổ gốc", "request to look at the source book")


def check_ask(*, by: User, key: str, today: date) -> BookCheck:
    """Ask what the work list proposes under a key. NotAllowed KP-403 for an account of a commune; Refusals KP-021 where
    the list no longer holds it, KP-022 where it is asked already."""
    if not is_officer(by) or by.body.place.level == "commune":
        raise _not_allowed("KP-403", "tài khoản này không hỏi xã", "this account asks no communes")
    proposal = next((one for one in proposals_for(by, today).listed if one.key == key), None)
    if proposal is None:
        raise Refusal.of(
            "KP-021",
            _WHERE,
            read=key[:60],
            todo=Both("mở lại danh sách", "open the list again"),
            vi="số liệu đã đổi, danh sách không còn dòng này",
            en="figures have changed and the list no longer holds this line",
        )
    return check_keep(by=by, proposal=proposal)


def check_keep(*, by: User, proposal: Proposal) -> BookCheck:
    """Keep a question to a body that reports to the account's own. NotAllowed KP-403 for any other; Refusal KP-022."""
    if not is_officer(by) or proposal.body.parent_id != by.body_id:
        raise _not_allowed("KP-403", "đơn vị này không báo cáo cho bạn", "this body does not report to yours")
    told = [
        {"test": signal.test, "vi": signal.why.vi, "en": signal.why.en, "about": list(about)}
        for signal, about in zip(proposal.signals, proposal.about, strict=True)
    ]
    figures = {
        "months": [[month.start.isoformat(), month.end.isoformat()] for month in proposal.months],
        "lines": [[code, list(texts)] for code, texts in proposal.lines],
    }
    try:
        with transaction.atomic():
            return BookCheck.objects.create(
                place=proposal.place,
                body=proposal.body,
                start=proposal.period.start,
                end=proposal.period.end,
                regime=proposal.period.regime.value,
                tests=[signal.test for signal in proposal.signals],
                told=told,
                figures=figures,
                asked_by=by,
                asking_body=by.body,
            )
    except IntegrityError:
        raise Refusal.of("KP-022", _WHERE, vi="kỳ này đã được hỏi", en="this period was asked about already") from None


def check_take_back(*, by: User, id: int) -> BookCheck:
    """Take a question back before it is answered. NotAllowed KP-405 for one out of sight, KP-403 for whoever did not
    ask; Refusal KP-023 for an answered one."""
    found = check_get(by, id)
    if found.asking_body_id != by.body_id:
        raise _not_allowed("KP-403", "chỉ nơi hỏi mới rút được", "only who asked takes it back")
    if found.answer:
        raise Refusal.of("KP-023", _WHERE, vi="đã có câu trả lời", en="it has been answered")
    if found.taken_back_at is None:
        found.taken_back_at = timezone.now()
        found.save(update_fields=["taken_back_at"])
    return found


def check_answer(*, by: User, id: int, answer: str) -> BookCheck:
    """Say what the source book says; an answer may be changed, or taken back with ''. NotAllowed KP-405 for one out of
    sight, KP-403 for whoever was not asked; Refusals KP-024 for another word, KP-025 for a question taken back."""
    found = check_get(by, id)
    if found.body_id != by.body_id:
        raise _not_allowed("KP-403", "chỉ nơi được hỏi mới trả lời", "only who was asked answers")
    if answer not in Answer.values:
        raise Refusal.of("KP-024", _WHERE, read=answer[:20], vi="không có lựa chọn này", en="there is no such choice")
    if found.taken_back_at is not None:
        raise Refusal.of("KP-025", _WHERE, vi="đề nghị đã được rút", en="the request was taken back")
    found.answer = answer
    found.answered_by, found.answered_at = (by, timezone.now()) if answer else (None, None)
    found.save(update_fields=["answer", "answered_by", "answered_at"])
    return found


def _not_allowed(code: str, vi: str, en: str) -> NotAllowed:
    refusal = NotAllowed.of(code, _WHERE, vi=vi, en=en)
    assert isinstance(refusal, NotAllowed)
    return refusal
