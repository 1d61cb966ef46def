"""The overview: one page of a body for who leads it and one for its officers, arranged by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chungtay.faces.desk import overview as composing
from chungtay.faces.desk.audience import READERS, REPORTERS, DeskRequest, audience
from chungtay.faces.desk.dues import dues_of
from chungtay.faces.desk.telling import language, telling
from chungtay.faces.desk.views.home import tasks
from chungtay.reference.indicators.queries import indicators_all
from chungtay.results.analysis.dashboards import services
from chungtay.results.analysis.dashboards.blocks import OF_ONE, Block, BlockKind, Page
from chungtay.results.analysis.dashboards.queries import arranged

if TYPE_CHECKING:
    from chungtay.faces.desk.overview import Overview

_PAGES = {"lanh-dao": Page.LEADER, "can-bo": Page.OFFICER}
_WAITING = 5


@audience(*READERS)
def overview(request: DeskRequest) -> HttpResponse:
    """What the body's page shows today; with `sua` also how it is arranged."""
    key, page = _page(request.GET.get("trang", ""), request)
    found = arranged(request.user.body, page)
    step = request.GET.get("buoc", "thang" if page is Page.OFFICER else "")
    made = composing.Overview(request.user, timezone.localdate(), step, found.blocks)
    may_arrange = request.user.role in REPORTERS
    arranging = may_arrange and "sua" in request.GET
    context = {
        "section": "overview",
        "page": key,
        "pages": [("lanh-dao", _("Lãnh đạo")), ("can-bo", _("Cán bộ"))],
        "place": request.user.body.place,
        "overview": made,
        "steps": _steps(made.step),
        "blocks": [_block(number, block, made, request) for number, block in enumerate(found.blocks)],
        "may_arrange": may_arrange,
        "arranging": arranging,
        "layout": found.layout,
        "kinds": [(str(kind), _kinds()[kind]) for kind in BlockKind],
        "indicators": _indicators() if arranging else [],
        "today": timezone.localdate(),
    }
    return render(request, "desk/overview.html", context)


@audience(*REPORTERS)
@require_POST
def overview_arrange(request: DeskRequest) -> HttpResponse:
    """One deed of arranging: a block more, less, up or down."""
    key, page = _page(request.POST.get("trang", ""), request)
    at, deed = request.POST.get("o", ""), request.POST.get("viec", "")
    number = int(at) if at.isascii() and at.isdigit() and len(at) < 4 else -1
    by = request.user
    with telling(request):
        if deed == "them":
            codes = [code for code in request.POST.getlist("chi-tieu") if code]
            services.block_add(by=by, page=page, kind=request.POST.get("loai", ""), indicators=codes)
        elif deed == "bo":
            services.block_remove(by=by, page=page, at=number, code=request.POST.get("chi-tieu", ""))
        elif deed in ("len", "xuong"):
            services.block_move(by=by, page=page, at=number, up=deed == "len")
    return redirect(_back(key, arranging=True))


@audience(*REPORTERS)
@require_POST
def overview_undo(request: DeskRequest) -> HttpResponse:
    """Back to how the page was."""
    key, page = _page(request.POST.get("trang", ""), request)
    with telling(request):
        undone = services.layout_undo(by=request.user, page=page)
        messages.success(request, _("Đã hoàn lại cách sắp xếp trước.") if undone else _("Không còn gì để hoàn lại."))
    return redirect(_back(key, arranging=True))


def _page(asked: str, request: DeskRequest) -> tuple[str, Page]:
    """The page that was asked for; else that of the account's work."""
    usual = "can-bo" if request.user.role == "reporter" else "lanh-dao"
    key = asked if asked in _PAGES else usual
    return key, _PAGES[key]


def _back(key: str, *, arranging: bool) -> str:
    return f"{reverse('overview')}?trang={key}{'&sua=1' if arranging else ''}"


def _block(number: int, block: Block, made: Overview, request: DeskRequest) -> dict[str, Any]:
    found: dict[str, Any] = {"number": number, "kind": str(block.kind), "name": _kinds()[block.kind]}
    if block.kind is BlockKind.HEADLINES:
        found["headlines"] = made.headlines(block.indicators)
    elif block.kind in OF_ONE:
        found["looked"] = made.looked(block)
        found["codes"] = block.indicators
    elif block.kind is BlockKind.COMPLETENESS:
        found["reported"] = made.reported()
    elif block.kind is BlockKind.ASK:
        found["asks"] = made.asks()
    else:
        user = request.user
        listed = tasks(user, dues_of(user, timezone.localdate()) if user.role == "reporter" else [])
        found |= {"tasks": listed[:_WAITING], "more": max(0, len(listed) - _WAITING)}
    return found


def _kinds() -> dict[BlockKind, str]:
    return {
        BlockKind.HEADLINES: _("Số chính"),
        BlockKind.COMPLETENESS: _("Báo cáo đã nhận"),
        BlockKind.LINE: _("Diễn biến"),
        BlockKind.BARS: _("Theo địa bàn"),
        BlockKind.MAP: _("Bản đồ"),
        BlockKind.ASK: _("Cần hỏi"),
        BlockKind.WAITING: _("Việc đang chờ"),
    }


def _steps(chosen: str) -> list[tuple[str, str, bool]]:
    words = (_("Năm"), _("Quý"), _("Tháng"), _("Giai đoạn"))
    return [(key, word, key == chosen) for key, word in zip(composing.STEPS, words, strict=True)]


def _indicators() -> list[tuple[str, str]]:
    listed = ((item.code, item.name(language())) for item in indicators_all())
    return sorted(listed, key=lambda item: item[1].casefold())
