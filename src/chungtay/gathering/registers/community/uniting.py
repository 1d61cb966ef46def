"""Kinds that look alike: proposed to be one, united, said to differ, and taken apart again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from chungtay.gathering.registers.community import policies
from chungtay.gathering.registers.community.models import (
    Edit,
    KindLikeness,
    KindName,
    KindUniting,
    ModelKind,
    ModelPoint,
)
from chungtay.gathering.registers.community.refusals import may_not, refusal
from chungtay.kernel.errors import Both

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from chungtay.reference.actors.models import User

_CHUNK = 500


def likenesses(by: User) -> list[KindLikeness]:
    """The pairs that wait for a word of this account, the most alike first."""
    waiting = KindLikeness.objects.filter(is_apart=False, newer__united_with=None, older__united_with=None)
    found = waiting.select_related("newer__owner", "older__owner").order_by("-score", "pk")
    return [pair for pair in found if policies.may_unite(by, pair.newer)]


def unitings(by: User, most: int = 20) -> list[KindUniting]:
    """What was united and can be taken apart by this account, the latest first: where a kind went on into another one,
    that later uniting comes first and alone."""
    held = KindUniting.objects.filter(undone_at=None, into__united_with=None).order_by("-pk")
    found = held.select_related("gone__owner", "into", "made_by__body")
    return [uniting for uniting in found if policies.may_unite(by, uniting.gone)][:most]


@transaction.atomic
def kinds_unite(*, by: User, gone: ModelKind, into: ModelKind) -> KindUniting:
    """One kind is another one: its names and points go there, in every commune; `points` of what is given are how many.

    NotAllowed DSM-403 unless the approver's territory holds where the first one was named. Refusals DSM-103 the kinds
    are one already; DSM-104 one of them is sensitive and the other is not.
    """
    if not policies.may_unite(by, gone):
        raise may_not("Tài khoản này không gộp loại đó", "This account does not unite that kind")
    gone, into = _locked(gone.pk, into.pk)
    pair = f"{gone.name_vi} → {into.name_vi}"
    if gone.pk == into.pk or gone.united_with_id or into.united_with_id:
        expected = Both("hai loại khác nhau đang dùng", "two different kinds in use")
        raise refusal("DSM-103", pair, expected, "không gộp được", "they cannot be united")
    if gone.is_sensitive != into.is_sensitive:
        expected = Both("hai loại cùng hạn chế hiển thị, hoặc cùng không", "both kept from view, or neither")
        raise refusal("DSM-104", pair, expected, "một loại hạn chế hiển thị", "one of them is kept from view")
    names, kinds = KindName.objects.filter(kind=gone), ModelKind.objects.filter(united_with=gone)
    uniting = KindUniting.objects.create(
        gone=gone,
        into=into,
        names=list(names.order_by("pk").values_list("pk", flat=True)),
        kinds=list(kinds.order_by("pk").values_list("pk", flat=True)),
        points=ModelPoint.objects.filter(kind=gone).count(),
        made_by=by,
    )
    _points_move(uniting, ModelPoint.objects.filter(kind=gone), gone, into, by)
    names.update(kind=into)
    kinds.update(united_with=into)
    ModelKind.objects.filter(pk=gone.pk).update(united_with=into, united_on=timezone.localdate())
    return uniting


@transaction.atomic
def uniting_undo(*, by: User, id: int) -> int:
    """Two united kinds are two again: names, earlier united kinds and points that went along go back; gives how many
    points. What was registered since stays with the kind under which it was registered.

    NotAllowed DSM-403 as for uniting. Refusals DSM-108 there is no such uniting, or it was taken back; DSM-109 the kind
    was united with a third one since.
    """
    found = KindUniting.objects.select_for_update(of=("self",)).select_related("gone__owner", "into__united_with")
    held = found.filter(pk=id).first()
    if held is None or held.undone_at is not None:
        expected = Both("một lần gộp còn hiệu lực", "a uniting that stands")
        raise refusal("DSM-108", str(id), expected, "không có lần gộp này", "there is no such uniting")
    gone, into = _locked(held.gone_id, held.into_id)
    if not policies.may_unite(by, gone):
        raise may_not("Tài khoản này không tách loại đó", "This account does not take that kind apart")
    if into.united_with is not None:
        expected = Both(f"tách “{into.name_vi}” ra trước", f"“{into.name_vi}” taken out first")
        read = f"{into.name_vi} → {into.united_with.name_vi}"
        raise refusal("DSM-109", read, expected, "loại đó lại đã gộp tiếp", "that kind went on into another one")
    KindUniting.objects.filter(pk=held.pk).update(undone_by=by, undone_at=timezone.now())
    went = Edit.objects.filter(uniting=held, before__kind=gone.pk).values("point")
    moved = _points_move(held, ModelPoint.objects.filter(kind=into, pk__in=went), into, gone, by)
    KindName.objects.filter(pk__in=held.names).update(kind=gone)
    ModelKind.objects.filter(pk__in=held.kinds).update(united_with=gone)
    ModelKind.objects.filter(pk=gone.pk).update(united_with=None, united_on=None)
    return moved


def _locked(gone: int, into: int) -> tuple[ModelKind, ModelKind]:
    """Both kinds, held in the order of their keys by whoever unites or takes apart: nobody waits in a ring."""
    held = {kind.pk: kind for kind in ModelKind.objects.select_for_update().filter(pk__in=(gone, into)).order_by("pk")}
    return held[gone], held[into]


def _points_move(
    uniting: KindUniting, points: QuerySet[ModelPoint], come_from: ModelKind, into: ModelKind, by: User
) -> int:
    """Points of one kind become points of another, each with its next version and what it was before."""
    rows = list(points.select_for_update().values_list("pk", "version"))
    edits = (
        Edit(point_id=pk, version=version + 1, before={"kind": come_from.pk}, uniting=uniting, made_by=by)
        for pk, version in rows
    )
    Edit.objects.bulk_create(edits, batch_size=_CHUNK)
    # Those that were read: one that was registered meanwhile has no edit and stays where it is.
    for start in range(0, len(rows), _CHUNK):
        read = ModelPoint.objects.filter(pk__in=[pk for pk, _ in rows[start : start + _CHUNK]])
        read.update(kind=into, version=F("version") + 1, changed_at=timezone.now())
    return len(rows)


@transaction.atomic
def kinds_part(*, by: User, likeness_id: int) -> None:
    """Two kinds that look alike are said to differ and are not proposed again. NotAllowed DSM-403, Refusal DSM-103."""
    pair = KindLikeness.objects.filter(pk=likeness_id).select_related("newer__owner").first()
    if pair is None:
        expected = Both("một đề nghị gộp", "a proposal to unite")
        raise refusal("DSM-103", str(likeness_id), expected, "không có đề nghị này", "no such proposal")
    if not policies.may_unite(by, pair.newer):
        raise may_not("Tài khoản này không quyết định việc đó", "This account does not decide that")
    KindLikeness.objects.filter(pk=pair.pk).update(is_apart=True, decided_by=by, decided_at=timezone.now())
