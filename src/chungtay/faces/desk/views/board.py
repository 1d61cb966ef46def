"""The board: who has reported, on time, late, returned; as a table, a map and a file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay.faces.desk import boardlines as shown
from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.boardlines import Asked, Group, Line
from chungtay.faces.desk.boardmap import Area, Spot, country_map, province_map
from chungtay.faces.desk.dues import written
from chungtay.faces.desk.paging import paged
from chungtay.faces.desk.showing import in_language
from chungtay.faces.desk.tables import csv_file
from chungtay.faces.desk.telling import language
from chungtay.gathering.approval.board import State, Unit, reminded_by
from chungtay.reference.places.queries import places_by_id

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from chungtay.reference.places.models import Place

PAGE_LENGTH = 150
"""A province has at most 168 communes: nearly always its board is one page."""
CSV_HEAD = ("ma", "dia_ban", "tinh", "co_quan", "bieu_mau", "ky", "han", "tinh_trang", "ngay_nhan", "dung_han")
REFORM = date(2025, 7, 1)
"""From this day on the map has 34 provinces."""


@audience(*READERS)
def board(request: DeskRequest) -> HttpResponse:
    """One form and period in detail, and the twelve periods up to it at a glance."""
    told = shown.asked(request.user, request.GET.get("mau", ""), request.GET.get("ky", ""), timezone.localdate())
    if told is None:
        return render(request, "desk/board.html", {"section": "board", "told": None})
    province = shown.province_in_view(told, request.GET.get("dia-ban", ""))
    narrowed = {name: request.GET.get(name, "").strip() for name in ("tinh-trang", "tim", "xep")}
    units = shown.units_in(told, province)
    by_province = province is None and _is_of_the_country(request, told)
    groups = shown.groups_of(told, units) if by_province else []
    context = _head(request, told, province, units, narrowed) | {
        "map": _map(request, told, province, units, groups),
        "by_grade": bool(groups),
    }
    if by_province and not any(narrowed.values()):
        context |= {"groups": groups}
    else:
        chosen = shown.chosen_units(told, units, narrowed["tinh-trang"], narrowed["tim"], narrowed["xep"])
        page = paged(request, chosen, PAGE_LENGTH)
        lines = shown.lines_of(told, request.user, page)
        days = {line.deadline for line in lines}
        context |= {
            "lines": lines,
            "deadline": days.pop() if len(days) == 1 else None,
            "kept": [(name, request.GET[name]) for name in (*narrowed, "trang") if request.GET.get(name)],
            **page.context,
        }
    return render(request, "desk/board.html", context)


def _is_of_the_country(request: DeskRequest, told: Asked) -> bool:
    """Whether units are counted by province first: for who sees the whole country's communes. A form that provinces owe
    has a line for each already."""
    return request.user.body.place.level == "country" and any(p.level != "province" for p in told.places.values())


def _head(
    request: DeskRequest, told: Asked, province: Place | None, units: list[Unit], narrowed: dict[str, str]
) -> dict[str, object]:
    """What the page is about, its totals, and the states one may narrow it to."""
    at = province.key if province else None
    count = told.board.count(told.position, units)
    words = shown.state_words()
    numbers = {
        State.OVERDUE: count.overdue,
        State.RETURNED: count.returned,
        State.WAITING: count.waiting,
        State.APPROVED: count.approved,
        State.NOT_YET_DUE: count.not_yet_due,
    }
    chosen = narrowed["tinh-trang"]
    sieve = [
        (str(s), words[s], n, shown.SIGNS[s], told.address(**{"dia-ban": at, "tinh-trang": s}))
        for s, n in numbers.items()
    ]
    return {
        "section": "board",
        "told": told,
        "count": count,
        "province": province,
        "sieve": sieve,
        "grades": _grades(),
        "late": (count.late, told.address(**{"dia-ban": at, "tinh-trang": "late"})),
        "all": told.address(**{"dia-ban": at}),
        "up": told.address(),
        "state": chosen,
        "search": narrowed["tim"],
        "order": narrowed["xep"],
        "before": told.before and told.address(ky=told.before, **{"dia-ban": at}),
        "after": told.after and told.address(ky=told.after, **{"dia-ban": at}),
        "heads": [(period, told.address(ky=written(period), **{"dia-ban": at})) for period in told.board.periods[::-1]],
        "written": written(told.period),
        "remind_all": _remind_all(request, told, units, at),
        "csv": reverse("board_csv") + told.address(**{"dia-ban": at, "tinh-trang": chosen, "tim": narrowed["tim"]}),
    }


def _remind_all(request: DeskRequest, told: Asked, units: list[Unit], at: str | None) -> str:
    """Where all who are late are reminded; "" where the account may remind none of them."""
    below = reminded_by(request.user)
    late = (told.board.cells[unit][told.position].state is State.OVERDUE and unit.body_id in below for unit in units)
    return reverse("board_remind_all") + told.address(**{"dia-ban": at}) if any(late) else ""


def _grades() -> list[tuple[str, str]]:
    """How provinces are filled, in words."""
    return [
        ("good", _("từ 90%")),
        ("fair", _("từ 75% đến dưới 90%")),
        ("poor", _("dưới 75%")),
        ("open", _("còn trong hạn")),
        ("not_owed", _("không phải báo cáo")),
    ]


def _map(
    request: DeskRequest, told: Asked, province: Place | None, units: list[Unit], groups: list[Group]
) -> SafeString | None:
    """The provinces of the country, or the units of one province; none for a commune."""
    within = province or request.user.body.place
    title = f"{in_language(told.form)}, {told.period.label(language())}: {shown.place_words(within)}"
    if within.level == "province":
        return province_map(within.vintage, within.code, tuple(_spots(told, units)), title, language())
    if within.level != "country":
        return None
    vintage = "2025" if told.period.end >= REFORM else "2013"
    if groups:
        areas = [_group_area(told, group) for group in groups if group.place.vintage == vintage]
    else:
        areas = [Area(told.places[u.place_id].code, *_unit_words(told, u)) for u in units]
    return country_map(vintage, tuple(areas), title, language())


def _spots(told: Asked, units: list[Unit]) -> list[Spot]:
    found = []
    for unit in units:
        place, cell = told.places[unit.place_id], told.board.cells[unit][told.position]
        if place.lon is not None and place.lat is not None and cell.state is not State.NOT_OWED:
            found.append(Spot(place.lon, place.lat, *_unit_words(told, unit)))
    return found


def _unit_words(told: Asked, unit: Unit) -> tuple[str, str, str]:
    """How a unit is filled on the map, what is said of it, where it leads."""
    cell = told.board.cells[unit][told.position]
    address = reverse("batch", args=[cell.batch_id]) if cell.batch_id else f"#u{unit.place_id}"
    return cell.state, f"{shown.place_words(told.places[unit.place_id])}: {shown.cell_words(cell)}", address


def _group_area(told: Asked, group: Group) -> Area:
    said = _("%(received)d/%(expected)d báo cáo đã nhận") % {
        "received": group.count.received,
        "expected": group.count.expected,
    }
    words = f"{shown.place_words(group.place)}: {said}"
    return Area(group.place.code, group.count.grade or "not_owed", words, told.address(**{"dia-ban": group.place.key}))


@audience(*READERS)
def board_csv(request: DeskRequest) -> HttpResponse:
    """The period in detail as a file that spreadsheets open; narrowed as the page is."""
    told = shown.asked(request.user, request.GET.get("mau", ""), request.GET.get("ky", ""), timezone.localdate())
    rows: list[list[str]] = []
    if told is not None:
        province = shown.province_in_view(told, request.GET.get("dia-ban", ""))
        state, search = request.GET.get("tinh-trang", ""), request.GET.get("tim", "")
        units = shown.chosen_units(told, shown.units_in(told, province), state, search, "")
        lines = shown.lines_of(told, request.user, units)
        provinces = places_by_id({pk for line in lines if (pk := shown.province_id_of(line.place))})
        rows = [_csv_row(told, line, provinces) for line in lines]
    name = f"bang-theo-doi-{told.form.code}-{told.period.end}" if told else "bang-theo-doi"
    return csv_file(name, CSV_HEAD, rows)


def _csv_row(told: Asked, line: Line, provinces: dict[int, Place]) -> list[str]:
    province = provinces.get(shown.province_id_of(line.place) or 0)
    cell = line.cell
    in_time = "" if cell.on_time is None else _("có") if cell.on_time else _("không")
    return [
        line.place.code,
        shown.place_words(line.place),
        shown.place_words(province) if province else "",
        in_language(line.body) if line.body else "",
        in_language(told.form),
        told.period.label(language()),
        line.deadline.isoformat() if line.deadline else "",
        shown.state_words()[cell.state],
        cell.sent_on.isoformat() if cell.sent_on else "",
        in_time,
    ]
