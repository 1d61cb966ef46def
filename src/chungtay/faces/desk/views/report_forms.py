"""Forms: which there are, what one version asks of whom and by when, and making the next version."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chungtay.faces.desk.audience import READERS, Audience, DeskRequest, audience
from chungtay.faces.desk.form_editor import Working, owed_name, owed_words
from chungtay.faces.desk.form_telling import change_lines, row_name, row_unit, rule_words, section_lines
from chungtay.faces.desk.labels import LEVELS, REGIMES
from chungtay.faces.desk.paging import is_id
from chungtay.faces.desk.telling import problems, telling, words
from chungtay.kernel.errors import Refusal
from chungtay.kernel.periods import Regime
from chungtay.kernel.text import match_key
from chungtay.reference.forms import policies, queries, versions
from chungtay.reference.forms.calendar import period_of
from chungtay.reference.forms.comparing import compare
from chungtay.reference.forms.files import MOST_CHARACTERS, form_write
from chungtay.reference.forms.following import obligations_follow
from chungtay.reference.forms.ruling import OPS
from chungtay.reference.forms.texts import LEVELS as LEVELS_UP
from chungtay.reference.forms.texts import FormText

if TYPE_CHECKING:
    from chungtay.reference.forms.models import Form
    from chungtay.reference.places.models import Place

APPROVER = Audience.APPROVER
_CRUMB = "forms"


def standing(form: Form, today: date) -> str:
    """Whether a version is still to come ('future'), in force ('current') or over ('past')."""
    if form.valid_from > today:
        return "future"
    return "past" if form.valid_to is not None and form.valid_to < today else "current"


@audience(*READERS)
def forms(request: DeskRequest) -> HttpResponse:
    """The forms that concern the account: of the whole country, of its land, of the land around it."""
    today, search = timezone.localdate(), request.GET.get("tim", "").strip()[:100]
    every = request.GET.get("moi", "") == "1"
    lines = [line for form in queries.forms_visible(request.user) if (line := _listed(form, today, search)) is not None]
    shown = [line for line in lines if every or line["standing"] != "past"]
    context = {
        "section": "forms",
        "lines": shown,
        "search": search,
        "every": every,
        "hidden": len(lines) - len(shown),
        "may_make": policies.may_define(request.user, policies.own_scope(request.user)),
    }
    return render(request, "desk/forms.html", context)


def _listed(form: Form, today: date, search: str) -> dict[str, Any] | None:
    items = queries.form_items(form)
    names = " ".join(row_name(item.key.removesuffix("|")) for item in items) if search else ""
    words = match_key(f"{form.code} {form.name_vi} {form.name_en} {names}")
    if not all(word in words for word in match_key(search).split()):
        return None
    return {"form": form, "standing": standing(form, today), "rows": len(items), "regime": REGIMES[form.regime]}


@audience(*READERS)
def form_version(request: DeskRequest, id: int) -> HttpResponse:
    """One version: sections, rows, rules, who owes it, the next deadlines, and what it changes."""
    user, today = request.user, timezone.localdate()
    form = queries.form_in_view(by=user, id=id)
    text, known = versions.form_text(form), queries.versions_of(form)
    before = next((other for other in known if other.version < form.version), None)
    may_define = policies.may_define(user, form.scope)
    context = {
        "section": "forms",
        "crumbs": [(reverse(_CRUMB), _("Các biểu mẫu"))],
        "form": form,
        "standing": standing(form, today),
        "regime": REGIMES[form.regime],
        "owed_by": owed_name(*form.owed_by.split(":")) if form.owed_by else "",
        "owed": queries.owed_count(form, today, user.body.place),
        "guidance": form.guidance_vi if request.LANGUAGE_CODE == "vi" else form.guidance_en,
        "sections": section_lines(text),
        "count": len(text.rows),
        "rules": [rule_words(rule) for rule in text.rules],
        "deadlines": _deadlines(form, today),
        "due": _by_level(text.due),
        "versions": [(other, standing(other, today)) for other in known],
        "before": before,
        "changes": list(change_lines(compare(versions.form_text(before), text))) if before else [],
        "may_define": may_define,
        "may_withdraw": may_define and form == known[0] and not versions.is_shipped(form),
    }
    return render(request, "desk/form_version.html", context)


def _deadlines(form: Form, today: date) -> list[dict[str, Any]]:
    return [{"period": p, "by": _by_level(due)} for p, due in queries.deadlines_next(form, today)]


def _by_level(said: dict[str, Any]) -> list[tuple[Any, Any]]:
    """What is said by level, from the lowest up, with the level in words."""
    return [(LEVELS[level], said[level]) for level in LEVELS_UP if level in said]


@audience(*READERS)
def form_file(request: DeskRequest, id: int) -> HttpResponse:
    """The version as a file that can be reviewed and read in again."""
    form = queries.form_in_view(by=request.user, id=id)
    response = HttpResponse(form_write(versions.form_text(form)), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{form.code}-v{form.version}.yaml"'
    return response


@audience(APPROVER)
def form_next(request: DeskRequest, id: int) -> HttpResponse:
    """The next version of a form, begun with the rows of this one."""
    form = queries.form_in_view(by=request.user, id=id)
    begun = versions.form_draft(form)
    return _edited(request, begun, form.scope, before=queries.versions_of(form)[0])


@audience(APPROVER)
def form_new(request: DeskRequest) -> HttpResponse:
    """A new form of the account's land, empty or begun with the rows of another (`?tu=`)."""
    scope, begun = policies.own_scope(request.user), _blank(request)
    return _edited(request, begun, scope)


