"""Why a commune stands on a shortlist, in a sentence: what it has in common with one where the kind works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from chungtay.faces.desk.telling import language
from chungtay.gathering.registers.community.queries import AREAS, DENSITIES, Trait
from chungtay.reference.places.queries import place_label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chungtay.gathering.registers.community.queries import Likeness, Locality
    from chungtay.reference.places.models import Place
    from chungtay.reference.places.queries import PlaceLine


def place_words(line: PlaceLine, provinces: Mapping[int, Place]) -> str:
    """A commune with its province."""
    above = provinces.get(line.home_province_id or 0)
    return place_label(line, language()) + (f", {place_label(above, language())}" if above else "")


def agrees_words(like: Likeness) -> str:
    """What agrees."""
    return "; ".join(_same(trait, like) for trait in like.agrees)


def differs_words(like: Likeness) -> str:
    """What does not."""
    return "; ".join(_other(trait, like) for trait in like.differs)


def km_words(like: Likeness) -> str:
    """How far the two are apart, from middle to middle."""
    if like.km is None:
        return ""
    return _("cách %(n)s km") % {"n": number_format(round(like.km), use_l10n=True, force_grouping=True)}


def _same(trait: Trait, like: Likeness) -> str:
    signature = like.place.signature
    if trait == Trait.KIND:
        return _kinds()[signature.kind][0] if signature.kind in _kinds() else _("cùng loại đơn vị")
    if trait == Trait.DENSITY:
        return _("mật độ cùng mức %(band)s người/km²") % {"band": _band(signature.density, DENSITIES)}
    if trait == Trait.AREA:
        return _("diện tích cùng mức %(band)s km²") % {"band": _band(signature.area, AREAS)}
    if trait == Trait.POSITION:
        shared = _positions(like.place)
        return _("cùng là %(what)s") % {"what": shared} if shared else _("cùng ở nội địa")
    if trait == Trait.INDUSTRY:
        return _("cùng có khu công nghiệp")
    return _("cùng tỉnh") if like.is_same_province else _("hai tỉnh giáp nhau")


def _other(trait: Trait, like: Likeness) -> str:
    mine, yours = like.place.signature, like.example.signature
    if trait == Trait.KIND:
        one, other = (_kinds().get(s.kind, ("", s.kind))[1] for s in (mine, yours))
        return _("%(one)s, bên kia là %(other)s") % {"one": one, "other": other}
    if trait == Trait.DENSITY:
        told = {"one": _band(mine.density, DENSITIES), "other": _band(yours.density, DENSITIES)}
        return _("mật độ %(one)s người/km², bên kia %(other)s") % told
    if trait == Trait.AREA:
        told = {"one": _band(mine.area, AREAS), "other": _band(yours.area, AREAS)}
        return _("diện tích %(one)s km², bên kia %(other)s") % told
    if trait == Trait.POSITION:
        inland = _("nội địa")
        told = {"one": _positions(like.place) or inland, "other": _positions(like.example) or inland}
        return _("%(one)s, bên kia là %(other)s") % told
    if trait == Trait.INDUSTRY:
        return _("chỉ một bên có khu công nghiệp")
    return _("hai tỉnh không giáp nhau")


def _kinds() -> dict[str, tuple[str, str]]:
    return {
        "phuong": (_("cùng là phường (đô thị)"), _("phường")),
        "xa": (_("cùng là xã (nông thôn)"), _("xã")),
        "dac_khu": (_("cùng là đặc khu"), _("đặc khu")),
    }


def _positions(place: Locality) -> str:
    words = {"border": _("xã biên giới"), "coast": _("xã ven biển"), "island": _("xã đảo")}
    return ", ".join(word for key, word in words.items() if key in place.signature.position)


def _band(number: int | None, starts: tuple[int, ...]) -> str:
    """The band from its start to the next one's; the first and the last are open."""
    at = number or 0
    shown = [number_format(start, use_l10n=True, force_grouping=True) for start in starts]
    if at == 0:
        return _("dưới %(n)s") % {"n": shown[0]}
    return _("từ %(n)s") % {"n": shown[-1]} if at == len(starts) else f"{shown[at - 1]} - {shown[at]}"
