"""Who proposes, weighs and decides a round of commendations; who sees it, and whose names in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from chungtay.gathering.registers.commendations.kinds import COLLECTIVE, AwardForm, award_forms
from chungtay.gathering.registers.commendations.models import State
from chungtay.reference.actors.policies import reads_figures
from chungtay.reference.actors.queries import Role, body_of_place
from chungtay.reference.places.queries import lies_within, place_get

if TYPE_CHECKING:
    from chungtay.gathering.registers.commendations.models import Award, Round
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.places.models import Place

AT_WORK = (State.PROPOSED, State.WEIGHED, State.DECIDED)
"""Where a round is known to the body that it was sent to."""


def is_officer(user: User) -> bool:
    """Whether the account does work of its body."""
    return user.is_active and user.role in (Role.REPORTER, Role.APPROVER)


def forms_for(body: Body) -> list[tuple[AwardForm, Body]]:
    """The forms that a body may propose for, each with who would give it: the bodies over its own land."""
    found = []
    for form in award_forms().values():
        land = _land(body.place, form.level)
        giver = body_of_place(land, form.line, form.level) if land is not None else None
        if giver is not None:
            found.append((form, giver))
    return found


def _land(place: Place, level: str) -> Place | None:
    if level == "centre":
        return place_get("vn")
    if level == place.level:
        return place
    return place.home_province if level == "province" and place.level == "commune" else None


def may_propose(user: User) -> bool:
    """Whether the account opens rounds: an officer of a body from commune up."""
    return is_officer(user) and user.body.level != "village"


def may_edit(user: User, held: Round) -> bool:
    """Whether the account writes the proposal, while it is a draft."""
    return is_officer(user) and user.body_id == held.proposer_id and held.state == State.DRAFT


def may_weigh(user: User, held: Round) -> bool:
    """Whether the account records the council's minutes or returns the proposal."""
    return is_officer(user) and user.body_id == held.giver_id and held.state in (State.PROPOSED, State.WEIGHED)


def may_decide(user: User, held: Round) -> bool:
    """Whether the account enters the decision, or later a revocation: an approver of the awarding body."""
    return is_officer(user) and user.role == Role.APPROVER and user.body_id == held.giver_id


def gives(body: Body, form: int) -> bool:
    """Whether the body is of the sort that gives a form."""
    found = award_forms().get(form)
    return found is not None and (found.line, found.level) == (body.line, body.level)


def may_design(user: User, form: int) -> bool:
    """Whether the account sets what the certificates of a form look like: an approver of a body that gives it."""
    return is_officer(user) and user.role == Role.APPROVER and gives(user.body, form)


def may_print(user: User, held: Round) -> bool:
    """Whether the account prints the certificates of a round: an officer of the awarding body, once it decided."""
    return is_officer(user) and user.body_id == held.giver_id and held.state == State.DECIDED


def may_name(user: User, held: Round, award: Award) -> bool:
    """Whether the account records consent or withdrawal: of either body, of guarded awards the awarding one alone."""
    bodies = (held.giver_id,) if award.is_guarded else (held.giver_id, held.proposer_id)
    return is_officer(user) and user.body_id in bodies


def sees(user: User, held: Round) -> bool:
    """Whether the account may know of the round: its bodies' officers; once decided, readers of the territory."""
    if not reads_figures(user):
        return False
    if is_officer(user) and user.body_id == held.proposer_id:
        return True
    if is_officer(user) and user.body_id == held.giver_id and held.state in AT_WORK:
        return True
    return held.state == State.DECIDED and lies_within(held.place, user.body.place)


def sees_name(user: User, held: Round, award: Award) -> bool:
    """Whether the account reads who this is, on the page of the round."""
    if award.is_guarded:
        return is_officer(user) and user.body_id == held.giver_id
    if award.kind == COLLECTIVE or award.is_public:
        return True
    return is_officer(user) and user.body_id in (held.giver_id, held.proposer_id)


def names_q(user: User, held: Round) -> Q:
    """`sees_name` as a filter on the awards of a round."""
    giver = is_officer(user) and user.body_id == held.giver_id
    proposer = is_officer(user) and user.body_id == held.proposer_id
    if giver:
        return Q()
    open_to_all = Q() if proposer else Q(kind=COLLECTIVE) | Q(is_public=True)
    return open_to_all & Q(is_guarded=False)


def sees_in_lists(user: User, held: Round, award: Award) -> bool:
    """Whether lists and files bear the row: guarded awards stand in none, not even in the awarding body's."""
    return not award.is_guarded and sees_name(user, held, award)
