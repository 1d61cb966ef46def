"""A review at work: one page that reads like the document, with an editing pane for each section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chungtay.faces.desk import fragments
from chungtay.faces.desk.audience import READERS, REPORTERS, DeskRequest, audience
from chungtay.faces.desk.telling import language, problems, sentence, telling
from chungtay.faces.desk.views.reviews import review_in_view
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.reference.actors.queries import user_get
from chungtay.results.reviews import queries as room
from chungtay.results.reviews import services

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chungtay.reference.actors.models import User
    from chungtay.results.reviews.models import Review
    from chungtay.results.reviews.services import Written
    from chungtay.results.reviews.together.reading import Desk

_ADD = "add"


@dataclass(frozen=True)
class Typed:
    """What was typed into a block and refused, and the wording that its writer saw, None where that was not said."""

    key: str
    text: str
    seen: int | None = None


@audience(*READERS)
def composing(request: DeskRequest, id: int) -> HttpResponse:
    """The document with what is at work in each section; who only reads the review gets the document alone."""
    return _page(request, review_in_view(request.user, id))


def _page(
    request: DeskRequest,
    found: Review,
    typed: Typed | None = None,
    left: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """`left` are the fields of a remark or a change of sections that was refused, with its `do` and section's `key`."""
    user = request.user
    context = {
        "section": "reviews",
        "crumbs": [(reverse("reviews"), _("Tổng kết")), (reverse("review", args=[found.pk]), found.programme.number)],
        "review": found,
        "head": _safe(room.head_fragment(found, language())),
        "parts": _parts(found, user, typed, _opened(request, left)),
        "rights": room.rights_of(by=user, review=found),
        "writers": room.writers_of(found),
        "changes": room.changes_of(found)[:8],
        "figures": list(room.figures_of(found).values()),
        "left": left,
    }
    return render(request, "desk/composing.html", context | more, status=422 if typed or left else 200)


def _opened(request: DeskRequest, left: Mapping[str, str] | None) -> str:
    """The section to open; one that was to be added has no pane of its own."""
    return request.GET.get("mo", "") if left is None or left["do"] == _ADD else left["key"]


def _parts(found: Review, user: User, typed: Typed | None, opened: str) -> list[dict[str, Any]]:
    """Each section as HTML with its work, and what stands in its editors: what was just typed before all else."""
    drawn = fragments.sections(found, language())
    parts = []
    for work in room.work_of(by=user, review=found):
        desks = [_at(desk, typed) for desk in work.desks]
        keys = {work.section.key, *(d["key"] for d in desks)}
        is_open = opened in keys or (typed is not None and typed.key in keys) or any(d.conflict for d in work.desks)
        parts.append({"work": work, "html": _safe(drawn.get(work.section.key, "")), "desks": desks, "is_open": is_open})
    return parts


def _at(desk: Desk, typed: Typed | None) -> dict[str, Any]:
    """A block's editor. What was refused goes back with the wording that it was typed over: another may stand there by
    now, and would be written over unseen."""
    held = {"desk": desk, "key": desk.block.key, "text": desk.wording, "seen": desk.seen}
    if typed is None or typed.key != desk.block.key:
        return held
    return held | {"text": typed.text, "seen": desk.seen if typed.seen is None else typed.seen}


def _safe(html: str) -> SafeString:
    """The room escapes every word of it."""
    return mark_safe(html)  # noqa: S308


@audience(*REPORTERS)
@require_POST
def text_write(request: DeskRequest, id: int, section: str) -> HttpResponse:
    """Write one block, or save what is typed so far (`do=draft`); what was refused stays in the editor."""
    found, text = review_in_view(request.user, id), request.POST.get("text", "")
    if request.POST.get("do") == "draft":
        return _draft(request, found, section, text)
    window = _window(request)
    try:
        if request.POST.get("do") == "drop":
            if services.draft_drop(by=request.user, review=found, section=section, window=window):
                messages.success(request, _("Đã bỏ bản nháp."))
            else:
                messages.warning(request, _("Bản nháp vừa được viết tiếp ở cửa sổ khác của bạn nên vẫn được giữ."))
            return _back(id, section)
        seen = _number(request.POST.get("seen"))
        made = services.text_write(by=request.user, review=found, section=section, text=text, seen=seen, window=window)
    except NotAllowed as refusal:
        raise PermissionDenied(" ".join(sentence(problem) for problem in refusal.problems)) from refusal
    except Refusal as refusal:
        typed = Typed(section, text, _number(request.POST.get("seen")))
        return _page(request, found, typed, refused=section, problems=problems(refusal))
    _told(request, made)
    return _back(id, section)


def _window(request: DeskRequest) -> services.Window | None:
    """Where the text was typed; None without the script, which saves no drafts."""
    name, given = request.POST.get("window", ""), request.POST
    version, since = _number(given.get("version")), _number(given.get("since"))
    return services.Window(name, version, since) if name and version is not None and since is not None else None


