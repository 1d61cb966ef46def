"""Requests to look at the source book: what a province could ask, what it asked, and what a body answers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chungtay.faces.desk import bookchecks as shown
from chungtay.faces.desk.audience import REPORTERS, DeskRequest, audience
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.tables import csv_file
from chungtay.faces.desk.telling import language, telling
from chungtay.kernel.numbers import number_words
from chungtay.reference.places.queries import place_label
from chungtay.results.analysis.bookchecks import queries, services
from chungtay.results.analysis.bookchecks.finding import may_ask, proposals_for
from chungtay.results.analysis.bookchecks.national import nation_screened, sees_nation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chungtay.reference.actors.models import User


@audience(*REPORTERS)
def book_checks(request: DeskRequest) -> HttpResponse:
    """The page of both sides: what can be asked and was asked, or what one is asked."""
    user = request.user
    given = queries.checks_asked_by(user)
    found = proposals_for(user, timezone.localdate())
    records = queries.records_of_tests()
    just = request.GET.get("hoi", "")
    context = {
        "section": "board",
        "crumbs": [(reverse("board"), _("Bảng theo dõi"))],
        "may_ask": may_ask(user),
        "asks": user.body.place.level != "commune",
        "sees_nation": sees_nation(user),
        "proposals": found,
        "proposed": _proposed(user),
        "asked": shown.asked(given, user),
        "asked_of": shown.asked(queries.checks_asked_of(user), user),
        "answers": [(value, words) for value, words in shown.ANSWERS.items() if value],
        "records": [shown.Tried(record) for record in records],
        "retired": [shown.TESTS[record.test] for record in records if record.is_retired],
        "innocent": number_words(Decimal(str(round(found.expected_false, 2))), language()),
        "needed": queries.ANSWERS_NEEDED,
        "just": given.filter(pk=just, answer="").first() if is_id(just) else None,
    }
    return render(request, "desk/book_checks.html", context)


@audience(*REPORTERS)
def book_checks_nation(request: DeskRequest) -> HttpResponse:
    """For the centre: which provinces stand out. Everybody else reads that the page is not theirs."""
    user = request.user
    found = nation_screened(user, timezone.localdate())
    provinces = [shown.ProvinceShown(one) for one in found.provinces] if found else []
    context = {
        "section": "board",
        "crumbs": [(reverse("board"), _("Bảng theo dõi")), (reverse("book_checks"), _("Đề nghị đối chiếu"))],
        "allowed": sees_nation(user),
        "nation": found,
        "provinces": provinces,
        "out": [one for one in provinces if one.stands_out],
        "innocent": number_words(Decimal(str(round(found.expected_false))), language()) if found else "",
    }
    return render(request, "desk/book_checks_nation.html", context)


def _proposed(user: User) -> list[shown.Shown]:
    """Lines of the work list that were not asked yet."""
    listed = proposals_for(user, timezone.localdate()).listed
    known = queries.asked_already(user, (one.body.pk for one in listed))
    return [
        shown.proposed(one) for one in listed if (one.body.pk, str(one.period.start), str(one.period.end)) not in known
    ]


@audience(*REPORTERS)
def book_checks_csv(request: DeskRequest) -> HttpResponse:
    """What could be asked, was asked and is asked of one, line by line as a file."""
    heads = (_("Địa bàn"), _("Kỳ"), _("Lý do"), _("Đã hỏi lúc"), _("Trả lời"))
    return csv_file("de-nghi-doi-chieu", heads, _file_lines(request.user))


def _file_lines(user: User) -> Iterator[list[str]]:
    tongue = language()
    both = (*queries.checks_asked_by(user), *queries.checks_asked_of(user))
    for one in (*_proposed(user), *shown.asked(both, user)):
        reasons = "; ".join(f"{title}: {why}" for title, why, _names in one.reasons)
        when = f"{timezone.localtime(one.check.asked_at):%d/%m/%Y %H:%M}" if one.check else ""
        answer = str(one.answer) if one.check else ""
        yield [place_label(one.place, tongue), one.period.label(tongue), reasons, when, answer]


@audience(*REPORTERS)
@require_POST
def book_check_ask(request: DeskRequest) -> HttpResponse:
    """Ask one line of the work list; the page that follows offers to take it back."""
    with telling(request):
        key = request.POST.get("dong", "")
        made = services.check_ask(by=request.user, key=key, today=timezone.localdate())
        return redirect(f"{reverse('book_checks')}?hoi={made.pk}")
    return redirect("book_checks")


@audience(*REPORTERS)
@require_POST
def book_check_take_back(request: DeskRequest, id: int) -> HttpResponse:
    """Take a question back that has no answer yet."""
    queries.check_get(request.user, id)
    with telling(request):
        services.check_take_back(by=request.user, id=id)
        messages.success(request, _("Đã rút đề nghị."))
    return redirect("book_checks")


@audience(*REPORTERS)
@require_POST
def book_check_answer(request: DeskRequest, id: int) -> HttpResponse:
    """Say what the book says."""
    queries.check_get(request.user, id)
    with telling(request):
        found = services.check_answer(by=request.user, id=id, answer=request.POST.get("tra-loi", ""))
        said = {
            "error": _("Đã ghi: sổ gốc khác số đã báo cáo. Mở báo cáo để đính chính."),
            "as_reported": _("Đã ghi: sổ gốc đúng như đã báo cáo."),
            "": _("Đã bỏ câu trả lời."),
        }
        messages.success(request, said[found.answer])
    return redirect("book_checks")