def _blank(request: DeskRequest) -> FormText:
    other = request.GET.get("tu", "")
    if is_id(other):
        form = queries.form_in_view(by=request.user, id=int(other))
        return replace(versions.form_draft(form), code=f"{form.code}-", version=1)
    begin = period_of(Regime.DECREE_MONTH, timezone.localdate()).end + timedelta(days=1)
    return FormText("", 1, "", "", Regime.DECREE_MONTH, begin, None, {"commune": 2}, ())


@audience(APPROVER)
def form_import(request: DeskRequest) -> HttpResponse:
    """A file becomes the page on which a version is made; nothing is kept until it is saved there."""
    _check_may_make(request)
    told: list[Any] = []
    if request.method == "POST":
        try:
            text = versions.form_from_file(_content(request))
        except Refusal as refusal:
            told = problems(refusal)
        else:
            return _page(request, Working.of(text), policies.own_scope(request.user), None, at=_saved_at(request, text))
    context = {
        "section": "forms",
        "crumbs": [(reverse(_CRUMB), _("Các biểu mẫu"))],
        "problems": told,
        "pasted": request.POST.get("text", "")[:MOST_CHARACTERS],
    }
    return render(request, "desk/form_import.html", context, status=422 if told else 200)


def _saved_at(request: DeskRequest, text: FormText) -> str:
    """Where the page of an imported form is sent: to its next version where the form is known, else to a new one."""
    known = next((form for form in queries.forms_visible(request.user) if form.code == text.code), None)
    return reverse("form_next", args=[known.pk]) if known else reverse("form_new")


def _content(request: DeskRequest) -> str:
    file = request.FILES.get("file")
    raw = file.read(MOST_CHARACTERS * 4) if file else request.POST.get("text", "").encode()
    # What is no text becomes marks that no form holds, and is refused with its line.
    return raw.decode("utf-8-sig", errors="replace")


def _check_may_make(request: DeskRequest) -> None:
    if request.method == "POST" and not policies.may_define(request.user, policies.own_scope(request.user)):
        raise PermissionDenied


