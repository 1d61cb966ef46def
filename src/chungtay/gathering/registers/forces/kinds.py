"""The sorts of team, with what the law says of them. No Django in here."""

from dataclasses import dataclass
from datetime import date

from chungtay.kernel.errors import Both


@dataclass(frozen=True)
class TeamRule:
    """Names, since when such teams exist, how few people one may have, and whether one of them must be a woman.

    `counts` and `members` name the indicators that teams of the kind and their people count.
    """

    name: Both
    since: date
    fewest: int
    a_woman: bool
    basis: Both
    counts: str
    members: str


RULES: dict[int, TeamRule] = {
    1: TeamRule(
        Both("Tổ bảo vệ an ninh, trật tự", "Security team"),
        date(2024, 7, 1),
        3,
        False,
        Both("Luật 30/2023/QH15, hiệu lực từ 01/07/2024", "Law 30/2023/QH15, in force from 1 July 2024"),
        "force.teams",
        "force.members",
    ),
    2: TeamRule(
        Both("Tổ hòa giải", "Mediation team"),
        date(2014, 1, 1),
        3,
        True,
        Both("Luật 35/2013/QH13, hiệu lực từ 01/01/2014", "Law 35/2013/QH13, in force from 1 January 2014"),
        "mediation.teams",
        "mediation.mediators",
    ),
}
