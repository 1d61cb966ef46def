"""Making public: the list, a new publication with what the rules will hide, the preview, and what is done with one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chungtay import flow_publishing
from chungtay.faces.desk import jobs
from chungtay.faces.desk import publishing as words
from chungtay.faces.desk.audience import READERS, Audience, DeskRequest, audience
from chungtay.faces.desk.forms import period_between
from chungtay.faces.desk.paging import Paged, paged
from chungtay.faces.desk.telling import language, problems, telling
from chungtay.kernel.errors import Both, Refusal, side
from chungtay.reference.indicators.catalogue import catalogue, cell_name
from chungtay.reference.places.queries import lies_within, place_get
from chungtay.results.publishing import queries as public
from chungtay.results.publishing.shelf import background, working
from chungtay.results.publishing.shelf import services as shelf
from chungtay.results.reviews.composition import Text
from chungtay.results.warehouse.queries import snapshot_get, snapshots_visible

if TYPE_CHECKING:
    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place
    from chungtay.results.publishing.models import Publication, PublicFigure
    from chungtay.results.publishing.shelf.lines import Line

MOST_LINES = 100_000
"""What is reckoned while somebody waits, some 4.000 lines a second; the worker does what is larger."""


@audience(*READERS)
def publications(request: DeskRequest) -> HttpResponse:
    """What is public of the territory; for approvers drafts and what waits for its hour too."""
    found: Paged[Publication] = paged(request, working.publications_of_territory(request.user))
    rows = [(item, working.state_of(item), words.STATES[working.state_of(item)]) for item in found]
    may_new = flow_publishing.may_publish(request.user, request.user.body.place)
    context = {"section": "publications", "rows": rows, "may_new": may_new, **found.context}
    return render(request, "desk/publications.html", context)


@audience(Audience.APPROVER)
def publication_new(request: DeskRequest) -> HttpResponse:
    """Choose; what the rules will hide is told beside each choice before anything is reckoned."""
    user = request.user
    may = flow_publishing.may_publish(user, user.body.place)
    if request.method == "POST" and not may:
        raise PermissionDenied
    given = request.POST if request.method == "POST" else request.GET
    snapshots = list(snapshots_visible(user).exclude(place__level="commune")[:50]) if may else []
    if not snapshots:
        nothing = {"section": "publications", "crumbs": [(reverse("publications"), _("Công bố"))], "may": may}
        return render(request, "desk/publication_new.html", nothing, status=422 if request.method == "POST" else 200)
    code = given.get("snapshot") or snapshots[0].code
    snapshot = snapshot_get(code, by=user)
    form = words.PublicationForm(_defaults(given, snapshot))
    told: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            terms = form.terms(snapshot, given.getlist("indicator"))
            made = flow_publishing.publication_prepare(by=user, terms=terms, most=MOST_LINES)
        except Refusal as refusal:
            told = problems(refusal)
        else:
            if not made.digest:
                jobs.publication_work.enqueue(made.pk)
                messages.success(request, _("Đợt công bố lớn: máy đang tính bản nháp, trang này báo khi xong."))
                return redirect("publication", made.pk)
            messages.success(request, _("Đã lập bản nháp. Xem đúng như người dân sẽ thấy, rồi công bố."))
            return redirect("publication", made.pk)
    context = _new_context(given, snapshot, form) | {"snapshots": snapshots, "problems": told}
    status = 422 if told or (request.method == "POST" and form.errors) else 200
    return render(request, "desk/publication_new.html", context, status=status)


def _defaults(given: Any, snapshot: Any) -> dict[str, Any]:
    """What is filled in before anybody chose: the snapshot's own place and time."""
    filled = {name: given.get(name) for name in words.PublicationForm.base_fields if given.get(name) is not None}
    first = {
        "title": "",
        "place": snapshot.place.key,
        "level": "province" if snapshot.place.level == "country" else "commune",
        "step": "total",
        "start": snapshot.start,
        "end": snapshot.end,
        "frame": "",
    }
    return {**first, **filled}