def _told(request: DeskRequest, made: Written) -> None:
    if made.is_conflict:
        messages.warning(request, _("Đã có người sửa đoạn này trước. Cả hai bản đều được giữ, xem và ghép lại."))
    elif made.is_hidden:
        messages.warning(request, _("Mục này vừa được ẩn khỏi báo cáo. Lời văn vẫn được giữ; hiện lại mục thì in."))
    else:
        messages.success(request, _("Đã lưu đoạn văn."))


def _draft(request: DeskRequest, found: Review, section: str, text: str) -> HttpResponse:
    """What is typed so far, for the script that saves it: when it was kept, and which wording stands by now; `left`
    where a newer version came before it, or another window saved what this one has not seen."""
    seen, window = _number(request.POST.get("seen")) or 0, _window(request)
    try:
        kept = services.draft_save(by=request.user, review=found, section=section, text=text, seen=seen, window=window)
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except Refusal as refusal:
        return JsonResponse({"refused": [sentence(problem) for problem in refusal.problems]}, status=422)
    standing = room.standing_of(found, section)
    if kept is None:
        return JsonResponse({"left": True, "standing": standing})
    return JsonResponse({"at": f"{timezone.localtime(kept.saved_at):%H:%M:%S}", "standing": standing})


@audience(*READERS)
@require_POST
def suggest(request: DeskRequest, id: int, section: str) -> HttpResponse:
    """Offer another wording of a block."""
    found, text = review_in_view(request.user, id), request.POST.get("text", "")
    try:
        services.suggestion_make(by=request.user, review=found, section=section, text=text)
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except Refusal as refusal:
        return _page(request, found, Typed(section, text), refused=section, problems=problems(refusal))
    messages.success(request, _("Đã gửi đề nghị sửa."))
    return _back(id, section)


@audience(*REPORTERS)
@require_POST
def suggestion(request: DeskRequest, id: int, number: int) -> HttpResponse:
    """Take a suggested wording, or leave it."""
    found = review_in_view(request.user, id)
    accept = request.POST.get("do") == "accept"
    with telling(request):
        made = services.suggestion_decide(by=request.user, review=found, id=number, accept=accept)
        if made is not None:
            _told(request, made)
        else:
            messages.success(request, _("Đã trả lời đề nghị sửa."))
    return _back(id)


@audience(*READERS)
@require_POST
def comment(request: DeskRequest, id: int, section: str) -> HttpResponse:
    """Remark on a section, answer a remark, or call one done."""
    found = review_in_view(request.user, id)
    answers = _number(request.POST.get("answers"))
    with telling(request):
        if request.POST.get("do") == "resolve":
            services.comment_resolve(by=request.user, review=found, id=answers or 0)
        else:
            text = request.POST.get("text", "")
            services.comment_add(by=request.user, review=found, section=section, text=text, answers=answers)
        return _back(id, section)
    return _page(request, found, left={**request.POST.dict(), "do": "comment", "key": section})


@audience(*REPORTERS)
@require_POST
def arrange(request: DeskRequest, id: int) -> HttpResponse:
    """Move, hide, name, add or give a section; take the last such change back."""
    found, given, user = review_in_view(request.user, id), request.POST, request.user
    key, do = given.get("key", ""), given.get("do", "")
    with telling(request):
        if do == "undo":
            services.sections_undo(by=user, review=found)
        elif do in ("hide", "show"):
            services.section_hide(by=user, review=found, key=key, hidden=do == "hide")
        elif do in ("up", "down"):
            services.section_step(by=user, review=found, key=key, up=do == "up")
        elif do == "rename":
            services.section_rename(
                by=user, review=found, key=key, title=given.get("title", ""), title_en=given.get("title_en", "")
            )
        elif do == _ADD:
            made = services.section_add(
                by=user,
                review=found,
                title=given.get("title", ""),
                title_en=given.get("title_en", ""),
                after=key,
                level=_number(given.get("level")) or 1,
            )
            key = made.key
        elif do == "give":
            account = user_get(given["account"]) if given.get("account") else None
            services.section_give(by=user, review=found, section=key, account=account)
        else:
            raise Http404
        return _back(id, key)
    return _page(request, found, left={**given.dict(), "do": do, "key": key})


@audience(*REPORTERS)
def versions(request: DeskRequest, id: int, section: str) -> HttpResponse:
    """Every wording of a block, two of them side by side."""
    found = review_in_view(request.user, id)
    old = _number(request.GET.get("cu")) or 0
    asked = _number(request.GET.get("moi"))
    new = room.standing_of(found, section) if asked is None else asked
    try:
        rows, runs = room.versions(review=found, section=section, old=old, new=new)
    except Refusal as refusal:
        raise Http404 from refusal
    crumbs = [(reverse("reviews"), _("Tổng kết")), (reverse("review_compose", args=[id]), found.programme.number)]
    context = {"section": "reviews", "crumbs": crumbs, "review": found, "key": section, "old": old, "new": new}
    return render(request, "desk/review_versions.html", context | {"rows": rows, "runs": runs})


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 else None


def _back(id: int, key: str = "") -> HttpResponse:
    return redirect(f"{reverse('review_compose', args=[id])}{f'?mo={key}#at-{key}' if key else ''}")