def _edited(request: DeskRequest, begun: FormText, scope: Place | None, before: Form | None = None) -> HttpResponse:
    """The page on which a version is made: shown, changed by a button, or saved."""
    if request.method != "POST":
        return _page(request, Working.of(begun), scope, before)
    if not policies.may_define(request.user, scope):
        raise PermissionDenied
    working, do = Working.sent(request.POST), request.POST.get("do", "")
    if before is not None:
        working.head["code"] = before.code
    if do != "save":
        working.act(do, request.POST)
        return _page(request, working, scope, before, look=do == "preview")
    text = working.text(begun.version)
    if text is None:
        return _page(request, working, scope, before, checked=True)
    try:
        made = versions.version_make(by=request.user, text=text, scope=scope)
    except Refusal as refusal:
        return _page(request, working, scope, before, told=[words(p) for p in refusal.problems], checked=True)
    messages.success(request, _("Đã lập phiên bản %(n)d.") % {"n": made.version})
    return redirect("form_version", made.pk)


def _page(
    request: DeskRequest,
    working: Working,
    scope: Place | None,
    before: Form | None,
    *,
    look: bool = False,
    checked: bool = False,
    told: list[Any] | None = None,
    at: str = "",
) -> HttpResponse:
    head = working.head_form()
    head.is_valid()
    text = working.text(before.version + 1 if before else 1) if look or checked else None
    if look and text is not None:
        told = [words(p) for p in versions.version_problems(text, scope)]
    rows = [line.row for line in working.lines if line.row]
    context = {
        "section": "forms",
        "crumbs": [(reverse(_CRUMB), _("Các biểu mẫu")), *_crumb_of(before)],
        "working": working,
        "head": head,
        "show_errors": look or checked,
        "due_is_bad": not working.is_due_read,
        "scope": scope,
        "before": before,
        "at": at,
        "hold": request.POST.get("do", "").startswith(("up:", "down:", "remove:", "section")),
        "lines": [(line, row_name(line.row), row_unit(line.row)) for line in working.lines],
        "headings": [line for line in working.lines if not line.row],
        "rows": [(row, row_name(row)) for row in rows],
        "rules": [(n, rule_words(rule), rule) for n, rule in enumerate(working.rules)],
        "found": [(row, row_name(row), row_unit(row)) for row in working.found()],
        "regimes": REGIMES.items(),
        "owed_choices": owed_words(),
        "due": [(level, LEVELS[level], working.due.get(level, "")) for level in LEVELS_UP],
        "operators": OPS,
        "problems": told or [],
        "preview": section_lines(text) if look and text is not None else [],
        "changes": list(change_lines(compare(versions.form_text(before), text))) if look and text and before else [],
        "looked": look and text is not None,
        "may_save": policies.may_define(request.user, scope),
    }
    return render(request, "desk/form_edit.html", context, status=422 if checked else 200)


def _crumb_of(before: Form | None) -> list[tuple[str, str]]:
    if before is None:
        return []
    return [(reverse("form_version", args=[before.pk]), f"{before.code} v{before.version}")]


@audience(APPROVER)
@require_POST
def form_withdraw(request: DeskRequest, id: int) -> HttpResponse:
    """Take back a version that nobody has used."""
    form = queries.form_in_view(by=request.user, id=id)
    with telling(request):
        versions.version_withdraw(by=request.user, form=form)
        messages.success(request, _("Đã thu hồi phiên bản chưa dùng."))
        return redirect("forms")
    return redirect("form_version", id)


@audience(APPROVER)
@require_POST
def form_follow(request: DeskRequest, id: int) -> HttpResponse:
    """Bring what is owed into line with units and bodies as they are now."""
    form = queries.form_in_view(by=request.user, id=id)
    with telling(request):
        done = obligations_follow(by=request.user, form=form)
        if done.is_nothing:
            messages.info(request, _("Nghĩa vụ báo cáo đã khớp với địa giới."))
        else:
            said = {"opened": done.opened, "ended": done.ended, "bound": done.bound}
            told = _("Nghĩa vụ báo cáo: thêm %(opened)d, kết thúc %(ended)d, gắn đơn vị %(bound)d.") % said
            messages.success(request, told)
    return redirect("form_version", id)
