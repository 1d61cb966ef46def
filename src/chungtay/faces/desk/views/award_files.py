"""The recipients of one round: what an address narrows them to, and the list as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from chungtay.faces.desk.registerlists import as_file
from chungtay.faces.desk.telling import language, sentence
from chungtay.faces.desk.views.commendations import FATES, recipient_name
from chungtay.gathering.registers.commendations import queries
from chungtay.gathering.registers.commendations.kinds import RECIPIENTS, achievements
from chungtay.gathering.registers.commendations.queries import AwardsAsked, Fate
from chungtay.kernel.errors import Refusal, side
from chungtay.reference.places.queries import place_label

if TYPE_CHECKING:
    from chungtay.faces.desk.audience import DeskRequest
    from chungtay.gathering.registers.commendations.models import Round
    from chungtay.gathering.registers.lists.exporting import Cell

HEAD = (
    *("id", "phien_ban", "tinh_trang", "doi_tuong", "ten", "dia_ban", "thanh_tich", "tu_ngay", "den_ngay"),
    *("noi_dung", "so_lieu_gia_dinh"),
)


def awards_asked(request: DeskRequest) -> AwardsAsked:
    """What the list is narrowed to. A name is looked for by a form that is sent, because addresses stand in logs."""
    kind, fate = _number(request.GET.get("loai", "")), _number(request.GET.get("tinh-trang", ""))
    finds = request.method == "POST" and request.POST.get("do") == "find"
    return AwardsAsked(
        kind=kind if kind in RECIPIENTS else None,
        fate=fate if fate in FATES else None,
        words=request.POST.get("name", "").strip()[:80] if finds else "",
    )


def _number(text: str) -> int:
    return int(text) if len(text) == 1 and text in "123456789" else 0


def round_file(request: DeskRequest, held: Round, asked: AwardsAsked) -> HttpResponse:
    """Whom the account may know of the round, as CSV or as a workbook; guarded recipients stand in none."""
    try:
        return as_file(request.GET["dang"], f"khen-thuong-{held.pk}", _("Đối tượng"), HEAD, _rows(request, held, asked))
    except Refusal as refusal:
        messages.error(request, sentence(refusal.problems[0]))
        return redirect("commendation", held.pk)


def _rows(request: DeskRequest, held: Round, asked: AwardsAsked) -> Iterator[list[Cell]]:
    tongue = language()
    for award in queries.awards_of_file(request.user, held, asked):
        yield [
            award.pk,
            award.version,
            str(FATES[Fate(award.fate)][1]),
            recipient_name(award.kind),
            award.name,
            place_label(award.place, tongue),
            side(achievements()[award.achievement].name, tongue),
            award.achieved_from,
            award.achieved_to,
            award.told,
            "x" if held.is_illustration else "",
        ]
