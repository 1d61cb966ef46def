"""Outlines of a body's own: brought in from Word, looked at with figures that stand, put in use, dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay import flow_reviews
from chungtay.faces.desk import labels
from chungtay.faces.desk.audience import Audience, DeskRequest, audience
from chungtay.faces.desk.forms import MEGABYTE, REQUIRED
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.telling import ProblemWords, language, problems, telling
from chungtay.faces.desk.views.reviews import WORD
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.results.reviews import owntemplates, render_html

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from chungtay.reference.actors.models import User
    from chungtay.results.reviews.models import Review, ReviewTemplate

_BELOW = {"country": ("country", "province"), "province": ("province", "commune"), "commune": ("commune",)}
"""Levels whose reviews an account of a level composes."""
LEVELS = {
    "country": gettext_lazy("cả nước"),
    "province": gettext_lazy("tỉnh, thành phố"),
    "commune": gettext_lazy("xã, phường, đặc khu"),
}


class TemplateForm(forms.Form):
    """The file, and which reviews start with it."""

    file = forms.FileField(error_messages={"required": gettext_lazy("Hãy chọn tệp mẫu."), **REQUIRED})
    level = forms.ChoiceField(choices=list(LEVELS.items()))
    kinds = forms.MultipleChoiceField(
        choices=list(labels.REVIEW_KINDS.items()),
        error_messages={"required": gettext_lazy("Hãy chọn ít nhất một loại báo cáo.")},
    )


@audience(Audience.APPROVER)
def review_templates(request: DeskRequest) -> HttpResponse:
    """The body's outlines, and the form for another. A POST brings one in, on trial."""
    told: list[ProblemWords] = []
    is_sent = request.method == "POST"
    form = TemplateForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = flow_reviews.template_receive(
                by=request.user,
                content=file.read(),
                filename=file.name,
                size=file.size,
                level=form.cleaned_data["level"],
                kinds=form.cleaned_data["kinds"],
            )
            return redirect("review_template", made.pk)
        except NotAllowed:
            raise
        except Refusal as refusal:
            told = problems(refusal)
    levels = _BELOW[_level_of(request.user)]
    context = {
        "section": "reviews",
        "crumbs": [(reverse("reviews"), _("Tổng kết"))],
        "form": form,
        "problems": told,
        "lines": [_line(item) for item in owntemplates.templates_visible(request.user)],
        "levels": [(level, LEVELS[level]) for level in levels],
        "kinds": [(kind, words, kind in _chosen(form)) for kind, words in labels.REVIEW_KINDS.items()],
        "markers": list(owntemplates.MARKERS),
        "most_megabytes": settings.MAX_UPLOAD_BYTES // MEGABYTE,
    }
    return render(request, "desk/review_templates.html", context, status=422 if told or form.errors else 200)


def _chosen(form: TemplateForm) -> list[str]:
    return list(form["kinds"].value() or []) if form.is_bound else ["interim", "final"]


def _level_of(user: User) -> str:
    return str(user.body.place.level)


def _line(item: ReviewTemplate) -> dict[str, Any]:
    kinds = ", ".join(str(labels.REVIEW_KINDS[kind]) for kind in item.kinds)
    return {"template": item, "kinds": kinds, "level": LEVELS[item.level], "state": _state(item)}


def _state(item: ReviewTemplate) -> str:
    if item.dropped_at is not None:
        return "dropped"
    return "used" if item.used_since is not None else "trial"


@audience(Audience.APPROVER)
def review_template(request: DeskRequest, id: int) -> HttpResponse:
    """The trial: what a review that stands looks like by this outline (`voi`: its id). A POST puts it in use or drops
    it."""
    found = owntemplates.template_get(by=request.user, id=id)
    if request.method == "POST":
        with telling(request):
            if request.POST.get("do") == "drop":
                owntemplates.template_drop(by=request.user, template=found)
                messages.success(request, _("Đã thôi dùng mẫu này. Báo cáo đã lập giữ nguyên."))
            else:
                owntemplates.template_use(by=request.user, template=found)
                messages.success(request, _("Từ nay báo cáo loại này lập theo mẫu của cơ quan."))
        return redirect("review_template", id)
    reviews = owntemplates.reviews_to_try(request.user, found)
    context = {
        "section": "reviews",
        "crumbs": [(reverse("reviews"), _("Tổng kết")), (reverse("review_templates"), _("Mẫu của cơ quan"))],
        **_line(found),
        "sections": [(item["level"], item) for item in _sections(found)],
        "added": [found.data["sections"][key]["title"][_side()] for key in found.data["added"]],
        "reviews": reviews,
        "tried": _tried(request, found, reviews),
    }
    return render(request, "desk/review_template.html", context)


def _side() -> int:
    return 1 if language() == "en" else 0


def _sections(found: ReviewTemplate) -> list[dict[str, Any]]:
    """As they stand in the outline, with what the machine puts there in people's words."""
    names = {kind: words for words, kind in owntemplates.MARKERS.items()}
    listed = []
    for key in found.data["outlines"][0]["sections"]:
        item = found.data["sections"][key]
        blocks = [names.get(str(block).partition(":")[0], "") for block in item["blocks"]]
        title = item["title"][_side()] if "title" in item else _("Mỗi nội dung phối hợp một mục")
        if item.get("each"):
            blocks = [names["areas"]]
        listed.append({"level": item["level"], "title": title, "blocks": blocks, "hint": item.get("prompt", [""])[0]})
    return listed


def _tried(request: DeskRequest, found: ReviewTemplate, reviews: list[Review]) -> dict[str, Any] | None:
    asked = request.GET.get("voi", "")
    chosen = next((item for item in reviews if is_id(asked) and item.pk == int(asked)), None)
    chosen = chosen or (reviews[0] if reviews else None)
    if chosen is None:
        return None
    composition, text = owntemplates.tried(found, chosen)
    html = "".join(render_html.section_html(composition, section, language()) for section in text.sections)
    return {"review": chosen, "document": _safe(html)}


def _safe(html: str) -> SafeString:
    """The room escapes every word of it."""
    return mark_safe(html)  # noqa: S308


@audience(Audience.APPROVER)
def review_template_sample(request: DeskRequest) -> HttpResponse:
    """The outline in force as a Word file to begin with. `cap`: of which level, `loai`: of which kind."""
    level = request.GET.get("cap", _level_of(request.user))
    kind = request.GET.get("loai", "final")
    if level not in LEVELS or kind not in labels.REVIEW_KINDS:
        raise Http404
    response = HttpResponse(owntemplates.sample_docx(level, kind), content_type=WORD)
    response["Content-Disposition"] = f'attachment; filename="mau-{level}-{kind}.docx"'
    return response
