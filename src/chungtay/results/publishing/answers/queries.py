"""What residents said in months that are closed, and what they were answered. Of an open month nothing is told: it
would draw more of the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from chungtay.kernel.errors import Both
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.places.queries import place_get, places_by_key
from chungtay.results.publishing.answers.choices import ANSWERS, FIGURE, LOOKING, REPLIES
from chungtay.results.publishing.models import AnswerCount, AnswerReply, PointName, PublicFigure, PublicPoint
from chungtay.results.publishing.shelf import queries as shelf

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place
    from chungtay.results.publishing.models import Publication

MONTHS_SHOWN = 6


@dataclass(frozen=True)
class Voices:
    """One closed month about one thing: each answer of the list with its count, None where too few to show.

    An answer that nobody gave reads like one that few gave: which of the two it was is nobody's business.
    """

    month: date
    counts: tuple[tuple[str, Both, int | None], ...]
    reply: Both | None
    replied_on: date | None
    corrects: Publication | None = None
    """The publication that put the figure right, while it is public."""

    @property
    def told(self) -> bool:
        """Whether any count is told."""
        return any(count is not None for _, _, count in self.counts)


def voices(kind: str, subject: str, most: int = MONTHS_SHOWN) -> list[Voices]:
    """The last closed months about one thing in which anybody said anything, newest first."""
    held: dict[date, dict[str, int | None]] = {}
    for row in AnswerCount.objects.filter(subject_kind=kind, subject=subject).order_by("-month"):
        held.setdefault(row.month, {})[row.answer] = row.count
    replies = {row.month: row for row in _replies(kind, subject)}
    return [_voices(kind, month, counts, replies.get(month)) for month, counts in list(held.items())[:most]]


def _replies(kind: str, subject: str) -> Iterable[AnswerReply]:
    """In the order given: of several to one month the last one stands."""
    found = AnswerReply.objects.filter(subject_kind=kind, subject=subject)
    return found.select_related("corrects").order_by("pk")


def _voices(kind: str, month: date, counts: dict[str, int | None], reply: AnswerReply | None) -> Voices:
    words = REPLIES[kind].get(reply.reply) if reply else None
    listed = tuple((answer, label, counts.get(answer)) for answer, label in ANSWERS[kind].items())
    named = reply.corrects if reply else None
    is_public = named is not None and shelf.publication(named.code) is not None
    replied_on = timezone.localdate(reply.at) if reply else None
    return Voices(month, listed, words, replied_on, named if is_public else None)


@dataclass(frozen=True)
class Owed:
    """One thing of which residents said something that waits for a public answer."""

    kind: str
    subject: str
    name: Both
    place: Place
    voices: Voices
    is_looking: bool


@dataclass(frozen=True)
class Waiting:
    """The newest told month about one thing, while an answer to it is owed."""

    kind: str
    subject: str
    month: date
    place: Place
    is_looking: bool


def waiting(by: User) -> list[Waiting]:
    """What waits for an answer in an account's territory: closed months with a count that is told and no reply, or none
    but "we are looking". The loudest first. Four questions however many wait; `owed` tells those of one page."""
    told = AnswerCount.objects.filter(count__isnull=False)
    same = {"subject_kind": OuterRef("subject_kind"), "subject": OuterRef("subject")}
    replies = AnswerReply.objects.filter(**same, month=OuterRef("month")).order_by("-pk")
    newest = told.filter(~Exists(told.filter(**same, month__gt=OuterRef("month"))))
    open_ones = newest.annotate(reply=Subquery(replies.values("reply")[:1])).filter(Q(reply=None) | Q(reply=LOOKING))
    rows: dict[tuple[str, str], tuple[date, str | None]] = {}
    for kind, subject, month, reply in open_ones.order_by("-count", "pk").values_list(
        "subject_kind", "subject", "month", "reply"
    ):
        rows.setdefault((kind, subject), (month, reply))
    keys = _place_keys(rows)
    places = places_by_key(keys.values())
    return [
        Waiting(*thing, month, place, reply == LOOKING)
        for thing, (month, reply) in rows.items()
        if (place := places.get(keys.get(thing, ""))) is not None and sees_place(by, place)
    ]


def owed(found: Iterable[Waiting]) -> list[Owed]:
    """What waits, with its name and what was said; some questions for each, so for one page of it."""
    told: list[Owed] = []
    for item in found:
        said = next((month for month in voices(item.kind, item.subject, 24) if month.month == item.month), None)
        if said is not None:
            name = name_of(item.kind, item.subject)
            told.append(Owed(item.kind, item.subject, name, item.place, said, item.is_looking))
    return told


def _place_keys(things: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Keys of the places where things stand; of a point its latest. The same meaning as `place_of`."""
    listed = list(things)
    ids = {int(subject): (kind, subject) for kind, subject in listed if kind == FIGURE and subject.isdecimal()}
    figures = PublicFigure.objects.filter(pk__in=ids).values_list("pk", "place_level", "place_code", "place_vintage")
    found = {ids[pk]: _key_of(*where) for pk, *where in figures}
    points = PublicPoint.objects.filter(public_id__in={subject for kind, subject in listed if kind != FIGURE})
    latest = {row[0]: row[1:] for row in points.order_by("pk").values_list("public_id", "place_code", "place_vintage")}
    for kind, subject in listed:
        if kind != FIGURE and subject in latest:
            found[kind, subject] = _key_of("commune", *latest[subject])
    return found


