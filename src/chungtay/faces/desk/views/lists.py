"""What the desk works by rather than on: forms, groups of places. One page leads to each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from chungtay.faces.desk.audience import READERS, REPORTERS, DeskRequest, audience, is_among

if TYPE_CHECKING:
    from django.http import HttpResponse


@audience(*READERS)
def lists(request: DeskRequest) -> HttpResponse:
    """The lists that an account may look at."""
    has_villages = is_among(request.user, REPORTERS) and request.user.body.place.level == "commune"
    return render(request, "desk/lists.html", {"section": "lists", "has_villages": has_villages})
