"""One kind of model: where it works and with what result, and which communes are most like those."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay.faces.desk import likewords, pointwords
from chungtay.faces.desk.audience import READERS, DeskRequest, audience
from chungtay.faces.desk.registerlists import as_file
from chungtay.faces.desk.telling import language, problems
from chungtay.faces.desk.views.points import place_asked, places_offered
from chungtay.gathering.registers.community import queries as community
from chungtay.kernel.errors import NotAllowed, Refusal, side
from chungtay.reference.places.queries import place_label, places_by_id
from chungtay.results.analysis.studies.queries import labels_by_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpResponse

    from chungtay.gathering.registers.community.models import ModelKind
    from chungtay.gathering.registers.community.queries import Likeness, Outcome, Shortlist
    from chungtay.gathering.registers.lists.exporting import Cell
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place
    from chungtay.reference.places.queries import PlaceLine

FILES = ("csv", "xlsx")
MOST_OUTCOMES = 200


@dataclass(frozen=True)
class Line:
    """A commune of the shortlist with its reasons in words."""

    place: PlaceLine
    province: Place | None
    example: str
    agrees: str
    differs: str
    km: str
    had: bool
    is_kept: bool
    like: Likeness


@dataclass(frozen=True)
class _Told:
    """What the address asks for: a kind, within a province of the country or not, and the communes that are kept."""

    kind: ModelKind
    within: Place | None
    kept: frozenset[str]

    def address(self, name: str, **more: str) -> str:
        """A page about the same, with the communes that are kept."""
        query = [("dia-ban", self.within.key)] if self.within else []
        query += [("chon", key) for key in sorted(self.kept)] + list(more.items())
        return f"{reverse(name, args=[self.kind.pk])}?{urlencode(query)}"


@audience(*READERS)
def model_kind(request: DeskRequest, id: int) -> HttpResponse:
    """One kind with its results and its shortlist; `dang` gives the shortlist as a file."""
    user, today = request.user, timezone.localdate()
    crumbs = [
        (reverse("registers"), _("Sổ theo dõi")),
        (reverse("points"), _("Điểm mô hình")),
        (reverse("model_kinds"), _("Các loại mô hình")),
    ]
    try:
        kind = community.kind_seen(user, id)
    except NotAllowed:
        raise
    except Refusal as refusal:
        told_off = {"section": "registers", "crumbs": crumbs, "problems": problems(refusal)}
        return render(request, "desk/model_kind.html", told_off, status=422)
    told = _Told(kind, place_asked(user, request.GET.get("dia-ban", "")), frozenset(request.GET.getlist("chon")[:200]))
    found = community.shortlist_of(user, kind, today, told.within)
    lines = list(_lines(found, told))
    if request.GET.get("dang") in FILES:
        return _as_file(request.GET["dang"], lines, told)
    results = community.outcomes(user, kind, today)
    context = {
        "section": "registers",
        "crumbs": crumbs,
        "kind": kind,
        "grades": [(_grade_words(grade), n) for grade, n in community.grades_given(user, kind, today)],
        "effect": _effect(user, kind.pk),
        "known": sum(row.known for row in results),
        "unknown": sum(row.unknown for row in results),
        "outcomes": _placed(results[:MOST_OUTCOMES]),
        "more_outcomes": max(0, len(results) - MOST_OUTCOMES),
        "found": found,
        "lines": lines,
        "kept": sum(line.is_kept for line in lines),
        "told": told,
        "places": places_offered(user) if user.body.place.level == "country" else [],
        "can_list": user.body.place.level in ("country", "province"),
        "unknown_after": community.UNKNOWN_AFTER_MONTHS,
        "csv": told.address("model_kind", dang="csv"),
        "xlsx": told.address("model_kind", dang="xlsx"),
    }
    return render(request, "desk/model_kind.html", context)


def _effect(user: User, kind: int) -> str:
    """The label of its latest study in words; empty where none is done."""
    label = labels_by_kind(user).get(kind)
    return side(label.words, language()) if label else ""


def _grade_words(grade: object) -> str:
    if grade is None:
        return _("Chưa xếp loại")
    return str(getattr(grade, "name_en" if language() == "en" else "name_vi"))


def _placed(rows: Iterable[Outcome]) -> list[tuple[Place, Outcome]]:
    told = list(rows)
    places = places_by_id(row.place for row in told)
    return [(places[row.place], row) for row in told if row.place in places]


def _lines(found: Shortlist, told: _Told) -> Iterator[Line]:
    ids = {place.home_province_id for place in found.places.values() if place.home_province_id}
    provinces = places_by_id(ids)
    for like in found.likes:
        place, example = found.places[like.place.id], found.places[like.example.id]
        yield Line(
            place,
            provinces.get(place.home_province_id or 0),
            likewords.place_words(example, provinces),
            likewords.agrees_words(like),
            likewords.differs_words(like),
            likewords.km_words(like),
            like.place.id in found.had,
            place.key in told.kept,
            like,
        )


def _as_file(kind: str, lines: list[Line], told: _Told) -> HttpResponse:
    """The communes that are kept, or all of them where none is."""
    head = (
        *(_("Mã xã"), _("Xã"), _("Tỉnh"), _("Loại mô hình"), _("Giống xã"), _("Điểm giống"), _("Điểm khác")),
        *(_("Cách (km)"), _("Ghi chú"), _("Tác động")),
    )
    chosen = [line for line in lines if line.is_kept] or lines
    return as_file(kind, "nhan-rong", _("Xã nên xem xét"), head, _rows(chosen, told))


def _rows(lines: list[Line], told: _Told) -> Iterator[list[Cell]]:
    for line in lines:
        yield [
            line.place.code,
            place_label(line.place, language()),
            place_label(line.province, language()) if line.province else "",
            pointwords.kind_words(told.kind),
            line.example,
            line.agrees,
            line.differs,
            None if line.like.km is None else round(line.like.km),
            _("từng có, đã kết thúc") if line.had else "",
            _("chưa đánh giá"),
        ]