def _key_of(level: str, code: str, vintage: str) -> str:
    letter = {"province": "p", "district": "d", "commune": "c"}.get(level, "")
    return f"{letter}{code}@{vintage}" if letter else "vn"


def answered(by: User, most: int = 20) -> list[Owed]:
    """What was answered lately in an account's territory, so that an answer can be taken back by another."""
    found: dict[tuple[str, str, date], Owed] = {}
    for row in AnswerReply.objects.exclude(reply=LOOKING).order_by("-pk")[: most * 5]:
        place = place_of(row.subject_kind, row.subject)
        key = (row.subject_kind, row.subject, row.month)
        if place is None or key in found or len(found) == most or not sees_place(by, place):
            continue
        said = next((month for month in voices(row.subject_kind, row.subject, 24) if month.month == row.month), None)
        if said is not None:
            found[key] = Owed(row.subject_kind, row.subject, name_of(row.subject_kind, row.subject), place, said, False)
    return list(found.values())


def place_of(kind: str, subject: str) -> Place | None:
    """Where the thing stands that was spoken of, whether it is still public or not."""
    told = _figure(subject) if kind == FIGURE else _point(subject)
    if told is None:
        return None
    level = told.place_level if isinstance(told, PublicFigure) else "commune"
    return place_get(_key_of(level, told.place_code, told.place_vintage))


def corrections_of(kind: str, subject: str) -> list[Publication]:
    """The public publications that put right the one in which a figure stands, each correcting the one before."""
    figure = _figure(subject) if kind == FIGURE else None
    at = figure.publication if figure else None
    found: list[Publication] = []
    while at is not None and (at := shelf.publications_visible().filter(corrects=at).first()) is not None:
        found.append(at)
    return found


def name_of(kind: str, subject: str) -> Both:
    """What to call the thing on the desk's list."""
    from chungtay.results.publishing.wording import indicator_of

    if kind == FIGURE:
        figure = _figure(subject)
        rule = indicator_of(figure.indicator) if figure else None
        shown = (figure.shown_vi, figure.shown_en) if figure else ("", "")
        names = (rule.name_vi, rule.name_en) if rule else (subject, subject)
        return Both(f"{names[0]}: {shown[0]}", f"{names[1]}: {shown[1]}")
    point = _point(subject)
    if point is None:
        return Both(subject, subject)
    return Both(f"{point.kind_vi} {point.name}".strip(), f"{point.kind_en} {point.name}".strip())


def _figure(subject: str) -> PublicFigure | None:
    return PublicFigure.objects.filter(pk=int(subject)).first() if subject.isdigit() else None


def _point(subject: str) -> PublicPoint | None:
    return PublicPoint.objects.filter(public_id=subject).order_by("-pk").first()


def register_points(public_ids: Iterable[str]) -> dict[str, int]:
    """The register's points behind their public names. For the register alone: no page shows the one with the other."""
    return dict(PointName.objects.filter(public_id__in=set(public_ids)).values_list("public_id", "point_id"))
