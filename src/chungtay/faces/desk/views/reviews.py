"""Reviews: the official rendition on screen and as Word, and the public rendition. Written they are in `composing`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chungtay import flow
from chungtay.faces.desk import fragments, labels
from chungtay.faces.desk.audience import READERS, Audience, DeskRequest, audience, is_among
from chungtay.faces.desk.forms import period_written
from chungtay.faces.desk.paging import Paged, is_id, matching, paged
from chungtay.faces.desk.showing import figure_lines, withheld_in_sum
from chungtay.faces.desk.telling import language, telling
from chungtay.faces.desk.views.programmes import programme_in_view
from chungtay.gathering.approval import policies
from chungtay.ledger import queries as ledger
from chungtay.reference.places.queries import place_get, place_label
from chungtay.results.issuing import queries as issuing
from chungtay.results.issuing.kinds import FileKind
from chungtay.results.publishing import queries as publishing
from chungtay.results.reviews import queries as room

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chungtay.reference.actors.models import User
    from chungtay.results.publishing.models import Release
    from chungtay.results.reviews.models import Review

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
RENDITIONS = {"": "official", "cong-khai": "public"}


@audience(*READERS)
def reviews(request: DeskRequest) -> HttpResponse:
    """The reviews of the territory, latest first. `q`: with these words in the place or number; `loai`: of a kind."""
    search, kind = request.GET.get("q", "").strip(), request.GET.get("loai", "")
    found = room.reviews_visible(request.user)
    if kind in labels.REVIEW_KINDS:
        found = found.filter(kind=kind)
    page: Paged[Review] = paged(request, matching(found, search, _words_of) if search else found)
    context = {
        "section": "reviews",
        "reviews": list(page),
        "search": search,
        "kind": kind,
        "is_sieved": bool(search or kind),
        "review_kinds": labels.REVIEW_KINDS,
        "may_compose": is_among(request.user, (Audience.APPROVER,)),
        "may_run": request.user.body.place.level != "commune",
        **page.context,
    }
    return render(request, "desk/reviews.html", context)


def _words_of(review: Review) -> str:
    return f"{place_label(review.place, language())} {review.programme.number}"


@audience(Audience.APPROVER)
@require_POST
def review_new(request: DeskRequest, id: int) -> HttpResponse:
    """Freeze what is known now about a place and period, and compose the review from it."""
    user = request.user
    programme = programme_in_view(user, id)
    period = period_written(request.POST.get("period", ""))
    if period is None:
        raise Http404
    with telling(request):
        place = place_get(request.POST.get("place", ""))
        snapshot = flow.snapshot_freeze(by=user, programme=programme, place=place, period=period)
        areas = {int(text) for text in request.POST.getlist("area") if is_id(text)}
        made = flow.review_compose(by=user, snapshot=snapshot, kind=request.POST.get("kind", ""), areas=areas)
        messages.success(request, _("Đã chốt số liệu và lập xong. Số liệu trong bản này không đổi nữa."))
        return redirect("review", made.pk)
    return redirect("programme", id)


_DERIVED = ("brief", "press", "known")


@audience(Audience.APPROVER)
@require_POST
def review_derive(request: DeskRequest, id: int) -> HttpResponse:
    """Another paper out of the same frozen figures: a page for a leader, a notice to the press (`kind`)."""
    found = review_in_view(request.user, id)
    kind = request.POST.get("kind", "")
    if kind not in _DERIVED:
        raise Http404
    with telling(request):
        made = flow.review_compose(by=request.user, snapshot=found.snapshot, kind=kind)
        messages.success(request, _("Đã lập từ cùng số liệu đã chốt. Hãy đọc và kiểm tra trước khi dùng."))
        return redirect("review", made.pk)
    return redirect("review", id)


def review_in_view(user: User, id: int) -> Review:
    """The review, if its place lies in the account's territory."""
    return room.review_get(by=user, id=id)


@audience(*READERS)
def review(request: DeskRequest, id: int) -> HttpResponse:
    """One review: the official rendition, or the public one (`?ban=cong-khai`)."""
    user = request.user
    found = review_in_view(user, id)
    release = publishing.release_of(found)
    rendition = RENDITIONS.get(request.GET.get("ban", ""))
    if rendition is None or (rendition == "public" and release is None):
        raise Http404
    context: dict[str, Any] = {
        "section": "reviews",
        "crumbs": [(reverse("reviews"), _("Tổng kết"))],
        "review": found,
        "release": release,
        "rendition": rendition,
        "may_release": policies.may_release(user, found.place),
        "derived": _derived(user, found),
    }
    context["document"] = _document(found, release if rendition == "public" else None)
    return render(request, "desk/review.html", context)


def _derived(user: User, found: Review) -> list[tuple[str, Any]]:
    """The kinds of papers that this one's figures may be put into, for whoever may compose them."""
    if found.kind in _DERIVED or not policies.may_freeze(user, found.place):
        return []
    return [(kind, labels.REVIEW_KINDS[kind]) for kind in _DERIVED]


def _document(found: Review, release: Release | None) -> SafeString:
    """The rendition as HTML: the public one where a release is given. The room escapes every word of it."""
    if release is not None:
        return mark_safe(fragments.public(release, language()))  # noqa: S308
    return mark_safe(fragments.official(found, language()))  # noqa: S308


def _sums(data: Any) -> Iterator[list[int]]:
    """Every list of figures in the composition's JSON."""
    if isinstance(data, dict):
        if "figure_ids" in data:
            yield data["figure_ids"]
        data = list(data.values())
    if isinstance(data, list):
        for part in data:
            yield from _sums(part)


@audience(*READERS)
def review_sum(request: DeskRequest, id: int, key: str) -> HttpResponse:
    """The figures that one printed number of the review is the sum of."""
    found = review_in_view(request.user, id)
    figure_ids = next((ids for ids in _sums(found.composition) if fragments.sum_key(ids) == key), None)
    if figure_ids is None:
        raise Http404
    page = paged(request, figure_ids)
    context = {
        "section": "reviews",
        "crumbs": [(reverse("reviews"), _("Tổng kết")), (reverse("review", args=[id]), found.programme.number)],
        "review": found,
        "lines": figure_lines(
            ledger.figures_get(list(page)),
            by=request.user,
            withheld=withheld_in_sum(ledger.figures_get(figure_ids), by=request.user),
        ),
        "total_lines": len(figure_ids),
    }
    return render(request, "desk/review_sum.html", context | page.context)


@audience(*READERS)
def docx(request: DeskRequest, id: int) -> HttpResponse:
    """The official rendition as a Word file."""
    found = review_in_view(request.user, id)
    response = HttpResponse(issuing.draft_file(found, FileKind.DOCX), content_type=WORD)
    name = f"{found.kind}-{found.snapshot.code}.docx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@audience(Audience.APPROVER)
@require_POST
def review_release(request: DeskRequest, id: int) -> HttpResponse:
    """Make the public rendition under the disclosure rules."""
    found = review_in_view(request.user, id)
    with telling(request):
        flow.review_release(by=request.user, review=found)
        messages.success(request, _("Đã lập bản công khai theo quy tắc công khai số liệu."))
        return redirect(f"{reverse('review', args=[id])}?ban=cong-khai")
    return redirect("review", id)
