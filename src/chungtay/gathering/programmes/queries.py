"""Reading programmes, their parties, content areas and lineage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from chungtay.gathering.programmes import policies
from chungtay.gathering.programmes.models import ContentArea, Party, Programme
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.periods import Period, Regime
from chungtay.kernel.text import squeeze
from chungtay.reference.actors.policies import reads_figures, visible_q
from chungtay.reference.actors.queries import bodies_all

if TYPE_CHECKING:
    from chungtay.reference.actors.models import Body, User

__all__ = [
    "areas",
    "bodies_near",
    "lineage",
    "parties",
    "programme_get",
    "programmes_followed",
    "programmes_visible",
    "term",
    "terms_all",
]


def programme_get(number: str) -> Programme:
    """The programme with a number ('09/CTr-BCA-MTTW'). Refusal CTPH-005 when there is none."""
    found = _programmes().filter(number=squeeze(number)).first()
    if found is None:
        raise Refusal.of(
            "CTPH-005",
            Both("Số chương trình", "Number"),
            read=number,
            expected=Both("số chương trình đã có", "the number of a known programme"),
            todo=Both("Xem danh sách chương trình", "See the list of programmes"),
            vi="Không có chương trình này",
            en="There is no such programme",
        )
    return found


def programmes_visible(by: User) -> QuerySet[Programme]:
    """Programmes of the account's territory and those of the whole country, which every body carries out."""
    if not reads_figures(by):
        return _programmes().none()
    return _programmes().filter(visible_q(by) | Q(place__level="country")).order_by("-term_start", "number")


def programmes_followed(by: User) -> QuerySet[Programme]:
    """Those that the account's body carries out: what it sees, and its province's, whose papers and tasks it shares."""
    return _programmes().filter(policies.followed_q(by, "place")).order_by("-term_start", "number")


def parties(programme: Programme) -> list[Body]:
    """The bodies that signed, in the order of the heading."""
    rows = Party.objects.filter(programme=programme).select_related("body__place").order_by("position")
    return [row.body for row in rows]


def areas(programme: Programme) -> list[ContentArea]:
    """The content areas in their order."""
    return list(ContentArea.objects.filter(programme=programme, is_struck=False).order_by("position"))


def term(programme: Programme) -> Period:
    """The years of the programme."""
    return Period(programme.term_start, programme.term_end, Regime.PROGRAMME_TERM)


def terms_all() -> set[Period]:
    """The years of every programme, whoever asks: what deadlines are counted from, and nothing else of it."""
    found = Programme.objects.values_list("term_start", "term_end").distinct()
    return {Period(start, end, Regime.PROGRAMME_TERM) for start, end in found}


def lineage(programme: Programme) -> list[Programme]:
    """The programme and those before it, newest first."""
    line = [programme]
    while (before := line[-1].predecessor) is not None and before not in line:
        line.append(before)
    return line


def bodies_near(by: User, *, with_own: bool = False) -> list[Body]:
    """Bodies that a task may name, of the levels next to the account's: no list of three thousand communes."""
    levels = {"centre": ("centre", "province"), "province": ("province", "commune")}.get(by.body.level, ("commune",))
    found = [body for body in bodies_all() if body.level in levels and policies.may_take_part(by, body.place)]
    return [body for body in found if with_own or body.pk != by.body_id]


def _programmes() -> QuerySet[Programme]:
    return Programme.objects.select_related("place", "parent", "predecessor")
