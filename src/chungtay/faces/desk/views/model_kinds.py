"""Kinds of models: how many points each has, and which of them are proposed to be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chungtay import flow
from chungtay.faces.desk.audience import READERS, Audience, DeskRequest, audience
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.pointwords import kind_words
from chungtay.faces.desk.registerlists import as_file
from chungtay.faces.desk.telling import language, telling
from chungtay.gathering.approval import policies as approval
from chungtay.gathering.programmes.queries import programmes_followed
from chungtay.gathering.registers.community import queries as community
from chungtay.gathering.registers.community import services
from chungtay.kernel.errors import Both, Refusal, side
from chungtay.kernel.periods import calendar_year
from chungtay.results.analysis.studies.queries import labels_by_kind

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

    from chungtay.gathering.registers.lists.exporting import Cell

HEAD = ("loai", "dang_hoat_dong", "hieu_qua", "chua_ro")


@audience(*READERS)
def model_kinds(request: DeskRequest) -> HttpResponse:
    """All kinds with their points in the territory, also as a file; pairs that look alike, for whom may decide."""
    user, today = request.user, timezone.localdate()
    known = {kind.pk: kind for kind in community.kinds_in_use(named=True)}
    rows = community.totals_by_kind(user, today)
    counted = {pk: known + unknown for pk, known, _effective, unknown in rows}
    sees = community.sees_kinds_of(user)
    unused = [kind for pk, kind in known.items() if pk not in counted and (sees or not kind.is_sensitive)]
    offered = {kind.pk for kind in community.kinds_offered(user)}
    told = {kind: side(label.words, language()) for kind, label in labels_by_kind(user).items()}
    if request.GET.get("dang") in ("csv", "xlsx"):
        cells: list[list[Cell]] = [[kind_words(known.get(pk or 0)), *counts] for pk, *counts in rows]
        return as_file(request.GET["dang"], "loai-mo-hinh", _("Các loại mô hình"), HEAD, cells)
    context = {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("points"), _("Điểm mô hình"))],
        "lines": [(known.get(pk or 0), *counts, told.get(pk or 0)) for pk, *counts in rows],
        "unused": [kind for kind in unused if kind.pk in offered],
        "may_report": told != {} and approval.may_freeze(user, user.body.place),
        "pairs": [
            (pair, counted.get(pair.newer_id, 0), counted.get(pair.older_id, 0)) for pair in community.likenesses(user)
        ],
        "unitings": community.unitings(user),
    }
    return render(request, "desk/model_kinds.html", context)


@audience(Audience.APPROVER)
@require_POST
def kinds_unite(request: DeskRequest) -> HttpResponse:
    """One kind is another one, or the two are said to differ."""
    with telling(request):
        if request.POST.get("do") == "apart":
            services.kinds_part(by=request.user, likeness_id=_number(request.POST, "pair"))
            messages.success(request, _("Đã ghi là hai loại khác nhau."))
        else:
            gone, into = (community.kind_get(_number(request.POST, name)) for name in ("gone", "into"))
            united = services.kinds_unite(by=request.user, gone=gone, into=into)
            messages.success(request, _("Đã gộp loại; %(n)d điểm chuyển theo.") % {"n": united.points})
    return redirect("model_kinds")


@audience(Audience.APPROVER)
@require_POST
def uniting_undo(request: DeskRequest, id: int) -> HttpResponse:
    """Take two united kinds apart again."""
    with telling(request):
        moved = services.uniting_undo(by=request.user, id=id)
        messages.success(request, _("Đã tách lại thành hai loại; %(n)d điểm trở về.") % {"n": moved})
    return redirect("model_kinds")


@audience(Audience.APPROVER)
@require_POST
def what_we_know(request: DeskRequest) -> HttpResponse:
    """The yearly report of what is known of the models' effects: freezes the figures of the last whole year and writes
    it, in one click. Pages, Word and the way to its issue are those of any other review."""
    user = request.user
    with telling(request):
        programme = next(iter(programmes_followed(user)), None)
        if programme is None:
            raise _no_programme()
        year = calendar_year(timezone.localdate().year - 1)
        snapshot = flow.snapshot_freeze(by=user, programme=programme, place=user.body.place, period=year)
        made = flow.review_compose(by=user, snapshot=snapshot, kind="known")
        messages.success(request, _("Đã chốt số liệu và lập báo cáo. Hãy đọc và bổ sung trước khi dùng."))
        return redirect("review", made.pk)
    return redirect("model_kinds")


def _no_programme() -> Refusal:
    return Refusal.of(
        "HIEUQUA-027",
        Both("Báo cáo điều biết được", "Report of what is known"),
        expected=Both("một chương trình phối hợp của cơ quan", "a coordination programme of the body"),
        todo=Both("ghi chương trình phối hợp trước", "register the programme first"),
        vi="cơ quan chưa có chương trình phối hợp nào",
        en="the body has no coordination programme",
    )


def _number(data: QueryDict, name: str) -> int:
    text = data.get(name, "")
    return int(text) if is_id(text) else 0
