"""A review on paper: what can be taken of it, issuing it under a number, what was issued, whether a file is that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from chungtay import flow
from chungtay.faces.desk.audience import READERS, Audience, DeskRequest, audience, is_among
from chungtay.faces.desk.forms import MEGABYTE, NOT_A_DATE, REQUIRED
from chungtay.faces.desk.telling import language, telling
from chungtay.faces.desk.views.reviews import review_in_view
from chungtay.gathering.approval import policies
from chungtay.results.issuing import agreeing
from chungtay.results.issuing import queries as papers
from chungtay.results.issuing.corrigenda import Correction
from chungtay.results.issuing.files import ENDINGS, MADE, TYPES
from chungtay.results.issuing.kinds import FileKind, Rendition

if TYPE_CHECKING:
    from datetime import datetime

    from chungtay.results.issuing.models import Issued
    from chungtay.results.reviews.models import Review

_PAIRS = 3
KINDS = {
    FileKind.DOCX: gettext_lazy("Word (.docx)"),
    FileKind.PDF: gettext_lazy("PDF lưu trữ (PDF/A)"),
    FileKind.PAGE: gettext_lazy("Trang đọc được (.html)"),
    FileKind.SLIDES: gettext_lazy("Trang chiếu (.pptx)"),
    FileKind.SHEETS: gettext_lazy("Phụ lục số liệu (.xlsx)"),
    FileKind.BRIEF: gettext_lazy("Tóm tắt một trang (PDF)"),
    FileKind.MANIFEST: gettext_lazy("Bản kê (.json)"),
    FileKind.SIGNED: gettext_lazy("PDF đã ký số"),
}
"""Kinds of files in words."""


class IssueForm(forms.Form):
    """The number in the book of outgoing papers, and the day."""

    number = forms.IntegerField(min_value=1, max_value=99_999, error_messages=REQUIRED)
    on = forms.DateField(error_messages=NOT_A_DATE)


@audience(*READERS)
def review_papers(request: DeskRequest, id: int) -> HttpResponse:
    """Everything that can be taken of a review, and what was issued of it."""
    return _shown(request, review_in_view(request.user, id))


@dataclass(frozen=True)
class Refused:
    """What was typed for a corrigendum of a paper and refused: its number and day, and the pairs of words."""

    paper: int
    form: IssueForm
    pairs: list[tuple[str, str]]


def _shown(
    request: DeskRequest, found: Review, form: IssueForm | None = None, refused: Refused | None = None
) -> HttpResponse:
    """The page; with what was typed and refused, `form` for issuing, `refused` for a corrigendum."""
    issued = list(papers.papers_of(found))
    put_right = [paper.issued_at for paper in issued if paper.rendition == Rendition.OFFICIAL and paper.ordinal]
    context: dict[str, Any] = {
        "section": "reviews",
        "crumbs": [(reverse("reviews"), _("Tổng kết")), (reverse("review", args=[found.pk]), found.programme.number)],
        "review": found,
        "kinds": [(kind, KINDS[kind]) for kind in MADE],
        "issued": [_told(request, paper, put_right, refused) for paper in issued],
        "lacks_public": flow.lacks_public_paper(found) and policies.may_release(request.user, found.place),
        "is_issued": any(paper.rendition == Rendition.OFFICIAL for paper in issued),
        "forms": [(name, words.of(language())) for name, words in papers.forms_of_review(found, by=request.user)],
        "may_issue": is_among(request.user, (Audience.APPROVER,)),
        "form": form,
        "wrong": refused.form if refused else form,
        "today": localdate(),
        "parties": agreeing.words_of_parties(found),
        "may_say": agreeing.may_say(request.user, found),
        "may_ask": agreeing.may_ask(request.user, found),
    }
    return render(request, "desk/review_papers.html", context, status=422 if form or refused else 200)


def _told(request: DeskRequest, paper: Issued, put_right: list[datetime], refused: Refused | None) -> dict[str, Any]:
    """An issued paper with its files; `is_first`: a corrigendum can be made of it, from the words typed so far;
    `is_older`: a public paper that prints what was put right since; `others`: parties whose letters a corrigendum of it
    needs, with what was typed; `letters`: those by which parties agreed to this corrigendum."""
    typed = refused if refused is not None and refused.paper == paper.pk else None
    pairs = typed.pairs if typed else []
    is_first = paper.rendition == Rendition.OFFICIAL and paper.ordinal == 0
    joint = agreeing.parties_beside(paper, request.user.body.line) if is_first else {}
    return {
        "paper": paper,
        "is_public": paper.rendition == Rendition.PUBLIC,
        "is_older": paper.rendition == Rendition.PUBLIC
        and not paper.ordinal
        and any(at > paper.issued_at for at in put_right),
        "is_first": is_first,
        "others": [(line, name, request.POST.get(f"letter-{line}", "")) for line, name in joint.items()],
        "letters": agreeing.letters_of(paper) if paper.ordinal and paper.rendition == Rendition.OFFICIAL else [],
        "files": [(file, KINDS[FileKind(file.kind)]) for file in papers.files_of_issued(paper)],
        "form": typed.form if typed else None,
        "pairs": [*pairs, *[("", "")] * (_PAIRS - len(pairs))],
    }


@audience(*READERS)
def review_file(request: DeskRequest, id: int, kind: str) -> HttpResponse:
    """A draft: the official paper as it stands now, number and day open."""
    found = review_in_view(request.user, id)
    if kind not in MADE:
        raise Http404
    with telling(request):
        content = papers.draft_file(found, FileKind(kind))
        return sent(content, FileKind(kind), f"{found.kind}-{found.snapshot.code}{ENDINGS[FileKind(kind)]}")
    return redirect("review_papers", id)


@audience(*READERS)
def issued_file(request: DeskRequest, id: int, paper: int, kind: str) -> HttpResponse:
    """A file as it was issued."""
    file = papers.file_of(_paper_in_view(request, id, paper), kind)
    return sent(bytes(file.content), FileKind(file.kind), file.name)


def _paper_in_view(request: DeskRequest, id: int, paper: int) -> Issued:
    found = papers.issued_get(by=request.user, id=paper)
    if found.review_id != review_in_view(request.user, id).pk:
        raise Http404
    return found


def sent(content: bytes, kind: FileKind, name: str) -> HttpResponse:
    """A file to be saved under its name."""
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@audience(Audience.APPROVER)
@require_POST
def review_issue(request: DeskRequest, id: int) -> HttpResponse:
    """Freeze the paper under its number and day."""
    found = review_in_view(request.user, id)
    form = IssueForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form)
    with telling(request):
        flow.review_issue(
            by=request.user,
            review=found,
            number=form.cleaned_data["number"],
            issued_on=form.cleaned_data["on"],
            issuer=request.POST.get("issuer", ""),
            is_deputy="deputy" in request.POST,
        )
        messages.success(request, _("Đã ban hành. Văn bản và các tệp không đổi nữa."))
        return redirect("review_papers", id)
    return _shown(request, found, form)


@audience(*READERS)
@require_POST
def review_agree(request: DeskRequest, id: int) -> HttpResponse:
    """Ask the other parties (`do` "ask"), write down that one agreed by letter ("letter"), or say whether one's own
    agrees to the words as they stand ("agree", "not_yet")."""
    found, user, do = review_in_view(request.user, id), request.user, request.POST.get("do")
    with telling(request):
        if do == "ask":
            agreeing.agreement_ask(by=user, review=found)
            messages.success(request, _("Đã gửi các bên. Việc này hiện ở trang đầu của họ."))
        elif do == "letter":
            line, letter = request.POST.get("line", ""), request.POST.get("letter", "")
            agreeing.agreement_write_down(by=user, review=found, line=line, letter=letter)
            messages.success(request, _("Đã ghi công văn đồng ý."))
        elif do in ("agree", "not_yet"):
            agreeing.agreement_say(by=user, review=found, agrees=do == "agree")
            messages.success(request, _("Đã ghi ý kiến của cơ quan bạn."))
        else:
            raise Http404
    return redirect("review_papers", id)


@audience(Audience.APPROVER)
@require_POST
def issued_correct(request: DeskRequest, id: int, paper: int) -> HttpResponse:
    """A corrigendum of an issued paper."""
    issued = _paper_in_view(request, id, paper)
    form = IssueForm(request.POST)
    pairs = list(zip(request.POST.getlist("printed"), request.POST.getlist("correct"), strict=False))
    if not form.is_valid():
        return _shown(request, issued.review, refused=Refused(paper, form, pairs))
    with telling(request):
        flow.review_correct(
            by=request.user,
            issued=issued,
            corrections=[Correction(*pair) for pair in pairs if any(part.strip() for part in pair)],
            number=form.cleaned_data["number"],
            issued_on=form.cleaned_data["on"],
            letters={
                line: request.POST.get(f"letter-{line}", "")
                for line in agreeing.parties_beside(issued, request.user.body.line)
            },
        )
        messages.success(request, _("Đã ban hành bản đính chính. Văn bản cũ giữ nguyên."))
        return redirect("review_papers", id)
    return _shown(request, issued.review, refused=Refused(paper, form, pairs))


@audience(*READERS)
def file_verify(request: DeskRequest) -> HttpResponse:
    """Whether a file is one that was released: it is read and forgotten, only its bytes count."""
    context: dict[str, Any] = {"section": "reviews", "crumbs": [(reverse("reviews"), _("Tổng kết"))]}
    file = request.FILES.get("file")
    if file is not None and (file.size or 0) > settings.MAX_UPLOAD_BYTES:
        messages.error(request, _("Tệp lớn hơn %(most)d MB.") % {"most": settings.MAX_UPLOAD_BYTES // MEGABYTE})
    elif file is not None:
        found = papers.verified(by=request.user, content=file.read())
        known = found.file or found.of or found.begun
        context |= {
            "name": file.name,
            "found": found,
            "known": known,
            "kind": KINDS[FileKind(known.kind)] if known else "",
        }
    return render(request, "desk/file_verify.html", context)
