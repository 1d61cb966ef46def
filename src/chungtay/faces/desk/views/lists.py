"""What the desk works by rather than on: forms, groups of places. One page leads to each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.reference.actors.policies import may_keep_villages

if TYPE_CHECKING:
    from django.http import HttpResponse


@audience(*READERS)
def lists(request: DeskRequest) -> HttpResponse:
    """The lists that an account may look at."""
    may_villages = may_keep_villages(request.user, request.user.body.place)
    return render(request, "desk/lists.html", {"section": "lists", "may_villages": may_villages})
