"""The list of points of community models: narrowed, paged by where the last page ended, and as a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.faces.desk import pointwords
from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.registerlists import as_file
from chungtay.faces.desk.telling import language, sentence
from chungtay.gathering.registers.community import queries as community
from chungtay.gathering.registers.community.queries import SORTS, Asked, Lead, Standing
from chungtay.kernel.errors import Refusal
from chungtay.reference.places.queries import lies_within, place_get, place_label, places_in_force

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from chungtay.gathering.registers.community.models import ModelKind, ModelPoint
    from chungtay.gathering.registers.lists.exporting import Cell
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

LEGEND = (
    Standing.KNOWN,
    Standing.EFFECTIVE,
    Standing.UNKNOWN,
    Standing.COMING,
    Standing.DORMANT,
    Standing.ENDED,
)
ORDERS = {
    "ten": gettext_lazy("Theo tên"),
    "xac-nhan": gettext_lazy("Lâu chưa xác nhận trước"),
    "moi": gettext_lazy("Mới đăng ký trước"),
}
_RELATED = ("kind", "place", "province", "grade", "body")


@dataclass(frozen=True)
class Wanted:
    """What an address asks the list for."""

    asked: Asked
    order: str
    by: User
    on: date

    @property
    def is_narrowed(self) -> bool:
        """Whether the list is less than all there is."""
        return self.asked != Asked()


def wanted(request: DeskRequest) -> Wanted:
    """The list that the address asks for; what cannot be read narrows nothing."""
    get = request.GET
    standing, lead, kind = get.get("tinh-trang", ""), get.get("chu-tri", ""), get.get("loai", "")
    asked = Asked(
        standing=standing if standing in set(Standing) else "",
        kind=int(kind) if is_id(kind) else None,
        place=place_asked(request.user, get.get("dia-ban", "")),
        lead=lead if lead in Lead.values else "",
        search=get.get("tim", "").strip()[:80],
    )
    order = get.get("xep", "")
    return Wanted(asked, order if order in SORTS else "ten", request.user, timezone.localdate())


def place_asked(user: User, key: str) -> Place | None:
    """A province or commune of the account's territory; None for anything else."""
    if not key:
        return None
    try:
        found = place_get(key)
    except Refusal:
        return None
    fits = found.level in ("province", "commune") and lies_within(found, user.body.place)
    return found if fits else None


def kinds_shown(user: User) -> list[ModelKind]:
    """The kinds that an account may choose and filter by; sensitive ones in their commune alone."""
    return [k for k in community.kinds_offered(user) if not k.is_sensitive or community.sees_kinds_of(user)]


def places_offered(user: User) -> list[Place]:
    """What a list may be narrowed to: the provinces of the country, or the communes of a province."""
    own = user.body.place
    below = {"country": "province", "province": "commune"}.get(own.level)
    if below is None:
        return []
    found = places_in_force(own, level=below, since=timezone.localdate())
    return sorted(found, key=lambda place: place.name)


@audience(*READERS)
def points(request: DeskRequest) -> HttpResponse:
    """All points of the territory."""
    want = wanted(request)
    after, before = request.GET.get("sau", ""), request.GET.get("truoc", "")
    page = community.points_page(want.by, want.asked, want.on, sort=want.order, after=after, before=before)
    told = community.totals(want.by, want.on, want.asked.place)
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi"))],
        "lines": community.seen(want.by, page.rows, want.on),
        "want": want,
        "count": community.points_counted(want.by, want.asked, want.on)
        if want.is_narrowed
        else sum(told[s] for s in LEGEND if s is not Standing.EFFECTIVE),
        "legend": [(s, pointwords.STANDINGS[s], told[s], _address(request, **{"tinh-trang": s})) for s in LEGEND],
        "all": _address(request, **{"tinh-trang": ""}),
        "kinds": kinds_shown(want.by),
        "leads": pointwords.LEADS.items(),
        "orders": ORDERS.items(),
        "places": places_offered(want.by),
        "next": page.after and _address(request, sau=page.after),
        "previous": page.before and _address(request, truoc=page.before),
        "csv": reverse("points_file") + _address(request, dang="csv"),
        "xlsx": reverse("points_file") + _address(request, dang="xlsx"),
        "may_register": community.may_register(want.by, want.by.body.place),
        "unknown_after": community.UNKNOWN_AFTER_MONTHS,
        "left": _left(want),
    }
    return render(request, "desk/points.html", context)


def _left(want: Wanted) -> int:
    """How many points of split communes the account may settle."""
    if want.by.role == "partner" or want.by.body.level == "centre":
        return 0
    return sum(len(left.points) for left in community.points_left(want.by, want.on))


def _address(request: DeskRequest, **changed: str) -> str:
    """The same list with something changed; a page begins anew unless it is the page that is changed."""
    query = request.GET.copy()
    for name in ("sau", "truoc", "dang"):
        query.pop(name, None)
    for name, value in changed.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


@audience(*READERS)
def points_file(request: DeskRequest) -> HttpResponse:
    """The list, narrowed as the page is, as CSV or as a workbook; names kept from view are kept from it as well."""
    want = wanted(request)
    found = community.points_found(want.by, want.asked, want.on)
    kind = "xlsx" if request.GET.get("dang") == "xlsx" else "csv"
    try:
        return as_file(kind, "so-mo-hinh", _("Điểm mô hình"), _head(), _rows(want, found))
    except Refusal as refusal:
        return HttpResponse(sentence(refusal.problems[0]), status=422, content_type="text/plain; charset=utf-8")


def _head() -> list[str]:
    return [
        _("Số"),
        _("Tên điểm"),
        _("Loại mô hình"),
        _("Mã xã"),
        _("Xã"),
        _("Tỉnh"),
        _("Chủ trì"),
        _("Tình trạng"),
        _("Bước"),
        _("Từ ngày"),
        _("Ra mắt"),
        _("Biết đến ngày"),
        _("Xếp loại"),
        _("Ngày xếp loại"),
        _("Nhân rộng"),
        _("Cơ quan giữ sổ"),
        _("Phiên bản"),
        _("Ghi chú"),
    ]


def _rows(want: Wanted, found: Any) -> Iterator[list[Cell]]:
    rows: Iterator[ModelPoint] = found.select_related(*_RELATED).order_by("pk").iterator(chunk_size=2000)
    words = language()
    for point in rows:
        [line] = community.seen(want.by, [point], want.on)
        yield [
            point.pk,
            pointwords.point_words(line),
            pointwords.kind_words(line.kind),
            point.place.code,
            place_label(point.place, words),
            place_label(point.province, words) if point.province else "",
            str(pointwords.LEADS[point.lead]),
            str(pointwords.STANDINGS[line.standing]),
            pointwords.state_words(point.state),
            point.state_since,
            point.launched_on,
            point.known_on,
            "" if point.grade is None else point.grade.name_en if words == "en" else point.grade.name_vi,
            point.assessed_on,
            _("có") if point.is_replica else "",
            point.body.name_en if words == "en" else point.body.name_vi,
            point.version,
            _("số liệu giả định") if point.is_illustration else "",
        ]
