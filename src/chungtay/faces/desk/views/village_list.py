"""The villages of one's own commune, to look at: searched, sorted, and as a file. Who keeps the list does so in
`villages`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay.faces.desk.audience import REPORTERS, DeskRequest, audience
from chungtay.faces.desk.paging import matching, paged
from chungtay.faces.desk.tables import csv_file
from chungtay.kernel.text import match_key
from chungtay.reference.actors.policies import may_keep_villages
from chungtay.reference.actors.villages import bodies_of_villages
from chungtay.reference.places import queries as places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.reference.places.models import Place, PlaceName

CSV_HEAD = ("ma", "ten", "ma_co_quan", "tu_ngay", "den_ngay", "tinh_trang", "ten_va_xa_truoc_day")
FAR = date.max


@dataclass(frozen=True)
class Line:
    """A village, the body that reports for it, what it was before, and whether it is there."""

    village: Place
    body_code: str
    before: tuple[str, ...]
    state: str

    @property
    def text(self) -> str:
        """What a search looks through."""
        return " ".join((self.village.full_name, self.village.code, self.body_code, *self.before))


@audience(*REPORTERS)
def village_list(request: DeskRequest) -> HttpResponse:
    """The villages that the account's commune has and had."""
    commune, asked = request.user.body.place, _asked(request)
    lines = _lines(commune)
    page = paged(request, _chosen(lines, **asked))
    context = {
        "section": "lists",
        "crumbs": [(reverse("lists"), _("Danh mục"))],
        "commune": commune,
        "count": sum(line.state == "there" for line in lines),
        "lines": list(page),
        "is_any": bool(lines),
        "words": _words(),
        "csv": f"{reverse('village_csv')}?{request.GET.urlencode()}",
        "may_keep": may_keep_villages(request.user, commune),
        **asked,
    }
    return render(request, "desk/village_list.html", context | page.context)


@audience(*REPORTERS)
def village_csv(request: DeskRequest) -> HttpResponse:
    """The list as a file that spreadsheets open; narrowed and sorted as the page is."""
    commune, rows = request.user.body.place, []
    for line in _chosen(_lines(commune), **_asked(request)):
        dates = [day.isoformat() if day else "" for day in (line.village.valid_from, line.village.valid_to)]
        row = (line.village.code, line.village.full_name, line.body_code, *dates)
        rows.append((*row, _words()[line.state], "; ".join(line.before)))
    return csv_file(f"thon-{commune.code}", CSV_HEAD, rows)


def _asked(request: DeskRequest) -> dict[str, str]:
    """What the address narrows and sorts by."""
    names = {"search": "tim", "state": "tinh-trang", "order": "xep"}
    return {name: request.GET.get(word, "").strip() for name, word in names.items()}


def _words() -> dict[str, str]:
    return {"there": _("đang có"), "ended": _("đã kết thúc"), "unsettled": _("chưa rõ về xã nào")}


def _lines(commune: Place) -> list[Line]:
    """All of them, in the order in which they were registered; none where the account's body is not of a commune."""
    if commune.level != "commune":
        return []
    today, held = timezone.localdate(), places.villages_of(commune)
    names, bodies = places.village_names(held), bodies_of_villages(held)
    unsettled = {stranded.village.pk for stranded in places.villages_stranded(today, commune)}
    found = []
    for village in held:
        before = tuple(_told(version, commune) for version in names.get(village.pk, [])[:-1])
        is_over = village.valid_to is not None and village.valid_to < today
        state = "ended" if is_over else "unsettled" if village.pk in unsettled else "there"
        found.append(Line(village, bodies[village.pk].code if village.pk in bodies else "", before, state))
    return found


def _told(version: PlaceName, commune: Place) -> str:
    """An earlier name; with the commune where that was another."""
    of = version.parent
    return version.full_name if of is None or of.pk == commune.pk else f"{version.full_name}, {of.full_name}"


def _chosen(lines: Sequence[Line], search: str, state: str, order: str) -> list[Line]:
    found = [line for line in matching(lines, search, lambda line: line.text) if not state or line.state == state]
    if order == "ten":
        return sorted(found, key=lambda line: match_key(line.village.name))
    if order == "ngay":
        return sorted(found, key=lambda line: (line.village.valid_from or FAR, line.village.code))
    return found
