"""What is held of one commended person, for that person: asked by whoever holds the machine, on a written request.

Correcting a name and removing it are deeds of the round's own page (`name_remove`); a sealed decision keeps what was
signed, for the law on records asks for it.
"""

from __future__ import annotations

from chungtay.gathering.registers.commendations.models import Award, RoundStep
from chungtay.kernel.errors import Both, Refusal


def award_data(id: int) -> dict[str, object]:
    """Everything a row of commendations holds, by its number on the round's page. Refusal KHE-404: there is none."""
    award = Award.objects.select_related("round__proposer", "round__giver", "place").filter(pk=id).first()
    if award is None:
        raise Refusal.of(
            "KHE-404",
            Both("khen thưởng", "commendations"),
            read=str(id),
            expected=Both("số của một dòng", "the number of a row"),
            todo=Both("xem trang của đợt khen", "see the round's page"),
            vi="không có dòng này",
            en="there is no such row",
        )
    steps = RoundStep.objects.filter(award=award).order_by("pk")
    return {
        "name": award.name,
        "place": award.place.full_name,
        "achieved": [str(award.achieved_from), str(award.achieved_to)],
        "told": award.told,
        "public": award.is_public,
        "consent": [award.consent, str(award.consented_on or "")],
        "fate": award.get_fate_display(),
        "proposed_by": award.round.proposer.name_vi,
        "given_by": award.round.giver.name_vi,
        "decision": [award.round.decision, str(award.round.decided_on or "")],
        "came_in_by_list": award.brought_id is not None,
        "steps": [{"deed": step.get_deed_display(), "on": str(step.on)} for step in steps],
    }
