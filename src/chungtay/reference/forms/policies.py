"""Who may define forms: approvers of the centre for the whole country, approvers of a province for their own land."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from chungtay.kernel.errors import Both, NotAllowed
from chungtay.reference.actors.policies import reads_figures
from chungtay.reference.actors.queries import Level, Role
from chungtay.reference.places.queries import lies_within, territory_q

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.reference.forms.models import Form
    from chungtay.reference.places.models import Place


def may_define(user: User, scope: Place | None) -> bool:
    """Whether the account may make, end or withdraw forms used in `scope` (None: the whole country)."""
    if not user.is_active or user.role != Role.APPROVER:
        return False
    if user.body.level == Level.CENTRE:
        return True
    return user.body.level == Level.PROVINCE and scope is not None and lies_within(scope, user.body.place)


def own_scope(user: User) -> Place | None:
    """Where a new form of the account would be used: everywhere for the centre, else the land of its body."""
    return None if user.body.level == Level.CENTRE else user.body.place


def check_define(user: User, scope: Place | None) -> None:
    """NotAllowed BIEUMAU-005 where `may_define` says no."""
    if not may_define(user, scope):
        raise NotAllowed.of(
            "BIEUMAU-005",
            Both("biểu mẫu", "form"),
            read=scope.full_name if scope else Both("cả nước", "the whole country"),
            expected=Both(
                "người duyệt của trung ương, hoặc của tỉnh cho tỉnh mình",
                "an approver of the centre, or of the province for its own land",
            ),
            todo=Both("đề nghị người duyệt cấp trên", "ask an approver above"),
            vi="tài khoản này không sửa được biểu mẫu đó",
            en="this account may not change that form",
        )


def visible_forms_q(user: User) -> Q:
    """Forms that concern the account: of the whole country, of its land, and of the land around it."""
    if not reads_figures(user):
        return Q(pk__in=[])
    place = user.body.place
    land = _land(place)
    around = [pk for pk in (place.pk, land.pk, land.home_province_id, land.home_commune_id, land.parent_id) if pk]
    return Q(scope=None) | Q(scope__in=around) | territory_q(place, "scope__")


def may_see(user: User, form: Form) -> bool:
    """The same for one form."""
    if not reads_figures(user):
        return False
    scope = form.scope
    return scope is None or lies_within(scope, user.body.place) or lies_within(_land(user.body.place), scope)


def _land(place: Place) -> Place:
    """The place itself; of a village its commune, as no territory above holds villages."""
    return place.parent if place.level == "village" and place.parent is not None else place
