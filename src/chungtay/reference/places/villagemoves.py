"""Villages of a commune that ended: each goes to what its commune became.

Where the whole commune went into one other, there is nothing to decide. Where it was split, no table says which part a
village lies in: it stays under the old commune, unsettled, until somebody who knows says so. A move adds a version with
the new commune from the day after the old one's last; what it was under before stays in the earlier versions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q

from chungtay.kernel.errors import Both, Refusal
from chungtay.reference.places.finding import valid_q
from chungtay.reference.places.models import Place, PlaceLevel, PlaceName, Succession


@dataclass(frozen=True)
class Stranded:
    """A village whose commune ended: since when, and the communes it may lie in now. One where the whole commune went
    there; none where the tables do not say what became of it."""

    village: Place
    commune: Place
    since: date
    heirs: tuple[Place, ...]
    is_whole: bool


def villages_stranded(on: date, commune: Place | None = None) -> list[Stranded]:
    """The villages that lasted longer than their commune, which had ended before a day, by code; of all communes or
    of one."""
    outlived = Q(valid_to__isnull=True) | Q(valid_to__gt=F("parent__valid_to"))
    found = Place.objects.filter(outlived, level=PlaceLevel.VILLAGE, parent__valid_to__lt=on)
    if commune is not None:
        found = found.filter(parent=commune)
    villages = list(found.select_related("parent").order_by("parent__key", "code"))
    links: dict[int, list[Succession]] = {}
    ended = {village.parent_id for village in villages}
    for link in Succession.objects.filter(old__in=ended, new__level=PlaceLevel.COMMUNE).select_related("new"):
        links.setdefault(link.old_id, []).append(link)
    return [_stranded(village, links.get(village.parent_id or 0, [])) for village in villages]


def _stranded(village: Place, links: list[Succession]) -> Stranded:
    commune = village.parent
    assert commune is not None
    assert commune.valid_to is not None
    heirs = tuple(link.new for link in sorted(links, key=lambda link: link.new.key))
    is_whole = len(links) == 1 and links[0].kind == Succession.Kind.WHOLE
    return Stranded(village, commune, commune.valid_to + timedelta(days=1), heirs, is_whole)


@transaction.atomic
def village_move(*, village: Place, to: Place) -> Stranded:
    """A village goes to one of the communes that its ended commune became, from the day after that one's end; gives
    where it was. Refusal DIABAN-046 for a village whose commune did not end, or another commune."""
    held = Place.objects.select_for_update(of=("self",)).select_related("parent").get(pk=village.pk)
    found = next((s for s in villages_stranded(date.max, held.parent) if s.village.pk == held.pk), None)
    if found is None or to.pk not in {heir.pk for heir in found.heirs}:
        names = ", ".join(heir.full_name for heir in found.heirs) if found else ""
        raise Refusal.of(
            "DIABAN-046",
            Both("thôn, tổ dân phố", "village"),
            read=f"{held.full_name} → {to.full_name}",
            expected=names or Both("thôn của một xã đã kết thúc", "a village of a commune that ended"),
            todo=Both("chọn một trong các xã đó", "choose one of these communes"),
            vi="thôn không chuyển về xã đó được",
            en="the village cannot go to that commune",
        )
    for version in PlaceName.objects.filter(place=held).exclude(valid_to__lt=found.since):
        _carried_over(version, to, found.since)
    Place.objects.filter(pk=held.pk).update(parent=to)
    return found


def _carried_over(version: PlaceName, to: Place, since: date) -> None:
    """The part of a version from the day on lies in the new commune; the part before it stays as it was."""
    if version.valid_from is None or version.valid_from < since:
        PlaceName.objects.filter(pk=version.pk).update(valid_to=since - timedelta(days=1))
        version.pk, version.valid_from = None, since
    version.parent = to
    version.save()


def village_ids_on(commune: Place, on: date) -> set[int]:
    """The villages that lay in a commune on a day, wherever they lie now."""
    held = PlaceName.objects.filter(valid_q(on), parent=commune, place__level=PlaceLevel.VILLAGE)
    return set(held.values_list("place_id", flat=True))
