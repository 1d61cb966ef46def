"""How a programme is carried out: who has issued theirs, documents, steering committees, conferences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay import flow_attaching, flow_plans
from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.forms import NOT_A_DATE, REQUIRED
from chungtay.faces.desk.telling import problems
from chungtay.faces.desk.views.programmes import programme_followed
from chungtay.faces.desk.views.tasks import state_of
from chungtay.gathering.intake.plans import queries as readings
from chungtay.gathering.programmes import life, papers, policies, queries
from chungtay.gathering.programmes.life import ConferenceKind, PaperKind
from chungtay.gathering.programmes.papers import ConferenceDraft, PaperDraft
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.reference.sources.queries import may_open

if TYPE_CHECKING:
    from chungtay.gathering.intake.models import PlanReading
    from chungtay.gathering.programmes.models import Conference, Programme

PAPER_KINDS = {
    PaperKind.PROGRAMME: gettext_lazy("Chương trình phối hợp"),
    PaperKind.PLAN: gettext_lazy("Kế hoạch"),
    PaperKind.GUIDANCE: gettext_lazy("Hướng dẫn"),
    PaperKind.DIRECTIVE: gettext_lazy("Chỉ thị, công văn chỉ đạo"),
    PaperKind.DECISION: gettext_lazy("Quyết định"),
    PaperKind.CONCLUSION: gettext_lazy("Thông báo kết luận"),
    PaperKind.REPORT: gettext_lazy("Báo cáo kết quả"),
}
CONFERENCE_KINDS = {
    ConferenceKind.SIGNING: gettext_lazy("Ký kết, triển khai"),
    ConferenceKind.YEARLY: gettext_lazy("Hằng năm"),
    ConferenceKind.INTERIM: gettext_lazy("Sơ kết"),
    ConferenceKind.FINAL: gettext_lazy("Hội nghị tổng kết"),
    ConferenceKind.THEMATIC: gettext_lazy("Chuyên đề"),
}


class PaperForm(forms.Form):
    """A document as it is typed."""

    kind = forms.TypedChoiceField(coerce=int, choices=PaperKind.choices, error_messages=REQUIRED)
    number = forms.CharField(max_length=60, error_messages=REQUIRED)
    title = forms.CharField(max_length=200, error_messages=REQUIRED)
    issued_on = forms.DateField(error_messages=NOT_A_DATE)
    year = forms.IntegerField(required=False, min_value=1990, max_value=2100)


class CommitteeForm(forms.Form):
    """A steering committee as it is typed."""

    name = forms.CharField(max_length=200, error_messages=REQUIRED)
    head = forms.CharField(required=False, max_length=120)
    decision = forms.CharField(required=False, max_length=60)
    since = forms.DateField(error_messages=NOT_A_DATE)


class ConferenceForm(forms.Form):
    """A conference as it is typed."""

    kind = forms.TypedChoiceField(coerce=int, choices=ConferenceKind.choices, error_messages=REQUIRED)
    title = forms.CharField(max_length=200, error_messages=REQUIRED)
    held_on = forms.DateField(error_messages=NOT_A_DATE)
    chairs = forms.CharField(required=False, max_length=300)
    reports = forms.CharField(required=False, max_length=300)
    attending = forms.IntegerField(required=False, min_value=1, max_value=papers.MOST_PEOPLE)


FORMS: dict[str, type[forms.Form]] = {"paper": PaperForm, "committee": CommitteeForm, "conference": ConferenceForm}


@audience(*READERS)
def running(request: DeskRequest, id: int) -> HttpResponse:
    """One programme's life beside its figures; a POST writes down a document, a committee or a conference."""
    user = request.user
    found = programme_followed(user, id)
    asked = request.POST.get("do", "")
    form = FORMS[asked](request.POST) if asked in FORMS else None
    told: list[Any] = []
    if request.method == "POST":
        if not policies.may_record(user):
            raise PermissionDenied
        try:
            if said := _written(request, found, asked, form):
                messages.success(request, said)
                return redirect("programme_running", found.pk)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            told = problems(refusal)
    context = _context(request, found) | {"form": form, "asked": asked, "problems": told}
    return render(request, "desk/running.html", context, status=422 if request.method == "POST" else 200)


