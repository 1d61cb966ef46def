"""Which rows are found by the words of which column."""

from chungtay.gathering.registers.lists.words import WordIndex

POINTS = WordIndex(
    name="point_words",
    table="community_modelpoint",
    words="name_key",
    kept="NOT {row}is_sensitive AND {row}state <> 'void'",
    watched=("is_sensitive", "state"),
    province="province_id",
)
TEAMS = WordIndex(name="point_team_words", table="community_modelteam", words="name_key")
