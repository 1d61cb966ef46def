"""Documents of the steps of a point's life: attached, and taken off again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chungtay import flow_attaching
from chungtay.faces.desk.audience import REPORTERS, DeskRequest, audience
from chungtay.faces.desk.forms import REQUIRED
from chungtay.faces.desk.views.point import done
from chungtay.gathering.registers.community import services

if TYPE_CHECKING:
    from django.http import HttpResponse

    from chungtay.gathering.registers.community.models import ModelPoint


class DocumentForm(forms.Form):
    """A file for a step; `off`: the document of a step that is taken off."""

    line = forms.IntegerField(required=False)
    off = forms.IntegerField(required=False)
    file = forms.FileField(required=False, allow_empty_file=True, error_messages=REQUIRED)
    number = forms.CharField(required=False, max_length=60)


@audience(*REPORTERS)
@require_POST
def step_document(request: DeskRequest, id: int) -> HttpResponse:
    """Attach a document to a step, or take one off."""
    form = DocumentForm(request.POST, request.FILES)

    def deed(found: ModelPoint) -> None:
        data = form.cleaned_data
        if data["off"] is not None:
            services.document_remove(by=request.user, point=found, id=data["off"])
            return
        file = data["file"]
        flow_attaching.step_attach(
            by=request.user,
            point=found,
            step_id=data["line"] or 0,
            content=file.read() if file else b"",
            size=(file.size if file else None) or 0,
            filename=(file.name if file else "") or "?",
            number=data["number"],
            is_illustration=settings.DEMO,
        )

    said = _("Đã gỡ tài liệu khỏi bước này.") if request.POST.get("off") else _("Đã đính kèm tài liệu.")
    return done(request, id, form, "life", deed, said)
