"""A point comes into the register: in a commune that was there on its first day, and not twice under two spellings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from chungtay.gathering.registers.community import names, policies, transitions
from chungtay.gathering.registers.community.living import check_day, replay
from chungtay.gathering.registers.community.models import ModelPoint, State, Stay, Step
from chungtay.gathering.registers.community.refusals import refusal
from chungtay.gathering.registers.community.wording import check_texts, named_point
from chungtay.gathering.registers.lists.places import holds
from chungtay.kernel.errors import Both
from chungtay.kernel.text import squeeze
from chungtay.reference.places.queries import predecessors, successors

if TYPE_CHECKING:
    from chungtay.gathering.registers.community.models import ModelKind
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place


@dataclass(frozen=True)
class First:
    """The first step that is known of a point: what happened, when, and by which document."""

    kind: str
    on: date
    document: str = ""
    document_on: date | None = None
    reason: str = ""


@transaction.atomic
def point_register(
    *,
    by: User,
    kind: ModelKind,
    place: Place,
    name: str,
    lead: str,
    first: First,
    is_replica: bool = False,
    origin: ModelPoint | None = None,
    now: Place | None = None,
    is_another: bool = False,
    is_illustration: bool = False,
) -> ModelPoint:
    """A point with its first step. `place`: its commune on the day of that step; `now`: the commune of today, needed
    where the first one was split since. `is_another`: the officer says that it is not the one with a similar name.

    NotAllowed DSM-404, -403. Refusals: DSM-105 no name or lead; DSM-106 the commune has it already, under this or
    another spelling; DSM-111 no life begins so; DSM-112 a day that has not come; DSM-121 no commune, or not there on
    that day; DSM-122 it is not said which part of a split commune; NGUON-101, -106 a text that names somebody.
    """
    written, key = named_point(name, lead)
    check_texts(first.document, first.reason)
    check_commune(place, first.on)
    today = commune_now(place, now)
    policies.check_register(by, today)
    _check_new(today, kind, written, key, is_another=is_another)
    point = ModelPoint.objects.create(
        kind=kind,
        place=today,
        province_id=today.home_province_id,
        body=by.body,
        name=written,
        name_key=key,
        lead=lead,
        state=State.VOID,
        state_since=first.on,
        known_on=first.on,
        is_replica=is_replica or origin is not None,
        origin=origin,
        is_sensitive=kind.is_sensitive or names.is_about_persons(written),
        is_illustration=is_illustration,
        made_by=by,
        version=0,
    )
    Stay.objects.bulk_create(stays_of(point, place, today, first.on))
    Step.objects.create(
        point=point,
        kind=first.kind,
        on_date=first.on,
        state=State.VOID,
        document=squeeze(first.document),
        document_on=first.document_on,
        reason=squeeze(first.reason),
        made_by=by,
    )
    return replay(point)


def communes_then(place: Place, on: date) -> list[Place]:
    """In which communes the land of a commune lay on a day: itself where it was there, else those it is made of."""
    if place.valid_from is None or place.valid_from <= on:
        return [place]
    return [link.old for link in predecessors(place) if holds(link.old, on) and link.old.level == "commune"]


def likely_same(place: Place, kind: ModelKind, key: str) -> list[ModelPoint]:
    """The points of a commune and kind that have not ended and whose names look like this one."""
    found = ModelPoint.objects.filter(place=place, kind=kind).exclude(state__in=transitions.OVER).order_by("pk")
    return [point for point in found if names.is_same_point(point.name_key, key)]


def _check_new(place: Place, kind: ModelKind, name: str, key: str, *, is_another: bool) -> None:
    for known in likely_same(place, kind, key):
        if known.name_key == key or not is_another:
            raise refusal(
                "DSM-106",
                name,
                Both("một điểm chưa có trong sổ của xã", "a point that the commune's register does not have"),
                f"xã đã có điểm này: {known.name}",
                f"the commune has this point already: {known.name}",
                Both(
                    f"Mở điểm số {known.pk}; nếu là điểm khác, ghi tên phân biệt",
                    f"Open point {known.pk}; if it is another one, give it a name of its own",
                ),
            )


def check_commune(place: Place, on: date) -> None:
    """Refusal DSM-112 for a day that has not come, DSM-121 where the commune was not there on it."""
    check_day(on)
    if place.level == "commune" and holds(place, on):
        return
    then = ", ".join(old.full_name for old in communes_then(place, on)[:6]) if place.level == "commune" else ""
    raise refusal(
        "DSM-121",
        f"{place.full_name}, {on:%d/%m/%Y}",
        then or Both("một xã có vào ngày đó", "a commune that was there on that day"),
        "ngày ấy chưa có hoặc không còn xã này",
        "on that day the commune was not there",
        Both("Chọn xã của ngày đó", "Choose the commune of that day"),
    )


def commune_now(place: Place, now: Place | None) -> Place:
    """The commune of today in which a point of that commune lies. Refusal DSM-122 where it has to be said."""
    if place.valid_to is None:
        return place
    heirs = [link.new for link in successors(place) if link.new.level == "commune"]
    if len(heirs) == 1:
        return heirs[0]
    chosen = next((heir for heir in heirs if now is not None and heir.pk == now.pk), None)
    if chosen is None:
        raise refusal(
            "DSM-122",
            f"{place.full_name}" + (f" → {now.full_name}" if now else ""),
            ", ".join(heir.full_name for heir in heirs),
            "xã này đã được chia, chưa rõ điểm nay thuộc xã nào",
            "this commune was split; it is not said in which part the point lies",
            Both("Chọn xã hiện nay của điểm", "Choose the commune of today"),
        )
    return chosen


def stays_of(point: ModelPoint, place: Place, today: Place, on: date) -> list[Stay]:
    """In which communes a point lay from its first day on, not yet written."""
    found = [Stay(point=point, place=place, valid_from=on, valid_to=place.valid_to)]
    if today.pk != place.pk and place.valid_to is not None:
        found.append(Stay(point=point, place=today, valid_from=place.valid_to + timedelta(days=1)))
    return found
