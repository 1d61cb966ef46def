"""Tallies: the sheets of a month, one to count on, and what others may read of them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.forms import month_written, months_until
from chungtay.faces.desk.registerlists import as_file
from chungtay.faces.desk.telling import language, problems
from chungtay.gathering.registers.tallies import policies, queries, services
from chungtay.gathering.registers.tallies.layout import success_rate, topics
from chungtay.kernel.errors import NotAllowed, Refusal, side
from chungtay.kernel.numbers import number_words
from chungtay.reference.places.queries import place_label, places_by_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.utils.functional import Promise

    from chungtay.gathering.registers.lists.exporting import Cell
    from chungtay.gathering.registers.tallies.layout import Line, Measure, Topic
    from chungtay.gathering.registers.tallies.models import TallySheet
    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import User

HEAD = ("ky", "so_dem", "dia_ban", "xa_da_chot", "muc", "tong")
AXES = {1: gettext_lazy("theo loại"), 2: gettext_lazy("theo kênh")}
OF_DISPUTES = {1: gettext_lazy("theo loại"), 2: gettext_lazy("theo tổ chức")}
"""Disputes come by no channel: it is told who settled them."""
WHYS = {1: gettext_lazy("Đếm sai"), 2: gettext_lazy("Có thêm sau khi chốt"), 3: gettext_lazy("Ghi nhầm dòng")}


@audience(*READERS)
def tallies(request: DeskRequest) -> HttpResponse:
    """The sheets of a month (`ky`): those of the own commune, those below, or sums of provinces. A POST opens one;
    `dang` gives a file of what is shown."""
    user = request.user
    months = months_until(timezone.localdate())
    asked = request.POST.get("ky", "") or request.GET.get("ky", "")
    chosen = asked if asked in dict(months) else months[0][0]
    told: list[Any] = []
    if request.method == "POST" and request.POST.get("do") == "open" and policies.may_tally(user):
        try:
            return _opened(request, month_written(chosen))
        except Refusal as refusal:
            told = problems(refusal)
    period = month_written(chosen)
    own = _own(user, period) if policies.may_tally(user) else []
    below = _below(user, period) if user.body.place.level != "commune" else []
    if request.GET.get("dang") in ("csv", "xlsx"):
        rows = [*_own_rows(user, chosen, own), *_below_rows(chosen, below)]
        return as_file(request.GET["dang"], f"so-dem-{chosen}", _("Sổ đếm"), HEAD, rows)
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi"))],
        "months": months,
        "chosen": chosen,
        "period": period,
        "own": own,
        "below": below,
        "has_file": any(line["sheet"] and line["sheet"].confirmed_at for line in own) or any(t["rows"] for t in below),
        "is_commune": user.body.place.level == "commune",
        "problems": told,
    }
    return render(request, "desk/tallies.html", context, status=422 if told else 200)


def _own_rows(user: User, month: str, own: list[dict[str, Any]]) -> Iterator[list[Cell]]:
    """What the page shows of the own body's sheets: totals that were confirmed, nothing that is still counted."""
    place = place_label(user.body.place, language())
    for line in own:
        if line["sheet"] and line["sheet"].confirmed_at:
            yield from ([month, line["name"], place, None, name, total] for name, total in line["totals"])


def _below_rows(month: str, below: list[dict[str, Any]]) -> Iterator[list[Cell]]:
    """The same of the rows below, small ones as the page has them."""
    for topic in below:
        for place, number, totals in topic["rows"]:
            communes, named = number if topic["is_sums"] else None, place_label(place, language())
            for name, total in zip(topic["names"], totals, strict=True):
                yield [month, topic["name"], named, communes, name, total]


def _opened(request: DeskRequest, period: Period) -> HttpResponse:
    axis = request.POST.get("axis", "")
    number = int(axis) if axis in ("1", "2") else 0
    topic = request.POST.get("topic", "")
    sheet = services.sheet_open(by=request.user, topic=topic, period=period, axis=number)
    return redirect("tally", sheet.pk)


def _own(user: User, period: Period) -> list[dict[str, Any]]:
    held = queries.sheets_of_body(user, period)
    found = []
    for key, topic in topics().items():
        sheet = held.get(key)
        values = queries.values_of(sheet) if sheet else {}
        found.append(
            {
                "key": key,
                "name": side(topic.name, language()),
                "sheet": sheet,
                "axes": [(axis, _axis_words(topic, axis)) for axis in topic.axes],
                "totals": _totals(topic, topic.totals(values)) if sheet else [],
            }
        )
    return found


def _axis_words(topic: Topic, axis: int) -> Promise | str:
    words = OF_DISPUTES if topic.key == "disputes" else AXES
    return words[axis] if topic.members else ""


def _totals(topic: Topic, totals: Mapping[str, int | None]) -> list[tuple[str, str]]:
    """Each measure with its total, '<5' for one that is withheld."""
    shown = [(m, totals.get(m.key, 0)) for m in topic.measures]
    return [(side(m.name, language()), _words(total)) for m, total in shown]


