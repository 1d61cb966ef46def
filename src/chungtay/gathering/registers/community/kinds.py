"""Kinds of models: the catalogue's, those that bodies name themselves, and which of them are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q

from chungtay.gathering.registers.community import names
from chungtay.gathering.registers.community.models import KindLikeness, KindName, ModelKind
from chungtay.gathering.registers.community.refusals import refusal
from chungtay.kernel.errors import Both
from chungtay.kernel.text import squeeze
from chungtay.reference.actors.policies import reads_figures
from chungtay.reference.indicators.catalogue import dimensions
from chungtay.reference.places.queries import territory_q
from chungtay.reference.sources.masking import check_names_nobody

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from chungtay.reference.actors.models import User

DIMENSION = "model_kind"
OTHER = "other"
_LONGEST = 120


@transaction.atomic
def kinds_load() -> int:
    """The kinds of the catalogue with all their names; gives how many were new. May be run again."""
    known = {kind.member: kind for kind in ModelKind.objects.filter(owner=None)}
    taken = set(KindName.objects.values_list("name_key", flat=True))
    fresh = 0
    for member in dimensions()[DIMENSION].members:
        if member.key == OTHER:
            continue
        kind = known.get(member.key)
        if kind is None:
            kind = ModelKind.objects.create(
                name_vi=member.name_vi, name_en=member.name_en, member=member.key, is_sensitive=member.sensitive
            )
            fresh += 1
        for name in (member.name_vi, *member.aliases):
            key = names.kind_key(name)
            if key not in taken:
                taken.add(key)
                KindName.objects.create(kind=kind, name=name, name_key=key)
    return fresh


def kind_named(name: str) -> ModelKind | None:
    """The kind that is known under a name, however it is spelled; None where no kind is."""
    found = KindName.objects.filter(name_key=names.kind_key(name)).select_related("kind").first()
    return found.kind if found else None


def kind_get(id: int) -> ModelKind:
    """The kind with an id, or the one it was united with. Refusal DSM-101."""
    found = ModelKind.objects.filter(pk=id).select_related("united_with", "owner").first()
    if found is None:
        raise refusal("DSM-101", str(id), Both("loại đã có", "a known kind"), "không có loại này", "no such kind")
    return found.united_with or found


def kinds_in_use(*, named: bool = False) -> QuerySet[ModelKind]:
    """The kinds that stand for themselves, the catalogue's first; `named`: with their names at hand."""
    found = ModelKind.objects.filter(united_with=None).order_by(F("owner").asc(nulls_first=True), "name_vi")
    return found.prefetch_related("names") if named else found


def kinds_offered(by: User) -> list[ModelKind]:
    """The kinds that a body may choose from: the catalogue's, and those named in its land or above it."""
    if not reads_figures(by):
        return []
    body = by.body.place
    around = Q(owner=None) | territory_q(body, "owner__") | Q(owner=body.home_province_id) | Q(owner__level="country")
    return list(kinds_in_use().filter(around))


def kinds_like(name: str, kinds: Iterable[ModelKind]) -> list[ModelKind]:
    """Which of some kinds have a name like this one, the most alike first."""
    among = {kind.pk: kind for kind in kinds}
    found = KindName.objects.filter(kind__in=among).values_list("pk", "kind_id", "name_key")
    owner_of = {pk: kind for pk, kind, _ in found}
    like = names.like_kinds(names.kind_key(name), {pk: key for pk, _, key in found}, names.LIKELY)
    return [among[pk] for pk in dict.fromkeys(owner_of[pk] for pk, _ in like)]


@transaction.atomic
def kind_add(*, by: User, name: str, is_sensitive: bool = False) -> ModelKind:
    """The kind of a name: the known one where the name is known, else a new one of the body's territory, with the kinds
    that it looks like proposed for uniting. Refusals DSM-102 (no name), NGUON-106 and -101 (it names somebody)."""
    written = squeeze(name)
    key = names.kind_key(written)
    if len(key) < 4 or len(written) > _LONGEST:
        expected = Both(f"tên loại, 4 - {_LONGEST} ký tự", f"the name of a kind, 4 - {_LONGEST} signs")
        raise refusal("DSM-102", written[:_LONGEST], expected, "không phải tên loại", "not the name of a kind")
    check_names_nobody(Both("Tên loại mô hình", "Name of the kind"), written)
    known = kind_named(written)
    if known is not None:
        return known
    kind = ModelKind.objects.create(
        name_vi=written,
        is_sensitive=is_sensitive or names.is_about_persons(written),
        owner=by.body.place,
        made_by=by,
    )
    KindName.objects.create(kind=kind, name=written, name_key=key)
    _liken(kind, key)
    return kind


def _liken(kind: ModelKind, key: str) -> None:
    others = KindName.objects.filter(kind__united_with=None).exclude(kind=kind)
    owner_of = {}
    keys = {}
    for pk, other, name in others.values_list("pk", "kind_id", "name_key"):
        owner_of[pk], keys[pk] = other, name
    best: dict[int, int] = {}
    for pk, score in names.like_kinds(key, keys):
        best[owner_of[pk]] = max(score, best.get(owner_of[pk], 0))
    KindLikeness.objects.bulk_create(KindLikeness(newer=kind, older_id=pk, score=n) for pk, n in best.items())
