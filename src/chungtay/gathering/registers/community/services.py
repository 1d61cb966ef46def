"""Writing the register of community models; each deed stands on the page named beside it."""

from chungtay.gathering.registers.community.assessing import (
    GradeText,
    assessment_strike,
    point_assess,
    scale_add,
    scale_end,
    scales_load,
)
from chungtay.gathering.registers.community.attaching import document_add, document_remove
from chungtay.gathering.registers.community.bringing import Brought, Draft, bringing_undo, points_bring
from chungtay.gathering.registers.community.confirming import points_confirm, round_undo
from chungtay.gathering.registers.community.kinds import kind_add, kinds_load
from chungtay.gathering.registers.community.living import point_edit, step_add, step_strike
from chungtay.gathering.registers.community.moving import point_settle, points_follow
from chungtay.gathering.registers.community.registering import First, point_register
from chungtay.gathering.registers.community.teams import (
    team_add,
    team_end,
    team_restore,
    team_strength,
    team_strike,
)
from chungtay.gathering.registers.community.uniting import kinds_part, kinds_unite, uniting_undo
from chungtay.gathering.registers.community.voices import voices_note

__all__ = [
    "Brought",
    "Draft",
    "First",
    "GradeText",
    "assessment_strike",
    "bringing_undo",
    "document_add",
    "document_remove",
    "kind_add",
    "kinds_load",
    "kinds_part",
    "kinds_unite",
    "point_assess",
    "point_edit",
    "point_register",
    "point_settle",
    "points_bring",
    "points_confirm",
    "points_follow",
    "register_load",
    "round_undo",
    "scale_add",
    "scale_end",
    "scales_load",
    "step_add",
    "step_strike",
    "team_add",
    "team_end",
    "team_restore",
    "team_strength",
    "team_strike",
    "uniting_undo",
    "voices_note",
]


def register_load() -> None:
    """What the register needs before its first row: the catalogue's kinds and the scales. May be run again."""
    kinds_load()
    scales_load()