def _context(request: DeskRequest, found: Programme) -> dict[str, Any]:
    user, today = request.user, timezone.localdate()
    on = min(today, found.term_end)
    place = user.body.place if user.body.place.level in ("country", "province") else None
    lines = life.issued_by(user, found, place, on) if place is not None else []
    return {
        "section": "programmes",
        "crumbs": [(reverse("programmes"), _("Chương trình"))],
        "programme": found,
        "has_figures": queries.programmes_visible(user).filter(pk=found.pk).exists(),
        "place": place,
        "on": on,
        "units": len(lines),
        "issued": sum(line.has_issued for line in lines),
        "papers": [
            (paper, PAPER_KINDS[PaperKind(paper.kind)], paper.source is not None and may_open(user, paper.source))
            for paper in life.papers_of(user, found)
        ],
        "struck": [paper for paper in life.papers_of(user, found, with_struck=True) if paper.is_struck],
        "committees": list(life.committees_of(user, found)),
        "conferences": [(one, CONFERENCE_KINDS[ConferenceKind(one.kind)]) for one in life.conferences_of(user, found)],
        "counts": life.counts_by_state(user, found),
        "may_record": policies.may_record(user),
        "may_give": policies.may_give(user, user.body, today),
        "paper_kinds": PAPER_KINDS.items(),
        "conference_kinds": CONFERENCE_KINDS.items(),
        "today": today,
    }


def _written(request: DeskRequest, found: Programme, asked: str, form: forms.Form | None) -> str:
    """What was done, in words; "" where the form is not complete."""
    user = request.user
    if asked == "strike":
        paper = papers.paper_strike(by=user, id=_paper_id(request), reason=request.POST.get("reason", ""))
        return _("Đã bỏ văn bản ghi nhầm; có thể lấy lại.") if paper.is_struck else _("Đã lấy lại văn bản.")
    if form is None:
        raise PermissionDenied
    if not form.is_valid():
        return ""
    data = form.cleaned_data
    if asked == "paper":
        _paper_kept(request, found, PaperDraft(**data))
        return _("Đã ghi văn bản %(number)s.") % {"number": data["number"]}
    if asked == "committee":
        papers.committee_add(by=user, programme=found, place=user.body.place, **data)
        return _("Đã ghi ban chỉ đạo.")
    draft = ConferenceDraft(place=user.body.place, **data)
    papers.conference_add(by=user, programme=found, draft=draft)
    return _("Đã ghi hội nghị; ghi tiếp các kết luận thành nhiệm vụ.")


def _paper_kept(request: DeskRequest, found: Programme, draft: PaperDraft) -> None:
    file = request.FILES.get("file")
    if file is None:
        papers.paper_add(by=request.user, programme=found, draft=draft)
        return
    said = {"content": file.read(settings.MAX_UPLOAD_BYTES + 1), "filename": file.name or "?", "size": file.size or 0}
    flow_attaching.paper_receive(by=request.user, programme=found, draft=draft, **said)


def _paper_id(request: DeskRequest) -> int:
    text = request.POST.get("paper", "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise PermissionDenied
    return int(text)


@audience(*READERS)
def conference(request: DeskRequest, id: int) -> HttpResponse:
    """One conference and what came out of it. A POST brings in its conclusions, as a file or as text, to be read."""
    user, today = request.user, timezone.localdate()
    found = life.conference_get(by=user, id=id)
    told: list[Any] = []
    if request.method == "POST":
        if not policies.may_record(user):
            raise PermissionDenied
        try:
            return redirect("plan_reading", _concluded(request, found).pk)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            told = problems(refusal)
    concluded = life.tasks_visible(user).filter(conference=found).order_by("due", "pk")
    context = {
        "section": "programmes",
        "crumbs": _crumbs_of(found.programme),
        "conference": found,
        "kind": CONFERENCE_KINDS[ConferenceKind(found.kind)],
        "lines": [(task, state_of(task, today)) for task in concluded],
        "may_give": policies.may_give(user, user.body, today),
        "may_record": policies.may_record(user),
        "readings": [
            (one, readings.left_of(readings.candidates_of(one))) for one in readings.readings_of(user, conference=found)
        ],
        "typed": request.POST.get("text", ""),
        "problems": told,
    }
    return render(request, "desk/conference.html", context, status=422 if told else 200)


def _concluded(request: DeskRequest, found: Conference) -> PlanReading:
    """What was read of the conclusions; of the text that was typed where no file came."""
    file = request.FILES.get("file")
    content, name, size = request.POST.get("text", "").strip().encode(), "ket-luan.txt", 0
    if file is not None:
        content, name, size = file.read(settings.MAX_UPLOAD_BYTES + 1), file.name or "?", file.size or 0
    said: dict[str, Any] = {"content": content, "filename": name, "size": size, "is_illustration": settings.DEMO}
    return flow_plans.conclusions_receive(by=request.user, conference=found, **said)


def _crumbs_of(programme: Programme) -> list[tuple[str, str]]:
    return [
        (reverse("programmes"), _("Chương trình")),
        (reverse("programme_running", args=[programme.pk]), programme.number),
    ]
