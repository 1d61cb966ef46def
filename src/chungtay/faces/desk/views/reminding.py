"""Reminding from the board: of one report that is missing, or, after a look at whom it reaches, of all late ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from chungtay.faces.desk import boardlines as shown
from chungtay.faces.desk.audience import REPORTERS, DeskRequest, audience
from chungtay.faces.desk.dues import written
from chungtay.faces.desk.telling import telling
from chungtay.gathering.approval.mailing import mail_is_on
from chungtay.gathering.approval.reminding import (
    MOST_AT_ONCE,
    Reach,
    RemindedOf,
    body_remind,
    check_remind,
    late_remind,
    late_reports,
)
from chungtay.kernel.errors import Refusal
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.actors.queries import body_get
from chungtay.reference.places.queries import place_get

if TYPE_CHECKING:
    from chungtay.faces.desk.boardlines import Asked
    from chungtay.reference.actors.models import Body
    from chungtay.reference.places.models import Place


@audience(*REPORTERS)
@require_POST
def board_remind(request: DeskRequest) -> HttpResponse:
    """Write to the reporters of a body that a report of theirs is missing."""
    user, back = request.user, reverse("board") + "?" + _back(request, "mau", "ky", "tinh-trang", "tim", "xep", "trang")
    try:
        place, body = place_get(request.POST.get("dia-ban", "")), body_get(request.POST.get("co-quan", ""))
    except Refusal as refusal:
        raise Http404 from refusal
    if not sees_place(user, place):
        raise Http404
    with telling(request):
        check_remind(user, body)
        sent = _reminded(request, place, body)
        message = ngettext("Đã gửi thư nhắc tới %(n)d hộp thư.", "Đã gửi thư nhắc tới %(n)d hộp thư.", sent)
        messages.success(request, message % {"n": sent})
    return redirect(f"{back}#u{place.pk}")


def _reminded(request: DeskRequest, place: Place, body: Body) -> int:
    """How many mails went out about the form and period that were asked for."""
    told = _told(request)
    return body_remind(by=request.user, body=body, form=told.form, place=place, period=told.period, now=timezone.now())


def _told(request: DeskRequest) -> Asked:
    """The board of just the form and period that were sent. Refusal BANLAM-405 where there is none."""
    asked = (request.POST.get("mau", ""), request.POST.get("ky", ""))
    told = shown.asked(request.user, *asked, timezone.localdate())
    if told is None or (told.form.code, written(told.period)) != asked:
        raise Refusal.of("BANLAM-405", _("Kỳ"), read=asked[1][:30], vi="không có kỳ này", en="there is no such period")
    return told


@audience(*REPORTERS)
def board_remind_all(request: DeskRequest) -> HttpResponse:
    """Who is late with a form and period, and whom a mail would reach now; then, once that was seen, the mails."""
    if request.method == "POST":
        with telling(request):
            _say(request, late_remind(**_late(request, _told(request), request.POST.get("dia-ban", ""))))
        return redirect(reverse("board") + "?" + _back(request, "mau", "ky", "dia-ban"))
    told = shown.asked(request.user, request.GET.get("mau", ""), request.GET.get("ky", ""), timezone.localdate())
    at = request.GET.get("dia-ban", "")
    late = late_reports(**_late(request, told, at)) if told else []
    context = {
        "section": "board",
        "told": told,
        "province": shown.province_in_view(told, at) if told else None,
        "written": written(told.period) if told else "",
        "late": late,
        "most": MOST_AT_ONCE,
        "is_on": mail_is_on(),
        "crumbs": [(reverse("board") + "?" + request.GET.urlencode(), _("Bảng theo dõi"))],
        "groups": [(reach, words, [one for one in late if one.reach == reach]) for reach, words in _reaches()],
    }
    return render(request, "desk/board_remind_all.html", context)


def _late(request: DeskRequest, told: Asked, key: str) -> dict[str, Any]:
    """Whose reports are meant, as `late_reports` asks for it: those of the whole board, or of one province."""
    places = {unit.place_id for unit in shown.units_in(told, shown.province_in_view(told, key))}
    return {"by": request.user, "form": told.form, "period": told.period, "within": places, "now": timezone.now()}


def _reaches() -> list[tuple[Reach, str]]:
    return [
        (Reach.TO_WRITE, _("Sẽ nhận thư nhắc")),
        (Reach.BEFORE, _("Hôm nay đã nhắc")),
        (Reach.QUIET, _("Đang trong giờ yên lặng")),
        (Reach.NO_MAILBOX, _("Chưa khai hộp thư, hãy gọi điện")),
    ]


def _say(request: DeskRequest, done: RemindedOf) -> None:
    """What became of the click; what went wrong as well."""
    if done.reports:
        said = ngettext("Đã nhắc %(n)d báo cáo, %(m)d thư.", "Đã nhắc %(n)d báo cáo, %(m)d thư.", done.reports)
        messages.success(request, said % {"n": done.reports, "m": done.mails})
    if done.failed:
        said = ngettext(
            "%(n)d báo cáo: máy chủ thư không nhận thư, có thể nhắc lại.",
            "%(n)d báo cáo: máy chủ thư không nhận thư, có thể nhắc lại.",
            done.failed,
        )
        messages.error(request, said % {"n": done.failed})
    if done.left:
        said = ngettext("Còn %(n)d báo cáo: nhắc lần nữa.", "Còn %(n)d báo cáo: nhắc lần nữa.", done.left)
        messages.warning(request, said % {"n": done.left})


def _back(request: DeskRequest, *names: str) -> str:
    return urlencode({name: request.POST[name] for name in names if request.POST.get(name)})