def _words(total: int | None) -> str:
    return f"<{queries.THRESHOLD}" if total is None else number_words(total, language())


def _below(user: User, period: Period) -> list[dict[str, Any]]:
    """By topic: the communes below whose numbers the account may read, or sums of provinces."""
    found = []
    for key, topic in topics().items():
        names = [side(m.name, language()) for m in topic.measures]
        sheets = queries.sheets_below(user, key, period)
        rows = [(s.place, s.pk, [_words(t.get(m.key, 0)) for m in topic.measures]) for s, t in sheets]
        sums = queries.sums(user, key, period) if not rows else []
        places = places_by_id(s.province_id for s in sums)
        rows += [
            (places[s.province_id], s.communes, [_words(s.totals.get(m.key, 0)) for m in topic.measures]) for s in sums
        ]
        found.append({"name": side(topic.name, language()), "names": names, "rows": rows, "is_sums": bool(sums)})
    return found


@audience(*READERS)
def tally(request: DeskRequest, id: int) -> HttpResponse:
    """One sheet. Its own body counts on it; a POST does what `do` names."""
    sheet = queries.sheet_get(by=request.user, id=id)
    told: list[Any] = []
    if request.method == "POST":
        if not policies.may_keep(request.user, sheet):
            raise PermissionDenied
        try:
            return _done(request, sheet)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            told = problems(refusal)
    topic, values = topics()[sheet.topic], queries.values_of(sheet)
    totals = topic.totals(values)
    rate = success_rate(totals) if sheet.topic == "mediation" else None
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("tallies"), _("Sổ đếm"))],
        "sheet": sheet,
        "name": side(topic.name, language()),
        "axis": _axis_words(topic, sheet.axis),
        "blocks": [_block(topic, sheet, m, values, totals[m.key]) for m in topic.measures],
        "rate": number_words(Decimal(round(rate * 1000)) / 10, language()) if rate is not None else "",
        "is_open": sheet.confirmed_at is None and policies.may_keep(request.user, sheet),
        "has_ended": sheet.end <= timezone.localdate(),
        "may_redo": _may_redo(request.user, sheet),
        "whys": WHYS.items(),
        "why": WHYS.get(sheet.why, ""),
        "versions": [one for one in queries.versions_of(sheet) if one.pk != sheet.pk],
        "problems": told,
    }
    return render(request, "desk/tally.html", context, status=422 if told else 200)


def _block(topic: Topic, sheet: TallySheet, measure: Measure, values: Mapping[Line, int], total: int) -> dict[str, Any]:
    members = topic.members.get(sheet.axis, {})
    lines = [
        (f"{m}:{key}", side(members[key], language()) if key else "", value)
        for (m, key), value in values.items()
        if m == measure.key
    ]
    return {"name": side(measure.name, language()), "lines": lines, "total": total, "plain": measure.plain}


def _may_redo(user: User, sheet: TallySheet) -> bool:
    latest = queries.latest(sheet.topic, sheet.place_id, queries.period_of(sheet))
    is_latest = latest is not None and latest.pk == sheet.pk
    return sheet.confirmed_at is not None and is_latest and policies.may_keep(user, sheet)


def _done(request: DeskRequest, sheet: TallySheet) -> HttpResponse:
    by = request.user
    more, less = request.POST.get("more", ""), request.POST.get("less", "")
    if more or less:
        measure, _colon, member = (more or less).partition(":")
        services.tally_press(by=by, id=sheet.pk, measure=measure, member=member, less=bool(less))
        return redirect("tally", sheet.pk)
    match request.POST.get("do"):
        case "write":
            services.tally_write(by=by, id=sheet.pk, values=_typed(request))
            messages.success(request, _("Đã ghi."))
        case "confirm":
            services.tally_write(by=by, id=sheet.pk, values=_typed(request))
            services.sheet_confirm(by=by, id=sheet.pk)
            messages.success(request, _("Đã chốt số của kỳ."))
        case "redo":
            why = request.POST.get("why", "")
            made = services.sheet_redo(by=by, id=sheet.pk, why=int(why) if why in ("1", "2", "3") else 0)
            return redirect("tally", made.pk)
        case "discard":
            services.sheet_discard(by=by, id=sheet.pk)
            messages.success(request, _("Đã bỏ sổ chưa chốt."))
            return redirect("tallies")
        case _:
            raise PermissionDenied
    return redirect("tally", sheet.pk)


def _typed(request: DeskRequest) -> dict[Line, int]:
    """The numbers of the page; an empty field is a zero, what is no number is refused as one that is too large."""
    found = {}
    for key in request.POST:
        text = request.POST.get(key, "")
        if key.startswith("v:"):
            measure, _colon, member = key.removeprefix("v:").partition(":")
            bare = "".join(text.split()).replace(".", "").replace(",", "") or "0"
            found[measure, member] = int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 8 else 10**8
    return found
