"""Where a kind of model works: communes with a known point against the communes in force on a day, map and table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay.faces.desk import pointwords
from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.boardmap import Area, Spot, country_map, province_map
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.registerlists import as_file, leading
from chungtay.faces.desk.telling import language
from chungtay.faces.desk.views.groups import DayForm
from chungtay.faces.desk.views.points import place_asked
from chungtay.gathering.registers.community import queries as community
from chungtay.gathering.registers.lists.keyset import Slice
from chungtay.kernel.errors import Refusal
from chungtay.reference.places.queries import place_label, places_by_id
from chungtay.reference.places.units import REFORM

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse
    from django.utils.safestring import SafeString

    from chungtay.gathering.registers.community.models import ModelKind
    from chungtay.gathering.registers.community.queries import Covered, Share
    from chungtay.gathering.registers.lists.exporting import Cell
    from chungtay.reference.places.models import Place

GOOD, FAIR = 90, 50
"""Per cent of communes from which a province is filled as good or fair; the aim is every one."""
SILENT = "not_owed"
_WHOLE: Slice[Covered] = Slice([], "", "")
"""The page has all rows: nothing is before or after it."""


@dataclass(frozen=True)
class _Told:
    """What the page is about."""

    within: Place
    on: date
    kind: ModelKind | None

    def address(self, place: Place | None = None) -> str:
        """The same page about another place."""
        query = {"ngay": self.on.isoformat()}
        query |= {"loai": str(self.kind.pk)} if self.kind else {}
        query |= {"dia-ban": place.key} if place else {}
        return f"?{urlencode(query)}"


@audience(*READERS)
def points_coverage(request: DeskRequest) -> HttpResponse:
    """The coverage of the country by province, or of one province by commune."""
    user = request.user
    form = DayForm(request.GET)
    today = timezone.localdate()
    on = min((form.cleaned_data.get("ngay") if form.is_valid() else None) or today, today)
    within = place_asked(user, request.GET.get("dia-ban", "")) or user.body.place
    told = _Told(within, on, _kind(request))
    found = community.coverage(user, within=within, on=on, kind=told.kind)
    is_country = within.level == "country"
    shares = _shares(found, on) if is_country else []
    if request.GET.get("dang") in ("csv", "xlsx"):
        return _as_file(request, found, shares)
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("points"), _("Điểm mô hình"))],
        "told": told,
        "on": on,
        "kinds": [k for k in community.kinds_offered(user) if not k.is_sensitive],
        "communes": len(found),
        "covered": sum(row.known > 0 for row in found),
        "unknown_only": sum(row.known == 0 and row.unknown > 0 for row in found),
        "shares": [(share, told.address(share.place), filled(share)) for share in shares],
        "rows": [] if is_country else sorted(found, key=_order),
        "up": told.address() if within.pk != user.body.place_id else "",
        "map": _map(told, found, shares),
        "is_country": is_country,
        "grades": [
            ("good", _("từ 90% số xã")),
            ("fair", _("từ 50% số xã")),
            ("poor", _("dưới 50% số xã")),
            (SILENT, _("sổ chưa có điểm nào")),
        ],
        **leading(request, _WHOLE),
        "unknown_after": community.UNKNOWN_AFTER_MONTHS,
    }
    return render(request, "desk/point_coverage.html", context)


def _kind(request: DeskRequest) -> ModelKind | None:
    """The kind that the address names; a sensitive one has no map, and is as if it were not named."""
    text = request.GET.get("loai", "")
    if not is_id(text):
        return None
    try:
        found = community.kind_get(int(text))
    except Refusal:
        return None
    return None if found.is_sensitive else found


def _shares(found: list[Covered], on: date) -> list[Share]:
    is_old = on < REFORM
    ids = {(r.place.legacy_province_id if is_old else r.place.home_province_id) for r in found}
    provinces = places_by_id(pk for pk in ids if pk is not None)
    return sorted(community.shares(found, provinces, on_old_map=is_old), key=lambda share: share.place.code)


def _order(row: Covered) -> tuple[bool, bool, str]:
    """Communes without any point first: that is where there is something to do."""
    return row.known > 0, row.unknown > 0, row.place.name


def filled(share: Share) -> str:
    """How a share of communes is filled. Where the register holds no working point, nobody may have written any: that
    is not a zero."""
    if share.rate is None or not (share.covered or share.unknown_only):
        return SILENT
    return "good" if share.rate >= GOOD else "fair" if share.rate >= FAIR else "poor"


def fill(row: Covered) -> str:
    """How a commune is filled: with a known point, with unknown ones alone, without any."""
    return "approved" if row.known else "waiting" if row.unknown else "not_yet_due"


def _map(told: _Told, found: list[Covered], shares: list[Share]) -> SafeString | None:
    kind = pointwords.kind_words(told.kind) if told.kind else _("Mọi loại mô hình")
    title = f"{kind}, {place_label(told.within, language())}"
    if told.within.level == "country":
        vintage = "2013" if told.on < REFORM else "2025"
        areas = (Area(s.place.code, filled(s), _share_words(s), told.address(s.place)) for s in shares)
        return country_map(vintage, tuple(areas), title, language())
    if told.within.level != "province":
        return None
    spots = (
        Spot(r.place.lon, r.place.lat, fill(r), _row_words(r), f"#u{r.place.pk}")
        for r in found
        if r.place.lon is not None and r.place.lat is not None
    )
    return province_map(told.within.vintage, told.within.code, tuple(spots), title, language())


def _as_file(request: DeskRequest, found: list[Covered], shares: list[Share]) -> HttpResponse:
    """The rows of the page: provinces of the country, else communes."""
    tongue = language()
    head = [_("Mã"), _("Địa bàn"), _("Xã"), _("Xã có điểm"), _("Chỉ có điểm chưa rõ"), _("Điểm đang hoạt động")]
    rows: list[list[Cell]] = [
        [s.place.code, place_label(s.place, tongue), s.communes, s.covered, s.unknown_only, s.points] for s in shares
    ] or [
        [r.place.code, place_label(r.place, tongue), 1, int(r.known > 0), int(not r.known and r.unknown > 0), r.known]
        for r in found
    ]
    return as_file(request.GET["dang"], "do-phu", _("Độ phủ mô hình"), head, rows)


def _share_words(share: Share) -> str:
    said = _("%(covered)d/%(communes)d xã có điểm đang hoạt động")
    return f"{place_label(share.place, language())}: " + said % {"covered": share.covered, "communes": share.communes}


def _row_words(row: Covered) -> str:
    said = _("%(known)d điểm đang hoạt động, %(unknown)d chưa rõ") % {"known": row.known, "unknown": row.unknown}
    return f"{place_label(row.place, language())}: {said}"
