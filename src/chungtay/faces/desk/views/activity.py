"""One activity: what it was, what became of it, its documents, and all that is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay import flow_attaching
from chungtay.faces.desk import activities as shown
from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.forms import MEGABYTE
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.telling import language, problems
from chungtay.gathering.registers.activities import policies, queries, series, services
from chungtay.gathering.registers.activities.kinds import kinds, partners
from chungtay.gathering.registers.activities.queries import Deed, State
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.reference.sources import queries as sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from chungtay.gathering.registers.activities.models import Activity

DEEDS = {
    Deed.PLANNED: gettext_lazy("Dự kiến"),
    Deed.HELD: gettext_lazy("Ghi đã diễn ra"),
    Deed.CANCELLED: gettext_lazy("Không tổ chức"),
    Deed.CORRECTED: gettext_lazy("Sửa"),
    Deed.STRUCK: gettext_lazy("Gạch bỏ"),
    Deed.UNDONE: gettext_lazy("Lấy lại bản trước"),
}


@audience(*READERS)
def activity(request: DeskRequest, id: int) -> HttpResponse:
    """The page; a POST does what `do` names, and tells what was wrong with it on the same page."""
    found = queries.activity_get(by=request.user, id=id)
    form: shown.ActivityForm | None = None
    told: list[Any] = []
    if request.method == "POST":
        if not policies.may_keep(request.user, found):
            raise PermissionDenied
        form = shown.ActivityForm(request.POST) if request.POST.get("do") == "correct" else None
        try:
            if form is None or form.is_valid():
                messages.success(request, _done(request, found, form))
                return _back(request, found)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            told = problems(refusal)
        found = queries.activity_get(by=request.user, id=id)
    status = 422 if told or form else 200
    return render(request, "desk/activity.html", _context(request, found, form, told), status=status)


def _back(request: DeskRequest, found: Activity) -> HttpResponse:
    """To the list whence a result was ticked off, else to the page itself."""
    if request.POST.get("ve") == "cho-ghi":
        return redirect(f"{reverse('activities')}?xem=cho-ghi")
    return redirect("activity", found.pk)


def _done(request: DeskRequest, found: Activity, form: shown.ActivityForm | None) -> str:
    deeds: dict[str, Callable[[DeskRequest, Activity], str]] = {
        "hold": _hold,
        "call_off": _call_off,
        "strike": _strike,
        "undo": _undo,
        "end_series": _end_series,
        "attach": _attach,
        "detach": _detach,
    }
    if form is not None:
        return _correct(request, found, form)
    return deeds.get(request.POST.get("do", ""), _nothing)(request, found)


def _nothing(request: DeskRequest, found: Activity) -> str:
    raise PermissionDenied


def _hold(request: DeskRequest, found: Activity) -> str:
    counted = {name: _number(request.POST.get(name, "")) for name in ("participations", "amount")}
    services.activity_hold(by=request.user, id=found.pk, **counted)
    return _("Đã ghi: hoạt động đã diễn ra.")


def _number(text: str) -> int | None:
    """Digits with or without marks between; nothing where nobody counted, -1 (which is refused) for anything else."""
    bare = "".join(text.split()).replace(".", "").replace(",", "")
    if not bare:
        return None
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 16 else -1


def _correct(request: DeskRequest, found: Activity, form: shown.ActivityForm) -> str:
    data = form.cleaned_data
    if not data["place"].strip():
        data["place"] = found.place.full_name
    draft = shown.draft_typed(request.user, kinds()[found.kind], data)
    services.activity_correct(by=request.user, id=found.pk, draft=draft, reason=data["reason"])
    return _("Đã sửa. Bản trước vẫn còn trong lịch sử.")


def _call_off(request: DeskRequest, found: Activity) -> str:
    services.activity_call_off(by=request.user, id=found.pk, reason=request.POST.get("reason", ""))
    return _("Đã ghi: không tổ chức.")


def _strike(request: DeskRequest, found: Activity) -> str:
    services.activity_strike(by=request.user, id=found.pk, reason=request.POST.get("reason", ""))
    return _("Đã gạch bỏ. Hoạt động này không được đếm nữa; có thể lấy lại.")


def _undo(request: DeskRequest, found: Activity) -> str:
    services.activity_undo(by=request.user, id=found.pk)
    return _("Đã lấy lại bản trước.")


def _end_series(request: DeskRequest, found: Activity) -> str:
    if found.series_id is None:
        raise PermissionDenied
    after = max(found.on, timezone.localdate())
    n = series.series_end(by=request.user, id=found.series_id, after=after)
    return _("Đã dừng loạt: %(n)d lần sau đó không tổ chức.") % {"n": n}


def _attach(request: DeskRequest, found: Activity) -> str:
    file = request.FILES.get("file")
    flow_attaching.activity_attach(
        by=request.user,
        id=found.pk,
        content=file.read() if file is not None else b"",
        filename=(file.name if file is not None else "") or "?",
        size=(file.size if file is not None else None) or 0,
        number=request.POST.get("number", ""),
    )
    return _("Đã đính kèm tài liệu.")


def _detach(request: DeskRequest, found: Activity) -> str:
    text = request.POST.get("document", "")
    services.document_remove(by=request.user, id=found.pk, document_id=int(text) if is_id(text) else 0)
    return _("Đã gỡ tài liệu khỏi hoạt động này.")


def _context(request: DeskRequest, found: Activity, form: shown.ActivityForm | None, told: list[Any]) -> dict[str, Any]:
    user, today = request.user, timezone.localdate()
    kind = kinds()[found.kind]
    may_keep = policies.may_keep(user, found)
    versions = queries.versions_of(found)
    documents = [(one, sources.may_open(user, one.source)) for one in queries.documents_of(found)]
    return {
        "section": "registers",
        "crumbs": [(reverse("registers"), _("Sổ theo dõi")), (reverse("activities"), _("Hoạt động"))],
        "row": found,
        "line": shown.line_of(user, found, today),
        "part": shown.part_words(found),
        "partners": [partners()[key].name(language()) for key in found.partners if key in partners()],
        "may_keep": may_keep,
        "may_change": may_keep and found.state in (State.PLANNED, State.HELD),
        "is_planned": found.state == State.PLANNED,
        "is_struck": found.state == State.STRUCK,
        "is_open": found.state == State.PLANNED and found.on <= today,
        "documents": documents,
        "most_megabytes": settings.MAX_UPLOAD_BYTES // MEGABYTE,
        "history": _history(found, versions),
        "left": queries.series_left(found.series, max(found.on, today)) if found.series and may_keep else 0,
        "form": form or shown.ActivityForm(initial=shown.typed_of(found)),
        "is_correcting": form is not None,
        "problems": told,
        **shown.form_choices(user, kind, found.place),
    }


def _history(found: Activity, versions: list[Any]) -> list[dict[str, Any]]:
    """The steps of the row, latest first: the row itself is the last of them."""
    told = [(v, v.told["participations"]) for v in versions]
    return [
        {"version": one.version, "deed": DEEDS[Deed(one.deed)], "of": one, "participations": people}
        for one, people in [(found, found.participations), *told]
    ]
