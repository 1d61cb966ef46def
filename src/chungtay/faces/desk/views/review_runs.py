"""The reviews of many places at once: asked for here, made by the worker, told place by place, taken as one zip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from chungtay import flow_reviews
from chungtay.faces.desk import jobs, labels
from chungtay.faces.desk.audience import Audience, DeskRequest, audience
from chungtay.faces.desk.forms import REQUIRED, DaysForm
from chungtay.faces.desk.paging import Paged, is_id, matching, paged
from chungtay.faces.desk.telling import ProblemWords, language, problems
from chungtay.faces.desk.views.papers import KINDS, sent
from chungtay.gathering.programmes import queries as programmes
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.reference.places.queries import place_label
from chungtay.results.issuing import runs
from chungtay.results.issuing.files import MADE
from chungtay.results.issuing.kinds import FileKind

if TYPE_CHECKING:
    from datetime import date

    from chungtay.results.issuing.models import ReviewRun, RunFile, RunPart

_USUAL = (FileKind.DOCX, FileKind.PDF)
_KINDS = {kind: words for kind, words in labels.REVIEW_KINDS.items() if kind != "thematic"}
"""What a report on chosen content areas is about is said for each by itself."""


class RunForm(DaysForm):
    """Which reviews: a programme, two days, a kind, on which day's map, as which files."""

    programme = forms.IntegerField(error_messages=REQUIRED)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *((kind, kind) for kind in _KINDS)])
    on = forms.ChoiceField(required=False, choices=[("", ""), ("today", "today")])
    wanted = forms.MultipleChoiceField(
        choices=[(kind, kind) for kind in MADE],
        error_messages={"required": gettext_lazy("Hãy chọn ít nhất một loại tệp.")},
    )


@audience(Audience.APPROVER)
def review_runs(request: DeskRequest) -> HttpResponse:
    """The runs of the body, and the form for another. A POST begins one."""
    told: list[ProblemWords] = []
    form = RunForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _has_programme(request, form):
        try:
            return redirect("review_run", _begun(request, form.cleaned_data).pk)
        except NotAllowed:
            raise
        except Refusal as refusal:
            told = problems(refusal)
    page: Paged[ReviewRun] = paged(request, runs.runs_visible(request.user))
    today, place = localdate(), request.user.body.place
    context = {
        "section": "reviews",
        "crumbs": [(reverse("reviews"), _("Tổng kết"))],
        "form": form,
        "problems": told,
        "lines": [(run, runs.counts_of(run)) for run in page],
        "programmes": list(programmes.programmes_visible(request.user)),
        "place": place,
        "now": len(flow_reviews.places_of(place, today)),
        "usual": [today.replace(month=1, day=1), today.replace(month=12, day=31)],
        "kinds": [(kind, KINDS[kind], kind in _wanted(form)) for kind in MADE],
        "review_kinds": _KINDS,
        **page.context,
    }
    return render(request, "desk/review_runs.html", context, status=422 if told or form.errors else 200)


def _wanted(form: RunForm) -> list[str]:
    return list(form["wanted"].value() or []) if form.is_bound else list(_USUAL)


def _has_programme(request: DeskRequest, form: RunForm) -> bool:
    """Whether the programme is one that the account sees; else the form says so."""
    asked = form.cleaned_data["programme"]
    if is_id(str(asked)) and programmes.programmes_visible(request.user).filter(pk=asked).exists():
        return True
    form.add_error("programme", _("Không thấy chương trình này. Hãy chọn lại."))
    return False


def _begun(request: DeskRequest, data: dict[str, Any]) -> ReviewRun:
    run = flow_reviews.reviews_begin(
        by=request.user,
        programme=programmes.programmes_visible(request.user).get(pk=data["programme"]),
        period=data["period"],
        on=_map_day(data),
        kind=data["kind"],
        files=[FileKind(kind) for kind in data["wanted"]],
    )
    jobs.reviews_work.enqueue(run.pk)
    return run


def _map_day(data: dict[str, Any]) -> date:
    """The period's last day, unless today's map is asked for."""
    end: date = data["end"]
    return localdate() if data["on"] == "today" else end


@audience(Audience.APPROVER)
def review_run(request: DeskRequest, id: int) -> HttpResponse:
    """How far a run is and what became of each place. `tt`: of one state; `q`: by name."""
    found = runs.run_get(by=request.user, id=id)
    state, search = request.GET.get("tt", ""), request.GET.get("q", "").strip()
    parts = [part for part in runs.parts_of(found) if not state or part.state == state]
    page: Paged[RunPart] = paged(request, matching(parts, search, lambda part: place_label(part.place, language())))
    files = runs.files_of(found)
    context = {
        "section": "reviews",
        "crumbs": [(reverse("reviews"), _("Tổng kết")), (reverse("review_runs"), _("Lập cho nhiều nơi"))],
        "lines": [_line(part, files.get(part.pk, [])) for part in page],
        "state": state if state in runs.RunState.values else "",
        "search": search,
        **_progress(found),
        **page.context,
    }
    return render(request, "desk/review_run.html", context)


def _line(part: RunPart, files: list[RunFile]) -> dict[str, Any]:
    kinds = [(file, KINDS[FileKind(file.kind)]) for file in files]
    return {"part": part, "files": kinds, "told": part.told.get(language(), "")}


def _progress(found: ReviewRun) -> dict[str, Any]:
    counts = runs.counts_of(found)
    return {"run": found, "counts": counts, "settled": counts["all"] - counts["waiting"]}


@audience(Audience.APPROVER)
def review_run_progress(request: DeskRequest, id: int) -> HttpResponse:
    """The progress alone, asked for again and again while places wait."""
    found = runs.run_get(by=request.user, id=id)
    response = render(request, "desk/_review_run_progress.html", _progress(found))
    if found.ended_at is not None:
        response.headers["HX-Refresh"] = "true"
    return response


@audience(Audience.APPROVER)
@require_POST
def review_run_resume(request: DeskRequest, id: int) -> HttpResponse:
    """`do`: go on with what waits, try the refused ones again too, or stop after the one that is being made."""
    found = runs.run_get(by=request.user, id=id)
    do = request.POST.get("do", "resume")
    if do == "stop":
        runs.run_end(run=found)
        messages.success(request, _("Sẽ dừng sau báo cáo đang lập. Báo cáo đã lập vẫn giữ; có thể tiếp tục sau."))
    elif runs.run_reopen(run=found, refused_too=do == "again"):
        jobs.reviews_work.enqueue(found.pk)
        messages.success(request, _("Đã xếp lại vào hàng đợi. Báo cáo đã lập không lập lần thứ hai."))
    return redirect("review_run", found.pk)


@audience(Audience.APPROVER)
def review_run_zip(request: DeskRequest, id: int) -> HttpResponse:
    """All files made so far in one zip."""
    found = runs.run_get(by=request.user, id=id)
    name = f"bao-cao-{found.place.code}-{found.end:%Y%m%d}.zip"
    made = FileResponse(runs.archive(found), as_attachment=True, filename=name, content_type="application/zip")
    return cast("HttpResponse", made)


@audience(Audience.APPROVER)
def review_run_file(request: DeskRequest, id: int, file: int) -> HttpResponse:
    """One file of a run."""
    found = runs.file_get(by=request.user, run=id, id=file)
    return sent(bytes(found.content), FileKind(found.kind), found.name)