def _new_context(given: Any, snapshot: Any, form: words.PublicationForm) -> dict[str, Any]:
    form.is_valid()
    data = form.cleaned_data
    offered = words.places_offered(snapshot)
    place = next((item for item in offered if item.key == data.get("place")), offered[0])
    values = {"level": "province", "step": "total", "start": None, "end": None} | data
    chosen = given.getlist("indicator") if "indicator" in given or "asked" in given else None
    choices = words.choices(snapshot, values, place, chosen)
    return {
        "section": "publications",
        "crumbs": [(reverse("publications"), _("Công bố"))],
        "snapshot": snapshot,
        "form": form,
        "place": place,
        "places": offered,
        "steps": words.STEPS.items(),
        "frames": words.FRAMES.items(),
        "open": [item for item in choices if not item.is_sensitive],
        "sensitive": [item for item in choices if item.is_sensitive],
        "is_sent": "asked" in given,
    }


@audience(*READERS)
def publication(request: DeskRequest, id: int) -> HttpResponse:
    """One publication: what it tells and hides, and the lines of a place as the public reads them."""
    if request.htmx and "tien-do" in request.GET:
        return _progress(request, working.publication_in_view(request.user, id))
    return _page(request, id)


def _progress(request: DeskRequest, found: Publication) -> HttpResponse:
    work = background.work_of(found)
    response = render(request, "desk/_publication_work.html", {"publication": found, "work": work})
    if work is None or not work.is_open:
        response.headers["HX-Refresh"] = "true"
    return response


def _page(request: DeskRequest, id: int, told: Any = (), status: int = 200) -> HttpResponse:
    user = request.user
    found = working.publication_in_view(user, id)
    state = working.state_of(found)
    place = _place_shown(request, found)
    may = flow_publishing.may_publish(user, found.place)
    later = [item for item in snapshots_visible(user)[:50] if item.pk > found.snapshot_id] if may else []
    work = background.work_of(found)
    context = {
        "section": "publications",
        "crumbs": [(reverse("publications"), _("Công bố"))],
        "publication": found,
        "work": work,
        "is_busy": work is not None and work.is_open,
        "refusal": side(Both(**work.refusal), language()) if work is not None and work.refusal else "",
        "is_long": state == working.DRAFT and found.figure_count > MOST_LINES,
        "state": state,
        "state_words": words.STATES[state],
        "step": words.step_words(found),
        "frame": words.frame_words(found),
        "summary": [(catalogue()[code], counts) for code, counts in found.summary.items() if code in catalogue()],
        "kept": _kept(found),
        "place": place,
        "places": words.places_of(found, place),
        "lines": paged(request, _lines(found, place, state), 100),
        "may": may,
        "replaced_by": public.replaced_by(found),
        "later": [item for item in later if item.place_id == found.snapshot.place_id],
        "reasons": words.REASON_WORDS.items(),
        "reason": words.REASON_WORDS.get(found.reason_code, ""),
        "problems": told,
    }
    return render(request, "desk/publication.html", context, status=status)


def _place_shown(request: DeskRequest, found: Publication) -> Place:
    key = request.GET.get("noi", "")
    if not key:
        return found.place
    try:
        asked = place_get(key)
    except Refusal:
        return found.place
    return asked if lies_within(asked, found.place) else found.place


def _lines(found: Publication, place: Place, state: str) -> list[dict[str, Any]]:
    """As they stand on the shelf; of a draft as they would."""
    if state == working.WITHDRAWN:
        return []
    if state == working.PUBLISHED:
        figures = public.figures_of_publication(found).filter(place_code=place.code, place_vintage=place.vintage)
        return [_line(item, period_between(item.start, item.end), (item.shown_vi, item.shown_en)) for item in figures]
    shown = shelf.publication_preview(found, place, whole=found.figure_count <= MOST_LINES)
    return [_line(item, period_between(item.period.start, item.period.end), item.shown) for item in shown]


def _line(item: Line | PublicFigure, period: Period, shown: tuple[str, str]) -> dict[str, Any]:
    return {
        "definition": catalogue()[item.indicator],
        "part": Text(cell_name(item.cell, "vi"), cell_name(item.cell, "en")) if item.cell else None,
        "period": period,
        "shown": Text(*shown),
        "hidden": item.hidden,
        "is_absent": not (item.hidden or item.low or item.high),
        "reported": item.reported,
        "expected": item.expected,
        "why": words.hidden_words(item.hidden),
    }


