"""Where next with a kind of model: what its label allows, communes alike with reasons, the backtest, and their tasks.

No recommendation stands on a label that tells nothing. Then there is a trial in stages by lot, which is how one comes
to know; it is offered for both, and never as a list of best places.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.pointwords import kind_words
from chungtay.faces.desk.telling import language, problems, telling
from chungtay.gathering.registers.community import queries as community
from chungtay.kernel.errors import NotAllowed, Refusal, side
from chungtay.reference.places.queries import place_label, places_by_id, places_by_key
from chungtay.results.analysis.effects.inference import Interval
from chungtay.results.analysis.effects.labels import Label, range_in_words
from chungtay.results.analysis.replication.shortlist import CAUTION, WORDS, Answer
from chungtay.results.analysis.studies import queries, trials

if TYPE_CHECKING:
    from django.http import HttpResponse

    from chungtay.reference.actors.models import User

DUE = timedelta(days=90)


@audience(*READERS)
def kind_replication(request: DeskRequest, id: int) -> HttpResponse:
    """The page. A POST of chosen communes (`chon`) draws which half begins first and gives each its task."""
    user = request.user
    crumbs = [(reverse("registers"), _("Sổ theo dõi")), (reverse("model_kinds"), _("Các loại mô hình"))]
    try:
        kind = community.kind_seen(user, id)
    except NotAllowed:
        raise
    except Refusal as refusal:
        context: dict[str, Any] = {"section": "registers", "crumbs": crumbs, "problems": problems(refusal)}
        return render(request, "desk/kind_replication.html", context, status=422)
    if request.method == "POST":
        with telling(request):
            keys = request.POST.getlist("chon")[: trials.MOST]
            made = trials.trial_begin(
                by=user, kind=kind, keys=keys, due=timezone.localdate() + DUE, is_illustration=settings.DEMO
            )
            first = sum(one.wave == 1 for one in made)
            said = _("Đã bốc thăm và giao việc: %(a)d xã làm đợt 1, %(b)d xã làm đợt 2.")
            messages.success(request, said % {"a": first, "b": len(made) - first})
        return redirect("kind_replication", kind.pk)
    study = next((one for one in queries.studies_visible(user).filter(kind=kind, state="done")[:1]), None)
    found = ((study.result if study else None) or {}).get("replication")
    context = {
        "section": "registers",
        "crumbs": [*crumbs, (reverse("model_kind", args=[kind.pk]), kind_words(kind))],
        "kind": kind,
        "study": study,
        "label": side(Label(study.label).words, language()) if study else "",
        "found": _told(found) if found else None,
        "caution": side(CAUTION, language()),
        "may_begin": trials.may_begin(user),
        "likes": _likes(user, kind) if trials.may_begin(user) else [],
        "trials": trials.trials_of(user, kind),
    }
    return render(request, "desk/kind_replication.html", context)


def _likes(user: User, kind: Any) -> list[tuple[str, str, str]]:
    """Communes that the trial may draw from: key, name, and its province, for names come again in several."""
    shortlist = community.shortlist_of(user, kind, timezone.localdate())
    found = [shortlist.places[one.place.id] for one in shortlist.likes]
    provinces = places_by_id({place.home_province_id for place in found if place.home_province_id})
    return [
        (
            place.key,
            place_label(place, language()),
            place_label(provinces[home], language()) if (home := place.home_province_id) in provinces else "",
        )
        for place in found
    ]


def _told(found: dict[str, Any]) -> dict[str, Any]:
    lang = language()
    keys = {one["place"] for one in found["suggested"]} | {
        like["place"] for one in found["suggested"] for like in one["alike"]
    }
    places = places_by_key(sorted(keys))
    names = {key: place_label(place, lang) for key, place in places.items()}
    test = found["backtest"]
    return {
        "overall": side(range_in_words(Interval(*found["overall"])), lang),
        "counted": [(side(WORDS[Answer(answer)], lang), number) for answer, number in found["counted"].items()],
        "backtest": test,
        "lines": [
            {
                "key": one["place"],
                "name": names.get(one["place"], one["place"]),
                "reasons": [reason[lang] for reason in one["reasons"]],
                "range": side(range_in_words(Interval(*one["range"])), lang) if one["range"] else "",
                "alike": [
                    (
                        names.get(like["place"], like["place"]),
                        ", ".join(word[lang] for word in like["match"]),
                        ", ".join(word[lang] for word in like["differ"]),
                    )
                    for like in one["alike"]
                ],
            }
            for one in found["suggested"]
        ],
    }
