"""The registers: what is kept one by one, and which of them the account's body keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone

from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.gathering.registers.activities import queries as activities
from chungtay.gathering.registers.activities.types import Sieve
from chungtay.gathering.registers.community import queries as community
from chungtay.gathering.registers.forces import queries as forces
from chungtay.gathering.registers.standards import queries as standards

if TYPE_CHECKING:
    from django.http import HttpResponse

SAFE = 1
"""The rule set that most subjects register under: safe in security and order."""


@audience(*READERS)
def registers(request: DeskRequest) -> HttpResponse:
    """All registers with what they hold of the account's territory."""
    user, today = request.user, timezone.localdate()
    held = activities.kind_counts(user, Sieve(start=today.replace(month=1, day=1), end=today))
    rates = standards.rates(user, standards.Asked(SAFE, today.year))
    context = {
        "section": "registers",
        "points": community.totals(user, today),
        "year": today.year,
        "held": sum(count.held for count in held),
        "teams": sum(kind.teams for kind in forces.strengths_now(user, today)),
        "registered": sum(rate.registered for rate in rates),
        "recognised": sum(rate.recognised for rate in rates),
    }
    return render(request, "desk/registers.html", context)
