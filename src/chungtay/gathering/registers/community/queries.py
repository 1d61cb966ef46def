"""Reading the register of community models; each question stands on the page named beside it."""

from chungtay.gathering.registers.community.assessing import may_add_scale, may_end_scale, scales_for, scales_seen
from chungtay.gathering.registers.community.attaching import documents_of, step_kept
from chungtay.gathering.registers.community.confirming import UNKNOWN_AFTER_MONTHS, known_since
from chungtay.gathering.registers.community.counting import Count, counted_indicators, counts_of
from chungtay.gathering.registers.community.coverage import Covered, Share, coverage, shares
from chungtay.gathering.registers.community.finding import (
    SORTS,
    Asked,
    PointLine,
    Standing,
    points_counted,
    points_found,
    points_page,
    points_working,
    standing_in,
    totals,
    totals_by_kind,
)
from chungtay.gathering.registers.community.kinds import (
    kind_get,
    kind_named,
    kinds_in_use,
    kinds_like,
    kinds_offered,
)
from chungtay.gathering.registers.community.likeness import AREAS, DENSITIES, Likeness, Locality, Trait
from chungtay.gathering.registers.community.living import STATES, STEPS
from chungtay.gathering.registers.community.models import EndReason, Lead, State, StepKind
from chungtay.gathering.registers.community.moving import Left, points_left
from chungtay.gathering.registers.community.names import is_about_persons, kind_key
from chungtay.gathering.registers.community.policies import (
    may_attest,
    may_keep,
    may_register,
    may_unite,
    sees_kinds_of,
)
from chungtay.gathering.registers.community.registering import communes_then
from chungtay.gathering.registers.community.replicating import (
    Outcome,
    Shortlist,
    grades_given,
    kind_seen,
    outcomes,
    shortlist_of,
)
from chungtay.gathering.registers.community.seeing import Seen, point_seen, seen
from chungtay.gathering.registers.community.starting import Start, starts_in
from chungtay.gathering.registers.community.teamfinding import (
    TeamLine,
    TeamsAsked,
    TeamsPage,
    teams_of_file,
    teams_page,
)
from chungtay.gathering.registers.community.teams import team_of
from chungtay.gathering.registers.community.telling import Event, assessments_of, events_of, rounds_of, teams_of
from chungtay.gathering.registers.community.transitions import next_steps
from chungtay.gathering.registers.community.uniting import likenesses, unitings
from chungtay.gathering.registers.community.voices import voices_of

__all__ = [
    "AREAS",
    "DENSITIES",
    "SORTS",
    "STATES",
    "STEPS",
    "UNKNOWN_AFTER_MONTHS",
    "Asked",
    "Count",
    "Covered",
    "EndReason",
    "Event",
    "Lead",
    "Left",
    "Likeness",
    "Locality",
    "Outcome",
    "PointLine",
    "Seen",
    "Share",
    "Shortlist",
    "Standing",
    "Start",
    "State",
    "StepKind",
    "TeamLine",
    "TeamsAsked",
    "TeamsPage",
    "Trait",
    "assessments_of",
    "communes_then",
    "counted_indicators",
    "counts_of",
    "coverage",
    "documents_of",
    "events_of",
    "grades_given",
    "is_about_persons",
    "kind_get",
    "kind_key",
    "kind_named",
    "kind_seen",
    "kinds_in_use",
    "kinds_like",
    "kinds_offered",
    "known_since",
    "likenesses",
    "may_add_scale",
    "may_attest",
    "may_end_scale",
    "may_keep",
    "may_register",
    "may_unite",
    "next_steps",
    "outcomes",
    "point_seen",
    "points_counted",
    "points_found",
    "points_left",
    "points_page",
    "points_working",
    "rounds_of",
    "scales_for",
    "scales_seen",
    "seen",
    "sees_kinds_of",
    "shares",
    "shortlist_of",
    "standing_in",
    "starts_in",
    "step_kept",
    "team_of",
    "teams_of",
    "teams_of_file",
    "teams_page",
    "totals",
    "totals_by_kind",
    "unitings",
    "voices_of",
]
