"""What follows a programme whose years are over: a draft made of it, edited on one page and signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay.faces.desk.audience import Audience, DeskRequest, audience
from chungtay.faces.desk.forms import day_written
from chungtay.faces.desk.telling import language, problems
from chungtay.faces.desk.views.programme_tree import NEW_ROWS, area_edit, areas_typed
from chungtay.faces.desk.views.programmes import programme_followed
from chungtay.faces.desk.views.targets import targets_last_set
from chungtay.gathering.programmes import life, lineage, succeeding
from chungtay.gathering.programmes.services import AreaDraft
from chungtay.gathering.programmes.succeeding import Content
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.text import nfc, squeeze
from chungtay.reference.indicators.catalogue import catalogue
from chungtay.reference.indicators.queries import definition

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.http import QueryDict

    from chungtay.gathering.programmes.models import Programme, SuccessorDraft

GROUPING = str.maketrans("", "", " .,\u00a0")
"""Targets are whole numbers: what stands between their digits only groups them."""


@audience(Audience.APPROVER)
def programme_next(request: DeskRequest, id: int) -> HttpResponse:
    """The draft of the programme that follows this one. A POST (`do`) begins it, saves it, or signs what is typed."""
    user = request.user
    found = programme_followed(user, id)
    draft = succeeding.draft_of(user, found)
    if not succeeding.may_prepare(user, found):
        if draft is None or draft.became_id is None:
            raise Http404
        return redirect("programme_running", draft.became_id)
    typed, told = None, []
    if request.method == "POST":
        try:
            return _done(request, found, draft)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            typed, told = (_content(request.POST) if draft is not None else None), problems(refusal)
    return _shown(request, found, draft, typed, told)


def _shown(
    request: DeskRequest, found: Programme, draft: SuccessorDraft | None, typed: Content | None, told: list[Any]
) -> HttpResponse:
    user = request.user
    content = typed or (succeeding.content_of(draft) if draft is not None else None)
    context = {
        "section": "programmes",
        "crumbs": [
            (reverse("programmes"), _("Chương trình")),
            (reverse("programme_tree", args=[found.pk]), found.number),
        ],
        "programme": found,
        "draft": draft,
        "content": content,
        # What was typed over somebody else's words stays theirs to compare: it is sent with the version that was read.
        "version": request.POST.get("version") if typed is not None else getattr(draft, "version", 0),
        "lines": _lines(content),
        "targets": _targets(content),
        "near": lineage.parties_near(user),
        "signed_on": request.POST.get("signed_on", ""),
        "open": life.tasks_visible(user).filter(programme=found, state=life.TaskState.OPEN).count(),
        "indicators": sorted((code, definition(code).name(language())) for code in catalogue()),
        "problems": told,
    }
    return render(request, "desk/programme_next.html", context, status=422 if told else 200)


def _done(request: DeskRequest, found: Programme, draft: SuccessorDraft | None) -> HttpResponse:
    user, do = request.user, request.POST.get("do")
    if draft is None:
        last = {timezone.localdate().year, timezone.localdate().year - 1, found.term_end.year}
        held = targets_last_set(user, user.body.place, sorted(last, reverse=True))
        succeeding.draft_begin(by=user, programme=found, targets=held)
        return redirect("programme_next", found.pk)
    if do not in ("save", "sign"):
        raise PermissionDenied
    version = request.POST.get("version", "")
    read = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    saved = succeeding.draft_save(by=user, programme=found, version=read, content=_content(request.POST))
    if do == "save":
        messages.success(request, _("Đã lưu dự thảo."))
        return redirect("programme_next", found.pk)
    return _signed(request, found, saved)


def _signed(request: DeskRequest, found: Programme, saved: SuccessorDraft) -> HttpResponse:
    on = day_written(request.POST.get("signed_on", ""))
    if on is None:
        messages.error(request, _("Đã lưu dự thảo. Muốn ghi đã ký thì điền ngày ký."))
        return redirect("programme_next", found.pk)
    try:
        made = succeeding.draft_sign(by=request.user, programme=found, version=saved.version, signed_on=on)
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except Refusal as refusal:
        # What was typed is kept as the draft; only the signing was refused.
        return _shown(request, found, saved, None, problems(refusal))
    text = _("Đã lập chương trình %(number)s, tiếp nối %(before)s. Việc còn mở chuyển sang ở kế hoạch năm cuối.")
    messages.success(request, text % {"number": made.number, "before": found.number})
    return redirect("programme_tree", made.pk)


def _content(sent: QueryDict) -> Content:
    """The draft as it was typed; a content area whose names were emptied is left out."""
    rows = [area_edit(line) for line in areas_typed(sent) if line["vi"].strip() or line["en"].strip()]
    pairs = zip(sent.getlist("target"), sent.getlist("value"), strict=False)
    return Content(
        number=squeeze(sent.get("number", ""))[:60],
        title_vi=squeeze(sent.get("title_vi", ""))[:300],
        title_en=squeeze(sent.get("title_en", ""))[:300],
        first_year=_year(sent.get("first", "")),
        last_year=_year(sent.get("last", "")),
        parties=tuple(dict.fromkeys(sent.getlist("parties"))),
        areas=tuple(AreaDraft(squeeze(row.name_vi)[:200], squeeze(row.name_en)[:200], row.indicators) for row in rows),
        targets={nfc(code): value.translate(GROUPING) for code, value in pairs if value.strip()},
    )


def _year(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0


def _lines(content: Content | None) -> list[dict[str, str]]:
    areas: Collection[AreaDraft] = content.areas if content is not None else ()
    lines = [{"vi": one.name_vi, "en": one.name_en, "codes": ", ".join(one.indicators)} for one in areas]
    return [*lines, *({"vi": "", "en": "", "codes": ""} for _one in range(NEW_ROWS))]


def _targets(content: Content | None) -> list[tuple[str, str, str, str]]:
    """Code, name, unit and what is typed of everything that a target may be set for."""
    if content is None:
        return []
    meanings = [(code, definition(code)) for code in succeeding.settable()]
    side = language()
    return [(code, one.name(side), one.unit(side), content.targets.get(code, "")) for code, one in meanings]
