"""Who is in scope of a standard in a year, as a commune's officers state it on the page of the standards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from chungtay.faces.desk.telling import language
from chungtay.gathering.registers.standards import policies, scoping
from chungtay.gathering.registers.standards.rules import rule_sets, subject_name
from chungtay.kernel.errors import side

if TYPE_CHECKING:
    from django.http import HttpResponse

    from chungtay.faces.desk.audience import DeskRequest
    from chungtay.reference.actors.models import User


def asked_of(user: User, rule: int, year: int) -> list[dict[str, Any]]:
    """What an officer of a commune is asked: each kind with what was said of it, or what is likely."""
    place, rules = user.body.place, rule_sets()[rule]
    if not policies.may_register(user, place) or not rules.holds_in(year):
        return []
    said = scoping.scopes_of(place, rule, year)
    return [
        {
            "kind": kind,
            "name": side(subject_name(kind), language()),
            "said": said.get(kind),
            "typed": said[kind].inside if kind in said else "",
            "guess": None if kind in said else scoping.scope_guessed(place, rules, year, kind),
        }
        for kind in scoping.kinds_stated(rules)
    ]


def stated(request: DeskRequest, rule: int, year: int) -> HttpResponse:
    """The kinds that were filled in, all or none; the room refuses what it does not take."""
    by = request.user
    document = request.POST.get("document", "")
    place = by.body.place
    with transaction.atomic():
        for kind in scoping.kinds_stated(rule_sets()[rule]):
            typed = request.POST.get(f"scope-{kind}", "").strip().replace(".", "")
            if typed:
                inside = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 8 else scoping.MOST + 1
                scoping.scope_state(
                    by=by, place=place, rule=rule, year=year, kind=kind, inside=inside, document=document
                )
    messages.success(request, _("Đã ghi diện xét."))
    return redirect(f"{reverse('standards')}?{urlencode({'bo': rule, 'nam': year})}")