def _kept(found: Publication) -> dict[str, int]:
    sums = {"lines": 0, "told": 0, "threshold": 0, "complement": 0, "floor": 0, "absent": 0}
    for counts in found.summary.values():
        sums = {name: number + counts.get(name, 0) for name, number in sums.items()}
    return sums


def _check_may(user: User, place: Place) -> None:
    if not flow_publishing.may_publish(user, place):
        raise PermissionDenied


@audience(Audience.APPROVER)
@require_POST
def publication_release(request: DeskRequest, id: int) -> HttpResponse:
    """Now, or from an hour on."""
    found = working.publication_in_view(request.user, id)
    _check_may(request.user, found.place)
    form = words.ReleaseForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(text) for errors in form.errors.values() for text in errors))
        return _page(request, id, status=422)
    try:
        if found.figure_count > MOST_LINES:
            flow_publishing.publication_ask(
                by=request.user, publication=found, is_release=True, embargo_until=form.embargo
            )
            jobs.publication_work.enqueue(found.pk)
            return redirect("publication", id)
        flow_publishing.publication_release(by=request.user, publication=found, embargo_until=form.embargo)
    except Refusal as refusal:
        return _page(request, id, problems(refusal), 422)
    messages.success(
        request,
        _("Đã đặt lên giá; người dân thấy từ thời điểm đã hẹn.")
        if form.embargo
        else _("Đã công bố. Mọi số đã vào sổ công khai."),
    )
    return redirect("publication", id)


@audience(Audience.APPROVER)
@require_POST
def publication_withdraw(request: DeskRequest, id: int) -> HttpResponse:
    """No number of it is told any more; that it was withdrawn and why is."""
    found = working.publication_in_view(request.user, id)
    _check_may(request.user, found.place)
    reason = request.POST.get("reason", "")
    if reason not in words.REASON_WORDS:
        messages.error(request, _("Chọn lý do rút."))
        return redirect("publication", id)
    with telling(request):
        flow_publishing.publication_withdraw(by=request.user, publication=found, reason_code=reason)
        messages.success(request, _("Đã rút. Trang công khai chỉ còn ngày rút và lý do."))
    return redirect("publication", id)


@audience(Audience.APPROVER)
@require_POST
def publication_correct(request: DeskRequest, id: int) -> HttpResponse:
    """A draft of the same terms from a later snapshot."""
    found = working.publication_in_view(request.user, id)
    _check_may(request.user, found.place)
    snapshot = snapshot_get(request.POST.get("snapshot", ""), by=request.user)
    try:
        made = flow_publishing.publication_correct(
            by=request.user, publication=found, snapshot=snapshot, most=MOST_LINES
        )
    except Refusal as refusal:
        return _page(request, id, problems(refusal), 422)
    if not made.digest:
        jobs.publication_work.enqueue(made.pk)
    messages.success(request, _("Đã lập bản đính chính nháp. Xem rồi công bố; người đọc bản cũ sẽ được dẫn sang."))
    return redirect("publication", made.pk)


@audience(Audience.APPROVER)
@require_POST
def publication_draft(request: DeskRequest, id: int) -> HttpResponse:
    """A draft is reckoned again, or thrown away."""
    found = working.publication_in_view(request.user, id)
    _check_may(request.user, found.place)
    with telling(request):
        if request.POST.get("do") == "discard":
            shelf.publication_discard(by=request.user, publication=found)
            messages.success(request, _("Đã bỏ bản nháp."))
            return redirect("publications")
        if found.figure_count > MOST_LINES or not found.digest:
            flow_publishing.publication_ask(by=request.user, publication=found, is_release=False)
            jobs.publication_work.enqueue(found.pk)
            return redirect("publication", id)
        shelf.publication_reckon(by=request.user, publication=found)
        messages.success(request, _("Đã tính lại bản nháp."))
    return redirect("publication", id)
