"""The register of activities: its list, its calendar, one more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chungtay.faces.desk import activities as shown
from chungtay.faces.desk.audience import READERS, REPORTERS, DeskRequest, audience, is_among
from chungtay.faces.desk.registerlists import as_file, leading
from chungtay.faces.desk.telling import language, problems, sentence
from chungtay.gathering.registers.activities import policies, queries, series, services
from chungtay.gathering.registers.activities.kinds import kind_keyed, kinds, kinds_on, partners
from chungtay.gathering.registers.activities.queries import State, Step
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.periods import calendar_month
from chungtay.reference.places.queries import place_label

if TYPE_CHECKING:
    from chungtay.faces.desk.activities import Asked
    from chungtay.gathering.registers.activities.kinds import ActivityKind
    from chungtay.gathering.registers.lists.exporting import Cell
    from chungtay.reference.actors.models import User

FILES = ("csv", "xlsx")
HEAD = (
    *("id", "phien_ban", "ngay", "gio", "loai", "noi_dung", "tinh", "dia_ban", "thon", "noi_to_chuc", "co_quan"),
    *("phoi_hop", "luot_nguoi", "kinh_phi_dong", "tinh_trang", "so_lieu_gia_dinh"),
)


@audience(*READERS)
def activities(request: DeskRequest) -> HttpResponse:
    """The list, narrowed and a page at a time; `dang` gives it as a file."""
    user, today = request.user, timezone.localdate()
    told = shown.asked(user, request.GET)
    if request.GET.get("dang") in FILES:
        return _as_file(request, told)
    page = queries.activities_page(
        user,
        told.sieve,
        after=request.GET.get("sau", ""),
        before=request.GET.get("truoc", ""),
        forward=told.forward,
    )
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi"))],
        "asked": told,
        "lines": [shown.line_of(user, row, today) for row in page.rows],
        "counts": _counts(user, told) if not told.view else [],
        "waiting_here": len(queries.waiting(user, today)) if is_among(user, REPORTERS) else 0,
        "kinds": [(kind.key, kind.name(language())) for kind in kinds().values()],
        "views": shown.VIEWS.items(),
        "may_write": policies.may_register(user, user.body.place),
        **leading(request, page),
    }
    return render(request, "desk/activities.html", context)


def _counts(user: User, told: Asked) -> list[dict[str, Any]]:
    return [
        {"kind": kinds()[c.kind], "name": kinds()[c.kind].name(language()), "count": c}
        for c in queries.kind_counts(user, told.sieve)
    ]


def _as_file(request: DeskRequest, told: Asked) -> HttpResponse:
    try:
        rows = _rows(request.user, told)
        return as_file(request.GET["dang"], "hoat-dong", _("Hoạt động"), HEAD, rows)
    except Refusal as refusal:
        messages.error(request, sentence(refusal.problems[0]))
        return redirect("activities")


def _rows(user: User, told: Asked) -> Iterator[list[Cell]]:
    tongue, today = language(), timezone.localdate()
    for row in queries.rows_of(user, told.sieve):
        line = shown.line_of(user, row, today)
        yield [
            row.pk,
            row.version,
            row.on,
            row.hour.strftime("%H:%M") if row.hour else "",
            line.kind.name(tongue),
            row.title or shown.part_words(row),
            place_label(row.province, tongue) if row.province else "",
            place_label(row.place, tongue),
            line.village,
            line.where,
            row.body.name_vi if tongue == "vi" else row.body.name_en,
            "; ".join(partners()[key].name(tongue) for key in row.partners if key in partners()),
            row.participations,
            row.amount,
            str(line.state_words),
            _("có") if row.is_illustration else "",
        ]


@audience(*READERS)
def activity_calendar(request: DeskRequest) -> HttpResponse:
    """A month: what was held and what is planned, day by day."""
    first = _month(request.GET.get("thang", ""))
    kind = kind_keyed(request.GET.get("loai", ""))
    weeks = shown.month_days(request.user, first.year, first.month, kind)
    before = date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
    after = date(first.year + (first.month == 12), first.month % 12 + 1, 1)
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("activities"), _("Hoạt động"))],
        "first": first,
        "title": calendar_month(first.year, first.month).label(language()),
        "weeks": weeks,
        "is_empty": not any(day.lines or day.counts for week in weeks for day in week),
        "day_names": [date_format(day.on, "D") for day in weeks[0]],
        "before": f"{before:%Y-%m}",
        "after": f"{after:%Y-%m}",
        "this": f"{timezone.localdate():%Y-%m}",
        "kind": kind,
        "kinds": [(k.key, k.name(language())) for k in kinds().values()],
        "may_write": policies.may_register(request.user, request.user.body.place),
    }
    return render(request, "desk/activity_calendar.html", context)


def _month(text: str) -> date:
    """The first day of the month that an address names; this month where it names none."""
    year, _dash, month = text.partition("-")
    is_month = len(text) == 7 and text.isascii() and year.isdigit() and month.isdigit()
    if is_month and 2000 <= int(year) <= 2099 and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    return timezone.localdate().replace(day=1)


@audience(*REPORTERS)
def activity_new(request: DeskRequest) -> HttpResponse:
    """One more: first its kind (`loai`), then the little that is asked of the kind."""
    user = request.user
    kind = kind_keyed(request.POST.get("loai", "") or request.GET.get("loai", ""))
    if not policies.may_register(user, user.body.place):
        raise PermissionDenied
    if kind is None:
        return _choice(request)
    form = shown.ActivityForm(request.POST) if request.method == "POST" else None
    told: list[Any] = []
    if form is not None and form.is_valid():
        try:
            return _written(request, kind, form.cleaned_data)
        except NotAllowed as refusal:
            told = problems(refusal)
        except Refusal as refusal:
            told = problems(refusal)
    day = request.GET.get("ngay", "")
    begun = shown.ActivityForm(initial={"on": _day(day), "partners": []})
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("activities"), _("Hoạt động"))],
        "form": form or begun,
        "problems": told,
        "is_new": True,
        **shown.form_choices(user, kind, user.body.place),
    }
    return render(request, "desk/activity_new.html", context, status=422 if told or (form and form.errors) else 200)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


def _choice(request: DeskRequest) -> HttpResponse:
    latest = queries.latest_of_body(request.user)
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("activities"), _("Hoạt động"))],
        "kinds": [(kind, kind.name(language())) for kind in kinds_on(timezone.localdate())],
        "latest": latest.kind if latest else None,
        "day": request.GET.get("ngay", ""),
    }
    return render(request, "desk/activity_kinds.html", context)


def _written(request: DeskRequest, kind: ActivityKind, data: dict[str, Any]) -> HttpResponse:
    """What lies ahead is planned, all else was held; what comes again is planned from its first day."""
    draft = shown.draft_typed(request.user, kind, data)
    if data["step"]:
        made = series.series_begin(by=request.user, draft=draft, step=Step(data["step"]), last=data["last"])
        messages.success(request, _("Đã lập loạt hoạt động. Mỗi lần diễn ra, hãy ghi kết quả."))
        return redirect("activity", queries.first_of_series(made).pk)
    state = State.PLANNED if draft.on > timezone.localdate() else State.HELD
    row = services.activity_register(by=request.user, draft=draft, state=state)
    said = _("Đã ghi hoạt động.") if state == State.HELD else _("Đã ghi dự kiến.")
    messages.success(request, said)
    return redirect("activity", row.pk)
