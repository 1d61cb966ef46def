"""The registers: what is kept one by one, and which of them the account's body keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone

from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.gathering.registers.community import queries as community

if TYPE_CHECKING:
    from django.http import HttpResponse


@audience(*READERS)
def registers(request: DeskRequest) -> HttpResponse:
    """All registers with what they hold of the account's territory."""
    told = community.totals(request.user, timezone.localdate())
    context = {
        "section": "registers",
        "points": told,
        "may_register": community.may_register(request.user, request.user.body.place),
    }
    return render(request, "desk/registers.html", context)
