"""What a question with a frame needs of the rooms below: all land that can matter, and a map that has the place."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from chungtay.kernel.errors import Both, Refusal
from chungtay.reference.places import queries as places
from chungtay.results.warehouse.facts import World
from chungtay.results.warehouse.loading import atlas, world_of
from chungtay.results.warehouse.questions import Question

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

_SHOWN = 5
"""Units named in a refusal."""


def world_on_map(question: Question, place: "Place", user: "User | None") -> World:
    """The world of a framed question: the whole province of today in which the place lies, or the country.

    No unit of any day crosses a province of today. What the account may not see is told to the world as hidden.
    Refusals KHO-007 for a day without a map, KHO-008 for a place that is not on it.
    """
    assert question.frame is not None
    check_on_map(place, question.frame)
    whole = place if place.level in ("country", "village") else place.home_province
    assert whole is not None, "every unit but the country lies in a province of today"
    world = world_of(whole, question.indicators)
    return replace(world, atlas=atlas(), hidden=_hidden(whole, user))


def _hidden(whole: "Place", user: "User | None") -> frozenset[str]:
    if user is None or places.lies_within(whole, user.body.place):
        return frozenset()
    held = places.places_in(whole)
    return frozenset(place.key for place in held if not places.lies_within(place, user.body.place))


def check_on_map(place: "Place", on: date) -> None:
    """Refusals KHO-007 and KHO-008, as above."""
    if on < places.FIRST_MAP:
        raise Refusal.of(
            "KHO-007",
            Both("bản đồ hành chính", "map of units"),
            read=on.isoformat(),
            expected=Both(f"từ ngày {places.FIRST_MAP:%d/%m/%Y} trở đi", f"{places.FIRST_MAP.isoformat()} or later"),
            todo=Both("chọn ngày khác, hoặc xem theo nguyên trạng", "choose another day, or ask as was"),
            vi="chưa có bản đồ hành chính của ngày này",
            en="there is no map of units of this day",
        )
    if (place.valid_from is None or place.valid_from <= on) and (place.valid_to is None or on <= place.valid_to):
        return
    raise Refusal.of(
        "KHO-008",
        Both("địa bàn", "place"),
        read=f"{place.full_name}, {on.isoformat()}",
        expected=Both("địa bàn có hiệu lực vào ngày của bản đồ", "a place in force on the day of the map"),
        todo=_instead(place, on),
        vi="địa bàn này không có trên bản đồ của ngày đó",
        en="the place is not on the map of that day",
    )


def _instead(place: "Place", on: date) -> Both:
    """Which units of the map to ask about: those whose land it took, or those that took its land."""
    maps = atlas()
    start, end = place.valid_from or date.min, place.valid_to or date.max
    parts = maps.spread(place.key, end if on > end else start, on) if place.key in maps.lives else ()
    if not parts:
        return Both("hỏi theo nguyên trạng, không chọn bản đồ", "ask as was, without a map")
    largest = sorted(parts, key=lambda part: (-part.people, part.target))
    names = ", ".join(places.place_get(part.target).full_name for part in largest[:_SHOWN])
    more = " …" if len(largest) > _SHOWN else ""
    return Both(f"hỏi về {names}{more}", f"ask about {names}{more}")
