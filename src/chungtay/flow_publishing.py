"""Figures and model points become public: prepared and looked at, released, withdrawn, corrected; and what residents
said, when a month is over: publishing counts and forgets, the register hears the counts.

Here stand the joins that the shelf may not make itself: who may, as the line of approval has it, and the points, which
the register of community models keeps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from chungtay.gathering.approval import policies
from chungtay.gathering.registers.community import queries as community
from chungtay.gathering.registers.community import services as register
from chungtay.kernel.errors import Refusal
from chungtay.reference.indicators.catalogue import dimensions
from chungtay.results.publishing.answers import services as answers
from chungtay.results.publishing.log.voices import answers_log
from chungtay.results.publishing.shelf import background
from chungtay.results.publishing.shelf import services as shelf
from chungtay.results.publishing.shelf.points import PointTold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from chungtay.gathering.registers.community.models import ModelKind, ModelPoint
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place
    from chungtay.results.publishing.answers.services import ClosedMonth
    from chungtay.results.publishing.models import Publication, PublicationWork
    from chungtay.results.publishing.shelf.services import Terms
    from chungtay.results.warehouse.models import Snapshot

_STATES = {"launched": "running", "running": "running", "dormant": "paused", "ended": "ended"}
"""What the public reads of a point's state; what is only proposed, or was a mistake, is not told of."""


def publication_prepare(*, by: User, terms: Terms, most: int | None = None) -> Publication:
    """A draft; NotAllowed DUYET-401, 402 and 103 unless an approver of the province or the centre asks. One of more
    than `most` lines is left to the worker: without a digest until that has reckoned it."""
    policies.check_release(by, terms.place)
    return _left(by, shelf.publication_prepare(by=by, terms=terms, most=most))


def _left(by: User, made: Publication) -> Publication:
    if not made.digest:
        background.work_ask(by=by, publication=made, is_release=False)
    return made


def publication_release(*, by: User, publication: Publication, embargo_until: datetime | None = None) -> Publication:
    """A draft goes onto the shelf, with the points as the register knows them now where the draft says so."""
    policies.check_release(by, publication.place)
    points = points_told(by, publication.place)
    return shelf.publication_release(by=by, publication=publication, embargo_until=embargo_until, points=points)


def publication_withdraw(*, by: User, publication: Publication, reason_code: str) -> Publication:
    """It is public no longer; why is."""
    policies.check_release(by, publication.place)
    return shelf.publication_withdraw(by=by, publication=publication, reason_code=reason_code)


def publication_correct(
    *, by: User, publication: Publication, snapshot: Snapshot, most: int | None = None
) -> Publication:
    """A draft of the same terms from a later snapshot; a large one is left to the worker, as above."""
    policies.check_release(by, publication.place)
    made = shelf.publication_correct(by=by, publication=publication, snapshot=snapshot, most=most)
    return _left(by, made)


def may_publish(by: User, place: Place) -> bool:
    """Whether the account makes figures of a place public."""
    try:
        policies.check_release(by, place)
    except Refusal:
        return False
    return shelf.may_publish(by, place)


def points_told(by: User, place: Place, on: date | None = None) -> Iterator[PointTold]:
    """The points of a land that may be public, as they stand on a day (today): of no sensitive kind or name, and no
    invented ones outside a demonstration."""
    day = on or localdate()
    since = community.known_since(day)
    asked = community.Asked(place=None if place.level == "country" else place)
    found = community.points_found(by, asked, day).filter(
        state__in=_STATES, is_sensitive=False, kind__is_sensitive=False
    )
    if not settings.DEMO:
        found = found.filter(is_illustration=False)
    for point in found.select_related("kind", "place", "province").order_by("pk").iterator(2_000):
        # Asked again of the name: it may have been registered before it was read for such words.
        if (told := _kind(point.kind)) is not None and not community.is_about_persons(point.name):
            yield _told(point, told, since, day)


def _told(point: ModelPoint, kind: tuple[str, str, str], since: date, on: date) -> PointTold:
    province = point.province or point.place
    state = _STATES[point.state]
    return PointTold(
        point=point.pk,
        name=point.name,
        kind=kind[0],
        kind_vi=kind[1],
        kind_en=kind[2],
        place_code=point.place.code,
        place_vintage=point.place.vintage,
        place_name=point.place.full_name,
        province_code=province.code,
        province_name=province.full_name,
        opened_year=point.launched_on.year if point.launched_on else None,
        state="unknown" if state == "running" and point.known_on < since else state,
        as_of=on,
    )


def _kind(kind: ModelKind) -> tuple[str, str, str] | None:
    """A kind as the catalogue calls it: a name that one locality gave may say more than may be public."""
    member = dimensions()["model_kind"].member(kind.member)
    if member is None or member.sensitive or not member.public:
        return None
    return member.key, member.name_vi, member.name_en


def publication_ask(
    *, by: User, publication: Publication, is_release: bool, embargo_until: datetime | None = None
) -> None:
    """Leave the reckoning or the release of a large draft to the worker."""
    policies.check_release(by, publication.place)
    if not shelf.may_publish(by, publication.place):
        raise shelf.refused_to_publish()
    background.work_ask(by=by, publication=publication, is_release=is_release, embargo_until=embargo_until)


def publication_go_on(*, id: int) -> None:
    """Do what waits for the worker, in the name and with the rights that the account has now."""
    background.work_go_on(id, _deed)


def _deed(work: PublicationWork, told: Callable[[float], None]) -> None:
    by, publication = work.asked_by, work.publication
    policies.check_release(by, publication.place)
    if not by.is_active:
        raise shelf.refused_to_publish()
    if not work.is_release:
        shelf.publication_reckon_long(by=by, publication=publication, told=told)
        return
    points = points_told(by, publication.place)
    shelf.publication_release(
        by=by, publication=publication, embargo_until=work.embargo_until, points=points, heard=told
    )


@transaction.atomic
def months_close(*, today: date | None = None) -> list[ClosedMonth]:
    """Close every month that is over, hand its counts of points to the register of models and put those that are told
    into the public log, or do nothing of it.

    Whoever asks may: nothing is chosen, and asked twice it does nothing more.
    """
    closed = answers.months_close(today=today)
    for month in closed:
        register.voices_note(month=month.month, of_points=month.of_points)
        answers_log(month.month)
    return closed
