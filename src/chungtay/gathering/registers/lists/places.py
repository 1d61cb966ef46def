"""The commune of a row: the one of its first day, and the one of today where the land was split since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from chungtay.gathering.registers.lists.cells import CellWrong, needed, text_of, wrong
from chungtay.gathering.registers.lists.columns import Field
from chungtay.gathering.registers.lists.refusals import problem
from chungtay.kernel.errors import Both, Refusal
from chungtay.reference.places.finding import place_one
from chungtay.reference.places.names import readings
from chungtay.reference.places.queries import place_by_code, predecessors, villages_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from chungtay.gathering.registers.lists.columns import Value
    from chungtay.reference.places.models import Place

COMMUNE = Field(
    "place",
    Both("Xã", "Commune"),
    ("Xã, phường", "Xã/phường", "Xã, phường, đặc khu", "Phường", "Phường, xã", "Địa bàn", "Đơn vị", "Nơi áp dụng"),
    hint=Both("xã hiện nay", "the commune of today"),
    sample="Ba Đình",
)
CODE = Field(
    "code", Both("Mã xã", "Code of the commune"), ("Mã ĐVHC", "Mã phường", "Mã"), hint=Both("5 chữ số", "5 digits")
)
THEN = Field(
    "then",
    Both("Xã khi ấy", "Commune of that day"),
    ("Xã cũ", "Phường cũ", "Xã, phường cũ", "Xã trước sắp xếp", "Xã lúc ra mắt"),
    hint=Both("khi ngày ấy trước ngày lập xã hiện nay", "where that day is before today's commune"),
)
PROVINCE = Field("province", Both("Tỉnh", "Province"), ("Tỉnh, thành phố", "Tỉnh/TP", "Thành phố"))
PLACE_FIELDS = (COMMUNE, CODE, THEN, PROVINCE)
"""What is asked of a row so that its commune is known; a commune's own list needs none of it."""
_CODE_LENGTH = 5
_WRITE_THEN = Both("Ghi xã của ngày ấy vào cột “Xã khi ấy”", "Write it in the column “Commune of that day”")


class Places:
    """Finds communes in a body's land; the same words are looked up once."""

    def __init__(self, own: Place) -> None:
        self.own, self.today = own, timezone.localdate()
        self._named: dict[tuple[str, str, str], Place | Refusal] = {}
        self._old: dict[int, list[Place]] = {}
        self._old_named: dict[tuple[str, date], Place | Refusal] = {}
        self._villages: list[Place] | None = None

    def found(self, cells: Mapping[str, Value], first: date) -> tuple[Place, Place | None]:
        """The commune of the first day, and the one of today. CellWrong DSA-211, -214, -217."""
        name, then = text_of("place", cells.get("place", "")), text_of("then", cells.get("then", ""))
        code = text_of("code", cells.get("code", ""))
        if code.isdigit():
            code = code.zfill(_CODE_LENGTH)  # A workbook that takes codes for numbers loses the zeros in front.
        if not name and not code:
            if self.own.level != "commune":
                needed("place", "", COMMUNE.name)
            now = self.own
        else:
            try:
                now = self._now(name, code, text_of("province", cells.get("province", "")))
            except Refusal as refused:
                if not name or first >= self.today:
                    raise CellWrong("code" if code else "place", _told(refused, name or code)) from None
                return self._of_that_day(name, first, refused), None
        if holds(now, first):
            return now, None
        return self._then(now, then, first), now

    def is_own(self, name: str) -> bool:
        """Whether a text names the body's land itself."""
        return _bears(self.own, name)

    def village(self, field: str, commune: Place, text: str) -> Place | None:
        """A village of a commune by any name it bears, None for no text. CellWrong DSA-214; a list of a body that
        stands higher names none, because villages are for their commune alone."""
        if not text:
            return None
        if self.own.level != "commune" or commune.pk != self.own.pk:
            expected = Both("để trống; chỉ xã ghi thôn", "empty; a commune alone names villages")
            raise wrong(field, "DSA-214", text, expected, "danh sách này không ghi thôn", "no villages in this list")
        if self._villages is None:
            self._villages = [v for v in villages_of(self.own) if v.valid_to is None]
        named = [village for village in self._villages if _bears(village, text)]
        if len(named) == 1:
            return named[0]
        told = ", ".join(village.full_name for village in self._villages[:8])
        names = told or Both("một thôn đã đăng ký", "a village that is registered")
        raise wrong(field, "DSA-214", text, names, "không rõ thôn nào", "unclear which village")

    def _now(self, name: str, code: str, province: str) -> Place:
        key = (name, code, province)
        if key not in self._named:
            try:
                self._named[key] = self._look(name, code, province)
            except Refusal as refused:
                self._named[key] = refused
        held = self._named[key]
        if isinstance(held, Refusal):
            raise held
        return held

    def _look(self, name: str, code: str, province: str) -> Place:
        if code:
            return place_by_code(code, on=self.today, level="commune", named=name)
        if self.own.level == "commune" and _bears(self.own, name):
            return self.own
        within = None if self.own.level == "country" else self.own
        if within is None and province:
            within = place_one(province, on=self.today, level="province")
        return place_one(name, on=self.today, within=within, level="commune")

    def _of_that_day(self, name: str, first: date, refused: Refusal) -> Place:
        """A commune that is no more, named as it was called then."""
        key = (name, first)
        if key not in self._old_named:
            within = None if self.own.level == "country" else self.own
            try:
                self._old_named[key] = place_one(name, on=first, within=within, level="commune")
            except Refusal:
                self._old_named[key] = refused
        held = self._old_named[key]
        if isinstance(held, Refusal):
            raise CellWrong("place", _told(held, name))
        return held

    def _then(self, now: Place, then: str, first: date) -> Place:
        if now.pk not in self._old:
            self._old[now.pk] = [link.old for link in predecessors(now) if link.old.level == "commune"]
        old = [place for place in self._old[now.pk] if holds(place, first)]
        named = [place for place in old if not then or _bears(place, then)]
        if len(named) == 1:
            return named[0]
        expected = ", ".join(place.full_name for place in old[:8]) or Both("một ngày muộn hơn", "a later day")
        vi = "ngày ấy đất của xã này thuộc các xã khác" if not then else "không phải xã của ngày ấy"
        en = "on that day its land lay in other communes" if not then else "this was not its commune on that day"
        read, todo = then or f"{now.full_name}, {first:%d/%m/%Y}", _WRITE_THEN
        raise CellWrong("then" if then else "place", Refusal([problem("DSA-217", read, expected, vi, en, todo)]))


def holds(place: Place, on: date) -> bool:
    """Whether a commune was there on a day."""
    return (place.valid_from is None or place.valid_from <= on) and (place.valid_to is None or on <= place.valid_to)


def _bears(place: Place, text: str) -> bool:
    """Whether a place has this name, with or without what it is, marks aside."""
    keys = {reading.key for reading in readings(text)}
    return bool(keys & {reading.key for reading in readings(place.full_name)})


def _told(refused: Refusal, read: str) -> Refusal:
    [first, *_] = refused.problems
    vi, en = first.message_vi or "không rõ xã nào", first.message_en or "unclear which commune"
    return wrong("place", "DSA-214", read, first.expected, vi, en).refused
